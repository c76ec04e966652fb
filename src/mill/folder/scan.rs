//! How far the scan of a folder is, and which of its files may be one.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use super::read::Read;
use crate::collect::directory;
use crate::store::FileState;

/// So many new files wait until it is known which are missing.
const WAITING: usize = 256;

/// How far a scan is.
pub(super) struct Scan<'a> {
    /// What was known before.
    pub(super) known: &'a HashMap<Vec<u8>, FileState>,
    /// Every file is read, as it was or not: the rules have changed.
    pub(super) anew: bool,
    /// Files of which it is known what they hold, or that are waiting.
    pub(super) there: There<'a>,
    /// Files that have yet to be taken in.
    pub(super) waiting: HashSet<Vec<u8>>,
    /// Files that were known and are no longer there.
    pub(super) missing: HashSet<Vec<u8>>,
    /// Files that have to wait for others.
    pub(super) deferred: Vec<Read>,
    /// New files, and the articles of missing ones that are in them, by key.
    pub(super) was: HashMap<Vec<u8>, i64>,
}

/// Which files there are.
pub(super) enum There<'a> {
    /// Those of a listing.
    Listed(HashSet<Vec<u8>>),
    /// All that lie in this folder.
    Known(&'a Path),
}

impl There<'_> {
    pub(super) fn contains(&self, path: &[u8]) -> bool {
        match self {
            There::Listed(paths) => paths.contains(path),
            There::Known(root) => directory::exists(root, path),
        }
    }

    pub(super) fn insert(&mut self, path: &[u8]) {
        if let There::Listed(paths) = self {
            paths.insert(path.to_vec());
        }
    }

    pub(super) fn remove(&mut self, path: &[u8]) {
        if let There::Listed(paths) = self {
            paths.remove(path);
        }
    }
}

impl Scan<'_> {
    /// A new file may be one of those that are missing, under another name and edited. So many of
    /// these wait until it is known which are left.
    pub(super) fn may_be_missing(&self, path: &[u8]) -> bool {
        !self.missing.is_empty() && self.deferred.len() < WAITING && self.waiting.contains(path)
    }

    /// The file that had these bytes and is gone: the smallest path of several.
    pub(super) fn renamed_from(&self, read: &Read) -> Option<Vec<u8>> {
        let hash = read.hash?;
        let same = |path: &&Vec<u8>| {
            let file = self.known.get(*path);
            file.is_some_and(|file| file.hash == Some(hash))
        };
        self.missing.iter().filter(same).min().cloned()
    }
}
