//! Classes that the extractor would lose, or take for what they are not.

use dom_query::Document;

use super::super::place;
use super::SHORT;
use crate::markup;

/// Removes single paragraphs in what names itself a prompt: the extractor takes the paragraph without
/// what is around it, and the name is lost.
pub(super) fn remove_wrapped(tree: &Document) {
    for paragraph in tree
        .select("div > p:only-child, section > p:only-child")
        .nodes()
    {
        let around = paragraph.parent().filter(place::is_prompt);
        if let Some(around) = around.filter(|around| !markup::is_longer(around, SHORT - 1)) {
            around.remove_from_parent();
        }
    }
}

/// Gives what names itself a prompt or a sidebar to the block around it where that holds nothing else: the
/// extractor keeps one of the two, under the name of the outer.
pub(super) fn carry_names(tree: &Document) {
    let inner = tree.select(
        "div > div:only-child, div > section:only-child, section > div:only-child, section > section:only-child",
    );
    for node in inner.nodes().iter().rev() {
        let (Some(name), Some(around)) = (node.node_name(), node.parent()) else {
            continue;
        };
        if place::is_around(node, &name) && !markup::is_longer(node, 4 * SHORT - 1) {
            let [outer, inner] = [around.class(), node.class()].map(Option::unwrap_or_default);
            around.set_attr("class", &format!("{outer} {inner}"));
        }
    }
}

/// Takes the classes of headings that do not stand around an article: the extractor drops those whose name has
/// `meta`, `media` or `com-` in it, which are names of layouts.
pub(super) fn forget_classes(tree: &Document) {
    for heading in tree.select("h2, h3, h4, h5, h6").nodes() {
        let name = heading.node_name().unwrap_or_default();
        if !place::is_around(heading, &name) {
            heading.remove_attr("class");
            heading.remove_attr("id");
        }
    }
}
