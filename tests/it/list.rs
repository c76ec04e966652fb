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

/// D-07: what was listed while its page could not be read is not lost when it is listed no longer.
#[test]
fn what_leaves_the_list_before_its_page_is_read_is_not_lost() {
    let server = Server::start();
    server.set("/bridge", page("The bridge is closed", 3));
    server.set("/school", Answer::status(500));
    server.set("/never", Answer::status(500));
    server.set(
        "/map.xml",
        sitemap(&server, &["/bridge", "/school", "/never"]),
    );
    let site = site(&server, "/map.xml", "");
    turn(&site);
    assert_eq!(site.titles("feeds/all.json"), ["The bridge is closed"]);
    server.set("/school", page("A new school", 5));
    server.set("/map.xml", sitemap(&server, &["/bridge"]));
    for _ in 0..4 {
        turn(&site);
        assert_eq!(
            site.titles("feeds/all.json"),
            ["A new school", "The bridge is closed"]
        );
    }
    let pages = |path: &str| asked(&server).iter().filter(|asked| *asked == path).count();
    assert_eq!((pages("/school"), pages("/never")), (2, 3));
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

/// News of a town, the newest first: title and day of March.
const NEWS: &[(&str, u32)] = &[
    ("The market moves to the harbour", 19),
    ("A new school for the north side", 17),
    ("Night buses run until two o'clock", 12),
    ("The bridge is closed for a month", 9),
    ("Volunteers plant three hundred trees", 4),
];

/// The page that lists them, as it was designed first.
fn first_design(news: &[(&str, u32)], folder: &str) -> Answer {
    let items: String = news
        .iter()
        .map(|(title, day)| {
            let slug = slug(title);
            format!(
                "<div class='news-item'><h3><a href='{folder}/{slug}'>{title}</a></h3><span class='date'>{day}.03.2026</span>\
                 <p class='teaser'>What there is to say about it, in a sentence or two.</p></div>"
            )
        })
        .collect();
    shell(&format!("<div class='news-list'>{items}</div>"))
}

/// And as it was designed anew.
fn second_design(news: &[(&str, u32)], folder: &str) -> Answer {
    let items: String = news
        .iter()
        .map(|(title, day)| {
            let slug = slug(title);
            format!(
                "<li class='card'><a class='card__link' href='{folder}/{slug}'><time datetime='2026-03-{day:02}'>{day} March</time>\
                 <h2 class='card__title'>{title}</h2></a></li>"
            )
        })
        .collect();
    shell(&format!("<ul class='cards'>{items}</ul>"))
}

fn shell(main: &str) -> Answer {
    Answer::new(
        "text/html",
        format!(
            "<!doctype html><html lang=en><head><title>News of the town</title></head><body><nav><a href='/'>Home</a> <a href='/town'>The town</a> \
             <a href='/offices'>Offices</a></nav><main><h1>News</h1>{main}</main><footer><a href='/imprint'>Imprint</a></footer></body></html>"
        ),
    )
}

fn slug(title: &str) -> String {
    title.to_lowercase().replace([' ', '\''], "-")
}

/// Title and id of everything that is published.
fn known(site: &Site) -> Vec<(String, String)> {
    let items = site.items("feeds/all.json").into_iter();
    items.map(|item| (item.title, item.id)).collect()
}

/// A page is designed anew between two polls: nothing is lost, nothing is doubled, whatever else it changes.
#[test]
fn a_new_design_changes_nothing() {
    for folder in ["/news", "/2026/news"] {
        let server = Server::start();
        server.set("/news", first_design(&NEWS[1..], "/news"));
        let site = site(&server, "/news", "full_text = false");
        let ran = turn(&site);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let before = known(&site);
        let titles: Vec<&str> = before.iter().map(|(title, _)| title.as_str()).collect();
        let expected: Vec<&str> = NEWS[1..].iter().map(|(title, _)| *title).collect();
        assert_eq!(titles, expected);
        // With one article more, and with other addresses, too.
        server.set("/news", second_design(NEWS, folder));
        let ran = turn(&site);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        let after = known(&site);
        assert_eq!(after[1..], before, "{folder}: {}", ran.err);
        assert_eq!(after[0].0, NEWS[0].0);
    }
}

/// A page on which there is no list any more, or other links in its place: the source is broken, and says so; what was
/// there stays, and goes on once the list is back.
#[test]
fn a_list_that_is_gone_is_broken_and_not_empty() {
    let empty = shell("<p>We are working on our new pages. Please come back tomorrow.</p>");
    let login = page("Please sign in to go on", 1);
    let other: Vec<(&str, u32)> = vec![
        ("Office for roads and bridges", 1),
        ("Office for schools and sports", 1),
        ("Office for trees and parks", 1),
        ("Office for water and light", 1),
    ];
    for trouble in [empty, login, second_design(&other, "/offices")] {
        let server = Server::start();
        server.set("/news", first_design(&NEWS[1..], "/news"));
        let site = site(&server, "/news", "full_text = false");
        turn(&site);
        let before = site.published();
        server.set("/news", trouble);
        for _ in 0..2 {
            let ran = turn(&site);
            assert_eq!(ran.code, Some(3), "{}", ran.err);
            assert!(ran.err.contains("inspect"), "what to do: {}", ran.err);
            assert_eq!(site.published(), before, "{}", ran.err);
        }
        let status = site.run(&["status"]).out;
        assert!(status.contains("list"), "{status}");
        server.set("/news", first_design(NEWS, "/news"));
        let ran = turn(&site);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(known(&site).len(), NEWS.len());
        assert!(site.run(&["status"]).out.contains("ok"));
    }
}

/// The operator's selectors find nothing after a new design: what they were is said, and `inspect` prints those that do.
#[test]
fn selectors_that_find_nothing_are_named() {
    let server = Server::start();
    server.set("/news", first_design(&NEWS[1..], "/news"));
    let listing = "full_text = false\n[source.listing]\nitem = \".news-item\"\ndate = \".date\"\ndate_format = \"%d.%m.%Y\"";
    let site = site(&server, "/news", listing);
    let ran = turn(&site);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let items = site.items("feeds/all.json");
    assert_eq!(items[0].published, "2026-03-17T00:00:00Z");
    let before = site.published();
    server.set("/news", second_design(NEWS, "/news"));
    let ran = turn(&site);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains(".news-item"), "{}", ran.err);
    assert_eq!(site.published(), before);
    assert!(site.run(&["status"]).out.contains("the list is broken"));
    // What inspect prints is pasted over the old selectors, and mends it.
    let address = format!("{}/news", server.base);
    let shown = site.run(&["inspect", &address, "--format", "table"]).out;
    let start = shown.find("[source.listing]").expect("selectors");
    let end = shown[start..].find("\n\n").expect("an end") + start;
    let config = site.read("config.toml");
    let (head, tail) = (
        config.find("[source.listing]").expect("the old ones"),
        config.find("[[feed]]").expect("a feed"),
    );
    let mended = format!(
        "{}{}\n{}",
        &config[..head],
        &shown[start..end],
        &config[tail..]
    );
    site.write("config.toml", &mended);
    let ran = turn(&site);
    assert_eq!(ran.code, Some(0), "{mended}\n{}", ran.err);
    let titles: Vec<String> = NEWS.iter().map(|(title, _)| (*title).to_owned()).collect();
    assert_eq!(site.titles("feeds/all.json"), titles);
}

/// A list that goes on without anything new is quiet; far beyond its own rhythm it is doubted, and a list without dates
/// has no rhythm before something has come.
#[test]
fn a_silent_list_is_doubted_by_its_own_rhythm() {
    let server = Server::start();
    server.set("/news", first_design(NEWS, "/news"));
    let site = site(&server, "/news", "full_text = false");
    assert!(
        !turn(&site).err.contains("nothing new"),
        "it was just added"
    );
    let state = |site: &Site| site.run(&["status"]).out;
    assert!(
        state(&site).contains("its longest pause was 5 days"),
        "{}",
        state(&site)
    );
    // The same had it been published these days, with pauses of up to five days.
    let shift = "UPDATE article SET published = published + (unixepoch() - (SELECT max(published) FROM article)) - 86400 * ";
    site.sql(&format!("{shift}10"));
    assert!(!state(&site).contains("nothing new"), "{}", state(&site));
    site.sql(&format!("{shift}20"));
    assert!(
        state(&site).contains("nothing new for 20 days"),
        "{}",
        state(&site)
    );
    site.sql("UPDATE article SET dated_by = 'first-seen'");
    assert!(!state(&site).contains("nothing new"), "{}", state(&site));
}

/// Ages in words are of the moment at which they were first seen: what they say later changes nothing (B27).
#[test]
fn an_age_in_words_is_of_its_first_sight() {
    let server = Server::start();
    let listed = |hours: u32| {
        let items: String = NEWS
            .iter()
            .zip(hours..)
            .map(|((title, _), hours)| {
                let slug = slug(title);
                format!(
                    "<li><h3><a href='/news/{slug}'>{title}</a></h3><p class='when'>{hours} hours ago · 4 min to read</p></li>"
                )
            })
            .collect();
        shell(&format!("<ul class='news'>{items}</ul>"))
    };
    server.set("/news", listed(2));
    let site = site(&server, "/news", "full_text = false");
    let ran = turn(&site);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let before = site.items("feeds/all.json");
    let ages: Vec<i64> = before
        .iter()
        .map(|item| {
            let at: chrono::DateTime<chrono::Utc> = item.published.parse().expect("a date");
            (chrono::Utc::now() - at).num_hours()
        })
        .collect();
    assert_eq!(ages, [2, 3, 4, 5, 6], "in the order of the list");
    let published = site.published();
    server.set("/news", listed(9));
    let ran = turn(&site);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(site.published(), published);
}
