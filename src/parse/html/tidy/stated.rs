//! The text that a page states for machines, as the judge of what belongs to it.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use dom_query::Document;

use super::super::leaf::{Leaf, leaves};

/// Fewest bytes of a stated text that is believed: less is a teaser.
const LEAST_STATED: usize = 500;
/// Words in a row that are compared.
const RUN: usize = 4;
/// Most words compared: no article has more.
const MOST_WORDS: usize = 60_000;

/// The runs of words in a text that the page states.
pub(super) struct Stated {
    runs: HashSet<u64>,
}

impl Stated {
    /// None for a text that is cut off, or that is not the one which was found.
    pub(super) fn read(stated: &str, tree: &Document) -> Option<Stated> {
        let stated = stated.trim();
        if stated.len() < LEAST_STATED || stated.ends_with('…') || stated.ends_with("...") {
            return None;
        }
        let words = hashes(stated);
        let runs: HashSet<u64> = (1..=RUN)
            .flat_map(|length| words.windows(length).map(run))
            .collect();
        let found: HashSet<u64> = leaves(tree)
            .iter()
            .flat_map(|leaf| {
                let words = hashes(&leaf.text);
                words.windows(RUN).map(run).collect::<Vec<u64>>()
            })
            .collect();
        let all = words.windows(RUN).count();
        let known = words
            .windows(RUN)
            .filter(|words| found.contains(&run(words)))
            .count();
        (all > 0 && known * 10 >= all * 8).then_some(Stated { runs })
    }

    /// Whether a block is of that text.
    fn has(&self, text: &str) -> bool {
        let words = hashes(text);
        let length = words.len().clamp(1, RUN);
        let all = words.windows(length).count();
        let known = words
            .windows(length)
            .filter(|words| self.runs.contains(&run(words)))
            .count();
        known * 10 >= all * 4
    }
}

fn hashes(text: &str) -> Vec<u64> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MOST_WORDS)
        .map(|word| {
            let mut hasher = DefaultHasher::new();
            word.chars()
                .flat_map(char::to_lowercase)
                .for_each(|c| c.hash(&mut hasher));
            hasher.finish()
        })
        .collect()
}

fn run(words: &[u64]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.hash(&mut hasher);
    hasher.finish()
}

/// Removes the blocks that the page does not state, and headings that then have nothing below.
pub(super) fn remove_others(tree: &Document, stated: &Stated) {
    let mut waiting: Vec<Leaf<'_>> = Vec::new();
    for leaf in leaves(tree) {
        if leaf.is_heading() {
            waiting.push(leaf);
        } else if leaf.whole || stated.has(&leaf.text) {
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
