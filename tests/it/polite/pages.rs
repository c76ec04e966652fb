//! robots.txt, for pages that nobody but their site's own links have named (E-26).

use chrono::TimeDelta;
use feedmill::mill::Which;

use super::{World, at};
use crate::server::{Answer, Server};

fn page(number: u32) -> Answer {
    Answer::new(
        "text/html",
        format!(
            "<!doctype html><html lang=en><head><title>Page {number}</title><meta property=og:type content=article></head><body>\
             <article><h1>Page {number}</h1><p>The mill of page {number} stands by the river, and whoever comes by at noon can hear \
             how the wheel turns and smell the flour, which is sold by the door.</p><p>In winter the river freezes, and then the miller \
             of page {number} mends what has broken in summer, sharpens the stones and tells stories to the neighbours.</p></article></body></html>"
        ),
    )
}

/// A feed of teasers, whose pages are to be fetched.
fn teasers(server: &Server, pages: u32) -> Answer {
    let items: String = (1..=pages)
        .map(|number| {
            format!(
                "<item><guid isPermaLink=\"false\">p{number}</guid><title>Page {number}</title><link>{}/page/{number}</link>\
                 <pubDate>Mon, 0{number} Dec 2025 08:00:00 GMT</pubDate><description>A teaser of page {number}.</description></item>",
                server.base
            )
        })
        .collect();
    Answer::new(
        "application/rss+xml",
        format!(
            "<rss version=\"2.0\"><channel><title>U</title><link>https://u.example/</link><description>d</description>{items}</channel></rss>"
        ),
    )
}

fn asked(server: &Server) -> Vec<String> {
    server
        .whole_log()
        .into_iter()
        .map(|asked| asked.path)
        .collect()
}

fn count(server: &Server, what: &str) -> usize {
    asked(server)
        .iter()
        .filter(|path| path.contains(what))
        .count()
}

fn world(server: &Server) -> World {
    World::new(&[format!("{}/feed", server.base)], "full_text = true")
}

/// E-26: a page that robots.txt does not allow is left alone and its article published as it is listed, with the reason
/// said once; robots.txt is asked for once a day, over restarts; it is not for the configured address.
#[test]
fn what_robots_txt_forbids_is_left_alone() {
    let server = Server::start();
    server.set("/feed", teasers(&server, 3));
    (1..=3).for_each(|number| server.set(&format!("/page/{number}"), page(number)));
    let rules = "User-agent: *\nDisallow: /feed\nDisallow: /page/2\n";
    server.set("/robots.txt", Answer::new("text/plain", rules));
    let mut world = world(&server);
    let report = world.turn(Which::Due);
    let said = format!("{:?}", report.warnings);
    assert!(
        said.contains("/page/2: the robots.txt of its host does not allow it"),
        "{said}"
    );
    assert_eq!(count(&server, "/page/"), 2, "{:?}", asked(&server));
    assert_eq!(count(&server, "/page/2"), 0);
    assert_eq!(world.titles().len(), 3);
    let items = world.site.items("feeds/all.json");
    for item in items {
        let whole = item.content.contains("by the river");
        assert_eq!(
            whole,
            item.title != "Page 2",
            "{}: {}",
            item.title,
            item.content
        );
    }
    // New ones come, in this process and the next.
    for (hours, pages) in [(1, 4), (2, 5), (3, 6)] {
        server.set("/feed", teasers(&server, pages));
        server.set(&format!("/page/{pages}"), page(pages));
        world.now = at(hours * 3600);
        world.restart();
        let report = world.turn(Which::Due);
        assert_eq!(report.warnings, [], "said once");
    }
    assert_eq!(count(&server, "/page/"), 5);
    assert_eq!(count(&server, "/robots.txt"), 1, "it is good for a day");
    server.set("/feed", teasers(&server, 7));
    world.now = at(25 * 3600);
    world.turn(Which::Due);
    assert_eq!(count(&server, "/robots.txt"), 2);
    assert_eq!(count(&server, "/feed"), 5, "the operator named it");
}

/// E-26, RFC 9309 2.3.1: without a robots.txt everything is allowed; while it cannot be had, nothing is for now, and it
/// is tried again; what was known of it before holds on meanwhile.
#[test]
fn a_robots_txt_that_cannot_be_had_allows_nothing_for_now() {
    for (answer, pages) in [
        (Answer::status(404), 2),
        (Answer::status(403), 2),
        (
            Answer::new("text/html", "<!doctype html><title>Home</title>"),
            2,
        ),
        (Answer::status(500), 0),
        (Answer::status(503), 0),
        (Answer::status(429), 0),
    ] {
        let server = Server::start();
        server.set("/feed", teasers(&server, 2));
        (1..=2).for_each(|number| server.set(&format!("/page/{number}"), page(number)));
        let status = answer.status;
        server.set("/robots.txt", answer);
        let mut world = world(&server);
        world.turn(Which::Due);
        assert_eq!(count(&server, "/page/"), pages, "{status}");
        server.set("/robots.txt", Answer::status(404));
        world.now = at(3 * 3600);
        world.turn(Which::Due);
        assert_eq!(
            count(&server, "/page/"),
            2,
            "{status}, and then there is none"
        );
        assert_eq!(
            count(&server, "/robots.txt"),
            if pages == 0 { 2 } else { 1 }
        );
        // What it said before holds on while it cannot be had.
        server.set("/robots.txt", Answer::status(500));
        server.set("/page/3", page(3));
        server.set("/feed", teasers(&server, 3));
        world.now = at(30 * 3600);
        world.turn(Which::Due);
        assert_eq!(count(&server, "/page/"), 3, "{status}");
    }
}

/// E-26: a `Crawl-delay` is kept between the pages of a host.
#[test]
fn a_crawl_delay_is_kept() {
    let server = Server::start();
    server.set("/feed", teasers(&server, 4));
    (1..=4).for_each(|number| server.set(&format!("/page/{number}"), page(number)));
    let rules = "User-agent: feedmill\nCrawl-delay: 0.4\n";
    server.set("/robots.txt", Answer::new("text/plain", rules));
    let mut world = world(&server);
    let started = std::time::Instant::now();
    world.turn(Which::Due);
    assert_eq!(count(&server, "/page/"), 4);
    assert!(started.elapsed() >= std::time::Duration::from_millis(1600));
}

/// E-26: the further documents of a list are pages, too.
#[test]
fn the_parts_of_a_sitemap_are_asked_for_only_where_it_is_allowed() {
    let server = Server::start();
    let base = server.base.clone();
    let index = |more: &str| {
        let parts = ["/parts/1.xml", "/older/2.xml"]
            .map(|part| format!("<sitemap><loc>{base}{part}</loc></sitemap>"));
        Answer::new(
            "application/xml",
            format!(
                "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{}{more}</sitemapindex>",
                parts.concat()
            ),
        )
    };
    let part = |number: u32| {
        let url = format!("<url><loc>{base}/page/{number}</loc></url>");
        Answer::new(
            "application/xml",
            format!("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{url}</urlset>"),
        )
    };
    server.set("/map.xml", index(""));
    server.set("/parts/1.xml", part(1));
    server.set("/older/2.xml", part(2));
    (1..=2).for_each(|number| server.set(&format!("/page/{number}"), page(number)));
    let rules = "User-agent: *\nDisallow: /older\nDisallow: /map.xml";
    server.set("/robots.txt", Answer::new("text/plain", rules));
    let mut world = World::new(&[format!("{base}/map.xml")], "");
    let report = world.turn(Which::Due);
    let said = format!("{:?} {:?}", report.warnings, report.failures);
    assert!(said.contains("/older/2.xml: the robots.txt"), "{said}");
    assert_eq!(count(&server, "/older"), 0);
    assert_eq!(count(&server, "/page/1"), 1);
    assert_eq!(world.titles(), ["Page 1"]);
    server.set("/map.xml", index("<!-- changed -->"));
    world.now += TimeDelta::hours(1);
    let said = format!("{:?}", world.turn(Which::Due).warnings);
    assert!(!said.contains("/older/2.xml"), "said once: {said}");
    assert_eq!(count(&server, "/map.xml"), 2);
}
