//! What no feed shows, no source lists and nobody has missed for a year goes (D-24).

use std::collections::HashSet;

use super::Press;
use crate::mill::report::Report;
use crate::store;

impl Press<'_> {
    /// Lets articles go, once a day. What any feed holds stays, however old it is.
    pub(super) fn trim(&self, report: &mut Report) -> Result<(), store::Error> {
        let Some(unlisted) = self.store.unlisted(self.now)? else {
            return Ok(());
        };
        if unlisted.is_empty() {
            return Ok(());
        }
        let mut held = HashSet::new();
        for spec in &self.settings.feeds {
            for value in self.values(spec)? {
                let plan = self.plan(spec, value, report)?;
                held.extend(plan.rows.iter().map(|row| row.key));
            }
        }
        let gone: Vec<i64> = unlisted
            .into_iter()
            .filter(|key| !held.contains(key))
            .collect();
        self.store.trim(&gone, self.now)
    }
}
