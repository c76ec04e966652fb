//! Bytes → raw articles: one file a format, one row in [`FORMATS`] each; the kind is found out
//! by looking at the bytes.

use crate::article::{Document, Origin, Parsed};

mod encoding;
mod feed;
mod front_matter;
mod html;
mod json_feed;
mod markdown;
mod plain;

/// One input format.
pub struct Format {
    /// Name for people and for `--content-type`-less overrides.
    pub name: &'static str,
    /// Looks at what is known about the document and says whether it is of this format.
    pub recognises: fn(&Clues<'_>) -> bool,
    /// Reads the document. Pure: no clock, no disk, no network.
    pub parse: fn(&Document, &str) -> Result<Parsed, Error>,
}

/// What a format may look at to recognise a document.
pub struct Clues<'a> {
    /// The first kilobyte or so of decoded text, without byte order mark and leading blanks.
    pub head: &'a str,
    /// File extension, lower case, or empty.
    pub extension: &'a str,
    /// Media type without parameters, lower case, or empty.
    pub media_type: &'a str,
}

/// The formats, tried in this order.
pub const FORMATS: &[Format] = &[
    json_feed::FORMAT,
    feed::FORMAT,
    html::FORMAT,
    markdown::FORMAT,
    plain::FORMAT,
];

/// Why a document could not be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Nothing in it.
    #[error("it is empty")]
    Empty,
    /// Not text, or of no format that is known.
    #[error("{0}")]
    Unreadable(String),
}

/// Reads a document of whatever format it is.
///
/// # Errors
/// When nothing in it can be read as an article or a feed.
pub fn parse(document: &Document) -> Result<Parsed, Error> {
    if document.bytes.is_empty() {
        return Err(Error::Empty);
    }
    let text = encoding::decode(&document.bytes, document.content_type.as_deref());
    let text = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    if text.is_empty() {
        return Err(Error::Empty);
    }
    let name = match &document.origin {
        Origin::File(path) => path.as_str(),
        Origin::Address(url) => url.path(),
    };
    let extension = extension(name);
    let media_type = media_type(document.content_type.as_deref().unwrap_or_default());
    let mut end = text.len().min(4096);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let clues = Clues {
        head: &text[..end],
        extension: &extension,
        media_type: &media_type,
    };
    let format = FORMATS.iter().find(|format| (format.recognises)(&clues));
    match format {
        Some(format) => (format.parse)(document, text),
        None => Err(Error::Unreadable("no format that feedmill knows".into())),
    }
}

fn extension(name: &str) -> String {
    let file = name.rsplit('/').next().unwrap_or_default();
    match file.rsplit_once('.') {
        Some((_, extension)) => extension.to_ascii_lowercase(),
        None => String::new(),
    }
}

fn media_type(content_type: &str) -> String {
    content_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase()
}
