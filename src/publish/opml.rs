//! Lists of feeds as OPML 2.0 (<https://opml.org/spec2.opml>), requirement O-02: feeds.opml, for subscribing to all
//! that is published at once, and what is followed, for other readers.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{field, xml};
use crate::article::{Feed, Page};

/// What it is served as.
pub(super) const MEDIA_TYPE: &str = "text/x-opml";

/// The formats of which a feed's first is listed: what every reader knows comes first.
const PREFERRED: &[&str] = &["rss", "atom", "json"];

/// One line of a list: a feed, or else a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// What it is called, plain text.
    pub title: String,
    /// The feed's address; without one it is a link to the page.
    pub feed: Option<String>,
    /// The address of the page that the feed is of.
    pub page: Option<String>,
}

/// The list of all feeds, one outline each, without dates: it changes only with the feeds themselves.
pub fn opml(feeds: &[Feed]) -> Page {
    let outlines: Vec<Outline> = feeds.iter().filter_map(outline).collect();
    Page {
        path: "feeds.opml".into(),
        media_type: MEDIA_TYPE,
        bytes: list("Feeds", &outlines),
    }
}

/// A list under a title. By the standard, it has one outline at least.
pub fn list(title: &str, outlines: &[Outline]) -> Vec<u8> {
    // Writing into memory cannot fail.
    write(title, outlines).unwrap_or_default()
}

fn write(title: &str, outlines: &[Outline]) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let mut root = BytesStart::new("opml");
    root.push_attribute(("version", "2.0"));
    writer.write_event(Event::Start(root))?;
    writer.write_event(Event::Start(BytesStart::new("head")))?;
    writer.write_event(Event::Start(BytesStart::new("title")))?;
    writer.write_event(Event::Text(BytesText::new(title)))?;
    writer.write_event(Event::End(BytesEnd::new("title")))?;
    writer.write_event(Event::End(BytesEnd::new("head")))?;
    writer.write_event(Event::Start(BytesStart::new("body")))?;
    for outline in outlines {
        writer.write_event(Event::Empty(element(outline)))?;
    }
    writer.write_event(Event::End(BytesEnd::new("body")))?;
    writer.write_event(Event::End(BytesEnd::new("opml")))?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn element(outline: &Outline) -> BytesStart<'static> {
    let title = xml::line(&outline.title);
    let kind = if outline.feed.is_some() {
        "rss"
    } else {
        "link"
    };
    let mut element = BytesStart::new("outline");
    element.push_attribute(("type", kind));
    element.push_attribute(("text", &*title));
    element.push_attribute(("title", &*title));
    let page = if outline.feed.is_some() {
        "htmlUrl"
    } else {
        "url"
    };
    for (name, value) in [("xmlUrl", &outline.feed), (page, &outline.page)] {
        if let Some(value) = value {
            element.push_attribute((name, &**value));
        }
    }
    element
}

fn outline(feed: &Feed) -> Option<Outline> {
    let format = PREFERRED
        .iter()
        .find(|name| feed.formats.iter().any(|format| format == *name))
        .and_then(|name| super::format(name))?;
    Some(Outline {
        title: feed.title.clone(),
        feed: Some(super::address(feed, format)?.to_string()),
        page: Some(field::written(&feed.link)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample;

    #[test]
    fn every_feed_is_an_outline() {
        let mut tags = sample::feed();
        tags.name = "tags/r-d".into();
        tags.title = "R&D \"<b>\"".into();
        tags.formats = vec!["json".into(), "atom".into()];
        let mut none = sample::feed();
        none.formats.clear();
        let page = opml(&[sample::feed(), tags, none]);
        let text = String::from_utf8(page.bytes).expect("UTF-8");
        assert_eq!(
            text,
            include_str!("../../tests/data/publish/feeds.opml"),
            "O-02"
        );
    }
}
