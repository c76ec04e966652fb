//! Reads a folder of articles, recursively, safely.

use std::path::PathBuf;

/// Which files of which folder.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder (or one file), absolute.
    pub root: PathBuf,
    /// Globs of files to take, relative to `root`.
    pub include: Vec<String>,
    /// Globs of files to leave.
    pub exclude: Vec<String>,
}
