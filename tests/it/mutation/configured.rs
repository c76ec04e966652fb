//! What operators do to the configuration. Each change is a site of its own, with a folder and a
//! feed, published in all formats.

use super::entry::{Format, Upstream};
use super::{HEAD, Met, World};

const ARTICLES: [(&str, &str); 3] = [
    (
        "2025-01-02-ferry.md",
        "---\ntitle: The ferry\ntags: [town]\n---\n\nThe ferry goes at seven. [When?](times)\n",
    ),
    (
        "bread.md",
        "---\ntitle: Bread\ndate: 2025-01-03 07:30\n---\n\nBread wants time.\n",
    ),
    (
        "lamp.md",
        "# A lamp\n\nA lamp costs less than the stairs.\n",
    ),
];
const ENTRIES: usize = 4;
const ALL: usize = ARTICLES.len() + ENTRIES;

const FOLDER: &str =
    "[[source]]\nname = \"notes\"\npath = \"notes\"\nlink = \"https://example.org/{path}/\"\n";
const FEED: &str =
    "[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\nlimit = 100\n";

/// What is done, what is replaced by what in config.toml, and under which name the feed is found then.
const CHANGES: &[(&str, &str, &str, &str)] = &[
    (
        "scheme of base_url",
        "https://feeds.example.org",
        "http://feeds.example.org",
        "all",
    ),
    (
        "host of base_url",
        "https://feeds.example.org/",
        "https://other.example/deep/",
        "all",
    ),
    (
        "link of the feed",
        "link = \"https://example.org/\"",
        "link = \"https://other.example/\"",
        "all",
    ),
    (
        "template of links",
        "https://example.org/{path}/",
        "https://other.example/posts/{path}.html",
        "all",
    ),
    (
        "no template of links",
        "link = \"https://example.org/{path}/\"\n",
        "",
        "all",
    ),
    (
        "time zone",
        "[serve]",
        "time_zone = \"Asia/Shanghai\"\n[serve]",
        "all",
    ),
    ("schedule", "every = \"1s\"", "every = \"1h\"", "all"),
    (
        "name of the folder's source",
        "name = \"notes\"",
        "name = \"journal\"",
        "all",
    ),
    (
        "name of the feed's source",
        "name = \"one\"",
        "name = \"other\"",
        "all",
    ),
    (
        "name of the feed",
        "name = \"all\"",
        "name = \"everything\"",
        "everything",
    ),
    (
        "title of the feed",
        "title = \"All\"",
        "title = \"Everything\"",
        "all",
    ),
    (
        "author of the feed",
        "title = \"All\"",
        "title = \"All\"\nauthor = \"The town\"",
        "all",
    ),
    (
        "language of the feed",
        "title = \"All\"",
        "title = \"All\"\nlanguage = \"de\"",
        "all",
    ),
    ("a greater limit", "limit = 100", "limit = 200", "all"),
    (
        "sources by name",
        "limit = 100",
        "limit = 100\nsources = [\"one\", \"notes\"]",
        "all",
    ),
    (
        "one format",
        "limit = 100",
        "limit = 100\nformats = [\"json\"]",
        "all",
    ),
    (
        "an empty source more",
        "[[feed]]",
        "[[source]]\npath = \"empty\"\n[[feed]]",
        "all",
    ),
    (
        "the folder again",
        "[[feed]]",
        "[[source]]\nname = \"again\"\npath = \"./notes\"\nlink = \"https://example.org/{path}/\"\n[[feed]]",
        "all",
    ),
    (
        "a feed more",
        "[[feed]]",
        "[[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"{value}\"\nlink = \"https://example.org/\"\n[[feed]]",
        "all",
    ),
    (
        "summaries",
        "[[source]]",
        "[[source]]\nsummary_limit = 80",
        "all",
    ),
    (
        "edited articles stay",
        "limit = 100",
        "limit = 100\nedited = \"stays\"",
        "all",
    ),
];

fn world() -> World {
    let mut world = World::new();
    for (name, text) in ARTICLES {
        world.site.write(&format!("notes/{name}"), text);
    }
    std::fs::create_dir_all(world.site.path("empty")).expect("a folder");
    let upstream = Upstream::new(Format::Rss, ENTRIES);
    world.server.set("/one", upstream.answer());
    let config = format!("{HEAD}{FOLDER}{}{FEED}", world.source("one"));
    world.configure(&config);
    world
}

#[test]
fn no_change_of_the_configuration_shows() {
    let mut faults = Vec::new();
    for (change, from, to, feed) in CHANGES {
        let mut world = world();
        world.turn();
        assert_eq!(
            world.met("all"),
            Met {
                new: ALL,
                ..Met::nothing(ALL)
            }
        );
        let before = world.config.clone();
        let after = before.replacen(from, to, 1);
        assert_ne!(after, before, "{change}");
        for (step, config, feed) in [("changed", &after, *feed), ("taken back", &before, "all")] {
            world.configure(config);
            for turn in 0..2 {
                let report = world.turn();
                assert_eq!(report.failures, [], "{change}");
                world.renamed("all", feed);
                let met = world.met(feed);
                world.renamed(feed, "all");
                if met != Met::nothing(ALL) {
                    faults.push(format!("{change}, {step}: {met:?}"));
                }
                if turn == 1 {
                    assert_eq!(report.written, [""; 0], "B10: {change}, {step}");
                }
            }
        }
    }
    super::none(&faults);
}

/// The sources in another order; the first of them in a feed that is alone.
#[test]
fn the_order_of_sources_shows_nothing() {
    let mut world = world();
    world.turn();
    world.met("all");
    let before = world.site.published();
    let config = format!("{HEAD}{}{FOLDER}{FEED}", world.source("one"));
    world.configure(&config);
    world.turn();
    assert_eq!(world.met("all"), Met::nothing(ALL));
    assert_eq!(world.site.published(), before);
}

/// A limit that is lowered and raised again shows what was there before, and nothing else.
#[test]
fn a_limit_hides_and_shows() {
    let mut world = world();
    world.turn();
    world.met("all");
    let config = world.config.clone();
    world.configure(&config.replace("limit = 100", "limit = 2"));
    world.turn();
    assert_eq!(
        world.met("all"),
        Met {
            lost: ALL - 2,
            ..Met::nothing(2)
        }
    );
    world.configure(&config);
    world.turn();
    assert_eq!(world.met("all"), Met::nothing(ALL));
}

/// The zone of the machine changes from turn to turn, as of one that travels.
#[test]
fn the_zone_of_the_machine_shows_nothing() {
    let site =
        crate::site::Site::new(&HEAD.replace("[fetch]", "[[source]]\npath = \"notes\"\n[fetch]"));
    for (name, text) in ARTICLES {
        site.write(&format!("notes/{name}"), text);
    }
    site.write("config.toml", &(site.read("config.toml") + FEED));
    let mut before = None;
    for zone in [
        "UTC",
        "Asia/Shanghai",
        "America/New_York",
        "Australia/Lord_Howe",
    ] {
        let ran = site.command(&["build"]).env("TZ", zone).output();
        assert!(ran.expect("it runs").status.success());
        let published = site.published();
        assert!(
            *before.get_or_insert_with(|| published.clone()) == published,
            "{zone}"
        );
    }
}
