//! Paths as written, and what sources take from the top level.

use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::parse::SiteRules;
use crate::schedule::Schedule;

/// What a source takes from the top level, and where paths start.
pub(super) struct Defaults {
    /// The folder of the file, absolute.
    pub(super) folder: PathBuf,
    /// Zone of dates that carry none, and of cron lines.
    pub(super) zone: TimeZone,
    /// When a source is due that does not say.
    pub(super) every: Schedule,
    /// Where feeds are written, absolute.
    pub(super) output: PathBuf,
    /// Rules for the pages of single sites.
    pub(super) rules: Option<Arc<SiteRules>>,
    /// Whether sources that publish rarely are asked rarely.
    pub(super) adaptive: bool,
}

impl Defaults {
    /// A path as written, made absolute.
    pub(super) fn path(&self, written: &str) -> PathBuf {
        absolute(&self.folder, written)
    }
}

/// Whether a text can be a path: not empty, not an address, no NUL in it.
pub(super) fn is_path(text: &str) -> bool {
    !text.trim().is_empty() && !text.contains("://") && !text.contains('\0')
}

/// A path as written, made absolute.
pub(super) fn absolute(folder: &Path, written: &str) -> PathBuf {
    let joined = folder.join(written);
    std::path::absolute(&joined).unwrap_or(joined)
}

/// A path with its `..` worked out on paper, for comparing only: with symlinks it may lie elsewhere.
pub(super) fn lexical(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => drop(out.pop()),
            Component::CurDir => {}
            part => out.push(part),
        }
    }
    out
}
