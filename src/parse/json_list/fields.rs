//! Where each field of an item is: what the operator said, else what its shape says.

use serde_json::Value;

use super::path::Path;
use super::roles::Role;
use super::shape::Shape;
use crate::article::{Listing, Selector};
use crate::parse::json::word;

/// Where one field is.
pub(super) enum Place {
    /// Under a path.
    At(Path),
    /// In a text with paths in braces: `https://example.org/{slug}`.
    Template(String),
}

impl Place {
    fn read(selector: &Selector) -> Self {
        if selector.path.contains('{') {
            Place::Template(selector.path.clone())
        } else {
            Place::At(Path::read(&selector.path))
        }
    }

    fn text(&self, item: &Value) -> Option<String> {
        match self {
            Place::At(path) => word(path.get(item)?),
            Place::Template(template) => fill(template, item),
        }
    }
}

/// The fields of a list's items.
pub(super) struct Fields {
    shape: Shape,
    said: Vec<(Role, Place)>,
}

impl Fields {
    pub(super) fn new(shape: Shape, listing: Option<&Listing>) -> Self {
        let selectors = listing.into_iter().flat_map(|listing| {
            [
                (Role::Title, &listing.title),
                (Role::Link, &listing.link),
                (Role::Published, &listing.date),
                (Role::Summary, &listing.summary),
                (Role::Image, &listing.image),
            ]
        });
        let said =
            selectors.filter_map(|(role, selector)| Some((role, Place::read(selector.as_ref()?))));
        Fields {
            shape,
            said: said.collect(),
        }
    }

    /// Whether the operator said where a field is.
    pub(super) fn is_said(&self, role: Role) -> bool {
        self.place(role).is_some()
    }

    /// The word of a field in an item.
    pub(super) fn text(&self, role: Role, item: &Value) -> Option<String> {
        match self.place(role) {
            Some(place) => place.text(item),
            None => word(self.shape.value(role, item)?),
        }
    }

    /// The value of a field in an item, whatever it is.
    pub(super) fn value<'a>(&self, role: Role, item: &'a Value) -> Option<&'a Value> {
        self.shape.value(role, item)
    }

    /// The path to a field as it is written; its end is the field's name.
    pub(super) fn path(&self, role: Role) -> Option<String> {
        self.selector(role).map(|selector| selector.path)
    }

    /// The field as the operator would write it.
    pub(super) fn selector(&self, role: Role) -> Option<Selector> {
        let path = match self.place(role) {
            Some(Place::At(path)) => path.to_string(),
            Some(Place::Template(template)) => template.clone(),
            None => self.shape.best(role)?.to_string(),
        };
        Some(Selector {
            path,
            attribute: None,
        })
    }

    fn place(&self, role: Role) -> Option<&Place> {
        self.said
            .iter()
            .find(|(of, _)| *of == role)
            .map(|(_, place)| place)
    }
}

/// A template with its braces filled; none when a value is not there. What would begin a query or a fragment is escaped:
/// a template has those itself.
fn fill(template: &str, item: &Value) -> Option<String> {
    let mut filled = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let (path, after) = after.split_once('}')?;
        filled.push_str(before);
        let value = word(Path::read(path).get(item)?)?;
        let value = value
            .replace('?', "%3F")
            .replace('#', "%23")
            .replace(' ', "%20");
        // `/{path}` with a path that has its own slash
        let doubled = filled.ends_with('/') && value.starts_with('/');
        filled.push_str(if doubled {
            value.trim_start_matches('/')
        } else {
            &value
        });
        rest = after;
    }
    filled.push_str(rest);
    Some(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_filled_or_left() {
        let item: Value = serde_json::from_str(
            r#"{"slug": "a b", "id": 7, "meta": {"path": "/x/y?z"}, "none": null}"#,
        )
        .expect("JSON");
        for (template, expected) in [
            (
                "https://example.org/{slug}",
                Some("https://example.org/a%20b"),
            ),
            (
                "https://example.org/{id}/{slug}/",
                Some("https://example.org/7/a%20b/"),
            ),
            (
                "https://example.org/{meta.path}",
                Some("https://example.org/x/y%3Fz"),
            ),
            ("https://example.org/{none}", None),
            ("https://example.org/{absent}", None),
            ("https://example.org/{id", None),
        ] {
            assert_eq!(fill(template, &item).as_deref(), expected, "{template}");
        }
    }
}
