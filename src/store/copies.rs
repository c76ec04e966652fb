//! Which articles of several sources are one, decided once for all feeds.
//!
//! Two sources may carry one article: under one address, or under one id. Feeds that have both show
//! the one that was published first, for as long as it is there, whatever becomes of the dates and
//! links of either: were it to step back for a copy, readers would see the copy as something new.
//! Of those that come in together the first is the one that an adopted feed has, then that with the
//! earliest date, then that of the source that stands first in the configuration; so a lost state
//! gives the same ones again.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, params};

use super::incoming::Incoming;
use super::known::Known;
use super::{Error, Store, dates};

/// How it is written that it has yet to be decided.
const UNDECIDED: i64 = 0;
/// Where it is kept up to which article everything is decided, by key.
const SETTLED: &str = "settled";

/// An article of which it is to be decided.
struct Undecided {
    key: i64,
    id: String,
    same: Option<String>,
    source: String,
}

impl Store {
    /// Whether it has to be decided of an incoming article which one it is: what it is written as. Of what shares neither
    /// id nor address with another there is nothing to decide.
    pub(super) fn first_of_copies(
        &self,
        incoming: &Incoming<'_>,
        known: Option<&Known>,
        (id, same): (&str, Option<&str>),
        published: i64,
    ) -> Result<Option<i64>, Error> {
        let key = known.map_or(0, |known| known.key);
        let shares: bool = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM article WHERE id = ?1 AND key <> ?3)
                     OR EXISTS (SELECT 1 FROM article WHERE same = ?2 AND key <> ?3)",
            )?
            .query_row(params![id, same, key], |row| row.get(0))?;
        let appears = !incoming.article.draft && published <= incoming.now.timestamp();
        if !shares {
            return Ok(match known {
                Some(known) => known.one,
                None if appears => None,
                None => Some(UNDECIDED),
            });
        }
        // Those that came in with it are decided together with it.
        self.connection
            .prepare_cached(
                "UPDATE article SET one = CASE WHEN key > ?3 THEN ?4 ELSE key END
                 WHERE (id = ?1 OR same = ?2) AND one IS NULL AND key <> ?5",
            )?
            .execute(params![id, same, self.settled()?, UNDECIDED, key])?;
        Ok(match known {
            Some(known) => known.one.or(Some(known.key)),
            None => Some(UNDECIDED),
        })
    }

    /// Decides for each article that is to be published for the first time whether it is a copy of
    /// another. `sources` are the configured ones, in their order.
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn settle(&self, sources: &[&str], now: DateTime<Utc>) -> Result<(), Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT key, id, same, source, (SELECT key FROM json_each(?2) WHERE value = source) AS place FROM article
             WHERE one = 0 AND visible = 1 AND published <= ?1
             ORDER BY dated_by <> ?3, published, place IS NULL, place, key",
        )?;
        let names = serde_json::to_string(sources)?;
        let rows = statement.query_map(params![now.timestamp(), names, dates::ADOPTED], |row| {
            Ok(Undecided {
                key: row.get(0)?,
                id: row.get(1)?,
                same: row.get(2)?,
                source: row.get(3)?,
            })
        })?;
        for article in rows.collect::<Result<Vec<_>, _>>()? {
            let one = self.first_of(&article)?.unwrap_or(article.key);
            self.connection
                .prepare_cached(
                    "UPDATE article SET one = ?2 WHERE key = ?1 OR key = ?2 AND one IS NULL",
                )?
                .execute([article.key, one])?;
        }
        self.connection
            .prepare_cached(
                "INSERT INTO meta SELECT ?1, coalesce(max(key), 0) FROM article WHERE true
                 ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value",
            )?
            .execute([SETTLED])?;
        Ok(())
    }

    /// Up to which article everything is decided that could be.
    fn settled(&self) -> Result<i64, Error> {
        let found: Option<i64> = self
            .connection
            .prepare_cached("SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?1")?
            .query_row([SETTLED], |row| row.get(0))
            .optional()?;
        Ok(found.unwrap_or_default())
    }

    /// The first of the copies that an article is one of, where that has been decided.
    fn first_of(&self, article: &Undecided) -> Result<Option<i64>, Error> {
        let Undecided {
            key,
            id,
            same,
            source,
        } = article;
        let by_id: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT min(coalesce(one, key)) FROM article WHERE id = ?1 AND key <> ?2 AND one IS NOT 0",
            )?
            .query_row(params![id, key], |row| row.get(0))?;
        // An address that several articles of one source share (that of a show, or of a front page)
        // is the address of none of them.
        let is_shared: bool = self
            .connection
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM article WHERE same = ?1 AND source = ?2 AND key <> ?3)",
            )?
            .query_row(params![same, source, key], |row| row.get(0))?;
        if is_shared {
            return Ok(by_id);
        }
        let by_address: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT min(one) FROM (SELECT source, min(nullif(coalesce(one, key), 0)) AS one FROM article
                                       WHERE same = ?1 GROUP BY source HAVING count(*) = 1)
                 WHERE source <> ?2",
            )?
            .query_row(params![same, source], |row| row.get(0))?;
        Ok(by_id.into_iter().chain(by_address).min())
    }
}
