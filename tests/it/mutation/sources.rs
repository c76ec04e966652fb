//! Several sources, and sources in trouble: what was published first stays, and nothing comes twice.

use super::entry::{Entry, Format, Upstream};
use super::{ALL, HEAD, Met, World};
use crate::server::Answer;

const ENTRIES: usize = 4;

/// A world with two upstream feeds, `one` and `two`, in that order.
fn two() -> World {
    let mut world = World::new();
    let config = format!("{HEAD}{}{}{ALL}", world.source("one"), world.source("two"));
    world.configure(&config);
    world
}

/// The articles of [`Upstream::new`] as another site carries them: under ids of its own, under the
/// same addresses or nearly so.
fn copy() -> Upstream {
    let mut copy = Upstream::new(Format::Rss, ENTRIES);
    copy.each(|at, entry| {
        entry.guid = Some(format!("copy-{at}"));
        entry.link = format!(
            "{}/?utm_source=two",
            entry.link.replace("http://", "https://www.")
        );
    });
    copy
}

fn serve(world: &World, name: &str, feed: &Upstream) {
    world.server.set(&format!("/{name}"), feed.answer());
}

/// What is done to two sources that carry the same articles.
type Deed = fn(&mut World, &mut Upstream, &mut Upstream);

#[test]
fn the_copy_that_was_published_first_stays() {
    let deeds: &[(&str, Deed)] = &[
        ("nothing", |_, _, _| {}),
        ("the first dated later", |_, one, _| one.shift = 5),
        ("the copy dated earlier", |_, _, two| two.shift = -50),
        ("links of the first changed", |_, one, _| {
            one.each(|at, entry| entry.link = format!("http://old.example/slug-{at}"));
        }),
        ("links of the copy changed", |_, _, two| {
            two.each(|at, entry| entry.link = format!("http://two.example/slug-{at}"));
        }),
        ("titles of both changed", |_, one, two| {
            one.each(|at, entry| entry.title = format!("New {at}"));
            two.each(|at, entry| entry.title = format!("New, too {at}"));
        }),
        ("order of the sources", |world, _, _| {
            let config = format!("{HEAD}{}{}{ALL}", world.source("two"), world.source("one"));
            world.configure(&config);
        }),
        ("name of the first", |world, _, _| {
            let config = world.config.replace("name = \"one\"", "name = \"zero\"");
            world.configure(&config);
        }),
        ("name of the copy", |world, _, _| {
            let config = world.config.replace("name = \"two\"", "name = \"a\"");
            world.configure(&config);
        }),
        ("the first empty", |_, one, _| one.entries.clear()),
        ("ids of both", |_, one, two| {
            one.each(|at, entry| entry.guid = Some(format!("urn:one:{at}")));
            two.each(|at, entry| entry.guid = Some(format!("urn:two:{at}")));
        }),
        ("the state lost", |world, _, _| {
            world.restart();
            world.site.forget_state();
        }),
        ("state and feeds lost", |world, _, _| {
            world.restart();
            world.site.forget_state();
            std::fs::remove_dir_all(world.site.path("feeds")).expect("feeds go");
        }),
    ];
    // The copies come with the first, dated earlier, later or alike; or a day after.
    for (start, shift, at_once) in [
        ("together", 0, true),
        ("earlier", -3, true),
        ("later", 3, true),
        ("after", -3, false),
    ] {
        for (name, deed) in deeds {
            if !at_once && name.contains("lost") {
                continue; // what was first is forgotten, but for what the feeds say
            }
            let mut world = two();
            let (mut one, mut two) = (Upstream::new(Format::Rss, ENTRIES), copy());
            two.shift = shift;
            let empty = Upstream::new(Format::Rss, 0);
            serve(&world, "one", &one);
            serve(&world, "two", if at_once { &two } else { &empty });
            world.turn();
            let first = Met {
                new: ENTRIES,
                ..Met::nothing(ENTRIES)
            };
            assert_eq!(world.met("all"), first, "{start}, {name}");
            serve(&world, "two", &two);
            world.turn();
            assert_eq!(world.met("all"), Met::nothing(ENTRIES), "{start}, {name}");
            deed(&mut world, &mut one, &mut two);
            serve(&world, "one", &one);
            serve(&world, "two", &two);
            world.turn();
            assert_eq!(world.met("all"), Met::nothing(ENTRIES), "{start}, {name}");
            one.entries.insert(0, Entry::new(ENTRIES));
            serve(&world, "one", &one);
            world.turn();
            assert_eq!(world.met("all").new, 1, "{start}, {name}");
        }
    }
}

/// The first of the copies is withdrawn: the other takes its place.
#[test]
fn a_copy_takes_the_place_of_what_is_withdrawn() {
    let mut world = World::new();
    let article = |title: &str| {
        format!("---\ntitle: {title}\ndate: 2025-01-01\n---\n\nThe text of the article.\n")
    };
    for folder in ["a", "b"] {
        world
            .site
            .write(&format!("{folder}/note.md"), &article(folder));
        world
            .site
            .write(&format!("{folder}/only-{folder}.md"), &article("Other"));
    }
    let source = |name: &str| {
        format!("[[source]]\npath = \"{name}\"\nlink = \"https://example.org/{{path}}/\"\n")
    };
    world.configure(&format!("{HEAD}{}{}{ALL}", source("a"), source("b")));
    world.turn();
    assert_eq!(
        world.met("all"),
        Met {
            new: 3,
            ..Met::nothing(3)
        }
    );
    world.site.remove("a/note.md");
    world.turn();
    assert_eq!(
        world.met("all"),
        Met {
            new: 1,
            lost: 1,
            all: 3
        }
    );
    let mut titles = world.site.titles("feeds/all.json");
    titles.sort();
    assert_eq!(titles, ["Other", "Other", "b"]);
}

/// B04, D-07, D-09: a hundred failures of every kind, and what was read before stays as it was.
#[test]
fn a_hundred_failures_show_nothing() {
    let mut world = World::new();
    let config = format!("{HEAD}{}{ALL}", world.source("one"));
    world.configure(&config);
    let feed = Upstream::new(Format::Rss, ENTRIES);
    serve(&world, "one", &feed);
    world.turn();
    world.met("all");
    let before = world.site.published();
    let whole = feed.body();
    let mut cut = feed.answer();
    cut.cut = Some(whole.len() / 3);
    let answers = [
        Answer::status(500),
        Answer::status(404),
        Answer::status(429).header("Retry-After", "60"),
        Answer::new(
            "text/html",
            "<!doctype html><title>Log in</title><form>Password <input type=password></form>",
        ),
        Answer::new("application/rss+xml", ""),
        Answer::new("application/rss+xml", Upstream::new(Format::Rss, 0).body()),
        Answer::new(
            "application/rss+xml",
            whole.get(..whole.len() / 2).unwrap_or_default(),
        ),
        cut,
        Answer::new("application/json", "{\"error\": \"no such feed\"}"),
        Answer::new("text/plain", "Too many connections"),
    ];
    for (at, answer) in answers.iter().cycle().take(100).enumerate() {
        world.server.set("/one", answer.clone());
        world.turn();
        assert_eq!(world.site.published(), before, "failure {at}");
    }
    serve(&world, "one", &feed);
    world.turn();
    assert_eq!(world.met("all"), Met::nothing(ENTRIES));
    assert_eq!(world.site.published(), before);
}

/// A feed moves by a permanent redirect and says so by itself, and says wrong things of where it is
/// (B39): the configured address is asked, and nothing comes twice.
#[test]
fn a_feed_that_moves_shows_nothing() {
    let mut world = World::new();
    let config = format!("{HEAD}{}{ALL}", world.source("one"));
    world.configure(&config);
    let feed = Upstream::new(Format::Atom, ENTRIES);
    serve(&world, "one", &feed);
    world.turn();
    world.met("all");
    world
        .server
        .set("/one", Answer::status(301).header("Location", "/elsewhere"));
    let body = String::from_utf8(feed.body()).expect("it is UTF-8");
    let elsewhere = body.replace(
        "<title>Upstream",
        "<link rel=\"self\" href=\"http://wrong.example/\"/><title>Upstream",
    );
    world
        .server
        .set("/elsewhere", Answer::new("application/atom+xml", elsewhere));
    for _ in 0..2 {
        world.turn();
        assert_eq!(world.met("all"), Met::nothing(ENTRIES));
    }
    // The address of the configuration moves, too.
    let config = world.config.replace("/one", "/elsewhere");
    world.configure(&config);
    world.turn();
    assert_eq!(world.met("all"), Met::nothing(ENTRIES));
    let asked: Vec<String> = world
        .server
        .log()
        .into_iter()
        .map(|asked| asked.path)
        .collect();
    assert_eq!(
        asked,
        [
            "/one",
            "/one",
            "/elsewhere",
            "/one",
            "/elsewhere",
            "/elsewhere"
        ]
    );
}
