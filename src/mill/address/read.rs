//! What an address gave, by looking at the bytes: a feed, a list, an article, or a page that announces a feed.

use chrono::{DateTime, Utc};
use url::Url;

use super::super::part::guarded;
use super::job::Job;
use super::substance::is_substantial;
use crate::article::{Article, Document, Kind, Origin, Parsed};
use crate::collect::http::Answer;
use crate::normalise::{self, Keep};
use crate::{parse, text};

/// What a source gave before.
#[derive(Clone, Copy)]
pub(super) struct Before {
    /// A feed.
    pub(super) was_feed: bool,
    /// A list.
    pub(super) was_list: bool,
    /// And at this very address: not at one that a page announced.
    pub(super) here: bool,
}

/// What a document is.
pub(super) enum Read {
    /// What is wanted.
    Found(Box<Found>),
    /// A page that announces a feed, with what could be had of the page itself.
    Announces(Url, Option<Box<Found>>),
}

/// A document that was read.
pub(super) struct Found {
    /// Its articles, in document order.
    pub(super) articles: Vec<Article>,
    /// What they were made of, one for one, where their pages may say more.
    pub(super) parsed: Option<Parsed>,
    pub(super) kind: Kind,
    pub(super) title: Option<String>,
    pub(super) warnings: Vec<String>,
    /// Seconds that it is good for, by its own word.
    pub(super) ttl: u32,
    /// Hours at which it wants to be left alone: a bit for each.
    pub(super) skip_hours: u32,
    /// Days at which it wants to be left alone: a bit for each.
    pub(super) skip_days: u32,
    /// It ended early: the rest is still to be fetched.
    pub(super) incomplete: bool,
}

impl Found {
    /// As the state names it.
    pub(super) fn kind(&self) -> &'static str {
        match self.kind {
            Kind::Feed => "feed",
            Kind::List => "list",
            Kind::Article | Kind::Page => "article",
        }
    }
}

/// Reads what an address gave, by looking at the bytes.
pub(super) fn read(
    job: &Job,
    answer: &Answer,
    before: Before,
    now: DateTime<Utc>,
) -> Result<Read, String> {
    let document = document(job, answer);
    let parsed = parse::parse(&document, &job.source.parse).map_err(|error| error.to_string())?;
    let kind = parsed.kind;
    let no_longer = before.was_feed && kind != Kind::Feed;
    let announced = parsed.announced.first().map(|feed| feed.url.clone());
    let announced = announced.filter(|_| {
        matches!(kind, Kind::Page | Kind::List)
            && job.source.parse.listing.is_none()
            && !(no_longer && before.here)
    });
    if let Some(feed) = announced {
        // Its articles are known by the feed's ids: the page is no replacement for it.
        let itself = (kind == Kind::List && !before.was_feed)
            .then(|| Box::new(found(job, &document, parsed, now)));
        return Ok(Read::Announces(feed, itself));
    }
    if no_longer {
        return Err(
            "a page where a feed was (a login page, or a notice): its articles stay as they were"
                .into(),
        );
    }
    if before.was_list && matches!(kind, Kind::Article | Kind::Page) {
        return Err(
            "no list of articles where there was one (a login page, a notice, or a new design): its articles stay as they were; `feedmill inspect` shows what is there now"
                .into(),
        );
    }
    let found = found(job, &document, parsed, now);
    if kind == Kind::Page && !found.articles.iter().any(is_substantial) {
        return Err("no feed, no list of articles and no article, and it announces no feed".into());
    }
    Ok(Read::Found(Box::new(found)))
}

/// Reads a further document of a list: its next page, a part of a sitemap.
pub(super) fn read_part(job: &Job, answer: &Answer) -> Result<Parsed, String> {
    let parsed = parse::parse(&document(job, answer), &job.source.parse)
        .map_err(|error| error.to_string())?;
    match parsed.kind {
        Kind::List => Ok(parsed),
        _ => Err("it is no list".into()),
    }
}

fn document(job: &Job, answer: &Answer) -> Document {
    Document {
        origin: Origin::Address(job.url.clone()),
        bytes: answer.body.clone().unwrap_or_default(),
        content_type: answer.content_type.clone(),
        base: Some(answer.url.clone()),
    }
}

fn found(job: &Job, document: &Document, mut parsed: Parsed, now: DateTime<Utc>) -> Found {
    let mut warnings = std::mem::take(&mut parsed.warnings);
    let odd = parsed.articles.iter().flat_map(|raw| &raw.warnings);
    warnings.extend(odd.cloned());
    let title = parsed.facts.title.as_ref();
    let title = title.map(|title| text::fold(&title.value));
    let ttl = parsed.facts.ttl_minutes.unwrap_or_default();
    let bits = |numbers: &[u8]| {
        let bits = numbers.iter().map(|number| 1u32 << (number % 32));
        bits.fold(0, |all, bit| all | bit)
    };
    let skip_hours = bits(&parsed.facts.skip_hours);
    let skip_days = bits(&parsed.facts.skip_days);
    let (kind, incomplete) = (parsed.kind, parsed.incomplete);
    let kept = match kind {
        Kind::List => true,
        Kind::Feed => job.source.full_text == Some(true),
        Kind::Article | Kind::Page => parsed.more != Default::default(),
    };
    let kept = kept.then(|| parsed.clone());
    let keep = match kind {
        Kind::Feed if kept.is_none() => Keep::AsFound,
        _ => Keep::Cleaned,
    };
    let (base, options) = (document.base.as_ref(), &job.source.normalise);
    let articles = normalise::articles_to_keep(parsed, &document.origin, base, options, now, keep);
    Found {
        articles,
        parsed: kept,
        kind,
        title,
        warnings,
        ttl: ttl.saturating_mul(60),
        skip_hours,
        skip_days,
        incomplete,
    }
}

/// Normalises what was parsed of a source's documents, apart from the threads that wait for servers.
pub(super) async fn normalised(
    job: &Job,
    parsed: Parsed,
    now: DateTime<Utc>,
) -> Result<Vec<Article>, String> {
    let (origin, base) = (Origin::Address(job.url.clone()), job.url.clone());
    let options = job.source.normalise.clone();
    let work = move || {
        guarded(|| {
            normalise::articles_to_keep(parsed, &origin, Some(&base), &options, now, Keep::Cleaned)
        })
    };
    let done = tokio::task::spawn_blocking(work).await;
    done.map_err(|_| "the program is ending".to_owned())?
}
