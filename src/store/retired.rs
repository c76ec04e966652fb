//! What was published once and is not any more (H-14): kept for good, since readers ask for years.

use chrono::{DateTime, Utc};
use rusqlite::params;

use super::{Error, Store};

impl Store {
    /// Paths at which there was something, each with that of what is in its place now.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn retired(&self) -> Result<Vec<(String, Option<String>)>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT path, successor FROM retired ORDER BY path")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers that a file is published no longer. Who was led to it is led on.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn retire(
        &self,
        path: &str,
        successor: Option<&str>,
        now: DateTime<Utc>,
    ) -> Result<(), Error> {
        let mut lead_on = self
            .connection
            .prepare_cached("UPDATE retired SET successor = ?2 WHERE successor = ?1")?;
        lead_on.execute(params![path, successor])?;
        let mut retire = self.connection.prepare_cached(
            "INSERT OR REPLACE INTO retired (path, successor, at) VALUES (?1, ?2, ?3)",
        )?;
        retire.execute(params![path, successor, now.timestamp()])?;
        Ok(())
    }

    /// Forgets that a path was retired: it is published again.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn unretire(&self, path: &str) -> Result<(), Error> {
        self.connection
            .prepare_cached("DELETE FROM retired WHERE path = ?1")?
            .execute([path])?;
        Ok(())
    }
}
