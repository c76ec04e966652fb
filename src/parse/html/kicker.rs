//! The line above a title, where it stands in the heading.

use dom_query::NodeRef;

use super::names;
use crate::text::fold;

/// Words in the classes of the line above a title that is no part of it, though some put it in the heading.
const KICKERS: &[&str] = &[
    "dachzeile",
    "eyebrow",
    "kicker",
    "overline",
    "roofline",
    "spitzmarke",
    "surtitre",
    "topline",
];

/// A heading without its kicker.
pub(super) fn without<'a>(heading: &NodeRef<'_>, text: &'a str) -> &'a str {
    let kicker = heading
        .descendants_it()
        .find(|node| node.is_element() && names::have(node, &["class"], KICKERS));
    let kicker = kicker.map(|node| fold(&node.text()));
    kicker
        .and_then(|kicker| text.strip_prefix(kicker.as_str()))
        .map(|rest| {
            rest.trim_start_matches(|c: char| !c.is_alphanumeric() && !"„“\"'«»¿¡(".contains(c))
        })
        .filter(|rest| !rest.is_empty())
        .unwrap_or(text)
}
