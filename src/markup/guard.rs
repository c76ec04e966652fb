//! Builds trees of HTML, and gives up on markup made to be slow.
//!
//! The algorithm of the HTML standard looks up and down the stack of open elements for nearly
//! every tag, and opens misnested formatting elements again in every paragraph: 60 kB of
//! `<b 1><b 2>…` cost a minute. A scan of the tags beforehand can be fooled, since what is a tag
//! depends on the state of the tree builder. So the limits are kept where the truth is, in the
//! sink that the tree builder writes to, and the input is fed in pieces, so that a page over the
//! limits stops after the piece that broke them.

use std::borrow::Cow;
use std::cell::{Cell, Ref, RefCell};
use std::collections::HashMap;

use dom_query::{Document, NodeId};
use html5ever::driver::Parser;
use html5ever::interface::ElementFlags;
use html5ever::tendril::{StrTendril, TendrilSink};
use html5ever::tree_builder::{NodeOrText, QuirksMode, TreeBuilderOpts, TreeSink};
use html5ever::{Attribute, ParseOpts, QualName, local_name, ns};

/// Longest HTML a tree is built of, in bytes. Real pages have 200 kB in the mean, and 2.3 MB at worst.
pub const MAX_BYTES: usize = 8 << 20;
/// Deepest nesting of elements. The deepest of 311 real pages had 49.
pub const MAX_DEPTH: u16 = 256;
/// Most nodes in a tree, whatever its length: about 30 MB of memory.
pub const MAX_NODES: usize = 250_000;
/// Most attributes of one element; each is compared with all before it.
pub const MAX_ATTRIBUTES: usize = 1024;
/// Nodes that a tree may have beyond one a byte: implied and reopened elements.
const SPARE_NODES: usize = 4096;
/// Most gaps between words in one token; a tag could have as many attributes.
const MAX_GAPS: usize = 1 << 15;
/// Bytes fed at a time: what may still be wasted after a limit is broken.
const PIECE: usize = 2048;

/// The tree of a whole page, or none when it is over the limits.
pub fn document(html: &str) -> Option<Document> {
    build(html, |sink| html5ever::parse_document(sink, options()))
}

/// The tree of a piece of HTML as it would stand in a `div`, or none when it is over the limits.
/// The pieces are the children of [`Document::html_root`].
pub fn fragment(html: &str) -> Option<Document> {
    build(html, |_| {
        html5ever::parse_fragment(
            Guard::over(Document::fragment_sink()),
            options(),
            QualName::new(None, ns!(html), local_name!("div")),
            Vec::new(),
            false,
        )
    })
}

fn options() -> ParseOpts {
    ParseOpts {
        tree_builder: TreeBuilderOpts {
            // What is in noscript is markup to us, since no script will run.
            scripting_enabled: false,
            ..TreeBuilderOpts::default()
        },
        ..ParseOpts::default()
    }
}

fn build(html: &str, parser: impl FnOnce(Guard) -> Parser<Guard>) -> Option<Document> {
    if html.len() > MAX_BYTES {
        return None;
    }
    let mut parser = parser(Guard::over(Document::default()));
    let (mut rest, mut fed, mut gaps, mut events) = (html, 0, 0, 0);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(whole_characters(rest, PIECE));
        rest = after;
        fed += piece.len();
        parser.process(StrTendril::from_slice(piece));
        let guard = &parser.tokenizer.sink.sink;
        if guard.events.get() == events {
            gaps += count_gaps(piece);
        } else {
            (events, gaps) = (guard.events.get(), 0);
        }
        let nodes = guard.document.tree.len();
        let too_many = nodes > MAX_NODES || nodes > fed + SPARE_NODES;
        if guard.broken.get() || too_many || gaps > MAX_GAPS {
            return None;
        }
    }
    let guard = parser.finish();
    (!guard.broken.get()).then_some(guard.document)
}

/// This many bytes, and those that are missing to a whole character.
fn whole_characters(text: &str, bytes: usize) -> usize {
    (bytes..text.len())
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(text.len())
}

fn count_gaps(piece: &str) -> usize {
    let gap = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'');
    piece
        .as_bytes()
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if gap(*a) && !gap(*b)))
        .count()
}

/// A sink that counts, around the sink that builds.
struct Guard {
    document: Document,
    depths: RefCell<HashMap<NodeId, u16, foldhash::fast::RandomState>>,
    extra_attributes: Cell<usize>,
    events: Cell<usize>,
    broken: Cell<bool>,
}

impl Guard {
    fn over(document: Document) -> Self {
        Guard {
            document,
            depths: RefCell::default(),
            extra_attributes: Cell::new(0),
            events: Cell::new(0),
            broken: Cell::new(false),
        }
    }

    fn depth(&self, node: &NodeId) -> u16 {
        self.depths.borrow().get(node).copied().unwrap_or(0)
    }

    fn place(&self, child: &NodeOrText<NodeId>, depth: u16) {
        self.event();
        if let NodeOrText::AppendNode(node) = child {
            self.depths.borrow_mut().insert(*node, depth);
            if depth > MAX_DEPTH {
                self.broken.set(true);
            }
        }
    }

    fn event(&self) {
        self.events.set(self.events.get() + 1);
    }
}

impl TreeSink for Guard {
    type Handle = NodeId;
    type Output = Guard;
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Guard {
        self
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> NodeId {
        self.document.get_document()
    }

    fn elem_name<'a>(&'a self, target: &'a NodeId) -> Ref<'a, QualName> {
        self.document.elem_name(target)
    }

    fn create_element(&self, name: QualName, attrs: Vec<Attribute>, flags: ElementFlags) -> NodeId {
        self.event();
        if attrs.len() > MAX_ATTRIBUTES {
            self.broken.set(true);
        }
        self.document.create_element(name, attrs, flags)
    }

    fn create_comment(&self, text: StrTendril) -> NodeId {
        self.document.create_comment(text)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> NodeId {
        self.document.create_pi(target, data)
    }

    fn append(&self, parent: &NodeId, child: NodeOrText<NodeId>) {
        self.place(&child, self.depth(parent).saturating_add(1));
        self.document.append(parent, child);
    }

    fn append_before_sibling(&self, sibling: &NodeId, child: NodeOrText<NodeId>) {
        self.place(&child, self.depth(sibling));
        self.document.append_before_sibling(sibling, child);
    }

    fn append_based_on_parent_node(
        &self,
        element: &NodeId,
        previous: &NodeId,
        child: NodeOrText<NodeId>,
    ) {
        self.place(&child, self.depth(element));
        self.document
            .append_based_on_parent_node(element, previous, child);
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.event();
        self.document
            .append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &NodeId) -> NodeId {
        self.document.get_template_contents(target)
    }

    fn same_node(&self, one: &NodeId, other: &NodeId) -> bool {
        one == other
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.document.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &NodeId, attrs: Vec<Attribute>) {
        // `<body a><body b>…`: all go to the one body.
        self.event();
        let extra = self.extra_attributes.get() + attrs.len();
        self.extra_attributes.set(extra);
        if extra > MAX_ATTRIBUTES {
            self.broken.set(true);
        } else {
            self.document.add_attrs_if_missing(target, attrs);
        }
    }

    fn remove_from_parent(&self, target: &NodeId) {
        self.document.remove_from_parent(target);
    }

    fn reparent_children(&self, node: &NodeId, new_parent: &NodeId) {
        self.document.reparent_children(node, new_parent);
    }

    fn is_mathml_annotation_xml_integration_point(&self, handle: &NodeId) -> bool {
        self.document
            .is_mathml_annotation_xml_integration_point(handle)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_markup_gives_the_tree_of_the_standard() {
        let tree = fragment("<p>one<p>two<b>x<i>y</b>z</i>").expect("within the limits");
        assert_eq!(
            tree.html_root().inner_html().as_ref(),
            "<p>one</p><p>two<b>x<i>y</i></b><i>z</i></p>"
        );
        let tree = document("<title>t</title>é<p>b").expect("within the limits");
        assert_eq!(tree.select("title").text().as_ref(), "t");
        assert_eq!(tree.select("body").text().as_ref(), "éb");
    }

    #[test]
    fn pieces_are_cut_between_characters() {
        for shift in 0..4 {
            let text = "x".repeat(shift) + &"€".repeat(3000);
            let tree = fragment(&text).expect("plain text");
            assert_eq!(tree.html_root().text().as_ref(), text);
        }
    }

    #[test]
    fn hostile_markup_is_given_up_quickly() {
        let formatting: String = (0..20_000).map(|n| format!("<b {n}>")).collect();
        let raw_in_foreign = "<svg><style><p></style><style><!--</style>".to_owned();
        let attributes: String = (0..300_000).map(|n| format!(" a{n}")).collect();
        let bodies: String = (0..100_000).map(|n| format!("<body a{n}>")).collect();
        let reopened: String = (0..200).map(|n| format!("<i {n}>")).collect();
        let cases = [
            "<div>".repeat(100_000),
            formatting.clone(),
            raw_in_foreign + &formatting,
            "<table><tr><td>".repeat(20_000),
            format!("<a{attributes}>"),
            format!("<a{}>", attributes.replace(' ', "/")),
            bodies,
            format!("<p>{reopened}{}", "<p>x".repeat(100_000)),
            "x".repeat(MAX_BYTES + 1),
        ];
        for (number, html) in cases.iter().enumerate() {
            assert!(document(html).is_none(), "case {number}");
        }
    }
}
