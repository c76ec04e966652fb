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

/// The entries of a feed, each under the id by which its readers know it: its own, verbatim, or its
/// address where it has none; and how many have neither.
///
/// # Errors
/// One sentence, when the document is no feed.
pub(super) fn entries(
    document: &Document,
    now: DateTime<Utc>,
) -> Result<(Vec<Adopted>, usize), String> {
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
    let mut nameless = 0;
    let mut entries = Vec::new();
    for (id, article) in ids.into_iter().zip(articles) {
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
    Ok((entries, nameless))
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
            match entries(&document, now) {
                Ok((entries, _)) => {
                    remember(store, settings, spec, &path, &document)?;
                    all.extend(entries);
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
    document: &Document,
) -> Result<(), store::Error> {
    let Some((stem, _)) = path.rsplit_once('.') else {
        return Ok(());
    };
    let value = match spec.per {
        None => None,
        Some(per) => match value(settings, per, stem, document) {
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
fn value(settings: &Settings, per: Per, stem: &str, document: &Document) -> Option<String> {
    let (_, name) = stem.rsplit_once('/')?;
    let values: Vec<String> = match per {
        Per::Source => settings
            .sources
            .iter()
            .map(|source| source.name.clone())
            .collect(),
        Per::Tag | Per::Author => {
            let parsed = parse::parse(document, &parse::Options::default()).ok()?;
            let options = normalise::Options::default();
            let base = document.base.as_ref();
            let now = DateTime::default();
            let articles = normalise::articles(parsed, &document.origin, base, &options, now);
            let of = |article: Article| match per {
                Per::Tag => article.tags,
                _ => article
                    .authors
                    .into_iter()
                    .map(|author| author.name)
                    .collect(),
            };
            articles.into_iter().flat_map(of).collect()
        }
    };
    let mut values = values.into_iter();
    values.find(|value| select::file_name(value) == name)
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
