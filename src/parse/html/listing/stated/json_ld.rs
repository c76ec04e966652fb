//! JSON-LD: `ItemList`, `Blog`, several articles side by side → articles.

use serde_json::Value;
use url::Url;

use super::address;
use super::stated;
use crate::article::RawArticle;
use crate::parse::html::nearly_json;
use crate::parse::json_list::{self, Addresses};

/// Most values looked at in one page.
const MOST_VALUES: usize = 100_000;
/// Deepest nesting looked at.
const DEEPEST: usize = 24;
/// Most items of a list.
const MOST_ITEMS: usize = 1000;

/// Members that list articles.
const LISTS: &[&str] = &["itemListElement", "blogPost", "blogPosts", "hasPart"];

/// Types of what a page lists as its parts without being articles.
const OTHER_TYPES: &[&str] = &[
    "BreadcrumbList",
    "SiteNavigationElement",
    "ImageObject",
    "Person",
    "Organization",
    "Product",
    "Event",
    "Offer",
    "Question",
];

/// The articles that the JSON-LD of a page lists, in order; none when it states no list.
pub(in crate::parse::html::listing) fn json_ld(scripts: &[String], base: &Url) -> Vec<RawArticle> {
    let roots: Vec<Value> = scripts
        .iter()
        .flat_map(|script| nearly_json::values(script))
        .collect();
    let mut best: Vec<RawArticle> = Vec::new();
    let mut loose: Vec<&Value> = Vec::new();
    let mut rest: Vec<(&Value, usize)> = roots.iter().rev().map(|root| (root, 0)).collect();
    let mut looked = 0;
    while let Some((value, depth)) = rest.pop() {
        looked += 1;
        if looked > MOST_VALUES || depth > DEEPEST {
            break;
        }
        match value {
            Value::Array(values) => {
                rest.extend(values.iter().rev().map(|value| (value, depth + 1)))
            }
            Value::Object(fields) => {
                for name in LISTS {
                    let listed = fields.get(*name).filter(|_| !is_a(value, is_other));
                    let items = listed
                        .map(|listed| articles(listed, base))
                        .unwrap_or_default();
                    if items.len() > best.len() {
                        best = items;
                    }
                }
                if is_a(value, is_article) {
                    loose.push(value);
                }
                for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    rest.extend(fields.get(name).map(|value| (value, depth + 1)));
                }
            }
            _ => {}
        }
    }
    let own = address::key(base);
    let mut loose = read(&loose, base);
    loose.retain(|article| {
        article
            .link
            .as_deref()
            .and_then(|link| Url::parse(link).ok())
            .is_some_and(|url| address::key(&url) != own)
    });
    if loose.len() > best.len() {
        loose
    } else {
        best
    }
}

/// The articles of a list, by their positions where they have some.
fn articles(listed: &Value, base: &Url) -> Vec<RawArticle> {
    let mut items: Vec<&Value> = many(listed)
        .take(MOST_ITEMS)
        .filter(|item| {
            item.is_object()
                && ![Some(*item), item.get("item")]
                    .into_iter()
                    .flatten()
                    .any(|item| is_a(item, is_other))
        })
        .collect();
    let position = |item: &Value| item.get("position").and_then(Value::as_f64).unwrap_or(0.0);
    items.sort_by(|one, other| position(one).total_cmp(&position(other)));
    read(&items, base)
}

fn read(items: &[&Value], base: &Url) -> Vec<RawArticle> {
    let articles = json_list::articles(items, &Addresses::of_document(Some(base)));
    let named = items.iter().zip(articles).map(|(item, mut article)| {
        // an object may have no address but its name
        let id = || {
            [Some(*item), item.get("item")]
                .into_iter()
                .flatten()
                .find_map(|item| item.get("@id")?.as_str())
        };
        article.link = article
            .link
            .take()
            .or_else(|| Some(base.join(id()?).ok()?.into()));
        // the text of an article as one line without markup: its page has it as it was written
        article.content = None;
        article
    });
    json_list::unique(named.filter_map(|article| stated(article, base)))
}

/// Whether an object is of a type.
fn is_a(value: &Value, kind: fn(&str) -> bool) -> bool {
    let kinds = value.get("@type").into_iter().flat_map(many);
    kinds.filter_map(Value::as_str).any(kind)
}

/// Whether a type is one of articles by schema.org.
fn is_article(kind: &str) -> bool {
    kind.ends_with("Article") || kind.ends_with("Posting")
}

fn is_other(kind: &str) -> bool {
    OTHER_TYPES.contains(&kind)
}

/// The values of a member, whether one or an array.
fn many(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::Array(values) => values.as_slice(),
        one => std::slice::from_ref(one),
    }
    .iter()
}
