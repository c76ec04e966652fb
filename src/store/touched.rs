//! What has changed since the feeds were last brought up to date. The state notes by itself what changes and goes (triggers
//! in `schema.rs`); what comes is noted here, at the end of its transaction.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::{Error, Store};

/// Where it is kept of what, and when, the feeds were last brought up to date.
const PRESSED: &str = "pressed";

/// What has changed since.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Sources with articles that came, changed or went.
    pub sources: HashSet<String>,
    /// Tags (kind 0) and authors (kind 1) that such articles have or had, folded.
    pub labels: HashSet<(u8, String)>,
}

impl Touched {
    /// Whether nothing has.
    pub fn is_empty(&self) -> bool {
        self.sources.is_empty() && self.labels.is_empty()
    }
}

impl Store {
    /// Notes that an article of a source came.
    pub(super) fn note_fresh(&self, source: &str) {
        let mut fresh = self.fresh.borrow_mut();
        if !fresh.sources.contains(source) {
            fresh.sources.insert(source.to_owned());
        }
    }

    /// Notes what came.
    pub(super) fn note_touched(&self) -> Result<(), Error> {
        let mut fresh = self.fresh.borrow_mut();
        for name in fresh.sources.drain() {
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO touched_source VALUES (?1)")?
                .execute([name])?;
        }
        for spelling in fresh.labels.drain() {
            self.connection
                .prepare_cached("INSERT OR IGNORE INTO touched_label VALUES (?1)")?
                .execute([spelling])?;
        }
        Ok(())
    }

    /// What has changed since the feeds were brought up to date; None where that may be anything: they were made by
    /// another configuration, whose print is not `print`, or an article has appeared or expired since.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn touched(&self, print: &str, now: DateTime<Utc>) -> Result<Option<Touched>, Error> {
        let pressed: Option<String> = self
            .connection
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
            .query_row([PRESSED], |row| row.get(0))
            .optional()?;
        let Some((known, at)) = pressed
            .as_deref()
            .and_then(|pressed| pressed.split_once(' '))
        else {
            return Ok(None);
        };
        let (at, now): (i64, i64) = (at.parse().unwrap_or(i64::MAX), now.timestamp());
        if known != print || at > now {
            return Ok(None);
        }
        let passed: bool = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM article WHERE published > ?1 AND published <= ?2 AND visible = 1
                                AND first_seen <= ?1)
                     OR EXISTS (SELECT 1 FROM article WHERE expires > ?1 AND expires <= ?2)",
            )?
            .query_row([at, now], |row| row.get(0))?;
        if passed {
            return Ok(None);
        }
        let mut sources = self
            .connection
            .prepare_cached("SELECT name FROM touched_source")?;
        let mut labels = self.connection.prepare_cached(
            "SELECT DISTINCT kind, folded FROM touched_label JOIN spelling ON key = spelling",
        )?;
        let sources = sources.query_map([], |row| row.get(0))?;
        let labels = labels.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(Some(Touched {
            sources: sources.collect::<Result<_, _>>()?,
            labels: labels.collect::<Result<_, _>>()?,
        }))
    }

    /// The feeds are up to date.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn pressed(&self, print: &str, now: DateTime<Utc>) -> Result<(), Error> {
        self.connection
            .execute_batch("DELETE FROM touched_source; DELETE FROM touched_label")?;
        self.connection
            .prepare_cached(
                "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
            )?
            .execute(params![PRESSED, format!("{print} {}", now.timestamp())])?;
        Ok(())
    }
}
