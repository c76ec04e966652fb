//! A look at what would become of a source now, by the very path of a turn; nothing of it is kept.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use url::Url;

use super::address::{self, Job};
use super::folder::Reader;
use super::part::guarded;
use crate::article::Article;
use crate::collect::directory;
use crate::collect::hosts::Hosts;
use crate::collect::http::Client;
use crate::config::{Place, Source};
use crate::normalise;
use crate::store::SourceState;

/// Most files of a folder that are looked at, the latest.
const FILES: usize = 30;
/// No look takes longer.
const LONGEST: Duration = Duration::from_secs(60);

/// A source to be looked at.
#[derive(Debug)]
pub struct Preview(Kind);

#[derive(Debug)]
enum Kind {
    Folder(Box<Source>, Option<Url>),
    Address(Box<Job>),
}

/// What was seen.
#[derive(Debug, Clone, Default)]
pub struct Previewed {
    /// What it is: `feed`, `list`, `article`, `folder`.
    pub kind: String,
    /// Its own title.
    pub title: Option<String>,
    /// What became of it, the newest first in feeds and folders.
    pub articles: Vec<Article>,
    /// What is odd, or could not be read.
    pub warnings: Vec<String>,
}

impl Preview {
    pub(super) fn folder(source: Source, base: Option<Url>) -> Self {
        Preview(Kind::Folder(Box::new(source), base))
    }

    /// Where an address is asked is known; what it gave before does not matter, and pages behind a list are left alone.
    pub(super) fn address(
        source: &Source,
        url: &Url,
        known: &SourceState,
        hosts: &Arc<Hosts>,
    ) -> Self {
        let state = SourceState {
            name: known.name.clone(),
            place: known.place.clone(),
            feed_url: known.feed_url.clone(),
            moved_to: known.moved_to.clone(),
            kind: known.kind.clone(),
            shape: known.shape.clone(),
            ..SourceState::default()
        };
        let source = Source {
            full_text: Some(false),
            pages: 1,
            ..source.clone()
        };
        Preview(Kind::Address(Box::new(Job {
            source,
            url: url.clone(),
            state,
            pages: Arc::new(HashMap::new()),
            hosts: Arc::clone(hosts),
        })))
    }

    /// Whether this is a folder, for which no client is needed.
    pub fn is_folder(&self) -> bool {
        matches!(self.0, Kind::Folder(..))
    }

    /// Looks. An address is asked, with the client; a folder is read without one.
    ///
    /// # Errors
    /// Why there is nothing to be seen.
    pub async fn look(
        self,
        client: Option<Arc<Client>>,
        now: DateTime<Utc>,
    ) -> Result<Previewed, String> {
        let source = match &self.0 {
            Kind::Folder(source, _) => source.as_ref(),
            Kind::Address(job) => &job.source,
        };
        let options = source.normalise.clone();
        let look = async {
            match (self.0, client) {
                (Kind::Folder(source, base), _) => {
                    let read = move || guarded(|| folder(&source, base.as_ref(), now));
                    let read = tokio::task::spawn_blocking(read).await;
                    read.map_err(|error| error.to_string())??
                }
                (Kind::Address(job), Some(client)) => {
                    let collected = tokio::spawn(address::collect(client, *job, now)).await;
                    seen(collected.map_err(|error| error.to_string())?)
                }
                (Kind::Address(_), None) => Err("there is no HTTP client".to_owned()),
            }
        };
        let looked = tokio::time::timeout(LONGEST, look).await;
        let mut seen =
            looked.unwrap_or_else(|_| Err("it did not answer within a minute".to_owned()))?;
        for article in &mut seen.articles {
            normalise::finish(article, &options);
        }
        Ok(seen)
    }
}

fn seen(collected: address::Collected) -> Result<Previewed, String> {
    let articles = collected.outcome.map_err(|failure| failure.message)?;
    Ok(Previewed {
        kind: collected.state.kind.unwrap_or_default(),
        title: collected.state.title,
        articles: articles.unwrap_or_default(),
        warnings: collected.warnings,
    })
}

/// The latest files of a folder, as a turn would read them.
fn folder(source: &Source, base: Option<&Url>, now: DateTime<Utc>) -> Result<Previewed, String> {
    let Place::Directory(options) = &source.place else {
        return Err("this is no folder".to_owned());
    };
    let root = options.root.display();
    let listing = directory::list(options).map_err(|error| format!("{root}: {error}"))?;
    let mut seen = Previewed {
        kind: "folder".to_owned(),
        ..Previewed::default()
    };
    for refused in listing.refused.iter().chain(&listing.unreadable) {
        let place = directory::shown(&refused.path);
        seen.warnings.push(format!("{place}: {}", refused.reason));
    }
    let mut entries: Vec<_> = listing.entries.iter().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.modified));
    if let Some(more) = entries.len().checked_sub(FILES + 1) {
        let said = format!(
            "only the {FILES} latest files are shown, of {}",
            FILES + 1 + more
        );
        seen.warnings.push(said);
    }
    let reader = Reader {
        source,
        options,
        base,
        now,
    };
    for entry in entries.into_iter().take(FILES) {
        let place = directory::shown(&entry.path);
        let (articles, warnings) = reader.look(entry);
        let warnings = warnings.into_iter();
        seen.warnings
            .extend(warnings.map(|warning| format!("{place}: {warning}")));
        match articles {
            Ok(articles) => seen.articles.extend(articles),
            Err(reason) => seen.warnings.push(format!("{place}: {reason}")),
        }
    }
    Ok(seen)
}
