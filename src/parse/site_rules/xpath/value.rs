//! What an expression comes to, and how one kind becomes another (XPath 1.0, 4.2 to 4.4).

use super::outline::{Item, Outline};

/// A value.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::parse::site_rules) enum Value {
    /// Nodes, in document order, each once.
    Nodes(Vec<Item>),
    /// `string`
    Text(String),
    /// `number`
    Number(f64),
    /// `boolean`
    Truth(bool),
}

impl Value {
    /// As `string()` gives it: the first node's text.
    pub(in crate::parse::site_rules) fn text(&self, outline: &Outline<'_>) -> String {
        match self {
            Value::Nodes(nodes) => nodes
                .first()
                .map(|node| outline.text(*node))
                .unwrap_or_default(),
            Value::Text(text) => text.clone(),
            Value::Number(number) => from_number(*number),
            Value::Truth(truth) => truth.to_string(),
        }
    }

    /// As `number()` gives it.
    pub(super) fn number(&self, outline: &Outline<'_>) -> f64 {
        match self {
            Value::Number(number) => *number,
            Value::Truth(truth) => f64::from(u8::from(*truth)),
            Value::Nodes(_) | Value::Text(_) => to_number(&self.text(outline)),
        }
    }

    /// As `boolean()` gives it.
    pub(in crate::parse::site_rules) fn truth(&self) -> bool {
        match self {
            Value::Nodes(nodes) => !nodes.is_empty(),
            Value::Text(text) => !text.is_empty(),
            Value::Number(number) => *number != 0.0 && !number.is_nan(),
            Value::Truth(truth) => *truth,
        }
    }
}

/// Without exponent and without a fraction that is none; `-0` is `0`.
fn from_number(number: f64) -> String {
    match number {
        0.0 => "0".to_owned(),
        f64::INFINITY => "Infinity".to_owned(),
        f64::NEG_INFINITY => "-Infinity".to_owned(),
        number => number.to_string(),
    }
}

/// Digits with at most a sign and a point; everything else is no number.
pub(super) fn to_number(text: &str) -> f64 {
    let text = text.trim_matches([' ', '\t', '\r', '\n']);
    let digits = text.strip_prefix('-').unwrap_or(text);
    match digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.')
    {
        true => text.parse().unwrap_or(f64::NAN),
        false => f64::NAN,
    }
}
