//! What the reader as a whole promises, as tables: `cases/*.txt` has a text, two bars and what it means in UTC
//! on each line, and nothing behind the bars for what is no date.

use jiff::tz::{TimeZone, TimeZoneDatabase};

use super::*;

pub(super) fn context() -> Context {
    Context {
        zone: TimeZone::UTC,
        order: None,
        language: String::new(),
    }
}

pub(super) fn in_language(language: &str) -> Context {
    Context {
        language: language.to_owned(),
        ..context()
    }
}

pub(super) fn in_zone(zone: &str) -> Context {
    Context {
        zone: TimeZoneDatabase::bundled().get(zone).expect("a zone"),
        ..context()
    }
}

pub(super) fn utc(text: &str, context: &Context) -> String {
    read(text, context).map_or_else(String::new, |at| {
        at.to_utc().format("%Y-%m-%d %H:%M:%S").to_string()
    })
}

#[test]
fn g_04_what_is_written_is_read_and_nothing_else() {
    let tables = [
        include_str!("cases/rfc822.txt"),
        include_str!("cases/iso8601.txt"),
        include_str!("cases/people.txt"),
        include_str!("cases/languages.txt"),
        include_str!("cases/none.txt"),
    ];
    check(&tables.join("\n"), &context());
}

/// Lines as in `cases/*.txt`.
fn check(lines: &str, context: &Context) {
    let mut wrong = Vec::new();
    for line in lines
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.starts_with("# "))
    {
        let (text, want) = line.split_once("||").expect("a bar");
        let (text, want) = (text.trim(), want.trim());
        let want = match want.len() {
            10 => format!("{want} 00:00:00"),
            16 => format!("{want}:00"),
            _ => want.to_owned(),
        };
        let got = utc(text, context);
        if got != want {
            wrong.push(format!("{text}: want {want:?}, got {got:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_name_of_two_months_is_decided_by_what_stands_beside_it() {
    // October in Croatian, November in Polish and Czech
    check("nedjelja, 20 lis 2024 || 2024-10-20", &context());
    check("20 lis 2024 || 2024-10-20", &in_language("hr"));
    check("20 lis 2024 || 2024-11-20", &in_language("pl"));
    // Tuesday in French, March in English
    check("mar. 3 déc. 2024 || 2024-12-03", &context());
    check("mar 3, 2024 || 2024-03-03", &context());
}

#[test]
fn g_05_what_is_too_long_is_not_looked_at() {
    assert_eq!(read(&format!("{:>129}", "2024-08-14"), &context()), None);
    assert!(read(&format!("{:>128}", "2024-08-14"), &context()).is_some());
    assert_eq!(read("", &context()), None);
}

/// What a declared field may say is not believed of words for people.
#[test]
fn prose_needs_a_whole_date() {
    let place = |text: &str, place| read_at(text, &context(), place).is_some();
    for text in [
        "2024",
        "2024-08",
        "August 2024",
        "1723626307",
        "14.08.24",
        "14 Aug 24",
    ] {
        assert!(place(text, Place::Field), "{text}");
        assert!(!place(text, Place::Prose), "{text}");
    }
    assert!(place("1723626307", Place::Data) && !place("2024", Place::Data));
    assert!(place("2024/08/14", Place::Prose) && place("14.08.2024", Place::Prose));
}

#[test]
fn ambiguous_numbers_are_decided_by_rule() {
    let given = |order| Context {
        order: Some(order),
        ..context()
    };
    check("03/04/2024 || 2024-04-03", &given(DayOrder::DayFirst));
    check("03/04/2024 || 2024-03-04", &given(DayOrder::MonthFirst));
    check("03/04/2024 || 2024-03-04", &in_language("en-US"));
    check("03/04/2024 || 2024-04-03", &in_language("en-GB"));
    check("03/04/2024 || 2024-04-03", &in_language("fr"));
    check("03.04.2024 || 2024-04-03", &context());
    // the fourth of March 2024 was a Monday, the third of April a Wednesday
    check("Wed, 03/04/2024 || 2024-04-03", &context());
    check("lundi 03/04/2024 || 2024-03-04", &in_language("fr"));
    // both days were Wednesdays: the language of the name decides
    check("Wed, 07/01/2015 || 2015-07-01", &context());
    check("Mittwoch, 07/01/2015 || 2015-01-07", &context());
    // an order that gives no date gives way
    check("03/25/2024 || 2024-03-25", &given(DayOrder::DayFirst));
    check("24/04/03 || 2024-04-03", &in_language("ja"));
    check("24/04/03 || 2003-04-24", &in_language("it"));
}

/// B23: a time without a zone holds in the configured one, whatever the host's.
#[test]
fn b_23_zoneless_dates_take_the_zone_with_daylight_saving() {
    check(
        "2024-08-14 09:05 || 2024-08-14 01:05",
        &in_zone("Asia/Shanghai"),
    );
    let berlin = in_zone("Europe/Berlin");
    check("14 Aug 2024 09:05 || 2024-08-14 07:05", &berlin);
    check("14 Dec 2024 09:05 || 2024-12-14 08:05", &berlin);
    check("2024-08-14 || 2024-08-13 22:00", &berlin);
    // skipped: the later valid time; repeated: the first
    check("2024-03-31 02:30 || 2024-03-31 01:30", &berlin);
    check("2024-10-27 02:30 || 2024-10-27 00:30", &berlin);
    let written = read("2024-03-31 02:30", &berlin).expect("a date");
    assert_eq!(written.to_rfc3339(), "2024-03-31T03:30:00+02:00");
    let written = read("14 Aug 2024 09:05:07 -0330", &berlin).expect("a date");
    assert_eq!(written.to_rfc3339(), "2024-08-14T09:05:07-03:30");
    // before standard time offsets had seconds, which RFC 3339 cannot write
    let old = read("1850-01-01 12:00", &berlin).expect("a date");
    assert_eq!(old.offset().local_minus_utc(), 0);
}

#[test]
fn years_have_four_digits_in_utc_too() {
    assert_eq!(read("0999-12-31T00:00:00Z", &context()), None);
    assert_eq!(read("9999-12-31T23:59:59-01:00", &context()), None);
    assert_eq!(read("1000-01-01T00:00:00+01:00", &context()), None);
    // B29
    check("2106-02-08T00:00:00Z || 2106-02-08", &context());
    check(
        "Tue, 19 Jan 2038 03:14:08 GMT || 2038-01-19 03:14:08",
        &context(),
    );
}

#[test]
fn other_calendars_are_read_where_they_are_certain() {
    check("1403/05/24 || 2024-08-14", &in_language("fa"));
    check(
        "۱۴۰۳/۰۶/۳۱ - ۱۸:۰۵ || 2024-09-21 18:05",
        &in_language("fa-IR"),
    );
    check("24/05/1403 || 2024-08-14", &in_language("ps"));
    check("1403/12/31 ||", &in_language("fa"));
    check("2024/05/24 || 2024-05-24", &in_language("fa"));
    check("1446/02/09 ||", &in_language("ar"));
    check("2024/02/09 || 2024-02-09", &in_language("ar"));
    check("14/08/2567 || 2024-08-14", &in_language("th"));
    check("14/08/2024 || 2024-08-14", &in_language("th"));
}
