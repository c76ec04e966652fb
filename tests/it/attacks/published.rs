//! Feeds as files: the elements that they have with a harmless article, and that an attack adds none.

use std::collections::BTreeSet;

use feedmill::article::Feed;
use feedmill::publish;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use super::active;

/// Names of the attributes and elements whose text is an address.
const ADDRESSES: &[&str] = &[
    "avatar",
    "banner_image",
    "comments",
    "external_url",
    "feed_url",
    "home_page_url",
    "href",
    "icon",
    "image",
    "link",
    "logo",
    "src",
    "uri",
    "url",
];
/// Elements of a page that an attack must not add, whatever else there is.
const RUNNING: &[&str] = &[
    "applet", "base", "embed", "form", "frame", "iframe", "input", "math", "object", "script",
    "style", "svg", "template",
];

/// How often what runs stands on the pages of a harmless feed.
pub(super) struct Shape {
    running: Vec<Vec<usize>>,
}

impl Shape {
    pub(super) fn of(feed: &Feed) -> Shape {
        Shape {
            running: pages(feed).iter().map(|page| running(page)).collect(),
        }
    }

    /// Says what is wrong with a feed in any of the formats, or with the page that lists it.
    pub(super) fn check(&self, feed: &Feed) -> Result<(), String> {
        for format in publish::FORMATS.iter().filter(|format| format.for_readers) {
            let bytes = (format.render)(feed, "https://example.org/blog/all");
            let text = String::from_utf8(bytes).map_err(|_| "not UTF-8")?;
            let checked = match format.name {
                "json" => in_json(
                    "",
                    &serde_json::from_str(&text).map_err(|error| error.to_string())?,
                ),
                _ => in_xml(&text),
            };
            checked.map_err(|fault| format!("{}: {fault}", format.name))?;
        }
        for (page, expected) in pages(feed).iter().zip(&self.running) {
            // A page without articles has no field to search them by.
            if running(page)
                .iter()
                .zip(expected)
                .any(|(found, expected)| found > expected)
            {
                return Err("a page runs more than it did".into());
            }
            in_page(page).map_err(|fault| format!("a page: {fault}"))?;
        }
        Ok(())
    }
}

/// What is made for people: the list of feeds, and the page of this one.
fn pages(feed: &Feed) -> Vec<String> {
    let list = publish::index(std::slice::from_ref(feed)).bytes;
    let for_people = publish::FORMATS.iter().filter(|format| !format.for_readers);
    let made = for_people.map(|format| (format.render)(feed, "https://example.org/blog/all.html"));
    let pages = std::iter::once(list).chain(made);
    pages
        .map(|page| String::from_utf8(page).expect("UTF-8"))
        .collect()
}

fn running(html: &str) -> Vec<usize> {
    let tree = feedmill::markup::document(html).expect("a small page");
    RUNNING
        .iter()
        .map(|name| tree.select(name).length())
        .collect()
}

fn in_page(html: &str) -> Result<(), String> {
    let tree = feedmill::markup::document(html).expect("a small page");
    for node in tree.root().descendants_it() {
        for attribute in node.attrs() {
            let name: &str = &attribute.name.local;
            if name.starts_with("on") || name == "srcdoc" {
                return Err(format!("attribute {name}"));
            }
            // The page has an empty icon of its own.
            let is_own = &*attribute.value == "data:,";
            if matches!(name, "href" | "src") && attribute.value.contains(':') && !is_own {
                active::is_harmless(&attribute.value)?;
            }
        }
    }
    Ok(())
}

fn in_json(name: &str, value: &Value) -> Result<(), String> {
    match value {
        Value::String(html) if name == "content_html" => active::none_in(html),
        Value::String(address) if ADDRESSES.contains(&name) => active::is_harmless(address),
        Value::Array(values) => values.iter().try_for_each(|value| in_json(name, value)),
        Value::Object(fields) => fields
            .iter()
            .try_for_each(|(name, value)| in_json(name, value)),
        _ => Ok(()),
    }
}

fn in_xml(text: &str) -> Result<(), String> {
    let mut reader = quick_xml::Reader::from_str(text);
    let mut open: Vec<(String, bool, String)> = Vec::new();
    let mut names = BTreeSet::new();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                let (name, html) = element(&start)?;
                names.insert(name.clone());
                open.push((name, html, String::new()));
            }
            Event::Empty(start) => {
                names.insert(element(&start)?.0);
            }
            Event::Text(text) => {
                let text = text.decode().map_err(|error| error.to_string())?;
                if let Some((.., content)) = open.last_mut() {
                    content.push_str(&text);
                }
            }
            Event::GeneralRef(reference) => {
                let name = reference.decode().map_err(|error| error.to_string())?;
                if let Some((.., content)) = open.last_mut() {
                    content.push_str(&feedmill::text::decode_entities(&format!("&{name};")));
                }
            }
            Event::CData(data) => {
                let text = data.decode().map_err(|error| error.to_string())?;
                if let Some((.., content)) = open.last_mut() {
                    content.push_str(&text);
                }
            }
            Event::End(_) => {
                let (name, html, content) = open.pop().ok_or("an end without a start")?;
                let in_item = open.iter().any(|(name, ..)| name == "item");
                let is_html = html || name == "content:encoded" || name == "description" && in_item;
                if is_html {
                    active::none_in(&content)?;
                }
                if ADDRESSES.contains(&name.as_str()) && !content.trim().is_empty() {
                    active::is_harmless(content.trim())?;
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let bad = names.iter().find(|name| RUNNING.contains(&name.as_str()));
    bad.map_or(Ok(()), |name| Err(format!("element {name}")))
}

/// The name of an element, and whether its text is HTML.
fn element(start: &BytesStart<'_>) -> Result<(String, bool), String> {
    let name = String::from_utf8_lossy(start.name().as_ref()).into_owned();
    let mut html = false;
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| error.to_string())?;
        let key = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
        let value = feedmill::text::decode_entities(&String::from_utf8_lossy(&attribute.value));
        html |= key == "type" && value == "html";
        if key.starts_with("on") {
            return Err(format!("attribute {key}"));
        }
        if ADDRESSES.contains(&key.as_str()) {
            active::is_harmless(&value)?;
        }
    }
    Ok((name, html))
}
