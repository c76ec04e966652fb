//! Markup that stands in a feed as elements (XHTML, or HTML that was not escaped) → HTML as text.

use std::borrow::Cow;

use super::tree::{Element, Node, Scope, resolve};
use crate::parse::xml::references::decode;

/// Elements of HTML that have no end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &[
    "href",
    "src",
    "cite",
    "poster",
    "action",
    "background",
    "longdesc",
    "data",
];

/// How the character data right in the element is to be taken; deeper down it is text in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direct {
    /// As text: XHTML.
    Text,
    /// As HTML in disguise: an RSS description, partly escaped.
    Markup,
}

/// The inside of an element as HTML. Addresses under an inner `xml:base` are resolved; all others
/// are left relative to the base of `outer`.
pub(super) fn inside(element: &Element<'_>, outer: &Scope<'_>, direct: Direct) -> String {
    let mut out = String::new();
    for node in &element.children {
        match (node, direct) {
            (Node::Text(text), Direct::Markup) => out.push_str(&decode(text)),
            (Node::Cdata(text), Direct::Markup) => out.push_str(text),
            _ => write(node, outer, &mut out),
        }
    }
    out
}

/// Recursion ends at the depth to which elements are read ([`super::limits::DEPTH`]).
fn write(node: &Node<'_>, outer: &Scope<'_>, out: &mut String) {
    let element = match node {
        // references in character data mean the same in HTML
        Node::Text(text) => return out.push_str(text),
        Node::Cdata(text) => return out.push_str(&escape(text)),
        Node::Element(element) => element,
    };
    out.push('<');
    out.push_str(element.name);
    for (name, value) in element.attributes() {
        let name = match name.split_once(':') {
            Some(("xml", "lang")) => "lang",
            Some(("xmlns" | "xml", _)) => continue,
            None if name == "xmlns" => continue,
            _ => name,
        };
        let value = match element.scope.base.as_deref() {
            Some(base)
                if element.scope.base != outer.base
                    && ADDRESSES.iter().any(|a| name.eq_ignore_ascii_case(a)) =>
            {
                Cow::Owned(resolve(&value, Some(base)))
            }
            _ => value,
        };
        out.push(' ');
        out.push_str(name);
        out.push_str("=\"");
        out.push_str(&escape(&value));
        out.push('"');
    }
    out.push('>');
    for child in &element.children {
        write(child, outer, out);
    }
    if !VOID
        .iter()
        .any(|void| element.name.eq_ignore_ascii_case(void))
    {
        out.push_str("</");
        out.push_str(element.name);
        out.push('>');
    }
}

/// Text as HTML.
pub(super) fn escape(text: &str) -> Cow<'_, str> {
    if !text.contains(['&', '<', '>', '"']) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(crate::text::escape(text))
}
