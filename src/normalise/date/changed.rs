//! When a page goes by another date than the one that it states for machines: by what it shows its readers.

use chrono::{DateTime, FixedOffset, NaiveDate, Utc};

use crate::article::{DateOrigin, DateRole, RawDate};

use super::{Context, prose};

/// A date that was read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Read<'a> {
    /// As it was found.
    pub(super) date: &'a RawDate,
    /// When that is.
    pub(super) at: DateTime<FixedOffset>,
    /// What it turned out to be.
    pub(super) origin: DateOrigin,
}

impl<'a> Read<'a> {
    /// A date that is what it was found as.
    pub(super) fn of(date: &'a RawDate, at: DateTime<FixedOffset>) -> Read<'a> {
        Read {
            date,
            at,
            origin: date.origin,
        }
    }
}

/// Whether a page that states when it appeared and when it was `changed` shows its readers the latter alone, and does
/// not call it a change: it has been published anew, as of that day.
pub(super) fn is_shown(
    published: Read<'_>,
    changed: Read<'_>,
    dates: &[RawDate],
    context: &Context,
) -> bool {
    let stated = |read: Read<'_>| read.origin == DateOrigin::StructuredData;
    if !stated(published) || !stated(changed) || changed.at <= published.at {
        return false;
    }
    let (before, after) = (days(published.at), days(changed.at));
    if before.iter().any(|day| after.contains(day)) {
        return false;
    }
    let of = |role: fn(&RawDate) -> bool| {
        dates
            .iter()
            .filter(|date| date.role == DateRole::Published)
            .filter(move |date| role(date))
            .filter_map(|date| Some(prose::find(&date.text, context)?.date_naive()))
    };
    let shown = |date: &RawDate| match date.origin {
        DateOrigin::Byline => true,
        DateOrigin::StructuredData => date.field == "time",
        _ => false,
    };
    let address = |date: &RawDate| date.origin == DateOrigin::Address;
    of(shown).next().is_some_and(|day| after.contains(&day))
        && !of(shown)
            .chain(of(address))
            .any(|day| before.contains(&day))
}

/// The date that a page shows its readers beside its heading or with a word for it, where it is the only one that it shows
/// and neither the one that it states for machines nor that of its address: that one is of a draft, or of a move to
/// another system. A day more or less is the zone, where the former is stated in universal time.
pub(super) fn shown_instead<'a>(
    published: Read<'_>,
    dates: &'a [RawDate],
    context: &Context,
) -> Option<Read<'a>> {
    if published.origin != DateOrigin::StructuredData || published.date.field == "time" {
        return None;
    }
    let of = |origin: DateOrigin| {
        let those = dates.iter().filter(move |date| date.origin == origin);
        those
            .filter(|date| date.role == DateRole::Published)
            .filter_map(|date| Some(Read::of(date, prose::find(&date.text, context)?)))
    };
    let shown = of(DateOrigin::Byline).next()?;
    let day = shown.at.date_naive();
    let zone = i64::from(published.at.offset().local_minus_utc() == 0);
    let apart = |stated: NaiveDate| (stated - day).num_days().abs() > zone;
    let stated = days(published.at);
    let alone = of(DateOrigin::Byline).all(|other| other.at.date_naive() == day);
    let by_address = of(DateOrigin::Address).any(|other| stated.contains(&other.at.date_naive()));
    (shown.date.field == SURE && alone && !by_address && stated.into_iter().all(apart))
        .then_some(shown)
}

/// The field of dates in lines that are there to say when.
const SURE: &str = "byline";

/// The day of an instant where it was written, and in universal time.
fn days(at: DateTime<FixedOffset>) -> [NaiveDate; 2] {
    [at.date_naive(), at.with_timezone(&Utc).date_naive()]
}

#[cfg(test)]
mod tests {
    use super::super::choose;
    use super::super::choose::tests::raw;
    use super::*;
    use chrono::TimeZone;

    /// The day that a page with these dates goes by, stated to have appeared on 1 May and to have been changed on 12 May.
    fn day(others: &[RawDate]) -> String {
        let context = Context {
            zone: jiff::tz::TimeZone::UTC,
            order: None,
            language: String::new(),
        };
        let mut dates = vec![
            raw(
                DateRole::Published,
                DateOrigin::StructuredData,
                "2024-05-01T10:00:00Z",
            ),
            raw(
                DateRole::Updated,
                DateOrigin::StructuredData,
                "2024-05-12T10:00:00Z",
            ),
        ];
        dates.extend_from_slice(others);
        let now = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).single();
        choose(&dates, DateRole::Published, &context, now.expect("a time"))
            .map_or_else(String::new, |dated| dated.at.format("%m-%d").to_string())
    }

    #[test]
    fn a_page_goes_by_the_day_that_it_shows() {
        use DateOrigin::{Address, Byline};
        use DateRole::{Published, Updated};
        let line = |role, text: &str| raw(role, Byline, text);
        for (others, expected) in [
            (vec![], "05-01"),
            (vec![line(Published, "By Ann Doe, May 12, 2024")], "05-12"),
            // called a change; shown beside the other; another event
            (vec![line(Updated, "Updated May 12, 2024")], "05-01"),
            (
                vec![
                    line(Published, "May 12, 2024"),
                    line(Published, "May 1, 2024"),
                ],
                "05-01",
            ),
            (vec![line(Published, "May 20, 2024")], "05-01"),
            // not the first that is shown: that of a neighbour
            (
                vec![
                    line(Published, "May 20, 2024"),
                    line(Published, "May 12, 2024"),
                ],
                "05-01",
            ),
            // the address says when it appeared
            (
                vec![
                    line(Published, "May 12, 2024"),
                    raw(Published, Address, "2024-05-01"),
                ],
                "05-01",
            ),
        ] {
            assert_eq!(day(&others), expected, "{others:?}");
        }
    }

    #[test]
    fn the_one_day_that_is_shown_stands_against_the_one_that_is_stated() {
        use DateOrigin::{Address, Byline};
        use DateRole::Published;
        let line = |field: &'static str, text: &str| RawDate {
            field,
            ..raw(Published, Byline, text)
        };
        for (others, expected) in [
            (vec![line("byline", "May 20, 2024")], "05-20"),
            // somewhere in the text; one of several; the zone
            (vec![line("text", "May 20, 2024")], "05-01"),
            (
                vec![line("byline", "May 20, 2024"), line("text", "May 21, 2024")],
                "05-01",
            ),
            (vec![line("byline", "May 2, 2024")], "05-01"),
            (
                vec![
                    line("byline", "May 20, 2024"),
                    raw(Published, Address, "2024-05-01"),
                ],
                "05-01",
            ),
        ] {
            assert_eq!(day(&others), expected, "{others:?}");
        }
    }

    #[test]
    fn the_day_that_is_shown_is_beside_the_one_that_is_stated() {
        let context = Context {
            zone: jiff::tz::TimeZone::UTC,
            order: None,
            language: String::new(),
        };
        let now = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).single();
        let now = now.expect("a time");
        for (stated, expected) in [
            // written in the evening, for the day that it shows; in universal time it may be the zone
            ("2024-05-11T20:35:36+01:00", "2024-05-12"),
            ("2024-05-11T10:35:36Z", "2024-05-11"),
        ] {
            let dates = [
                raw(DateRole::Published, DateOrigin::StructuredData, stated),
                RawDate {
                    field: "byline",
                    ..raw(DateRole::Published, DateOrigin::Byline, "May 12, 2024")
                },
            ];
            let dated = choose(&dates, DateRole::Published, &context, now).expect("a date");
            assert_eq!(
                dated.at.format("%Y-%m-%d").to_string(),
                expected,
                "{stated}"
            );
        }
    }

    #[test]
    fn a_page_that_knows_its_last_change_alone_goes_by_it() {
        use DateOrigin::{Byline, Feed};
        let context = Context {
            zone: jiff::tz::TimeZone::UTC,
            order: None,
            language: String::new(),
        };
        let now = Utc
            .with_ymd_and_hms(2026, 6, 1, 0, 0, 0)
            .single()
            .expect("a time");
        for (origin, expected) in [(Byline, true), (Feed, false)] {
            let dates = [raw(DateRole::Updated, origin, "12 May 2024")];
            let published = choose(&dates, DateRole::Published, &context, now);
            let updated = choose(&dates, DateRole::Updated, &context, now);
            assert!(updated.is_some());
            assert_eq!(published.is_some() && published == updated, expected);
        }
    }
}
