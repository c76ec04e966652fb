//! What somebody wishes on the status page, and what becomes of it.

use std::time::Duration;

use super::{ask, form, start};
use crate::server::{Answer, Server};
use crate::serving::Daemon;
use crate::site::{Site, wait_for};

const FEED: &str = "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Town</title><link>https://u.example/</link>\
     <description>d</description><item><guid isPermaLink=\"false\">1</guid><title>Market day</title>\
     <pubDate>Wed, 01 Jan 2025 08:00:00 GMT</pubDate></item></channel></rss>";

/// A daemon that has asked its address by itself.
fn asked() -> (Server, Site, Daemon, u16) {
    let upstream = Server::start();
    upstream.set("/feed.xml", Answer::new("application/rss+xml", FEED));
    let (site, daemon, port) = start(&upstream, false);
    wait_for("it was asked by itself", Duration::from_secs(20), || {
        let (_, _, json) = ask(port, "GET /status.json", "", "")?;
        json.contains("\"status\": 200").then_some(())
    });
    (upstream, site, daemon, port)
}

/// E-27: fifty looks within a minute ask once; a source that has been asked is not asked again at once.
#[test]
fn no_address_is_asked_by_hand_again_and_again() {
    let (upstream, _site, _daemon, port) = asked();
    let wish = format!("form={}&source=town", form(port, ""));
    let before = upstream.log().len();
    let mut pages = Vec::new();
    for _ in 0..50 {
        let (code, _, page) = ask(port, "POST /preview", "", &wish).expect("an answer");
        assert_eq!(code, 200, "{page}");
        pages.push(page);
    }
    assert!(pages.iter().all(|page| page.contains("Market day")));
    assert_eq!(upstream.log().len(), before + 1);
    for _ in 0..50 {
        let (code, _, said) = ask(port, "POST /collect", "", &wish).expect("an answer");
        assert!(code == 409 && said.contains("asked by hand"), "{said}");
    }
    assert_eq!(upstream.log().len(), before + 1);
}

/// Who asks for a source to be collected is told what came of it.
#[test]
fn what_came_of_a_wish_is_said() {
    let (_upstream, site, _daemon, port) = asked();
    let form = form(port, "");
    let collect = |source: &str| {
        let wish = format!("form={form}&source={source}");
        let asked = ask(port, "POST /collect", "Accept: application/json\r\n", &wish);
        let (code, _, said) = asked.expect("an answer");
        (code, said)
    };
    let (code, said) = collect("notes");
    assert!(
        code == 200 && said.contains("the folder has been read"),
        "{said}"
    );
    std::fs::rename(site.path("articles"), site.path("away")).expect("it is renamed");
    let (code, said) = collect("notes");
    assert!(
        code == 409 && said.contains("stays published"),
        "a folder that is gone is not done: {said}"
    );
    let (code, said) = collect("nowhere");
    assert!(code == 409 && said.contains("no source"), "{said}");
}
