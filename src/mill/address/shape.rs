//! Whether a list is still the one it was: a page that is read otherwise than before, or that has nothing in it, is no
//! empty feed.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::read::Found;
use crate::store::PageState;

/// Fewer new links than this say nothing of a list.
const FEW: usize = 3;

/// How a list looked when it was last as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Shape {
    /// What selected its items.
    item: Option<String>,
    /// How many they were.
    count: usize,
    /// Whether most of them said when they appeared.
    dated: bool,
}

impl Shape {
    /// As it was kept.
    pub(super) fn kept(text: Option<&str>) -> Option<Self> {
        serde_json::from_str(text?).ok()
    }

    /// To be kept.
    pub(super) fn text(&self) -> Option<String> {
        serde_json::to_string(self).ok()
    }

    /// That of a list that was read.
    pub(super) fn of(found: &Found) -> Self {
        let listing = found
            .parsed
            .as_ref()
            .and_then(|parsed| parsed.listing.as_ref());
        let count = found.articles.len();
        let dated = found
            .articles
            .iter()
            .filter(|article| article.published.is_some())
            .count();
        Shape {
            item: listing.and_then(|listing| listing.item.clone()),
            count,
            dated: count > 0 && dated * 2 >= count,
        }
    }
}

/// Why a list is not to be believed, if it is not: nothing is taken from it, and what was taken from it before stays.
pub(super) fn broken(
    found: &Found,
    before: Option<&Shape>,
    known: &HashMap<String, PageState>,
    title_of: impl Fn(&crate::article::Article) -> Option<[u8; 16]>,
) -> Option<String> {
    const LOOK: &str =
        "`feedmill inspect` shows how the page reads now, with selectors to paste into config.toml";
    let parts = found
        .parsed
        .as_ref()
        .is_some_and(|parsed| !parsed.more.parts.is_empty());
    if found.articles.is_empty() && !parts {
        return Some(match before {
            Some(before) => format!(
                "the list is broken: nothing is found where there were {} articles, which stay as they were; {LOOK}",
                before.count
            ),
            None => format!("no list of articles is found there; {LOOK}"),
        });
    }
    let now = Shape::of(found);
    let before = before?;
    if now.item == before.item || found.articles.len() < FEW || known.is_empty() {
        return None;
    }
    let titles: Vec<[u8; 16]> = known.values().filter_map(|page| page.title).collect();
    let is_known = |article: &crate::article::Article| {
        known.contains_key(&article.identity.value)
            || title_of(article).is_some_and(|title| titles.contains(&title))
    };
    if found.articles.iter().any(is_known) {
        return None;
    }
    Some(format!(
        "the list is broken: the page has another shape, and none of the {} links that look like articles is known; \
         nothing is taken from it, and what was there stays; {LOOK}",
        found.articles.len()
    ))
}

/// What was lost of a list that can still be read.
pub(super) fn worse(now: &Shape, before: Option<&Shape>) -> Option<String> {
    let before = before?;
    (before.dated && !now.dated && now.count >= FEW).then(|| {
        "most of what is listed has no date any more, where it had one before: `feedmill inspect` shows what is read of the page"
            .to_owned()
    })
}
