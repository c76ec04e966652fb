//! What is published and served: addresses, types, languages, and a feed in which there is nothing.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use super::is_right;
use crate::daemon::port;
use crate::serving::Daemon;
use crate::site::{Site, wait_for};

/// Status, head and body.
fn get(port: u16, path: &str) -> Option<(u16, String, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut text = String::new();
    stream.read_to_string(&mut text).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let status = head.split(' ').nth(1)?.parse().ok()?;
    Some((status, head.to_ascii_lowercase(), body.to_owned()))
}

/// The address that a feed gives as its own.
fn own_address(path: &str, body: &str) -> String {
    if path.ends_with(".json") {
        let feed: serde_json::Value = serde_json::from_str(body).expect("JSON");
        return feed["feed_url"].as_str().expect("feed_url").to_owned();
    }
    let link = body
        .split('<')
        .find(|tag| tag.contains("link ") && tag.contains("rel=\"self\""));
    let address = link
        .and_then(|tag| tag.split("href=\"").nth(1))
        .and_then(|rest| rest.split('"').next());
    address
        .unwrap_or_else(|| panic!("{path}: {body}"))
        .to_owned()
}

/// The first element of a document, with its attributes.
fn root(body: &str) -> &str {
    let tags = body
        .split('<')
        .skip(1)
        .find(|tag| !tag.starts_with(['?', '!']));
    tags.and_then(|tag| tag.split('>').next())
        .unwrap_or_default()
}

fn config(port: u16, base: &str) -> String {
    format!(
        "base_url = \"{base}\"\n[serve]\nlisten = \"127.0.0.1:{port}\"\n[[source]]\nname = \"notes\"\npath = \"articles\"\n\
         [[source]]\nname = \"nothing\"\npath = \"empty\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlanguage = \"en\"\n[[feed]]\nname = \"leer\"\ntitle = \"Leer\"\nlanguage = \"de-AT\"\nsources = [\"nothing\"]\n\
         [[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"{{value}}\"\nlanguage = \"fr\"\n"
    )
}

/// B34, B38, B52: each file has its type, its root and the address at which it was asked for; also that of a tag and one in
/// which there is nothing, which is served and right; and each feed says its own language and no other's.
#[test]
fn every_feed_is_what_and_where_it_says() {
    let port = port();
    let base = "https://example.org/news/";
    let site = Site::new(&config(port, base));
    std::fs::create_dir(site.path("empty")).expect("a folder");
    site.write(
        "articles/a.md",
        "---\ntitle: A\ndate: 2025-01-01\ntags: [wind, \"caf\u{e9} & <co>\", C++]\n---\n\nText.\n",
    );
    let _daemon = Daemon::start(&site);
    wait_for("it is served", Duration::from_secs(20), || {
        get(port, "/all.rss").filter(|answer| answer.0 == 200)
    });
    let published = site.published().into_iter().map(|(path, ..)| {
        let path = path
            .strip_prefix(site.path("feeds"))
            .expect("within")
            .to_owned();
        path.to_str().expect("UTF-8").to_owned()
    });
    let (mut seen, mut empty) = (0, 0);
    for path in published {
        let format = path.rsplit('.').next().unwrap_or_default();
        let (media_type, element, language) = match format {
            "rss" => (
                "application/rss+xml",
                "rss version=\"2.0\"",
                "<language>{}</language>",
            ),
            "atom" => (
                "application/atom+xml",
                "feed xmlns=\"http://www.w3.org/2005/Atom\"",
                "xml:lang=\"{}\"",
            ),
            "json" => ("application/feed+json", "", "\"language\": \"{}\""),
            _ => continue,
        };
        let mut asked: url::Url = base.parse().expect("an address");
        asked
            .path_segments_mut()
            .expect("segments")
            .pop_if_empty()
            .extend(path.split('/'));
        let (status, head, body) =
            get(port, &asked.path().replacen("/news", "", 1)).expect("an answer");
        assert_eq!(status, 200, "{path}");
        assert!(
            head.contains(&format!("content-type: {media_type}")),
            "{path}: {head}"
        );
        assert!(root(&body).contains(element), "{path}: {body}");
        assert_eq!(own_address(&path, &body), asked.as_str(), "B38 {path}");
        for tag in ["en", "de-AT", "fr"] {
            let own = match path.split(['.', '/']).next() {
                Some("all") => "en",
                Some("leer") => "de-AT",
                _ => "fr",
            };
            let said = body.contains(&language.replace("{}", tag));
            assert_eq!(said, tag == own, "B52 {path} {tag}: {body}");
        }
        if path.starts_with("leer") {
            assert!(!body.contains("<item>") && !body.contains("<entry>"));
            empty += 1;
        }
        seen += 1;
    }
    assert_eq!((seen, empty), (15, 3));
    is_right(&site);
}

/// B20, B38: five ways to write `base_url` by four names of feeds: one slash between them, in every format and in the list
/// of feeds.
#[test]
fn base_and_path_are_joined_by_one_slash() {
    for (base, expected) in [
        ("https://example.org", "https://example.org/"),
        ("https://example.org/", "https://example.org/"),
        ("https://example.org/news", "https://example.org/news/"),
        ("https://example.org/news/", "https://example.org/news/"),
        (
            "http://Example.org:8080/a/1/",
            "http://example.org:8080/a/1/",
        ),
    ] {
        let feeds = ["all", "1", "a-b"];
        let named = feeds.map(|name| format!("[[feed]]\nname = \"{name}\"\ntitle = \"{name}\"\n"));
        let tags = "[[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"{value}\"\n";
        let site = Site::new(&format!(
            "base_url = \"{base}\"\n[serve]\nlisten = \"\"\n[[source]]\npath = \"articles\"\nlink = \"https://example.org/{{path}}/\"\n{}{tags}",
            named.concat()
        ));
        site.write(
            "articles/deep/a.md",
            "---\ntitle: A\ndate: 2025-01-01\ntags: [wind]\n---\n\n[there](b/c) [root](/d)\n",
        );
        site.build();
        is_right(&site);
        let list = site.read("feeds/feeds.opml");
        for name in feeds.into_iter().chain(["tags/wind"]) {
            for format in ["rss", "atom", "json"] {
                let path = format!("{name}.{format}");
                let body = site.read(&format!("feeds/{path}"));
                assert_eq!(
                    own_address(&path, &body),
                    format!("{expected}{path}"),
                    "{base}"
                );
            }
            assert!(
                list.contains(&format!("xmlUrl=\"{expected}{name}.")),
                "{base} {name}: {list}"
            );
            let items = site.items(&format!("feeds/{name}.json"));
            assert!(
                items[0]
                    .content
                    .contains("\"https://example.org/deep/a/b/c\""),
                "{}",
                items[0].content
            );
            assert!(
                items[0].content.contains("\"https://example.org/d\""),
                "{}",
                items[0].content
            );
        }
    }
}
