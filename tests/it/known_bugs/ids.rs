//! Ids of other publishers: falsy, doubled, missing, far too long; and addresses as they are.

use std::collections::BTreeSet;

use super::{escape, is_right, read_back, rss, site};
use crate::mutation::{ALL, HEAD, Met, World};
use crate::server::{Answer, Server};

/// Guids that programs take for none, for one, or for what they are not.
const ODD: &[&str] = &[
    "0",
    "00",
    "false",
    "null",
    "aB",
    "Ab",
    "-1",
    "N/A",
    "undefined",
];

fn item(guid: &str, number: usize) -> String {
    format!(
        "<item>{guid}<title>Title {number}</title><link>https://u.example/{number}</link>\
         <pubDate>{:02} Jan 2025 08:00:00 GMT</pubDate><description>Text {number}.</description></item>",
        number + 1
    )
}

fn ids(found: &[super::Seen]) -> BTreeSet<String> {
    found.iter().map(|seen| seen.id.clone()).collect()
}

/// B06, B09, B37: `0` and `false` are ids, case counts, and what is no address is never said to be a permalink.
#[test]
fn falsy_ids_are_ids_and_case_counts() {
    let odd = ODD.iter().enumerate();
    let in_rss: String = odd
        .clone()
        .map(|(at, id)| {
            let guid = format!("<guid isPermaLink=\"false\">{id}</guid>");
            item(&guid, at).replace("u.example", "r.example")
        })
        .collect();
    let in_atom: String = odd
        .clone()
        .map(|(at, id)| {
            format!(
                "<entry><id>{id}</id><title>Title {at}</title><link href=\"https://a.example/{at}\"/>\
                 <updated>2025-01-{:02}T08:00:00Z</updated><content>Text {at}.</content></entry>",
                at + 1
            )
        })
        .collect();
    let in_json: Vec<_> = odd
        .map(|(at, id)| {
            serde_json::json!({
                "id": id, "url": format!("https://j.example/{at}"), "title": format!("Title {at}"),
                "content_text": "Text.", "date_published": "2025-01-01T08:00:00Z",
            })
        })
        // Numbers are read as they are written.
        .chain([serde_json::json!({"id": 7, "url": "https://j.example/9", "title": "Seven", "content_text": "Text."})])
        .collect();
    let server = Server::start();
    server.set("/rss", rss(&in_rss));
    let in_atom = format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>U</title><id>urn:u</id>{in_atom}</feed>"
    );
    server.set("/atom", Answer::new("application/atom+xml", in_atom));
    let in_json = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "U", "items": in_json});
    server.set(
        "/json",
        Answer::new("application/feed+json", in_json.to_string()),
    );
    let site = site(&server, &["rss", "atom", "json"]);
    site.build();
    let mut expected: Vec<String> = Vec::new();
    for host in ["r", "a", "j"] {
        let ids = ODD.iter().chain((host == "j").then_some(&"7"));
        expected.extend(
            ids.enumerate()
                .map(|(at, id)| format!("https://{host}.example/{at} {id}")),
        );
    }
    expected.sort();
    for (format, found) in read_back(&site, "all") {
        assert_eq!(ids(&found).len(), expected.len(), "{format}");
        // Where the id is an address by its standard, it is that of the feed's host.
        let own = |id: &str| match id.strip_prefix(&format!("{}/", server.base)) {
            Some(rest) => rest.to_owned(),
            None => id
                .splitn(3, ['/', ':'])
                .nth(2)
                .and_then(|rest| rest.split_once('/'))
                .map_or("", |(_, own)| own)
                .to_owned(),
        };
        let mut found: Vec<String> = found
            .iter()
            .map(|seen| format!("{} {}", seen.link, own(&seen.id)))
            .collect();
        found.sort();
        assert_eq!(found, expected, "{format}");
    }
    let text = site.read("feeds/all.rss");
    assert_eq!(
        text.matches("isPermaLink=\"false\">tag:").count(),
        2 * ODD.len() + 1
    );
    is_right(&site);
}

/// B07, B08: ten entries with one guid, or with none and one link, are ten articles, each with the id that it got, while
/// some go and others come.
#[test]
fn ten_entries_with_one_id_are_ten_articles() {
    type Kind = (&'static str, fn(usize) -> String);
    let kinds: [Kind; 3] = [
        ("guid", |at| {
            item("<guid isPermaLink=\"false\">N/A</guid>", at)
        }),
        ("link", |at| {
            item("", at).replace(&format!("u.example/{at}<"), "u.example/<")
        }),
        ("empty", |at| {
            item("<guid> </guid>", at)
                .replace(&format!("<link>https://u.example/{at}</link>"), "<link/>")
        }),
    ];
    let server = Server::start();
    let site = site(&server, &kinds.map(|(name, _)| name));
    let show = |numbers: std::ops::Range<usize>| {
        for (name, item) in &kinds {
            let items: String = numbers.clone().rev().map(item).collect();
            server.set(
                &format!("/{name}"),
                rss(&items.replace("u.example", &format!("{name}.example"))),
            );
        }
    };
    show(0..10);
    site.build();
    let [(_, first), ..] = read_back(&site, "all");
    assert_eq!((first.len(), ids(&first).len()), (30, 30));
    for numbers in [2..10, 2..12, 0..10, 5..6] {
        show(numbers.clone());
        site.wake();
        site.build();
        for (format, found) in read_back(&site, "all") {
            assert!(
                ids(&found).is_superset(&ids(&first)),
                "{numbers:?} {format}"
            );
            assert_eq!(
                found.len(),
                if numbers.end < 12 && found.len() == 30 {
                    30
                } else {
                    36
                },
                "{numbers:?} {format}"
            );
        }
    }
    is_right(&site);
}

/// B08: fifty polls of five entries without guids under one link, in changing order: nothing is new after the first.
#[test]
fn entries_without_ids_are_the_same_at_every_poll() {
    let mut world = World::new();
    let config = format!("{HEAD}{}{ALL}", world.source("one"));
    world.configure(&config);
    for poll in 0..50 {
        let order = (0..5).map(|at| (at + poll) % 5);
        let items: String = order
            .map(|at| item("", at).replace(&format!("u.example/{at}<"), "u.example/<"))
            .collect();
        world.server.set("/one", rss(&items));
        world.turn();
        let new = if poll == 0 { 5 } else { 0 };
        assert_eq!(
            world.met("all"),
            Met {
                new,
                ..Met::nothing(5)
            },
            "poll {poll}"
        );
    }
}

/// B05: entries with neither guid nor link, but with texts that tell them apart, whose publisher puts the zone of all dates
/// right: the dates move, the ids do not, and nothing is new.
#[test]
fn a_zone_put_right_moves_dates_and_no_ids() {
    let mut world = World::new();
    let config = format!("{HEAD}{}{ALL}", world.source("one"));
    world.configure(&config);
    let show = |world: &World, zone: &str| {
        let items: String = (0..6)
            .map(|at| {
                let item =
                    item("", at).replace(&format!("<link>https://u.example/{at}</link>"), "");
                let text = format!("Text {at}. {}", "What the miller said of it. ".repeat(8));
                let item = item.replace(&format!("Text {at}."), &text);
                item.replace(" GMT", zone)
            })
            .collect();
        world.server.set("/one", rss(&items));
    };
    show(&world, " GMT");
    world.turn();
    world.met("all");
    let before = world.site.items("feeds/all.json");
    for zone in [" +0800", " GMT", " -0500"] {
        show(&world, zone);
        world.turn();
        assert_eq!(world.met("all"), Met::nothing(6), "{zone}");
    }
    let after = world.site.items("feeds/all.json");
    let ids =
        |items: &[crate::site::Item]| items.iter().map(|item| item.id.clone()).collect::<Vec<_>>();
    assert_eq!(ids(&after), ids(&before));
    assert!(
        after[0].published.starts_with("2025-01-06T08:00:00-05:00"),
        "{}",
        after[0].published
    );
}

/// B03, B50: whatever stands in the place of a guid, its id is short, has no markup, and is the same after being saved,
/// loaded and read again five times.
#[test]
fn ids_are_short_and_stay_through_saving_and_loading() {
    let page = format!(
        "<html><body>{}</body></html>",
        "<p class=\"x\">A whole page &amp; more</p>".repeat(200)
    );
    let guids = [
        page,
        "x".repeat(2049),
        format!("https://u.example/?q={}", "%C3%A9".repeat(500)),
        "https://U.Example:443/%7ea/../b?x=1&y=<b>".to_owned(),
        "blake3-0123456789abcdef0123456789abcdef".to_owned(),
        "tag:u.example,2025:one two".to_owned(),
        "50% of [all] {things}".to_owned(),
        "caf\u{e9} \u{1f980}".to_owned(),
    ];
    let items: String = guids
        .iter()
        .enumerate()
        .map(|(at, guid)| {
            item(
                &format!("<guid isPermaLink=\"false\">{}</guid>", escape(guid)),
                at,
            )
        })
        .collect();
    let server = Server::start();
    let site = site(&server, &["one"]);
    let mut before = None;
    for round in 0..5 {
        // Another document each time, and everything in it is read again.
        server.set("/one", rss(&format!("<!-- {round} -->{items}")));
        if round > 0 {
            site.wake();
            site.sql("UPDATE source SET fingerprint = 'an older version'");
        }
        site.build();
        for (format, found) in read_back(&site, "all") {
            let found: Vec<String> = found.into_iter().map(|seen| seen.id).collect();
            assert_eq!(found.len(), guids.len());
            for id in &found {
                assert!(
                    id.len() <= 250 && !id.contains(['<', '>', ' ', '"']),
                    "{format}: {id}"
                );
            }
            let before = before.get_or_insert_with(|| found.clone());
            assert_eq!(*before, found, "{format}, round {round}");
        }
    }
    is_right(&site);
}
