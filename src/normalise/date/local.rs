//! The day on which readers of a page saw it appear.
//!
//! Many pages state the instant in universal time and show the day in the zone of the newsroom.
//! Near midnight the two days differ, and the one shown is the day of the article. The instant
//! itself is never changed, only the offset it is written with.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};

use crate::article::{DateOrigin, DateRole, RawDate};

use super::{Context, Place, prose, read_at};

/// Newsrooms further west or east of Greenwich, in minutes, are fewer than false matches.
const FURTHEST: (i64, i64) = (-8 * 60, 13 * 60);

/// Words for universal time at the end of a date.
const UNIVERSAL: &[&str] = &["Z", "z", "+00:00", "+0000", "GMT", "UTC"];

/// The same instant, in the offset that the other dates of the page show where it is stated in
/// universal time, or in seconds since 1970.
///
/// In order of trust: another date for machines with an offset of its own, the day in the
/// address, the day in the line for readers. A day that no offset could give says nothing.
pub(super) fn shown(
    at: DateTime<FixedOffset>,
    stated: &RawDate,
    dates: &[RawDate],
    context: &Context,
) -> DateTime<FixedOffset> {
    let text = stated.text.trim();
    let counted = matches!(text.len(), 10 | 13) && text.bytes().all(|byte| byte.is_ascii_digit());
    let universal = counted || UNIVERSAL.iter().any(|word| text.ends_with(word));
    // Midnight exactly is a day without a time of day, which was given a zone by a program.
    if at.time() == NaiveTime::MIN {
        return at;
    }
    let shown = || {
        let published = dates.iter().filter(|date| date.role == stated.role);
        published.filter_map(|date| seen(date, context))
    };
    let offset = if universal && at.offset().local_minus_utc() == 0 {
        own_offset(dates, context).or_else(|| shown().find_map(|seen| between(at, seen)))
    } else {
        elsewhere(at, shown())
    };
    let offset =
        offset.and_then(|minutes| FixedOffset::east_opt(i32::try_from(minutes * 60).ok()?));
    offset.map_or(at, |offset| at.with_timezone(&offset))
}

/// The offset that another date for machines is written with, in minutes.
fn own_offset(dates: &[RawDate], context: &Context) -> Option<i64> {
    dates
        .iter()
        .filter(|date| date.origin == DateOrigin::StructuredData && date.role != DateRole::Expires)
        .filter(|date| {
            !UNIVERSAL
                .iter()
                .any(|word| date.text.trim().ends_with(word))
        })
        .filter(|date| date.text.contains(':'))
        .filter_map(|date| read_at(&date.text, context, Place::Data))
        .map(|at| i64::from(at.offset().local_minus_utc()) / 60)
        .find(|minutes| *minutes != 0)
}

/// The day, and time of day where there is one, that an address or a line shows.
fn seen(date: &RawDate, context: &Context) -> Option<DateTime<FixedOffset>> {
    match date.origin {
        DateOrigin::Address => read_at(&date.text, context, Place::Prose),
        DateOrigin::Byline => prose::find(&date.text, context),
        _ => None,
    }
}

/// The offset in which a page shows an instant that it states in another, where it nowhere shows the day that it states:
/// pages are put together by machines in other zones. In whole half hours: what is less is another event.
fn elsewhere(
    at: DateTime<FixedOffset>,
    mut shown: impl Iterator<Item = DateTime<FixedOffset>>,
) -> Option<i64> {
    let first = shown.next()?;
    let apart = |seen: DateTime<FixedOffset>| exactly(at, seen).filter(|minutes| minutes % 30 == 0);
    let offset = apart(first).filter(|_| first.date_naive() != at.date_naive());
    offset.filter(|_| shown.all(|seen| seen.date_naive() != at.date_naive()))
}

/// Minutes from universal time to what is seen, where it is the same instant down to the minute.
fn exactly(at: DateTime<FixedOffset>, seen: DateTime<FixedOffset>) -> Option<i64> {
    let minutes = (seen.naive_local() - at.naive_utc() + TimeDelta::seconds(at.timestamp() % 60))
        .num_minutes();
    let fits = seen.time() != NaiveTime::MIN && minutes % 15 == 0 && in_reach(&minutes);
    fits.then_some(minutes)
}

fn in_reach(minutes: &i64) -> bool {
    (FURTHEST.0..=FURTHEST.1).contains(minutes)
}

/// Minutes from universal time to what is seen; none where that is another event.
fn between(at: DateTime<FixedOffset>, seen: DateTime<FixedOffset>) -> Option<i64> {
    let (day, shown): (NaiveDate, NaiveDate) = (at.date_naive(), seen.date_naive());
    if let Some(minutes) = exactly(at, seen) {
        return Some(minutes);
    }
    if (shown - day).num_days().abs() > 1 {
        return None;
    }
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
    // Whole hours, away from Greenwich: up to midnight in the east, past it in the west.
    let until = |midnight: NaiveDateTime| (midnight - at.naive_utc()).num_seconds();
    let hours = if shown == day {
        0
    } else if shown > day {
        (until(midnight(shown)) + 3599) / 3600
    } else {
        until(midnight(day)) / 3600 - 1
    };
    Some(hours * 60).filter(in_reach)
}

#[cfg(test)]
mod tests {
    use super::super::choose::tests::raw;
    use super::*;

    #[test]
    fn the_day_is_the_one_that_readers_saw() {
        use DateOrigin::{Address, Byline, StructuredData};
        use DateRole::{Published, Updated};
        let context = Context {
            zone: jiff::tz::TimeZone::UTC,
            order: None,
            language: String::new(),
        };
        let cases = [
            // the day alone: the nearest whole hour
            (
                "2024-05-02T02:54:29Z",
                raw(Published, Byline, "May 1, 2024"),
                "2024-05-01T23:54:29-03:00",
            ),
            (
                "2024-05-01T23:15:00Z",
                raw(Published, Address, "2024-05-02"),
                "2024-05-02T00:15:00+01:00",
            ),
            // midnight in the newsroom; in seconds
            (
                "2024-05-01T23:00:00Z",
                raw(Published, Byline, "May 2, 2024"),
                "2024-05-02T00:00:00+01:00",
            ),
            (
                "1714604400",
                raw(Published, Byline, "May 2, 2024"),
                "2024-05-02T00:00:00+01:00",
            ),
            (
                "2024-05-02T02:00:00Z",
                raw(Published, Byline, "May 1, 2024"),
                "2024-05-01T23:00:00-03:00",
            ),
            // with the time of day: the offset itself
            (
                "2024-05-02T02:54:29Z",
                raw(Published, Byline, "May 1, 2024 7:54 pm"),
                "2024-05-01T19:54:29-07:00",
            ),
            // another date in the zone of the newsroom
            (
                "2024-05-01T23:15:00Z",
                raw(Updated, StructuredData, "2024-05-03T12:00:00+02:00"),
                "2024-05-02T01:15:00+02:00",
            ),
            // put together in another zone than the newsroom's
            (
                "2024-05-01T22:57:00-05:00",
                raw(Published, Byline, "May 2, 2024 3:57 am"),
                "2024-05-02T03:57:00+00:00",
            ),
            (
                "2024-05-01T22:57:00-05:00",
                raw(Published, Byline, "May 1, 2024 10:57 pm"),
                "2024-05-01T22:57:00-05:00",
            ),
            (
                "2024-05-01T22:57:00-05:00",
                raw(Published, Byline, "May 2, 2024 3:50 am"),
                "2024-05-01T22:57:00-05:00",
            ),
            // the same day, another event, out of reach, not universal
            (
                "2024-05-02T02:54:29Z",
                raw(Published, Byline, "May 2, 2024"),
                "2024-05-02T02:54:29+00:00",
            ),
            (
                "2024-05-02T02:54:29Z",
                raw(Published, Byline, "April 12, 2024"),
                "2024-05-02T02:54:29+00:00",
            ),
            (
                "2024-05-02T12:54:29Z",
                raw(Published, Byline, "May 1, 2024"),
                "2024-05-02T12:54:29+00:00",
            ),
            (
                "2024-05-02T02:54:29",
                raw(Published, Byline, "May 1, 2024"),
                "2024-05-02T02:54:29+00:00",
            ),
            (
                "2024-05-02T00:00:00Z",
                raw(Published, Byline, "May 1, 2024"),
                "2024-05-02T00:00:00+00:00",
            ),
        ];
        for (text, other, expected) in cases {
            let stated = raw(Published, StructuredData, text);
            let at = read_at(text, &context, Place::Data).expect("a date");
            let dates = [stated.clone(), other];
            let got = shown(at, &stated, &dates, &context);
            assert_eq!(got.to_utc(), at.to_utc(), "{text}");
            assert_eq!(got.to_rfc3339(), expected, "{text}");
        }
    }
}
