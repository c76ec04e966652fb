//! The best date of several.

use chrono::{DateTime, FixedOffset, TimeDelta, Utc};

use crate::article::{DateOrigin, DateRole, Dated, RawDate};

use super::changed::{self, Read};
use super::{Context, Place, age, local, prose, read_at};

/// 1990-01-01, before which few published anything that has an address.
const YEAR_1990: i64 = 631_152_000;

/// The best plausible date of a role: the first, in order of trust and then as found, that can be read, is not
/// before 1990, and not more than a day after `now`.
///
/// What a file, a feed or a page states to have appeared before 1990 is believed when nothing else is there to
/// believe, unless it is where some program's clock begins. A publication date in front matter may lie in the future ("publish then"), and any article may expire there.
///
/// A page that shows its readers the day of its last change alone, or knows no other, goes by that: its date of
/// publication is then the very same as its date of change. And one that shows a single day, far from the one that it
/// states for machines, goes by the former.
pub fn choose(
    dates: &[RawDate],
    role: DateRole,
    context: &Context,
    now: DateTime<Utc>,
) -> Option<Dated> {
    let mut best = best(dates, role, context, now);
    if role == DateRole::Published && dates.iter().any(|date| date.role == DateRole::Updated) {
        let changed = best_of_page(dates, context, now);
        best = match (best, changed) {
            (None, changed) => changed,
            (Some(best), Some(changed)) if changed::is_shown(best, changed, dates, context) => {
                Some(changed)
            }
            (best, _) => best,
        };
    }
    if let Some(stated) = best.filter(|_| role == DateRole::Published) {
        best = changed::shown_instead(stated, dates, context)
            .filter(|shown| !is_early(shown) && has_come(shown, now))
            .or(best);
    }
    best.map(|best| Dated {
        at: best.at,
        origin: best.origin,
        field: best.date.field.to_owned(),
    })
}

/// When a page was changed, as it says itself. A feed without dates of publication has none.
fn best_of_page<'a>(
    dates: &'a [RawDate],
    context: &Context,
    now: DateTime<Utc>,
) -> Option<Read<'a>> {
    best(dates, DateRole::Updated, context, now)
        .filter(|best| matches!(best.origin, DateOrigin::StructuredData | DateOrigin::Byline))
}

fn best<'a>(
    dates: &'a [RawDate],
    role: DateRole,
    context: &Context,
    now: DateTime<Utc>,
) -> Option<Read<'a>> {
    let mut candidates: Vec<&RawDate> = dates.iter().filter(|date| date.role == role).collect();
    if candidates.is_empty() {
        return None;
    }
    candidates.sort_by_key(|date| date.origin);
    let mut read: Vec<Read<'a>> = candidates
        .iter()
        .filter_map(|date| read_from(date, dates, context, now))
        .filter(|read| has_come(read, now))
        .collect();
    // What was read as an age is less than what its place is trusted with.
    read.sort_by_key(|read| read.origin);
    let months: Vec<Read<'a>> = candidates
        .iter()
        .filter_map(|date| Some(Read::of(date, month(date, context)?)))
        .filter(|read| !is_early(read) && has_come(read, now))
        .collect();
    read.iter()
        .find(|read| !is_early(read))
        .or(months.first())
        .or_else(|| {
            read.iter()
                .find(|read| is_stated(read.date) && !is_zero(read.at.to_utc()))
        })
        .copied()
}

fn is_early(read: &Read<'_>) -> bool {
    read.at.to_utc().timestamp() < YEAR_1990
}

/// Whether the author says that this is when the article appeared: a `<time>` that a page mentions without
/// a word may be that of anything in its text, and so may what people read.
fn is_stated(date: &RawDate) -> bool {
    match date.origin {
        DateOrigin::FrontMatter | DateOrigin::Feed => true,
        DateOrigin::StructuredData => date.field != "time",
        _ => false,
    }
}

/// A month in structured data (HTML standard, 2.3.5.1: `2024-05`) is its first day, for want of better.
fn month(date: &RawDate, context: &Context) -> Option<DateTime<FixedOffset>> {
    let text = date.text.trim();
    let shape = text.len() == 7 && text.as_bytes().get(4) == Some(&b'-');
    let stated = date.origin == DateOrigin::StructuredData && is_stated(date);
    (shape && stated).then(|| read_at(text, context, Place::Field))?
}

fn read_from<'a>(
    date: &'a RawDate,
    dates: &[RawDate],
    context: &Context,
    now: DateTime<Utc>,
) -> Option<Read<'a>> {
    let text = date.text.as_str();
    let at = match date.origin {
        DateOrigin::FrontMatter | DateOrigin::Feed => read_at(text, context, Place::Field),
        DateOrigin::StructuredData => {
            read_at(text, context, Place::Data).map(|at| local::shown(at, date, dates, context))
        }
        DateOrigin::List => return listed(date, context, now),
        DateOrigin::Byline => prose::find(text, context),
        DateOrigin::Age => None,
        DateOrigin::Address
        | DateOrigin::FileName
        | DateOrigin::FileTime
        | DateOrigin::FirstSeen => {
            // "/2024/05/12/", as it stands in an address
            read_at(text.trim_matches(['/', '-', '_']), context, Place::Prose)
        }
    };
    Some(Read::of(date, at?))
}

/// A date in a list, else an age in words, else a month: `Nov 12` is a day of this year, not November 2012.
fn listed<'a>(date: &'a RawDate, context: &Context, now: DateTime<Utc>) -> Option<Read<'a>> {
    let text = date.text.as_str();
    let day = read_at(text, context, Place::Data).or_else(|| prose::find(text, context));
    if let Some(at) = day {
        return Some(Read::of(date, at));
    }
    let age = |at| Read {
        date,
        at,
        origin: DateOrigin::Age,
    };
    let month = || Some(Read::of(date, read_at(text, context, Place::Field)?));
    age::read(text, context, now).map(age).or_else(month)
}

/// Whether a date lies where dates of that kind may: not in the future, but for those that are to come.
fn has_come(read: &Read<'_>, now: DateTime<Utc>) -> bool {
    match (read.date.role, read.origin) {
        (DateRole::Expires, _) | (DateRole::Published, DateOrigin::FrontMatter) => true,
        // a day's grace, for local times that were labelled as universal
        _ => now
            .checked_add_signed(TimeDelta::days(1))
            .is_none_or(|latest| read.at.to_utc() <= latest),
    }
}

/// Where clocks begin, in seconds since 1970: what a program writes when it has no date. A day around each, for
/// the zones.
fn is_zero(at: DateTime<Utc>) -> bool {
    const ZEROS: &[i64] = &[
        -62_135_596_800, // 0001-01-01: .NET, Go
        -62_167_219_200, // 0000-01-01: SQL
        -11_644_473_600, // 1601-01-01: Windows
        -2_209_161_600,  // 1899-12-30: spreadsheets
        -2_208_988_800,  // 1900-01-01: NTP, C
        -2_082_844_800,  // 1904-01-01: old Macs
        0,               // 1970-01-01: Unix
        315_532_800,     // 1980-01-01: FAT
    ];
    ZEROS
        .iter()
        .any(|zero| at.timestamp().abs_diff(*zero) <= 86_400)
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use chrono::TimeZone;

    pub(in crate::normalise::date) fn raw(
        role: DateRole,
        origin: DateOrigin,
        text: &str,
    ) -> RawDate {
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

    #[test]
    fn a_month_is_taken_for_want_of_a_day() {
        use DateOrigin::{Byline, StructuredData};
        use DateRole::Published;
        let month = raw(Published, StructuredData, "2024-05");
        let line = raw(Published, Byline, "May 3, 2024");
        let both = [month, line];
        assert_eq!(
            chosen(&both[..1], Published),
            Some(("2024-05-01".to_owned(), StructuredData))
        );
        assert_eq!(
            chosen(&both, Published),
            Some(("2024-05-03".to_owned(), Byline))
        );
        for text in ["2024", "May 2024", "2027-05", "1970-01"] {
            let none = raw(Published, StructuredData, text);
            assert_eq!(chosen(&[none], Published), None, "{text}");
        }
    }

    /// B25, B26, B27: what is unreadable or implausible falls to the next, and never to now.
    #[test]
    fn implausible_dates_fall_to_the_next() {
        use DateOrigin::{Feed, FrontMatter, StructuredData};
        use DateRole::{Expires, Published, Updated};
        for bad in [
            "soon",
            "1970-01-01",
            "0001-01-01",
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
        // an old date gives way, and is believed when it is alone
        let old = raw(Published, Feed, "1963-11-23");
        assert_eq!(
            chosen(std::slice::from_ref(&old), Published),
            Some(("1963-11-23".to_owned(), Feed))
        );
        let newer = raw(Published, StructuredData, "2024-05-05");
        assert_eq!(
            chosen(&[old, newer], Published),
            Some(("2024-05-05".to_owned(), StructuredData))
        );
        assert_eq!(
            chosen(
                &[raw(Published, DateOrigin::Byline, "November 23, 1963")],
                Published
            ),
            None
        );
        // a page that says so is believed, a time that its text mentions is not
        let mut stated = raw(Published, StructuredData, "1963-11-23");
        assert_eq!(
            chosen(std::slice::from_ref(&stated), Published),
            Some(("1963-11-23".to_owned(), StructuredData))
        );
        stated.field = "time";
        assert_eq!(chosen(&[stated], Published), None);
        // a day's grace for wrong zones; "publish then" in front matter; expiry lies ahead
        assert!(chosen(&[raw(Published, Feed, "2026-06-01T20:00:00Z")], Published).is_some());
        assert!(chosen(&[raw(Published, FrontMatter, "2027-01-01")], Published).is_some());
        assert!(chosen(&[raw(Updated, FrontMatter, "2027-01-01")], Updated).is_none());
        assert!(chosen(&[raw(Expires, Feed, "2027-01-01")], Expires).is_some());
        // B28: a role takes no other role's date
        assert!(chosen(&[raw(Updated, Feed, "2024-05-05")], Published).is_none());
    }

    /// G-03: an age counts in a list alone, and less than a date.
    #[test]
    fn ages_are_read_in_lists() {
        use DateOrigin::{Age, Byline, List, StructuredData};
        use DateRole::Published;
        let list = |text: &str| raw(Published, List, text);
        for (dates, expected) in [
            (vec![list("12 May 2024")], Some(("2024-05-12", List))),
            (vec![list("3 hours ago")], Some(("2026-05-31", Age))),
            (vec![list("vorgestern")], Some(("2026-05-30", Age))),
            (vec![list("May 12")], Some(("2026-05-12", Age))),
            (vec![list("Jun 12")], Some(("2025-06-12", Age))),
            (vec![list("June 2024")], Some(("2024-06-01", List))),
            (vec![list("by Ann Doe")], None),
            // a date beside it
            (
                vec![list("3 hours ago"), list("12 May 2024")],
                Some(("2024-05-12", List)),
            ),
            (
                vec![list("3 hours ago"), raw(Published, Byline, "12 May 2024")],
                Some(("2024-05-12", Byline)),
            ),
            // on the page of an article
            (vec![raw(Published, Byline, "3 hours ago")], None),
            (vec![raw(Published, StructuredData, "3 hours ago")], None),
        ] {
            let expected = expected.map(|(day, origin)| (day.to_owned(), origin));
            assert_eq!(chosen(&dates, Published), expected, "{dates:?}");
        }
    }
}
