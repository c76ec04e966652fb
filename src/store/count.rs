//! How many articles of each source may be published: counted once, then kept up with what comes and goes, since counting
//! fifty thousand for every edit would take longer than the edit.

use std::collections::HashMap;

use super::{Error, Store};

impl Store {
    /// How many articles of each source may be published; a source without any is not in it.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn counts(&self) -> Result<HashMap<String, u64>, Error> {
        let mut counts = self.counts.borrow_mut();
        if let Some(counts) = &*counts {
            debug_assert_eq!(*counts, self.counted()?, "what came and went was missed");
            return Ok(counts.clone());
        }
        let counted = self.counted()?;
        // While a transaction is open, what is counted may yet be undone.
        if self.connection.is_autocommit() {
            *counts = Some(counted.clone());
        }
        Ok(counted)
    }

    fn counted(&self) -> Result<HashMap<String, u64>, Error> {
        let mut statement = self.connection.prepare_cached(
            "SELECT source, count(*) FROM article WHERE visible = 1 GROUP BY source",
        )?;
        let rows = statement.query_map([], |row| {
            Ok((row.get(0)?, row.get::<_, i64>(1)?.cast_unsigned()))
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Notes that so many more articles of a source may be published.
    pub(super) fn note_more(&self, source: &str, more: i64) {
        if more == 0 {
            return;
        }
        let mut fresh = self.fresh.borrow_mut();
        match fresh.more.get_mut(source) {
            Some(noted) => *noted += more,
            None => drop(fresh.more.insert(source.to_owned(), more)),
        }
        drop(fresh);
        if self.connection.is_autocommit() {
            self.count_fresh();
        }
    }

    /// Counts what has been written for good.
    pub(super) fn count_fresh(&self) {
        let more = std::mem::take(&mut self.fresh.borrow_mut().more);
        if let Some(counts) = &mut *self.counts.borrow_mut() {
            for (source, more) in more {
                let count = counts.entry(source).or_default();
                *count = count.saturating_add_signed(more);
            }
            counts.retain(|_, count| *count > 0);
        }
    }
}
