//! A tree → its blocks that hold text and no other block, in order.

use dom_query::{Document, NodeRef};

use crate::markup;
use crate::text::{ends_sentence, fold, is_wide};

/// Fewest words of a block that is prose though no sentence ends in it.
const PROSE: usize = 14;
/// Elements whose text is kept whatever the page states: tools that make plain text lose them.
const KEPT_WHOLE: &[&str] = &["blockquote", "figure", "pre", "table"];

/// A block that holds text and no other block.
pub(super) struct Leaf<'a> {
    /// Itself.
    pub(super) node: NodeRef<'a>,
    /// Its element.
    pub(super) name: String,
    /// Folded, never empty.
    pub(super) text: String,
    /// Within a figure, a table, a quotation.
    pub(super) whole: bool,
}

impl Leaf<'_> {
    pub(super) fn is_heading(&self) -> bool {
        matches!(self.name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
    }

    /// Words; two characters for one where a script puts no space between words.
    pub(super) fn words(&self) -> usize {
        let wide = self.text.chars().filter(|c| is_wide(*c)).count();
        self.text.split(' ').count() + wide / 2
    }

    pub(super) fn is_prose(&self) -> bool {
        let words = self.words();
        !self.is_heading() && (words >= PROSE || words >= 6 && ends_sentence(&self.text))
    }

    /// Share of the text that is linked, of 100.
    pub(super) fn linked(&self) -> usize {
        let links = self.node.descendants_it().filter(|node| node.has_name("a"));
        let linked: usize = links.map(|link| fold(&link.text()).len()).sum();
        linked * 100 / self.text.len().max(1)
    }

    pub(super) fn has_picture(&self) -> bool {
        self.node.descendants_it().any(|node| {
            node.node_name()
                .is_some_and(|name| matches!(&*name, "img" | "video" | "audio" | "iframe"))
                && !is_icon(&node)
        })
    }
}

/// A sign of a button or a network, drawn in lines: no picture of an article beside text.
fn is_icon(node: &NodeRef<'_>) -> bool {
    let source = node.attr("src").unwrap_or_default();
    let path = source.split(['?', '#']).next().unwrap_or_default();
    path.ends_with(".svg") || path.starts_with("data:image/svg")
}

/// The leaves of a tree in order. Its root is none, even where all blocks in it stand within inline elements: a rule would
/// remove it, and nothing can be asked of a tree without one.
pub(super) fn leaves(tree: &Document) -> Vec<Leaf<'_>> {
    let mut leaves = Vec::new();
    let root = tree.html_root();
    let mut rest = vec![(root, false)];
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
        } else if markup::is_block(&name) && node.id != root.id {
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
