//! JSON that is no feed: the answer of an API with a list of articles somewhere in it.
//!
//! [`groups`] finds every list of objects, [`shape`] which member of the objects is title, address, date, and how much
//! they are like articles; the list that is most like one is read. An operator's paths ([`Listing`]) go before what is
//! found.

use serde_json::Value;
use url::Url;

use super::{Clues, Error, Format, Options, json};
use crate::article::{Document, Kind, Listing, More, Parsed, RawArticle};

mod fields;
mod groups;
mod item;
mod next;
mod path;
mod roles;
mod shape;
mod value;

#[cfg(test)]
mod tests;

use fields::Fields;
use groups::Group;
use item::Reader;
use path::{Path, Step};
use roles::{Role, letters};
use shape::Shape;

pub(super) const FORMAT: Format = Format {
    name: "json_list",
    recognises,
    parse,
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

/// A list of articles that was found in JSON.
pub(super) struct Found {
    /// The articles, in document order, no address twice.
    pub(super) articles: Vec<RawArticle>,
    /// Where they and their fields are.
    pub(super) listing: Listing,
    too_many: bool,
}

/// The list of articles in a value, of any that it has the one most like one; addresses are resolved against `base`.
pub(super) fn items(value: &Value, base: Option<&Url>, listing: Option<&Listing>) -> Option<Found> {
    let said = listing.and_then(|listing| listing.item.as_deref());
    let (group, shape) = match said {
        Some(path) => {
            let group = at(value, Path::read(path))?;
            let shape = Shape::of(&group.items);
            (group, shape)
        }
        None => most_alike(value)?,
    };
    let fields = Fields::new(shape, listing);
    let date_format = listing.and_then(|listing| listing.date_format.as_deref());
    let reader = Reader {
        fields: &fields,
        base,
        date_format,
    };
    let mut seen = std::collections::HashSet::new();
    let mut articles: Vec<RawArticle> = group
        .items
        .iter()
        .take(ITEMS)
        .filter_map(|item| reader.article(item))
        .collect();
    // the same article in two sections is one
    articles.retain(|article| {
        article
            .link
            .as_ref()
            .is_none_or(|link| seen.insert(link.clone()))
    });
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
    })
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

/// The group that is most like a list of articles.
fn most_alike(value: &Value) -> Option<(Group<'_>, Shape)> {
    let mut best: Option<(Group<'_>, Shape, f64)> = None;
    // the likeness of every list that holds others: what an article has in it is none of its own
    let mut outer: Vec<(Path, f64)> = Vec::new();
    for group in groups::all(value) {
        let shape = Shape::of(&group.items);
        let likeness = shape.likeness(&group.items);
        if likeness == 0.0 {
            continue;
        }
        let is_part = outer
            .iter()
            .any(|(path, around)| group.path.0.starts_with(&path.0) && *around >= likeness * 0.8);
        let score = likeness
            * named(&group.path)
            * size(group.items.len())
            * if is_part { 0.3 } else { 1.0 };
        outer.push((group.path.clone(), likeness));
        if score >= ENOUGH && best.as_ref().is_none_or(|(.., before)| score > *before) {
            best = Some((group, shape, score));
        }
    }
    best.map(|(group, shape, _)| (group, shape))
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
