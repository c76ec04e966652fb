//! Atom 1.0 (RFC 4287), requirements A-01 … A-16, written by the `atom_syndication` crate.
//!
//! `atom:source` is left out: it demands the date of the feed that an entry was taken from, which
//! nobody knows later. A link `rel="via"` names that feed instead.

use std::borrow::Cow;
use std::collections::HashMap;

use atom_syndication as atom;

use super::{Format, date, field, joiner, language, media, size, stylesheet, xml};
use crate::article::{Article, Entry, Feed, Person};

mod extras;

pub(super) const FORMAT: Format = Format {
    name: "atom",
    label: "Atom",
    extension: "atom",
    media_type: "application/atom+xml",
    for_readers: true,
    render,
};

const PROLOGUE: &[u8] = b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// Most digits that are written as the fraction of a second: what any reader takes.
const DIGITS: usize = 6;

fn render(feed: &Feed, self_url: &str) -> Vec<u8> {
    size::fit(feed, |entries| write(feed, entries, self_url))
}

fn write(feed: &Feed, entries: &[Entry], self_url: &str) -> Vec<u8> {
    let language = feed.language.as_deref().and_then(language::tag);
    let subtitle = xml::plain(&feed.description);
    let document = atom::Feed {
        title: text(&xml::plain_line(&feed.title), None),
        id: field::feed_id(feed),
        updated: date::writable(date::updated(feed).unwrap_or_else(date::never)),
        authors: vec![author(feed)],
        generator: Some(atom::Generator {
            value: "feedmill".into(),
            ..atom::Generator::default()
        }),
        links: feed_links(feed, self_url),
        subtitle: (subtitle != xml::plain_line(&feed.title) && !subtitle.is_empty())
            .then(|| text(&subtitle, None)),
        entries: entries
            .iter()
            .map(|item| entry(item, language.as_deref()))
            .collect(),
        lang: language.as_deref().map(str::to_owned),
        namespaces: extras::namespaces(),
        ..atom::Feed::default()
    };
    let config = atom::WriteConfig {
        write_document_declaration: false,
        indent_size: Some(2),
    };
    // Writing into memory cannot fail.
    let mut bytes = document
        .write_with_config(PROLOGUE.to_vec(), config)
        .unwrap_or_default();
    bytes.push(b'\n');
    let mut seen = HashMap::new();
    let mut in_entries = false;
    let bytes = xml::rewrite(bytes, |name, text| match name {
        // As in RSS: `&amp;` in plain text has been taken for a mistake before.
        "name" | "title" | "subtitle" | "summary" | "rights" => xml::hexadecimal(text),
        // The first date is the feed's own, which may well be that of an entry.
        "updated" if in_entries => distinct(text, &mut seen),
        "updated" => {
            in_entries = true;
            None
        }
        _ => None,
    });
    stylesheet::attach(bytes, feed, "feed", "entry")
}

/// The site, the feed itself, and where its changes can be subscribed to (W-01).
fn feed_links(feed: &Feed, self_url: &str) -> Vec<atom::Link> {
    let link = |rel: &str, href: String, mime_type: Option<&str>| atom::Link {
        href,
        rel: rel.into(),
        mime_type: mime_type.map(Into::into),
        ..atom::Link::default()
    };
    let mut links = vec![
        link("alternate", field::written(&feed.link), Some("text/html")),
        link("self", self_url.to_owned(), Some(FORMAT.media_type)),
    ];
    let hubs = feed.hubs.iter();
    links.extend(hubs.map(|hub| link("hub", field::written(hub), None)));
    links
}

/// Validators warn of two entries with the same text in `updated`, as most articles of one day have
/// that are dated by the day. The second is written with `.0` after the seconds, the third with `.00`, …:
/// the same instant to the letter of RFC 3339, and no invented time. From the eighth on, who come
/// of imports, millionths of a second tell them apart, below anything that such a date says.
fn distinct(text: &str, seen: &mut HashMap<String, usize>) -> Option<String> {
    let times = seen.entry(text.to_owned()).or_default();
    *times += 1;
    let fraction = match times.checked_sub(1)? {
        0 => return None,
        zeros @ 1..=DIGITS => "0".repeat(zeros),
        more => format!("{:0DIGITS$}", more - DIGITS),
    };
    let (clock, zone) = text.split_at_checked("2024-05-12T10:30:00".len())?;
    Some(format!("{clock}.{fraction}{zone}"))
}

fn entry(entry: &Entry, feed_language: Option<&str>) -> atom::Entry {
    let article = &*entry.article;
    let language = article
        .language
        .as_deref()
        .and_then(language::tag)
        .filter(|tag| feed_language.is_none_or(|feed| !feed.eq_ignore_ascii_case(tag)));
    let language = language.as_deref();
    let summary = xml::trimmed(article.summary.as_deref().unwrap_or_default());
    let content = field::content(article);
    atom::Entry {
        title: text(&field::headline(entry), language),
        id: field::id(&entry.id).into_owned(),
        updated: date::writable(entry.updated.max(entry.published)),
        published: Some(date::writable(entry.published)),
        authors: article.authors.iter().filter_map(person).collect(),
        categories: article
            .tags
            .iter()
            .map(|tag| xml::plain_line(tag))
            .filter(|tag| !tag.is_empty())
            .map(|tag| atom::Category {
                term: tag.into_owned(),
                ..atom::Category::default()
            })
            .collect(),
        links: links(article),
        rights: extras::rights(article).map(|line| text(&line, None)),
        extensions: extras::extensions(article),
        summary: (!summary.is_empty()).then(|| text(&summary, language)),
        content: Some(standing_in(entry, &content, &summary))
            .filter(|html| !html.is_empty())
            .map(|html| atom::Content {
                lang: language.map(str::to_owned),
                content_type: Some("html".into()),
                value: Some(html.into_owned()),
                ..atom::Content::default()
            }),
        ..atom::Entry::default()
    }
}

/// The content, or what has to stand for it: an entry without an address is not valid without
/// content, and one without any text is nothing to read.
fn standing_in<'a>(entry: &Entry, content: &'a str, summary: &'a str) -> Cow<'a, str> {
    let has_address = entry.article.url.as_deref().and_then(field::http).is_some();
    match (content.is_empty(), summary.is_empty()) {
        (false, _) => Cow::Borrowed(content),
        (true, true) => Cow::Owned(xml::as_html(&field::headline(entry)).into_owned()),
        (true, false) if !has_address => xml::as_html(summary),
        (true, false) => Cow::Borrowed(""),
    }
}

fn links(article: &Article) -> Vec<atom::Link> {
    let address = article.url.as_deref().and_then(field::http);
    let alternate = address.map(|url| atom::Link {
        href: url.into_owned(),
        rel: "alternate".into(),
        ..atom::Link::default()
    });
    let media = media::of(article);
    let enclosures = media.into_iter().map(|medium| atom::Link {
        href: medium.url.into_owned(),
        rel: "enclosure".into(),
        mime_type: medium.mime_type.map(Into::into),
        title: medium.title.as_deref().map(attribute),
        length: (medium.length > 0).then(|| medium.length.to_string()),
        ..atom::Link::default()
    });
    let via = article.republished_from.as_ref().and_then(|from| {
        Some(atom::Link {
            href: field::http(from.url.as_deref()?)?.into_owned(),
            rel: "via".into(),
            title: from
                .title
                .as_deref()
                .map(attribute)
                .filter(|title| !title.is_empty()),
            ..atom::Link::default()
        })
    });
    let links = alternate.into_iter().chain(enclosures).chain(via);
    links.chain(extras::links(article)).collect()
}

/// A title in an attribute, where there is no `type` to say that it is plain text: with a word joiner
/// after each `&` that could begin a reference, no reader decodes it once more, and no validator
/// warns of it.
fn attribute(title: &str) -> String {
    let title = xml::plain_line(title);
    let mut parts = title.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push('&');
        if part.starts_with(|c: char| c == '#' || c.is_alphanumeric()) {
            out.push(joiner::JOINER);
        }
        out.push_str(part);
    }
    out
}

/// The feed's author, who stands for entries without one.
fn author(feed: &Feed) -> atom::Person {
    person(&feed.author).unwrap_or_else(|| atom::Person {
        name: Some(xml::plain_line(&feed.title))
            .filter(|title| !title.is_empty())
            .unwrap_or(Cow::Borrowed("feedmill"))
            .into_owned(),
        ..atom::Person::default()
    })
}

fn person(person: &Person) -> Option<atom::Person> {
    let name = xml::plain_line(&person.name);
    (!name.is_empty()).then(|| atom::Person {
        name: name.into_owned(),
        email: person
            .email
            .as_deref()
            .and_then(field::email)
            .map(str::to_owned),
        uri: person.url.as_deref().and_then(field::http).map(Into::into),
        ..atom::Person::default()
    })
}

/// A text construct. Plain text stays `type="text"`, except a summary that speaks of a closing tag
/// (`</b>`): as HTML, properly escaped, no reader can take it for markup itself.
fn text(value: &str, language: Option<&str>) -> atom::Text {
    let speaks_of_markup = value
        .split("</")
        .skip(1)
        .any(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic()));
    let (value, kind) = if speaks_of_markup {
        (xml::as_html(value).into_owned(), atom::TextType::Html)
    } else {
        (value.to_owned(), atom::TextType::Text)
    };
    atom::Text {
        value,
        lang: language.map(str::to_owned),
        r#type: kind,
        ..atom::Text::default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::publish::sample;

    fn written(feed: &Feed) -> String {
        String::from_utf8(render(feed, "https://example.org/feeds/all.atom")).expect("UTF-8")
    }

    #[test]
    fn the_sample_is_written_as_expected() {
        let expected = include_str!("../../../tests/data/publish/sample.atom");
        assert_eq!(written(&sample::feed()), expected);
    }

    #[test]
    fn an_empty_feed_is_complete() {
        let mut feed = sample::feed();
        feed.entries.clear();
        feed.author = Person::default();
        let read = atom::Feed::read_from(written(&feed).as_bytes()).expect("B52");
        assert_eq!(read.updated, date::never());
        assert_eq!(read.authors.len(), 1, "A-01");
    }

    #[test]
    fn no_reference_is_found_in_an_attribute() {
        for (title, expected) in [
            ("Plans & more", "Plans & more"),
            ("A&B", "A&\u{2060}B"),
            ("&#239;le", "&\u{2060}#239;le"),
            ("&amp;&", "&\u{2060}amp;&"),
        ] {
            assert_eq!(attribute(title), expected, "B15");
        }
    }

    /// B01: neither scheme nor place of publication moves an id.
    #[test]
    fn the_feeds_id_does_not_move() {
        let mut feed = sample::feed();
        let id = field::feed_id(&feed);
        assert_eq!(id, "tag:example.org,2026:feedmill/all");
        assert!(field::is_uri(&id));
        feed.base_url = "http://other.example:8080/x/".parse().expect("URL");
        feed.link = "http://www.example.org/blog".parse().expect("URL");
        assert_eq!(field::feed_id(&feed), id);
        feed.link = "http://[::1]:80/".parse().expect("URL");
        feed.name = "tags/é".into();
        assert!(field::is_uri(&field::feed_id(&feed)));
    }

    #[test]
    fn equal_dates_are_written_apart_without_moving_them() {
        let mut feed = sample::feed();
        let at = feed.entries.first().expect("an entry").updated;
        let entry = feed.entries.first().expect("an entry").clone();
        feed.entries = (0..40)
            .map(|number| Entry {
                id: format!("urn:example:{number}"),
                published: at,
                ..entry.clone()
            })
            .collect();
        let text = written(&feed);
        let read = atom::Feed::read_from(text.as_bytes()).expect("Atom");
        assert!(
            read.entries
                .iter()
                .all(|entry| (entry.updated - at).num_milliseconds() == 0),
            "A-10"
        );
        let lines: HashSet<&str> = text
            .lines()
            .filter(|line| line.starts_with("    <updated>"))
            .collect();
        assert_eq!(lines.len(), feed.entries.len());
    }
}
