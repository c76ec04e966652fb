//! Which articles of several sources are one, decided once for all feeds.
//!
//! Two sources may carry one article: under one address, or under one id. Feeds that have both show
//! the one that was published first, for as long as it is there, whatever becomes of the dates and
//! links of either: were it to step back for a copy, readers would see the copy as something new.
//! Of those that come in together the first is the one with the earliest date, then that of the
//! source that stands first in the configuration; so a lost state gives the same ones again.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::{Error, Store};

/// What may be published.
const DUE: &str = "visible = 1 AND published <= ?1";

impl Store {
    /// Decides for each article that is to be published for the first time whether it is a copy of
    /// another. `sources` are the configured ones, in their order.
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn settle(&self, sources: &[&str], now: DateTime<Utc>) -> Result<(), Error> {
        let now = now.timestamp();
        // Nearly all: nothing has their address or id.
        self.connection
            .prepare_cached(&format!(
                "UPDATE article SET one = key WHERE one IS NULL AND {DUE}
                 AND NOT EXISTS (SELECT 1 FROM article b WHERE b.id = article.id AND b.key <> article.key)
                 AND NOT EXISTS (SELECT 1 FROM article b WHERE b.same = article.same AND b.key <> article.key)"
            ))?
            .execute([now])?;
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT article.key FROM article LEFT JOIN json_each(?2) configured ON configured.value = source
             WHERE one IS NULL AND {DUE} ORDER BY published, configured.key IS NULL, configured.key, article.key"
        ))?;
        let keys = statement
            .query_map(params![now, serde_json::to_string(sources)?], |row| {
                row.get(0)
            })?
            .collect::<Result<Vec<i64>, _>>()?;
        for key in keys {
            let one = self.copied(key)?.unwrap_or(key);
            self.connection
                .prepare_cached("UPDATE article SET one = ?2 WHERE key = ?1")?
                .execute([key, one])?;
        }
        Ok(())
    }

    /// The first of the copies that an article is one of. An address that several articles of one
    /// source share (that of a show, or of a front page) is the address of none of them.
    fn copied(&self, key: i64) -> Result<Option<i64>, Error> {
        let one = self
            .connection
            .prepare_cached(
                "SELECT b.one FROM article a JOIN article b ON b.one IS NOT NULL AND b.key <> a.key
                     AND (b.id = a.id OR b.same = a.same AND b.source <> a.source AND NOT EXISTS (
                         SELECT 1 FROM article c WHERE c.same = a.same
                         AND (c.source = a.source AND c.key <> a.key OR c.source = b.source AND c.key <> b.key)))
                 WHERE a.key = ?1 ORDER BY b.one LIMIT 1",
            )?
            .query_row([key], |row| row.get(0))
            .optional()?;
        Ok(one)
    }
}
