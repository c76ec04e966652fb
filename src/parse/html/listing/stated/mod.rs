//! Lists that a page states for machines → articles: JSON-LD ([`json_ld`]), and the state from which a script builds the
//! page ([`state`]). What a field is called is known to [`crate::parse::json_list`], for these as for documents.

use std::collections::HashMap;

use url::Url;

use super::address;
use super::link::Link;
use super::raw::plain;
use crate::article::{DateOrigin, DateRole, RawArticle, RawDate};

mod json_ld;
mod state;
#[cfg(test)]
mod tests;

pub(super) use json_ld::json_ld;
pub(super) use state::state;

/// As it is stated by a page, if it may be that of an article.
fn stated(mut article: RawArticle, base: &Url) -> Option<RawArticle> {
    let url = Url::parse(article.link.as_deref()?).ok()?;
    for date in &mut article.dates {
        date.origin = DateOrigin::StructuredData;
        date.field = match date.role {
            DateRole::Published => "datePublished",
            _ => "dateModified",
        };
    }
    (address::worth(&url, base) > 0).then_some(article)
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
