//! Front matter as people write it.

use proptest::prelude::*;

use super::*;
use crate::article::DateRole;

fn article(text: &str) -> (RawArticle, String) {
    let (block, rest) = split(text).unwrap_or_else(|| panic!("front matter in {text:?}"));
    let mut raw = RawArticle::default();
    apply(block, &mut raw).unwrap_or_else(|reason| panic!("{reason}: {text:?}"));
    (raw, rest.to_owned())
}

fn title(raw: &RawArticle) -> &str {
    raw.title.as_ref().map_or("", |title| title.value.as_str())
}

fn dates(raw: &RawArticle, role: DateRole) -> Vec<(&str, &str)> {
    raw.dates
        .iter()
        .filter(|date| date.role == role)
        .map(|date| (date.field, date.text.as_str()))
        .collect()
}

#[test]
fn the_three_syntaxes_say_the_same() {
    for text in [
        "---\ntitle: A title\ndate: 2024-05-12T10:00:00+02:00\ntags: [a, b]\ndraft: false\n---\nBody\n",
        "\u{feff}\n\n---\ntitle: \"A title\"\nDate: 2024-05-12T10:00:00+02:00\ntags:\n  - a\n  - b\n---  \r\nBody\n",
        "+++\ntitle = \"A title\"\ndate = 2024-05-12T10:00:00+02:00\n[taxonomies]\ntags = [\"a\", \"b\"]\n+++\nBody\n",
        "{\n\"title\": \"A title\", \"date\": \"2024-05-12T10:00:00+02:00\", \"tags\": [\"a\", \"b\"]}\nBody\n",
        ";;;\n{\"title\": \"A title\", \"date\": \"2024-05-12T10:00:00+02:00\", \"tags\": [\"a\", \"b\"]}\n;;;\nBody\n",
        "Title: A title\nDate: 2024-05-12T10:00:00+02:00\nTags: a, b\n\nBody\n",
        "---\r\ntitle: A title\r\ndate: 2024-05-12T10:00:00+02:00\r\ntags: a, b\r\n---\r\nBody\n",
    ] {
        let (raw, rest) = article(text);
        assert_eq!(title(&raw), "A title", "{text:?}");
        assert_eq!(rest.trim(), "Body", "{text:?}");
        assert_eq!(
            dates(&raw, DateRole::Published),
            [("date", "2024-05-12T10:00:00+02:00")],
            "{text:?}"
        );
        assert_eq!(raw.tags, ["a", "b"], "{text:?}");
        assert!(!raw.draft);
    }
}

#[test]
fn scalars_stay_as_written() {
    let (raw, _) = article("---\ntitle: 1.10\nid: 007\ndate: 2024-05-12\nslug: 0x1F\n---\n");
    assert_eq!(title(&raw), "1.10");
    assert_eq!(raw.id.as_deref(), Some("007"));
    let (raw, _) = article("---\ntitle: 2024\nid: 0\n---\n");
    assert_eq!((title(&raw), raw.id.as_deref()), ("2024", Some("0")));
}

#[test]
fn names_of_many_generators() {
    let (raw, _) = article(
        "---\ntitle: T\ndate: 2024-01-02\npublishDate: 2024-01-03\npubDate: 2024-01-04\nlast_modified_at: 2024-02-01\n\
         lastmod: 2024-02-02\nexpiryDate: 2030-01-01\ncategories: [x, [y, z]]\nauthor:\n  name: Jane\n  email: jane@example.org\n\
         \x20 url: https://example.org/jane\nexcerpt: E\ncover:\n  image: /c.jpg\nguid: g\nlang: de\nenclosure:\n  url: /a.mp3\n  length: 123\n  type: audio/mpeg\n---\n",
    );
    assert_eq!(
        dates(&raw, DateRole::Published),
        [
            ("date", "2024-01-02"),
            ("publishDate", "2024-01-03"),
            ("pubDate", "2024-01-04")
        ]
    );
    assert_eq!(
        dates(&raw, DateRole::Updated),
        [
            ("lastmod", "2024-02-02"),
            ("last_modified_at", "2024-02-01")
        ]
    );
    assert_eq!(
        dates(&raw, DateRole::Expires),
        [("expiryDate", "2030-01-01")]
    );
    assert_eq!(raw.tags, ["x", "y", "z"]);
    assert_eq!(raw.authors[0].name, "Jane");
    assert_eq!(raw.authors[0].email.as_deref(), Some("jane@example.org"));
    assert_eq!(
        raw.authors[0].url.as_deref(),
        Some("https://example.org/jane")
    );
    assert_eq!(raw.summary.map(|text| text.value).as_deref(), Some("E"));
    assert_eq!(raw.image.as_deref(), Some("/c.jpg"));
    assert_eq!(raw.id.as_deref(), Some("g"));
    assert_eq!(raw.language.as_deref(), Some("de"));
    assert_eq!(raw.attachments[0].length, 123);
}

/// What a podcast's generator writes of an episode.
#[test]
fn episodes_have_their_numbers() {
    let (raw, _) = article(
        "---\ntitle: T\naudio: https://example.org/a.mp3\nduration: \"1:02:03\"\nseason: 2\nepisode: 7\nexplicit: false\n\
         transcript:\n  url: /t.vtt\n  type: text/vtt\n---\n",
    );
    assert_eq!(raw.attachments[0].duration_seconds, Some(3723));
    let extras = raw.extras.iter().map(|extra| {
        let values = extra
            .values
            .iter()
            .map(|(key, value)| format!("{key}={value}"));
        format!("{} {}", extra.name, values.collect::<Vec<_>>().join(" "))
    });
    assert_eq!(
        extras.collect::<Vec<_>>(),
        [
            "podcast:season =2",
            "podcast:episode =7",
            "podcast:transcript type=text/vtt url=/t.vtt",
            "media:rating =false",
        ]
    );
}

#[test]
fn drafts_in_every_spelling() {
    for (line, draft) in [
        ("draft: true", true),
        ("draft: \"true\"", true),
        ("draft: yes", true),
        ("draft: false", false),
        ("published: false", true),
        ("published: true", false),
        ("published: 2024-05-12", false),
        ("status: draft", true),
        ("status: published", false),
    ] {
        let (raw, _) = article(&format!("---\ntitle: T\n{line}\n---\n"));
        assert_eq!(raw.draft, draft, "{line}");
    }
}

#[test]
fn links_are_addresses_and_not_patterns() {
    for (line, expected, canonical) in [
        (
            "permalink: https://example.org/a/",
            Some("https://example.org/a/"),
            true,
        ),
        ("url: /a/", Some("/a/"), false),
        ("path: \"2018/07/27/a\"", Some("/2018/07/27/a"), false),
        ("permalink: /:year/:title/", None, false),
        ("permalink: pretty", None, false),
        ("permalink: false", None, false),
        ("permalink: \"/{{ slug }}/\"", None, false),
    ] {
        let (raw, _) = article(&format!("---\ntitle: T\n{line}\n---\n"));
        assert_eq!(
            (raw.link.as_deref(), raw.link_is_canonical),
            (expected, canonical),
            "{line}"
        );
    }
    let (raw, _) = article("+++\ntitle = \"T\"\npath = \"2018/07/27/a\"\n+++\n");
    assert_eq!(dates(&raw, DateRole::Published), [("path", "2018-07-27")]);
}

#[test]
fn what_is_no_front_matter_stays() {
    for text in [
        "---\n\nA paragraph.\n\n---\n\nMore.",
        "---\nJust words here\nand here.\n---\n",
        "Plain text.",
        "{{< youtube abc >}}\ntext",
        "{ not json",
        "Note: this is prose.\n\nMore.",
        "Title: only\nnot a field\n\nx",
        "",
        "---",
    ] {
        assert_eq!(split(text), None, "{text:?}");
    }
}

#[test]
fn broken_front_matter_says_where() {
    for (text, line) in [
        ("---\ntitle: A\nauthor: x: y\n---\nB", "line 3:"),
        ("---\ntitle: \"A\ndate: 2024\n---\nB", "line "),
        ("\n\n---\ntitle: A\n\tb: c\n---\nB", "line 4:"),
        ("+++\ntitle = \"A\"\ndate = yesterday\n+++\nB", "line 3:"),
        ("---\ntitle: A\ndate: 2024-01-01\n", "line 1:"),
        ("---\n- title: A\n---\n", "line 2:"),
    ] {
        let (block, _) = split(text).unwrap_or_else(|| panic!("front matter in {text:?}"));
        let reason = read(block).expect_err(text);
        assert!(
            reason.starts_with("front matter, ") && reason.contains(line),
            "{text:?}: {reason}"
        );
        assert!(!reason.contains('\n') && reason.len() < 200, "{reason}");
    }
}

#[test]
fn bombs_are_refused() {
    let mut bomb = String::from("---\na: &a [x, x, x, x, x, x, x, x, x]\n");
    for level in b'b'..=b'i' {
        let (this, last) = (char::from(level), char::from(level - 1));
        let list = format!("*{last}, ").repeat(9);
        bomb.push_str(&format!("{this}: &{this} [{list}]\n"));
    }
    bomb.push_str("---\n");
    let (block, _) = split(&bomb).expect("front matter");
    assert!(read(block).is_err());
    let deep = format!("---\na: {}{}\n---\n", "[".repeat(5000), "]".repeat(5000));
    let (block, _) = split(&deep).expect("front matter");
    assert!(read(block).is_err());
    let deep = format!("{}1{}", "{\"a\":".repeat(5000), "}".repeat(5000));
    let (block, _) = split(&deep).expect("front matter");
    assert!(read(block).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]
    #[test]
    fn nothing_panics(text in "(---\n|\\+\\+\\+\n|[a-z]{1,4}: |[a-z\"'\\[\\]{}&*#:=\n -]|\\PC){0,60}") {
        if let Some((block, _)) = split(&text) {
            let _ = read(block);
        }
        let _ = dates_in_path(&text);
    }
}
