//! RSS in JSON: the elements of RSS 2.0 as members of objects, the items as a list → the same articles as
//! of RSS in XML, whose reader reads them.
//!
//! There is a description of the format by the author of RSS, and no standard. An element with
//! attributes is an object, its text under `#value`.

use serde_json::{Map, Value};

use super::{Clues, Error, Format, Options, feed, json};
use crate::article::{Document, Parsed};
use crate::text::escape;

pub(super) const FORMAT: Format = Format {
    name: "rss_json",
    recognises,
    parse,
    head: None,
};

/// Elements whose members are attributes, though they have no text to tell.
const ATTRIBUTED: &[&str] = &["enclosure", "guid", "category", "source"];

/// Names under which an object has its text.
const TEXTS: &[&str] = &["#value", "#text", "_", "$t"];

fn recognises(clues: &Clues<'_>) -> bool {
    let inside = clues.head.strip_prefix('{').map(str::trim_start);
    let value = inside.and_then(|inside| inside.strip_prefix("\"rss\""));
    value.is_some_and(|value| value.trim_start().starts_with(':'))
}

fn parse(document: &Document, text: &str, options: &Options) -> Result<Parsed, Error> {
    let (value, _) = json::first_value(text)?;
    let mut xml = String::with_capacity(text.len());
    match value.get("rss") {
        Some(Value::Object(rss)) => element("rss", rss, &mut xml),
        _ => {
            let reason = "it is JSON, but no RSS in JSON: `rss` is no object";
            return Err(Error::Unreadable(reason.to_owned()));
        }
    }
    let mut parsed = (feed::FORMAT.parse)(document, &xml, options)?;
    parsed.format = "RSS 2.0 in JSON";
    Ok(parsed)
}

/// How deep it goes is limited by the reading of the JSON.
fn write(name: &str, value: &Value, xml: &mut String) {
    match value {
        Value::Object(object) => element(name, object, xml),
        Value::Array(values) => values.iter().for_each(|value| write(name, value, xml)),
        Value::Null => {}
        Value::String(text) => tagged(name, text, xml),
        Value::Bool(_) | Value::Number(_) => tagged(name, &value.to_string(), xml),
    }
}

fn element(name: &str, object: &Map<String, Value>, xml: &mut String) {
    if !is_name(name) {
        return;
    }
    let text = TEXTS.iter().find_map(|key| object.get(*key));
    let is_attributed = text.is_some() || ATTRIBUTED.contains(&name);
    let (attributes, children): (Vec<_>, Vec<_>) = object
        .iter()
        .filter(|(name, _)| !TEXTS.contains(&name.as_str()))
        .partition(|(name, value)| {
            let is_word = !value.is_object() && !value.is_array();
            is_word && (is_attributed || *name == "version" || name.starts_with("xmlns"))
        });
    xml.push('<');
    xml.push_str(name);
    for (name, value) in attributes.iter().filter(|(name, _)| is_name(name)) {
        let value = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        xml.push_str(&format!(" {name}=\"{}\"", escape(&value)));
    }
    xml.push('>');
    if let Some(Value::String(text)) = text {
        xml.push_str(&escape(text));
    }
    for (name, value) in children {
        write(name, value, xml);
    }
    xml.push_str(&format!("</{name}>"));
}

fn tagged(name: &str, text: &str, xml: &mut String) {
    if is_name(name) {
        xml.push_str(&format!("<{name}>{}</{name}>", escape(text)));
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b":_-.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;

    fn read(text: &str) -> Result<Parsed, Error> {
        let document = Document {
            origin: Origin::File("feed.json".into()),
            bytes: text.as_bytes().to_vec(),
            content_type: Some("application/json".into()),
            base: None,
        };
        crate::parse::parse(&document, &Options::default())
    }

    #[test]
    fn elements_and_attributes_are_told_apart() {
        let parsed = read(
            r##" { "rss" : {"version": "2.0", "xmlns:a": "b", "channel": {"title": "Notes & more", "link": "https://example.org/",
              "language": null, "item": [
              {"title": "A < B", "link": "https://example.org/1", "guid": {"isPermaLink": false, "#value": "one"},
               "enclosure": {"url": "https://example.org/a.mp3", "type": "audio/mpeg", "length": 5},
               "category": ["x", {"domain": "d", "#value": "y"}], "pubDate": "Mon, 06 May 2024 10:00:00 GMT",
               "a b": "no name", "description": "<p>One &amp; two</p>"},
              {"title": "Two", "link": "https://example.org/2", "guid": "https://example.org/2"}]}}} "##,
        )
        .expect("a feed");
        assert_eq!(parsed.format, "RSS 2.0 in JSON");
        assert!(!parsed.incomplete && parsed.warnings.is_empty());
        let [one, two] = parsed.articles.as_slice() else {
            panic!("two articles, not {}", parsed.articles.len())
        };
        assert_eq!(one.title.as_ref().map(|t| t.value.as_str()), Some("A < B"));
        assert_eq!(one.id.as_deref(), Some("one"));
        assert_eq!(one.tags, ["x", "y"]);
        assert_eq!((one.attachments[0].length, one.dates.len()), (5, 1));
        let content = one.content.as_ref().map(|text| text.value.as_str());
        assert_eq!(content, Some("<p>One &amp; two</p>"));
        assert!(!one.link_is_canonical && two.link_is_canonical);
    }

    #[test]
    fn what_is_no_rss_is_refused() {
        for text in [
            r#"{"rss": 1}"#,
            r#"{"rss": {"channel""#,
            r#"{"rss": []}"#,
            r#"{"rss": {}} "#,
        ] {
            let found = read(text);
            let articles = found.as_ref().map_or(0, |parsed| parsed.articles.len());
            assert_eq!(articles, 0, "{text}");
        }
        let deep = format!("{{\"rss\": {}", "{\"a\":".repeat(100_000));
        assert!(read(&deep).is_err());
    }
}
