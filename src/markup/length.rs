//! How long the text of an element is, without looking at more of it than needed: wrappers hold the whole page.

use dom_query::{NodeData, NodeRef};

/// So many nodes are more than any line has, whatever is in them: it is asked of every element.
const MOST_NODES: usize = 2000;

/// Whether the text of an element has more characters than so many, a run of white space counting as one and none at
/// the ends; or more nodes than any line.
pub fn is_longer(node: &NodeRef<'_>, most: usize) -> bool {
    let (mut characters, mut gap) = (0, false);
    std::iter::once(*node)
        .chain(node.descendants_it())
        .zip(1..)
        .any(|(inner, nodes)| {
            nodes > MOST_NODES
                || inner.query_or(false, |inner| match &inner.data {
                    NodeData::Text { contents } => contents.chars().any(|c| {
                        if c.is_whitespace() {
                            gap = characters > 0;
                        } else {
                            characters += 1 + usize::from(gap);
                            gap = false;
                        }
                        characters > most
                    }),
                    _ => false,
                })
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::fragment;

    #[test]
    fn white_space_counts_once_and_not_at_the_ends() {
        for (html, length) in [
            ("", 0),
            ("<p> \n</p>", 0),
            ("<p>ab</p>", 2),
            (" <p>a</p> \n <p>b </p> ", 3),
            ("<b>a </b> <i> b</i>", 3),
            ("<p>é–中</p>", 3),
        ] {
            let tree = fragment(html).expect("small");
            let root = tree.html_root();
            assert_eq!(root.normalized_char_count(), length, "{html}");
            assert!(!is_longer(&root, length), "{html}");
            assert!(length == 0 || is_longer(&root, length - 1), "{html}");
        }
    }
}
