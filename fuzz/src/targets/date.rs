//! Dates: the text; on further lines the language, and the order of days, months and years.

use chrono::{DateTime, FixedOffset};
use feedmill::article::{DateOrigin, DateRole, RawDate};
use feedmill::normalise::date::{self, Context, DayOrder};
use jiff::tz::TimeZone;

use super::articles::now;
use crate::input::text;

/// Where a date may come from, so that it is read by each set of rules.
const ORIGINS: &[DateOrigin] = &[
    DateOrigin::Feed,
    DateOrigin::StructuredData,
    DateOrigin::Address,
    DateOrigin::List,
    DateOrigin::Byline,
    DateOrigin::Age,
];

/// What is read is an instant that can be written, and read again.
pub fn run(bytes: &[u8]) {
    let input = text(bytes);
    let mut lines = input.splitn(3, '\n');
    let written = lines.next().unwrap_or_default();
    let language = lines.next().unwrap_or_default().trim().to_owned();
    let orders = [None, Some(DayOrder::DayFirst), Some(DayOrder::MonthFirst)];
    let order = lines.next().unwrap_or_default().len() % orders.len();
    let mut context = Context {
        zone: TimeZone::UTC,
        order: orders.get(order).copied().flatten(),
        language,
    };
    let _ = date::proven_order([written].into_iter());
    let zones = ["UTC", "America/New_York"];
    let zone = zones.get(bytes.len() % zones.len());
    context.zone = TimeZone::get(zone.expect("a row")).expect("a zone");
    if let Some(at) = date::read(written, &context) {
        again(at, &context);
    }
    // By one set of rules an input: all of them would take longer than to try another input.
    let raw = RawDate {
        role: DateRole::Published,
        text: written.to_owned(),
        origin: *ORIGINS.get(bytes.len() % ORIGINS.len()).expect("a row"),
        field: "date",
    };
    if let Some(dated) = date::choose(&[raw], DateRole::Published, &context, now()) {
        again(dated.at, &context);
    }
}

fn again(at: DateTime<FixedOffset>, context: &Context) {
    let iso = at.to_rfc3339();
    let read = DateTime::parse_from_rfc3339(&iso).expect("RFC 3339");
    // Neither form has offsets with seconds, as local times before 1900 do; what is published has none.
    if at.offset().local_minus_utc() % 60 != 0 {
        return;
    }
    assert_eq!(read, at, "{iso}");
    assert_eq!(date::read(&iso, context), Some(at), "{iso}");
    let mail = at.to_rfc2822();
    let read = DateTime::parse_from_rfc2822(&mail).expect("RFC 2822");
    assert_eq!(read.timestamp(), at.timestamp(), "{mail}");
}
