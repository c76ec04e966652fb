//! What is never connected to: anything at home (standards 3.2).

use std::collections::BTreeSet;

use super::{config, item, rss, source};
use crate::hostile::{Hostile, Script};
use crate::site::Site;

/// Standards 3.2: every way to say an address at home, without scheme-relative forms; `PORT` is the canary's.
const AT_HOME: &[&str] = &[
    "http://127.0.0.1:PORT/",
    "http://127.1:PORT/",
    "http://127.0.1:PORT/",
    "http://127.255.255.254:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://0177.0.0.01:PORT/",
    "http://0x7f.1:PORT/",
    "http://0x7f.0.0.1:PORT/",
    "http://0x7f000001:PORT/",
    "http://2130706433:PORT/",
    "http://017700000001:PORT/",
    "http://0:PORT/",
    "http://0.0.0.0:PORT/",
    "http://0.1.2.3:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://[::]:PORT/",
    "http://[::1]:PORT/",
    "http://[0:0:0:0:0:0:0:1]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://[::ffff:0:127.0.0.1]:PORT/",
    "http://[::127.0.0.1]:PORT/",
    "http://[64:ff9b::7f00:1]:PORT/",
    "http://[64:ff9b::10.0.0.1]:PORT/",
    "http://[64:ff9b:1::7f00:1]:PORT/",
    "http://[2002:7f00:1::]:PORT/",
    "http://[2002:a00:1::1]:PORT/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]:PORT/",
    "http://[fe80::1]:PORT/",
    "http://[fe80::5efe:7f00:1]:PORT/",
    "http://[fe80::200:5efe:7f00:1]:PORT/",
    "http://[fe80::5efe:8.8.8.8]:PORT/",
    "http://[fc00::1]:PORT/",
    "http://[fd00:ec2::254]:PORT/",
    "http://[fec0::1]:PORT/",
    "http://[ff02::1]:PORT/",
    "http://[100::1]:PORT/",
    "http://[2001:2::1]:PORT/",
    "http://[2001:10::1]:PORT/",
    "http://[2001:20::1]:PORT/",
    "http://[2001:db8::1]:PORT/",
    "http://[3fff::1]:PORT/",
    "http://[5f00::1]:PORT/",
    "http://１２７.0.0.1:PORT/",
    "http://127。0。0。1:PORT/",
    "http://①②⑦.0.0.1:PORT/",
    "http://%31%32%37.0.0.1:PORT/",
    "http://localhost:PORT/",
    "http://LOCALHOST.:PORT/",
    "http://foo.localhost:PORT/",
    "http://foo.LocalHost.:PORT/",
    "http://10.0.0.1:PORT/",
    "http://100.64.0.1:PORT/",
    "http://169.254.169.254:PORT/latest/meta-data/",
    "http://172.16.0.1:PORT/",
    "http://172.31.255.255:PORT/",
    "http://192.0.0.1:PORT/",
    "http://192.0.2.1:PORT/",
    "http://192.88.99.1:PORT/",
    "http://192.168.0.1:PORT/",
    "http://198.18.0.1:PORT/",
    "http://198.51.100.1:PORT/",
    "http://203.0.113.1:PORT/",
    "http://224.0.0.1:PORT/",
    "http://240.0.0.1:PORT/",
    "http://255.255.255.255:PORT/",
    "https://127.0.0.1:PORT/",
    "https://[::1]:PORT/",
    "http://127.0.0.1:PORT#@public.example/",
    "http://127.0.0.1:PORT\\\\@public.example/",
    "http:\\\\\\\\127.0.0.1:PORT/",
];

/// What config.toml refuses already, and a redirect or a link may still say.
const OTHERS: &[&str] = &[
    "//127.0.0.1:PORT/",
    "///127.0.0.1:PORT/",
    "http://public.example@127.0.0.1:PORT/",
    "http://user:secret@127.0.0.1:PORT/",
    "http://public.example:25/",
    "http://public.example:22/",
    "ftp://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/",
    "file:///etc/passwd",
    "data:text/xml,x",
    "ws://127.0.0.1:PORT/",
    "http://[fe80::1%25eth0]:PORT/",
    "jar:http://127.0.0.1:PORT/!/",
];

/// Standards 3.2, gate 5: every address at home × every way that fetches; the canary hears nothing.
#[test]
fn nothing_at_home_is_fetched_in_any_way() {
    let canary = Hostile::everywhere();
    let server = Hostile::start();
    let port = canary.port.to_string();
    let at_home: Vec<String> = AT_HOME
        .iter()
        .map(|url| url.replace("PORT", &port))
        .collect();
    let others = OTHERS.iter().map(|url| url.replace("PORT", &port));
    let all: Vec<String> = at_home.iter().cloned().chain(others).collect();
    assert!(at_home.len() >= 60);

    // Sources. Those of one meaning are one source for feedmill, so each has a query of its own.
    let mut configured = config(&[&server], "");
    for (at, url) in at_home.iter().enumerate() {
        let url = match url.split_once('#') {
            Some((before, _)) => format!("{before}/?{at}"),
            None => format!("{url}?{at}"),
        };
        configured.push_str(&source(&format!("s{at}"), &url, ""));
    }
    let ran = Site::new(&configured).run(&["build"]);
    let refused = ran.err.matches("not fetched").count();
    assert!(refused >= at_home.len(), "sources: {refused}\n{}", ran.err);

    // Redirects, the statuses by turns.
    let mut configured = config(&[&server], "");
    for (at, url) in all.iter().enumerate() {
        let status = [301, 302, 303, 307, 308][at % 5];
        server.on(&format!("/to/{at}"), Script::to(status, url));
        configured.push_str(&source(
            &format!("s{at}"),
            &server.url(&format!("/to/{at}")),
            "",
        ));
    }
    Site::new(&configured).run(&["build"]);

    // Articles of a feed, with their pages.
    let items: String = all
        .iter()
        .enumerate()
        .map(|(at, url)| item(&format!("i{at}"), &url.replace('&', "&amp;")))
        .collect();
    server.on(
        "/feed",
        Script::ok(rss(&items)).header("Content-Type", "application/rss+xml"),
    );
    let feed = source("feed", &server.url("/feed"), "full_text = true");
    Site::new(&(config(&[&server], "") + &feed)).run(&["build"]);

    // Pages that announce a feed; lists whose next page it is.
    let mut configured = config(&[&server], "");
    for (at, url) in all.iter().enumerate() {
        let url = url.replace('&', "&amp;");
        server.on(
            &format!("/front/{at}"),
            Script::ok(format!(
                "<!doctype html><html><head><title>Front</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"{url}\"></head>\
                 <body><p>Nothing here.</p></body></html>"
            ))
            .header("Content-Type", "text/html; charset=utf-8"),
        );
        let entries: String = (1..6)
            .map(|n| format!("<li><a href=\"/article/{at}/{n}\">What happened on day number {n}</a> <time datetime=\"2025-02-0{n}\">{n}.2.2025</time></li>"))
            .collect();
        server.on(
            &format!("/list/{at}"),
            Script::ok(format!(
                "<!doctype html><html><head><title>News</title><link rel=\"next\" href=\"{url}\"></head>\
                 <body><ul class=\"news\">{entries}</ul><a rel=\"next\" href=\"{url}\">Older</a></body></html>"
            ))
            .header("Content-Type", "text/html; charset=utf-8"),
        );
        let front = server.url(&format!("/front/{at}"));
        configured.push_str(&source(&format!("f{at}"), &front, ""));
        let list = server.url(&format!("/list/{at}"));
        let more = "pages = 3\nfull_text = false\nlisting = \".news li\"";
        configured.push_str(&source(&format!("l{at}"), &list, more));
    }
    Site::new(&configured).run(&["build"]);
    for kind in ["/to/", "/feed", "/front/", "/list/"] {
        let log = server.log();
        let asked = log.iter().filter(|asked| asked.path.starts_with(kind));
        assert!(asked.count() > 0, "{kind} was never asked for");
    }
    assert_eq!(canary.connections(), 0, "{:?}", canary.log());
}

/// The same pages with an address that is allowed: all of those ways do fetch.
#[test]
fn what_is_allowed_is_fetched_in_every_way() {
    let (server, other) = (Hostile::start(), Hostile::start());
    let html = |text: String| Script::ok(text).header("Content-Type", "text/html; charset=utf-8");
    server.on("/to", Script::to(302, &other.url("/moved")));
    server.on("/feed", Script::ok(rss(&item("1", &other.url("/article")))));
    server.on(
        "/front",
        html(format!(
            "<!doctype html><html><head><title>Front</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"{}\"></head>\
             <body><p>Nothing here.</p></body></html>",
            other.url("/announced")
        )),
    );
    let entries: String = (1..6)
        .map(|n| format!("<li><a href=\"/article/{n}\">What happened on day number {n}</a> <time datetime=\"2025-02-0{n}\">{n}.2.2025</time></li>"))
        .collect();
    server.on(
        "/list",
        html(format!(
            "<!doctype html><html><head><title>News</title><link rel=\"next\" href=\"{next}\"></head>\
             <body><ul class=\"news\">{entries}</ul><a rel=\"next\" href=\"{next}\">Older</a></body></html>",
            next = other.url("/older")
        )),
    );
    let mut configured = config(&[&server, &other], "");
    configured.push_str(&source("to", &server.url("/to"), ""));
    configured.push_str(&source("feed", &server.url("/feed"), "full_text = true"));
    configured.push_str(&source("front", &server.url("/front"), ""));
    let more = "pages = 3\nfull_text = false\nlisting = \".news li\"";
    configured.push_str(&source("list", &server.url("/list"), more));
    let ran = Site::new(&configured).run(&["build"]);
    let asked: BTreeSet<String> = other.log().into_iter().map(|asked| asked.path).collect();
    let ways = ["/moved", "/article", "/announced", "/older", "/robots.txt"].map(str::to_owned);
    let ways: BTreeSet<String> = ways.into_iter().collect();
    assert_eq!(asked, ways, "{}", ran.err);
}
