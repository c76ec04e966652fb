//! feed.css: how a browser shows the XML formats to whoever opens one, and what in a feed leads to that: the
//! `xml-stylesheet` instruction, and a link to the page beside the feed. No XSLT, which browsers give up.
//!
//! A style cannot make a link; an element of XHTML is one in any XML. Validators take it directly in the channel or the
//! feed within a `div` and nowhere else, and readers pass over it.

use super::{Format, STYLESHEET, html};
use crate::article::{Feed, Page};
use crate::text;

/// What it is served as.
pub(super) const MEDIA_TYPE: &str = "text/css; charset=utf-8";

/// The formats that are shown by it.
const SHOWN: &[&str] = &["rss", "atom"];

/// The stylesheet; `None` where no feed has a format that needs it.
pub fn stylesheet<'a>(feeds: impl IntoIterator<Item = &'a Feed>) -> Option<Page> {
    let needs = |feed: &Feed| feed.formats.iter().any(|name| SHOWN.contains(&&**name));
    feeds.into_iter().any(needs).then(|| Page {
        path: STYLESHEET.into(),
        media_type: MEDIA_TYPE,
        bytes: include_bytes!("feed.css").to_vec(),
    })
}

/// Puts the instruction after the declaration of a finished document, and the link before its first `item` (or `entry`),
/// else before the end of `parent`.
pub(super) fn attach(document: Vec<u8>, feed: &Feed, parent: &str, item: &str) -> Vec<u8> {
    let mut out = Vec::with_capacity(document.len() + 300);
    let find = |what: &str| memchr::memmem::find(&document, what.as_bytes());
    let Some(declared) = find("?>\n").map(|at| at + "?>\n".len()) else {
        return document;
    };
    // Only markup is a literal `<`. An item may have attributes.
    let children = [
        format!("<{item}>"),
        format!("<{item} "),
        format!("</{parent}>"),
    ];
    let first = children.iter().filter_map(|start| find(start)).min();
    let (head, rest) = document.split_at(declared);
    let (facts, items) = rest.split_at(first.unwrap_or(declared).saturating_sub(declared));
    out.extend_from_slice(head);
    let up = "../".repeat(feed.name.matches('/').count());
    let instruction = format!("<?xml-stylesheet type=\"text/css\" href=\"{up}{STYLESHEET}\"?>\n");
    out.extend_from_slice(instruction.as_bytes());
    out.extend_from_slice(facts);
    if let Some(page) = page(feed) {
        let link = text::escape(&page);
        let link = format!(
            "<div xmlns=\"http://www.w3.org/1999/xhtml\"><a href=\"{link}\">Read it as a page</a></div>"
        );
        // The indent that is there is that of the item.
        let indent = facts.iter().rev().take_while(|byte| **byte == b' ').count();
        out.extend_from_slice(link.as_bytes());
        out.push(b'\n');
        out.extend(std::iter::repeat_n(b' ', indent));
    }
    out.extend_from_slice(items);
    out
}

/// Where the page beside a feed is, as seen from the feed: the last part of its address.
fn page(feed: &Feed) -> Option<String> {
    const PAGE: &Format = &html::FORMAT;
    let has_one = feed.formats.iter().any(|name| name == PAGE.name);
    let address = has_one.then(|| super::address(feed, PAGE)).flatten()?;
    address.rsplit('/').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{FORMATS, sample};

    fn written(feed: &Feed, format: &str) -> String {
        let format = FORMATS
            .iter()
            .find(|row| row.name == format)
            .expect("a format");
        String::from_utf8((format.render)(feed, "https://example.org/x")).expect("UTF-8")
    }

    #[test]
    fn a_feed_names_its_style_and_its_page() {
        for (name, css, page) in [
            ("all", "feed.css", "all.html"),
            ("tags/wind", "../feed.css", "wind.html"),
        ] {
            for format in SHOWN {
                let mut feed = sample::feed();
                feed.name = name.into();
                let expected = format!(
                    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<?xml-stylesheet type=\"text/css\" href=\"{css}\"?>\n<"
                );
                assert!(written(&feed, format).starts_with(&expected), "X-05");
                let link = format!("<a href=\"{page}\">Read it as a page</a>");
                for entries in [4, 0] {
                    feed.entries.truncate(entries);
                    let text = written(&feed, format);
                    let at = text.find(&link).expect("the link is there");
                    let first = text.find("<item>").or(text.find("<entry>"));
                    assert!(first.is_none_or(|first| at < first), "R-03");
                    assert_eq!(text.matches("<a href").count(), 1);
                }
                feed.formats.retain(|name| name != "html");
                assert!(
                    !written(&feed, format).contains("xhtml"),
                    "there is no page to lead to"
                );
            }
        }
    }

    #[test]
    fn the_style_is_there_when_a_feed_names_it() {
        let mut feed = sample::feed();
        let page = stylesheet([&feed]).expect("RSS and Atom need it");
        assert_eq!(crate::publish::media_type(&page.path), page.media_type);
        feed.formats = vec!["json".into(), "html".into()];
        assert!(stylesheet([&feed]).is_none());
    }
}
