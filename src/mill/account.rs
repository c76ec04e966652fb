//! What happened to a source, what is waited for and until when, and what the operator can do (E-30).

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::address::Waits;
use super::due;
use super::hosts;
use super::part::delta;
use crate::config::{Place, Settings};
use crate::store::{self, SourceState, Store};

/// What is said of an address that is gone, at each pass: only the operator can do anything about it.
pub(super) const GONE: &str = "it has answered twice that it is gone for good (410) and is asked no more; its articles stay \
                               published: take the source out, give another `url`, or have it asked again by `feedmill build --all`";

/// What there is to be said of a source that is an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// What its last answer was: 200, 304, 404 and so on.
    pub status: Option<u16>,
    /// What happened last.
    pub happened: String,
    /// What is waited for.
    pub waits_for: String,
    /// Until when; None when it is asked no more.
    pub until: Option<DateTime<Utc>>,
    /// Whether that is because its server or its host wants to be left alone.
    pub alone: bool,
    /// What the operator can do.
    pub to_do: Option<String>,
}

impl Account {
    /// Of a source, by its state; `paused` is until when its host wants to be left alone.
    pub(super) fn of(
        state: &SourceState,
        paused: Option<DateTime<Utc>>,
        least: Duration,
        now: DateTime<Utc>,
    ) -> Self {
        let until = due::next_due(state, paused, delta(least), now);
        let waits = state.waits.as_deref().and_then(Waits::of);
        let waits_for = match waits {
            _ if until.is_none() => "the operator",
            _ if paused.is_some() && paused == until => "its host, which answered 429",
            _ if state.last_attempt.is_none() => "its turn",
            None | Some(Waits::Schedule) => "its schedule",
            Some(Waits::Fresh) => "its last answer to grow old, by its own word",
            Some(Waits::Skips) => "the end of its skipHours or skipDays",
            Some(Waits::Rare) => "something new, since it publishes rarely",
            Some(Waits::Pages) => "the rest of its pages",
            Some(Waits::Failed) => "the server to recover",
            Some(Waits::RetryAfter) => "the time that its server named (Retry-After)",
        };
        Account {
            status: state.status,
            happened: happened(state),
            waits_for: waits_for.to_owned(),
            until,
            alone: state
                .not_before
                .max(paused)
                .is_some_and(|until| until > now),
            to_do: to_do(state),
        }
    }

    /// All of it in one line.
    pub fn line(&self, now: DateTime<Utc>) -> String {
        let until = match self.until {
            None => "asked no more".to_owned(),
            Some(until) if until <= now => "due now".to_owned(),
            Some(until) => format!(
                "asked again in {}, waiting for {}",
                span(until - now),
                self.waits_for
            ),
        };
        let to_do = self.to_do.as_deref().map(|to_do| format!("; {to_do}"));
        format!("{}; {until}{}", self.happened, to_do.unwrap_or_default())
    }
}

/// Of all sources that are addresses, by name, from a state that is only read.
///
/// # Errors
/// When the state cannot be read.
pub(super) fn accounts(
    settings: &Settings,
    store: &Store,
    states: &HashMap<String, SourceState>,
    now: DateTime<Utc>,
) -> Result<BTreeMap<String, Account>, store::Error> {
    let known = hosts::read(store)?;
    let fresh = SourceState::default();
    let mut accounts = BTreeMap::new();
    for source in &settings.sources {
        if let Place::Address(url) = &source.place {
            let state = states.get(&source.name).unwrap_or(&fresh);
            let paused = hosts::paused(&known, url, state, now);
            let account = Account::of(state, paused, settings.fetch.min_interval, now);
            accounts.insert(source.name.clone(), account);
        }
    }
    Ok(accounts)
}

fn happened(state: &SourceState) -> String {
    match (&state.error, state.status) {
        (Some(error), _) => match state.failures {
            0 | 1 => error.clone(),
            failures => format!("{error} ({failures} times in a row)"),
        },
        (None, Some(304)) => "ok (304, nothing new)".to_owned(),
        (None, Some(status)) => format!("ok ({status})"),
        (None, None) if state.last_attempt.is_some() => "ok".to_owned(),
        (None, None) => "not asked yet".to_owned(),
    }
}

fn to_do(state: &SourceState) -> Option<String> {
    if state.gone >= due::GONE {
        return Some(GONE.to_owned());
    }
    let moved = state.moved_to.as_deref()?;
    Some(format!("it has moved for good: write `url = {moved:?}`"))
}

/// When something was or will be, for people: `3 min ago`, `in 2 h`, `-` when never.
pub fn ago(time: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
    let Some(time) = time else {
        return "-".to_owned();
    };
    let (seconds, span) = ((now - time).num_seconds(), span(now - time));
    if time.timestamp() == 0 {
        "now".to_owned()
    } else if seconds >= 0 {
        format!("{span} ago")
    } else {
        format!("in {span}")
    }
}

/// A length of time for people.
pub fn span(span: TimeDelta) -> String {
    match span.num_seconds().unsigned_abs() {
        seconds @ 0..60 => format!("{seconds} s"),
        seconds @ 60..7200 => format!("{} min", seconds / 60),
        seconds @ 7200..172_800 => format!("{} h", seconds / 3600),
        seconds => format!("{} days", seconds / 86_400),
    }
}
