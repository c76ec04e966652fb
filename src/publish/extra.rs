//! What an article says in the words of other vocabularies: checked values for RSS and Atom, extension
//! objects for JSON Feed.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::article::Article;
use crate::vocabulary::{self, FILE, Kind, Row, Value as Known};

use super::{field, language, xml};

/// The extras of an article with their rows, values fit to be written.
pub(super) fn of(article: &Article) -> impl Iterator<Item = (&Row, BTreeMap<String, String>)> {
    article.extras.iter().filter_map(|extra| {
        let row = vocabulary::row(&extra.name)?;
        let values = vocabulary::check(row.values, &extra.values, &own)?;
        Some((row, values))
    })
}

/// What is known of a file besides its fields, fit to be written.
pub(super) fn details(found: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    vocabulary::check(FILE, found, &own).unwrap_or_default()
}

fn own(kind: Kind, value: &str) -> Option<String> {
    match kind {
        Kind::Address => Some(field::http(value)?.into_owned()),
        Kind::Language => Some(language::tag(value)?.into_owned()),
        _ => Some(xml::plain_line(value).into_owned()),
    }
}

/// Adds an extension object for each vocabulary (J-08): `"_podcast": {"season": 2, "transcript":
/// [{"url": …}]}`. What an article may have several of is a list; what is only a text stands for itself. Elements
/// of RSS itself are under `_rss`.
pub(super) fn into_json(article: &Article, item: &mut Map<String, Value>) {
    for (row, values) in of(article) {
        let group = item
            .entry(row.object_name())
            .or_insert_with(|| Map::new().into());
        let Value::Object(group) = group else {
            continue;
        };
        let only_text = values.len() == 1 && values.contains_key("");
        let value = match object(row.values, &values) {
            Value::Object(mut object) if only_text => object.remove("text").unwrap_or_default(),
            object => object,
        };
        match group.get_mut(row.name) {
            Some(Value::Array(list)) => list.push(value),
            _ if row.many => {
                group.insert(row.name.to_owned(), Value::Array(vec![value]));
            }
            _ => {
                group.insert(row.name.to_owned(), value);
            }
        }
    }
}

/// Values as a JSON object, the text under `text`, numbers as numbers.
pub(super) fn object(row: &[Known], values: &BTreeMap<String, String>) -> Value {
    let members = row.iter().filter_map(|(name, kind, _)| {
        let text = values.get(*name)?;
        let value = match kind {
            Kind::Whole | Kind::Count | Kind::Decimal => serde_json::from_str(text).ok(),
            Kind::Flag => Some((text == "true").into()),
            _ => None,
        };
        let name = if name.is_empty() { "text" } else { name };
        Some((
            name.to_owned(),
            value.unwrap_or_else(|| text.as_str().into()),
        ))
    });
    Value::Object(members.collect())
}
