//! Documents of every kind with one string in every field.

use serde_json::json;

/// A kind of source.
pub(super) struct Carrier {
    /// Its file name.
    pub(super) name: &'static str,
    pub(super) media_type: &'static str,
    pub(super) is_file: bool,
    pub(super) write: fn(&str) -> String,
}

pub(super) const CARRIERS: &[Carrier] = &[
    Carrier {
        name: "feed.rss",
        media_type: "application/rss+xml",
        is_file: false,
        write: rss,
    },
    Carrier {
        name: "feed.atom",
        media_type: "application/atom+xml",
        is_file: false,
        write: atom,
    },
    Carrier {
        name: "xhtml.atom",
        media_type: "application/atom+xml",
        is_file: false,
        write: xhtml,
    },
    Carrier {
        name: "feed.json",
        media_type: "application/feed+json",
        is_file: false,
        write: json_feed,
    },
    Carrier {
        name: "page.html",
        media_type: "text/html; charset=utf-8",
        is_file: false,
        write: page,
    },
    Carrier {
        name: "article.md",
        media_type: "text/markdown; charset=utf-8",
        is_file: true,
        write: markdown,
    },
    Carrier {
        name: "article.txt",
        media_type: "text/plain; charset=utf-8",
        is_file: true,
        write: |attack| {
            format!("A plain title\n\nThe text begins.\n\n{attack}\n\nThe text ends.\n")
        },
    },
];

/// As text or in quotes in XML and HTML.
fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

fn rss(attack: &str) -> String {
    let x = escaped(attack);
    format!(
        r#"<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/"
        xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><title>{x}</title><link>https://example.org/</link>
        <description>{x}</description><item><guid isPermaLink="false">g1</guid><title>{x}</title><link>{x}</link>
        <description>It says: {x}</description><content:encoded>&lt;p&gt;The text.&lt;/p&gt;{x}&lt;p&gt;More.&lt;/p&gt;</content:encoded>
        <dc:creator>{x}</dc:creator><author>{x}</author><category domain="{x}">{x}</category>
        <enclosure url="{x}" type="audio/mpeg" length="1"/><media:content url="{x}" type="{x}"><media:title>{x}</media:title>
        </media:content><media:thumbnail url="{x}"/><itunes:image href="{x}"/><source url="{x}">{x}</source>
        <comments>{x}</comments><dc:rights>{x}</dc:rights></item></channel></rss>"#
    )
}

fn atom(attack: &str) -> String {
    let x = escaped(attack);
    format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">{x}</title><id>tag:example.org,2024:f</id>
        <updated>2024-05-12T10:00:00Z</updated><entry><id>tag:example.org,2024:1</id><title type="html">{x}</title>
        <updated>2024-05-12T10:00:00Z</updated><link href="{x}"/><link rel="enclosure" href="{x}" type="{x}" title="{x}"/>
        <link rel="related" href="{x}"/><summary type="html">It says: {x}</summary><content type="html">&lt;p&gt;The text.&lt;/p&gt;{x}</content>
        <author><name>{x}</name><uri>{x}</uri><email>{x}</email></author><category term="{x}" label="{x}" scheme="{x}"/>
        <rights type="html">{x}</rights><source><id>{x}</id><title type="html">{x}</title><link href="{x}"/></source></entry></feed>"#
    )
}

/// As it stands, in markup that may or may not be well formed.
fn xhtml(attack: &str) -> String {
    format!(
        r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><id>tag:example.org,2024:1</id><title>T</title>
        <updated>2024-05-12T10:00:00Z</updated><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>The text.</p>
        {attack}</div></content></entry></feed>"#
    )
}

fn json_feed(x: &str) -> String {
    json!({
        "version": "https://jsonfeed.org/version/1.1", "title": x, "description": x, "home_page_url": x, "icon": x,
        "authors": [{"name": x, "url": x, "avatar": x}],
        "items": [{
            "id": "1", "url": x, "external_url": x, "title": x, "summary": x, "image": x, "banner_image": x,
            "content_html": format!("<p>The text.</p>{x}<p>More.</p>"),
            "authors": [{"name": x, "url": x, "avatar": x}], "tags": [x, "b"], "language": x,
            "attachments": [{"url": x, "mime_type": x, "title": x}, {"url": format!("https://example.org/{x}"), "mime_type": "audio/mpeg"}],
        }],
    })
    .to_string()
}

fn page(attack: &str) -> String {
    let x = escaped(attack);
    let text = "<p>The barge struck a pier of the bridge on Monday, and nobody was hurt in the accident at all.</p>".repeat(6);
    let ld = json!({
        "@type": "NewsArticle", "headline": attack, "description": attack, "image": {"url": attack}, "keywords": [attack],
        "author": [{"@type": "Person", "name": attack, "url": attack}], "publisher": {"name": attack}, "inLanguage": attack,
    });
    let ld = ld.to_string().replace('<', "\\u003c");
    format!(
        r#"<!DOCTYPE html><html lang="{x}"><head><title>{x}</title><meta name="author" content="{x}"><meta name="description" content="{x}">
        <meta property="og:title" content="{x}"><meta property="og:image" content="{x}"><meta property="og:url" content="{x}">
        <meta property="og:site_name" content="{x}"><meta property="article:tag" content="{x}"><link rel="canonical" href="{x}">
        <meta name="keywords" content="{x}"><script type="application/ld+json">{ld}</script></head><body><article><h1>{x}</h1>
        <p class="byline"><a rel="author" href="{x}">{x}</a></p><a rel="tag" href="{x}">{x}</a>{text}{attack}{text}</article></body></html>"#
    )
}

/// Front matter in YAML, which takes the strings of JSON, and the text as it stands and in links.
fn markdown(attack: &str) -> String {
    let x = json!(attack);
    format!(
        "---\ntitle: {x}\nsummary: {x}\nauthor:\n  name: {x}\n  url: {x}\n  email: {x}\ntags: [{x}, b]\nimage: {x}\nlang: {x}\n\
         canonical: {x}\n---\n\nThe text.\n\n{attack}\n\n[a](<{attack}>) ![b](<{attack}>)\n\n- {attack}\n\nMore.\n"
    )
}
