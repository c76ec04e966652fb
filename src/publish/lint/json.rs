//! The rules of JSON Feed 1.1.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Finding;
use super::field::{Report, is_media_type, is_web_address};

const FEED: &str = "J-01 an object with version 1.1, title, items, and its own address in feed_url";
const ID: &str = "J-02 every item has an id of its own, a string that is not blank";
const CONTENT: &str = "J-03 an item has content_html or content_text";
const ADDRESS: &str = "J-04 addresses are absolute";
const DATE: &str = "J-05 dates are RFC 3339 with seconds and zone";
const FILE: &str = "J-07 an attachment has url and mime_type, its size is a number";

const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// Checks one file.
pub(super) fn lint(bytes: &[u8], self_url: Option<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut report = Report {
        findings: &mut findings,
        place: "feed".into(),
    };
    let feed = match serde_json::from_slice(bytes) {
        Ok(Value::Object(feed)) => feed,
        Ok(_) => {
            report.fault(FEED, "it is no object");
            return findings;
        }
        Err(error) => {
            report.fault(FEED, error.to_string());
            return findings;
        }
    };
    let version = string(&feed, "version");
    report.check(
        FEED,
        version == Some(VERSION),
        format!("version is {version:?}"),
    );
    report.check(FEED, string(&feed, "title").is_some(), "there is no title");
    if let Some(expected) = self_url {
        let own = string(&feed, "feed_url");
        report.check(
            FEED,
            own == Some(expected),
            format!("feed_url is {own:?} instead of {expected}"),
        );
    }
    check_language(&feed, &mut report);
    let Some(items) = feed.get("items").and_then(Value::as_array) else {
        report.fault(FEED, "there are no items");
        return findings;
    };
    let mut seen = HashSet::new();
    for (number, item) in items.iter().enumerate() {
        report.place = format!("item {}", number + 1);
        match item {
            Value::Object(item) => {
                if let Some(title) = string(item, "title") {
                    report.place = format!("item {} ({title})", number + 1);
                }
                check_item(item, &mut seen, &mut report);
            }
            _ => report.fault(FEED, "it is no object"),
        }
    }
    findings
}

fn check_item(item: &Map<String, Value>, seen: &mut HashSet<String>, report: &mut Report) {
    let id = string(item, "id").unwrap_or_default().trim();
    report.check(ID, !id.is_empty(), "there is none");
    report.unique(ID, seen, id);
    let html = string(item, "content_html");
    report.check(
        CONTENT,
        html.is_some() || string(item, "content_text").is_some(),
        "there is neither",
    );
    report.absolute("content_html", html.unwrap_or_default());
    for name in ["url", "external_url", "image", "banner_image"] {
        if let Some(address) = item.get(name) {
            let right = address.as_str().is_some_and(is_web_address);
            report.check(ADDRESS, right, format!("{name} is {address}"));
        }
    }
    for name in ["date_published", "date_modified"] {
        if let Some(date) = item.get(name) {
            report.rfc3339(DATE, name, date.as_str().unwrap_or_default());
        }
    }
    check_language(item, report);
    let files = item.get("attachments").and_then(Value::as_array);
    for file in files.into_iter().flatten() {
        let right = file["url"].as_str().is_some_and(is_web_address)
            && file["mime_type"].as_str().is_some_and(is_media_type)
            && (file["size_in_bytes"].is_null() || file["size_in_bytes"].is_number());
        report.check(FILE, right, file.to_string());
    }
}

fn check_language(object: &Map<String, Value>, report: &mut Report) {
    if let Some(tag) = object.get("language") {
        report.language(tag.as_str().unwrap_or_default());
    }
}

fn string<'a>(object: &'a Map<String, Value>, name: &str) -> Option<&'a str> {
    object.get(name).and_then(Value::as_str)
}
