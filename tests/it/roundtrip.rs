//! Round trip (B11 … B18, B35): any article, published as RSS, Atom and JSON Feed, is read back by our own reader as
//! it was; and what was read is published again to the letter.
//!
//! What a format has no place for is left out of the comparison, in [`carried`].

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};
use feedmill::article::{
    Article, Attachment, Document, Entry, Extra, Feed, Kind, Markup, Origin, Parsed, Person,
    RawArticle, SourceFeed, Text,
};
use feedmill::vocabulary::{self, Home};
use feedmill::{normalise, parse, publish};
use proptest::prelude::*;

/// Pieces that have broken feeds before, among words.
const PIECES: &[&str] = &[
    "word ",
    "Müller ",
    "日本語",
    "🦀 ",
    "a.",
    "B; ",
    "]]>",
    "<![CDATA[",
    "&",
    "&amp;",
    "&amp;amp;",
    "&nbsp;",
    "&#8217;",
    "<b>",
    "</b>",
    "<!-- ",
    "<?xml",
    "\"",
    "'",
    "1 < 2 ",
    "\u{1d}",
    "\u{92}",
    "\u{fffe}",
    "\u{feff}",
    "\r\n",
    "\t",
    "  ",
    "{{ x }}",
    "%00",
    "\u{202e}",
    "é ",
    "e\u{301}n",
    " & ",
    "Vec<T> ",
    "AT&T ",
];

/// Pieces of HTML.
const MARKUP: &[&str] = &[
    "<p>",
    "</p>",
    "A sentence of some length, that says what there is to say. ",
    "<em>it</em> ",
    "<br>",
    "<img src=\"/i.png\" alt=\"a &amp; b\">",
    "<a href=\"/2?a=1&amp;b=2\">link</a> ",
    "<pre><code>a &lt; b\n  c</code></pre>",
    "<ul><li>one</li></ul>",
    "]]&gt;",
    "&amp;lt; ",
    "Grüße 🦀 ",
    "<script>x()</script>",
    "<table><tr><td>1</td></tr></table>",
    "<blockquote>said</blockquote>",
    "\u{1d}",
    "&nbsp;",
    "<p onclick=\"x\">",
];

/// Values that are right for each row of the vocabulary.
fn extras() -> Vec<Extra> {
    let of = |name: &str, values: &[(&str, &str)]| Extra {
        name: name.to_owned(),
        values: values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
    };
    vec![
        of("podcast:season", &[("", "3"), ("name", "Wind & <water>")]),
        of("podcast:episode", &[("", "12.5")]),
        of(
            "podcast:transcript",
            &[
                ("url", "https://e.org/t?a=1&b=2"),
                ("type", "text/vtt"),
                ("language", "de-AT"),
            ],
        ),
        of(
            "podcast:transcript",
            &[
                ("url", "https://e.org/t.srt"),
                ("type", "application/x-subrip"),
                ("rel", "captions"),
            ],
        ),
        of(
            "podcast:chapters",
            &[
                ("url", "https://e.org/c.json"),
                ("type", "application/json+chapters"),
            ],
        ),
        of(
            "podcast:soundbite",
            &[
                ("startTime", "0.000001"),
                ("duration", "30"),
                ("", "Best & last"),
            ],
        ),
        of(
            "podcast:person",
            &[
                ("", "Ann & Bo"),
                ("role", "host"),
                ("img", "https://e.org/i.png"),
            ],
        ),
        of(
            "podcast:location",
            &[
                ("", "Ulm, \"Münster\""),
                ("geo", "geo:48.4,9.99"),
                ("osm", "R2797700"),
            ],
        ),
        of(
            "podcast:license",
            &[("", "cc-by-4.0"), ("url", "https://e.org/by")],
        ),
        of(
            "podcast:socialInteract",
            &[
                ("uri", "https://e.org/@a/1"),
                ("protocol", "activitypub"),
                ("priority", "0"),
            ],
        ),
        of("itunes:episodeType", &[("", "bonus")]),
        of("media:rating", &[("", "adult")]),
        of(
            "media:credit",
            &[("", "O'Brien & Sons"), ("role", "photographer")],
        ),
        of(
            "media:player",
            &[
                ("url", "https://e.org/p?x=1&y=2"),
                ("width", "640"),
                ("height", "360"),
            ],
        ),
        of("comments", &[("", "https://e.org/1#c")]),
        of("wfw:commentRss", &[("", "https://e.org/1/feed?a&b")]),
        of("georss:point", &[("", "-48.4 9.99")]),
        of("dc:rights", &[("", "© Ann & Bo, see </b>")]),
        of(
            "creativeCommons:license",
            &[("", "https://creativecommons.org/licenses/by/4.0/")],
        ),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => prop::collection::vec(prop::sample::select(PIECES), 0..8).prop_map(|parts| parts.concat()),
        1 => anything(),
    ]
}

/// A summary that readers of plain text, ours among them, do not take for HTML: where an opening tag, or a comment that
/// does not end, stands beside a character reference, and no closing one that would have it written otherwise, they do. That is a gap.
fn unmistakable(text: &str) -> String {
    match text.contains('&') && !text.contains("</") {
        true => text.replace("<b>", "b").replace("<!--", "--"),
        false => text.to_owned(),
    }
}

/// Any text, but for U+FFFD, which says that a text was damaged before (it is published as a question
/// mark), and NUL, which no reader lets through.
fn anything() -> impl Strategy<Value = String> {
    any::<String>().prop_map(|text| text.replace(['\u{fffd}', '\0'], "?"))
}

fn html() -> impl Strategy<Value = String> {
    // with nothing in it, or with a paragraph: what has no tag at all could be a summary as well
    let parts = prop::collection::vec(prop::sample::select(MARKUP), 0..10);
    parts.prop_map(|parts| match parts.is_empty() {
        true => String::new(),
        false => format!("<p>It begins.</p>{}", parts.concat()),
    })
}

/// A name: letters and what joins them.
fn named(text: &str) -> String {
    let is_named = |c: &char| c.is_alphanumeric() || " .'-".contains(*c);
    text.chars().filter(is_named).collect()
}

/// An article as some source has it.
fn raw() -> impl Strategy<Value = RawArticle> {
    let plain = |value: &str| Text {
        value: value.to_owned(),
        ..Text::default()
    };
    let files = prop::collection::vec(
        (
            0..4usize,
            0..3u64,
            prop::option::of(text()),
            prop::option::of(0..90_000u64),
        ),
        0..4,
    );
    let extra = prop::sample::subsequence(extras(), 0..=extras().len());
    (
        prop::collection::vec(text(), 8),
        html(),
        files,
        extra,
        any::<[bool; 5]>(),
    )
        .prop_map(move |(texts, html, files, extras, with)| RawArticle {
            link: with[0].then(|| "https://example.org/1?a=1&b=2".to_owned()),
            title: with[1].then(|| plain(&texts[0])),
            summary: with[2].then(|| plain(&unmistakable(&texts[1]))),
            content: Some(Text {
                value: html,
                markup: Markup::Html,
                base: None,
            }),
            authors: vec![
                Person {
                    name: named(&said(&texts[2])),
                    url: with[3].then(|| "https://example.org/ann".to_owned()),
                    email: with[4].then(|| "ann@example.org".to_owned()),
                },
                Person {
                    name: named(&said(&texts[3])),
                    ..Person::default()
                },
            ],
            tags: texts[4..7].iter().map(|text| said(text)).collect(),
            image: with[3].then(|| "https://example.org/lead.jpg".to_owned()),
            attachments: files
                .into_iter()
                .map(|(number, length, title, duration_seconds)| Attachment {
                    url: format!("https://example.org/{number}?a=1&b=2"),
                    mime_type: [
                        "audio/mpeg",
                        "video/mp4",
                        "application/pdf",
                        "application/epub+zip",
                    ][number]
                        .to_owned(),
                    length,
                    title: title.map(|title| said(&title)),
                    duration_seconds,
                    details: match number {
                        1 => BTreeMap::from([("width".to_owned(), "640".to_owned())]),
                        _ => BTreeMap::new(),
                    },
                })
                .collect(),
            language: with[4].then(|| "de".to_owned()),
            republished_from: with[2].then(|| SourceFeed {
                id: Some("https://other.example/feed?a=1&b=2".to_owned()),
                title: Some(said(&texts[7])),
                url: Some("https://other.example/feed?a=1&b=2".to_owned()),
            }),
            extras,
            ..RawArticle::default()
        })
}

/// A text without character references. In names, tags and titles of other things they are decoded
/// wherever they stand: they are slips, since hardly anybody speaks of them there, as titles of
/// articles may.
fn said(text: &str) -> String {
    let decoded = feedmill::text::decode_entities(text);
    match decoded == text {
        true => decoded,
        false => said(&decoded),
    }
}

fn at() -> impl Strategy<Value = DateTime<FixedOffset>> {
    (631_152_000..1_767_225_600i64, -12 * 60..=14 * 60i32).prop_map(|(seconds, minutes)| {
        let zone = FixedOffset::east_opt(minutes * 60).expect("an offset");
        DateTime::from_timestamp(seconds, 0)
            .expect("a time")
            .with_timezone(&zone)
    })
}

fn entry() -> impl Strategy<Value = Entry> {
    let ids = prop::sample::select(vec![
        "https://example.org/1?a=1&b=2",
        "tag:example.org,2024:1",
        "urn:isbn:123",
        "42",
        "<id> & co",
    ]);
    (raw(), ids, at(), 0..10_000_000i64).prop_map(|(raw, id, published, later)| {
        let parsed = Parsed {
            kind: Kind::Feed,
            articles: vec![raw],
            ..Parsed::default()
        };
        let articles = normalise::articles(
            parsed,
            &origin(),
            Some(&address()),
            &normalise::Options::default(),
            now(),
        );
        let article = articles.into_iter().next().expect("the article");
        // an id that is an address is where an article is that has no other
        let id = match article.url {
            None if id.starts_with("http") => "tag:example.org,2024:2",
            _ => id,
        };
        Entry {
            id: id.to_owned(),
            published,
            updated: published + chrono::TimeDelta::seconds(later),
            article: Arc::new(article),
        }
    })
}

fn address() -> url::Url {
    "https://example.org/blog/".parse().expect("an address")
}

fn origin() -> Origin {
    Origin::Address(address())
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_800_000_000, 0).expect("a time")
}

fn feed(entry: Entry) -> Feed {
    Feed {
        name: "all".into(),
        title: "All & more".into(),
        description: "Everything".into(),
        link: address(),
        base_url: "https://feeds.example.org/".parse().expect("an address"),
        language: Some("en".into()),
        author: Person {
            name: "Ed".into(),
            ..Person::default()
        },
        formats: ["rss", "atom", "json", "html"].map(String::from).into(),
        hubs: Vec::new(),
        entries: vec![entry],
    }
}

fn published(entry: &Entry, format: &publish::Format) -> Vec<u8> {
    let feed = feed(entry.clone());
    (format.render)(&feed, &publish::address(&feed, format).expect("an address"))
}

/// What our own reader makes of a feed with one article, as an entry again.
fn read(bytes: Vec<u8>, format: &publish::Format) -> Entry {
    let document = Document {
        origin: origin(),
        bytes,
        content_type: Some(format.media_type.to_owned()),
        base: Some(address()),
    };
    let parsed = parse::parse(&document, &parse::Options::default()).expect("a feed");
    assert!(
        !parsed.incomplete && parsed.warnings.is_empty(),
        "{:?}",
        parsed.warnings
    );
    let articles = normalise::articles(
        parsed,
        &origin(),
        Some(&address()),
        &normalise::Options::default(),
        now(),
    );
    let [article] = articles.as_slice() else {
        panic!("{} articles", articles.len())
    };
    let at = |dated: &Option<feedmill::article::Dated>| dated.as_ref().map(|dated| dated.at);
    let published = at(&article.published).expect("a date");
    Entry {
        id: article.identity.value.clone(),
        published,
        updated: at(&article.updated).unwrap_or(published),
        article: Arc::new(article.clone()),
    }
}

/// What a format can say of an article, in words to be compared: a line a field. `like` is the article that was
/// published.
fn carried(entry: &Entry, format: &str, like: &Article) -> Vec<(&'static str, String)> {
    let article = &entry.article;
    let (rss, atom, json) = (format == "rss", format == "atom", format == "json");
    let bare = |text: &str| text.replace('\u{2060}', "");
    let mut said = vec![
        ("url", article.url.clone().unwrap_or_default()),
        ("published", entry.published.timestamp().to_string()),
        ("tags", bare(&article.tags.join(" | "))),
        ("image", article.image.clone().unwrap_or_default()),
    ];
    // RSS has one date
    if !rss {
        said.push(("updated", entry.updated.timestamp().to_string()));
        said.push((
            "language",
            article.language.clone().unwrap_or_else(|| "en".into()),
        ));
    }
    // Atom demands a title; RSS a title or a description
    if like.title.is_some() {
        said.push(("title", bare(article.title.as_deref().unwrap_or_default())));
    }
    // RSS and JSON Feed cannot tell a summary alone from a text
    if !like.content_html.trim().is_empty() {
        said.push(("content", article.content_html.trim().to_owned()));
        // the opening in the place of a title, it is not said again
        if like.title.is_some() {
            let summary = article.summary.as_deref().unwrap_or_default();
            said.push(("summary", bare(summary)));
        }
    }
    let people = article.authors.iter().map(|author| {
        let (url, email) = (author.url.as_deref(), author.email.as_deref());
        let url = url.filter(|_| !rss).unwrap_or_default();
        format!(
            "{} {url} {}",
            bare(&author.name),
            email.filter(|_| atom).unwrap_or_default()
        )
    });
    let people: Vec<_> = people.collect();
    // an article of nobody's is of the feed's author
    if !like.authors.is_empty() {
        said.push(("authors", people.join(" | ")));
    }
    let mut files: Vec<_> = article
        .attachments
        .iter()
        // RSS, where there is no other file, and Atom enclose the lead image
        .filter(|file| json || Some(&file.url) != like.image.as_ref())
        .map(|file| {
            // Atom has no durations; RSS no titles of files in an article without a title
            let duration = file.duration_seconds.filter(|_| !atom);
            let title = file
                .title
                .as_deref()
                .filter(|_| !rss || like.title.is_some());
            let details = if atom {
                BTreeMap::new()
            } else {
                file.details.clone()
            };
            format!(
                "{} {} {} {duration:?} {:?} {details:?}",
                file.url,
                file.mime_type,
                file.length,
                title.map(bare)
            )
        })
        .collect();
    // the one enclosure of RSS stands before the others
    files.sort();
    said.push(("files", files.join("\n")));
    let mut extras: Vec<_> = article
        .extras
        .iter()
        .filter(|extra| {
            let row = vocabulary::row(&extra.name).expect("a row");
            json || (rss && row.rss != Home::Nowhere) || (atom && row.atom != Home::Nowhere)
        })
        .map(|extra| bare(&format!("{extra:?}")))
        .collect();
    extras.sort();
    said.push(("extras", extras.join("\n")));
    if rss {
        let from = article.republished_from.clone().unwrap_or_default();
        said.push(("source", bare(&format!("{:?} {:?}", from.title, from.url))));
    }
    said
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn what_is_published_is_read_back(entry in entry()) {
        for format in publish::FORMATS.iter().filter(|format| format.for_readers) {
            let bytes = published(&entry, format);
            let again = read(bytes.clone(), format);
            let found = carried(&again, format.name, &entry.article);
            for (name, given) in carried(&entry, format.name, &entry.article) {
                let found = found.iter().find(|(other, _)| *other == name);
                let found = found.map(|(_, found)| found.as_str());
                let said = String::from_utf8_lossy(&bytes);
                prop_assert_eq!(Some(given.as_str()), found, "{} {}:\n{}", format.name, name, said);
            }
            prop_assert!(again.published <= again.updated);
            // Atom wants a URI, also of an id that was taken over from another program; markup is none
            let stays = format.name != "atom" && !entry.id.contains('<');
            let expected = if stays { entry.id.clone() } else { publish::id(&entry.id) };
            prop_assert_eq!(&again.id, &expected, "{}", format.name);
        }
    }

    /// Feeds that are read and published again by others of our kind do not drift.
    #[test]
    fn publishing_what_was_read_changes_nothing(entry in entry()) {
        for format in publish::FORMATS.iter().filter(|format| format.for_readers) {
            let first = published(&read(published(&entry, format), format), format);
            let second = published(&read(first.clone(), format), format);
            let (first, second) = (String::from_utf8_lossy(&first), String::from_utf8_lossy(&second));
            prop_assert!(first == second, "{}:\n{first}\n{second}", format.name);
        }
    }
}

/// Every row of the vocabulary is among the values that are tried.
#[test]
fn every_row_is_tried() {
    let tried = extras();
    for row in vocabulary::ROWS {
        let name = row.full_name();
        assert!(tried.iter().any(|extra| extra.name == name), "{name}");
    }
    let article = Article::default();
    assert!(article.extras.is_empty());
}
