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
