//! Addresses as sources, over real sockets: feeds, pages, articles, and trouble upstream.

use crate::server::{Answer, Server};
use crate::site::Site;

fn site(urls: &[String]) -> Site {
    let mut config = String::from(
        "base_url = \"https://feeds.example.org/\"\nevery = \"1s\"\n[serve]\nlisten = \"\"\n\
         [fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n\
         contact = \"mailto:ops@example.org\"\n[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\nlimit = 1000\n",
    );
    for (at, url) in urls.iter().enumerate() {
        config.push_str(&format!("[[source]]\nname = \"s{at}\"\nurl = \"{url}\"\n"));
    }
    Site::new(&config)
}

fn rss(items: u32) -> String {
    let items: String = (1..=items)
        .map(|at| {
            format!(
                "<item><title>Item {at}</title><link>https://upstream.example/{at}</link><guid isPermaLink=\"false\">item-{at}</guid>\
                 <pubDate>Wed, {at:02} Jan 2025 08:00:00 GMT</pubDate><description>The text of item {at}.</description></item>"
            )
        })
        .collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Upstream</title><link>https://upstream.example/</link>\
         <description>d</description>{items}</channel></rss>"
    )
}

const ATOM: &str = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Atom</title><id>urn:x:feed</id><updated>2025-02-01T00:00:00Z</updated>
<entry><id>urn:x:1</id><title>Atom entry</title><updated>2025-02-01T00:00:00Z</updated><link href="/a/1"/><content type="html">&lt;p&gt;Some text in an entry.&lt;/p&gt;</content></entry></feed>"#;

const ARTICLE: &str = r#"<!doctype html><html lang="en"><head><title>How to keep bees | Bees Weekly</title>
<meta property="og:type" content="article"><meta property="article:published_time" content="2025-02-03T09:00:00Z">
<meta property="og:site_name" content="Bees Weekly"><link rel="alternate" type="application/rss+xml" href="/site.rss"></head>
<body><article><h1>How to keep bees</h1><p>Bees want a dry place, out of the wind, and somebody who comes by once a week to look after them.</p>
<p>The second thing that they want is flowers, from the first warm day of the year to the last one, and not all of one kind.</p>
<p>The third is peace: whoever opens the hive every day learns less than whoever sits in front of it for an hour.</p></article></body></html>"#;

const FRONT: &str = r#"<!doctype html><html><head><title>The front page</title><link rel="alternate" type="application/rss+xml" title="News" href="/news.rss"></head>
<body><ul><li><a href="/1">One</a></li><li><a href="/2">Two</a></li></ul></body></html>"#;

#[test]
fn feeds_pages_and_articles_are_told_apart_by_their_bytes() {
    let server = Server::start();
    // The media types say nothing true: the bytes decide.
    server.set("/rss", Answer::new("text/html", rss(3)));
    server.set("/atom", Answer::new("text/plain", ATOM));
    server.set("/json", Answer::new("text/html", r#"{"version":"https://jsonfeed.org/version/1","title":"J","items":[{"id":7,"url":"https://upstream.example/j","title":"JSON item","content_text":"Some text.","date_published":"2025-02-05T00:00:00Z"}]}"#));
    server.set("/article", Answer::new("text/html; charset=utf-8", ARTICLE));
    server.set("/front", Answer::new("text/html", FRONT));
    server.set(
        "/news.rss",
        Answer::new(
            "application/rss+xml",
            rss(2)
                .replace("item-", "news-")
                .replace("upstream.example/", "news.example/"),
        ),
    );
    let urls: Vec<String> = ["/rss", "/atom", "/json", "/article", "/front"]
        .iter()
        .map(|path| format!("{}{path}", server.base))
        .collect();
    let site = site(&urls);
    let ran = site.build();
    let items = site.items("feeds/all.json");
    let mut titles: Vec<&str> = items.iter().map(|item| item.title.as_str()).collect();
    titles.sort_unstable();
    let expected = [
        "Atom entry",
        "How to keep bees",
        "Item 1",
        "Item 1",
        "Item 2",
        "Item 2",
        "Item 3",
        "JSON item",
    ];
    assert_eq!(titles, expected, "{}", ran.err);
    let bees = items
        .iter()
        .find(|item| item.title == "How to keep bees")
        .expect("the article is there");
    assert_eq!(bees.published, "2025-02-03T09:00:00Z");
    assert!(bees.content.contains("somebody who comes by once a week"));
    // Every address is asked once, and the announced feed besides (E-17, E-19).
    assert_eq!(server.log().len(), 6, "{:?}", server.log());
}

/// E-01, E-03, E-18, E-19: what goes out in a request, and that a 304 is enough.
#[test]
fn requests_are_conditional_and_carry_nothing_extra() {
    let server = Server::start();
    server.set(
        "/feed",
        Answer::new("application/rss+xml", rss(3))
            .header("ETag", "W/\"odd, one\"")
            .header("Last-Modified", "Thu, 01 Jan 1970 00:00:01 GMT")
            .header("Set-Cookie", "a=b"),
    );
    let site = site(&[format!("{}/feed", server.base)]);
    site.build();
    let before = site.published();
    for _ in 0..3 {
        std::thread::sleep(std::time::Duration::from_millis(1300));
        let ran = site.build();
        assert!(
            ran.err.contains("1 address asked, 1 not modified"),
            "{}",
            ran.err
        );
    }
    assert_eq!(site.published(), before);
    let log = server.log();
    assert_eq!(log.len(), 4);
    assert!(!log[0].headers.contains_key("if-none-match"));
    for asked in &log[1..] {
        assert_eq!(
            asked.headers.get("if-none-match").map(String::as_str),
            Some("W/\"odd, one\"")
        );
        assert_eq!(
            asked.headers.get("if-modified-since").map(String::as_str),
            Some("Thu, 01 Jan 1970 00:00:01 GMT")
        );
    }
    for asked in &log {
        let allowed = [
            "host",
            "user-agent",
            "accept",
            "accept-encoding",
            "if-none-match",
            "if-modified-since",
        ];
        let extra: Vec<_> = asked
            .headers
            .keys()
            .filter(|name| !allowed.contains(&name.as_str()))
            .collect();
        assert!(extra.is_empty(), "{extra:?}");
        let agent = &asked.headers["user-agent"];
        assert!(
            agent.starts_with("feedmill/") && agent.ends_with("(+mailto:ops@example.org)"),
            "{agent}"
        );
    }
}

/// D-07 … D-09: trouble upstream takes nothing away and doubles nothing.
#[test]
fn trouble_upstream_takes_nothing_away() {
    let server = Server::start();
    let whole = rss(9);
    server.set("/feed", Answer::new("application/rss+xml", whole.clone()));
    let site = site(&[format!("{}/feed", server.base)]);
    site.build();
    let before = site.published();
    let short = {
        let mut answer = Answer::new("application/rss+xml", whole.clone());
        answer.cut = Some(whole.len() / 2);
        answer
    };
    let troubles = [
        ("cut in transit", short, 3),
        (
            "ends early",
            Answer::new(
                "application/rss+xml",
                whole.get(..whole.len() / 2).unwrap_or_default(),
            ),
            0,
        ),
        ("empty body", Answer::new("application/rss+xml", ""), 3),
        ("empty feed", Answer::new("application/rss+xml", rss(0)), 0),
        (
            "login page",
            Answer::new(
                "text/html",
                "<!doctype html><html><head><title>Log in</title></head><body><form>Password</form></body></html>",
            ),
            3,
        ),
        ("an article", Answer::new("text/html", ARTICLE), 3),
        ("not found", Answer::status(404), 3),
        ("broken server", Answer::status(500), 3),
        ("fewer items", Answer::new("application/rss+xml", rss(1)), 0),
        (
            "all again",
            Answer::new("application/rss+xml", whole.clone()),
            0,
        ),
    ];
    for (what, answer, code) in troubles {
        server.set("/feed", answer);
        // A state without the waiting that follows a failure: each trouble meets a source that is due.
        site.wake();
        let ran = site.run(&["build"]);
        assert!(ran.err.contains("1 address asked"), "{what}: {}", ran.err);
        assert_eq!(ran.code, Some(code), "{what}: {}", ran.err);
        assert_eq!(site.published(), before, "{what}");
    }
}

/// The guard, from the command line to the socket: nothing on loopback is asked unless allowed.
#[test]
fn private_addresses_are_refused() {
    let server = Server::start();
    server.set("/feed", Answer::new("application/rss+xml", rss(1)));
    let port = server.base.rsplit(':').next().unwrap_or_default();
    let urls: Vec<String> = [
        "127.0.0.1",
        "localhost",
        "0x7f.1",
        "[::ffff:127.0.0.1]",
        "2130706433",
    ]
    .iter()
    .enumerate()
    .map(|(at, host)| format!("http://{host}:{port}/feed?{at}"))
    .collect();
    let site = site(&urls);
    site.write(
        "config.toml",
        &site
            .read("config.toml")
            .replace("allow_private = [\"127.0.0.1\"]\n", ""),
    );
    let ran = site.run(&["build"]);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert_eq!(ran.err.matches("allow_private").count(), 5, "{}", ran.err);
    assert_eq!(server.log(), []);
}

/// Two sources carry the same article: it is published once, the earliest kept.
#[test]
fn the_same_article_in_two_sources_is_published_once() {
    let server = Server::start();
    server.set("/one", Answer::new("application/rss+xml", rss(2)));
    let other = rss(2)
        .replace("item-", "copy-")
        .replace("https://upstream.example", "http://www.upstream.example")
        .replace("08:00:00", "09:00:00")
        .replace("Item", "Copied item");
    server.set("/other", Answer::new("application/rss+xml", other));
    let site = site(&[
        format!("{}/one", server.base),
        format!("{}/other", server.base),
    ]);
    site.build();
    let titles: Vec<String> = site.titles("feeds/all.json");
    assert_eq!(titles, ["Item 2", "Item 1"]);
}

/// A schedule is kept across runs (E-05): what is not due is not asked.
#[test]
fn what_is_not_due_is_not_asked() {
    let server = Server::start();
    server.set("/feed", Answer::new("application/rss+xml", rss(1)));
    let site = site(&[format!("{}/feed", server.base)]);
    site.write(
        "config.toml",
        &site
            .read("config.toml")
            .replace("every = \"1s\"", "every = \"1h\""),
    );
    for _ in 0..3 {
        site.build();
    }
    assert_eq!(server.log().len(), 1);
}

/// D-10: all guids change, addresses and titles stay: nothing is published again.
#[test]
fn changed_guids_republish_nothing() {
    let server = Server::start();
    server.set("/feed", Answer::new("application/rss+xml", rss(9)));
    let site = site(&[format!("{}/feed", server.base)]);
    site.build();
    let before = site.published();
    server.set(
        "/feed",
        Answer::new(
            "application/rss+xml",
            rss(9).replace(">item-", ">https://upstream.example/?p="),
        ),
    );
    site.wake();
    let ran = site.build();
    assert!(!ran.err.contains(" new;"), "{}", ran.err);
    let ids = |json: &str| {
        crate::site::items(json)
            .into_iter()
            .map(|item| item.id)
            .collect::<Vec<_>>()
    };
    let old = before
        .iter()
        .find(|(path, ..)| path.ends_with("all.json"))
        .expect("it was published");
    let old = String::from_utf8(old.1.clone()).expect("it is UTF-8");
    assert_eq!(ids(&site.read("feeds/all.json")), ids(&old));
}
