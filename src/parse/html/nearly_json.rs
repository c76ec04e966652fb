//! JSON in scripts, as templates leave it: in comments, with commas too many, with raw line breaks,
//! escaped as HTML, several documents one after the other.

use serde_json::Value;

use crate::text::decode_entities;

/// The values in a script: one as a rule, several one after the other where templates were joined.
pub(super) fn values(script: &str) -> Vec<Value> {
    let mut text = script.trim();
    for (start, end) in [
        ("<!--", "-->"),
        ("//<![CDATA[", "//]]>"),
        ("<![CDATA[", "]]>"),
    ] {
        text = text.strip_prefix(start).unwrap_or(text).trim();
        text = text.strip_suffix(end).unwrap_or(text).trim();
    }
    let text = text.trim_end_matches(';');
    let decoded;
    let text = if text
        .get(..16.min(text.len()))
        .is_some_and(|head| head.contains("&quot;"))
    {
        decoded = decode_entities(text);
        decoded.as_str()
    } else {
        text
    };
    let strict = stream(text);
    if strict.is_empty() {
        stream(&repaired(text))
    } else {
        strict
    }
}

fn stream(text: &str) -> Vec<Value> {
    serde_json::Deserializer::from_str(text)
        .into_iter::<Value>()
        .take(16)
        .map_while(Result::ok)
        .collect()
}

/// Leaves out commas before a closing bracket, and escapes control characters inside strings.
fn repaired(text: &str) -> String {
    let mut repaired = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    let mut comma: Option<usize> = None;
    for character in text.chars() {
        if in_string {
            match character {
                '\n' if !escaped => repaired.push_str("\\n"),
                control if control.is_control() => repaired.push(' '),
                other => repaired.push(other),
            }
            in_string = escaped || character != '"';
            escaped = !escaped && character == '\\';
            continue;
        }
        match character {
            ']' | '}' => {
                if let Some(at) = comma.take() {
                    repaired.truncate(at);
                }
            }
            ',' => comma = Some(repaired.len()),
            other if !other.is_whitespace() => comma = None,
            _ => {}
        }
        in_string = character == '"';
        repaired.push(character);
    }
    repaired
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_json_is_read() {
        let cases = [
            ("{\"a\":1}", 1),
            ("{\"a\":1} {\"b\":2}", 2),
            ("<!-- {\"a\":1} -->", 1),
            ("{\"a\":[1,2,],}", 1),
            ("{\"a\":\"x\ny\"}", 1),
            ("{&quot;a&quot;:1}", 1),
            ("{\"a\":1};", 1),
            ("not json", 0),
        ];
        for (script, count) in cases {
            assert_eq!(values(script).len(), count, "{script}");
        }
    }
}
