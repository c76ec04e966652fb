//! Trouble in a folder and in the configuration: named, with what to do, and nothing else suffers.

use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;

use crate::site::Site;

fn article(number: u32) -> String {
    format!(
        "---\ntitle: Article {number}\ndate: 2025-01-{number:02}\n---\n\nThis is the text of article {number}.\n"
    )
}

/// Issue 2, D-14, T-42, T-45, T-47: each is named once, all others are published, exit code 3.
#[test]
fn a_folder_with_all_kinds_of_trouble() {
    let site = Site::with_articles(&[]);
    for number in 1..=5 {
        site.write(&format!("articles/{number}.md"), &article(number));
    }
    site.write("articles/locked.md", &article(6));
    std::fs::set_permissions(
        site.path("articles/locked.md"),
        std::fs::Permissions::from_mode(0o0),
    )
    .expect("chmod");
    let locked = std::fs::read(site.path("articles/locked.md")).is_err();
    let pipe = std::process::Command::new("mkfifo")
        .arg(site.path("articles/pipe.md"))
        .status();
    assert!(pipe.expect("mkfifo is there").success());
    let name = std::ffi::OsStr::from_bytes(b"gr\xfc\xdfe.md");
    std::fs::write(site.path("articles").join(name), article(7)).expect("a name that is not UTF-8");
    let huge = std::fs::File::create(site.path("articles/huge.md")).expect("a file");
    huge.set_len(50 << 20).expect("50 MB");
    site.write(
        "articles/broken.md",
        "---\ntitle: \"no end\ndate: 2025-01-08\n---\n\nText.\n",
    );
    std::os::unix::fs::symlink("/etc/passwd", site.path("articles/link.md")).expect("a link");
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    let mut named = vec![
        "pipe.md",
        "gr\\xfc\\xdfe.md",
        "huge.md",
        "broken.md",
        "link.md",
    ];
    if locked {
        named.push("locked.md"); // root reads it all the same
    }
    for name in named {
        assert_eq!(ran.err.matches(name).count(), 1, "{name} in:\n{}", ran.err);
    }
    let titles: Vec<String> = site.titles("feeds/all.json");
    let expected = if locked { 6 } else { 7 };
    assert_eq!(titles.len(), expected, "{titles:?}");
    for number in 1..=5 {
        assert!(titles.contains(&format!("Article {number}")));
    }
    // Nothing is read again, and it is all said again.
    let again = site.run(&["build"]);
    assert_eq!(again.code, Some(3));
    assert!(again.err.contains("broken.md"), "{}", again.err);
}

/// D-14: a file that was good and is broken now keeps its last good version.
#[test]
fn a_broken_edit_keeps_the_last_good_version() {
    let site = Site::with_articles(&[("a.md", &article(1)), ("b.md", &article(2))]);
    site.build();
    let before = site.published();
    site.write("articles/a.md", "---\ntitle: [broken\n---\n\nText.\n");
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(3));
    assert_eq!(site.published(), before);
}

/// T-48: two files with one id.
#[test]
fn two_files_with_one_id() {
    let one = "---\nid: https://example.org/one\ntitle: One\ndate: 2025-01-01\n---\n\nText.\n";
    let other = "---\nid: https://example.org/one\ntitle: Other\ndate: 2025-01-02\n---\n\nText.\n";
    let site = Site::with_articles(&[("a.md", one), ("b.md", other)]);
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(3));
    assert!(
        ran.err.contains("a.md") && ran.err.contains("b.md"),
        "{}",
        ran.err
    );
    let items = site.items("feeds/all.json");
    assert_eq!(items.len(), 1);
    assert_eq!(
        (items[0].id.as_str(), items[0].title.as_str()),
        ("https://example.org/one", "One")
    );
}

/// two spellings of one id are one id; the earlier article has it.
#[test]
fn two_spellings_of_one_id() {
    let one = "---\nid: https://example.org/~ada\ntitle: One\ndate: 2025-01-01\n---\n\nText.\n";
    let other =
        "---\nid: HTTPS://Example.org:443/%7eada\ntitle: Other\ndate: 2025-01-02\n---\n\nText.\n";
    let site = Site::with_articles(&[("a.md", one), ("b.md", other)]);
    site.build();
    let items = site.items("feeds/all.json");
    assert_eq!(items.len(), 1);
    assert_eq!(
        (items[0].id.as_str(), items[0].title.as_str()),
        ("https://example.org/~ada", "One")
    );
}

/// Issue 2, 7: five different faults in one go, each with its line, and nothing touched (D-13).
#[test]
fn five_faults_of_a_configuration_at_once() {
    let site = Site::new(
        "outptu = \"feeds\"\nevery = \"sometimes\"\n[[source]]\npath = 7\n[[source]]\nname = \"both\"\npath = \"a\"\nurl = \"https://example.org/\"\n[[feed]]\ntitle = \"All\"\nlimit = -3\n",
    );
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    for (line, word) in [
        (1, "output"),
        (2, "every"),
        (4, "path"),
        (8, "url"),
        (11, "limit"),
    ] {
        let place = format!("config.toml:{line}:");
        assert!(ran.err.contains(&place), "{place} in:\n{}", ran.err);
        assert!(ran.err.contains(word), "{word} in:\n{}", ran.err);
    }
    assert!(!site.path("feedmill.db").exists());
    assert!(!site.path("feeds").exists());
}

#[test]
fn nothing_readable_to_inspect_is_one_line_and_exit_code_1() {
    let site = Site::with_articles(&[]);
    site.write("empty.md", "");
    for target in ["empty.md", "missing.md", "ftp://example.org/x"] {
        let ran = site.run(&["inspect", target]);
        assert_eq!(ran.code, Some(1), "{target}: {}", ran.out);
        assert_eq!(
            ran.err.trim_end().lines().count(),
            1,
            "{target}: {}",
            ran.err
        );
        assert_eq!(ran.out, "");
    }
}

/// What a command does is done also where nothing of it is to be said.
#[test]
fn a_quiet_start_writes_what_a_loud_one_does() {
    for quiet in [&["init"][..], &["init", "-q"]] {
        let site = Site::new("");
        site.remove("config.toml");
        let ran = site.run(quiet);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(ran.err.is_empty(), quiet.len() > 1, "{}", ran.err);
        assert!(site.path("articles/first.md").exists(), "{quiet:?}");
        assert_eq!(site.run(&["build", "-q"]).code, Some(0), "{quiet:?}");
    }
}
