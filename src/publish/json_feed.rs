//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>), requirements J-01 … J-11.

use chrono::{DateTime, FixedOffset};
use serde_json::{Map, Value};
use url::Url;

use super::media::{self, Medium};
use super::{Format, date, extra, field, html, language, size, xml};
use crate::article::{Article, Entry, Feed, Person};
use crate::vocabulary;

pub(super) const FORMAT: Format = Format {
    name: "json",
    label: "JSON Feed",
    extension: "json",
    media_type: "application/feed+json",
    for_readers: true,
    render,
};

fn render(feed: &Feed, self_url: &str) -> Vec<u8> {
    size::fit(feed, |entries| write(feed, entries, self_url))
}

fn write(feed: &Feed, entries: &[Entry], self_url: &str) -> Vec<u8> {
    let title = xml::plain_line(&feed.title);
    let description = xml::plain(&feed.description);
    let mut document = Map::new();
    let mut put = |key: &str, value: Value| document.insert(key.to_owned(), value);
    put("version", "https://jsonfeed.org/version/1.1".into());
    put("title", text(&title));
    put("home_page_url", field::written(&feed.link).into());
    put("feed_url", self_url.into());
    if description != title && !description.is_empty() {
        put("description", text(&description));
    }
    put("user_comment", user_comment(feed, &title, self_url).into());
    if let Some(author) = person(&feed.author) {
        put("authors", Value::Array(vec![author]));
    }
    if let Some(language) = feed.language.as_deref().and_then(language::tag) {
        put("language", language.into());
    }
    let hubs = feed.hubs.iter().map(hub);
    if let Some(hubs) = list(hubs) {
        put("hubs", hubs);
    }
    let items = entries.iter().map(|entry| {
        let updated = entry.updated.max(entry.published);
        let id = field::guid(&entry.id);
        let mut item = item(&entry.article, &id, Some(entry.published), Some(updated));
        for key in ["title", "tags"] {
            if let Some(plain) = item.get_mut(key) {
                as_published(plain);
            }
        }
        Value::Object(item)
    });
    put("items", items.collect());
    // A map of strings can always be written.
    let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// What stands there for whoever opens the address in a browser and sees JSON.
fn user_comment(feed: &Feed, title: &str, self_url: &str) -> String {
    let page = &html::FORMAT;
    let has_page = feed.formats.iter().any(|name| name == page.name);
    let page = has_page.then(|| super::address(feed, page)).flatten();
    let mut comment = format!("This is a feed. To follow {title}, add {self_url} to a feed reader");
    if let Some(page) = page {
        comment += &format!("; to read it as a page, open {page}");
    }
    comment
}

/// One item object: what is known of an article, and no key for what is not. `id` and the dates are
/// those that the store gave for good, or those of the document when there is no store.
pub fn item(
    article: &Article,
    id: &str,
    published: Option<DateTime<FixedOffset>>,
    updated: Option<DateTime<FixedOffset>>,
) -> Map<String, Value> {
    let mut item = Map::new();
    let mut put = |key: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(key.to_owned(), value);
        }
    };
    let line = |value: &Option<String>| {
        let value = value.as_deref().map(xml::line)?;
        (!value.is_empty()).then(|| text(&value))
    };
    let address = |value: &Option<String>| Some(field::http(value.as_deref()?)?.into());
    let summary = xml::trimmed(article.summary.as_deref().unwrap_or_default());
    let content = field::content(article);
    put("id", Some(id.into()));
    put("url", address(&article.url));
    put("title", line(&article.title));
    put("summary", (!summary.is_empty()).then(|| text(&summary)));
    put("content_html", Some(content.as_ref().into()));
    if content.is_empty() {
        // J-03: one of the two has to say something.
        let title = xml::line(article.title.as_deref().unwrap_or_default());
        put(
            "content_text",
            Some(text(if summary.is_empty() { &title } else { &summary })),
        );
    }
    put("image", address(&article.image));
    put(
        "date_published",
        published.map(|at| date::rfc3339(at).into()),
    );
    put("date_modified", updated.map(|at| date::rfc3339(at).into()));
    put("authors", list(article.authors.iter().filter_map(person)));
    let tags = article.tags.iter().map(|tag| xml::line(tag));
    put(
        "tags",
        list(tags.filter(|tag| !tag.is_empty()).map(Into::into)),
    );
    put(
        "attachments",
        list(media::attached(article).map(attachment)),
    );
    let language = article.language.as_deref().and_then(language::tag);
    put("language", language.map(Into::into));
    extra::into_json(article, &mut item);
    item
}

/// Plain text as the other formats have it: all say the same.
fn as_published(value: &mut Value) {
    match value {
        Value::String(text) => *text = xml::plain_line(text).into_owned(),
        Value::Array(values) => values.iter_mut().for_each(as_published),
        _ => {}
    }
}

fn text(value: &str) -> Value {
    value.into()
}

fn list(values: impl Iterator<Item = Value>) -> Option<Value> {
    let values: Vec<Value> = values.collect();
    (!values.is_empty()).then_some(Value::Array(values))
}

/// J-09: what is subscribed to there is `feed_url`.
fn hub(url: &Url) -> Value {
    let mut object = Map::new();
    object.insert("type".into(), "WebSub".into());
    object.insert("url".into(), field::written(url).into());
    Value::Object(object)
}

fn person(person: &Person) -> Option<Value> {
    let name = xml::plain_line(&person.name);
    let url = person.url.as_deref().and_then(field::http);
    let mut object = Map::new();
    if !name.is_empty() {
        object.insert("name".into(), name.into());
    }
    if let Some(url) = url {
        object.insert("url".into(), url.into());
    }
    (!object.is_empty()).then_some(Value::Object(object))
}

fn attachment(file: Medium) -> Value {
    let mut object = Map::new();
    object.insert("url".into(), file.url.into());
    object.insert(
        "mime_type".into(),
        file.mime_type.unwrap_or_default().into(),
    );
    if let Some(title) = file.title {
        object.insert("title".into(), title.into());
    }
    if file.length > 0 {
        object.insert("size_in_bytes".into(), file.length.into());
    }
    if let Some(seconds) = file.duration {
        object.insert("duration_in_seconds".into(), seconds.into());
    }
    if !file.details.is_empty() {
        let details = extra::object(vocabulary::FILE, &file.details);
        object.insert("_media".into(), details);
    }
    Value::Object(object)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample;

    fn written(feed: &Feed) -> String {
        String::from_utf8(render(feed, "https://example.org/feeds/all.json")).expect("UTF-8")
    }

    #[test]
    fn the_sample_is_written_as_expected() {
        let expected = include_str!("../../tests/data/publish/sample.json");
        assert_eq!(written(&sample::feed()), expected);
    }

    #[test]
    fn there_is_no_null_and_the_version_comes_first() {
        let mut feed = sample::feed();
        let entry = feed.entries.first().expect("an entry").clone();
        feed.entries.push(Entry {
            id: "bare".into(),
            article: std::sync::Arc::default(),
            ..entry
        });
        let text = written(&feed);
        assert!(
            text.starts_with("{\n  \"version\": \"https://jsonfeed.org/version/1.1\",\n"),
            "J-01"
        );
        assert!(!text.contains(": null"));
        let read: Value = serde_json::from_str(&text).expect("JSON");
        for item in read["items"].as_array().expect("items") {
            assert!(item["id"].is_string(), "J-02");
            assert!(
                item["content_html"].is_string() || item["content_text"].is_string(),
                "J-03"
            );
            for file in item["attachments"].as_array().into_iter().flatten() {
                assert!(
                    file["url"].is_string() && file["mime_type"].is_string(),
                    "J-07"
                );
                assert_ne!(file["size_in_bytes"], 0);
            }
        }
    }

    #[test]
    fn an_empty_feed_is_complete() {
        let mut feed = sample::feed();
        feed.entries.clear();
        let read: Value = serde_json::from_str(&written(&feed)).expect("B52");
        assert_eq!(read["items"], Value::Array(Vec::new()));
    }
}
