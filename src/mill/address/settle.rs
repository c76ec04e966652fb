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
/// is known. Where it is not, this target is never believed. Temporary redirects never get here.
pub(super) fn settle(
    state: &mut SourceState,
    asked: &Url,
    to: Option<&Url>,
    known: bool,
    now: DateTime<Utc>,
) -> bool {
    let Some(to) = to else {
        forget(state);
        return false;
    };
    if state.moving_to.as_deref() != Some(to.as_str()) {
        state.moving_to = Some(to.to_string());
        (state.moving_since, state.moving_polls) = (Some(now), 0);
    }
    // A feed of somebody else is not this one for having been taken in meanwhile.
    let since = state.moving_since.filter(|_| known);
    // What a clock that has been set back since said of the beginning is void.
    state.moving_since = since.map(|since| since.min(now));
    let Some(since) = state.moving_since else {
        return false;
    };
    state.moving_polls = state.moving_polls.saturating_add(1);
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

#[cfg(test)]
mod tests {
    use super::*;

    /// E-11
    #[test]
    fn three_answers_over_a_day_with_one_target_are_believed() {
        let url =
            |path: &str| Url::parse(&format!("https://example.org{path}")).expect("an address");
        // Hours and targets of the answers, whether what came was known, and whether the last is believed.
        type Row<'a> = (&'a [(i64, &'a str)], bool, bool);
        let rows: &[Row<'_>] = &[
            (&[(0, "/a"), (12, "/a"), (24, "/a")], true, true),
            (&[(0, "/a"), (12, "/a"), (24, "/a")], false, false),
            (&[(0, "/a"), (24, "/a")], true, false),
            (&[(0, "/a"), (1, "/a"), (2, "/a"), (23, "/a")], true, false),
            (&[(0, "/a"), (1, "/a"), (2, "/a"), (25, "/a")], true, true),
            (
                &[(0, "/a"), (12, "/b"), (24, "/a"), (30, "/a")],
                true,
                false,
            ),
            (&[(0, "/a"), (12, ""), (24, "/a"), (30, "/a")], true, false),
            // a clock that is put back, and goes on
            (
                &[(90, "/a"), (0, "/a"), (12, "/a"), (23, "/a")],
                true,
                false,
            ),
            (&[(90, "/a"), (0, "/a"), (12, "/a"), (24, "/a")], true, true),
        ];
        for (answers, known, believed) in rows {
            let mut state = SourceState {
                validated_url: Some(url("/old").to_string()),
                ..SourceState::default()
            };
            let mut last = false;
            for (hour, target) in *answers {
                let now = DateTime::from_timestamp(hour * 3600 + 1_760_000_000, 0).expect("a time");
                let to = (!target.is_empty()).then(|| url(target));
                last = settle(&mut state, &url("/old"), to.as_ref(), *known, now);
            }
            assert_eq!(last, *believed, "{answers:?}");
            let moved = believed.then(|| url("/a").to_string());
            assert_eq!(state.moved_to, moved, "{answers:?}");
            let validated = moved.unwrap_or_else(|| url("/old").to_string());
            assert_eq!(state.validated_url, Some(validated), "{answers:?}");
        }
    }
}
