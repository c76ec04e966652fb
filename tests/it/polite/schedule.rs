//! When an address is asked again.

use chrono::TimeDelta;
use feedmill::mill::Which;

use super::{World, at, feed, paths};
use crate::server::{Answer, Server};

const QUARTER: i64 = 900;
const HOUR: i64 = 3600;
const DAY: i64 = 86_400;

/// E-04, E-05: that an address is asked is remembered before it is. Whoever is killed in between does not ask again
/// before the least interval is over.
#[test]
fn a_kill_between_handing_out_and_taking_in_asks_no_sooner() {
    let mut world = World::new(&["http://127.0.0.1:9/feed".to_owned()], "");
    for round in 0..3 {
        let now = world.now;
        assert_eq!(world.mill().due(now, Which::Due).expect("a state").len(), 1);
        // Killed here: nothing is taken in.
        world.restart();
        for (seconds, due) in [(0, 0), (1, 0), (QUARTER - 1, 0), (QUARTER, 1)] {
            world.now = now + TimeDelta::seconds(seconds);
            let then = world.now;
            let found = world.mill().to_ask(then, Which::Due);
            assert_eq!(found, due, "round {round}, after {seconds} s");
            world.restart();
        }
    }
}

/// E-05: a hundred restarts in an hour are no reason to ask.
#[test]
fn a_hundred_restarts_in_an_hour_ask_once() {
    for (every, most) in [("1h", 1), ("15m", 4)] {
        let server = Server::start();
        server.set("/feed", feed("", 1..=3));
        let url = format!("{}/feed", server.base);
        let mut world = World::new(&[url], &format!("every = \"{every}\""));
        for restart in 0..100 {
            world.now = at(restart * 36);
            world.turn(Which::Pass);
            world.restart();
        }
        let asked = server.log().len();
        assert!(
            (1..=most).contains(&asked),
            "every {every}: {asked} requests"
        );
    }
}

/// E-27: fifty calls of `build --all` in a minute ask once, and once more when five minutes are over.
#[test]
fn fifty_calls_for_all_ask_once() {
    let server = Server::start();
    server.set("/feed", feed("", 1..=3));
    let mut world = World::new(&[format!("{}/feed", server.base)], "every = \"1h\"");
    for call in 0..50 {
        world.now = at(call);
        world.turn(Which::All);
        world.restart();
    }
    assert_eq!(server.log().len(), 1);
    world.now = at(301);
    world.turn(Which::All);
    assert_eq!(server.log().len(), 2);
    // A Retry-After stands against it, whatever is asked.
    server.set("/feed", Answer::status(503).header("Retry-After", "7200"));
    world.now = at(700);
    world.restart();
    world.turn(Which::All);
    for (seconds, asked) in [(700 + 7199, 3), (700 + 7201, 4)] {
        world.now = at(seconds);
        world.restart();
        world.turn(Which::All);
        assert_eq!(server.log().len(), asked);
    }
}

/// Headers, what stands in the head of the feed, seconds.
type Row = (&'static [(&'static str, &'static str)], &'static str, i64);

/// What a 304 says, what a feed says of itself, and when it is asked again: at the earliest, in seconds, on a Monday at
/// 10:00 UTC. A tenth of it comes on top, at most (E-06).
const FRESH: &[Row] = &[
    (&[], "", QUARTER),
    (&[("Cache-Control", "max-age=60")], "", QUARTER),
    (&[("Cache-Control", "max-age=7200")], "", 2 * HOUR),
    (
        &[("Cache-Control", "public, MAX-AGE=7200, must-revalidate")],
        "",
        2 * HOUR,
    ),
    (&[("Cache-Control", "max-age=\"7200\"")], "", 2 * HOUR),
    (
        &[
            ("Cache-Control", "max-age=60"),
            ("Cache-Control", "max-age=7200"),
        ],
        "",
        2 * HOUR,
    ),
    (
        &[("Cache-Control", "max-age=7200"), ("Age", "3600")],
        "",
        HOUR,
    ),
    (
        &[("Cache-Control", "max-age=7200"), ("Age", "7199")],
        "",
        QUARTER,
    ),
    (
        &[("Cache-Control", "max-age=7200"), ("Age", "rubbish")],
        "",
        2 * HOUR,
    ),
    (&[("Cache-Control", "max-age=31536000")], "", DAY),
    (
        &[("Cache-Control", "max-age=99999999999999999999999")],
        "",
        QUARTER,
    ),
    (&[("Cache-Control", "max-age=-1")], "", QUARTER),
    (&[("Cache-Control", "no-cache")], "", QUARTER),
    (&[("Cache-Control", "no-store")], "", QUARTER),
    (&[("Cache-Control", "no-cache, max-age=0")], "", QUARTER),
    (
        &[("Expires", "Mon, 05 Jan 2026 12:00:00 GMT")],
        "",
        2 * HOUR,
    ),
    (
        &[
            ("Date", "Mon, 05 Jan 2026 11:00:00 GMT"),
            ("Expires", "Mon, 05 Jan 2026 12:00:00 GMT"),
        ],
        "",
        HOUR,
    ),
    (
        &[("Expires", "Monday, 05-Jan-26 12:00:00 GMT")],
        "",
        2 * HOUR,
    ),
    (&[("Expires", "Sat, 03 Jan 2026 12:00:00 GMT")], "", QUARTER),
    (&[("Expires", "0")], "", QUARTER),
    (&[("Expires", "-1")], "", QUARTER),
    (&[("Expires", "Wed, 05 Jan 2028 12:00:00 GMT")], "", DAY),
    (
        &[
            ("Cache-Control", "max-age=3600"),
            ("Expires", "Mon, 05 Jan 2026 13:00:00 GMT"),
        ],
        "",
        3 * HOUR,
    ),
    (&[], "<ttl>120</ttl>", 2 * HOUR),
    (&[], "<ttl>1</ttl>", QUARTER),
    (&[], "<ttl>999999</ttl>", DAY),
    (&[], "<ttl>-5</ttl>", QUARTER),
    (&[], "<sy:updatePeriod>hourly</sy:updatePeriod>", HOUR),
    (
        &[],
        "<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>6</sy:updateFrequency>",
        4 * HOUR,
    ),
    (&[], "<sy:updatePeriod>weekly</sy:updatePeriod>", DAY),
    (
        &[("Cache-Control", "max-age=7200")],
        "<ttl>60</ttl>",
        2 * HOUR,
    ),
    (
        &[("Cache-Control", "max-age=3600")],
        "<ttl>120</ttl>",
        2 * HOUR,
    ),
    // 11:00 is free, 10:15 is not
    (&[], "<skipHours><hour>10</hour></skipHours>", HOUR),
    (
        &[],
        "<skipHours><hour>10</hour><hour>11</hour><hour>12</hour></skipHours>",
        3 * HOUR,
    ),
    (&[], "<skipHours><hour>3</hour></skipHours>", QUARTER),
    // the whole of Monday
    (&[], "<skipDays><day>Monday</day></skipDays>", 14 * HOUR),
    (
        &[],
        "<skipDays><day>Monday</day><day>Tuesday</day></skipDays>",
        14 * HOUR + DAY,
    ),
    (
        &[],
        "<skipDays><day>Monday</day></skipDays><skipHours><hour>0</hour></skipHours>",
        15 * HOUR,
    ),
    (
        &[("Cache-Control", "max-age=7200")],
        "<skipHours><hour>12</hour></skipHours>",
        3 * HOUR,
    ),
    // whoever rules out everything rules out nothing
    (
        &[],
        "<skipDays><day>Monday</day><day>Tuesday</day><day>Wednesday</day><day>Thursday</day><day>Friday</day><day>Saturday</day><day>Sunday</day></skipDays>",
        QUARTER,
    ),
];

/// E-06, E-07: whatever says how long an answer is good for is heard, on a 200 and on a 304 alike; what says less than
/// the least interval shortens nothing.
#[test]
fn freshness_of_every_kind_is_honoured() {
    let server = Server::start();
    let urls: Vec<String> = (0..FRESH.len())
        .map(|row| format!("{}/{row}", server.base))
        .collect();
    let mut world = World::new(&urls, "");
    for answers in ["200", "304", "304 that is silent"] {
        for (row, (headers, head, _)) in FRESH.iter().enumerate() {
            let said = headers.iter().filter(|_| !answers.ends_with("silent"));
            let answer = said.fold(feed(head, 1..=2), |answer, (name, value)| {
                answer.header(name, value)
            });
            server.set(&format!("/{row}"), answer.header("ETag", "\"1\""));
        }
        world.now = at(0);
        world.mill();
        world.site.wake();
        world.site.sql("UPDATE source SET last_attempt = NULL");
        world.restart();
        world.turn(Which::Due);
        for (row, (headers, head, least)) in FRESH.iter().enumerate() {
            let next = world.next(&format!("s{row}"));
            let most = least + least / 10;
            assert!(
                (*least..=most.max(least + 360)).contains(&next),
                "{answers}: {headers:?} {head}: {next} s, and not {least} to {most}"
            );
            let status: u16 = world.known(&format!("s{row}"), "status");
            assert_eq!(status.to_string(), answers[..3], "row {row}");
        }
    }
    assert_eq!(server.log().len(), 3 * FRESH.len());
}

/// E-08: Retry-After in all its forms, with every status that may carry one; longer than a week is a week.
#[test]
fn retry_after_is_honoured_with_every_status() {
    for status in [429, 503, 301, 302, 303, 307, 308] {
        for (value, least) in [
            ("7200", 2 * HOUR),
            ("Mon, 05 Jan 2026 14:00:00 GMT", 4 * HOUR),
            ("Monday, 05-Jan-26 14:00:00 GMT", 4 * HOUR),
            ("Mon Jan  5 14:00:00 2026", 4 * HOUR),
            ("1e9", 7 * DAY),
            ("-5", QUARTER),
            ("", QUARTER),
            ("Sat, 03 Jan 2026 14:00:00 GMT", QUARTER),
        ] {
            let server = Server::start();
            server.set("/there", feed("", 1..=2));
            let answer = Answer::status(status).header("Location", "/there");
            server.set("/feed", answer.header("Retry-After", value));
            let mut world = World::new(&[format!("{}/feed", server.base)], "");
            world.turn(Which::Due);
            let next = world.next("s0");
            let most = if least > QUARTER { least + 1 } else { 4000 };
            let what = format!("{status} with {value:?}: {next} s");
            assert!((least..=most).contains(&next), "{what}");
            world.now = at(least - 1);
            world.restart();
            world.turn(Which::Due);
            assert_eq!(
                server
                    .log()
                    .iter()
                    .filter(|asked| asked.path == "/feed")
                    .count(),
                1,
                "{what}"
            );
        }
    }
}

/// E-10: errors never make us ask more often: an hour, two, four, a day at most; the first success ends it.
#[test]
fn a_week_of_errors_is_twelve_requests() {
    let server = Server::start();
    server.set("/feed", Answer::status(500));
    let mut world = World::new(&[format!("{}/feed", server.base)], "");
    let asked = world.pass(TimeDelta::days(7), &server);
    assert!((8..=12).contains(&asked.len()), "{} requests", asked.len());
    let gaps: Vec<i64> = asked.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
    for (gap, hours) in gaps.iter().zip([1, 2, 4, 8, 16, 24, 24, 24, 24]) {
        let least = hours * HOUR;
        assert!((least..=least + least / 10).contains(gap), "{gaps:?}");
    }
    server.set("/feed", feed("", 1..=2));
    world.now += TimeDelta::days(2);
    world.turn(Which::Due);
    assert!((QUARTER..=QUARTER + 90).contains(&world.next("s0")));
    // A source that is asked once a week is asked no sooner because it fails.
    let server = Server::start();
    server.set("/feed", Answer::status(500));
    let mut world = World::new(&[format!("{}/feed", server.base)], "every = \"7d\"");
    assert_eq!(world.pass(TimeDelta::days(6), &server).len(), 1);
}

/// E-15: a door that is shut is knocked at once a day, for as long as it takes; what its guard wants is said.
#[test]
fn a_month_of_refusals_is_forty_requests() {
    for (answer, says) in [
        (Answer::status(404), "check the address"),
        (Answer::status(401), "user name and password"),
        (Answer::status(403), "does not let feedmill in"),
        (
            Answer::status(403).header("cf-mitigated", "challenge"),
            "wants to see a browser",
        ),
    ] {
        let server = Server::start();
        server.set("/feed", feed("", 1..=2));
        let mut world = World::new(&[format!("{}/feed", server.base)], "");
        world.turn(Which::Due);
        server.set("/feed", answer);
        world.now = at(HOUR);
        let asked = world.pass(TimeDelta::days(30), &server);
        assert!((25..=40).contains(&asked.len()), "{} requests", asked.len());
        let error: String = world.known("s0", "error");
        assert!(error.contains(says), "{error}");
        assert_eq!(world.titles().len(), 2, "its articles stay");
    }
}

/// E-28: where nobody answers, be it that a name is not found, a socket refused or the network down, the wait doubles.
#[test]
fn nobody_there_is_asked_ever_more_rarely() {
    let server = Server::start();
    let mut world = World::new(&["http://127.0.0.1:9/feed".to_owned()], "");
    let mut tries = Vec::new();
    while world.now < at(DAY) {
        let now = world.now;
        if world.mill().to_ask(now, Which::Due) > 0 {
            tries.push((now - at(0)).num_seconds());
        }
        world.turn(Which::Due);
        world.now += TimeDelta::minutes(1);
    }
    assert!(server.log().is_empty());
    assert!(tries.len() <= 8, "{tries:?}");
    assert!(
        tries.iter().filter(|at| **at <= HOUR).count() <= 3,
        "{tries:?}"
    );
    assert!(
        tries.windows(2).all(|pair| pair[1] - pair[0] >= QUARTER),
        "{tries:?}"
    );
}

/// A server that has said 304 for a month is asked for the whole document once, and then believed again (2.1).
#[test]
fn a_month_of_304_ends_in_one_whole_document() {
    let server = Server::start();
    server.set("/feed", feed("", 1..=2).header("ETag", "\"1\""));
    let mut world = World::new(&[format!("{}/feed", server.base)], "every = \"12h\"");
    let asked = world.pass(TimeDelta::days(59), &server);
    let whole: Vec<i64> = asked
        .iter()
        .filter(|(_, asked)| !asked.headers.contains_key("if-none-match"))
        .map(|(seconds, _)| seconds / DAY)
        .collect();
    assert!(
        whole.len() == 2 && whole[0] == 0 && (30..=31).contains(&whole[1]),
        "{whole:?}"
    );
    assert!(asked.len() > 100);
}

/// The option `adaptive`: who has published nothing for a month is asked once a day, who publishes by the hour as often
/// as ever; off, nobody is.
#[test]
fn who_publishes_rarely_is_asked_rarely() {
    let server = Server::start();
    let dates = |gap: i64| {
        let items: String = (1..=10)
            .map(|number| {
                let date = at(-gap * number).format("%a, %d %b %Y %H:%M:%S GMT");
                format!("<item><guid isPermaLink=\"false\">{number}</guid><title>Item {number}</title><pubDate>{date}</pubDate><description>Text.</description></item>")
            })
            .collect();
        Answer::new(
            "application/rss+xml",
            format!(
                "<rss version=\"2.0\"><channel><title>U</title><link>https://u.example/</link><description>d</description>{items}</channel></rss>"
            ),
        )
    };
    server.set("/rare", dates(30 * DAY));
    server.set("/daily", dates(DAY));
    server.set("/often", dates(HOUR));
    let urls = ["/rare", "/daily", "/often"].map(|path| format!("{}{path}", server.base));
    for (option, waits) in [
        ("adaptive = true", [DAY, 6 * HOUR, QUARTER]),
        ("adaptive = false", [QUARTER; 3]),
        ("", [QUARTER; 3]),
    ] {
        let mut world = World::new(&urls, option);
        // What they publish is known from the second time on.
        world.turn(Which::Due);
        world.now = at(HOUR);
        world.turn(Which::Due);
        for (source, wait) in ["s0", "s1", "s2"].iter().zip(waits) {
            let next = world.next(source);
            assert!(
                (wait..=wait + wait / 4).contains(&next),
                "{option} {source}: {next}"
            );
        }
    }
}

/// E-17: what two feeds take from is asked once.
#[test]
fn an_address_that_many_feeds_use_is_asked_once() {
    let server = Server::start();
    server.set("/feed", feed("", 1..=2));
    let feeds: String = (0..5)
        .map(|number| {
            format!(
                "[[feed]]\nname = \"f{number}\"\ntitle = \"F\"\nlink = \"https://example.org/\"\n"
            )
        })
        .collect();
    let mut world = World::of(&format!(
        "[[source]]\nname = \"s0\"\nurl = \"{}/feed\"\n{feeds}",
        server.base
    ));
    let asked = world.pass(TimeDelta::minutes(10), &server);
    assert_eq!(paths(&asked), ["/feed"]);
}
