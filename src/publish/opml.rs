//! feeds.opml. Stub.
use crate::article::{Feed, Page};
/// The list of all feeds as OPML 2.0.
pub fn opml(feeds: &[Feed]) -> Page {
    let _ = feeds;
    Page {
        path: "feeds.opml".into(),
        media_type: "text/x-opml",
        bytes: Vec::new(),
    }
}
