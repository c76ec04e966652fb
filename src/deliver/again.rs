//! When something that was not taken is tried again (W-04). Pure.

use chrono::{DateTime, TimeDelta, Utc};

use crate::collect::http::Failure;

/// Minutes after the first failure, the second, …; the last for all that follow.
const PAUSES: &[i64] = &[1, 5, 30, 2 * 60, 6 * 60, 12 * 60, LONGEST];
const LONGEST: i64 = 24 * 60;

/// When it is tried again after so many failures, the first of them 1; later where the receiver asked for it, within a
/// day.
pub fn at(failures: u32, now: DateTime<Utc>, retry_after: Option<DateTime<Utc>>) -> DateTime<Utc> {
    let number = usize::try_from(failures.saturating_sub(1)).unwrap_or(usize::MAX);
    let minutes = PAUSES.get(number).copied().unwrap_or(LONGEST);
    let asked = retry_after.map(|at| at.min(now + TimeDelta::minutes(LONGEST)));
    (now + TimeDelta::minutes(minutes)).max(asked.unwrap_or(now))
}

/// Whether a failure is that of the receiver, so that it would meet whatever else it is told; other than one that
/// only this errand met.
pub fn is_of_the_receiver(failure: &Failure) -> bool {
    match failure.status {
        Some(400..500) => matches!(failure.status, Some(401 | 403 | 407 | 408 | 425 | 429)),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// W-04
    #[test]
    fn pauses_grow_to_a_day() {
        let now = DateTime::UNIX_EPOCH;
        let minutes: Vec<i64> = (1..=9)
            .map(|failures| (at(failures, now, None) - now).num_minutes())
            .collect();
        assert_eq!(minutes, [1, 5, 30, 120, 360, 720, 1440, 1440, 1440]);
        assert_eq!(at(u32::MAX, now, None) - now, TimeDelta::days(1));
        for (asked, minutes) in [(0, 1), (10, 10), (100_000, 1440)] {
            let asked = now + TimeDelta::minutes(asked);
            let at = at(1, now, Some(asked));
            assert_eq!((at - now).num_minutes(), minutes, "{asked}");
        }
    }

    #[test]
    fn a_refusal_of_one_thing_keeps_the_others_waiting_for_nothing() {
        for (status, whole) in [
            (None, true),
            (Some(400), false),
            (Some(404), false),
            (Some(403), true),
            (Some(429), true),
            (Some(503), true),
            (Some(302), true),
        ] {
            let failure = Failure {
                status,
                ..Failure::new("no")
            };
            assert_eq!(is_of_the_receiver(&failure), whole, "{status:?}");
        }
    }
}
