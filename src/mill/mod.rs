//! One turn of the mill: collect, parse, normalise, store, select, render, write. Each step is
//! idempotent and takes the time as an argument, so that a test or a clock can call it.
//!
//! Articles of folders come in by [`Mill::scan`]; addresses that are due are handed out by
//! [`Mill::due`], fetched outside ([`address::collect`]) and taken in by [`Mill::take`], so that a
//! slow server holds nothing up; [`Mill::publish`] brings the output folder up to date.

mod account;
pub mod address;
mod adopt;
mod articles_told;
mod ask;
mod due;
mod errands;
mod facts;
mod folder;
mod hosts;
mod make;
mod manual;
mod objects;
mod output;
mod part;
mod preview;
mod program;
mod report;
mod retired;
mod rhythm;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::article::{Document, Page};
use crate::collect::directory;
use crate::collect::hosts::Hosts;
use crate::config::{Place, Settings, Source};
use crate::publish::write;
use crate::store::{self, SourceState, Store, Turn};

pub use account::{Account, ago, span};
pub use adopt::Adoption;
pub use due::Which;
pub use errands::{Receiver, receivers};
pub use facts::{Facts, FileFacts, SourceFacts, facts};
pub use manual::Manual;
pub use output::Published;
pub use part::Progress;
pub use preview::{Preview, Previewed};
pub use report::{Note, Report};

use due::Held;
use part::guarded;

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
    asked: HashSet<String>,
    /// The hosts that are asked for sources, by name of the source, as they were last looked up.
    places: RefCell<HashMap<String, String>>,
    /// The addresses that a pass has yet to ask, by host.
    queues: BTreeMap<String, VecDeque<String>>,
    /// Where sources stand in the configuration, by name.
    at: HashMap<String, usize>,
    held: Held,
    hosts: Arc<Hosts>,
    /// Receivers that are being told something.
    told: BTreeSet<String>,
    /// Whether something is to be put into the object store; None when that is to be found out.
    differs: Option<bool>,
    /// Whether a feed waits for a source that a new state has yet to ask.
    holds: bool,
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
        let begun = Begun::with(&store, &settings, now)?;
        // What a killed process left half-written; nobody else writes while the state is held.
        if let Err(error) = write::sweep(&settings.output) {
            tracing::warn!("{}: {error}", settings.output.display());
        }
        Ok(Mill {
            authority: begun.authority,
            states: begun.states,
            hosts: begun.hosts,
            store,
            in_flight: BTreeMap::new(),
            asked: HashSet::new(),
            places: RefCell::default(),
            queues: BTreeMap::new(),
            at: positions(&settings),
            held: Held::default(),
            told: BTreeSet::new(),
            differs: None,
            holds: false,
            next_change: None,
            settings,
        })
    }

    /// Has the state looked into after an error that may come of damage ([`store::Error::is_damage`]): a damaged one is
    /// set aside, and a new one made, as [`Mill::open`] makes it.
    ///
    /// # Errors
    /// When the state cannot be used.
    pub fn mend(&mut self, now: DateTime<Utc>) -> Result<(), store::Error> {
        self.store.mend(&self.settings.state)?;
        let begun = Begun::with(&self.store, &self.settings, now)?;
        (self.authority, self.states) = (begun.authority, begun.states);
        self.hosts = begun.hosts;
        self.asked.clear();
        self.places.take();
        self.queues.clear();
        (self.differs, self.next_change) = (None, None);
        Ok(())
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
            let told = std::mem::take(&mut self.told);
            *self = Mill::open(settings, now)?;
            (self.in_flight, self.told) = (in_flight, told);
            return Ok(());
        }
        self.states = states(&self.store, &settings)?;
        self.at = positions(&settings);
        self.places.take();
        self.queues.clear();
        errands::settle(&self.store, &settings)?;
        self.settings = settings;
        self.differs = None;
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
        let (entries, nameless) = match adopt::articles(feed, now) {
            Ok(articles) => adopt::entries(articles, now),
            Err(reason) => return Ok(Err(reason)),
        };
        // The words of an article are part of what an entry is known by.
        self.make_all(now)?;
        adopt::adopt(&self.store, &entries)?;
        Ok(Ok(Adoption {
            entries: entries.len(),
            nameless,
        }))
    }

    /// Takes over the ids and dates of what is published: of a state that was put back, it is the newer of the two. Gives
    /// the number of entries.
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn adopt_published(&mut self, now: DateTime<Utc>) -> Result<usize, store::Error> {
        self.make_all(now)?;
        let entries = adopt::published(&self.store, &self.settings, now)?;
        adopt::adopt(&self.store, &[])?;
        Ok(entries)
    }

    /// Makes every body that has yet to be made; what cannot be is left.
    fn make_all(&self, now: DateTime<Utc>) -> Result<(), store::Error> {
        let maker = make::Maker::new(&self.settings, now);
        let mut after = 0;
        loop {
            let mut rows = self.store.unmade(after, make::BATCH)?;
            let Some(last) = rows.last() else {
                return Ok(());
            };
            after = last.key;
            self.store
                .transaction(|store| maker.make(store, &mut rows, false, |_, _| {}).map(drop))?;
        }
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
            let mut turn = self.turn(source, options, now, progress);
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

    /// Reads those of the files that are in a folder and have been edited. False where that is not enough: where files have
    /// come or gone, it takes a scan to tell what has become of them.
    ///
    /// # Errors
    /// When the state cannot be read or written; trouble with a file is in the report.
    pub fn scan_edited(
        &mut self,
        edited: &BTreeSet<PathBuf>,
        now: DateTime<Utc>,
        report: &mut Report,
        progress: Progress<'_>,
    ) -> Result<bool, store::Error> {
        let settings = Arc::clone(&self.settings);
        for source in &settings.sources {
            let Place::Directory(options) = &source.place else {
                continue;
            };
            let below = edited
                .iter()
                .filter_map(|path| path.strip_prefix(&options.root).ok());
            let edited: BTreeSet<&Path> = below.collect();
            if edited.is_empty() {
                continue;
            }
            let state = self.state(&source.name);
            let mut turn = self.turn(source, options, now, progress);
            let outcome = guarded(|| turn.run_edited(&state, &edited, report));
            if !outcome.unwrap_or(Ok(false))? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn turn<'a>(
        &'a self,
        source: &'a Source,
        options: &'a directory::Options,
        now: DateTime<Utc>,
        progress: Progress<'a>,
    ) -> folder::Turn<'a> {
        folder::Turn {
            store: &self.store,
            reader: folder::Reader {
                source,
                options,
                base: self.settings.feeds.first().map(|feed| &feed.link),
                now,
            },
            authority: &self.authority,
            progress,
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
        let press = output::Press::new(&self.store, &self.settings, now, progress)?;
        self.holds = press.run(report)?;
        self.differs = None;
        self.next_change = self.store.next_change(now)?;
        let counts = self.store.counts()?;
        let sources = &self.settings.sources;
        let known = sources.iter().filter_map(|source| counts.get(&source.name));
        report.articles = known.sum();
        report.sources = sources.len();
        Ok(())
    }

    /// Everything that is published, by path.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn published(&self) -> Result<Vec<Published>, store::Error> {
        output::published(&self.store)
    }

    /// A published file, as it lies in the output folder.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    pub fn page(&self, path: &str) -> std::io::Result<Page> {
        output::page(&self.settings, path)
    }

    /// What was published once and is not any more: its path, and that of what is in its place.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn retired(&self) -> Result<Vec<(String, Option<String>)>, store::Error> {
        self.store.retired()
    }

    /// Where feeds were before by the configuration: paths below its host, each with the path of the feed.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn formerly(&self) -> Result<Vec<(String, String)>, store::Error> {
        retired::formerly(&self.store, &self.settings)
    }

    /// Whether a feed is left as it is until a source has been asked: the state is new, and the feed holds its articles.
    pub fn holds(&self) -> bool {
        self.holds
    }

    /// When the feeds change next of themselves, because an article appears or expires.
    pub fn next_change(&self) -> Option<DateTime<Utc>> {
        self.next_change
    }

    /// Remembers a turn for those who look, if it did anything.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn remember(
        &self,
        report: &Report,
        took: Duration,
        now: DateTime<Utc>,
    ) -> Result<(), store::Error> {
        if report.is_quiet() {
            return Ok(());
        }
        self.store.save_turn(&Turn {
            at: now,
            milliseconds: u64::try_from(took.as_millis()).unwrap_or(u64::MAX),
            new: report.new,
            changed: report.changed,
            removed: report.removed,
            written: report.written.len() as u64,
            problems: report.failures.len() as u64,
        })
    }

    fn state(&self, name: &str) -> SourceState {
        let known = self.states.get(name).cloned();
        known.unwrap_or_else(|| SourceState::new(name))
    }

    fn keep(&mut self, state: SourceState) -> Result<(), store::Error> {
        self.store.save_source(&state)?;
        self.states.insert(state.name.clone(), state);
        Ok(())
    }
}

/// What a state begins with.
struct Begun {
    authority: String,
    states: BTreeMap<String, SourceState>,
    hosts: Arc<Hosts>,
}

impl Begun {
    fn with(store: &Store, settings: &Settings, now: DateTime<Utc>) -> Result<Self, store::Error> {
        let (authority, found) = store.transaction(|store| {
            let (authority, is_new) = store.authority(&default_authority(settings))?;
            let found = match is_new {
                true => adopt::published(store, settings, now)?,
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
        errands::settle(store, settings)?;
        Ok(Begun {
            authority,
            states: states(store, settings)?,
            hosts: Arc::new(hosts::load(store, now)?),
        })
    }
}

fn positions(settings: &Settings) -> HashMap<String, usize> {
    let names = settings.sources.iter().map(|source| source.name.clone());
    names.zip(0..).collect()
}

/// What is remembered of each source of a configuration.
fn states(
    store: &Store,
    settings: &Settings,
) -> Result<BTreeMap<String, SourceState>, store::Error> {
    let sources = &settings.sources;
    let configured: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    let mut known = store.sources()?;
    let mut states = BTreeMap::new();
    for source in sources {
        let (name, place) = (source.name.clone(), place_of(source));
        let mut state = match known.remove(&name) {
            Some(state) => state,
            None => {
                store.adopt_renamed(&name, &place, &configured)?;
                store.source(&name)?
            }
        };
        if state.place.as_ref() != Some(&place) {
            // Nothing that was learned of another address holds for this one (E-02).
            state = SourceState {
                place: Some(place),
                ..SourceState::new(&name)
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
