//! JSON-LD by schema.org, as sites write it: graphs, arrays, several types, references, and JSON
//! that is nearly JSON.

use std::collections::HashMap;

use serde_json::Value;

use super::nearly_json;
use crate::article::Person;
use crate::text::{decode_entities, fold};

/// Most objects looked at in one page.
const MOST_THINGS: usize = 2000;

/// What the JSON-LD of a page says about the article on it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Facts {
    /// It says that the page is an article.
    pub(super) is_article: bool,
    /// It says that the page, which is no article, is of an event.
    pub(super) is_event: bool,
    /// `headline`, or the `name` of an article.
    pub(super) headline: Option<String>,
    /// `datePublished`, of an offer of work `datePosted`.
    pub(super) published: Option<String>,
    /// `dateCreated` and `uploadDate`: when something was begun, or a film of it put there.
    pub(super) created: Vec<(&'static str, String)>,
    /// `dateModified`.
    pub(super) modified: Option<String>,
    /// `expires`.
    pub(super) expires: Option<String>,
    /// `author`, else `creator`.
    pub(super) authors: Vec<Person>,
    /// None of the authors is a person: the publisher signs.
    pub(super) signed_by_publisher: bool,
    /// `description`.
    pub(super) description: Option<String>,
    /// `image`.
    pub(super) image: Option<String>,
    /// `keywords`.
    pub(super) keywords: Vec<String>,
    /// Name of the `publisher` or of the `WebSite`.
    pub(super) site_name: Option<String>,
    /// `inLanguage`.
    pub(super) language: Option<String>,
    /// `articleBody`.
    pub(super) body: Option<String>,
}

/// Endings of the types that are articles (schema.org/Article and below, and its neighbours).
const ARTICLES: &[&str] = &[
    "Article",
    "BlogPosting",
    "Posting",
    "Report",
    "Review",
    "Recipe",
    "HowTo",
];

/// Types that stand for the page when there is no article: their dates are those of the page.
const PAGES: &[&str] = &[
    "WebPage",
    "ItemPage",
    "AboutPage",
    "VideoObject",
    "PodcastEpisode",
    "Episode",
];

/// Endings of the types that have a day of their own.
const EVENTS: &[&str] = &["Event", "Festival", "Hackathon"];

/// Reads the scripts of a page. `titles` are its heading and title, which tell the article from
/// others that are only mentioned.
pub(super) fn read(scripts: &[String], titles: &[&str]) -> Facts {
    let roots: Vec<Value> = scripts
        .iter()
        .flat_map(|script| nearly_json::values(script))
        .collect();
    let things = things(&roots);
    let mut by_id: HashMap<&str, &Value> = HashMap::new();
    for thing in &things {
        if let Some(id) = thing.get("@id").and_then(Value::as_str) {
            // The one that says most: references have an `@id` and nothing else.
            let size = |value: &Value| value.as_object().map_or(0, serde_json::Map::len);
            let known = by_id.entry(id).or_insert(thing);
            if size(thing) > size(known) {
                *known = thing;
            }
        }
    }
    let graph = Graph { by_id };
    let titles: Vec<String> = titles.iter().map(|title| letters(title)).collect();
    let article = things
        .iter()
        .filter(|thing| is_a(thing, ARTICLES))
        .enumerate()
        .max_by_key(|(at, thing)| (score(thing, &titles), usize::MAX - at))
        .map(|(_, thing)| *thing);
    let page = things.iter().find(|thing| is_a(thing, PAGES)).copied();
    let mut facts = article
        .or(page)
        .map(|thing| graph.facts(thing))
        .unwrap_or_default();
    facts.is_article = article.is_some();
    if article.is_some_and(|article| is_one_of_others(article, &things, &titles)) {
        facts.published = None;
        facts.modified = None;
    }
    facts.is_event = article.is_none()
        && things
            .iter()
            .any(|thing| is_a(thing, EVENTS) && score(thing, &titles) >= NAMED);
    if article.is_none() {
        // The name of a page is its title with more around it.
        facts.headline = None;
        facts.authors.clear();
    } else if facts.published.is_none()
        && let Some(page) = page
    {
        facts.published = graph.facts(page).published;
    }
    if facts.site_name.is_none() {
        let site = things.iter().find(|thing| is_a(thing, &["WebSite"]));
        facts.site_name = site.and_then(|site| text(site, "name"));
    }
    facts
}

/// Whether an article that does not have the page's title is one of several of different dates: teasers.
fn is_one_of_others(article: &Value, things: &[&Value], titles: &[String]) -> bool {
    let date = |thing: &Value| text(thing, "datePublished");
    let own = date(article);
    let mut articles = things.iter().filter(|thing| is_a(thing, ARTICLES));
    score(article, titles) < NAMED
        && articles.any(|other| date(other).is_some_and(|date| own.as_ref() != Some(&date)))
}

/// What it counts for to have the page's title.
const NAMED: u8 = 2;

fn score(thing: &Value, titles: &[String]) -> u8 {
    let headline = text(thing, "headline")
        .or_else(|| text(thing, "name"))
        .unwrap_or_default();
    let headline = letters(&headline);
    let named = headline.len() > 3
        && titles.iter().any(|title| {
            title.contains(&headline) || headline.contains(title.as_str()) && title.len() > 3
        });
    NAMED * u8::from(named) + u8::from(thing.get("datePublished").is_some())
}

fn letters(text: &str) -> String {
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// All objects that stand for themselves: at the top, in arrays, in `@graph`, as the main entity.
fn things(roots: &[Value]) -> Vec<&Value> {
    let mut things = Vec::new();
    let mut rest: Vec<&Value> = roots.iter().rev().collect();
    while let Some(value) = rest.pop() {
        if things.len() >= MOST_THINGS {
            break;
        }
        match value {
            Value::Array(values) => rest.extend(values.iter().rev()),
            Value::Object(fields) => {
                things.push(value);
                for name in [
                    "author",
                    "publisher",
                    "mainEntityOfPage",
                    "mainEntity",
                    "@graph",
                ] {
                    rest.extend(fields.get(name).filter(|value| !value.is_string()));
                }
            }
            _ => {}
        }
    }
    things
}

fn is_a(thing: &Value, endings: &[&str]) -> bool {
    list(thing.get("@type"))
        .filter_map(Value::as_str)
        .any(|kind| endings.iter().any(|ending| kind.ends_with(ending)))
}

/// The values of a field, whether one or an array.
fn list(value: Option<&Value>) -> impl Iterator<Item = &Value> {
    let (one, many) = match value {
        Some(Value::Array(values)) => (None, values.as_slice()),
        other => (other, [].as_slice()),
    };
    one.into_iter().chain(many)
}

/// A field's text: schema.org values are texts, numbers, arrays of them, or `@value` objects.
fn text(thing: &Value, name: &str) -> Option<String> {
    list(thing.get(name)).find_map(|value| {
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Object(fields) => fields.get("@value")?.as_str()?.to_owned(),
            _ => return None,
        };
        Some(fold(&decode_entities(&text))).filter(|text| !text.is_empty())
    })
}

struct Graph<'a> {
    by_id: HashMap<&'a str, &'a Value>,
}

impl<'a> Graph<'a> {
    /// Follows a reference that is nothing but an `@id`.
    fn resolve(&self, value: &'a Value) -> &'a Value {
        let is_reference = value.get("name").is_none() && value.get("url").is_none();
        value
            .get("@id")
            .and_then(Value::as_str)
            .filter(|_| is_reference)
            .and_then(|id| self.by_id.get(id).copied())
            .unwrap_or(value)
    }

    fn facts(&self, thing: &'a Value) -> Facts {
        let mut authors = self.people(thing.get("author"));
        if authors.is_empty() {
            authors = self.people(thing.get("creator"));
        }
        let signers: Vec<&Value> = list(thing.get("author"))
            .map(|value| self.resolve(value))
            .collect();
        let signed_by_publisher =
            !signers.is_empty() && signers.iter().all(|signer| is_a(signer, &["Organization"]));
        Facts {
            is_event: false,
            is_article: true,
            signed_by_publisher,
            headline: text(thing, "headline").or_else(|| text(thing, "name")),
            published: text(thing, "datePublished").or_else(|| text(thing, "datePosted")),
            created: ["dateCreated", "uploadDate"]
                .iter()
                .filter_map(|name| Some((*name, text(thing, name)?)))
                .collect(),
            modified: text(thing, "dateModified"),
            expires: text(thing, "expires"),
            authors,
            description: text(thing, "description"),
            image: list(thing.get("image"))
                .chain(list(thing.get("thumbnailUrl")))
                .find_map(|value| self.address(value)),
            keywords: list(thing.get("keywords"))
                .filter_map(|word| word.as_str().or_else(|| word.get("name")?.as_str()))
                .flat_map(|words| words.split([',', ';']))
                .map(|word| fold(&decode_entities(word)))
                .filter(|word| !word.is_empty())
                .collect(),
            site_name: list(thing.get("publisher"))
                .find_map(|value| text(self.resolve(value), "name")),
            language: text(thing, "inLanguage"),
            body: text_in_lines(thing, "articleBody"),
        }
    }

    /// The people of a field; organisations only where no person is among them.
    fn people(&self, value: Option<&'a Value>) -> Vec<Person> {
        let values: Vec<&Value> = list(value)
            .flat_map(|value| list(Some(value.get("@list").unwrap_or(value))))
            .map(|value| self.resolve(value))
            .collect();
        let has_person = values.iter().any(|value| is_a(value, &["Person"]));
        values
            .into_iter()
            .filter(|value| !has_person || !is_a(value, &["Organization"]))
            .filter_map(|value| self.person(value))
            .collect()
    }

    fn person(&self, value: &'a Value) -> Option<Person> {
        let (name, url) = match value {
            Value::String(name) => (fold(&decode_entities(name)), None),
            _ => {
                let value = self.resolve(value);
                (
                    text(value, "name").or_else(|| {
                        let parts = [text(value, "givenName")?, text(value, "familyName")?];
                        Some(parts.join(" "))
                    })?,
                    text(value, "url").or_else(|| text(value, "sameAs")),
                )
            }
        };
        let is_address = name.starts_with("http://") || name.starts_with("https://");
        // Credits of pictures: `(Image: Agency)`; templates without a name: `, The Daily Example`.
        let is_name = name.starts_with(char::is_alphanumeric);
        (is_name && !is_address).then(|| Person {
            name,
            url: url.filter(|url| url.starts_with("http")),
            email: None,
        })
    }

    fn address(&self, value: &'a Value) -> Option<String> {
        match value {
            Value::String(address) => Some(address.trim().to_owned()),
            _ => {
                let value = self.resolve(value);
                text(value, "url").or_else(|| text(value, "contentUrl"))
            }
        }
        .filter(|address| !address.is_empty())
    }
}

fn text_in_lines(thing: &Value, name: &str) -> Option<String> {
    let text = thing.get(name)?.as_str()?.trim();
    (!text.is_empty()).then(|| decode_entities(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(script: &str) -> Facts {
        read(&[script.to_owned()], &["The Title"])
    }

    #[test]
    fn articles_are_found_wherever_they_stand() {
        let article =
            r#"{"@type":"NewsArticle","headline":"The Title","datePublished":"2024-05-12"}"#;
        let cases = [
            article.to_owned(),
            format!("[{{\"@type\":\"Organization\"}},{article}]"),
            format!("{{\"@context\":\"https://schema.org\",\"@graph\":[{article}]}}"),
            format!("<!-- {article} -->"),
            format!("//<![CDATA[\n{article}\n//]]>"),
            format!("{article};"),
            format!("{{\"@type\":\"WebPage\",\"mainEntity\":{article}}}"),
            article.replace("\"2024-05-12\"", "\"2024-05-12\",\n"),
            article.replace("NewsArticle\"", "NewsArticle\",\"x\":\"a\nb\""),
            article.replace("\"NewsArticle\"", "[\"Thing\",\"BlogPosting\"]"),
            article.replace('"', "&quot;"),
            format!(
                "{{\"@type\":\"Article\",\"headline\":\"Another\",\"datePublished\":\"1999\"}} {article}"
            ),
        ];
        for script in cases {
            let facts = facts(&script);
            assert!(facts.is_article, "{script}");
            assert_eq!(facts.headline.as_deref(), Some("The Title"), "{script}");
            assert_eq!(facts.published.as_deref(), Some("2024-05-12"), "{script}");
        }
    }

    #[test]
    fn authors_are_texts_objects_arrays_or_references() {
        let cases = [
            (r#""Ann Doe""#, vec!["Ann Doe"]),
            (
                r#"{"@type":"Person","name":"Ann &amp; Co"}"#,
                vec!["Ann & Co"],
            ),
            (r#"[{"name":"Ann"},{"name":["Ben"]}]"#, vec!["Ann", "Ben"]),
            (r##"{"@id":"#ann"}"##, vec!["Ann Doe"]),
            (r#""https://example.org/ann""#, vec![]),
            (r#""| The Daily Example""#, vec![]),
            (
                r#"{"@list":[{"@type":"Person","name":"Ann"},"Ben"]}"#,
                vec!["Ann", "Ben"],
            ),
            (
                r#"{"@type":["Person"],"givenName":"Ann","familyName":"Doe"}"#,
                vec!["Ann Doe"],
            ),
            (
                r#"[{"@type":"Organization","name":"House"},{"@type":"Person","name":"Ann"}]"#,
                vec!["Ann"],
            ),
            (r#"{"@type":"Organization","name":"House"}"#, vec!["House"]),
        ];
        for (author, expected) in cases {
            let script = format!(
                r##"{{"@graph":[{{"@type":"Article","headline":"The Title","author":{author}}},
                {{"@type":"Person","@id":"#ann","name":"Ann Doe"}}]}}"##
            );
            let names: Vec<String> = facts(&script)
                .authors
                .into_iter()
                .map(|person| person.name)
                .collect();
            assert_eq!(names, expected, "{author}");
        }
    }

    /// G-03: the date of one of several teasers is not that of the page.
    #[test]
    fn dates_of_other_articles_are_none() {
        let teaser = |headline: &str, day: &str| {
            format!(r#"{{"@type":"Article","headline":"{headline}","datePublished":"{day}"}}"#)
        };
        for (articles, expected) in [
            (vec![teaser("Another", "2024-05-01")], Some("2024-05-01")),
            (
                vec![
                    teaser("Another", "2024-05-01"),
                    teaser("One more", "2024-05-01"),
                ],
                Some("2024-05-01"),
            ),
            (
                vec![
                    teaser("Another", "2024-05-01"),
                    teaser("One more", "2024-05-02"),
                ],
                None,
            ),
            (
                vec![
                    teaser("Another", "2024-05-01"),
                    teaser("The Title", "2024-05-02"),
                ],
                Some("2024-05-02"),
            ),
        ] {
            let script = format!("[{}]", articles.join(","));
            assert_eq!(facts(&script).published.as_deref(), expected, "{script}");
        }
    }

    #[test]
    fn what_is_no_json_is_no_fact() {
        for script in ["", "null", "{", "[[[[", "\"x\"", &"[".repeat(10_000)] {
            assert_eq!(facts(script), Facts::default(), "{script:.20}");
        }
    }
}
