//! Entries of a feed that was there before: each waits for the article that it is, which takes over
//! its id and dates, so that nobody who has read it sees it again.
//!
//! An entry is an article's when its id is; else when its address is (whatever the scheme) and no
//! other entry has that address, or the title is the same, too; else when the words are the same, or
//! title and day. Several that would do are none.

use chrono::{DateTime, FixedOffset, TimeDelta};
use rusqlite::params;

use super::incoming::Incoming;
use super::known::{COLUMNS, Known, instant, known, without_scheme};
use super::{Error, Store, dates};
use crate::article::{Article, Essence};

/// An entry of a feed that was there before.
#[derive(Debug, Clone, PartialEq)]
pub struct Adopted {
    /// Verbatim, as readers know it.
    pub id: String,
    /// Absolute address.
    pub url: Option<String>,
    /// As titles are normalised.
    pub title: Option<String>,
    /// Of its words, where there are enough of them.
    pub words: Option<[u8; 16]>,
    /// When it appeared.
    pub published: Option<DateTime<FixedOffset>>,
    /// When it was last changed.
    pub updated: Option<DateTime<FixedOffset>>,
}

/// What an article has by which an entry may be known.
struct Marks {
    ids: [String; 2],
    same: Option<String>,
    title: Option<String>,
    words: Option<[u8; 16]>,
    published: Option<DateTime<FixedOffset>>,
}

impl Marks {
    fn new(
        ids: [String; 2],
        article: &Article,
        essence: Essence,
        fold: fn(&str) -> String,
    ) -> Self {
        Marks {
            ids,
            same: article.url.as_deref().map(without_scheme),
            title: article.title.as_deref().map(fold),
            words: essence.words,
            published: article.published.as_ref().map(|dated| dated.at),
        }
    }
}

/// Whether an entry is the article; the last says whether it alone has the article's address.
type Step = fn(&Marks, &Waiting, bool) -> bool;

/// How an entry is known to be the article, the surest first.
const STEPS: &[Step] = &[
    |marks, entry, _| marks.ids.contains(&entry.entry.id),
    |marks, entry, alone| {
        entry.same.is_some() && entry.same == marks.same && (alone || entry.title == marks.title)
    },
    |marks, entry, _| entry.entry.words.is_some() && entry.entry.words == marks.words,
    |marks, entry, _| {
        let day = TimeDelta::days(1);
        let dates = entry.entry.published.zip(marks.published);
        entry.title.is_some()
            && entry.title == marks.title
            && dates.is_some_and(|(one, other)| (one - other).abs() <= day)
    },
];

/// An entry with that by which it is looked up.
struct Waiting {
    entry: Adopted,
    same: Option<String>,
    title: Option<String>,
}

impl Store {
    /// Lays entries up for the articles that they are, but for those whose ids are given already;
    /// gives the number of those that are new here.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn lay_up(&self, entries: &[Adopted], fold: fn(&str) -> String) -> Result<usize, Error> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO adopted (id, same, title, folded, words, published, published_offset, updated, updated_offset)
             SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE NOT EXISTS (SELECT 1 FROM article WHERE id = ?1)
             ON CONFLICT DO NOTHING",
        )?;
        self.fresh.borrow_mut().none_waits = false;
        let mut new = 0;
        for entry in entries {
            let seconds = |at: Option<DateTime<FixedOffset>>| at.map(|at| at.timestamp());
            let offset =
                |at: Option<DateTime<FixedOffset>>| at.map(|at| at.offset().local_minus_utc());
            new += insert.execute(params![
                entry.id,
                entry.url.as_deref().map(without_scheme),
                entry.title,
                entry.title.as_deref().map(fold),
                entry.words,
                seconds(entry.published),
                offset(entry.published),
                seconds(entry.updated),
                offset(entry.updated),
            ])?;
        }
        Ok(new)
    }

    /// The entry that an article without a past here is; it waits no longer.
    pub(super) fn adopted(
        &self,
        incoming: &Incoming<'_>,
        id: &str,
    ) -> Result<Option<Adopted>, Error> {
        if !self.any_waiting()? {
            return Ok(None);
        }
        let article = incoming.article;
        let marks = Marks::new(
            [id.to_owned(), incoming.identity.to_owned()],
            article,
            incoming.essence(),
            incoming.fold,
        );
        self.claim(&marks, STEPS)
    }

    /// Gives articles that are known already the ids and dates of the entries that they are; gives
    /// their number. `essence` is that of an article.
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn adopt_known(
        &self,
        essence: fn(&Article) -> Essence,
        fold: fn(&str) -> String,
    ) -> Result<usize, Error> {
        let mut articles = Vec::new();
        {
            let mut statement = self.connection.prepare(&format!(
                "SELECT {COLUMNS}, json FROM article LEFT JOIN body ON body.article = article.key WHERE dated_by <> ?1 ORDER BY first_seen, key"
            ))?;
            let mut rows = statement.query([dates::ADOPTED])?;
            while let Some(row) = rows.next()? {
                let known = known(row)?;
                let body: Option<String> = row.get("json")?;
                // A body that could not be made: the address has to do.
                let article: Article = match body {
                    Some(body) => serde_json::from_str(&body)?,
                    None => Article {
                        url: row.get("same")?,
                        ..Article::default()
                    },
                };
                let ids = [known.id.clone(), known.identity.clone()];
                let marks = Marks::new(ids, &article, essence(&article), fold);
                articles.push((known, marks));
            }
        }
        let all = articles.len();
        // The surest first, for all: a guess for one must not take what another is sure of.
        for step in STEPS {
            let mut left = Vec::new();
            for (known, marks) in articles {
                match self.claim(&marks, &[*step])? {
                    Some(entry) => self.take_over(&known, &marks, &entry)?,
                    None => left.push((known, marks)),
                }
            }
            articles = left;
        }
        // What an article has already waits for none.
        self.connection.execute(
            "DELETE FROM adopted WHERE id IN (SELECT id FROM article)",
            [],
        )?;
        Ok(all - articles.len())
    }

    /// Entries that wait for their articles: id and title, by id.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn waiting(&self) -> Result<Vec<(String, Option<String>)>, Error> {
        let mut statement = self
            .connection
            .prepare("SELECT id, title FROM adopted ORDER BY id")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether entries of adopted feeds wait for their articles.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn any_waiting(&self) -> Result<bool, Error> {
        if self.fresh.borrow().none_waits {
            return Ok(false);
        }
        let any: bool = self
            .connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM adopted)")?
            .query_row([], |row| row.get(0))?;
        self.fresh.borrow_mut().none_waits = !any && !self.connection.is_autocommit();
        Ok(any)
    }

    fn claim(&self, marks: &Marks, steps: &[Step]) -> Result<Option<Adopted>, Error> {
        let candidates = self
            .connection
            .prepare_cached(
                "SELECT id, same, folded, words, published, published_offset, updated, updated_offset FROM adopted
                 WHERE id IN (?1, ?2) OR same = ?3 OR folded = ?4 OR words = ?5 ORDER BY id",
            )?
            .query_map(
                params![marks.ids[0], marks.ids[1], marks.same, marks.title, marks.words],
                waiting,
            )?
            .collect::<Result<Vec<_>, _>>()?;
        let there = candidates.iter().filter(|entry| entry.same == marks.same);
        let alone = there.count() == 1;
        for step in steps {
            let mut found = candidates.iter().filter(|entry| step(marks, entry, alone));
            if let (Some(one), None) = (found.next(), found.next()) {
                self.connection
                    .prepare_cached("DELETE FROM adopted WHERE id = ?1")?
                    .execute([&one.entry.id])?;
                return Ok(Some(one.entry.clone()));
            }
        }
        Ok(None)
    }

    fn take_over(&self, known: &Known, marks: &Marks, entry: &Adopted) -> Result<(), Error> {
        let mut dates = dates::kept(known);
        dates.take_over(entry.published, entry.updated);
        // No article's: what comes in next time is compared with it and taken as a whole.
        let revision = blake3::hash(format!("{entry:?}").as_bytes());
        self.connection
            .prepare_cached(
                "UPDATE article SET id = ?2, revision = ?3, published = ?4, published_offset = ?5, dated_by = ?6,
                        stated = ?7, updated = ?8, updated_offset = ?9
                 WHERE key = ?1",
            )?
            .execute(params![
                known.key,
                entry.id,
                revision.as_bytes(),
                dates.published.timestamp(),
                dates.published.offset().local_minus_utc(),
                dates.dated_by,
                marks.published.map(|at| at.timestamp()),
                dates.updated.timestamp(),
                dates.updated.offset().local_minus_utc(),
            ])?;
        Ok(())
    }
}

fn waiting(row: &rusqlite::Row<'_>) -> rusqlite::Result<Waiting> {
    let at = |seconds: Option<i64>, offset: Option<i32>| Some(instant(seconds?, offset?));
    Ok(Waiting {
        same: row.get(1)?,
        title: row.get(2)?,
        entry: Adopted {
            id: row.get(0)?,
            url: None,
            title: None,
            words: row.get(3)?,
            published: at(row.get(4)?, row.get(5)?),
            updated: at(row.get(6)?, row.get(7)?),
        },
    })
}
