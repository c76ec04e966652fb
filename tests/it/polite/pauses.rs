//! Hosts that want to be left alone.

use chrono::TimeDelta;
use feedmill::mill::Which;

use super::{World, at, feed, paths};
use crate::server::{Answer, Server};

/// E-09: 429 pauses the whole host, over restarts too, and no other; 503 pauses the address that answered it alone.
#[test]
fn one_429_pauses_its_host_and_one_503_itself() {
    for (status, others) in [(429, 0), (503, 19)] {
        let (server, other) = (Server::start(), Server::start());
        let mut urls = Vec::new();
        for number in 0..20 {
            server.set(&format!("/{number}"), feed("", 1..=2));
            urls.push(format!("{}/{number}", server.base));
        }
        other.set("/feed", feed("", 1..=2));
        urls.push(format!("{}/feed", other.base));
        let mut world = World::new(&urls, "");
        world.turn(Which::Due);
        assert_eq!(server.log().len(), 20);
        server.set("/0", Answer::status(status).header("Retry-After", "3600"));
        world.now = at(1100);
        world.turn(Which::Due);
        assert_eq!(server.log().len(), 20 + 1 + others, "{status}");
        let before = (server.log().len(), other.log().len());
        for minute in 1..60 {
            world.now = at(1100) + TimeDelta::minutes(minute);
            world.turn(Which::Due);
            world.restart();
        }
        let asked: Vec<String> = server
            .log()
            .into_iter()
            .skip(before.0)
            .map(|asked| asked.path)
            .collect();
        assert!(!asked.contains(&"/0".to_owned()), "{status}");
        assert_eq!(asked.is_empty(), status == 429, "{status}: {asked:?}");
        assert!(
            other.log().len() >= before.1 + 3,
            "{status}: the other host is asked as ever"
        );
        world.now = at(1100 + 4000);
        let after = world.pass(TimeDelta::hours(2), &server);
        assert!(paths(&after).contains(&"/7"), "{status}: it goes on");
    }
}

/// E-09, E-10: a 429 that names no time pauses its host for the back-off of the address, an hour at first.
#[test]
fn a_429_without_a_time_pauses_for_an_hour() {
    let server = Server::start();
    server.set("/a", Answer::status(429));
    server.set("/b", feed("", 1..=2));
    let urls = ["/a", "/b"].map(|path| format!("{}{path}", server.base));
    let mut world = World::new(&urls, "");
    let asked = world.pass(TimeDelta::hours(3), &server);
    let of_b: Vec<i64> = asked
        .iter()
        .filter(|(_, asked)| asked.path == "/b")
        .map(|(at, _)| *at)
        .collect();
    assert!(of_b.first().is_some_and(|first| *first >= 3600), "{of_b:?}");
    assert!(paths(&asked).len() < 8, "{:?}", paths(&asked));
}

/// E-09, E-26: a host that is paused is asked for no page and no robots.txt either; and a 429 of a page pauses it.
#[test]
fn a_pause_holds_for_pages_and_robots_too() {
    let (lists, server) = (Server::start(), Server::start());
    let links: String = (1..=6)
        .map(|page| format!("<url><loc>{}/page/{page}</loc></url>", server.base))
        .collect();
    let map =
        format!("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{links}</urlset>");
    lists.set("/map.xml", Answer::new("application/xml", map));
    server.set("/page/2", Answer::status(429).header("Retry-After", "7200"));
    server.set("/feed", feed("", 1..=2));
    let urls = [
        format!("{}/map.xml", lists.base),
        format!("{}/feed", server.base),
    ];
    let mut world = World::new(&urls, "");
    world
        .site
        .write("config.toml", &world.site.read("config.toml"));
    world.turn(Which::Due);
    let first: Vec<String> = server
        .whole_log()
        .into_iter()
        .map(|asked| asked.path)
        .collect();
    assert!(first.contains(&"/robots.txt".to_owned()), "{first:?}");
    assert!(first.contains(&"/page/2".to_owned()), "{first:?}");
    assert!(!first.contains(&"/page/3".to_owned()), "{first:?}");
    for minutes in [20, 60, 110] {
        world.now = at(minutes * 60);
        world.restart();
        world.turn(Which::Due);
    }
    assert_eq!(
        server.whole_log().len(),
        first.len(),
        "nothing while it lasts"
    );
    assert!(lists.log().len() >= 3);
    world.now = at(7300);
    world.turn(Which::Due);
    assert!(server.whole_log().len() > first.len());
}
