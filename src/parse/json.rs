//! JSON that servers send: a text → its first value, and what a value is as a word.

use serde_json::{Map, Value};

use super::Error;

/// The JSON at the start of a text, and whether more follows: NULs and the like may come behind what a
/// careless server sends (B49).
///
/// # Errors
/// When it does not begin as JSON, or that is cut short.
pub(super) fn first_value(text: &str) -> Result<(Value, bool), Error> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = values
        .next()
        .ok_or(Error::Empty)?
        .map_err(|error| Error::Unreadable(format!("it is no valid JSON: {error}")))?;
    let rest = text.get(values.byte_offset()..).unwrap_or_default();
    Ok((value, !rest.trim().is_empty()))
}

/// A string that is not blank, as it stands.
pub(super) fn string(of: &Map<String, Value>, key: &str) -> Option<String> {
    let text = of.get(key)?.as_str()?;
    (!text.trim().is_empty()).then(|| text.to_owned())
}

/// A string or a number as a trimmed string; none when blank. Ids are numbers in many a feed (J-02).
pub(super) fn word(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    (!text.is_empty()).then_some(text)
}
