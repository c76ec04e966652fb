//! An item of a list → its picture: shown, or behind its text; not that of its writer, nor one that others show as well.

use std::collections::{HashMap, HashSet};

use dom_query::NodeRef;

use super::besides::{Placed, is_of_writer};
use super::group::Item;
use super::outline::Outline;
use crate::markup;

/// The pictures that several items show, which are none of theirs: `new`, a pin, a placeholder.
pub(super) fn shared<'a>(
    outline: &Outline<'_>,
    items: impl Iterator<Item = &'a Item>,
) -> HashSet<String> {
    // What stands in an item within another is the inner one's.
    let mut places: HashMap<usize, (String, usize)> = HashMap::new();
    for (number, item) in items.enumerate() {
        places.extend(pictures(outline, item).map(|(address, at)| (at, (address, number))));
    }
    let mut first: HashMap<String, usize> = HashMap::new();
    let mut shared = HashSet::new();
    for (address, number) in places.into_values() {
        if *first.entry(address.clone()).or_insert(number) != number {
            shared.insert(address);
        }
    }
    shared
}

/// The address of the picture of an item, as it is written.
pub(super) fn of(outline: &Outline<'_>, item: &Item, shared: &HashSet<String>) -> Option<Placed> {
    pictures(outline, item)
        .find(|(address, _)| !shared.contains(address))
        .map(|(address, at)| (address, Some(at)))
}

fn pictures<'a>(outline: &'a Outline<'_>, item: &'a Item) -> impl Iterator<Item = (String, usize)> {
    let shown = outline.range(&item.elements).filter_map(|(at, element)| {
        if !matches!(element.name.as_str(), "img" | "amp-img") {
            return None;
        }
        let small = ["width", "height"].iter().any(|name| {
            element
                .node
                .attr(name)
                .and_then(|value| value.trim().parse::<u32>().ok())
                .is_some_and(|size| size < 48)
        });
        let other = ["avatar", "icon", "logo", "emoji", "gravatar"]
            .iter()
            .any(|word| element.names.contains(word));
        let address = markup::true_source(&element.node)?;
        (!small && !other && !is_of_writer(outline, item, at)).then_some((address, at))
    });
    let behind = outline
        .range(&item.elements)
        .filter_map(|(at, element)| Some((background(&element.node)?, at)));
    shown.chain(behind)
}

/// The address of the picture that an element has as its background.
pub(super) fn background(node: &NodeRef<'_>) -> Option<String> {
    const LATER: &[&str] = &["data-bg", "data-background-image", "data-background"];
    let style = || {
        let style = node.attr("style")?;
        let (_, rest) = style.split_once("url(")?;
        let (address, _) = rest.split_once(')')?;
        let address = address.trim().trim_matches(['"', '\'']);
        style.contains("background").then(|| address.to_owned())
    };
    let later = LATER.iter().find_map(|name| node.attr(name));
    later
        .map(|address| address.trim().to_owned())
        .or_else(style)
        .filter(|address| {
            address.contains(['/', '.'])
                && !address.starts_with("data:")
                && !address.contains(char::is_whitespace)
        })
}
