//! What others are still to be told, and how those others are doing: what is not taken today is there tomorrow, over
//! restarts.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::{Error, Store};

/// Something that one receiver is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Errand {
    /// Never given twice: a newer change of the same thing is another errand.
    pub key: i64,
    /// The published file below the output folder that changed, or the feed that `body` is of.
    pub path: String,
    /// What is to be said; None where the path says it all.
    pub body: Option<String>,
    /// How often it was refused for its own sake.
    pub failures: u32,
}

/// What a receiver has yet to be told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// How many errands.
    pub count: u64,
    /// When the first of them is due.
    pub due: Option<DateTime<Utc>>,
    /// Why one was refused for its own sake, if one was.
    pub error: Option<String>,
}

/// How one receiver is doing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ReceiverState {
    /// A hub, a webhook, a program or a place, by the name that the mill gives it.
    pub name: String,
    /// Failures since it last took something.
    pub failures: u32,
    /// Why it last failed.
    pub error: Option<String>,
    /// It is left alone until then.
    pub not_before: Option<DateTime<Utc>>,
    /// When it last took something.
    pub last_success: Option<DateTime<Utc>>,
}

fn time(seconds: Option<i64>) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(seconds?, 0)
}

impl Store {
    /// Adds an errand, due at once. One without a body takes the place of an older one of the same path.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn add_errand(&self, receiver: &str, path: &str, body: Option<&str>) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO errand (receiver, path, body) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![receiver, path, body])?;
        Ok(())
    }

    /// The errands of a receiver that are due, oldest first, at most so many.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn errands(
        &self,
        receiver: &str,
        now: DateTime<Utc>,
        most: usize,
    ) -> Result<Vec<Errand>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT key, path, body, failures FROM errand WHERE receiver = ?1 AND due <= ?2 ORDER BY key LIMIT ?3",
        )?;
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let rows = statement.query_map(params![receiver, now.timestamp(), most], |row| {
            Ok(Errand {
                key: row.get(0)?,
                path: row.get(1)?,
                body: row.get(2)?,
                failures: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// What a receiver has yet to be told.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn errands_left(&self, receiver: &str) -> Result<Left, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT count(*), min(due), max(error) FROM errand WHERE receiver = ?1",
        )?;
        Ok(statement.query_row([receiver], |row| {
            Ok(Left {
                count: row.get::<_, i64>(0)?.cast_unsigned(),
                due: time(row.get(1)?),
                error: row.get(2)?,
            })
        })?)
    }

    /// Whether a receiver has an errand that is newer than this one.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn has_errand_after(&self, receiver: &str, key: i64) -> Result<bool, Error> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM errand WHERE receiver = ?1 AND key > ?2")?
            .exists(params![receiver, key])?)
    }

    /// An errand that was done.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn drop_errand(&self, key: i64) -> Result<(), Error> {
        self.connection
            .prepare_cached("DELETE FROM errand WHERE key = ?1")?
            .execute([key])?;
        Ok(())
    }

    /// What was to be said of a path to a receiver, and no longer is.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn drop_errand_of(&self, receiver: &str, path: &str) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "DELETE FROM errand WHERE receiver = ?1 AND path = ?2 AND body IS NULL",
            )?
            .execute([receiver, path])?;
        Ok(())
    }

    /// An errand that was refused for its own sake and is tried again later.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn put_off_errand(
        &self,
        key: i64,
        failures: u32,
        due: DateTime<Utc>,
        error: &str,
    ) -> Result<(), Error> {
        self.connection.execute(
            "UPDATE errand SET failures = ?2, due = ?3, error = ?4 WHERE key = ?1",
            params![key, failures, due.timestamp(), error],
        )?;
        Ok(())
    }

    /// Drops the oldest errands of a receiver beyond so many, or so many bytes of bodies; says how many.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn cut_errands(&self, receiver: &str, most: u32, bytes: u32) -> Result<usize, Error> {
        Ok(self.connection.execute(
            "DELETE FROM errand WHERE key IN (
                 SELECT key FROM (
                     SELECT key, row_number() OVER newest AS number, sum(length(body)) OVER newest AS bytes
                     FROM errand WHERE receiver = ?1 WINDOW newest AS (ORDER BY key DESC)
                 ) WHERE number > ?2 OR number > 1 AND bytes > ?3
             )",
            params![receiver, most, bytes],
        )?)
    }

    /// How a receiver is doing; of an unknown one nothing.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn receiver(&self, name: &str) -> Result<ReceiverState, Error> {
        let found = self
            .connection
            .prepare_cached(
                "SELECT failures, error, not_before, last_success FROM receiver WHERE name = ?1",
            )?
            .query_row([name], |row| {
                Ok(ReceiverState {
                    name: name.to_owned(),
                    failures: row.get(0)?,
                    error: row.get(1)?,
                    not_before: time(row.get(2)?),
                    last_success: time(row.get(3)?),
                })
            })
            .optional()?;
        Ok(found.unwrap_or_else(|| ReceiverState {
            name: name.to_owned(),
            ..ReceiverState::default()
        }))
    }

    /// Remembers how a receiver is doing.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_receiver(&self, state: &ReceiverState) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO receiver (name, failures, error, not_before, last_success)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )?
            .execute(params![
                state.name,
                state.failures,
                state.error,
                state.not_before.map(|time| time.timestamp()),
                state.last_success.map(|time| time.timestamp()),
            ])?;
        Ok(())
    }

    /// A receiver that failed is tried again at once: there is something new for it.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn wake_receiver(&self, name: &str) -> Result<(), Error> {
        self.connection
            .prepare_cached("UPDATE receiver SET not_before = NULL WHERE name = ?1")?
            .execute([name])?;
        Ok(())
    }

    /// Forgets all receivers but these, and what they were to be told.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn forget_receivers(&self, but: &[&str]) -> Result<(), Error> {
        let known: Vec<String> = self
            .connection
            .prepare("SELECT name FROM receiver UNION SELECT receiver FROM errand")?
            .query_map([], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for name in known.iter().filter(|name| !but.contains(&name.as_str())) {
            for statement in [
                "DELETE FROM receiver WHERE name = ?1",
                "DELETE FROM errand WHERE receiver = ?1",
            ] {
                self.connection.execute(statement, [name])?;
            }
        }
        Ok(())
    }

    /// The feeds of whose articles it is remembered which ones the webhook was told.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn told_feeds(&self) -> Result<HashSet<String>, Error> {
        let mut statement = self
            .connection
            .prepare("SELECT feed FROM told WHERE id = ''")?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The revision of an article that the webhook was told for a feed.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn told(&self, feed: &str, id: &str) -> Result<Option<Vec<u8>>, Error> {
        Ok(self
            .connection
            .prepare_cached("SELECT revision FROM told WHERE feed = ?1 AND id = ?2")?
            .query_row([feed, id], |row| row.get(0))
            .optional()?)
    }

    /// Remembers that the webhook was told an article in this revision; of the empty id, that the feed is known.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn tell(&self, feed: &str, id: &str, revision: &[u8]) -> Result<(), Error> {
        self.connection
            .prepare_cached("INSERT OR REPLACE INTO told (feed, id, revision) VALUES (?1, ?2, ?3)")?
            .execute(params![feed, id, revision])?;
        Ok(())
    }

    /// Forgets what the webhook was told of a feed; of all where none is named.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn forget_told(&self, feed: Option<&str>) -> Result<(), Error> {
        self.connection
            .execute("DELETE FROM told WHERE ?1 IS NULL OR feed = ?1", [feed])?;
        Ok(())
    }
}
