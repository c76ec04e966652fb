//! Lists that a page states for machines → articles: JSON-LD (`ItemList`, `Blog`, several articles side by side), and the
//! state from which a script builds the page.

use std::collections::HashMap;

use serde_json::{Map, Value};
use url::Url;

use super::super::nearly_json;
use super::address;
use super::link::Link;
use crate::article::{DateOrigin, DateRole, Markup, Person, RawArticle, RawDate, Text};
use crate::text::{decode_entities, fold};

/// Most values looked at in one page.
const MOST_VALUES: usize = 100_000;
/// Deepest nesting looked at.
const DEEPEST: usize = 24;
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

/// Types of what a page lists as its parts without being articles.
const OTHER_TYPES: &[&str] = &[
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

/// The articles that the JSON-LD of a page lists, in order; none when it states no list.
pub(super) fn json_ld(scripts: &[String], base: &Url) -> Vec<RawArticle> {
    let roots: Vec<Value> = scripts
        .iter()
        .flat_map(|script| nearly_json::values(script))
        .collect();
    let mut best: Vec<RawArticle> = Vec::new();
    let mut loose: Vec<RawArticle> = Vec::new();
    let mut rest: Vec<(&Value, usize)> = roots.iter().rev().map(|root| (root, 0)).collect();
    let mut looked = 0;
    while let Some((value, depth)) = rest.pop() {
        looked += 1;
        if looked > MOST_VALUES || depth > DEEPEST {
            break;
        }
        match value {
            Value::Array(values) => {
                rest.extend(values.iter().rev().map(|value| (value, depth + 1)))
            }
            Value::Object(fields) => {
                for name in ["itemListElement", "blogPost", "blogPosts", "hasPart"] {
                    let listed = fields.get(name).filter(|_| !is_a(fields, OTHER_TYPES));
                    let items = listed
                        .map(|listed| articles(listed, base, None))
                        .unwrap_or_default();
                    if items.len() > best.len() {
                        best = items;
                    }
                }
                if is_article(fields) {
                    loose.extend(article(fields, base, None));
                }
                for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    rest.extend(fields.get(name).map(|value| (value, depth + 1)));
                }
            }
            _ => {}
        }
    }
    let own = address::key(base);
    loose.retain(|article| {
        article
            .link
            .as_deref()
            .and_then(|link| Url::parse(link).ok())
            .is_some_and(|url| address::key(&url) != own)
    });
    unique(if loose.len() > best.len() {
        loose
    } else {
        best
    })
}

fn is_a(fields: &Map<String, Value>, kinds: &[&str]) -> bool {
    many(fields.get("@type"))
        .filter_map(Value::as_str)
        .any(|kind| kinds.contains(&kind))
}

/// Whether an object is an article by schema.org.
fn is_article(fields: &Map<String, Value>) -> bool {
    many(fields.get("@type"))
        .filter_map(Value::as_str)
        .any(|kind| kind.ends_with("Article") || kind.ends_with("Posting"))
}

fn many(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (one, many) = match value {
        Some(Value::Array(values)) => (None, values.as_slice()),
        other => (other, [].as_slice()),
    };
    one.into_iter().chain(many)
}

/// The articles of the arrays in the state of a page that a script builds: the array that has most.
pub(super) fn state(scripts: &[String], base: &Url, known: &[Url]) -> Vec<RawArticle> {
    let mut best: Vec<RawArticle> = Vec::new();
    let mut best_worth = 0.0;
    for script in scripts {
        let Some(root) = value(script) else { continue };
        let mut rest: Vec<(&Value, usize)> = vec![(&root, 0)];
        let mut looked = 0;
        while let Some((value, depth)) = rest.pop() {
            looked += 1;
            if looked > MOST_VALUES {
                break;
            }
            if depth > DEEPEST {
                continue;
            }
            match value {
                Value::Array(values) => {
                    if values.len() >= 2
                        && values.iter().filter(|value| value.is_object()).count() * 2
                            > values.len()
                    {
                        let items = unique(articles(value, base, Some(known)));
                        let worth = worth(&items, values.len());
                        if worth > best_worth {
                            (best, best_worth) = (items, worth);
                        }
                    }
                    rest.extend(values.iter().rev().map(|value| (value, depth + 1)));
                }
                Value::Object(fields) => {
                    rest.extend(fields.values().rev().map(|value| (value, depth + 1)))
                }
                _ => {}
            }
        }
    }
    best
}

/// How much the items of an array look like articles; 0 for those of a menu.
fn worth(items: &[RawArticle], of: usize) -> f64 {
    let count = items.len() as f64;
    if items.len() < 2 || items.len() * 2 < of {
        return 0.0;
    }
    let share = |has: &dyn Fn(&RawArticle) -> bool| {
        items.iter().filter(|item| has(item)).count() as f64 / count
    };
    let dated = share(&|item| !item.dates.is_empty());
    let told = share(&|item| item.summary.is_some());
    let length = |item: &RawArticle| {
        item.title
            .as_ref()
            .map_or(0, |title| title.value.chars().count())
    };
    let long = items.iter().map(length).sum::<usize>() as f64 / count;
    let quality = dated + 0.5 * told + (long / 40.0).min(1.0);
    if quality < 0.8 {
        0.0
    } else {
        quality * (1.0 + count).ln()
    }
}

/// The JSON in a script: all of it, or what is assigned to a variable.
fn value(script: &str) -> Option<Value> {
    let text = script.trim();
    if text.starts_with(['{', '[']) {
        return nearly_json::values(text).into_iter().next();
    }
    // `window.__STATE__ = {…}`, `window.__STATE__ = JSON.parse("{…}")`
    let (name, rest) = text
        .get(..text.len().min(4000))
        .unwrap_or(text)
        .split_once('=')
        .map(|(name, _)| (name, text.get(name.len() + 1..)))?;
    let rest = rest?.trim_start();
    let named = name
        .trim()
        .rsplit(['.', ' '])
        .next()
        .is_some_and(|name| name.len() < 60);
    if !named {
        return None;
    }
    if let Some(quoted) = rest.strip_prefix("JSON.parse(") {
        let quoted: String = serde_json::Deserializer::from_str(quoted)
            .into_iter::<String>()
            .next()?
            .ok()?;
        return serde_json::from_str(&quoted).ok();
    }
    if !rest.starts_with(['{', '[']) {
        return None;
    }
    serde_json::Deserializer::from_str(rest)
        .into_iter::<Value>()
        .next()?
        .ok()
}

/// The articles of an array. `known` are the links of the page, by which the address of a slug is found.
fn articles(listed: &Value, base: &Url, known: Option<&[Url]>) -> Vec<RawArticle> {
    let mut items: Vec<(f64, RawArticle)> = Vec::new();
    for value in many(Some(listed)).take(MOST_ITEMS) {
        let Some(outer) = value.as_object() else {
            continue;
        };
        let position = outer.get("position").and_then(Value::as_f64).unwrap_or(0.0);
        // What is wrapped: `{"item": {…}}`, `{"node": {…}}`, `{"attributes": {…}}`
        let inner = ["item", "node", "attributes", "data", "fields", "content"]
            .iter()
            .find_map(|name| outer.get(*name).and_then(Value::as_object));
        let found = article(outer, base, known).or_else(|| article(inner?, base, known));
        items.extend(found.map(|article| (position, article)));
    }
    items.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    items.into_iter().map(|(_, article)| article).collect()
}

fn article(fields: &Map<String, Value>, base: &Url, known: Option<&[Url]>) -> Option<RawArticle> {
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
    let date = DATES.iter().find_map(|name| {
        let text = match fields.get(*name)? {
            Value::String(text) => fold(text),
            Value::Number(number) => number.to_string(),
            _ => return None,
        };
        let digits = text.bytes().filter(u8::is_ascii_digit).count();
        (digits >= 4 && text.len() <= 60).then_some(text)
    });
    let authors = AUTHORS
        .iter()
        .find_map(|name| fields.get(*name))
        .map(people)
        .unwrap_or_default();
    Some(RawArticle {
        link: Some(url.into()),
        title: title.map(plain),
        summary: SUMMARIES
            .iter()
            .find_map(|name| words(fields.get(*name)?))
            .map(plain),
        dates: date
            .into_iter()
            .map(|text| RawDate {
                role: DateRole::Published,
                text,
                origin: DateOrigin::StructuredData,
                field: "datePublished",
            })
            .collect(),
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

/// Gives articles whose list states no title that of the page's own links.
pub(super) fn name(articles: &mut Vec<RawArticle>, links: &[Link]) {
    for article in articles
        .iter_mut()
        .filter(|article| article.title.is_none())
    {
        let key = article
            .link
            .as_deref()
            .and_then(|link| Url::parse(link).ok())
            .map(|url| address::key(&url));
        let texts = links
            .iter()
            .filter(|link| Some(&link.key) == key.as_ref())
            .map(|link| &link.text);
        let text = texts
            .filter(|text| text.chars().count() <= 200)
            .max_by_key(|text| text.chars().count());
        article.title = text.filter(|text| !text.is_empty()).cloned().map(plain);
    }
    articles.retain(|article| article.title.is_some());
}

/// Adds what is stated of articles to those that were found on the page, by their addresses.
pub(super) fn complete(articles: &mut [RawArticle], stated: Vec<RawArticle>) {
    let key = |article: &RawArticle| {
        article
            .link
            .as_deref()
            .and_then(|link| Url::parse(link).ok())
            .map(|url| address::key(&url))
    };
    let mut by_key: HashMap<String, RawArticle> = stated
        .into_iter()
        .filter_map(|article| Some((key(&article)?, article)))
        .collect();
    for article in articles {
        let Some(more) = key(article).and_then(|key| by_key.remove(&key)) else {
            continue;
        };
        let is_stated = |date: &RawDate| date.origin <= DateOrigin::StructuredData;
        if !article.dates.iter().any(is_stated) {
            article.dates.splice(0..0, more.dates);
        }
        article.summary = article.summary.take().or(more.summary);
        article.image = article.image.take().or(more.image);
        if article.authors.is_empty() {
            article.authors = more.authors;
        }
    }
}

fn unique(mut articles: Vec<RawArticle>) -> Vec<RawArticle> {
    let mut seen = std::collections::HashSet::new();
    articles.retain(|article| article.link.clone().is_some_and(|link| seen.insert(link)));
    articles
}

fn plain(value: String) -> Text {
    Text {
        value,
        markup: Markup::Plain,
        base: None,
    }
}
