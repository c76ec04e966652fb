//! feeds.opml: the list of all feeds as OPML 2.0 (<https://opml.org/spec2.opml>), requirement O-02, for
//! subscribing to all of them at once.

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

use super::{field, xml};
use crate::article::{Feed, Page};

/// What it is served as.
pub(super) const MEDIA_TYPE: &str = "text/x-opml";

/// The formats of which a feed's first is listed: what every reader knows comes first.
const PREFERRED: &[&str] = &["rss", "atom", "json"];

/// The list of all feeds, one outline each, without dates: it changes only with the feeds themselves.
pub fn opml(feeds: &[Feed]) -> Page {
    Page {
        path: "feeds.opml".into(),
        media_type: MEDIA_TYPE,
        // Writing into memory cannot fail.
        bytes: write(feeds).unwrap_or_default(),
    }
}

fn write(feeds: &[Feed]) -> std::io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let mut root = BytesStart::new("opml");
    root.push_attribute(("version", "2.0"));
    writer.write_event(Event::Start(root))?;
    writer.write_event(Event::Start(BytesStart::new("head")))?;
    writer.write_event(Event::Start(BytesStart::new("title")))?;
    writer.write_event(Event::Text(BytesText::new("Feeds")))?;
    writer.write_event(Event::End(BytesEnd::new("title")))?;
    writer.write_event(Event::End(BytesEnd::new("head")))?;
    writer.write_event(Event::Start(BytesStart::new("body")))?;
    for feed in feeds {
        if let Some(outline) = outline(feed) {
            writer.write_event(Event::Empty(outline))?;
        }
    }
    writer.write_event(Event::End(BytesEnd::new("body")))?;
    writer.write_event(Event::End(BytesEnd::new("opml")))?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn outline(feed: &Feed) -> Option<BytesStart<'static>> {
    let format = PREFERRED
        .iter()
        .find(|name| feed.formats.iter().any(|format| format == *name))
        .and_then(|name| super::format(name))?;
    let address = super::address(feed, format)?;
    let title = xml::line(&feed.title);
    let mut outline = BytesStart::new("outline");
    outline.push_attribute(("type", "rss"));
    outline.push_attribute(("text", &*title));
    outline.push_attribute(("title", &*title));
    outline.push_attribute(("xmlUrl", &*address));
    outline.push_attribute(("htmlUrl", &*field::written(&feed.link)));
    Some(outline)
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
