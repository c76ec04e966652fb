//! The program that is run after publishing: when, and what it is told.

use chrono::{DateTime, Utc};

use super::Mill;
use super::errands::{PROGRAM, settle_receiver};
use super::report::Report;
use crate::deliver::program::{Ran, Run};
use crate::store;

/// So many paths it is told at once.
const PATHS: usize = 100_000;

impl Mill {
    /// The program to be run now, if it is, and is not running. `pass`: though it has just failed. It counts as running
    /// until it comes back through [`Mill::ran`].
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn to_run(&mut self, now: DateTime<Utc>, pass: bool) -> Result<Option<Run>, store::Error> {
        let Some(program) = self.settings.after_publish.clone() else {
            return Ok(None);
        };
        if self.has_to_upload()? {
            return Ok(None);
        }
        let until = self.store.receiver(PROGRAM)?.not_before;
        if self.told.contains(PROGRAM) || !pass && until.is_some_and(|until| until > now) {
            return Ok(None);
        }
        let errands = self.store.errands(PROGRAM, now, PATHS)?;
        if errands.is_empty() {
            return Ok(None);
        }
        let outputs = self.store.outputs()?;
        let keys = errands.iter().map(|errand| errand.key).collect();
        let paths = errands.into_iter().map(|errand| errand.path);
        let (changed, removed) = paths.partition(|path| outputs.contains_key(path));
        self.told.insert(PROGRAM.to_owned());
        Ok(Some(Run {
            program,
            keys,
            changed,
            removed,
        }))
    }

    /// Takes in what came of a run. A failure is said once; at each `pass` it is said anew.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn ran(
        &mut self,
        ran: &Ran,
        now: DateTime<Utc>,
        pass: bool,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        self.told.remove(PROGRAM);
        self.store.transaction(|store| {
            if ran.outcome.is_ok() {
                for key in &ran.keys {
                    store.drop_errand(*key)?;
                }
            }
            settle_receiver(store, PROGRAM, (PROGRAM, pass), &ran.outcome, now, report)?;
            // What has changed meanwhile is new to it, and waits for no pause.
            let last = ran.keys.iter().max().copied().unwrap_or_default();
            match store.has_errand_after(PROGRAM, last)? {
                true => store.wake_receiver(PROGRAM),
                false => Ok(()),
            }
        })
    }
}
