//! One address's part of a turn: asked when due, read, and taken in. Trouble upstream takes
//! nothing away and doubles nothing.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::{Report, delta, fingerprint, guarded};
use crate::article::{Article, Document, Kind, Origin};
use crate::collect::http::{Answer, Client, Failure, Request};
use crate::config::{Settings, Source};
use crate::publish::select;
use crate::schedule::Schedule;
use crate::store::{self, Incoming, SourceState, Store};
use crate::{normalise, parse, text};

/// A page that neither announces a feed nor says that it is an article is taken for one when it
/// has so much text, in characters.
const SUBSTANTIAL: usize = 250;
/// Longest wait after failures, and longest freshness (E-07, E-10).
const DAY: TimeDelta = TimeDelta::days(1);
/// First wait after an answer that is an error (E-10).
const HOUR: TimeDelta = TimeDelta::hours(1);

/// An address to be asked.
#[derive(Debug, Clone)]
pub struct Job {
    /// The source.
    pub source: Source,
    /// Its configured address.
    pub url: Url,
    /// What is known of it.
    pub state: SourceState,
}

/// What an address gave.
#[derive(Debug)]
pub struct Collected {
    /// With validators and the like brought up to date.
    pub state: SourceState,
    /// Its articles; none when there is nothing new.
    pub outcome: Result<Option<Vec<Article>>, Failure>,
    /// What was odd.
    pub warnings: Vec<String>,
    /// How long the answer stays fresh, by its headers or its own word.
    pub fresh_for: Duration,
}

/// Asks an address, finds out what it is, and reads it. `now` is when it was asked.
pub async fn collect(client: Arc<Client>, job: Job, now: DateTime<Utc>) -> Collected {
    let rules = fingerprint(&job.source, None);
    let mut state = job.state.clone();
    let mut collected = Collected {
        state: state.clone(),
        outcome: Ok(None),
        warnings: Vec::new(),
        fresh_for: Duration::ZERO,
    };
    let configured = job.url.clone();
    let announced = state
        .feed_url
        .as_deref()
        .and_then(|url| Url::parse(url).ok());
    let mut url = announced.clone().unwrap_or_else(|| configured.clone());
    // At most: the configured page, then the feed it announces.
    for _ in 0..2 {
        let answer = match client.fetch(&request(&url, &state, &rules), now).await {
            Ok(answer) => answer,
            Err(failure) => {
                // The announced feed has moved: ask the page again next time.
                if matches!(failure.status, Some(404 | 410)) && url != configured {
                    state.feed_url = None;
                }
                collected.state = state;
                collected.outcome = Err(failure);
                return collected;
            }
        };
        collected.fresh_for = answer.fresh_for;
        let Some(body) = &answer.body else {
            // What a 304 says of the validators counts from now on (E-03).
            state.etag = answer.etag.or(state.etag);
            state.last_modified = answer.last_modified.or(state.last_modified);
            collected.state = state;
            return collected;
        };
        let hash = blake3::hash(body).as_bytes().to_vec();
        let same_rules = state.fingerprint == rules;
        if state.body_hash.as_ref() == Some(&hash) && same_rules && validated(&state, &url) {
            remember(&mut state, &url, &answer, hash, &rules);
            collected.state = state;
            return collected;
        }
        let job_here = job.clone();
        let before = Before {
            was_feed: state.kind.as_deref() == Some("feed"),
            here: validated(&state, &url),
        };
        let reading = tokio::task::spawn_blocking(move || {
            // A panic in a parser is this source's failure, not the server's (D-20).
            let read = guarded(|| read(&job_here, &answer, before, now));
            (answer, read.unwrap_or_else(Err))
        });
        let Ok((answer, read)) = reading.await else {
            collected.outcome = Err(failed("the program is ending".into()));
            return collected;
        };
        match read {
            Ok(Read::Announces(feed)) if url == configured && feed != url => {
                state.feed_url = Some(feed.to_string());
                url = feed;
            }
            Ok(Read::Announces(_)) => {
                state.feed_url = None;
                collected.state = state;
                collected.outcome = Err(failed(format!(
                    "{url} is a page where a feed was announced"
                )));
                return collected;
            }
            Ok(Read::Articles {
                articles,
                kind,
                title,
                warnings,
                ttl,
                incomplete,
            }) => {
                state.kind = Some(kind.to_owned());
                state.title = title;
                if incomplete {
                    forget(&mut state);
                } else {
                    remember(&mut state, &url, &answer, hash, &rules);
                }
                collected.fresh_for = collected.fresh_for.max(ttl);
                collected.warnings = warnings;
                collected.state = state;
                collected.outcome = Ok(Some(articles));
                return collected;
            }
            Err(reason) => {
                // The announced feed may have moved: the page is asked again next time.
                if url != configured {
                    state.feed_url = None;
                }
                collected.state = state;
                collected.outcome = Err(failed(format!("{url}: {reason}")));
                return collected;
            }
        }
    }
    collected
}

fn failed(message: String) -> Failure {
    Failure {
        status: None,
        message,
        retry_after: None,
    }
}

fn validated(state: &SourceState, url: &Url) -> bool {
    state.validated_url.as_deref() == Some(url.as_str())
}

/// Validators are sent to the address that gave them, and only while the rules by which its
/// document was read are still the same (E-02).
fn request(url: &Url, state: &SourceState, rules: &str) -> Request {
    let usable = validated(state, url) && state.fingerprint == rules;
    Request {
        url: url.clone(),
        etag: state.etag.clone().filter(|_| usable),
        last_modified: state.last_modified.clone().filter(|_| usable),
    }
}

fn remember(state: &mut SourceState, url: &Url, answer: &Answer, hash: Vec<u8>, rules: &str) {
    state.validated_url = Some(url.to_string());
    state.etag.clone_from(&answer.etag);
    state.last_modified.clone_from(&answer.last_modified);
    state.body_hash = Some(hash);
    rules.clone_into(&mut state.fingerprint);
}

/// Validators of a document that ended early would keep its rest from being sent (E-25).
fn forget(state: &mut SourceState) {
    state.etag = None;
    state.last_modified = None;
    state.body_hash = None;
}

/// What a source gave before.
#[derive(Clone, Copy)]
struct Before {
    /// A feed.
    was_feed: bool,
    /// And at this very address: not at one that a page announced.
    here: bool,
}

enum Read {
    Articles {
        articles: Vec<Article>,
        kind: &'static str,
        title: Option<String>,
        warnings: Vec<String>,
        ttl: Duration,
        /// It ended early: the rest is still to be fetched.
        incomplete: bool,
    },
    Announces(Url),
}

/// Reads what an address gave, by looking at the bytes.
fn read(job: &Job, answer: &Answer, before: Before, now: DateTime<Utc>) -> Result<Read, String> {
    let document = Document {
        origin: Origin::Address(job.url.clone()),
        bytes: answer.body.clone().unwrap_or_default(),
        content_type: answer.content_type.clone(),
        base: Some(answer.url.clone()),
    };
    let mut parsed = parse::parse(&document).map_err(|error| error.to_string())?;
    let no_longer = before.was_feed && parsed.kind != Kind::Feed;
    if parsed.kind == Kind::Page
        && let Some(feed) = parsed.announced.first()
        && !(no_longer && before.here)
    {
        return Ok(Read::Announces(feed.url.clone()));
    }
    if no_longer {
        return Err(
            "a page where a feed was (a login page, or a notice): its articles stay as they were"
                .into(),
        );
    }
    let mut warnings = std::mem::take(&mut parsed.warnings);
    warnings.extend(
        parsed
            .articles
            .iter()
            .flat_map(|raw| raw.warnings.iter().cloned()),
    );
    let title = parsed
        .facts
        .title
        .as_ref()
        .map(|title| text::fold(&title.value));
    let ttl = Duration::from_secs(u64::from(parsed.facts.ttl_minutes.unwrap_or_default()) * 60);
    let (kind, incomplete) = (parsed.kind, parsed.incomplete);
    let articles = normalise::articles(
        parsed,
        &document.origin,
        document.base.as_ref(),
        &job.source.normalise,
        now,
    );
    if kind == Kind::Page && !articles.iter().any(is_substantial) {
        return Err("neither a feed nor an article, and it announces no feed".into());
    }
    let kind = if kind == Kind::Feed {
        "feed"
    } else {
        "article"
    };
    Ok(Read::Articles {
        articles,
        kind,
        title,
        warnings,
        ttl,
        incomplete,
    })
}

fn is_substantial(article: &Article) -> bool {
    article.title.is_some() && text::from_html(&article.content_html).chars().count() >= SUBSTANTIAL
}

/// What taking in needs.
pub(super) struct Context<'a> {
    pub(super) store: &'a Store,
    pub(super) source: &'a Source,
    pub(super) settings: &'a Settings,
    pub(super) authority: &'a str,
}

impl Context<'_> {
    /// Takes in what an address gave and decides when it is asked again.
    pub(super) fn take(
        &self,
        collected: Collected,
        now: DateTime<Utc>,
        report: &mut Report,
    ) -> Result<SourceState, store::Error> {
        let mut state = collected.state;
        let name = &self.source.name;
        report.asked += 1;
        state.last_attempt = Some(now);
        state.not_before = None;
        for warning in &collected.warnings {
            report.warn(name, None, warning);
        }
        match collected.outcome {
            Ok(articles) => {
                if articles.is_none() {
                    report.not_modified += 1;
                }
                let articles = articles.unwrap_or_default();
                let peers = articles
                    .iter()
                    .map(|article| article.identity.value.as_str())
                    .collect();
                // Articles without any date get that of this turn, a second apart, so that they stay
                // in the order of their document, the newest first, as its readers see them.
                for (article, seconds) in articles.iter().zip(0..) {
                    let seen = now - TimeDelta::seconds(seconds);
                    self.take_article(article, &peers, seen, report)?;
                }
                state.last_success = Some(now);
                state.failures = 0;
                state.error = None;
                state.next_due = self.next_due(&state, collected.fresh_for, now);
            }
            Err(failure) => {
                state.failures = state.failures.saturating_add(1);
                state.not_before = failure.retry_after;
                state.next_due = self.retry(&state, failure.status, now);
                let place = state.feed_url.clone();
                report.failed(name, place.as_deref(), &failure.message);
                state.error = Some(failure.message);
            }
        }
        Ok(state)
    }

    fn take_article(
        &self,
        article: &Article,
        peers: &HashSet<&str>,
        now: DateTime<Utc>,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let source = &self.source.name;
        let id = normalise::identity::qualify(&article.identity, self.authority, source);
        let change = self.store.take(&Incoming {
            source,
            identity: &article.identity.value,
            id: &id,
            own_id: true,
            peers: Some(peers),
            file: None,
            file_time: None,
            article,
            fold: select::key,
            now,
        })?;
        report.count(change);
        Ok(())
    }

    /// By its schedule, never sooner than the least interval, nor while the answer is fresh; and a
    /// little later, so that not all come at once (E-06, E-07).
    fn next_due(
        &self,
        state: &SourceState,
        fresh_for: Duration,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        let least = delta(self.settings.fetch.min_interval);
        let floor = now + least.max(delta(fresh_for).min(DAY));
        match &self.source.schedule {
            Schedule::Every(every) => {
                let wait = delta(*every).max(floor - now);
                now + wait + jitter(&state.name, wait)
            }
            cron @ Schedule::Cron { .. } => cron.next(floor.max(now) - TimeDelta::seconds(1)),
        }
    }

    /// Twice as long after each failure, a day at most; never sooner than without failure (E-10).
    fn retry(&self, state: &SourceState, status: Option<u16>, now: DateTime<Utc>) -> DateTime<Utc> {
        let normal = self.next_due(state, Duration::ZERO, now);
        let first = if status.is_some() { HOUR } else { normal - now };
        let wait = first * (1 << (state.failures.clamp(1, 16) - 1));
        normal.max(now + wait.min(DAY))
    }
}

/// Up to a tenth, by the source's name: only ever added, and the same after a restart.
fn jitter(name: &str, wait: TimeDelta) -> TimeDelta {
    let byte = blake3::hash(name.as_bytes()).as_bytes()[0];
    wait * i32::from(byte) / 2560
}

/// What addresses gave that could not be asked, because there is no client.
pub fn refused(jobs: Vec<Job>, reason: &anyhow::Error) -> Vec<Collected> {
    let refused = |job: Job| Collected::failed(job.state, format!("no HTTP client: {reason:#}"));
    jobs.into_iter().map(refused).collect()
}

impl Collected {
    fn failed(state: SourceState, reason: String) -> Self {
        Collected {
            state,
            outcome: Err(failed(reason)),
            warnings: Vec::new(),
            fresh_for: Duration::ZERO,
        }
    }
}

/// Asks many addresses at once; each result comes as it is there. The channel closes after the last.
pub fn start(
    client: &Arc<Client>,
    jobs: Vec<Job>,
    now: DateTime<Utc>,
) -> tokio::sync::mpsc::Receiver<Collected> {
    let (sender, receiver) = tokio::sync::mpsc::channel(64);
    for job in jobs {
        let (client, sender) = (Arc::clone(client), sender.clone());
        tokio::spawn(async move {
            let state = job.state.clone();
            let collected = tokio::spawn(collect(client, job, now)).await;
            // A panic is this source's failure, and is heard of: else it would count as being
            // asked for ever (D-20).
            let collected = collected.unwrap_or_else(|error| {
                Collected::failed(
                    state,
                    format!("a fault of feedmill ({error}): please report it"),
                )
            });
            // Nobody listens any more: the program is ending, and the next start asks again.
            let _ = sender.send(collected).await;
        });
    }
    receiver
}
