//! What is no part of the article is taken out of the body that was found.
//!
//! The text that the page states for machines is the judge where there is one; names of classes,
//! prompts, and the shape of the beginning and the end are, elsewhere.

use std::collections::HashSet;
use std::hash::{DefaultHasher, Hash, Hasher};

use dom_query::{Document, NodeRef};

use super::place;
use crate::markup;
use crate::text::{ends_sentence, fold, key, prompt};

/// Fewest bytes of a stated text that is believed: less is a teaser.
const LEAST_STATED: usize = 500;
/// Words in a row that are compared.
const RUN: usize = 4;
/// Most words compared: no article has more.
const MOST_WORDS: usize = 60_000;
/// Most blocks at either end that are judged by their shape.
const MOST_AT_ENDS: usize = 40;
/// Fewest words of a block that is prose though no sentence ends in it.
const PROSE: usize = 14;

/// Elements whose text is kept whatever the page states: tools that make plain text lose them.
const KEPT_WHOLE: &[&str] = &["blockquote", "figure", "pre", "table"];

/// The body without what stands around it. `stated` is the text that the page gives for machines.
pub(super) fn tidy(html: &str, title: Option<&str>, stated: Option<&str>) -> Option<String> {
    let tree = markup::fragment(html)?;
    remove_named(&tree);
    let words = stated.and_then(|stated| Stated::read(stated, &tree));
    if let Some(words) = &words {
        remove_unstated(&tree, words);
    }
    remove_prompts(&tree);
    trim_beginning(&tree, title);
    trim_end(&tree);
    Some(tree.html_root().inner_html().to_string())
}

/// A block that holds text and no other block.
struct Leaf<'a> {
    node: NodeRef<'a>,
    name: String,
    text: String,
    /// Within a figure, a table, a quotation.
    whole: bool,
}

impl Leaf<'_> {
    fn is_heading(&self) -> bool {
        matches!(self.name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
    }

    fn words(&self) -> usize {
        self.text.split(' ').count()
    }

    fn is_prose(&self) -> bool {
        let words = self.words();
        !self.is_heading() && (words >= PROSE || words >= 6 && ends_sentence(&self.text))
    }

    /// Share of the text that is linked, of 100.
    fn linked(&self) -> usize {
        let links = self.node.descendants_it().filter(|node| node.has_name("a"));
        let linked: usize = links.map(|link| fold(&link.text()).len()).sum();
        linked * 100 / self.text.len().max(1)
    }

    fn has_picture(&self) -> bool {
        self.node.descendants_it().any(|node| {
            node.node_name()
                .is_some_and(|name| matches!(&*name, "img" | "video" | "audio" | "iframe"))
        })
    }
}

/// The leaves of a tree in order.
fn leaves(tree: &Document) -> Vec<Leaf<'_>> {
    let mut leaves = Vec::new();
    let mut rest = vec![(tree.html_root(), false)];
    while let Some((node, whole)) = rest.pop() {
        let children: Vec<NodeRef<'_>> = node.children();
        let is_block = |child: &NodeRef<'_>| {
            child
                .node_name()
                .is_some_and(|name| markup::is_block(&name) && &*name != "br")
        };
        let name = node.node_name().map(|name| name.to_string());
        let name = name.unwrap_or_default();
        let whole = whole || KEPT_WHOLE.contains(&name.as_str());
        if children.iter().any(is_block) {
            rest.extend(children.into_iter().rev().map(|child| (child, whole)));
        } else if markup::is_block(&name) {
            let text = fold(&node.text());
            if !text.is_empty() {
                leaves.push(Leaf {
                    node,
                    name,
                    text,
                    whole,
                });
            }
        } else if !children.is_empty() {
            // Blocks within inline elements.
            rest.extend(children.into_iter().rev().map(|child| (child, whole)));
        }
    }
    leaves
}

/// Removes small parts that by their names stand around an article.
fn remove_named(tree: &Document) {
    let all = tree.html_root().normalized_char_count();
    let mut rest = tree.html_root().children();
    while let Some(node) = rest.pop() {
        let Some(name) = node.node_name() else {
            continue;
        };
        if place::is_around(&node, &name) && node.normalized_char_count() * 4 < all {
            node.remove_from_parent();
        } else {
            rest.extend(node.children());
        }
    }
}

/// The runs of words in a text that the page states.
struct Stated {
    runs: HashSet<u64>,
}

impl Stated {
    /// None for a text that is cut off, or that is not the one which was found.
    fn read(stated: &str, tree: &Document) -> Option<Stated> {
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
fn remove_unstated(tree: &Document, stated: &Stated) {
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

/// Removes prompts to subscribe, share, read on.
fn remove_prompts(tree: &Document) {
    for leaf in leaves(tree) {
        let is_prompt = prompt::noise(&leaf.text)
            .is_some_and(|noise| !matches!(noise, prompt::Noise::Credit | prompt::Noise::Byline));
        if is_prompt && !leaf.whole && !leaf.is_heading() && !leaf.has_picture() {
            leaf.node.remove_from_parent();
        }
    }
}

/// Bylines, dates, buttons and the title before the first paragraph.
fn trim_beginning(tree: &Document, title: Option<&str>) {
    let leaves = leaves(tree);
    let title = title.map(key);
    let Some(first) = leaves
        .iter()
        .position(|leaf| leaf.is_prose() && !is_byline(leaf))
    else {
        return;
    };
    for leaf in leaves.iter().take(first.min(MOST_AT_ENDS)) {
        let is_title = title
            .as_ref()
            .is_some_and(|title| key(&leaf.text) == *title);
        let goes = is_title || !leaf.is_heading() && (leaf.name != "li" || leaf.linked() > 50);
        if goes && !leaf.whole && !leaf.has_picture() {
            leaf.node.remove_from_parent();
        }
    }
}

fn is_byline(leaf: &Leaf<'_>) -> bool {
    prompt::noise(&leaf.text).is_some()
}

/// Buttons, lists of other articles, and headings with nothing below, after the last paragraph.
fn trim_end(tree: &Document) {
    for leaf in leaves(tree).iter().rev().take(MOST_AT_ENDS) {
        if leaf.whole || leaf.has_picture() {
            break;
        }
        let linked = leaf.linked();
        let is_button = leaf.words() <= 4 && !ends_sentence(&leaf.text) && leaf.name != "li";
        let goes = leaf.is_heading() || linked > 80 || is_button || is_byline(leaf);
        if !goes {
            break;
        }
        leaf.node.remove_from_parent();
    }
}
