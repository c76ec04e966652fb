//! What is gone from a folder goes from the feeds, unless so much is gone that it looks like an
//! accident (D-11).

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::report::Report;
use crate::collect::directory::{self, Listing, Options};
use crate::store::{self, SourceState, Store};

/// Fewer files than this may vanish at once without a question (D-11).
const FEW: usize = 10;
/// For so long a folder that lost most of its files is left as it was (D-11).
const PATIENCE: TimeDelta = TimeDelta::minutes(10);

/// What a scan did not find again.
pub(super) struct Gone<'a> {
    /// The folder, and which of its files are articles.
    pub(super) options: &'a Options,
    /// What the scan found in it.
    pub(super) listing: &'a Listing,
    /// The files that were there before.
    pub(super) missing: HashSet<Vec<u8>>,
    /// How many there were before.
    pub(super) known: usize,
    /// When it was looked.
    pub(super) now: DateTime<Utc>,
}

/// Removes the articles of files that are gone. The inner error is the folder's own.
pub(super) fn remove(
    store: &Store,
    source: &str,
    gone: Gone<'_>,
    state: &mut SourceState,
    report: &mut Report,
) -> Result<Result<(), String>, store::Error> {
    let Gone {
        options,
        listing,
        mut missing,
        known,
        now,
    } = gone;
    // Its file has become another article, and no other file has taken it up.
    report.removed += store.remove_articles_of(source, store::RELEASED)? as u64;
    // What could not be looked at is not gone.
    missing.retain(|path| {
        !listing
            .unreadable
            .iter()
            .any(|folder| lies_in(path, folder))
    });
    directory::retain_gone(options, &mut missing);
    let gone = missing.len();
    let is_empty = listing.entries.is_empty();
    let many = gone >= FEW && gone * 2 > known;
    let device = state.device.is_some_and(|device| device != listing.device);
    let elsewhere = device && gone == known;
    if gone > 0 && (many || is_empty || elsewhere) {
        let since = *state.missing_since.get_or_insert(now);
        let root = options.root.display();
        // A folder whose disk is not mounted is an empty one on another device.
        if elsewhere && is_empty {
            return Ok(Err(format!(
                "none of its {known} files is in {root}, which lies on another device than before: is it mounted? \
                 Their articles stay published"
            )));
        }
        if now - since < PATIENCE {
            return Ok(Err(format!(
                "{gone} of {known} files are gone from {root}; their articles stay published for now: if they were \
                 meant to go, do nothing and they go with a scan ten minutes from now, else bring the folder back"
            )));
        }
    }
    state.missing_since = None;
    state.device = Some(listing.device);
    if missing.is_empty() {
        return Ok(Ok(()));
    }
    store.transaction(|store| {
        for path in &missing {
            report.removed += store.remove_articles_of(source, path)? as u64;
            store.forget_file(source, path)?;
        }
        Ok(())
    })?;
    Ok(Ok(()))
}

/// Whether a path is that of a folder, or lies in it.
fn lies_in(path: &[u8], folder: &directory::Refused) -> bool {
    let folder = folder.path.as_slice();
    folder.is_empty()
        || path
            .strip_prefix(folder)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(b"/"))
}
