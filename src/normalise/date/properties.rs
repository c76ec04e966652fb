//! What holds of any text and of any instant.

use chrono::{DateTime, FixedOffset, TimeZone as _, Utc};
use proptest::prelude::*;

use super::tests::{context, in_language, in_zone, utc};
use super::*;

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

    /// B22, B24: what we and others write of an instant is read as that instant, in every offset in use.
    #[test]
    fn b_22_b_24_any_instant_survives_every_style(
        seconds in -30_500_000_000_i64..253_300_000_000,
        quarters in -12 * 4..=14 * 4_i32,
    ) {
        let zone = FixedOffset::east_opt(quarters * 900).expect("an offset");
        let at = Utc.timestamp_opt(seconds, 0).single().expect("in range").with_timezone(&zone);
        for style in STYLES {
            let text = at.format(style).to_string();
            prop_assert_eq!(read(&text, &context()), Some(at), "{}", text);
        }
        let local = at.with_timezone(&Utc).format("%a %b %e %H:%M:%S %Y").to_string();
        prop_assert_eq!(read(&local, &context()), Some(at), "asctime: {}", local);
    }
}

/// In the words of strftime.
const STYLES: &[&str] = &[
    // RFC 822 and its kin
    "%a, %d %b %Y %H:%M:%S %z",
    "%d %b %Y %H:%M:%S %z",
    "%a,%-d %b %Y  %-H:%M:%S %:z",
    "%A, %d-%b-%Y %H:%M:%S %z",
    "%a %b %e %H:%M:%S %z %Y",
    "%d/%b/%Y:%H:%M:%S %z",
    // JavaScript
    "%a %b %d %Y %H:%M:%S GMT%z",
    "%a %b %d %Y %H:%M:%S GMT%z (a zone)",
    // ISO 8601
    "%Y-%m-%dT%H:%M:%S%:z",
    "%Y-%m-%dt%H:%M:%S%z",
    "%Y-%m-%d %H:%M:%S %z",
    "%Y-%m-%dT%H:%M:%S,000%:z",
    "%Y%m%dT%H%M%S%z",
    "%G-W%V-%uT%H:%M:%S%:z",
    "%GW%V%uT%H%M%S%z",
    "%Y-%jT%H:%M:%S%:z",
    "%Y%jT%H%M%S%z",
    // people
    "%A %d %B %Y, %H:%M:%S %z",
    "%B %-d, %Y %I:%M:%S %p %z",
    "%A, %B %-d, %Y at %-I:%M:%S %p UTC%:z",
    "%H:%M:%S %z, %-d %B %Y",
    "%d.%m.%Y %H:%M:%S %z",
    "%Y/%m/%d %H:%M:%S %z",
    "%Y年%-m月%-d日 %H:%M:%S %z",
];

/// Every name of every month in the data, in its own language; not those of two letters, and not those that
/// are another month's without their accents.
#[test]
fn every_language_of_the_data_is_read() {
    let mut wrong = Vec::new();
    for locale in locales::LOCALES.iter() {
        let context = in_language(locale.tag);
        let same = |name: &str, month: u32| {
            let key = token::key(name);
            key.chars().count() < 3
                || locale
                    .months()
                    .any(|(other, name)| other != month && token::key(name) == key)
        };
        for (month, name) in locale.months().filter(|(month, name)| !same(name, *month)) {
            let text = format!("5 {name} 2014");
            let want = format!("2014-{month:02}-05 00:00:00");
            let got = utc(&text, &context);
            if got != want {
                wrong.push(format!("{}: {text}: {got}", locale.tag));
            }
        }
    }
    assert!(wrong.is_empty(), "{}: {}", wrong.len(), wrong.join("\n"));
}

/// However hostile a text is, it is done with at once.
#[test]
#[expect(clippy::disallowed_methods, reason = "how long it took")]
fn hostile_texts_take_no_time() {
    let started = std::time::Instant::now();
    for part in [
        "1 ",
        "a b ",
        "1.",
        "1:",
        "мая ",
        "mar ",
        "(",
        "2024 ",
        "一",
        "de la ",
        "+1:",
        "mweri wa ",
    ] {
        let text: String = part.chars().cycle().take(120 / part.len().max(1)).collect();
        for end in ["", "2024-05-03", "3 May 2024"] {
            let text = format!("{text}{end}");
            let _ = read(&text, &context());
            let _ = prose::find(&text, &context());
        }
    }
    // some hundred microseconds in a build for release
    assert!(started.elapsed().as_secs() < 10);
}
