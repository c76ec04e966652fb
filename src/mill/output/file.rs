//! Published files: written where their bytes differ, remembered, taken away.

use chrono::DateTime;

use super::{NO_FEED, Plan, Press, SECOND};
use crate::article::Page;
use crate::mill::report::Report;
use crate::publish::write;
use crate::store::{self, OutputState};

impl Press<'_> {
    /// Takes a file away that is published no longer.
    pub(super) fn withdraw(&self, path: &str, report: &mut Report) -> Result<(), store::Error> {
        if let Err(error) = write::remove(&self.settings.output, path) {
            report.failed("output", Some(path), &error.to_string());
        }
        self.store.forget_output(path)?;
        report.withdrawn.push(path.to_owned());
        Ok(())
    }

    /// Whether a file was rendered from this very selection and lies there as it was written.
    pub(super) fn is_current(&self, path: &str, fingerprint: &[u8; 32]) -> bool {
        self.outputs.get(path).is_some_and(|state| {
            state.fingerprint == fingerprint
                && write::stat(&self.settings.output, path)
                    .is_some_and(|stat| stat.size == state.size && stat.modified == state.modified)
        })
    }

    /// Writes a page where its bytes differ; says whether it did.
    pub(super) fn put(
        &self,
        page: &Page,
        plan: Option<&Plan>,
        fingerprint: &[u8; 32],
        report: &mut Report,
    ) -> Result<bool, store::Error> {
        let output = &self.settings.output;
        let outcome = match write::write(output, page) {
            Ok(outcome) => outcome,
            Err(error) => {
                report.unwritten(&page.path, &error.to_string());
                return Ok(false);
            }
        };
        let Some(stat) = write::stat(output, &page.path) else {
            return Ok(false);
        };
        let on_disk = DateTime::from_timestamp(stat.modified.div_euclid(1_000_000_000), 0);
        let before = self.outputs.get(&page.path).map(|state| state.changed);
        // Last-Modified never goes back (H-07), and no two versions share it: who goes by it besides the ETag, as curl
        // and with it newsboat do, would take the new bytes for the old ones (H-05). While it lies ahead it is not sent.
        let changed = match outcome {
            // The file's own time is the later one where a kill kept its change from being remembered.
            write::Outcome::Unchanged => before.max(on_disk).unwrap_or(self.now).min(self.now),
            write::Outcome::Written => before.map_or(self.now, |before| {
                self.now
                    .max(before.checked_add_signed(SECOND).unwrap_or(before))
            }),
        };
        let before = self.outputs.get(&page.path);
        let digest = blake3::hash(&page.bytes).as_bytes().to_vec();
        let altered = match before.and_then(|before| before.digest.as_ref()) {
            Some(before) => *before != digest,
            None => outcome == write::Outcome::Written || before.is_none(),
        };
        if altered {
            report.altered.push(page.path.clone());
        }
        let state = OutputState {
            feed: plan.map_or(NO_FEED, |plan| &plan.spec_name).to_owned(),
            value: plan.and_then(|plan| plan.value.clone()),
            fingerprint: fingerprint.to_vec(),
            size: stat.size,
            modified: stat.modified,
            changed,
            articles: plan.map_or(0, |plan| plan.rows.len() as u64),
            newest: plan
                .and_then(|plan| plan.rows.first())
                .map(|row| row.published.to_utc()),
            digest: Some(digest),
        };
        self.store.save_output(&page.path, &state)?;
        if before.is_none() {
            self.store.unretire(&page.path)?;
        }
        if outcome == write::Outcome::Written {
            report.written.push(page.path.clone());
        }
        Ok(outcome == write::Outcome::Written)
    }
}
