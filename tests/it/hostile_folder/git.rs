//! A working tree under a daemon: branches that are switched while it watches.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use std::time::Duration;

use crate::daemon::port;
use crate::serving::Daemon;
use crate::site::{Site, items, wait_for};

fn git(site: &Site, args: &[&str]) {
    let ran = Command::new("git")
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "-c",
            "core.fsync=none",
            "-c",
            "gc.auto=0",
        ])
        .args(args)
        .current_dir(site.path("articles"))
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_SYSTEM", "/dev/null")
        .output()
        .expect("git is there");
    assert!(
        ran.status.success(),
        "{args:?}: {}",
        String::from_utf8_lossy(&ran.stderr)
    );
}

/// The files of a branch: most are in both, with another text; the others only here.
fn write(site: &Site, branch: &str, files: usize) {
    for number in 0..files {
        let name = if number < files / 10 {
            format!("{branch}-{number}")
        } else {
            format!("both-{number}")
        };
        site.write(
            &format!("articles/{}/{name}.md", number % 30),
            &format!("---\ntitle: {name}\ndate: 2025-01-01T{:02}:{:02}:00Z\n---\n\nThe text of {name} in {branch}.\n", number / 60 % 24, number % 60),
        );
    }
}

/// Ids by title.
fn ids(json: &str) -> BTreeMap<String, String> {
    let items = items(json);
    let count = items.len();
    let found: BTreeMap<String, String> = items
        .into_iter()
        .map(|item| (item.title, item.id))
        .collect();
    assert_eq!(found.len(), count, "an article is there twice");
    let different: BTreeSet<&String> = found.values().collect();
    assert_eq!(different.len(), count, "two articles have one id");
    found
}

/// Two branches of so many files are checked out in turn under a daemon: at every look no article of both branches is lost,
/// doubled or renamed, and in the end the feeds are those of a fresh build.
fn switched(files: usize) {
    let port = port();
    let feed = "[[source]]\nname = \"notes\"\npath = \"articles\"\n[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\nlimit = 10000\nformats = [\"json\"]\n";
    let config = format!(
        "base_url = \"https://example.org/\"\n[serve]\nlisten = \"127.0.0.1:{port}\"\n{feed}"
    );
    let site = Site::new(&config);
    std::fs::create_dir(site.path("articles")).expect("a folder");
    git(&site, &["init", "-q", "-b", "one"]);
    write(&site, "one", files);
    git(&site, &["add", "-A"]);
    git(&site, &["commit", "-q", "-m", "one"]);
    git(&site, &["checkout", "-q", "-b", "two"]);
    git(&site, &["rm", "-q", "-r", "."]);
    write(&site, "two", files);
    git(&site, &["add", "-A"]);
    git(&site, &["commit", "-q", "-m", "two"]);
    git(&site, &["checkout", "-q", "one"]);
    site.build();
    let first = ids(&site.read("feeds/all.json"));
    assert_eq!(first.len(), files);
    let both = |found: &BTreeMap<String, String>| -> BTreeMap<String, String> {
        let found = found.iter().filter(|(title, _)| title.starts_with("both-"));
        found
            .map(|(title, id)| (title.clone(), id.clone()))
            .collect()
    };
    let daemon = Daemon::start(&site);
    let look = || {
        let found = ids(&site.read("feeds/all.json"));
        let now = both(&found);
        let lost: Vec<_> = both(&first)
            .into_iter()
            .filter(|(title, id)| now.get(title) != Some(id))
            .collect();
        assert!(
            lost.is_empty(),
            "{} lost or renamed: {:?}",
            lost.len(),
            lost.first()
        );
        found
    };
    // Back and forth, the last ones without a pause.
    for (branch, pause) in [
        ("two", 900),
        ("one", 600),
        ("two", 100),
        ("one", 0),
        ("two", 0),
        ("one", 300),
        ("two", 0),
    ] {
        git(&site, &["checkout", "-q", branch]);
        for _ in 0..pause / 100 {
            look();
            std::thread::sleep(Duration::from_millis(100));
        }
        look();
    }
    let fresh = Site::new(&format!(
        "base_url = \"https://example.org/\"\n[serve]\nlisten = \"\"\n{feed}"
    ));
    std::os::unix::fs::symlink(site.path("articles"), fresh.path("articles")).expect("a link");
    fresh.build();
    let expected = fresh.read("feeds/all.json");
    assert_eq!(ids(&expected).len(), files);
    let text = |json: &str| -> BTreeMap<String, (String, String)> {
        let items = items(json).into_iter();
        items
            .map(|item| (item.title, (item.id, item.content)))
            .collect()
    };
    wait_for(
        "the feeds of a fresh build",
        Duration::from_secs(60),
        || {
            look();
            (text(&site.read("feeds/all.json")) == text(&expected)).then_some(())
        },
    );
    drop(daemon);
}

/// D-11, T-44: branches that are switched while they are read.
#[test]
fn branches_that_are_switched_lose_and_double_nothing() {
    switched(250);
}

/// The same with thousands of files. `cargo test --release --test it three_thousand -- --ignored`
#[test]
#[ignore = "takes half a minute: run it by itself"]
fn three_thousand_files_that_are_switched_lose_and_double_nothing() {
    switched(3000);
}
