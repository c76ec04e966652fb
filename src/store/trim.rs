//! Articles of addresses that nobody shows and nobody lists any more: they go after a year, so that a state does not grow for
//! ever, and leave behind who they were. What is listed again after that has the id and the dates that it had (D-24, B31).

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{OptionalExtension, params};

use super::dates::Dates;
use super::incoming::Incoming;
use super::known::{Known, instant};
use super::{Error, Store};

/// That an article is listed is noted no more often than this, since it is said of each at every poll.
const NOTED: TimeDelta = TimeDelta::days(30);
/// An article stays for so long after its source has listed it.
const LISTED: TimeDelta = TimeDelta::days(365);
/// Who it was is known for so much longer.
const REMEMBERED: TimeDelta = TimeDelta::days(800);
/// So often it is looked for what may go.
const EVERY: TimeDelta = TimeDelta::days(1);
/// Where it is kept when that was last done.
const TRIMMED: &str = "trimmed";

/// Who an article was.
pub(super) struct Trimmed {
    pub(super) id: String,
    pub(super) dates: Dates,
}

impl Store {
    /// Notes that the source of an article lists it.
    pub(super) fn note_listed(&self, known: &Known, now: DateTime<Utc>) -> Result<(), Error> {
        let latest = (now - NOTED).timestamp();
        if known.first_seen > latest {
            return Ok(());
        }
        self.connection
            .prepare_cached(
                "INSERT INTO listed VALUES (?1, ?2)
                 ON CONFLICT DO UPDATE SET at = excluded.at WHERE at <= ?3",
            )?
            .execute([known.key, now.timestamp(), latest])?;
        Ok(())
    }

    /// The articles that may go, by key: their source is an address, and has listed others for a year, but not them. None
    /// where that was looked up within the last day.
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn unlisted(&self, now: DateTime<Utc>) -> Result<Option<Vec<i64>>, Error> {
        let last: Option<String> = self
            .connection
            .prepare_cached("SELECT value FROM meta WHERE key = ?1")?
            .query_row([TRIMMED], |row| row.get(0))
            .optional()?;
        let last = last.and_then(|last| last.parse::<i64>().ok());
        // After a clock that was wrong it is not waited for that time.
        let recent = (now - EVERY).timestamp() + 1..=now.timestamp();
        if last.is_some_and(|last| recent.contains(&last)) {
            return Ok(None);
        }
        self.connection
            .prepare_cached(
                "INSERT INTO meta VALUES (?1, ?2) ON CONFLICT DO UPDATE SET value = excluded.value",
            )?
            .execute(params![TRIMMED, now.timestamp().to_string()])?;
        let mut statement = self.connection.prepare_cached(
            "WITH seen AS MATERIALIZED (
                 SELECT key, source, published, max(first_seen, coalesce(at, 0)) AS at
                 FROM article LEFT JOIN listed ON article = key WHERE file IS NULL)
             SELECT key FROM seen JOIN (SELECT source, max(at) AS latest FROM seen GROUP BY source) USING (source)
             WHERE at < latest - ?1 AND published <= ?2",
        )?;
        let unlisted = (LISTED + NOTED).num_seconds();
        let rows = statement.query_map([unlisted, now.timestamp()], |row| row.get(0))?;
        Ok(Some(rows.collect::<Result<_, _>>()?))
    }

    /// Lets articles go, and remembers who they were.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn trim(&self, keys: &[i64], now: DateTime<Utc>) -> Result<(), Error> {
        let mut remember = self.connection.prepare_cached(
            "INSERT OR REPLACE INTO trimmed
                 SELECT source, identity, id, published, published_offset, dated_by, stated, updated, updated_offset,
                        edited, ?2
                 FROM article WHERE key = ?1",
        )?;
        let mut page = self.connection.prepare_cached(
            "DELETE FROM page WHERE (source, name) IN (SELECT source, identity FROM article WHERE key = ?1)",
        )?;
        let mut told = self.connection.prepare_cached(
            "DELETE FROM told WHERE id <> '' AND id IN (SELECT id FROM article WHERE key = ?1)",
        )?;
        let mut article = self
            .connection
            .prepare_cached("DELETE FROM article WHERE key = ?1 RETURNING source, visible")?;
        for key in keys {
            remember.execute([*key, now.timestamp()])?;
            page.execute([key])?;
            told.execute([key])?;
            let (source, visible): (String, bool) =
                article.query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))?;
            self.note_more(&source, -i64::from(visible));
        }
        self.connection
            .prepare_cached("DELETE FROM trimmed WHERE at < ?1")?
            .execute([(now - REMEMBERED).timestamp()])?;
        Ok(())
    }

    /// Who an article that is not known was before it went, if it did; it is that again.
    pub(super) fn trimmed(&self, incoming: &Incoming<'_>) -> Result<Option<Trimmed>, Error> {
        if incoming.file.is_some() {
            return Ok(None);
        }
        let found = self
            .connection
            .prepare_cached(
                "DELETE FROM trimmed WHERE source = ?1 AND identity = ?2
                 RETURNING id, published, published_offset, dated_by, stated, updated, updated_offset, edited",
            )?
            .query_row([incoming.source, incoming.identity], |row| {
                Ok(Trimmed {
                    id: row.get(0)?,
                    dates: Dates {
                        published: instant(row.get(1)?, row.get(2)?),
                        dated_by: row.get(3)?,
                        stated: row.get(4)?,
                        updated: instant(row.get(5)?, row.get(6)?),
                        edited: row.get(7)?,
                    },
                })
            })
            .optional()?;
        Ok(found)
    }
}
