//! What stands at pictures: captions and credits, made `figcaption` whatever they were written as.

use dom_query::{Document, NodeRef};

use super::super::leaf::leaves;
use super::super::names;
use crate::text::{fold, prompt};

/// Words in the classes of captions and credits.
const NAMES: &[&str] = &[
    "attribution",
    "bildunterschrift",
    "caption",
    "captions",
    "captiontext",
    "credit",
    "credits",
    "cutline",
    "fotocredit",
    "imagecaption",
    "imagecite",
    "imagecredit",
    "imagecredits",
    "legend",
    "legende",
    "mediacaption",
    "photocaption",
    "photocredit",
    "photocredits",
    "pie",
];

/// Longest caption, in bytes: what is longer is text.
const LONGEST: usize = 600;
/// Most elements between a caption and what holds it and its picture.
const MOST_AROUND: usize = 4;
/// Elements that are pictures, or stand for them.
const PICTURES: &[&str] = &["audio", "iframe", "img", "picture", "video"];

/// Makes every caption and credit the `figcaption` of a `figure` where its picture is near, and removes
/// those that lost theirs.
pub(super) fn settle(tree: &Document) {
    for leaf in leaves(tree) {
        if leaf.text.len() > LONGEST || leaf.is_heading() || leaf.has_picture() || leaf.name == "li"
        {
            continue;
        }
        if leaf.whole && !within(&leaf.node, &["figure"])
            || within(&leaf.node, &["table", "pre", "blockquote"])
        {
            continue;
        }
        if leaf.name == "figcaption" || within(&leaf.node, &["figcaption"]) {
            let outer = caption_around(leaf.node);
            if !within(&outer, &["figure"]) {
                give_figure(tree, &outer, &leaf.text);
            }
            continue;
        }
        let is_credit = prompt::noise(&leaf.text) == Some(prompt::Noise::Credit);
        if is_credit || is_named(&leaf.node, &leaf.text) {
            leaf.node.rename("figcaption");
            if !within(&leaf.node, &["figure"]) {
                give_figure(tree, &leaf.node, &leaf.text);
            }
        }
    }
}

fn within(node: &NodeRef<'_>, names: &[&str]) -> bool {
    node.ancestors_it(None).any(|outer| {
        outer
            .node_name()
            .is_some_and(|name| names.contains(&&*name))
    })
}

/// The `figcaption` that this block is or stands in.
fn caption_around(node: NodeRef<'_>) -> NodeRef<'_> {
    let outer = node.ancestors_it(None);
    std::iter::once(node)
        .chain(outer)
        .find(|outer| outer.has_name("figcaption"))
        .unwrap_or(node)
}

/// Whether it, or what holds nothing else, names itself a caption.
fn is_named(node: &NodeRef<'_>, text: &str) -> bool {
    let outer = node
        .ancestors_it(Some(MOST_AROUND))
        .take_while(|outer| outer.normalized_char_count() <= text.chars().count() + 8);
    std::iter::once(*node)
        .chain(outer)
        .any(|node| names::have(&node, &["class", "itemprop"], NAMES))
}

/// Makes what holds the caption, its picture and nothing else a figure; a caption without a picture
/// says nothing.
fn give_figure(tree: &Document, caption: &NodeRef<'_>, text: &str) {
    let most = 2 * text.chars().count() + 80;
    let around = caption
        .ancestors_it(Some(MOST_AROUND))
        .take_while(|outer| outer.parent().is_some() && outer.normalized_char_count() <= most)
        .find(|outer| has_picture(outer));
    if let Some(around) = around {
        around.rename("figure");
        return;
    }
    let before = caption.prev_element_sibling();
    match before.filter(|before| has_picture(before) && fold(&before.text()).is_empty()) {
        Some(picture) if picture.has_name("figure") => picture.append_child(caption),
        Some(picture) => {
            let figure = tree.tree.new_element("figure");
            picture.insert_before(&figure);
            figure.append_child(&picture);
            figure.append_child(caption);
        }
        None => caption.remove_from_parent(),
    }
}

fn has_picture(node: &NodeRef<'_>) -> bool {
    let is_picture = |node: &NodeRef<'_>| {
        node.node_name()
            .is_some_and(|name| PICTURES.contains(&&*name))
    };
    is_picture(node) || node.descendants_it().any(|inner| is_picture(&inner))
}
