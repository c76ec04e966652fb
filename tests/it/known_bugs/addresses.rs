//! Addresses: of articles, and in their texts.

use super::{escape, is_right, read_back, rss, site};
use crate::server::{Answer, Server};

fn item(number: usize) -> String {
    format!(
        "<item><title>Title {number}</title><link>https://u.example/{number}</link>\
         <pubDate>{:02} Jan 2025 08:00:00 GMT</pubDate><description>Text {number}.</description></item>",
        number + 1
    )
}

/// B21: addresses that end in a number, a number and a slash, or what looks like a page of a list, stay as they are.
#[test]
fn addresses_keep_their_last_part() {
    let links = [
        "/1/",
        "/1",
        "/page/1/",
        "/2025/1/",
        "/index.html",
        "/a/?page=1",
        "/feed/1/",
    ];
    let items: String = links
        .iter()
        .enumerate()
        .map(|(at, link)| {
            item(at).replace(
                &format!("u.example/{at}<"),
                &format!("u.example{}<", escape(link)),
            )
        })
        .collect();
    let server = Server::start();
    server.set("/one", rss(&items));
    let site = site(&server, &["one"]);
    let folder = "[[source]]\nname = \"notes\"\npath = \"articles\"\nlink = \"https://example.org/{path}/\"\n";
    site.write("config.toml", &(site.read("config.toml") + folder));
    for path in ["1.md", "page/1.md", "2025/01/1.md"] {
        site.write(
            &format!("articles/{path}"),
            "---\ntitle: A\ndate: 2024-01-01\n---\n\nText.\n",
        );
    }
    site.build();
    let mut expected: Vec<String> = links
        .iter()
        .map(|link| format!("https://u.example{link}"))
        .collect();
    expected
        .extend(["1", "page/1", "2025/01/1"].map(|path| format!("https://example.org/{path}/")));
    expected.sort();
    for (format, found) in read_back(&site, "all") {
        let mut found: Vec<String> = found.into_iter().map(|seen| seen.link).collect();
        found.sort();
        assert_eq!(found, expected, "{format}");
    }
}

/// B19: every address in a text is absolute, wherever it came from: a base of the feed, of the entry, of its own link, of
/// the folder's template.
#[test]
fn every_address_in_a_text_is_absolute() {
    const TEXT: &str = "<p><a href=\"../up?a=1&amp;b=2\">a</a> <a href=\"//other.example/x\">b</a> <a href=\"#note\">c</a> <a href=\"?q\">d</a></p>\
        <picture><source srcset=\"i-1.webp 1x, /i-2.webp 2x\" type=\"image/webp\"><img src=\"i.png\" srcset=\"i.png 1x, sub/i.png 2x\" alt=\"i\"></picture>\
        <blockquote cite=\"/said\"><p>q</p></blockquote><video src=\"v.mp4\" poster=\"p.jpg\" controls></video><q cite=\"said\">r</q> <del cite=\"why\">s</del>";
    let server = Server::start();
    let text = escape(TEXT);
    let atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:base=\"https://a.example/blog/\"><title>U</title><id>urn:u</id>\
         <entry xml:base=\"2025/\"><id>urn:1</id><title>One</title><link href=\"one/\"/><updated>2025-01-01T08:00:00Z</updated><content type=\"html\">{text}</content></entry></feed>"
    );
    server.set("/atom", Answer::new("application/atom+xml", atom));
    server.set(
        "/rss",
        rss(&format!("<item><guid>2</guid><title>Two</title><link>https://r.example/two/</link><pubDate>Sun, 05 Jan 2025 08:00:00 GMT</pubDate><description>{text}</description></item>")),
    );
    let json = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "U", "items": [{"id": "3", "url": "https://j.example/three", "title": "Three", "content_html": TEXT}]});
    server.set(
        "/json",
        Answer::new("application/feed+json", json.to_string()),
    );
    let site = site(&server, &["atom", "rss", "json"]);
    let folder =
        "[[source]]\nname = \"notes\"\npath = \"articles\"\nlink = \"https://f.example/{path}/\"\n";
    site.write("config.toml", &(site.read("config.toml") + folder));
    site.write(
        "articles/four.md",
        &format!(
            "---\ntitle: Four\ndate: 2025-01-04\n---\n\n{TEXT}\n\n[five](five.md) ![six](six.png)\n"
        ),
    );
    site.write(
        "articles/five.html",
        &format!("<title>Five</title><h1>Five</h1>{TEXT}"),
    );
    site.build();
    is_right(&site);
    for (format, found) in read_back(&site, "all") {
        assert_eq!(found.len(), 5, "{format}");
        for seen in found {
            let mut count = 0;
            for name in [
                " href=\"",
                " src=\"",
                " srcset=\"",
                " poster=\"",
                " cite=\"",
            ] {
                for value in seen.content.split(name).skip(1) {
                    let value = value.split('"').next().unwrap_or_default();
                    let parts = value.split(", ").filter(|_| name == " srcset=\"");
                    for address in parts.chain((name != " srcset=\"").then_some(value)) {
                        let absolute = url::Url::parse(address).is_ok_and(|url| url.has_host());
                        assert!(absolute, "{format} {}:{name}{address}", seen.title);
                        count += 1;
                    }
                }
            }
            assert!(
                count >= 8,
                "{format} {}: {count} in {}",
                seen.title,
                seen.content
            );
        }
    }
    let [(_, found), ..] = read_back(&site, "all");
    let one = found
        .iter()
        .find(|seen| seen.title == "One")
        .expect("it is there");
    assert!(
        one.content.contains("https://a.example/blog/up?a=1"),
        "{}",
        one.content
    );
}
