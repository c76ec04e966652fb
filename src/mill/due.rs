//! When an address is to be asked.

use chrono::{DateTime, TimeDelta, Utc};

use crate::store::SourceState;

/// With `--all`, an address is still not asked more often than this (E-27).
const MANUAL: TimeDelta = TimeDelta::minutes(5);
/// So far ahead of the clock an instant may lie that is past: clocks are put right by seconds.
const SET_BACK: TimeDelta = TimeDelta::minutes(1);

/// Which addresses are to be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// Those whose time has come.
    Due,
    /// All, but never against a `Retry-After`.
    All,
}

/// Whether an address is to be asked now.
pub(super) fn is_due(state: &SourceState, now: DateTime<Utc>, which: Which) -> bool {
    let of_old = state.last_attempt.is_none_or(|last| now - last >= MANUAL);
    let waits = state.not_before.is_some_and(|not_before| not_before > now);
    next_due(state, now) <= now || which == Which::All && of_old && !waits
}

/// When an address is next to be asked. What was asked in the future was asked by a clock that has
/// been set back since: what that clock said is void (D-15).
pub(super) fn next_due(state: &SourceState, now: DateTime<Utc>) -> DateTime<Utc> {
    if state.last_attempt.is_some_and(|last| last > now + SET_BACK) {
        return now;
    }
    state.next_due.max(state.not_before.unwrap_or_default())
}
