//! One folder's part of a turn: what is new or changed is read, what was renamed keeps its id,
//! what is gone is removed — unless so much is gone that it looks like an accident.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use chrono::{DateTime, Utc};

use super::part::{self, Progress, fingerprint};
use super::report::Report;
use crate::article::IdOrigin;
use crate::collect::directory::{self, Entry, Found, Listing, Names};
use crate::normalise;
use crate::publish::select;
use crate::store::{self, FileState, Incoming, SourceState, Store, Unmade};

mod moved;
mod read;
mod remove;
mod scan;

use read::Read;
pub(super) use read::Reader;
use remove::Gone;
use scan::{Scan, There};

/// Files read, parsed and committed together: memory follows this, not the folder.
const BATCH: usize = 1024;
/// What the part needs.
pub(super) struct Turn<'a> {
    pub(super) store: &'a Store,
    pub(super) reader: Reader<'a>,
    pub(super) authority: &'a str,
    pub(super) progress: Progress<'a>,
}

/// What became of a file's articles.
enum Taken {
    /// They are in the state; or the file has none, and why.
    Done(Option<String>),
    /// Its id is that of another file.
    Refused(String),
    /// Its id was that of a file that has changed too, and has yet to be looked at.
    Later,
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
                report.soon |= directory::passes(&error);
                return Ok(Err(format!(
                    "{}: {error}; what it gave before stays published",
                    self.reader.options.root.display()
                )));
            }
        };
        let fingerprint = fingerprint(self.reader.source, self.reader.base);
        let all = state.fingerprint != fingerprint;
        let known = self.store.files(&self.reader.source.name)?;
        self.report_refused(&listing, report);
        let mut fresh = Vec::new();
        for entry in &listing.entries {
            match known.get(&entry.path) {
                Some(file) if !all && is_as_it_was(entry, file) => {
                    report.unread += 1;
                    if let Some(error) = &file.error {
                        let place = directory::shown(&entry.path);
                        report.failed(&self.reader.source.name, Some(&place), error);
                    }
                }
                _ => fresh.push(entry),
            }
        }
        let there = paths(listing.entries.iter());
        let gone = known.keys().filter(|path| !there.contains(*path));
        let mut scan = Scan {
            missing: gone.cloned().collect(),
            there: There::Listed(there),
            waiting: paths(fresh.iter().copied()),
            deferred: Vec::new(),
            was: HashMap::new(),
            known: &known,
            anew: all,
        };
        self.take_in(&fresh, &mut scan, report)?;
        state.fingerprint = fingerprint;
        let gone = Gone {
            options: self.reader.options,
            listing: &listing,
            missing: scan.missing,
            known: known.len(),
            now: self.reader.now,
        };
        remove::remove(self.store, &self.reader.source.name, gone, state, report)
    }

    /// Brings the state up to date with files that are known to have been edited; false where it takes a listing of the
    /// folder to tell what has become of them.
    pub(super) fn run_edited(
        &mut self,
        state: &SourceState,
        edited: &BTreeSet<&Path>,
        report: &mut Report,
    ) -> Result<bool, store::Error> {
        let (source, options) = (&self.reader.source.name, self.reader.options);
        let as_it_was = state.fingerprint == fingerprint(self.reader.source, self.reader.base)
            && state.missing_since.is_none()
            && state.error.is_none();
        if !as_it_was || edited.len() > BATCH {
            return Ok(false);
        }
        let Ok(names) = Names::of(options) else {
            return Ok(false);
        };
        let (mut known, mut entries) = (HashMap::new(), Vec::new());
        for path in edited {
            match directory::look(&options.root, &names, path) {
                Found::Nothing => {}
                Found::Unclear => return Ok(false),
                // Editors write under another name, and rename what they have written.
                Found::Gone
                    if !self
                        .store
                        .knows_below(source, path.as_os_str().as_bytes())? => {}
                Found::Gone => return Ok(false),
                // A new file may be one that is gone, under another name.
                Found::Entry(entry) => match self.store.file(source, &entry.path)? {
                    None => return Ok(false),
                    Some(file) if is_as_it_was(&entry, &file) => {}
                    Some(file) => {
                        known.insert(entry.path.clone(), file);
                        entries.push(entry);
                    }
                },
            }
        }
        let fresh: Vec<&Entry> = entries.iter().collect();
        let mut scan = Scan {
            missing: HashSet::new(),
            there: There::Known(&options.root),
            waiting: paths(entries.iter()),
            deferred: Vec::new(),
            was: HashMap::new(),
            known: &known,
            anew: false,
        };
        self.take_in(&fresh, &mut scan, report)?;
        report.removed += self.store.remove_articles_of(source, store::RELEASED)? as u64;
        Ok(true)
    }

    /// Reads files and takes their articles in.
    fn take_in(
        &mut self,
        fresh: &[&Entry],
        scan: &mut Scan<'_>,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let total = fresh.len() as u64;
        // What adopted entries are compared with, and what files that are gone are, takes the text.
        let heads = !self.store.any_waiting()?;
        for (done, batch) in fresh.chunks(BATCH).enumerate() {
            (self.progress)(&self.reader.source.name, (done * BATCH) as u64, total);
            let reader = self.reader;
            let read = part::on_all_cores(batch, |entry| {
                let before = scan.known.get(&entry.path);
                let head = heads && (before.is_some() || scan.missing.is_empty());
                reader.read(entry, before.filter(|_| !scan.anew), head)
            });
            self.commit(read.into_iter().flatten().collect(), scan, report)?;
        }
        // Those that wait for each other: what each of them is now is known by now.
        let deferred = std::mem::take(&mut scan.deferred);
        scan.was = moved::find(
            self.store,
            &self.reader.source.name,
            &deferred,
            &scan.missing,
        )?;
        for read in &deferred {
            scan.waiting.remove(&read.entry.path);
            scan.there.remove(&read.entry.path);
        }
        self.commit(deferred, scan, report)?;
        if total > 0 {
            (self.progress)(&self.reader.source.name, total, total);
        }
        Ok(())
    }

    fn report_refused(&self, listing: &Listing, report: &mut Report) {
        report.soon |= listing.passing;
        for refused in listing.refused.iter().chain(&listing.unreadable) {
            let place = directory::shown(&refused.path);
            report.failed(&self.reader.source.name, Some(&place), &refused.reason);
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
        scan: &mut Scan<'_>,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let turn = &*self;
        turn.store.transaction(|store| {
            for mut read in batch {
                let path = &read.entry.path;
                let mut known = scan.known.contains_key(path);
                if !known {
                    if let Some(old) = scan.renamed_from(&read) {
                        store.rename_file(&turn.reader.source.name, &old, path)?;
                        scan.missing.remove(&old);
                        known = true;
                    } else if scan.may_be_missing(path) {
                        scan.deferred.push(read);
                        continue;
                    }
                }
                let error = match turn.take(store, &read, known, scan, report)? {
                    Taken::Later => {
                        scan.deferred.push(read);
                        continue;
                    }
                    Taken::Refused(reason) => {
                        // To be tried again: the other file may go, or get another id.
                        read.hash = None;
                        Some(reason)
                    }
                    Taken::Done(error) => error,
                };
                turn.remember(store, &read, error, report)?;
                scan.there.insert(&read.entry.path);
                scan.waiting.remove(&read.entry.path);
            }
            Ok(())
        })
    }

    /// Takes in the articles of one file.
    fn take(
        &self,
        store: &Store,
        read: &Read,
        known: bool,
        scan: &Scan<'_>,
        report: &mut Report,
    ) -> Result<Taken, store::Error> {
        let (source, path) = (&self.reader.source.name, &read.entry.path);
        let articles = match &read.articles {
            None => {
                let file = scan.known.get(path);
                return Ok(Taken::Done(file.and_then(|file| file.error.clone())));
            }
            Some(Err(reason)) => return Ok(Taken::Done(Some(reason.clone()))),
            Some(Ok(articles)) => articles,
        };
        let alone = articles.len() == 1;
        for article in articles {
            let own_id = article.identity.origin == IdOrigin::Own;
            let identity = article.identity.value.as_str();
            if own_id
                && let Some(other) = store.file_of(source, identity)?
                && other != *path
            {
                if scan.waiting.contains(&other) {
                    return Ok(Taken::Later);
                }
                if scan.there.contains(&other) {
                    return Ok(Taken::Refused(format!(
                        "its id `{identity}` is that of {} too, which is published: give one of them another",
                        directory::shown(&other)
                    )));
                }
            }
            let id = part::id(&article.identity, self.authority, source);
            let change = store.take(&Incoming {
                source,
                identity,
                id: &id,
                own_id,
                was: scan.was.get(path).copied(),
                file: Some(path.as_slice()),
                alone,
                known_file: known,
                file_time: file_time(&read.entry),
                article,
                unmade: read.hash.filter(|_| read.only_head).map(|hash| Unmade {
                    hash,
                    anew: scan.anew,
                }),
                summary_limit: self.reader.source.normalise.summary_limit,
                essence: Some(normalise::essence::of(
                    article,
                    read.words.filter(|_| alone),
                )),
                finish: &|_| {},
                weigh: normalise::essence::of_content,
                fold: select::key,
                now: self.reader.now,
                undated: self.reader.now,
            })?;
            report.count(change);
        }
        Ok(Taken::Done(None))
    }

    fn remember(
        &self,
        store: &Store,
        read: &Read,
        error: Option<String>,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let source = &self.reader.source.name;
        let place = directory::shown(&read.entry.path);
        report.read += u64::from(read.hash.is_some());
        report.soon |= read.passing;
        for warning in &read.warnings {
            report.warn(source, Some(&place), warning);
        }
        if let Some(error) = &error {
            report.failed(source, Some(&place), error);
        }
        let file = FileState {
            size: read.entry.size,
            modified: read.entry.modified,
            inode: read.entry.inode,
            hash: read.hash,
            error,
        };
        store.save_file(source, &read.entry.path, &file)
    }
}

/// What could not be read is never as it was: a chmod changes neither its size nor its time.
fn is_as_it_was(entry: &Entry, file: &FileState) -> bool {
    file.hash.is_some()
        && entry.size == file.size
        && entry.modified == file.modified
        && entry.inode == file.inode
}

fn paths<'a>(entries: impl Iterator<Item = &'a Entry>) -> HashSet<Vec<u8>> {
    entries.map(|entry| entry.path.clone()).collect()
}

fn file_time(entry: &Entry) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(entry.modified.div_euclid(1_000_000_000), 0)
}
