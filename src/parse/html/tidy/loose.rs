//! Text that stands beside blocks in no block of its own: every rule looks at blocks, and would not see it.

use dom_query::{Document, NodeRef};

use crate::markup;

/// Elements in which a line beside blocks is one of theirs. Items of lists, cells and captions are kept whole.
const HOLDERS: &[&str] = &["article", "body", "div", "main", "section"];

/// Gives every run of such text a paragraph. Text without any block gets one too: the root is none that a rule
/// might remove.
pub(super) fn wrap(tree: &Document) {
    let root = tree.html_root();
    let holders: Vec<NodeRef<'_>> = root
        .descendants_it()
        .filter(|node| {
            node.node_name()
                .is_some_and(|name| HOLDERS.contains(&&*name))
        })
        .filter(|node| node.children_it(false).any(|child| is_block(&child)))
        .collect();
    for holder in std::iter::once(root).chain(holders) {
        for run in holder.children().split(is_block) {
            wrap_run(tree, run);
        }
    }
}

fn wrap_run(tree: &Document, run: &[NodeRef<'_>]) {
    let is_text = |node: &NodeRef<'_>| !node.text().trim().is_empty();
    let (Some(first), Some(last)) = (run.iter().position(is_text), run.iter().rposition(is_text))
    else {
        return;
    };
    let Some(run) = run.get(first..=last) else {
        return;
    };
    let paragraph = tree.tree.new_element("p");
    if let Some(first) = run.first() {
        first.insert_before(&paragraph);
    }
    for node in run {
        paragraph.append_child(node);
    }
}

/// A block, or something with blocks in it.
fn is_block(node: &NodeRef<'_>) -> bool {
    let named = |node: &NodeRef<'_>| {
        node.node_name()
            .is_some_and(|name| markup::is_block(&name) && &*name != "br")
    };
    named(node) || node.descendants_it().any(|inner| named(&inner))
}

#[cfg(test)]
mod tests {
    use super::wrap;
    use crate::markup::fragment;

    #[test]
    fn text_beside_blocks_becomes_one() {
        for (html, expected) in [
            (
                "<div>By <b>Ann</b> <p>Text.</p> <br>Rest.</div>",
                "<div><p>By <b>Ann</b></p> <p>Text.</p> <br><p>Rest.</p></div>",
            ),
            (
                "<div>Text <b>alone</b></div>",
                "<div>Text <b>alone</b></div>",
            ),
            ("Text <b>alone</b>", "<p>Text <b>alone</b></p>"),
            ("One<p>Two</p>", "<p>One</p><p>Two</p>"),
            (
                "<ul><li>One<ul><li>Two</li></ul></li></ul>",
                "<ul><li>One<ul><li>Two</li></ul></li></ul>",
            ),
            (
                "<div><a href=x><div>Card</div></a><p>Text.</p></div>",
                "<div><a href=\"x\"><div>Card</div></a><p>Text.</p></div>",
            ),
        ] {
            let tree = fragment(html).expect("small");
            wrap(&tree);
            assert_eq!(tree.html_root().inner_html().as_ref(), expected, "{html}");
        }
    }
}
