//! index.html. Stub.
use crate::article::{Feed, Page};
/// The page that lists the feeds with subscribe links and the latest articles.
pub fn index(feeds: &[Feed]) -> Page {
    let _ = feeds;
    Page {
        path: "index.html".into(),
        media_type: "text/html; charset=utf-8",
        bytes: Vec::new(),
    }
}
