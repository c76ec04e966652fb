//! Taking in what an address gave, and when it is asked again.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::account::span;
use super::super::due::GONE;
use super::super::part::{self, delta, guarded};
use super::super::report::Report;
use super::super::rhythm;
use super::again::{Rhythm, Waits};
use super::job::Collected;
use super::{moved, settle};
use crate::article::Article;
use crate::collect::hosts::Hosts;
use crate::config::{Settings, Source};
use crate::normalise;
use crate::publish::select;
use crate::store::{self, Incoming, SourceState, Store};

/// After the first word that it is gone, an address is left alone for this, before it is asked whether it means it (E-14).
const PAUSE: TimeDelta = TimeDelta::days(1);

/// What taking in needs.
pub(in crate::mill) struct Context<'a> {
    pub(in crate::mill) store: &'a Store,
    pub(in crate::mill) source: &'a Source,
    pub(in crate::mill) settings: &'a Settings,
    pub(in crate::mill) authority: &'a str,
    pub(in crate::mill) hosts: &'a Hosts,
}

impl Context<'_> {
    /// Takes in what an address gave and decides when it is asked again.
    pub(in crate::mill) fn take(
        &self,
        collected: Collected,
        now: DateTime<Utc>,
        report: &mut Report,
    ) -> Result<SourceState, store::Error> {
        let mut state = collected.state;
        let name = &self.source.name;
        let before = state.last_success;
        report.asked += 1;
        state.last_attempt = Some(now);
        state.not_before = collected.retry_after;
        let rhythm = self.rhythm(now)?;
        for warning in &collected.warnings {
            report.warn(name, None, warning);
        }
        match collected.outcome {
            Ok(articles) => {
                let same = articles.is_none();
                if same {
                    report.not_modified += 1;
                }
                let articles = articles.unwrap_or_default();
                let mut seen = HashSet::new();
                // What a document says twice is one article.
                let articles: Vec<&Article> = articles
                    .iter()
                    .filter(|article| seen.insert(said(article)))
                    .collect();
                let was = moved::find(self.store, name, &articles, &collected.listed)?;
                let known = before.is_none()
                    || same
                    || !collected.listed.is_empty()
                    || self.knows_one(&articles)?;
                if let Some(asked) = &collected.asked {
                    let to = collected.moved.as_ref();
                    if settle::settle(&mut state, asked, to, known, now) {
                        let to = to.map(ToString::to_string).unwrap_or_default();
                        let reason =
                            format!("{asked} has moved for good: from now on {to} is asked");
                        report.warn(name, None, &reason);
                    }
                }
                for (page, known) in &collected.pages {
                    match known {
                        Some(known) => self.store.save_page(name, page, known)?,
                        None => self.store.forget_page(name, page)?,
                    }
                }
                // Articles without any date get that of this turn, a second apart, so that they stay
                // in the order of their document, the newest first, as its readers see them.
                for (at, article) in articles.iter().enumerate() {
                    let seconds = i64::try_from(at).unwrap_or_default();
                    let undated = now - TimeDelta::seconds(seconds);
                    self.take_article(article, was.get(&at).copied(), now, undated, report)?;
                }
                if state.kind.as_deref() == Some("list") {
                    self.listen(before, now, report)?;
                }
                state.last_success = Some(now);
                state.failures = 0;
                state.error = None;
                state.gone = 0;
                let (due, waits) = rhythm.next(&state, now);
                (state.next_due, state.waits) = (due, Some(waits.code().to_owned()));
                if collected.pending && now + rhythm.least < due {
                    // What is listed may be gone from the list by the next time that it is due.
                    state.next_due = now + rhythm.least;
                    state.waits = Some(Waits::Pages.code().to_owned());
                }
            }
            Err(failure) => {
                state.failures = state.failures.saturating_add(1);
                state.not_before = failure.retry_after;
                state.next_due = rhythm.retry(&state, failure.status.is_some(), now);
                state.waits = Some(Waits::Failed.code().to_owned());
                if failure.status.is_none() && collected.moved.is_some() {
                    // What is there is not what was here: a login page, perhaps.
                    settle::forget(&mut state);
                }
                if collected.gone {
                    state.gone = state.gone.saturating_add(1);
                    state.next_due = state.next_due.max(now + PAUSE);
                }
                if failure.status == Some(429)
                    && let Some(host) = failure.url.as_deref()
                {
                    let until = failure.retry_after.unwrap_or(state.next_due);
                    self.hosts.pause(host, until, now);
                }
                let place = state.feed_url.clone();
                let until = state.not_before.max(Some(state.next_due)).unwrap_or(now);
                let next = match state.gone >= GONE {
                    true => "asked no more, its articles stay".to_owned(),
                    false => format!("asked again in {}", span(until - now)),
                };
                let reason = format!("{}; {next}", failure.message);
                report.failed(name, place.as_deref(), &reason);
                state.error = Some(failure.message);
            }
        }
        if state.not_before.is_some_and(|until| until > state.next_due) {
            state.waits = Some(Waits::RetryAfter.code().to_owned());
        }
        Ok(state)
    }

    /// By what the source is asked.
    fn rhythm(&self, now: DateTime<Utc>) -> Result<Rhythm<'_>, store::Error> {
        let rare = match self.source.adaptive {
            true => rhythm::rest(&self.store.latest(&self.source.name, rhythm::LATEST)?, now),
            false => None,
        };
        Ok(Rhythm {
            schedule: &self.source.schedule,
            least: delta(self.settings.fetch.min_interval),
            rare,
        })
    }

    /// Whether one of these articles is known: then they come from where the source's others came from.
    fn knows_one(&self, articles: &[&Article]) -> Result<bool, store::Error> {
        for article in articles {
            if self
                .store
                .is_known(&self.source.name, &article.identity.value)?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Says once that a list has been silent for too long; not of one that has just been added.
    fn listen(
        &self,
        before: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let dates = self.store.latest(&self.source.name, rhythm::LATEST)?;
        let said = before.is_none_or(|before| rhythm::silence(&dates, before).is_some());
        if let Some(reason) = rhythm::silence(&dates, now).filter(|_| !said) {
            report.warn(&self.source.name, None, &reason);
        }
        Ok(())
    }

    fn take_article(
        &self,
        article: &Article,
        was: Option<i64>,
        now: DateTime<Utc>,
        undated: DateTime<Utc>,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        let source = &self.source.name;
        let id = part::id(&article.identity, self.authority, source);
        let change = self.store.take(&Incoming {
            source,
            identity: &article.identity.value,
            id: &id,
            own_id: true,
            was,
            file: None,
            alone: false,
            known_file: false,
            file_time: None,
            article,
            summary_limit: self.source.normalise.summary_limit,
            essence: match article.found {
                None => Some(normalise::essence::of_content(article)),
                Some(_) => None,
            },
            finish: &|article| {
                // A panic is this article's failure (D-20): what is not checked is not shown.
                let options = &self.source.normalise;
                if guarded(|| normalise::finish(article, options)).is_err() {
                    article.content_html = String::new();
                }
            },
            weigh: normalise::essence::of_content,
            unmade: None,
            fold: select::key,
            now,
            undated,
        })?;
        report.count(change);
        Ok(())
    }
}

/// All that a reader sees of an article.
fn said(article: &Article) -> [u8; 32] {
    let found = article.found.as_deref();
    let published = article.published.as_ref();
    let published = published.map(|dated| dated.at.to_rfc3339());
    let mut said = blake3::Hasher::new();
    for part in [
        article.url.as_deref(),
        article.title.as_deref(),
        published.as_deref(),
        article.summary.as_deref(),
        Some(article.content_html.as_str()),
        found
            .and_then(|found| found.content.as_ref())
            .map(|text| text.value.as_str()),
        found
            .and_then(|found| found.summary.as_ref())
            .map(|text| text.value.as_str()),
    ] {
        let length = part.map_or(u64::MAX, |part| part.len() as u64);
        said.update(&length.to_le_bytes());
        said.update(part.unwrap_or_default().as_bytes());
    }
    *said.finalize().as_bytes()
}
