//! Any text in any field: every format is read back by readers that are not its writer, and says what it
//! was given (T-34, B11 … B18).

use std::sync::Arc;

use proptest::prelude::*;

use super::{FORMATS, address, joiner, lint, sample, xml};
use crate::article::{Article, Attachment, Entry, Feed, Person, SourceFeed};

/// What has broken feeds before, to be mixed with any text.
const TROUBLE: &[&str] = &[
    "]]>",
    "<![CDATA[",
    "&",
    "&amp;",
    "&#x1D;",
    "&nbsp;",
    "<b>",
    "</title>",
    "</b>",
    "<!--",
    "<?xml",
    "\"",
    "'",
    "\u{0}",
    "\u{1d}",
    "\u{85}",
    "\u{92}",
    "\u{fffe}",
    "\u{feff}",
    "\u{fffd}",
    "\r\n",
    "\t",
    " ",
    "é",
    "日本",
    "🦀",
    "{{ x }}",
    "%00",
    "javascript:",
    "a",
    "B;",
];

fn trouble() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        prop::collection::vec(prop::sample::select(TROUBLE), 0..12)
            .prop_map(|parts| parts.concat()),
    ]
}

fn article() -> impl Strategy<Value = Article> {
    let texts = prop::collection::vec(trouble(), 12);
    (texts, any::<u64>()).prop_map(|(texts, length)| {
        let text = |at: usize| texts.get(at).cloned().unwrap_or_default();
        Article {
            title: Some(text(0)),
            summary: Some(text(1)),
            content_html: text(2),
            tags: vec![text(3), "plain".into()],
            authors: vec![Person {
                name: text(4),
                url: Some(text(5)),
                email: Some(text(6)),
            }],
            url: Some(format!("https://example.org/{}", text(7))),
            image: Some(text(8)),
            attachments: vec![Attachment {
                url: format!("https://example.org/?{}", text(7)),
                mime_type: text(9),
                length,
                title: Some(text(10)),
                duration_seconds: Some(length),
                ..Attachment::default()
            }],
            language: Some(text(11)),
            republished_from: Some(SourceFeed {
                id: Some(text(10)),
                title: Some(text(11)),
                url: Some(format!("http://example.org/{}", text(8))),
            }),
            ..Article::default()
        }
    })
}

fn feed() -> impl Strategy<Value = Feed> {
    (prop::collection::vec(trouble(), 4), article(), trouble()).prop_map(|(texts, article, id)| {
        let text = |at: usize| texts.get(at).cloned().unwrap_or_default();
        let mut feed = sample::feed();
        let entry = feed.entries.pop();
        feed.title = format!("t{}", text(0));
        feed.description = format!("d{}", text(1));
        feed.author.name = text(2);
        feed.language = Some(text(3));
        feed.entries = entry
            .map(|entry| Entry {
                id,
                article: Arc::new(article),
                ..entry
            })
            .into_iter()
            .collect();
        feed
    })
}

fn rendered(feed: &Feed, name: &str) -> Result<String, TestCaseError> {
    let format = super::format(name).ok_or_else(|| TestCaseError::fail("no such format"))?;
    let address = address(feed, format).unwrap_or_default();
    let bytes = (format.render)(feed, &address);
    String::from_utf8(bytes).map_err(|error| TestCaseError::fail(error.to_string()))
}

fn failed(error: impl ToString) -> TestCaseError {
    TestCaseError::fail(error.to_string())
}

/// One line as it should be read back; `None` for a blank one.
fn line(text: &str) -> Option<String> {
    Some(xml::plain_line(text).into_owned()).filter(|text| !text.is_empty())
}

/// Several lines as they should be read back.
fn lines(text: &str) -> Option<String> {
    Some(xml::clean(text).trim().to_owned()).filter(|text| !text.is_empty())
}

fn unescaped(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_text_makes_a_fault(feed in feed()) {
        for format in FORMATS {
            let path = super::path(&feed, format);
            let address = address(&feed, format).unwrap_or_default();
            let text = rendered(&feed, format.name)?;
            let found = lint::lint(&path, text.as_bytes(), Some(&address));
            // What content itself leads to is for the stage that cleans content.
            let found: Vec<_> = found.iter().filter(|one| !one.rule.starts_with("R-05")).collect();
            prop_assert!(found.is_empty(), "{} {:?}\n{}", path, found, text);
        }
    }

    #[test]
    fn rss_says_what_it_was_given(feed in feed()) {
        let channel = rss::Channel::read_from(rendered(&feed, "rss")?.as_bytes()).map_err(failed)?;
        prop_assert_eq!(Some(channel.title), line(&feed.title));
        prop_assert_eq!(channel.description, xml::plain(&feed.description));
        let item = channel.items.first().ok_or_else(|| failed("no item"))?;
        let entry = feed.entries.first().ok_or_else(|| failed("no entry"))?;
        let article = &entry.article;
        let (summary, content) = (
            lines(article.summary.as_deref().unwrap_or_default()),
            lines(&article.content_html),
        );
        if let Some(title) = line(article.title.as_deref().unwrap_or_default()) {
            prop_assert_eq!(item.title.as_ref(), Some(&title));
        }
        match summary {
            Some(summary) => {
                prop_assert_eq!(item.description.as_deref().map(unescaped), Some(summary));
                prop_assert_eq!(&item.content, &content);
            }
            None => prop_assert_eq!(&item.description, &content),
        }
        let tags: Vec<_> = article.tags.iter().filter_map(|tag| line(tag)).collect();
        let found: Vec<_> = item.categories.iter().map(|tag| tag.name.clone()).collect();
        prop_assert_eq!(found, tags);
        let creators = item.dublin_core_ext.as_ref().map(|dc| dc.creators.clone());
        let name = article.authors.first().and_then(|author| line(&author.name));
        prop_assert_eq!(creators, name.map(|name| vec![name]));
        let source = article.republished_from.as_ref().and_then(|from| line(from.title.as_deref()?));
        prop_assert_eq!(item.source.as_ref().and_then(|from| from.title.clone()), source);
    }

    #[test]
    fn atom_says_what_it_was_given(feed in feed()) {
        let text = |text: &atom_syndication::Text| match text.r#type {
            atom_syndication::TextType::Html => unescaped(&text.value),
            _ => text.value.clone(),
        };
        let document =
            atom_syndication::Feed::read_from(rendered(&feed, "atom")?.as_bytes()).map_err(failed)?;
        prop_assert_eq!(Some(text(&document.title)), line(&feed.title));
        let item = document.entries.first().ok_or_else(|| failed("no entry"))?;
        let entry = feed.entries.first().ok_or_else(|| failed("no entry"))?;
        let article = &entry.article;
        if let Some(title) = line(article.title.as_deref().unwrap_or_default()) {
            prop_assert_eq!(text(&item.title), title);
        }
        let summary = lines(article.summary.as_deref().unwrap_or_default());
        prop_assert_eq!(item.summary.as_ref().map(text), summary);
        if let Some(content) = lines(&article.content_html) {
            let found = item.content.as_ref().and_then(|content| content.value.clone());
            prop_assert_eq!(found, Some(content));
        }
        let tags: Vec<_> = article.tags.iter().filter_map(|tag| line(tag)).collect();
        let found: Vec<_> = item.categories.iter().map(|tag| tag.term.clone()).collect();
        prop_assert_eq!(found, tags);
        let titles: Vec<_> = item.links.iter().filter(|link| link.rel == "enclosure").collect();
        let title = article.attachments.first().and_then(|file| line(file.title.as_deref()?));
        let bare = |title: String| title.replace(joiner::JOINER, "");
        let found = titles.last().and_then(|link| link.title.clone());
        prop_assert_eq!(found.map(bare), title.map(bare));
    }

    #[test]
    fn json_says_what_it_was_given(feed in feed()) {
        let document: serde_json::Value =
            serde_json::from_str(&rendered(&feed, "json")?).map_err(failed)?;
        let entry = feed.entries.first().ok_or_else(|| failed("no entry"))?;
        let article = &entry.article;
        let item = &document["items"][0];
        let title = line(article.title.as_deref().unwrap_or_default());
        prop_assert_eq!(item["title"].as_str().map(str::to_owned), title);
        let summary = lines(article.summary.as_deref().unwrap_or_default());
        prop_assert_eq!(item["summary"].as_str().map(str::to_owned), summary);
        let content = item["content_html"].as_str().and_then(lines);
        prop_assert_eq!(content, lines(&article.content_html));
        prop_assert_eq!(item["id"].as_str(), Some(&*super::field::guid(&entry.id)));
    }
}
