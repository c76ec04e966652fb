//! Lines that tell readers when it appeared.

use super::date_span;
use super::page::Page;
use crate::article::{DateOrigin, DateRole, RawDate};

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
}
