//! Articles: who they are and when they appeared is decided here once and kept.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset, Offset, TimeDelta, Utc};
use rusqlite::{OptionalExtension, params};

use super::{Error, Store};
use crate::article::{Article, DateOrigin};

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
    /// Identities of all articles of its document, where that is a feed: an article that is known
    /// under another identity, and is not among these, has changed its guid (D-10).
    pub peers: Option<&'a HashSet<&'a str>>,
    /// The file it is in.
    pub file: Option<&'a [u8]>,
    /// Whether it is alone in that file: then it is known by the file, too.
    pub alone: bool,
    /// That file's time.
    pub file_time: Option<DateTime<Utc>>,
    /// The rest.
    pub article: &'a Article,
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

/// Where an article lies whose file now holds another: no file has such a path. It waits there for
/// the rest of the scan, for the file that holds it now.
pub const RELEASED: &[u8] = b"\0";

/// Says of a draft's date that it was not given for good: nobody has seen it yet.
const PROVISIONAL: &str = "draft";

/// Longest id, in bytes.
const LONGEST: usize = 250;

struct Known {
    key: i64,
    identity: String,
    id: String,
    revision: Vec<u8>,
    published: DateTime<FixedOffset>,
    dated_by: String,
    file: Option<Vec<u8>>,
}

const COLUMNS: &str = "key, identity, id, revision, published, published_offset, dated_by, file";

fn known(row: &rusqlite::Row<'_>) -> rusqlite::Result<Known> {
    Ok(Known {
        key: row.get(0)?,
        identity: row.get(1)?,
        id: row.get(2)?,
        revision: row.get(3)?,
        published: instant(row.get(4)?, row.get(5)?),
        dated_by: row.get(6)?,
        file: row.get(7)?,
    })
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
    /// it was given when it was first seen.
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn take(&self, incoming: &Incoming<'_>) -> Result<Change, Error> {
        let (known, identity, id) = self.recognise(incoming)?;
        let article = incoming.article;
        let (published, dated_by) = dated(incoming, known.as_ref());
        let updated = match &article.updated {
            Some(updated) if updated.at > published => updated.at,
            _ => published,
        };
        let body = serde_json::to_string(article)?;
        let mut hasher = blake3::Hasher::new();
        for part in [
            id.as_str(),
            &published.to_rfc3339(),
            &updated.to_rfc3339(),
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
        {
            return Ok(Change::Same);
        }
        let key = known.as_ref().map(|known| known.key);
        let same = article.url.as_deref().map(without_scheme);
        self.connection
            .prepare_cached(
                "INSERT INTO article (key, source, identity, id, file, same, revision, first_seen, published,
                        published_offset, dated_by, updated, updated_offset, expires, visible, body)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)
                 ON CONFLICT (key) DO UPDATE SET identity = ?3, id = ?4, file = ?5, same = ?6, revision = ?7,
                        published = ?9, published_offset = ?10, dated_by = ?11, updated = ?12, updated_offset = ?13,
                        expires = ?14, visible = ?15, body = ?16",
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
                published.timestamp(),
                published.offset().local_minus_utc(),
                dated_by,
                updated.timestamp(),
                updated.offset().local_minus_utc(),
                article.expires.map(|at| at.timestamp()),
                !article.draft,
                body,
            ])?;
        self.label(
            key.unwrap_or_else(|| self.connection.last_insert_rowid()),
            incoming,
        )?;
        Ok(if known.is_some() {
            Change::Changed
        } else {
            Change::New
        })
    }

    /// Finds the article that an incoming one is, and decides its identity and id.
    ///
    /// An article keeps the id it was given (G-02), unless it now carries one of its own.
    fn recognise(&self, incoming: &Incoming<'_>) -> Result<(Option<Known>, String, String), Error> {
        let own = || (incoming.identity.to_owned(), incoming.id.to_owned());
        let kept = |known: &Known| (known.identity.clone(), known.id.clone());
        let by_file = match incoming.file.filter(|_| incoming.alone) {
            Some(file) => self.known("file", incoming.source, &file)?,
            None => None,
        };
        let Some(other) = self.known("identity", incoming.source, &incoming.identity)? else {
            if let Some(known) = self.moved(incoming)? {
                let id = known.id.clone();
                return Ok((Some(known), incoming.identity.to_owned(), id));
            }
            let (identity, id) = match &by_file {
                Some(known) if !incoming.own_id => kept(known),
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

    fn known(
        &self,
        column: &str,
        source: &str,
        value: &dyn rusqlite::ToSql,
    ) -> Result<Option<Known>, Error> {
        let found = self
            .connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM article WHERE source = ?1 AND {column} = ?2"
            ))?
            .query_row(params![source, value], known)
            .optional()?;
        Ok(found)
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
        let hash = blake3::hash(incoming.article.content_html.as_bytes()).to_hex();
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

    /// The article with the same address, title, and date or text, that has gone from the document
    /// under its old guid: it keeps the id under which it was published. Address and title alone
    /// are shared by every entry of a daily build.
    fn moved(&self, incoming: &Incoming<'_>) -> Result<Option<Known>, Error> {
        let (Some(peers), Some(url)) = (incoming.peers, &incoming.article.url) else {
            return Ok(None);
        };
        let published = incoming.article.published.as_ref();
        let candidates = self
            .connection
            .prepare_cached(&format!(
                "SELECT {COLUMNS} FROM article WHERE same = ?1 AND source = ?2
                 AND json_extract(body, '$.title') IS ?3
                 AND (published = ?4 OR json_extract(body, '$.content_html') = ?5) ORDER BY key"
            ))?
            .query_map(
                params![
                    without_scheme(url),
                    incoming.source,
                    incoming.article.title,
                    published.map(|dated| dated.at.timestamp()),
                    incoming.article.content_html,
                ],
                known,
            )?
            .collect::<Result<Vec<_>, _>>()?;
        Ok(candidates
            .into_iter()
            .find(|known| !peers.contains(known.identity.as_str())))
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

/// When it appeared, and what says so: the article's own date, else what was decided before, else
/// its `updated`, else the file's time, else now — which is never looked at again (B27) once the
/// article is no draft.
fn dated(incoming: &Incoming<'_>, known: Option<&Known>) -> (DateTime<FixedOffset>, String) {
    let name = |origin: DateOrigin| {
        let name = serde_json::to_value(origin).unwrap_or_default();
        name.as_str().unwrap_or_default().to_owned()
    };
    let article = incoming.article;
    if let Some(published) = &article.published {
        let first_seen = name(DateOrigin::FirstSeen);
        let at = published.at;
        // What is here has been published, whatever its date says of tomorrow (a local time given
        // as universal); and the date it got for that is not taken back when tomorrow comes.
        let ahead = published.origin != DateOrigin::FrontMatter && at > incoming.now;
        return match known {
            None if ahead => (incoming.now.fixed_offset(), first_seen),
            Some(known)
                if ahead
                    || known.dated_by == first_seen
                        && (TimeDelta::zero()..=TimeDelta::days(1))
                            .contains(&(at - known.published)) =>
            {
                (known.published, known.dated_by.clone())
            }
            _ => (at, name(published.origin)),
        };
    }
    if let Some(known) = known.filter(|known| known.dated_by != PROVISIONAL) {
        return (known.published, known.dated_by.clone());
    }
    let updated = article.updated.as_ref();
    let updated = updated.filter(|updated| updated.at <= incoming.now);
    let plausible = |time: &DateTime<Utc>| *time <= incoming.now && time.timestamp() >= 631_152_000;
    let (at, said_by) = match (updated, incoming.file_time.filter(plausible)) {
        (Some(updated), _) => (updated.at, "updated".to_owned()),
        (None, Some(time)) => (time.fixed_offset(), name(DateOrigin::FileTime)),
        (None, None) => (incoming.undated.fixed_offset(), name(DateOrigin::FirstSeen)),
    };
    if article.draft {
        return (at, PROVISIONAL.to_owned());
    }
    (at, said_by)
}

/// An address as far as it tells articles apart: no scheme, no `www.`, no slash at the end.
fn without_scheme(url: &str) -> String {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.strip_prefix("www.")
        .unwrap_or(rest)
        .trim_end_matches('/')
        .to_owned()
}
