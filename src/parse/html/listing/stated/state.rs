//! The state from which a script builds a page → the articles in it.

use serde_json::Value;
use url::Url;

use super::object::{articles, unique};
use crate::article::RawArticle;
use crate::parse::html::nearly_json;

/// Most values looked at in one page.
const MOST_VALUES: usize = 100_000;
/// Deepest nesting looked at.
const DEEPEST: usize = 24;

/// The articles of the arrays in the state of a page that a script builds: the array that has most.
pub(in crate::parse::html::listing) fn state(
    scripts: &[String],
    base: &Url,
    known: &[Url],
) -> Vec<RawArticle> {
    let mut best: Vec<RawArticle> = Vec::new();
    let mut best_worth = 0.0;
    for script in scripts {
        let Some(root) = value(script) else { continue };
        let mut rest: Vec<(&Value, usize)> = vec![(&root, 0)];
        let mut looked = 0;
        while let Some((value, depth)) = rest.pop() {
            looked += 1;
            if looked > MOST_VALUES {
                break;
            }
            if depth > DEEPEST {
                continue;
            }
            match value {
                Value::Array(values) => {
                    if values.len() >= 2
                        && values.iter().filter(|value| value.is_object()).count() * 2
                            > values.len()
                    {
                        let items = unique(articles(value, base, Some(known)));
                        let worth = worth(&items, values.len());
                        if worth > best_worth {
                            (best, best_worth) = (items, worth);
                        }
                    }
                    rest.extend(values.iter().rev().map(|value| (value, depth + 1)));
                }
                Value::Object(fields) => {
                    rest.extend(fields.values().rev().map(|value| (value, depth + 1)))
                }
                _ => {}
            }
        }
    }
    best
}

/// How much the items of an array look like articles; 0 for those of a menu.
fn worth(items: &[RawArticle], of: usize) -> f64 {
    let count = items.len() as f64;
    if items.len() < 2 || items.len() * 2 < of {
        return 0.0;
    }
    let share = |has: &dyn Fn(&RawArticle) -> bool| {
        items.iter().filter(|item| has(item)).count() as f64 / count
    };
    let dated = share(&|item| !item.dates.is_empty());
    let told = share(&|item| item.summary.is_some());
    let length = |item: &RawArticle| {
        item.title
            .as_ref()
            .map_or(0, |title| title.value.chars().count())
    };
    let long = items.iter().map(length).sum::<usize>() as f64 / count;
    let quality = dated + 0.5 * told + (long / 40.0).min(1.0);
    if quality < 0.8 {
        0.0
    } else {
        quality * (1.0 + count).ln()
    }
}

/// The JSON in a script: all of it, or what is assigned to a variable.
fn value(script: &str) -> Option<Value> {
    let text = script.trim();
    if text.starts_with(['{', '[']) {
        return nearly_json::values(text).into_iter().next();
    }
    // `window.__STATE__ = {…}`, `window.__STATE__ = JSON.parse("{…}")`
    let (name, rest) = text
        .get(..text.len().min(4000))
        .unwrap_or(text)
        .split_once('=')
        .map(|(name, _)| (name, text.get(name.len() + 1..)))?;
    let rest = rest?.trim_start();
    let named = name
        .trim()
        .rsplit(['.', ' '])
        .next()
        .is_some_and(|name| name.len() < 60);
    if !named {
        return None;
    }
    if let Some(quoted) = rest.strip_prefix("JSON.parse(") {
        let quoted: String = serde_json::Deserializer::from_str(quoted)
            .into_iter::<String>()
            .next()?
            .ok()?;
        return serde_json::from_str(&quoted).ok();
    }
    if !rest.starts_with(['{', '[']) {
        return None;
    }
    serde_json::Deserializer::from_str(rest)
        .into_iter::<Value>()
        .next()?
        .ok()
}
