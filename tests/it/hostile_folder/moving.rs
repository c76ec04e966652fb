//! Files that do not keep still (T-43, T-44): what grows while it is read, and what is written a hundred times a second.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{Duration, Instant};

use super::{Restless, article};
use crate::daemon::port;
use crate::serving::Daemon;
use crate::site::{Item, Site, items, wait_for};

/// T-43: a file to which a writer appends without end: every build ends soon, in little memory, with all other articles;
/// once the file is larger than an article may be, it is named.
#[test]
fn what_grows_while_it_is_read_ends() {
    let site = Site::with_articles(&[("stays.md", &article("Stays", 1))]);
    site.write("articles/grows.md", &article("Grows", 2));
    let mut file = std::fs::File::options()
        .append(true)
        .open(site.path("articles/grows.md"))
        .expect("it opens");
    let line = format!("{}\n", "A line of the log. ".repeat(400)).into_bytes();
    // At most 48 MiB: three times what an article may have.
    let written = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&written);
    let restless = Restless::new(move |_| {
        if counted.fetch_add(line.len(), Relaxed) < 48 << 20 {
            file.write_all(&line).expect("it is written");
        }
        std::thread::sleep(Duration::from_micros(300));
    });
    let started = Instant::now();
    let mut last = None;
    while written.load(Relaxed) < 20 << 20 {
        let before = Instant::now();
        let ran = site.run(&["build"]);
        assert!(
            before.elapsed() < Duration::from_secs(20),
            "{:?}",
            before.elapsed()
        );
        let titles = site.titles("feeds/all.json");
        assert!(titles.contains(&"Stays".to_owned()), "{titles:?}");
        if ran.code != Some(0) {
            assert_eq!(ran.err.matches("grows.md:").count(), 1, "{}", ran.err);
        }
        last = Some(ran);
        assert!(started.elapsed() < Duration::from_secs(60));
    }
    drop(restless);
    assert!(last.is_some());
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(
        ran.err.contains("grows.md: is ") && ran.err.contains("more than the 16 MiB"),
        "{}",
        ran.err
    );
}

/// Lines of a document: so many that it takes several calls to read it.
const LINES: usize = 3000;

/// A document that says in its title, its text and at its end which version it is.
fn version(number: usize) -> String {
    let line = format!("<p>Line of {number:06}.</p>\n\n").repeat(LINES);
    format!(
        "---\ntitle: Version {number:06}\ndate: 2025-01-01\n---\n\nBegin {number:06}\n\n{line}End {number:06}\n"
    )
}

/// Fails when the parts of an article are of several versions.
fn is_whole(item: &Item) {
    let number = item.title.strip_prefix("Version ").expect("a version");
    let lines = item.content.matches(&format!("Line of {number}.")).count();
    let begin = item.content.contains(&format!("Begin {number}"));
    let end = item.content.contains(&format!("End {number}"));
    assert!(
        begin && end && lines == LINES,
        "{number}: {begin} {lines} {end}"
    );
}

/// How a writer puts a document in its place.
type Put = fn(&Path, &str);

const WAYS: [(&str, Put); 3] = [
    ("renamed", |path, text| {
        let beside = path.with_extension("tmp");
        std::fs::write(&beside, text).expect("written");
        std::fs::rename(&beside, path).expect("renamed");
    }),
    // What most editors and scripts do: emptied, and written at once.
    ("rewritten", |path, text| {
        std::fs::write(path, text).expect("written");
    }),
    // What a program with a small buffer does.
    ("pieces", |path, text| {
        let mut file = std::fs::File::create(path).expect("emptied");
        for piece in text.as_bytes().chunks(4096) {
            file.write_all(piece).expect("written");
            std::thread::sleep(Duration::from_micros(100));
        }
    }),
];

/// Writes all documents a hundred times a second.
fn writer(site: &Site) -> Restless {
    let paths = WAYS.map(|(name, put)| (site.path(&format!("articles/{name}.md")), put));
    Restless::new(move |number| {
        for (path, put) in &paths {
            put(path, &version(number));
        }
        std::thread::sleep(Duration::from_millis(10));
    })
}

/// T-44: builds amid a writer that rewrites its files a hundred times a second: every article that is published is one
/// version from end to end, and when the writer has ended, the last.
#[test]
fn no_build_publishes_half_a_document() {
    let site = Site::with_articles(&[("stays.md", &article("Stays", 1))]);
    for (name, _) in WAYS {
        site.write(&format!("articles/{name}.md"), &version(0));
    }
    site.build();
    let restless = writer(&site);
    let started = Instant::now();
    let mut builds = 0;
    while started.elapsed() < Duration::from_secs(2) {
        site.run(&["build", "-q"]);
        let found = site.items("feeds/all.json");
        assert_eq!(found.len(), 1 + WAYS.len());
        found
            .iter()
            .filter(|item| item.title != "Stays")
            .for_each(is_whole);
        builds += 1;
    }
    drop(restless);
    assert!(builds > 1);
    for (name, put) in WAYS {
        put(
            &site.path(&format!("articles/{name}.md")),
            &version(999_999),
        );
    }
    site.build();
    let found = site.titles("feeds/all.json");
    assert_eq!(
        found
            .iter()
            .filter(|title| *title == "Version 999999")
            .count(),
        WAYS.len(),
        "{found:?}"
    );
}

/// T-44: the same under the daemon, which sees every event: what it serves is whole at every look, and the last version
/// comes when the writer has ended.
#[test]
fn the_daemon_serves_no_half_document() {
    let port = port();
    let site = Site::new(&format!(
        "[serve]\nlisten = \"127.0.0.1:{port}\"\n[[source]]\nname = \"notes\"\npath = \"articles\"\n[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n"
    ));
    for (name, _) in WAYS {
        site.write(&format!("articles/{name}.md"), &version(0));
    }
    let _daemon = Daemon::start(&site);
    wait_for("it is published", Duration::from_secs(20), || {
        site.path("feeds/all.json").exists().then_some(())
    });
    let restless = writer(&site);
    let started = Instant::now();
    let mut looks = 0;
    while started.elapsed() < Duration::from_secs(2) {
        let found = items(&site.read("feeds/all.json"));
        assert_eq!(found.len(), WAYS.len());
        found.iter().for_each(is_whole);
        looks += 1;
        std::thread::sleep(Duration::from_millis(5));
    }
    drop(restless);
    assert!(looks > 50);
    for (name, put) in WAYS {
        put(
            &site.path(&format!("articles/{name}.md")),
            &version(999_999),
        );
    }
    wait_for("the last version", Duration::from_secs(10), || {
        let found = items(&site.read("feeds/all.json"));
        found.iter().for_each(is_whole);
        found
            .iter()
            .all(|item| item.title == "Version 999999")
            .then_some(())
    });
}

/// D-11: files that are replaced by being taken away first and made again, as git and some editors do: no scan that falls
/// between the two takes an article for gone.
#[test]
fn what_is_taken_away_and_made_again_is_not_lost() {
    let site = Site::with_articles(&[]);
    let count = 100;
    let paths: Vec<_> = (0..count)
        .map(|number| {
            site.write(
                &format!("articles/{number}.md"),
                &article(&format!("Article {number}"), number),
            );
            site.path(&format!("articles/{number}.md"))
        })
        .collect();
    site.build();
    let before = site.items("feeds/all.json");
    assert_eq!(before.len(), count);
    let restless = Restless::new(move |number| {
        let path = &paths[number % count];
        let text = std::fs::read(path).expect("it is there");
        std::fs::remove_file(path).expect("taken away");
        std::thread::sleep(Duration::from_micros(300));
        std::fs::write(path, text).expect("made again");
        std::thread::sleep(Duration::from_micros(700));
    });
    for round in 0..20 {
        let ran = site.run(&["build"]);
        assert!(!ran.err.contains("removed"), "round {round}: {}", ran.err);
        assert_eq!(site.items("feeds/all.json"), before, "round {round}");
    }
    drop(restless);
}
