//! What was found of an item → the strings of a raw article.

use std::collections::HashSet;

use url::Url;

use super::super::page::Page;
use super::besides;
use super::date::Value;
use super::entry::Entry;
use super::link::{HEADINGS, Link};
use super::outline::Outline;
use super::picture;
use super::when::When;
use crate::article::{DateOrigin, DateRole, Markup, RawArticle, RawDate, Text};

/// The address that stands for that of a page which has none.
const NOWHERE: &str = "http://page.invalid/";

/// The address against which the links of a page resolve.
pub(super) fn base(page: &Page) -> Option<Url> {
    let stated = || {
        let canonical = page.related("canonical").map(|link| link.href.as_str());
        let mut addresses = canonical.chain(page.metas("og:url"));
        addresses.find_map(|address| Url::parse(address.trim()).ok())
    };
    page.base
        .clone()
        .or_else(stated)
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .or_else(|| Url::parse(NOWHERE).ok())
}

/// An item as an article; none without a link.
pub(super) fn article(
    outline: &Outline<'_>,
    links: &[Link],
    entry: &Entry,
    summary: Option<String>,
    shared: &HashSet<String>,
    base: &Url,
) -> Option<RawArticle> {
    let link = links.get(entry.item.link)?;
    let title = entry.title.text.as_str();
    Some(RawArticle {
        link: Some(written(&link.url)),
        title: Some(plain(title)),
        summary: summary.as_deref().map(plain),
        dates: entry
            .date
            .as_ref()
            .and_then(|found| raw_date(&found.value))
            .into_iter()
            .collect(),
        authors: besides::authors(outline, &entry.item),
        tags: besides::tags(outline, &entry.item, links, title),
        image: picture::of(outline, &entry.item, shared)
            .and_then(|(address, _)| picture_at(base, &address)),
        content: content(outline, links, entry),
        ..RawArticle::default()
    })
}

/// The address of a picture. What a content system notes behind `#` is no part of it.
pub(super) fn picture_at(base: &Url, address: &str) -> Option<String> {
    let mut url = base.join(address.trim()).ok()?;
    url.set_fragment(None);
    matches!(url.scheme(), "http" | "https").then(|| written(&url))
}

/// The text of an item that is a place on the page itself, which is nowhere else: a section of a log of changes.
pub(super) fn content(outline: &Outline<'_>, links: &[Link], entry: &Entry) -> Option<Text> {
    let here = links.get(entry.item.link).is_some_and(|link| link.anchor);
    if !here {
        return None;
    }
    let date = entry.date.as_ref().and_then(|date| date.at);
    let apart = [entry.title.at, date];
    let mut html = String::new();
    let mut at = entry.item.elements.start;
    while at < entry.item.elements.end {
        let end = outline.end(at);
        let holds = apart
            .iter()
            .flatten()
            .any(|other| (at..end).contains(other));
        let node = outline.at(at).map(|element| &element.node);
        if !holds {
            html.push_str(&node.map(|node| node.html().to_string()).unwrap_or_default());
        }
        // The title and the date stand in something: what is beside them there is of the text.
        let leave = holds
            && (apart.contains(&Some(at))
                || outline
                    .at(at)
                    .is_some_and(|e| HEADINGS.contains(&e.name.as_str()) || e.name == "p"));
        at = if holds && !leave { at + 1 } else { end };
    }
    (!html.trim().is_empty()).then_some(Text {
        value: html,
        markup: Markup::Html,
        base: None,
    })
}

/// An address; relative where the page itself has none.
pub(super) fn written(url: &Url) -> String {
    let text = url.as_str();
    text.strip_prefix(NOWHERE.trim_end_matches('/'))
        .unwrap_or(text)
        .to_owned()
}

/// A date for the ladder.
pub(super) fn raw_date(value: &Value) -> Option<RawDate> {
    let (text, origin, field) = match value {
        Value::Told(text) => (text.clone(), DateOrigin::Feed, "listing"),
        Value::Stated(text, field) => (text.clone(), DateOrigin::StructuredData, *field),
        Value::Seen(When::Day(text) | When::DayOfYear(text) | When::Age(text)) => {
            (text.clone(), DateOrigin::List, "list")
        }
        Value::Seen(When::Month(_) | When::Year(_) | When::Time(_)) => return None,
    };
    Some(RawDate {
        role: DateRole::Published,
        text,
        origin,
        field,
    })
}

/// A text without markup.
pub(super) fn plain(text: &str) -> Text {
    Text {
        value: text.to_owned(),
        markup: Markup::Plain,
        base: None,
    }
}
