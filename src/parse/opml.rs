//! OPML (<https://opml.org/spec2.opml>, requirement O-02): bytes → the subscriptions of a list. No row of
//! [`FORMATS`](super::FORMATS): what it holds are no articles, and it is read when an operator asks for it, never
//! because a source turned out to be one.
//!
//! As lenient as the reader of feeds: tags in any nesting and case, whatever they are closed by. Outlines count one by
//! one, so that there is nothing to recurse into.

use super::Error;
use super::xml::attributes;
use super::xml::references::decode;
use super::xml::tokens::{Token, Tokens};

/// Subscriptions of one list: more than anybody reads, few enough to be looked through.
const MOST: usize = 10_000;
/// Attributes of one outline.
const ATTRIBUTES: usize = 100;
/// Bytes of an attribute's value: more than that is something else.
const VALUE: usize = 8 << 10;

/// A list of subscriptions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subscriptions {
    /// Its title, as written.
    pub title: Option<String>,
    /// The outlines that lead somewhere, in their order, at most 10 000.
    pub outlines: Vec<Outline>,
    /// What was left out, one sentence each.
    pub warnings: Vec<String>,
}

/// One outline that leads somewhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outline {
    /// What it is.
    pub kind: OutlineKind,
    /// Its title, as written: `title`, else `text`.
    pub title: Option<String>,
    /// Its address, as written, without blanks around it.
    pub address: String,
}

/// What an outline leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutlineKind {
    /// A feed (`xmlUrl`).
    Feed,
    /// A page (`type="link"`).
    Link,
    /// Another list, to be put in its place (`type="include"`, or a link to an OPML file).
    List,
}

/// Reads a list of subscriptions. Outlines that are commented out are passed over, with all that is in them.
///
/// # Errors
/// When it is no OPML: empty, no text, a page, a feed.
pub fn subscriptions(bytes: &[u8]) -> Result<Subscriptions, Error> {
    let bytes = super::unpack::unpack(bytes)?;
    let text = super::text(&bytes, None, None)?;
    let text = text.trim_start();
    let mut tokens = Tokens::new(text);
    is_opml(text, &mut tokens)?;
    let mut list = Subscriptions::default();
    let mut title: Option<String> = None;
    let (mut depth, mut commented, mut more, mut complete) = (0usize, None, 0usize, false);
    for token in tokens {
        match token {
            Token::Start {
                name,
                attributes,
                empty,
            } if is(name, "outline") => {
                let found = Found::of(attributes);
                let hidden = commented.is_some() || found.is_comment;
                if !empty {
                    depth += 1;
                    if found.is_comment && commented.is_none() {
                        commented = Some(depth);
                    }
                }
                match found.outline() {
                    Some(_) if hidden => {}
                    Some(outline) if list.outlines.len() < MOST => list.outlines.push(outline),
                    Some(_) => more += 1,
                    None => {}
                }
            }
            Token::End(name) if is(name, "outline") => {
                if commented == Some(depth) {
                    commented = None;
                }
                depth = depth.saturating_sub(1);
            }
            Token::Start { name, empty, .. } if is(name, "title") && list.title.is_none() => {
                title = (!empty).then(String::new);
            }
            Token::End(name) if is(name, "title") => {
                list.title = list.title.or(title.take()).filter(|t| !t.trim().is_empty());
            }
            Token::Text(text) => add(&mut title, &decode(text)),
            Token::Cdata(text) => add(&mut title, text),
            Token::End(name) => complete |= is(name, "opml"),
            Token::Start { .. } => {}
        }
    }
    if !complete {
        let warning = "it ends early: subscriptions may be missing at its end";
        list.warnings.push(warning.to_owned());
    }
    if more > 0 {
        list.warnings.push(format!(
            "it has more than {MOST} subscriptions: the last {more} are left out"
        ));
    }
    Ok(list)
}

fn add(title: &mut Option<String>, text: &str) {
    if let Some(title) = title
        && title.len() <= VALUE
    {
        title.push_str(text);
    }
}

fn is(name: &str, wanted: &str) -> bool {
    let local = name.rsplit(':').next().unwrap_or_default();
    local.eq_ignore_ascii_case(wanted)
}

/// Goes behind the first tag, which must be that of an OPML.
fn is_opml(text: &str, tokens: &mut Tokens<'_>) -> Result<(), Error> {
    let first = tokens.find_map(|token| match token {
        Token::Start { name, .. } => Some(name),
        _ => None,
    });
    let reason = match first {
        Some(name) if is(name, "opml") => return Ok(()),
        Some(name) if is(name, "html") || is_page(text) => PAGE.to_owned(),
        Some(name) => {
            let name: String = name.chars().take(40).collect();
            format!("it is no OPML: it begins with <{name}>")
        }
        None => "it is no OPML: there is no element in it".to_owned(),
    };
    Err(Error::Unreadable(reason))
}

const PAGE: &str = "it is a page of HTML, no OPML";

fn is_page(text: &str) -> bool {
    let kind = "<!doctype html";
    text.get(..kind.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(kind))
}

/// What the attributes of an outline say, whatever the case of their names.
#[derive(Default)]
struct Found {
    kind: String,
    text: Option<String>,
    title: Option<String>,
    feed: Option<String>,
    url: Option<String>,
    is_comment: bool,
}

impl Found {
    fn of(tag: &str) -> Self {
        let mut found = Found::default();
        for (name, value) in attributes::read(tag).take(ATTRIBUTES) {
            if value.len() > VALUE {
                continue;
            }
            let value = decode(value).trim().to_owned();
            let value = Some(value).filter(|value| !value.is_empty());
            match name.to_ascii_lowercase().as_str() {
                "type" => found.kind = value.unwrap_or_default().to_ascii_lowercase(),
                "text" => found.text = value,
                "title" => found.title = value,
                "xmlurl" => found.feed = value,
                "url" => found.url = value,
                "iscomment" => {
                    found.is_comment = value.is_some_and(|it| it.eq_ignore_ascii_case("true"))
                }
                _ => {}
            }
        }
        found
    }

    fn outline(self) -> Option<Outline> {
        let is_list = |url: &String| {
            let path = url.split(['?', '#']).next().unwrap_or_default();
            path.to_ascii_lowercase().ends_with(".opml")
        };
        let (kind, address) = match (self.feed, self.url) {
            (_, Some(url)) if self.kind == "include" => (OutlineKind::List, url),
            (Some(feed), _) => (OutlineKind::Feed, feed),
            (None, Some(url)) if self.kind == "link" && is_list(&url) => (OutlineKind::List, url),
            (None, Some(url)) if self.kind == "link" => (OutlineKind::Link, url),
            // what programs of the first years wrote in place of `xmlUrl`
            (None, Some(url)) if self.kind == "rss" || self.kind == "atom" => {
                (OutlineKind::Feed, url)
            }
            _ => return None,
        };
        Some(Outline {
            kind,
            title: self.title.or(self.text),
            address,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Outlines as `kind title address`, one a line.
    fn read(bytes: &[u8]) -> String {
        match subscriptions(bytes) {
            Err(error) => error.to_string(),
            Ok(list) => {
                let lines = list.outlines.iter().map(|outline| {
                    let title = outline.title.as_deref().unwrap_or("-");
                    format!("{:?} {title} {}", outline.kind, outline.address)
                });
                lines.collect::<Vec<_>>().join("\n")
            }
        }
    }

    fn body(outlines: &str) -> String {
        format!(
            "<?xml version=\"1.0\"?><opml version=\"2.0\"><head><title>T</title></head><body>{outlines}</body></opml>"
        )
    }

    /// O-02: each row what stands in the body, and what is found in it.
    #[test]
    fn outlines_are_found_however_they_are_written() {
        for (outlines, expected) in [
            (
                "<outline type=\"rss\" text=\"A\" title=\"B\" xmlUrl=\"http://a/\"/>",
                "Feed B http://a/",
            ),
            (
                "<OUTLINE TYPE='RSS' Text='A &amp; B' XMLURL=' http://a/?x=1&amp;y=2 '></OUTLINE>",
                "Feed A & B http://a/?x=1&y=2",
            ),
            (
                "<outline text='Folder'><outline text='Deeper'><outline text='A' xmlUrl='http://a/'/></outline></outline><outline xmlurl='http://b/'/>",
                "Feed A http://a/\nFeed - http://b/",
            ),
            (
                "<outline text='A' xmlUrl='http://a/'><outline text='B' xmlUrl='http://b/'/></outline>",
                "Feed A http://a/\nFeed B http://b/",
            ),
            (
                "<outline text='A' type='rss' url='http://a/'/>",
                "Feed A http://a/",
            ),
            (
                "<outline text='A' type='link' url='http://a/'/>",
                "Link A http://a/",
            ),
            (
                "<outline text='A' type='link' url='http://a/l.OPML?x'/><outline text='B' type='include' url='http://b/'/>",
                "List A http://a/l.OPML?x\nList B http://b/",
            ),
            (
                "<outline isComment='true' text='c'><outline text='A' xmlUrl='http://a/'/></outline><outline text='B' xmlUrl='http://b/'/>",
                "Feed B http://b/",
            ),
            ("<outline text='A' xmlUrl=''/><outline text='a note'/>", ""),
            (
                "<outline text='A' xmlUrl='http://a/' <outline text='B' xmlUrl='http://b/'/>",
                "Feed B http://b/",
            ),
        ] {
            assert_eq!(read(body(outlines).as_bytes()), expected, "{outlines}");
        }
    }

    /// Encodings as feeds have them: marks, declarations, wrong declarations.
    #[test]
    fn any_encoding_is_read() {
        let list = body("<outline text='Mühle' xmlUrl='http://a/'/>");
        let expected = "Feed Mühle http://a/";
        let wide = |bytes: fn(u16) -> [u8; 2]| list.encode_utf16().flat_map(bytes).collect();
        let little: Vec<u8> = wide(u16::to_le_bytes);
        let marked = [&[0xfe, 0xff][..], &wide(u16::to_be_bytes)].concat();
        let said = |label: &str| list.replace("\"1.0\"", &format!("\"1.0\" encoding='{label}'"));
        let latin: Vec<u8> = said("iso-8859-1")
            .chars()
            .map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?'))
            .collect();
        let wrong = [said("utf-16"), said("us-ascii"), said("windows-1252")];
        for bytes in [little, marked, latin] {
            assert_eq!(read(&bytes), expected);
        }
        for list in wrong {
            assert_eq!(read(list.as_bytes()), expected, "{list}");
        }
    }

    #[test]
    fn what_is_no_opml_is_refused_with_its_reason() {
        for (text, reason) in [
            ("", "it is empty"),
            (" \n", "it is empty"),
            (
                "<!DOCTYPE html><title>Log in</title>",
                "it is a page of HTML, no OPML",
            ),
            (
                "<rss version='2.0'><channel/></rss>",
                "it is no OPML: it begins with <rss>",
            ),
            (
                "http://a/feed.xml\n",
                "it is no OPML: there is no element in it",
            ),
            (
                "{\"subscriptions\": []}",
                "it is no OPML: there is no element in it",
            ),
        ] {
            assert_eq!(read(text.as_bytes()), reason, "{text}");
        }
    }

    /// T-10 … T-13: nothing is expanded, nothing recurses, and there is an end to all.
    #[test]
    fn hostile_ones_do_no_harm() {
        let bomb = "<!DOCTYPE opml [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>\
                    <opml><body><outline text='&b;&x;' xmlUrl='http://a/&b;'/></body></opml>";
        assert_eq!(read(bomb.as_bytes()), "Feed &b;&x; http://a/&b;");
        let deep = body(&"<outline text='x'>".repeat(200_000));
        assert_eq!(read(deep.as_bytes()), "");
        let many = body(&"<outline xmlUrl='http://a/'/>".repeat(MOST + 5));
        let list = subscriptions(many.as_bytes()).expect("a list");
        assert_eq!(list.outlines.len(), MOST);
        assert!(
            list.warnings
                .iter()
                .any(|said| said.contains("the last 5 "))
        );
        let long = format!("<outline xmlUrl='http://a/{}'/>", "x".repeat(VALUE));
        assert_eq!(read(body(&long).as_bytes()), "");
        let wide = format!("<outline {}/>", "a='b' ".repeat(200_000));
        assert_eq!(read(body(&wide).as_bytes()), "");
    }

    #[test]
    fn the_title_is_that_of_the_list_and_a_cut_one_is_said_to_be_cut() {
        let list = subscriptions(body("<outline xmlUrl='http://a/'/>").as_bytes()).expect("a list");
        assert_eq!(list.title.as_deref(), Some("T"));
        assert!(list.warnings.is_empty());
        let cut = "<opml><head><title><![CDATA[My <feeds>]]></title></head><body><outline xmlUrl='http://a/'/><outline xmlU";
        let list = subscriptions(cut.as_bytes()).expect("a list");
        assert_eq!(list.title.as_deref(), Some("My <feeds>"));
        assert_eq!((list.outlines.len(), list.warnings.len()), (1, 1));
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_end(bytes in "(<outline|<opml|</|>| xmlUrl='|<!--|isComment=true|[a-z '&;]){0,40}") {
            let _ = subscriptions(format!("<opml>{bytes}").as_bytes());
        }
    }
}
