//! One item of a list → a raw article.

use serde_json::{Map, Value};

use super::addresses::Addresses;
use super::fields::Fields;
use super::path::Path;
use super::roles::{Role, letters};
use super::value;
use crate::article::{DateOrigin, DateRole, Markup, Person, RawArticle, RawDate, Text};
use crate::parse::date_format::Format;
use crate::parse::json::{string, word};
use crate::text;

/// Bytes of a content, of a summary, of a title (T-13).
const CONTENT: usize = 1 << 20;
const SUMMARY: usize = 64 << 10;
const TITLE: usize = 4 << 10;
/// Authors and tags of one item, each.
const LIST: usize = 500;
/// A description that is longer, in bytes, is the text itself where there is no other.
const LONG: usize = 1500;

/// Members of an object that name a person, and that name a tag.
const PERSON: &[&str] = &[
    "name",
    "display_name",
    "displayName",
    "full_name",
    "fullName",
    "title",
    "username",
    "login",
    "screen_name",
];
const TAG: &[&str] = &["name", "title", "label", "webTitle", "web_title", "slug"];

/// Reads items.
pub(super) struct Reader<'a> {
    pub(super) fields: &'a Fields,
    pub(super) addresses: &'a Addresses<'a>,
    /// The operator's format of dates.
    pub(super) date_format: Option<Format<'a>>,
}

impl Reader<'_> {
    /// What an item says as an article.
    ///
    /// It is known by its address where it has one, never by its `id` then: numbers start anew when a site moves to
    /// another program, and the site's feed, sitemap and page know nothing of them. Without an address its `id` is all
    /// there is.
    pub(super) fn article(&mut self, item: &Value) -> RawArticle {
        let (fields, addresses) = (self.fields, self.addresses);
        let field = |role| fields.text(role, item);
        let address = |role| field(role).and_then(|link| addresses.absolute(&link));
        let slug = || addresses.of_slug(&field(Role::Slug)?);
        let link = address(Role::Link).or_else(slug);
        let id = field(Role::Id).filter(|_| link.is_none());
        let mut summary = field(Role::Summary).map(|text| self.text(Role::Summary, text, SUMMARY));
        let mut content = field(Role::Content).map(|text| self.text(Role::Content, text, CONTENT));
        if content.is_none()
            && summary
                .as_ref()
                .is_some_and(|summary| summary.value.len() > LONG)
        {
            content = summary.take();
        }
        let title = field(Role::Title).map(|text| self.text(Role::Title, text, TITLE));
        let dates = [
            self.date(Role::Published, DateRole::Published, item),
            self.date(Role::Updated, DateRole::Updated, item),
        ];
        RawArticle {
            id,
            link,
            title,
            summary,
            content,
            dates: dates.into_iter().flatten().collect(),
            authors: self
                .fields
                .value(Role::Author, item)
                .map(|value| self.people(value))
                .unwrap_or_default(),
            tags: self
                .fields
                .value(Role::Tags, item)
                .map(tags)
                .unwrap_or_default(),
            image: address(Role::Image),
            language: field(Role::Language),
            ..RawArticle::default()
        }
    }

    fn text(&self, role: Role, mut value: String, limit: usize) -> Text {
        let end = text::floor(&value, limit);
        value.truncate(end);
        let name = self.fields.path(role).unwrap_or_default();
        // what is rendered is HTML, even where it has nothing but an entity
        let is_html = name.ends_with("rendered") || letters(&name).ends_with("html");
        Text {
            value,
            markup: if is_html {
                Markup::Html
            } else {
                Markup::Unsure
            },
            base: None,
        }
    }

    fn date(&mut self, role: Role, of: DateRole, item: &Value) -> Option<RawDate> {
        let mut text = self.fields.text(role, item)?;
        let mut told = self.fields.is_said(role);
        if let Some(format) = &mut self.date_format {
            let language = self.fields.text(Role::Language, item);
            match format.read(&text, &language.unwrap_or_default()) {
                Some(iso) => (text, told) = (iso, true),
                None => format.missed(&text),
            }
        }
        let name = self
            .fields
            .path(role)
            .unwrap_or_default()
            .to_ascii_lowercase();
        let is_civil = text.as_bytes().get(10) == Some(&b'T') && text.len() <= 19;
        if is_civil && (name.ends_with("gmt") || name.ends_with("utc")) {
            text.push('Z');
        }
        let field = match (of, told) {
            (DateRole::Published, true) => "listing",
            (DateRole::Published, false) => "published",
            _ => "updated",
        };
        Some(RawDate {
            role: of,
            text,
            origin: DateOrigin::Feed,
            field,
        })
    }

    /// One person or several, each a name, or an object with one.
    fn people(&self, value: &Value) -> Vec<Person> {
        let mut found: Vec<Person> = Vec::new();
        for value in several(value) {
            let person = match value {
                Value::Object(object) => self.person(object),
                // the address of a person says no name
                Value::String(name) if !value::is_address(name.trim()) => Some(Person {
                    name: name.trim().to_owned(),
                    ..Person::default()
                }),
                _ => None,
            };
            if let Some(person) = person
                && !person.name.is_empty()
                && !found.contains(&person)
            {
                found.push(person);
            }
        }
        found
    }

    fn person(&self, object: &Map<String, Value>) -> Option<Person> {
        // JSON:API and GraphQL wrap them as they do articles
        let object = ["node", "attributes", "data"]
            .iter()
            .find_map(|key| object.get(*key)?.as_object())
            .unwrap_or(object);
        let address = ["url", "link", "html_url", "web_url"]
            .iter()
            .find_map(|key| string(object, key));
        Some(Person {
            name: PERSON
                .iter()
                .find_map(|key| string(object, key))?
                .trim()
                .to_owned(),
            url: address
                .and_then(|url| self.addresses.absolute(&url))
                .filter(|url| !value::is_for_programs(url)),
            email: string(object, "email"),
        })
    }
}

/// A list of words or of objects with names; some write one string with commas. Numbers are ids of what is elsewhere.
fn tags(value: &Value) -> Vec<String> {
    if let Value::String(text) = value {
        let words = text.split(',').map(str::trim).filter(|tag| !tag.is_empty());
        return words.take(LIST).map(str::to_owned).collect();
    }
    let tag = |value: &Value| match value {
        Value::Object(object) => TAG.iter().find_map(|key| string(object, key)),
        Value::String(_) => word(value),
        _ => None,
    };
    several(value).filter_map(tag).collect()
}

/// The members of a list, or the one that stands in its place; a list may be wrapped (`edges`, `nodes`, `data`).
fn several(value: &Value) -> impl Iterator<Item = &Value> {
    let lists = ["nodes", "edges", "data"];
    let inner = lists
        .iter()
        .find_map(|key| value.get(*key).filter(|value| value.is_array()));
    let values = match inner.unwrap_or(value) {
        Value::Array(values) => values.as_slice(),
        one => std::slice::from_ref(one),
    };
    let node = Path::read("node");
    values
        .iter()
        .take(LIST)
        .map(move |value| node.get(value).unwrap_or(value))
}
