//! Reading articles back, newest first, for one feed at a time.

use chrono::{DateTime, FixedOffset, Utc};
use rusqlite::{OptionalExtension, ToSql, params_from_iter};

use super::known::instant;
use super::{Error, Store};
use crate::article::Article;

/// Which articles of the state a feed may hold.
#[derive(Debug, Clone)]
pub struct Window<'a> {
    /// Names of sources.
    pub sources: &'a [String],
    /// A tag (kind 0) or author (kind 1), folded to lower case.
    pub label: Option<(u8, &'a str)>,
    /// What is later than this is not published yet; what has expired by then no longer is.
    pub now: DateTime<Utc>,
    /// What was changed significantly stands where it would stand had it appeared then.
    pub by_edit: bool,
}

/// One article of a window, without its body.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// Key for [`Store::body`].
    pub key: i64,
    /// Id for good.
    pub id: String,
    /// Name of its source.
    pub source: String,
    /// Date for good.
    pub published: DateTime<FixedOffset>,
    /// Never before `published`.
    pub updated: DateTime<FixedOffset>,
    /// When it was last changed significantly since it was first seen.
    pub edited: Option<DateTime<Utc>>,
    /// Of everything about the article: equal revisions are rendered equally. Until its body is made it says nothing.
    pub revision: Vec<u8>,
    /// The file that its body has yet to be made of.
    pub unmade: Option<File>,
}

/// A file of which a body is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path below the source's folder.
    pub path: Vec<u8>,
    /// Of its bytes, as they were when the article was taken in.
    pub hash: Vec<u8>,
}

impl Store {
    /// Calls `each` with the articles of a window, newest first and then by id, until it says
    /// false. Of copies of one article the first is kept ([`Store::settle`]).
    ///
    /// # Errors
    /// When the state cannot be read, and those of `each`.
    pub fn select(
        &self,
        window: &Window<'_>,
        mut each: impl FnMut(Row) -> Result<bool, Error>,
    ) -> Result<(), Error> {
        let now = window.now.timestamp();
        let mut values: Vec<&dyn ToSql> = vec![&now];
        let mut marks = Vec::new();
        for name in window.sources {
            values.push(name);
            marks.push(format!("?{}", values.len()));
        }
        let sources = marks.join(", ");
        let (mut join, mut labelled) = (String::new(), String::new());
        if let Some((kind, folded)) = &window.label {
            values.push(kind);
            values.push(folded);
            let has = |article: &str| {
                let (kind, folded) = (values.len() - 1, values.len());
                format!("l.article = {article}.key AND l.kind = ?{kind} AND l.folded = ?{folded}")
            };
            join = format!("JOIN label l ON {}", has("a"));
            labelled = format!("AND EXISTS (SELECT 1 FROM label l WHERE {})", has("b"));
        }
        let visible = |name: &str| {
            format!(
                "{name}.visible = 1 AND {name}.published <= ?1 AND ({name}.expires IS NULL OR {name}.expires > ?1)
                 AND {name}.source IN ({sources})"
            )
        };
        // By what it shares with the other, never by its source: that has thousands.
        let earlier = |others: &str| {
            format!(
                "NOT EXISTS (SELECT 1 FROM article b JOIN copy d ON d.article = b.key
                     WHERE {others} AND b.key <> a.key AND (d.one, b.key <> d.one, b.key) < (c.one, a.key <> c.one, a.key)
                     AND {} {labelled})",
                visible("+b")
            )
        };
        // One source may spell one id in two ways (`http://EXAMPLE.org:80/a`), or come to give one that
        // another has given; no feed may have it twice.
        let unique = format!(
            "AND (c.one = a.key OR {}) AND {}",
            earlier("d.one = c.one"),
            earlier("b.id = a.id")
        );
        let order = if window.by_edit {
            "coalesce(a.edited, a.published)"
        } else {
            "a.published"
        };
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM article a JOIN copy c ON c.article = a.key {join} WHERE {} {unique} ORDER BY {order} DESC, a.id",
            visible("a")
        ))?;
        let mut rows = statement.query(params_from_iter(values))?;
        while let Some(found) = rows.next()? {
            if !each(row(found)?)? {
                break;
            }
        }
        Ok(())
    }

    /// The next articles by key of which the body has yet to be made.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn unmade(&self, after: i64, most: usize) -> Result<Vec<Row>, Error> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM article a WHERE made = 0 AND key > ?1 ORDER BY key LIMIT ?2"
        ))?;
        let rows = statement.query_map([after, most], row)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The article behind a row; None where its body has never been made.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn body(&self, key: i64) -> Result<Option<Article>, Error> {
        let body: Option<String> = self
            .connection
            .prepare_cached("SELECT json FROM body WHERE article = ?1")?
            .query_row([key], |row| row.get(0))
            .optional()?;
        Ok(body.map(|body| serde_json::from_str(&body)).transpose()?)
    }

    /// Every tag (kind 0) or author (kind 1) of what may be published, folded and as written (of
    /// several spellings, the first by code points), sorted.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn labels(
        &self,
        kind: u8,
        sources: &[String],
        now: DateTime<Utc>,
    ) -> Result<Vec<(String, String)>, Error> {
        let now = now.timestamp();
        let mut values: Vec<&dyn ToSql> = vec![&now, &kind];
        let mut marks = Vec::new();
        for name in sources {
            values.push(name);
            marks.push(format!("?{}", values.len()));
        }
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT l.folded, min(l.value) FROM label l JOIN article a ON a.key = l.article
             WHERE l.kind = ?2 AND a.visible = 1 AND a.published <= ?1 AND (a.expires IS NULL OR a.expires > ?1)
             AND a.source IN ({}) GROUP BY l.folded ORDER BY l.folded",
            marks.join(", ")
        ))?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// When the next article appears or expires: what a turn without any other cause waits for.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn next_change(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, Error> {
        let seconds: Option<i64> = self
            .connection
            .prepare_cached(
                "SELECT min(at) FROM (
                     SELECT min(published) AS at FROM article WHERE visible = 1 AND published > ?1
                     UNION ALL SELECT min(expires) FROM article WHERE visible = 1 AND expires > ?1)",
            )?
            .query_row([now.timestamp()], |row| row.get(0))?;
        Ok(seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0)))
    }
}

/// The columns that [`row`] reads.
const COLUMNS: &str =
    "a.key, a.id, a.source, a.published, a.published_offset, a.updated, a.updated_offset,
                       a.revision, a.edited, a.made, a.file, a.made_of";

fn row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Row> {
    let edited: Option<i64> = row.get(8)?;
    Ok(Row {
        key: row.get(0)?,
        id: row.get(1)?,
        source: row.get(2)?,
        published: instant(row.get(3)?, row.get(4)?),
        updated: instant(row.get(5)?, row.get(6)?),
        revision: row.get(7)?,
        edited: edited.and_then(|edited| DateTime::from_timestamp(edited, 0)),
        unmade: match row.get(9)? {
            true => None,
            false => Some(File {
                path: row.get(10)?,
                hash: row.get(11)?,
            }),
        },
    })
}
