//! The rules of Atom 1.0 (RFC 4287).

use std::collections::HashSet;

use url::Url;

use super::Finding;
use super::field::{Report, is_media_type, is_web_address};
use super::tree::{self, Element};

const FEED: &str = "A-01 one feed with one id, title and updated, and a link rel=self to itself";
const ENTRY: &str =
    "A-02 an entry has one id, title and updated, an author, and content or an alternate link";
const DATE: &str = "A-07 dates are RFC 3339 with seconds and zone";
const ID: &str = "A-08 an id is an absolute IRI";
const UNIQUE: &str = "A-09 no two entries have one id";
const ORDER: &str = "A-11 nothing is published after it was updated";
const LINK: &str = "A-12 links are absolute, enclosures have a type";

const ATOM: &str = "http://www.w3.org/2005/Atom";

/// Checks one file.
pub(super) fn lint(bytes: &[u8], self_url: Option<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(feed) = tree::read(bytes, &mut findings) else {
        return findings;
    };
    let mut report = Report {
        findings: &mut findings,
        place: "feed".into(),
    };
    if !feed.is(ATOM, "feed") {
        report.fault(
            FEED,
            format!("the root is {} in {:?}", feed.name, feed.namespace),
        );
        return findings;
    }
    check_common(&feed, FEED, &mut report);
    let own = links(&feed, "self").next();
    report.check(FEED, own.is_some(), "no link rel=self");
    if let (Some(own), Some(expected)) = (own, self_url) {
        report.check(
            FEED,
            own == expected,
            format!("{own} instead of {expected}"),
        );
    }
    let mut seen = HashSet::new();
    for (number, entry) in feed.all("entry").enumerate() {
        report.place = format!("entry {} ({})", number + 1, entry.text_of("title"));
        check_entry(entry, has_author(&feed), &mut seen, &mut report);
    }
    findings
}

/// What holds for a feed and for an entry.
fn check_common(element: &Element, rule: &'static str, report: &mut Report) {
    for name in ["id", "title", "updated"] {
        let count = element.all(name).count();
        report.check(rule, count == 1, format!("{count} times {name}"));
    }
    let id = element.text_of("id");
    report.check(ID, Url::parse(id).is_ok(), format!("{id:?}"));
    let updated = element.text_of("updated");
    report.rfc3339(DATE, "updated", updated);
    for link in element.all("link") {
        let href = link.attribute("href").unwrap_or_default();
        report.check(LINK, Url::parse(href).is_ok(), format!("{href:?}"));
        if link.attribute("rel") == Some("enclosure") {
            let kind = link.attribute("type");
            let right = kind.is_none_or(is_media_type) && is_web_address(href);
            report.check(LINK, right, format!("{href:?} of type {kind:?}"));
        }
    }
    let tagged = element
        .children
        .iter()
        .filter(|child| child.name != "entry");
    for part in std::iter::once(element).chain(tagged) {
        if let Some(tag) = part.attribute("xml:lang") {
            report.language(tag);
        }
    }
}

fn check_entry(
    entry: &Element,
    feed_has_author: bool,
    seen: &mut HashSet<String>,
    report: &mut Report,
) {
    check_common(entry, ENTRY, report);
    let source = entry.all("source").next();
    let author = feed_has_author || has_author(entry) || source.is_some_and(has_author);
    report.check(ENTRY, author, "no author anywhere");
    let content = entry.all("content").next();
    let alternate = links(entry, "alternate").next().is_some();
    report.check(
        ENTRY,
        content.is_some() || alternate,
        "neither content nor alternate link",
    );
    report.unique(UNIQUE, seen, entry.text_of("id"));
    if let Some(published) = entry.all("published").next() {
        let published = report.rfc3339(DATE, "published", published.text.trim());
        let updated = chrono::DateTime::parse_from_rfc3339(entry.text_of("updated")).ok();
        if let (Some(published), Some(updated)) = (published, updated) {
            report.check(ORDER, published <= updated, "it is");
        }
    }
    for html in content.into_iter().chain(entry.all("summary")) {
        if html.attribute("type") == Some("html") {
            report.absolute(&html.name, &html.text);
        }
    }
}

fn links<'a>(element: &'a Element, rel: &'a str) -> impl Iterator<Item = &'a str> {
    element
        .all("link")
        .filter(move |link| link.attribute("rel").unwrap_or("alternate") == rel)
        .filter_map(|link| link.attribute("href"))
}

fn has_author(element: &Element) -> bool {
    element
        .all("author")
        .any(|author| !author.text_of("name").is_empty())
}
