//! Addresses that have moved for good: believed once they have said so often enough (E-11, E-12).

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use crate::store::SourceState;

/// In so many answers in a row it must have been said…
const POLLS: u32 = 3;
/// …over so long: a hotel's login page and a mistake of an administrator are over by then.
const OVER: TimeDelta = TimeDelta::days(1);

/// Takes note of whether an address said that it has moved for good, and where. True when it is asked there from now on.
///
/// `known` is whether what came from there is what is known of the source: the same document, or one with an article that
/// is known. Temporary redirects never get here.
pub(super) fn settle(
    state: &mut SourceState,
    asked: &Url,
    to: Option<&Url>,
    known: bool,
    now: DateTime<Utc>,
) -> bool {
    let Some(to) = to.filter(|_| known) else {
        forget(state);
        return false;
    };
    if state.moving_to.as_deref() != Some(to.as_str()) {
        forget(state);
        state.moving_to = Some(to.to_string());
    }
    let since = *state.moving_since.get_or_insert(now);
    state.moving_polls = state.moving_polls.saturating_add(1);
    // What a clock that has been set back said of the beginning is void.
    if since > now {
        state.moving_since = Some(now);
    }
    if state.moving_polls < POLLS || now - since < OVER {
        return false;
    }
    if state.feed_url.as_deref() == Some(asked.as_str()) {
        // The page announces the old one still, and is asked no more while the new one answers.
        state.feed_url = Some(to.to_string());
    } else {
        state.moved_to = Some(to.to_string());
    }
    if state.validated_url.as_deref() == Some(asked.as_str()) {
        // It was the new address that gave them.
        state.validated_url = Some(to.to_string());
    }
    forget(state);
    true
}

/// What was said so far does not count.
pub(super) fn forget(state: &mut SourceState) {
    (state.moving_to, state.moving_since, state.moving_polls) = (None, None, 0);
}
