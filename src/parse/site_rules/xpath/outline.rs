//! A page's tree as XPath sees it: a flat list of its nodes in document order, in which what is in a
//! node lies between it and its end.

use std::ops::Range;

use dom_query::{Attr, Document, Element, NodeData, NodeId, NodeRef, TreeNode};
use html5ever::{LocalName, QualName};

use super::expression::Test;

/// A node, or an attribute of one. They are ordered as in the document: an element comes before
/// its attributes, and these before what is in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::parse::site_rules) struct Item {
    pub(super) node: u32,
    pub(super) attribute: Option<u16>,
}

/// The nodes of a page.
pub(in crate::parse::site_rules) struct Outline<'a> {
    tree: &'a Document,
    nodes: Vec<Node>,
}

struct Node {
    id: NodeId,
    kind: Kind,
    parent: u32,
    /// Behind the last node in it.
    end: u32,
    /// Taken out of the page since.
    gone: bool,
}

enum Kind {
    Root,
    Element(LocalName),
    Text,
    Comment,
}

impl<'a> Outline<'a> {
    /// Walks over a tree once.
    pub(in crate::parse::site_rules) fn new(tree: &'a Document) -> Self {
        let mut nodes: Vec<Node> = Vec::new();
        // What is still to come, the next at the end; and the nodes whose end is.
        let mut rest = vec![(tree.root(), 0)];
        while let Some((node, parent)) = rest.pop() {
            let Some(kind) = kind(&node) else { continue };
            let here = nodes.len() as u32; // a guarded tree has no more
            nodes.push(Node {
                id: node.id,
                kind,
                parent,
                end: here + 1,
                gone: false,
            });
            rest.extend(node.children_it(true).map(|child| (child, here)));
        }
        // From the last to the first, every node ends no earlier than what is in it.
        for at in (1..nodes.len()).rev() {
            let inner = nodes.get(at).map(|node| (node.parent, node.end));
            if let Some((parent, end)) = inner
                && let Some(parent) = nodes.get_mut(parent as usize)
            {
                parent.end = parent.end.max(end);
            }
        }
        Outline { tree, nodes }
    }

    /// The page itself.
    pub(in crate::parse::site_rules) fn root(&self) -> Item {
        whole(0)
    }

    /// The node in the tree, when the item is one and still there.
    pub(in crate::parse::site_rules) fn node(&self, item: Item) -> Option<NodeRef<'a>> {
        let is_there = item.attribute.is_none() && !self.is_gone(item.node);
        let node = self.get(item.node).filter(|_| is_there)?;
        self.tree.tree.get(&node.id)
    }

    /// All elements that are there, in document order.
    pub(in crate::parse::site_rules) fn elements(&self) -> impl Iterator<Item = Item> {
        let is_element =
            |at: &u32| matches!(self.get(*at).map(|node| &node.kind), Some(Kind::Element(_)));
        self.below(0).filter(is_element).map(whole)
    }

    /// Takes a node with all that is in it, or an attribute, out of the page. The page itself and
    /// its `html` and `body` stay.
    pub(in crate::parse::site_rules) fn remove(&mut self, item: Item) {
        let Some(node) = self.node(whole(item.node)) else {
            return;
        };
        if item.attribute.is_some() {
            let name = self.attribute(item, |attribute| attribute.name.local.to_string());
            node.remove_attr(&name.unwrap_or_default());
            return;
        }
        let stays = node
            .node_name()
            .is_some_and(|name| matches!(&*name, "html" | "body"));
        if item != self.root() && !stays {
            node.remove_from_parent();
            if let Some(node) = self.nodes.get_mut(item.node as usize) {
                node.gone = true;
            }
        }
    }

    /// The string-value (XPath 1.0, 5).
    pub(in crate::parse::site_rules) fn text(&self, item: Item) -> String {
        if item.attribute.is_some() {
            let text = self.attribute(item, |attribute| attribute.value.to_string());
            return text.unwrap_or_default();
        }
        let mut text = String::new();
        for at in std::iter::once(item.node).chain(self.below(item.node)) {
            let Some(node) = self.get(at) else { break };
            let counts = matches!(node.kind, Kind::Text) || at == item.node;
            let _ = self
                .tree
                .tree
                .query_node(&node.id, |node| match &node.data {
                    NodeData::Text { contents } | NodeData::Comment { contents } if counts => {
                        text.push_str(contents);
                    }
                    _ => {}
                });
        }
        text
    }

    /// Whether something holds of an attribute of an element, by the names of both and its value.
    pub(in crate::parse::site_rules) fn any_attribute(
        &self,
        item: Item,
        holds: impl Fn(&str, &str, &str) -> bool,
    ) -> bool {
        let holds = |element: &Element| {
            let mut attributes = element.attrs.iter();
            attributes.any(|attribute| {
                holds(&element.name.local, &attribute.name.local, &attribute.value)
            })
        };
        self.element(item.node, |element| Some(holds(element)))
            .unwrap_or(false)
    }

    /// The value of an element's attribute.
    pub(super) fn attribute_of(&self, item: Item, name: &str) -> Option<String> {
        self.element(item.node, |element| {
            let attribute = element
                .attrs
                .iter()
                .find(|attribute| &*attribute.name.local == name)?;
            Some(attribute.value.to_string())
        })
    }

    /// Whether one item lies in another.
    pub(in crate::parse::site_rules) fn holds(&self, outer: Item, inner: Item) -> bool {
        (outer.node + 1..self.end(outer.node)).contains(&inner.node)
    }

    /// The name of an element or an attribute.
    pub(super) fn name(&self, item: Item) -> Option<String> {
        if item.attribute.is_some() {
            return self.attribute(item, |attribute| shown(&attribute.name));
        }
        match &self.get(item.node)?.kind {
            Kind::Element(name) => Some(name.to_string()),
            _ => None,
        }
    }

    /// Whether an item is of the kind or the name that a step asks for.
    pub(super) fn passes(&self, item: Item, test: &Test) -> bool {
        if item.attribute.is_some() {
            return match test {
                Test::Any | Test::Node => true,
                Test::Name(name) => self
                    .attribute(item, |attribute| is_named(&attribute.name, name))
                    .unwrap_or(false),
                Test::Text | Test::Comment | Test::Instruction => false,
            };
        }
        let Some(node) = self.get(item.node) else {
            return false;
        };
        match (test, &node.kind) {
            (Test::Node, _)
            | (Test::Any, Kind::Element(_))
            | (Test::Text, Kind::Text)
            | (Test::Comment, Kind::Comment) => true,
            (Test::Name(name), Kind::Element(own)) => str::eq_ignore_ascii_case(own, name),
            _ => false,
        }
    }

    /// The attributes of a node.
    pub(super) fn attributes(&self, at: u32) -> impl Iterator<Item = Item> + use<> {
        let count = self
            .element(at, |element| Some(element.attrs.len()))
            .unwrap_or(0);
        (0..count as u16).map(move |attribute| Item {
            node: at,
            attribute: Some(attribute),
        })
    }

    /// The nodes directly in one, in document order.
    pub(super) fn children(&self, at: u32) -> impl DoubleEndedIterator<Item = u32> {
        let mut children = Vec::new();
        let (mut next, end) = (at + 1, self.end(at));
        while next < end {
            if self.get(next).is_some_and(|node| !node.gone) {
                children.push(next);
            }
            next = self.end(next);
        }
        children.into_iter()
    }

    /// The nodes anywhere in one, in document order.
    pub(super) fn below(&self, at: u32) -> impl Iterator<Item = u32> {
        self.between(at + 1..self.end(at))
    }

    /// The nodes of a range that are there, in document order.
    pub(super) fn between(&self, range: Range<u32>) -> impl Iterator<Item = u32> {
        let mut next = range.start;
        std::iter::from_fn(move || {
            while next < range.end {
                let here = next;
                match self.get(here) {
                    Some(node) if node.gone => next = node.end,
                    _ => {
                        next += 1;
                        return Some(here);
                    }
                }
            }
            None
        })
    }

    /// What a node is in; nothing for the page itself.
    pub(super) fn parent(&self, at: u32) -> Option<u32> {
        self.get(at).filter(|_| at != 0).map(|node| node.parent)
    }

    /// Behind the last node in a node.
    pub(super) fn end(&self, at: u32) -> u32 {
        self.get(at).map_or(at + 1, |node| node.end)
    }

    fn get(&self, at: u32) -> Option<&Node> {
        self.nodes.get(at as usize)
    }

    fn is_gone(&self, at: u32) -> bool {
        std::iter::successors(Some(at), |at| self.parent(*at))
            .any(|at| self.get(at).is_none_or(|node| node.gone))
    }

    fn element<T>(&self, at: u32, read: impl FnOnce(&Element) -> Option<T>) -> Option<T> {
        let node = self.get(at)?;
        let read = |node: &TreeNode| read(node.as_element()?);
        self.tree.tree.query_node_or(&node.id, None, read)
    }

    fn attribute<T>(&self, item: Item, read: impl FnOnce(&Attr) -> T) -> Option<T> {
        let at = usize::from(item.attribute?);
        self.element(item.node, |element| element.attrs.get(at).map(read))
    }
}

/// Whether an attribute has a name, written with its prefix if it has one.
fn is_named(own: &QualName, name: &str) -> bool {
    let (prefix, local) = match name.split_once(':') {
        Some((prefix, local)) if own.prefix.is_some() => (prefix, local),
        _ => ("", name),
    };
    str::eq_ignore_ascii_case(&own.local, local)
        && own.prefix.as_deref().unwrap_or_default() == prefix
}

fn shown(name: &QualName) -> String {
    match &name.prefix {
        Some(prefix) => format!("{prefix}:{}", name.local),
        None => name.local.to_string(),
    }
}

/// A node itself.
pub(super) fn whole(node: u32) -> Item {
    Item {
        node,
        attribute: None,
    }
}

/// What XPath sees of a node: no doctype.
fn kind(node: &NodeRef<'_>) -> Option<Kind> {
    node.query_or(None, |node| match &node.data {
        NodeData::Document | NodeData::Fragment => Some(Kind::Root),
        NodeData::Element(element) => Some(Kind::Element(element.name.local.clone())),
        NodeData::Text { .. } => Some(Kind::Text),
        NodeData::Comment { .. } => Some(Kind::Comment),
        NodeData::Doctype { .. } | NodeData::ProcessingInstruction { .. } => None,
    })
}
