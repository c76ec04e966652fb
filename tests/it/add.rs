//! `feedmill add`: what is found, what is written, and what is left as it is.

use crate::server::{Answer, Server};
use crate::site::Site;

const FEED: &str = "<rss version=\"2.0\"><channel><title>The town</title><link>https://town.example/</link><description>d</description>\
    <item><title>The bridge is closed</title><link>https://town.example/bridge</link><pubDate>Tue, 03 Mar 2026 08:00:00 GMT</pubDate>\
    <description>It is.</description></item></channel></rss>";

const CONFIG: &str = "# What we read.\noutput = \"public\"   # served by nginx\n\n[fetch]\nallow_private = [\"127.0.0.1\"]\n\n\
    # our own notes\n[[source]]\npath = \"notes\" # the old ones\n\n# everything in one\n[[feed]]\nname = \"all\"\ntitle = \"All\"\n\n# the end\n";

fn site(server: &Server) -> Site {
    server.set("/feed.xml", Answer::new("application/rss+xml", FEED));
    let front = "<!doctype html><title>Front</title><link rel=alternate type=application/rss+xml href=/feed.xml><p>Hello</p>";
    server.set("/", Answer::new("text/html", front));
    server.set(
        "/empty",
        Answer::new(
            "text/html",
            "<!doctype html><title>Nothing</title><p>Hello</p>",
        ),
    );
    // Much markup, little text: what the daemon would refuse is not added.
    let links =
        "<p>See <a href=\"/a/rather/long/address/of/somewhere/else\">there</a>, please.</p>"
            .repeat(5);
    let notice = format!("<!doctype html><title>A notice</title><h1>A notice</h1>{links}");
    server.set("/notice", Answer::new("text/html", notice));
    let site = Site::new(CONFIG);
    site.write("notes/first.md", "# The first note\n\nIt has a text.\n");
    site
}

/// Everything in the file stays where it was; the source comes after the others.
#[test]
fn comments_and_order_stay() {
    let server = Server::start();
    let site = site(&server);
    let ran = site.run(&["add", &format!("{}/feed.xml", server.base)]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out.contains("RSS 2.0: The town, 1 article"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.contains("2026-03-03  The bridge is closed"),
        "{}",
        ran.out
    );
    let source = format!("\n[[source]]\nurl = \"{}/feed.xml\"\n", server.base);
    let mark = "\n# everything in one\n";
    let expected = CONFIG.replace(mark, &format!("{source}{mark}"));
    assert_eq!(site.read("config.toml"), expected);
    assert_eq!(site.run(&["build"]).code, Some(0));
    let published = site.read("public/all.json");
    assert!(published.contains("The bridge is closed") && published.contains("The first note"));
    // Again: it is known.
    let ran = site.run(&["add", &format!("{}/feed.xml", server.base)]);
    assert_eq!(ran.code, Some(0));
    assert!(ran.out.contains("has it already"), "{}", ran.out);
    assert_eq!(site.read("config.toml"), expected);
    let ran = site.run(&["add", "notes/"]);
    assert!(ran.out.contains("as the source \"notes\""), "{}", ran.out);
}

/// Without a file there is one afterwards, with a feed; it can be run at once.
#[test]
fn the_first_source_comes_with_a_feed() {
    let server = Server::start();
    let site = site(&server);
    site.remove("config.toml");
    let ran = site.run(&["add", &format!("{}/", server.base)]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out.contains("The bridge is closed"),
        "the announced feed: {}",
        ran.out
    );
    let expected = format!(
        "[[source]]\nurl = \"{}/\"\n\n[[feed]]\ntitle = \"The town\"\nlink = \"https://town.example/\"\n",
        server.base
    );
    assert_eq!(site.read("config.toml"), expected);
    let ran = site.run(&["add", "notes"]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    let more = expected.replace("\n[[feed]]", "\n[[source]]\npath = \"notes\"\n\n[[feed]]");
    assert_eq!(site.read("config.toml"), more);
    assert_eq!(site.run(&["check"]).code, Some(0));
}

/// Nothing is written when nothing is there, or the file is at fault.
#[test]
fn what_cannot_be_read_is_not_added() {
    let server = Server::start();
    let site = site(&server);
    for (target, code, reason) in [
        ("/empty", 1, "no list of articles"),
        ("/notice", 1, "no list of articles"),
        ("/missing", 1, "404"),
        ("nowhere", 1, "no such file or folder"),
        ("ftp://town.example/", 1, "only http and https"),
    ] {
        let address = match target.strip_prefix('/') {
            Some(_) => format!("{}{target}", server.base),
            None => target.to_owned(),
        };
        let ran = site.run(&["add", &address]);
        assert_eq!(ran.code, Some(code), "{target}: {}", ran.err);
        assert!(ran.err.contains(reason), "{target}: {}", ran.err);
        assert_eq!(site.read("config.toml"), CONFIG);
    }
    let broken = CONFIG.replace("title =", "titel =");
    site.write("config.toml", &broken);
    let ran = site.run(&["add", &format!("{}/feed.xml", server.base)]);
    assert_eq!(ran.code, Some(2), "{}", ran.err);
    assert!(ran.err.contains("did you mean `title`?"), "{}", ran.err);
    assert_eq!(site.read("config.toml"), broken);
}

/// A feed that takes from named sources does not take from a new one: that is said.
#[test]
fn a_source_that_no_feed_takes_from_is_named() {
    let server = Server::start();
    let site = site(&server);
    site.write(
        "config.toml",
        &CONFIG.replace("title = \"All\"", "title = \"All\"\nsources = [\"notes\"]"),
    );
    let ran = site.run(&["add", &format!("{}/feed.xml", server.base)]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(
        ran.out.contains("add \"127.0.0.1\" to the `sources`"),
        "{}",
        ran.out
    );
}
