//! What each name of front matter means: one row a meaning. Names are compared without regard to case,
//! blanks, `-` and `_`. Within a row the more trusted name stands first.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use super::path;
use super::value::{Value, bare, same_name};
use crate::article::{
    Attachment, DateOrigin, DateRole, Extra, Markup, Person, RawArticle, RawDate, Text,
};
use crate::vocabulary;

/// What a field means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Title,
    Date(DateRole),
    /// Yes: not to be published.
    Draft,
    /// No: not to be published. A date: when it was.
    Published,
    /// A word for the state of the article.
    Status,
    Id,
    Link,
    /// The address below the site's root, without the slash before it.
    Path,
    Tags,
    Authors,
    Mail,
    Summary,
    Image,
    Language,
    Enclosure,
    /// How long the enclosure is.
    Duration,
    /// An element of another vocabulary, by its name there ([`crate::vocabulary`]).
    Extra(&'static str),
    /// A map of further fields.
    Nested,
}

#[rustfmt::skip]
const FIELDS: &[(Meaning, &[&str])] = &[
    (Meaning::Title, &["title", "headline", "name"]),
    // `date` is what every generator shows; the others are their words for the moment of publication
    (
        Meaning::Date(DateRole::Published),
        &[
            "date", "publishDate", "pubDate", "publishedDate", "datePublished", "published_at",
            "published_on", "posted", "created", "created_at", "dateCreated", "creation_date",
        ],
    ),
    // Jekyll: a flag; Astro, Eleventy: a date
    (Meaning::Published, &["published", "publish"]),
    (
        Meaning::Date(DateRole::Updated),
        &[
            "updated", "lastmod", "modified", "last_modified_at", "last_modified", "lastUpdated",
            "updatedDate", "modDate", "dateModified", "modified_date", "updated_at", "edited", "changed",
        ],
    ),
    (
        Meaning::Date(DateRole::Expires),
        &["expiryDate", "expires", "expirationDate", "unpublishDate", "expiry"],
    ),
    (Meaning::Draft, &["draft", "is_draft"]),
    // Pelican, Hexo, exports of WordPress
    (Meaning::Status, &["status", "state", "visibility"]),
    (Meaning::Id, &["guid", "id", "uuid", "uid"]),
    (Meaning::Link, &["permalink", "url", "link", "canonical_url", "canonical"]),
    // Zola
    (Meaning::Path, &["path"]),
    (Meaning::Tags, &["tags", "tag", "keywords"]),
    (Meaning::Tags, &["categories", "category", "topics"]),
    (Meaning::Authors, &["authors", "author", "by", "byline", "writer"]),
    (Meaning::Mail, &["author_email"]),
    (Meaning::Summary, &["summary", "description", "excerpt", "abstract", "teaser", "lead", "lede"]),
    (
        Meaning::Image,
        &[
            "image", "cover", "cover_image", "featured_image", "feature_image", "hero_image", "hero",
            "header_image", "banner", "thumbnail", "thumb", "images", "og_image", "social_image",
            "preview", "header",
        ],
    ),
    (Meaning::Language, &["lang", "language", "locale"]),
    (Meaning::Enclosure, &["enclosure", "audio", "audio_url", "podcast", "video_url"]),
    (Meaning::Duration, &["duration", "audio_duration"]),
    // of an episode
    (Meaning::Extra("podcast:season"), &["season"]),
    (Meaning::Extra("podcast:episode"), &["episode", "episode_number"]),
    (Meaning::Extra("itunes:episodeType"), &["episode_type"]),
    (Meaning::Extra("podcast:transcript"), &["transcript"]),
    (Meaning::Extra("podcast:chapters"), &["chapters"]),
    (Meaning::Extra("media:rating"), &["explicit"]),
    (Meaning::Extra("dc:rights"), &["copyright", "rights"]),
    // Zola, Hugo: fields of the theme, and taxonomies
    (Meaning::Nested, &["taxonomies", "params", "extra"]),
];

/// Names that may open a line of a header without fences. Fewer than in the table: "Lead: " and
/// "Name: " begin prose too.
#[rustfmt::skip]
const HEADER: &[&str] = &[
    "title", "date", "updated", "modified", "published", "author", "authors", "tags", "category",
    "categories", "keywords", "slug", "status",
    "summary", "description", "lang", "language", "id", "guid", "link", "url", "permalink", "image",
    "draft", "email", "subtitle", "template",
];

/// Whether a name may open a line of a header without fences.
pub(in crate::parse) fn is_header_name(name: &str) -> bool {
    HEADER.iter().any(|known| same_name(known, name.trim()))
}

/// Puts the fields of a map into an article, in the order of the table. What is in a nested map counts
/// only where the outer one says nothing.
pub(super) fn apply(fields: &Value, raw: &mut RawArticle) {
    let mut found = RawArticle::default();
    collect(fields, &mut found, 0);
    if let Some(language) = found.language.take() {
        raw.language = Some(language);
    }
    replace(&mut raw.title, found.title);
    replace(&mut raw.summary, found.summary);
    replace(&mut raw.id, found.id);
    replace(&mut raw.image, found.image);
    if found.link.is_some() {
        raw.link = found.link;
        raw.link_is_canonical = found.link_is_canonical;
    }
    found.dates.append(&mut raw.dates);
    raw.dates = found.dates;
    if !found.authors.is_empty() {
        raw.authors = found.authors;
    }
    if !found.tags.is_empty() {
        raw.tags = found.tags;
    }
    raw.attachments.append(&mut found.attachments);
    raw.extras.append(&mut found.extras);
    raw.draft |= found.draft;
}

fn replace<T>(old: &mut Option<T>, new: Option<T>) {
    if new.is_some() {
        *old = new;
    }
}

/// Each name of the table as [`bare`] spells it, with its place there.
static PLACES: LazyLock<HashMap<String, usize>> = LazyLock::new(|| {
    let names = rows().map(|(_, name)| bare(name));
    names.zip(0..).collect()
});

/// The names of the table with what they mean.
fn rows() -> impl Iterator<Item = (Meaning, &'static str)> {
    FIELDS
        .iter()
        .flat_map(|(meaning, names)| names.iter().map(|name| (*meaning, *name)))
}

fn collect(fields: &Value, raw: &mut RawArticle, depth: usize) {
    let Value::Map(fields) = fields else {
        return;
    };
    // By place; of a name that is given twice the last counts, as in every generator.
    let mut found: BTreeMap<usize, &Value> = BTreeMap::new();
    for (name, value) in fields {
        if let Some(place) = PLACES.get(&bare(name)) {
            found.insert(*place, value);
        }
    }
    let mut found = found.into_iter().peekable();
    for (place, (meaning, name)) in rows().enumerate() {
        let Some((_, value)) = found.next_if(|(at, _)| *at == place) else {
            continue;
        };
        if *value != Value::Null {
            put(meaning, name, value, raw, depth);
        }
    }
}

fn put(meaning: Meaning, name: &'static str, value: &Value, raw: &mut RawArticle, depth: usize) {
    match meaning {
        Meaning::Title if raw.title.is_none() => raw.title = text(value),
        Meaning::Summary if raw.summary.is_none() => raw.summary = text(value),
        Meaning::Id if raw.id.is_none() => raw.id = value.as_text().map(str::to_owned),
        Meaning::Language if raw.language.is_none() => {
            raw.language = value.as_text().map(str::to_owned);
        }
        Meaning::Image if raw.image.is_none() => raw.image = address(value, 0),
        Meaning::Date(role) => date(role, name, value, raw),
        Meaning::Draft => raw.draft |= value.as_bool() == Some(true),
        Meaning::Published => match value.as_bool() {
            Some(published) => raw.draft |= !published,
            None => date(DateRole::Published, name, value, raw),
        },
        Meaning::Status => {
            raw.draft |= value.as_text().is_some_and(|status| {
                matches!(
                    status.to_ascii_lowercase().as_str(),
                    "draft" | "private" | "hidden" | "pending" | "unpublished" | "trash" | "skip"
                )
            });
        }
        Meaning::Link => link(name, value, raw),
        Meaning::Path => {
            if let Some(path) = value.as_text() {
                let path = format!("/{}", path.trim_start_matches('/'));
                link(name, &Value::Text(path), raw);
            }
        }
        Meaning::Tags => tags(value, &mut raw.tags, 0),
        Meaning::Authors if raw.authors.is_empty() => authors(value, &mut raw.authors, 0),
        Meaning::Mail => {
            if let [author] = raw.authors.as_mut_slice() {
                author.email = author.email.take().or(value.as_text().map(str::to_owned));
            }
        }
        Meaning::Enclosure if raw.attachments.is_empty() => {
            raw.attachments.extend(enclosure(value));
        }
        Meaning::Duration => {
            if let [file] = raw.attachments.as_mut_slice() {
                let found = value.as_text().and_then(seconds);
                file.duration_seconds = file.duration_seconds.or(found);
            }
        }
        Meaning::Extra(name) => raw.extras.extend(extra(name, value)),
        Meaning::Nested if depth == 0 => collect(value, raw, depth + 1),
        _ => {}
    }
}

/// A text whose markup the author did not declare; several lines are one.
fn text(value: &Value) -> Option<Text> {
    Some(Text {
        value: value.as_text()?.to_owned(),
        markup: Markup::Unsure,
        base: None,
    })
}

fn date(role: DateRole, name: &'static str, value: &Value, raw: &mut RawArticle) {
    // Hexo and some themes nest: `date: {created: …}`
    let found = match value {
        Value::Map(_) => ["published", "created", "date"]
            .iter()
            .find_map(|name| value.get(name)),
        value => Some(value),
    };
    if let Some(text) = found.and_then(Value::as_text)
        && value.as_bool().is_none()
    {
        raw.dates.push(RawDate {
            role,
            text: text.to_owned(),
            origin: DateOrigin::FrontMatter,
            field: name,
        });
    }
}

/// An address, unless it is a pattern (`/:year/:title/`), a word for one (`pretty`), or `false`. A day in
/// it is a date.
fn link(name: &'static str, value: &Value, raw: &mut RawArticle) {
    let Some(address) = value.as_text() else {
        return;
    };
    let pattern =
        address.contains("/:") || address.starts_with(':') || address.contains(['{', '<', ' ']);
    let word = matches!(
        address,
        "pretty" | "date" | "none" | "ordinal" | "weekdate" | "false" | "true"
    );
    if pattern || word {
        return;
    }
    raw.dates.extend(path::in_address(address, name));
    if raw.link.is_none() {
        raw.link_is_canonical = address.starts_with("http://") || address.starts_with("https://");
        raw.link = Some(address.to_owned());
    }
}

/// A list (lists within lists are flattened), or one string; a string with commas is parted later, where
/// tags are cleaned, unless other tags stand beside it.
fn tags(value: &Value, into: &mut Vec<String>, depth: usize) {
    match value {
        Value::Text(text) => into.extend(
            text.split(',')
                .map(|tag| tag.trim().trim_matches(['[', ']', '"']).to_owned())
                .filter(|tag| !tag.is_empty()),
        ),
        Value::List(list) if depth < 4 => {
            for value in list {
                match value {
                    Value::Text(tag) => into.push(tag.clone()),
                    value => tags(value, into, depth + 1),
                }
            }
        }
        Value::Map(_) if depth < 4 => {
            for name in ["name", "title", "label", "slug"] {
                if let Some(name) = value.get(name).and_then(Value::as_text) {
                    into.push(name.to_owned());
                    return;
                }
            }
        }
        _ => {}
    }
}

fn authors(value: &Value, into: &mut Vec<Person>, depth: usize) {
    match value {
        Value::Text(_) => into.extend(value.as_text().map(|name| Person {
            name: name.to_owned(),
            ..Person::default()
        })),
        Value::List(list) if depth < 4 => {
            for value in list {
                authors(value, into, depth + 1);
            }
        }
        Value::Map(_) => {
            let field = |names: &[&str]| {
                names
                    .iter()
                    .find_map(|name| value.get(name).and_then(Value::as_text))
                    .map(str::to_owned)
            };
            let person = Person {
                name: field(&["name", "display_name", "nick", "title"]).unwrap_or_default(),
                url: field(&["url", "link", "homepage", "website", "uri", "web"]),
                email: field(&["email", "mail"]),
            };
            if !person.name.is_empty() || person.email.is_some() {
                into.push(person);
            }
        }
        _ => {}
    }
}

/// Names under which themes put an address in a map.
#[rustfmt::skip]
const ADDRESSES: &[&str] = &[
    "src", "url", "path", "image", "file", "href", "feature", "og_image", "teaser", "relative",
];

/// The address in a string, in a map as themes write it (`src`, `url`, `path`, `image`, …), or in the
/// first of a list.
fn address(value: &Value, depth: usize) -> Option<String> {
    match value {
        Value::Text(_) => value
            .as_text()
            .filter(|_| value.as_bool().is_none())
            .filter(|text| !text.contains(char::is_whitespace) || text.contains('.'))
            .map(str::to_owned),
        Value::List(list) if depth < 4 => list.iter().find_map(|value| address(value, depth + 1)),
        Value::Map(_) if depth < 4 => ADDRESSES
            .iter()
            .find_map(|name| address(value.get(name)?, depth + 1)),
        _ => None,
    }
}

/// A file that goes with the article: an address, or a map of `url`, `length`, `type`.
fn enclosure(value: &Value) -> Option<Attachment> {
    let url = address(value, 0)?;
    let field = |names: &[&str]| {
        names
            .iter()
            .find_map(|name| value.get(name).and_then(Value::as_text))
    };
    Some(Attachment {
        url,
        mime_type: field(&["type", "mime", "mime_type"])
            .unwrap_or_default()
            .to_owned(),
        length: field(&["length", "size", "bytes"])
            .and_then(|length| length.replace(['_', ','], "").parse().ok())
            .unwrap_or(0),
        title: field(&["title"]).map(str::to_owned),
        duration_seconds: field(&["duration"]).and_then(seconds),
        ..Attachment::default()
    })
}

/// An element of another vocabulary: its text, or a map of its attributes.
fn extra(name: &str, value: &Value) -> Option<Extra> {
    let row = vocabulary::row(name)?;
    let known = row.values.iter().filter_map(|(key, ..)| {
        let found = match value {
            Value::Map(_) if key.is_empty() => value.get("text"),
            Value::Map(_) => value.get(key),
            value => key.is_empty().then_some(value),
        };
        Some(((*key).to_owned(), found?.as_text()?.to_owned()))
    });
    let values: BTreeMap<String, String> = known.collect();
    let name = name.to_owned();
    (!values.is_empty()).then_some(Extra { name, values })
}

/// `1:02:03`, `62:03` or `3723`, in seconds.
fn seconds(text: &str) -> Option<u64> {
    text.split(':').try_fold(0_u64, |sum, part| {
        sum.checked_mul(60)?.checked_add(part.trim().parse().ok()?)
    })
}
