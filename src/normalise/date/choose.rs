//! The best date of several.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use crate::article::{DateOrigin, DateRole, Dated, RawDate};

use super::{Context, Place, prose, read_at};

/// The best plausible date of a role: the first, in order of trust and then as found, that can be read, is not
/// before 1990, and not more than a day after `now`.
///
/// A publication date in front matter may lie in the future ("publish then"), and any article may expire there.
pub fn choose(
    dates: &[RawDate],
    role: DateRole,
    context: &Context,
    now: DateTime<Utc>,
) -> Option<Dated> {
    let mut candidates: Vec<&RawDate> = dates.iter().filter(|date| date.role == role).collect();
    candidates.sort_by_key(|date| date.origin);
    candidates.into_iter().find_map(|date| {
        let at = match date.origin {
            DateOrigin::FrontMatter | DateOrigin::Feed => {
                read_at(&date.text, context, Place::Field)
            }
            DateOrigin::StructuredData => read_at(&date.text, context, Place::Data),
            DateOrigin::Byline => prose::find(&date.text, context),
            DateOrigin::Address
            | DateOrigin::FileName
            | DateOrigin::FileTime
            | DateOrigin::FirstSeen => read_at(&date.text, context, Place::Prose),
        }?;
        is_plausible(at.to_utc(), date, now).then(|| Dated {
            at,
            origin: date.origin,
            field: date.field.to_owned(),
        })
    })
}

/// The date by which an article is ordered: when it appeared or, where the document says only when it changed
/// (Atom entries with `updated` alone), that.
pub fn published_or_updated(
    dates: &[RawDate],
    context: &Context,
    now: DateTime<Utc>,
) -> Option<Dated> {
    choose(dates, DateRole::Published, context, now)
        .or_else(|| choose(dates, DateRole::Updated, context, now))
}

fn is_plausible(at: DateTime<Utc>, date: &RawDate, now: DateTime<Utc>) -> bool {
    let earliest = Utc.with_ymd_and_hms(1990, 1, 1, 0, 0, 0).single();
    let future = match (date.role, date.origin) {
        (DateRole::Expires, _) | (DateRole::Published, DateOrigin::FrontMatter) => true,
        // a day's grace, for local times that were labelled as universal
        _ => now
            .checked_add_signed(TimeDelta::days(1))
            .is_none_or(|latest| at <= latest),
    };
    future && earliest.is_none_or(|earliest| at >= earliest)
}
