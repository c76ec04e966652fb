//! What stands at pictures: captions and credits, made `figcaption` whatever they were written as.

use std::collections::HashSet;

use dom_query::{Document, NodeRef};

use super::super::leaf::{Leaf, leaves};
use super::super::names;
use crate::markup;
use crate::text::{floor, fold, key, prompt};

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

/// A part of each of these, by which most classes are passed over quickly.
const PARTS: &[&str] = &[
    "aption",
    "redit",
    "utline",
    "ttribution",
    "egend",
    "ildunterschrift",
    "mage_cite",
    "pie",
];

/// Longest caption, in bytes: what is longer is text.
const LONGEST: usize = 600;
/// Most elements between a caption and what holds it and its picture.
const MOST_AROUND: usize = 4;
/// Elements that are pictures, or stand for them.
const PICTURES: &[&str] = &["audio", "iframe", "img", "picture", "video"];

/// Makes what names itself a caption or a credit a `figcaption`, in the tree of a whole page: the
/// extractor loses the classes of some.
pub(in super::super) fn mark(page: &Document) {
    for node in page.select("[class]").nodes() {
        let Some(name) = node.node_name() else {
            continue;
        };
        let class = node.class().unwrap_or_default();
        let in_text = || node.parent().is_some_and(|parent| parent.has_name("p"));
        let may_be = match &*name {
            "div" | "p" | "section" | "small" | "cite" => true,
            "span" => !in_text(),
            _ => false,
        };
        if may_be
            && PARTS.iter().any(|part| class.contains(part))
            && names::have(node, &["class"], NAMES)
            && (1..=LONGEST).contains(&node.normalized_char_count())
            && !within(node, &["figcaption", "table", "pre", "blockquote", "li"])
            && !node.descendants_it().any(|inner| is_more(&inner))
        {
            node.rename("figcaption");
        }
    }
}

/// Whether a caption has none such in it.
fn is_more(node: &NodeRef<'_>) -> bool {
    const MORE: &[&str] = &[
        "blockquote",
        "figcaption",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ol",
        "pre",
        "table",
        "time",
        "ul",
    ];
    node.node_name()
        .is_some_and(|name| MORE.contains(&&*name) || PICTURES.contains(&&*name))
}

/// Gives every caption and credit its picture in a `figure` where that is near, and removes those that
/// lost theirs.
pub(super) fn settle(tree: &Document) {
    let described = descriptions(tree);
    let mut looked_at = 0;
    for leaf in leaves(tree) {
        if leaf.text.len() > LONGEST
            || leaf.is_heading()
            || leaf.has_picture()
            || leaf.name == "li"
            || within(&leaf.node, &["table", "pre", "blockquote"])
        {
            continue;
        }
        let is_caption = leaf.name == "figcaption" || within(&leaf.node, &["figcaption"]);
        let mut is_at_picture = || {
            let may_be = looked_at < MOST_LOOKED_AT && says_what_is_shown(&leaf, &described);
            looked_at += usize::from(may_be);
            may_be && picture_of(&leaf.node, &leaf.text).is_some()
        };
        if !is_caption
            && prompt::noise(&leaf.text) != Some(prompt::Noise::Credit)
            && !is_at_picture()
        {
            continue;
        }
        if !is_caption {
            leaf.node.rename("figcaption");
        }
        let outer = caption_around(leaf.node);
        if !within(&outer, &["figure"]) {
            give_figure(tree, &outer, &leaf.text);
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

/// Makes what holds the caption, its picture and nothing else a figure; a caption without a picture
/// says nothing.
fn give_figure(tree: &Document, caption: &NodeRef<'_>, text: &str) {
    match picture_of(caption, text) {
        Some(Picture::Around(around)) => around.rename("figure"),
        Some(Picture::Before(picture)) if picture.has_name("figure") => {
            picture.append_child(caption);
        }
        Some(Picture::Before(picture)) => {
            let figure = tree.tree.new_element("figure");
            picture.insert_before(&figure);
            figure.append_child(&picture);
            figure.append_child(caption);
        }
        None => caption.remove_from_parent(),
    }
}

/// Where the picture of a caption is.
enum Picture<'a> {
    /// In this, which holds the caption too and little else.
    Around(NodeRef<'a>),
    /// In this, right before the caption.
    Before(NodeRef<'a>),
}

fn picture_of<'a>(caption: &NodeRef<'a>, text: &str) -> Option<Picture<'a>> {
    let most = 2 * text.chars().count() + 80;
    let around = caption
        .ancestors_it(Some(MOST_AROUND))
        .take_while(|outer| !outer.has_name("html") && !markup::is_longer(outer, most))
        .find(|outer| has_picture(outer));
    if let Some(around) = around {
        return Some(Picture::Around(around));
    }
    let before = caption.prev_element_sibling()?;
    (has_picture(&before) && fold(&before.text()).is_empty()).then_some(Picture::Before(before))
}

/// Marks before the name of who made a picture, at the end of a caption; a sentence has them in small letters.
#[rustfmt::skip]
const MARKS: &[&str] = &[
    "Credit:", "CREDIT:", "Credits:", "(Photo", "(AP Photo", "Photo:", "PHOTO:", "Photo by", "Photograph:", "Image:", "(Image",
    "Courtesy of", "©", "Foto:", "Bild:", "Crédit", "Crédito", "/Getty", "/Reuters", "/AP",
];
/// Most bytes from such a mark to the end.
const MOST_CREDIT: usize = 60;
/// Most blocks that may be captions whose pictures are looked for: no article has more.
const MOST_LOOKED_AT: usize = 300;
/// Fewest words of a description that is compared.
const LEAST: usize = 3;

/// What the pictures of a tree say of themselves.
fn descriptions(tree: &Document) -> HashSet<String> {
    let pictures = tree.select("img[alt], img[title]");
    let said = pictures.nodes().iter().flat_map(|picture| {
        let said = [picture.attr("alt"), picture.attr("title")];
        said.into_iter().flatten().filter_map(|said| {
            let long = said.split_whitespace().count() >= LEAST;
            long.then(|| key(&said))
        })
    });
    said.collect()
}

/// Whether a block is what a picture says of itself, or ends by saying who made one.
fn says_what_is_shown(leaf: &Leaf<'_>, described: &HashSet<String>) -> bool {
    if !matches!(leaf.name.as_str(), "p" | "div" | "span") {
        return false;
    }
    let from = floor(&leaf.text, leaf.text.len().saturating_sub(MOST_CREDIT));
    let end = leaf.text.get(from..).unwrap_or_default();
    MARKS.iter().any(|mark| end.contains(mark)) || described.contains(&key(&leaf.text))
}

fn has_picture(node: &NodeRef<'_>) -> bool {
    let is_picture = |node: &NodeRef<'_>| {
        node.node_name()
            .is_some_and(|name| PICTURES.contains(&&*name))
    };
    is_picture(node) || node.descendants_it().any(|inner| is_picture(&inner))
}
