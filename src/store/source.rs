//! What is remembered of each source.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

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
            .prepare_cached(
                "SELECT fingerprint, feed_url, validated_url, etag, last_modified, body_hash, next_due, last_attempt,
                        last_success, failures, error, missing_since, device, title, kind, not_before, place, shape FROM source WHERE name = ?1",
            )?
            .query_row([name], |row| {
                Ok(SourceState {
                    name: name.to_owned(),
                    fingerprint: row.get(0)?,
                    feed_url: row.get(1)?,
                    validated_url: row.get(2)?,
                    etag: row.get(3)?,
                    last_modified: row.get(4)?,
                    body_hash: row.get(5)?,
                    next_due: time(row.get(6)?).unwrap_or_default(),
                    last_attempt: time(row.get(7)?),
                    last_success: time(row.get(8)?),
                    failures: row.get(9)?,
                    error: row.get(10)?,
                    missing_since: time(row.get(11)?),
                    device: row.get::<_, Option<i64>>(12)?.map(i64::cast_unsigned),
                    title: row.get(13)?,
                    kind: row.get(14)?,
                    not_before: time(row.get(15)?),
                    place: row.get(16)?,
                    shape: row.get(17)?,
                })
            })
            .optional()?;
        Ok(state.unwrap_or_else(|| SourceState {
            name: name.to_owned(),
            ..SourceState::default()
        }))
    }

    /// Remembers a source.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_source(&self, state: &SourceState) -> Result<(), Error> {
        let seconds = |time: Option<DateTime<Utc>>| time.map(|time| time.timestamp());
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO source (name, fingerprint, feed_url, validated_url, etag, last_modified, body_hash,
                        next_due, last_attempt, last_success, failures, error, missing_since, device, title, kind, not_before, place, shape)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
            )?
            .execute(params![
                state.name,
                state.fingerprint,
                state.feed_url,
                state.validated_url,
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
            ])?;
        Ok(())
    }

    /// Gives everything of a source that is no longer among `configured` to one that has taken its
    /// place under another name: articles keep their ids (G-02).
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn adopt_renamed(&self, name: &str, place: &str, configured: &[&str]) -> Result<(), Error> {
        let known: bool = self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM source WHERE name = ?1)",
            [name],
            |row| row.get(0),
        )?;
        if known {
            return Ok(());
        }
        let mut statement = self
            .connection
            .prepare("SELECT name FROM source WHERE place = ?1 ORDER BY name")?;
        let names = statement.query_map([place], |row| row.get::<_, String>(0))?;
        for old in names.collect::<Result<Vec<_>, _>>()? {
            if configured.contains(&old.as_str()) {
                continue;
            }
            for table in ["article", "file", "page"] {
                self.connection.execute(
                    &format!("UPDATE {table} SET source = ?2 WHERE source = ?1"),
                    [&old, name],
                )?;
            }
            self.connection
                .execute("UPDATE source SET name = ?2 WHERE name = ?1", [&old, name])?;
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

    /// How many articles of each source may be published; a source without any is not in it.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn counts(&self) -> Result<HashMap<String, u64>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT source, count(*) FROM article WHERE visible = 1 GROUP BY source",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
