//! Articles: who they are and when they appeared is decided here once and kept.

use chrono::{DateTime, FixedOffset, Offset, Utc};
use rusqlite::{OptionalExtension, params};

use super::recognise::without_scheme;
use super::{Error, Store, dates};
use crate::article::{Article, Essence};

/// An article on its way into the state.
#[derive(Debug)]
pub struct Incoming<'a> {
    /// Name of its source.
    pub source: &'a str,
    /// Who it is within the source.
    pub identity: &'a str,
    /// Who it would be in feeds, were it new.
    pub id: &'a str,
    /// True when the id is the article's own: then it is followed even where another was given.
    pub own_id: bool,
    /// The article that it was before its identity changed, by key (D-10).
    pub was: Option<i64>,
    /// The file it is in.
    pub file: Option<&'a [u8]>,
    /// Whether it is alone in that file: then it is known by the file, too.
    pub alone: bool,
    /// That file's time.
    pub file_time: Option<DateTime<Utc>>,
    /// The rest.
    pub article: &'a Article,
    /// What of it matters to readers.
    pub essence: Essence,
    /// What two spellings of one tag or author have in common.
    pub fold: fn(&str) -> String,
    /// When it was seen.
    pub now: DateTime<Utc>,
    /// The date that it gets when nothing gives it one.
    pub undated: DateTime<Utc>,
}

/// What an article's arrival meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was not known.
    New,
    /// It was known and is different now.
    Changed,
    /// It was known as it is.
    Same,
}

/// An instant from its two columns: seconds since the epoch and seconds east of Greenwich.
pub(super) fn instant(seconds: i64, offset: i32) -> DateTime<FixedOffset> {
    let zone = FixedOffset::east_opt(offset).unwrap_or_else(|| Utc.fix());
    DateTime::from_timestamp(seconds, 0)
        .unwrap_or_default()
        .with_timezone(&zone)
}

impl Store {
    /// Takes an article in: keeps the id and, where the article carries no date, the date that
    /// it was given when it was first seen; or takes over those of an adopted entry.
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn take(&self, incoming: &Incoming<'_>) -> Result<Change, Error> {
        let (known, identity, mut id) = self.recognise(incoming)?;
        let article = incoming.article;
        let mut dates = dates::given(incoming, known.as_ref());
        if known.is_none()
            && let Some(entry) = self.adopted(incoming, &id)?
        {
            dates.take_over(&entry);
            id = entry.id;
        }
        let body = serde_json::to_string(article)?;
        let mut hasher = blake3::Hasher::new();
        for part in [
            id.as_str(),
            &dates.published.to_rfc3339(),
            &dates.updated.to_rfc3339(),
            &body,
        ] {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        let revision = hasher.finalize();
        if let Some(known) = &known
            && known.revision == revision.as_bytes()
            && known.file.as_deref() == incoming.file
            && known.identity == identity
            && known.essence.as_deref() == Some(&incoming.essence.whole)
        {
            return Ok(Change::Same);
        }
        let key = known.as_ref().map(|known| known.key);
        let same = article.url.as_deref().map(without_scheme);
        self.connection
            .prepare_cached(
                "INSERT INTO article (key, source, identity, id, file, same, revision, first_seen, published,
                        published_offset, dated_by, updated, updated_offset, expires, visible, body, essence, stated,
                        edited)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)
                 ON CONFLICT (key) DO UPDATE SET identity = ?3, id = ?4, file = ?5, same = ?6, revision = ?7,
                        published = ?9, published_offset = ?10, dated_by = ?11, updated = ?12, updated_offset = ?13,
                        expires = ?14, visible = ?15, body = ?16, essence = ?17, stated = ?18, edited = ?19",
            )?
            .execute(params![
                key,
                incoming.source,
                identity,
                id,
                incoming.file,
                same,
                revision.as_bytes(),
                incoming.now.timestamp(),
                dates.published.timestamp(),
                dates.published.offset().local_minus_utc(),
                dates.dated_by,
                dates.updated.timestamp(),
                dates.updated.offset().local_minus_utc(),
                article.expires.map(|at| at.timestamp()),
                !article.draft,
                body,
                incoming.essence.whole,
                dates.stated,
                dates.edited,
            ])?;
        let key = match key {
            Some(key) => key,
            None => self.undecided()?,
        };
        self.label(key, incoming)?;
        Ok(if known.is_some() {
            Change::Changed
        } else {
            Change::New
        })
    }

    /// Has it decided whether the article that came in last is a copy of another; gives its key.
    fn undecided(&self) -> Result<i64, Error> {
        let key = self.connection.last_insert_rowid();
        self.connection
            .prepare_cached("INSERT INTO copy (article) VALUES (?1)")?
            .execute([key])?;
        Ok(key)
    }

    fn label(&self, key: i64, incoming: &Incoming<'_>) -> Result<(), Error> {
        self.connection
            .prepare_cached("DELETE FROM label WHERE article = ?1")?
            .execute([key])?;
        let article = incoming.article;
        let tags = article.tags.iter().map(|tag| (0, tag));
        let authors = article.authors.iter().map(|author| (1, &author.name));
        let mut insert = self.connection.prepare_cached(
            "INSERT OR IGNORE INTO label (kind, folded, article, value) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for (kind, value) in tags.chain(authors) {
            insert.execute(params![kind, (incoming.fold)(value), key, value])?;
        }
        Ok(())
    }

    /// The file in which the article of that identity lies.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn file_of(&self, source: &str, identity: &str) -> Result<Option<Vec<u8>>, Error> {
        let file = self
            .connection
            .prepare_cached("SELECT file FROM article WHERE source = ?1 AND identity = ?2")?
            .query_row(params![source, identity], |row| row.get(0))
            .optional()?;
        Ok(file.flatten())
    }

    /// Removes the articles of a file that is gone; gives their number.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn remove_articles_of(&self, source: &str, file: &[u8]) -> Result<usize, Error> {
        Ok(self
            .connection
            .prepare_cached("DELETE FROM article WHERE source = ?1 AND file = ?2")?
            .execute(params![source, file])?)
    }
}
