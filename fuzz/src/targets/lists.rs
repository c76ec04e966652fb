//! Lists: where the operator says that the items are, a line for each key, then a line of `%%` and the document. Without the
//! first part the items are found.

use feedmill::article::{Listing, Selector};
use feedmill::parse;

use super::articles;
use crate::input::{fetched, parted, text};

/// A page.
pub fn html(bytes: &[u8]) {
    list(bytes, "text/html", true);
}

/// The answer of an API.
pub fn json(bytes: &[u8]) {
    list(bytes, "application/json", false);
}

fn list(bytes: &[u8], media_type: &str, is_page: bool) {
    let (said, document) = parted(bytes);
    let mut options = parse::Options::default();
    if !said.is_empty() {
        options.listing = listing(&text(said), is_page);
    }
    articles::read(&fetched(document, Some(media_type)), &options);
}

/// None where the configuration would be refused.
fn listing(said: &str, is_page: bool) -> Option<Listing> {
    let mut listing = Listing::default();
    for line in said.lines() {
        let (key, value) = line.split_once('=')?;
        let (path, attribute) = match value.rsplit_once('@') {
            Some((path, attribute)) => (path, Some(attribute.to_owned())),
            None => (value, None),
        };
        if is_page && key != "date_format" {
            parse::check_selector(path).ok()?;
        }
        let selector = Some(Selector {
            path: path.to_owned(),
            attribute,
        });
        match key {
            "item" => listing.item = Some(value.to_owned()),
            "link" => listing.link = selector,
            "title" => listing.title = selector,
            "date" => listing.date = selector,
            "date_format" => listing.date_format = Some(value.to_owned()),
            "summary" => listing.summary = selector,
            "image" => listing.image = selector,
            _ => return None,
        }
    }
    Some(listing)
}
