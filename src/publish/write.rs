//! Puts pages on disk: atomically, and only when their bytes change. Shell. Stub.
use crate::article::Page;
use std::path::Path;

/// What a write did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The file was made or replaced.
    Written,
    /// The file already had these bytes and was left alone.
    Unchanged,
}

/// Writes one page below `output`: a temporary file in the same folder, fsync, rename, fsync of the folder.
///
/// # Errors
/// With the path and the reason.
pub fn write(output: &Path, page: &Page) -> std::io::Result<Outcome> {
    let _ = (output, page);
    Ok(Outcome::Unchanged)
}

/// What the file system says of a published file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since the epoch.
    pub modified: i64,
}

/// Looks at a published file without reading it; None when it is not there.
pub fn stat(output: &Path, path: &str) -> Option<Stat> {
    use std::os::unix::fs::MetadataExt;
    let about = std::fs::symlink_metadata(output.join(path)).ok().filter(std::fs::Metadata::is_file)?;
    let modified = about.mtime().saturating_mul(1_000_000_000).saturating_add(about.mtime_nsec());
    Some(Stat { size: about.len(), modified })
}

/// Reads a published file.
///
/// # Errors
/// When it is not there or cannot be read.
pub fn read(output: &Path, path: &str) -> std::io::Result<Vec<u8>> {
    std::fs::read(output.join(path))
}
/// stub
pub fn remove(output: &Path, path: &str) -> std::io::Result<()> { let _ = (output, path); Ok(()) }
