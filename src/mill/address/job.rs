//! What goes out to be asked, and what comes back.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use url::Url;

use crate::article::Article;
use crate::collect::hosts::Hosts;
use crate::collect::http::Failure;
use crate::config::Source;
use crate::store::{PageState, SourceState};

/// An address to be asked.
#[derive(Debug, Clone)]
pub struct Job {
    /// The source.
    pub source: Source,
    /// Its configured address.
    pub url: Url,
    /// What is known of it.
    pub state: SourceState,
    /// What is known of the documents behind its list, by name.
    pub pages: Arc<HashMap<String, PageState>>,
    /// What is known of all hosts.
    pub hosts: Arc<Hosts>,
}

impl Job {
    /// Where the source is asked: at its configured address, or where that has moved to for good.
    pub(super) fn home(&self) -> Url {
        let moved = self.state.moved_to.as_deref();
        let moved = moved.and_then(|moved| Url::parse(moved).ok());
        moved.unwrap_or_else(|| self.url.clone())
    }
}

/// What an address gave.
#[derive(Debug)]
pub struct Collected {
    /// With validators and the like brought up to date.
    pub state: SourceState,
    /// Its articles; none when there is nothing new.
    pub outcome: Result<Option<Vec<Article>>, Failure>,
    /// What is now known of the documents behind its list, by name: None for what is to be forgotten.
    pub pages: Vec<(String, Option<PageState>)>,
    /// Identities of what is listed still, besides the articles: there was nothing to be read of them.
    pub listed: Vec<String>,
    /// Some of the pages are still to be fetched.
    pub pending: bool,
    /// What was odd.
    pub warnings: Vec<String>,
    /// The address that was asked first.
    pub asked: Option<Url>,
    /// Where that has moved to for good, by its own word.
    pub moved: Option<Url>,
    /// The source's own address answered that it is gone.
    pub gone: bool,
    /// When a redirect wants to be asked again.
    pub retry_after: Option<DateTime<Utc>>,
    /// How long it took.
    pub took: Duration,
}

impl Collected {
    /// Nothing yet.
    pub(super) fn new(state: SourceState) -> Self {
        Collected {
            state,
            outcome: Ok(None),
            pages: Vec::new(),
            listed: Vec::new(),
            pending: false,
            warnings: Vec::new(),
            asked: None,
            moved: None,
            gone: false,
            retry_after: None,
            took: Duration::ZERO,
        }
    }

    /// A failure that no server is to blame for.
    pub(super) fn failed(state: SourceState, reason: String) -> Self {
        Collected {
            outcome: Err(failed(reason)),
            ..Collected::new(state)
        }
    }
}

/// A failure without an answer.
pub(super) fn failed(message: String) -> Failure {
    Failure::new(message)
}
