//! `feedmill doctor`: what is wrong is found, and said with what to do.

use std::os::unix::fs::PermissionsExt;

use crate::site::Site;

fn site() -> Site {
    let site = Site::with_articles(&[("a.md", "---\ntitle: A\ndate: 2025-01-01\n---\n\nText.\n")]);
    let none = site.run(&["doctor"]);
    assert_eq!(none.code, Some(0), "{}", none.out);
    assert!(none.out.contains("not there yet"), "{}", none.out);
    site.build();
    site
}

/// What a fault of this kind makes of a site, and the words that tell of it.
type Case = (&'static str, fn(&Site), &'static [&'static str]);

const CASES: &[Case] = &[
    (
        "a damaged state",
        |site| {
            let state = std::fs::read(site.path("feedmill.db")).expect("a state");
            site.write_bytes("feedmill.db", &state[..state.len() / 2]);
        },
        &["WRONG  state", "damaged", "feedmill restore"],
    ),
    (
        "no state at all",
        |site| site.write("feedmill.db", "What the miller said.\n"),
        &["WRONG  state"],
    ),
    (
        "a state of a newer feedmill",
        |site| site.sql("PRAGMA user_version = 999"),
        &["WRONG  state", "newer feedmill"],
    ),
    (
        "a file that is gone",
        |site| site.remove("feeds/all.rss"),
        &["WRONG  output", "all.rss is gone: `feedmill build`"],
    ),
    (
        "a file that somebody wrote",
        |site| site.write("feeds/all.rss", "<rss/>"),
        &[
            "WRONG  output",
            "by somebody else",
            "WRONG  feeds",
            "`feedmill check` names them",
        ],
    ),
    (
        "a folder that is gone",
        |site| site.rename("articles", "elsewhere"),
        &["WRONG  folders", "articles is not there"],
    ),
    (
        "a source that failed",
        |site| {
            site.rename("articles", "elsewhere");
            assert_eq!(site.run(&["build"]).code, Some(3));
        },
        &["WRONG  source", "articles"],
    ),
    (
        "a clock that was ahead",
        |site| site.sql("UPDATE turn SET at = 4102444800"),
        &["WRONG  clock", "2100-01-01"],
    ),
];

#[test]
fn each_fault_is_found_and_said_with_what_to_do() {
    for (what, does, words) in CASES {
        let site = site();
        let well = site.run(&["doctor"]);
        assert_eq!(well.code, Some(0), "{what}: {}", well.out);
        assert!(
            well.out.ends_with("nothing is wrong\n"),
            "{what}: {}",
            well.out
        );
        does(&site);
        let after = site.published();
        let ran = site.run(&["doctor"]);
        assert_eq!(ran.code, Some(1), "{what}: {}", ran.out);
        for word in *words {
            assert!(ran.out.contains(word), "{what}: {word}: {}", ran.out);
        }
        assert_eq!(site.published(), after, "{what}: nothing is changed");
    }
}

/// What is worth knowing is no fault: a state that others may read, and what lies there of earlier times.
#[test]
fn what_is_worth_knowing_is_no_fault() {
    let site = site();
    let mode = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(site.path("feedmill.db"), mode).expect("another mode");
    site.write("feedmill.db.damaged-2", "");
    site.write("feedmill.db.v8", "");
    let ran = site.run(&["doctor"]);
    assert_eq!(ran.code, Some(0), "{}", ran.out);
    for word in [
        "note   state",
        "mode 644",
        "damaged-2: a state",
        "v8: the state of an older",
    ] {
        assert!(ran.out.contains(word), "{word}: {}", ran.out);
    }
    // Three lines of notes, and nothing else is one.
    assert_eq!(ran.out.matches("note ").count(), 3, "{}", ran.out);
}

/// A broken configuration is said as every command says it.
#[test]
fn a_broken_configuration_is_said_with_its_line() {
    let site = Site::new("[[source]]\npath = 7\n");
    let ran = site.run(&["doctor"]);
    assert_eq!(ran.code, Some(2));
    assert!(ran.err.contains("config.toml:2"), "{}", ran.err);
}
