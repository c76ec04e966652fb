//! Lists of articles as sources, over time: pages fetched once, trouble behind a list, lists that change.

use crate::server::{Answer, Server};
use crate::site::{Ran, Site};

fn site(server: &Server, path: &str, more: &str) -> Site {
    let base = &server.base;
    Site::new(&format!(
        "base_url = \"https://feeds.example.org/\"\nevery = \"1s\"\n[serve]\nlisten = \"\"\n\
         [fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n\
         [[source]]\nname = \"town\"\nurl = \"{base}{path}\"\n{more}\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n"
    ))
}

/// A turn at which everything is due.
fn turn(site: &Site) -> Ran {
    if site.path("feedmill.db").exists() {
        site.wake();
    }
    site.run(&["build"])
}

/// A page with one article, whose day is only there.
fn page(title: &str, day: u32) -> Answer {
    Answer::new(
        "text/html",
        format!(
            "<!doctype html><html lang=en><head><title>{title} | The town</title><meta property=og:type content=article>\
             <meta property=article:published_time content='2026-03-{day:02}T08:00:00Z'></head><body><nav><a href=/>Home</a></nav>\
             <article><h1>{title}</h1><p>The council met on the question that everybody had been asking about, namely this: {title}. \
             It took three hours and two votes until there was an answer that all sides could live with.</p>\
             <p>What happens next is in the hands of the office for roads, which has asked for a month to think it over, \
             and of the neighbours, who have asked for rather less.</p></article></body></html>"
        ),
    )
}

fn sitemap(server: &Server, paths: &[&str]) -> Answer {
    let urls: String = paths
        .iter()
        .map(|path| format!("<url><loc>{}{path}</loc></url>", server.base))
        .collect();
    let body = format!(
        "<?xml version='1.0'?><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{urls}</urlset>"
    );
    let tag = format!("\"{}\"", paths.len());
    Answer::new("application/xml", body).header("ETag", &tag)
}

fn asked(server: &Server) -> Vec<String> {
    server.log().into_iter().map(|asked| asked.path).collect()
}

/// Each page is asked for once, however often the list is; the dates are those of the pages.
#[test]
fn the_page_of_each_article_is_fetched_once() {
    let server = Server::start();
    server.set("/bridge", page("The bridge is closed", 3));
    server.set("/school", page("A new school", 5));
    server.set("/map.xml", sitemap(&server, &["/bridge", "/school"]));
    let site = site(&server, "/map.xml", "");
    let ran = turn(&site);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let items = site.items("feeds/all.json");
    let seen: Vec<(&str, &str)> = items
        .iter()
        .map(|item| (item.title.as_str(), item.published.as_str()))
        .collect();
    assert_eq!(
        seen,
        [
            ("A new school", "2026-03-05T08:00:00Z"),
            ("The bridge is closed", "2026-03-03T08:00:00Z")
        ]
    );
    assert!(items.iter().all(|item| item.content.contains("two votes")));
    assert_eq!(asked(&server), ["/map.xml", "/bridge", "/school"]);
    let before = site.published();
    turn(&site);
    turn(&site);
    assert_eq!(asked(&server)[3..], ["/map.xml", "/map.xml"], "conditional");
    // The list changes: what is new in it is fetched, and nothing else.
    assert_eq!(site.published(), before);
    server.set("/market", page("The market moves", 9));
    server.set(
        "/map.xml",
        sitemap(&server, &["/market", "/bridge", "/school"]),
    );
    turn(&site);
    assert_eq!(asked(&server)[5..], ["/map.xml", "/market"]);
    let titles = site.titles("feeds/all.json");
    assert_eq!(
        titles,
        ["The market moves", "A new school", "The bridge is closed"]
    );
}

/// Trouble behind a list: an article without a date is held back until its page can be read, one whose page is gone
/// stands as it is listed, and a page that is no article is none. Nothing is lost, and nothing is asked for for ever.
#[test]
fn pages_that_cannot_be_read_are_tried_again() {
    let server = Server::start();
    server.set("/bridge", page("The bridge is closed", 3));
    server.set("/school", Answer::status(500));
    server.set(
        "/map.xml",
        sitemap(&server, &["/bridge", "/school", "/gone"]),
    );
    let site = site(&server, "/map.xml", "");
    let ran = turn(&site);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.err.contains("2 of 3 pages could not be read"),
        "{}",
        ran.err
    );
    assert_eq!(site.titles("feeds/all.json"), ["The bridge is closed"]);
    // The list has not changed, but something is missing of it.
    server.set("/school", page("A new school", 5));
    turn(&site);
    assert_eq!(
        site.titles("feeds/all.json"),
        ["A new school", "The bridge is closed"]
    );
    let pages = |path: &str| asked(&server).iter().filter(|asked| *asked == path).count();
    assert_eq!(
        (pages("/bridge"), pages("/school"), pages("/gone")),
        (1, 2, 1)
    );
    turn(&site);
    assert_eq!(
        (pages("/bridge"), pages("/school"), pages("/gone")),
        (1, 2, 1)
    );
}

/// An index of sitemaps: its parts are read, and asked conditionally.
#[test]
fn an_index_of_sitemaps_is_followed() {
    let server = Server::start();
    let base = &server.base;
    let index = format!(
        "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><sitemap><loc>{base}/pages.xml</loc></sitemap>\
         <sitemap><loc>{base}/posts.xml</loc></sitemap></sitemapindex>"
    );
    server.set("/index.xml", Answer::new("application/xml", index));
    server.set("/posts.xml", sitemap(&server, &["/bridge"]));
    server.set("/pages.xml", sitemap(&server, &["/about"]));
    server.set("/bridge", page("The bridge is closed", 3));
    server.set(
        "/about",
        Answer::new(
            "text/html",
            "<!doctype html><title>About</title><ul><li><a href=/a>A</a></li></ul>",
        ),
    );
    let site = site(&server, "/index.xml", "");
    let ran = turn(&site);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(site.titles("feeds/all.json"), ["The bridge is closed"]);
    site.sql("UPDATE source SET body_hash = NULL");
    turn(&site);
    let again: Vec<_> = server.log().into_iter().skip(5).collect();
    let again: Vec<(&str, bool)> = again
        .iter()
        .map(|asked| {
            (
                asked.path.as_str(),
                asked.headers.contains_key("if-none-match"),
            )
        })
        .collect();
    assert_eq!(
        again,
        [
            ("/index.xml", false),
            ("/posts.xml", true),
            ("/pages.xml", true)
        ]
    );
}

/// The answer of an API, by the operator's paths, and its further pages.
#[test]
fn an_api_is_a_list() {
    let server = Server::start();
    let page = |numbers: std::ops::Range<u32>, next: &str| {
        let decisions: Vec<String> = numbers
            .map(|number| {
                format!(
                    "{{\"number\": \"d-{number}\", \"subject\": {{\"text\": \"Decision {number} of the council\"}}, \"decided\": \"{:02}.03.2026\"}}",
                    20 - number
                )
            })
            .collect();
        let body = format!(
            "{{\"data\": {{\"decisions\": [{}]}}, \"ads\": [{{\"title\": \"Buy this now, today only\", \"url\": \"https://ads.example/1\"}}], \
             \"links\": {{\"next\": {next}}}}}",
            decisions.join(",")
        );
        Answer::new("application/json", body)
    };
    let next = format!("\"{}/api?page=2\"", server.base);
    server.set("/api", page(1..4, &next));
    server.set("/api?page=2", page(4..7, "null"));
    let more = "full_text = false\npages = 2\n[source.listing]\nitem = \"data.decisions\"\ntitle = \"subject.text\"\n\
                date = \"decided\"\ndate_format = \"%d.%m.%Y\"\nlink = \"https://town.example/decisions/{number}\"";
    let site = site(&server, "/api", more);
    let ran = turn(&site);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let items = site.items("feeds/all.json");
    assert_eq!(items.len(), 6, "{items:?}");
    let first = items.first().expect("there are six");
    assert_eq!(first.title, "Decision 1 of the council");
    assert_eq!(first.id, "https://town.example/decisions/d-1");
    assert_eq!(first.published, "2026-03-19T00:00:00Z");
    let shown = site.run(&["inspect", "--source", "town", "--format", "table"]);
    assert!(
        shown.out.contains("item = \"data.decisions\""),
        "{}",
        shown.out
    );
}

/// A feed of teasers, completed from the pages of its articles; its own ids and dates stay.
#[test]
fn a_feed_of_teasers_gets_its_text() {
    let server = Server::start();
    let base = &server.base;
    let feed = format!(
        "<rss version='2.0'><channel><title>Paper</title><link>{base}/</link><description>d</description>\
         <item><title>The bridge is closed</title><link>{base}/bridge</link><guid isPermaLink='false'>b-1</guid>\
         <pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate><description>It is, for a month.</description></item></channel></rss>"
    );
    server.set("/rss", Answer::new("application/rss+xml", feed));
    server.set("/bridge", page("The bridge is closed", 3));
    let site = site(&server, "/rss", "full_text = true");
    let ran = turn(&site);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let items = site.items("feeds/all.json");
    let item = items.first().expect("one");
    assert!(item.id.ends_with("b-1"), "{}", item.id);
    assert_eq!(item.published, "2026-03-02T08:00:00Z");
    assert!(item.content.contains("two votes"), "{}", item.content);
    assert!(site.read("feeds/all.json").contains("It is, for a month."));
    assert_eq!(asked(&server), ["/rss", "/bridge"]);
}

/// A login page behind every link is no article: what is listed stands as it is listed.
#[test]
fn a_login_page_is_no_article() {
    let server = Server::start();
    let base = &server.base;
    let login = "<!doctype html><title>Sign in | Paper</title><meta property=og:type content=article><h1>Sign in</h1>\
                 <p>Please sign in to read on. You can pay with all the usual cards, and cancel whenever you like, from your account.</p>";
    let feed = format!(
        "<rss version='2.0'><channel><title>Paper</title><link>{base}/</link><description>d</description>\
         <item><title>The bridge is closed</title><link>{base}/bridge</link><pubDate>Mon, 02 Mar 2026 08:00:00 GMT</pubDate>\
         <description>It is, for a month.</description></item></channel></rss>"
    );
    server.set("/rss", Answer::new("application/rss+xml", feed));
    server.set("/bridge", Answer::new("text/html", login));
    let site = site(&server, "/rss", "full_text = true");
    assert_eq!(turn(&site).code, Some(0));
    let items = site.items("feeds/all.json");
    let item = items.first().expect("one");
    assert_eq!(item.title, "The bridge is closed");
    assert!(!item.content.contains("sign in"), "{}", item.content);
}
