//! A progress bar on a terminal; nothing elsewhere.

use std::io::IsTerminal;
use std::sync::Mutex;

use indicatif::{ProgressBar, ProgressStyle};

/// The bar of whatever is being done now.
pub(super) struct Bar {
    bar: Mutex<Option<(String, ProgressBar)>>,
    shown: bool,
}

impl Bar {
    /// A bar that shows itself when stderr is a terminal and the command is not quiet.
    pub(super) fn new(quiet: bool) -> Self {
        Bar {
            bar: Mutex::new(None),
            shown: !quiet && std::io::stderr().is_terminal(),
        }
    }

    /// Sets how far a step is.
    pub(super) fn set(&self, what: &str, done: u64, total: u64) {
        if !self.shown {
            return;
        }
        let mut current = self
            .bar
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if current.as_ref().is_none_or(|(name, _)| name != what) {
            if let Some((_, old)) = current.take() {
                old.finish_and_clear();
            }
            let style = ProgressStyle::with_template("{msg:20!} {wide_bar} {pos}/{len} {eta}")
                .unwrap_or_else(|_| ProgressStyle::default_bar());
            let bar = ProgressBar::new(total)
                .with_style(style)
                .with_message(what.to_owned());
            *current = Some((what.to_owned(), bar));
        }
        if let Some((_, bar)) = current.as_ref() {
            bar.set_length(total);
            bar.set_position(done);
        }
    }

    /// Takes the bar away.
    pub(super) fn clear(&self) {
        let mut current = self
            .bar
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some((_, bar)) = current.take() {
            bar.finish_and_clear();
        }
    }
}
