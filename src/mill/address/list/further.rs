//! The documents that a list goes on in: its next pages, the parts of a sitemap.

use std::collections::HashSet;

use chrono::{DateTime, Utc};
use url::Url;

use super::super::super::part::guarded;
use super::super::job::Job;
use super::super::read::read_part;
use crate::article::Parsed;
use crate::collect::guest::{Guest, Refusal};
use crate::collect::http::Request;
use crate::store::PageState;

/// Most parts of a sitemap that are read, the newest first.
const MOST_PARTS: usize = 5;
/// How deep an index of sitemaps may hold others.
const DEEPEST: usize = 2;

/// What came of the further documents of a list.
pub(super) struct Further {
    /// How many were read.
    pub(super) read: usize,
    /// Whether everything that is listed is known: no document was left out or left alone.
    pub(super) whole: bool,
    /// What is now known of each, by address.
    pub(super) states: Vec<(String, PageState)>,
    pub(super) warnings: Vec<String>,
}

/// Adds what further documents list to what the first does.
pub(super) async fn fetch(
    client: &Guest,
    job: &Job,
    parsed: &mut Parsed,
    rules: &str,
    now: DateTime<Utc>,
) -> Further {
    let mut further = Further {
        read: 0,
        whole: true,
        states: Vec::new(),
        warnings: Vec::new(),
    };
    let mut asked: HashSet<Url> = [job.url.clone()].into();
    let mut pages = 1;
    let more = parsed.more.clone();
    // Depth first, so that the newest part comes before the next one; `0` is what the list itself names.
    let mut waiting: Vec<(usize, Url)> = Vec::new();
    waiting.extend(more.next.map(|next| (0, next)));
    let parts = more.parts.into_iter().take(MOST_PARTS).rev();
    waiting.extend(parts.map(|part| (1, part)));
    while let Some((depth, url)) = waiting.pop() {
        if depth == 0 {
            if pages >= job.source.pages {
                continue;
            }
            pages += 1;
        }
        if further.states.len() >= MOST_PARTS + job.source.pages || !asked.insert(url.clone()) {
            continue;
        }
        match one(client, job, &url, rules, now, &mut further).await {
            Some(part) if depth == 0 => {
                let before = parsed.articles.len();
                add(parsed, part.articles);
                // A page that only repeats what was there ends the list.
                let next = part.more.next.filter(|_| parsed.articles.len() > before);
                waiting.extend(next.map(|next| (0, next)));
            }
            Some(part) => {
                add(parsed, part.articles);
                if depth < DEEPEST {
                    let parts = part.more.parts.into_iter().take(MOST_PARTS).rev();
                    waiting.extend(parts.map(|part| (depth + 1, part)));
                }
            }
            None => further.whole = false,
        }
    }
    further
}

fn add(parsed: &mut Parsed, articles: Vec<crate::article::RawArticle>) {
    let known: HashSet<Option<String>> = parsed
        .articles
        .iter()
        .map(|article| article.link.clone())
        .collect();
    let new = articles.into_iter();
    parsed
        .articles
        .extend(new.filter(|article| !known.contains(&article.link)));
}

/// One further document; None when it has not changed, or could not be read.
async fn one(
    client: &Guest,
    job: &Job,
    url: &Url,
    rules: &str,
    now: DateTime<Utc>,
    further: &mut Further,
) -> Option<Parsed> {
    let known = job.pages.get(url.as_str());
    let known = known.filter(|known| known.rules == rules);
    let request = Request {
        url: url.clone(),
        given_by: None,
        etag: known.and_then(|known| known.etag.clone()),
        last_modified: known.and_then(|known| known.last_modified.clone()),
    };
    let mut state = PageState {
        rules: rules.to_owned(),
        asked: Some(now),
        done: true,
        ..PageState::default()
    };
    let answer = match client.page(&request, now).await {
        Ok(answer) => answer,
        Err(Refusal::Failed(failure)) => {
            further.warnings.push(failure.message);
            return None;
        }
        Err(Refusal::Disallowed(reason)) => {
            // Said once.
            further.warnings.extend(known.is_none().then_some(reason));
            further.states.push((url.to_string(), state));
            return None;
        }
    };
    let unchanged = answer.body.is_none();
    state.etag.clone_from(&answer.etag);
    state.last_modified.clone_from(&answer.last_modified);
    if unchanged {
        // What a 304 leaves out is as it was (E-03).
        state.etag = state.etag.or(request.etag);
        state.last_modified = state.last_modified.or(request.last_modified);
    }
    further.states.push((url.to_string(), state));
    if unchanged {
        return None;
    }
    let job = job.clone();
    let read = tokio::task::spawn_blocking(move || {
        guarded(|| read_part(&job, &answer)).and_then(|read| read)
    });
    match read.await.ok()? {
        Ok(part) => {
            further.read += 1;
            Some(part)
        }
        Err(reason) => {
            further.states.pop();
            further.warnings.push(format!("{url}: {reason}"));
            None
        }
    }
}
