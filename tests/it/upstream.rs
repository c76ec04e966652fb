//! Addresses over time: feeds that move, configurations that change, entries that look alike.

use crate::server::{Answer, Server};
use crate::site::Site;

fn site(url: &str) -> Site {
    Site::new(&config(url))
}

fn config(url: &str) -> String {
    format!(
        "base_url = \"https://feeds.example.org/\"\nevery = \"1s\"\n[serve]\nlisten = \"\"\n\
         [fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n\
         [[source]]\nname = \"one\"\nurl = \"{url}\"\n[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n"
    )
}

fn feed(items: &str) -> Answer {
    let body = format!(
        "<rss version=\"2.0\"><channel><title>U</title><link>https://u.example/</link><description>d</description>{items}</channel></rss>"
    );
    Answer::new("application/rss+xml", body)
}

fn item(id: &str, title: &str, link: &str, day: u32) -> String {
    format!(
        "<item><guid isPermaLink=\"false\">{id}</guid><title>{title}</title><link>{link}</link><pubDate>{day:02} Jan 2025 08:00:00 GMT</pubDate><description>Text of {id}.</description></item>"
    )
}

fn page(feed: &str) -> Answer {
    let body = format!(
        "<!doctype html><html><head><title>Front</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"{feed}\"></head><body><ul><li><a href=\"/1\">One</a></li></ul></body></html>"
    );
    Answer::new("text/html", body)
}

fn turn(site: &Site) -> crate::site::Ran {
    if site.path("feedmill.db").exists() {
        site.wake();
    }
    site.run(&["build"])
}

/// A page announces a feed, and later another one: found again without anybody's help.
#[test]
fn an_announced_feed_moves() {
    for gone in [
        Answer::status(404),
        Answer::new(
            "text/html",
            "<!doctype html><title>Not here</title><p>Nothing to see.</p>",
        ),
    ] {
        let server = Server::start();
        server.set("/", page("/old.rss"));
        server.set(
            "/old.rss",
            feed(&item("1", "One", "https://u.example/1", 1)),
        );
        let site = site(&format!("{}/", server.base));
        site.build();
        assert_eq!(site.titles("feeds/all.json"), ["One"]);
        server.set("/", page("/new.rss"));
        server.set("/old.rss", gone);
        let both = item("1", "One", "https://u.example/1", 1)
            + &item("2", "Two", "https://u.example/2", 2);
        server.set("/new.rss", feed(&both));
        assert_eq!(turn(&site).code, Some(3));
        assert_eq!(site.titles("feeds/all.json"), ["One"]);
        let ran = turn(&site);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        assert_eq!(site.titles("feeds/all.json"), ["Two", "One"]);
    }
}

/// E-02: under another address a source starts anew: no validator, no announced feed, no waiting of
/// the old one.
#[test]
fn another_address_in_the_configuration_is_asked_at_once() {
    let server = Server::start();
    server.set("/", page("/old.rss"));
    server.set(
        "/old.rss",
        feed(&item("1", "One", "https://u.example/1", 1)).header("ETag", "\"1\""),
    );
    server.set(
        "/other.rss",
        feed(&item("2", "Two", "https://u.example/2", 2)),
    );
    let site = site(&format!("{}/", server.base));
    site.build();
    site.sql("UPDATE source SET next_due = 4000000000, not_before = 4000000000");
    site.write(
        "config.toml",
        &config(&format!("{}/other.rss", server.base)),
    );
    site.build();
    let asked: Vec<String> = server.log().into_iter().map(|asked| asked.path).collect();
    assert_eq!(asked, ["/", "/old.rss", "/other.rss"]);
    // What came from the old address stays: nothing has said that it is gone.
    assert_eq!(site.titles("feeds/all.json"), ["Two", "One"]);
}

/// Entries that share title and address, as those of a daily build or a radio show do, are not one
/// entry that has got another guid.
#[test]
fn entries_that_look_alike_are_not_one() {
    let server = Server::start();
    let site = site(&format!("{}/feed", server.base));
    for day in 1..=3 {
        server.set(
            "/feed",
            feed(&item(
                &format!("build-{day}"),
                "Nightly build",
                "https://u.example/builds",
                day,
            )),
        );
        turn(&site);
    }
    assert_eq!(site.items("feeds/all.json").len(), 3);
}

/// E-25: the validators of a document that ended early are not kept, so that the rest is fetched.
#[test]
fn a_document_that_ended_early_is_asked_for_again() {
    let server = Server::start();
    let whole =
        item("1", "One", "https://u.example/1", 1) + &item("2", "Two", "https://u.example/2", 2);
    let mut short = feed(&whole).header("ETag", "\"1\"");
    let cut = String::from_utf8(short.body.clone())
        .expect("text")
        .find("<guid isPermaLink=\"false\">2")
        .expect("it is there");
    short.body.truncate(cut);
    server.set("/feed", short);
    let site = site(&format!("{}/feed", server.base));
    turn(&site);
    turn(&site);
    let log = server.log();
    assert_eq!(log.len(), 1 + usize::from(log.len() > 1));
    assert!(
        log.iter()
            .all(|asked| !asked.headers.contains_key("if-none-match"))
    );
    assert_eq!(site.titles("feeds/all.json"), ["One"]);
}

/// E-03: what a 304 says of the validators counts from then on.
#[test]
fn a_304_brings_new_validators() {
    let server = Server::start();
    server.set(
        "/feed",
        feed(&item("1", "One", "https://u.example/1", 1))
            .header("ETag", "\"1\"")
            .header("Last-Modified", "Wed, 01 Jan 2025 00:00:00 GMT"),
    );
    let site = site(&format!("{}/feed", server.base));
    turn(&site);
    server.set("/feed", Answer::status(304).header("ETag", "\"2\""));
    for _ in 0..2 {
        site.wake();
        site.build();
    }
    let sent = |name: &str| {
        server
            .log()
            .iter()
            .map(|asked| asked.headers.get(name).cloned())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        sent("if-none-match"),
        [None, Some("\"1\"".to_owned()), Some("\"2\"".to_owned())]
    );
    assert_eq!(
        sent("if-modified-since")[2].as_deref(),
        Some("Wed, 01 Jan 2025 00:00:00 GMT")
    );
}

/// D-15: after a clock that ran ahead has been set right, an address is asked again.
#[test]
fn a_clock_set_back_stops_no_source() {
    let server = Server::start();
    server.set("/feed", feed(&item("1", "One", "https://u.example/1", 1)));
    let site = site(&format!("{}/feed", server.base));
    site.build();
    site.sql("UPDATE source SET last_attempt = 4000000000, next_due = 4000000900");
    site.build();
    assert_eq!(server.log().len(), 2);
    site.sql("UPDATE source SET next_due = unixepoch() + 900");
    site.build();
    assert_eq!(server.log().len(), 2);
}

/// Two sources that share an address without sharing an article: all items lead to one page.
#[test]
fn an_address_that_many_articles_share_is_none() {
    let server = Server::start();
    let home = "https://show.example/";
    server.set(
        "/a",
        feed(&(item("a1", "A one", home, 1) + &item("a2", "A two", home, 2))),
    );
    server.set(
        "/b",
        feed(&(item("b1", "B one", home, 3) + &item("b2", "B two", home, 4))),
    );
    let site = site(&format!("{}/a", server.base));
    let second = format!("[[source]]\nname = \"two\"\nurl = \"{}/b\"\n", server.base);
    site.write("config.toml", &(site.read("config.toml") + &second));
    site.build();
    assert_eq!(
        site.titles("feeds/all.json"),
        ["B two", "B one", "A two", "A one"]
    );
}

/// B23, B25: what is in a feed has been published, whatever its date says of tomorrow; the date that
/// it got instead stays when tomorrow has come.
#[test]
fn a_date_ahead_is_that_of_the_first_sight_for_good() {
    let server = Server::start();
    let at = |seconds: i64| {
        (chrono::Utc::now() + chrono::TimeDelta::seconds(seconds))
            .format("%a, %d %b %Y %H:%M:%S GMT")
            .to_string()
    };
    let item = |date: &str| {
        format!(
            "<item><guid isPermaLink=\"false\">a</guid><title>A</title><pubDate>{date}</pubDate><description>Text.</description></item>"
        )
    };
    let site = site(&format!("{}/feed", server.base));
    let ahead = at(3);
    server.set("/feed", feed(&item(&ahead)));
    site.build();
    let before = site.items("feeds/all.json");
    assert_eq!(before.len(), 1, "it is published at once");
    let first = before[0].published.clone();
    std::thread::sleep(std::time::Duration::from_secs(4));
    // The same date, which is past by now; something else about the document is different.
    server.set("/feed", feed(&format!("{} ", item(&ahead))));
    site.build();
    assert_eq!(site.items("feeds/all.json")[0].published, first);
}

/// What a document says twice is published once; what only shares its id is not.
#[test]
fn an_entry_that_stands_twice_in_a_feed_is_published_once() {
    let server = Server::start();
    let one = item("same", "One", "https://u.example/1", 1);
    let other = item("same", "Other", "https://u.example/2", 2);
    server.set("/feed", feed(&format!("{one}{other}{one}")));
    let site = site(&format!("{}/feed", server.base));
    site.build();
    let titles: Vec<String> = site.titles("feeds/all.json");
    assert_eq!(titles, ["Other", "One"]);
}

/// D-08: a compressed body that was cut before it was sent is refused whole, wherever it was cut, though as many
/// bytes came as were promised.
#[test]
fn a_compressed_feed_that_was_cut_is_refused_whole() {
    use std::io::Write;

    let server = Server::start();
    let site = site(&format!("{}/feed", server.base));
    let items: String = (1..20)
        .map(|day| {
            let link = format!("https://u.example/{day}");
            item(&format!("id-{day}"), &format!("Day {day}"), &link, day)
        })
        .collect();
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(&feed(&items).body).expect("compressed");
    let whole = encoder.finish().expect("compressed");
    let compressed =
        |body: &[u8]| Answer::new("application/rss+xml", body).header("Content-Encoding", "gzip");
    server.set("/feed", compressed(&whole));
    assert_eq!(turn(&site).code, Some(0));
    let before = site.published();
    assert_eq!(site.titles("feeds/all.json").len(), 19);
    for at in (1..whole.len()).step_by(whole.len() / 12) {
        server.set("/feed", compressed(&whole[..at]));
        let ran = turn(&site);
        assert_eq!(ran.code, Some(3), "cut at {at}: {}", ran.err);
        assert!(ran.err.contains("did not arrive whole"), "{}", ran.err);
        assert!(site.published() == before, "cut at {at}");
    }
    server.set("/feed", compressed(&whole));
    assert_eq!(turn(&site).code, Some(0));
    assert!(site.published() == before);
}
