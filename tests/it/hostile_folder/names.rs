//! Names of any bytes (T-47), and what would be names of any kind (T-40).

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;

use super::article;
use crate::site::Site;

fn ids(site: &Site) -> BTreeMap<String, String> {
    let items = site.items("feeds/all.json").into_iter();
    items.map(|item| (item.title, item.id)).collect()
}

/// T-47: every byte that may stand in the name of a file, alone, in pairs, and spelt out beside it, and names as long as there
/// are: each is published, the ids differ, and stay when the state is lost.
#[test]
fn any_bytes_may_be_a_name() {
    let site = Site::with_articles(&[]);
    std::fs::create_dir_all(site.path("articles/deep")).expect("a folder");
    let mut names: Vec<Vec<u8>> = Vec::new();
    for byte in (1..=255_u8).filter(|byte| *byte != b'/') {
        names.push([b"a", &[byte][..], b"b.md"].concat());
        names.push([b"deep/a", &[byte, byte][..], b".md"].concat());
        // The same, as somebody may spell it.
        names.push(format!("a%{byte:02X}b.md").into_bytes());
    }
    for name in [
        "%.md",
        "a b.md",
        "a+b.md",
        "#.md",
        "?.md",
        "a\u{202e}b.md",
        "\u{1f980}.md",
        "a..b.md",
        "-rf.md",
        "~.md",
    ] {
        names.push(name.as_bytes().to_vec());
    }
    names.push([&[b'x'; 252][..], b".md"].concat());
    names.push([&[0xff; 252][..], b".md"].concat());
    names.push(["\u{e9}".repeat(126).as_bytes(), b".md"].concat());
    names.sort();
    names.dedup();
    for (number, name) in names.iter().enumerate() {
        let path = site.path("articles").join(OsStr::from_bytes(name));
        std::fs::write(path, article(&format!("Name {number}"), 1)).expect("a file");
    }
    let config = site
        .read("config.toml")
        .replace("limit = 500", "limit = 2000");
    site.write("config.toml", &config);
    let ran = site.build();
    let first = ids(&site);
    let published: BTreeSet<&String> = first.keys().collect();
    let missing: Vec<_> = (0..names.len())
        .filter(|number| !published.contains(&format!("Name {number}")))
        .map(|number| String::from_utf8_lossy(&names[number]).into_owned())
        .collect();
    assert!(missing.is_empty(), "{missing:?}\n{}", ran.err);
    let different: BTreeSet<&String> = first.values().collect();
    assert_eq!(different.len(), names.len());
    // What is said of a name is one line.
    let odd = names
        .iter()
        .filter(|name| std::str::from_utf8(name).is_err())
        .count();
    assert_eq!(ran.err.trim_end().lines().count(), odd + 1, "{}", ran.err);
    assert!(ran.err.chars().all(|c| c == '\n' || !c.is_control()));
    site.build();
    assert_eq!(ids(&site), first);
    site.forget_state();
    std::fs::remove_dir_all(site.path("feeds")).expect("feeds go");
    site.build();
    assert_eq!(ids(&site), first);
}

/// T-40: tags, authors and sources that would lead out of the output folder, or be no name of a file: every file lies in it,
/// has a plain name, and two values never share one unless they are the same word.
#[test]
fn no_value_is_a_path() {
    let long = "x".repeat(300);
    let values = [
        "../../outside/x",
        "/etc/x",
        "a/b",
        "..",
        ".",
        ".hidden",
        "CON",
        "nul.txt",
        "a\\b",
        "C:x",
        "a:b",
        "%2e%2e%2f",
        "~root",
        "-rf",
        "x y",
        "*",
        "\u{202e}x",
        "\u{0}x",
        "\u{1f980}",
        "all",
        "index",
        "feeds.opml",
        "a?b#c",
        "<b>",
        "'\"`$(x)",
        long.as_str(),
    ];
    let per = |name: &str, per: &str| {
        format!(
            "[[feed]]\nname = \"{name}\"\nper = \"{per}\"\ntitle = \"{{value}}\"\nlink = \"https://example.org/\"\n"
        )
    };
    let site = Site::with_articles(&[]);
    site.write(
        "config.toml",
        &(site.read("config.toml") + &per("tags", "tag") + &per("by", "author")),
    );
    for (number, value) in values.iter().enumerate() {
        let quoted = serde_json::to_string(value).expect("JSON");
        let more = ["caf\u{e9}", "CAFE\u{301}", "Wind", "wind"][number % 4];
        site.write(
            &format!("articles/{number}.md"),
            &format!("---\ntitle: T{number}\ndate: 2025-01-{:02}\ntags: [{quoted}, \"{more}\"]\nauthor: {quoted}\n---\n\nText.\n", number + 1),
        );
    }
    // A link in the output folder leads out, too.
    site.write("outside/kept", "kept");
    std::fs::create_dir(site.path("feeds")).expect("a folder");
    symlink(site.path("outside"), site.path("feeds/by")).expect("a link");
    let ran = site.run(&["build"]);
    assert_ne!(ran.code, Some(0), "{}", ran.err);
    let outside: Vec<_> = std::fs::read_dir(site.path("outside"))
        .expect("there")
        .collect();
    assert_eq!(outside.len(), 1);
    std::fs::remove_file(site.path("feeds/by")).expect("the link goes");
    site.build();
    let mut top: Vec<_> = std::fs::read_dir(site.path("."))
        .expect("the folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .into_string()
                .expect("UTF-8")
        })
        .filter(|name| !name.starts_with("feedmill.db"))
        .collect();
    top.sort();
    assert_eq!(top, ["articles", "config.toml", "feeds", "outside"]);
    let mut tags = 0;
    for (path, ..) in site.published() {
        let path = path
            .strip_prefix(site.path("feeds"))
            .expect("within")
            .to_str()
            .expect("UTF-8")
            .to_owned();
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-.".contains(c);
        assert!(
            path.split('/').all(|part| part.chars().all(plain)
                && !part.starts_with(['.', '-'])
                && part.len() <= 100),
            "{path}"
        );
        assert!(path.matches('/').count() <= 1, "{path}");
        tags += usize::from(path.starts_with("tags/") && path.ends_with(".json"));
    }
    let words: BTreeSet<String> = site
        .items("feeds/all.json")
        .iter()
        .map(|item| item.id.clone())
        .collect();
    assert_eq!(words.len(), values.len());
    // Of four spellings two are one word each.
    assert!(tags <= values.len() + 2, "{tags}");
    let wind = site.items("feeds/tags/wind.json").len();
    let expected = (0..values.len()).filter(|number| number % 4 > 1).count();
    assert_eq!(wind, expected);
}
