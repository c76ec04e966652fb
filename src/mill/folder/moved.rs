//! New files that are missing ones, renamed and edited at once.

use std::collections::{HashMap, HashSet};

use super::super::part::former;
use super::read::Read;
use crate::article::Article;
use crate::normalise::moved;
use crate::store::{self, Store};

/// So many missing files are compared with the new ones.
const MOST: usize = 1000;

/// For each new file, by its path, the key of the article of a missing file that is in it.
pub(super) fn find(
    store: &Store,
    source: &str,
    new: &[Read],
    missing: &HashSet<Vec<u8>>,
) -> Result<HashMap<Vec<u8>, i64>, store::Error> {
    let mut identities = HashSet::new();
    let mut entries: Vec<(&Vec<u8>, &Article)> = Vec::new();
    for read in new {
        let Some(Ok(articles)) = &read.articles else {
            continue;
        };
        identities.extend(
            articles
                .iter()
                .map(|article| article.identity.value.as_str()),
        );
        if let [article] = articles.as_slice()
            && !store.is_known(source, &article.identity.value)?
        {
            entries.push((&read.entry.path, article));
        }
    }
    let mut missing: Vec<&Vec<u8>> = missing.iter().filter(|_| !entries.is_empty()).collect();
    missing.sort();
    let mut gone = Vec::new();
    for path in missing.into_iter().take(MOST) {
        let articles = store.articles_of(source, path)?.into_iter();
        gone.extend(
            articles
                .filter(|article| !identities.contains(article.identity.as_str()))
                .map(former),
        );
    }
    let document: Vec<&Article> = entries.iter().map(|(_, article)| *article).collect();
    let found = moved::find(&document, &vec![true; document.len()], &gone);
    let found = found
        .into_iter()
        .filter_map(|(at, key)| Some((entries.get(at)?.0.clone(), key)));
    Ok(found.collect())
}
