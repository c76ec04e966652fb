//! One turn of the mill: collect, parse, normalise, store, select, render, write. Each step is
//! idempotent and takes the time as an argument, so that a test or a clock can call it.
//!
//! Articles of folders come in by [`Mill::scan`]; addresses that are due are handed out by
//! [`Mill::due`], fetched outside ([`address::collect`]) and taken in by [`Mill::take`], so that a
//! slow server holds nothing up; [`Mill::publish`] brings the output folder up to date.

mod account;
pub mod address;
mod adopt;
mod due;
mod folder;
mod hosts;
mod output;
mod part;
mod report;
mod rhythm;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::article::Document;
use crate::collect::hosts::{self as known, Hosts};
use crate::config::{Place, Settings, Source};
use crate::publish::write;
use crate::store::{self, SourceState, Store};

pub use account::{Account, accounts, span};
pub use adopt::Adoption;
pub use due::Which;
pub use output::Published;
pub use part::Progress;
pub use report::{Note, Report};
pub use rhythm::{LATEST, silence};

use due::{GONE, Held, is_due, next_due};
use part::{delta, guarded};

/// The configuration with its state.
#[derive(Debug)]
pub struct Mill {
    settings: Arc<Settings>,
    store: Store,
    authority: String,
    states: BTreeMap<String, SourceState>,
    /// What is being asked, with its host: one address of a host at a time, so that what one answers counts for the
    /// others, and each is marked as asked when it is.
    in_flight: BTreeMap<String, String>,
    /// What has been asked since the state was opened.
    asked: BTreeSet<String>,
    held: Held,
    hosts: Arc<Hosts>,
    /// When an article appears or expires next, as of the last time that feeds were published.
    next_change: Option<DateTime<Utc>>,
}

impl Mill {
    /// Opens the state of a configuration and holds it. A new state takes over the ids and dates of
    /// what is published in the output folder: it may have been lost, or another program have
    /// written there.
    ///
    /// # Errors
    /// When another process holds the state, or it cannot be used.
    pub fn open(settings: Arc<Settings>, now: DateTime<Utc>) -> Result<Self, store::Error> {
        let store = Store::open(&settings.state)?;
        let (authority, found) = store.transaction(|store| {
            let (authority, is_new) = store.authority(&default_authority(&settings))?;
            let found = match is_new {
                true => adopt::published(store, &settings, now)?,
                false => 0,
            };
            Ok((authority, found))
        })?;
        if found > 0 {
            tracing::warn!(
                "{} is new, but {} holds feeds: the ids and dates of their {found} entries stay those of their articles",
                settings.state.display(),
                settings.output.display()
            );
        }
        // What a killed process left half-written; nobody else writes while the state is held.
        if let Err(error) = write::sweep(&settings.output) {
            tracing::warn!("{}: {error}", settings.output.display());
        }
        Ok(Mill {
            states: states(&store, &settings)?,
            hosts: Arc::new(hosts::load(&store, now)?),
            settings,
            store,
            authority,
            in_flight: BTreeMap::new(),
            asked: BTreeSet::new(),
            held: Held::default(),
            next_change: None,
        })
    }

    /// Takes up a changed configuration: as a whole, or not at all (D-12).
    ///
    /// # Errors
    /// When another process holds the state that it names, or the state cannot be used.
    pub fn reconfigure(
        &mut self,
        settings: Arc<Settings>,
        now: DateTime<Utc>,
    ) -> Result<(), store::Error> {
        if settings.state != self.settings.state {
            let in_flight = std::mem::take(&mut self.in_flight);
            *self = Mill::open(settings, now)?;
            self.in_flight = in_flight;
            return Ok(());
        }
        self.states = states(&self.store, &settings)?;
        self.settings = settings;
        Ok(())
    }

    /// The configuration in force.
    pub fn settings(&self) -> &Arc<Settings> {
        &self.settings
    }

    /// Takes over the ids and dates of a feed that was there before: for articles that are known, and
    /// for those that come.
    ///
    /// # Errors
    /// When the state cannot be read or written. The inner error says why the document is no feed.
    pub fn adopt(
        &mut self,
        feed: &Document,
        now: DateTime<Utc>,
    ) -> Result<Result<Adoption, String>, store::Error> {
        let (entries, nameless) = match adopt::entries(feed, now) {
            Ok(found) => found,
            Err(reason) => return Ok(Err(reason)),
        };
        adopt::adopt(&self.store, &entries)?;
        Ok(Ok(Adoption {
            entries: entries.len(),
            nameless,
        }))
    }

    /// Entries of adopted feeds whose articles have not come yet: id and title, by id.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn waiting(&self) -> Result<Vec<(String, Option<String>)>, store::Error> {
        self.store.waiting()
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
                store: &self.store,
                reader: folder::Reader {
                    source,
                    options,
                    base: settings.feeds.first().map(|feed| &feed.link),
                    now,
                },
                authority: &self.authority,
                progress,
            };
            // A panic is this source's failure, not the turn's (D-20).
            let outcome = guarded(|| turn.run(&mut state, report));
            let outcome = outcome.unwrap_or_else(|reason| Ok(Err(reason)))?;
            state.last_attempt = Some(now);
            match outcome {
                Ok(()) => {
                    state.last_success = Some(now);
                    state.failures = 0;
                    state.error = None;
                }
                Err(reason) => {
                    state.failures = state.failures.saturating_add(1);
                    report.failed(&source.name, None, &reason);
                    state.error = Some(reason);
                }
            }
            self.keep(state)?;
        }
        Ok(())
    }

    /// The addresses to be asked now, one of each host at the most, with what is known of them. They count as being
    /// asked until they come back through [`Mill::take`]; then it is the turn of the next ones.
    ///
    /// That they are asked is remembered before they are, so that a process that is killed meanwhile does not ask them
    /// again at its next start (E-05).
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn due(
        &mut self,
        now: DateTime<Utc>,
        which: Which,
    ) -> Result<Vec<address::Job>, store::Error> {
        let mut names = self.all_due(now, which);
        if which == Which::Spread {
            let all: Vec<&str> = names.iter().map(String::as_str).collect();
            self.held.spread(&all, now);
            names.retain(|name| self.held.until(name).is_none_or(|until| until <= now));
        }
        let mut busy: BTreeSet<String> = self.in_flight.values().cloned().collect();
        let settings = Arc::clone(&self.settings);
        let mut jobs = Vec::new();
        let mut due: Vec<(&Source, &url::Url, &SourceState)> = Vec::new();
        for source in settings
            .sources
            .iter()
            .filter(|source| names.contains(&source.name))
        {
            if let (Place::Address(url), Some(state)) =
                (&source.place, self.states.get(&source.name))
            {
                due.push((source, url, state));
            }
        }
        // Who has waited longest comes first, so that one whose answer pauses their host keeps none of the others away.
        due.sort_by_key(|(_, _, state)| state.last_attempt);
        for (source, url, state) in due {
            if busy.insert(host_of(url, state)) {
                jobs.push(address::Job {
                    source: source.clone(),
                    url: url.clone(),
                    state: state.clone(),
                    pages: Arc::new(self.store.pages(&source.name)?),
                    hosts: Arc::clone(&self.hosts),
                });
            }
        }
        self.mark(&jobs, now)?;
        for job in &jobs {
            let name = &job.source.name;
            self.in_flight
                .insert(name.clone(), host_of(&job.url, &job.state));
            self.asked.insert(name.clone());
            self.held.release(name);
        }
        Ok(jobs)
    }

    /// How many addresses are to be asked now, or wait for their turn.
    pub fn to_ask(&self, now: DateTime<Utc>, which: Which) -> usize {
        self.all_due(now, which).len()
    }

    /// The names of the sources whose addresses are to be asked now, and are not being asked.
    fn all_due(&self, now: DateTime<Utc>, which: Which) -> BTreeSet<String> {
        let least = delta(self.settings.fetch.min_interval);
        let due = self.settings.sources.iter().filter(|source| {
            let Some((state, paused)) = self.to_be_asked(source, now) else {
                return false;
            };
            !(which.once() && self.asked.contains(&source.name))
                && is_due(state, paused, least, now, which)
        });
        due.map(|source| source.name.clone()).collect()
    }

    /// What is known of a source that is an address and is not being asked, and until when its host wants to be left
    /// alone.
    fn to_be_asked(
        &self,
        source: &Source,
        now: DateTime<Utc>,
    ) -> Option<(&SourceState, Option<DateTime<Utc>>)> {
        let Place::Address(url) = &source.place else {
            return None;
        };
        let state = self.states.get(&source.name)?;
        let free = !self.in_flight.contains_key(&source.name);
        free.then(|| (state, hosts::paused(&self.hosts, url, state, now)))
    }

    /// Remembers that addresses are asked.
    fn mark(&mut self, jobs: &[address::Job], now: DateTime<Utc>) -> Result<(), store::Error> {
        if jobs.is_empty() {
            return Ok(());
        }
        let marked = |job: &address::Job| SourceState {
            last_attempt: Some(now),
            ..job.state.clone()
        };
        self.store.transaction(|store| {
            let mut jobs = jobs.iter();
            jobs.try_for_each(|job| store.save_source(&marked(job)))
        })?;
        let marked = jobs.iter().map(marked);
        self.states
            .extend(marked.map(|state| (state.name.clone(), state)));
        Ok(())
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
        for collected in &collected {
            self.in_flight.remove(&collected.state.name);
        }
        let names: Vec<String> = collected
            .iter()
            .map(|collected| collected.state.name.clone())
            .collect();
        match self.take_in(collected, now, report) {
            Ok(states) => {
                let states = states.into_iter();
                self.states
                    .extend(states.map(|state| (state.name.clone(), state)));
                Ok(())
            }
            Err(error) => {
                // Not kept, not known: asked again, without new validators, but not at once.
                let later = delta(self.settings.fetch.min_interval);
                for name in names {
                    if let Some(state) = self.states.get_mut(&name) {
                        state.next_due = state.next_due.max(now + later);
                    }
                }
                Err(error)
            }
        }
    }

    fn take_in(
        &self,
        collected: Vec<address::Collected>,
        now: DateTime<Utc>,
        report: &mut Report,
    ) -> Result<Vec<SourceState>, store::Error> {
        let mut states = Vec::new();
        self.store.transaction(|store| {
            for collected in collected {
                // Taken out of the configuration meanwhile, or given another address.
                let asked = self.settings.sources.iter().find(|source| {
                    source.name == collected.state.name
                        && Some(place_of(source)) == collected.state.place
                });
                let Some(source) = asked else {
                    continue;
                };
                let context = address::Context {
                    store,
                    source,
                    settings: &self.settings,
                    authority: &self.authority,
                    hosts: &self.hosts,
                };
                let state = context.take(collected, now, report)?;
                store.save_source(&state)?;
                states.push(state);
            }
            hosts::save(store, &self.hosts)
        })?;
        for state in &states {
            tracing::debug!("{}: {}", state.name, self.account(state, now).line(now));
        }
        Ok(states)
    }

    /// Says at each pass what only the operator can mend: which addresses are asked no more (E-14).
    pub fn remind(&self, report: &mut Report) {
        for source in &self.settings.sources {
            let is_gone = |state: &SourceState| state.gone >= GONE;
            let said = |note: &Note| note.source == source.name;
            if self.states.get(&source.name).is_some_and(is_gone)
                && !report.failures.iter().any(said)
            {
                report.failed(&source.name, None, account::GONE);
            }
        }
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
        output::Press::new(&self.store, &self.settings, now, progress)?.run(report)?;
        self.next_change = self.store.next_change(now)?;
        let counts = self.store.counts()?;
        let sources = &self.settings.sources;
        let known = sources.iter().filter_map(|source| counts.get(&source.name));
        report.articles = known.sum();
        report.sources = sources.len();
        Ok(())
    }

    /// Everything that is published, as it lies in the output folder.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn published(&self) -> Result<Vec<Published>, store::Error> {
        output::published(&self.store, &self.settings)
    }

    /// When the feeds change next of themselves, because an article appears or expires.
    pub fn next_change(&self) -> Option<DateTime<Utc>> {
        self.next_change
    }

    /// When an address is next to be asked; while one of a host is being asked, its answer comes before the next.
    pub fn next_due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let least = delta(self.settings.fetch.min_interval);
        let busy: BTreeSet<&String> = self.in_flight.values().collect();
        let next = self.settings.sources.iter().filter_map(|source| {
            let (state, paused) = self.to_be_asked(source, now)?;
            let Place::Address(url) = &source.place else {
                return None;
            };
            if busy.contains(&host_of(url, state)) {
                return None;
            }
            let due = next_due(state, paused, least, now)?;
            Some(due.max(self.held.until(&source.name).unwrap_or(due)))
        });
        next.min()
    }

    /// What happened to a source, and what is waited for.
    fn account(&self, state: &SourceState, now: DateTime<Utc>) -> Account {
        let place = state.place.as_deref().and_then(|place| place.parse().ok());
        let paused = place.and_then(|url| hosts::paused(&self.hosts, &url, state, now));
        Account::of(state, paused, self.settings.fetch.min_interval, now)
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

/// What is remembered of each source of a configuration.
fn states(
    store: &Store,
    settings: &Settings,
) -> Result<BTreeMap<String, SourceState>, store::Error> {
    let sources = &settings.sources;
    let configured: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    let mut states = BTreeMap::new();
    for source in sources {
        let (name, place) = (source.name.clone(), place_of(source));
        store.adopt_renamed(&name, &place, &configured)?;
        let mut state = store.source(&name)?;
        if state.place.as_ref() != Some(&place) {
            // Nothing that was learned of another address holds for this one (E-02).
            state = SourceState {
                name: name.clone(),
                place: Some(place),
                ..SourceState::default()
            };
        }
        states.insert(name, state);
    }
    Ok(states)
}

/// The folder or the address of a source, as it is told from others.
fn place_of(source: &Source) -> String {
    match &source.place {
        Place::Directory(options) => options.root.display().to_string(),
        Place::Address(url) => url.to_string(),
    }
}

/// The host that is asked for a source.
fn host_of(url: &url::Url, state: &SourceState) -> String {
    known::name(&hosts::asked(url, state))
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
