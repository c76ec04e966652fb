//! Extension objects of JSON Feed (`_podcast`, `_media`, …; J-08) → [`Extra`]s, by the rows of
//! [`vocabulary`].

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::{LIST, list_of};
use crate::article::Extra;
use crate::vocabulary::{self, Value as Known};

/// What an item says in the words of other vocabularies: `"_podcast": {"season": 2, "transcript":
/// [{"url": …}]}`. Elements of RSS itself are under `_rss`.
pub(super) fn read(item: &Map<String, Value>) -> Vec<Extra> {
    let rows = vocabulary::ROWS.iter().flat_map(|row| {
        let found = item
            .get(&row.object_name())
            .and_then(|group| group.get(row.name));
        let found = found.into_iter().flat_map(list_of).take(LIST);
        found.map(|value| Extra {
            name: row.full_name(),
            values: values(row.values, Some(value)),
        })
    });
    rows.filter(|extra| !extra.values.is_empty()).collect()
}

/// The values that a row knows: members of an object, the text under `text`; or the text alone.
pub(super) fn values(row: &[Known], found: Option<&Value>) -> BTreeMap<String, String> {
    let value = |(name, ..): &Known| {
        let found = match (found?, *name) {
            (Value::Object(object), "") => object.get("text")?,
            (Value::Object(object), name) => object.get(name)?,
            (alone, "") => alone,
            _ => return None,
        };
        let text = match found {
            Value::String(text) => text.trim().to_owned(),
            // without an exponent
            Value::Number(number) if number.is_f64() => number.as_f64()?.to_string(),
            Value::Number(_) | Value::Bool(_) => found.to_string(),
            _ => return None,
        };
        (!text.is_empty()).then(|| ((*name).to_owned(), text))
    };
    row.iter().filter_map(value).collect()
}
