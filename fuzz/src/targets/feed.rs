//! Whatever an address may give that is no page: feeds in XML and JSON, sitemaps.

use super::articles;
use crate::input::fetched;

/// The input is the document, of whatever format it looks.
pub fn run(bytes: &[u8]) {
    articles::published(&fetched(bytes, None));
}
