//! What was read of each file, so that an unchanged one is not read again.

use std::collections::HashMap;

use rusqlite::{OptionalExtension, params};

use super::{Error, Store};

/// What is remembered of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileState {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since the epoch.
    pub modified: i64,
    /// Inode number.
    pub inode: u64,
    /// blake3 of the bytes; None when they could not be read.
    pub hash: Option<[u8; 32]>,
    /// Why it gave no article.
    pub error: Option<String>,
}

impl Store {
    /// Every file remembered of a source, by path relative to its folder.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn files(&self, source: &str) -> Result<HashMap<Vec<u8>, FileState>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT path, size, modified, inode, hash, error FROM file WHERE source = ?1",
        )?;
        let rows = statement.query_map([source], |row| Ok((row.get(0)?, state(row)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What is remembered of one file.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn file(&self, source: &str, path: &[u8]) -> Result<Option<FileState>, Error> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT path, size, modified, inode, hash, error FROM file WHERE source = ?1 AND path = ?2",
            )?
            .query_row(params![source, path], state)
            .optional()?;
        Ok(found)
    }

    /// Whether a file of this path is remembered, or one in a folder of this path.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn knows_below(&self, source: &str, path: &[u8]) -> Result<bool, Error> {
        let (within, after) = ([path, b"/"].concat(), [path, b"0"].concat());
        Ok(self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM file WHERE source = ?1 AND path = ?2)
                     OR EXISTS (SELECT 1 FROM file WHERE source = ?1 AND path > ?3 AND path < ?4)",
            )?
            .query_row(params![source, path, within, after], |row| row.get(0))?)
    }

    /// Remembers a file.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_file(&self, source: &str, path: &[u8], state: &FileState) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO file (source, path, size, modified, inode, hash, error)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                source,
                path,
                state.size.cast_signed(),
                state.modified,
                state.inode.cast_signed(),
                state.hash,
                state.error,
            ])?;
        Ok(())
    }

    /// Forgets a file; its articles are left to [`Store::remove_articles_of`].
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn forget_file(&self, source: &str, path: &[u8]) -> Result<(), Error> {
        self.connection
            .prepare_cached("DELETE FROM file WHERE source = ?1 AND path = ?2")?
            .execute(params![source, path])?;
        Ok(())
    }

    /// Gives the articles of one file to another: the file was renamed, the ids stay.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn rename_file(&self, source: &str, from: &[u8], to: &[u8]) -> Result<(), Error> {
        self.connection
            .prepare_cached("UPDATE article SET file = ?3 WHERE source = ?1 AND file = ?2")?
            .execute(params![source, from, to])?;
        self.forget_file(source, from)
    }
}

fn state(row: &rusqlite::Row<'_>) -> rusqlite::Result<FileState> {
    Ok(FileState {
        size: row.get::<_, i64>(1)?.cast_unsigned(),
        modified: row.get(2)?,
        inode: row.get::<_, i64>(3)?.cast_unsigned(),
        hash: row.get(4)?,
        error: row.get(5)?,
    })
}
