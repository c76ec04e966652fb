//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>), requirements J-01 … J-11.

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde_json::{Map, Value, json};

use super::Format;
use crate::article::{Article, Feed};

pub(super) const FORMAT: Format = Format {
    name: "json",
    label: "JSON Feed",
    extension: "json",
    media_type: "application/feed+json",
    render,
};

fn render(_feed: &Feed, _self_url: &str) -> Vec<u8> {
    Vec::new()
}

/// One item object.
pub fn item(
    article: &Article,
    id: &str,
    published: Option<DateTime<FixedOffset>>,
    updated: Option<DateTime<FixedOffset>>,
) -> Map<String, Value> {
    let mut item = Map::new();
    item.insert("id".into(), id.into());
    if let Some(url) = &article.url {
        item.insert("url".into(), url.as_str().into());
    }
    if let Some(title) = &article.title {
        item.insert("title".into(), title.as_str().into());
    }
    if let Some(summary) = &article.summary {
        item.insert("summary".into(), summary.as_str().into());
    }
    item.insert("content_html".into(), article.content_html.as_str().into());
    if let Some(image) = &article.image {
        item.insert("image".into(), image.as_str().into());
    }
    if let Some(published) = published {
        item.insert("date_published".into(), rfc3339(published).into());
    }
    if let Some(updated) = updated {
        item.insert("date_modified".into(), rfc3339(updated).into());
    }
    if !article.authors.is_empty() {
        item.insert(
            "authors".into(),
            article
                .authors
                .iter()
                .map(|author| json!({"name": author.name}))
                .collect(),
        );
    }
    if !article.tags.is_empty() {
        item.insert(
            "tags".into(),
            article.tags.iter().map(String::as_str).collect(),
        );
    }
    if !article.attachments.is_empty() {
        let attachments = article
            .attachments
            .iter()
            .map(|file| json!({"url": file.url, "mime_type": file.mime_type}));
        item.insert("attachments".into(), attachments.collect());
    }
    if let Some(language) = &article.language {
        item.insert("language".into(), language.as_str().into());
    }
    item
}

fn rfc3339(at: DateTime<FixedOffset>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
