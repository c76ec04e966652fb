//! JSON that servers send: a text → its first value, and what a value is as a word.

use std::borrow::Cow;

use serde_json::{Map, Value};

use super::Error;

/// The JSON at the start of a text, and whether more follows: NULs and the like may come behind what a
/// careless server sends (B49).
///
/// # Errors
/// When it does not begin as JSON, or that is cut short.
pub(super) fn first_value(text: &str) -> Result<(Value, bool), Error> {
    let text = &*whole_pairs(text);
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Value>();
    let value = values
        .next()
        .ok_or(Error::Empty)?
        .map_err(|error| Error::Unreadable(format!("it is no valid JSON: {error}")))?;
    let rest = text.get(values.byte_offset()..).unwrap_or_default();
    Ok((value, !rest.trim().is_empty()))
}

/// The text with U+FFFD for each half of a character that is escaped alone: who cuts a title by UTF-16 cuts an emoji in
/// two, and one such half would cost the whole document (B12).
fn whole_pairs(text: &str) -> Cow<'_, str> {
    let half = |at: usize| -> Option<u32> {
        let digits = text.get(at..)?.strip_prefix("\\u")?.get(..4)?;
        u32::from_str_radix(digits, 16).ok()
    };
    let (mut mended, mut kept, mut from) = (String::new(), 0, 0);
    while let Some(found) = text.get(from..).and_then(|rest| rest.find('\\')) {
        let at = from + found;
        from = at
            + match half(at) {
                Some(0xd800..=0xdbff) if matches!(half(at + 6), Some(0xdc00..=0xdfff)) => 12,
                Some(0xd800..=0xdfff) => {
                    mended.push_str(text.get(kept..at).unwrap_or_default());
                    mended.push_str("\\ufffd");
                    kept = at + 6;
                    6
                }
                // Whatever is escaped, a backslash above all.
                _ => {
                    1 + text
                        .get(at + 1..)
                        .and_then(|rest| rest.chars().next())
                        .map_or(0, char::len_utf8)
                }
            };
    }
    match kept {
        0 => Cow::Borrowed(text),
        _ => Cow::Owned(mended + text.get(kept..).unwrap_or_default()),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    /// B12: each row the inside of a string, and what it says.
    #[test]
    fn halves_of_characters_cost_nothing_else() {
        for (inside, expected) in [
            (r"a \ud83e\udd80 b", "a \u{1f980} b"),
            (r"a \uD83E", "a \u{fffd}"),
            (r"\udd80\ud83e b", "\u{fffd}\u{fffd} b"),
            (r"\ud83e\ud83e\udd80", "\u{fffd}\u{1f980}"),
            (r"\\ud83e", r"\ud83e"),
            (r"\\\ud83e", "\\\u{fffd}"),
            (r"\u00e9 \n \\", "\u{e9} \n \\"),
            ("\u{e9}", "\u{e9}"),
        ] {
            let (value, trailing) = first_value(&format!("\"{inside}\" ")).expect(inside);
            assert_eq!(
                (value.as_str(), trailing),
                (Some(expected), false),
                "{inside}"
            );
        }
        for broken in [r#""\ud8"#, r#""\"#, r#""\u"#, "\"\\u\u{e9}\u{e9}\""] {
            assert!(first_value(broken).is_err(), "{broken}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_ends(text in r#"(\\|u|[dD]8|[dD]c|00|"|\u{e9}){0,40}"#) {
            let _ = first_value(&text);
            let _ = first_value(&format!("\"{text}\""));
        }
    }
}
