//! Reading articles back, newest first, for one feed at a time.

use std::cmp::Reverse;

use chrono::{DateTime, FixedOffset, Utc};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, ToSql};

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

/// So many sources are looked at one by one; more by the dates of all.
const FEW: usize = 8;

/// How the articles of a strand are found in the order of feeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Those of all sources.
    Date,
    /// Those of one.
    Source,
    /// Those with one spelling of a tag or an author.
    Label,
    /// Those with any spelling, in another order.
    Labelled,
}

impl Way {
    /// How many values its query takes: the time, the sources, what the strand is found by, the label.
    fn values(self) -> usize {
        match self {
            Way::Date => 2,
            Way::Source => 3,
            Way::Label | Way::Labelled => 5,
        }
    }
}

/// What may be published is found in order by an index; of copies all but the first are left out.
fn query(way: &Way, by_edit: bool) -> String {
    let labelled = "EXISTS (SELECT 1 FROM json_each(b.labels) l JOIN spelling s ON s.key = l.value
                            WHERE s.kind = ?4 AND s.folded = ?5)";
    let (from, labelled) = match way {
        Way::Date => ("article a WHERE +a.source IN (SELECT value FROM json_each(?2))", "1"),
        Way::Source => ("article a WHERE a.source = ?3", "1"),
        Way::Label => (
            "label l CROSS JOIN article a ON a.key = l.article
             WHERE l.spelling = ?3 AND l.published <= ?1 AND a.source IN (SELECT value FROM json_each(?2))",
            labelled,
        ),
        Way::Labelled => (
            "article a WHERE ?3 IS NULL AND a.source IN (SELECT value FROM json_each(?2)) AND a.key IN (
                 SELECT l.article FROM label l JOIN spelling s ON s.key = l.spelling WHERE s.kind = ?4 AND s.folded = ?5)",
            labelled,
        ),
    };
    let order = match (way, by_edit) {
        (_, true) => "coalesce(a.edited, a.published)",
        (Way::Label, _) => "l.published",
        _ => "a.published",
    };
    let first = |name: &str| format!("coalesce({name}.one, {name}.key)");
    let place = |name: &str| {
        let first = first(name);
        format!("({first}, {name}.key <> {first}, {name}.key)")
    };
    // By what it shares with the other, never by its source: that has thousands.
    let earlier = |others: &str| {
        format!(
            "NOT EXISTS (SELECT 1 FROM article b WHERE {others} AND b.key <> a.key AND {} < {}
                 AND +b.visible = 1 AND +b.published <= ?1 AND (b.expires IS NULL OR b.expires > ?1)
                 AND +b.source IN (SELECT value FROM json_each(?2)) AND {labelled})",
            place("b"),
            place("a")
        )
    };
    // One source may spell one id in two ways (`http://EXAMPLE.org:80/a`), or come to give one that
    // another has given; no feed may have it twice. What shares nothing stands in `one`.
    format!(
        "SELECT {COLUMNS} FROM {from}
         AND a.visible = 1 AND a.published <= ?1 AND (a.expires IS NULL OR a.expires > ?1)
         AND (a.one IS NULL OR (a.one = a.key OR {}) AND {})
         ORDER BY {order} DESC, a.id",
        earlier("b.one = a.one"),
        earlier("b.id = a.id")
    )
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
        let (now, sources) = (
            window.now.timestamp(),
            serde_json::to_string(window.sources)?,
        );
        let (kind, folded) = window.label.unwrap_or_default();
        let (strands, way) = self.strands(window)?;
        let query = query(&way, window.by_edit);
        let mut statements = Vec::new();
        for _ in &strands {
            statements.push(self.connection.prepare_cached(&query)?);
        }
        // Each strand comes in the order of the feed: the next of all is the next of one of them.
        let mut open = Vec::new();
        for (statement, strand) in statements.iter_mut().zip(&strands) {
            let values: [&dyn ToSql; 5] = [&now, &sources, strand, &kind, &folded];
            let mut rows = statement.query(values.get(..way.values()).unwrap_or(&values))?;
            if let Some(first) = rows.next()?.map(row).transpose()? {
                open.push((first, rows));
            }
        }
        let order = |row: &Row| Reverse(row.published.timestamp());
        loop {
            let next = open.iter_mut().min_by(|(one, _), (other, _)| {
                (order(one), &one.id).cmp(&(order(other), &other.id))
            });
            let Some((found, rows)) = next else {
                return Ok(());
            };
            let key = found.key;
            let found = match rows.next()?.map(row).transpose()? {
                Some(after) => std::mem::replace(found, after),
                None => {
                    let at = open.iter().position(|(row, _)| row.key == key);
                    open.swap_remove(at.unwrap_or_default()).0
                }
            };
            if !each(found)? {
                return Ok(());
            }
        }
    }

    /// The parts of a window that lie in the order of feeds, by what they are found by.
    fn strands(&self, window: &Window<'_>) -> Result<(Vec<Value>, Way), Error> {
        let nothing = || vec![Value::Null];
        Ok(match window.label {
            Some(_) if window.by_edit => (nothing(), Way::Labelled),
            Some((kind, folded)) => {
                let spellings = self.spellings(kind, folded)?.into_iter();
                (spellings.map(Value::Integer).collect(), Way::Label)
            }
            None if window.sources.len() <= FEW && !window.by_edit => {
                let names = window.sources.iter().cloned();
                (names.map(Value::Text).collect(), Way::Source)
            }
            None => (nothing(), Way::Date),
        })
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
