//! A feed for the tests of this folder, with what makes trouble in each field.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::DateTime;

use crate::article::{Article, Attachment, Entry, Extra, Feed, Person, SourceFeed};

/// Four articles: a full one, one with an odd id and little else, a recording, a republished one.
pub(super) fn feed() -> Feed {
    Feed {
        name: "all".into(),
        title: "Notes from the mill".into(),
        description: "What the miller writes & reads".into(),
        link: "https://example.org/".parse().expect("URL"),
        base_url: "https://example.org/feeds/".parse().expect("URL"),
        language: Some("en".into()),
        author: Person {
            name: "The miller".into(),
            ..Person::default()
        },
        formats: ["rss", "atom", "json", "html"].map(String::from).into(),
        hubs: Vec::new(),
        entries: vec![
            entry(
                "https://example.org/2024/mill/",
                "2024-05-12T10:30:00+02:00",
                full(),
            ),
            entry("42", "2024-05-11T00:00:00+00:00", bare()),
            entry(
                "tag:example.org,2024:talk",
                "2024-05-11T00:00:00+00:00",
                talk(),
            ),
            entry(
                "urn:example:borrowed",
                "2024-05-10T23:15:00-05:00",
                borrowed(),
            ),
        ],
    }
}

fn entry(id: &str, at: &str, article: Article) -> Entry {
    let at = DateTime::parse_from_rfc3339(at).expect("a date");
    Entry {
        id: id.into(),
        published: at,
        updated: at,
        article: Arc::new(article),
    }
}

fn full() -> Article {
    Article {
        url: Some("https://example.org/2024/mill/".into()),
        title: Some("Q&A: what <em> means, and ]]> too".into()),
        summary: Some("Wind & water: 3 < 4, and why \"the mill\" turns.".into()),
        content_html: "<p>Wind &amp; water: 3 &lt; 4.</p>\n<pre><code>a ]]&gt; b</code></pre>\
            <p><img src=\"https://example.org/mill.jpg\" alt=\"The mill\"></p>"
            .into(),
        authors: vec![
            Person {
                name: "Ada Müller".into(),
                url: Some("https://example.org/ada".into()),
                email: Some("ada@example.org".into()),
            },
            Person {
                name: "O'Brien & Sons".into(),
                ..Person::default()
            },
        ],
        tags: vec!["wind".into(), "R&D".into()],
        image: Some("https://example.org/mill.jpg".into()),
        attachments: vec![Attachment {
            url: "https://example.org/plans.pdf?a=1&b=2".into(),
            mime_type: "application/pdf".into(),
            length: 0,
            title: Some("Plans \"A\" & \"B\"".into()),
            ..Attachment::default()
        }],
        language: Some("en".into()),
        ..Article::default()
    }
}

fn bare() -> Article {
    Article {
        content_html: "Only a thought, without a title.".into(),
        ..Article::default()
    }
}

fn talk() -> Article {
    Article {
        url: Some("https://example.org/talk".into()),
        title: Some("Gespräch über Müller &amp; Mühlen".into()),
        summary: Some("Ein Gespräch.".into()),
        content_html: "<p>Ein Gespräch, das in ganzer Länge zu hören ist.</p>".into(),
        image: Some("https://example.org/cover.png".into()),
        attachments: vec![Attachment {
            url: "https://example.org/talk.mp3".into(),
            mime_type: "audio/mpeg".into(),
            length: 12_345_678,
            duration_seconds: Some(1830),
            details: values(&[("bitrate", "128"), ("lang", "de"), ("isDefault", "true")]),
            ..Attachment::default()
        }],
        extras: [
            ("podcast:season", &[("", "2")][..]),
            ("podcast:episode", &[("", "7.5"), ("display", "7 & a half")]),
            ("itunes:episodeType", &[("", "bonus")]),
            (
                "podcast:transcript",
                &[
                    ("url", "https://example.org/t.vtt?a=1&b=2"),
                    ("type", "text/vtt"),
                    ("language", "de"),
                ],
            ),
            (
                "podcast:transcript",
                &[
                    ("url", "https://example.org/t.srt"),
                    ("type", "application/x-subrip"),
                ],
            ),
            (
                "podcast:person",
                &[
                    ("", "Ada <M>"),
                    ("role", "guest"),
                    ("href", "https://example.org/ada"),
                ],
            ),
            (
                "podcast:soundbite",
                &[("startTime", "73.0625"), ("duration", "0.0000001")],
            ),
            ("media:rating", &[("", "nonadult")]),
            (
                "media:credit",
                &[("", "O'Brien & Sons"), ("role", "sound designer")],
            ),
            (
                "media:player",
                &[("url", "https://example.org/p?x=1&y=2"), ("width", "640")],
            ),
            ("comments", &[("", "https://example.org/talk#comments")]),
            (
                "wfw:commentRss",
                &[("", "https://example.org/talk/comments.rss")],
            ),
            ("georss:point", &[("", "48.4 -9.99")]),
            ("dc:rights", &[("", "© Müller & Söhne, see </b> & all")]),
            (
                "creativeCommons:license",
                &[("", "https://creativecommons.org/licenses/by/4.0/")],
            ),
        ]
        .iter()
        .map(|(name, found)| Extra {
            name: (*name).to_owned(),
            values: values(found),
        })
        .collect(),
        language: Some("de".into()),
        ..Article::default()
    }
}

fn values(values: &[(&str, &str)]) -> BTreeMap<String, String> {
    let value = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    values.iter().map(value).collect()
}

fn borrowed() -> Article {
    Article {
        url: Some("https://elsewhere.example/1".into()),
        title: Some("Borrowed".into()),
        summary: Some("A link and a line.".into()),
        republished_from: Some(SourceFeed {
            id: Some("https://elsewhere.example/feed".into()),
            title: Some("Elsewhere & co.".into()),
            url: Some("https://elsewhere.example/feed?x=1&y=2".into()),
        }),
        ..Article::default()
    }
}
