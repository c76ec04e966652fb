//! What goes out in a request, and nothing else.

use super::{config, item, rss, source};
use crate::hostile::{Hostile, Script};
use crate::site::Site;

/// E-18 … E-21, E-01: exactly these headers go out, whatever comes back.
#[test]
fn nothing_but_what_is_needed_goes_out() {
    let server = Hostile::start();
    let feed = rss(&item("1", "https://u.example/1"));
    let script = (0..100).fold(
        Script::ok(feed)
            .header("ETag", "W/\"a,b\"")
            .header("Last-Modified", "Tue, 19 Jan 2038 03:14:08 GMT"),
        |script, at| match at < 90 {
            true => script.header("Set-Cookie", &format!("c{at}=v; Path=/; Max-Age=9999999")),
            false => script,
        },
    );
    server.on("/to", Script::to(302, "/feed").header("Set-Cookie", "a=b"));
    server.on("/feed", script);
    let site = Site::new(&(config(&[&server], "") + &source("one", &server.url("/to"), "")));
    for _ in 0..3 {
        if site.path("feedmill.db").exists() {
            site.wake();
        }
        site.build();
    }
    let log = server.log();
    assert_eq!(log.len(), 6);
    let names = |at: usize| {
        let mut names: Vec<&str> = log[at].headers.iter().map(|(name, _)| &**name).collect();
        names.sort_unstable();
        names
    };
    let always = ["accept", "accept-encoding", "host", "user-agent"];
    let mut conditional = always.to_vec();
    conditional.extend(["if-modified-since", "if-none-match"]);
    conditional.sort_unstable();
    assert_eq!(names(0), always);
    assert_eq!(names(1), always);
    assert_eq!(names(3), conditional);
    assert_eq!(names(5), conditional);
    for asked in &log {
        assert_eq!(asked.method, "GET");
        assert_eq!(
            asked.header("accept-encoding"),
            Some("gzip, br, zstd, deflate")
        );
        assert_eq!(
            asked.header("user-agent"),
            Some(concat!(
                "feedmill/",
                env!("CARGO_PKG_VERSION"),
                " (+https://feeds.example.org/)"
            ))
        );
        let accept = asked.header("accept").unwrap_or_default();
        assert!(accept.starts_with("application/atom+xml, application/rss+xml,"));
    }
    assert_eq!(log[5].header("if-none-match"), Some("W/\"a,b\""));
    assert_eq!(
        log[5].header("if-modified-since"),
        Some("Tue, 19 Jan 2038 03:14:08 GMT")
    );
}
