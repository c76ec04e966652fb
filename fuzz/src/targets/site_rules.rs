//! Rule files of sites: the rules, a line of `%%`, the page.

use std::sync::Arc;

use feedmill::parse::{self, SiteRules};

use super::articles;
use crate::input::{fetched, parted, text};

/// The page by the rules of its host.
pub fn run(bytes: &[u8]) {
    let (rules, page) = parted(bytes);
    let file = ("example.org.txt".to_owned(), text(rules));
    let (rules, _) = SiteRules::new([file]);
    let options = parse::Options {
        rules: Some(Arc::new(rules)),
        ..parse::Options::default()
    };
    articles::read(&fetched(page, Some("text/html")), &options);
}
