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
                let plain = cron.next(now);
                let at = cron.next(now + floor - TimeDelta::seconds(1));
                (
                    at,
                    [Waits::Fresh, Waits::Schedule][usize::from(at == plain)],
                )
            }
        };
        let later = self.skip(state, at);
        (later, if later == at { waits } else { Waits::Skips })
    }

    /// Past the hours and days at which the source wants to be left alone (`skipHours`, `skipDays`).
    fn skip(self, state: &SourceState, at: DateTime<Utc>) -> DateTime<Utc> {
        let mut later = past(state, at);
        if let cron @ Schedule::Cron { .. } = self.schedule {
            for _ in 0..TRIES {
                let next = cron.next(later - TimeDelta::seconds(1));
                later = past(state, next);
                if later == next {
                    return next;
                }
            }
            return at;
        }
        later
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

/// The first time from `at` on that none of the hours and days ruled out holds, a little after the hour, so that not
/// all who wait for it come at once. Whoever rules out everything rules out nothing.
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
    free.map_or(at, |hour| hour + jitter(&state.name, HOUR))
}

/// Up to a tenth, by the source's name: only ever added, and the same after a restart (E-06).
pub(super) fn jitter(name: &str, wait: TimeDelta) -> TimeDelta {
    let byte = blake3::hash(name.as_bytes()).as_bytes()[0];
    wait * i32::from(byte) / 2560
}
