//! Addresses that have moved for good, and those that are gone.

use chrono::TimeDelta;
use feedmill::mill::Which;

use super::{World, at, feed, paths};
use crate::server::{Answer, Server};

fn ids(world: &World) -> Vec<String> {
    let items = world.site.items("feeds/all.json").into_iter();
    items.map(|item| item.id).collect()
}

/// E-11: what has said for a day and three polls that it has moved for good is asked at its new address from then on,
/// conditionally from the first time; articles keep their ids, and `status` says what to write.
#[test]
fn a_permanent_move_is_believed_when_it_is_confirmed() {
    for status in [301, 308] {
        let (old, new) = (Server::start(), Server::start());
        old.set("/feed", feed("", 1..=3));
        let mut world = World::new(&[format!("{}/feed", old.base)], "every = \"6h\"");
        world.turn(Which::Due);
        world.titles();
        let before = ids(&world);
        let target = format!("{}/new", new.base);
        new.set("/new", feed("", 2..=5).header("ETag", "\"n\""));
        old.set("/feed", Answer::status(status).header("Location", &target));
        world.now = at(7 * 3600);
        let moving = world.pass(TimeDelta::hours(26), &old);
        world.restart();
        assert!((4..=6).contains(&moving.len()), "{}", moving.len());
        assert!(
            moving
                .last()
                .is_some_and(|last| last.0 >= 86_400 - 7 * 3600)
        );
        assert_eq!(world.known::<String>("s0", "moved_to"), target);
        let (at_old, at_new) = (old.log().len(), new.log().len());
        world.pass(TimeDelta::days(10), &old);
        assert_eq!(old.log().len(), at_old, "the old address is left alone");
        let log = new.log();
        assert!(log.len() >= at_new + 30);
        assert!(
            log[at_new..]
                .iter()
                .all(|asked| asked.headers.contains_key("if-none-match"))
        );
        world.titles();
        let after = ids(&world);
        assert_eq!(after.len(), 5);
        assert!(before.iter().all(|id| after.contains(id)), "ids stay");
        world.restart();
        let ran = world.site.run(&["status"]);
        let says = format!("it has moved for good: write `url = \"{target}\"`");
        assert!(ran.out.contains(&says), "{}", ran.out);
        // Another address in the configuration: nothing of this holds for it.
        old.set("/feed", feed("", 1..=3));
        let config = world.site.read("config.toml");
        world
            .site
            .write("config.toml", &config.replace("/feed\"", "/feed?2\""));
        old.set("/feed?2", feed("", 1..=3));
        world.turn(Which::Due);
        assert_eq!(
            old.log().last().map(|asked| asked.path.as_str()),
            Some("/feed?2")
        );
    }
}

/// E-11: a move is not believed before its time, nor to a page where a feed was, nor to a feed of somebody else, nor when
/// it says another address each time; E-12: nor is one that is for a while, on any hop.
#[test]
fn other_moves_are_not_believed() {
    let login = "<!doctype html><html><head><title>Log in</title></head><body><form>Name, password</form></body></html>";
    let someone = feed("", 1..=3);
    let body = String::from_utf8(someone.body.clone()).expect("text");
    let someone = Answer::new(
        "application/rss+xml",
        body.replace("item-", "other-")
            .replace("u.example/", "v.example/")
            .replace("Item", "Else"),
    );
    let whole = || feed("", 1..=3);
    // what it is, the status, what is at the target, the days that it lasts
    for (what, status, there, days) in [
        ("too short", 301, whole(), 0),
        ("a login page", 301, Answer::new("text/html", login), 30),
        ("another's feed", 301, someone, 30),
        ("302", 302, whole(), 30),
        ("303", 303, whole(), 30),
        ("307", 307, whole(), 30),
        (
            "for good, by way of a temporary one",
            308,
            Answer::status(302).header("Location", "/three"),
            30,
        ),
    ] {
        let server = Server::start();
        server.set("/feed", whole());
        server.set("/three", whole());
        let mut world = World::new(&[format!("{}/feed", server.base)], "every = \"6h\"");
        world.turn(Which::Due);
        server.set("/two", there);
        server.set("/feed", Answer::status(status).header("Location", "/two"));
        world.now = at(7 * 3600);
        let asked = world.pass(TimeDelta::days(days) + TimeDelta::hours(20), &server);
        let moved: Option<String> = world.known("s0", "moved_to");
        assert!(moved.is_none(), "{what}: {moved:?}");
        let first = paths(&asked)
            .iter()
            .filter(|path| **path == "/feed")
            .count();
        let other = asked
            .iter()
            .filter(|(_, asked)| asked.path != "/feed")
            .count();
        assert!(
            first > 2 && other >= first,
            "{what}: the configured address is asked each time"
        );
        assert!(world.titles().len() >= 3, "{what}");
    }
}

/// E-11: a move that turns out wrong is taken back: the configured address is asked again.
#[test]
fn a_move_to_what_is_no_longer_there_is_taken_back() {
    let server = Server::start();
    server.set("/feed", feed("", 1..=3));
    let mut world = World::new(&[format!("{}/feed", server.base)], "every = \"6h\"");
    world.turn(Which::Due);
    server.set("/new", feed("", 1..=3));
    server.set("/feed", Answer::status(301).header("Location", "/new"));
    world.now = at(7 * 3600);
    world.pass(TimeDelta::days(3), &server);
    assert!(world.known::<Option<String>>("s0", "moved_to").is_some());
    server.set("/feed", feed("", 1..=4));
    server.set("/new", Answer::status(410));
    world.pass(TimeDelta::days(2), &server);
    assert!(world.known::<Option<String>>("s0", "moved_to").is_none());
    assert_eq!(world.titles().len(), 4);
}

/// E-14: what says twice, a day apart, that it is gone is asked no more; its articles stay, each pass says so with exit
/// code 3, and the operator can have it asked again.
#[test]
fn what_is_gone_is_asked_twice_in_ninety_days() {
    let server = Server::start();
    server.set("/feed", feed("", 1..=3));
    let url = format!("{}/feed", server.base);
    let mut world = World::new(&[url], "");
    world.turn(Which::Due);
    world.titles();
    let before = world.site.published();
    server.set("/feed", Answer::status(410));
    world.now = at(3600);
    let mut asked = Vec::new();
    for _ in 0..90 {
        let today = world.pass(TimeDelta::days(1), &server);
        asked.extend(today);
        world.restart();
    }
    assert_eq!(asked.len(), 2);
    assert!(world.titles().len() == 3 && world.site.published() == before);
    world.restart();
    let ran = world.site.run(&["build"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("gone for good"), "{}", ran.err);
    let said = world.site.run(&["status"]).out;
    assert!(
        said.contains("never") && said.contains("feedmill build --all"),
        "{said}"
    );
    assert_eq!(server.log().len(), 3);
    // Asked again by the operator, it is gone still; then it is back.
    world.site.run(&["build", "--all"]);
    assert_eq!(server.log().len(), 4);
    server.set("/feed", feed("", 1..=4));
    world.site.sql("UPDATE source SET last_attempt = 0");
    let ran = world.site.run(&["build", "--all"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(world.site.titles("feeds/all.json").len(), 4);
    // And another address is asked at once.
    world.site.sql("UPDATE source SET gone = 2");
    server.set("/other", feed("", 1..=5));
    let config = world.site.read("config.toml");
    world
        .site
        .write("config.toml", &config.replace("/feed\"", "/other\""));
    world.site.build();
    assert_eq!(world.site.titles("feeds/all.json").len(), 5);
}

/// E-14: a page whose announced feed is gone is not gone itself.
#[test]
fn a_page_whose_feed_is_gone_is_asked_again() {
    let server = Server::start();
    let page = "<!doctype html><html><head><title>Front</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"/feed\"></head><body><p>Hello.</p></body></html>";
    server.set("/", Answer::new("text/html", page));
    server.set("/feed", feed("", 1..=3));
    let mut world = World::new(&[format!("{}/", server.base)], "");
    world.turn(Which::Due);
    server.set("/feed", Answer::status(410));
    world.now = at(3600);
    world.pass(TimeDelta::days(5), &server);
    assert_eq!(world.known::<u32>("s0", "gone"), 0);
    server.set("/", Answer::new("text/html", page.replace("/feed", "/new")));
    server.set("/new", feed("", 1..=4));
    world.pass(TimeDelta::days(2), &server);
    assert_eq!(world.titles().len(), 4);
}
