//! When an address is asked again, by what it answered (E-04, E-06 … E-10). Pure.

use chrono::{DateTime, Datelike, DurationRound, TimeDelta, Timelike, Utc};

use super::super::part::delta;
use crate::schedule::Schedule;
use crate::store::SourceState;

/// Longest wait after failures, longest freshness (E-07, E-10), and longest rest of a source that publishes rarely.
const DAY: TimeDelta = TimeDelta::days(1);
/// First wait after an answer that is an error (E-10).
const HOUR: TimeDelta = TimeDelta::hours(1);
/// A cron line is moved past hours that the source rules out so often; then the operator's word goes before the source's.
const TRIES: usize = 200;

/// Why an address is not asked before it is, as the state names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::mill) enum Waits {
    /// Its schedule.
    Schedule,
    /// It is fresh, by its headers or its own word.
    Fresh,
    /// It wants to be left alone at these hours or days.
    Skips,
    /// It publishes rarely.
    Rare,
    /// The pages behind its list.
    Pages,
    /// It has failed.
    Failed,
    /// It said so.
    RetryAfter,
}

impl Waits {
    const ALL: &[(Waits, &str)] = &[
        (Waits::Schedule, "schedule"),
        (Waits::Fresh, "fresh"),
        (Waits::Skips, "skips"),
        (Waits::Rare, "rare"),
        (Waits::Pages, "pages"),
        (Waits::Failed, "failed"),
        (Waits::RetryAfter, "retry-after"),
    ];

    /// As the state names it.
    pub(in crate::mill) fn code(self) -> &'static str {
        let row = Waits::ALL.iter().find(|(waits, _)| *waits == self);
        row.map_or("", |(_, code)| code)
    }

    /// As the state has it.
    pub(in crate::mill) fn of(code: &str) -> Option<Self> {
        let row = Waits::ALL.iter().find(|(_, known)| *known == code);
        row.map(|(waits, _)| *waits)
    }
}

/// By what a source is asked.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rhythm<'a> {
    pub(super) schedule: &'a Schedule,
    /// The least interval.
    pub(super) least: TimeDelta,
    /// How long it rests by how often it publishes, where that counts.
    pub(super) rare: Option<TimeDelta>,
}

impl Rhythm<'_> {
    /// When it is asked after an answer: by its schedule, never sooner than the least interval, nor while the answer is
    /// fresh, nor when it wants to be left alone; and a little later, so that not all come at once.
    pub(super) fn next(self, state: &SourceState, now: DateTime<Utc>) -> (DateTime<Utc>, Waits) {
        let seconds = state.fresh.unwrap_or_default().max(state.ttl);
        let fresh = TimeDelta::seconds(seconds.into()).min(DAY);
        let floor = self.least.max(fresh);
        let (at, waits) = match self.schedule {
            Schedule::Every(every) => {
                let every = delta(*every);
                let rare = self.rare.unwrap_or_default().min(DAY);
                let wait = every.max(floor).max(rare);
                let waits = match wait {
                    _ if wait == every || wait == self.least => Waits::Schedule,
                    _ if wait == fresh => Waits::Fresh,
                    _ => Waits::Rare,
                };
                (now + wait + jitter(&state.name, wait), waits)
            }
            cron @ Schedule::Cron { .. } => {
                let at = cron.next(now + floor - TimeDelta::seconds(1));
                let rests = fresh > self.least && at != cron.next(now);
                (at, if rests { Waits::Fresh } else { Waits::Schedule })
            }
        };
        let later = self.skip(state, at);
        (later, if later == at { waits } else { Waits::Skips })
    }

    /// Past the hours and days at which the source wants to be left alone (`skipHours`, `skipDays`); by a schedule, a
    /// little after that, so that not all who wait for it come at once.
    fn skip(self, state: &SourceState, at: DateTime<Utc>) -> DateTime<Utc> {
        let mut later = past(state, at);
        match self.schedule {
            _ if later == at => at,
            Schedule::Every(_) => later + jitter(&state.name, HOUR),
            cron @ Schedule::Cron { .. } => {
                for _ in 0..TRIES {
                    let next = cron.next(later - TimeDelta::seconds(1));
                    later = past(state, next);
                    if later == next {
                        return next;
                    }
                }
                at
            }
        }
    }

    /// When it is asked after a failure: twice as long after each, a day at most; never sooner than without failure.
    /// `answered` is whether the server did, if only to say no.
    pub(super) fn retry(
        self,
        state: &SourceState,
        answered: bool,
        now: DateTime<Utc>,
    ) -> DateTime<Utc> {
        // Where nobody answered, nobody has said that what is known is still fresh.
        let unanswered = SourceState {
            fresh: None,
            ttl: 0,
            ..state.clone()
        };
        let normal = match answered {
            true => self.next(state, now).0,
            false => Rhythm { rare: None, ..self }.next(&unanswered, now).0,
        };
        let first = if answered { HOUR } else { normal - now };
        let wait = first * (1 << (state.failures.clamp(1, 16) - 1));
        let wait = wait.min(DAY);
        self.skip(state, normal.max(now + wait + jitter(&state.name, wait)))
    }
}

/// The first time from `at` on that none of the hours and days ruled out holds. Whoever rules out everything rules out
/// nothing.
fn past(state: &SourceState, at: DateTime<Utc>) -> DateTime<Utc> {
    let ruled_out = |at: DateTime<Utc>| {
        let day = at.weekday().num_days_from_monday();
        state.skip_hours >> at.hour() & 1 == 1 || state.skip_days >> day & 1 == 1
    };
    if !ruled_out(at) {
        return at;
    }
    let Ok(hour) = at.duration_trunc(HOUR) else {
        return at;
    };
    let mut hours = (1..=7 * 24).map(|hours| hour + HOUR * hours);
    let free = hours.find(|hour| !ruled_out(*hour));
    free.unwrap_or(at)
}

/// Up to a tenth, by the source's name: only ever added, and the same after a restart (E-06).
pub(super) fn jitter(name: &str, wait: TimeDelta) -> TimeDelta {
    let byte = blake3::hash(name.as_bytes()).as_bytes()[0];
    wait * i32::from(byte) / 2560
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::tz::TimeZone;

    fn rhythm(schedule: &Schedule) -> Rhythm<'_> {
        Rhythm {
            schedule,
            least: TimeDelta::minutes(15),
            rare: None,
        }
    }

    fn schedule(text: &str) -> Schedule {
        Schedule::parse(text, &TimeZone::UTC).expect("a schedule")
    }

    fn state() -> SourceState {
        SourceState {
            name: "one".into(),
            ..SourceState::default()
        }
    }

    /// Monday, 5 January 2026, 10:00 UTC.
    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_767_607_200, 0).expect("a time")
    }

    /// E-06, E-07: a cron line is kept to the second, but for what the source itself rules out.
    #[test]
    fn cron_lines_pass_over_what_the_source_rules_out() {
        let hours = |hours: &[u32]| hours.iter().fold(0, |all, hour| all | 1 << hour);
        for (line, fresh, skip_hours, skip_days, expected, waits) in [
            ("0 * * * *", None, 0, 0, "2026-01-05T11:00", Waits::Schedule),
            (
                "5 10 * * *",
                None,
                0,
                0,
                "2026-01-06T10:05",
                Waits::Schedule,
            ),
            (
                "0 * * * *",
                Some(7200),
                0,
                0,
                "2026-01-05T12:00",
                Waits::Fresh,
            ),
            (
                "0 * * * *",
                None,
                hours(&[11, 12]),
                0,
                "2026-01-05T13:00",
                Waits::Skips,
            ),
            (
                "0 * * * *",
                None,
                hours(&[11]),
                1,
                "2026-01-06T00:00",
                Waits::Skips,
            ),
            // The operator's word, where nothing would be left of it.
            (
                "0 12 * * *",
                None,
                hours(&[12]),
                0,
                "2026-01-05T12:00",
                Waits::Schedule,
            ),
        ] {
            let state = SourceState {
                fresh,
                skip_hours,
                skip_days,
                ..state()
            };
            let line = schedule(line);
            let (at, why) = rhythm(&line).next(&state, now());
            let at = at.format("%FT%H:%M").to_string();
            assert_eq!((at.as_str(), why), (expected, waits));
        }
    }

    /// E-10: an error makes nothing sooner than the freshness of what is known; no answer leaves that aside.
    #[test]
    fn a_failure_makes_nothing_sooner() {
        let every = schedule("15m");
        let state = SourceState {
            fresh: Some(86_400),
            failures: 1,
            ..state()
        };
        let hours = |answered| (rhythm(&every).retry(&state, answered, now()) - now()).num_hours();
        assert!(hours(true) >= 24);
        assert_eq!(hours(false), 0);
        let often = SourceState {
            failures: u32::MAX,
            ..self::state()
        };
        let wait = rhythm(&every).retry(&often, true, now()) - now();
        assert!(wait >= DAY && wait <= DAY + DAY / 10, "{wait}");
    }

    /// E-06: jitter is only ever added, a tenth at most, and differs from source to source.
    #[test]
    fn jitter_is_only_added() {
        let waits: Vec<i64> = (0..500)
            .map(|number| jitter(&format!("source {number}"), HOUR).num_seconds())
            .collect();
        assert!(waits.iter().all(|wait| (0..=360).contains(wait)));
        let most = (0..=360).map(|second| waits.iter().filter(|wait| **wait == second).count());
        assert!(most.max() <= Some(10), "at most a fiftieth in any second");
    }

    #[test]
    fn what_is_waited_for_is_known_again() {
        for (waits, code) in Waits::ALL {
            assert_eq!((Waits::of(code), waits.code()), (Some(*waits), *code));
        }
    }
}
