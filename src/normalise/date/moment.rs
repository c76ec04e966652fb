//! A date and time of day with a zone → an instant.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, Utc};
use jiff::tz::{AmbiguousOffset, TimeZone};

/// Where a date and time of day hold.
#[derive(Debug, Clone)]
pub(super) enum Zone {
    /// Nothing was written: the document's zone.
    Unsaid,
    /// So many seconds east of Greenwich.
    Offset(i32),
    /// A zone of the IANA database.
    Named(TimeZone),
}

/// The instant; None outside the years 1000–9999, in its own offset and in UTC, for RFC 3339 and
/// RFC 822 have four digits for a year (B22, B29).
pub(super) fn instant(
    civil: NaiveDateTime,
    zone: Zone,
    unsaid: &TimeZone,
) -> Option<DateTime<FixedOffset>> {
    let at = match zone {
        Zone::Offset(seconds) => at_offset(civil, seconds, seconds)?,
        Zone::Named(zone) => in_zone(civil, &zone)?,
        Zone::Unsaid => in_zone(civil, unsaid)?,
    };
    in_range(at)
}

/// None outside the years 1000–9999.
pub(super) fn in_range(at: DateTime<FixedOffset>) -> Option<DateTime<FixedOffset>> {
    let years = 1000..=9999;
    (years.contains(&at.year()) && years.contains(&at.to_utc().year())).then_some(at)
}

/// A local time that daylight saving skips is read with the offset before it, which gives the valid
/// time that comes as much later; one that comes twice is the first of the two.
fn in_zone(civil: NaiveDateTime, zone: &TimeZone) -> Option<DateTime<FixedOffset>> {
    if *zone == TimeZone::UTC {
        return at_offset(civil, 0, 0);
    }
    let local = jiff::Timestamp::from_second(civil.and_utc().timestamp())
        .ok()?
        .to_zoned(TimeZone::UTC)
        .datetime();
    let (read, shown) = match zone.to_ambiguous_timestamp(local).offset() {
        AmbiguousOffset::Unambiguous { offset } => (offset, offset),
        AmbiguousOffset::Gap { before, after } => (before, after),
        AmbiguousOffset::Fold { before, .. } => (before, before),
    };
    at_offset(civil, read.seconds(), shown.seconds())
}

/// Reads with one offset and shows in another. Offsets that are not of whole minutes (before standard
/// time) cannot be written in RFC 3339, so such instants are shown in UTC.
fn at_offset(civil: NaiveDateTime, read: i32, shown: i32) -> Option<DateTime<FixedOffset>> {
    let utc = civil.checked_sub_signed(chrono::TimeDelta::seconds(read.into()))?;
    let shown = if shown % 60 == 0 { shown } else { 0 };
    let utc: DateTime<Utc> = utc.and_utc();
    Some(utc.with_timezone(&FixedOffset::east_opt(shown)?))
}
