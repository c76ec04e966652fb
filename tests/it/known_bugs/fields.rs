//! From which field of a source each field of a feed comes.

use super::{is_right, read_back, rss, site};
use crate::server::{Answer, Server};

/// B28: an article that says everything, in every kind of source, is the same in every format: no field comes from another,
/// above all not the date of publication from that of a change.
#[test]
fn every_field_arrives_in_every_format() {
    let server = Server::start();
    server.set(
        "/rss",
        rss("<item><guid isPermaLink=\"false\">urn:rss</guid><title>The mill</title><link>https://rss.example/mill</link>\
             <pubDate>Sun, 05 Jan 2025 08:00:00 GMT</pubDate><atom:updated xmlns:atom=\"http://www.w3.org/2005/Atom\">2025-02-06T09:00:00Z</atom:updated>\
             <dc:creator xmlns:dc=\"http://purl.org/dc/elements/1.1/\">Ada Vale</dc:creator><category>water</category>\
             <description>What it says in short.</description><content:encoded>&lt;p&gt;The wheel turns the stone.&lt;/p&gt;</content:encoded></item>"),
    );
    let entry =
        |before: &str, entry: &str| Answer::new("application/xml", format!("{before}{entry}"));
    server.set(
        "/atom",
        entry(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>U</title><id>urn:u</id><updated>2025-02-06T09:00:00Z</updated>",
            "<entry><id>urn:atom</id><title>The mill</title><link href=\"https://atom.example/mill\"/><published>2025-01-05T08:00:00Z</published>\
             <updated>2025-02-06T09:00:00Z</updated><author><name>Ada Vale</name></author><category term=\"water\"/><summary>What it says in short.</summary>\
             <content type=\"html\">&lt;p&gt;The wheel turns the stone.&lt;/p&gt;</content></entry></feed>",
        ),
    );
    server.set(
        "/atom03",
        entry(
            "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>U</title>",
            "<entry><id>urn:atom03</id><title>The mill</title><link rel=\"alternate\" type=\"text/html\" href=\"https://atom03.example/mill\"/>\
             <issued>2025-01-05T08:00:00Z</issued><modified>2025-02-06T09:00:00Z</modified><author><name>Ada Vale</name></author>\
             <dc:subject xmlns:dc=\"http://purl.org/dc/elements/1.1/\">water</dc:subject><summary>What it says in short.</summary>\
             <content type=\"text/html\" mode=\"escaped\">&lt;p&gt;The wheel turns the stone.&lt;/p&gt;</content></entry></feed>",
        ),
    );
    server.set(
        "/rdf",
        entry(
            "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
             xmlns:dcterms=\"http://purl.org/dc/terms/\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\"><channel rdf:about=\"c\"><title>U</title></channel>",
            "<item rdf:about=\"https://rdf.example/mill\"><title>The mill</title><link>https://rdf.example/mill</link><dc:date>2025-01-05T08:00:00Z</dc:date>\
             <dcterms:modified>2025-02-06T09:00:00Z</dcterms:modified><dc:creator>Ada Vale</dc:creator><dc:subject>water</dc:subject>\
             <description>What it says in short.</description><content:encoded>&lt;p&gt;The wheel turns the stone.&lt;/p&gt;</content:encoded></item></rdf:RDF>",
        ),
    );
    let json = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "U", "items": [{
        "id": "urn:json", "title": "The mill", "url": "https://json.example/mill", "date_published": "2025-01-05T08:00:00Z",
        "date_modified": "2025-02-06T09:00:00Z", "authors": [{"name": "Ada Vale"}], "tags": ["water"],
        "summary": "What it says in short.", "content_html": "<p>The wheel turns the stone.</p>",
    }]});
    server.set(
        "/json",
        Answer::new("application/feed+json", json.to_string()),
    );
    let sources = ["rss", "atom", "atom03", "rdf", "json"];
    let site = site(&server, &sources);
    let folder = "[[source]]\nname = \"notes\"\npath = \"articles\"\nlink = \"https://{path}.example/mill\"\n";
    site.write("config.toml", &(site.read("config.toml") + folder));
    let text = "The wheel turns the stone.";
    let lines = "title: The mill\ndate: 2025-01-05T08:00:00Z\nlastmod: 2025-02-06T09:00:00Z\nauthor: Ada Vale\ntags: [water]\nsummary: What it says in short.\n";
    site.write("articles/yaml.md", &format!("---\n{lines}---\n\n{text}\n"));
    site.write(
        "articles/toml.md",
        &format!("+++\ntitle = \"The mill\"\ndate = 2025-01-05T08:00:00Z\nlastmod = 2025-02-06T09:00:00Z\nauthor = \"Ada Vale\"\ntags = [\"water\"]\nsummary = \"What it says in short.\"\n+++\n\n{text}\n"),
    );
    site.write(
        "articles/braces.md",
        &format!("{{\"title\": \"The mill\", \"date\": \"2025-01-05T08:00:00Z\", \"lastmod\": \"2025-02-06T09:00:00Z\", \"author\": \"Ada Vale\", \"tags\": [\"water\"], \"summary\": \"What it says in short.\"}}\n\n{text}\n"),
    );
    site.write(
        "articles/page.html",
        &format!(
            "<!doctype html><html><head><title>The mill</title><meta name=\"author\" content=\"Ada Vale\"><meta name=\"description\" content=\"What it says in short.\">\
             <meta property=\"og:type\" content=\"article\"><meta property=\"article:published_time\" content=\"2025-01-05T08:00:00Z\"><meta property=\"article:modified_time\" content=\"2025-02-06T09:00:00Z\">\
             <meta property=\"article:tag\" content=\"water\"></head><body><article><h1>The mill</h1><p>{text}</p></article></body></html>"
        ),
    );
    site.build();
    is_right(&site);
    let count = sources.len() + 4;
    for (format, found) in read_back(&site, "all") {
        assert_eq!(found.len(), count, "{format}");
        for seen in found {
            let from = seen.link.clone();
            assert_eq!(seen.title, "The mill", "{format} {from}");
            assert_eq!(
                seen.published,
                super::instant("2025-01-05T08:00:00Z"),
                "{format} {from}"
            );
            assert_eq!(seen.summary, "What it says in short.", "{format} {from}");
            // Of a page the elements around the text are kept.
            let content = seen.content.replace("<div>", "").replace("</div>", "");
            assert_eq!(
                content.trim(),
                "<p>The wheel turns the stone.</p>",
                "{format} {from}"
            );
            assert_eq!(seen.author, "Ada Vale", "{format} {from}");
            assert_eq!(seen.tags, ["water"], "{format} {from}");
            assert!(
                from.starts_with("https://") && from.ends_with(".example/mill"),
                "{format} {from}"
            );
        }
    }
    for item in site.items("feeds/all.json") {
        assert_eq!(
            super::instant(&item.updated),
            super::instant("2025-02-06T09:00:00Z"),
            "{}",
            item.id
        );
    }
}
