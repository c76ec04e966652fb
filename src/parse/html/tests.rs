//! Whole pages → one raw article each, with every date candidate and where it came from.

use url::Url;

use super::*;

fn document(html: &str, address: Option<&str>) -> Document {
    let base = address.and_then(|address| Url::parse(address).ok());
    Document {
        origin: match &base {
            Some(url) => Origin::Address(url.clone()),
            None => Origin::File("article.html".into()),
        },
        bytes: html.as_bytes().to_vec(),
        content_type: None,
        base,
    }
}

fn parsed(html: &str, address: Option<&str>) -> Parsed {
    fragment(&document(html, address), html, None, None)
}

const PARAGRAPHS: &str = "<p>The first paragraph tells, in a few plain words, what the story is about, \
    and it goes on for a while, since short paragraphs are not taken for text.</p>\
    <p>The second paragraph, which is as long as the first, adds to it, with a comma here, and another \
    there, so that it reads like prose, and not like a menu of links.</p>\
    <pre><code>let kept = true;</code></pre>\
    <table><tr><th>Year</th><th>Count</th></tr><tr><td>2023</td><td>17</td></tr></table>\
    <figure><img src='data:image/gif;base64,R0' data-src='/pictures/one.jpg'><figcaption>A caption</figcaption></figure>";

#[test]
fn a_page_that_says_everything() {
    let html = format!(
        r#"<!doctype html><html lang="en-GB"><head><title>A title | The Site</title>
        <meta property="og:type" content="article"><meta property="og:site_name" content="The Site">
        <meta property="og:title" content="A title"><meta name="description" content="What it is about.">
        <meta property="og:image" content="/lead.jpg"><meta property="article:tag" content="One">
        <meta property="article:tag" content="Two">
        <meta property="article:published_time" content="2024-05-12T10:00:00+02:00">
        <meta property="article:modified_time" content="2024-05-13T10:00:00+02:00">
        <link rel="canonical" href="/2024/05/12/a-title/">
        <link rel="alternate" type="application/rss+xml" href="/feed" title="Feed">
        <script type="application/ld+json">{{"@type":"NewsArticle","headline":"A title",
        "datePublished":"2024-05-12T08:00:00Z","author":{{"@type":"Person","name":"Ann Doe"}}}}</script></head>
        <body><nav><a href="/">Home</a></nav><article><h1>A title</h1>{PARAGRAPHS}</article>
        <footer>© 2020 The Site</footer></body></html>"#
    );
    let parsed = parsed(&html, Some("https://example.org/x?utm_source=feed"));
    assert_eq!(parsed.kind, Kind::Article);
    assert_eq!(parsed.announced.len(), 1);
    assert_eq!(
        parsed.facts.home_page.as_deref(),
        Some("https://example.org/")
    );
    let article = &parsed.articles[0];
    assert_eq!(
        article.title.as_ref().map(|title| title.value.as_str()),
        Some("A title")
    );
    assert_eq!(article.site_name.as_deref(), Some("The Site"));
    assert_eq!(
        article.link.as_deref(),
        Some("https://example.org/2024/05/12/a-title/")
    );
    assert!(article.link_is_canonical);
    assert_eq!(article.tags, ["One", "Two"]);
    assert_eq!(
        article.image.as_deref(),
        Some("https://example.org/lead.jpg")
    );
    assert_eq!(article.language.as_deref(), Some("en-GB"));
    assert_eq!(article.authors[0].name, "Ann Doe");
    let published: Vec<(&str, &str)> = article
        .dates
        .iter()
        .filter(|date| date.role == DateRole::Published)
        .map(|date| (date.field, date.text.as_str()))
        .collect();
    assert_eq!(
        published,
        [
            // The same instant, in the writer's own zone.
            ("article:published_time", "2024-05-12T10:00:00+02:00"),
            ("datePublished", "2024-05-12T08:00:00Z"),
            ("address", "2024-05-12"),
        ]
    );
    let content = article
        .content
        .as_ref()
        .map(|content| content.value.as_str())
        .unwrap_or_default();
    for kept in [
        "let kept",
        "<table",
        "A caption",
        "/pictures/one.jpg",
        "second paragraph",
    ] {
        assert!(content.contains(kept), "{kept}: {content}");
    }
    assert!(
        !content.contains("© 2020") && !content.contains("Home"),
        "{content}"
    );
}

#[test]
fn dates_that_are_not_of_the_article_are_no_candidates() {
    let cases = [
        "<html><body><article><h1>T</h1><p>x</p></article><div class=comments><time datetime=2024-05-12>x</time></div>",
        "<html><body><article><h1>T</h1></article><aside><time datetime=2024-05-12>x</time></aside>",
        "<html><body><h1>T</h1><footer>© 12 May 2024</footer>",
        "<html><body><h1>T</h1><p>{text}</p><div class=related-posts><p class=date>12 May 2024</p></div>",
        "<html><head><meta name=generator content='Site 2024-05-12'></head><body><h1>T</h1>",
    ];
    for html in cases {
        let html = html.replace("{text}", &"Words of the text. ".repeat(30));
        let parsed = parsed(&html, None);
        assert_eq!(parsed.articles[0].dates, [], "{html}");
    }
}

/// A content system that writes the day of a change for machines, and that of publication for readers.
#[test]
fn a_time_that_shows_another_day_than_it_states_is_read_as_it_is_shown() {
    for (text, expected) in [
        ("Publié le 12 mai 2024", "Publié le 12 mai 2024"),
        // the same day, the zone, the month first, nothing
        ("17 mai 2024", "2024-05-17T10:00:00Z"),
        ("18 mai 2024", "2024-05-17T10:00:00Z"),
        ("05/12/2024", "2024-05-17T10:00:00Z"),
        ("2024年5月12日", "2024-05-17T10:00:00Z"),
        ("last week", "2024-05-17T10:00:00Z"),
    ] {
        let html =
            format!("<html><body><h1>T</h1><time datetime=2024-05-17T10:00:00Z>{text}</time>");
        let parsed = parsed(&html, None);
        let first = parsed.articles[0].dates.first().expect(text);
        assert_eq!(first.text, expected);
    }
}

#[test]
fn steps_of_the_ladder_of_dates() {
    let cases = [
        (
            "<meta name=dcterms.issued content=2024-05-12>",
            "dcterms.issued",
        ),
        (
            "<meta itemprop=datePublished content=2024-05-12>",
            "datePublished",
        ),
        (
            "<body><h1>T</h1><time pubdate datetime=2024-05-12>x</time>",
            "published",
        ),
        (
            "<body><h1>T</h1><p class=published><time>2024-05-12</time></p>",
            "published",
        ),
        (
            "<body><h1>T</h1><p>It began on <time>2024-05-12</time></p>",
            "time",
        ),
        (
            "<body><h1>T</h1><span itemprop=datePublished>2024-05-12</span>",
            "datepublished",
        ),
        (
            "<body class=h-entry><time class=dt-published datetime=2024-05-12>x</time>",
            "published",
        ),
        ("<body><h1>T</h1><p>Published on 2024-05-12</p>", "byline"),
        // other spellings of a name
        (
            "<meta name=Publish-Date content=2024-05-12>",
            "publish_date",
        ),
        // what components carry
        (
            "<body><h1>T</h1><p><relative-time datetime=2024-05-12>last week</relative-time>",
            "time",
        ),
        // each part in a block of its own
        (
            "<body><h1>T</h1><div class=date><p>on</p><p>2024-05-12</p></div>",
            "byline",
        ),
        (
            "<script>data = {title: 'T', publishedAt: '2024-05-12'}</script>",
            "script",
        ),
    ];
    for (html, field) in cases {
        let parsed = parsed(&format!("<html>{html}"), None);
        let first = parsed.articles[0].dates.first().expect(html);
        assert_eq!(first.field, field, "{html}");
        assert!(first.text.ends_with("2024-05-12"), "{html}");
    }
}

#[test]
fn titles_come_from_the_heading_that_the_page_agrees_with() {
    let cases = [
        ("<title>A story | Site</title><h1>Site</h1>", "Site"),
        ("<title>A story | Site</title><h1>A story</h1>", "A story"),
        (
            "<title>A story - Site</title><meta property=og:title content='A story'>",
            "A story",
        ),
        ("<title>A story</title>", "A story"),
        (
            "<title>Story two</title><h1>Logo</h1><h1>Story two</h1>",
            "Story two",
        ),
    ];
    for (html, expected) in cases {
        let parsed = parsed(&format!("<html>{html}"), None);
        let title = parsed.articles[0]
            .title
            .as_ref()
            .map(|title| title.value.as_str());
        assert_eq!(title, Some(expected), "{html}");
    }
}

#[test]
fn what_is_html_is_recognised() {
    let clues = |head: &'static str, extension: &'static str, media_type: &'static str| Clues {
        head,
        extension,
        media_type,
    };
    let cases = [
        (clues("<!DOCTYPE html><html>", "", ""), true),
        (
            clues("<?xml version='1.0'?>\n<!-- x --><!DOCTYPE html>", "", ""),
            true,
        ),
        (clues("<p>x", "html", ""), true),
        (clues("plain", "html", ""), false),
        (clues("<p>x", "", "text/html"), true),
        (clues("<p>x", "md", ""), false),
        (clues("<rss>", "xml", ""), false),
    ];
    for (clues, expected) in cases {
        assert_eq!(recognises(&clues), expected, "{}", clues.head);
    }
}

#[test]
fn kinds_of_pages() {
    let at = Some("https://example.org/news/");
    let cases = [
        ("<meta property=og:type content=article>", at, Kind::Article),
        (
            "<article><h1>T</h1><time datetime=2024-05-12>x</time></article>",
            at,
            Kind::Article,
        ),
        (
            "<article><h2>a</h2></article><article><h2>b</h2></article>",
            at,
            Kind::Page,
        ),
        ("<h1>News</h1><ul><li><a href=/a>a</a></ul>", at, Kind::Page),
        ("<h1>News</h1>", None, Kind::Article),
    ];
    for (html, address, expected) in cases {
        assert_eq!(
            parsed(&format!("<html>{html}"), address).kind,
            expected,
            "{html}"
        );
    }
}

#[test]
fn a_piece_of_html_is_taken_whole() {
    let parsed = parsed("<h1>T</h1><p>Short.</p><script>x</script>", None);
    let content = parsed.articles[0]
        .content
        .as_ref()
        .map(|content| content.value.as_str());
    assert_eq!(content, Some("<p>Short.</p>"));
}

#[test]
fn front_matter_of_a_file_comes_before_what_the_page_says() {
    let html = "---\ntitle: Own title\ndate: 2024-05-12\n---\n<h1>T</h1><p>Short.</p>";
    let parsed = parse(&document(html, None), html, &Options::default()).expect("HTML");
    let article = &parsed.articles[0];
    let title = article.title.as_ref().map(|title| title.value.as_str());
    assert_eq!(title, Some("Own title"));
    assert_eq!(article.dates[0].origin, DateOrigin::FrontMatter);
    assert!(
        article
            .content
            .as_ref()
            .is_some_and(|content| !content.value.contains("---"))
    );
}

#[test]
fn hostile_pages_become_text() {
    let html = "<html><p>Hello</p>".to_owned() + &"<div>".repeat(100_000) + "<script>x</script>";
    let parsed = parsed(&html, None);
    assert_eq!(parsed.warnings.len(), 1);
    let content = parsed.articles[0]
        .content
        .as_ref()
        .map(|content| content.value.as_str());
    assert_eq!(content, Some("<p>Hello</p>"));
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_is_survived(text in "\\PC{0,200}") {
        let html = format!("<html><h1>{text}</h1><p class=byline>{text}</p><time datetime=\"{text}\">{text}</time>");
        fragment(&document(&html, None), &html, None, None);
    }
}
