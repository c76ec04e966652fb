//! Whether a page is of the article whose link led there, and not a login page, a notice, or the front page.

use std::collections::HashSet;

use super::super::substance::is_much;
use crate::article::{Article, Kind, RawArticle, Text};
use crate::text;

/// Letters of a piece of a title: shorter pieces are in any text.
const PIECE: usize = 5;
/// The same where one letter is a word.
const IDEOGRAPHS: usize = 2;

/// Whether an article as its page has it is the one that was listed: it has a text of its own, in which the listed title
/// leaves some trace. Front pages shorten and sharpen titles, so it need not be there as it is.
///
/// A sitemap gives no title, and lists every page of a site: there the page itself must say that it is an article, or
/// have a date and a text.
pub(super) fn is_of(page: &RawArticle, kind: Kind, listed: &Article) -> bool {
    let plain = |text: &Option<Text>| {
        let text = text.as_ref().map(|text| text::from_html(&text.value));
        text.unwrap_or_default()
    };
    let said = plain(&page.content);
    if said.trim().is_empty() && page.dates.is_empty() {
        return false;
    }
    let Some(title) = listed.title.as_deref() else {
        let says_much = !page.dates.is_empty() && is_much(&said);
        return page.title.is_some() && (kind == Kind::Article || says_much);
    };
    let said = format!("{} {} {said}", plain(&page.title), plain(&page.summary));
    let (title, said) = (text::key(title), text::key(&said));
    let size = match title.chars().any(|c| c >= '\u{2E80}') {
        true => IDEOGRAPHS,
        false => PIECE,
    };
    let pieces = pieces(&title, size);
    if pieces.is_empty() {
        return said.contains(&title);
    }
    let there = self::pieces(&said, size);
    let found = pieces.iter().filter(|piece| there.contains(*piece)).count();
    found * 4 >= pieces.len()
}

fn pieces(text: &str, size: usize) -> HashSet<String> {
    let letters: Vec<char> = text.chars().collect();
    letters
        .windows(size)
        .map(|window| window.iter().collect())
        .collect()
}
