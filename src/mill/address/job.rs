//! What goes out to be asked, and what comes back.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use url::Url;

use crate::article::Article;
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
    /// How long the answer stays fresh, by its headers or its own word.
    pub fresh_for: Duration,
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
            fresh_for: Duration::ZERO,
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
