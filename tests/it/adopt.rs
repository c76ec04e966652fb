//! Moving to feedmill from another program re-publishes nothing, and a lost state is made good by what
//! is published (G-02, Q-06).

use crate::server::{Answer, Server};
use crate::site::{FOLDER, Item, Site};

const OLD: &str = r#"<?xml version="1.0"?>
<rss version="2.0"><channel><title>Old</title><link>https://old.example/</link><description>d</description>
<item><guid isPermaLink="false">4711 at https://old.example</guid><title>By address</title><link>http://www.example.org/by-address/</link><pubDate>Fri, 03 Jan 2025 10:11:12 +0100</pubDate><description>Once.</description></item>
<item><guid>https://old.example/?p=2</guid><title>By title</title><link>https://old.example/by-title.html</link><pubDate>Thu, 02 Jan 2025 23:30:00 GMT</pubDate><description>Twice.</description></item>
<item><guid isPermaLink="false">3</guid><title>Under another name</title><link>https://old.example/words.html</link><description>&lt;p&gt;The mill turns by the water that comes down from the hill, and stops in frost.&lt;/p&gt;</description></item>
<item><title>No id</title><link>https://old.example/no-id.html</link><pubDate>Wed, 01 Jan 2025 08:00:00 GMT</pubDate></item>
<item><guid isPermaLink="false">gone</guid><title>Gone</title><link>https://old.example/gone.html</link><pubDate>Tue, 31 Dec 2024 08:00:00 GMT</pubDate></item>
</channel></rss>
"#;

/// The articles of the old feed but for the last, and one that it never had.
fn site() -> Site {
    Site::with_articles(&[
        (
            "by-address.md",
            "---\ntitle: Given another title\ndate: 2025-01-03\n---\n\nOnce.\n",
        ),
        (
            "two.md",
            "---\ntitle: By title\ndate: 2025-01-03\n---\n\nTwice.\n",
        ),
        (
            "three.md",
            "---\ntitle: Words\n---\n\nThe mill turns by the *water* that comes down from the hill, and stops in frost.\n",
        ),
        (
            "no-id.md",
            "---\ntitle: No id\ndate: 2025-01-01\n---\n\nText.\n",
        ),
        (
            "new.md",
            "---\ntitle: New\ndate: 2025-02-01\n---\n\nText.\n",
        ),
    ])
}

fn item(site: &Site, title: &str) -> Item {
    let found = site.items("feeds/all.json").into_iter();
    let mut found = found.filter(|item| item.title == title);
    found.next().unwrap_or_else(|| panic!("no {title}"))
}

fn is_taken_over(site: &Site) {
    for (title, id, published) in [
        (
            "Given another title",
            "4711 at https://old.example",
            "2025-01-03T10:11:12+01:00",
        ),
        (
            "By title",
            "https://old.example/?p=2",
            "2025-01-02T23:30:00Z",
        ),
        (
            "No id",
            "https://old.example/no-id.html",
            "2025-01-01T08:00:00Z",
        ),
    ] {
        let item = item(site, title);
        assert_eq!((item.id.as_str(), item.published.as_str()), (id, published));
    }
    assert_eq!(item(site, "Words").id, "3");
    assert!(item(site, "New").id.starts_with("tag:"));
    let rss = site.read("feeds/all.rss");
    assert!(rss.contains("<guid isPermaLink=\"false\">4711 at https://old.example</guid>"));
    assert!(rss.contains("<guid isPermaLink=\"false\">3</guid>"));
}

/// Before the first build, and after one: the same comes of it. Run again, nothing more comes of it.
#[test]
fn an_old_feed_is_taken_over() {
    for first_build in [false, true] {
        let site = site();
        site.write("old.xml", OLD);
        if first_build {
            site.build();
        }
        let ran = site.run(&["adopt", "old.xml"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert!(
            ran.err
                .contains("5 entries adopted; 1 entry without an article"),
            "{}",
            ran.err
        );
        assert!(ran.err.contains("Gone (gone)"), "{}", ran.err);
        site.build();
        is_taken_over(&site);
        let before = site.published();
        site.run(&["adopt", "old.xml"]);
        site.build();
        assert!(site.published() == before, "adopted twice");
        let status = site.run(&["status", "--json"]).out;
        let status: serde_json::Value = serde_json::from_str(&status).expect("status is JSON");
        assert_eq!(status["waiting"].as_array().map(Vec::len), Some(1));
        assert_eq!(status["waiting"][0]["id"], "gone");
        // What was taken over is kept through an edit, and a date that was changed is followed.
        site.write(
            "articles/two.md",
            "---\ntitle: By another title\ndate: 2025-01-03\n---\n\nTwice or thrice.\n",
        );
        site.write(
            "articles/no-id.md",
            "---\ntitle: No id\ndate: 2025-01-07\n---\n\nText.\n",
        );
        site.build();
        let edited = item(&site, "By another title");
        assert_eq!(
            (edited.id.as_str(), edited.published.as_str()),
            ("https://old.example/?p=2", "2025-01-02T23:30:00Z")
        );
        assert_eq!(item(&site, "No id").published, "2025-01-07T00:00:00Z");
    }
}

/// From an address; what waits is given to the article that comes later.
#[test]
fn an_old_feed_is_fetched() {
    let server = Server::start();
    server.set(
        "/old.xml",
        Answer::new("application/rss+xml", OLD.to_owned()),
    );
    let site = site();
    let ran = site.run(&["adopt", &format!("{}/old.xml", server.base)]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    site.build();
    is_taken_over(&site);
    site.write(
        "articles/late.md",
        "---\ntitle: Gone\ndate: 2024-12-31\n---\n\nCome back.\n",
    );
    site.build();
    assert_eq!(item(&site, "Gone").id, "gone");
}

/// What is no feed is refused, and nothing is touched.
#[test]
fn what_is_no_feed_is_not_adopted() {
    let site = site();
    site.write(
        "page.html",
        "<!doctype html><title>T</title><article><p>Text.</p></article>",
    );
    for (feed, reason) in [
        ("page.html", "this is no feed"),
        ("none.xml", "there is no such file"),
        ("articles", "is not a regular file"),
        ("/dev/zero", "is not a regular file"),
    ] {
        let ran = site.run(&["adopt", feed]);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        assert!(
            ran.err.contains(reason) && ran.err.contains(feed),
            "{}",
            ran.err
        );
    }
}

/// Two articles with one title and day, or an address that all entries share: nobody is taken for
/// another.
#[test]
fn what_may_be_several_is_none() {
    let entry = |id: &str| {
        format!(
            "<item><guid isPermaLink=\"false\">{id}</guid><title>Daily</title><link>https://example.org/</link><pubDate>Fri, 03 Jan 2025 10:00:00 GMT</pubDate></item>"
        )
    };
    let site = Site::with_articles(&[(
        "a.md",
        "---\ntitle: Daily\ndate: 2025-01-03\n---\n\nText.\n",
    )]);
    site.write(
        "old.xml",
        &format!(
            "<rss version=\"2.0\"><channel><title>T</title>{}{}</channel></rss>",
            entry("1"),
            entry("2")
        ),
    );
    let ran = site.run(&["adopt", "old.xml"]);
    assert!(
        ran.err.contains("2 entries without an article"),
        "{}",
        ran.err
    );
    site.build();
    assert!(item(&site, "Daily").id.starts_with("tag:"), "G-02");
}

/// The state is lost, files were renamed meanwhile, or carry no date: what is published says who they
/// are and when they appeared.
#[test]
fn a_lost_state_is_made_good_by_what_is_published() {
    let text = "The wheel is of oak, and every spoke was cut by hand in the winter of the flood.";
    let site = Site::with_articles(&[
        (
            "dated.md",
            "---\ntitle: Dated\ndate: 2025-01-03\n---\n\nOne.\n",
        ),
        (
            "undated.md",
            &format!("---\ntitle: Undated\n---\n\n{text}\n"),
        ),
    ]);
    site.build();
    site.sql("UPDATE article SET published = published - 100000, updated = updated - 100000, revision = zeroblob(32) WHERE key IN (SELECT article FROM body WHERE json LIKE '%Undated%')");
    site.build();
    let ids = |site: &Site| {
        let items = site.items("feeds/all.json").into_iter();
        let mut ids: Vec<_> = items.map(|item| (item.id, item.published)).collect();
        ids.sort();
        ids
    };
    let before = ids(&site);
    let bytes = site.published();
    site.forget_state();
    let ran = site.build();
    assert!(ran.err.contains("is new"), "{}", ran.err);
    assert!(site.published() == bytes, "published anew");
    for formats in [r#"["rss"]"#, r#"["atom"]"#, r#"["json"]"#] {
        site.write("config.toml", &format!("{FOLDER}formats = {formats}\n"));
        site.build();
        site.forget_state();
        let folder = if site.path("articles/undated.md").exists() {
            ("undated", "renamed")
        } else {
            ("renamed", "undated")
        };
        site.rename(
            &format!("articles/{}.md", folder.0),
            &format!("articles/{}.md", folder.1),
        );
        site.build();
        site.write("config.toml", FOLDER);
        site.build();
        assert_eq!(ids(&site), before, "{formats}");
    }
}

/// A feed that another program wrote lies where feedmill is to write: its ids stay.
#[test]
fn a_feed_in_the_place_of_ours_is_adopted() {
    let site = site();
    site.write("feeds/all.rss", OLD);
    site.build();
    is_taken_over(&site);
}

/// An entry that states no date leaves the article its own.
#[test]
fn an_entry_without_dates_takes_none_away() {
    for first_build in [false, true] {
        let site = Site::with_articles(&[(
            "a.md",
            "---\ntitle: A\ndate: 2025-01-01\nupdated: 2025-02-02\n---\n\nText.\n",
        )]);
        site.write(
            "old.xml",
            "<rss version=\"2.0\"><channel><title>T</title><item><guid isPermaLink=\"false\">a</guid>\
             <link>https://example.org/a/</link></item></channel></rss>",
        );
        if first_build {
            site.build();
        }
        site.run(&["adopt", "old.xml"]);
        site.build();
        let item = item(&site, "A");
        assert_eq!(item.id, "a");
        assert_eq!(item.published, "2025-01-01T00:00:00Z");
        assert_eq!(item.updated, "2025-02-02T00:00:00Z", "{first_build}");
    }
}
