//! What there is to tell, as pages for people: complete without scripts.

use chrono::{DateTime, Utc};
use minijinja::{Environment, Value, context};

use super::chart;
use super::snapshot::Snapshot;
use crate::article::{Article, Dated};
use crate::mill::{FileFacts, Previewed, SourceFacts, ago, span};
use crate::store::Turn;
use crate::text::veil;

/// What pages are served as.
pub(super) const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// The name's extension switches escaping on.
const TEMPLATES: &[(&str, &str)] = &[
    ("layout.html", include_str!("pages/layout.html")),
    ("main.html", include_str!("pages/main.html")),
    ("status.html", include_str!("pages/status.html")),
    ("config.html", include_str!("pages/config.html")),
    ("said.html", include_str!("pages/said.html")),
    ("preview.html", include_str!("pages/preview.html")),
    ("login.html", include_str!("pages/login.html")),
];

/// Most articles of a preview that are shown.
const SHOWN: usize = 100;

/// What a page is made for.
pub(super) struct For<'a> {
    /// What the forms hold.
    pub(super) form: &'a str,
    /// Whether one has logged in, and may log out.
    pub(super) locked: bool,
    /// The program's version, for those who may know it.
    pub(super) version: Option<&'a str>,
    pub(super) now: DateTime<Utc>,
}

/// The main page.
pub(super) fn status(snapshot: &Snapshot, ill: Option<&str>, for_: &For<'_>) -> String {
    render("status.html", snapshot, ill, for_)
}

/// The part of the main page that changes.
pub(super) fn part(snapshot: &Snapshot, ill: Option<&str>, for_: &For<'_>) -> String {
    render("main.html", snapshot, ill, for_)
}

fn render(name: &str, snapshot: &Snapshot, ill: Option<&str>, for_: &For<'_>) -> String {
    let now = for_.now;
    let sources: Vec<Source<'_>> = snapshot.facts.sources.iter().map(Source).collect();
    let tally = STATES.iter().filter_map(|state| {
        let first = sources.iter().position(|source| source.state() == state)?;
        let count = sources
            .iter()
            .filter(|source| source.state() == state)
            .count();
        Some(context! { word => state.word, class => state.class, count, first })
    });
    let views = sources
        .iter()
        .enumerate()
        .map(|(at, source)| source.view(at, now));
    let feeds = snapshot.facts.feeds.iter();
    let feeds = feeds.map(|(feed, many)| feed_of(feed, *many, &snapshot.facts.files, now));
    template(
        name,
        context! {
            form => for_.form,
            locked => for_.locked,
            version => for_.version,
            ill,
            trouble => &snapshot.trouble,
            ready => snapshot.ready,
            started => time(Some(snapshot.started), now),
            told => time(Some(snapshot.told), now),
            told_at => snapshot.told.format("%F %T UTC").to_string(),
            tally => tally.collect::<Value>(),
            sources => views.collect::<Value>(),
            feeds => feeds.collect::<Value>(),
            waiting => snapshot.facts.waiting.len(),
            turns => snapshot.facts.turns.iter().map(|turn| turn_of(turn, now)).collect::<Value>(),
        },
    )
}

/// How a source is doing, in a word.
#[derive(Debug, PartialEq, Eq)]
struct State {
    word: &'static str,
    class: &'static str,
}

const FAILING: State = state("failing", "bad");
const GONE: State = state("gone", "bad");
const PAUSED: State = state("paused", "wait");
const SILENT: State = state("silent", "wait");
const NEW: State = state("not read yet", "wait");
const OK: State = state("ok", "good");
/// What needs somebody comes first.
const STATES: &[State] = &[FAILING, GONE, PAUSED, SILENT, NEW, OK];

const fn state(word: &'static str, class: &'static str) -> State {
    State { word, class }
}

struct Source<'a>(&'a SourceFacts);

impl Source<'_> {
    fn state(&self) -> &'static State {
        let SourceFacts {
            state,
            account,
            quiet,
            ..
        } = self.0;
        match account {
            Some(account) if account.until.is_none() => &GONE,
            Some(account) if account.alone => &PAUSED,
            _ if state.error.is_some() => &FAILING,
            _ if state.last_attempt.is_none() => &NEW,
            _ if quiet.is_some() => &SILENT,
            _ => &OK,
        }
    }

    fn view(&self, at: usize, now: DateTime<Utc>) -> Value {
        let (facts, how) = (self.0, self.state());
        let (source, account) = (&facts.state, facts.account.as_ref());
        let happened = account.map(|account| account.happened.clone());
        let next = account.and_then(|account| account.until);
        context! {
            at,
            name => &source.name,
            shown => veil(&source.name),
            word => how.word,
            class => how.class,
            is_address => account.is_some(),
            title => &source.title,
            place => &facts.place,
            articles => facts.articles,
            last_success => time(source.last_success, now),
            next => next.map(|next| context! { time => time(Some(next), now), words => facts.next(now) }),
            happened => happened.or_else(|| source.error.clone()),
            waits_for => account.map(|account| account.waits_for.clone()),
            to_do => account.and_then(|account| account.to_do.clone()),
            quiet => &facts.quiet,
            received => kilobytes(source.received),
            saved => kilobytes(source.saved),
            chart => chart::svg(&facts.fetches).map(Value::from_safe_string),
            latest => facts.fetches.last().map(chart::line),
        }
    }
}

fn feed_of(name: &str, many: bool, files: &[FileFacts], now: DateTime<Utc>) -> Value {
    let files = files.iter().map(|file| &file.output);
    let files: Vec<_> = files.filter(|output| output.feed == name).collect();
    let values: std::collections::BTreeSet<_> = files.iter().map(|file| &file.value).collect();
    let newest = files.iter().filter_map(|file| file.newest).max();
    context! {
        name,
        many => many.then_some(values.len()),
        articles => files.iter().map(|file| file.articles).max().unwrap_or_default(),
        newest => newest.map(|newest| newest.format("%F").to_string()),
        size => kilobytes(files.iter().map(|file| file.size).sum()),
        changed => time(files.iter().map(|file| file.changed).max(), now),
    }
}

fn turn_of(turn: &Turn, now: DateTime<Utc>) -> Value {
    context! {
        at => time(Some(turn.at), now),
        took => format!("{:.1} s", turn.milliseconds as f64 / 1000.0),
        new => turn.new,
        changed => turn.changed,
        removed => turn.removed,
        written => turn.written,
        problems => turn.problems,
    }
}

/// An instant for machines, in full for people who ask, and in words.
fn time(time: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Option<Value> {
    let time = time?;
    Some(context! {
        iso => time.format("%FT%TZ").to_string(),
        full => time.format("%F %T UTC").to_string(),
        words => ago(Some(time), now),
    })
}

fn kilobytes(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

/// The configuration in force.
pub(super) fn config(snapshot: &Snapshot, for_: &For<'_>) -> String {
    let sections = snapshot.config.iter().map(|section| {
        let keys = section.keys.iter();
        let keys = keys.map(|(name, value, default)| context! { name => *name, value, default });
        context! { header => &section.header, keys => keys.collect::<Value>() }
    });
    template(
        "config.html",
        context! {
            form => for_.form,
            locked => for_.locked,
            version => for_.version,
            sections => sections.collect::<Value>(),
        },
    )
}

/// What came of an action.
pub(super) fn said(source: &str, done: bool, said: &str, for_: &For<'_>) -> String {
    template(
        "said.html",
        context! {
            form => for_.form,
            locked => for_.locked,
            version => for_.version,
            source => veil(source),
            done,
            said => veil(said),
        },
    )
}

/// What would become of a source.
pub(super) fn preview(source: &str, seen: &Previewed, at: DateTime<Utc>, for_: &For<'_>) -> String {
    let articles = seen.articles.iter().take(SHOWN).map(article);
    let warnings = seen.warnings.iter().take(SHOWN);
    let age = for_.now - at;
    template(
        "preview.html",
        context! {
            form => for_.form,
            locked => for_.locked,
            version => for_.version,
            source => veil(source),
            kind => &seen.kind,
            title => seen.title.as_deref().map(veil),
            count => seen.articles.len(),
            age => (age.num_seconds() > 5).then(|| span(age)),
            warnings => warnings.map(|warning| veil(warning)).collect::<Value>(),
            articles => articles.collect::<Value>(),
        },
    )
}

fn article(article: &Article) -> Value {
    let text = |text: &Option<String>| text.as_deref().map(veil);
    let date = article.published.as_ref().or(article.updated.as_ref());
    let updated = article.updated.as_ref();
    let updated = updated.filter(|_| article.published.is_some());
    let authors = article.authors.iter().map(|author| veil(&author.name));
    let tags = article.tags.iter().map(|tag| veil(tag));
    let identity = &article.identity;
    let id = identity.address.as_ref().unwrap_or(&identity.value);
    context! {
        title => text(&article.title),
        language => &article.language,
        url => text(&article.url),
        id => veil(id),
        id_origin => word(&identity.origin),
        date => date.map(dated),
        updated => updated.map(dated),
        authors => authors.collect::<Vec<_>>().join(", "),
        tags => tags.collect::<Vec<_>>().join(", "),
        draft => article.draft,
        summary => text(&article.summary),
        summary_origin => article.summary_origin.as_ref().map(word),
    }
}

fn dated(date: &Dated) -> Value {
    context! {
        at => date.at.to_rfc3339(),
        origin => word(&date.origin),
        field => veil(&date.field),
    }
}

/// The name of an origin as it stands in JSON.
fn word(origin: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(origin).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

/// The form for the token.
pub(super) fn login(wrong: bool) -> String {
    template("login.html", context! { wrong })
}

fn template(name: &str, context: Value) -> String {
    let mut environment = Environment::new();
    for (name, text) in TEMPLATES {
        // The templates are part of the program and have tests.
        let _ = environment.add_template(name, text);
    }
    let rendered = environment
        .get_template(name)
        .and_then(|template| template.render(context));
    rendered.unwrap_or_else(|error| {
        tracing::error!("a fault of feedmill: the template {name}: {error}");
        String::new()
    })
}
