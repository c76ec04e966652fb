//! What must hold of the articles of any document, and of the feeds that are published of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use feedmill::article::{Article, Document, Entry, Feed, Page, Parsed, Person};
use feedmill::normalise::{self, Keep};
use feedmill::{parse, publish};
use quick_xml::events::Event;

use crate::input::{base, fetched};

/// Reads a document and normalises its articles; nothing where it cannot be read.
pub fn read(document: &Document, options: &parse::Options) -> Option<(Parsed, Vec<Article>)> {
    let parsed = parse::parse(document, options).ok()?;
    let articles = normalised(document, parsed.clone(), Keep::AsFound);
    articles.iter().for_each(sound);
    Some((parsed, articles))
}

/// The same, and publishes them.
pub fn published(document: &Document) -> Option<Parsed> {
    let (parsed, articles) = read(document, &parse::Options::default())?;
    let early = normalised(document, parsed.clone(), Keep::Cleaned);
    assert_eq!(articles, early, "cleaned late or early, it is the same");
    let feed = feed(articles);
    for page in pages(&feed) {
        well_formed(&page);
        read_again(&page, &feed);
    }
    Some(parsed)
}

fn normalised(document: &Document, parsed: Parsed, keep: Keep) -> Vec<Article> {
    let (base, rules) = (document.base.as_ref(), normalise::Options::default());
    let origin = &document.origin;
    let mut articles = normalise::articles_to_keep(parsed, origin, base, &rules, now(), keep);
    for article in &mut articles {
        normalise::finish(article, &rules);
        assert!(normalise::is_finished(article));
    }
    articles
}

/// A moment at which nothing is new any more.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_790_000_000, 0).expect("a time")
}

/// Whether XML 1.0 can write a character.
fn is_legal(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

fn sound(article: &Article) {
    let legal = |text: &str| assert!(text.chars().all(is_legal), "{text:?} is no text in XML");
    let line = |text: &str| {
        legal(text);
        assert!(
            !text.trim().is_empty() && !text.contains('\n'),
            "{text:?} is no line of text"
        );
    };
    assert!(!article.identity.value.trim().is_empty());
    legal(&article.content_html);
    article.title.iter().for_each(|title| line(title));
    article.summary.iter().for_each(|summary| line(summary));
    article.tags.iter().for_each(|tag| line(tag));
    for author in &article.authors {
        legal(&author.name);
    }
    for address in article.url.iter().chain(&article.image) {
        assert!(
            address.starts_with("http://") || address.starts_with("https://"),
            "{address:?}"
        );
    }
}

/// A feed of all of them.
fn feed(articles: Vec<Article>) -> Feed {
    let mut ids = BTreeSet::new();
    let entry = |article: Article| {
        let id = publish::id(&article.identity.value);
        let dated = article.published.as_ref().map(|dated| dated.at);
        let published = dated.unwrap_or_else(|| now().fixed_offset());
        let updated = article.updated.as_ref().map(|dated| dated.at);
        ids.insert(id.clone()).then(|| Entry {
            id,
            published,
            updated: updated.unwrap_or(published).max(published),
            article: Arc::new(article),
        })
    };
    Feed {
        name: "all".to_owned(),
        title: "All".to_owned(),
        description: "All there is".to_owned(),
        link: base(),
        base_url: base(),
        language: None,
        author: Person {
            name: "Somebody".to_owned(),
            ..Person::default()
        },
        formats: ["rss", "atom", "json", "html"].map(str::to_owned).into(),
        hubs: Vec::new(),
        entries: articles.into_iter().filter_map(entry).collect(),
    }
}

/// A feed in every format.
fn pages(feed: &Feed) -> Vec<Page> {
    let page = |format: &publish::Format| {
        let address = publish::address(feed, format).expect("an address");
        let bytes = (format.render)(feed, &address);
        let path = publish::path(feed, format);
        let faults = publish::lint::lint(&path, &bytes, Some(&address));
        assert_eq!(faults, [], "{}", String::from_utf8_lossy(&bytes));
        Page {
            path,
            media_type: format.media_type,
            bytes,
        }
    };
    publish::FORMATS.iter().map(page).collect()
}

/// Held against readers that are none of ours.
fn well_formed(page: &Page) {
    match page.path.rsplit('.').next() {
        Some("rss" | "atom") => {
            let mut reader = quick_xml::Reader::from_reader(page.bytes.as_slice());
            reader.config_mut().check_end_names = true;
            loop {
                match reader.read_event().expect("it is well-formed") {
                    Event::Eof => break,
                    Event::Start(element) | Event::Empty(element) => {
                        for attribute in element.attributes() {
                            attribute.expect("an attribute");
                        }
                    }
                    _ => {}
                }
            }
        }
        Some("json") => {
            serde_json::from_slice::<serde_json::Value>(&page.bytes).expect("it is JSON");
        }
        _ => {
            std::str::from_utf8(&page.bytes).expect("it is UTF-8");
        }
    }
}

/// Whoever reads our feeds with feedmill has the same articles.
fn read_again(page: &Page, feed: &Feed) {
    if feed.entries.is_empty() || page.path.ends_with(".html") {
        return;
    }
    let document = fetched(&page.bytes, Some(page.media_type));
    let parsed = parse::parse(&document, &parse::Options::default());
    let parsed = parsed.expect("we read what we publish");
    assert_eq!(parsed.articles.len(), feed.entries.len(), "{}", page.path);
}
