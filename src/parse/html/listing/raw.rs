//! What was found of an item → the strings of a raw article.

use url::Url;

use super::super::page::Page;
use super::besides;
use super::choose::Entry;
use super::date::Value;
use super::link::Link;
use super::outline::Outline;
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
    base: &Url,
) -> Option<RawArticle> {
    let link = links.get(entry.item.link)?;
    let title = entry.title.text.as_str();
    let date_at = entry.date.as_ref().and_then(|date| date.at);
    let apart = [entry.title.at, date_at];
    Some(RawArticle {
        link: Some(written(&link.url)),
        title: Some(plain(title)),
        summary: besides::summary(outline, &entry.item, title, &apart)
            .map(|(text, _)| plain(&text)),
        dates: entry
            .date
            .as_ref()
            .and_then(|found| raw_date(&found.value))
            .into_iter()
            .collect(),
        authors: besides::authors(outline, &entry.item),
        tags: besides::tags(outline, &entry.item, links, title),
        image: besides::image(outline, &entry.item)
            .and_then(|(address, _)| base.join(&address).ok())
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .map(|url| written(&url)),
        ..RawArticle::default()
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
