//! A document's entries whose ids are new, and the known articles that they are (D-10).

use std::collections::{HashMap, HashSet};

use super::super::part::former;
use crate::article::Article;
use crate::normalise::moved::{self, Known, MANY};
use crate::store::{self, Store};

/// Of a source that moves, so many articles are compared, the latest: more than any feed holds.
const LATEST: usize = 1000;

/// For each entry, by its place in the document, the key of the article that it was under another
/// id. `listed` are the identities of what is in the document besides, and known.
pub(super) fn find(
    store: &Store,
    source: &str,
    document: &[&Article],
    listed: &[String],
) -> Result<HashMap<usize, i64>, store::Error> {
    if !store.has_articles(source)? {
        return Ok(HashMap::new());
    }
    let mut identities: HashSet<&str> = document.iter().map(|article| identity(article)).collect();
    identities.extend(listed.iter().map(String::as_str));
    let mut is_new = Vec::new();
    let (mut addresses, mut instants) = (Vec::new(), Vec::new());
    for article in document {
        let new = !store.is_known(source, identity(article))?;
        if new {
            addresses.extend(article.url.as_deref());
            let dates = [&article.published, &article.updated].into_iter().flatten();
            instants.extend(dates.map(|dated| dated.at.timestamp()));
        }
        is_new.push(new);
    }
    let new = is_new.iter().filter(|new| **new).count();
    if new == 0 {
        return Ok(HashMap::new());
    }
    let moves = new >= MANY && 2 * new >= document.len() + listed.len();
    let alike = store.alike(
        source,
        &addresses,
        &instants,
        if moves { LATEST } else { 0 },
    )?;
    let gone: Vec<Known> = alike
        .into_iter()
        .filter(|alike| !identities.contains(alike.identity.as_str()))
        .map(former)
        .collect();
    Ok(moved::find(document, &is_new, &gone))
}

fn identity(article: &Article) -> &str {
    &article.identity.value
}
