//! Which articles of several sources are one, decided once for all feeds.
//!
//! Two sources may carry one article: under one address, or under one id. Feeds that have both show
//! the one that was published first, for as long as it is there, whatever becomes of the dates and
//! links of either: were it to step back for a copy, readers would see the copy as something new.
//! Of those that come in together the first is the one that an adopted feed has, then that with the
//! earliest date, then that of the source that stands first in the configuration; so a lost state
//! gives the same ones again.

use chrono::{DateTime, Utc};
use rusqlite::params;

use super::{Error, Store, dates};

/// Articles that may be published and are undecided.
const DUE: &str = "copy JOIN article ON key = article
                   WHERE one IS NULL AND visible = 1 AND published <= ?1";

/// An article of which it is to be decided.
struct Undecided {
    key: i64,
    id: String,
    same: Option<String>,
    source: String,
}

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
                "UPDATE copy SET one = article WHERE article IN (SELECT article FROM {DUE}
                 AND NOT EXISTS (SELECT 1 FROM article b WHERE b.id = article.id AND b.key <> article.key)
                 AND NOT EXISTS (SELECT 1 FROM article b WHERE b.same = article.same AND b.key <> article.key))"
            ))?
            .execute([now])?;
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT key, id, same, source, (SELECT key FROM json_each(?2) WHERE value = source) AS place FROM {DUE}
             ORDER BY dated_by <> ?3, published, place IS NULL, place, key"
        ))?;
        let sources = serde_json::to_string(sources)?;
        let rows = statement.query_map(params![now, sources, dates::ADOPTED], |row| {
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
                .prepare_cached("UPDATE copy SET one = ?2 WHERE article = ?1")?
                .execute([article.key, one])?;
        }
        Ok(())
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
            .prepare_cached("SELECT min(one) FROM article JOIN copy ON article = key WHERE id = ?1 AND key <> ?2",
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
                "SELECT min(one) FROM (SELECT source, one FROM article JOIN copy ON article = key WHERE same = ?1
                                       GROUP BY source HAVING count(*) = 1)
                 WHERE source <> ?2",
            )?
            .query_row(params![same, source], |row| row.get(0))?;
        Ok(by_id.into_iter().chain(by_address).min())
    }
}
