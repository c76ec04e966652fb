//! What a list does not say of its articles, fetched from their pages: each once, and politely.

mod further;
mod gone;
mod need;
mod same;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;
use url::Url;

use super::job::Job;
use super::merge;
use super::page::{self, Missing};
use super::read::{Found, normalised};
use super::shape::{self, Shape};
use crate::article::{Article, Identity, Kind, Parsed, RawArticle};
use crate::collect::guest::Guest;
use crate::store::PageState;

use need::Need;

/// Most articles that are looked at in one list, the latest: a sitemap holds all that a site ever had.
const LATEST: usize = 200;
/// Most pages fetched in one go; the rest comes with the next.
const MOST_PAGES: usize = 50;
/// And for so long: a `Crawl-delay` may make each take a minute.
const LONGEST: Duration = Duration::from_secs(5 * 60);
/// So often a page is tried before its article is published as it is listed.
const TRIES: u32 = 3;
/// What is no longer listed is forgotten after this: were it listed again, its page would be fetched again.
const FORGOTTEN: TimeDelta = TimeDelta::days(30);

/// What came of a list and the pages behind it.
#[derive(Default)]
pub(super) struct Gathered {
    /// In the order of the list.
    pub(super) articles: Vec<Article>,
    /// Identities of what is listed and known as it is.
    pub(super) listed: Vec<String>,
    /// What is now known of the documents behind it; None for what is to be forgotten.
    pub(super) pages: Vec<(String, Option<PageState>)>,
    pub(super) warnings: Vec<String>,
    /// How the list looks, to be compared with the next time.
    pub(super) shape: Option<String>,
    /// Something is still to be fetched: the list is wanted again even if it does not change.
    pub(super) pending: bool,
}

impl Gathered {
    /// Keeps what came of an article's page: who it is, the list says, which is asked again.
    fn keep(&mut self, identity: Identity, state: PageState, article: Option<Article>) {
        self.pending |= !state.done;
        self.pages.push((identity.value.clone(), Some(state)));
        match article {
            Some(article) => self.articles.push(Article {
                identity,
                ..article
            }),
            None => self.listed.push(identity.value),
        }
    }
}

/// Completes the articles of a list, or of a feed that gives no more than teasers. `rules` stands for the options by
/// which documents are read.
///
/// # Errors
/// When the list is not to be believed, with the reason.
pub(super) async fn complete(
    client: &Guest,
    job: &Job,
    found: Found,
    rules: &str,
    now: DateTime<Utc>,
) -> Result<Gathered, String> {
    let before = Shape::kept(job.state.shape.as_deref());
    let mut gathered = Gathered::default();
    if found.kind == Kind::List {
        if let Some(reason) = shape::broken(&found, before.as_ref(), &job.pages, need::title) {
            return Err(reason);
        }
        let shape = Shape::of(&found);
        gathered
            .warnings
            .extend(shape::worse(&shape, before.as_ref()));
        gathered.shape = shape.text();
    }
    let (kind, mut articles) = (found.kind, found.articles);
    let Some(mut parsed) = found.parsed else {
        gathered.articles = articles;
        return Ok(gathered);
    };
    let further = further::fetch(client, job, &mut parsed, rules, now).await;
    gathered.warnings.extend(further.warnings);
    if further.read > 0 {
        articles = normalised(job, parsed.clone(), now).await?;
    }
    let mut turn = Turn {
        client,
        job,
        rules,
        now,
        kind,
        base: &parsed,
        options: Arc::new(job.source.parse.of_pages()),
        started: Instant::now(),
        asked: 0,
        in_a_row: 0,
        stopped: None,
        unread: Vec::new(),
    };
    let latest = latest(&articles);
    let mut seen = HashSet::new();
    for (at, (article, raw)) in articles.into_iter().zip(&parsed.articles).enumerate() {
        if !seen.insert(article.identity.value.clone()) {
            continue;
        }
        if !latest.contains(&at) {
            gathered.listed.push(article.identity.value);
            continue;
        }
        turn.one(article, raw, &mut gathered).await?;
    }
    if further.whole {
        turn.gone(&seen, &mut gathered).await?;
    }
    gathered.warnings.extend(turn.complaint());
    for (name, mut state) in further.states {
        if gathered.pending {
            // Else it would not be sent again before it changes.
            (state.etag, state.last_modified) = (None, None);
        }
        gathered.pages.push((name, Some(state)));
    }
    if further.whole {
        gathered.pages.extend(forgotten(&job.pages, &seen, now));
    }
    Ok(gathered)
}

/// The latest articles, by their places: those without a date count as they are listed.
fn latest(articles: &[Article]) -> HashSet<usize> {
    let mut places: Vec<usize> = (0..articles.len()).collect();
    if articles.len() > LATEST {
        let date = |at: &usize| {
            let article = articles.get(*at)?;
            let dated = article.published.as_ref().or(article.updated.as_ref())?;
            Some(dated.at.timestamp())
        };
        places.sort_by_key(|at| std::cmp::Reverse(date(at)));
        places.truncate(LATEST);
    }
    places.into_iter().collect()
}

/// What is remembered of articles that are listed no longer, and have not been for long.
fn forgotten(
    pages: &HashMap<String, PageState>,
    listed: &HashSet<String>,
    now: DateTime<Utc>,
) -> Vec<(String, Option<PageState>)> {
    let long_ago = |asked: DateTime<Utc>| now - asked > FORGOTTEN;
    pages
        .iter()
        .filter(|(name, page)| !listed.contains(*name) && page.asked.is_some_and(long_ago))
        .map(|(name, _)| (name.clone(), None))
        .collect()
}

/// One pass over a list.
struct Turn<'a> {
    client: &'a Guest,
    job: &'a Job,
    rules: &'a str,
    now: DateTime<Utc>,
    kind: Kind,
    base: &'a Parsed,
    /// How articles' pages are read.
    options: Arc<crate::parse::Options>,
    started: Instant,
    asked: usize,
    /// Failures without a success between them.
    in_a_row: u32,
    /// Why no more pages are asked for.
    stopped: Option<String>,
    /// Why pages could not be read.
    unread: Vec<String>,
}

impl Turn<'_> {
    /// One article of the list: its page is fetched if there is need, and it is taken, left as it is known, or held
    /// back until its page can be read.
    async fn one(
        &mut self,
        article: Article,
        raw: &RawArticle,
        gathered: &mut Gathered,
    ) -> Result<(), String> {
        let known = self.job.pages.get(&article.identity.value);
        let mut state = PageState {
            title: need::title(&article),
            rules: self.rules.to_owned(),
            ..known.cloned().unwrap_or_default()
        };
        let identity = article.identity.clone();
        let need = need::of(&article, known, &state, self.job, self.kind, self.now);
        let taken = match need {
            Need::Known => {
                gathered.listed.push(identity.value);
                return Ok(());
            }
            Need::Nothing => {
                state.done = true;
                if known != Some(&state) && self.kind == Kind::List {
                    gathered.pages.push((identity.value, Some(state)));
                }
                gathered.articles.extend(readable(article));
                return Ok(());
            }
            Need::Page(url) => self.page(&url, article, raw, &mut state).await?,
        };
        gathered.keep(identity, state, taken);
        Ok(())
    }

    /// The article with what its page says; None when it is held back, or is none.
    async fn page(
        &mut self,
        url: &Url,
        article: Article,
        raw: &RawArticle,
        state: &mut PageState,
    ) -> Result<Option<Article>, String> {
        let read = match &self.stopped {
            Some(_) => None,
            None if self.asked >= MOST_PAGES || self.started.elapsed() > LONGEST => None,
            None => {
                self.asked += 1;
                state.asked = Some(self.now);
                Some(page::read(self.client, url, &self.options, self.now).await)
            }
        };
        let complete = match read {
            Some(Ok((page, kind))) => {
                self.in_a_row = 0;
                state.failures = 0;
                if same::is_of(&page, kind, &article) {
                    self.merged(raw, page).await?
                } else {
                    // A sitemap lists pages that are no articles, too.
                    let other = || format!("{url} shows something else than was listed");
                    self.unread.extend(article.title.is_some().then(other));
                    None
                }
            }
            Some(Err(Missing::Nothing(reason))) => {
                self.unread.push(reason);
                None
            }
            Some(Err(Missing::Failed(failure))) => {
                self.in_a_row += 1;
                if self.in_a_row >= TRIES || matches!(failure.status, Some(429 | 503)) {
                    self.stopped = Some(failure.message.clone());
                }
                self.unread.push(failure.message);
                state.failures += 1;
                return Ok(self.later(article, state));
            }
            None if self.stopped.is_some() => {
                state.failures += 1;
                return Ok(self.later(article, state));
            }
            None => return Ok(None),
        };
        state.done = true;
        Ok(complete.or_else(|| readable(article)))
    }

    /// What the list and the page say of an article.
    async fn merged(&self, raw: &RawArticle, page: RawArticle) -> Result<Option<Article>, String> {
        let raw = match self.kind {
            Kind::Feed => merge::onto_entry(raw.clone(), page),
            _ => merge::onto_list(raw.clone(), page),
        };
        let whole = Parsed {
            articles: vec![raw],
            facts: self.base.facts.clone(),
            kind: self.kind,
            ..Parsed::default()
        };
        Ok(normalised(self.job, whole, self.now).await?.pop())
    }

    /// What becomes of an article whose page could not be had yet. With a title and a date it can be published as it is
    /// listed; without, its page may still give it the date that it would then keep.
    fn later(&self, article: Article, state: &mut PageState) -> Option<Article> {
        state.done = state.failures >= TRIES;
        let dated = article.published.is_some();
        (dated || state.done).then(|| readable(article)).flatten()
    }

    fn complaint(&self) -> Option<String> {
        let first = self.unread.first()?;
        let number = self.unread.len();
        let stopped = match &self.stopped {
            Some(_) => "; no more were asked for, and the next turn goes on",
            None => "",
        };
        Some(format!(
            "{number} of {} pages could not be read, their articles stand as they are listed ({first}){stopped}",
            self.asked
        ))
    }
}

/// An address alone is no article.
fn readable(article: Article) -> Option<Article> {
    Some(article).filter(|article| article.title.is_some() || !article.content_html.is_empty())
}
