//! Documents that others give up on: what is wrong with one entry, one header or what stands after the end costs nothing
//! else.

use feedmill::article::{Document, Origin};
use feedmill::parse;

use super::{is_right, read_back, rss, site};
use crate::server::{Answer, Server};

fn item(id: &str) -> String {
    format!(
        "<item><guid isPermaLink=\"false\">{id}</guid><title>Title {id}</title><link>https://u.example/{id}</link>\
         <pubDate>Sun, 05 Jan 2025 08:00:00 GMT</pubDate><description>Text of {id}.</description></item>"
    )
}

fn body(answer: &Answer) -> String {
    String::from_utf8(answer.body.clone()).expect("UTF-8")
}

/// B32: an address that is none, a DOCTYPE that is none, an emoji and headers about caching that say nothing: each feed is
/// read whole.
#[test]
fn one_oddity_does_not_break_a_feed() {
    let server = Server::start();
    let mut paths = Vec::new();
    let mut set = |path: &'static str, answer: Answer| {
        server.set(&format!("/{path}"), answer);
        paths.push(path);
    };
    for (path, link) in [
        ("link-1", "http://[not-an-address/"),
        ("link-2", "https://"),
        ("link-3", "::"),
        ("link-4", "//"),
        ("link-5", "http://u.example:99999/x"),
        ("link-6", "/a b\\c?<>"),
    ] {
        let odd = item(path).replace(
            &format!("https://u.example/{path}"),
            &link.replace('<', "&lt;"),
        );
        set(path, rss(&(odd + &item(&format!("{path}-b")))));
    }
    for (path, head) in [
        (
            "doctype-1",
            "<!DOCTYPE rss PUBLIC \"-//X//DTD RSS 0.91//EN\" \"http://x.invalid/rss.dtd\">",
        ),
        (
            "doctype-2",
            "<!DOCTYPE rss [<!ENTITY % x SYSTEM 'file:///etc/passwd'> %x; ]>",
        ),
        ("doctype-3", "<!DOCTYPE html><!DOCTYPE>"),
        ("doctype-4", "<!DOCTYPE rss [ <!ELEMENT rss (#PCDATA)> "),
    ] {
        let text = body(&rss(&(item(path) + &item(&format!("{path}-b")))));
        set(
            path,
            Answer::new(
                "text/xml",
                format!(
                    "<?xml version=\"1.0\"?>\n{head}{}{text}",
                    if path == "doctype-4" { "]>" } else { "" }
                ),
            ),
        );
    }
    let emoji = item("emoji").replace(
        "Title",
        "\u{1f980}\u{200d}\u{2764}\u{fe0f} &#x1F980; &#129408; &#xD83E;&#xDD80;",
    );
    set(
        "emoji",
        rss(&(emoji
            + &item("emoji-b").replace("https://u.example/", "https://u.example/\u{1f980}/"))),
    );
    for (path, name, value) in [
        (
            "header-1",
            "Cache-Control",
            "max-age=abc, , ;;=, no-cache=\"unclosed",
        ),
        ("header-2", "Expires", "0"),
        ("header-3", "ETag", "unquoted \"and\" W/odd"),
        ("header-4", "Last-Modified", "yesterday"),
        ("header-5", "Retry-After", "-5"),
        ("header-6", "Content-Type", "nonsense; charset=;;"),
        ("header-7", "Age", "99999999999999999999"),
    ] {
        let mut answer = rss(&(item(path) + &item(&format!("{path}-b")))).header(name, value);
        if name == "Content-Type" {
            answer.headers.remove(0);
        }
        set(path, answer);
    }
    let site = site(&server, &paths);
    let ran = site.build();
    let items = site.items("feeds/all.json");
    for path in &paths {
        let there = |id: &str| {
            items
                .iter()
                .any(|item| item.content.contains(&format!("Text of {id}.")))
        };
        assert!(
            there(path) && there(&format!("{path}-b")),
            "{path}: {}",
            ran.err
        );
    }
    is_right(&site);
    // And asked again as if nothing had been odd.
    site.wake();
    site.build();
    assert_eq!(site.items("feeds/all.json"), items);
}

/// B49: whatever follows the end of a document, the document is read, what follows is not, and that is said.
#[test]
fn what_follows_the_end_is_left_out() {
    let server = Server::start();
    let (first, second) = (item("first"), item("second"));
    let other = body(&rss(&item("other")));
    let tails: [(&'static str, Vec<u8>); 6] = [
        (
            "junk",
            b"\nWarning: something in /var/www/x.php on line 3".to_vec(),
        ),
        ("nul", vec![0; 512]),
        ("bytes", vec![0xff, 0xfe, 0x00, 0xc3, 0x28]),
        ("again", other.clone().into_bytes()),
        (
            "declared",
            format!("<?xml version=\"1.0\"?>{other}").into_bytes(),
        ),
        ("script", b"<script>track()</script></body></html>".to_vec()),
    ];
    let mut paths = Vec::new();
    for (name, tail) in &tails {
        let mut answer =
            rss(&(first.clone() + &second).replace("u.example", &format!("{name}.example")));
        answer.body.extend(tail);
        server.set(&format!("/{name}"), answer);
        paths.push(*name);
    }
    for (name, tail) in [
        ("json", " trailing"),
        (
            "json-again",
            "{\"items\": [{\"id\": \"other\", \"content_text\": \"Text of other.\"}]}",
        ),
    ] {
        let feed = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "U", "items": [
            {"id": "a", "url": format!("https://{name}.example/a"), "content_text": "Text of first."},
            {"id": "b", "url": format!("https://{name}.example/b"), "content_text": "Text of second."}]});
        server.set(
            &format!("/{name}"),
            Answer::new("application/feed+json", format!("{feed}{tail}")),
        );
        paths.push(name);
    }
    let site = site(&server, &paths);
    let ran = site.build();
    let items = site.items("feeds/all.json");
    assert_eq!(items.len(), 2 * paths.len(), "{}", ran.err);
    assert!(
        items.iter().all(|item| !item.content.contains("other")),
        "{items:?}"
    );
    for name in ["junk", "again", "declared", "script", "json", "json-again"] {
        let said = ran
            .err
            .lines()
            .any(|line| line.contains(&format!(" {name}:")) && line.contains("after"));
        assert!(said, "{name} in:\n{}", ran.err);
    }
    is_right(&site);
}

/// B30: where a server gives a new ETag, or none, and the same Last-Modified as before, what it sends is new.
#[test]
fn a_last_modified_that_stays_hides_nothing() {
    let server = Server::start();
    let answer = |items: &str, tag: Option<&str>| {
        let answer = rss(items).header("Last-Modified", "Wed, 01 Jan 2025 00:00:00 GMT");
        match tag {
            Some(tag) => answer.header("ETag", tag),
            None => answer,
        }
    };
    let site = site(&server, &["tagged", "untagged"]);
    let both = |ids: &[&str], tag: &str| {
        let items: String = ids.iter().map(|id| item(id)).collect();
        server.set("/tagged", answer(&items, Some(tag)));
        server.set(
            "/untagged",
            answer(&items.replace("u.example", "v.example"), None),
        );
    };
    both(&["one"], "\"1\"");
    site.build();
    both(&["two", "one"], "\"2\"");
    site.wake();
    site.build();
    for (format, found) in read_back(&site, "all") {
        assert_eq!(found.len(), 4, "{format}");
    }
    let log = server.log();
    let last = log
        .iter()
        .rfind(|asked| asked.path == "/tagged")
        .expect("it was asked");
    assert_eq!(
        last.headers.get("if-none-match").map(String::as_str),
        Some("\"1\"")
    );
}

/// B49: zeros behind a feed are no part of it; before it, in its midst, or behind what has no end of its own, they are.
#[test]
fn zeros_behind_a_feed_are_left_aside() {
    let feed = "<rss version='2.0'><channel><item><title>T</title></item></channel></rss>";
    let parsed = |text: String| {
        let document = Document {
            origin: Origin::File("x.xml".into()),
            bytes: text.into_bytes(),
            content_type: None,
            base: None,
        };
        let parsed = parse::parse(&document, &parse::Options::default());
        parsed.map(|parsed| parsed.articles.len()).ok()
    };
    let zeros = "\0".repeat(4096);
    assert_eq!(parsed(format!("{feed}{zeros}")), Some(1));
    assert_eq!(parsed(format!("{zeros}{feed}")), None);
    assert_eq!(parsed(feed.replace('T', &zeros)), None);
    assert_eq!(parsed(format!("# A title\n\nA text.{zeros}")), None);
}
