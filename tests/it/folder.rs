//! What a scan of a folder takes for gone, what it tries again, and what a feed takes of it.

use std::os::unix::fs::PermissionsExt;

use crate::site::{FOLDER, Site};

fn article(number: u32) -> String {
    format!(
        "---\ntitle: Article {number}\ndate: 2025-01-{number:02}\n---\n\nThe text of article {number}.\n"
    )
}

fn site(count: u32) -> Site {
    let site = Site::with_articles(&[]);
    for number in 1..=count {
        site.write(&format!("articles/{number}.md"), &article(number));
    }
    site
}

/// What could not be read is tried again, though neither its size nor its time has changed.
#[test]
fn what_could_not_be_read_is_tried_again() {
    let site = site(2);
    let huge = site.path("articles/huge.md");
    let file = std::fs::File::create(&huge).expect("a file");
    file.set_len(20 << 20).expect("20 MB");
    assert_eq!(site.run(&["build"]).code, Some(3));
    // As a chmod would, which changes no time: the same file can be read at the next turn.
    site.sql("UPDATE file SET size = 100, error = 'Permission denied' WHERE path = CAST('huge.md' AS BLOB)");
    site.write("articles/huge.md", &format!("{:100}", article(9)));
    let about = std::fs::metadata(&huge).expect("it is there");
    let modified = about
        .modified()
        .expect("a time")
        .duration_since(std::time::UNIX_EPOCH)
        .expect("after 1970");
    site.sql(&format!(
        "UPDATE file SET size = {}, modified = {} WHERE path = CAST('huge.md' AS BLOB)",
        about.len(),
        modified.as_nanos()
    ));
    site.build();
    assert_eq!(
        site.titles("feeds/all.json"),
        ["Article 9", "Article 2", "Article 1"]
    );
}

/// D-11: the number of a device changes when a machine starts anew; files deleted since then go.
#[test]
fn another_device_with_the_same_files_is_no_accident() {
    let site = site(5);
    site.build();
    site.sql("UPDATE source SET device = device + 1");
    site.remove("articles/3.md");
    site.build();
    assert_eq!(site.items("feeds/all.json").len(), 4);
    // But an empty folder on another device is one that is not mounted: never taken for deleted.
    site.sql("UPDATE source SET device = device + 1, missing_since = 1000");
    for number in [1, 2, 4, 5] {
        site.remove(&format!("articles/{number}.md"));
    }
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("device"), "{}", ran.err);
    assert_eq!(site.items("feeds/all.json").len(), 4);
    // On its own device they were deleted, and go after a while.
    site.sql("UPDATE source SET device = device - 1");
    site.build();
    assert_eq!(site.items("feeds/all.json").len(), 0);
}

/// A folder that cannot be read keeps what is in it, and nothing else.
#[test]
fn a_locked_folder_keeps_only_its_own() {
    let site = site(3);
    site.write("articles/locked/4.md", &article(4));
    site.build();
    let lock = |mode| {
        let path = site.path("articles/locked");
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("chmod");
    };
    lock(0o0);
    if std::fs::read_dir(site.path("articles/locked")).is_ok() {
        lock(0o755); // root reads everything
        return;
    }
    site.remove("articles/1.md");
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert_eq!(
        site.titles("feeds/all.json"),
        ["Article 4", "Article 3", "Article 2"]
    );
    // One that is excluded is nobody's trouble.
    site.write(
        "config.toml",
        &FOLDER.replace(
            "path = \"articles\"\n",
            "path = \"articles\"\nexclude = [\"locked/**\"]\n",
        ),
    );
    site.build();
    assert_eq!(site.items("feeds/all.json").len(), 2);
    lock(0o755);
}

/// A source can be one file.
#[test]
fn a_source_that_is_one_file() {
    let site = Site::new(&FOLDER.replace("\"articles\"", "\"notes/one.md\""));
    site.write("notes/one.md", &article(1));
    site.write("notes/two.md", &article(2));
    site.build();
    assert_eq!(site.titles("feeds/all.json"), ["Article 1"]);
    site.write("notes/one.md", &article(3));
    site.build();
    assert_eq!(site.titles("feeds/all.json"), ["Article 3"]);
    // A link is followed here, where the operator wrote it.
    std::os::unix::fs::symlink("two.md", site.path("notes/link.md")).expect("a link");
    site.write(
        "config.toml",
        &FOLDER.replace("\"articles\"", "\"notes/link.md\""),
    );
    site.build();
    assert!(
        site.titles("feeds/all.json")
            .contains(&"Article 2".to_owned())
    );
}

/// What expires goes at its time, and what is to appear later is not there yet.
#[test]
fn what_has_expired_goes() {
    let site = site(1);
    site.write(
        "articles/old.md",
        "---\ntitle: Old\ndate: 2025-01-01\nexpiryDate: 2025-02-01\n---\n\nText.\n",
    );
    site.write(
        "articles/soon.md",
        "---\ntitle: Soon\ndate: 2025-01-01\nexpiryDate: 2125-02-01\n---\n\nText.\n",
    );
    site.write(
        "articles/later.md",
        "---\ntitle: Later\ndate: 2125-01-01\n---\n\nText.\n",
    );
    site.build();
    let mut titles = site.titles("feeds/all.json");
    titles.sort();
    assert_eq!(titles, ["Article 1", "Soon"]);
    site.sql("UPDATE article SET expires = 1760000000 WHERE file = CAST('soon.md' AS BLOB); UPDATE article SET published = 1760000000 WHERE file = CAST('later.md' AS BLOB)");
    site.build();
    let mut titles = site.titles("feeds/all.json");
    titles.sort();
    assert_eq!(titles, ["Article 1", "Later"]);
}

#[test]
fn feeds_take_what_their_filters_let_pass() {
    let site = Site::new(&format!(
        "{FOLDER}[[feed]]\nname = \"some\"\ntitle = \"Some\"\nlink = \"https://example.org/\"\n[feed.filter]\nany = [\"bees\", \"tag:Honey\"]\nnot = [\"sponsored\"]\n\
         [[feed]]\nname = \"authors\"\nper = \"author\"\ntitle = \"{{value}}\"\nlink = \"https://example.org/\"\n\
         [[feed]]\nname = \"sources\"\nper = \"source\"\ntitle = \"{{value}}\"\nlink = \"https://example.org/\"\n"
    ));
    let write = |name: &str, front: &str, text: &str| {
        site.write(
            &format!("articles/{name}.md"),
            &format!("---\ntitle: {name}\ndate: 2025-01-01\n{front}---\n\n{text}\n"),
        );
    };
    write("word", "author: Ann Lee\n", "About bees.");
    write("tagged", "author: ann lee\ntags: [honey]\n", "About jars.");
    write("paid", "author: Bo\n", "Sponsored: about bees.");
    write("other", "author: Bo\n", "About beeswax candles.");
    site.build();
    let mut some = site.titles("feeds/some.json");
    some.sort();
    assert_eq!(some, ["tagged", "word"]);
    assert_eq!(site.items("feeds/authors/bo.json").len(), 2);
    assert_eq!(site.items("feeds/sources/notes.json").len(), 4);
    let authors = std::fs::read_dir(site.path("feeds/authors"))
        .expect("it is there")
        .count();
    assert_eq!(authors, 8, "two authors in four formats");
    assert_eq!(site.run(&["check"]).code, Some(0));
}

/// A format or a feed taken out of the configuration is no longer published: what would lie there
/// would never change again.
#[test]
fn what_is_no_longer_configured_goes() {
    let site = site(1);
    site.build();
    assert!(site.path("feeds/all.rss").exists());
    site.write(
        "config.toml",
        &FOLDER.replace("limit = 500", "formats = [\"atom\"]"),
    );
    site.build();
    assert!(site.path("feeds/all.atom").exists());
    assert!(!site.path("feeds/all.rss").exists() && !site.path("feeds/all.json").exists());
    site.write(
        "config.toml",
        &FOLDER.replace("name = \"all\"", "name = \"new\""),
    );
    site.build();
    assert!(site.path("feeds/new.rss").exists() && !site.path("feeds/all.atom").exists());
    assert!(site.path("feeds/index.html").exists());
}

/// a state of a newer version is not touched, and said.
#[test]
fn a_newer_state_is_refused() {
    let site = site(1);
    site.build();
    site.sql("PRAGMA user_version = 999");
    let before = site.published();
    for command in ["build", "status"] {
        let ran = site.run(&[command]);
        assert_eq!(ran.code, Some(1), "{}", ran.err);
        assert!(ran.err.contains("newer feedmill"), "{}", ran.err);
    }
    assert_eq!(site.published(), before);
}

/// Nothing could be written: that is a failure, and what lies there stays.
#[test]
fn an_output_that_cannot_be_written() {
    let site = site(1);
    site.write("feeds", "a file where the folder should be");
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(1), "{}", ran.err);
    site.remove("feeds");
    site.build();
    assert_eq!(site.titles("feeds/all.json"), ["Article 1"]);
}

/// A feed that lies in the folder: its articles come with it and go with it.
#[test]
fn a_feed_in_a_folder_goes_with_its_articles() {
    let site = Site::with_articles(&[("a.md", "---\ntitle: A\ndate: 2025-01-01\n---\n\nText.\n")]);
    let config = site.read("config.toml");
    site.write(
        "config.toml",
        &config.replace(
            "path = \"articles\"",
            "path = \"articles\"\ninclude = [\"**/*.md\", \"**/*.xml\"]",
        ),
    );
    let item = |at: u32| {
        format!(
            "<item><title>Item {at}</title><guid isPermaLink=\"false\">i{at}</guid><pubDate>0{at} Jan 2025 08:00:00 GMT</pubDate><description>Text {at}.</description></item>"
        )
    };
    let feed = |items: &str| {
        format!(
            "<rss version=\"2.0\"><channel><title>F</title><link>https://f.example/</link><description>d</description>{items}</channel></rss>"
        )
    };
    site.write("articles/feed.xml", &feed(&(item(2) + &item(3))));
    let titles = || site.titles("feeds/all.json");
    site.build();
    assert_eq!(titles(), ["Item 3", "Item 2", "A"]);
    let before = site.published();
    site.forget_state();
    site.build();
    assert!(site.published() == before);
    std::fs::rename(
        site.path("articles/feed.xml"),
        site.path("articles/other.xml"),
    )
    .expect("a rename");
    site.build();
    assert!(site.published() == before);
    site.remove("articles/other.xml");
    site.build();
    assert_eq!(titles(), ["A"]);
}

/// The pages of sections list articles and are none.
#[test]
fn section_pages_are_no_articles() {
    let site = Site::with_articles(&[
        ("a.md", "---\ntitle: A\ndate: 2025-01-01\n---\n\nText.\n"),
        ("_index.md", "---\ntitle: All posts\n---\n"),
        ("deep/_index.de.md", "---\ntitle: Alle\n---\n"),
    ]);
    site.build();
    let titles: Vec<String> = site.titles("feeds/all.json");
    assert_eq!(titles, ["A"]);
}

/// D-20: what cannot be rendered when a feed is to hold it is said, and comes when it can be.
#[test]
fn an_article_that_cannot_be_read_when_it_is_wanted_comes_later() {
    let site = Site::new(&FOLDER.replace("limit = 500", "limit = 1"));
    for number in [1, 2] {
        site.write(&format!("articles/{number}.md"), &article(number));
    }
    site.build();
    assert_eq!(site.titles("feeds/all.json"), ["Article 2"]);
    // Other bytes, though neither size nor time nor inode say so.
    let file = std::fs::File::options();
    let file = file.clone().write(true).open(site.path("articles/1.md"));
    let file = file.expect("the file is there");
    let time = file.metadata().and_then(|about| about.modified());
    let text = article(1).replace("Article 1", "Article X");
    std::os::unix::fs::FileExt::write_all_at(&file, text.as_bytes(), 0).expect("written");
    file.set_modified(time.expect("a time")).expect("set");
    site.remove("articles/2.md");
    site.sql("UPDATE source SET missing_since = 1000");
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("1.md"), "{}", ran.err);
    assert!(site.titles("feeds/all.json").is_empty());
    site.write("articles/1.md", &article(1));
    site.build();
    assert_eq!(site.titles("feeds/all.json"), ["Article 1"]);
}
