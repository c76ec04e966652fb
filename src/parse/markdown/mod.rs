//! Markdown (CommonMark with the extensions of GitHub), with or without front matter.

mod line;
mod render;
mod shortcode;
mod words;

use std::ops::ControlFlow;

use super::front_matter::{self, Matter};
use super::{Clues, Error, Format, Options};
use crate::article::{Document, Kind, Markup, Origin, Parsed, RawArticle, Text};
use crate::text;

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    recognises,
    parse,
    head: Some(head),
};

const EXTENSIONS: &[&str] = &[
    "md", "markdown", "mdown", "mkd", "mkdn", "mdwn", "mdx", "mdtext",
];

/// By extension or media type; anything else that begins with front matter, unless it calls itself plain
/// text.
fn recognises(clues: &Clues<'_>) -> bool {
    EXTENSIONS.contains(&clues.extension)
        || matches!(clues.media_type, "text/markdown" | "text/x-markdown")
        || clues.head.starts_with(['-', '+', ';'])
            && !matches!(clues.extension, "txt" | "text")
            && front_matter::split(clues.head).is_some()
}

fn parse(document: &Document, text: &str, _: &Options) -> Result<Parsed, Error> {
    let mut raw = RawArticle::default();
    let (matter, body) = match front_matter::split(text) {
        Some((block, body)) => {
            let matter = front_matter::apply(block, &mut raw).map_err(Error::Unreadable)?;
            (Some(matter), body)
        }
        None => (None, text),
    };
    let path = path(document);
    let separator = matter
        .as_ref()
        .and_then(|matter| matter.text("excerpt_separator"));
    let mdx = path.is_some_and(|path| path.ends_with(".mdx"));
    let source = shortcode::clean(body, separator, mdx);
    let mut events = render::events(&source);
    let found = raw.title.as_ref().map(|title| text::key(&title.value));
    let heading = events.take_title(found.as_deref());
    if raw.title.is_none() {
        let name = path
            .filter(|_| matter.is_some() || path.and_then(front_matter::dates_in_path).is_some())
            .and_then(title_of_path);
        let title = heading
            .or_else(|| events.take_short_line())
            .or(name)
            .or_else(|| events.first_line());
        raw.title = title.map(|value| Text {
            value,
            markup: Markup::Plain,
            base: None,
        });
    }
    finish(document, matter.as_ref(), path, &mut raw);
    let words = words::hash(raw.summary.as_ref(), body);
    raw.summary = raw
        .summary
        .map(rendered)
        .or_else(|| events.before_more().map(html));
    raw.content = Some(html(events.html()));
    Ok(Parsed {
        format: "Markdown",
        kind: Kind::Article,
        articles: vec![raw],
        words: Some(words),
        ..Parsed::default()
    })
}

/// All but the text: of an article whose front matter has its title.
fn head(document: &Document, text: &str) -> Option<Parsed> {
    let mut raw = RawArticle::default();
    let (block, body) = front_matter::split(text)?;
    let matter = front_matter::apply(block, &mut raw).ok()?;
    raw.title.as_ref()?;
    let path = path(document);
    finish(document, Some(&matter), path, &mut raw);
    Some(Parsed {
        format: "Markdown",
        kind: Kind::Article,
        words: Some(words::hash(raw.summary.as_ref(), body)),
        articles: vec![raw],
        ..Parsed::default()
    })
}

/// The path of a file.
fn path(document: &Document) -> Option<&str> {
    match &document.origin {
        Origin::File(path) => Some(path),
        Origin::Address(_) => None,
    }
}

/// What every file's article gets besides its text: the day in its path, and its address.
pub(super) fn finish(
    document: &Document,
    matter: Option<&Matter>,
    path: Option<&str>,
    raw: &mut RawArticle,
) {
    raw.dates.extend(path.and_then(front_matter::dates_in_path));
    if raw.link.is_some() {
        return;
    }
    let Some(base) = &document.base else {
        return;
    };
    let slug = matter
        .and_then(|matter| matter.text("slug"))
        .map(|slug| slug.trim_matches('/'))
        .filter(|slug| !slug.is_empty() && !slug.contains(['/', ':', '{', '?', '#', ' ']));
    let mut address = base.clone();
    address.set_fragment(None);
    // the slug stands in place of the file's name
    if let Some(slug) = slug
        && let Ok(mut segments) = address.path_segments_mut()
    {
        let folder = base.path().ends_with('/');
        segments.pop_if_empty().pop().push(slug);
        if folder {
            segments.push("");
        }
    }
    raw.link = Some(address.into());
}

/// `2024-05-12-small-press-day.md` → `Small press day`; None when the name says nothing.
pub(super) fn title_of_path(path: &str) -> Option<String> {
    let mut segments = path.rsplit('/');
    let file = segments.next()?;
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let name = match stem {
        "index" | "_index" | "README" => segments.next()?,
        stem => stem,
    };
    let name =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '_' | '.'));
    let words = text::fold(&name.replace(['-', '_'], " "));
    let mut characters = words.chars();
    let first = characters.next()?;
    Some(first.to_uppercase().chain(characters).collect())
}

fn html(value: String) -> Text {
    Text {
        value,
        markup: Markup::Html,
        base: None,
    }
}

/// A summary in front matter may be written in Markdown, as most generators render it.
fn rendered(summary: Text) -> Text {
    let marked = ["](", "**", "`", "__", "<http"]
        .iter()
        .any(|mark| summary.value.contains(mark))
        || summary.value.matches(['*', '_']).count() > 1;
    if marked && summary.markup == Markup::Unsure && !text::looks_like_html(&summary.value) {
        html(render::events(&shortcode::clean(&summary.value, None, false)).html())
    } else {
        summary
    }
}

/// The first words of HTML, for a title.
fn first_text(html: &str) -> Option<String> {
    let mut first = None;
    text::blocks(html, |block| {
        first = block.text.lines().next().map(text::fold);
        ControlFlow::Break(())
    });
    first.filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests;
