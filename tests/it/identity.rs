//! Ids and dates, once given, stay: whatever is done to the files (G-02, B27).

use crate::site::{FOLDER, Item, Site};

fn item(site: &Site, title: &str) -> Item {
    let items = site.items("feeds/all.json").into_iter();
    let mut found = items.filter(|item| item.title == title);
    let one = found.next();
    assert_eq!(found.next(), None, "{title} is there once");
    one.unwrap_or_else(|| panic!("{title} is not there"))
}

fn with_id(id: &str, title: &str) -> String {
    format!("---\nid: {id}\ntitle: {title}\n---\n\nThe text of {title}.\n")
}

/// A path that is used for one draft after the other, each begun from the same template, and each
/// renamed when it is done: all are published, no id is given twice.
#[test]
fn a_path_used_again_and_again() {
    let site = Site::with_articles(&[]);
    for number in 1..=4 {
        site.write("articles/new.md", "---\ntitle: Untitled\n---\n");
        site.build();
        let title = format!("Post {number}");
        site.write(
            "articles/new.md",
            &format!("---\ntitle: {title}\ndate: 2025-01-0{number}\n---\n\nThe text of {title}.\n"),
        );
        site.build();
        site.rename("articles/new.md", &format!("articles/post-{number}.md"));
        site.build();
    }
    let items = site.items("feeds/all.json");
    assert_eq!(items.len(), 4);
    let ids: std::collections::BTreeSet<_> = items.iter().map(|item| &item.id).collect();
    assert_eq!(ids.len(), 4, "{items:?}");
}

/// Two files that carry ids of their own swap names: each id goes with its article.
#[test]
fn files_with_own_ids_swap_names() {
    let site = Site::with_articles(&[
        ("a.md", &with_id("https://example.org/id/one", "One")),
        ("b.md", &with_id("https://example.org/id/two", "Two")),
    ]);
    site.build();
    // Their addresses change with their names, which is a significant change.
    let kept = || {
        ["One", "Two"].map(|title| Item {
            updated: String::new(),
            ..item(&site, title)
        })
    };
    let before = kept();
    site.rename("articles/a.md", "articles/c.tmp");
    site.rename("articles/b.md", "articles/a.md");
    site.rename("articles/c.tmp", "articles/b.md");
    site.build();
    assert_eq!(kept(), before);
    // What each file holds is known: one that goes takes its own article with it.
    site.remove("articles/a.md");
    site.build();
    assert_eq!(site.titles("feeds/all.json"), ["One"]);
}

/// Files without ids of their own that swap names: the path says who they are (G-01), nothing is
/// lost or doubled.
#[test]
fn files_without_ids_swap_names() {
    let site = Site::with_articles(&[
        ("a.md", "---\ntitle: One\ndate: 2025-01-01\n---\n\nOne.\n"),
        ("b.md", "---\ntitle: Two\ndate: 2025-01-02\n---\n\nTwo.\n"),
    ]);
    site.build();
    site.rename("articles/a.md", "articles/c.tmp");
    site.rename("articles/b.md", "articles/a.md");
    site.rename("articles/c.tmp", "articles/b.md");
    let ran = site.build();
    assert!(ran.err.contains("2 changed"), "{}", ran.err);
    let first = site.published();
    assert_eq!(site.titles("feeds/all.json"), ["Two", "One"]);
    site.forget_state();
    site.build();
    assert_eq!(site.published(), first);
}

/// A file renamed and edited at once keeps an id of its own; where it carries none it is another
/// file, and the old article goes.
#[test]
fn renamed_and_edited_at_once() {
    let site = Site::with_articles(&[
        ("own.md", &with_id("https://example.org/id/own", "Own")),
        ("path.md", "---\ntitle: Path\n---\n\nText.\n"),
        ("stays.md", "---\ntitle: Stays\n---\n\nText.\n"),
    ]);
    site.build();
    let before = item(&site, "Own");
    site.remove("articles/own.md");
    site.remove("articles/path.md");
    site.write(
        "articles/moved.md",
        &with_id("https://example.org/id/own", "Own again"),
    );
    site.write("articles/way.md", "---\ntitle: Way\n---\n\nOther text.\n");
    site.build();
    let after = item(&site, "Own again");
    assert_eq!((after.id, after.published), (before.id, before.published));
    item(&site, "Way");
    item(&site, "Stays");
    assert_eq!(site.items("feeds/all.json").len(), 3);
}

/// An id of its own is given, changed and taken away: one article all along, never two.
#[test]
fn an_own_id_comes_changes_and_goes() {
    let site = Site::with_articles(&[
        ("a.md", "---\ntitle: One\n---\n\nText.\n"),
        ("b.md", "---\ntitle: Other\n---\n\nText.\n"),
    ]);
    site.build();
    let first = item(&site, "One");
    let mut ids = Vec::new();
    for id in ["https://example.org/id/1", "https://example.org/id/2"] {
        site.write("articles/a.md", &with_id(id, "One"));
        site.build();
        let now = item(&site, "One");
        assert_eq!(now.published, first.published);
        ids.push(now.id);
    }
    assert_eq!(
        ids,
        ["https://example.org/id/1", "https://example.org/id/2"]
    );
    site.write("articles/a.md", "---\ntitle: One\n---\n\nText.\n");
    site.build();
    // Taken away, the id that was published stays (G-02).
    assert_eq!(item(&site, "One").id, "https://example.org/id/2");
    assert_eq!(site.items("feeds/all.json").len(), 2);
}

/// A file takes up the id of one that is gone from another path: the article it held before does
/// not stay behind.
#[test]
fn a_file_becomes_another_article() {
    let site = Site::with_articles(&[
        ("a.md", &with_id("https://example.org/id/a", "A")),
        ("b.md", &with_id("https://example.org/id/b", "B")),
        ("c.md", &with_id("https://example.org/id/c", "C")),
    ]);
    site.build();
    site.remove("articles/b.md");
    site.write("articles/a.md", &with_id("https://example.org/id/b", "B"));
    site.build();
    let mut titles = site.titles("feeds/all.json");
    titles.sort();
    assert_eq!(titles, ["B", "C"]);
}

/// T-48: of two files with one id the first stays; the other is published as soon as the first
/// has gone or has got an id of its own, without being touched.
#[test]
fn a_refused_double_is_tried_again() {
    let site = Site::with_articles(&[
        ("a.md", &with_id("https://example.org/id/1", "First")),
        ("c.md", &with_id("https://example.org/id/3", "Third")),
    ]);
    site.build();
    site.write(
        "articles/b.md",
        &with_id("https://example.org/id/1", "Second"),
    );
    for _ in 0..2 {
        let ran = site.run(&["build"]);
        assert_eq!(ran.code, Some(3), "{}", ran.err);
        assert_eq!(ran.err.matches("articles").count(), 1, "{}", ran.err);
    }
    site.write(
        "articles/a.md",
        &with_id("https://example.org/id/2", "First"),
    );
    site.build();
    let mut titles = site.titles("feeds/all.json");
    titles.sort();
    assert_eq!(titles, ["First", "Second", "Third"]);
    assert_eq!(item(&site, "Second").id, "https://example.org/id/1");
}

/// Two names that differ in case alone, or in the way an accent is written, are two articles.
#[test]
fn names_that_are_nearly_one() {
    let site = Site::with_articles(&[
        ("note.md", "---\ntitle: Small\n---\n\nText.\n"),
        ("Note.md", "---\ntitle: Large\n---\n\nText.\n"),
        ("caf\u{e9}.md", "---\ntitle: One\n---\n\nText.\n"),
        ("cafe\u{301}.md", "---\ntitle: Two\n---\n\nOther text.\n"),
    ]);
    site.build();
    let items = site.items("feeds/all.json");
    let ids: std::collections::BTreeSet<_> = items.iter().map(|item| &item.id).collect();
    assert_eq!((items.len(), ids.len()), (4, 4), "{items:?}");
    let before = site.published();
    site.build();
    site.forget_state();
    site.build();
    assert_eq!(site.published(), before);
}

/// An article whose own date is taken away keeps the one under which it was published.
#[test]
fn a_date_that_is_taken_away_stays() {
    let site = Site::with_articles(&[(
        "a.md",
        "---\ntitle: A\ndate: 2020-05-06T07:08:09Z\n---\n\nText.\n",
    )]);
    site.build();
    site.write("articles/a.md", "---\ntitle: A\n---\n\nText.\n");
    site.build();
    assert_eq!(item(&site, "A").published, "2020-05-06T07:08:09Z");
}

/// A draft that lay for months without a date appears when it is no longer one, not in the past.
#[test]
fn a_draft_gets_its_date_when_it_appears() {
    let site = Site::with_articles(&[("a.md", "---\ntitle: A\ndraft: true\n---\n\nText.\n")]);
    site.build();
    site.sql("UPDATE article SET published = 1000000000, first_seen = 1000000000");
    site.write("articles/a.md", "---\ntitle: A\n---\n\nText.\n");
    site.build();
    let published = item(&site, "A").published;
    assert!(!published.starts_with("2001"), "{published}");
}

/// What a new version, or other rules, make of old files: everything is read again, ids and given
/// dates stay.
#[test]
fn everything_is_read_again_under_other_rules() {
    let site = Site::with_articles(&[
        (
            "a.md",
            "---\ntitle: A\n---\n\nText with a [link](/there).\n",
        ),
        ("b.md", "---\ntitle: B\n---\n\nText.\n"),
    ]);
    site.build();
    site.rename("articles/a.md", "articles/c.md");
    site.build();
    let before = site.items("feeds/all.json");
    site.sql("UPDATE source SET fingerprint = 'an older version'; UPDATE article SET published = published - 1000");
    let ran = site.build();
    assert!(ran.err.contains("2 files read"), "{}", ran.err);
    let ids = |items: &[Item]| items.iter().map(|item| item.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&site.items("feeds/all.json")), ids(&before));
    // Where relative addresses lead is one of the rules.
    let other = FOLDER
        .replace("link = \"https://example.org/{path}/\"\n", "")
        .replace("https://example.org/", "https://other.example/");
    site.write("config.toml", &other);
    site.build();
    assert!(
        item(&site, "A")
            .content
            .contains("https://other.example/there")
    );
    let moved = other.replace("https://other.example/", "https://third.example/");
    site.write("config.toml", &moved);
    site.build();
    assert!(
        item(&site, "A")
            .content
            .contains("https://third.example/there")
    );
    assert_eq!(ids(&site.items("feeds/all.json")), ids(&before));
}

/// B23: a date without a zone is of the configured one, whatever the machine's.
#[test]
fn the_zone_of_the_machine_decides_nothing() {
    let article = "---\ntitle: A\ndate: 2025-07-01 09:30:00\n---\n\nText.\n";
    let mut found = Vec::new();
    for zone in ["UTC", "Asia/Shanghai", "America/New_York"] {
        let site = Site::with_articles(&[("a.md", article)]);
        let config = format!("time_zone = \"Europe/Berlin\"\n{FOLDER}");
        site.write("config.toml", &config);
        let ran = site.command(&["build"]).env("TZ", zone).output();
        assert!(ran.expect("it runs").status.success());
        assert_eq!(item(&site, "A").published, "2025-07-01T09:30:00+02:00");
        found.push(
            ["all.rss", "all.atom", "all.json"].map(|file| site.read(&format!("feeds/{file}"))),
        );
    }
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]));
}

/// Invariant 3: neither the order in which files were made nor the number of threads shows.
#[test]
fn threads_and_the_order_of_files_do_not_show() {
    let mut found = Vec::new();
    for (threads, step) in [("1", 7), ("8", 11), ("3", 1)] {
        let site = Site::with_articles(&[]);
        for at in 0..40 {
            let number = at * step % 40;
            site.write(
                &format!("articles/{number}.md"),
                &format!("---\ntitle: Article {number}\ndate: 2025-01-{:02}\ntags: [Tag{}, tag{}]\n---\n\nText {number}.\n", number % 9 + 1, number % 5, number % 3),
            );
        }
        site.write("config.toml", &format!("{FOLDER}\n[[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"{{value}}\"\nlink = \"https://example.org/\"\n"));
        let ran = site
            .command(&["build"])
            .env("RAYON_NUM_THREADS", threads)
            .output();
        assert!(ran.expect("it runs").status.success());
        let published = site.published().into_iter();
        let published =
            published.map(|(path, bytes, _)| (path.file_name().map(ToOwned::to_owned), bytes));
        found.push(published.collect::<Vec<_>>());
    }
    assert!(found[0].len() > 10);
    assert!(found.windows(2).all(|pair| pair[0] == pair[1]));
}
