//! JSON Feed 1.0 and 1.1 (J-01 … J-11), read leniently: an id may be a number, the version may be
//! missing, a field of the wrong type is passed over. What is no JSON is refused whole; JSON that is no feed may be a
//! list ([`super::json_list`]).

use serde_json::{Map, Value};
use url::Url;

use super::json::{first_value, string, word};
use super::{Clues, Error, Format, Options, json_list};
use crate::article::{
    Attachment, DateOrigin, DateRole, Document, FeedFacts, Kind, Listing, Markup, Parsed, Person,
    RawArticle, RawDate, Text,
};
use crate::vocabulary;

mod extras;

pub(super) const FORMAT: Format = Format {
    name: "json_feed",
    recognises,
    parse,
    head: None,
};

/// Entries in one document, texts and titles in bytes (T-13).
const ENTRIES: usize = 5_000;
const CONTENT: usize = 1 << 20;
const TITLE: usize = 4 << 10;
/// Authors, tags, attachments of one entry, each.
const LIST: usize = 500;

fn recognises(clues: &Clues<'_>) -> bool {
    if !clues.head.starts_with('{') {
        return false;
    }
    // JSON may write `/` as `\/`
    let says_so = clues
        .head
        .replace("\\/", "/")
        .contains("jsonfeed.org/version");
    says_so
        || clues.media_type.ends_with("json")
        || (clues.media_type.is_empty() && clues.extension == "json")
        || is_cut(clues)
}

/// A document that begins as JSON, and that nobody calls a text: were the little that arrived of a
/// feed taken for one, a piece of it would be published.
fn is_cut(clues: &Clues<'_>) -> bool {
    let begun = clues.head.strip_prefix('{').map(str::trim_start);
    let is_text = ["md", "markdown", "txt", "text"].contains(&clues.extension);
    begun.is_some_and(|begun| begun.is_empty() || begun.starts_with('"')) && !is_text
}

/// Members of items that JSON Feed alone has.
const ITS_OWN: &[&str] = &[
    "content_html",
    "content_text",
    "date_published",
    "date_modified",
    "external_url",
];

/// Whether a document says that it is a JSON Feed, or forgot to say so.
fn is_feed(feed: &Map<String, Value>, listing: Option<&Listing>) -> bool {
    let version = feed.get("version").and_then(Value::as_str);
    if listing.is_some_and(|listing| listing.item.is_some()) {
        return false;
    }
    version.is_some_and(says_version)
        || list(feed, "items").any(|item| {
            item.get("id").is_some() && ITS_OWN.iter().any(|name| item.get(*name).is_some())
        })
}

fn says_version(version: &str) -> bool {
    version.contains("jsonfeed.org/version")
}

fn parse(document: &Document, text: &str, options: &Options) -> Result<Parsed, Error> {
    let (value, trailing) = first_value(text)?;
    let feed = match &value {
        Value::Object(feed) if is_feed(feed, options.listing.as_ref()) => feed,
        _ => return json_list::read(document, &value, trailing, options),
    };
    let Some(Value::Array(items)) = feed.get("items") else {
        let reason = "it is JSON, but no JSON Feed: it has no list of `items`";
        return Err(Error::Unreadable(reason.to_owned()));
    };
    let version = string(feed, "version").unwrap_or_default();
    let mut warnings = Vec::new();
    if !says_version(&version) {
        warnings.push("it does not say which version of JSON Feed it is".to_owned());
    }
    if trailing {
        warnings.push("there is something after its end, which is ignored".to_owned());
    }
    let home = string(feed, "home_page_url");
    let own = string(feed, "feed_url");
    // without an address of its own, relative addresses are those of the site
    let fallback = [&own, &home]
        .into_iter()
        .flatten()
        .find_map(|url| Url::parse(url).ok());
    let base = document.base.as_ref().or(fallback.as_ref());
    let reader = Reader {
        base,
        inherited: document
            .base
            .is_none()
            .then_some(fallback.as_ref())
            .flatten(),
    };
    if items.len() > ENTRIES {
        warnings.push(format!(
            "it has more than {ENTRIES} entries: the rest is left out"
        ));
    }
    let articles: Vec<RawArticle> = items
        .iter()
        .take(ENTRIES)
        .filter_map(|item| reader.article(item.as_object()?))
        .collect();
    let left_out = items.len().min(ENTRIES) - articles.len();
    if left_out > 0 {
        warnings.push(format!(
            "{left_out} of its items have nothing in them and are left out"
        ));
    }
    Ok(Parsed {
        format: match version.trim_end_matches('/').ends_with("/1") {
            true => "JSON Feed 1.0",
            false => "JSON Feed 1.1",
        },
        kind: Kind::Feed,
        facts: FeedFacts {
            title: string(feed, "title").map(plain),
            description: string(feed, "description").map(plain),
            home_page: home.map(|url| reader.resolve(&url)),
            self_url: own.map(|url| reader.resolve(&url)),
            language: string(feed, "language"),
            authors: reader.people(feed),
            icon: reader.address(feed, &["icon", "favicon"]),
            ..FeedFacts::default()
        },
        incomplete: items.len() > ENTRIES,
        articles,
        warnings,
        ..Parsed::default()
    })
}

struct Reader<'a> {
    base: Option<&'a Url>,
    /// The base that texts must carry with them, since the document has none.
    inherited: Option<&'a Url>,
}

impl Reader<'_> {
    fn article(&self, item: &Map<String, Value>) -> Option<RawArticle> {
        let html = string(item, "content_html");
        let text = string(item, "content_text");
        let content = match html {
            Some(html) => Some((html, Markup::Html)),
            None => text.map(|text| (text, Markup::Plain)),
        };
        let content = content.map(|(mut value, markup)| {
            cut(&mut value, CONTENT);
            Text {
                value,
                markup,
                base: self.inherited.cloned(),
            }
        });
        let date = |key: &str, role, field| {
            let text = word(item.get(key)?)?;
            Some(RawDate {
                role,
                text,
                origin: DateOrigin::Feed,
                field,
            })
        };
        let dates = [
            date("date_published", DateRole::Published, "date_published"),
            date("date_modified", DateRole::Updated, "date_modified"),
        ];
        let article = RawArticle {
            id: item.get("id").and_then(word),
            link: self.address(item, &["url", "external_url"]),
            link_is_canonical: string(item, "url").is_some(),
            title: string(item, "title").map(|mut title| {
                cut(&mut title, TITLE);
                plain(title)
            }),
            summary: string(item, "summary").map(|mut summary| {
                cut(&mut summary, CONTENT);
                plain(summary)
            }),
            content,
            dates: dates.into_iter().flatten().collect(),
            authors: self.people(item),
            tags: tags(item),
            image: self.address(item, &["image", "banner_image"]),
            attachments: list(item, "attachments")
                .filter_map(|file| self.attachment(file.as_object()?))
                .collect(),
            language: string(item, "language"),
            extras: extras::read(item),
            ..RawArticle::default()
        };
        let has_something = article.id.is_some()
            || article.link.is_some()
            || article.title.is_some()
            || article.content.is_some()
            || article.summary.is_some();
        has_something.then_some(article)
    }

    fn attachment(&self, file: &Map<String, Value>) -> Option<Attachment> {
        let number = |key: &str| {
            let value = file.get(key)?;
            let text = value.as_str().and_then(|text| text.trim().parse().ok());
            value
                .as_f64()
                .or(text)
                .filter(|n: &f64| *n >= 0.0)
                .map(|n| n as u64)
        };
        Some(Attachment {
            url: self.address(file, &["url"])?,
            mime_type: string(file, "mime_type").unwrap_or_default(),
            length: number("size_in_bytes").unwrap_or(0),
            title: string(file, "title"),
            duration_seconds: number("duration_in_seconds"),
            details: extras::values(vocabulary::FILE, file.get("_media")),
        })
    }

    /// `authors` (1.1), else `author` (1.0); a bare string is a name.
    fn people(&self, of: &Map<String, Value>) -> Vec<Person> {
        let one = of.get("author").into_iter();
        let people = list(of, "authors")
            .chain(one)
            .filter_map(|value| match value {
                Value::Object(author) => {
                    let person = Person {
                        name: string(author, "name").unwrap_or_default(),
                        url: self.address(author, &["url"]),
                        email: string(author, "email"),
                    };
                    (person != Person::default()).then_some(person)
                }
                other => Some(Person {
                    name: word(other)?,
                    ..Person::default()
                }),
            });
        let mut found: Vec<Person> = Vec::new();
        for person in people.take(LIST) {
            if !found.contains(&person) {
                found.push(person);
            }
        }
        found
    }

    fn address(&self, of: &Map<String, Value>, keys: &[&str]) -> Option<String> {
        let address = keys.iter().find_map(|key| string(of, key))?;
        Some(self.resolve(address.trim()))
    }

    fn resolve(&self, address: &str) -> String {
        let absolute = match (Url::parse(address), self.base) {
            (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => base.join(address).ok(),
            _ => None,
        };
        absolute.map_or_else(|| address.to_owned(), String::from)
    }
}

/// A list; some write one string with commas.
fn tags(item: &Map<String, Value>) -> Vec<String> {
    let one = item.get("tags").and_then(Value::as_str).unwrap_or_default();
    let words = one.split(',').map(str::trim).filter(|tag| !tag.is_empty());
    let words = words.take(LIST).map(str::to_owned);
    list(item, "tags").filter_map(word).chain(words).collect()
}

fn list<'a>(of: &'a Map<String, Value>, key: &str) -> impl Iterator<Item = &'a Value> {
    let values = of.get(key).and_then(Value::as_array).map(Vec::as_slice);
    values.unwrap_or_default().iter().take(LIST)
}

/// The values of a list, or the one that stands in its place.
fn list_of(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        one => std::slice::from_ref(one),
    }
}

fn plain(value: String) -> Text {
    Text {
        value,
        ..Text::default()
    }
}

fn cut(text: &mut String, limit: usize) {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Origin;

    fn read(text: &str, base: Option<&str>) -> Result<Parsed, Error> {
        let document = Document {
            origin: Origin::File("feed.json".into()),
            bytes: Vec::new(),
            content_type: None,
            base: base.map(|base| Url::parse(base).expect("an address")),
        };
        parse(&document, text, &Options::default())
    }

    #[test]
    fn every_field_is_read() {
        let parsed = read(
            r#"{"version": "https:\/\/jsonfeed.org\/version\/1.1", "title": "Notes", "home_page_url": "/",
                "feed_url": "feed.json", "language": "en", "icon": "i.png", "authors": [{"name": "Ann", "url": "/ann"}],
                "items": [{"id": 7, "url": "a", "title": "A < B", "content_html": "<p>x</p>", "content_text": "x",
                  "summary": "s", "image": "p.png", "date_published": "2024-05-12T10:00:00Z",
                  "date_modified": "2024-05-13T10:00:00Z", "tags": ["a", "b", 3, null], "language": "de",
                  "author": {"name": "Bo"}, "attachments": [{"url": "a.mp3", "mime_type": "audio/mpeg",
                  "size_in_bytes": 12, "duration_in_seconds": 61.5}, {"mime_type": "x"}]}]}"#,
            Some("https://example.org/blog/"),
        )
        .expect("a JSON Feed");
        assert_eq!(parsed.format, "JSON Feed 1.1");
        assert!(parsed.warnings.is_empty(), "{:?}", parsed.warnings);
        assert_eq!(
            parsed.facts.home_page.as_deref(),
            Some("https://example.org/")
        );
        assert_eq!(
            parsed.facts.icon.as_deref(),
            Some("https://example.org/blog/i.png")
        );
        assert_eq!(
            parsed.facts.authors[0].url.as_deref(),
            Some("https://example.org/ann")
        );
        let article = &parsed.articles[0];
        assert_eq!(article.id.as_deref(), Some("7"));
        assert_eq!(article.link.as_deref(), Some("https://example.org/blog/a"));
        let content = article.content.as_ref().expect("content");
        assert_eq!(
            (content.value.as_str(), content.markup),
            ("<p>x</p>", Markup::Html)
        );
        assert_eq!(
            article.title.as_ref().map(|t| t.markup),
            Some(Markup::Plain)
        );
        assert_eq!(article.dates.len(), 2);
        assert_eq!(article.tags, ["a", "b", "3"]);
        assert_eq!(article.authors[0].name, "Bo");
        assert_eq!(article.attachments.len(), 1);
        assert_eq!(article.attachments[0].duration_seconds, Some(61));
    }

    /// J-02 and the consumer's side of 1.4; T-12.
    #[test]
    fn leniency_has_its_limits() {
        let deep = format!("{{\"items\": {}", "[".repeat(100_000));
        for text in [
            "{",
            "{\"a\": 1}",
            "{\"items\": []}",
            "{\"items\": [{\"x\": 1}]}",
            "{\"version\": \"https://jsonfeed.org/version/1\"}",
            &deep,
        ] {
            assert!(read(text, None).is_err(), "{text:.40}");
        }
        let parsed = read(
            r#"{"home_page_url": "https://example.org/", "items": [{"id": " ", "url": "a", "title": 3, "content_text": "<x>"},
               {"id": false}, "x", {"id": "0"}]} trailing"#,
            None,
        )
        .expect("a feed");
        assert_eq!(parsed.warnings.len(), 3, "{:?}", parsed.warnings);
        assert_eq!(parsed.articles.len(), 2);
        let article = &parsed.articles[0];
        assert_eq!(
            (article.id.as_deref(), article.link.as_deref()),
            (None, Some("https://example.org/a"))
        );
        assert_eq!(
            article.content.as_ref().map(|c| c.markup),
            Some(Markup::Plain)
        );
        // B06: an id of zero is an id
        assert_eq!(parsed.articles[1].id.as_deref(), Some("0"));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,80}") {
            let _ = read(&text, None);
            let _ = read(&format!("{{\"items\":[{{\"id\":{text:?}}}]}}"), None);
        }
    }
}
