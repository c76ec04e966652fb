//! One folder's part of a turn: what is new or changed is read, what was renamed keeps its id,
//! what is gone is removed — unless so much is gone that it looks like an accident.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, TimeDelta, Utc};
use rayon::prelude::*;
use url::Url;

use super::{Progress, Report, fingerprint};
use crate::article::{Article, Document, IdOrigin, Origin};
use crate::collect::directory::{self, Entry, Listing};
use crate::config::Source;
use crate::publish::select;
use crate::store::{self, Change, FileState, Incoming, SourceState, Store};
use crate::{normalise, parse};

/// Files read, parsed and committed together: memory follows this, not the folder.
const BATCH: usize = 256;
/// Fewer files than this may vanish at once without a question (D-11).
const FEW: usize = 10;
/// For so long a folder that lost most of its files is left as it was (D-11).
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// What the part needs.
pub(super) struct Turn<'a> {
    pub(super) store: &'a mut Store,
    pub(super) reader: Reader<'a>,
    pub(super) authority: &'a str,
    pub(super) progress: Progress<'a>,
}

/// What reading a file needs; many threads share it.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) source: &'a Source,
    pub(super) options: &'a directory::Options,
    /// Where relative addresses lead when the source does not say.
    pub(super) base: Option<&'a Url>,
    pub(super) now: DateTime<Utc>,
}

/// What became of one file.
struct Read {
    entry: Entry,
    hash: Option<[u8; 32]>,
    /// None: its bytes are as they were.
    articles: Option<Result<Vec<Article>, String>>,
    warnings: Vec<String>,
}

impl Reader<'_> {
    /// Reads and parses one file. None when it is gone since it was listed.
    fn read(&self, entry: &Entry, before: Option<&FileState>) -> Option<Read> {
        let (bytes, now) = match directory::read(&self.options.root, &entry.path) {
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return None,
            Err(error) => {
                let articles = Some(Err(error.to_string()));
                return Some(Read {
                    entry: entry.clone(),
                    hash: None,
                    articles,
                    warnings: Vec::new(),
                });
            }
        };
        let hash = *blake3::hash(&bytes).as_bytes();
        if before.is_some_and(|before| before.hash == Some(hash)) {
            return Some(Read {
                entry: now,
                hash: Some(hash),
                articles: None,
                warnings: Vec::new(),
            });
        }
        let path = relative(&entry.path);
        let address = self
            .source
            .normalise
            .link
            .as_deref()
            .and_then(|template| normalise::address::expand(template, &path));
        let document = Document {
            origin: Origin::File(path),
            bytes,
            content_type: None,
            base: address,
        };
        let mut warnings = Vec::new();
        let articles = match parse::parse(&document) {
            Ok(mut parsed) => {
                warnings.append(&mut parsed.warnings);
                warnings.extend(
                    parsed
                        .articles
                        .iter()
                        .flat_map(|raw| raw.warnings.iter().cloned()),
                );
                // Relative addresses lead to the site even where articles have none of their own.
                let base = document.base.as_ref().or(self.base);
                Ok(normalise::articles(
                    parsed,
                    &document.origin,
                    base,
                    &self.source.normalise,
                    self.now,
                ))
            }
            Err(error) => Err(error.to_string()),
        };
        Some(Read {
            entry: now,
            hash: Some(hash),
            articles: Some(articles),
            warnings,
        })
    }
}

impl Turn<'_> {
    /// Brings the state up to date with the folder. The inner error is the folder's own.
    pub(super) fn run(
        &mut self,
        state: &mut SourceState,
        report: &mut Report,
    ) -> Result<Result<(), String>, store::Error> {
        let listing = match directory::list(self.reader.options) {
            Ok(listing) => listing,
            Err(error) => {
                return Ok(Err(format!(
                    "{}: {error}; what it gave before stays published",
                    self.reader.options.root.display()
                )));
            }
        };
        let fingerprint = fingerprint(self.reader.source);
        let all = state.fingerprint != fingerprint;
        let known = self.store.files(&self.reader.source.name)?;
        self.report_refused(&listing, report);
        let mut fresh = Vec::new();
        for entry in &listing.entries {
            match known.get(&entry.path) {
                Some(file) if !all && is_as_it_was(entry, file) => {
                    report.unread += 1;
                    if let Some(error) = &file.error {
                        report.failed(
                            &self.reader.source.name,
                            Some(&directory::shown(&entry.path)),
                            error,
                        );
                    }
                }
                _ => fresh.push(entry),
            }
        }
        let mut missing = missing(&listing, &known);
        let total = fresh.len() as u64;
        for (done, batch) in fresh.chunks(BATCH).enumerate() {
            (self.progress)(&self.reader.source.name, (done * BATCH) as u64, total);
            let reader = self.reader;
            let read: Vec<Read> = batch
                .par_iter()
                .filter_map(|entry| reader.read(entry, known.get(&entry.path).filter(|_| !all)))
                .collect();
            self.commit(read, &known, &mut missing, &listing, report)?;
        }
        if total > 0 {
            (self.progress)(&self.reader.source.name, total, total);
        }
        state.fingerprint = fingerprint;
        self.remove(missing, &listing, known.len(), state, report)
    }

    fn report_refused(&self, listing: &Listing, report: &mut Report) {
        for refused in listing.refused.iter().chain(&listing.unreadable) {
            report.failed(
                &self.reader.source.name,
                Some(&refused.path),
                &refused.reason,
            );
        }
        for entry in &listing.entries {
            if std::str::from_utf8(&entry.path).is_err() {
                let reason = "its name is not UTF-8: it is published all the same, but rename it before its id is out";
                report.warn(
                    &self.reader.source.name,
                    Some(&directory::shown(&entry.path)),
                    reason,
                );
            }
        }
    }

    fn commit(
        &mut self,
        batch: Vec<Read>,
        known: &HashMap<Vec<u8>, FileState>,
        missing: &mut HashSet<Vec<u8>>,
        listing: &Listing,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let (source, authority, now) = (self.reader.source, self.authority, self.reader.now);
        self.store.transaction(|store| {
            for read in batch {
                let path = &read.entry.path;
                let place = directory::shown(path);
                report.read += 1;
                for warning in &read.warnings {
                    report.warn(&source.name, Some(&place), warning);
                }
                if !known.contains_key(path)
                    && let Some(old) = renamed_from(&read, known, missing)
                {
                    store.rename_file(&source.name, &old, path)?;
                    missing.remove(&old);
                }
                let error = match &read.articles {
                    None => known.get(path).and_then(|file| file.error.clone()),
                    Some(Err(reason)) => Some(reason.clone()),
                    Some(Ok(articles)) => {
                        let mut error = None;
                        for article in articles {
                            let single = articles.len() == 1;
                            let own_id = article.identity.origin == IdOrigin::Own;
                            let identity = article.identity.value.as_str();
                            if own_id
                                && let Some(other) = store.file_of(&source.name, identity)?
                                && other != *path
                                && listing.entries.binary_search_by(|entry| entry.path.cmp(&other)).is_ok()
                            {
                                error = Some(format!(
                                    "its id `{identity}` is that of {} too, which is published: give one of them another",
                                    directory::shown(&other)
                                ));
                                continue;
                            }
                            let id = normalise::identity::qualify(&article.identity, authority, &source.name);
                            let change = store.take(&Incoming {
                                source: &source.name,
                                identity,
                                id: &id,
                                own_id,
                                peers: None,
                                file: single.then_some(path.as_slice()),
                                file_time: file_time(&read.entry),
                                article,
                                fold: select::key,
                                now,
                            })?;
                            match change {
                                Change::New => report.new += 1,
                                Change::Changed => report.changed += 1,
                                Change::Same => {}
                            }
                        }
                        error
                    }
                };
                if let Some(error) = &error {
                    report.failed(&source.name, Some(&place), error);
                }
                let file = FileState {
                    size: read.entry.size,
                    modified: read.entry.modified,
                    inode: read.entry.inode,
                    hash: read.hash,
                    error,
                };
                store.save_file(&source.name, path, &file)?;
            }
            Ok(())
        })
    }

    /// Removes the articles of files that are gone.
    fn remove(
        &mut self,
        missing: HashSet<Vec<u8>>,
        listing: &Listing,
        known: usize,
        state: &mut SourceState,
        report: &mut Report,
    ) -> Result<Result<(), String>, store::Error> {
        // What could not be looked at is not gone.
        if missing.is_empty() || !listing.unreadable.is_empty() {
            state.missing_since = None;
            state.device = Some(listing.device);
            return Ok(Ok(()));
        }
        let gone = missing.len();
        let other_device = state.device.is_some_and(|device| device != listing.device);
        let many = gone >= FEW && gone * 2 > known;
        // Few that are gone while most are there were deleted, even where the device has another number now.
        if many || listing.entries.is_empty() {
            let since = *state.missing_since.get_or_insert(self.reader.now);
            let what = format!(
                "{gone} of {known} files are gone from {}",
                self.reader.options.root.display()
            );
            if other_device {
                return Ok(Err(format!(
                    "{what}, which lies on another device than before; their articles stay published: mount \
                     the folder again, or, if they were meant to go, delete the state file and build anew"
                )));
            }
            if self.reader.now - since < PATIENCE {
                return Ok(Err(format!(
                    "{what}; their articles stay published for now: if they were meant to go, do nothing and they go \
                     with a scan ten minutes from now, else bring the folder back"
                )));
            }
        }
        state.missing_since = None;
        state.device = Some(listing.device);
        let source = &self.reader.source.name;
        self.store.transaction(|store| {
            for path in &missing {
                report.removed += store.remove_articles_of(source, path)? as u64;
                store.forget_file(source, path)?;
            }
            Ok(())
        })?;
        Ok(Ok(()))
    }
}

fn is_as_it_was(entry: &Entry, file: &FileState) -> bool {
    entry.size == file.size && entry.modified == file.modified && entry.inode == file.inode
}

fn missing(listing: &Listing, known: &HashMap<Vec<u8>, FileState>) -> HashSet<Vec<u8>> {
    let there: HashSet<&[u8]> = listing
        .entries
        .iter()
        .map(|entry| entry.path.as_slice())
        .collect();
    known
        .keys()
        .filter(|path| !there.contains(path.as_slice()))
        .cloned()
        .collect()
}

/// The file that had these bytes and is gone: the smallest path of several.
fn renamed_from(
    read: &Read,
    known: &HashMap<Vec<u8>, FileState>,
    missing: &HashSet<Vec<u8>>,
) -> Option<Vec<u8>> {
    let hash = read.hash?;
    let same = |path: &&Vec<u8>| known.get(*path).is_some_and(|file| file.hash == Some(hash));
    missing.iter().filter(same).min().cloned()
}

/// A path as identities and addresses use it: UTF-8 as it is, other bytes percent-encoded.
fn relative(path: &[u8]) -> String {
    let mut relative = String::new();
    for chunk in path.utf8_chunks() {
        relative.push_str(chunk.valid());
        for byte in chunk.invalid() {
            relative.push_str(&format!("%{byte:02X}"));
        }
    }
    relative
}

fn file_time(entry: &Entry) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(entry.modified.div_euclid(1_000_000_000), 0)
}
