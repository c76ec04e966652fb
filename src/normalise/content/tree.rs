//! One walk over the tree that leaves only what the allow-list has, with addresses put right.

use dom_query::{Document, NodeData, NodeRef};
use url::Url;

use super::allowed::{ADDRESSES, EVERYWHERE, Fate, fate};
use super::{address, boilerplate, characters, trackers};
use crate::markup;

/// What an iframe may do: show itself and play, not steer the page around it.
const SANDBOX: &str = "allow-scripts allow-same-origin allow-popups allow-presentation";

/// Elements that mean nothing when nothing is in them.
pub(super) const EMPTY_GO: &[&str] = &[
    "a",
    "audio",
    "b",
    "blockquote",
    "code",
    "div",
    "em",
    "figcaption",
    "figure",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "li",
    "ol",
    "p",
    "picture",
    "small",
    "strong",
    "sub",
    "sup",
    "u",
    "ul",
    "video",
];

/// What the rules of one article need to know.
struct Rules<'a> {
    base: Option<&'a Url>,
    iframe_hosts: &'a [String],
}

/// The cleaned HTML, or none when no tree can be built of it at reasonable cost.
pub(super) fn clean(html: &str, base: Option<&Url>, iframe_hosts: &[String]) -> Option<String> {
    let tree = markup::fragment(html)?;
    markup::make_real(&tree);
    boilerplate::remove(&tree);
    let rules = Rules { base, iframe_hosts };
    walk(&tree, &rules);
    let html = tree.html_root().inner_html();
    Some(html.trim().to_owned())
}

fn walk(tree: &Document, rules: &Rules<'_>) {
    let root = tree.html_root();
    let mut nodes: Vec<NodeRef<'_>> = root.children();
    nodes.reverse();
    let mut kept = Vec::new();
    while let Some(node) = nodes.pop() {
        match kind(&node) {
            Kind::Element(name) => match settle(&node, &name, rules) {
                Fate::Drop => node.remove_from_parent(),
                Fate::Unwrap => {
                    let children = node.children();
                    nodes.extend(children.into_iter().rev());
                    markup::unwrap(&node);
                }
                Fate::Keep(_) | Fate::Rename(_) => {
                    nodes.extend(node.children().into_iter().rev());
                    kept.push(node);
                }
            },
            Kind::Text(Some(legal)) => node.set_text(legal),
            Kind::Text(None) => {}
            Kind::Other => node.remove_from_parent(),
        }
    }
    // From the inside out: what is left empty goes too.
    for node in kept.iter().rev() {
        finish(node);
    }
}

enum Kind {
    Element(String),
    /// With the legal form, where that differs.
    Text(Option<String>),
    Other,
}

fn kind(node: &NodeRef<'_>) -> Kind {
    node.query_or(Kind::Other, |node| match &node.data {
        NodeData::Element(element) if element.name.ns == *"http://www.w3.org/1999/xhtml" => {
            Kind::Element(element.name.local.to_string())
        }
        NodeData::Text { contents } => match characters::legal(contents) {
            std::borrow::Cow::Borrowed(_) => Kind::Text(None),
            std::borrow::Cow::Owned(legal) => Kind::Text(Some(legal)),
        },
        _ => Kind::Other,
    })
}

/// Decides about one element and puts its attributes right.
fn settle(node: &NodeRef<'_>, name: &str, rules: &Rules<'_>) -> Fate {
    let fate = fate(name);
    let attributes: &[&str] = match fate {
        Fate::Keep(attributes) => attributes,
        Fate::Rename(better) => {
            node.rename(better);
            &[]
        }
        Fate::Unwrap | Fate::Drop => return fate,
    };
    // Before the size and style go that would tell.
    let is_tracker =
        name == "img" && trackers::is_tracker(node, &node.attr("src").unwrap_or_default());
    for attribute in node.attrs() {
        let attribute_name: &str = &attribute.name.local;
        let known = attributes.contains(&attribute_name) || EVERYWHERE.contains(&attribute_name);
        let value = Some(&attribute.value).filter(|_| known).and_then(|value| {
            let value = characters::legal(value);
            match attribute_name {
                "href" | "cite" => address::of_link(&value, rules.base),
                "srcset" => address::of_set(&value, rules.base),
                _ if ADDRESSES.contains(&attribute_name) => address::of_picture(&value, rules.base),
                _ => Some(value.into_owned()),
            }
        });
        match value {
            Some(value) if value == *attribute.value => {}
            Some(value) => node.set_attr(attribute_name, &value),
            None => node.remove_attr(attribute_name),
        }
    }
    match name {
        "img" if is_tracker || !node.has_attr("src") && !node.has_attr("srcset") => Fate::Drop,
        "source" if !node.has_attr("src") && !node.has_attr("srcset") => Fate::Drop,
        "track" if !node.has_attr("src") => Fate::Drop,
        "a" if !node.has_attr("href") => Fate::Unwrap,
        "iframe" => iframe(node, rules),
        "video" | "audio" => {
            node.set_attr("controls", "");
            fate
        }
        "pre" | "listing" | "xmp" => {
            drop_first_break(node);
            fate
        }
        _ => fate,
    }
}

/// T-31: only from the hosts that the operator named, over https, in a sandbox.
fn iframe(node: &NodeRef<'_>, rules: &Rules<'_>) -> Fate {
    let url = node.attr("src").and_then(|source| Url::parse(&source).ok());
    let allowed = url.as_ref().is_some_and(|url| {
        url.scheme() == "https"
            && url
                .host_str()
                .is_some_and(|host| rules.iframe_hosts.iter().any(|known| known == host))
    });
    if !allowed {
        return Fate::Drop;
    }
    node.set_attr("sandbox", SANDBOX);
    node.remove_children();
    Fate::Keep(&[])
}

/// The parser drops a line break right after `<pre>` and the serialiser does not put it back, so
/// every pass would take one away.
fn drop_first_break(node: &NodeRef<'_>) {
    if let Some(first) = node.first_child().filter(NodeRef::is_text) {
        let text = first.text();
        let trimmed = text.trim_start_matches('\n');
        if trimmed.len() < text.len() {
            first.set_text(trimmed.to_owned());
        }
    }
}

/// Removes an element that has become empty. White space counts in inline elements, which part
/// words by it, and not in blocks.
fn finish(node: &NodeRef<'_>) {
    let Some(name) = node.node_name() else { return };
    if !EMPTY_GO.contains(&&*name) || node.has_attr("src") {
        return;
    }
    let blank = node.children().iter().all(|child| {
        child.is_text()
            && (child.text().is_empty()
                || markup::is_block(&name) && child.text().trim().is_empty())
    });
    if blank {
        node.remove_from_parent();
    }
}
