//! Articles: who they are and when they appeared is decided here once and kept.

use chrono::{DateTime, FixedOffset};
use rusqlite::{OptionalExtension, params};

use super::dates::Dates;
use super::incoming::{Change, Incoming};
use super::known::{Known, without_scheme};
use super::{Error, Row, Store, dates, label};
use crate::article::{Article, Essence};

/// What becomes of an incoming article.
struct Taken {
    identity: String,
    id: String,
    dates: Dates,
    /// None where it has yet to be made.
    body: Option<String>,
    revision: blake3::Hash,
    essence: Option<Essence>,
}

impl Taken {
    /// Brings the revision up to date with the dates.
    fn revise(&mut self, incoming: &Incoming<'_>) {
        let dates = (self.dates.published, self.dates.updated);
        let limit = incoming.summary_limit;
        self.revision = match (&self.body, &incoming.unmade) {
            (Some(body), _) => revision(&self.id, dates, incoming.article, body, limit),
            // Until it is made.
            (None, unmade) => blake3::hash(format!("{unmade:?}").as_bytes()),
        };
    }

    fn is_who_it_was(&self, known: &Known) -> bool {
        known.identity == self.identity
            && known.id == self.id
            && known.published == self.dates.published
            && known.updated == self.dates.updated
    }

    /// Whether nothing has changed, as the article was found.
    fn is_as_it_was(&self, known: &Known, incoming: &Incoming<'_>) -> bool {
        let same = match &incoming.unmade {
            None => known.identity == self.identity && known.revision == self.revision.as_bytes(),
            Some(unmade) => {
                known.made_of.as_deref() == Some(&unmade.hash) && self.is_who_it_was(known)
            }
        };
        let weighs = |essence: Essence| known.essence.as_deref() == Some(&essence.whole);
        same && known.file.as_deref() == incoming.file && self.essence.is_none_or(weighs)
    }
}

impl Store {
    /// Takes an article in: keeps the id and, where the article carries no date, the date that
    /// it was given when it was first seen; or takes over those of an adopted entry.
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn take(&self, incoming: &Incoming<'_>) -> Result<Change, Error> {
        let (known, identity, mut id) = self.recognise(incoming)?;
        let before = known.as_ref().and_then(|known| known.essence.as_deref());
        let changed = match (incoming.essence, before) {
            (Some(essence), Some(before)) => essence.whole != before,
            _ => false,
        };
        let mut dates = dates::given(incoming, known.as_ref(), changed);
        match &known {
            Some(known) if incoming.file.is_none() => self.note_listed(known, incoming.now)?,
            Some(_) => {}
            None => {
                if let Some(entry) = self.adopted(incoming, &id)? {
                    dates.take_over(entry.published, entry.updated);
                    id = entry.id;
                } else if let Some(was) = self.trimmed(incoming)? {
                    (id, dates) = (was.id, was.dates);
                }
            }
        }
        let body = match incoming.unmade {
            None => Some(body(incoming.article)?),
            Some(_) => None,
        };
        let mut taken = Taken {
            revision: blake3::Hash::from_bytes([0; 32]),
            essence: incoming.essence,
            identity,
            id,
            dates,
            body,
        };
        taken.revise(incoming);
        let mut as_it_was = false;
        if let Some(known) = &known {
            as_it_was = taken.is_as_it_was(known, incoming);
            if !as_it_was && taken.essence.is_none() {
                as_it_was = self.reads_as_before(&mut taken, known, incoming)?;
            }
        }
        if as_it_was && incoming.unmade.is_none_or(|unmade| !unmade.anew) {
            return Ok(Change::Same);
        }
        self.write(&taken, known.as_ref(), incoming)?;
        Ok(match known {
            Some(_) if as_it_was => Change::Same,
            Some(_) => Change::Changed,
            None => Change::New,
        })
    }

    /// Whether an article that is different as it was found is the same as readers see it. Where it is not, its essence
    /// decides about its dates.
    fn reads_as_before(
        &self,
        taken: &mut Taken,
        known: &Known,
        incoming: &Incoming<'_>,
    ) -> Result<bool, Error> {
        let old = self.body(known.key)?.map(|old| incoming.finished(&old));
        let new = incoming.finished(incoming.article);
        let here = (incoming.weigh)(&new);
        let same = old.as_ref() == Some(&new) && taken.is_who_it_was(known);
        let before = match &known.essence {
            Some(before) => Some(before.clone()),
            None => old.map(|old| (incoming.weigh)(&old).whole.to_vec()),
        };
        if before.is_some_and(|before| here.whole != *before) {
            taken.dates = dates::given(incoming, Some(known), true);
            taken.revise(incoming);
        }
        taken.essence = Some(here);
        Ok(same)
    }

    fn write(
        &self,
        taken: &Taken,
        known: Option<&Known>,
        incoming: &Incoming<'_>,
    ) -> Result<(), Error> {
        let (article, dates) = (incoming.article, &taken.dates);
        let key = known.map(|known| known.key);
        let same = article.url.as_deref().map(without_scheme);
        let published = dates.published.timestamp();
        let one = self.first_of_copies(incoming, known, (&taken.id, same.as_deref()), published)?;
        let spellings = self.spellings_of(incoming)?;
        let write = match key {
            None => {
                "INSERT INTO article (key, source, identity, id, file, same, revision, first_seen, published,
                        published_offset, dated_by, updated, updated_offset, expires, visible, essence, stated,
                        edited, made_of, made, one, labels)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)"
            }
            Some(_) => {
                "UPDATE article SET identity = ?3, id = ?4, file = ?5, same = ?6, revision = ?7,
                        published = ?9, published_offset = ?10, dated_by = ?11,
                        updated = ?12, updated_offset = ?13, expires = ?14, visible = ?15, essence = ?16, stated = ?17,
                        edited = ?18, made_of = ?19, made = ?20, one = ?21, labels = ?22
                 WHERE key = ?1"
            }
        };
        self.connection.prepare_cached(write)?.execute(params![
            key,
            incoming.source,
            taken.identity,
            taken.id,
            incoming.file,
            same,
            taken.revision.as_bytes(),
            incoming.now.timestamp(),
            published,
            dates.published.offset().local_minus_utc(),
            dates.dated_by,
            dates.updated.timestamp(),
            dates.updated.offset().local_minus_utc(),
            article.expires.map(|at| at.timestamp()),
            !article.draft,
            taken.essence.map(|essence| essence.whole),
            dates.stated,
            dates.edited,
            incoming.unmade.map(|unmade| unmade.hash),
            incoming.unmade.is_none(),
            one,
            label::json(&spellings),
        ])?;
        let is_new = key.is_none();
        let key = key.unwrap_or_else(|| self.connection.last_insert_rowid());
        if let Some(body) = &taken.body {
            self.save_body(key, body)?;
        }
        if is_new {
            self.note_fresh(incoming.source);
            self.label(key, published, &spellings)?;
        }
        let was = known.is_some_and(|known| known.visible);
        self.note_more(incoming.source, i64::from(!article.draft) - i64::from(was));
        if self.connection.is_autocommit() {
            self.note_touched()?;
        }
        Ok(())
    }

    /// Keeps the body that was made of an article's file, and the revision that this makes of the article.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_made(&self, key: i64, revision: &[u8], article: &Article) -> Result<(), Error> {
        self.save_body(key, &body(article)?)?;
        self.connection
            .prepare_cached("UPDATE article SET made = 1, revision = ?2 WHERE key = ?1")?
            .execute(params![key, revision])?;
        Ok(())
    }

    fn save_body(&self, key: i64, json: &str) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT INTO body (article, json) VALUES (?1, ?2)
                 ON CONFLICT (article) DO UPDATE SET json = ?2",
            )?
            .execute(params![key, json])?;
        Ok(())
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
        let mut statement = self.connection.prepare_cached(
            "DELETE FROM article WHERE source = ?1 AND file = ?2 RETURNING visible",
        )?;
        let rows = statement.query_map(params![source, file], |row| row.get(0))?;
        let gone: Vec<bool> = rows.collect::<Result<_, _>>()?;
        let visible = gone.iter().filter(|visible| **visible).count();
        self.note_more(source, -i64::try_from(visible).unwrap_or(i64::MAX));
        Ok(gone.len())
    }
}

/// The revision of an article of which the body has been made.
///
/// # Errors
/// When the article cannot be written as JSON.
pub fn revision_of(row: &Row, article: &Article, summary_limit: usize) -> Result<Vec<u8>, Error> {
    let dates = (row.published, row.updated);
    let revision = revision(&row.id, dates, article, &body(article)?, summary_limit);
    Ok(revision.as_bytes().to_vec())
}

/// Of all that readers are shown of an article. A summary that has yet to be made is by its limit.
fn revision(
    id: &str,
    (published, updated): (DateTime<FixedOffset>, DateTime<FixedOffset>),
    article: &Article,
    body: &str,
    summary_limit: usize,
) -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    for part in [id, &published.to_rfc3339(), &updated.to_rfc3339(), body] {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    if article.summary.is_none() {
        hasher.update(&(summary_limit as u64).to_le_bytes());
    }
    hasher.finalize()
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
