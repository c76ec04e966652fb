//! JSON that is no feed: the answer of an API, or the state of a page, with a list of articles somewhere in it.
//!
//! [`groups`] finds every list of objects, [`shape`] which member of the objects is title, address, date, and how much
//! they are like articles; the list that is most like one is read. An operator's paths ([`Listing`]) go before what is
//! found. The readers of pages use [`lists`] and [`articles`] for what lies in scripts.

use std::borrow::Cow;
use std::collections::HashSet;

use serde_json::Value;
use url::Url;

use super::date_format::Format;
use super::{Clues, Error, Options, json};
use crate::article::{Document, Kind, Listing, More, Parsed, RawArticle};

mod addresses;
mod fields;
mod flat;
mod groups;
mod item;
mod next;
mod path;
mod roles;
mod shape;
mod value;

#[cfg(test)]
mod tests;

pub(super) use addresses::Addresses;
use fields::Fields;
use groups::Group;
use item::Reader;
use path::{Path, Step};
use roles::{Role, WRAPPERS, letters};
use shape::Shape;

pub(super) const FORMAT: super::Format = super::Format {
    name: "json_list",
    recognises,
    parse,
    head: None,
};

/// Items of one list.
const ITEMS: usize = 5_000;

/// Likeness and number of items that it takes to be a list of articles.
const ENOUGH: f64 = 4.5;

/// Keys of lists that say that articles are in them, and that something else is.
const GOOD: &[&str] = &[
    "posts",
    "articles",
    "items",
    "entries",
    "stories",
    "news",
    "results",
    "hits",
    "releases",
    "edges",
    "nodes",
    "children",
    "docs",
    "documents",
    "records",
    "topics",
    "feed",
    "content",
];
const BAD: &[&str] = &[
    "menu",
    "menus",
    "nav",
    "navigation",
    "breadcrumb",
    "breadcrumbs",
    "categories",
    "tags",
    "authors",
    "users",
    "comments",
    "replies",
    "related",
    "relatedposts",
    "relatedarticles",
    "recommended",
    "sidebar",
    "footer",
    "header",
    "ads",
    "languages",
    "translations",
    "social",
    "assets",
    "images",
    "media",
    "links",
    "terms",
    "locations",
    "attachments",
    // what entries refer to, in JSON:API and content services
    "included",
    "includes",
    "mostread",
    "popular",
    "trending",
    "sponsored",
];

/// A document that begins as a list of objects; other JSON comes by way of JSON Feed.
fn recognises(clues: &Clues<'_>) -> bool {
    let inside = clues.head.strip_prefix('[').map(str::trim_start);
    let is_text = ["md", "markdown", "txt", "text", "html", "htm"].contains(&clues.extension);
    inside.is_some_and(|inside| {
        clues.media_type.ends_with("json")
            || clues.extension == "json"
            || inside.starts_with("{\"") && !is_text
            || inside.is_empty() && !is_text
    })
}

fn parse(document: &Document, text: &str, options: &Options) -> Result<Parsed, Error> {
    let (value, trailing) = json::first_value(text)?;
    read(document, &value, trailing, options)
}

/// Reads a list of articles in JSON; `trailing` when something follows the JSON.
///
/// # Errors
/// When there is no such list in it, or the operator's path leads to nothing.
pub(super) fn read(
    document: &Document,
    value: &Value,
    trailing: bool,
    options: &Options,
) -> Result<Parsed, Error> {
    let listing = options.listing.as_ref();
    let meant = meant(value);
    let value = meant.as_ref();
    let found = items(value, document.base.as_ref(), listing).ok_or_else(|| {
        let said = listing.and_then(|listing| listing.item.as_deref());
        Error::Unreadable(match said {
            Some(item) => format!("it is JSON, but `{item}` leads to no list in it"),
            None => "it is JSON, but neither a feed nor does it have a list of articles with titles and addresses".to_owned(),
        })
    })?;
    let mut warnings = Vec::new();
    if trailing {
        warnings.push("there is something after its end, which is ignored".to_owned());
    }
    if found.too_many {
        warnings.push(format!(
            "it has more than {ITEMS} items: the rest is left out"
        ));
    }
    warnings.extend(found.warning);
    Ok(Parsed {
        format: "JSON",
        kind: Kind::List,
        articles: found.articles,
        more: More {
            next: next::page(value, document.base.as_ref()),
            ..More::default()
        },
        listing: Some(found.listing),
        incomplete: found.too_many,
        warnings,
        ..Parsed::default()
    })
}

/// A list of articles that was found in a document.
struct Found {
    /// The articles, in document order, no address twice.
    articles: Vec<RawArticle>,
    /// Where they and their fields are.
    listing: Listing,
    too_many: bool,
    /// What is wrong with the operator's word.
    warning: Option<String>,
}

/// The list of articles in a document, of any that it has the one most like one.
fn items(value: &Value, base: Option<&Url>, listing: Option<&Listing>) -> Option<Found> {
    let addresses = Addresses::of_document(base);
    let said = listing.and_then(|listing| listing.item.as_deref());
    let List { group, shape, .. } = match said {
        Some(path) => {
            let group = at(value, Path::read(path))?;
            let shape = Shape::of(&group.items);
            List {
                group,
                shape,
                likeness: 0.0,
            }
        }
        None => lists(value, &addresses).into_iter().next()?,
    };
    let fields = Fields::new(shape, listing);
    let date_format = listing.and_then(|listing| listing.date_format.as_deref());
    let mut reader = Reader {
        fields: &fields,
        addresses: &addresses,
        date_format: date_format.map(Format::new),
    };
    let read = group.items.iter().take(ITEMS);
    let articles = unique(read.map(|item| reader.article(item)).filter(is_whole));
    if articles.is_empty() && said.is_none() {
        return None;
    }
    Some(Found {
        articles,
        listing: Listing {
            item: Some(group.path.to_string()),
            link: fields.selector(Role::Link),
            title: fields.selector(Role::Title),
            date: fields.selector(Role::Published),
            date_format: date_format.map(str::to_owned),
            summary: fields.selector(Role::Summary),
            image: fields.selector(Role::Image),
        },
        too_many: group.items.len() > ITEMS,
        warning: reader.date_format.as_ref().and_then(Format::warning),
    })
}

/// A list of objects that is like one of articles.
pub(super) struct List<'a> {
    group: Group<'a>,
    shape: Shape,
    /// How much it is.
    pub(super) likeness: f64,
}

impl List<'_> {
    /// How many objects there are.
    pub(super) fn len(&self) -> usize {
        self.group.items.len()
    }

    /// Whether most of the objects have one of these members, in themselves or in what wraps the article.
    pub(super) fn has(&self, names: &[&str]) -> bool {
        let named = |value: &Value| names.iter().any(|name| value.get(*name).is_some());
        let wrapped = |item: &Value| {
            let members = item.as_object().into_iter().flatten();
            let mut inner = members.filter(|(key, _)| WRAPPERS.contains(&letters(key).as_str()));
            inner.any(|(_, value)| named(value))
        };
        let items = self.group.items.iter();
        let with = items.filter(|item| named(item) || wrapped(item)).count();
        with * 2 > self.group.items.len()
    }

    /// Its articles, no address twice.
    pub(super) fn articles(&self, addresses: &Addresses<'_>) -> Vec<RawArticle> {
        let read = read_as(self.shape.clone(), &self.group.items, addresses);
        unique(read.into_iter().filter(is_whole))
    }
}

/// What each of these objects says as an article, be it an address alone.
pub(super) fn articles(items: &[&Value], addresses: &Addresses<'_>) -> Vec<RawArticle> {
    read_as(Shape::of(items), items, addresses)
}

fn read_as(shape: Shape, items: &[&Value], addresses: &Addresses<'_>) -> Vec<RawArticle> {
    let fields = Fields::new(shape, None);
    let mut reader = Reader {
        fields: &fields,
        addresses,
        date_format: None,
    };
    let items = items.iter().take(ITEMS);
    items.map(|item| reader.article(item)).collect()
}

/// Whether there is something to read, and something that it is known by.
fn is_whole(article: &RawArticle) -> bool {
    let says = article.title.is_some() || article.content.is_some() || article.summary.is_some();
    says && (article.link.is_some() || article.id.is_some())
}

/// The same article in two sections is one.
pub(super) fn unique(articles: impl Iterator<Item = RawArticle>) -> Vec<RawArticle> {
    let mut seen = HashSet::new();
    articles
        .filter(|article| {
            let link = article.link.as_ref();
            link.is_none_or(|link| seen.insert(link.clone()))
        })
        .collect()
}

/// The JSON that is meant, where its values lie side by side.
pub(super) fn meant(value: &Value) -> Cow<'_, Value> {
    flat::unfolded(value).map_or(Cow::Borrowed(value), Cow::Owned)
}

/// The items at an operator's path: those of the arrays that it leads to, and the objects.
fn at(value: &Value, path: Path) -> Option<Group<'_>> {
    let found = path.all(value);
    let is_list = |value: &&Value| value.is_array() || value.is_object();
    if !found.iter().any(is_list) {
        return None;
    }
    let items = found.into_iter().flat_map(|value| match value {
        Value::Array(values) => values.as_slice(),
        one => std::slice::from_ref(one),
    });
    let items = items.filter(|item| item.is_object()).collect();
    Some(Group { path, items })
}

/// The lists in a value that are like ones of articles, the one most alike first.
pub(super) fn lists<'a>(value: &'a Value, addresses: &Addresses<'_>) -> Vec<List<'a>> {
    let mut lists: Vec<List<'a>> = Vec::new();
    // the likeness of every list that holds others: what an article has in it is none of its own
    let mut outer: Vec<(Path, f64)> = Vec::new();
    for group in groups::all(value) {
        let shape = Shape::of(&group.items);
        let likeness = shape.likeness(&group.items, addresses.has_slugs());
        if likeness == 0.0 {
            continue;
        }
        let is_part = outer
            .iter()
            .any(|(path, around)| group.path.0.starts_with(&path.0) && *around >= likeness * 0.8);
        outer.push((group.path.clone(), likeness));
        let likeness = likeness
            * named(&group.path)
            * size(group.items.len())
            * if is_part { 0.3 } else { 1.0 };
        if likeness >= ENOUGH {
            lists.push(List {
                group,
                shape,
                likeness,
            });
        }
    }
    lists.sort_by(|one, other| other.likeness.total_cmp(&one.likeness));
    lists
}

/// More items are more of a list, but ten links are not outdone by a hundred of less.
fn size(items: usize) -> f64 {
    1.0 + (items.min(50) as f64).ln() / 4.0
}

/// What the keys on the way say.
fn named(path: &Path) -> f64 {
    let keys = || {
        path.0.iter().filter_map(|step| match step {
            Step::Key(key) => Some(letters(key)),
            Step::Index(_) | Step::Any => None,
        })
    };
    let is_bad = keys().any(|key| BAD.contains(&key.as_str()));
    let is_good = keys()
        .next_back()
        .is_none_or(|key| GOOD.contains(&key.as_str()));
    match (is_bad, is_good) {
        (true, _) => 0.4,
        (_, true) => 1.2,
        _ => 1.0,
    }
}
