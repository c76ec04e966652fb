//! Addresses: which are asked now, what they gave, and when the next one is.

use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use url::Url;

use super::due::{GONE, Which, is_due, next_due};
use super::part::delta;
use super::report::{Note, Report};
use super::{Account, Mill, account, address, hosts, place_of};
use crate::collect::hosts as known;
use crate::config::{Place, Source};
use crate::store::{self, Fetch, Outcome, SourceState};

impl Mill {
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
        let settings = Arc::clone(&self.settings);
        let next = match which.once() {
            true => self.next_of_pass(&settings.sources, now, which),
            false => self.next_of_all(&settings.sources, now, which),
        };
        let mut jobs = Vec::new();
        for source in next {
            if let Some((url, state)) = self.address(source) {
                jobs.push(self.job(source, url, state)?);
            }
        }
        self.hand_out(&jobs, now)?;
        Ok(jobs)
    }

    /// The next of a pass, in which each is asked once and waits for that in the queue of its host.
    fn next_of_pass<'a>(
        &mut self,
        sources: &'a [Source],
        now: DateTime<Utc>,
        which: Which,
    ) -> Vec<&'a Source> {
        if self.queues.is_empty() && self.in_flight.is_empty() {
            for source in self.all_due(sources, now, which) {
                if let Some((url, state)) = self.address(source) {
                    let queue = self.queues.entry(host_of(url, state)).or_default();
                    queue.push_back(source.name.clone());
                }
            }
        }
        let mut queues = std::mem::take(&mut self.queues);
        let busy: HashSet<&String> = self.in_flight.values().collect();
        let mut next = Vec::new();
        queues.retain(|host, queue| {
            if busy.contains(host) {
                return true;
            }
            // Its host may want to be left alone by now.
            while let Some(name) = queue.pop_front() {
                let named = self.named(sources, &name);
                if let Some(source) = named.filter(|source| self.is_due(source, now, which)) {
                    next.push(source);
                    break;
                }
            }
            !queue.is_empty()
        });
        self.queues = queues;
        next
    }

    /// The next for a process that goes on, in which an address may become due at any time.
    fn next_of_all<'a>(
        &mut self,
        sources: &'a [Source],
        now: DateTime<Utc>,
        which: Which,
    ) -> Vec<&'a Source> {
        let mut due = self.all_due(sources, now, which);
        if which == Which::Spread {
            let names: Vec<&str> = due.iter().map(|source| source.name.as_str()).collect();
            self.held.spread(&names, now);
            due.retain(|source| {
                let until = self.held.until(&source.name);
                until.is_none_or(|until| until <= now)
            });
        }
        let mut busy: BTreeSet<String> = self.in_flight.values().cloned().collect();
        due.retain(|source| self.at_free_host(source, &mut busy));
        due
    }

    /// Whether nothing else of a source's host is being asked; from now on this is.
    fn at_free_host(&self, source: &Source, busy: &mut BTreeSet<String>) -> bool {
        let mut places = self.places.borrow_mut();
        if !places.contains_key(&source.name) {
            let Some((url, state)) = self.address(source) else {
                return false;
            };
            places.insert(source.name.clone(), host_of(url, state));
        }
        let host = places.get(&source.name);
        host.is_some_and(|host| !busy.contains(host) && busy.insert(host.clone()))
    }

    /// The address of a source, and what is known of it; None for a folder.
    fn address<'a>(&'a self, source: &'a Source) -> Option<(&'a Url, &'a SourceState)> {
        let Place::Address(url) = &source.place else {
            return None;
        };
        Some((url, self.states.get(&source.name)?))
    }

    /// The source of a name.
    pub(super) fn named<'a>(&self, sources: &'a [Source], name: &str) -> Option<&'a Source> {
        sources.get(*self.at.get(name)?)
    }

    /// An address to be asked, with what is known of it.
    pub(super) fn job(
        &self,
        source: &Source,
        url: &Url,
        state: &SourceState,
    ) -> Result<address::Job, store::Error> {
        Ok(address::Job {
            source: source.clone(),
            url: url.clone(),
            state: state.clone(),
            pages: Arc::new(self.store.pages(&source.name)?),
            hosts: Arc::clone(&self.hosts),
        })
    }

    /// Has addresses count as being asked.
    pub(super) fn hand_out(
        &mut self,
        jobs: &[address::Job],
        now: DateTime<Utc>,
    ) -> Result<(), store::Error> {
        self.mark(jobs, now)?;
        for job in jobs {
            let name = &job.source.name;
            self.in_flight
                .insert(name.clone(), host_of(&job.url, &job.state));
            self.asked.insert(name.clone());
            self.held.release(name);
        }
        Ok(())
    }

    /// How many addresses are to be asked now, or wait for their turn.
    pub fn to_ask(&self, now: DateTime<Utc>, which: Which) -> usize {
        self.all_due(&self.settings.sources, now, which).len()
    }

    /// The sources whose addresses are to be asked now, and are not being asked: who has waited longest comes first, so
    /// that one whose answer pauses their host keeps none of the others away.
    fn all_due<'a>(
        &self,
        sources: &'a [Source],
        now: DateTime<Utc>,
        which: Which,
    ) -> Vec<&'a Source> {
        let due = sources
            .iter()
            .filter(|source| self.is_due(source, now, which));
        let mut due: Vec<&Source> = due.collect();
        due.sort_by_cached_key(|source| {
            let state = self.states.get(&source.name);
            state.and_then(|state| state.last_attempt)
        });
        due
    }

    /// Whether a source is an address that is to be asked now, and is not being asked.
    fn is_due(&self, source: &Source, now: DateTime<Utc>, which: Which) -> bool {
        if which.once() && self.asked.contains(&source.name) {
            return false;
        }
        let least = delta(self.settings.fetch.min_interval);
        self.to_be_asked(source).is_some_and(|(url, state)| {
            let paused = || hosts::paused(&self.hosts, url, state, now);
            is_due(state, paused, least, now, which)
        })
    }

    /// The address of a source and what is known of it, where it is one that is not being asked.
    fn to_be_asked<'a>(&'a self, source: &'a Source) -> Option<(&'a Url, &'a SourceState)> {
        let address = self.address(source);
        address.filter(|_| !self.in_flight.contains_key(&source.name))
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

    /// Has it be the turn of the next ones at the hosts of addresses that have answered. What they gave is yet to be
    /// taken in.
    pub fn answered(&mut self, collected: &[address::Collected]) {
        for collected in collected {
            self.in_flight.remove(&collected.state.name);
        }
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
            self.places.borrow_mut().remove(&collected.state.name);
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
                let named = self.named(&self.settings.sources, &collected.state.name);
                let asked = named.filter(|source| Some(place_of(source)) == collected.state.place);
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
                let told = Asked::of(&collected, report);
                let before = self.states.get(&source.name);
                let before = before.map_or(0, |before| before.received);
                let state = context.take(collected, now, report)?;
                store.save_source(&state)?;
                let fetch = told.fetch(before, &state, report, now);
                store.save_fetch(&fetch)?;
                report.fetches.push(fetch);
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

    /// How a source is doing, in a line; whether all is well with it.
    pub fn said(&self, name: &str, now: DateTime<Utc>) -> Option<(bool, String)> {
        let source = self.named(&self.settings.sources, name)?;
        let state = self.states.get(name)?;
        let said = match (&source.place, &state.error) {
            (Place::Address(_), _) => self.account(state, now).line(now),
            (Place::Directory(_), Some(error)) => error.clone(),
            (Place::Directory(_), None) => "the folder has been read".to_owned(),
        };
        Some((state.error.is_none(), said))
    }

    /// When an address is next to be asked; while one of a host is being asked, its answer comes before the next.
    pub fn next_due(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let least = delta(self.settings.fetch.min_interval);
        let busy: BTreeSet<&String> = self.in_flight.values().collect();
        let next = self.settings.sources.iter().filter_map(|source| {
            let (url, state) = self.to_be_asked(source)?;
            if !busy.is_empty() && busy.contains(&host_of(url, state)) {
                return None;
            }
            let paused = hosts::paused(&self.hosts, url, state, now);
            let due = next_due(state, paused, least, now)?;
            Some(due.max(self.held.until(&source.name).unwrap_or(due)))
        });
        next.min()
    }

    /// What happened to a source, and what is waited for.
    pub(super) fn account(&self, state: &SourceState, now: DateTime<Utc>) -> Account {
        let place = state.place.as_deref().and_then(|place| place.parse().ok());
        let paused = place.and_then(|url| hosts::paused(&self.hosts, &url, state, now));
        Account::of(state, paused, self.settings.fetch.min_interval, now)
    }
}

/// What an answer is told by, before it is taken in.
struct Asked {
    outcome: Outcome,
    took: Duration,
    new: u64,
}

impl Asked {
    fn of(collected: &address::Collected, report: &Report) -> Self {
        let outcome = match &collected.outcome {
            Ok(Some(_)) => Outcome::Document,
            Ok(None) => Outcome::Unchanged,
            Err(_) => Outcome::Failed,
        };
        let (took, new) = (collected.took, report.new);
        Asked { outcome, took, new }
    }

    /// Told once it is taken in, by what is different now.
    fn fetch(self, before: u64, state: &SourceState, report: &Report, now: DateTime<Utc>) -> Fetch {
        Fetch {
            source: state.name.clone(),
            at: now,
            outcome: self.outcome,
            status: state.status,
            bytes: state.received.saturating_sub(before),
            milliseconds: u64::try_from(self.took.as_millis()).unwrap_or(u64::MAX),
            new: report.new.saturating_sub(self.new),
        }
    }
}

/// The host that is asked for a source.
pub(super) fn host_of(url: &Url, state: &SourceState) -> String {
    known::name(&hosts::asked(url, state))
}
