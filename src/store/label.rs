//! Tags and authors: what there is one feed each of.

use chrono::{DateTime, Utc};
use rusqlite::{OptionalExtension, ToSql, params, params_from_iter};

use super::incoming::Incoming;
use super::{Error, Fresh, Store};

/// How an article's labels are kept with it; none where it has none.
pub(super) fn json(spellings: &[i64]) -> Option<String> {
    let keys: Vec<String> = spellings.iter().map(i64::to_string).collect();
    (!keys.is_empty()).then(|| format!("[{}]", keys.join(",")))
}

impl Store {
    /// Writes down which tags and authors a new article has; of one that changes the state does that by itself.
    pub(super) fn label(&self, key: i64, published: i64, spellings: &[i64]) -> Result<(), Error> {
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO label (spelling, published, article) VALUES (?1, ?2, ?3)",
        )?;
        for spelling in spellings {
            insert.execute(params![spelling, published, key])?;
        }
        Ok(())
    }

    /// How an article's tags and authors are written, by key; of two spellings of one tag the first.
    pub(super) fn spellings_of(&self, incoming: &Incoming<'_>) -> Result<Vec<i64>, Error> {
        let article = incoming.article;
        let tags = article.tags.iter().map(|tag| (0, tag));
        let authors = article.authors.iter().map(|author| (1, &author.name));
        let mut fresh = self.fresh.borrow_mut();
        let Fresh {
            spellings, labels, ..
        } = &mut *fresh;
        let mut had: Vec<(u8, String)> = Vec::new();
        let mut keys = Vec::new();
        for (kind, value) in tags.chain(authors) {
            let Some(spellings) = spellings.get_mut(usize::from(kind)) else {
                continue;
            };
            if !spellings.contains_key(value) {
                let folded = (incoming.fold)(value);
                let key = self.spelling(kind, &folded, value)?;
                spellings.insert(value.clone(), (folded, key));
            }
            let Some((folded, spelling)) = spellings.get(value) else {
                continue;
            };
            if had.iter().any(|had| had.0 == kind && had.1 == *folded) {
                continue;
            }
            labels.insert(*spelling);
            keys.push(*spelling);
            had.push((kind, folded.clone()));
        }
        Ok(keys)
    }

    fn spelling(&self, kind: u8, folded: &str, value: &str) -> Result<i64, Error> {
        let known = self
            .connection
            .prepare_cached(
                "SELECT key FROM spelling WHERE kind = ?1 AND folded = ?2 AND value = ?3",
            )?
            .query_row(params![kind, folded, value], |row| row.get(0))
            .optional()?;
        if let Some(key) = known {
            return Ok(key);
        }
        self.connection
            .prepare_cached("INSERT INTO spelling (kind, folded, value) VALUES (?1, ?2, ?3)")?
            .execute(params![kind, folded, value])?;
        Ok(self.connection.last_insert_rowid())
    }

    /// How a tag (kind 0) or an author (kind 1) is written, by key.
    pub(super) fn spellings(&self, kind: u8, folded: &str) -> Result<Vec<i64>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT key FROM spelling WHERE kind = ?1 AND folded = ?2")?;
        let rows = statement.query_map(params![kind, folded], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
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
            "SELECT folded, min(value) FROM spelling s WHERE kind = ?2 AND EXISTS (
                 SELECT 1 FROM label l JOIN article a ON a.key = l.article WHERE l.spelling = s.key
                 AND l.published <= ?1 AND a.visible = 1 AND (a.expires IS NULL OR a.expires > ?1)
                 AND a.source IN ({}))
             GROUP BY folded ORDER BY folded",
            marks.join(", ")
        ))?;
        let rows = statement.query_map(params_from_iter(values), |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}
