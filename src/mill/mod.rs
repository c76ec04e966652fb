//! One turn of the mill: collect, parse, normalise, store, select, render, write. Each step is
//! idempotent and takes the time as an argument, so that a test or a clock can call it.
//!
//! Articles of folders come in by [`Mill::scan`]; addresses that are due are handed out by
//! [`Mill::due`], fetched outside ([`address::collect`]) and taken in by [`Mill::take`], so that a
//! slow server holds nothing up; [`Mill::publish`] brings the output folder up to date.

pub mod address;
mod folder;
mod output;
mod report;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use crate::config::{Place, Settings, Source};
use crate::publish::write;
use crate::store::{self, SourceState, Store};

pub use output::Published;
pub use report::{Note, Report};

/// Says how far a long step is: what is being done, how much of it, of how much.
pub type Progress<'a> = &'a (dyn Fn(&str, u64, u64) + Sync);

/// Which addresses are to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those whose time has come.
    Due,
    /// All, but never against a `Retry-After`.
    All,
}

/// With `--all`, an address is still not asked more often than this (E-27).
const MANUAL: TimeDelta = TimeDelta::minutes(5);

/// The configuration with its state.
#[derive(Debug)]
pub struct Mill {
    settings: Arc<Settings>,
    store: Store,
    authority: String,
    states: BTreeMap<String, SourceState>,
    in_flight: BTreeSet<String>,
}

impl Mill {
    /// Opens the state of a configuration and holds it.
    ///
    /// # Errors
    /// When another process holds the state, or it cannot be used.
    pub fn open(settings: Arc<Settings>) -> Result<Self, store::Error> {
        let store = Store::open(&settings.state)?;
        let authority = store.authority(&default_authority(&settings))?;
        // What a killed process left half-written; nobody else writes while the state is held.
        if let Err(error) = write::sweep(&settings.output) {
            tracing::warn!("{}: {error}", settings.output.display());
        }
        let mut mill = Mill {
            settings,
            store,
            authority,
            states: BTreeMap::new(),
            in_flight: BTreeSet::new(),
        };
        mill.load_states()?;
        Ok(mill)
    }

    /// Takes up a changed configuration; the state stays open.
    ///
    /// # Errors
    /// When the configuration names another state file, or the state cannot be read.
    pub fn reconfigure(&mut self, settings: Arc<Settings>) -> Result<(), store::Error> {
        if settings.state != self.settings.state {
            self.store = Store::open(&settings.state)?;
            self.authority = self.store.authority(&default_authority(&settings))?;
        }
        self.settings = settings;
        self.load_states()
    }

    fn load_states(&mut self) -> Result<(), store::Error> {
        let sources = &self.settings.sources;
        let configured: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
        let mut states = BTreeMap::new();
        for source in sources {
            let place = match &source.place {
                Place::Directory(options) => options.root.display().to_string(),
                Place::Address(url) => url.to_string(),
            };
            self.store
                .adopt_renamed(&source.name, &place, &configured)?;
            let mut state = self.store.source(&source.name)?;
            state.place = Some(place);
            states.insert(source.name.clone(), state);
        }
        self.states = states;
        Ok(())
    }

    /// The configuration in force.
    pub fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// Reads what is new or changed in the folders.
    ///
    /// # Errors
    /// When the state cannot be read or written; trouble with a source or a file is in the report.
    pub fn scan(
        &mut self,
        now: DateTime<Utc>,
        report: &mut Report,
        progress: Progress<'_>,
    ) -> Result<(), store::Error> {
        let settings = Arc::clone(&self.settings);
        for source in &settings.sources {
            let Place::Directory(options) = &source.place else {
                continue;
            };
            let mut state = self.state(&source.name);
            let mut turn = folder::Turn {
                store: &mut self.store,
                reader: folder::Reader {
                    source,
                    options,
                    base: settings.feeds.first().map(|feed| &feed.link),
                    now,
                },
                authority: &self.authority,
                progress,
            };
            let outcome = turn.run(&mut state, report)?;
            state.last_attempt = Some(now);
            match outcome {
                Ok(()) => {
                    state.last_success = Some(now);
                    state.failures = 0;
                    state.error = None;
                }
                Err(reason) => {
                    state.failures += 1;
                    report.failed(&source.name, None, &reason);
                    state.error = Some(reason);
                }
            }
            self.keep(state)?;
        }
        Ok(())
    }

    /// The addresses to be asked now, with what is known of them; they count as being asked until
    /// they come back through [`Mill::take`].
    pub fn due(&mut self, now: DateTime<Utc>, which: Which) -> Vec<address::Job> {
        let mut jobs = Vec::new();
        for source in &self.settings.sources {
            let Place::Address(url) = &source.place else {
                continue;
            };
            let Some(state) = self.states.get(&source.name) else {
                continue;
            };
            if self.in_flight.contains(&source.name) || !is_due(state, now, which) {
                continue;
            }
            jobs.push(address::Job {
                source: source.clone(),
                url: url.clone(),
                state: state.clone(),
            });
        }
        self.in_flight
            .extend(jobs.iter().map(|job| job.source.name.clone()));
        jobs
    }

    /// Takes in what addresses gave.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn take(
        &mut self,
        collected: Vec<address::Collected>,
        now: DateTime<Utc>,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let settings = Arc::clone(&self.settings);
        let authority = self.authority.clone();
        let mut states = Vec::new();
        self.store.transaction(|store| {
            for collected in collected {
                let name = collected.state.name.clone();
                let Some(source) = settings.sources.iter().find(|source| source.name == name)
                else {
                    continue; // taken out of the configuration meanwhile
                };
                let context = address::Context {
                    store,
                    source,
                    settings: &settings,
                    authority: &authority,
                };
                let state = context.take(collected, now, report)?;
                store.save_source(&state)?;
                states.push(state);
            }
            Ok(())
        })?;
        for state in states {
            self.in_flight.remove(&state.name);
            self.states.insert(state.name.clone(), state);
        }
        Ok(())
    }

    /// Renders what has changed and writes it.
    ///
    /// # Errors
    /// When the state cannot be read or written; trouble with a file of the output is in the report.
    pub fn publish(
        &mut self,
        now: DateTime<Utc>,
        report: &mut Report,
        progress: Progress<'_>,
    ) -> Result<(), store::Error> {
        output::Press {
            store: &mut self.store,
            settings: &self.settings,
            now,
            progress,
        }
        .run(report)?;
        report.articles = 0;
        for source in &self.settings.sources {
            report.articles += self.store.count(&source.name)?;
        }
        Ok(())
    }

    /// Everything that is published, as it lies in the output folder.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn published(&self) -> Result<Vec<Published>, store::Error> {
        output::published(&self.store, &self.settings)
    }

    /// When there is next something to do without any event from outside: an address is due, or
    /// an article appears or expires.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn next_due(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, store::Error> {
        let addresses = self.settings.sources.iter().filter(|source| {
            matches!(source.place, Place::Address(_)) && !self.in_flight.contains(&source.name)
        });
        let fetch = addresses
            .filter_map(|source| self.states.get(&source.name))
            .map(|state| state.next_due.max(state.not_before.unwrap_or_default()))
            .min();
        let change = self.store.next_change(now)?;
        Ok(match (fetch, change) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        })
    }

    fn state(&self, name: &str) -> SourceState {
        let fresh = || SourceState {
            name: name.to_owned(),
            ..SourceState::default()
        };
        self.states.get(name).cloned().unwrap_or_else(fresh)
    }

    fn keep(&mut self, state: SourceState) -> Result<(), store::Error> {
        self.store.save_source(&state)?;
        self.states.insert(state.name.clone(), state);
        Ok(())
    }
}

fn is_due(state: &SourceState, now: DateTime<Utc>, which: Which) -> bool {
    if state.not_before.is_some_and(|not_before| not_before > now) {
        return false;
    }
    match which {
        Which::Due => state.next_due <= now,
        Which::All => {
            state.next_due <= now || state.last_attempt.is_none_or(|last| now - last >= MANUAL)
        }
    }
}

/// What decides how a source's documents become articles: when it changes, they are read again.
fn fingerprint(source: &Source) -> String {
    let rules = format!("{} {:?}", env!("CARGO_PKG_VERSION"), source.normalise);
    blake3::hash(rules.as_bytes()).to_hex().to_string()
}

/// The authority of ids that feedmill gives: the host that publishes, with a year in which it did
/// (RFC 4151 asks for a date at which the name was one's own). It depends on nothing but the
/// configuration, so that a lost state gives the same ids again; once given it is kept.
fn default_authority(settings: &Settings) -> String {
    let named = |url: &url::Url| match url.host() {
        Some(url::Host::Domain(name)) if name.contains('.') => Some(name.to_owned()),
        _ => None,
    };
    let links = settings.feeds.iter().map(|feed| &feed.link);
    let host = std::iter::once(&settings.base_url)
        .chain(links)
        .find_map(named);
    format!(
        "{},2026",
        host.unwrap_or_else(|| "feedmill.invalid".to_owned())
    )
}
