//! What lies in the object store.

use std::collections::HashMap;

use super::{Error, Store};

impl Store {
    /// Everything that lies there: a digest of each, by path.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn objects(&self) -> Result<HashMap<String, Vec<u8>>, Error> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT path, digest FROM object")?;
        let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Remembers what lies there now under a path; None for nothing.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn save_object(&self, path: &str, digest: Option<&[u8]>) -> Result<(), Error> {
        match digest {
            Some(digest) => self
                .connection
                .prepare_cached("INSERT OR REPLACE INTO object (path, digest) VALUES (?1, ?2)")?
                .execute(rusqlite::params![path, digest])?,
            None => self
                .connection
                .prepare_cached("DELETE FROM object WHERE path = ?1")?
                .execute([path])?,
        };
        Ok(())
    }

    /// Forgets all of it.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn forget_objects(&self) -> Result<(), Error> {
        self.connection.execute("DELETE FROM object", [])?;
        Ok(())
    }
}
