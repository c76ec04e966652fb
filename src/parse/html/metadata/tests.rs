//! Small pages → what they say about their article.

use crate::article::{Document, Origin, RawArticle};
use crate::markup;

const BODY: &str = "<article><h1>Bridge closed after a barge struck it</h1><p>The bridge over the river was closed on Monday.</p></article>";

fn read(head: &str, body: &str) -> RawArticle {
    let address: url::Url = "https://example.org/news/bridge"
        .parse()
        .expect("an address");
    let document = Document {
        origin: Origin::Address(address.clone()),
        bytes: Vec::new(),
        content_type: None,
        base: Some(address),
    };
    let html = format!("<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>");
    let tree = markup::document(&html).expect("small");
    let mut parsed = super::super::read(&document, &html, tree, None, None);
    parsed.articles.remove(0)
}

fn names(article: &RawArticle) -> Vec<&str> {
    article
        .authors
        .iter()
        .map(|person| person.name.as_str())
        .collect()
}

#[test]
fn authors_are_found_however_they_are_stated() {
    let ld = |author: &str| {
        format!(
            "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Bridge closed after a barge struck it\",\"author\":{author}}}</script>"
        )
    };
    let cases: Vec<(String, String, Vec<&str>)> = vec![
        (ld(r#"{"@type":"Person","name":"Ann Doe"}"#), String::new(), vec!["Ann Doe"]),
        (ld(r#"[{"@type":"Person","name":"Ann Doe"},{"@type":"Organization","name":"House"}]"#), String::new(), vec!["Ann Doe"]),
        // A template without a name: the byline says it.
        (ld(r#"{"@type":"Person","name":", The House"}"#), "<p class=byline>By Ann Doe</p>".into(), vec!["Ann Doe"]),
        // The house signs, a person is named for readers.
        (ld(r#"{"@type":"Organization","name":"House"}"#), "<a rel=author href=/ann>Ann Doe</a>".into(), vec!["Ann Doe"]),
        ("<meta name=author content='Ann Doe'>".into(), String::new(), vec!["Ann Doe"]),
        ("<meta name=citation_author content='Ann Doe'><meta name=citation_author content='Ben Roe'>".into(), String::new(), vec!["Ann Doe", "Ben Roe"]),
        ("<meta name=DC.creator content='Ann Doe'>".into(), String::new(), vec!["Ann Doe"]),
        ("<meta name=parsely-author content='Ann Doe'>".into(), String::new(), vec!["Ann Doe"]),
        ("<meta name=sailthru.author content='Ann Doe'>".into(), String::new(), vec!["Ann Doe"]),
        ("<meta property='article:author' content='https://example.org/ann'>".into(), "<p class=author>Ann Doe</p>".into(), vec!["Ann Doe"]),
        ("<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ann Doe'>".into(), String::new(), vec!["Ann Doe"]),
        ("<meta name='twitter:label1' content='Reading time'><meta name='twitter:data1' content='5 minutes'>".into(), String::new(), vec![]),
        (String::new(), "<div class=h-entry><a class='p-author h-card' href=/ann>Ann Doe</a></div>".into(), vec!["Ann Doe"]),
        (String::new(), "<span itemprop=author itemscope>Ann Doe</span>".into(), vec!["Ann Doe"]),
        // An office is no second person.
        (ld(r#"[{"@type":"Person","name":"Ann Doe"},{"@type":"Person","name":"House staff reporter"}]"#), String::new(), vec!["Ann Doe"]),
        (ld(r#"{"@type":"Person","name":"Staff writer"}"#), String::new(), vec!["Staff writer"]),
        // Who made a picture is not who wrote the text.
        (String::new(), "<figure><img src=/p.jpg><figcaption itemprop=author>Ben Roe</figcaption></figure>".into(), vec![]),
        // A site of one writer.
        ("<meta property='og:site_name' content='Ann Doe'>".into(), "<a rel=author href=/ann>Ann Doe</a>".into(), vec!["Ann Doe"]),
        // The site itself is nobody.
        ("<meta property='og:site_name' content=House><meta name=author content=House>".into(), String::new(), vec![]),
    ];
    for (head, body, expected) in cases {
        let article = read(&head, &format!("{BODY}{body}"));
        assert_eq!(names(&article), expected, "{head}{body}");
    }
}

#[test]
fn the_lead_picture_is_no_logo() {
    let cases = [
        (
            "<meta property=og:image content=/a/bridge.jpg>",
            "",
            Some("https://example.org/a/bridge.jpg"),
        ),
        (
            "<meta property=og:image content=/a/site-logo.png><meta name=twitter:image content=/b.jpg>",
            "",
            Some("https://example.org/b.jpg"),
        ),
        ("<meta property=og:image content=/a/logo.png>", "", None),
        (
            "<meta property=og:image content=/why-we-have-a-new-logo.png>",
            "",
            Some("https://example.org/why-we-have-a-new-logo.png"),
        ),
        (
            "<meta property=og:image content=/placeholder.png>",
            "<img itemprop=image src=/i.jpg>",
            Some("https://example.org/i.jpg"),
        ),
        (
            "",
            "<div class=h-entry><img class=u-photo src=/p.jpg></div>",
            Some("https://example.org/p.jpg"),
        ),
        ("", "<img class=image src=/p.jpg>", None),
        (
            "<link rel=image_src href=/s.jpg>",
            "",
            Some("https://example.org/s.jpg"),
        ),
        (
            "<meta property=og:image content='data:image/png;base64,AAAA'>",
            "",
            None,
        ),
    ];
    for (head, body, expected) in cases {
        let article = read(head, &format!("{BODY}{body}"));
        assert_eq!(article.image.as_deref(), expected, "{head}{body}");
    }
}

#[test]
fn tags_are_those_stated_one_by_one_before_lists_of_words() {
    let cases: [(&str, &str, &[&str]); 7] = [
        (
            "<meta property=article:tag content=rivers><meta property=article:tag content=ships>",
            "",
            &["rivers", "ships"],
        ),
        (
            "<meta name=keywords content='x, y'>",
            "<a rel=tag href=/t/rivers>rivers</a>",
            &["rivers"],
        ),
        (
            "<meta name=news_keywords content='rivers, ships'>",
            "",
            &["rivers", "ships"],
        ),
        (
            "<meta name=dc.subject content='rivers; ships'>",
            "",
            &["rivers", "ships"],
        ),
        (
            "",
            "<div class=h-entry><a class=p-category href=/t>rivers</a></div>",
            &["rivers"],
        ),
        (
            "<script type='application/ld+json'>{\"@type\":\"Article\",\"keywords\":[{\"@type\":\"DefinedTerm\",\"name\":\"rivers\"},\"ships\"]}</script>",
            "",
            &["rivers", "ships"],
        ),
        ("", "", &[]),
    ];
    for (head, body, expected) in cases {
        let article = read(head, &format!("{BODY}{body}"));
        assert_eq!(article.tags, expected, "{head}{body}");
    }
}

#[test]
fn the_address_is_the_one_that_the_page_declares() {
    let cases = [
        (
            "<link rel=canonical href=/news/bridge-closed>",
            "https://example.org/news/bridge-closed",
            true,
        ),
        (
            "<meta property=og:url content=https://example.org/n/1>",
            "https://example.org/news/bridge",
            false,
        ),
        (
            "<link rel=canonical href=/>",
            "https://example.org/news/bridge",
            false,
        ),
        (
            "<link rel=canonical href='javascript:x()'>",
            "https://example.org/news/bridge",
            false,
        ),
        ("", "https://example.org/news/bridge", false),
    ];
    for (head, expected, canonical) in cases {
        let article = read(head, BODY);
        assert_eq!(article.link.as_deref(), Some(expected), "{head}");
        assert_eq!(article.link_is_canonical, canonical, "{head}");
    }
}

#[test]
fn titles_and_site_names_and_languages() {
    let title = "Bridge closed after a barge struck it";
    let cases = [
        (
            "<title>Bridge closed after a barge struck it | House</title>",
            BODY,
            title,
            Some("House"),
        ),
        (
            "<meta property=og:site_name content=House><meta property=og:title content='Bridge closed after a barge struck it'>",
            "<p>x</p>",
            title,
            Some("House"),
        ),
        (
            "<script type='application/ld+json'>{\"@type\":\"WebSite\",\"name\":\"House\"}</script>",
            BODY,
            title,
            Some("House"),
        ),
    ];
    for (head, body, expected, site) in cases {
        let article = read(head, body);
        let found = article.title.map(|text| text.value);
        assert_eq!(found.as_deref(), Some(expected), "{head}");
        assert_eq!(article.site_name.as_deref(), site, "{head}");
    }
    let languages = [
        ("<meta http-equiv=content-language content=de>", "de"),
        ("<meta property=og:locale content=de_DE>", "de_DE"),
        (
            "<script type='application/ld+json'>{\"@type\":\"Article\",\"inLanguage\":\"de\"}</script>",
            "de",
        ),
    ];
    for (head, expected) in languages {
        assert_eq!(
            read(head, BODY).language.as_deref(),
            Some(expected),
            "{head}"
        );
    }
}

#[test]
fn titles_without_a_heading_of_the_first_level() {
    for (body, expected) in [
        ("<h2 itemprop=headline>Bridge closed</h2>", "Bridge closed"),
        (
            "<h3 class='post-title entry-title' itemprop=name>Bridge closed</h3>",
            "Bridge closed",
        ),
        ("<span itemprop=name>Ann Doe</span>", "House: Bridge closed"),
        (
            "<h1><span class=kicker>River:</span> <span>Bridge closed</span></h1>",
            "Bridge closed",
        ),
        (
            "<h1><span class=topline>Bridge closed</span></h1>",
            "Bridge closed",
        ),
    ] {
        let article = read("<title>House: Bridge closed</title>", body);
        let title = article.title.map(|title| title.value);
        assert_eq!(title.as_deref(), Some(expected), "{body}");
    }
}
