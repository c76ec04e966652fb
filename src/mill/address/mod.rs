//! One address's part of a turn: asked when due, read, and taken in. Trouble upstream takes
//! nothing away and doubles nothing.

mod job;
mod moved;
mod read;
mod take;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use url::Url;

use super::part::{fingerprint, guarded};
use crate::collect::http::{Answer, Client, Request};
use crate::store::SourceState;

pub use job::{Collected, Job};
pub(super) use take::Context;

use job::failed;
use read::{Before, Read, read};

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

/// What addresses gave that could not be asked, because there is no client.
pub fn refused(jobs: Vec<Job>, reason: &anyhow::Error) -> Vec<Collected> {
    let refused = |job: Job| Collected::failed(job.state, format!("no HTTP client: {reason:#}"));
    jobs.into_iter().map(refused).collect()
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
