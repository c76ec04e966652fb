//! The days of pages (G-03): tests/data/dates/pages.txt holds pages of common kinds, each with the day that an editor would
//! give it, or `none`. A further one is a further `===` there.

use chrono::{TimeZone, Utc};
use feedmill::article::{Document, Origin};
use feedmill::{normalise, parse};
use url::Url;

const PAGES: &str = include_str!("../data/dates/pages.txt");

/// What `{text}` stands for.
const TEXT: &[&str] = &[
    "The water of the upper reach runs through a channel of stone and over the wheel, which turns slowly when the river is low \
     and fast when the snow melts in the hills.",
    "People from the village come to see it in the morning, and many stay until the miller closes the gate and walks home along \
     the towpath with his dog.",
    "Nobody knows who laid the first stone, but the beams of the roof tell that it was built by someone who knew about ships and \
     had timber to spare.",
    "What is ground here is sold at the market, at the baker's by the bridge and in the small shop beside the door, where the \
     bags stand in rows.",
];

fn day(html: &str, address: &str) -> String {
    let address = Url::parse(address).expect("an address");
    let document = Document {
        origin: Origin::File("page.html".to_owned()),
        bytes: html.as_bytes().to_vec(),
        content_type: Some("text/html; charset=utf-8".to_owned()),
        base: Some(address),
    };
    let parsed = parse::parse(&document, &parse::Options::default()).expect("a page");
    let now = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).single();
    let articles = normalise::articles(
        parsed,
        &document.origin,
        document.base.as_ref(),
        &normalise::Options::default(),
        now.expect("a time"),
    );
    assert_eq!(articles.len(), 1, "one article");
    let published = articles
        .first()
        .and_then(|article| article.published.as_ref());
    published.map_or_else(
        || "none".to_owned(),
        |dated| dated.at.format("%Y-%m-%d").to_string(),
    )
}

#[test]
fn pages_have_the_day_that_an_editor_would_give_them() {
    let text: String = TEXT.iter().map(|text| format!("<p>{text}</p>")).collect();
    let mut misses = Vec::new();
    let mut all = 0;
    for page in PAGES.split("\n=== ").skip(1) {
        let (name, rest) = page.split_once('\n').expect("a name");
        let (head, html) = rest.split_once("---\n").expect("a line of ---");
        let header = |name: &str| {
            let mut lines = head.lines();
            lines.find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
        };
        let address = header("url").unwrap_or("https://town.example/page");
        let expected = header("date").expect("a day");
        let found = day(&html.replace("{text}", &text), address);
        all += 1;
        if found != expected {
            misses.push(format!("{name}: expected {expected}, found {found}"));
        }
    }
    assert!(all >= 66, "the set is whole");
    assert!(misses.is_empty(), "{}", misses.join("\n"));
}
