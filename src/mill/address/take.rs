//! Taking in what an address gave, and when it is asked again.

use std::collections::HashSet;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::super::part::{self, delta};
use super::super::report::Report;
use super::super::rhythm;
use super::job::Collected;
use super::moved;
use crate::article::Article;
use crate::config::{Settings, Source};
use crate::normalise;
use crate::publish::select;
use crate::schedule::Schedule;
use crate::store::{self, Incoming, SourceState, Store};

/// Longest wait after failures, and longest freshness (E-07, E-10).
const DAY: TimeDelta = TimeDelta::days(1);
/// First wait after an answer that is an error (E-10).
const HOUR: TimeDelta = TimeDelta::hours(1);

/// What taking in needs.
pub(in crate::mill) struct Context<'a> {
    pub(in crate::mill) store: &'a Store,
    pub(in crate::mill) source: &'a Source,
    pub(in crate::mill) settings: &'a Settings,
    pub(in crate::mill) authority: &'a str,
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
                let mut seen = HashSet::new();
                // What a document says twice is one article.
                let articles: Vec<&Article> = articles
                    .iter()
                    .filter(|article| seen.insert(said(article)))
                    .collect();
                let was = moved::find(self.store, name, &articles, &collected.listed)?;
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
                state.next_due = self.next_due(&state, collected.fresh_for, now);
                if collected.pending {
                    // What is listed may be gone from the list by the next time that it is due.
                    let least = delta(self.settings.fetch.min_interval);
                    state.next_due = state.next_due.min(now + least);
                }
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
            file_time: None,
            article,
            essence: normalise::essence::of(article),
            fold: select::key,
            now,
            undated,
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

/// All that a reader sees of an article.
fn said(article: &Article) -> [u8; 32] {
    let Article {
        url,
        title,
        published,
        summary,
        content_html,
        ..
    } = article;
    let said = format!("{:?}", (url, title, published, summary, content_html));
    *blake3::hash(said.as_bytes()).as_bytes()
}
