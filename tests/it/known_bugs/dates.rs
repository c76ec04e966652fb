//! Dates: whatever comes in, what goes out is a date by its standard, not ahead of the clock, and does not move.

use chrono::{DateTime, Utc};

use super::{is_right, read_back, rss, site};
use crate::mutation::Dice;
use crate::server::Server;
use crate::site::Site;

fn item(number: usize, date: &str) -> String {
    format!(
        "<item><guid isPermaLink=\"false\">{number}</guid><title>Title {number}</title>\
         <link>https://u.example/{number}</link>{date}<description>Text {number}.</description></item>"
    )
}

fn dated(number: usize, date: &str) -> String {
    item(number, &format!("<pubDate>{date}</pubDate>"))
}

/// Whether a text has this shape: `9` stands for a digit, `A` for a capital, `a` for a small letter, `±` for a sign.
fn has_shape(text: &str, shape: &str) -> bool {
    text.chars().count() == shape.chars().count()
        && text
            .chars()
            .zip(shape.chars())
            .all(|(found, wanted)| match wanted {
                '9' => found.is_ascii_digit(),
                'A' => found.is_ascii_uppercase(),
                'a' => found.is_ascii_lowercase(),
                '±' => matches!(found, '+' | '-'),
                other => found == other,
            })
}

fn between<'a>(text: &'a str, from: &'a str, to: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(from)
        .skip(1)
        .filter_map(move |rest| rest.split(to).next())
}

/// Every date in RSS, Atom and JSON Feed has the one shape of its standard, and none lies ahead.
fn are_dates(site: &Site, expected: usize) {
    let mut count = 0;
    let text = site.read("feeds/all.rss");
    for date in between(&text, "<pubDate>", "<") {
        let shapes = [
            "Aaa, 9 Aaa 9999 99:99:99 ±9999",
            "Aaa, 99 Aaa 9999 99:99:99 ±9999",
        ];
        assert!(shapes.iter().any(|shape| has_shape(date, shape)), "{date}");
        count += 1;
    }
    let (atom, json) = (site.read("feeds/all.atom"), site.read("feeds/all.json"));
    let of_atom = between(&atom, "<published>", "<").chain(between(&atom, "<updated>", "<"));
    let of_json = between(&json, "\"date_published\": \"", "\"");
    for date in of_atom.chain(of_json) {
        // Fractions tell articles of one second apart.
        let zone = date
            .get(19..)
            .unwrap_or_default()
            .trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
        let right = has_shape(date.get(..19).unwrap_or_default(), "9999-99-99T99:99:99");
        assert!(
            right && (zone == "Z" || has_shape(zone, "±99:99")),
            "{date}"
        );
        let at = DateTime::parse_from_rfc3339(date).expect("RFC 3339");
        assert!(at <= Utc::now(), "B25: {date}");
        count += 1;
    }
    assert!(count >= expected, "{count} dates");
}

/// B24: every offset that there is, in quarters of an hour from -12:00 to +14:00, is the same instant in every format.
#[test]
fn every_offset_is_written_as_the_same_instant() {
    let site = Site::with_articles(&[]);
    let mut expected = Vec::new();
    for quarter in -48..=56_i32 {
        let sign = if quarter < 0 { '-' } else { '+' };
        let minutes = quarter.abs() * 15;
        let date = format!(
            "2025-03-09T01:{:02}:07{sign}{:02}:{:02}",
            (quarter + 48) % 60,
            minutes / 60,
            minutes % 60
        );
        site.write(
            &format!("articles/{}.md", quarter + 48),
            &format!("---\ntitle: \"{date}\"\ndate: {date}\n---\n\nText.\n"),
        );
        let at = DateTime::parse_from_rfc3339(&date).expect("a date");
        expected.push((date, at.timestamp()));
    }
    expected.sort();
    site.build();
    for (format, found) in read_back(&site, "all") {
        let mut found: Vec<_> = found
            .into_iter()
            .map(|seen| (seen.title, seen.published))
            .collect();
        found.sort();
        assert_eq!(found, expected, "{format}");
    }
    are_dates(&site, 4 * expected.len());
    is_right(&site);
}

/// B22, B25: three hundred dates that were put together of what dates are made of, and some that were met: what is
/// published is valid, or the time of the first sight, and never lies ahead.
#[test]
fn no_date_is_too_odd() {
    let mut dates: Vec<String> = [
        "2024-05-03T012:41:00Z",
        "2025-13-45",
        "Mon, 32 Jan 2025 25:61:61 GMT",
        "2024-12-31T24:00:00Z",
        "2016-12-31T23:59:60Z",
        "0000-00-00 00:00:00",
        "9999-12-31T23:59:59-14:00",
        "-2025-01-01",
        "now",
        "1735718400",
        "1735718400000",
        "1e10",
        "NaN",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "3 Jan 25",
        "2025-W03-4",
        "2025-02-30",
        "Mon, 6 Jan 2025 08:00:00 +2500",
        "Mon, 6 Jan 2025 08:00:00 GMT+99:99",
        "2025-01-06T08:00:00+0545",
        "2025-01-06T08:00:00.123456789123456789Z",
        "2038-01-19T03:14:08Z",
        "2106-02-07T06:28:16Z",
        "Mon, 6 Jan 2025",
    ]
    .map(str::to_owned)
    .into();
    let pieces = [
        "2025", "2024", "99", "01", "13", "-", "/", ":", " ", "T", "Z", "+05:45", "-1200", "Jan",
        "Mon, ", "GMT", "EST", "08:00", "12:41:07", ".5", "PM", "\u{663}", "0", "June", ",",
        "24:00",
    ];
    let mut dice = Dice::new(17);
    while dates.len() < 300 {
        let length = 2 + dice.throw(9);
        dates.push(
            (0..length)
                .map(|_| pieces[dice.throw(pieces.len())])
                .collect(),
        );
    }
    dates.push("1".repeat(100_000));
    let items: String = dates
        .iter()
        .enumerate()
        .map(|(at, date)| dated(at, date))
        .collect();
    let server = Server::start();
    server.set("/one", rss(&items));
    let site = site(&server, &["one"]);
    for (at, date) in dates.iter().enumerate().filter(|(_, date)| date.len() < 99) {
        site.write(
            &format!("articles/{at}.md"),
            &format!("---\ntitle: Note {at}\nupdated: '{date}'\n---\n\nText {at}.\n"),
        );
    }
    site.write(
        "config.toml",
        &(site.read("config.toml") + "[[source]]\nname = \"notes\"\npath = \"articles\"\n"),
    );
    site.build();
    are_dates(&site, 4 * dates.len());
    assert_eq!(site.items("feeds/all.json").len(), 2 * dates.len() - 1);
    is_right(&site);
}

/// B26, B27: one corrupt timestamp of fifty costs nothing but itself, in a feed and in a folder; what has no date keeps the
/// time at which it was first seen.
#[test]
fn one_corrupt_date_of_fifty_is_one_article_without_a_date() {
    let server = Server::start();
    let date = |at: usize| format!("2025-01-{:02}T08:00:{at:02}Z", at % 28 + 1);
    let items: String = (0..50)
        .map(|at| {
            dated(
                at,
                if at == 31 {
                    "2025-00-99T77:99Z\u{fffd}"
                } else {
                    "Sun, 05 Jan 2025 08:00:00 GMT"
                },
            )
        })
        .collect();
    server.set("/one", rss(&items));
    let site = site(&server, &["one"]);
    site.write(
        "config.toml",
        &(site.read("config.toml") + "[[source]]\nname = \"notes\"\npath = \"articles\"\n"),
    );
    for at in 0..50 {
        let date = if at == 31 {
            "2025-00-99T77:99Z".to_owned()
        } else {
            date(at)
        };
        site.write(
            &format!("articles/{at}.md"),
            &format!("---\ntitle: Note {at}\ndate: {date}\n---\n\nText {at}.\n"),
        );
    }
    let started = Utc::now().timestamp();
    site.build();
    let [(_, found), ..] = read_back(&site, "all");
    assert_eq!(found.len(), 100);
    for seen in &found {
        let is_bad = seen.title.ends_with(" 31");
        // Undated entries of one document keep their order by seconds; a file's own time is its first sight, too.
        assert_eq!(seen.published >= started - 60, is_bad, "{seen:?}");
    }
    server.set("/one", rss(&format!("{items} ")));
    site.wake();
    site.build();
    let [(_, again), ..] = read_back(&site, "all");
    assert_eq!(again, found);
}
