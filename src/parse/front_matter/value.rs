//! What YAML, TOML and JSON have in common, with every scalar as its author wrote it: `1.10` is no
//! number and `2024-05-12` no date here.

use std::fmt;

use super::plainest;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A value of front matter.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    Null,
    Text(String),
    List(Vec<Value>),
    /// In the order in which they stand.
    Map(Vec<(String, Value)>),
}

/// A fault: the line within the block, from 1, and what is wrong.
pub(super) type Fault = (usize, String);

impl Value {
    /// The value of a field, by any spelling of its name: case, blanks, `-` and `_` do not count.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        let Value::Map(fields) = self else {
            return None;
        };
        let name = bare(name);
        fields
            .iter()
            .rev() // a name given twice: the last counts, as in every generator
            .find(|(found, _)| bare(found) == name)
            .map(|(_, value)| value)
            .filter(|value| **value != Value::Null)
    }

    /// The characters of a scalar, trimmed; None for anything else and for nothing.
    pub(super) fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text.trim()).filter(|text| !text.is_empty()),
            _ => None,
        }
    }

    /// Yes or no, in the spellings of YAML 1.1.
    pub(super) fn as_bool(&self) -> Option<bool> {
        match self.as_text()?.to_ascii_lowercase().as_str() {
            "true" | "yes" | "on" | "y" | "1" => Some(true),
            "false" | "no" | "off" | "n" | "0" => Some(false),
            _ => None,
        }
    }
}

/// Whether two names are spellings of one: `last-modified`, `lastModified`, `Last_Modified`.
pub(super) fn same_name(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

/// A name as all its spellings have it.
pub(super) fn bare(name: &str) -> String {
    let is_letter = |letter: &char| !matches!(letter, '-' | '_' | ' ');
    if name.is_ascii() {
        let letters = name.chars().filter(is_letter);
        return letters.map(|letter| letter.to_ascii_lowercase()).collect();
    }
    let letters = name.chars().filter(is_letter);
    letters.flat_map(char::to_lowercase).collect()
}

/// Reads YAML 1.2. Aliases and nesting are bounded: front matter is short, and a bomb is not.
pub(super) fn from_yaml(text: &str) -> Result<Value, Fault> {
    if text
        .lines()
        .all(|line| line.trim().is_empty() || line.trim_start().starts_with('#'))
    {
        return Ok(Value::Null);
    }
    if let Some(value) = plainest::read(text) {
        return Ok(value);
    }
    from_any_yaml(text)
}

pub(super) fn from_any_yaml(text: &str) -> Result<Value, Fault> {
    let options = serde_saphyr::options! {
        budget: serde_saphyr::budget! {
            max_events: 20_000,
            max_nodes: 10_000,
            max_aliases: 100,
            max_anchors: 100,
            max_depth: 32,
            max_documents: 1,
        },
        duplicate_keys: serde_saphyr::options::DuplicateKeyPolicy::LastWins,
        strict_booleans: true,
        with_snippet: false,
    };
    let node: Node = serde_saphyr::from_str_with_options(text, options).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line());
        (
            usize::try_from(line).unwrap_or(1).max(1),
            reason(&error.to_string()),
        )
    })?;
    Ok(node.into_value(text))
}

/// The first line of a message without the place, which is told in the file's own lines.
fn reason(message: &str) -> String {
    let first = message.lines().next().unwrap_or_default();
    let first = match first.strip_prefix("error: ") {
        Some(rest) => rest,
        None => first,
    };
    let first = match first.split_once(": ") {
        Some((place, rest)) if place.starts_with("line ") => rest,
        _ => first,
    };
    let first = match first.find(" at line ") {
        Some(at) => first.get(..at).unwrap_or(first),
        None => first,
    };
    first.trim().trim_end_matches('.').to_owned()
}

/// Reads TOML 1.0. Dates keep their text.
pub(super) fn from_toml(text: &str) -> Result<Value, Fault> {
    let table: toml::Table = toml::from_str(text).map_err(|error| {
        let at = error.span().map_or(0, |span| span.start);
        let above = text.get(..crate::text::floor(text, at)).unwrap_or_default();
        (above.matches('\n').count() + 1, reason(error.message()))
    })?;
    Ok(of_toml(toml::Value::Table(table)))
}

fn of_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::Text(text),
        toml::Value::Integer(number) => Value::Text(number.to_string()),
        toml::Value::Float(number) => Value::Text(number.to_string()),
        toml::Value::Boolean(truth) => Value::Text(truth.to_string()),
        toml::Value::Datetime(time) => Value::Text(time.to_string()),
        toml::Value::Array(list) => Value::List(list.into_iter().map(of_toml).collect()),
        toml::Value::Table(table) => Value::Map(
            table
                .into_iter()
                .map(|(name, value)| (name, of_toml(value)))
                .collect(),
        ),
    }
}

/// Reads a JSON object.
pub(super) fn from_json(text: &str) -> Result<Value, Fault> {
    let value: serde_json::Value = serde_json::from_str(text)
        .map_err(|error| (error.line().max(1), reason(&error.to_string())))?;
    Ok(of_json(value))
}

fn of_json(value: serde_json::Value) -> Value {
    match value {
        serde_json::Value::Null => Value::Null,
        serde_json::Value::Bool(truth) => Value::Text(truth.to_string()),
        serde_json::Value::Number(number) => Value::Text(number.to_string()),
        serde_json::Value::String(text) => Value::Text(text),
        serde_json::Value::Array(list) => Value::List(list.into_iter().map(of_json).collect()),
        serde_json::Value::Object(object) => Value::Map(
            object
                .into_iter()
                .map(|(name, value)| (name, of_json(value)))
                .collect(),
        ),
    }
}

/// Reads lines of `Name: value`.
pub(super) fn from_header(text: &str) -> Value {
    Value::Map(
        text.lines()
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_owned(), Value::Text(value.trim().to_owned())))
            .collect(),
    )
}

/// A node of YAML with its place, from which a number's own spelling is taken.
struct Node(serde_saphyr::Spanned<Inner>);

enum Inner {
    Null,
    /// A number, as serde understood it; its spelling is in the source.
    Number(String),
    Bool(bool),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(String, Node)>),
}

impl Node {
    /// No deeper than the budget allows.
    fn into_value(self, source: &str) -> Value {
        let span = self.0.defined.span();
        match self.0.value {
            Inner::Null => Value::Null,
            Inner::Bool(truth) => Value::Text(truth.to_string()),
            Inner::Text(text) => Value::Text(text),
            Inner::Number(number) => {
                let written = span
                    .byte_offset()
                    .zip(span.byte_len())
                    .and_then(|(at, len)| {
                        let at = usize::try_from(at).ok()?;
                        source.get(at..at.checked_add(usize::try_from(len).ok()?)?)
                    })
                    .map(str::trim)
                    .filter(|text| {
                        text.starts_with(|c: char| {
                            c.is_ascii_digit() || matches!(c, '-' | '+' | '.')
                        })
                    });
                Value::Text(written.map_or(number, str::to_owned))
            }
            Inner::List(list) => Value::List(
                list.into_iter()
                    .map(|node| node.into_value(source))
                    .collect(),
            ),
            Inner::Map(fields) => Value::Map(
                fields
                    .into_iter()
                    .map(|(name, node)| (name, node.into_value(source)))
                    .collect(),
            ),
        }
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        serde_saphyr::Spanned::<Inner>::deserialize(deserializer).map(Node)
    }
}

impl<'de> Deserialize<'de> for Inner {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyVisitor)
    }
}

struct AnyVisitor;

impl<'de> Visitor<'de> for AnyVisitor {
    type Value = Inner;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_unit<E>(self) -> Result<Inner, E> {
        Ok(Inner::Null)
    }

    fn visit_none<E>(self) -> Result<Inner, E> {
        Ok(Inner::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Inner, D::Error> {
        Inner::deserialize(deserializer)
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Inner, E> {
        Ok(Inner::Bool(truth))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Inner, E> {
        Ok(Inner::Number(number.to_string()))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Inner, E> {
        Ok(Inner::Number(number.to_string()))
    }

    fn visit_i128<E>(self, number: i128) -> Result<Inner, E> {
        Ok(Inner::Number(number.to_string()))
    }

    fn visit_u128<E>(self, number: u128) -> Result<Inner, E> {
        Ok(Inner::Number(number.to_string()))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Inner, E> {
        Ok(Inner::Number(number.to_string()))
    }

    fn visit_str<E>(self, text: &str) -> Result<Inner, E> {
        Ok(Inner::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Inner, E> {
        Ok(Inner::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Inner, A::Error> {
        let mut nodes = Vec::new();
        while let Some(node) = list.next_element()? {
            nodes.push(node);
        }
        Ok(Inner::List(nodes))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Inner, A::Error> {
        let mut fields = Vec::new();
        while let Some((name, node)) = map.next_entry::<String, Node>()? {
            fields.push((name, node));
        }
        Ok(Inner::Map(fields))
    }
}
