//! Which known article an incoming one is: by its identity, by its file, or, where its guid has
//! changed, by what else it is known by (G-02, D-10).

use chrono::{DateTime, FixedOffset};
use rusqlite::{OptionalExtension, ToSql, params};

use super::incoming::Incoming;
use super::known::{COLUMNS, Known, instant, known, without_scheme};
use super::{Error, Store};
use crate::article::Article;

/// Where an article lies whose file now holds another: no file has such a path. It waits there for
/// the rest of the scan, for the file that holds it now.
pub const RELEASED: &[u8] = b"\0";

/// Longest id, in bytes.
const LONGEST: usize = 250;

/// A known article that may be one that came in.
#[derive(Debug, Clone)]
pub struct Alike {
    /// Its key.
    pub key: i64,
    /// Who it is within the source.
    pub identity: String,
    /// The date that it was given.
    pub published: DateTime<FixedOffset>,
    /// As it was when it was last seen.
    pub article: Article,
}

impl Store {
    /// Finds the article that an incoming one is, and decides its identity and id.
    ///
    /// An article keeps the id it was given (G-02), unless it now carries one of its own.
    pub(super) fn recognise(
        &self,
        incoming: &Incoming<'_>,
    ) -> Result<(Option<Known>, String, String), Error> {
        let own = || (incoming.identity.to_owned(), incoming.id.to_owned());
        let kept = |known: &Known| (known.identity.clone(), known.id.clone());
        let by_file = match incoming
            .file
            .filter(|_| incoming.alone && incoming.known_file)
        {
            Some(file) => self.known("file", incoming.source, &file)?,
            None => None,
        };
        let Some(other) = self.known("identity", incoming.source, &incoming.identity)? else {
            let was = match incoming.was {
                Some(key) => self.known("key", incoming.source, &key)?,
                None => None,
            };
            if let Some(known) = was {
                let (identity, id) = kept(&known);
                // A file's path may be another's one day; an entry comes under its new id from now on.
                let stays = incoming.file.is_some() && !incoming.own_id;
                let identity = if stays {
                    identity
                } else {
                    incoming.identity.to_owned()
                };
                return Ok((Some(known), identity, id));
            }
            let (identity, id) = match &by_file {
                Some(known) if !incoming.own_id => kept(known),
                // The id of one that goes by another identity by now.
                None if incoming.file.is_none()
                    && self.is_given(incoming.source, incoming.id)? =>
                {
                    let (_, id) = self.told_apart(incoming)?;
                    (incoming.identity.to_owned(), id)
                }
                _ => own(),
            };
            return Ok((by_file, identity, id));
        };
        if incoming.own_id {
            if let Some(before) = by_file.filter(|before| before.key != other.key) {
                self.release(before.key)?;
            }
            let (identity, id) = kept(&other);
            return Ok((Some(other), identity, id));
        }
        match by_file {
            Some(known) => {
                let (identity, id) = kept(&known);
                Ok((Some(known), identity, id))
            }
            // A path that now names another file: the article that had it was renamed and keeps it.
            None if other.file.as_deref() != incoming.file => {
                let (identity, id) = self.told_apart(incoming)?;
                Ok((None, identity, id))
            }
            None => {
                let (identity, id) = kept(&other);
                Ok((Some(other), identity, id))
            }
        }
    }

    fn known(&self, column: &str, source: &str, value: &dyn ToSql) -> Result<Option<Known>, Error> {
        let found = self
            .connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM article WHERE source = ?1 AND {column} = ?2"
            ))?
            .query_row(params![source, value], known)
            .optional()?;
        Ok(found)
    }

    fn is_given(&self, source: &str, id: &str) -> Result<bool, Error> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE source = ?1 AND id = ?2)")?
            .query_row(params![source, id], |row| row.get(0))?)
    }

    fn release(&self, key: i64) -> Result<(), Error> {
        self.connection
            .prepare_cached("UPDATE article SET file = ?2 WHERE key = ?1")?
            .execute(params![key, RELEASED])?;
        Ok(())
    }

    /// An identity and an id for an article whose own are given: with a mark made of its text, and
    /// a number where the same text was there before.
    fn told_apart(&self, incoming: &Incoming<'_>) -> Result<(String, String), Error> {
        let hash = match incoming.unmade {
            Some(unmade) => blake3::Hash::from_bytes(unmade.hash),
            None => blake3::hash(text(incoming.article).as_bytes()),
        };
        let hash = hash.to_hex();
        let hash = hash.get(..8).unwrap_or_default();
        let mut number = 1u64;
        loop {
            let mark = match number {
                1 => hash.to_owned(),
                number => format!("{hash}-{number}"),
            };
            let identity = format!("{}#{mark}", incoming.identity);
            let room = LONGEST.saturating_sub(mark.len() + 1);
            let mut stem = incoming.id.get(..room).unwrap_or(incoming.id);
            // Half a percent-encoded byte is none.
            if stem.len() < incoming.id.len()
                && let Some((whole, rest)) = stem.rsplit_once('%')
                && rest.len() < 2
            {
                stem = whole;
            }
            let id = format!("{stem}-{mark}");
            let is_given: bool = self
                .connection
                .prepare_cached(
                    "SELECT EXISTS (SELECT 1 FROM article WHERE source = ?1 AND (identity = ?2 OR id = ?3))",
                )?
                .query_row(params![incoming.source, identity, id], |row| row.get(0))?;
            if !is_given {
                return Ok((identity, id));
            }
            number += 1;
        }
    }

    /// Whether an article of that identity is known.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn is_known(&self, source: &str, identity: &str) -> Result<bool, Error> {
        Ok(self.known("identity", source, &identity)?.is_some())
    }

    /// Whether a source has any article.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn has_articles(&self, source: &str) -> Result<bool, Error> {
        Ok(self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM article WHERE source = ?1)")?
            .query_row([source], |row| row.get(0))?)
    }

    /// Articles of a source, by key, that have one of these addresses (whatever the scheme)
    /// or were published at one of these instants (seconds since the epoch), and the `latest` that came in.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn alike(
        &self,
        source: &str,
        addresses: &[&str],
        instants: &[i64],
        latest: usize,
    ) -> Result<Vec<Alike>, Error> {
        let places = addresses.iter().map(|address| without_scheme(address));
        let places = serde_json::to_string(&places.collect::<Vec<_>>())?;
        let instants = serde_json::to_string(instants)?;
        let latest = i64::try_from(latest).unwrap_or(i64::MAX);
        self.those(
            "key IN (
                 SELECT a.key FROM json_each(?2) one JOIN article a ON a.same = one.value
                 UNION SELECT a.key FROM json_each(?3) one JOIN article a ON a.published = one.value
                 UNION SELECT key FROM (SELECT key FROM article WHERE source = ?1 ORDER BY +key DESC LIMIT ?4))",
            params![source, places, instants, latest],
        )
    }

    /// The articles that were found in a file.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn articles_of(&self, source: &str, file: &[u8]) -> Result<Vec<Alike>, Error> {
        self.those("file = ?2", params![source, file])
    }

    /// Articles of the source that is the first of the values.
    fn those(&self, condition: &str, values: &[&dyn ToSql]) -> Result<Vec<Alike>, Error> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT key, identity, published, published_offset, json FROM article
             JOIN body ON body.article = article.key WHERE source = ?1 AND {condition} ORDER BY key"
        ))?;
        let mut rows = statement.query(values)?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let body: String = row.get(4)?;
            found.push(Alike {
                key: row.get(0)?,
                identity: row.get(1)?,
                published: instant(row.get(2)?, row.get(3)?),
                article: serde_json::from_str(&body)?,
            });
        }
        Ok(found)
    }
}

/// The text of an article, as it was found where that has yet to be cleaned.
fn text(article: &Article) -> &str {
    let found = article.found.as_ref();
    let content = found.and_then(|found| found.content.as_ref());
    content.map_or(&article.content_html, |content| &content.value)
}
