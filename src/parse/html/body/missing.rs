//! Paragraphs that the extractor left out though the page states them for machines, or though they are of a kind
//! with those that it found.

use std::collections::HashMap;

use dom_query::{Document, NodeId, NodeRef};

use super::super::leaf::{Leaf, leaves};
use super::super::place;
use super::super::tidy::Stated;
use super::super::wording::Wording;
use crate::markup;
use crate::text::{ends_sentence, key, prompt};

/// Share of the stated text, of 100, that must have been found for the two to be of one article.
const LEAST_KNOWN: usize = 30;
/// Share of a paragraph, of 100, in what was found: it is there in other markup.
const THERE: usize = 50;
/// Fewest paragraphs found of one kind for another of it to be of the text.
const LEAST_KIN: usize = 3;
/// Fewest words of a paragraph that is put back.
const LEAST: usize = 12;
/// Most elements around a paragraph that are looked at for a sidebar.
const MOST_AROUND: usize = 24;
/// Most paragraphs put back: more were left out for a reason.
const MOST: usize = 200;
/// Name of the element in which they wait at the end of the body until they are moved.
const WAITING: &str = "feedmill-missing";

/// Puts back what is missing in the body that was found in a page.
pub(super) fn put_back(page: &Document, body: String, stated: Option<&str>) -> String {
    let missing = markup::fragment(&body).map(|found| {
        let found = leaves(&found);
        let wording = Wording::of(found.iter().map(|leaf| leaf.text.as_str()));
        let stated = stated.and_then(|stated| Stated::read(stated, &wording, LEAST_KNOWN));
        missing(page, &found, &wording, stated.as_ref())
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
    stated: Option<&Stated>,
) -> Vec<(usize, String)> {
    let mut taken: HashMap<String, usize> = HashMap::new();
    for (at, leaf) in found.iter().enumerate() {
        taken.entry(key(&leaf.text)).or_insert(at);
    }
    let all = leaves(page);
    let kin = Kin::of(
        all.iter()
            .filter(|leaf| taken.contains_key(&key(&leaf.text))),
    );
    let mut next = 0;
    let mut missing = Vec::new();
    for leaf in &all {
        if let Some(at) = taken.get(&key(&leaf.text)) {
            next = next.max(at + 1);
        } else if is_text(leaf)
            && (stated.is_some_and(|stated| stated.has(&leaf.text)) || kin.have(leaf))
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

/// Where the paragraphs that were found stand in the page.
#[derive(Default)]
struct Kin {
    /// How many in this block.
    parents: HashMap<NodeId, usize>,
    /// How many in blocks of this class in this block: some content systems give each paragraph its own.
    classes: HashMap<(String, NodeId), usize>,
}

impl Kin {
    fn of<'a>(found: impl Iterator<Item = &'a Leaf<'a>>) -> Kin {
        let mut kin = Kin::default();
        for leaf in found.filter(|leaf| leaf.name == "p" && !leaf.whole && leaf.is_prose()) {
            if let Some(parent) = leaf.node.parent() {
                *kin.parents.entry(parent.id).or_default() += 1;
                if let Some(known) = class_in(&parent) {
                    *kin.classes.entry(known).or_default() += 1;
                }
            }
        }
        kin
    }

    /// Whether a sentence stands among them.
    fn have(&self, leaf: &Leaf<'_>) -> bool {
        let parent = leaf.node.parent().filter(|_| ends_sentence(&leaf.text));
        parent.is_some_and(|parent| {
            let beside = self.parents.get(&parent.id).copied().unwrap_or(0);
            let alike = || class_in(&parent).and_then(|known| self.classes.get(&known).copied());
            beside >= LEAST_KIN || alike().unwrap_or(0) >= LEAST_KIN
        })
    }
}

fn class_in(node: &NodeRef<'_>) -> Option<(String, NodeId)> {
    let class = node.class().filter(|class| !class.is_empty())?;
    Some((class.to_string(), node.parent()?.id))
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
