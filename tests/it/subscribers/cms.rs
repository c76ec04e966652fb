//! An importer of a CMS: WordPress's own feed code reads what the daemon serves, and posts are kept by their ids
//! (CMS-01 … CMS-04).

use std::process::Command;
use std::time::Duration;

use serde_json::Value;

use super::{restart, start};
use crate::daemon::{self, Daemon};
use crate::site::{Site, wait_for};

const CONFIG: &str = "[[source]]\nname = \"notes\"\npath = \"articles\"\nlink = \"https://example.org/{path}/\"\n[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n";

/// One article with all that a CMS takes, one that is hard to write down, one without a summary of its own.
const ARTICLES: &[(&str, &str)] = &[
    (
        "full.md",
        "---\ntitle: The whole mill\ndate: 2025-05-05T05:05:05+05:45\nauthor: Ada Miller\ntags: [Mills, \"Salt & Pepper\"]\nimage: /mill.jpg\nsummary: What a mill is.\n---\n\nThe mill stands by the river.\n\n![The wheel](wheel.png)\n\nIt has *one* wheel, and the wheel turns.\n",
    ),
    (
        "odd.md",
        "---\ntitle: \"Salt & <b>Pepper</b> &amp; \\\"quotes\\\" 𝄞\"\ndate: 2024-02-29\n---\n\nText with `]]>` and `&amp;` in it, <em>markup</em>, and more of it that goes on.\n",
    ),
    (
        "plain.txt",
        "A plain text\n\nIts text has no markup and no date.\n",
    ),
];

/// Imports a feed and gives what came of it.
fn import(site: &Site, daemon: &Daemon, format: &str) -> Value {
    let wordpress = std::env::var("FEEDMILL_WORDPRESS").expect("tests/all sets FEEDMILL_WORDPRESS");
    let output = Command::new("timeout")
        .args([
            "30",
            "php",
            concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cms.php"),
        ])
        .arg(wordpress)
        .arg(site.path(&format!("{format}.posts")))
        .arg(format!("http://{}/all.{format}", daemon.address))
        .output()
        .expect("php is installed");
    let complaints = String::from_utf8_lossy(&output.stderr);
    assert!(
        output.status.success() && complaints.is_empty(),
        "{complaints}"
    );
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// How many posts are new, updated, and as they were.
fn counts(did: &Value) -> [usize; 3] {
    ["new", "updated", "same"].map(|what| did[what].as_array().map_or(0, Vec::len))
}

fn decoded(html: &Value) -> String {
    let html = html.as_str().expect("a text");
    let html = html.replace("&lt;", "<").replace("&gt;", ">");
    html.replace("&quot;", "\"").replace("&amp;", "&")
}

/// Titles are encoded once, dates and ids are equal in all formats, content is full, and what importers look for is there.
fn hold_against_json(posts: &Value, json: &Value, format: &str) {
    let items = json["items"].as_array().expect("items");
    assert_eq!(posts.as_object().expect("posts").len(), items.len());
    for item in items {
        let id = item["id"].as_str().expect("an id");
        let post = &posts[id];
        let way = format!("{format}: {id}: {post}");
        assert!(id.len() <= 250 && post.is_object(), "{way}");
        assert_eq!(decoded(&post["title"]), item["title"], "{way}");
        assert_eq!(post["link"], item["url"], "{way}");
        let time = |text: &Value| {
            let text = text.as_str().expect("a date");
            chrono::DateTime::parse_from_rfc3339(text)
                .expect("a date")
                .timestamp()
        };
        assert_eq!(time(&post["date"]), time(&item["date_published"]), "{way}");
        assert_eq!(decoded(&post["excerpt"]), item["summary"], "{way}");
        assert_eq!(post["longer"], true, "{way}");
        let tags = item["tags"].as_array().cloned().unwrap_or_default();
        let found = post["tags"].as_array().expect("tags").iter().map(decoded);
        assert_eq!(found.map(Value::from).collect::<Vec<_>>(), tags, "{way}");
    }
}

#[test]
#[ignore = "needs PHP and WordPress: ./tests/all installs them"]
fn a_cms_imports_nothing_twice() {
    let port = daemon::port();
    let site = Site::new(&format!("[serve]\nlisten = \"127.0.0.1:{port}\"\n{CONFIG}"));
    for (path, text) in ARTICLES {
        site.write(&format!("articles/{path}"), text);
    }
    let mut daemon = start(&site, port);
    let serves = |daemon: &Daemon, text: &str| {
        wait_for(text, Duration::from_secs(10), || {
            let (_, body) = daemon::get(&daemon.address, "/all.json", "")?;
            body.contains(text).then_some(())
        });
    };
    for format in ["rss", "atom"] {
        let first = import(&site, &daemon, format);
        assert_eq!(counts(&first), [3, 0, 0], "{format}");
        let json: Value = serde_json::from_str(&site.read("feeds/all.json")).expect("JSON");
        hold_against_json(&first["posts"], &json, format);
        let posts = first["posts"].as_object().expect("posts");
        let found = posts.iter().find(|(id, _)| id.ends_with("full.md"));
        let (_, full) = found.expect("the whole article");
        assert_eq!(full["authors"], serde_json::json!(["Ada Miller"]), "{full}");
        assert_eq!(
            full["enclosures"][0][0], "https://example.org/mill.jpg",
            "{full}"
        );
        assert_eq!(full["enclosures"][0][1], "image/jpeg", "{full}");
        let content = full["content"].as_str().expect("content");
        for part in [
            "by the river",
            "https://example.org/full/wheel.png",
            "<em>one</em>",
            "wheel turns",
        ] {
            assert!(content.contains(part), "{format}: {part}: {content}");
        }
        assert_eq!(
            counts(&import(&site, &daemon, format)),
            [0, 0, 3],
            "{format}: again"
        );
    }
    daemon = restart(&site, daemon, port, "KILL");
    for format in ["rss", "atom"] {
        assert_eq!(
            counts(&import(&site, &daemon, format)),
            [0, 0, 3],
            "{format}: restarted"
        );
    }
    let edited = ARTICLES[0].1.replace("one* wheel", "two* wheels");
    site.write("articles/full.md", &edited);
    serves(&daemon, "wheels");
    for format in ["rss", "atom"] {
        assert_eq!(
            counts(&import(&site, &daemon, format)),
            [0, 1, 2],
            "{format}: edited"
        );
    }
    site.write(
        "articles/new.md",
        "---\ndate: 2025-06-01\n---\n# A new one\n\nIt is new.\n",
    );
    serves(&daemon, "A new one");
    for format in ["rss", "atom"] {
        assert_eq!(
            counts(&import(&site, &daemon, format)),
            [1, 0, 3],
            "{format}: added"
        );
    }
    site.rename("articles/plain.txt", "articles/moved.txt");
    serves(&daemon, "example.org/moved/");
    for format in ["rss", "atom"] {
        let did = counts(&import(&site, &daemon, format));
        assert_eq!(did, [0, 1, 3], "{format}: renamed, its link is another");
    }
}
