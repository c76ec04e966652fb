//! `feedmill build` over a folder: what is published, what stays, what moves and what does not.

use crate::site::{Site, rounds};

const FIRST: &str = "---\ntitle: First\ndate: 2025-03-01T10:00:00Z\ntags: [one, two]\n---\n\nThe first article has a sentence. And another.\n";
const SECOND: &str =
    "---\ntitle: Second\ndate: 2025-03-02\n---\n\nThe second article is about something else.\n";

fn site() -> Site {
    Site::with_articles(&[("first.md", FIRST), ("deep/second.md", SECOND)])
}

#[test]
fn a_folder_becomes_feeds_in_all_formats() {
    let site = site();
    let ran = site.build();
    assert!(
        ran.err
            .contains("2 articles from 1 source, 2 new; 2 files read"),
        "{}",
        ran.err
    );
    let items = site.items("feeds/all.json");
    let titles: Vec<&str> = items.iter().map(|item| item.title.as_str()).collect();
    assert_eq!(titles, ["Second", "First"]);
    for file in [
        "feeds/all.rss",
        "feeds/all.atom",
        "feeds/index.html",
        "feeds/feeds.opml",
    ] {
        assert!(site.read(file).contains("Everything"), "{file}");
    }
    assert!(
        site.read("feeds/all.rss")
            .contains("<pubDate>Sat, 1 Mar 2025 10:00:00 +0000</pubDate>")
            || site
                .read("feeds/all.rss")
                .contains("<pubDate>Sat, 01 Mar 2025 10:00:00 +0000</pubDate>")
    );
    assert!(site.read("feeds/all.atom").contains("2025-03-01T10:00:00"));
    assert_eq!(site.run(&["check"]).code, Some(0));
}

/// Invariant 3: turning twice writes nothing the second time, and reads no unchanged article.
#[test]
fn building_again_rewrites_and_reads_nothing() {
    let site = site();
    site.build();
    let before = site.published();
    assert!(before.len() >= 5);
    let ran = site.build();
    assert!(ran.err.contains("none new"), "{}", ran.err);
    assert!(ran.err.contains("0 files read, 2 unchanged"), "{}", ran.err);
    assert!(
        ran.err.contains("0 feeds written, 1 unchanged"),
        "{}",
        ran.err
    );
    assert_eq!(site.published(), before);
}

/// G-02, gate 10: a lost state gives the same ids, dates and bytes again, and rewrites no file.
#[test]
fn a_lost_state_gives_the_same_feeds() {
    let site = site();
    site.build();
    let before = site.published();
    site.forget_state();
    site.build();
    assert_eq!(site.published(), before);
}

/// A file that somebody else changed or removed is put right.
#[test]
fn a_damaged_output_is_written_again() {
    let site = site();
    site.build();
    let good = site.read("feeds/all.rss");
    site.write("feeds/all.rss", "<rss");
    site.build();
    assert_eq!(site.read("feeds/all.rss"), good);
    site.remove("feeds/all.rss");
    site.build();
    assert_eq!(site.read("feeds/all.rss"), good);
}

/// G-02, B02: ids survive edit, re-date, retitle, retag and rename.
#[test]
fn ids_survive_edits_and_renames() {
    let site = site();
    site.build();
    let id = |title: &str| {
        let items = site.items("feeds/all.json");
        items
            .into_iter()
            .find(|item| item.title == title)
            .map(|item| item.id)
            .expect("it is there")
    };
    let first = id("First");
    site.write(
        "articles/first.md",
        "---\ntitle: Renamed\ndate: 2025-04-01\ntags: [three]\n---\n\nAnother text.\n",
    );
    site.build();
    assert_eq!(id("Renamed"), first);
    std::fs::rename(
        site.path("articles/first.md"),
        site.path("articles/deep/moved.md"),
    )
    .expect("a rename");
    let ran = site.build();
    assert_eq!(id("Renamed"), first);
    assert!(!ran.err.contains("1 new"), "{}", ran.err);
    // The old name, taken by another article, does not take over the id.
    site.write("articles/first.md", FIRST);
    site.build();
    assert_ne!(id("First"), first);
    assert_eq!(id("Renamed"), first);
}

/// B27: what carries no date keeps the one it was given when it was first seen.
#[test]
fn an_undated_article_keeps_the_date_it_was_given() {
    let site = Site::with_articles(&[("undated.md", "# Undated\n\nNo date anywhere.\n")]);
    site.build();
    let before = site.items("feeds/all.json");
    assert_eq!(before.len(), 1);
    let later = std::time::SystemTime::now() + std::time::Duration::from_secs(60);
    site.write(
        "articles/undated.md",
        "# Undated\n\nNo date anywhere, but other words.\n",
    );
    let file = std::fs::File::options()
        .write(true)
        .open(site.path("articles/undated.md"))
        .expect("it opens");
    file.set_modified(later).expect("its time is set");
    site.build();
    let after = site.items("feeds/all.json");
    assert_eq!(after[0].published, before[0].published);
    assert_ne!(after[0].content, before[0].content);
}

#[test]
fn a_deleted_file_goes_and_a_draft_does_not_come() {
    let site = site();
    site.write(
        "articles/draft.md",
        "---\ntitle: Draft\ndate: 2025-01-01\ndraft: true\n---\n\nNot yet.\n",
    );
    site.write(
        "articles/later.md",
        "---\ntitle: Later\ndate: 2999-01-01\n---\n\nIn the far future.\n",
    );
    site.build();
    assert_eq!(site.items("feeds/all.json").len(), 2);
    site.remove("articles/first.md");
    let ran = site.build();
    assert!(ran.err.contains("1 removed"), "{}", ran.err);
    assert_eq!(site.items("feeds/all.json").len(), 1);
}

/// D-11: a folder that lost most of its files, or all, is taken for an accident at first.
#[test]
fn an_emptied_folder_takes_nothing_away() {
    let articles: Vec<(String, String)> = (0..20)
        .map(|at| {
            (
                format!("{at}.md"),
                format!(
                    "---\ntitle: Article {at}\ndate: 2025-01-{:02}\n---\n\nText {at}.\n",
                    at + 1
                ),
            )
        })
        .collect();
    let pairs: Vec<(&str, &str)> = articles
        .iter()
        .map(|(path, text)| (path.as_str(), text.as_str()))
        .collect();
    let site = Site::with_articles(&pairs);
    site.build();
    let before = site.published();
    std::fs::rename(site.path("articles"), site.path("elsewhere")).expect("a rename");
    let gone = site.run(&["build"]);
    assert_eq!(gone.code, Some(3), "{}", gone.err);
    std::fs::create_dir(site.path("articles")).expect("an empty folder");
    let empty = site.run(&["build"]);
    assert_eq!(empty.code, Some(3), "{}", empty.err);
    assert!(
        empty.err.contains("20 of 20 files are gone"),
        "{}",
        empty.err
    );
    assert_eq!(site.published(), before);
    std::fs::remove_dir(site.path("articles")).expect("it is empty");
    std::fs::rename(site.path("elsewhere"), site.path("articles")).expect("a rename");
    site.build();
    assert_eq!(site.published(), before);
}

#[test]
fn one_feed_per_tag_with_safe_names() {
    let site = Site::new(
        "base_url = \"https://feeds.example.org/\"\n[serve]\nlisten = \"\"\n[[source]]\npath = \"articles\"\n[[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"About {value}\"\nlink = \"https://example.org/\"\n",
    );
    site.write("articles/a.md", "---\ntitle: A\ndate: 2025-01-01\ntags: [Rust, \"../../etc/x\", \"C++\", \"C#\"]\n---\n\nText.\n");
    site.write(
        "articles/b.md",
        "---\ntitle: B\ndate: 2025-01-02\ntags: [rust]\n---\n\nText.\n",
    );
    site.build();
    let rust = site.items("feeds/tags/rust.json");
    assert_eq!(rust.len(), 2);
    let mut names: Vec<String> = std::fs::read_dir(site.path("feeds/tags"))
        .expect("the folder is there")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("a name")
        })
        .filter(|name| name.ends_with(".rss"))
        .collect();
    names.sort();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names.iter().all(|name| {
        name.bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b"-.".contains(&b))
    }));
    assert!(!site.path("etc").exists());
    // A tag that has lost its last article keeps its feed, empty (B52).
    site.write(
        "articles/a.md",
        "---\ntitle: A\ndate: 2025-01-01\ntags: [Rust]\n---\n\nText.\n",
    );
    site.build();
    let after = std::fs::read_dir(site.path("feeds/tags"))
        .expect("the folder is there")
        .count();
    assert_eq!(after, 16);
}

/// G-02: a source under another name is the same source.
#[test]
fn ids_survive_a_new_name_of_the_source() {
    let site = site();
    site.build();
    let ids = |site: &Site| {
        site.items("feeds/all.json")
            .into_iter()
            .map(|item| item.id)
            .collect::<Vec<_>>()
    };
    let before = ids(&site);
    let config = site
        .read("config.toml")
        .replace("name = \"notes\"", "name = \"diary\"");
    site.write("config.toml", &config);
    let ran = site.build();
    assert!(ran.err.contains("none new"), "{}", ran.err);
    assert_eq!(ids(&site), before);
}

/// H-05, H-07: versions that follow within a second have dates apart, so that no reader takes one for the other.
#[test]
fn no_two_versions_have_one_date() {
    let site = Site::with_articles(&[("a.md", "# A\n\nText.\n")]);
    let mut dates = Vec::new();
    for edit in 0..3 {
        site.write("articles/a.md", &format!("# A\n\nText {edit}.\n"));
        site.build();
        let said = site.run(&["status", "--json"]).out;
        let said: serde_json::Value = serde_json::from_str(&said).expect("JSON");
        let feeds = said["feeds"].as_array().expect("feeds");
        let feed = feeds.iter().find(|feed| feed["path"] == "all.rss");
        let changed = feed.expect("the feed")["changed"].as_str();
        dates.push(changed.expect("a date")[..19].to_owned());
    }
    assert!(dates.windows(2).all(|two| two[0] < two[1]), "{dates:?}");
}

/// Same input, same bytes: whatever the zone, the locale, the number of threads and the order in which a folder lists its
/// files. `FEEDMILL_ROUNDS` says how many builds.
#[test]
fn the_world_around_changes_no_byte() {
    let zones = ["UTC", "America/St_Johns", "Asia/Kolkata", "Pacific/Apia"];
    let locales = ["C", "de_DE.UTF-8", "tr_TR.UTF-8"];
    let then = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    let mut first = None;
    for round in 0..rounds(16) {
        let site = Site::with_articles(&[]);
        for at in 0..24 {
            // 7 and 24 have no common divisor: each comes once, in another order each time.
            let number = (at * 7 + round * 5) % 24;
            let dated = ["date: 2025-03-30 02:30:00\n", "date: 3/4/2025\n", ""][number % 3];
            let path = format!("articles/{number}/İ{number}.md");
            site.write(
                &path,
                &format!(
                    "---\ntitle: Iı {number}\n{dated}tags: [IŞIK, t{}]\n---\n\nText {number}.\n",
                    number % 4
                ),
            );
            let file = std::fs::File::options().append(true).open(site.path(&path));
            let times = std::fs::FileTimes::new().set_modified(then);
            file.expect("a file").set_times(times).expect("a time");
        }
        let mut build = site.command(&["build", "-q"]);
        build
            .env("TZ", zones[round % zones.len()])
            .env("LC_ALL", locales[round % locales.len()])
            .env("RAYON_NUM_THREADS", (round % 8 + 1).to_string());
        assert!(build.status().expect("it runs").success());
        let published = site.published();
        let feeds: Vec<(std::path::PathBuf, Vec<u8>)> = published
            .into_iter()
            .map(|(path, bytes, _)| {
                let path = path.strip_prefix(site.path("feeds"));
                (path.expect("within").to_owned(), bytes)
            })
            .collect();
        let first = first.get_or_insert_with(|| feeds.clone());
        assert!(feeds.len() > 3 && *first == feeds, "round {round}");
    }
}
