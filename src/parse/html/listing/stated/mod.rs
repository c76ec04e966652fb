//! Lists that a page states for machines → articles: JSON-LD (`ItemList`, `Blog`, several articles side by side), and the
//! state from which a script builds the page.

use std::collections::HashMap;

use serde_json::{Map, Value};
use url::Url;

use super::super::nearly_json;
use super::address;
use super::link::Link;
use super::raw::plain;
use crate::article::{DateOrigin, RawArticle, RawDate};

mod object;
mod state;

pub(super) use state::state;

use object::{OTHER_TYPES, article, articles, is_a, many, unique};

/// Most values looked at in one page.
const MOST_VALUES: usize = 100_000;
/// Deepest nesting looked at.
const DEEPEST: usize = 24;

/// The articles that the JSON-LD of a page lists, in order; none when it states no list.
pub(super) fn json_ld(scripts: &[String], base: &Url) -> Vec<RawArticle> {
    let roots: Vec<Value> = scripts
        .iter()
        .flat_map(|script| nearly_json::values(script))
        .collect();
    let mut best: Vec<RawArticle> = Vec::new();
    let mut loose: Vec<RawArticle> = Vec::new();
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
                for name in ["itemListElement", "blogPost", "blogPosts", "hasPart"] {
                    let listed = fields.get(name).filter(|_| !is_a(fields, OTHER_TYPES));
                    let items = listed
                        .map(|listed| articles(listed, base, None))
                        .unwrap_or_default();
                    if items.len() > best.len() {
                        best = items;
                    }
                }
                if is_article(fields) {
                    loose.extend(article(fields, base, None));
                }
                for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    rest.extend(fields.get(name).map(|value| (value, depth + 1)));
                }
            }
            _ => {}
        }
    }
    let own = address::key(base);
    loose.retain(|article| {
        article
            .link
            .as_deref()
            .and_then(|link| Url::parse(link).ok())
            .is_some_and(|url| address::key(&url) != own)
    });
    unique(if loose.len() > best.len() {
        loose
    } else {
        best
    })
}

/// Whether an object is an article by schema.org.
fn is_article(fields: &Map<String, Value>) -> bool {
    many(fields.get("@type"))
        .filter_map(Value::as_str)
        .any(|kind| kind.ends_with("Article") || kind.ends_with("Posting"))
}

/// Gives articles whose list states no title that of the page's own links.
pub(super) fn name(articles: &mut Vec<RawArticle>, links: &[Link]) {
    for article in articles
        .iter_mut()
        .filter(|article| article.title.is_none())
    {
        let key = article
            .link
            .as_deref()
            .and_then(|link| Url::parse(link).ok())
            .map(|url| address::key(&url));
        let texts = links
            .iter()
            .filter(|link| Some(&link.key) == key.as_ref())
            .map(|link| &link.text);
        let text = texts
            .filter(|text| text.chars().count() <= 200)
            .max_by_key(|text| text.chars().count());
        article.title = text.filter(|text| !text.is_empty()).map(|text| plain(text));
    }
    articles.retain(|article| article.title.is_some());
}

/// Adds what is stated of articles to those that were found on the page, by their addresses.
pub(super) fn complete(articles: &mut [RawArticle], stated: Vec<RawArticle>) {
    let key = |article: &RawArticle| {
        article
            .link
            .as_deref()
            .and_then(|link| Url::parse(link).ok())
            .map(|url| address::key(&url))
    };
    let mut by_key: HashMap<String, RawArticle> = stated
        .into_iter()
        .filter_map(|article| Some((key(&article)?, article)))
        .collect();
    for article in articles {
        let Some(more) = key(article).and_then(|key| by_key.remove(&key)) else {
            continue;
        };
        let is_stated = |date: &RawDate| date.origin <= DateOrigin::StructuredData;
        if !article.dates.iter().any(is_stated) {
            article.dates.splice(0..0, more.dates);
        }
        article.summary = article.summary.take().or(more.summary);
        article.image = article.image.take().or(more.image);
        if article.authors.is_empty() {
            article.authors = more.authors;
        }
    }
}
