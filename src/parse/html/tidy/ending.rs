//! What stands below the last paragraph: buttons, links to other articles, headings with nothing
//! below, notes about the writer and the publisher.

use dom_query::{Document, NodeRef};

use super::super::leaf::{Leaf, leaves};
use super::writer;
use crate::text::{ends_sentence, fold, prompt};

/// Most blocks that are judged by their shape.
const MOST: usize = 40;
/// Most notes in italics.
const MOST_NOTES: usize = 4;
/// Longest note in italics, in bytes.
const LONGEST_NOTE: usize = 700;
/// Most blocks from a line about the writer to the end: the rest tells more about the same.
const MOST_ABOUT: usize = 5;

/// Removes them, from the last on.
pub(super) fn trim(tree: &Document, authors: &[&str]) {
    remove_biography(tree, authors);
    let leaves = leaves(tree);
    let prose = leaves.iter().filter(|leaf| leaf.is_prose()).count();
    let mut notes = 0;
    for leaf in leaves.iter().rev().take(MOST) {
        if leaf.whole || leaf.has_picture() {
            break;
        }
        let is_button = leaf.words() <= 4 && !ends_sentence(&leaf.text) && leaf.name != "li";
        let is_note = notes < MOST_NOTES && prose > notes + 2 && is_note(leaf);
        let goes = leaf.is_heading()
            || leaf.linked() > 80
            || is_button
            || is_note
            || leaf.text.starts_with("___")
            || prompt::noise(&leaf.text).is_some()
            || writer::is_about(&leaf.text, authors)
            || writer::is_of_the_desk(&leaf.text);
        if !goes {
            break;
        }
        notes += usize::from(is_note);
        leaf.node.remove_from_parent();
    }
}

/// The line that says who the writer is, near the end, and what follows it.
fn remove_biography(tree: &Document, authors: &[&str]) {
    let leaves = leaves(tree);
    let prose = leaves.iter().filter(|leaf| leaf.is_prose()).count();
    let last = leaves.len().saturating_sub(MOST_ABOUT);
    let Some(tail) = leaves.get(last..).filter(|_| prose > MOST_ABOUT + 2) else {
        return;
    };
    let about = tail
        .iter()
        .position(|leaf| !leaf.whole && writer::is_about(&leaf.text, authors));
    for leaf in about.and_then(|at| tail.get(at..)).unwrap_or_default() {
        if leaf.has_picture() || leaf.whole {
            break;
        }
        leaf.node.remove_from_parent();
    }
}

/// A paragraph all in italics: an editor's word about the text, not of it.
fn is_note(leaf: &Leaf<'_>) -> bool {
    let is_italic = |node: &NodeRef<'_>| node.has_name("em") || node.has_name("i");
    let outermost = leaf.node.descendants_it().filter(|node| {
        is_italic(node)
            && !node
                .ancestors_it(None)
                .take_while(|outer| outer.id != leaf.node.id)
                .any(|outer| is_italic(&outer))
    });
    let italic: usize = outermost.map(|node| fold(&node.text()).len()).sum();
    leaf.name == "p" && leaf.text.len() <= LONGEST_NOTE && italic * 100 >= leaf.text.len() * 90
}
