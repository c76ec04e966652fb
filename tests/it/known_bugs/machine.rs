//! The machine around the program: its environment, its keys of old, what a killed process left.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;

use crate::site::{FOLDER, Site};

const ARTICLE: (&str, &str) = ("a.md", "---\ntitle: A\ndate: 2025-01-01\n---\n\nText.\n");

/// B48: variables that are none of ours, with names and values of any bytes and any length, change nothing.
#[test]
fn the_environment_changes_nothing() {
    let site = Site::with_articles(&[ARTICLE]);
    site.build();
    let before = site.published();
    site.forget_state();
    std::fs::remove_dir_all(site.path("feeds")).expect("feeds go");
    let mut build = site.command(&["build"]);
    for (name, value) in [
        (&b"\xff\xfe"[..], &b"\x80"[..]),
        (b"FEEDMILL_", b""),
        (b"FEEDMILL_OUTPUT_", b"/nowhere"),
        (b"feedmill", b"[[source]]"),
        (b"LANG", b"\xff_\xff.\xff"),
        (b"LC_ALL", b"tlh_KX.UTF-77"),
        (b"TERM", b"\x1b[2J"),
        (b"COLUMNS", b"-1"),
        (b"NO_COLOR", b"\xff"),
        (b"HOME", b"/nonexistent/\xff"),
        (b"TMPDIR", b"/nonexistent"),
        (b"a b=c", b"d=e"),
        (b"RUST_LOG", b"not a filter ][,,=="),
        (b"PATH", b""),
        (b"TZ", b":/etc/passwd"),
    ] {
        if !name.contains(&b'=') {
            build.env(OsStr::from_bytes(name), OsStr::from_bytes(value));
        }
    }
    for number in 0..500 {
        build.env(format!("ODD_{number}"), "x".repeat(number * 4));
    }
    let output = build.output().expect("it runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let bytes = |published: Vec<(std::path::PathBuf, Vec<u8>, std::time::SystemTime)>| {
        published
            .into_iter()
            .map(|(path, bytes, _)| (path, bytes))
            .collect::<Vec<_>>()
    };
    assert_eq!(bytes(site.published()), bytes(before));
}

/// B47: a key that is misspelt or of another program is an error that names it and the one that was meant; nothing is
/// published by guessing.
#[test]
fn a_key_that_is_none_is_never_ignored() {
    for (from, to, said) in [
        ("limit =", "limits =", "`limit`"),
        ("[[feed]]", "[[feeds]]", "`feed`"),
        ("base_url", "baseURL", "`base_url`"),
        (
            "[[source]]",
            "generate_feed = true\n[[source]]",
            "generate_feed",
        ),
        ("title =", "titel =", "`title`"),
        ("path =", "Path =", "`path`"),
    ] {
        let site = Site::with_articles(&[ARTICLE]);
        let config = FOLDER.replacen(from, to, 1);
        assert_ne!(config, FOLDER, "{from}");
        site.write("config.toml", &config);
        for command in ["build", "check"] {
            let ran = site.run(&[command]);
            assert_eq!(ran.code, Some(2), "{command} {to}: {}", ran.err);
            assert!(ran.err.contains(said), "{to}: {}", ran.err);
        }
        assert!(
            !site.path("feeds").exists() && !site.path("feedmill.db").exists(),
            "{to}"
        );
    }
}

/// B46: what a process that was killed has left behind, a lock file above all, keeps nobody from starting.
#[test]
fn what_a_killed_process_left_stops_nobody() {
    let site = Site::with_articles(&[ARTICLE]);
    for left in ["", "999999\n", "1\n", "not a number\u{0}"] {
        site.write("feedmill.db.lock", left);
        site.build();
    }
    let before = site.published();
    let mut child = site
        .command(&["run", "-q"])
        .spawn()
        .expect("the daemon starts");
    let lock = || {
        site.read("feedmill.db.lock")
            .contains(&child.id().to_string())
    };
    crate::site::wait_for(
        "it holds the lock",
        std::time::Duration::from_secs(10),
        || lock().then_some(()),
    );
    child.kill().expect("killed");
    child.wait().expect("ended");
    assert!(site.path("feedmill.db.lock").exists());
    site.build();
    assert_eq!(site.published(), before);
}
