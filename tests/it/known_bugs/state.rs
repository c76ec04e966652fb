//! What the state must remember for as long as upstream does, and in any year.

use chrono::DateTime;

use super::{read_back, rss};
use crate::mutation::{ALL, HEAD, Met, World};

fn item(number: usize, date: &str) -> String {
    format!(
        "<item><guid isPermaLink=\"false\">n-{number}</guid><title>Title {number}</title>\
         <link>https://u.example/{number}</link>{date}<description>Text {number}.</description></item>"
    )
}

fn dated(number: usize, date: &str) -> String {
    item(number, &format!("<pubDate>{date}</pubDate>"))
}

/// One each hour.
fn hourly(number: usize) -> String {
    let hours = 480_000 + i64::try_from(number).expect("a number");
    let at = DateTime::UNIX_EPOCH + chrono::TimeDelta::hours(hours);
    dated(number, &at.to_rfc2822())
}

/// B31, D-24: a feed of the twenty newest over an upstream of a hundred, for forty polls, through restarts, new rules and a
/// window that shrinks to nothing much and grows again: what has left our feed never comes back as new.
#[test]
fn old_entries_never_come_back_as_new() {
    let mut world = World::new();
    let feed =
        "[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\nlimit = 20\n";
    let config = format!("{HEAD}{}{feed}", world.source("one"));
    world.configure(&config);
    let mut last = 100;
    for poll in 0..40 {
        // Every third poll brings one more.
        let new = if poll == 0 {
            20
        } else {
            usize::from(poll % 3 == 0)
        };
        last += usize::from(poll % 3 == 0);
        let window = [100, 30, 100, 5, 60][poll % 5];
        let items: String = (last - window.min(last)..last).rev().map(hourly).collect();
        world.server.set("/one", rss(&items));
        match poll % 10 {
            4 => world.restart(),
            7 => {
                world.restart();
                world
                    .site
                    .sql("UPDATE source SET fingerprint = 'an older version'");
            }
            _ => {}
        }
        let report = world.turn();
        assert_eq!(report.failures, []);
        let lost = if poll == 0 { 0 } else { new };
        assert_eq!(world.met("all"), Met { new, lost, all: 20 }, "poll {poll}");
    }
}

/// B27: a hundred polls of entries without a date, each a day later: no date moves and nothing is new.
#[test]
fn a_hundred_polls_move_no_date() {
    let mut world = World::new();
    let config = format!("{HEAD}{}{ALL}", world.source("one"));
    world.configure(&config);
    let mut before = None;
    for poll in 0..100 {
        let items: String = (0..3)
            .map(|at| {
                item(
                    at,
                    if at == 1 {
                        "<pubDate>soon</pubDate>"
                    } else {
                        ""
                    },
                )
            })
            .collect();
        world
            .server
            .set("/one", rss(&format!("<!-- {poll} -->{items}")));
        world.turn();
        let found = world.site.items("feeds/all.json");
        assert_eq!(found.len(), 3);
        assert_eq!(
            *before.get_or_insert_with(|| found.clone()),
            found,
            "poll {poll}"
        );
    }
}

/// B29: when it is the year 2106, dates after 2038 and after 2106 are published, kept, and read back, and what is to
/// expire in 9999 is still there.
#[test]
fn dates_go_on_after_2038_and_2106() {
    let mut world = World::new();
    let config = format!(
        "{HEAD}{}[[source]]\npath = \"notes\"\n{ALL}",
        world.source("one")
    );
    world.configure(&config);
    world.now = "2106-03-01T00:00:00Z".parse().expect("a time");
    let dates = [
        "2038-01-19T03:14:07Z",
        "2038-01-19T03:14:08Z",
        "2038-01-20T00:00:00Z",
        "2070-01-01T00:00:00Z",
        "2106-02-07T06:28:15Z",
        "2106-02-07T06:28:16Z",
    ];
    let mut items = String::new();
    for (at, date) in dates.iter().enumerate() {
        world.site.write(
            &format!("notes/{at}.md"),
            &format!("---\ntitle: \"{date}\"\ndate: {date}\nexpires: 9999-12-31T23:59:59Z\n---\n\nText {at}.\n"),
        );
        let at_date = DateTime::parse_from_rfc3339(date).expect("a date");
        items.push_str(&dated(at, &at_date.to_rfc2822()));
    }
    world.server.set("/one", rss(&items));
    let expected: Vec<i64> = {
        let mut all: Vec<i64> = dates
            .iter()
            .chain(&dates)
            .map(|date| super::instant(date))
            .collect();
        all.sort_unstable_by(|one, other| other.cmp(one));
        all
    };
    for round in 0..2 {
        world.restart();
        let report = world.turn();
        assert_eq!(report.failures, []);
        for (format, found) in read_back(&world.site, "all") {
            let found: Vec<i64> = found.into_iter().map(|seen| seen.published).collect();
            assert_eq!(found, expected, "{format}, round {round}");
        }
    }
}
