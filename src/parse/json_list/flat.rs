//! JSON whose values all lie in one list, each object and list giving their numbers in place of its members (`devalue`, by
//! which Nuxt and others carry a page's state) → the JSON that is meant.

use serde_json::{Map, Value};

/// Deepest nesting; what refers to itself ends here.
const DEEPEST: usize = 48;
/// Most bytes that become of it: a value may be referred to often.
const MOST: usize = 32 << 20;
/// Bytes of a value, about.
const VALUE: usize = 32;

/// What is meant by a flat list; none when it is none.
pub(super) fn unfolded(value: &Value) -> Option<Value> {
    let values = value.as_array()?;
    let is_number = |value: &Value| value.as_i64().is_some_and(|at| at < values.len() as i64);
    let is_flat = match values.first()? {
        Value::Array(first) => matches!(first.as_slice(), [Value::String(_), at] if is_number(at)),
        Value::Object(first) => !first.is_empty() && first.values().all(is_number),
        _ => false,
    };
    let mut flat = Flat { values, room: MOST };
    (is_flat && values.len() > 1).then(|| flat.at(0, 0))
}

struct Flat<'a> {
    values: &'a [Value],
    /// Bytes that there is still room for.
    room: usize,
}

impl Flat<'_> {
    fn at(&mut self, place: usize, depth: usize) -> Value {
        let Some(value) = self.values.get(place).filter(|_| depth < DEEPEST) else {
            return Value::Null;
        };
        let size = match value {
            Value::String(text) => text.len() + VALUE,
            Value::Object(members) => members.keys().map(|key| key.len() + VALUE).sum(),
            Value::Array(members) => members.len() * VALUE,
            _ => VALUE,
        };
        let Some(room) = self.room.checked_sub(size) else {
            return Value::Null;
        };
        self.room = room;
        match value {
            Value::Array(members) => match members.as_slice() {
                [Value::String(kind), rest @ ..] => self.of_kind(kind, rest, depth),
                members => self.list(members, depth),
            },
            Value::Object(members) => {
                let members = members.iter();
                Value::Object(
                    members
                        .map(|(key, at)| (key.clone(), self.member(at, depth)))
                        .collect(),
                )
            }
            plain => plain.clone(),
        }
    }

    /// A value with a name for what it was in the program.
    fn of_kind(&mut self, kind: &str, rest: &[Value], depth: usize) -> Value {
        match (kind, rest) {
            ("Date" | "Object" | "BigInt" | "RegExp", [text, ..]) => text.clone(),
            ("Set", members) => self.list(members, depth),
            // an object without a prototype: keys and numbers by turns
            ("null", pairs) => {
                let mut object = Map::new();
                for pair in pairs.chunks_exact(2) {
                    if let [Value::String(key), at] = pair {
                        object.insert(key.clone(), self.member(at, depth));
                    }
                }
                Value::Object(object)
            }
            // what watches one value
            (_, [at]) => self.member(at, depth),
            _ => Value::Null,
        }
    }

    fn list(&mut self, members: &[Value], depth: usize) -> Value {
        Value::Array(members.iter().map(|at| self.member(at, depth)).collect())
    }

    /// The value of a number; those below zero stand for what JSON cannot say.
    fn member(&mut self, at: &Value, depth: usize) -> Value {
        let place = at.as_u64().and_then(|at| usize::try_from(at).ok());
        place.map_or(Value::Null, |place| self.at(place, depth + 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_flat_is_unfolded() {
        for (flat, expected) in [
            (
                r#"[{"a": 1, "b": 2}, "x", [1, 3], 7]"#,
                r#"{"a":"x","b":["x",7]}"#,
            ),
            (
                r#"[["Reactive", 1], {"when": 2, "more": 3, "none": -1}, ["Date", "2024-05-03"], ["Set", 4], true]"#,
                r#"{"when":"2024-05-03","more":[true],"none":null}"#,
            ),
            (r#"[{"o": 1}, ["null", "k", 2], "v"]"#, r#"{"o":{"k":"v"}}"#),
        ] {
            let value: Value = serde_json::from_str(flat).expect("JSON");
            let expected: Value = serde_json::from_str(expected).expect("JSON");
            assert_eq!(unfolded(&value), Some(expected), "{flat}");
        }
        for other in [
            r#"[{"title": "A", "id": 1}, {"title": "B", "id": 2}]"#,
            r#"[{"a": 9}, "x"]"#,
            r#"[{}, "x"]"#,
            r#"["a", 1]"#,
            r#"{"a": 1}"#,
            "[]",
        ] {
            let value: Value = serde_json::from_str(other).expect("JSON");
            assert_eq!(unfolded(&value), None, "{other}");
        }
    }

    /// T-12: what refers to itself, or to the same over and over.
    #[test]
    fn hostile_ones_end() {
        let around = r#"[{"a": 0, "b": 0, "c": 0}, 1]"#;
        let doubling: Vec<String> = (1..60).map(|at| format!("[{at},{at},{at}]")).collect();
        let doubling = format!(r#"[{{"a": 1}},{},"end"]"#, doubling.join(","));
        let long = format!(
            r#"[{{"a": 1}},[{}2],"{}"]"#,
            "2,".repeat(100_000),
            "x".repeat(1 << 20)
        );
        for flat in [around, &doubling, &long] {
            let value: Value = serde_json::from_str(flat).expect("JSON");
            let size = unfolded(&value).map(|value| value.to_string().len());
            assert!(size.is_some_and(|size| size < 3 * MOST));
        }
    }
}
