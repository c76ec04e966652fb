//! `feedmill status`: what scripts get.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::server::{Answer, Server};
use crate::site::Site;

/// The keys of the objects of a list.
fn keys(list: &Value) -> BTreeSet<String> {
    let list = list.as_array().expect("a list");
    assert!(!list.is_empty());
    let objects = list.iter().map(|one| one.as_object().expect("an object"));
    objects.flat_map(|one| one.keys().cloned()).collect()
}

/// The members that the table under a heading of docs/reference/commands.md names.
fn documented(head: &str) -> BTreeSet<String> {
    let text = include_str!("../../docs/reference/commands.md");
    let (_, table) = text
        .split_once(&format!("| {head} | |\n|---|---|\n"))
        .unwrap_or_else(|| panic!("a table of {head}"));
    let rows = table.lines().take_while(|line| line.starts_with('|'));
    let names = rows.filter_map(|row| row.split('|').nth(1));
    names
        .flat_map(|names| names.split('`').skip(1).step_by(2))
        .map(str::to_owned)
        .collect()
}

fn town_of(said: &Value) -> &Value {
    &said["sources"][1]
}

/// Every member is documented and every documented one is there; times are RFC 3339 or null; the exit code tells
/// whether something failed.
#[test]
fn json_is_as_it_is_documented() {
    let server = Server::start();
    let feed = "<rss version=\"2.0\"><channel><title>The town</title><link>https://town.example/</link><description>d</description>\
        <item><title>A</title><link>https://town.example/a</link><pubDate>Tue, 03 Mar 2026 08:00:00 GMT</pubDate></item></channel></rss>";
    server.set("/feed.xml", Answer::new("application/rss+xml", feed));
    let base = &server.base;
    let config = format!(
        "base_url = \"https://feeds.example.org/\"\n[serve]\nlisten = \"\"\n[fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n[[source]]\nname = \"notes\"\npath = \"notes\"\n\
         [[source]]\nname = \"town\"\nurl = \"{base}/feed.xml\"\n[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n\
         [push]\nhubs = [\"{base}/hub\"]\n"
    );
    let site = Site::new(&config);
    site.write("notes/first.md", "---\ndate: 2025-01-01\n---\n# First\n");
    assert_eq!(
        site.run(&["status", "--json"]).code,
        Some(1),
        "no state yet"
    );
    site.build();
    site.write(
        "old.json",
        r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Old", "items": [{"id": "x", "title": "Gone", "content_text": "Gone."}]}"#,
    );
    assert_eq!(site.run(&["adopt", "old.json"]).code, Some(0));
    let ran = site.run(&["status", "--json"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let said: Value = serde_json::from_str(&ran.out).expect("JSON");
    let members: BTreeSet<String> = said
        .as_object()
        .expect("an object")
        .keys()
        .cloned()
        .collect();
    assert_eq!(members, documented("member"));
    assert_eq!(keys(&said["sources"]), documented("of a source"));
    assert_eq!(keys(&said["feeds"]), documented("of a published file"));
    assert_eq!(keys(&said["waiting"]), documented("of a waiting entry"));
    assert_eq!(keys(&said["told"]), documented("of one that is told"));
    assert_eq!(keys(&said["turns"]), documented("of a turn"));
    assert_eq!(keys(&town_of(&said)["fetches"]), documented("of an answer"));
    let town = town_of(&said);
    assert_eq!(
        (&town["name"], &town["articles"]),
        (&"town".into(), &1.into())
    );
    for time in ["last_attempt", "last_success", "next_due", "waits_until"] {
        let time = town[time]
            .as_str()
            .unwrap_or_else(|| panic!("{time}: {town}"));
        assert!(chrono::DateTime::parse_from_rfc3339(time).is_ok_and(|_| time.ends_with('Z')));
    }
    // Never asked, and failing.
    site.write(
        "config.toml",
        &format!("{config}[[source]]\nname = \"new\"\nurl = \"{base}/missing\"\n"),
    );
    let said: Value = serde_json::from_str(&site.run(&["status", "--json"]).out).expect("JSON");
    assert_eq!(said["sources"][2]["next_due"], Value::Null);
    assert_eq!(said["sources"][2]["waits_until"], Value::Null);
    assert_eq!(site.run(&["build"]).code, Some(3));
    let ran = site.run(&["status", "--json"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    let said: Value = serde_json::from_str(&ran.out).expect("JSON");
    let error = said["sources"][2]["error"].as_str().expect("an error");
    assert!(error.contains("404"), "{error}");
    assert_eq!(site.run(&["status"]).code, Some(3));
}
