//! The state from which a script builds a page → the articles in it.

use serde_json::Value;
use url::Url;

use super::stated;
use crate::article::RawArticle;
use crate::parse::html::nearly_json;
use crate::parse::json_list::{self, Addresses, List};

/// Names of members of what is bought, watched or met rather than read.
const OTHER_THINGS: &[&str] = &["price", "sku", "currency", "startDate", "latitude", "email"];

/// The articles in the state of a page that a script builds: of the list in it that is most like one of articles. `known`
/// are the links of the page, by which the address of a slug is found.
pub(in crate::parse::html::listing) fn state(
    scripts: &[String],
    base: &Url,
    known: &[Url],
) -> Vec<RawArticle> {
    let addresses = Addresses::of_page(base, known);
    let (mut best, mut likeness) = (Vec::new(), 0.0);
    for root in scripts.iter().filter_map(|script| value(script)) {
        let meant = json_list::meant(&root);
        let lists = json_list::lists(&meant, &addresses);
        let mut better = lists.iter().take_while(|list| list.likeness > likeness);
        let found =
            better.find_map(|list| Some((articles(list, &addresses, base)?, list.likeness)));
        if let Some(found) = found {
            (best, likeness) = found;
        }
    }
    best
}

/// The articles of a list; none when it is rather a menu, or has other things: a page's state has much besides articles,
/// where an address that answers with JSON was given for the list in it.
fn articles(list: &List<'_>, addresses: &Addresses<'_>, base: &Url) -> Option<Vec<RawArticle>> {
    if list.has(OTHER_THINGS) {
        return None;
    }
    let articles = list.articles(addresses).into_iter();
    let articles: Vec<RawArticle> = articles
        .filter(|article| article.title.is_some())
        .filter_map(|article| stated(article, base))
        .collect();
    let count = articles.len() as f64;
    let share = |has: &dyn Fn(&RawArticle) -> bool| {
        articles.iter().filter(|article| has(article)).count() as f64 / count
    };
    let dated = share(&|article| !article.dates.is_empty());
    let told = share(&|article| article.summary.is_some());
    let titles = articles.iter().filter_map(|article| article.title.as_ref());
    let long = titles
        .map(|title| title.value.chars().count())
        .sum::<usize>() as f64
        / count;
    let is_list = articles.len() >= 2
        && articles.len() * 2 >= list.len()
        && dated + 0.5 * told + (long / 40.0).min(1.0) >= 0.8;
    is_list.then_some(articles)
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
