//! Paragraphs that the extractor left out though the page states them for machines.

use std::collections::HashMap;

use dom_query::{Document, NodeRef};

use super::super::leaf::{Leaf, leaves};
use super::super::place;
use super::super::tidy::Stated;
use super::super::wording::Wording;
use crate::markup;
use crate::text::{key, prompt};

/// Share of the stated text, of 100, that must have been found for the two to be of one article.
const LEAST_KNOWN: usize = 30;
/// Share of a paragraph, of 100, in what was found: it is there in other markup.
const THERE: usize = 50;
/// Fewest words of a paragraph that is put back.
const LEAST: usize = 12;
/// Most elements around a paragraph that are looked at for a sidebar.
const MOST_AROUND: usize = 24;
/// Most paragraphs put back: more were left out for a reason.
const MOST: usize = 200;
/// Name of the element in which they wait at the end of the body until they are moved.
const WAITING: &str = "feedmill-missing";

/// Puts back what is missing in the body that was found in a page.
pub(super) fn put_back(page: &Document, body: String, stated: &str) -> String {
    let missing = markup::fragment(&body).and_then(|found| {
        let found = leaves(&found);
        let wording = Wording::of(found.iter().map(|leaf| leaf.text.as_str()));
        let stated = Stated::read(stated, &wording, LEAST_KNOWN)?;
        Some(missing(page, &found, &wording, &stated))
    });
    let missing = missing.unwrap_or_default();
    if missing.is_empty() {
        return body;
    }
    let waiting: String = missing.iter().map(|(_, html)| html.as_str()).collect();
    let whole = format!("{body}<{WAITING}>{waiting}</{WAITING}>");
    let Some(tree) = markup::fragment(&whole) else {
        return body;
    };
    let waiting = tree.select(WAITING);
    let Some(waiting) = waiting.nodes().first() else {
        return body;
    };
    let paragraphs = waiting.children();
    if paragraphs.len() != missing.len() {
        return body;
    }
    let places: Vec<NodeRef<'_>> = leaves(&tree)
        .iter()
        .map(|leaf| outermost(leaf.node))
        .collect();
    for ((at, _), paragraph) in missing.iter().zip(&paragraphs) {
        // Several after one place: each before the next one that was found.
        match (
            places.get(*at),
            at.checked_sub(1).and_then(|at| places.get(at)),
        ) {
            (Some(next), _) if next.id != waiting.id && !is_in(next, waiting) => {
                next.insert_before(paragraph);
            }
            (_, Some(_)) => waiting.insert_before(paragraph),
            _ => return body,
        }
    }
    waiting.remove_from_parent();
    tree.html_root().inner_html().to_string()
}

/// The paragraphs, each with the number of the block found that follows it.
fn missing(
    page: &Document,
    found: &[Leaf<'_>],
    wording: &Wording,
    stated: &Stated,
) -> Vec<(usize, String)> {
    let mut taken: HashMap<String, usize> = HashMap::new();
    for (at, leaf) in found.iter().enumerate() {
        taken.entry(key(&leaf.text)).or_insert(at);
    }
    let mut next = 0;
    let mut missing = Vec::new();
    for leaf in leaves(page) {
        if let Some(at) = taken.get(&key(&leaf.text)) {
            next = next.max(at + 1);
        } else if is_text(&leaf)
            && stated.has(&leaf.text)
            && wording.share(&leaf.text) < THERE
            && !is_around(leaf.node)
        {
            missing.push((next, leaf.node.html().to_string()));
            if missing.len() > MOST {
                return Vec::new();
            }
        }
    }
    missing
}

fn is_text(leaf: &Leaf<'_>) -> bool {
    leaf.name == "p"
        && leaf.words() >= LEAST
        && leaf.is_prose()
        && leaf.linked() < 50
        && !leaf.whole
        && prompt::noise(&leaf.text).is_none()
}

fn is_around(node: NodeRef<'_>) -> bool {
    let outer = node.ancestors_it(Some(MOST_AROUND));
    std::iter::once(node)
        .chain(outer)
        .take_while(|node| !node.has_name("body"))
        .any(|node| {
            node.node_name()
                .is_some_and(|name| place::of(&node, &name, place::Place::default()).aside)
        })
}

/// The list, table or quotation that a block stands in, else itself.
fn outermost(node: NodeRef<'_>) -> NodeRef<'_> {
    const WHOLE: &[&str] = &["blockquote", "dl", "figure", "ol", "pre", "table", "ul"];
    let outer = node.ancestors_it(None);
    outer
        .filter(|outer| {
            outer
                .node_name()
                .is_some_and(|name| WHOLE.contains(&&*name))
        })
        .last()
        .unwrap_or(node)
}

fn is_in(node: &NodeRef<'_>, outer: &NodeRef<'_>) -> bool {
    node.ancestors_it(None).any(|other| other.id == outer.id)
}
