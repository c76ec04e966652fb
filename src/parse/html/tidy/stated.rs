//! The text that a page states for machines, as the judge of what belongs to it.

use std::collections::HashSet;

use dom_query::{Document, NodeId};

use super::super::leaf::{Leaf, leaves};
use super::super::wording::Wording;

/// Fewest bytes of a stated text that is believed: less is a teaser.
const LEAST_STATED: usize = 500;
/// Share of a block, of 100, that must be stated.
const OF_IT: usize = 40;
/// Fewest words of a paragraph that stays though it is not stated: tools leave out some, the first with
/// its large letter for one, and nobody advertises at that length between two paragraphs.
const LONG: usize = 40;

/// A text that the page states.
pub(in super::super) struct Stated(Wording);

impl Stated {
    /// None for a text that is cut off, or of which less than `least` (of 100) is in what was found.
    pub(in super::super) fn read(stated: &str, found: &Wording, least: usize) -> Option<Stated> {
        let stated = stated.trim();
        if stated.len() < LEAST_STATED || stated.ends_with('…') || stated.ends_with("...") {
            return None;
        }
        (found.share(stated) >= least).then(|| Stated(Wording::of([stated])))
    }

    /// Whether a block is of that text.
    pub(in super::super) fn has(&self, text: &str) -> bool {
        self.0.share(text) >= OF_IT
    }
}

/// Removes the blocks that the page does not state, and headings that then have nothing below.
pub(super) fn remove_others(tree: &Document, stated: &Stated) {
    let mut waiting: Vec<Leaf<'_>> = Vec::new();
    let leaves = leaves(tree);
    let around: HashSet<NodeId> = leaves
        .iter()
        .filter(|leaf| stated.has(&leaf.text))
        .filter_map(|leaf| leaf.node.parent().map(|parent| parent.id))
        .collect();
    for leaf in leaves {
        let is_beside = || {
            let parent = leaf.node.parent();
            // Words of two short items run into one where tools make plain text.
            (leaf.name == "p" && leaf.words() >= LONG || leaf.name == "li")
                && leaf.linked() < 20
                && parent.is_some_and(|parent| around.contains(&parent.id))
        };
        if leaf.is_heading() {
            waiting.push(leaf);
        } else if leaf.whole || stated.has(&leaf.text) || is_beside() {
            waiting.clear();
        } else if leaf.has_picture() {
            // A picture beside it is no prose of others.
        } else {
            leaf.node.remove_from_parent();
            for heading in waiting.drain(..) {
                if !stated.has(&heading.text) {
                    heading.node.remove_from_parent();
                }
            }
        }
    }
}
