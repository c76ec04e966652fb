//! Feeds that were cut at every byte, plain and compressed (D-08, E-25): nothing is deleted, nothing doubled.

use std::io::Write;

use super::*;

/// Small feeds of all formats and odd ways of writing, each with two entries. `§` is where the second begins.
const FEEDS: &[(&str, &str)] = &[
    (
        "rss 2.0",
        "<rss version=\"2.0\"><channel><title>T</title><link>https://u.example/</link><description>d</description><item><guid isPermaLink=\"false\">a</guid><title>First</title><description>One.</description><pubDate>Mon, 01 Dec 2025 08:00:00 GMT</pubDate></item>§<item><guid isPermaLink=\"false\">b</guid><title>Second</title><description>Two.</description></item></channel></rss>",
    ),
    (
        "rss, cdata and encoded content",
        "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel><title>T</title><item><link>https://u.example/a</link><title><![CDATA[First & best]]></title><content:encoded><![CDATA[<p>One <b>bold</b>.</p>]]></content:encoded></item>§<item><link>https://u.example/b</link><title><![CDATA[Second]]></title></item></channel></rss>",
    ),
    (
        "rss, escaped markup",
        "<rss version=\"2.0\"><channel><title>T</title><item><title>First &amp;amp; last</title><link>https://u.example/a?x=1&amp;y=2</link><description>&lt;p&gt;One&lt;/p&gt;</description></item>§<item><title>Second</title><link>https://u.example/b</link></item></channel></rss>",
    ),
    (
        "rss without ids and links",
        "<rss version=\"2.0\"><channel><title>T</title><item><title>First</title><pubDate>Tue, 02 Dec 2025 08:00:00 GMT</pubDate><description>One.</description></item>§<item><title>Second</title><pubDate>Wed, 03 Dec 2025 08:00:00 GMT</pubDate></item></channel></rss>",
    ),
    (
        "rss 0.91 with its doctype",
        "<?xml version=\"1.0\"?><!DOCTYPE rss PUBLIC \"-//Netscape Communications//DTD RSS 0.91//EN\" \"http://my.netscape.com/publish/formats/rss-0.91.dtd\"><rss version=\"0.91\"><channel><title>T</title><item><title>First</title><link>https://u.example/a</link></item>§<item><title>Second</title><link>https://u.example/b</link></item></channel></rss>",
    ),
    (
        "rss with HTML entities",
        "<rss version=\"2.0\"><channel><title>T</title><item><guid>https://u.example/a</guid><title>Caf&eacute; one</title></item>§<item><guid>https://u.example/b</guid><title>&nbsp;Two&hellip;</title></item></channel></rss>",
    ),
    (
        "rss with a podcast",
        "<rss version=\"2.0\" xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\"><channel><title>T</title><item><guid>a</guid><title>First</title><enclosure url=\"https://u.example/a.mp3\" length=\"1\" type=\"audio/mpeg\"/><itunes:duration>61</itunes:duration></item>§<item><guid>b</guid><title>Second</title></item></channel></rss>",
    ),
    (
        "rss with comments between",
        "<!-- x --><rss version=\"2.0\"><channel><title>T</title><!-- a --><item><guid>a</guid><title>First</title><!-- <item> --></item><!-- b -->§<item><guid>b</guid><title>Second</title></item><!-- c --></channel></rss>",
    ),
    (
        "rss with line ends and spaces",
        "<rss version=\"2.0\">\r\n<channel>\r\n <title>T</title>\r\n <item>\r\n  <guid>a</guid>\r\n  <title>\r\n   First\r\n  </title>\r\n </item>\r\n §<item>\r\n  <guid>b</guid>\r\n  <title>Second</title>\r\n </item>\r\n</channel>\r\n</rss>\r\n",
    ),
    (
        "rss 1.0",
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\"><channel rdf:about=\"https://u.example/\"><title>T</title></channel><item rdf:about=\"https://u.example/a\"><title>First</title><link>https://u.example/a</link></item>§<item rdf:about=\"https://u.example/b\"><title>Second</title><link>https://u.example/b</link></item></rdf:RDF>",
    ),
    (
        "rss 1.0 with dates",
        "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>T</title></channel><item><title>First</title><link>https://u.example/a</link><dc:date>2025-12-01</dc:date></item>§<item><title>Second</title><link>https://u.example/b</link><dc:creator>Ann</dc:creator></item></rdf:RDF>",
    ),
    (
        "atom 1.0",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><id>urn:t</id><entry><id>urn:a</id><title>First</title><updated>2025-12-01T08:00:00Z</updated><content type=\"html\">&lt;p>One.&lt;/p></content></entry>§<entry><id>urn:b</id><title>Second</title><updated>2025-12-02T08:00:00Z</updated></entry></feed>",
    ),
    (
        "atom with xhtml",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><entry><id>urn:a</id><title type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\">First <i>one</i></div></title><content type=\"xhtml\"><div xmlns=\"http://www.w3.org/1999/xhtml\"><p>One</p></div></content></entry>§<entry><id>urn:b</id><title>Second</title></entry></feed>",
    ),
    (
        "atom with a prefix",
        "<a:feed xmlns:a=\"http://www.w3.org/2005/Atom\"><a:title>T</a:title><a:entry><a:id>urn:a</a:id><a:title>First</a:title></a:entry>§<a:entry><a:id>urn:b</a:id><a:title>Second</a:title><a:summary>Two.</a:summary></a:entry></a:feed>",
    ),
    (
        "atom 0.3",
        "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>T</title><entry><id>urn:a</id><title>First</title><issued>2025-12-01T08:00:00Z</issued></entry>§<entry><id>urn:b</id><title>Second</title></entry></feed>",
    ),
    (
        "atom with links and authors",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>T</title><entry><id>urn:a</id><title>First</title><link href=\"https://u.example/a\"/><author><name>Ann</name></author></entry>§<entry><id>urn:b</id><title>Second</title><link href=\"https://u.example/b\"/></entry></feed>",
    ),
    (
        "letters of two and three bytes",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Т</title><entry><id>urn:a</id><title>Первый – 一つ</title></entry>§<entry><id>urn:b</id><title>Второй “二”</title></entry></feed>",
    ),
    (
        "json feed",
        "{\"version\":\"https://jsonfeed.org/version/1.1\",\"title\":\"T\",\"items\":[{\"id\":\"a\",\"title\":\"First\",\"content_text\":\"One.\"},§{\"id\":\"b\",\"title\":\"Second\",\"content_text\":\"Two.\"}]}",
    ),
    (
        "json feed with html",
        "{\"version\":\"https://jsonfeed.org/version/1\",\"title\":\"T\",\"items\":[{\"id\":1,\"url\":\"https://u.example/a\",\"content_html\":\"<p>One \\u00e9<\\/p>\"},\n §{\"id\":2,\"url\":\"https://u.example/b\",\"content_html\":\"<p>Two<\\/p>\",\"tags\":[\"x\"]}]}",
    ),
    (
        "rss with a declaration of another encoding",
        "<?xml version=\"1.0\" encoding=\"windows-1252\"?><rss version=\"2.0\"><channel><title>T</title><item><guid>a</guid><title>First</title></item>§<item><guid>b</guid><title>Second</title></item></channel></rss>",
    ),
];

/// Everything that is known of articles.
fn known(world: &World) -> String {
    let state = rusqlite::Connection::open(world.site.path("feedmill.db")).expect("a state");
    let query = "SELECT coalesce(group_concat(concat_ws('|', id, published, updated, visible, json), char(10)), '')
                 FROM (SELECT * FROM article JOIN body ON body.article = article.key ORDER BY id)";
    state
        .query_row(query, [], |row| row.get(0))
        .expect("articles")
}

/// The next time at which the address is due, whatever it answers then.
fn next(world: &mut World, server: &Server, answer: Answer) {
    server.set("/feed", answer);
    let now = world.now;
    let due = world.mill().next_due(now).expect("it is asked for ever");
    world.now = due.max(now + TimeDelta::seconds(1));
    world.turn(Which::Due);
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(body).expect("compressed");
    encoder.finish().expect("compressed")
}

/// Every way in which a body may be cut at every byte: on its way, and before it was sent.
fn cuts(body: &str) -> impl Iterator<Item = Answer> {
    let plain = Answer::new("application/octet-stream", body);
    let packed = Answer::new("application/octet-stream", gzip(body.as_bytes()));
    [plain, packed.header("Content-Encoding", "gzip")]
        .into_iter()
        .flat_map(|whole| {
            (0..whole.body.len()).flat_map(move |at| {
                let on_its_way = Answer {
                    cut: Some(at),
                    ..whole.clone()
                };
                let before = Answer {
                    body: whole.body[..at].to_vec(),
                    ..whole.clone()
                };
                [on_its_way, before]
            })
        })
}

#[test]
#[ignore = "takes a minute or two"]
#[expect(clippy::print_stderr, reason = "how many cuts were made")]
fn twenty_feeds_cut_at_every_byte() {
    assert_eq!(FEEDS.len(), 20);
    let mut made = 0;
    for (name, text) in FEEDS {
        let body = text.replace('§', "");
        let server = Server::start();
        let url = format!("{}/feed", server.base);
        // A source of which everything is known.
        let mut world = World::new(std::slice::from_ref(&url), "");
        server.set(
            "/feed",
            Answer::new("application/octet-stream", body.as_str()),
        );
        world.turn(Which::Due);
        let before = known(&world);
        assert_eq!(before.lines().count(), 2, "{name}: {before}");
        for (at, answer) in cuts(&body).enumerate() {
            let cut = answer.cut.is_some();
            next(&mut world, &server, answer);
            made += 1;
            assert_eq!(known(&world), before, "{name}, cut {at} ({cut})");
        }
        // One that is only now coming in, a byte more each time: an entry is there when all of it is, and once.
        let mut world = World::new(std::slice::from_ref(&url), "");
        let second = text.find('§').unwrap_or_default();
        for end in 1..=body.len() {
            let part = &body.as_bytes()[..end];
            next(
                &mut world,
                &server,
                Answer::new("application/octet-stream", part),
            );
            made += 1;
            let there = known(&world);
            assert!(
                there.lines().count() <= if end > second { 2 } else { 1 },
                "{name}, {end} bytes: {there}"
            );
        }
        let there = known(&world);
        let ids = |all: &str| -> Vec<String> {
            let lines = all.lines();
            lines
                .map(|line| line.split('|').next().unwrap_or_default().to_owned())
                .collect()
        };
        assert_eq!(ids(&there), ids(&before), "{name}");
    }
    eprintln!("{made} cuts of {} feeds", FEEDS.len());
}
