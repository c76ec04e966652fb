//! Bytes → raw articles: one file a format, one row in [`FORMATS`] each; the kind is found out
//! by looking at the bytes.

use std::borrow::Cow;
use std::sync::Arc;

use crate::article::{Document, Listing, Origin, Parsed};

mod characters;
mod date_format;
mod encoding;
mod feed;
mod front_matter;
mod html;
mod json;
mod json_feed;
mod json_list;
mod jumble;
mod markdown;
pub mod opml;
mod plain;
mod rss_json;
mod site_rules;
mod sitemap;
mod unpack;
mod xml;

pub use site_rules::SiteRules;

/// What the operator said of documents.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// They are lists, and this is where their items are.
    pub listing: Option<Listing>,
    /// What is known of the pages of single sites.
    pub rules: Option<Arc<SiteRules>>,
}

impl Options {
    /// The same for the pages of the articles that are listed.
    pub fn of_pages(&self) -> Self {
        let mut options = self.clone();
        options.listing = None;
        options
    }
}

/// One input format.
pub struct Format {
    /// Name for people and for `--content-type`-less overrides.
    pub name: &'static str,
    /// Looks at what is known about the document and says whether it is of this format.
    pub recognises: fn(&Clues<'_>) -> bool,
    /// Reads the document. Pure: no clock, no disk, no network.
    pub parse: fn(&Document, &str, &Options) -> Result<Parsed, Error>,
    /// Reads all but the text of its article, where that takes less; None where the text has to be looked at.
    pub head: Option<fn(&Document, &str) -> Option<Parsed>>,
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
    sitemap::FORMAT,
    rss_json::FORMAT,
    json_feed::FORMAT,
    json_list::FORMAT,
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

/// Reads a document of whatever format it is. Its content decides which: then, where the content
/// leaves it open, the media type and the file's extension.
///
/// # Errors
/// When nothing in it can be read as an article or a feed.
pub fn parse(document: &Document, options: &Options) -> Result<Parsed, Error> {
    recognised(document, |format, text| {
        (format.parse)(document, text, options)
    })
}

/// Reads all but the text of a document's article, where its format can tell the rest without: its `content` and, unless
/// the head has it, its summary are left out. None where they cannot be, or where nothing can be read.
pub fn head(document: &Document) -> Option<Parsed> {
    let read = |format: &Format, text: &str| Ok(format.head.and_then(|head| head(document, text)));
    recognised(document, read).ok().flatten()
}

/// Finds out of which format a document is, and reads it.
fn recognised<T>(
    document: &Document,
    read: impl FnOnce(&Format, &str) -> Result<T, Error>,
) -> Result<T, Error> {
    let host = document.base.as_ref().and_then(|base| base.host_str());
    let bytes = unpack::unpack(&document.bytes)?;
    let text = text(&bytes, document.content_type.as_deref(), host)?;
    let text = text.trim_start();
    let name = match &document.origin {
        Origin::File(path) => path.as_str(),
        Origin::Address(url) => url.path(),
    };
    let extension = extension(name);
    let media_type = media_type(document.content_type.as_deref().unwrap_or_default());
    let mut end = text.len().min(HEAD);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let clues = Clues {
        head: text.get(..end).unwrap_or(text),
        extension: &extension,
        media_type: &media_type,
    };
    let format = FORMATS.iter().find(|format| (format.recognises)(&clues));
    match format {
        Some(format) => read(format, text),
        None => Err(Error::Unreadable(
            "it is of no format that feedmill knows".into(),
        )),
    }
}

/// Bytes → text, cleaned of what no text has in it; never blank. `host` helps to guess an encoding.
///
/// # Errors
/// When there is nothing in it, or it is no text.
fn text<'a>(
    bytes: &'a [u8],
    content_type: Option<&str>,
    host: Option<&str>,
) -> Result<Cow<'a, str>, Error> {
    let text = encoding::decode(bytes, content_type, host);
    let padding = text.len() - text.trim_end_matches('\0').len();
    let cleaned = characters::clean(text);
    let text = cleaned.text.trim_start();
    if text.is_empty() {
        return Err(Error::Empty);
    }
    // A feed or a page with a few stray control characters is read without them; in anything else
    // they mean that it never was text.
    let markup = text.starts_with(['<', '{']);
    let (dropped, limit) = if markup {
        // A careless server fills up its last block (B49). What ends so in other texts was lost with the power.
        (
            cleaned.dropped.saturating_sub(padding),
            text.len() / 50 + 16,
        )
    } else {
        (cleaned.dropped, text.len() / 1000)
    };
    if dropped > limit {
        return Err(Error::Unreadable("it is binary, not text".into()));
    }
    Ok(cleaned.text)
}

/// Says what is wrong with a CSS selector of [`Listing`].
///
/// # Errors
/// The reason, in words, when it is none.
pub fn check_selector(selector: &str) -> Result<(), String> {
    html::check_selector(selector)
}

/// How much of a document its format is recognised by, in bytes.
const HEAD: usize = 4096;

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

#[cfg(test)]
mod tests {
    use super::*;

    fn format_of(name: &str, content_type: Option<&str>, body: &str) -> &'static str {
        let head = body.trim_start();
        let clues = Clues {
            head,
            extension: &extension(name),
            media_type: &media_type(content_type.unwrap_or_default()),
        };
        FORMATS
            .iter()
            .find(|format| (format.recognises)(&clues))
            .map_or("none", |format| format.name)
    }

    /// Feeds are found by their content, whatever they are called; what only looks like one is left.
    #[test]
    fn content_wins_over_name_and_media_type() {
        let rss = "<rss version='2.0'><channel/></rss>";
        let json = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": []}"#;
        for (name, content_type, body, expected) in [
            ("page.html", Some("text/html"), rss, "feed"),
            (
                "feed",
                None,
                "\n <?xml version='1.0'?><!-- x --><rdf:RDF/>",
                "feed",
            ),
            (
                "x.txt",
                None,
                "<!DOCTYPE rss [<!ENTITY a 'b'>]><RSS></RSS>",
                "feed",
            ),
            (
                "x",
                None,
                "<a:feed xmlns:a='http://www.w3.org/2005/Atom'/>",
                "feed",
            ),
            ("notes.txt", None, json, "json_feed"),
            ("x.json", None, r#"{"items": [{"id": 1}]}"#, "json_feed"),
            ("x.json", None, r#"{ "rss": {} }"#, "rss_json"),
            // D-08
            ("x", Some("text/plain"), r#"{ "vers"#, "json_feed"),
        ] {
            assert_eq!(
                format_of(name, content_type, body),
                expected,
                "{name}: {body}"
            );
        }
        for (name, content_type, body) in [
            ("a.md", None, "<div>\n# Title\n</div>"),
            ("a.txt", None, "{ a remark in braces }"),
            ("a.md", None, "{\"title\": \"Front matter\"}\n\nText."),
            ("a.md", None, "Feeds begin with `<rss version='2.0'>`."),
            (
                "a.xhtml",
                None,
                "<?xml version='1.0'?><!DOCTYPE html><html/>",
            ),
            (
                "a.xml",
                Some("application/rss+xml"),
                "<!DOCTYPE html><html></html>",
            ),
        ] {
            let found = format_of(name, content_type, body);
            assert!(
                !["feed", "json_feed"].contains(&found),
                "{name}: {body}: {found}"
            );
        }
    }

    #[test]
    fn what_is_no_text_is_refused_with_its_reason() {
        let document = |bytes: &[u8]| Document {
            origin: Origin::File("x.xml".into()),
            bytes: bytes.to_vec(),
            content_type: None,
            base: None,
        };
        assert_eq!(
            parse(&document(b""), &Options::default()).err(),
            Some(Error::Empty)
        );
        assert_eq!(
            parse(&document(b"\xef\xbb\xbf \r\n\t"), &Options::default()).err(),
            Some(Error::Empty)
        );
        for (bytes, word) in [
            (&b"\x89PNG\r\n\x1a\n...."[..], "PNG"),
            (b"some\0words\0and\0NULs", "binary"),
        ] {
            let error = parse(&document(bytes), &Options::default())
                .expect_err("refused")
                .to_string();
            assert!(error.contains(word), "{error}");
        }
    }
}
