//! A state that is copied, and a copy that is put back.

use std::os::unix::fs::PermissionsExt;

use crate::daemon::{port, start};
use crate::damage::{site, touch};
use crate::site::{Site, wait_for};

fn ids_and_dates(site: &Site) -> Vec<(String, String, String)> {
    let items = site.items("feeds/all.json").into_iter();
    items
        .map(|item| (item.id, item.published, item.updated))
        .collect()
}

/// All files have other times, as after a checkout on another machine.
fn check_out(site: &Site) {
    for number in 1..=40 {
        touch(site, &format!("articles/{number}.md"), number * 60);
    }
}

/// Everything is lost but a copy that was made while the daemon ran: ids and dates are those of before.
#[test]
fn ids_and_dates_come_back_with_a_copy() {
    let port = port();
    let site = site(&format!("127.0.0.1:{port}"));
    let daemon = start(&site, port);
    let before = wait_for("the feed", std::time::Duration::from_secs(20), || {
        site.path("feeds/all.json")
            .exists()
            .then(|| ids_and_dates(&site))
    });
    assert_eq!(before.len(), 40);
    for _ in 0..2 {
        let made = site.run(&["backup", "saved.db"]);
        assert_eq!(made.code, Some(0), "{}", made.err);
        assert!(made.err.contains("saved.db: 40 articles"), "{}", made.err);
    }
    let mode = std::fs::metadata(site.path("saved.db")).expect("a copy");
    assert_eq!(mode.permissions().mode() & 0o777, 0o600, "T-49");
    // Not under a running daemon.
    let refused = site.run(&["restore", "saved.db"]);
    assert_eq!(refused.code, Some(1));
    assert!(
        refused.err.contains("in use by another feedmill"),
        "{}",
        refused.err
    );
    drop(daemon);
    site.forget_state();
    std::fs::remove_dir_all(site.path("feeds")).expect("gone");
    check_out(&site);
    let back = site.run(&["restore", "saved.db"]);
    assert_eq!(back.code, Some(0), "{}", back.err);
    site.build();
    assert_eq!(ids_and_dates(&site), before);
    // The copy is still there, and what was in the way of nothing was not renamed.
    assert!(site.path("saved.db").exists());
    assert!(!site.path("feedmill.db.replaced").exists());
}

/// What was published after the copy was made keeps the dates that it was published with.
#[test]
fn what_is_newer_than_the_copy_keeps_its_dates() {
    let site = site("");
    site.build();
    assert_eq!(site.run(&["backup", "saved.db"]).code, Some(0));
    site.write(
        "articles/41.md",
        "---\ntitle: Later\n---\n\nIt has no date.\n",
    );
    touch(&site, "articles/41.md", 7200);
    site.build();
    let before = ids_and_dates(&site);
    check_out(&site);
    touch(&site, "articles/41.md", 60);
    let back = site.run(&["restore", "saved.db"]);
    assert_eq!(back.code, Some(0), "{}", back.err);
    assert!(back.err.contains("feedmill.db.replaced"), "{}", back.err);
    assert!(site.path("feedmill.db.replaced").exists());
    site.build();
    assert_eq!(ids_and_dates(&site), before);
    let status = site.run(&["status"]);
    assert!(
        !status.out.contains("adopted"),
        "nothing waits: {}",
        status.out
    );
}

/// What is no copy of a state is neither put back nor written over.
#[test]
fn what_is_no_copy_changes_nothing() {
    let site = site("");
    let none = site.run(&["backup", "saved.db"]);
    assert_eq!(none.code, Some(1));
    assert!(none.err.contains("there is no state yet"), "{}", none.err);
    site.build();
    let state = std::fs::read(site.path("feedmill.db")).expect("a state");
    assert_eq!(site.run(&["backup", "cut.db"]).code, Some(0));
    let whole = std::fs::read(site.path("cut.db")).expect("a copy");
    site.write_bytes("cut.db", &whole[..whole.len() / 2]);
    site.write("notes.txt", "What the miller said.\n");
    let other = rusqlite::Connection::open(site.path("other.db")).expect("a database");
    other
        .execute_batch("CREATE TABLE wheat (sacks INTEGER)")
        .expect("a table");
    drop(other);
    for (file, reason) in [
        ("cut.db", "cut.db"),
        ("notes.txt", "no state of feedmill"),
        ("other.db", "no state of feedmill"),
        ("missing.db", "No such file"),
        ("feedmill.db", "the state itself"),
    ] {
        let refused = site.run(&["restore", file]);
        assert_eq!(refused.code, Some(1), "{file}");
        assert!(refused.err.contains(reason), "{file}: {}", refused.err);
    }
    for (file, reason) in [
        ("notes.txt", "left alone"),
        ("other.db", "left alone"),
        ("feedmill.db", "the state itself"),
        ("no/folder.db", "No such file"),
    ] {
        let refused = site.run(&["backup", file]);
        assert_eq!(refused.code, Some(1), "{file}");
        assert!(refused.err.contains(reason), "{file}: {}", refused.err);
    }
    assert_eq!(
        std::fs::read(site.path("feedmill.db")).expect("a state"),
        state
    );
    assert_eq!(site.read("notes.txt"), "What the miller said.\n");
    let left = std::fs::read_dir(site.path("."))
        .expect("a folder")
        .flatten();
    let left: Vec<_> = left.map(|entry| entry.file_name()).collect();
    let is_left = |name: &&std::ffi::OsString| {
        let name = name.to_string_lossy();
        name.contains(".new") || name.contains(".replaced")
    };
    assert!(!left.iter().any(|name| is_left(&name)), "{left:?}");
}
