//! The best date of several.

use chrono::{DateTime, TimeDelta, TimeZone, Utc};

use crate::article::{DateOrigin, DateRole, Dated, RawDate};

use super::{Context, Place, local, prose, read_at};

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
            DateOrigin::StructuredData => read_at(&date.text, context, Place::Data)
                .map(|at| local::shown(at, date, dates, context)),
            DateOrigin::Byline => prose::find(&date.text, context),
            DateOrigin::Address
            | DateOrigin::FileName
            | DateOrigin::FileTime
            | DateOrigin::FirstSeen => {
                // "/2024/05/12/", as it stands in an address
                let text = date.text.trim_matches(['/', '-', '_']);
                read_at(text, context, Place::Prose)
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn raw(role: DateRole, origin: DateOrigin, text: &str) -> RawDate {
        RawDate {
            role,
            text: text.to_owned(),
            origin,
            field: "field",
        }
    }

    fn context() -> Context {
        Context {
            zone: jiff::tz::TimeZone::UTC,
            order: None,
            language: String::new(),
        }
    }

    fn chosen(dates: &[RawDate], role: DateRole) -> Option<(String, DateOrigin)> {
        let now = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).single()?;
        choose(dates, role, &context(), now)
            .map(|dated| (dated.at.format("%Y-%m-%d").to_string(), dated.origin))
    }

    #[test]
    fn g_03_the_most_trusted_date_wins_and_then_the_first() {
        use DateOrigin::{Address, Byline, Feed, FrontMatter, StructuredData};
        use DateRole::Published;
        let dates = [
            raw(Published, Byline, "By Jo Doe | May 3, 2024 | 5 min read"),
            raw(Published, Address, "/2024/05/04/"),
            raw(Published, StructuredData, "2024-05-05"),
            raw(Published, StructuredData, "2024-05-06"),
        ];
        let from = |from: usize| chosen(dates.get(from..).unwrap_or_default(), Published);
        assert_eq!(from(0), Some(("2024-05-05".to_owned(), StructuredData)));
        assert_eq!(
            chosen(&dates[..2], Published),
            Some(("2024-05-04".to_owned(), Address))
        );
        assert_eq!(
            chosen(&dates[..1], Published),
            Some(("2024-05-03".to_owned(), Byline))
        );
        let front = [
            raw(Published, Feed, "2024-05-05"),
            raw(Published, FrontMatter, "2024-05-06"),
        ];
        assert_eq!(
            chosen(&front, Published),
            Some(("2024-05-06".to_owned(), FrontMatter))
        );
    }

    /// B25, B26, B27: what is unreadable or implausible falls to the next, and never to now.
    #[test]
    fn implausible_dates_fall_to_the_next() {
        use DateOrigin::{Feed, FrontMatter, StructuredData};
        use DateRole::{Expires, Published, Updated};
        for bad in [
            "soon",
            "1970-01-01",
            "1989-12-31",
            "2026-06-03",
            "2999-01-01",
        ] {
            let mut dates = vec![raw(Published, Feed, bad)];
            assert_eq!(chosen(&dates, Published), None, "{bad}");
            dates.push(raw(Published, StructuredData, "2024-05-05"));
            assert_eq!(
                chosen(&dates, Published),
                Some(("2024-05-05".to_owned(), StructuredData)),
                "{bad}"
            );
        }
        // a day's grace for wrong zones; "publish then" in front matter; expiry lies ahead
        assert!(chosen(&[raw(Published, Feed, "2026-06-01T20:00:00Z")], Published).is_some());
        assert!(chosen(&[raw(Published, FrontMatter, "2027-01-01")], Published).is_some());
        assert!(chosen(&[raw(Updated, FrontMatter, "2027-01-01")], Updated).is_none());
        assert!(chosen(&[raw(Expires, Feed, "2027-01-01")], Expires).is_some());
        // B28: a role takes no other role's date
        assert!(chosen(&[raw(Updated, Feed, "2024-05-05")], Published).is_none());
        let now = Utc
            .with_ymd_and_hms(2026, 6, 1, 0, 0, 0)
            .single()
            .expect("a time");
        let only_updated = [raw(Updated, Feed, "2024-05-05")];
        assert!(published_or_updated(&only_updated, &context(), now).is_some());
    }
}
