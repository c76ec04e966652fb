//! Sitemaps as they are found, and what only looks like one.

use super::*;
use crate::article::{DateOrigin, DateRole, Origin};
use ::url::Url;

fn read_at(base: Option<&str>, content_type: Option<&str>, text: &str) -> Parsed {
    let document = Document {
        origin: Origin::File("x".into()),
        bytes: text.as_bytes().to_vec(),
        content_type: content_type.map(str::to_owned),
        base: base.map(|base| Url::parse(base).expect("an address")),
    };
    crate::parse::parse(&document, &Options::default()).expect("a document")
}

fn read(text: &str) -> Parsed {
    read_at(Some("https://example.org/sitemap.xml"), None, text)
}

fn links(parsed: &Parsed) -> Vec<&str> {
    let links = parsed.articles.iter();
    links
        .filter_map(|article| article.link.as_deref())
        .collect()
}

const NEWS: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
 <url><loc>https://example.org/bridge?a=1&amp;b=2</loc><lastmod>2024-05-03T10:00:00Z</lastmod>
  <news:news><news:publication><news:name>The Mill</news:name><news:language>en</news:language></news:publication>
   <news:publication_date>2024-05-02</news:publication_date><news:title><![CDATA[A bridge & a river]]></news:title>
   <news:keywords>bridges, rivers,</news:keywords></news:news>
  <image:image><image:loc>/bridge.jpg</image:loc><image:title>Not this</image:title></image:image></url>
</urlset>"#;

#[test]
fn every_field_is_read() {
    let parsed = read(NEWS);
    assert_eq!((parsed.format, parsed.kind), ("news sitemap", Kind::List));
    assert!(
        !parsed.incomplete && parsed.warnings.is_empty(),
        "{:?}",
        parsed.warnings
    );
    assert_eq!(links(&parsed), ["https://example.org/bridge?a=1&b=2"]);
    let article = &parsed.articles[0];
    let title = article.title.as_ref().map(|title| title.value.as_str());
    assert_eq!(title, Some("A bridge & a river"));
    assert_eq!(article.tags, ["bridges", "rivers"]);
    assert_eq!(article.site_name.as_deref(), Some("The Mill"));
    assert_eq!(article.language.as_deref(), Some("en"));
    assert_eq!(
        article.image.as_deref(),
        Some("https://example.org/bridge.jpg")
    );
    let dates: Vec<_> = article
        .dates
        .iter()
        .map(|date| (date.role, date.text.as_str(), date.origin, date.field))
        .collect();
    assert_eq!(
        dates,
        [
            (
                DateRole::Published,
                "2024-05-02",
                DateOrigin::Feed,
                "news:publication_date"
            ),
            (
                DateRole::Updated,
                "2024-05-03T10:00:00Z",
                DateOrigin::Feed,
                "lastmod"
            ),
        ]
    );
}

/// Undeclared and odd prefixes, a namespace of another's, lost ends, blanks, another case: the same is read.
#[test]
fn broken_ones_are_read_as_they_were_meant() {
    let whole = read(NEWS);
    let cases = [
        NEWS.replace(
            "http://www.sitemaps.org/schemas/sitemap/0.9",
            "https://wrong.example/",
        ),
        NEWS.replace(
            " xmlns:news=\"http://www.google.com/schemas/sitemap-news/0.9\"",
            "",
        ),
        NEWS.replace("news:", "n:").replace("<n:news", "<ns1:news"),
        NEWS.replace("<urlset", "<ns0:urlset")
            .replace("</urlset", "</ns0:urlset"),
        NEWS.replace("</lastmod>", ""),
        NEWS.replace("</image:image>", ""),
        NEWS.replace("</url>", ""),
        NEWS.replace("<loc>", "<LOC>\n  ")
            .replace("</loc>", "\n</LOC>"),
        NEWS.replace("&amp;", "&"),
        NEWS.replace("https://example.org/bridge", "/bridge"),
        format!("\u{feff}\n\n{NEWS}"),
        format!("<br />\n<b>Warning</b>: a notice on line 3<br />{NEWS}"),
        format!("{NEWS}\n<!-- made in 0.2 s -->"),
        NEWS.replace(
            "<url>",
            "<!-- one --><url><xhtml:link rel='alternate' href='/de'/>",
        ),
        NEWS.replace("<loc>", "<loc><![CDATA[")
            .replace("&amp;b=2</loc>", "&b=2]]></loc>"),
    ];
    for text in cases {
        let parsed = read(&text);
        assert_eq!(parsed.articles, whole.articles, "{text}");
        assert!(!parsed.incomplete, "{text}");
    }
}

#[test]
fn what_is_cut_is_incomplete_and_keeps_what_is_whole() {
    let text = "<urlset><url><loc>https://example.org/a</loc></url><url><loc>https://example.org/b</loc></url><url><loc>https://exam";
    for (end, count) in [(text.len(), 2), (text.len() - 40, 1), (20, 0), (8, 0)] {
        let parsed = read(&text[..end]);
        assert_eq!(parsed.articles.len(), count, "{}", &text[..end]);
        assert!(parsed.incomplete && parsed.warnings.len() == 1);
    }
    let empty = read("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'/>");
    assert!(!empty.incomplete && empty.kind == Kind::List && empty.warnings.is_empty());
}

#[test]
fn the_sitemaps_of_an_index_stand_in_the_order_of_their_worth() {
    let part = |name: &str, date: &str| {
        format!("<sitemap><loc>https://example.org/{name}</loc><lastmod>{date}</lastmod></sitemap>")
    };
    let text = format!(
        "<sitemapindex>{}{}{}{}{}{}{}{}{}</sitemapindex>",
        part("page-sitemap.xml", "2025-01-01"),
        part("media/sitemap-posts-1.xml", "2024-01-01"),
        part("post_tag-sitemap.xml", "2024-12-01T00:00:00+00:00"),
        part("sitemap-2023-11.xml", ""),
        part("sitemap-2024-02.xml", ""),
        part("sitemap.php?type=news", "2024-03-01"),
        part("sitemap-3.xml", "2024-04-01"),
        part("kategorien.xml", ""),
        "<sitemap><loc>https://other.example/a.xml</loc></sitemap>",
    );
    let parsed = read(&text);
    assert_eq!((parsed.format, parsed.kind), ("sitemap index", Kind::List));
    assert!(parsed.articles.is_empty());
    let parts: Vec<_> = parsed
        .more
        .parts
        .iter()
        .map(|part| &part.as_str()["https://example.org/".len()..])
        .collect();
    assert_eq!(
        parts,
        [
            "sitemap.php?type=news",
            "media/sitemap-posts-1.xml",
            "sitemap-3.xml",
            "sitemap-2024-02.xml",
            "sitemap-2023-11.xml",
            "page-sitemap.xml",
            "post_tag-sitemap.xml",
            "kategorien.xml",
        ]
    );
    assert_eq!(
        parsed.warnings,
        ["1 of its addresses are none of its site and are left out"]
    );
}

#[test]
fn addresses_of_other_sites_are_left_out() {
    let of = |base: Option<&str>, addresses: &[&str]| {
        let urls: String = addresses
            .iter()
            .map(|a| format!("<url><loc>{a}</loc></url>"))
            .collect();
        let parsed = read_at(base, None, &format!("<urlset>{urls}</urlset>"));
        (links(&parsed).len(), parsed.warnings.len())
    };
    let base = Some("https://www.example.org/sitemap.xml");
    let mixed = [
        "http://example.org/a",
        "https://news.example.org/b",
        "https://evil.example/c",
        "javascript:alert(1)",
        "ftp://example.org/d",
    ];
    assert_eq!(of(base, &mixed), (2, 1));
    assert_eq!(of(None, &mixed), (3, 1), "no address of its own");
    assert_eq!(
        of(
            Some("https://cdn.example/s.xml"),
            &["https://example.org/a", "https://example.org/b"]
        ),
        (2, 0),
        "submitted for another"
    );
    assert_eq!(
        of(base, &["https://notexample.org/a", "https://example.org/b"]),
        (1, 1)
    );
    assert_eq!(
        of(
            base,
            &[
                "https://example.org/",
                "https://example.org/a",
                "https://example.org/a#x"
            ]
        ),
        (1, 0),
        "home page, twice the same"
    );
}

#[test]
fn a_text_with_nothing_but_addresses_is_one() {
    let text = "https://example.org/a\r\nhttps://example.org/b\r\n\r\nhttp://example.org/c\n";
    for content_type in [Some("text/plain; charset=utf-8"), None] {
        let parsed = read_at(None, content_type, text);
        assert_eq!((parsed.format, parsed.articles.len()), ("text sitemap", 3));
    }
    let long: String = (0..2000)
        .map(|n| format!("https://example.org/story/{n}\n"))
        .collect();
    assert_eq!(
        read_at(None, Some("text/plain"), &long).articles.len(),
        2000
    );
    for text in [
        "https://example.org/a\n\nA remark on it.\n",
        "https://example.org/a\n",
        "A title\nhttps://example.org/a\nhttps://example.org/b\n",
    ] {
        assert_eq!(
            read_at(None, Some("text/plain"), text).format,
            "plain text",
            "{text}"
        );
    }
}

#[test]
fn what_only_looks_like_one_is_none() {
    for text in [
        "<rss version='2.0'><channel><title>A</title><item><title>urlset</title><description>&lt;urlset&gt;</description></item></channel></rss>",
        "<!DOCTYPE html><html><body><urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'></urlset><p>How to write one.</p></body></html>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><title>A</title><entry><id>a</id><urlset/></entry></feed>",
    ] {
        assert_ne!(read(text).kind, Kind::List, "{text}");
    }
}

/// T-12, T-13: bounds, and time that is linear in the text.
#[test]
fn hostile_ones_do_no_harm() {
    let deep = format!("<urlset><url>{}", "<a>".repeat(200_000));
    let many: String = (0..ADDRESSES + 5)
        .map(|n| format!("<url><loc>https://example.org/{n}</loc></url>"))
        .collect();
    let images = "<image:image><image:loc>/i</image:loc></image:image>".repeat(50_000);
    let parsed = read(&format!("<urlset>{many}</urlset>"));
    assert_eq!(parsed.articles.len(), ADDRESSES);
    assert!(parsed.incomplete && parsed.warnings.len() == 1);
    for text in [
        deep,
        format!("<urlset><url><loc>https://example.org/a</loc>{images}</url></urlset>"),
        format!("<urlset><url><loc>{}", "a".repeat(1 << 20)),
        format!("<urlset>{}", "<url>".repeat(200_000)),
        format!("<urlset>{}", "</url>".repeat(200_000)),
        format!(
            "<urlset><url>{}{}",
            "<b>".repeat(100_000),
            "</c>".repeat(100_000)
        ),
    ] {
        assert!(read(&text).articles.len() <= 1);
    }
}
