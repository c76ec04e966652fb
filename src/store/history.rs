//! What happened lately: the answers of each address, and the turns that did something. It decides nothing; people look
//! at it.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::params;

use super::{Error, Store};

/// So many answers of each source are kept, and so many turns.
pub const KEPT: u32 = 50;

/// What came of asking an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A document that was read.
    Document,
    /// What was known already: 304, or the same bytes.
    Unchanged,
    /// Nothing that could be used.
    Failed,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Outcome; 3] = [Outcome::Document, Outcome::Unchanged, Outcome::Failed];

    /// As the state and the metrics name it.
    pub fn code(self) -> &'static str {
        match self {
            Outcome::Document => "document",
            Outcome::Unchanged => "unchanged",
            Outcome::Failed => "failed",
        }
    }

    fn of(code: &str) -> Self {
        let known = Outcome::ALL.into_iter().find(|known| known.code() == code);
        known.unwrap_or(Outcome::Failed)
    }
}

/// One answer of an address, or that there was none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetch {
    /// The source.
    pub source: String,
    /// When it was taken in.
    pub at: DateTime<Utc>,
    /// What came of it.
    pub outcome: Outcome,
    /// 200, 304, 404 and so on; None when there was no answer.
    pub status: Option<u16>,
    /// Bytes of the bodies that came, unpacked.
    pub bytes: u64,
    /// How long it took, with all that was fetched for it.
    pub milliseconds: u64,
    /// Articles not known before.
    pub new: u64,
}

/// One turn that did something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// When it ended.
    pub at: DateTime<Utc>,
    /// How long it took.
    pub milliseconds: u64,
    /// Articles not known before.
    pub new: u64,
    /// Articles that are different now.
    pub changed: u64,
    /// Articles whose files were deleted.
    pub removed: u64,
    /// Files written.
    pub written: u64,
    /// What failed.
    pub problems: u64,
}

impl Store {
    /// Remembers an answer, and forgets the oldest of its source.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_fetch(&self, fetch: &Fetch) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT INTO fetch (source, at, outcome, status, bytes, milliseconds, new)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                fetch.source,
                fetch.at.timestamp(),
                fetch.outcome.code(),
                fetch.status,
                fetch.bytes.cast_signed(),
                fetch.milliseconds.cast_signed(),
                fetch.new.cast_signed(),
            ])?;
        self.connection
            .prepare_cached(
                "DELETE FROM fetch WHERE source = ?1 AND key <=
                 (SELECT key FROM fetch WHERE source = ?1 ORDER BY key DESC LIMIT 1 OFFSET ?2)",
            )?
            .execute(params![fetch.source, KEPT])?;
        Ok(())
    }

    /// The latest answers by source, the oldest first.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn fetches(&self) -> Result<HashMap<String, Vec<Fetch>>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT source, at, outcome, status, bytes, milliseconds, new FROM fetch ORDER BY source, key",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(Fetch {
                source: row.get(0)?,
                at: DateTime::from_timestamp(row.get(1)?, 0).unwrap_or_default(),
                outcome: Outcome::of(row.get_ref(2)?.as_str()?),
                status: row.get(3)?,
                bytes: row.get::<_, i64>(4)?.cast_unsigned(),
                milliseconds: row.get::<_, i64>(5)?.cast_unsigned(),
                new: row.get::<_, i64>(6)?.cast_unsigned(),
            })
        })?;
        let mut fetches: HashMap<String, Vec<Fetch>> = HashMap::new();
        for fetch in rows {
            let fetch = fetch?;
            match fetches.get_mut(&fetch.source) {
                Some(known) => known.push(fetch),
                None => drop(fetches.insert(fetch.source.clone(), vec![fetch])),
            }
        }
        Ok(fetches)
    }

    /// Remembers a turn, and forgets the oldest.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_turn(&self, turn: &Turn) -> Result<(), Error> {
        self.connection
            .prepare_cached(
                "INSERT INTO turn (at, milliseconds, new, changed, removed, written, problems)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![
                turn.at.timestamp(),
                turn.milliseconds.cast_signed(),
                turn.new.cast_signed(),
                turn.changed.cast_signed(),
                turn.removed.cast_signed(),
                turn.written.cast_signed(),
                turn.problems.cast_signed(),
            ])?;
        self.connection
            .prepare_cached(
                "DELETE FROM turn WHERE key <= (SELECT key FROM turn ORDER BY key DESC LIMIT 1 OFFSET ?1)",
            )?
            .execute([KEPT])?;
        Ok(())
    }

    /// The latest turns that did something, the newest first.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn turns(&self) -> Result<Vec<Turn>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT at, milliseconds, new, changed, removed, written, problems FROM turn ORDER BY key DESC",
        )?;
        let rows = statement.query_map([], |row| {
            let number = |column| row.get::<_, i64>(column).map(i64::cast_unsigned);
            Ok(Turn {
                at: DateTime::from_timestamp(row.get(0)?, 0).unwrap_or_default(),
                milliseconds: number(1)?,
                new: number(2)?,
                changed: number(3)?,
                removed: number(4)?,
                written: number(5)?,
                problems: number(6)?,
            })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The history is bounded for each source, comes back as it was, and goes with a source to its new name.
    #[test]
    fn only_the_latest_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&folder.path().join("feedmill.db")).expect("a state");
        let at = |minute: u64| {
            DateTime::from_timestamp(1_760_000_000 + minute.cast_signed() * 60, 0).expect("a time")
        };
        let fetch = |source: &str, minute: u64| Fetch {
            source: source.to_owned(),
            at: at(minute),
            outcome: Outcome::ALL[usize::try_from(minute % 3).expect("small")],
            status: (!minute.is_multiple_of(3)).then_some(304),
            bytes: minute * 10,
            milliseconds: minute,
            new: minute % 2,
        };
        let turn = |minute: u64| Turn {
            at: at(minute),
            milliseconds: minute,
            new: 1,
            changed: 2,
            removed: 3,
            written: 4,
            problems: 5,
        };
        let most = u64::from(KEPT);
        for minute in 0..most + 7 {
            store.save_fetch(&fetch("a", minute)).expect("saved");
            store.save_turn(&turn(minute)).expect("saved");
        }
        store.save_fetch(&fetch("b", 1)).expect("saved");
        let fetches = store.fetches().expect("read");
        let wanted: Vec<Fetch> = (7..most + 7).map(|minute| fetch("a", minute)).collect();
        assert_eq!(fetches.get("a"), Some(&wanted));
        assert_eq!(fetches.get("b"), Some(&vec![fetch("b", 1)]));
        let turns = store.turns().expect("read");
        let wanted: Vec<Turn> = (7..most + 7).rev().map(turn).collect();
        assert_eq!(turns, wanted);
        let state = crate::store::SourceState {
            name: "a".into(),
            place: Some("https://example.org/".into()),
            ..Default::default()
        };
        store.save_source(&state).expect("saved");
        let renamed = store.adopt_renamed("c", "https://example.org/", &["c"]);
        renamed.expect("renamed");
        let fetches = store.fetches().expect("read");
        assert_eq!(fetches.get("c").map(Vec::len), Some(50));
        assert!(!fetches.contains_key("a"));
    }
}
