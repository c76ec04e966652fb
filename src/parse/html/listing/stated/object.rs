//! An object in JSON → the article that it describes, by the names that its fields commonly have.

use std::collections::HashSet;

use serde_json::{Map, Value};
use url::Url;

use super::super::address;
use super::super::raw::plain;
use crate::article::{DateOrigin, DateRole, Person, RawArticle, RawDate, Text};
use crate::text::{decode_entities, fold};

/// Most items of a list.
const MOST_ITEMS: usize = 1000;

/// Names of fields, the most telling first.
const TITLES: &[&str] = &[
    "headline",
    "title",
    "name",
    "heading",
    "postTitle",
    "shortTitle",
    "title_text",
];
const ADDRESSES: &[&str] = &[
    "url",
    "canonicalUrl",
    "canonical_url",
    "permalink",
    "link",
    "href",
    "webUrl",
    "shareUrl",
    "fullUrl",
    "absoluteUrl",
    "path",
    "uri",
    "pathname",
    "relativeUrl",
    "@id",
];
const SLUGS: &[&str] = &["slug", "urlSlug", "post_slug", "seoSlug"];
const DATES: &[&str] = &[
    "datePublished",
    "publishedAt",
    "published_at",
    "publishDate",
    "publish_date",
    "publishedDate",
    "published_date",
    "publicationDate",
    "firstPublished",
    "firstPublishedAt",
    "first_published_at",
    "published",
    "pubDate",
    "pub_date",
    "date",
    "postDate",
    "displayDate",
    "releaseDate",
    "dateCreated",
    "createdAt",
    "created_at",
    "created",
    "timestamp",
    "time",
];
const SUMMARIES: &[&str] = &[
    "description",
    "excerpt",
    "summary",
    "teaser",
    "abstract",
    "dek",
    "standfirst",
    "lead",
    "subtitle",
    "intro",
    "shortDescription",
];
const IMAGES: &[&str] = &[
    "image",
    "thumbnailUrl",
    "cover",
    "coverImage",
    "cover_image",
    "thumbnail",
    "featuredImage",
    "heroImage",
    "picture",
];
const AUTHORS: &[&str] = &["author", "authors", "byline", "creator"];

/// Names of fields of what is bought, watched or met rather than read.
const OTHER_THINGS: &[&str] = &["price", "sku", "currency", "startDate", "latitude", "email"];

/// Fields in which an object wraps the one that is meant.
const WRAPPERS: &[&str] = &[
    "item",
    "node",
    "attributes",
    "data",
    "fields",
    "content",
    "frontmatter",
    "post",
    "article",
    "metadata",
    "meta",
];

/// Types of what a page lists as its parts without being articles.
pub(super) const OTHER_TYPES: &[&str] = &[
    "BreadcrumbList",
    "SiteNavigationElement",
    "ImageObject",
    "Person",
    "Organization",
    "Product",
    "Event",
    "Offer",
    "Question",
];

/// Whether an object is of one of these types.
pub(super) fn is_a(fields: &Map<String, Value>, kinds: &[&str]) -> bool {
    many(fields.get("@type"))
        .filter_map(Value::as_str)
        .any(|kind| kinds.contains(&kind))
}

/// The values of a field, whether one or an array.
pub(super) fn many(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (one, many) = match value {
        Some(Value::Array(values)) => (None, values.as_slice()),
        other => (other, [].as_slice()),
    };
    one.into_iter().chain(many)
}

/// The articles of an array. `known` are the links of the page, by which the address of a slug is found.
pub(super) fn articles(listed: &Value, base: &Url, known: Option<&[Url]>) -> Vec<RawArticle> {
    let mut items: Vec<(f64, RawArticle)> = Vec::new();
    for value in many(Some(listed)).take(MOST_ITEMS) {
        let Some(outer) = value.as_object() else {
            continue;
        };
        let position = outer.get("position").and_then(Value::as_f64).unwrap_or(0.0);
        let found = article(outer, base, known).or_else(|| wrapped(outer, base, known, 0));
        items.extend(found.map(|article| (position, article)));
    }
    items.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    items.into_iter().map(|(_, article)| article).collect()
}

/// The article in an object within an object: `{"item": {…}}`, `{"node": {"frontmatter": {…}, "excerpt": …}}`.
fn wrapped(
    outer: &Map<String, Value>,
    base: &Url,
    known: Option<&[Url]>,
    depth: usize,
) -> Option<RawArticle> {
    let mut inner = WRAPPERS
        .iter()
        .filter_map(|name| outer.get(*name).and_then(Value::as_object));
    let found = inner.find_map(|inner| {
        let deeper = || (depth < 2).then(|| wrapped(inner, base, known, depth + 1))?;
        article(inner, base, known).or_else(deeper)
    });
    found.map(|mut article| {
        article.summary = article.summary.take().or_else(|| summary(outer));
        if article.dates.is_empty() {
            article.dates.extend(date(outer));
        }
        article
    })
}

/// One object as an article; none without an address.
pub(super) fn article(
    fields: &Map<String, Value>,
    base: &Url,
    known: Option<&[Url]>,
) -> Option<RawArticle> {
    if is_a(fields, OTHER_TYPES)
        || known.is_some() && OTHER_THINGS.iter().any(|name| fields.contains_key(*name))
    {
        return None;
    }
    // Without a title the address alone may do: `{"@type": "ListItem", "position": 1, "url": …}`
    let title = TITLES
        .iter()
        .find_map(|name| words(fields.get(*name)?))
        .filter(|title| title.chars().count() > 2);
    let stated = ADDRESSES.iter().find_map(|name| {
        let text = address_text(fields.get(*name)?)?;
        let absolute =
            text.starts_with("http://") || text.starts_with("https://") || text.starts_with('/');
        (absolute || *name == "url" && text.contains('/')).then(|| base.join(text).ok())?
    });
    let by_slug = || {
        let slug = SLUGS
            .iter()
            .chain(&["path", "url"])
            .find_map(|name| address_text(fields.get(*name)?))?;
        of_slug(slug, base, known?)
    };
    let url = stated
        .or_else(by_slug)
        .filter(|url| matches!(url.scheme(), "http" | "https") && address::worth(url, base) > 0)?;
    if title.is_none() && known.is_some() {
        return None;
    }
    let authors = AUTHORS
        .iter()
        .find_map(|name| fields.get(*name))
        .map(people)
        .unwrap_or_default();
    Some(RawArticle {
        link: Some(url.into()),
        title: title.as_deref().map(plain),
        summary: summary(fields),
        dates: date(fields).into_iter().collect(),
        authors,
        image: IMAGES
            .iter()
            .find_map(|name| image(fields.get(*name)?, 0))
            .and_then(|address| base.join(&address).ok())
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .map(String::from),
        ..RawArticle::default()
    })
}

fn summary(fields: &Map<String, Value>) -> Option<Text> {
    SUMMARIES
        .iter()
        .find_map(|name| words(fields.get(*name)?))
        .map(|text| plain(&text))
}

fn date(fields: &Map<String, Value>) -> Option<RawDate> {
    let text = DATES.iter().find_map(|name| {
        let text = match fields.get(*name)? {
            Value::String(text) => fold(text),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        (digits >= 4 && text.len() <= 60).then_some(text)
    })?;
    Some(RawDate {
        role: DateRole::Published,
        text,
        origin: DateOrigin::StructuredData,
        field: "datePublished",
    })
}

/// The address of a slug: as the page's own links have it, else below the page itself.
fn of_slug(slug: &str, base: &Url, known: &[Url]) -> Option<Url> {
    let slug = slug.trim_matches('/');
    if slug.is_empty() || slug.contains(char::is_whitespace) {
        return None;
    }
    let linked = known
        .iter()
        .find(|url| url.path().trim_end_matches('/').rsplit('/').next() == Some(slug));
    linked.cloned().or_else(|| {
        let folder = format!("{}/", base.path().trim_end_matches('/'));
        base.join(&folder).ok()?.join(slug).ok()
    })
}

fn address_text(value: &Value) -> Option<&str> {
    match value {
        Value::String(text) => Some(text.trim()),
        Value::Object(fields) => fields
            .get("current")
            .or_else(|| fields.get("@id"))?
            .as_str()
            .map(str::trim),
        _ => None,
    }
    .filter(|text| !text.is_empty() && text.len() < 1000)
}

/// A text, or the rendered one of an object.
fn words(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.as_str(),
        Value::Object(fields) => ["rendered", "text", "en", "value", "@value"]
            .iter()
            .find_map(|name| fields.get(*name)?.as_str())?,
        _ => return None,
    };
    let text = if text.contains('<') {
        crate::text::from_html(text)
    } else {
        decode_entities(text)
    };
    Some(fold(&text)).filter(|text| !text.is_empty())
}

fn people(value: &Value) -> Vec<Person> {
    many(Some(value))
        .filter_map(|person| match person {
            Value::String(name) => Some(fold(name)),
            Value::Object(fields) => words(fields.get("name")?),
            _ => None,
        })
        .filter(|name| (2..=80).contains(&name.chars().count()) && !name.contains("://"))
        .take(8)
        .map(|name| Person {
            name,
            ..Person::default()
        })
        .collect()
}

fn image(value: &Value, depth: usize) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim().to_owned())
            .filter(|text| text.contains(['/', '.']) && !text.contains(' ')),
        Value::Array(values) if depth < 3 => image(values.first()?, depth + 1),
        Value::Object(fields) if depth < 3 => ["url", "src", "contentUrl", "href"]
            .iter()
            .find_map(|name| image(fields.get(*name)?, depth + 1)),
        _ => None,
    }
}

/// Each address once, the first.
pub(super) fn unique(mut articles: Vec<RawArticle>) -> Vec<RawArticle> {
    let mut seen = HashSet::new();
    articles.retain(|article| article.link.clone().is_some_and(|link| seen.insert(link)));
    articles
}
