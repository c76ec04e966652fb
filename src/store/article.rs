//! Articles: who they are and when they appeared is decided here once and kept.

use rusqlite::{OptionalExtension, params};

use super::incoming::{Change, Incoming};
use super::known::without_scheme;
use super::{Error, Store, dates};
use crate::article::Article;

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
            dates.take_over(entry.published, entry.updated);
            id = entry.id;
        }
        let body = body(article)?;
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
        if article.summary.is_none() {
            hasher.update(&(incoming.summary_limit as u64).to_le_bytes());
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
                        published_offset, dated_by, updated, updated_offset, expires, visible, essence, stated,
                        edited)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18)
                 ON CONFLICT (key) DO UPDATE SET identity = ?3, id = ?4, file = ?5, same = ?6, revision = ?7,
                        published = ?9, published_offset = ?10, dated_by = ?11, updated = ?12, updated_offset = ?13,
                        expires = ?14, visible = ?15, essence = ?16, stated = ?17, edited = ?18",
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
                incoming.essence.whole,
                dates.stated,
                dates.edited,
            ])?;
        let key = match key {
            Some(key) => key,
            None => self.undecided()?,
        };
        self.connection
            .prepare_cached(
                "INSERT INTO body (article, json) VALUES (?1, ?2)
                 ON CONFLICT (article) DO UPDATE SET json = ?2",
            )?
            .execute(params![key, body])?;
        self.label(key, incoming)?;
        Ok(if known.is_some() {
            Change::Changed
        } else {
            Change::New
        })
    }

    /// Keeps an article as it was made ready to be published; it is the same article, and the same revision of it.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_finished(&self, key: i64, article: &Article) -> Result<(), Error> {
        self.connection
            .prepare_cached("UPDATE body SET json = ?2 WHERE article = ?1")?
            .execute(params![key, serde_json::to_string(article)?])?;
        Ok(())
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

/// What is kept of an article besides its dates. An age would be another one at every poll.
fn body(article: &Article) -> Result<String, Error> {
    if !dates::is_age(article) {
        return Ok(serde_json::to_string(article)?);
    }
    let undated = Article {
        published: None,
        ..article.clone()
    };
    Ok(serde_json::to_string(&undated)?)
}
