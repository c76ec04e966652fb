//! What stands in attributes, and must not get out of them.

use super::{escape, is_right, rss, site, well_formed};
use crate::server::Server;

/// B16, B35: whatever stands in the attributes of an entry, the published ones are well-formed and have no attribute or
/// element that was smuggled in; a length of nothing, of 0 and of junk is 0; what is right is carried.
#[test]
fn attributes_hold_what_they_are_given() {
    const TROUBLE: &str = "x\" onclick=\"y\" z='<b>' &amp; ]]> ";
    let odd = escape(TROUBLE);
    let file = |number: usize, length: &str| {
        format!(
            "<item><guid>{number}</guid><title>T{number}</title><link>https://u.example/{number}</link>\
             <pubDate>Sun, 05 Jan 2025 08:00:00 GMT</pubDate><source url=\"https://s.example/?{odd}\">{odd}</source>\
             <category domain=\"{odd}\">{odd}</category><enclosure url=\"https://u.example/{number}.mp3?a=1&amp;{odd}\" {length} type=\"{}\"/>\
             <itunes:duration>61</itunes:duration><itunes:explicit>false</itunes:explicit><itunes:image href=\"https://u.example/i.png?{odd}\"/>\
             <podcast:transcript url=\"https://u.example/t?{odd}\" type=\"text/vtt\" language=\"{odd}\"/>\
             <podcast:person role=\"{odd}\" href=\"https://u.example/?{odd}\">{odd}</podcast:person>\
             <media:thumbnail url=\"https://u.example/m.png?{odd}\"/></item>",
            if number == 1 {
                odd.as_str()
            } else {
                "audio/mpeg"
            }
        )
    };
    let lengths = [
        "length=\"0\"",
        "length=\"7\"",
        "",
        "length=\"\"",
        "length=\"-1\"",
        "length=\"many\"",
        "length=\"99999999999999999999999\"",
    ];
    let items: String = lengths
        .iter()
        .enumerate()
        .map(|(at, length)| file(at, length))
        .collect();
    let server = Server::start();
    server.set("/one", rss(&items));
    let site = site(&server, &["one"]);
    site.build();
    is_right(&site);
    for format in ["rss", "atom"] {
        let names = well_formed(&site.read(&format!("feeds/all.{format}")));
        for smuggled in ["@onclick", "@z", "b"] {
            assert!(!names.contains(smuggled), "{format}: {smuggled}");
        }
        // Atom has no place for what is of podcasts.
        for carried in ["podcast:transcript", "podcast:person", "@duration"] {
            let there = format == "atom" || names.contains(carried);
            assert!(there, "{format}: {carried} in {names:?}");
        }
    }
    let text = site.read("feeds/all.rss");
    let channel = rss::Channel::read_from(text.as_bytes()).expect("RSS");
    let mut files: Vec<(String, String)> = channel
        .items
        .iter()
        .map(|item| {
            let file = item.enclosure.clone().expect("an enclosure");
            (item.title.clone().expect("a title"), file.length)
        })
        .collect();
    files.sort();
    let expected = [
        ("T0", "0"),
        ("T1", "7"),
        ("T2", "0"),
        ("T3", "0"),
        ("T4", "0"),
        ("T5", "0"),
        ("T6", "0"),
    ];
    assert_eq!(
        files,
        expected.map(|(title, length)| (title.to_owned(), length.to_owned()))
    );
    assert_eq!(site.items("feeds/all.json").len(), lengths.len());
}
