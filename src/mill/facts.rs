//! What there is to tell of sources, feeds and turns: made here once, shown on the terminal and on the status page.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::account::{self, Account, ago};
use super::errands::{Receiver, receivers};
use super::rhythm::{LATEST, silence};
use super::{Mill, place_of};
use crate::config::{Place, Settings};
use crate::store::{self, Fetch, OutputState, SourceState, Store, Turn};

/// What there is to tell.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The folder of the feeds.
    pub output: String,
    /// Hubs, the webhook and the like, each that is configured.
    pub told: Vec<Receiver>,
    /// In the order of the configuration.
    pub sources: Vec<SourceFacts>,
    /// The names of the configured feeds, in its order, and whether each stands for many, one for each value.
    pub feeds: Vec<(String, bool)>,
    /// Published files that belong to feeds, by path.
    pub files: Vec<FileFacts>,
    /// Entries of adopted feeds whose articles have not come yet: id and title.
    pub waiting: Vec<(String, Option<String>)>,
    /// The latest turns that did something, the newest first.
    pub turns: Vec<Turn>,
}

/// Of one source.
#[derive(Debug, Clone, Default)]
pub struct SourceFacts {
    /// The folder or the address.
    pub place: String,
    /// Articles that may be published.
    pub articles: u64,
    /// What is remembered of it; its name too.
    pub state: SourceState,
    /// Of an address, what happened, what is waited for, what to do.
    pub account: Option<Account>,
    /// Why its silence is odd, if it is.
    pub quiet: Option<String>,
    /// Of an address, its latest answers, the oldest first.
    pub fetches: Vec<Fetch>,
}

/// Of one published file.
#[derive(Debug, Clone)]
pub struct FileFacts {
    /// Below the output folder.
    pub path: String,
    /// What is remembered of it.
    pub output: OutputState,
}

/// Of everything, from a state that is only read.
///
/// # Errors
/// When the state cannot be read.
pub fn facts(
    settings: &Settings,
    store: &Store,
    now: DateTime<Utc>,
) -> Result<Facts, store::Error> {
    let mut states = store.sources()?;
    let accounts = account::accounts(settings, store, &states, now)?;
    let (counts, mut fetches) = (store.counts()?, store.fetches()?);
    let mut sources = Vec::new();
    for source in &settings.sources {
        let name = &source.name;
        let state = states.remove(name);
        let state = state.unwrap_or_else(|| SourceState::new(name));
        sources.push(SourceFacts {
            place: place_of(source),
            articles: counts.get(name).copied().unwrap_or_default(),
            account: accounts.get(name).cloned(),
            quiet: quiet(store, &state, now)?,
            fetches: match source.place {
                Place::Address(_) => fetches.remove(name).unwrap_or_default(),
                Place::Directory(_) => Vec::new(),
            },
            state,
        });
    }
    let feeds = settings.feeds.iter();
    Ok(Facts {
        output: settings.output.display().to_string(),
        told: receivers(settings, store)?,
        sources,
        feeds: feeds
            .map(|spec| (spec.name.clone(), spec.per.is_some()))
            .collect(),
        files: files(store.outputs()?),
        waiting: store.waiting()?,
        turns: store.turns()?,
    })
}

/// Those that belong to a feed, by path.
fn files(outputs: HashMap<String, OutputState>) -> Vec<FileFacts> {
    let outputs = outputs.into_iter();
    let mut files: Vec<FileFacts> = outputs
        .filter(|(_, output)| !output.feed.is_empty())
        .map(|(path, output)| FileFacts { path, output })
        .collect();
    files.sort_by(|one, other| one.path.cmp(&other.path));
    files
}

/// Why the silence of a list is odd, if it is.
fn quiet(
    store: &Store,
    state: &SourceState,
    now: DateTime<Utc>,
) -> Result<Option<String>, store::Error> {
    if state.kind.as_deref() != Some("list") {
        return Ok(None);
    }
    Ok(silence(&store.latest(&state.name, LATEST)?, now))
}

impl SourceFacts {
    /// When an address is asked next, as people say it.
    pub fn next(&self, now: DateTime<Utc>) -> String {
        match &self.account {
            None => "watched".to_owned(),
            Some(account) if account.until.is_none() => "never".to_owned(),
            Some(_) if self.state.last_attempt.is_none() => "now".to_owned(),
            Some(account) => ago(account.until, now),
        }
    }

    /// What happened last, what is waited for where that is not the schedule, and what the operator can do.
    pub fn condition(&self) -> String {
        let state = &self.state;
        let Some(account) = &self.account else {
            return match (&state.error, state.last_attempt) {
                (Some(error), _) => error.clone(),
                (None, Some(_)) => "ok".to_owned(),
                (None, None) => "not read yet".to_owned(),
            };
        };
        let waits = match account.until {
            Some(_) if state.last_attempt.is_some() => {
                Some(format!("waits for {}", account.waits_for))
            }
            _ => None,
        };
        let parts = [
            self.quiet.clone().filter(|_| state.error.is_none()),
            waits,
            account.to_do.clone(),
        ];
        let said = std::iter::once(account.happened.clone());
        let said: Vec<String> = said.chain(parts.into_iter().flatten()).collect();
        said.join("; ")
    }
}

impl Mill {
    /// What there is to tell.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn facts(&self, now: DateTime<Utc>) -> Result<Facts, store::Error> {
        facts(&self.settings, &self.store, now)
    }
}
