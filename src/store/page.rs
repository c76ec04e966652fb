//! What is remembered of the documents behind a list: so that each article's page is fetched once.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::params;

use super::{Error, Store};

/// What is remembered of one document behind a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageState {
    /// Of the title that the list gave it.
    pub title: Option<[u8; 16]>,
    /// Of the options by which it was read; a change makes it be read again.
    pub rules: String,
    /// When it was last asked for.
    pub asked: Option<DateTime<Utc>>,
    /// Failures since.
    pub failures: u32,
    /// Nothing more is to be had of it.
    pub done: bool,
    /// `ETag`, byte for byte (E-01).
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`, byte for byte (E-01).
    pub last_modified: Option<Vec<u8>>,
}

impl Store {
    /// What is remembered behind the list of a source, by name: an article's identity, or the address of another document.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn pages(&self, source: &str) -> Result<HashMap<String, PageState>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT name, title, rules, asked, failures, done, etag, last_modified FROM page WHERE source = ?1",
        )?;
        let rows = statement.query_map([source], |row| {
            let asked: Option<i64> = row.get(3)?;
            let state = PageState {
                title: row.get(1)?,
                rules: row.get(2)?,
                asked: asked.and_then(|seconds| DateTime::from_timestamp(seconds, 0)),
                failures: row.get(4)?,
                done: row.get(5)?,
                etag: row.get(6)?,
                last_modified: row.get(7)?,
            };
            Ok((row.get(0)?, state))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers a document behind the list of a source.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_page(&self, source: &str, name: &str, state: &PageState) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO page (source, name, title, rules, asked, failures, done, etag, last_modified)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                source,
                name,
                state.title,
                state.rules,
                state.asked.map(|time| time.timestamp()),
                state.failures,
                state.done,
                state.etag,
                state.last_modified,
            ])?;
        Ok(())
    }

    /// Forgets a document behind the list of a source.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn forget_page(&self, source: &str, name: &str) -> Result<(), Error> {
        self.connection
            .prepare_cached("DELETE FROM page WHERE source = ?1 AND name = ?2")?
            .execute([source, name])?;
        Ok(())
    }
}
