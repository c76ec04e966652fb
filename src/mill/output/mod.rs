//! The turn's end: which articles each feed holds, and the files that changed because of it.

mod articles;
mod file;
mod plan;
mod trim;

use std::cell::{Cell, RefCell};
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};

use super::make::Maker;
use super::part::{Progress, guarded};
use super::report::Report;
use super::retired::Present;
use super::{articles_told, errands};
use crate::article::{Article, Feed, Page};
use crate::config::{Place, Settings};
use crate::publish::{self, write};
use crate::store::{self, OutputState, Row, Store, Touched};

/// Articles that a feed lends to the index page.
const LATEST: usize = 20;
/// So many articles are held for feeds to come.
const MADE: usize = 1024;
/// So many are looked through by a filter at a time.
const SIFTED: usize = 128;
/// Under this name the pages that belong to no feed are remembered.
const NO_FEED: &str = "";

/// What tells two versions of a file apart in HTTP's dates.
const SECOND: TimeDelta = TimeDelta::seconds(1);

/// A published file, as it is remembered.
#[derive(Debug, Clone)]
pub struct Published {
    /// Path below the output folder.
    pub path: String,
    /// Another one where the file was written since: of its size and its own time.
    pub stamp: u128,
    /// When its bytes last changed.
    pub changed: DateTime<Utc>,
}

/// What the part needs.
pub(super) struct Press<'a> {
    store: &'a Store,
    settings: &'a Settings,
    now: DateTime<Utc>,
    progress: Progress<'a>,
    /// What was published before.
    outputs: HashMap<String, OutputState>,
    /// Feeds of whose articles the webhook knows.
    told: HashSet<String>,
    maker: Maker<'a>,
    /// Articles that were rendered lately, by key.
    made: RefCell<HashMap<i64, Arc<Article>>>,
    /// Of all that decides what feeds are made of besides the articles.
    print: String,
    /// What has changed since they were made; None where that may be anything.
    touched: Option<Touched>,
    /// Articles whose bodies could not be made, and whether they have one of before.
    failed: RefCell<HashMap<i64, bool>>,
    /// Addresses that a new state has yet to ask, while entries of what was published wait for their articles.
    unasked: HashSet<String>,
    /// Whether a feed was left as it is because of that.
    holds: Cell<bool>,
}

/// One feed to be, with the articles it is to hold.
pub(super) struct Plan {
    pub(super) feed: Feed,
    pub(super) spec_name: String,
    pub(super) value: Option<String>,
    pub(super) rows: Vec<Row>,
    fingerprint: [u8; 32],
    /// The tag, author or source, folded and as shown.
    of: Option<(String, String)>,
    /// Nothing that it could hold has changed, nor its files: its articles were not looked up.
    is_left: bool,
}

impl<'a> Press<'a> {
    /// Looks up what was published before.
    pub(super) fn new(
        store: &'a Store,
        settings: &'a Settings,
        now: DateTime<Utc>,
        progress: Progress<'a>,
    ) -> Result<Self, store::Error> {
        let outputs = store.outputs()?;
        let told = store.told_feeds()?;
        let print = print(settings);
        Ok(Press {
            touched: store.touched(&print, now)?,
            print,
            maker: Maker::new(settings, now),
            failed: RefCell::default(),
            unasked: unasked(store, settings)?,
            holds: Cell::new(false),
            made: RefCell::default(),
            store,
            settings,
            now,
            progress,
            outputs,
            told,
        })
    }

    /// Brings the output folder up to date. What was written is remembered in one commit: after a
    /// kill before it the same bytes are rendered again, found, and left alone. Gives whether a feed waits for a source that
    /// has yet to be asked.
    pub(super) fn run(&self, report: &mut Report) -> Result<bool, store::Error> {
        self.store.transaction(|store| {
            let sources = self.settings.sources.iter();
            let sources: Vec<&str> = sources.map(|source| source.name.as_str()).collect();
            store.settle(&sources, self.now)?;
            let unwritten = report.unwritten;
            self.press(report)?;
            self.trim(report)?;
            let held = self.holds.get();
            let all = report.unwritten == unwritten && self.failed.borrow().is_empty() && !held;
            if all
                && self
                    .touched
                    .as_ref()
                    .is_none_or(|touched| !touched.is_empty())
            {
                store.pressed(&self.print, self.now)?;
            }
            errands::note(store, self.settings, report)?;
            Ok(held)
        })
    }

    fn press(&self, report: &mut Report) -> Result<(), store::Error> {
        let mut wanted = BTreeSet::new();
        let mut whole = blake3::Hasher::new();
        let mut listed = Vec::new();
        for spec in &self.settings.feeds {
            let values = self.values(spec)?;
            let total = values.len() as u64;
            for (done, value) in (0u64..).zip(values) {
                if total > 50 {
                    (self.progress)(&spec.name, done, total);
                }
                let of = value.as_ref();
                let plan = match self.held(spec, of).or_else(|| self.left(spec, of)) {
                    Some(plan) => plan,
                    None => self.plan(spec, value, report)?,
                };
                whole.update(&plan.fingerprint);
                self.feed(&plan, &mut wanted, report)?;
                listed.push(plan);
            }
        }
        let names: HashSet<&str> = listed.iter().map(|plan| plan.feed.name.as_str()).collect();
        for gone in self
            .told
            .iter()
            .filter(|name| !names.contains(name.as_str()))
        {
            self.store.forget_told(Some(gone))?;
        }
        let retired = self.retired(&listed, &wanted);
        self.lists(listed, whole.finalize().into(), &mut wanted, report)?;
        // What belongs to no feed goes without a word: nobody subscribes to it.
        let common = self.outputs.iter();
        let common =
            common.filter(|(path, state)| state.feed == NO_FEED && !wanted.contains(*path));
        for (path, _) in common {
            self.withdraw(path, report)?;
        }
        for (path, successor) in retired {
            self.store.retire(path, successor.as_deref(), self.now)?;
            self.withdraw(path, report)?;
        }
        Ok(())
    }

    /// The files that go, each with the path of what is in its place. A feed or a format taken out of the configuration
    /// goes; a value that has lost its last article is wanted still.
    fn retired(&self, plans: &[Plan], wanted: &BTreeSet<String>) -> Vec<(&str, Option<String>)> {
        let known = self.outputs.values().map(|state| state.feed.as_str());
        let present = Present::new(plans, wanted, &known.collect());
        let mut retired: Vec<_> = self
            .outputs
            .iter()
            .filter(|(path, state)| state.feed != NO_FEED && !wanted.contains(*path))
            .map(|(path, state)| (path.as_str(), present.successor(path, state)))
            .collect();
        retired.sort();
        retired
    }

    fn feed(
        &self,
        plan: &Plan,
        wanted: &mut BTreeSet<String>,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let mut feed = None;
        let mut written = false;
        let unwritten = report.unwritten;
        for format in plan
            .feed
            .formats
            .iter()
            .filter_map(|name| publish::format(name))
        {
            let path = publish::path(&plan.feed, format);
            wanted.insert(path.clone());
            if self.is_current(&path, &plan.fingerprint) {
                continue;
            }
            let feed = match &mut feed {
                Some(feed) => feed,
                empty => empty.insert(Feed {
                    entries: self.entries(&plan.rows)?,
                    ..plan.feed.clone()
                }),
            };
            let self_url = publish::address(feed, format).unwrap_or_default();
            // A panic is this file's failure: its last good version stays (D-20).
            let bytes = match guarded(|| (format.render)(feed, &self_url)) {
                Ok(bytes) => bytes,
                Err(reason) => {
                    report.unwritten(&path, &reason);
                    continue;
                }
            };
            let page = Page {
                path,
                media_type: format.media_type,
                bytes,
            };
            written |= self.put(&page, Some(plan), &plan.fingerprint, report)?;
        }
        if report.unwritten == unwritten {
            self.tell(plan, feed.as_ref())?;
        }
        if written {
            report.feeds_written += 1;
        } else {
            report.feeds_unchanged += 1;
        }
        Ok(())
    }

    /// Has the webhook told what is new in a feed, where it is to be. A feed that was there before the webhook was is
    /// taken as known.
    fn tell(&self, plan: &Plan, rendered: Option<&Feed>) -> Result<(), store::Error> {
        let webhook = self.settings.push.webhook.as_ref();
        let Some(webhook) = webhook.filter(|webhook| webhook.wants(&plan.spec_name)) else {
            return Ok(());
        };
        let name = &plan.feed.name;
        let known = self.told.contains(name);
        if known && rendered.is_none() {
            return Ok(());
        }
        let is_old =
            |state: &OutputState| state.feed == plan.spec_name && state.value == plan.value;
        let silent = !known && self.outputs.values().any(is_old);
        let told = articles_told::untold(self.store, name, &plan.rows)?;
        if !known {
            self.store.tell(name, "", &[])?;
        }
        match rendered {
            Some(feed) if !silent => articles_told::tell(self.store, webhook, feed, &told),
            _ => Ok(()),
        }
    }

    /// `index.html`, `feeds.opml` and `feed.css`.
    fn lists(
        &self,
        plans: Vec<Plan>,
        whole: [u8; 32],
        wanted: &mut BTreeSet<String>,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let stylesheet = publish::stylesheet(plans.iter().map(|plan| &plan.feed));
        let styled = stylesheet.is_some().then_some(publish::STYLESHEET);
        let paths = [Some(publish::INDEX), Some(publish::OPML), styled];
        let paths: Vec<&str> = paths.into_iter().flatten().collect();
        wanted.extend(paths.iter().map(|path| (*path).to_owned()));
        if paths.iter().all(|path| self.is_current(path, &whole)) {
            return Ok(());
        }
        let any_plain = plans.iter().any(|plan| plan.value.is_none());
        let mut feeds = Vec::new();
        for mut plan in plans {
            let lends = plan.value.is_none() || !any_plain;
            let specs = &mut self.settings.feeds.iter();
            if plan.is_left
                && lends
                && let Some(spec) = specs.find(|spec| spec.name == plan.spec_name)
            {
                plan = self.plan(spec, plan.of.clone(), report)?;
            }
            let rows = plan.rows.get(..LATEST).unwrap_or(&plan.rows);
            let entries = if lends {
                self.entries(rows)?
            } else {
                Vec::new()
            };
            feeds.push(Feed {
                entries,
                ..plan.feed
            });
        }
        let pages = guarded(|| [publish::index(&feeds), publish::opml(&feeds)]);
        let pages = match pages {
            Ok(pages) => pages,
            Err(reason) => {
                report.unwritten(publish::INDEX, &reason);
                return Ok(());
            }
        };
        for page in pages.into_iter().chain(stylesheet) {
            self.put(&page, None, &whole, report)?;
        }
        Ok(())
    }
}

/// Addresses that have never answered nor failed, where entries of feeds that were there before wait for articles.
fn unasked(store: &Store, settings: &Settings) -> Result<HashSet<String>, store::Error> {
    if !store.any_waiting()? {
        return Ok(HashSet::new());
    }
    let states = store.sources()?;
    let asked = |name: &str| {
        let state = states.get(name);
        state.is_some_and(|state| state.last_success.is_some() || state.failures > 0)
    };
    let sources = settings.sources.iter();
    let addresses = sources.filter(|source| matches!(source.place, Place::Address(_)));
    Ok(addresses
        .filter(|source| !asked(&source.name))
        .map(|source| source.name.clone())
        .collect())
}

/// Of all that decides what feeds are made of besides the articles.
fn print(settings: &Settings) -> String {
    let sources = settings.sources.iter().map(|source| source.name.as_str());
    let sources: Vec<&str> = sources.collect();
    let webhook = settings.push.webhook.is_some();
    let said = format!(
        "{} {:?} {} {:?} {:?} {webhook} {sources:?}",
        env!("CARGO_PKG_VERSION"),
        settings.feeds,
        settings.base_url,
        settings.output,
        settings.push.hubs
    );
    blake3::hash(said.as_bytes()).to_hex().to_string()
}

/// Everything that is published, by path.
pub(super) fn published(store: &Store) -> Result<Vec<Published>, store::Error> {
    let outputs = store.outputs()?.into_iter();
    let mut published: Vec<Published> = outputs
        .map(|(path, state)| Published {
            path,
            stamp: u128::from(state.size) << 64 | u128::from(state.modified.cast_unsigned()),
            changed: state.changed,
        })
        .collect();
    published.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(published)
}

/// A published file, as it lies in the output folder.
pub(super) fn page(settings: &Settings, path: &str) -> std::io::Result<Page> {
    Ok(Page {
        path: path.to_owned(),
        media_type: publish::media_type(path),
        bytes: write::read(&settings.output, path)?,
    })
}
