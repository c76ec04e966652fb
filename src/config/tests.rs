//! Whole files: what is made of good ones, and what is said about bad ones.
#![expect(clippy::disallowed_methods, reason = "writes files to be read")]

use std::time::Duration;

use proptest::prelude::*;

use super::*;
use crate::article::{Listing, Selector};
use crate::collect::http::Allowed;
use crate::normalise::date::DayOrder;
use crate::publish::select::Per;
use crate::schedule::Schedule;

const SOURCE: &str = "[[source]]\npath = \"articles\"\n";
const FEED: &str = "[[feed]]\ntitle = \"My notes\"\n";

fn read(text: &str) -> Result<Settings, Faults> {
    check(text, Path::new("/srv/site/config.toml"))
}

fn good(text: &str) -> Settings {
    read(text).unwrap_or_else(|faults| panic!("{faults}"))
}

fn faults(text: &str) -> (usize, String) {
    read(text).map_or_else(
        |faults| (faults.count, faults.to_string()),
        |_| (0, String::new()),
    )
}

/// product.md's simplest useful file, and every default.
#[test]
fn the_simplest_file_takes_every_default() {
    let settings = good(
        "[[source]]\npath = \"articles\"\n\n[[feed]]\ntitle = \"My notes\"\nlink  = \"https://example.org/\"\n",
    );
    assert_eq!(settings.output, Path::new("/srv/site/feeds"));
    assert_eq!(settings.state, Path::new("/srv/site/feedmill.db"));
    assert_eq!(settings.base_url.as_str(), "http://127.0.0.1:8780/");
    let listen = settings.listen.map(|listen| listen.to_string());
    assert_eq!(listen.as_deref(), Some("127.0.0.1:8780"));
    assert_eq!(settings.zone, jiff::tz::TimeZone::UTC);
    assert_eq!(settings.max_age, Duration::from_secs(900));
    assert_eq!(settings.fetch.min_interval, Duration::from_secs(900));
    assert_eq!(settings.fetch.host_delay, Duration::from_secs(2));
    assert_eq!(settings.fetch.connections, 32);
    let source = settings.sources.first().expect("a source");
    assert_eq!(source.name, "articles");
    assert!(matches!(source.schedule, Schedule::Every(every) if every.as_secs() == 900));
    assert_eq!(source.normalise.summary_limit, 300);
    let Place::Directory(directory) = &source.place else {
        panic!("not a folder");
    };
    assert_eq!(directory.root, Path::new("/srv/site/articles"));
    assert!(directory.include.iter().any(|glob| glob == "**/*.md"));
    let feed = settings.feeds.first().expect("a feed");
    assert_eq!(
        (feed.name.as_str(), feed.title.as_str()),
        ("my-notes", "My notes")
    );
    assert_eq!(feed.link.as_str(), "https://example.org/");
    assert_eq!(feed.sources, ["*"]);
    assert_eq!(feed.limit, 50);
    assert_eq!(feed.formats, ["rss", "atom", "json", "html"]);
    assert_eq!(feed.per, None);
}

#[test]
fn every_key_arrives() {
    let settings = good(
        r#"
        output = "public"
        state = "../state/mill.db"
        base_url = "https://example.org/feeds"
        time_zone = "Europe/Berlin"
        every = "30m"
        serve.listen = "0.0.0.0:80"
        [fetch]
        contact = "mailto:ops@example.org"
        min_interval = "0s"
        host_delay = "0s"
        connections = 4
         adaptive = true
        allow_private = ["127.0.0.1", "10.0.0.0/8", "Wiki.Example.org", "[::1]", "10.1.2.3:8080", "[fd00::1]:80"]
        proxy = "socks5h://127.0.0.1:1080"
        [[source]]
        name = "Notes"
        path = "n"
        include = ["**/*.md"]
        exclude = ["drafts/**"]
        link = "https://example.org/{path}/"
        every = "1s"
        time_zone = "America/New_York"
        language = "de-AT"
        day_order = "day-first"
        summary_limit = 200
        iframe_hosts = ["Player.example.org"]
        [[source]]
        url = "https://www.example.org/feed#top"
        every = "0 6 * * *"
        adaptive = false
        [[feed]]
        name = "all"
        title = "Everything"
        description = "All of it"
        link = "https://example.org/"
        language = "de"
        author = "The editors"
        sources = ["notes", "example.org"]
        limit = 10
        formats = ["atom"]
        filter = { any = ["rust", "tag:release"], all = ["source:notes"], not = ["sponsored"] }
        [[feed]]
        per = "author"
        "#,
    );
    assert_eq!(settings.base_url.as_str(), "https://example.org/feeds/");
    assert!(settings.state.ends_with("mill.db"));
    let fetch = &settings.fetch;
    assert_eq!(fetch.contact.as_deref(), Some("mailto:ops@example.org"));
    assert_eq!(fetch.min_interval, Duration::ZERO);
    assert_eq!(fetch.connections, 4);
    let adaptive: Vec<bool> = settings
        .sources
        .iter()
        .map(|source| source.adaptive)
        .collect();
    assert_eq!(adaptive, [true, false]);
    let net = |text: &str| Allowed::Net(text.parse().expect("a network"));
    assert_eq!(
        fetch.allow_private,
        [
            net("127.0.0.1/32"),
            net("10.0.0.0/8"),
            Allowed::Host("wiki.example.org".into()),
            net("::1/128"),
            Allowed::Socket(([10, 1, 2, 3], 8080).into()),
            Allowed::Socket("[fd00::1]:80".parse().expect("an address with a port")),
        ]
    );
    let proxy = fetch.proxy.as_ref().map(url::Url::as_str);
    assert_eq!(proxy, Some("socks5h://127.0.0.1:1080"));
    let [notes, site] = &settings.sources[..] else {
        panic!("two sources");
    };
    assert_eq!(
        (notes.name.as_str(), site.name.as_str()),
        ("Notes", "example.org")
    );
    assert_eq!(
        notes.normalise.zone.iana_name(),
        Some("America/New_York"),
        "a source's own zone wins"
    );
    assert_eq!(notes.normalise.day_order, Some(DayOrder::DayFirst));
    assert_eq!(notes.normalise.iframe_hosts, ["player.example.org"]);
    assert_eq!(site.normalise.zone.iana_name(), Some("Europe/Berlin"));
    assert!(matches!(&site.schedule, Schedule::Cron { .. }));
    assert!(matches!(&site.place, Place::Address(url) if url.fragment().is_none()));
    let [all, authors] = &settings.feeds[..] else {
        panic!("two feeds");
    };
    assert_eq!(all.sources, ["Notes", "example.org"]);
    assert_eq!(all.filter.all, ["source:notes"]);
    assert_eq!(
        (authors.name.as_str(), authors.per),
        ("authors", Some(Per::Author))
    );
    assert_eq!(authors.title, "{title}: {value}");
    let plain = "[[source]]\npath = \"notes\"\n[[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"Tags\"\nlink = \"https://example.org/\"\n";
    let settings = good(plain);
    assert_eq!(settings.feeds[0].title, "Tags: {value}");
}

#[test]
fn names_are_made_unique_and_slugs_are_safe() {
    let settings = good(
        "[[source]]\npath = \"a/notes\"\n[[source]]\nname = \"notes-2\"\npath = \"c\"\n\
         [[source]]\npath = \"b/notes\"\n[[source]]\npath = \".\"\nexclude = [\"feeds/**\"]\n\
         [[feed]]\ntitle = \"Crème & Brûlée!\"\n[[feed]]\ntitle = \"Новости\"\n[[feed]]\nname = \"x-y\"\n",
    );
    let names: Vec<&str> = settings.sources.iter().map(|s| s.name.as_str()).collect();
    assert_eq!(names, ["notes", "notes-2", "notes-3", "site"]);
    let feeds: Vec<_> = settings
        .feeds
        .iter()
        .map(|feed| (feed.name.as_str(), feed.title.as_str()))
        .collect();
    assert_eq!(
        feeds,
        [
            ("creme-brulee", "Crème & Brûlée!"),
            ("feed", "Новости"),
            ("x-y", "X y")
        ]
    );
}

#[test]
fn a_feed_without_title_or_name_is_still_named() {
    let only = good(&format!(
        "{SOURCE}[[feed]]\nlink = \"https://example.org/\"\n"
    ));
    let feed = only.feeds.first().expect("a feed");
    assert_eq!(
        (feed.name.as_str(), feed.title.as_str()),
        ("all", "example.org")
    );
    let none = good(&format!("{SOURCE}[[feed]]\n"));
    assert_eq!(
        none.feeds.first().map(|feed| feed.title.as_str()),
        Some("All")
    );
    let tags = good(&format!("{SOURCE}[[feed]]\nper = \"tag\"\n"));
    assert_eq!(
        tags.feeds.first().map(|feed| feed.title.as_str()),
        Some("{value}")
    );
}

#[test]
fn listening_everywhere_is_reached_here() {
    for (listen, base) in [
        ("0.0.0.0:81", "http://127.0.0.1:81/"),
        ("[::]:81", "http://[::1]:81/"),
        ("127.0.0.1:0", "http://127.0.0.1:0/"),
    ] {
        let settings = good(&format!("serve.listen = \"{listen}\"\n{SOURCE}{FEED}"));
        assert_eq!(settings.base_url.as_str(), base);
    }
    let off = good(&format!(
        "base_url = \"https://example.org\"\nserve.listen = \"\"\n{SOURCE}{FEED}"
    ));
    assert_eq!(off.listen, None);
}

/// One fault each: the words that must be said about it. T-36, T-40, B47, E-18.
#[test]
fn each_fault_is_said_with_what_would_be_right() {
    let rows: &[(&str, &[&str])] = &[
        // unknown keys
        (
            "outptu = \"x\"\n",
            &[
                "config.toml:1:1",
                "no key `outptu`",
                "did you mean `output`?",
            ],
        ),
        ("interval = \"1h\"\n", &["did you mean `every`?"]),
        ("listen = \"x\"\n", &["`listen` belongs under `[serve]`"]),
        (
            "[fetch]\noutput = \"x\"\n",
            &["belongs at the top of the file"],
        ),
        (
            "zzzzz = 1\n",
            &["the keys at the top level are `output`, `state`"],
        ),
        // where it is put
        (
            "output = \"s3://mill/feeds\"\n",
            &["with an object store, `base_url` is needed"],
        ),
        (
            "bucket.region = \"eu\"\n",
            &["`output` is a folder", "s3://my-bucket/feeds"],
        ),
        (
            "output = \"s3:///feeds\"\nbase_url = \"https://example.org/\"\n",
            &["names no bucket"],
        ),
        (
            "output = \"gs://mill/feeds?x\"\nbase_url = \"https://example.org/\"\n",
            &["has a `?` or a `#`"],
        ),
        // what is run
        (
            "after_publish = [\"rsync -a feeds/ web:\"]\n",
            &[
                "must be a program and its arguments",
                "a blank in it",
                "without a shell",
            ],
        ),
        ("after_publish = []\n", &["no program"]),
        (
            "after_publish = \"make\"\n",
            &["write `after_publish = [\"make\"]`"],
        ),
        ("after_publish_limit = \"5s\"\n", &["there is none"]),
        (
            "after_publish = [\"make\"]\nafter_publish_limit = \"0s\"\n",
            &["between a second and a day"],
        ),
        // who is told
        (
            "[push]\nhubs = [\"https://hub.example/\"]\n",
            &["with `hubs`, `base_url` is needed", "fetch the feeds"],
        ),
        (
            "base_url = \"https://example.org/\"\n[push]\nhubs = [\"https://a.example/\", \"https://a.example\"]\n",
            &["names a hub twice", "again here"],
        ),
        ("push.hub = []\n", &["did you mean `hubs`?"]),
        (
            "push.webhook_secret_env = \"PATH\"\n",
            &["says something about `webhook`", "there is none"],
        ),
        (
            "[push]\nwebhook = \"https://a.example/\"\nwebhook_feeds = [\"my-note\"]\n",
            &["a feed that there is not", "did you mean \"my-notes\"?"],
        ),
        (
            "[push]\nwebhook = \"https://a.example/\"\nwebhook_secret_file = \"/nowhere/secret\"\n",
            &["must name a file", "there is no such file"],
        ),
        // types
        (
            "every = 15\n",
            &[
                "`every` must be a string",
                "this is a whole number",
                "every = \"15m\"",
            ],
        ),
        (
            "fetch = 1\n",
            &["`fetch` must be a table", "write `[fetch]`"],
        ),
        (
            "fetch.connections = -1\n",
            &["must be a whole number", "below zero"],
        ),
        ("fetch.connections = 1.5\n", &["a number with a fraction"]),
        (
            "fetch.allow_private = \"a\"\n",
            &["write `allow_private = [\"a\"]`"],
        ),
        (
            "fetch.allow_private = [1]\n",
            &["must be an array of strings"],
        ),
        // values
        ("fetch.connections = 0\n", &["between 1 and 1024"]),
        (
            "fetch.host_delay = \"fast\"\n",
            &["a length of time", "host_delay = \"15m\""],
        ),
        (
            "time_zone = \"Berlin\"\n",
            &["did you mean \"Europe/Berlin\"?"],
        ),
        (
            "time_zone = \"Europe/Brelin\"\n",
            &["did you mean \"Europe/Berlin\"?"],
        ),
        ("time_zone = \"CET-1CEST\"\n", &["no such time zone"]),
        (
            "every = \"often\"\n",
            &["a length of time or a cron line", "MON-FRI"],
        ),
        (
            "serve.listen = \"localhost:80\"\n",
            &["did you mean \"127.0.0.1:80\"?"],
        ),
        (
            "serve.listen = \":9000\"\n",
            &["did you mean \"127.0.0.1:9000\"?"],
        ),
        (
            "serve.listen = \"0.0.0.0\"\n",
            &["did you mean \"0.0.0.0:8780\"?"],
        ),
        (
            "base_url = \"example.org\"\n",
            &["did you mean \"https://example.org\"?"],
        ),
        (
            "base_url = \"ftp://example.org/\"\n",
            &["neither http nor https"],
        ),
        (
            "base_url = \"https://example.org/?a=1\"\n",
            &["has a `?` or a `#`"],
        ),
        (
            "fetch.contact = \"a@b.org\"\n",
            &["did you mean \"mailto:a@b.org\"?"],
        ),
        (
            "fetch.contact = \"mailto:a@b.org\\r\\nX: y\"\n",
            &["no blanks or line breaks"],
        ),
        (
            "fetch.contact = \"mailto:\"\n",
            &["must be a mailto: or https:"],
        ),
        (
            "fetch.allow_private = [\"10.0.0.0/33\"]\n",
            &["not a network"],
        ),
        (
            "fetch.allow_private = [\"wiki.example.org:80\"]\n",
            &["leave out the port"],
        ),
        (
            "fetch.allow_private = [\"http://a/\"]\n",
            &["not of a host"],
        ),
        (
            "fetch.allow_private = [\"*.example.org\"]\n",
            &["no `*` here"],
        ),
        (
            "fetch.proxy = \"proxy.example.org:3128\"\n",
            &["did you mean \"http://proxy.example.org:3128\"?"],
        ),
        (
            "fetch.proxy = \"http://ada:s3cret@proxy.example.org/\"\n",
            &["holds a user name or a password"],
        ),
        ("fetch.proxy = \"ftp://a.example/\"\n", &["must begin with"]),
        (
            "fetch.proxy = \"http://a.example/x\"\n",
            &["a host and a port"],
        ),
        ("fetch.proxy = \"socks5://a.example\"\n", &["has no port"]),
        (
            "fetch.ca_file = \"missing.pem\"\n",
            &["`ca_file` must be", "there is no such file"],
        ),
        ("output = \"\"\n", &["must be a path"]),
        ("state = \"postgres://db/\"\n", &["`state` must be a path"]),
        // contradictions
        (
            "state = \"feeds/x.db\"\n",
            &["`state` lies inside `output`", "is published"],
        ),
        (
            "serve.listen = \"\"\n",
            &["without a server, `base_url` is needed"],
        ),
    ];
    for (text, expected) in rows {
        let (count, said) = faults(&format!("{text}{SOURCE}{FEED}"));
        assert_eq!(count, 1, "{text}{said}");
        for words in *expected {
            assert!(said.contains(words), "{text}: no “{words}” in\n{said}");
        }
    }
}

#[test]
fn each_fault_of_a_source_is_said() {
    let rows: &[(&str, &[&str])] = &[
        ("", &["needs a `path` or a `url`", "has neither"]),
        (
            "path = \"a\"\nurl = \"https://a.org/\"",
            &["not both", "make two sources"],
        ),
        ("folder = \"a\"\npath = \"b\"", &["did you mean `path`?"]),
        (
            "path = \"a\"\nfull_txt = \"x\"",
            &[
                "no key `full_txt` in `[[source]]`",
                "did you mean `full_text`?",
            ],
        ),
        (
            "path = \"https://a.org/\"",
            &["did you mean `url = \"https://a.org/\"`?"],
        ),
        (
            "path = \".\"",
            &[
                "`output` lies inside this source",
                "exclude = [\"feeds/**\"]",
            ],
        ),
        (
            "path = \"feeds\"",
            &["`output` lies inside this source", "a folder of their own"],
        ),
        (
            "path = \"x/../feeds\"",
            &["`output` lies inside this source"],
        ),
        (
            "path = \"a\"\ninclude = [\"**/*.{md\"]",
            &["a pattern that cannot be read"],
        ),
        ("path = \"a\"\nexclude = [\"/b\"]", &["relative to `path`"]),
        (
            "path = \"a\"\nlink = \"https://a.org/\"",
            &["`{path}`", "the same address"],
        ),
        (
            "path = \"a\"\nlink = \"https://a.org/{slgu}\"",
            &["`{slgu}` stands for nothing", "did you mean `{slug}`?"],
        ),
        (
            "path = \"a\"\nlink = \"https://a.org/{path\"",
            &["without its `}`"],
        ),
        (
            "path = \"a\"\nlink = \"/blog/{path}/\"",
            &["`link` must be an http or https address"],
        ),
        (
            "path = \"a\"\nday_order = \"dayfirst\"",
            &["did you mean \"day-first\"?"],
        ),
        ("path = \"a\"\nsummary_limit = 5", &["between 20 and 10000"]),
        (
            "path = \"a\"\nlanguage = \"en_GB\"",
            &["did you mean \"en-GB\"?"],
        ),
        (
            "path = \"a\"\niframe_hosts = [\"10.0.0.1\"]",
            &["holds host names"],
        ),
        ("path = \"a\"\nname = \"\"", &["a line of text", "empty"]),
        ("path = \"a\"\nname = \"*\"", &["stands for all sources"]),
        (
            "path = \"a\"\nname = \"Other\"",
            &["two sources are called"],
        ),
        // E-17
        (
            "url = \"https://other.example/#a\"",
            &["the same address", "any number of feeds"],
        ),
        (
            "url = \"https://a.org/\"\nevery = \"@daily\"\nadaptive = true",
            &["not with a cron line", "`every = \"1h\"`"],
        ),
        (
            "path = \"a\"\nadaptive = true",
            &["says something about addresses"],
        ),
        (
            "url = \"https://u:p@a.org/\"",
            &["a user name or a password"],
        ),
        (
            "url = \"https://a.org/\"\ninclude = [\"*\"]",
            &["says something about files"],
        ),
        (
            "path = \"a\"\nfull_text = true",
            &["says something about addresses", "a `url` in place"],
        ),
        (
            "url = \"https://a.org/\"\nfull_text = \"yes\"",
            &["must be true or false", "this is a string"],
        ),
        ("url = \"https://a.org/\"\npages = 0", &["between 1 and 50"]),
        (
            "url = \"https://a.org/\"\nlisting = 3",
            &["must be a string or a table"],
        ),
        (
            "url = \"https://a.org/\"\nlisting = \" \"",
            &["an empty selector"],
        ),
        (
            "url = \"https://a.org/\"\nlisting = \".news >\"",
            &["no CSS selector", "nothing follows"],
        ),
        (
            "url = \"https://a.org/\"\n[source.listing]\ntitle = \"h3[class=\"",
            &["no CSS selector", "for JSON a path"],
        ),
        (
            "url = \"https://a.org/\"\n[source.listing]\nheadline = \"h3\"",
            &["`[source.listing]`", "did you mean `title`?"],
        ),
        (
            "url = \"https://a.org/\"\n[source.listing]\ndate = { selector = \"i\", attr = \"title\" }",
            &["did you mean `attribute`?"],
        ),
        (
            "url = \"https://a.org/\"\n[source.listing]\ndate_format = \"day\"",
            &["how dates are written", "%d.%m.%Y"],
        ),
    ];
    let other = "[[source]]\nname = \"other\"\nurl = \"https://other.example/\"\n";
    for (text, expected) in rows {
        let (count, said) = faults(&format!("{other}{FEED}[[source]]\n{text}\n"));
        assert_eq!(count, 1, "{text}\n{said}");
        for words in *expected {
            assert!(said.contains(words), "{text}: no “{words}” in\n{said}");
        }
    }
}

#[test]
fn each_fault_of_a_feed_is_said() {
    let rows: &[(&str, &[&str])] = &[
        ("titel = \"x\"", &["did you mean `title`?"]),
        (
            "sources = [\"article\"]",
            &["no source called \"article\"", "did you mean \"articles\"?"],
        ),
        ("sources = []", &["names no source"]),
        (
            "sources = [\"*\", \"articles\"]",
            &["`*` stands for all sources"],
        ),
        (
            "sources = [\"articles\", \"Articles\"]",
            &["the same source twice"],
        ),
        ("name = \"My Feed\"", &["did you mean \"my-feed\"?"]),
        ("name = \"../etc\"", &["did you mean \"etc\"?"]),
        ("name = \"con\"", &["for a device"]),
        ("name = \"index\"", &["index.html is the page"]),
        ("name = \"main\"", &["two feeds would be written to main"]),
        ("title = \"Main\"", &["two feeds would be written to main"]),
        ("title = \"a\\nb\"", &["a line break"]),
        ("title = \"{value}\"", &["only beside `per`"]),
        (
            "per = \"tags\"",
            &[
                "must be one of \"tag\", \"author\", \"source\"",
                "did you mean \"tag\"?",
            ],
        ),
        (
            "formats = [\"rsss\"]",
            &["must be one of \"rss\"", "did you mean \"rss\"?"],
        ),
        ("formats = []", &["names no format"]),
        ("formats = [\"rss\", \"rss\"]", &["the same format twice"]),
        ("limit = 0", &["between 1 and 10000"]),
        (
            "link = \"example.org\"",
            &["did you mean \"https://example.org\"?"],
        ),
        ("filter = \"rust\"", &["write `[feed.filter]`"]),
        ("filter.any = [\"\"]", &["a line of text"]),
        ("filter.any = [\"tag:\"]", &["needs a word behind it"]),
        (
            "filter.any = [\"source:articels\"]",
            &["did you mean \"articles\"?"],
        ),
        (
            "filter.any = [\"a\"]\nfilter.not = [\"A\"]",
            &["wanted and refused at once"],
        ),
        ("filter.without = [\"a\"]", &["did you mean `not`?"]),
    ];
    for (text, expected) in rows {
        let (count, said) = faults(&format!(
            "{SOURCE}[[feed]]\nname = \"main\"\n[[feed]]\n{text}\n"
        ));
        assert_eq!(count, 1, "{text}\n{said}");
        for words in *expected {
            assert!(said.contains(words), "{text}: no “{words}” in\n{said}");
        }
    }
}

/// All faults in one go, in the order of the file, syntax faults among them.
#[test]
fn all_faults_are_reported_at_once_in_order() {
    let (count, said) = faults(
        "outptu = \"x\"\nevery = 15\ntime_zone = Berlin\n[[source]]\npath = \"a\"\nurl = \"https://a.org/\"\n\
         [[feed]]\nsources = [\"b\"]\nlimit = \"many\"\n",
    );
    let lines: Vec<&str> = said
        .lines()
        .filter_map(|line| line.trim_start().strip_prefix("--> /srv/site/config.toml:"))
        .filter_map(|place| place.split(':').next())
        .collect();
    assert_eq!(lines, ["1", "2", "3", "6", "8", "9"], "{said}");
    assert_eq!(count, 6);
    assert!(said.ends_with("config.toml: 6 faults\n"), "{said}");
}

#[test]
fn an_empty_file_says_how_to_begin() {
    let (count, said) = faults("");
    assert_eq!(count, 2);
    for words in ["[[source]]", "path = \"articles\"", "[[feed]]"] {
        assert!(said.contains(words), "{said}");
    }
    // A wrong bracket is one fault, not also a missing table.
    let (count, said) = faults("[source]\npath = \"a\"\n[[feed]]\n");
    assert_eq!(count, 1, "{said}");
    assert!(said.contains("write `[[source]]`"), "{said}");
}

/// A file that is wrong throughout is refused as quickly as another, with its first faults.
/// E-18: a public `base_url` says whom to turn to.
#[test]
fn a_public_address_is_the_contact() {
    for (base_url, contact) in [
        ("https://example.org/feeds/", true),
        ("http://feeds.example.org/", true),
        ("https://example.org/a(b)/", false),
        ("http://127.0.0.1/", false),
        ("http://192.168.0.1/", false),
        ("http://[::1]:8780/", false),
        ("http://localhost/", false),
        ("http://mill.localhost/", false),
        ("http://nas.local/", false),
        ("http://nas/", false),
    ] {
        let settings = good(&format!("base_url = \"{base_url}\"\n{SOURCE}{FEED}"));
        let expected = contact.then_some(base_url);
        assert_eq!(settings.fetch.contact.as_deref(), expected, "{base_url}");
    }
    let own = "base_url = \"https://example.org/\"\nfetch.contact = \"mailto:ops@example.org\"\n";
    let settings = good(&format!("{own}{SOURCE}{FEED}"));
    let contact = settings.fetch.contact.as_deref();
    assert_eq!(contact, Some("mailto:ops@example.org"));
    assert_eq!(good(&format!("{SOURCE}{FEED}")).fetch.contact, None);
}

#[test]
fn very_many_faults_are_counted_and_the_first_shown() {
    let (count, said) = faults(&"[[source]]\nurlz = \"x\"\n".repeat(2000));
    assert_eq!(count, 4001, "two for each source, and no feed");
    assert!(said.ends_with("4001 faults; the first 100 are shown\n"));
    assert!(said.len() < 100_000, "{}", said.len());
}

/// A source that is itself at fault is still known by its name.
#[test]
fn one_fault_does_not_cause_others() {
    let (count, said) = faults(
        "[[source]]\nname = \"a\"\nurl = \"nowhere\"\n[[feed]]\nsources = [\"a\"]\nfilter.any = [\"source:a\"]\n",
    );
    assert_eq!(count, 1, "{said}");
}

#[test]
fn unreadable_files_are_one_clear_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("config.toml");
    let missing = load(&file).expect_err("nothing there").to_string();
    assert!(missing.contains("no such file") && missing.contains("feedmill init"));
    std::fs::write(&file, b"# a\n# \xff\n").expect("written");
    let latin = load(&file).expect_err("not UTF-8").to_string();
    assert!(latin.contains("line 2 is not UTF-8"), "{latin}");
    std::fs::write(&file, format!("\u{feff}{SOURCE}{FEED}")).expect("written");
    assert!(load(&file).is_ok(), "a byte order mark is no fault");
}

/// The file that comes with feedmill, and the one that product.md gives as the fuller one.
#[test]
fn the_file_that_teaches_is_right() {
    let text = include_str!("../../config.toml");
    let settings = good(text);
    assert!(settings.feeds.iter().any(|feed| feed.name == "all"));
    assert!(settings.feeds.iter().any(|feed| feed.per == Some(Per::Tag)));
    let listen = settings.listen.map(|listen| listen.to_string());
    assert_eq!(listen.as_deref(), Some("127.0.0.1:8780"));
    // What is commented out in it is right as well.
    let mut active = String::new();
    for line in text.lines() {
        let code = line.strip_prefix("#:").map_or(line, str::trim_start);
        active += code;
        active.push('\n');
    }
    good(&active);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// No text makes checking panic, and every refusal names at least one fault.
    #[test]
    fn any_text_is_checked(text in "([a-z_]{1,8} ?= ?(\"[^\n\"]{0,8}\"|[0-9]{1,3}|\\[.{0,6}\\]|\\{.{0,5}\\})|\\[{1,2}(source|feed|serve|fetch|feed.filter)\\]{1,2}|.{0,10}|\n){0,12}") {
        if let Err(faults) = read(&text) {
            prop_assert!(faults.count > 0);
            let coloured = faults.to_string().contains('\u{1b}');
            prop_assert!(!coloured);
        }
    }
}

/// What is said of a list: a string for its items, tables for more.
#[test]
fn a_listing_is_a_string_or_a_table() {
    let listing = |text: &str| {
        let text = format!("{FEED}[[source]]\nurl = \"https://a.org/\"\n{text}\n");
        good(&text).sources[0].parse.listing.clone()
    };
    let at = |path: &str, attribute: Option<&str>| {
        Some(Selector {
            path: path.to_owned(),
            attribute: attribute.map(str::to_owned),
        })
    };
    assert_eq!(listing(""), None);
    let items = Listing {
        item: Some(".news-item".to_owned()),
        ..Listing::default()
    };
    assert_eq!(listing("listing = \" .news-item \""), Some(items.clone()));
    let more = "[source.listing]\nitem = \".news-item\"\ntitle = \"h3\"\n\
                date = { selector = \"i\", attribute = \"title\" }\nlink = { attribute = \"data-href\" }\n\
                date_format = \"%d.%m.%Y\"";
    let expected = Listing {
        title: at("h3", None),
        date: at("i", Some("title")),
        link: at("", Some("data-href")),
        date_format: Some("%d.%m.%Y".to_owned()),
        ..items
    };
    assert_eq!(listing(more), Some(expected));
    // Paths into JSON are none of the selectors of CSS, and right all the same.
    for path in ["/data/posts", "data.posts[0]", "https://a.org/{slug}", "*"] {
        let text = format!("[source.listing]\nlink = \"{path}\"");
        let link = listing(&text).and_then(|listing| listing.link);
        assert_eq!(link, at(path, None));
    }
}

#[test]
fn site_rules_is_a_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("config.toml");
    let check = |written: &str| {
        let text = format!("site_rules = {written:?}\n{SOURCE}{FEED}");
        check(&text, &file)
    };
    std::fs::create_dir(folder.path().join("rules")).expect("made");
    std::fs::write(folder.path().join("rules/example.org.txt"), "title: //h1[").expect("written");
    std::fs::write(folder.path().join("file"), "").expect("written");
    let settings = check("rules/").expect("a right file");
    assert!(
        settings
            .sources
            .iter()
            .all(|source| source.parse.rules.is_some())
    );
    assert_eq!(
        settings.warnings,
        ["rules/example.org.txt: line 1: it ends too early"]
    );
    for (written, said) in [
        ("", "not a path"),
        ("https://example.org/", "not a path"),
        ("nowhere", "no such folder"),
        ("file", "this is no folder"),
    ] {
        let faults = check(written).expect_err(written).to_string();
        assert!(
            faults.contains("`site_rules` must be a folder") && faults.contains(said),
            "{faults}"
        );
    }
    assert!(
        good(&format!("{SOURCE}{FEED}"))
            .sources
            .iter()
            .all(|source| source.parse.rules.is_none())
    );
}
