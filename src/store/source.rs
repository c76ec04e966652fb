//! What is remembered of each source.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::types::FromSql;
use rusqlite::{OptionalExtension, Row, params};

use super::{Error, Store};

/// What is remembered of one source.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SourceState {
    /// Name in the configuration.
    pub name: String,
    /// The folder or address that all this is of; by it a source is known again under another name.
    pub place: Option<String>,
    /// Of the options that decide what its articles become; a change makes everything be read again.
    pub fingerprint: String,
    /// The feed that the configured page announced.
    pub feed_url: Option<String>,
    /// The address the validators belong to (E-02).
    pub validated_url: Option<String>,
    /// The address that gave them, after redirects; it alone is sent them.
    pub given_by: Option<String>,
    /// `ETag`, byte for byte (E-01).
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`, byte for byte (E-01).
    pub last_modified: Option<Vec<u8>>,
    /// Of the last body; an equal one is as good as a 304.
    pub body_hash: Option<Vec<u8>>,
    /// What it was when it last answered: a feed, a list or an article.
    pub kind: Option<String>,
    /// Never before this: the server said so (`Retry-After`).
    pub not_before: Option<DateTime<Utc>>,
    /// When it is to be asked again.
    pub next_due: DateTime<Utc>,
    /// When it was last asked.
    pub last_attempt: Option<DateTime<Utc>>,
    /// When it last answered as it should.
    pub last_success: Option<DateTime<Utc>>,
    /// Failures since the last success.
    pub failures: u32,
    /// The last failure, when it has not been overcome.
    pub error: Option<String>,
    /// Since when files have been missing in a number that looks like an accident.
    pub missing_since: Option<DateTime<Utc>>,
    /// The device that the folder lies on.
    pub device: Option<u64>,
    /// Its own title.
    pub title: Option<String>,
    /// Of a list, how it looked when it was last as it should be (JSON).
    pub shape: Option<String>,
    /// What its last answer was: 200, 304, 404 and so on; None when there was none.
    pub status: Option<u16>,
    /// Seconds for which its last document is good by its headers, when they say anything of it.
    pub fresh: Option<u32>,
    /// The same by its own word, in seconds: what a 304 does not repeat.
    pub ttl: u32,
    /// Hours at which it wants to be left alone, UTC: a bit for each.
    pub skip_hours: u32,
    /// Days at which it wants to be left alone, UTC: a bit for each, Monday first.
    pub skip_days: u32,
    /// Why it is not asked before it is.
    pub waits: Option<String>,
    /// When a whole document last came.
    pub whole: Option<DateTime<Utc>>,
    /// Bytes of all bodies.
    pub received: u64,
    /// Bytes of the bodies that a 304 spared.
    pub saved: u64,
    /// Bytes of the last body.
    pub body_size: u64,
    /// Where it says that it has moved to for good (E-11).
    pub moving_to: Option<String>,
    /// Since when it has said so.
    pub moving_since: Option<DateTime<Utc>>,
    /// How often it has said so in a row.
    pub moving_polls: u32,
    /// Where it is asked, once that has been confirmed.
    pub moved_to: Option<String>,
    /// How often it has answered that it is gone (E-14).
    pub gone: u32,
}

impl SourceState {
    /// Of a source of which nothing is known.
    pub fn new(name: &str) -> Self {
        SourceState {
            name: name.to_owned(),
            ..SourceState::default()
        }
    }
}

/// In the order in which they are read and written.
const COLUMNS: &str = "name, fingerprint, feed_url, validated_url, given_by, etag, last_modified, body_hash, next_due, \
                       last_attempt, last_success, failures, error, missing_since, device, title, kind, not_before, \
                       place, shape, status, fresh, ttl, skip_hours, skip_days, waits, whole, received, saved, \
                       body_size, moving_to, moving_since, moving_polls, moved_to, gone";

/// A row of [`COLUMNS`].
fn state(row: &Row<'_>) -> rusqlite::Result<SourceState> {
    let mut row = Columns { row, at: 0 };
    Ok(SourceState {
        name: row.next()?,
        fingerprint: row.next()?,
        feed_url: row.next()?,
        validated_url: row.next()?,
        given_by: row.next()?,
        etag: row.next()?,
        last_modified: row.next()?,
        body_hash: row.next()?,
        next_due: time(row.next()?).unwrap_or_default(),
        last_attempt: time(row.next()?),
        last_success: time(row.next()?),
        failures: row.next()?,
        error: row.next()?,
        missing_since: time(row.next()?),
        device: row.next::<Option<i64>>()?.map(i64::cast_unsigned),
        title: row.next()?,
        kind: row.next()?,
        not_before: time(row.next()?),
        place: row.next()?,
        shape: row.next()?,
        status: row.next()?,
        fresh: row.next()?,
        ttl: row.next()?,
        skip_hours: row.next()?,
        skip_days: row.next()?,
        waits: row.next()?,
        whole: time(row.next()?),
        received: row.next::<i64>()?.cast_unsigned(),
        saved: row.next::<i64>()?.cast_unsigned(),
        body_size: row.next::<i64>()?.cast_unsigned(),
        moving_to: row.next()?,
        moving_since: time(row.next()?),
        moving_polls: row.next()?,
        moved_to: row.next()?,
        gone: row.next()?,
    })
}

/// The columns of a row, one after the other.
struct Columns<'a> {
    row: &'a Row<'a>,
    at: usize,
}

impl Columns<'_> {
    fn next<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        self.at += 1;
        self.row.get(self.at - 1)
    }
}

fn time(seconds: Option<i64>) -> Option<DateTime<Utc>> {
    seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0))
}

impl Store {
    /// What is remembered of a source; a fresh state when there is nothing.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn source(&self, name: &str) -> Result<SourceState, Error> {
        let state = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM source WHERE name = ?1"))?
            .query_row([name], state)
            .optional()?;
        Ok(state.unwrap_or_else(|| SourceState::new(name)))
    }

    /// What is remembered of all sources, by name.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn sources(&self) -> Result<HashMap<String, SourceState>, Error> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM source"))?;
        let rows = statement.query_map([], |row| {
            state(row).map(|state| (state.name.clone(), state))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers a source.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_source(&self, state: &SourceState) -> Result<(), Error> {
        let seconds = |time: Option<DateTime<Utc>>| time.map(|time| time.timestamp());
        self.connection
            .prepare_cached(
                &format!("INSERT OR REPLACE INTO source ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, \
                 ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35)"),
            )?
            .execute(params![
                state.name,
                state.fingerprint,
                state.feed_url,
                state.validated_url,
                state.given_by,
                state.etag,
                state.last_modified,
                state.body_hash,
                state.next_due.timestamp(),
                seconds(state.last_attempt),
                seconds(state.last_success),
                state.failures,
                state.error,
                seconds(state.missing_since),
                state.device.map(u64::cast_signed),
                state.title,
                state.kind,
                seconds(state.not_before),
                state.place,
                state.shape,
                state.status,
                state.fresh,
                state.ttl,
                state.skip_hours,
                state.skip_days,
                state.waits,
                seconds(state.whole),
                state.received.cast_signed(),
                state.saved.cast_signed(),
                state.body_size.cast_signed(),
                state.moving_to,
                seconds(state.moving_since),
                state.moving_polls,
                state.moved_to,
                state.gone,
            ])?;
        Ok(())
    }

    /// Gives everything of a source that is no longer among `configured` to a new one that has taken its place under
    /// another name: articles keep their ids (G-02).
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn adopt_renamed(&self, name: &str, place: &str, configured: &[&str]) -> Result<(), Error> {
        let mut statement = self
            .connection
            .prepare("SELECT name FROM source WHERE place = ?1 ORDER BY name")?;
        let names = statement.query_map([place], |row| row.get::<_, String>(0))?;
        for old in names.collect::<Result<Vec<_>, _>>()? {
            if configured.contains(&old.as_str()) {
                continue;
            }
            for table in ["article", "file", "page", "fetch", "trimmed"] {
                self.connection.execute(
                    &format!("UPDATE {table} SET source = ?2 WHERE source = ?1"),
                    [&old, name],
                )?;
            }
            self.connection
                .execute("UPDATE source SET name = ?2 WHERE name = ?1", [&old, name])?;
            self.counts.take();
            break;
        }
        Ok(())
    }

    /// When the latest articles of a source were published, the newest first. What came without a date when the source
    /// was first read says nothing of when it was.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn latest(&self, source: &str, most: u32) -> Result<Vec<DateTime<Utc>>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT published FROM article WHERE source = ?1
             AND (dated_by <> 'first-seen' OR first_seen > (SELECT min(first_seen) FROM article WHERE source = ?1))
             ORDER BY published DESC LIMIT ?2",
        )?;
        let rows = statement.query_map(params![source, most], |row| row.get(0))?;
        let seconds = rows.collect::<Result<Vec<i64>, _>>()?;
        Ok(seconds
            .into_iter()
            .filter_map(|seconds| time(Some(seconds)))
            .collect())
    }
}
