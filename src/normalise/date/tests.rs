//! What the reader as a whole promises, as tables.

use chrono::{DateTime, FixedOffset, TimeZone as _, Utc};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use proptest::prelude::*;

use super::*;

fn context() -> Context {
    Context {
        zone: TimeZone::UTC,
        order: None,
        language: String::new(),
    }
}

fn in_language(language: &str) -> Context {
    Context {
        language: language.to_owned(),
        ..context()
    }
}

fn in_zone(zone: &str) -> Context {
    Context {
        zone: TimeZoneDatabase::bundled().get(zone).expect("a zone"),
        ..context()
    }
}

fn utc(text: &str, context: &Context) -> String {
    read(text, context).map_or_else(String::new, |at| {
        at.to_utc().format("%Y-%m-%d %H:%M:%S").to_string()
    })
}

#[test]
fn tables_of_cases() {
    let tables = [
        include_str!("cases/rfc822.txt"),
        include_str!("cases/iso8601.txt"),
        include_str!("cases/people.txt"),
        include_str!("cases/languages.txt"),
        include_str!("cases/none.txt"),
    ];
    check(&tables.join("\n"), &context());
}

/// Each line: a text, two bars, what it means in UTC; nothing for what is no date.
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
fn g_04_rfc_822_with_its_deviations() {
    check(
        "
        Wed, 14 Aug 2024 09:05:07 GMT       || 2024-08-14 09:05:07
        Mon, 14 Aug 2024 09:05:07 GMT       || 2024-08-14 09:05:07
        14 Aug 2024 09:05:07 +0200          || 2024-08-14 07:05:07
        Wed,  4 Aug 24 9:05 UT              || 2024-08-04 09:05
        wed, 14 aug 2024 09:05:07 gmt       || 2024-08-14 09:05:07
        Wed 14 Aug 2024 9:5:7 Z             || 2024-08-14 09:05:07
        Wednesday, 14-Aug-24 09:05:07 PDT   || 2024-08-14 16:05:07
        Wed,14 Aug 2024  09:05:07   EST     || 2024-08-14 14:05:07
        Wed, 14 Aug 2024, 09:05:07 CEST     || 2024-08-14 07:05:07
        Wed, 14 Aug 2024 09:05:07 MSK       || 2024-08-14 06:05:07
        Wed, 14 Aug 2024 09:05:07 JST       || 2024-08-14 00:05:07
        Wed, 14 Aug 2024 09:05:07 GMT+2     || 2024-08-14 07:05:07
        Wed, 14 Aug 2024 09:05:07 GMT-03:30 || 2024-08-14 12:35:07
        Wed, 14 Aug 2024 09:05:07 UTC + 2   || 2024-08-14 07:05:07
        Wed, 14 Aug 2024 09:05:07 -0400 EDT || 2024-08-14 13:05:07
        Wed, 14 Aug 2024 09:05:07 -0400 (EDT) || 2024-08-14 13:05:07
        Wed, 14 Aug 2024 (or so) 09:05:07 GMT || 2024-08-14 09:05:07
        Wed, 14 Aug 2024 09:05:07 (CET)     || 2024-08-14 08:05:07
        Wed, 14 Aug 2024 24:00:00 GMT       || 2024-08-15
        Wed, 14 Aug 2024 23:59:60 GMT       || 2024-08-15
        Wed, 14 Aug 2024 09:05:07 Asia/Tokyo || 2024-08-14 00:05:07
        Wed, 14 Aug 2024 09:05:07 america/new_york || 2024-08-14 13:05:07
        Wed, 14 Aug 2024 09:05:07 QXZ       || 2024-08-14 09:05:07
        Wed Aug 14 09:05:07 2024            || 2024-08-14 09:05:07
        Wed Aug 14 09:05:07 CDT 2024        || 2024-08-14 14:05:07
        Wed Aug 14 2024 09:05:07 GMT+0900 (Japan Standard Time) || 2024-08-14 00:05:07
        14 Aug 98 09:05 +0000               || 1998-08-14 09:05
        14 Aug 2024 -0100                   || 2024-08-14 01:00:00
        ",
        &context(),
    );
}

#[test]
fn iso_8601_in_every_profile() {
    check(
        "
        2024-08-14T09:05:07Z                || 2024-08-14 09:05:07
        2024-08-14t09:05:07.25z             || 2024-08-14 09:05:07
        2024-08-14T09:05:07,25+01:00        || 2024-08-14 08:05:07
        2024-08-14 09:05:07+0530            || 2024-08-14 03:35:07
        2024-08-14T09:05+05                 || 2024-08-14 04:05
        2024-08-14T09:05:07-09:30           || 2024-08-14 18:35:07
        2024-08-14T09:05:07:+0100           || 2024-08-14 08:05:07
        2024-08-14T09:05:07 +01:00          || 2024-08-14 08:05:07
        2024-08-14T09:05:07 Europe/Paris    || 2024-08-14 07:05:07
        2024-08-14+02:00                    || 2024-08-13 22:00
        2024-8-4T9:05Z                      || 2024-08-04 09:05
        20240814                            || 2024-08-14
        20240814T090507Z                    || 2024-08-14 09:05:07
        20240814T0905+0100                  || 2024-08-14 08:05
        20240814090507                      || 2024-08-14 09:05:07
        2024-W33                            || 2024-08-12
        2024-W33-3T09:05Z                   || 2024-08-14 09:05
        2024W333                            || 2024-08-14
        2024-227                            || 2024-08-14
        2024227                             || 2024-08-14
        2024-08                             || 2024-08-01
        2024                                || 2024-01-01
        24-08-14                            || 2024-08-14
        240814                              || 2024-08-14
        2024-08-14T24:00Z                   || 2024-08-15
        2024/08/14 09:05                    || 2024-08-14 09:05
        2024.08.14                          || 2024-08-14
        ",
        &context(),
    );
}

#[test]
fn what_people_and_programs_write() {
    check(
        "
        1723626307                          || 2024-08-14 09:05:07
        1723626307000                       || 2024-08-14 09:05:07
        1723626307000000                    || 2024-08-14 09:05:07
        August 14th, 2024                   || 2024-08-14
        the 2nd of August 2024              || 2024-08-02
        Aug. 14, 2024 at 9:05 p.m.          || 2024-08-14 21:05
        14 August 2024, 9pm                 || 2024-08-14 21:00
        14 August 2024 12:05 AM             || 2024-08-14 00:05
        noon on 14 August 2024              || 2024-08-14 12:00
        9:05 PM EDT, August 14, 2024        || 2024-08-15 01:05
        Wed 14 Aug 2024 | 09:05             || 2024-08-14 09:05
        14-Aug-2024                         || 2024-08-14
        August 2024                         || 2024-08-01
        14.08.2024 09.05                    || 2024-08-14 09:05
        8/14/2024 9:05:07 PM                || 2024-08-14 21:05:07
        14 Aug '24                          || 2024-08-14
        ",
        &context(),
    );
}

#[test]
fn languages_of_feeds_and_blogs() {
    check(
        "
        Mittwoch, den 14. August 2024 um 9:05 Uhr || 2024-08-14 09:05
        3. Maerz 2024                       || 2024-03-03
        mer. 14 août 2024 à 9h05            || 2024-08-14 09:05
        1er juin 2024                       || 2024-06-01
        14 de agosto de 2024, 9:05 p. m.    || 2024-08-14 21:05
        quarta-feira, 14 de agosto de 2024  || 2024-08-14
        14 agosto 2024 alle ore 9:05        || 2024-08-14 09:05
        woensdag 14 augustus 2024 om 9:05   || 2024-08-14 09:05
        onsdag den 14. august 2024 kl. 9.05 || 2024-08-14 09:05
        14. elokuuta 2024 klo 9.05          || 2024-08-14 09:05
        14 sierpnia 2024 r., godz. 9:05     || 2024-08-14 09:05
        14. srpna 2024 v 9:05               || 2024-08-14 09:05
        14. kolovoza 2024. u 9:05           || 2024-08-14 09:05
        среда, 14 августа 2024 г. в 9:05    || 2024-08-14 09:05
        14 серпня 2024 р. о 9:05            || 2024-08-14 09:05
        14 жніўня 2024 г.                   || 2024-08-14
        14 август 2024 г.                   || 2024-08-14
        Τετάρτη 14 Αυγούστου 2024           || 2024-08-14
        14 Ağustos 2024 Çarşamba 09:05      || 2024-08-14 09:05
        2024. augusztus 14., szerda         || 2024-08-14
        2024 m. rugpjūčio 14 d.             || 2024-08-14
        2024. gada 14. augusts              || 2024-08-14
        14. ágúst 2024                      || 2024-08-14
        14 d'agost de 2024                  || 2024-08-14
        2024ko abuztuaren 14a               || 2024-08-14
        14 Awst 2024                        || 2024-08-14
        14 Lúnasa 2024                      || 2024-08-14
        14 Agustus 2024 pukul 09.05         || 2024-08-14 09:05
        ngày 14 tháng 8 năm 2024 lúc 9:05   || 2024-08-14 09:05
        ١٤ أغسطس ٢٠٢٤                       || 2024-08-14
        14 آب 2024                          || 2024-08-14
        ۱۴ اوت ۲۰۲۴                         || 2024-08-14
        14 באוגוסט 2024 בשעה 9:05           || 2024-08-14 09:05
        १४ अगस्त २०२४                        || 2024-08-14
        ১৪ আগস্ট ২০২৪                        || 2024-08-14
        14 ஆகஸ்ட் 2024                       || 2024-08-14
        14 สิงหาคม 2567                      || 2024-08-14
        14 აგვისტო 2024                     || 2024-08-14
        2024年8月14日(水) 21時05分            || 2024-08-14 21:05
        2024年8月14日下午9:05                 || 2024-08-14 21:05
        二〇二四年八月十四日                   || 2024-08-14
        令和6年8月14日                        || 2024-08-14
        2024년 8월 14일 오후 9시 5분 +0900    || 2024-08-14 12:05
        14 aŭgusto 2024                     || 2024-08-14
        ",
        &context(),
    );
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
fn what_is_no_date_is_none() {
    check(
        "
        yesterday ||
        two hours ago ||
        in 2024 ||
        year 2024 ||
        since August 2024 began ||
        10:61 ||
        09:05 ||
        August 14 ||
        99 Aug 2024 ||
        31 Feb 2024 ||
        14 Qqq 2024 ||
        14 Aug 2024 09:61 ||
        14 Aug 2024 25:05 ||
        14 Aug 2024 09:05:07 +qq:00 ||
        2024-08-14T09:05:07+01:qq ||
        2024-08-14T09:05:07+99:99 ||
        2024-08-14T009:05 ||
        2024-13-14 ||
        2024-08- ||
        2024- ||
        -- ||
        0 ||
        555-0142 ||
        (212) 555-0142 ||
        +49 30 1234567 ||
        192.0.2.10 ||
        1.2.3 ||
        12-14 August 2024 ||
        14 August 2024 and 15 September 2024 ||
        14/08/2024/5 ||
        ",
        &context(),
    );
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn nothing_makes_it_panic(text in "\\PC{0,60}", language in "[a-zA-Z-]{0,6}") {
        let context = in_language(&language);
        let _ = read(&text, &context);
        let _ = prose::find(&text, &context);
        let _ = proven_order([text.as_str()].into_iter());
    }

    #[test]
    fn nothing_like_a_date_makes_it_panic(
        parts in prop::collection::vec(
            prop_oneof![
                "[0-9]{1,10}", "[-+:/.,'() T]{1,2}",
                Just("Aug".to_owned()), Just("pm".to_owned()), Just("GMT".to_owned()), Just("年".to_owned()),
                Just("Europe/Berlin".to_owned()), Just("W33".to_owned()), Just("tháng".to_owned()), Just("令和".to_owned()),
            ],
            0..12,
        ),
    ) {
        let text = parts.concat();
        if let Some(at) = read(&text, &context()) {
            prop_assert!(DateTime::parse_from_rfc3339(&at.to_rfc3339()).is_ok());
            prop_assert!(DateTime::parse_from_rfc2822(&at.to_rfc2822()).is_ok());
        }
        let _ = prose::find(&text, &in_zone("America/New_York"));
    }

    /// B22, B24: what is written in either standard is read as the same instant and offset.
    #[test]
    fn b_22_b_24_any_instant_survives_both_formats(
        seconds in -30_000_000_000_i64..250_000_000_000,
        minutes in -14 * 60..=14 * 60_i32,
    ) {
        let zone = FixedOffset::east_opt(minutes * 60).expect("an offset");
        let at = Utc.timestamp_opt(seconds, 0).single().expect("in range").with_timezone(&zone);
        prop_assert_eq!(read(&at.to_rfc3339(), &context()), Some(at));
        prop_assert_eq!(read(&at.to_rfc2822(), &context()), Some(at));
        // and by the general reader alone
        let plain = at.format("%A %d %B %Y, %H:%M:%S %z").to_string();
        prop_assert_eq!(read(&plain, &context()), Some(at));
    }
}
