//! Characters and markup: what would end a document, a field or an attribute, and what a chain of publishers must not
//! decode or encode once more.

use super::{HEAD, Seen, escape, is_right, read_back, rss, site, well_formed};
use crate::server::{Answer, Server};
use crate::site::Site;

fn well_formed_feeds(site: &Site, feed: &str) {
    for format in ["rss", "atom"] {
        well_formed(&site.read(&format!("feeds/{feed}.{format}")));
    }
}

/// B12: every code point of the basic plane in titles, texts, tags and names: each article is there, and every feed is
/// well-formed.
#[test]
fn no_character_ends_a_feed() {
    let mut items = Vec::new();
    for block in 0..0x400_u32 {
        let text: String = (block * 0x40..(block + 1) * 0x40)
            .filter_map(char::from_u32)
            .collect();
        items.push(serde_json::json!({
            "id": format!("block-{block}"), "url": format!("https://u.example/{block}"), "title": format!("T{text}"),
            "content_html": format!("<p>C{}</p>", escape(&text)), "summary": format!("S{text}"), "tags": [format!("G{text}")],
            "authors": [{"name": format!("A{text}")}], "date_published": "2025-01-01T08:00:00Z",
        }));
    }
    let count = items.len();
    // The halves of pairs, which a string cannot have.
    items.push(serde_json::json!({"id": "halves", "url": "https://h.example/", "title": "LONE", "content_html": "<p>LONE</p>"}));
    let document = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "U\u{1d}\u{fffe}", "items": items});
    let halves: String = (0xd800..0xe000)
        .step_by(0x100)
        .map(|half| format!("\\u{half:04x}"))
        .collect();
    let document = document.to_string().replace("LONE", &format!("H{halves}"));
    let server = Server::start();
    server.set("/one", Answer::new("application/feed+json", document));
    server.set(
        "/two",
        rss("<item><guid>raw</guid><title>a\u{1d}b&#x1D;c&#0;d\u{f}&#xFFFE;e&#xD800;</title><link>https://r.example/</link></item>"),
    );
    let site = site(&server, &["one", "two"]);
    let config = site
        .read("config.toml")
        .replace("limit = 1000", "limit = 2000");
    site.write("config.toml", &config);
    site.build();
    for (format, found) in read_back(&site, "all") {
        // What is too large for one document is left out from its end (G-06).
        assert!(
            found.len() > 200 && found.len() <= count + 2,
            "{format}: {}",
            found.len()
        );
        assert!(found.iter().any(|seen| seen.title == "abcde"), "{format}");
        assert!(
            found.iter().any(|seen| seen.title.starts_with('H')),
            "{format}"
        );
    }
    well_formed_feeds(&site, "all");
    is_right(&site);
}

/// Texts that a chain of programs decodes or encodes once too often.
const TEXTS: &[&str] = &[
    "A & B &amp; C &copy; <b>",
    "&amp;lt; and &lt; and <",
    "<i>x</i> in a title",
    "a]]>b<![CDATA[c",
    "Vec<T> & Option<&'a str>",
    "100% &#169; &#xA9; &nbsp;",
    "\"quoted\" 'so' \u{1f980}",
    "AT&T and R&D",
];

/// B11, B13, B15, B17, B18: in each field, from each format to each: what is published is read by the next feedmill, and by
/// the one after it, and says the same.
#[test]
fn a_chain_of_three_says_the_same_at_its_end() {
    let items: Vec<_> = TEXTS
        .iter()
        .enumerate()
        .map(|(at, text)| {
            serde_json::json!({
                "id": format!("urn:x:{at}"), "url": format!("https://u.example/?a={at}&b=2"), "title": text,
                "content_html": format!("<p>{} and <b>bold</b> &amp;lt;</p>", escape(text)), "summary": format!("S {text}"),
                "tags": ["R&D <b>", "a]]>b"], "authors": [{"name": format!("N {text}")}], "image": "https://u.example/i.png?a=1&b=2",
                "date_published": format!("2025-01-{:02}T08:00:00Z", at + 1),
            })
        })
        .collect();
    let document = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "U & <V>", "items": items});
    let server = Server::start();
    server.set(
        "/json",
        Answer::new("application/feed+json", document.to_string()),
    );
    let first = site(&server, &["json"]);
    first.build();
    is_right(&first);
    let [_, _, (_, wanted)] = read_back(&first, "all");
    assert_eq!(wanted.len(), TEXTS.len());
    let same = |found: &[Seen], what: &str| {
        for (found, wanted) in found.iter().zip(&wanted) {
            let of = |seen: &Seen| {
                (
                    seen.title.clone(),
                    seen.link.clone(),
                    seen.published,
                    seen.summary.clone(),
                    seen.content.clone(),
                    seen.tags.clone(),
                    seen.author.clone(),
                )
            };
            assert_eq!(of(found), of(wanted), "{what}");
        }
        assert_eq!(found.len(), wanted.len(), "{what}");
    };
    for (format, found) in read_back(&first, "all") {
        same(&found, format);
    }
    let mut last = first;
    for round in 0..2 {
        let server = Server::start();
        for (format, media_type) in [
            ("rss", "application/rss+xml"),
            ("atom", "application/atom+xml"),
            ("json", "application/feed+json"),
        ] {
            // The first hands on its three formats, the second what it made of each.
            let path = if round == 0 {
                format!("feeds/all.{format}")
            } else {
                format!("feeds/by/{format}.{format}")
            };
            server.set(
                &format!("/{format}"),
                Answer::new(media_type, last.read(&path)),
            );
        }
        let next = site(&server, &["rss", "atom", "json"]);
        let by = "[[feed]]\nname = \"by\"\nper = \"source\"\ntitle = \"{value}\"\nlink = \"https://example.org/\"\nlimit = 1000\n";
        next.write("config.toml", &(next.read("config.toml") + by));
        next.build();
        for from in ["rss", "atom", "json"] {
            for (format, found) in read_back(&next, &format!("by/{from}")) {
                same(&found, &format!("round {round}: {from} to {format}"));
            }
            well_formed_feeds(&next, &format!("by/{from}"));
        }
        is_right(&next);
        last = next;
    }
}

/// B10: elements of many vocabularies stand in one order, in every run of the program and with any number of threads.
#[test]
fn the_order_of_elements_is_the_same_in_every_run() {
    let item = |number: usize| {
        format!(
            "<item><guid>{number}</guid><title>T{number}</title><link>https://u.example/{number}</link><pubDate>Sun, 05 Jan 2025 08:00:00 GMT</pubDate>\
             <podcast:season>1</podcast:season><podcast:episode>{number}</podcast:episode><itunes:duration>61</itunes:duration><itunes:episodeType>full</itunes:episodeType>\
             <itunes:explicit>false</itunes:explicit><media:thumbnail url=\"https://u.example/m.png\"/><podcast:person role=\"host\">Ann</podcast:person>\
             <podcast:person role=\"guest\">Bo</podcast:person><podcast:location geo=\"geo:48.4,9.99\">Ulm</podcast:location><podcast:license>cc-by-4.0</podcast:license>\
             <category>c</category><category>a</category><category>b</category><enclosure url=\"https://u.example/{number}.mp3\" length=\"1\" type=\"audio/mpeg\"/></item>"
        )
    };
    let items: String = (0..20).map(item).collect();
    let server = Server::start();
    server.set("/one", rss(&items));
    let mut first = None;
    for round in 0..5 {
        let site = Site::new(&format!(
            "{HEAD}[[source]]\nname = \"one\"\nurl = \"{}/one\"\n{}",
            server.base,
            super::ALL
        ));
        let mut build = site.command(&["build", "-q"]);
        build.env("RAYON_NUM_THREADS", (round % 8 + 1).to_string());
        assert!(build.status().expect("it runs").success());
        let published =
            ["rss", "atom", "json"].map(|format| site.read(&format!("feeds/all.{format}")));
        assert!(
            published[0].contains("podcast:location"),
            "{}",
            published[0]
        );
        assert_eq!(
            *first.get_or_insert_with(|| published.clone()),
            published,
            "round {round}"
        );
    }
}

/// What the tests here hold feeds against sees what it is to see.
#[test]
fn ill_formed_documents_are_seen() {
    for text in [
        "<a>\u{1}</a>",
        "<a b=\"\u{fffe}\"/>",
        "<a>&#x1D;</a>",
        "<a>&#0;</a>",
        "<a>&#xD800;</a>",
        "<a><b></a></b>",
        "<a b='1' b='2'/>",
        "<a b=1/>",
    ] {
        let seen = std::panic::catch_unwind(|| well_formed(text)).is_err();
        assert!(seen, "{text:?}");
    }
    well_formed("<a b='1'>&#x1F980; &amp; \u{1f980}</a>");
}
