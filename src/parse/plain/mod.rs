//! Plain text: the first line is the title, a head may name date and author, advertising is left out.

mod head;
mod paragraph;

use super::front_matter::{self, Matter};
use super::markdown;
use super::{Clues, Error, Format, Options};
use crate::article::{Document, Kind, Markup, Origin, Parsed, RawArticle, Text};
use crate::text;

pub(super) const FORMAT: Format = Format {
    name: "plain",
    recognises,
    parse,
    head: None,
};

/// The last format: whatever no other recognised, if it is text.
fn recognises(_clues: &Clues<'_>) -> bool {
    true
}

fn parse(document: &Document, text: &str, _: &Options) -> Result<Parsed, Error> {
    if !is_text(text) {
        return Err(Error::Unreadable("it is not text".to_owned()));
    }
    if is_cut_markup(text) {
        let reason = "it begins like markup, and ends within its first tag";
        return Err(Error::Unreadable(reason.to_owned()));
    }
    let path = match &document.origin {
        Origin::File(path) => Some(path.as_str()),
        Origin::Address(_) => None,
    };
    let mut raw = RawArticle::default();
    let (block, body) = match front_matter::split(text) {
        Some((block, body)) => (Some(block), body),
        None => (None, text),
    };
    let paragraphs = paragraph::without_noise(paragraph::split(body));
    let head = head::read(paragraphs, block.is_none());
    if !head.fields.is_empty() {
        Matter::of(head.fields).apply(&mut raw);
    }
    raw.dates.extend(head.dates);
    raw.authors.extend(head.authors);
    let matter = match block {
        Some(block) => Some(front_matter::apply(block, &mut raw).map_err(Error::Unreadable)?),
        None => None,
    };
    let known = raw.title.as_ref().map(|title| text::key(&title.value));
    let keep_title = match (&known, &head.title) {
        (Some(known), Some(title)) => *known != text::key(title),
        _ => false,
    };
    if known.is_none() {
        let name = path
            .filter(|_| matter.is_some())
            .and_then(markdown::title_of_path);
        let title = head.title.clone().or(name).or(head.first_sentence);
        raw.title = title.map(|value| Text {
            value,
            markup: Markup::Plain,
            base: None,
        });
    }
    let mut html = String::new();
    if keep_title && let Some(title) = &head.title {
        html.push_str(&format!("<p>{}</p>\n", text::escape(title)));
    }
    paragraph::render(&head.rest, &mut html);
    if raw.title.is_none() && html.is_empty() {
        return Err(Error::Unreadable("there is no article in it".to_owned()));
    }
    markdown::finish(document, matter.as_ref(), path, &mut raw);
    raw.content = Some(Text {
        value: html,
        markup: Markup::Html,
        base: None,
    });
    Ok(Parsed {
        format: "plain text",
        kind: Kind::Article,
        articles: vec![raw],
        ..Parsed::default()
    })
}

/// Whether decoded bytes are text: no more than a trace of control characters and of what could not be
/// decoded.
fn is_text(text: &str) -> bool {
    let sample = text.chars().take(16 * 1024);
    let (mut all, mut odd) = (0_usize, 0_usize);
    for c in sample {
        all += 1;
        if c == '\0'
            || c == '\u{fffd}'
            || c.is_control() && !c.is_whitespace() && !matches!(c, '\u{1b}' | '\u{8}')
        {
            odd += 1;
        }
    }
    odd * 50 <= all
}

/// Whether a document is the beginning of one in XML or HTML that was cut off before its first tag ends (D-08).
fn is_cut_markup(text: &str) -> bool {
    let mut rest = text.trim_start();
    // Past what may stand before the first tag.
    for (begin, end) in [("<?", "?>"), ("<!--", "-->"), ("<!", ">"), ("<!--", "-->")] {
        while let Some((_, after)) = rest
            .strip_prefix(begin)
            .and_then(|rest| rest.split_once(end))
        {
            rest = after.trim_start();
        }
    }
    rest.is_empty()
        || rest.strip_prefix('<').is_some_and(|tag| {
            let begins = |c: char| c.is_ascii_alphabetic() || matches!(c, '!' | '?' | '/');
            (tag.is_empty() || tag.starts_with(begins)) && !tag.contains('>')
        })
}

#[cfg(test)]
mod tests;
