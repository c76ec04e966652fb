//! When an address is to be asked, by what is remembered of it.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::store::SourceState;

/// With `--all`, an address is still not asked more often than this (E-27).
pub(super) const MANUAL: TimeDelta = TimeDelta::minutes(5);
/// So far ahead of the clock an instant may lie that is past: clocks are put right by seconds.
const SET_BACK: TimeDelta = TimeDelta::minutes(1);
/// So many go at once, when they are due at once.
const HANDFUL: usize = 10;
/// More are spread over this for each of them…
const EACH: TimeDelta = TimeDelta::seconds(3);
/// …and over this, at most.
const WINDOW: TimeDelta = TimeDelta::minutes(10);
/// So often an address must have said that it is gone to be believed (E-14).
pub(super) const GONE: u32 = 2;

/// Which addresses are to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those whose time has come.
    Due,
    /// The same, spread where there are many: for a process that goes on (E-29).
    Spread,
    /// Those whose time has come, each once: for one that ends.
    Pass,
    /// All, each once, but never against a `Retry-After`.
    All,
}

impl Which {
    /// Whether each is asked once, however long it takes.
    pub(super) fn once(self) -> bool {
        matches!(self, Which::Pass | Which::All)
    }
}

/// Whether an address is to be asked now. `paused` says until when its host wants to be left alone; of most it need not
/// be asked.
pub(super) fn is_due(
    state: &SourceState,
    paused: impl FnOnce() -> Option<DateTime<Utc>>,
    least: TimeDelta,
    now: DateTime<Utc>,
    which: Which,
) -> bool {
    let is_past = |time: Option<DateTime<Utc>>| time.is_none_or(|time| time <= now);
    let due = next_due(state, None, least, now).is_some_and(|due| due <= now);
    let of_old = state.last_attempt.is_none_or(|last| now - last >= MANUAL);
    let by_hand = which == Which::All && of_old && is_past(state.not_before);
    (due || by_hand) && is_past(paused())
}

/// When an address is next to be asked: never again of itself, when it is gone. What was asked in the
/// future was asked by a clock that has been set back since: what that clock said is void (D-15).
///
/// An address is marked as asked before it is, so that whatever happens then, nothing asks it again
/// before the least interval is over (E-04, E-05).
pub(super) fn next_due(
    state: &SourceState,
    paused: Option<DateTime<Utc>>,
    least: TimeDelta,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if state.gone >= GONE {
        return None;
    }
    if state.last_attempt.is_some_and(|last| last > now + SET_BACK) {
        return paused.or(Some(now));
    }
    let floor = state.last_attempt.map(|last| last + least);
    let times = [Some(state.next_due), state.not_before, paused, floor];
    times.into_iter().flatten().max()
}

/// Addresses that are due at once and are held back for a while, so that a machine that wakes, a clock
/// that is put forward or a start after a long pause is no stampede (E-29).
#[derive(Debug, Default)]
pub(super) struct Held(BTreeMap<String, DateTime<Utc>>);

impl Held {
    /// Spreads those that have become due, where they are many, in an order that has nothing to do with their hosts.
    pub(super) fn spread(&mut self, due: &[&str], now: DateTime<Utc>) {
        // What lies further ahead was set by a clock that has been set back since.
        self.0.retain(|_, until| *until <= now + WINDOW);
        let is_new = |name: &&&str| !self.0.contains_key(**name);
        let mut new: Vec<&str> = due.iter().filter(is_new).copied().collect();
        if new.len() <= HANDFUL {
            return;
        }
        let many = i32::try_from(new.len()).unwrap_or(i32::MAX);
        let window = WINDOW.min(EACH * many.min(1000));
        new.sort_by_cached_key(|name| *blake3::hash(name.as_bytes()).as_bytes());
        for (at, name) in (0..).zip(new) {
            self.0.insert(name.to_owned(), now + window * at / many);
        }
    }

    /// Until when an address is held back.
    pub(super) fn until(&self, name: &str) -> Option<DateTime<Utc>> {
        self.0.get(name).copied()
    }

    /// Forgets an address: it is being asked.
    pub(super) fn release(&mut self, name: &str) {
        self.0.remove(name);
    }
}
