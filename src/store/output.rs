//! What was published, so that nothing unchanged is rendered or written again.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::params;

use super::{Error, Store};

/// What is remembered of one published file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputState {
    /// The configured feed it belongs to.
    pub feed: String,
    /// The tag, author or source it is of, for a feed with `per`.
    pub value: Option<String>,
    /// Of everything it was rendered from.
    pub fingerprint: Vec<u8>,
    /// Bytes on disk.
    pub size: u64,
    /// The file's own time, in nanoseconds since the epoch: tells whether somebody else wrote it.
    pub modified: i64,
    /// When its bytes last changed.
    pub changed: DateTime<Utc>,
    /// Articles in it.
    pub articles: u64,
    /// Date of the newest.
    pub newest: Option<DateTime<Utc>>,
    /// Of the bytes; None where an older feedmill wrote them.
    pub digest: Option<Vec<u8>>,
}

impl Store {
    /// Everything published, by path below the output folder.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn outputs(&self) -> Result<HashMap<String, OutputState>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT path, feed, value, fingerprint, size, modified, changed, articles, newest, digest FROM output",
        )?;
        let rows = statement.query_map([], |row| {
            let state = OutputState {
                feed: row.get(1)?,
                value: row.get(2)?,
                fingerprint: row.get(3)?,
                size: row.get::<_, i64>(4)?.cast_unsigned(),
                modified: row.get(5)?,
                changed: DateTime::from_timestamp(row.get(6)?, 0).unwrap_or_default(),
                articles: row.get::<_, i64>(7)?.cast_unsigned(),
                newest: row
                    .get::<_, Option<i64>>(8)?
                    .and_then(|newest| DateTime::from_timestamp(newest, 0)),
                digest: row.get(9)?,
            };
            Ok((row.get(0)?, state))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers a published file.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_output(&self, path: &str, state: &OutputState) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO output (path, feed, value, fingerprint, size, modified, changed, articles, newest, digest)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            )?
            .execute(params![
                path,
                state.feed,
                state.value,
                state.fingerprint,
                state.size.cast_signed(),
                state.modified,
                state.changed.timestamp(),
                state.articles.cast_signed(),
                state.newest.map(|newest| newest.timestamp()),
                state.digest,
            ])?;
        Ok(())
    }

    /// Forgets a published file.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn forget_output(&self, path: &str) -> Result<(), Error> {
        self.connection
            .execute("DELETE FROM output WHERE path = ?1", [path])?;
        Ok(())
    }
}
