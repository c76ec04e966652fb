//! RSS 2.0 (<https://www.rssboard.org/rss-specification>) by the RSS Advisory Board's Profile,
//! requirements R-01 … R-19 and M-01, written by the `rss` crate.
//!
//! The crate writes `description` and `content:encoded` as CDATA; both go in as extensions instead,
//! which it escapes (B11: what is escaped cannot end early). It knows no order among extensions but
//! that of their keys, which puts the description first, as the Profile wants.

use std::borrow::Cow;
use std::collections::BTreeMap;

use rss::extension::atom::{AtomExtension, Link};
use rss::extension::dublincore::DublinCoreExtension;
use rss::extension::{Extension, ExtensionMap};
use rss::{Category, Channel, Enclosure, Guid, Item, Source};

use super::media::{self, Medium};
use super::{Format, date, extra, field, language, size, stylesheet, xml};
use crate::article::{Article, Entry, Feed};
use crate::vocabulary::{self, Home};

pub(super) const FORMAT: Format = Format {
    name: "rss",
    label: "RSS",
    extension: "rss",
    media_type: "application/rss+xml",
    for_readers: true,
    render,
};

/// The prefixes that are used, always all of them and those of [`vocabulary::NAMESPACES`], so that a
/// feed's first line does not change with its articles. `atom` and `dc` the crate declares by itself
/// where it writes them.
const NAMESPACES: &[(&str, &str)] = &[
    ("atom", "http://www.w3.org/2005/Atom"),
    ("content", "http://purl.org/rss/1.0/modules/content/"),
];

/// Elements of plain text, in which `&` and `<` are written as hexadecimal references, besides
/// those of [`vocabulary`].
const PLAIN: &[&str] = &["title", "category", "source", "dc:creator", "media:title"];

fn render(feed: &Feed, self_url: &str) -> Vec<u8> {
    size::fit(feed, |entries| write(feed, entries, self_url))
}

fn write(feed: &Feed, entries: &[Entry], self_url: &str) -> Vec<u8> {
    let channel = Channel {
        title: xml::plain_line(&feed.title).into_owned(),
        link: field::written(&feed.link),
        description: xml::plain(&feed.description).into_owned(),
        language: feed
            .language
            .as_deref()
            .and_then(language::tag)
            .map(Cow::into_owned),
        last_build_date: date::updated(feed).map(date::rfc822),
        generator: Some("feedmill".into()),
        managing_editor: feed
            .author
            .email
            .as_deref()
            .and_then(field::email)
            .map(|email| {
                let name = xml::plain_line(&feed.author.name);
                format!("{email} ({})", name.replace(['(', ')'], " ").trim())
            }),
        atom_ext: Some(AtomExtension {
            links: links(feed, self_url),
        }),
        namespaces: NAMESPACES
            .iter()
            .chain(vocabulary::NAMESPACES)
            .map(|(prefix, address)| ((*prefix).to_owned(), (*address).to_owned()))
            .collect(),
        items: entries.iter().map(item).collect(),
        ..Channel::default()
    };
    // Writing into memory cannot fail.
    let mut bytes = channel
        .pretty_write_to(Vec::new(), b' ', 2)
        .unwrap_or_default();
    bytes.push(b'\n');
    let mut descriptions = 0;
    let bytes = xml::rewrite(bytes, |name, text| {
        // The first description is the channel's and plain; those of items are HTML.
        descriptions += usize::from(name == "description");
        let plain = PLAIN.contains(&name)
            || name == "description" && descriptions == 1
            || vocabulary::row(name).is_some();
        plain.then(|| xml::hexadecimal(text)).flatten()
    });
    stylesheet::attach(bytes, feed, "channel", "item")
}

/// Where the feed itself is, and where its changes can be subscribed to (W-01).
fn links(feed: &Feed, self_url: &str) -> Vec<Link> {
    let own = Link {
        href: self_url.to_owned(),
        rel: "self".into(),
        mime_type: Some(FORMAT.media_type.into()),
        ..Link::default()
    };
    let hubs = feed.hubs.iter().map(|hub| Link {
        href: field::written(hub),
        rel: "hub".into(),
        ..Link::default()
    });
    std::iter::once(own).chain(hubs).collect()
}

fn item(entry: &Entry) -> Item {
    let article = &*entry.article;
    let media = media::of(article);
    let enclosure = media::enclosure(&media);
    let link = article.url.as_deref().and_then(field::http);
    let id = field::guid(&entry.id);
    let (description, content) = texts(article);
    let title = title(entry, description.is_some());
    Item {
        categories: article
            .tags
            .iter()
            .map(|tag| xml::plain_line(tag))
            .filter(|tag| !tag.is_empty())
            .map(|tag| Category {
                name: tag.into_owned(),
                domain: None,
            })
            .collect(),
        guid: Some(Guid {
            permalink: link.as_deref() == Some(&*id),
            value: id.into_owned(),
        }),
        link: link.map(Into::into),
        pub_date: Some(date::rfc822(entry.published)),
        source: source(article),
        dublin_core_ext: creators(article),
        extensions: extensions(
            article,
            description,
            content,
            &media,
            enclosure,
            title.is_some(),
        ),
        title,
        enclosure: enclosure.map(|medium| Enclosure {
            url: medium.url.clone().into_owned(),
            length: medium.length.to_string(),
            mime_type: medium.mime_type.clone().unwrap_or_default().into_owned(),
        }),
        ..Item::default()
    }
}

/// The title; for an article with neither title nor text, a line that stands for it.
fn title(entry: &Entry, described: bool) -> Option<String> {
    let title = xml::plain_line(entry.article.title.as_deref().unwrap_or_default());
    match (title.is_empty(), described) {
        (false, _) => Some(title.into_owned()),
        (true, true) => None,
        (true, false) => Some(field::headline(entry)),
    }
}

/// Names go into `dc:creator`, one each: `author` would have to be an e-mail address.
fn creators(article: &Article) -> Option<DublinCoreExtension> {
    let creators: Vec<String> = article
        .authors
        .iter()
        .map(|author| xml::plain_line(&author.name).into_owned())
        .filter(|name| !name.is_empty())
        .collect();
    (!creators.is_empty()).then(|| DublinCoreExtension {
        creators,
        ..DublinCoreExtension::default()
    })
}

fn source(article: &Article) -> Option<Source> {
    let from = article.republished_from.as_ref()?;
    Some(Source {
        url: field::http(from.url.as_deref()?)?.into_owned(),
        title: from
            .title
            .as_deref()
            .map(|title| xml::plain_line(title).into_owned()),
    })
}

/// What goes into `description` and into `content:encoded`: the summary, as HTML, and the full text;
/// without a summary the full text and nothing.
fn texts(article: &Article) -> (Option<String>, Option<String>) {
    let summary = xml::trimmed(article.summary.as_deref().unwrap_or_default());
    let content = Some(field::content(article))
        .filter(|html| !html.is_empty())
        .map(Cow::into_owned);
    if summary.is_empty() {
        (content, None)
    } else {
        (Some(xml::as_html(&summary).into_owned()), content)
    }
}

fn extensions(
    article: &Article,
    description: Option<String>,
    content: Option<String>,
    media: &[Medium],
    enclosure: Option<&Medium>,
    titled: bool,
) -> ExtensionMap {
    let mut map = ExtensionMap::new();
    let mut add = |element: Extension| {
        let (prefix, name) = element.name.split_once(':').unwrap_or(("", &element.name));
        let all: &mut BTreeMap<String, Vec<Extension>> = map.entry(prefix.to_owned()).or_default();
        all.entry(name.to_owned()).or_default().push(element);
    };
    let text = |name: &str, value: String| Extension {
        name: name.to_owned(),
        value: Some(value),
        ..Extension::default()
    };
    // The empty prefix comes first: description before content:encoded.
    if let Some(description) = description {
        add(text("description", description));
    }
    if let Some(content) = content {
        add(text("content:encoded", content));
    }
    // The lead image is repeated here when it is the enclosure: importers look in one or the other; and
    // any enclosure of which more is known than an enclosure can say.
    media
        .iter()
        .filter(|medium| {
            medium.lead
                || medium.duration.is_some()
                || medium.title.is_some()
                || !medium.details.is_empty()
                || enclosure.is_none_or(|chosen| chosen.url != medium.url)
        })
        .for_each(|medium| add(media_content(medium, titled)));
    for (row, mut values) in extra::of(article) {
        if row.rss == Home::Element {
            add(Extension {
                name: row.full_name(),
                value: values.remove(""),
                attrs: values,
                ..Extension::default()
            });
        }
    }
    map
}

/// `titled`: whether the item has a title. Without one some readers take that of a medium for it.
fn media_content(medium: &Medium, titled: bool) -> Extension {
    let attributes = [
        ("url", Some(medium.url.clone().into_owned())),
        ("type", medium.mime_type.clone().map(Into::into)),
        ("medium", medium.kind().map(str::to_owned)),
        (
            "fileSize",
            (medium.length > 0).then(|| medium.length.to_string()),
        ),
        (
            "duration",
            medium.duration.map(|seconds| seconds.to_string()),
        ),
    ];
    let known = attributes
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let details = medium.details.clone().into_iter();
    let title = medium.title.as_ref().filter(|_| titled);
    let title = title.map(|title| Extension {
        name: "media:title".into(),
        value: Some(title.clone().into_owned()),
        attrs: BTreeMap::from([("type".to_owned(), "plain".to_owned())]),
        ..Extension::default()
    });
    Extension {
        name: "media:content".into(),
        attrs: details.chain(known).collect(),
        children: title
            .into_iter()
            .map(|title| ("title".to_owned(), vec![title]))
            .collect(),
        ..Extension::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample;

    fn text(feed: &Feed) -> String {
        String::from_utf8(render(feed, "https://example.org/feeds/all.rss")).expect("UTF-8")
    }

    #[test]
    fn the_sample_is_written_as_expected() {
        let expected = include_str!("../../tests/data/publish/sample.rss");
        assert_eq!(text(&sample::feed()), expected);
    }

    #[test]
    fn an_empty_feed_is_complete() {
        let mut feed = sample::feed();
        feed.entries.clear();
        let channel = Channel::read_from(text(&feed).as_bytes()).expect("B52");
        assert_eq!(channel.title, feed.title);
        assert_eq!(channel.last_build_date, None, "R-18");
    }

    #[test]
    fn nothing_is_cdata_and_the_prologue_comes_first() {
        let text = text(&sample::feed());
        assert!(
            text.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>"),
            "X-01"
        );
        assert!(!text.contains("CDATA"), "X-04");
        assert!(!text.contains("<!DOCTYPE"), "X-05");
    }

    #[test]
    fn without_a_summary_the_full_text_is_the_description() {
        let mut feed = sample::feed();
        for entry in &mut feed.entries {
            std::sync::Arc::make_mut(&mut entry.article).summary = None;
        }
        let text = text(&feed);
        assert!(!text.contains("<content:encoded>"), "R-06");
        let channel = Channel::read_from(text.as_bytes()).expect("RSS");
        let first = channel.items.first().expect("an item");
        let entry = feed.entries.first().expect("an entry");
        assert_eq!(
            first.description.as_deref(),
            Some(entry.article.content_html.as_str())
        );
    }

    #[test]
    fn permalinks_are_only_claimed_when_they_are_ones() {
        let text = text(&sample::feed());
        assert!(
            text.contains("<guid>https://example.org/2024/mill/</guid>"),
            "R-07"
        );
        assert!(
            text.contains("<guid isPermaLink=\"false\">42</guid>"),
            "B37"
        );
    }
}
