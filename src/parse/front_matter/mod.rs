//! Front matter: the fields at the head of an article, as Hugo, Jekyll, Zola, Eleventy, Astro, Hexo and
//! Pelican users write them.
//!
//! [`split`] finds the block, [`apply`] reads it into an article, and the table in `fields.rs` says what each name means.

mod fields;
mod path;
mod plainest;
mod value;

pub(super) use fields::is_header_name;
pub(super) use path::dates as dates_in_path;
use value::Value;

use crate::article::RawArticle;

/// How a block of front matter is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Syntax {
    /// Between two lines of `---`.
    Yaml,
    /// Between two lines of `+++`.
    Toml,
    /// An object at the head, or one between two lines of `;;;`.
    Json,
    /// Lines of `Name: value` up to the first blank line, each name a known one.
    Header,
    /// Opened and never closed.
    Open(&'static str),
}

/// A block of front matter as found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Block<'a> {
    syntax: Syntax,
    text: &'a str,
    /// Lines of the file before `text`.
    above: usize,
}

/// The fields of a block.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Matter(Value);

/// Marks of an opening and closing line.
const FENCES: &[(&str, &[&str], Syntax)] = &[
    ("---", &["---", "..."], Syntax::Yaml),
    ("+++", &["+++"], Syntax::Toml),
    (";;;", &[";;;"], Syntax::Json),
];

/// Most bytes looked at for front matter: what is longer is something else.
const LONGEST: usize = 256 * 1024;

/// Parts a text from the front matter at its head; None when there is none. A byte order mark and
/// blank lines may stand before it. A thematic break of Markdown is no front matter.
pub(super) fn split(text: &str) -> Option<(Block<'_>, &str)> {
    let bare = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let skipped = text.len() - bare.len();
    let blank = text.get(..skipped)?.matches('\n').count();
    if bare.starts_with('{') {
        return json_object(bare, blank);
    }
    let (first, rest) = line(bare);
    let first = first.trim_end();
    let Some((open, closing, syntax)) = FENCES.iter().find(|(open, ..)| *open == first) else {
        return header(bare, blank);
    };
    let above = blank + 1;
    let head = rest.get(..crate::text::floor(rest, LONGEST))?;
    let mut at = 0;
    while at < head.len() {
        let (found, after) = line(head.get(at..)?);
        if closing.contains(&found.trim_end()) {
            let text = head.get(..at)?;
            let block = Block {
                syntax: *syntax,
                text,
                above,
            };
            let after = rest.get(head.len() - after.len()..)?;
            return (has_field(text) || is_blank(text)).then_some((block, after));
        }
        at = head.len() - after.len();
    }
    // Never closed: front matter all the same when the next line is a field, else prose.
    let (second, _) = line(rest);
    is_field(second).then_some((
        Block {
            syntax: Syntax::Open(open),
            text: "",
            above: blank,
        },
        rest,
    ))
}

/// Reads a block.
///
/// # Errors
/// What is wrong with it and in which line of the file, as one sentence.
fn read(block: Block<'_>) -> Result<Matter, String> {
    let value = match block.syntax {
        Syntax::Yaml => value::from_yaml(block.text),
        Syntax::Toml => value::from_toml(block.text),
        Syntax::Json => value::from_json(block.text),
        Syntax::Header => Ok(value::from_header(block.text)),
        Syntax::Open(mark) => Err((1, format!("it is opened by {mark} and never closed"))),
    };
    match value {
        Ok(value @ Value::Map(_)) => Ok(Matter(value)),
        Ok(Value::Null) => Ok(Matter(Value::Map(Vec::new()))),
        Ok(_) => Err(format!(
            "front matter, line {}: it is no list of names and values",
            block.above + 1
        )),
        Err((line, reason)) => Err(format!(
            "front matter, line {}: {reason}",
            block.above + line
        )),
    }
}

/// Reads a block into an article, and gives the fields for what only the caller can use. What the
/// article has already is kept where the front matter says nothing, and replaced where it does.
///
/// # Errors
/// What is wrong with the block and in which line of the file, as one sentence.
pub(super) fn apply(block: Block<'_>, raw: &mut RawArticle) -> Result<Matter, String> {
    let matter = read(block)?;
    matter.apply(raw);
    Ok(matter)
}

impl Matter {
    /// Puts the fields into an article.
    pub(super) fn apply(&self, raw: &mut RawArticle) {
        fields::apply(&self.0, raw);
    }

    /// From names and values, as a text's head has them.
    pub(super) fn of(fields: Vec<(String, String)>) -> Self {
        Matter(Value::Map(
            fields
                .into_iter()
                .map(|(name, value)| (name, Value::Text(value)))
                .collect(),
        ))
    }

    /// One field's text, by any spelling of its name.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_text()
    }
}

/// The first line without its end, and what follows.
fn line(text: &str) -> (&str, &str) {
    match text.split_once('\n') {
        Some((line, rest)) => (line.trim_end_matches('\r'), rest),
        None => (text, ""),
    }
}

fn is_blank(text: &str) -> bool {
    text.lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
}

/// Whether a block holds at least one `name: value` or `name = value`.
fn has_field(text: &str) -> bool {
    text.lines()
        .any(|line| is_field(line.trim_start()) || line.trim_start().starts_with(['{', '[']))
}

fn is_field(line: &str) -> bool {
    let name = line.trim_start_matches(['"', '\'']);
    let end = name
        .find(|c: char| !(c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ')))
        .unwrap_or(name.len());
    let after = name.get(end..).unwrap_or_default();
    end > 0
        && after
            .trim_start_matches(['"', '\''])
            .trim_start()
            .starts_with([':', '='])
}

/// An object of JSON that stands at the head of a text, with the text after it.
fn json_object(text: &str, above: usize) -> Option<(Block<'_>, &str)> {
    // A shortcode is no object.
    if text.starts_with("{{") || text.starts_with("{%") || text.starts_with("{:") {
        return None;
    }
    let mut stream = serde_json::Deserializer::from_str(text).into_iter::<serde::de::IgnoredAny>();
    stream.next()?.ok()?;
    let (object, rest) = text.split_at_checked(stream.byte_offset())?;
    (rest.is_empty() || rest.starts_with(['\n', '\r'])).then_some((
        Block {
            syntax: Syntax::Json,
            text: object,
            above,
        },
        rest,
    ))
}

/// Lines of `Name: value` at the head, as Pelican and older systems have them. Every name must be a
/// known one, and a blank line must follow.
fn header(text: &str, above: usize) -> Option<(Block<'_>, &str)> {
    const MOST: usize = 24;
    let mut rest = text;
    for count in 0..MOST {
        let (found, after) = line(rest);
        if found.trim().is_empty() {
            let head = text.get(..text.len() - rest.len())?;
            return (count > 0).then_some((
                Block {
                    syntax: Syntax::Header,
                    text: head,
                    above,
                },
                after,
            ));
        }
        let (name, _) = found.split_once(':')?;
        if !fields::is_header_name(name) || after.is_empty() {
            return None;
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests;
