//! When something is due: every so often, or by a cron line in a zone. Pure.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use croner::parser::{CronParser, Year};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{Timestamp, Zoned};

/// When something is due.
#[derive(Debug, Clone)]
pub enum Schedule {
    /// So long after the last time.
    Every(Duration),
    /// At the times of a cron line, in a zone.
    Cron {
        /// The parsed line.
        cron: Box<croner::Cron>,
        /// The zone in which its fields are read.
        zone: TimeZone,
    },
}

impl Schedule {
    /// Reads `"15m"`, `"1h 30m"`, or a cron line of five (or six, seconds first) fields, or `@daily`.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what is allowed.
    pub fn parse(text: &str, zone: &TimeZone) -> Result<Self, String> {
        let text = text.trim();
        let is_cron = text.starts_with('@') || text.split_whitespace().count() >= 5;
        match humantime::parse_duration(text) {
            Ok(duration) if duration < SHORTEST => Err(format!(
                "{text:?} is too short: the shortest interval is \"1s\""
            )),
            Ok(duration) => Ok(Schedule::Every(duration)),
            Err(_) if is_cron => cron(text, zone),
            Err(_) => Err(format!("{text:?} is neither: {ALLOWED}")),
        }
    }

    /// The first time strictly after `last` at which it is due; the end of time where there is none.
    ///
    /// A local time of a cron line that daylight saving skips comes once, at the next time that exists; one
    /// that it repeats comes once, the first time. A line that names every hour follows real time instead,
    /// and so keeps its pace through both.
    pub fn next(&self, last: DateTime<Utc>) -> DateTime<Utc> {
        let next = match self {
            Schedule::Every(duration) => TimeDelta::from_std(*duration)
                .ok()
                .and_then(|duration| last.checked_add_signed(duration)),
            Schedule::Cron { cron, zone } if names_every_hour(cron) => real(cron, zone, last),
            Schedule::Cron { cron, zone } => local(cron, zone, last),
        };
        next.unwrap_or(DateTime::<Utc>::MAX_UTC)
    }
}

const SHORTEST: Duration = Duration::from_secs(1);

const ALLOWED: &str = "write an interval (\"15m\", \"1h 30m\"), a cron line of five fields, or six with \
                       seconds first (\"*/15 6-22 * * MON-FRI\"), or @hourly, @daily, @weekly, @monthly, @yearly";

fn cron(text: &str, zone: &TimeZone) -> Result<Schedule, String> {
    let parser = CronParser::builder().year(Year::Disallowed).build();
    let cron = parser
        .parse(text)
        .map_err(|error| format!("{text:?} is no cron line ({error}): {ALLOWED}"))?;
    // any moment will do: what does not come within four centuries never comes
    let comes = Zoned::new(Timestamp::UNIX_EPOCH, TimeZone::UTC);
    match cron.find_next_occurrence(&comes, false) {
        Ok(_) => Ok(Schedule::Cron {
            cron: Box::new(cron),
            zone: zone.clone(),
        }),
        Err(_) => Err(format!(
            "{text:?} never comes: there is no day that it names"
        )),
    }
}

fn names_every_hour(cron: &croner::Cron) -> bool {
    cron.pattern.hours.values().len() == 24
}

/// The next time by the zone's own clock, repeated hours and all.
fn real(cron: &croner::Cron, zone: &TimeZone, last: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let last = timestamp(last)?.to_zoned(zone.clone());
    let next = cron.find_next_occurrence(&last, false).ok()?;
    instant(next.timestamp())
}

/// The next of the local times that the line names, each taken once.
fn local(cron: &croner::Cron, zone: &TimeZone, last: DateTime<Utc>) -> Option<DateTime<Utc>> {
    // local times are searched as if they were universal ones, where none is skipped or repeated
    let now = zone.to_datetime(timestamp(last)?);
    let mut cursor = now.to_zoned(TimeZone::UTC).ok()?;
    for _ in 0..MOST_TIMES_IN_A_FOLD {
        cursor = cron.find_next_occurrence(&cursor, false).ok()?;
        let local = zone.to_ambiguous_timestamp(cursor.datetime());
        let gap = matches!(local.offset(), AmbiguousOffset::Gap { .. });
        let at = local.compatible().ok()?;
        let at = if gap {
            // the moment at which the clocks were put forward, which may be this very one
            let after = at.checked_add(jiff::SignedDuration::from_secs(1)).ok()?;
            zone.preceding(after).next()?.timestamp()
        } else {
            at
        };
        let at = instant(at)?;
        if at > last {
            return Some(at);
        }
    }
    None
}

/// Every second of the longest time that clocks were put back by: a day, once, in Alaska and Manila.
const MOST_TIMES_IN_A_FOLD: u32 = 86_400;

fn timestamp(at: DateTime<Utc>) -> Option<Timestamp> {
    Timestamp::new(
        at.timestamp(),
        i32::try_from(at.timestamp_subsec_nanos()).ok()?,
    )
    .ok()
}

fn instant(at: Timestamp) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp(at.as_second(), 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        jiff::tz::TimeZoneDatabase::bundled()
            .get(name)
            .expect("a zone")
    }

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().expect("an instant")
    }

    /// All times after `from` up to `to`.
    fn times(line: &str, name: &str, from: &str, to: &str) -> Vec<String> {
        let schedule = Schedule::parse(line, &zone(name)).expect("a schedule");
        let (mut now, to) = (at(from), at(to));
        let mut times = Vec::new();
        loop {
            let next = schedule.next(now);
            assert!(next > now, "{line} in {name} goes on after {now}");
            if next > to {
                return times;
            }
            times.push(next.format("%dT%H:%M").to_string());
            now = next;
        }
    }

    #[test]
    fn intervals_are_counted_from_the_last_time() {
        for (text, seconds) in [
            ("15m", 900),
            ("1h 30m", 5400),
            ("90s", 90),
            ("1s", 1),
            (" 1day ", 86_400),
        ] {
            let schedule = Schedule::parse(text, &TimeZone::UTC).expect(text);
            let last = at("2026-01-01T00:00:00Z");
            assert_eq!(
                (schedule.next(last) - last).num_seconds(),
                seconds,
                "{text}"
            );
        }
        let endless = Schedule::Every(Duration::MAX);
        assert_eq!(
            endless.next(at("2026-01-01T00:00:00Z")),
            DateTime::<Utc>::MAX_UTC
        );
    }

    #[test]
    fn faults_are_told_with_what_is_allowed() {
        for (text, says) in [
            ("0s", "too short"),
            ("0", "too short"),
            ("500ms", "too short"),
            ("", "write an interval"),
            ("soon", "write an interval"),
            ("15", "write an interval"),
            ("61 * * * *", "cron line"),
            ("@sometimes", "cron line"),
            ("0 0 0 1 1 * 2030", "cron line"),
            ("0 0 31 2 *", "never comes"),
            ("0 0 30 2 *", "never comes"),
        ] {
            let error = Schedule::parse(text, &TimeZone::UTC).expect_err(text);
            assert!(error.contains(says), "{text}: {error}");
        }
    }

    #[test]
    fn cron_lines_hold_in_their_zone() {
        assert_eq!(
            times(
                "0 6 * * MON-FRI",
                "Europe/Berlin",
                "2026-07-03T00:00:00Z",
                "2026-07-07T00:00:00Z"
            ),
            ["03T04:00", "06T04:00"]
        );
        assert_eq!(
            times(
                "@daily",
                "Asia/Kathmandu",
                "2026-01-01T00:00:00Z",
                "2026-01-02T00:00:00Z"
            ),
            ["01T18:15"]
        );
        assert_eq!(
            times(
                "30 0 12 * * *",
                "UTC",
                "2026-01-01T00:00:00Z",
                "2026-01-02T00:00:00Z"
            ),
            ["01T12:00"]
        );
        assert_eq!(
            times(
                "0 0 29 2 *",
                "UTC",
                "2026-01-01T00:00:00Z",
                "2029-01-01T00:00:00Z"
            ),
            ["29T00:00"]
        );
    }

    /// D-16: Berlin skips 02:00–03:00 on 29 March 2026 and repeats it on 25 October.
    #[test]
    fn a_skipped_time_comes_once_at_the_next_that_exists() {
        let day = |line| {
            times(
                line,
                "Europe/Berlin",
                "2026-03-28T23:00:00Z",
                "2026-03-29T22:00:00Z",
            )
        };
        assert_eq!(day("30 2 * * *"), ["29T01:00"]);
        assert_eq!(day("*/20 2 * * *"), ["29T01:00"]);
        assert_eq!(day("30 1,2,3 * * *"), ["29T00:30", "29T01:00", "29T01:30"]);
        assert_eq!(day("30 * * * *").len(), 23);
    }

    #[test]
    fn a_repeated_time_comes_once() {
        let day = |line| {
            times(
                line,
                "Europe/Berlin",
                "2026-10-24T22:00:00Z",
                "2026-10-25T22:59:00Z",
            )
        };
        assert_eq!(day("30 2 * * *"), ["25T00:30"]);
        assert_eq!(day("*/30 2 * * *"), ["25T00:00", "25T00:30"]);
        assert_eq!(day("30 1,2,3 * * *"), ["24T23:30", "25T00:30", "25T02:30"]);
        // a line for every hour keeps its pace through the repeated hour
        assert_eq!(day("30 * * * *").len(), 25);
        // asked in the second of the two hours, it does not come again
        let daily = Schedule::parse("30 2 * * *", &zone("Europe/Berlin")).expect("a schedule");
        assert_eq!(
            daily.next(at("2026-10-25T01:10:00Z")),
            at("2026-10-26T01:30:00Z")
        );
    }

    /// D-16: one run a local day, whatever the clocks do.
    #[test]
    fn a_daily_line_comes_once_a_local_day() {
        let names = [
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Africa/Casablanca",
            "Pacific/Apia",
            "America/Santiago",
        ];
        for name in names {
            let zone = zone(name);
            for line in ["0 0 * * *", "15 2 * * *", "30 2 * * *", "45 23 * * *"] {
                let schedule = Schedule::parse(line, &zone).expect("a schedule");
                let day_of = |at| zone.to_datetime(timestamp(at).expect("in range")).date();
                let mut now = schedule.next(at("2024-01-01T12:00:00Z"));
                while now < at("2035-12-31T00:00:00Z") {
                    let next = schedule.next(now);
                    let tomorrow = day_of(now).tomorrow().expect("in range");
                    assert_eq!(day_of(next), tomorrow, "{line} in {name} after {now}");
                    now = next;
                }
            }
        }
    }
}
