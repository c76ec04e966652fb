//! A feed that was there before → its entries, laid up for the articles that they are: those take
//! over the ids and dates under which readers know them.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use crate::article::{Article, Document, Kind, Origin};
use crate::config::Settings;
use crate::publish::select::{Edited, FeedSpec, Per};
use crate::publish::{self, select, write};
use crate::store::{self, Adopted, OutputState, Store};
use crate::{normalise, parse};

/// What came of adopting a feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    /// Entries that carry an id or an address by which readers know them.
    pub entries: usize,
    /// Entries with neither.
    pub nameless: usize,
}

/// An article of a feed, with the id by which its readers know it: its own, verbatim, or its address where it has none.
type Known = (Option<String>, Article);

/// The articles of a feed.
///
/// # Errors
/// One sentence, when the document is no feed.
pub(super) fn articles(document: &Document, now: DateTime<Utc>) -> Result<Vec<Known>, String> {
    let parsed =
        parse::parse(document, &parse::Options::default()).map_err(|error| error.to_string())?;
    if parsed.kind != Kind::Feed {
        return Err("this is no feed: give the address or file of the feed itself".to_owned());
    }
    let ids: Vec<Option<String>> = parsed
        .articles
        .iter()
        .map(|raw| raw.id.clone().or_else(|| raw.link.clone()))
        .collect();
    let options = normalise::Options::default();
    let base = document.base.as_ref();
    let articles = normalise::articles(parsed, &document.origin, base, &options, now);
    Ok(ids.into_iter().zip(articles).collect())
}

/// The entries that articles of a feed are laid up as, and how many of them readers cannot know again.
pub(super) fn entries(articles: Vec<Known>, now: DateTime<Utc>) -> (Vec<Adopted>, usize) {
    let mut nameless = 0;
    let mut entries = Vec::new();
    for (id, article) in articles {
        let Some(id) = id else {
            nameless += 1;
            continue;
        };
        let published = article.published.as_ref().or(article.updated.as_ref());
        entries.push(Adopted {
            id,
            words: normalise::essence::of_content(&article).words,
            published: published.map(|dated| dated.at).filter(|at| *at <= now),
            updated: article
                .updated
                .map(|dated| dated.at)
                .filter(|at| *at <= now),
            url: article.url,
            title: article.title,
        });
    }
    (entries, nameless)
}

/// Lays the entries up, and gives articles that are known already the ids and dates of theirs.
pub(super) fn adopt(store: &Store, entries: &[Adopted]) -> Result<(), store::Error> {
    store.transaction(|store| {
        store.lay_up(entries, select::key)?;
        store.adopt_known(normalise::essence::of_content, select::key)?;
        Ok(())
    })
}

/// What the feeds that lie in the output folder say, where the state is new: it was lost, or feedmill
/// is to write where another program wrote. Gives the number of entries.
pub(super) fn published(
    store: &Store,
    settings: &Settings,
    now: DateTime<Utc>,
) -> Result<usize, store::Error> {
    let mut all = Vec::new();
    // Where edited articles come again, ids are those of the edits.
    let feeds = settings.feeds.iter();
    for spec in feeds.filter(|spec| spec.edited == Edited::Stays) {
        for path in paths(spec, settings) {
            let Ok(bytes) = write::read(&settings.output, &path) else {
                continue;
            };
            let document = Document {
                origin: Origin::Address(settings.base_url.clone()),
                bytes,
                content_type: None,
                base: settings.base_url.join(&path).ok(),
            };
            match articles(&document, now) {
                Ok(articles) => {
                    remember(store, settings, spec, &path, &articles)?;
                    all.extend(entries(articles, now).0);
                }
                Err(reason) => tracing::warn!("{path}: {reason}"),
            }
        }
    }
    store.lay_up(&all, select::key)
}

/// Remembers a feed as published, in all formats that are there: it is served as it is until it is made anew.
fn remember(
    store: &Store,
    settings: &Settings,
    spec: &FeedSpec,
    path: &str,
    articles: &[Known],
) -> Result<(), store::Error> {
    let Some((stem, _)) = path.rsplit_once('.') else {
        return Ok(());
    };
    let value = match spec.per {
        None => None,
        Some(per) => match value(settings, per, stem, articles) {
            None => return Ok(()),
            value => value,
        },
    };
    for format in spec.formats.iter().filter_map(|name| publish::format(name)) {
        let path = format!("{stem}.{}", format.extension);
        let Some(stat) = write::stat(&settings.output, &path) else {
            continue;
        };
        let changed = DateTime::from_timestamp(stat.modified.div_euclid(1_000_000_000), 0);
        let state = OutputState {
            feed: spec.name.clone(),
            value: value.clone(),
            // Of nothing that feedmill has made.
            fingerprint: vec![0; 32],
            size: stat.size,
            modified: stat.modified,
            changed: changed.unwrap_or_default(),
            articles: 0,
            newest: None,
            digest: None,
        };
        store.save_output(&path, &state)?;
    }
    Ok(())
}

/// The tag, author or source that a feed is of, by its file's name: each of its articles has it.
fn value(settings: &Settings, per: Per, stem: &str, articles: &[Known]) -> Option<String> {
    let (_, name) = stem.rsplit_once('/')?;
    let articles = articles.iter().map(|(_, article)| article);
    let is_it = |value: &&String| select::file_name(value) == name;
    match per {
        Per::Source => {
            let sources = settings.sources.iter();
            sources.map(|source| &source.name).find(is_it)
        }
        Per::Tag => articles.flat_map(|article| &article.tags).find(is_it),
        Per::Author => articles
            .flat_map(|article| &article.authors)
            .map(|author| &author.name)
            .find(is_it),
    }
    .cloned()
}

/// The files of a feed, each in the format that says most about when its articles were changed.
fn paths(spec: &FeedSpec, settings: &Settings) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut paths = Vec::new();
    for format in ["json", "atom", "rss"]
        .iter()
        .filter_map(|name| publish::format(name))
    {
        for path in write::list(&settings.output, &spec.name, format.extension) {
            let stem = path.trim_end_matches(format.extension).to_owned();
            if seen.insert(stem) {
                paths.push(path);
            }
        }
    }
    paths
}
