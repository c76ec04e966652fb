//! One address's part of a turn: asked when due, read, and taken in. Trouble upstream takes
//! nothing away and doubles nothing.

mod again;
mod job;
mod list;
mod merge;
mod moved;
mod page;
mod read;
mod settle;
mod shape;
mod substance;
mod take;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::part::{fingerprint, guarded, rules};
use crate::article::{Article, Kind, Parsed};
use crate::collect::guest::Guest;
use crate::collect::http::{Answer, Client, Request};
use crate::store::SourceState;

pub(super) use again::Waits;
pub use job::{Collected, Job};
pub use substance::is_substantial;
pub(super) use take::Context;

use job::failed;
use list::Gathered;
use read::{Before, Found, Read, normalised, read};

/// After so long without a whole document, one is asked for: a server that says 304 for ever may be wrong.
const STUCK: TimeDelta = TimeDelta::days(30);

/// Asks an address, finds out what it is, and reads it. `now` is when it was asked.
pub async fn collect(client: Arc<Client>, job: Job, now: DateTime<Utc>) -> Collected {
    let client = Arc::new(client.signing(job.source.credential.as_ref()));
    let print = fingerprint(&job.source, None);
    let mut collected = Collected::new(job.state.clone());
    let client = Guest::new(client, Arc::clone(&job.hosts));
    let configured = job.home();
    let announced = job.state.feed_url.as_deref();
    let announced = announced.and_then(|url| Url::parse(url).ok());
    let mut url = announced.unwrap_or_else(|| configured.clone());
    collected.asked = Some(url.clone());
    // The page that announced the feed, where it would do itself.
    let mut page: Option<(Box<Found>, Answer)> = None;
    // At most: the configured page, then the feed it announces.
    for _ in 0..2 {
        let state = &mut collected.state;
        let answer = match client.fetch(&request(&url, state, &print, now), now).await {
            Ok(answer) => answer,
            Err(failure) => {
                state.status = failure.status;
                if matches!(failure.status, Some(404 | 410)) && url == configured {
                    // Where it had moved to, it is no longer: the address in the configuration is asked again.
                    collected.gone = failure.status == Some(410) && state.moved_to.is_none();
                    state.moved_to = None;
                }
                // The announced feed has moved: ask the page again next time.
                if matches!(failure.status, Some(404 | 410)) && url != configured {
                    state.feed_url = None;
                    if let Some((found, answer)) = page {
                        let asked = (&configured, &answer);
                        return take_up(&client, &job, *found, asked, collected, now).await;
                    }
                }
                collected.outcome = Err(failure);
                return collected;
            }
        };
        if collected.asked.as_ref() == Some(&url) {
            collected.moved.clone_from(&answer.moved);
        }
        collected.retry_after = collected.retry_after.max(answer.retry_after);
        account(state, &answer, now);
        let Some(body) = &answer.body else {
            // What a 304 says of the validators counts from now on (E-03).
            state.etag = answer.etag.or(state.etag.take());
            state.last_modified = answer.last_modified.or(state.last_modified.take());
            return collected;
        };
        let same_rules = state.fingerprint == print;
        if state.body_hash == Some(hash(body)) && same_rules && validated(state, &url) {
            remember(state, &url, &answer, &print);
            return collected;
        }
        let job_here = job.clone();
        let was = state.kind.as_deref();
        let before = Before {
            was_feed: was == Some("feed"),
            was_list: was == Some("list"),
            here: validated(state, &url),
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
            Ok(Read::Announces(feed, itself)) if url == configured && feed != url => {
                state.feed_url = Some(feed.to_string());
                url = feed;
                page = itself.map(|found| (found, answer));
            }
            Ok(Read::Announces(..)) => {
                state.feed_url = None;
                collected.outcome = Err(failed(format!(
                    "{url} is a page where a feed was announced"
                )));
                return collected;
            }
            Ok(Read::Found(found)) => {
                let asked = (&url, &answer);
                return take_up(&client, &job, *found, asked, collected, now).await;
            }
            Err(reason) => {
                // The announced feed may have moved: the page is asked again next time.
                if url != configured {
                    state.feed_url = None;
                    if let Some((found, answer)) = page {
                        let asked = (&configured, &answer);
                        return take_up(&client, &job, *found, asked, collected, now).await;
                    }
                }
                collected.outcome = Err(failed(format!("{url}: {reason}")));
                return collected;
            }
        }
    }
    collected
}

/// Takes up a document that was read, with the documents that belong to it.
async fn take_up(
    client: &Guest,
    job: &Job,
    mut found: Found,
    (url, answer): (&Url, &Answer),
    mut collected: Collected,
    now: DateTime<Utc>,
) -> Collected {
    let state = &mut collected.state;
    let (kind, title) = (found.kind(), found.title.take());
    (state.ttl, state.skip_hours, state.skip_days) = (found.ttl, found.skip_hours, found.skip_days);
    let incomplete = found.incomplete;
    collected.warnings = std::mem::take(&mut found.warnings);
    let rules = rules(&job.source);
    let gathered = match found.kind {
        Kind::Article | Kind::Page => whole(client, job, found, &answer.url, now).await,
        Kind::Feed | Kind::List => list::complete(client, job, found, &rules, now).await,
    };
    let gathered = match gathered {
        Ok(gathered) => gathered,
        Err(reason) => {
            collected.outcome = Err(failed(format!("{}: {reason}", answer.url)));
            return collected;
        }
    };
    state.kind = Some(kind.to_owned());
    state.title = title;
    state.shape = gathered.shape.or(state.shape.take());
    remember(state, url, answer, &fingerprint(&job.source, None));
    if incomplete || gathered.pending {
        forget(state);
    }
    collected.pending = gathered.pending;
    collected.warnings.extend(gathered.warnings);
    collected.pages = gathered.pages;
    collected.listed = gathered.listed;
    collected.outcome = Ok(Some(gathered.articles));
    collected
}

/// An article with the documents that it consists of, where it names any.
async fn whole(
    client: &Guest,
    job: &Job,
    found: Found,
    here: &Url,
    now: DateTime<Utc>,
) -> Result<Gathered, String> {
    let mut articles = found.articles;
    if let Some(parsed) = found.parsed
        && let Some(first) = articles.pop()
    {
        let options = Arc::new(job.source.parse.clone());
        let (kind, facts) = (parsed.kind, parsed.facts.clone());
        let whole = match &parsed.more.whole {
            Some(whole) if whole != here => page::read(client, whole, &options, now)
                .await
                .map(|(article, _)| article),
            _ => page::complete(client, parsed, here, &options, now).await,
        };
        let whole = match whole {
            Ok(article) => {
                let parsed = Parsed {
                    articles: vec![article],
                    facts,
                    kind,
                    ..Parsed::default()
                };
                normalised(job, parsed, now).await?.pop()
            }
            Err(_) => None,
        };
        // Where it is and who it is, its own address says.
        articles.push(match whole {
            Some(whole) => Article {
                identity: first.identity,
                url: first.url,
                ..whole
            },
            None => first,
        });
    }
    Ok(Gathered {
        articles,
        ..Gathered::default()
    })
}

fn validated(state: &SourceState, url: &Url) -> bool {
    state.validated_url.as_deref() == Some(url.as_str())
}

/// Keeps account of an answer, and of what it says of its freshness: what a 304 leaves out is as it was (E-03, E-30).
fn account(state: &mut SourceState, answer: &Answer, now: DateTime<Utc>) {
    let seconds = |fresh: std::time::Duration| u32::try_from(fresh.as_secs()).unwrap_or(u32::MAX);
    let fresh = answer.fresh_for.map(seconds);
    match &answer.body {
        Some(body) => {
            let bytes = body.len() as u64;
            (state.status, state.fresh, state.whole) = (Some(200), fresh, Some(now));
            state.received = state.received.saturating_add(bytes);
            state.body_size = bytes;
        }
        None => {
            (state.status, state.fresh) = (Some(304), fresh.or(state.fresh));
            state.whole.get_or_insert(now);
            state.saved = state.saved.saturating_add(state.body_size);
        }
    }
}

/// Validators are sent to the address that gave them, and only while the rules by which its
/// document was read are still the same (E-02).
fn request(url: &Url, state: &SourceState, rules: &str, now: DateTime<Utc>) -> Request {
    let stuck = state.whole.is_some_and(|whole| now - whole >= STUCK);
    let usable = validated(state, url) && state.fingerprint == rules && !stuck;
    Request {
        url: url.clone(),
        given_by: state.given_by.as_deref().and_then(|by| by.parse().ok()),
        etag: state.etag.clone().filter(|_| usable),
        last_modified: state.last_modified.clone().filter(|_| usable),
    }
}

fn remember(state: &mut SourceState, url: &Url, answer: &Answer, rules: &str) {
    state.validated_url = Some(url.to_string());
    state.given_by = Some(answer.url.to_string());
    state.etag.clone_from(&answer.etag);
    state.last_modified.clone_from(&answer.last_modified);
    state.body_hash = answer.body.as_deref().map(hash);
    rules.clone_into(&mut state.fingerprint);
}

fn hash(body: &[u8]) -> Vec<u8> {
    blake3::hash(body).as_bytes().to_vec()
}

/// Validators of a document that ended early would keep its rest from being sent (E-25).
fn forget(state: &mut SourceState) {
    state.etag = None;
    state.last_modified = None;
    state.body_hash = None;
}

/// What addresses gave that could not be asked, because there is no client.
pub fn refused(jobs: Vec<Job>, reason: &anyhow::Error) -> Vec<Collected> {
    let refused = |job: Job| Collected::failed(job.state, format!("no HTTP client: {reason:#}"));
    jobs.into_iter().map(refused).collect()
}

/// Asks many addresses at once; each result is sent as it is there.
pub fn start(
    client: &Arc<Client>,
    jobs: Vec<Job>,
    now: DateTime<Utc>,
    results: &tokio::sync::mpsc::Sender<Collected>,
) {
    for job in jobs {
        let (client, results) = (Arc::clone(client), results.clone());
        tokio::spawn(async move {
            let (state, started) = (job.state.clone(), tokio::time::Instant::now());
            let collected = tokio::spawn(collect(client, job, now)).await;
            // A panic is this source's failure, and is heard of: else it would count as being
            // asked for ever (D-20).
            let mut collected = collected.unwrap_or_else(|error| {
                Collected::failed(
                    state,
                    format!("a fault of feedmill ({error}): please report it"),
                )
            });
            collected.took = started.elapsed();
            // Nobody listens any more: the program is ending, and the next start asks again.
            let _ = results.send(collected).await;
        });
    }
}
