//! What the status page, its JSON and its metrics are made of: a value as of the end of a turn.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::mill::{Facts, Report};
use crate::store::Outcome;
use crate::text::veil;

/// After so long without a sign of life the loop is taken to stand still. A first scan of very many files takes minutes.
const STILL: Duration = Duration::from_secs(10 * 60);

/// What there is to show.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// Sources, feeds, turns.
    pub(super) facts: Facts,
    /// The configuration in force.
    pub(super) config: Vec<Section>,
    /// Whether what is published is served.
    pub(super) ready: bool,
    /// Why the last turn failed as a whole, if it did.
    pub(super) trouble: Option<String>,
    /// What was counted since the start.
    pub(super) counts: Counts,
    /// When the program started.
    pub(super) started: DateTime<Utc>,
    /// When this was told.
    pub(super) told: DateTime<Utc>,
}

/// One table of the configuration in force.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// `[fetch]`; empty for the top level.
    pub header: String,
    /// Key, value as it is written, and whether that is the default.
    pub keys: Vec<(&'static str, String, bool)>,
}

/// What was counted since the start of the program.
#[derive(Debug, Clone, Default)]
pub struct Counts {
    /// Answers by source and outcome.
    pub(super) fetches: BTreeMap<(String, Outcome), u64>,
    /// Time that answers took, by source.
    pub(super) fetching: BTreeMap<String, Duration>,
    /// Turns that went well, and those that failed as a whole.
    pub(super) turns: [u64; 2],
    /// Time that turns took.
    pub(super) turning: Duration,
    /// Articles that were new, changed, removed.
    pub(super) articles: [u64; 3],
    /// Files written.
    pub(super) written: u64,
    /// What failed in turns.
    pub(super) problems: u64,
}

impl Counts {
    /// Counts a turn; `failed` is whether it failed as a whole.
    pub fn count(&mut self, report: &Report, took: Duration, failed: bool) {
        for fetch in &report.fetches {
            let key = (fetch.source.clone(), fetch.outcome);
            *self.fetches.entry(key).or_default() += 1;
            let time = self.fetching.entry(fetch.source.clone()).or_default();
            *time = time.saturating_add(Duration::from_millis(fetch.milliseconds));
        }
        let [well, badly] = &mut self.turns;
        *(if failed { badly } else { well }) += 1;
        self.turning = self.turning.saturating_add(took);
        let [new, changed, removed] = &mut self.articles;
        *new += report.new;
        *changed += report.changed;
        *removed += report.removed;
        self.written += report.written.len() as u64;
        self.problems += report.failures.len() as u64;
    }
}

/// What a snapshot is made of.
#[derive(Debug, Clone, Default)]
pub struct Told {
    /// Sources, feeds, turns.
    pub facts: Facts,
    /// The configuration in force.
    pub config: Vec<Section>,
    /// Whether what is published is served.
    pub ready: bool,
    /// Why the last turn failed as a whole, if it did.
    pub trouble: Option<String>,
    /// What was counted since the start.
    pub counts: Counts,
    /// When the program started.
    pub started: DateTime<Utc>,
    /// Now.
    pub now: DateTime<Utc>,
}

impl Snapshot {
    /// What is told, made fit to be shown: from here on there is nothing secret in it (T-61).
    pub fn of(told: Told) -> Self {
        let mut config = told.config;
        for section in &mut config {
            for (_, value, _) in &mut section.keys {
                *value = veil(value);
            }
        }
        Snapshot {
            facts: veiled(told.facts),
            config,
            ready: told.ready,
            trouble: told.trouble.as_deref().map(veil),
            counts: told.counts,
            started: told.started,
            told: told.now,
        }
    }

    /// The same, while there is that trouble.
    pub(super) fn with_trouble(self, trouble: &str) -> Self {
        let trouble = Some(veil(trouble));
        Snapshot { trouble, ..self }
    }

    /// Why the program is not well, if it is not. `silent` is how long its loop has given no sign of life. Who asks may not
    /// have shown a token: nothing particular is said.
    pub(super) fn illness(&self, silent: Duration) -> Option<String> {
        if silent > STILL {
            return Some(format!(
                "the loop has not turned for {} minutes",
                silent.as_secs() / 60
            ));
        }
        let failed = "the last turn failed as a whole; the status page and the log say why";
        self.trouble.as_ref().map(|_| failed.to_owned())
    }
}

/// Everything in the facts that comes from a document, a server or the configuration.
fn veiled(mut facts: Facts) -> Facts {
    let hide = |shown: &mut String| *shown = veil(shown);
    let maybe = |shown: &mut Option<String>| *shown = shown.as_deref().map(veil);
    for source in &mut facts.sources {
        hide(&mut source.place);
        maybe(&mut source.quiet);
        let state = &mut source.state;
        for shown in [&mut state.error, &mut state.moved_to, &mut state.title] {
            maybe(shown);
        }
        if let Some(account) = &mut source.account {
            hide(&mut account.happened);
            maybe(&mut account.to_do);
        }
    }
    for (id, title) in &mut facts.waiting {
        hide(id);
        maybe(title);
    }
    for file in &mut facts.files {
        hide(&mut file.path);
        maybe(&mut file.output.value);
    }
    facts
}
