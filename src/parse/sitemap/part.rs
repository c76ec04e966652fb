//! The sitemaps of an index in the order in which they are worth reading.

use std::cmp::Reverse;

use url::Url;

use super::entries::{Entry, Field};

/// What the words in a sitemap's name say of what is in it; whoever has no such word is between the two.
#[rustfmt::skip]
const ARTICLES: &[&str] = &[
    "news", "googlenews", "latest", "recent",
    "post", "article", "story", "stories", "blog", "entry", "entries", "press", "release", "content",
    "artikel", "beitrag", "beitraege", "nachrichten", "actualite", "noticia", "articulo", "articolo", "notizie", "nieuws",
    "nyheter", "haber", "berita",
];

/// The pages around the articles.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "page", "category", "categories", "cat", "tag", "author", "user", "profile", "people", "image", "video", "photo", "gallery",
    "galleries", "attachment", "media", "product", "shop", "store", "taxonomy", "term", "topic", "section", "location", "event",
    "job", "forum", "misc", "static", "landing", "legal", "format", "series", "keyword", "search", "podcast", "recipe",
    "seite", "seiten", "kategorie", "kategorien", "schlagwort", "schlagworte", "autor", "autoren", "categoria", "categorie", "etiqueta", "auteur", "pagina",
];

/// Those that have news or posts first, those of pages, tags and authors last; within each the newest first, then as
/// they stand.
pub(super) fn newest_first(mut parts: Vec<(Url, Entry)>) -> Vec<Url> {
    parts.sort_by_cached_key(|(address, entry)| {
        let changed = entry.get(Field::Modified).filter(|date| is_iso(date));
        let newest = (changed.map(str::to_owned), named_month(address));
        (rank(address), Reverse(newest))
    });
    parts.into_iter().map(|(address, _)| address).collect()
}

fn rank(address: &Url) -> u8 {
    let path = address.path().to_ascii_lowercase();
    let query = address.query().unwrap_or_default().to_ascii_lowercase();
    // the file says more than the folders in which all of them may lie
    let names = std::iter::once(query.as_str()).chain(path.rsplit('/'));
    names.map(rank_of).find(|rank| *rank != 1).unwrap_or(1)
}

fn rank_of(name: &str) -> u8 {
    let words = name.split(|c: char| !c.is_ascii_alphabetic()).map(|word| {
        word.trim_start_matches("sitemap")
            .trim_end_matches("sitemap")
    });
    let mut rank = 1;
    for word in words {
        let is_one_of = |list: &[&str]| {
            list.contains(&word)
                || word
                    .strip_suffix('s')
                    .is_some_and(|one| list.contains(&one))
        };
        // `post_tag`, `news-video`: the narrower word says what it is
        if is_one_of(OTHERS) {
            return 2;
        }
        if is_one_of(ARTICLES) {
            rank = 0;
        }
    }
    rank
}

/// Dates by the protocol are ISO 8601, which sorts as text; zones matter little here.
fn is_iso(date: &str) -> bool {
    date.bytes().take_while(u8::is_ascii_digit).count() == 4
        && date.as_bytes().get(4) == Some(&b'-')
}

/// The year and month in a sitemap's name: `/sitemap-2024-05.xml`. Sites that keep one for each month often say no
/// date.
fn named_month(address: &Url) -> Option<(u16, u8)> {
    let tail = format!("{}?{}", address.path(), address.query().unwrap_or_default());
    let mut numbers = tail
        .split(|c: char| !c.is_ascii_digit())
        .filter(|digits| !digits.is_empty());
    let year = numbers.find(|digits| digits.len() >= 4 && digits.starts_with(['1', '2']))?;
    let month = year.get(4..6).or_else(|| numbers.next());
    let month = month
        .and_then(|month| month.parse().ok())
        .filter(|month| *month <= 12);
    Some((year.get(..4)?.parse().ok()?, month.unwrap_or(0)))
}
