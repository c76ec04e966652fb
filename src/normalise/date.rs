//! Dates: strings as written → instants, by a ladder of formats. Stub.

use chrono::{DateTime, FixedOffset, Utc};

use crate::article::{DateRole, Dated, RawDate};

/// Order of day and month in numeric dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// 31/12/2024
    DayFirst,
    /// 12/31/2024
    MonthFirst,
}

/// How the dates of one document are to be read.
#[derive(Debug, Clone)]
pub struct Context {
    /// Zone of dates that carry none.
    pub zone: jiff::tz::TimeZone,
    /// Order of ambiguous numeric dates, where known.
    pub order: Option<DayOrder>,
    /// Language of the document: a BCP 47 tag, or empty.
    pub language: String,
}

/// Reads one date. None for what is not a date, for input over 128 bytes (G-05), for years before 1000 or after 9999.
pub fn read(text: &str, context: &Context) -> Option<DateTime<FixedOffset>> {
    let _ = context;
    DateTime::parse_from_rfc3339(text)
        .or_else(|_| DateTime::parse_from_rfc2822(text))
        .ok()
}

/// The order that the document's own dates prove: one `25/04` settles it.
pub fn proven_order<'a>(dates: impl Iterator<Item = &'a str>) -> Option<DayOrder> {
    let _ = dates.count();
    None
}

/// The best plausible date of a role: the first in order of trust that can be read, is not before 1990 and not
/// after `now` (a front matter date may be in the future: it means "publish then").
pub fn choose(
    dates: &[RawDate],
    role: DateRole,
    context: &Context,
    now: DateTime<Utc>,
) -> Option<Dated> {
    let _ = now;
    dates
        .iter()
        .filter(|date| date.role == role)
        .find_map(|date| {
            Some(Dated {
                at: read(&date.text, context)?,
                origin: date.origin,
                field: date.field.to_owned(),
            })
        })
}
