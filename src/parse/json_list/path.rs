//! Paths in JSON: `data.posts[0].title`, `/data/posts/0/title` (JSON Pointer, RFC 6901), `*` for any key or index.

use std::fmt;

use serde_json::Value;

/// Most values that a path with `*` leads to.
const MATCHES: usize = 10_000;
/// Most steps of a path: deeper than any JSON that is read.
const STEPS: usize = 128;

/// One step of a path.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Step {
    /// A member of an object; of an array by its number, else of the array's first element.
    Key(String),
    /// An element of an array, from 0.
    Index(usize),
    /// Any member or element.
    Any,
}

/// Where a value is within another; without steps that one itself.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Path(pub(super) Vec<Step>);

impl Path {
    /// Reads a path as an operator writes it; any text is one.
    pub(super) fn read(text: &str) -> Self {
        let text = text.trim();
        if let Some(pointer) = text.strip_prefix('/') {
            let steps = pointer.split('/').take(STEPS).map(|token| match token {
                "*" => Step::Any,
                token => Step::Key(token.replace("~1", "/").replace("~0", "~")),
            });
            return Path(steps.collect());
        }
        // `$` is JSONPath's name for the whole, a dot that of jq
        let text = text.strip_prefix('$').unwrap_or(text);
        let parts = text.split(['.', '[']).filter(|part| !part.is_empty());
        let steps = parts.take(STEPS).map(|part| {
            let index = part.strip_suffix(']').map(str::trim);
            match index {
                Some("*" | "") => Step::Any,
                Some(index) => match index.parse() {
                    Ok(index) => Step::Index(index),
                    Err(_) => Step::Key(index.trim_matches(['"', '\'']).to_owned()),
                },
                None if part == "*" => Step::Any,
                None => Step::Key(part.to_owned()),
            }
        });
        Path(steps.collect())
    }

    /// The path with one step more.
    pub(super) fn then(&self, step: Step) -> Self {
        let mut steps = self.0.clone();
        steps.push(step);
        Path(steps)
    }

    /// The first value that it leads to.
    pub(super) fn get<'a>(&self, from: &'a Value) -> Option<&'a Value> {
        if !self.0.contains(&Step::Any) {
            return self.0.iter().try_fold(from, one);
        }
        self.all(from).into_iter().next()
    }

    /// All values that it leads to, in document order.
    pub(super) fn all<'a>(&self, from: &'a Value) -> Vec<&'a Value> {
        let mut found = vec![from];
        for step in &self.0 {
            found = match step {
                Step::Any => {
                    let inside = found.into_iter().flat_map(children);
                    inside.take(MATCHES).collect()
                }
                step => {
                    let next = found.into_iter().filter_map(|value| one(value, step));
                    next.collect()
                }
            };
        }
        found
    }
}

fn one<'a>(value: &'a Value, step: &Step) -> Option<&'a Value> {
    match (value, step) {
        (Value::Object(object), Step::Key(key)) => object.get(key),
        (Value::Array(values), Step::Key(key)) => match key.parse::<usize>() {
            Ok(index) => values.get(index),
            Err(_) => values.first()?.get(key),
        },
        (Value::Array(values), Step::Index(index)) => values.get(*index),
        _ => None,
    }
}

fn children(value: &Value) -> Box<dyn Iterator<Item = &Value> + '_> {
    match value {
        Value::Object(object) => Box::new(object.values()),
        Value::Array(values) => Box::new(values.iter()),
        _ => Box::new(std::iter::empty()),
    }
}

/// As an operator would write it: with dots where the keys allow it, else as a JSON Pointer; `.` for the whole.
impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let is_plain = |step: &Step| match step {
            Step::Key(key) => {
                !key.is_empty()
                    && key != "*"
                    && key.trim() == key
                    && !key.contains(['.', '[', ']', '/', '$', '{', '}', '"', '\''])
            }
            Step::Index(_) | Step::Any => true,
        };
        if self.0.is_empty() {
            return f.write_str(".");
        }
        let is_dotted = self.0.iter().all(is_plain);
        for (at, step) in self.0.iter().enumerate() {
            match step {
                Step::Key(key) if is_dotted => {
                    f.write_str(if at > 0 { "." } else { "" })?;
                    f.write_str(key)?;
                }
                Step::Key(key) => write!(f, "/{}", key.replace('~', "~0").replace('/', "~1"))?,
                Step::Index(index) if is_dotted => write!(f, "[{index}]")?,
                Step::Index(index) => write!(f, "/{index}")?,
                Step::Any if is_dotted => f.write_str(if at > 0 { ".*" } else { "*" })?,
                Step::Any => f.write_str("/*")?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_where_they_say() {
        let value: Value = serde_json::from_str(
            r#"{"data": {"posts": [{"title": {"rendered": "A"}, "a.b": 1, "c/d": 2}, {"title": "B"}], "more": {"x": [3], "y": [4]}}}"#,
        )
        .expect("JSON");
        for (path, expected) in [
            ("data.posts[0].title.rendered", "[\"A\"]"),
            (".data.posts[1].title", "[\"B\"]"),
            ("$.data.posts[1]['title']", "[\"B\"]"),
            ("/data/posts/0/title/rendered", "[\"A\"]"),
            ("/data/posts/0/a.b", "[1]"),
            ("/data/posts/0/c~1d", "[2]"),
            ("data.posts.title.rendered", "[\"A\"]"),
            ("data.posts.1.title", "[\"B\"]"),
            ("data.more.*", "[[3],[4]]"),
            ("data.more.*[0]", "[3,4]"),
            ("data.posts[*].title", "[{\"rendered\":\"A\"},\"B\"]"),
            ("data.none", "[]"),
            ("data.posts[99999999999999999999]", "[]"),
            ("data.posts[7]", "[]"),
        ] {
            let path = Path::read(path);
            let found = serde_json::to_string(&path.all(&value)).expect("JSON");
            assert_eq!(found, expected, "{path}");
            assert_eq!(
                path.get(&value),
                path.all(&value).first().copied(),
                "{path}"
            );
            assert_eq!(
                Path::read(&path.to_string()).all(&value),
                path.all(&value),
                "{path}"
            );
        }
        for whole in ["", ".", "$", " "] {
            assert_eq!(Path::read(whole).get(&value), Some(&value));
        }
        assert_eq!(Path::default().to_string(), ".");
    }
}
