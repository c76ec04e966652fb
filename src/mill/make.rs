//! Bodies of articles that came in by their heads: made of their files when a feed is first to hold them.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::folder::Reader;
use super::part::{guarded, on_all_cores};
use crate::article::Article;
use crate::config::{Place, Settings, Source};
use crate::store::{self, Row, Store, revision_of};
use crate::{collect::directory, normalise};

/// Bodies that are made together: memory follows this.
pub(super) const BATCH: usize = 256;

/// What making needs.
pub(super) struct Maker<'a> {
    settings: &'a Settings,
    /// By name.
    sources: HashMap<&'a str, &'a Source>,
    now: DateTime<Utc>,
}

/// A body that could not be made.
pub(super) struct Failure {
    /// Of the article.
    pub(super) key: i64,
    /// Name of its source.
    pub(super) source: String,
    /// Its file, for people.
    pub(super) place: String,
    /// Why, for people.
    pub(super) reason: String,
}

impl<'a> Maker<'a> {
    pub(super) fn new(settings: &'a Settings, now: DateTime<Utc>) -> Self {
        let sources = settings.sources.iter();
        Maker {
            sources: sources
                .map(|source| (source.name.as_str(), source))
                .collect(),
            settings,
            now,
        }
    }

    /// The source of that name.
    pub(super) fn source(&self, name: &str) -> Option<&'a Source> {
        self.sources.get(name).copied()
    }

    /// Makes those that are unmade, hands each over, and tells which could not be. `finished` is whether they are to be
    /// published now.
    pub(super) fn make(
        &self,
        store: &Store,
        rows: &mut [Row],
        finished: bool,
        mut each: impl FnMut(i64, Article),
    ) -> Result<Vec<Failure>, store::Error> {
        let mut unmade: Vec<&mut Row> =
            rows.iter_mut().filter(|row| row.unmade.is_some()).collect();
        let mut failures = Vec::new();
        for batch in unmade.chunks_mut(BATCH) {
            let made = on_all_cores(batch, |row| {
                guarded(|| self.one(row, finished)).and_then(|made| made)
            });
            for (row, made) in batch.iter_mut().zip(made) {
                let Some(file) = row.unmade.take() else {
                    continue;
                };
                match made {
                    Ok((revision, article)) => {
                        store.save_made(row.key, &revision, &article)?;
                        row.revision = revision;
                        each(row.key, article);
                    }
                    Err(reason) => {
                        failures.push(Failure {
                            key: row.key,
                            source: row.source.clone(),
                            place: directory::shown(&file.path),
                            reason,
                        });
                        row.unmade = Some(file);
                    }
                }
            }
        }
        Ok(failures)
    }

    fn one(&self, row: &Row, finished: bool) -> Result<(Vec<u8>, Article), String> {
        let source = self.source(&row.source);
        let source = source.ok_or_else(|| "its source is not configured".to_owned())?;
        let (Place::Directory(options), Some(file)) = (&source.place, &row.unmade) else {
            return Err("its source is a folder no longer".to_owned());
        };
        let reader = Reader {
            source,
            options,
            base: self.settings.feeds.first().map(|feed| &feed.link),
            now: self.now,
        };
        let mut article = reader.make(file)?;
        let limit = source.normalise.summary_limit;
        let revision = revision_of(row, &article, limit).map_err(|error| error.to_string())?;
        if finished {
            normalise::finish(&mut article, &source.normalise);
        }
        Ok((revision, article))
    }
}
