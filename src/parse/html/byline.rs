//! Bylines that people read: who wrote it, and when.

use super::date_span;
use super::page::{Page, Spot};
use crate::article::{DateOrigin, DateRole, Person, RawDate};

/// Words before a date of publication, in the languages readers publish in.
const PUBLISHED: &[&str] = &[
    "published",
    "posted",
    "publié",
    "publie le",
    "mis en ligne",
    "veröffentlicht",
    "erschienen",
    "erstellt",
    "publicado",
    "publicada",
    "pubblicato",
    "gepubliceerd",
    "geplaatst",
    "opublikowano",
    "udgivet",
    "publicerad",
    "publisert",
    "julkaistu",
    "опубликовано",
    "дата публикации",
    "zveřejněno",
    "yayınlan",
    "publikováno",
    "közzétéve",
    "first published",
    "release date",
    "date:",
    "datum:",
    "fecha:",
    "data:",
    "le :",
];

/// Words before a date of a change.
const UPDATED: &[&str] = &[
    "updated",
    "modified",
    "last edit",
    "revised",
    "aktualisiert",
    "geändert",
    "mis à jour",
    "modifié",
    "actualizado",
    "aggiornato",
    "bijgewerkt",
    "zaktualizowano",
    "oppdatert",
    "uppdaterad",
    "opdateret",
    "обновлено",
    "atualizado",
];

/// Parts of classes and ids of the line that says when.
const DATE_HINTS: &[&str] = &[
    "publish",
    "pubdate",
    "pub-date",
    "post-date",
    "postdate",
    "entry-date",
    "article-date",
    "posted",
    "dateline",
    "date",
    "datum",
    "fecha",
    "timestamp",
    "time-stamp",
    "postmeta",
    "post-meta",
    "entry-meta",
    "article-meta",
    "article__meta",
    "byline",
    "time",
    "meta",
    "kicker",
    "info",
];

/// Words that begin the line that says who.
const BY: &[&str] = &[
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "av ",
    "af ",
    "autor: ",
    "author: ",
    "written by ",
    "posted by ",
    "words by ",
    "story by ",
    "text: ",
    "text by ",
    "reported by ",
    "auteur : ",
];

/// Classes of the element that holds nothing but the author.
const AUTHOR_CLASSES: &[&str] = &[
    "author",
    "byline",
    "author-name",
    "author__name",
    "authorname",
    "author_name",
    "post-author",
    "entry-author",
    "article-author",
    "article__author",
    "p-author",
    "byline__name",
    "byline-name",
    "byline__author",
    "byline-author",
    "contributor",
    "contributor-name",
    "writer",
    "article-byline",
    "story-author",
    "by-author",
    "author-link",
    "author__link",
    "bylines",
    "article__byline",
    "fn",
    "post__author",
    "c-byline",
    "authors",
];

/// Visible dates, the most telling first.
pub(super) fn dates(page: &Page) -> Vec<RawDate> {
    let heading = page.heading_at();
    let mut ranked: Vec<(u8, usize, DateRole, String)> = Vec::new();
    for spot in page.spots.iter().chain(&page.times) {
        if spot.place.aside || !spot.text.bytes().any(|byte| byte.is_ascii_digit()) {
            continue;
        }
        let lower = spot.text.to_lowercase();
        let distance = heading.map_or(spot.at, |at| spot.at.abs_diff(at));
        let hinted = DATE_HINTS.iter().any(|hint| spot.hints.contains(hint));
        for date in date_span::find(&spot.text) {
            let before = lower
                .find(&date.to_lowercase())
                .and_then(|at| lower.get(..at))
                .unwrap_or_default();
            if before.contains('©') || before.contains("copyright") {
                continue;
            }
            // `Published 1 May, updated 3 May`: the nearer word is the one that counts.
            let (published, updated) = (last_of(before, PUBLISHED), last_of(before, UPDATED));
            let role = if updated > published {
                DateRole::Updated
            } else {
                DateRole::Published
            };
            // What stands around the date: little in a line that is there to say when.
            let around = spot.text.len().saturating_sub(date.len());
            let rank = match (published > 0, hinted) {
                (true, _) if around <= 60 => 0,
                (_, true) if around <= 80 => 1,
                (true, _) | (_, true) => 2,
                _ if around <= 40 && distance < 400 => 3,
                _ if around <= 24 => 4,
                // `(12.05.2024) The text begins …`: a dateline in the first paragraph.
                _ if before.len() <= 2 && distance < 400 => 5,
                _ => continue,
            };
            ranked.push((rank, distance, role, date));
        }
    }
    ranked.sort_by_key(|(rank, distance, ..)| (*rank, *distance));
    let mut found: Vec<RawDate> = Vec::new();
    for (_, _, role, text) in ranked.into_iter().take(16) {
        if !found
            .iter()
            .any(|date| date.role == role && date.text == text)
            && found.len() < 6
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

/// One more than where the last of these words stands, or 0.
fn last_of(text: &str, words: &[&str]) -> usize {
    let ends = words.iter().filter_map(|word| text.rfind(word));
    ends.max().map_or(0, |at| at + 1)
}

/// Authors named on the page for readers; of several ways to say it the first that does.
pub(super) fn authors(page: &Page) -> Vec<Person> {
    let properties = page
        .properties
        .iter()
        .filter(|(name, spot)| name == "author" && !spot.place.aside);
    let properties: Vec<Person> = properties
        .filter_map(|(_, spot)| person(spot, true))
        .collect();
    if !properties.is_empty() {
        return distinct(properties);
    }
    let related: Vec<Person> = page
        .related("author")
        .filter(|link| !link.place.aside && looks_like_name(&link.title))
        .map(|link| Person {
            name: link.title.clone(),
            url: page.absolute(&link.href).map(String::from),
            email: None,
        })
        .collect();
    if !related.is_empty() {
        return distinct(related);
    }
    let near = page.heading_at().unwrap_or(0);
    let mut spots: Vec<&Spot> = page
        .spots
        .iter()
        .filter(|spot| !spot.place.aside && spot.text.len() <= 120)
        .collect();
    spots.sort_by_key(|spot| spot.at.abs_diff(near));
    let classed = spots.iter().find_map(|spot| {
        let hinted = spot
            .hints
            .split_ascii_whitespace()
            .any(|class| AUTHOR_CLASSES.contains(&class));
        person(spot, false).filter(|_| hinted)
    });
    let said = || {
        let nearby = spots.iter().filter(|spot| spot.at.abs_diff(near) < 1500);
        nearby
            .filter(|spot| begins_with_by(&spot.text).is_some())
            .find_map(|spot| person(spot, false))
    };
    classed.or_else(said).into_iter().collect()
}

fn distinct(people: Vec<Person>) -> Vec<Person> {
    let mut kept: Vec<Person> = Vec::new();
    for person in people.into_iter().take(12) {
        if !kept.iter().any(|known| known.name == person.name) {
            kept.push(person);
        }
    }
    kept
}

/// The name in a byline, without what stands around it. `stated` says that the markup vouches.
fn person(spot: &Spot, stated: bool) -> Option<Person> {
    let text = begins_with_by(&spot.text).unwrap_or(&spot.text);
    let end = text
        .find(['|', '•', '·', '—', '/', '('])
        .unwrap_or(text.len());
    let mut name = text.get(..end)?.trim();
    if let Some(date) = date_span::find(name).first() {
        name = name.find(date.as_str()).and_then(|at| name.get(..at))?;
    }
    let name = name.trim_end_matches([',', '-', '–', ':', ' ']).trim();
    let fits = if stated {
        !name.is_empty() && name.len() <= 100 && !name.starts_with("http")
    } else {
        looks_like_name(name)
    };
    fits.then(|| Person {
        name: name.to_owned(),
        ..Person::default()
    })
}

fn begins_with_by(text: &str) -> Option<&str> {
    BY.iter().find_map(|by| {
        let start = text.get(..by.len())?;
        start.to_lowercase().eq(by).then(|| text.get(by.len()..))?
    })
}

/// Two to six words, nearly all with a capital, none with a digit.
fn looks_like_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capitals = words
        .iter()
        .filter(|word| {
            word.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic())
        })
        .count();
    (2..=6).contains(&words.len())
        && capitals * 3 >= words.len() * 2
        && !text
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, ':' | '?' | '!' | '@' | '©'))
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
                Some("May 12, 2024"),
            ),
            (
                "<h1>T</h1><p>Published on 12 May 2024</p><p>text</p>",
                Some("12 May 2024"),
            ),
            ("<h1>T</h1><p>12.05.2024</p>", Some("12.05.2024")),
            (
                "<h1>T</h1><div class=post-date>12. Mai 2024</div><p>1 May 2020</p>",
                Some("12. Mai 2024"),
            ),
            ("<h1>T</h1><footer>© 1 May 2024 Example</footer>", None),
            ("<h1>T</h1><p>In the year 2024 nothing happened.</p>", None),
            (
                "<h1>T</h1><div class=comments><p class=date>12 May 2024</p></div>",
                None,
            ),
        ];
        for (html, expected) in cases {
            let found = dates(&page(html));
            assert_eq!(
                found.first().map(|date| date.text.as_str()),
                expected,
                "{html}"
            );
        }
        let found = dates(&page(
            "<h1>T</h1><p class=date>Updated: 3 May 2024, published: 1 May 2024</p>",
        ));
        let found: Vec<(DateRole, &str)> = found
            .iter()
            .map(|date| (date.role, date.text.as_str()))
            .collect();
        let expected = [
            (DateRole::Published, "1 May 2024"),
            (DateRole::Updated, "3 May 2024"),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn names_that_readers_see() {
        let cases: [(&str, &[&str]); 7] = [
            (
                "<h1>T</h1><p class=byline>By Ann Doe | May 12, 2024</p>",
                &["Ann Doe"],
            ),
            ("<h1>T</h1><p>By Ann Doe</p>", &["Ann Doe"]),
            ("<h1>T</h1><span itemprop=author>annd</span>", &["annd"]),
            (
                "<h1>T</h1><a rel=author href=/ann>Ann Doe</a>",
                &["Ann Doe"],
            ),
            ("<h1>T</h1><p>By the way, it rained</p>", &[]),
            (
                "<h1>T</h1><div class=comments><p class=author>Ben Doe</p></div>",
                &[],
            ),
            ("<h1>T</h1><p class=author>5 articles</p>", &[]),
        ];
        for (html, expected) in cases {
            let names: Vec<String> = authors(&page(html)).into_iter().map(|p| p.name).collect();
            assert_eq!(names, expected, "{html}");
        }
    }
}
