//! What a value is worth in a role: whether it can be a title, an address, a date at all.

use serde_json::Value;
use url::Url;

use super::path::{Path, Step};
use super::roles::{Role, inside};
use crate::parse::json::word;

/// Most characters of a title.
const TITLE: usize = 500;

/// The path from a member to the word that stands for it in a role: none for itself, one into an object
/// (`title.rendered`) or to the first of a list.
pub(super) fn way(role: Role, value: &Value, depth: usize) -> Option<Path> {
    match value {
        Value::String(_) | Value::Number(_) => fits(role, &word(value)?).then(Path::default),
        Value::Object(object) if depth < 3 => inside(role).iter().find_map(|name| {
            let rest = way(role, object.get(*name)?, depth + 1)?;
            Some(before(Step::Key((*name).to_owned()), rest))
        }),
        Value::Array(values) if depth < 3 && role == Role::Image => {
            let rest = way(role, values.first()?, depth + 1)?;
            Some(before(Step::Index(0), rest))
        }
        _ => None,
    }
}

fn before(step: Step, mut rest: Path) -> Path {
    rest.0.insert(0, step);
    rest
}

/// Whether a word can be what it is called.
pub(super) fn fits(role: Role, text: &str) -> bool {
    match role {
        Role::Title => {
            text.len() <= TITLE * 4
                && text.chars().any(char::is_alphabetic)
                && text.chars().count() <= TITLE
                && !is_address(text)
        }
        Role::Link | Role::Image => is_address(text),
        Role::Slug => is_slug(text),
        Role::Published | Role::Updated => is_date(text),
        Role::Summary | Role::Content => text.chars().any(char::is_alphabetic) && !is_address(text),
        Role::Language => text.len() <= 35 && text.starts_with(|c: char| c.is_ascii_alphabetic()),
        Role::Id => text.len() <= 1000,
        Role::Author | Role::Tags => true,
    }
}

/// An address of the web, or one relative to the document's that looks like a path.
pub(super) fn is_address(text: &str) -> bool {
    if text.contains(char::is_whitespace) || text.len() > 4096 || text.contains(['<', '{']) {
        return false;
    }
    match Url::parse(text) {
        Ok(url) => matches!(url.scheme(), "http" | "https"),
        Err(_) => text.len() > 1 && text.starts_with(['/', '?']) || text.ends_with(".html"),
    }
}

/// The end of an address: a name, or several with slashes between them.
fn is_slug(text: &str) -> bool {
    let is_of_one = |c: char| c.is_alphanumeric() || "-_./~%".contains(c);
    text.len() <= 300 && text.chars().all(is_of_one) && !is_address(text)
}

/// An address for programs: of the same thing as JSON.
pub(super) fn is_for_programs(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let path = lower.split(['?', '#']).next().unwrap_or_default();
    path.contains("://api.")
        || path.contains("/api/")
        || path.contains("wp-json")
        || path.contains("/jsonapi/")
        || path.ends_with(".json")
}

/// What has a digit and is short, or a count of seconds since 1970 or finer. The rest is for the reader of dates.
fn is_date(text: &str) -> bool {
    if text.parse::<f64>().is_ok() {
        let whole = text.split('.').next().unwrap_or_default();
        return matches!(whole.len(), 8 | 9 | 10 | 12 | 13 | 14 | 16);
    }
    text.len() <= 80 && text.contains(char::is_numeric) && !is_address(text)
}
