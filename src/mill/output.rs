//! The turn's end: which articles each feed holds, and the files that changed because of it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use rayon::prelude::*;

use super::make::Maker;
use super::part::{Progress, guarded};
use super::report::Report;
use super::retired::Present;
use super::{articles_told, errands};
use crate::article::{Article, Entry, Feed, Page, Person};
use crate::config::Settings;
use crate::normalise;
use crate::publish::select::{self, Edited, FeedSpec, Per};
use crate::publish::{self, write};
use crate::store::{self, OutputState, Row, Store, Touched, Window};

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
    /// kill before it the same bytes are rendered again, found, and left alone.
    pub(super) fn run(&self, report: &mut Report) -> Result<(), store::Error> {
        self.store.transaction(|store| {
            let sources = self.settings.sources.iter();
            let sources: Vec<&str> = sources.map(|source| source.name.as_str()).collect();
            store.settle(&sources, self.now)?;
            let unwritten = report.unwritten;
            self.press(report)?;
            let all = report.unwritten == unwritten && self.failed.borrow().is_empty();
            if all
                && self
                    .touched
                    .as_ref()
                    .is_none_or(|touched| !touched.is_empty())
            {
                store.pressed(&self.print, self.now)?;
            }
            errands::note(store, self.settings, report)
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
                let plan = match self.left(spec, value.as_ref()) {
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

    /// Takes a file away that is published no longer.
    fn withdraw(&self, path: &str, report: &mut Report) -> Result<(), store::Error> {
        if let Err(error) = write::remove(&self.settings.output, path) {
            report.failed("output", Some(path), &error.to_string());
        }
        self.store.forget_output(path)?;
        report.withdrawn.push(path.to_owned());
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

    fn sources(&self, spec: &FeedSpec) -> Vec<String> {
        let all = self
            .settings
            .sources
            .iter()
            .map(|source| source.name.clone());
        if spec.sources.iter().any(|name| name == "*") {
            all.collect()
        } else {
            spec.sources.clone()
        }
    }

    /// The tags, authors or sources of which there is one feed each, folded and as shown; those
    /// published before stay, though empty (B40, B52).
    fn values(&self, spec: &FeedSpec) -> Result<Vec<Option<(String, String)>>, store::Error> {
        let sources = self.sources(spec);
        let mut values: BTreeMap<String, String> = match spec.per {
            None => return Ok(vec![None]),
            Some(Per::Source) => sources
                .into_iter()
                .map(|name| (name.clone(), name))
                .collect(),
            Some(per) => self
                .store
                .labels(kind(per), &sources, self.now)?
                .into_iter()
                .collect(),
        };
        for state in self
            .outputs
            .values()
            .filter(|state| state.feed == spec.name)
        {
            if let Some(value) = &state.value {
                let folded = if spec.per == Some(Per::Source) {
                    value.clone()
                } else {
                    select::key(value)
                };
                values.entry(folded).or_insert_with(|| value.clone());
            }
        }
        Ok(values.into_iter().map(Some).collect())
    }

    /// A feed that is as it was.
    fn left(&self, spec: &FeedSpec, value: Option<&(String, String)>) -> Option<Plan> {
        let touched = self.touched.as_ref()?;
        let is_touched = match (spec.per, value) {
            (Some(Per::Source), Some((name, _))) => touched.sources.contains(name),
            (Some(per), Some((folded, _))) => touched.labels.contains(&(kind(per), folded.clone())),
            _ => {
                let all = spec.sources.iter().any(|name| name == "*");
                let mut touched = touched.sources.iter();
                touched.any(|name| all || spec.sources.contains(name))
            }
        };
        if is_touched {
            return None;
        }
        let shown = value.map(|(_, shown)| shown.clone());
        let feed = self.feed_of(spec, shown.as_deref());
        let formats = feed.formats.iter().filter_map(|name| publish::format(name));
        let paths: Vec<String> = formats.map(|format| publish::path(&feed, format)).collect();
        let state = self.outputs.get(paths.first()?)?;
        let fingerprint = state.fingerprint.as_slice().try_into().ok()?;
        let as_it_was = |path: &String| self.is_current(path, &fingerprint);
        paths.iter().all(as_it_was).then(|| Plan {
            feed,
            spec_name: spec.name.clone(),
            value: shown,
            rows: Vec::new(),
            fingerprint,
            of: value.cloned(),
            is_left: true,
        })
    }

    fn plan(
        &self,
        spec: &FeedSpec,
        value: Option<(String, String)>,
        report: &mut Report,
    ) -> Result<Plan, store::Error> {
        let mut sources = self.sources(spec);
        let mut label = None;
        if let Some((folded, _)) = &value {
            match spec.per {
                Some(Per::Source) => sources = vec![folded.clone()],
                Some(per) => label = Some((kind(per), folded.as_str())),
                None => {}
            }
        }
        let window = Window {
            sources: &sources,
            label,
            now: self.now,
            by_edit: spec.edited == Edited::Again,
        };
        let rows = match spec.filter.is_empty() {
            true => self.newest(&window, spec.limit, report)?,
            false => self.matching(&window, spec, report)?,
        };
        let shown = value.as_ref().map(|(_, shown)| shown.clone());
        let feed = self.feed_of(spec, shown.as_deref());
        let mut hasher = blake3::Hasher::new();
        hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
        hasher.update(format!("{feed:?} {:?}", spec.edited).as_bytes());
        for row in &rows {
            hasher.update(&row.revision);
            // What could not be made is shown as it was, and tried again.
            hasher.update(&[u8::from(row.unmade.is_some())]);
        }
        Ok(Plan {
            feed,
            spec_name: spec.name.clone(),
            value: shown,
            rows,
            fingerprint: hasher.finalize().into(),
            of: value,
            is_left: false,
        })
    }

    /// The newest of a window.
    fn newest(
        &self,
        window: &Window<'_>,
        limit: usize,
        report: &mut Report,
    ) -> Result<Vec<Row>, store::Error> {
        let mut rows = Vec::new();
        self.store.select(window, |row| {
            rows.push(row);
            Ok(rows.len() < limit)
        })?;
        self.make(&mut rows, true, report)?;
        Ok(reappeared(window, rows))
    }

    /// The newest of a window that a feed's filter lets through.
    fn matching(
        &self,
        window: &Window<'_>,
        spec: &FeedSpec,
        report: &mut Report,
    ) -> Result<Vec<Row>, store::Error> {
        let (mut rows, mut next) = (Vec::new(), Vec::new());
        let mut sift = |next: &mut Vec<Row>| {
            self.make(next, false, report)?;
            for row in next.drain(..) {
                let mut article = self.store.body(row.key)?;
                // Opening sentences are words of the content: more need not be done for a filter to look through it.
                if let (Some(article), Some(source)) =
                    (&mut article, self.maker.source(&row.source))
                {
                    let cleaned = guarded(|| normalise::clean(article, &source.normalise));
                    if cleaned.is_ok_and(|cleaned| cleaned) {
                        self.store.save_finished(row.key, article)?;
                    }
                }
                let matches = |article| spec.filter.matches(article, &row.source);
                if rows.len() < spec.limit && article.as_ref().is_some_and(matches) {
                    rows.push(row);
                }
            }
            Ok::<bool, store::Error>(rows.len() < spec.limit)
        };
        self.store.select(window, |row| {
            next.push(row);
            match next.len() < SIFTED {
                true => Ok(true),
                false => sift(&mut next),
            }
        })?;
        sift(&mut next)?;
        Ok(reappeared(window, rows))
    }

    /// Makes bodies that have yet to be made. What could not be made and was never shown is left out.
    fn make(
        &self,
        rows: &mut Vec<Row>,
        finished: bool,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let mut failed = self.failed.borrow_mut();
        let failures = self
            .maker
            .make(self.store, rows, finished, |key, article| {
                if finished {
                    self.hold(key, Arc::new(article));
                }
            })?;
        for failure in failures {
            if failed.contains_key(&failure.key) {
                continue;
            }
            report.failed(&failure.source, Some(&failure.place), &failure.reason);
            failed.insert(failure.key, self.store.body(failure.key)?.is_some());
        }
        rows.retain(|row| failed.get(&row.key) != Some(&false));
        Ok(())
    }

    /// The feed without its entries.
    fn feed_of(&self, spec: &FeedSpec, value: Option<&str>) -> Feed {
        let plain = self.settings.feeds.iter().find(|spec| spec.per.is_none());
        let whole = plain.map_or(spec.title.as_str(), |spec| spec.title.as_str());
        let (name, title) = match value {
            Some(value) => (
                format!("{}/{}", spec.name, select::file_name(value)),
                select::fill(&spec.title, whole, value),
            ),
            None => (spec.name.clone(), spec.title.clone()),
        };
        let author = spec.author.clone().unwrap_or_else(|| whole.to_owned());
        Feed {
            name,
            description: spec.description.clone().unwrap_or_else(|| title.clone()),
            title,
            link: spec.link.clone(),
            base_url: self.settings.base_url.clone(),
            language: spec.language.clone(),
            author: Person {
                name: author,
                ..Person::default()
            },
            formats: spec.formats.clone(),
            hubs: self.settings.push.hubs.clone(),
            entries: Vec::new(),
        }
    }

    /// The articles of rows, made ready to be shown, and kept so. Those that several feeds hold are read once.
    fn articles(&self, rows: &[Row]) -> Result<Vec<Arc<Article>>, store::Error> {
        let mut unread = Vec::new();
        for row in rows {
            if !self.made.borrow().contains_key(&row.key) {
                // What has no body is in no window.
                let article = self.store.body(row.key)?.unwrap_or_default();
                unread.push((row, article, self.maker.source(&row.source)));
            }
        }
        let finished: Vec<_> = unread
            .into_par_iter()
            .map(|(row, mut article, source)| {
                let done = source
                    .map(|source| guarded(|| normalise::finish(&mut article, &source.normalise)));
                (row, article, done)
            })
            .collect();
        let mut read = HashMap::new();
        for (row, mut article, done) in finished {
            match done {
                Some(Ok(true)) => self.store.save_finished(row.key, &article)?,
                None | Some(Ok(false)) => {}
                // A panic is this article's failure (D-20): what is not checked is not shown.
                Some(Err(reason)) => {
                    tracing::error!("{}: {reason}", row.id);
                    article.content_html = String::new();
                }
            }
            read.insert(row.key, Arc::new(article));
        }
        let held = self.made.borrow();
        let found = rows
            .iter()
            .map(|row| read.get(&row.key).or_else(|| held.get(&row.key)));
        let articles = found.map(|article| article.map(Arc::clone).unwrap_or_default());
        let articles: Vec<_> = articles.collect();
        drop(held);
        for (key, article) in read {
            self.hold(key, article);
        }
        Ok(articles)
    }

    /// Holds an article for feeds to come.
    fn hold(&self, key: i64, article: Arc<Article>) {
        let mut made = self.made.borrow_mut();
        if made.len() >= MADE {
            made.clear();
        }
        made.insert(key, article);
    }

    fn entries(&self, rows: &[Row]) -> Result<Vec<Entry>, store::Error> {
        let articles = self.articles(rows)?;
        let entries = rows.iter().zip(articles).map(|(row, article)| Entry {
            id: row.id.clone(),
            published: row.published,
            updated: row.updated,
            article,
        });
        Ok(entries.collect())
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

    /// Whether a file was rendered from this very selection and lies there as it was written.
    fn is_current(&self, path: &str, fingerprint: &[u8; 32]) -> bool {
        self.outputs.get(path).is_some_and(|state| {
            state.fingerprint == fingerprint
                && write::stat(&self.settings.output, path)
                    .is_some_and(|stat| stat.size == state.size && stat.modified == state.modified)
        })
    }

    /// Writes a page where its bytes differ; says whether it did.
    fn put(
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

/// Articles of a window in the order of their changes, as such that appeared then.
fn reappeared(window: &Window<'_>, rows: Vec<Row>) -> Vec<Row> {
    match window.by_edit {
        true => rows.into_iter().map(again).collect(),
        false => rows,
    }
}

/// An article that was changed significantly as one that appeared then. Its id is made of the time of
/// the change, so that it is the same for as long as the change is the last.
fn again(row: Row) -> Row {
    let Some(edited) = row.edited else {
        return row;
    };
    let sign = if row.id.contains('#') { '-' } else { '#' };
    let published = edited.with_timezone(row.updated.offset());
    Row {
        id: format!("{}{sign}edited-{}", row.id, edited.format("%Y%m%dT%H%M%SZ")),
        published,
        updated: row.updated.max(published),
        ..row
    }
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

fn kind(per: Per) -> u8 {
    match per {
        Per::Tag => 0,
        Per::Author | Per::Source => 1,
    }
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
