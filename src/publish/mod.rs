//! Article → feed → page: selection, then one file a format and one row in [`FORMATS`] each,
//! and one shell file, [`write`](mod@write), that puts pages on disk.

use crate::article::Feed;

mod atom;
mod html;
pub mod json_feed;
pub mod lint;
mod opml;
mod rss;
pub mod select;
pub mod write;
mod xml;

pub use html::index;
pub use opml::opml;

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
    /// Renders a feed; `self_url` is the public address of the result. Pure, and the same bytes
    /// for the same feed.
    pub render: fn(&Feed, self_url: &str) -> Vec<u8>,
}

/// The formats, in the order in which they are listed to people.
pub const FORMATS: &[Format] = &[rss::FORMAT, atom::FORMAT, json_feed::FORMAT];

/// The format of that name.
pub fn format(name: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.name == name)
}

/// The page that lists the feeds for people.
pub const INDEX: &str = "index.html";
/// The page that lists the feeds for feed readers.
pub const OPML: &str = "feeds.opml";

/// The public address of a published file.
pub fn address(base_url: &url::Url, path: &str) -> String {
    let base = base_url.as_str();
    format!("{base}{}{path}", if base.ends_with('/') { "" } else { "/" })
}

/// The media type of a published file, by its name.
pub fn media_type(path: &str) -> &'static str {
    let extension = path.rsplit('.').next().unwrap_or_default();
    match FORMATS.iter().find(|format| format.extension == extension) {
        Some(format) => format.media_type,
        None if path == OPML => "text/x-opml; charset=utf-8",
        None => "text/html; charset=utf-8",
    }
}
