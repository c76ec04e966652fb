//! Article → feed → page: selection, then one file a format and one row in [`FORMATS`] each,
//! and one shell file, [`write`](mod@write), that puts pages on disk.

use url::Url;

use crate::article::Feed;

mod atom;
mod date;
mod extra;
mod field;
mod html;
mod joiner;
pub mod json_feed;
mod language;
pub mod lint;
mod media;
pub mod opml;
#[cfg(test)]
mod roundtrip;
mod rss;
#[cfg(test)]
mod sample;
pub mod select;
mod size;
mod stylesheet;
pub mod write;
mod xml;

pub use html::{POLICY, index};
pub use opml::opml;
pub use stylesheet::stylesheet;

/// One output format.
pub struct Format {
    /// Its name in config.toml: `rss`.
    pub name: &'static str,
    /// Its name for people: `RSS`.
    pub label: &'static str,
    /// File extension without dot.
    pub extension: &'static str,
    /// Media type it is served as.
    pub media_type: &'static str,
    /// Whether feed readers subscribe to it; what they do not is for people.
    pub for_readers: bool,
    /// Renders a feed; `self_url` is the public address of the result. Pure, and the same bytes
    /// for the same feed.
    pub render: fn(&Feed, self_url: &str) -> Vec<u8>,
}

/// The formats, in the order in which they are listed to people.
pub const FORMATS: &[Format] = &[rss::FORMAT, atom::FORMAT, json_feed::FORMAT, html::FORMAT];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The path of a feed in a format, below the output folder.
pub fn path(feed: &Feed, format: &Format) -> String {
    format!("{}.{}", feed.name, format.extension)
}

/// The public address of a feed in a format, by the rules of RFC 3986 (B20): what its `rel=self` says. `None`
/// when the name makes no address.
pub fn address(feed: &Feed, format: &Format) -> Option<String> {
    address_of(&feed.base_url, &path(feed, format))
}

/// The public address of a published file, by its path below the output folder; `base_url` is that of the folder. `None`
/// when the path makes no address.
pub fn address_of(base_url: &Url, path: &str) -> Option<String> {
    Some(field::written(&base_url.join(path).ok()?))
}

/// An id as every format can write it, so that an article has the same in all of them: an absolute URI
/// of which no reader complains.
pub fn id(id: &str) -> String {
    field::id(id).into_owned()
}

/// The page that lists the feeds for people.
pub const INDEX: &str = "index.html";
/// The page that lists the feeds for feed readers.
pub const OPML: &str = "feeds.opml";
/// The style in which browsers show the XML formats.
pub const STYLESHEET: &str = "feed.css";

/// The media type of a published file, by its name.
pub fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit('.').next().unwrap_or_default();
    match FORMATS.iter().find(|format| format.extension == extension) {
        Some(format) => format.media_type,
        None if path == STYLESHEET => stylesheet::MEDIA_TYPE,
        None => opml::MEDIA_TYPE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B20, B38: one slash between base and path, whatever the base.
    #[test]
    fn addresses_are_resolved_not_glued() {
        for (base, name, expected) in [
            (
                "https://example.org/feeds/",
                "all",
                "https://example.org/feeds/all.rss",
            ),
            (
                "https://example.org/",
                "tags/rust",
                "https://example.org/tags/rust.rss",
            ),
            (
                "http://127.0.0.1:8780/",
                "all",
                "http://127.0.0.1:8780/all.rss",
            ),
            (
                "https://example.org/1/",
                "a b",
                "https://example.org/1/a%20b.rss",
            ),
        ] {
            let mut feed = sample::feed();
            feed.base_url = base.parse().expect("URL");
            feed.name = name.into();
            assert_eq!(address(&feed, &rss::FORMAT).as_deref(), Some(expected));
        }
    }

    /// B10, B34: the same bytes each time, under the right name and type.
    #[test]
    fn pages_are_the_same_each_time() {
        let feed = sample::feed();
        for (format, expected) in FORMATS
            .iter()
            .zip(["all.rss", "all.atom", "all.json", "all.html"])
        {
            let once = (format.render)(&feed, "https://example.org/x");
            assert_eq!(once, (format.render)(&feed, "https://example.org/x"));
            assert_eq!(path(&feed, format), expected);
            assert_eq!(media_type(expected), format.media_type);
        }
    }
}
