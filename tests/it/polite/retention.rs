//! What goes from the state after a year, and what comes back of it (D-24, B31).

use chrono::TimeDelta;
use feedmill::mill::{Report, Which};

use super::{World, feed};
use crate::server::{Answer, Server};
use crate::site::items;

/// One feed of the newest five, one of each tag.
fn config(url: &str) -> String {
    format!(
        "[[source]]\nname = \"s\"\nurl = \"{url}\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\nlimit = 5\n\
         [[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"{{value}}\"\nlink = \"https://example.org/\"\n"
    )
}

/// Articles of a feed by number; the first has a tag, the second no date.
fn listed(numbers: impl Iterator<Item = u32>) -> Answer {
    let items: String = numbers
        .map(|at| {
            // One a month, the twentieth of them in January 2026.
            let (year, month) = (2024 + (at + 5) / 12, MONTHS[(at as usize + 5) % 12]);
            let date = match at {
                1 => String::new(),
                _ => format!("<pubDate>01 {month} {year} 08:00:00 GMT</pubDate>"),
            };
            let tag = if at == 0 { "<category>Mills</category>" } else { "" };
            format!(
                "<item><guid isPermaLink=\"false\">item-{at}</guid><title>Item {at}</title>\
                 <link>https://u.example/{at}</link>{date}{tag}<description>The text of item {at}.</description></item>"
            )
        })
        .collect();
    Answer::new(
        "application/rss+xml",
        format!(
            "<rss version=\"2.0\"><channel><title>U</title><link>https://u.example/</link>\
             <description>d</description>{items}</channel></rss>"
        ),
    )
}

const MONTHS: [&str; 12] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
];

fn known(world: &World, table: &str) -> i64 {
    let state = rusqlite::Connection::open(world.site.path("feedmill.db")).expect("a state");
    let query = format!("SELECT count(*) FROM {table}");
    state
        .query_row(&query, [], |row| row.get(0))
        .expect("a number")
}

/// A month passes; what is listed then is taken in and published.
fn month(world: &mut World) {
    world.now += TimeDelta::days(30);
    world.turn(Which::Due);
    let now = world.now;
    world
        .mill()
        .publish(now, &mut Report::default(), &|_, _, _| {})
        .expect("feeds are published");
}

/// D-24, B31: an article that nobody lists and no feed shows goes after a year. Listed again it has the id and the date
/// that it had, also where it has no date of its own, and no reader sees it as new.
#[test]
fn what_has_gone_comes_back_as_what_it_was() {
    let server = Server::start();
    let mut world = World::with(&config(&format!("{}/f", server.base)));
    server.set("/f", listed(0..10));
    month(&mut world);
    let dates = |world: &World, id: &str| -> (String, i64) {
        let state = rusqlite::Connection::open(world.site.path("feedmill.db")).expect("a state");
        state
            .query_row(
                "SELECT id, published FROM article WHERE identity = ?1",
                [id],
                |row| Ok((row.get(0)?, row.get(1)?)),
            )
            .expect("an article")
    };
    let undated = dates(&world, "item-1");
    let old = dates(&world, "item-2");
    // For a year others are listed; what the feeds show stays, and so does what has a tag of its own.
    for at in 0..18 {
        server.set("/f", listed(10 + at..20 + at));
        month(&mut world);
        if at == 11 {
            assert_eq!(known(&world, "trimmed"), 0, "not before a year has passed");
        }
    }
    assert!(
        known(&world, "trimmed") >= 8,
        "{}",
        known(&world, "trimmed")
    );
    assert!(world.site.read("feeds/tags/mills.json").contains("Item 0"));
    let shown = items(&world.site.read("feeds/all.json"));
    // All that there ever was is listed again.
    server.set("/f", listed(0..37));
    month(&mut world);
    assert_eq!(items(&world.site.read("feeds/all.json")), shown);
    assert_eq!(dates(&world, "item-1"), undated);
    assert_eq!(dates(&world, "item-2"), old);
    assert_eq!(known(&world, "trimmed"), 0);
    assert_eq!(known(&world, "article"), 37);
}

/// What a source still lists stays, however old it is, and so does all of a source that has fallen silent.
#[test]
fn what_is_listed_stays() {
    let server = Server::start();
    let mut world = World::with(&config(&format!("{}/f", server.base)));
    server.set("/f", feed("", 1..=20));
    for _ in 0..20 {
        month(&mut world);
    }
    assert_eq!(known(&world, "article"), 20);
    // It lists one more at each turn, and all of the others.
    for at in 21..=40 {
        server.set("/f", feed("", 1..=at));
        month(&mut world);
    }
    assert_eq!(
        (known(&world, "article"), known(&world, "trimmed")),
        (40, 0)
    );
    server.set("/f", Answer::status(500));
    for _ in 0..20 {
        month(&mut world);
    }
    assert_eq!(
        (known(&world, "article"), known(&world, "trimmed")),
        (40, 0)
    );
}
