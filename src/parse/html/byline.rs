//! Lines that tell readers when it appeared.

use super::date_span;
use super::date_words::{DATE_HINTS, NOT_ITS_DATE, OTHERWISE, PUBLISHED, UPDATED};
use super::page::{Page, Spot};
use crate::article::{DateOrigin, DateRole, RawDate};

/// Longest line that is given whole to the reader of dates, in bytes.
const LONGEST_LINE: usize = 120;

/// Visible dates, the most telling first.
pub(super) fn dates(page: &Page) -> Vec<RawDate> {
    let heading = page.heading_at();
    let mut ranked: Vec<Ranked> = Vec::new();
    let mut around: Vec<Ranked> = Vec::new();
    for spot in page.spots.iter().chain(&page.times) {
        if !spot.text.contains(char::is_numeric) {
            continue;
        }
        let distance = heading.map_or(spot.at, |at| spot.at.abs_diff(at));
        let found = if spot.place.aside {
            &mut around
        } else {
            &mut ranked
        };
        line(spot, distance, found);
    }
    for opening in &page.openings {
        let distance = heading.map_or(opening.at, |at| opening.at.abs_diff(at));
        if let Some(date) = dateline(&opening.text).filter(|_| distance < FAR) {
            ranked.push(Ranked {
                rank: 5,
                distance,
                role: DateRole::Published,
                text: date,
            });
        }
    }
    // `Press release of 12 May 2024`, and what is shown of the page elsewhere.
    for text in page
        .title
        .as_deref()
        .into_iter()
        .chain(page.meta(&["description"]))
    {
        if let Some(date) = dateline(text).or_else(|| trailing(text)) {
            ranked.push(Ranked {
                rank: 6,
                distance: 0,
                role: DateRole::Published,
                text: date,
            });
        }
    }
    ranked.sort_by_key(|found| (found.rank, found.distance));
    if ranked.is_empty() {
        // What stands around the article may be that of others, unless it is right below the
        // heading, or the only line of the page that says so.
        let near = |found: &&Ranked| found.rank <= 4 && heading.is_some() && found.distance < NEAR;
        ranked.extend(around.iter().filter(near).cloned());
        ranked.sort_by_key(|found| (found.rank, found.distance));
        let said = |found: &Ranked| found.rank == 0;
        if ranked.is_empty() && around.iter().filter(|found| said(found)).count() <= 2 {
            ranked = around.into_iter().filter(said).collect();
        }
    }
    let mut found: Vec<RawDate> = Vec::new();
    for Ranked { role, text, .. } in ranked.into_iter().take(24) {
        if !found
            .iter()
            .any(|date| date.role == role && date.text == text)
            && found.len() < 12
        {
            found.push(RawDate {
                role,
                text,
                origin: DateOrigin::Byline,
                field: "byline",
            });
        }
    }
    found
}

/// Further from the heading than this, in bytes of text, nothing belongs to it.
const FAR: usize = 400;

/// The longest of the words for publication, with what stands between it and its date, in letters.
const LABEL: usize = 20;

/// What stands so near below the heading is of the article, whatever it is called.
const NEAR: usize = 200;

#[derive(Debug, Clone)]
struct Ranked {
    /// The most telling has 0.
    rank: u8,
    /// From the heading, in bytes of text.
    distance: usize,
    role: DateRole,
    text: String,
}

/// The dates in one line.
fn line(spot: &Spot, distance: usize, ranked: &mut Vec<Ranked>) {
    if NOT_ITS_DATE.iter().any(|hint| spot.hints.contains(hint)) {
        return;
    }
    let lower = spot.text.to_lowercase();
    let hinted = DATE_HINTS.iter().any(|hint| spot.hints.contains(hint));
    let dates = date_span::find(&spot.text);
    let fits = spot.text.len() <= LONGEST_LINE;
    // In a language or a shape that only the reader of dates knows.
    if dates.is_empty() && hinted && fits {
        let role = said(&lower).role(spot);
        ranked.extend(role.map(|role| Ranked {
            rank: 2,
            distance,
            role,
            text: spot.text.clone(),
        }));
    }
    let single = dates.len() == 1;
    for (at, date) in dates {
        let before = spot.text.get(..at).unwrap_or_default().to_lowercase();
        let label = said(&before);
        let Some(role) = label.role(spot) else {
            continue;
        };
        let says_so = label.at > 0;
        // `Changed: 2 May 2024 – 10:30 Published: 1 May 2024`: right behind its word, however long the line
        let labelled = says_so
            && before.get(label.at..).is_some_and(|rest| {
                rest.ends_with([':', '：', ' ']) && rest.chars().count() <= LABEL
            });
        // What stands around the date: little in a line that is there to say when.
        let around = spot.text.len().saturating_sub(date.len());
        let rank = match (says_so, hinted) {
            (true, _) if around <= 60 || labelled => 0,
            (_, true) if around <= 80 => 1,
            (true, _) | (_, true) => 2,
            _ if around <= 40 && distance < FAR => 3,
            _ if around <= 24 => 4,
            // `(12.05.2024) The text begins …`: a dateline in the first paragraph.
            _ if before.len() <= 2 && distance < FAR => 5,
            _ => continue,
        };
        // With the time of day and the zone that may stand beside it.
        if single && fits {
            ranked.push(Ranked {
                rank,
                distance,
                role,
                text: spot.text.clone(),
            });
        }
        ranked.push(Ranked {
            rank,
            distance,
            role,
            text: date.to_owned(),
        });
    }
}

/// The date with which a paragraph begins: `(12.05.2024) The text`, `12 May 2024 – The text`.
fn dateline(text: &str) -> Option<String> {
    let (before, date) = date_span::find(text).into_iter().next()?;
    let after = text.get(before + date.len()..)?.trim_start();
    // `12 May 2024 was a Sunday` tells a story.
    let parted = after.starts_with([')', ']', '-', '–', '—', '|', ':', '.', '/']);
    (before <= 2 && parted).then(|| date.to_owned())
}

/// The date with which a title ends: `Press release of 12 May 2024`.
fn trailing(text: &str) -> Option<String> {
    let (at, date) = date_span::find(text).pop()?;
    let behind = text.get(at + date.len()..)?;
    (behind.len() <= 2).then(|| date.to_owned())
}

/// What the words before a date say that it is of.
struct Said {
    /// Where the last of them begins, and one more; 0 for none.
    at: usize,
    /// What it says; `Some(None)` for something else than the article.
    of: Option<Option<DateRole>>,
}

impl Said {
    /// The role of a date behind these words; none where it is of something else.
    fn role(&self, spot: &Spot) -> Option<DateRole> {
        let marked = |words: &[&str]| words.iter().any(|word| spot.hints.contains(word));
        match self.of {
            Some(role) => role,
            None if marked(&["modified", "updated", "lastmod"]) && !marked(&["publish"]) => {
                Some(DateRole::Updated)
            }
            None => Some(DateRole::Published),
        }
    }
}

/// `Published 1 May, updated 3 May`: the nearer word is the one that counts.
fn said(before: &str) -> Said {
    let all = [
        (PUBLISHED, Some(DateRole::Published)),
        (UPDATED, Some(DateRole::Updated)),
        (OTHERWISE, None),
    ];
    let mut said = Said { at: 0, of: None };
    for (words, of) in all {
        let at = last_of(before, words);
        if at > said.at {
            said = Said { at, of: Some(of) };
        }
    }
    said
}

/// Whether a line for readers names the day of a change rather than that of publication.
pub(super) fn says_updated(line: &str) -> bool {
    said(&line.to_lowercase()).of == Some(Some(DateRole::Updated))
}

/// One more than where the last of these words stands, or 0.
fn last_of(text: &str, words: &[&str]) -> usize {
    let ends = words.iter().filter_map(|word| text.rfind(word));
    ends.max().map_or(0, |at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::document;

    fn page(html: &str) -> Page {
        Page::read(&document(html).expect("small"), None)
    }

    #[test]
    fn dates_that_readers_see() {
        let cases = [
            (
                "<h1>T</h1><p class=meta>By Ann Doe | May 12, 2024</p>",
                Some("By Ann Doe | May 12, 2024"),
            ),
            (
                "<h1>T</h1><p>Published on 12 May 2024</p><p>text</p>",
                Some("Published on 12 May 2024"),
            ),
            ("<h1>T</h1><p>12.05.2024</p>", Some("12.05.2024")),
            (
                "<h1>T</h1><div class=post-date>12. Mai 2024</div><p>1 May 2020</p>",
                Some("12. Mai 2024"),
            ),
            ("<h1>T</h1><footer>© 1 May 2024 Example</footer>", None),
            ("<h1>T</h1><p>In the year 2024 nothing happened.</p>", None),
            (
                "<h1>T</h1><p>{text}</p><div class=comments><p class=date>12 May 2024</p></div>",
                None,
            ),
            // in another script or shape: whatever the line that says when says
            ("<h1>T</h1><p class=date>१२ मई २०२४</p>", Some("१२ मई २०२४")),
            // the dateline of a long paragraph, not a date that is told about
            ("<h1>T</h1><p>(12.05.2024) {text}</p>", Some("12.05.2024")),
            ("<h1>T</h1><p>12 May 2024 was warm. {text}</p>", None),
            // what is called a teaser, right below the heading
            (
                "<h1>T</h1><div class=teaser-meta>Ann / 12.05.2024</div>",
                Some("Ann / 12.05.2024"),
            ),
            // the only line of the page that says so
            (
                "<h1>T</h1><p>{text}</p><footer>Published: 12 May 2024</footer>",
                Some("Published: 12 May 2024"),
            ),
        ];
        for (html, expected) in cases {
            let html = html.replace("{text}", &"Words of the text. ".repeat(30));
            let found = dates(&page(&html));
            assert_eq!(
                found.first().map(|date| date.text.as_str()),
                expected,
                "{html}"
            );
        }
        // each right behind its word, at the end of a page
        let text = "Words of the text. ".repeat(30);
        let found = dates(&page(&format!(
            "<h1>T</h1><p>{text}</p><footer><p>Last edit: 2 May 2024 - 10:30:11<br>Published: 1 May 2024<br>Read 61 \
             times<br>© the author and this magazine</p></footer>",
        )));
        let published = found.iter().find(|date| date.role == DateRole::Published);
        assert_eq!(published.map(|date| date.text.as_str()), Some("1 May 2024"));
        let found = dates(&page(
            "<h1>T</h1><p class=date>Updated: 3 May 2024, published: 1 May 2024</p>",
        ));
        let found: Vec<(DateRole, &str)> = found
            .iter()
            .map(|date| (date.role, date.text.as_str()))
            .collect();
        let expected = [
            (DateRole::Updated, "3 May 2024"),
            (DateRole::Published, "1 May 2024"),
        ];
        assert_eq!(found, expected);
    }
}
