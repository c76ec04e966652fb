//! Dates as the formats write them. Whole seconds, in the offset in which the article was dated, so
//! that the three formats say the same of an article; never a panic, whatever the store holds.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, SecondsFormat, Timelike, Utc};

use crate::article::Feed;

/// Largest offset that is in use anywhere (Kiribati), in seconds.
const LARGEST_OFFSET: i32 = 14 * 3600;

/// An instant that RFC 822 and RFC 3339 can both write: a year of four digits, an offset of whole
/// minutes that exists, no fraction (B22, B24, B29). The instant itself changes only when its year
/// cannot be written; then the nearest one that can stands for it.
pub(super) fn writable(at: DateTime<FixedOffset>) -> DateTime<FixedOffset> {
    let offset = at.offset().local_minus_utc();
    let at = if offset % 60 != 0 || offset.abs() > LARGEST_OFFSET {
        at.to_utc().fixed_offset()
    } else {
        at
    };
    let at = at.with_nanosecond(0).unwrap_or(at);
    match at.year() {
        1..=9999 => at,
        year if year < 1 => edge(1, 1, 1, 0, 0, 0),
        _ => edge(9999, 12, 31, 23, 59, 59),
    }
}

fn edge(
    year: i32,
    month: u32,
    day: u32,
    hour: u32,
    minute: u32,
    second: u32,
) -> DateTime<FixedOffset> {
    NaiveDate::from_ymd_opt(year, month, day)
        .and_then(|day| day.and_hms_opt(hour, minute, second))
        .map(|at| at.and_utc())
        .unwrap_or(DateTime::<Utc>::UNIX_EPOCH)
        .fixed_offset()
}

/// RFC 822 with a year of four digits and a numeric zone. Offsets that are not of whole or half
/// hours (Nepal, the Chatham Islands) are written in UTC, since validators doubt them.
pub(super) fn rfc822(at: DateTime<FixedOffset>) -> String {
    let at = writable(at);
    if at.offset().local_minus_utc() % 1800 == 0 {
        at.to_rfc2822()
    } else {
        writable(at.to_utc().fixed_offset()).to_rfc2822()
    }
}

/// RFC 3339 with seconds, `Z` for UTC (A-07, J-05).
pub(super) fn rfc3339(at: DateTime<FixedOffset>) -> String {
    writable(at).to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// When a feed last changed: the latest change of its articles, not the time of writing.
/// `None` for an empty feed.
pub(super) fn updated(feed: &Feed) -> Option<DateTime<FixedOffset>> {
    feed.entries
        .iter()
        .map(|entry| entry.updated.max(entry.published))
        .max()
}

/// What stands for the change of a feed that never had an article: Atom demands a date (B52), and any
/// from a clock would change the file at every turn.
pub(super) fn never() -> DateTime<FixedOffset> {
    edge(2000, 1, 1, 0, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn offsets_are_kept_where_they_can_be_written() {
        for (given, rfc822_form, rfc3339_form) in [
            (
                "2024-05-05T07:08:09+02:00",
                "Sun, 5 May 2024 07:08:09 +0200",
                "2024-05-05T07:08:09+02:00",
            ),
            (
                "2024-05-05T07:08:09.750-03:30",
                "Sun, 5 May 2024 07:08:09 -0330",
                "2024-05-05T07:08:09-03:30",
            ),
            (
                "2024-05-05T12:45:00+12:45",
                "Sun, 5 May 2024 00:00:00 +0000",
                "2024-05-05T12:45:00+12:45",
            ),
            (
                "2024-05-05T00:00:00+14:00",
                "Sun, 5 May 2024 00:00:00 +1400",
                "2024-05-05T00:00:00+14:00",
            ),
            (
                "2106-02-07T06:28:16Z",
                "Sun, 7 Feb 2106 06:28:16 +0000",
                "2106-02-07T06:28:16Z",
            ),
        ] {
            let at = DateTime::parse_from_rfc3339(given).expect("a date");
            assert_eq!(rfc822(at), rfc822_form, "R-08 {given}");
            assert_eq!(rfc3339(at), rfc3339_form, "A-07 {given}");
        }
    }

    proptest! {
        /// B22, B24: any instant that chrono can hold, in any offset.
        #[test]
        fn any_date_is_written_and_read_back(
            seconds in -8_000_000_000_000_i64..8_000_000_000_000,
            offset in -86_399_i32..86_399,
        ) {
            let zone = FixedOffset::east_opt(offset).expect("an offset");
            let at = DateTime::from_timestamp(seconds, 5).expect("an instant").with_timezone(&zone);
            let (mail, iso) = (rfc822(at), rfc3339(at));
            let read = DateTime::parse_from_rfc3339(&iso).expect("RFC 3339");
            prop_assert_eq!(DateTime::parse_from_rfc2822(&mail).expect("RFC 822"), read);
            if (1..=9998).contains(&at.year()) && (2..=9998).contains(&at.to_utc().year()) {
                prop_assert_eq!(read.timestamp(), seconds);
            }
        }
    }
}
