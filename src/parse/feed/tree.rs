//! Elements with what is in them, and the scopes that hold for them (`xml:base`, `xml:lang`).

use std::borrow::Cow;
use std::rc::Rc;

use url::Url;

use super::limits;
use super::namespaces::Ns;
use crate::parse::xml::attributes;
use crate::parse::xml::references::decode;

/// An element and all that is in it.
#[derive(Debug, Clone)]
pub(super) struct Element<'a> {
    pub(super) ns: Ns,
    /// The name as written, without its prefix.
    pub(super) name: &'a str,
    /// The inside of the tag behind the name.
    pub(super) tag: &'a str,
    pub(super) children: Vec<Node<'a>>,
    pub(super) scope: Scope<'a>,
}

/// What is in an element.
#[derive(Debug, Clone)]
pub(super) enum Node<'a> {
    Element(Element<'a>),
    /// Character data, its references not yet decoded.
    Text(&'a str),
    /// The inside of a CDATA section.
    Cdata(&'a str),
}

/// What elements inherit.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Scope<'a> {
    /// The base address, where an `xml:base` is in force.
    pub(super) base: Option<Rc<Url>>,
    /// The language tag, where an `xml:lang` is in force.
    pub(super) language: Option<&'a str>,
}

impl<'a> Element<'a> {
    /// Whether the element has this name, in whatever case.
    pub(super) fn is(&self, ns: Ns, name: &str) -> bool {
        self.ns == ns && self.name.eq_ignore_ascii_case(name)
    }

    /// The attributes, values decoded.
    pub(super) fn attributes(&self) -> impl Iterator<Item = (&'a str, Cow<'a, str>)> {
        attributes::read(self.tag)
            .take(limits::ATTRIBUTES)
            .map(|(name, value)| (name, decode(value)))
    }

    /// An attribute's value, trimmed; none when it is empty. An attribute with a prefix (`rdf:about`)
    /// serves where there is none without.
    pub(super) fn attribute(&self, name: &str) -> Option<Cow<'a, str>> {
        if self.tag.is_empty() {
            return None;
        }
        let find = |prefixed: bool| {
            attributes::read(self.tag)
                .take(limits::ATTRIBUTES)
                .filter(|(found, _)| found.contains(':') == prefixed)
                .find(|(found, _)| {
                    let local = found.rsplit(':').next().unwrap_or_default();
                    local.eq_ignore_ascii_case(name)
                })
        };
        let (_, value) = find(false).or_else(|| find(true))?;
        let value = trimmed(decode(value));
        (!value.is_empty()).then_some(value)
    }

    /// The child elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element<'a>> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) | Node::Cdata(_) => None,
        })
    }

    pub(super) fn has_elements(&self) -> bool {
        self.elements().next().is_some()
    }

    /// The first child of this name in the element's own vocabulary or none.
    pub(super) fn child(&self, name: &str) -> Option<&Element<'a>> {
        self.elements().find(|child| {
            (child.ns == self.ns || child.ns == Ns::Core) && child.name.eq_ignore_ascii_case(name)
        })
    }

    /// All character data in the element, decoded.
    pub(super) fn text(&self) -> Cow<'a, str> {
        match self.children.as_slice() {
            [] => Cow::Borrowed(""),
            [Node::Text(text)] => decode(text),
            [Node::Cdata(text)] => Cow::Borrowed(text),
            _ => {
                let mut out = String::new();
                let mut stack: Vec<_> = self.children.iter().rev().collect();
                while let Some(node) = stack.pop() {
                    match node {
                        Node::Element(element) => stack.extend(element.children.iter().rev()),
                        Node::Text(text) => out.push_str(&decode(text)),
                        Node::Cdata(text) => out.push_str(text),
                    }
                }
                Cow::Owned(out)
            }
        }
    }

    /// Whether `&` and `<` in the element are written as the Profile of RSS wants it of plain text.
    pub(super) fn is_plain_by_the_profile(&self) -> bool {
        let has = |text: &str, references: [&str; 2]| {
            references.iter().any(|reference| text.contains(reference))
        };
        match self.children.as_slice() {
            [Node::Text(text)] => has(text, ["&#x26;", "&#x3C;"]) && !has(text, ["&amp;", "&lt;"]),
            _ => false,
        }
    }

    /// All character data as one short word (an address, a date, a name): trimmed, none when empty
    /// or longer than any such word.
    pub(super) fn word(&self) -> Option<String> {
        let text = self.text();
        let text = text.trim();
        (!text.is_empty() && text.len() <= limits::WORD).then(|| text.to_owned())
    }

    /// An address, made absolute where a base is known; as it stands where none is.
    pub(super) fn resolve(&self, address: &str, document: Option<&Url>) -> String {
        resolve(address, self.scope.base.as_deref().or(document))
    }
}

/// An address, made absolute where a base is known; as it stands where none is, or it is no address.
pub(super) fn resolve(address: &str, base: Option<&Url>) -> String {
    let address = address.trim();
    let absolute = match (Url::parse(address), base) {
        // a host whose scheme was forgotten: no path begins like that
        (Err(_), _) if starts_like_host(address) => {
            let scheme = base.map_or("http", Url::scheme);
            Url::parse(&format!("{scheme}://{address}")).ok()
        }
        (Err(url::ParseError::RelativeUrlWithoutBase), Some(base)) => base.join(address).ok(),
        _ => None,
    };
    absolute.map_or_else(|| address.to_owned(), String::from)
}

fn starts_like_host(address: &str) -> bool {
    address
        .get(..4)
        .is_some_and(|start| start.eq_ignore_ascii_case("www."))
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B19, B20, B32.
    #[test]
    fn addresses_are_made_absolute() {
        let base = Url::parse("https://example.org/a/b?c").expect("an address");
        for (address, resolved) in [
            ("d", "https://example.org/a/d"),
            (" /d/1/ ", "https://example.org/d/1/"),
            ("?e=1&f=2", "https://example.org/a/b?e=1&f=2"),
            ("//other.example/x", "https://other.example/x"),
            ("www.other.example/x", "https://www.other.example/x"),
            ("HTTP://Other.example", "HTTP://Other.example"),
            ("tag:example.org,2024:1", "tag:example.org,2024:1"),
            ("http://[broken", "http://[broken"),
        ] {
            assert_eq!(resolve(address, Some(&base)), resolved, "{address}");
        }
        assert_eq!(resolve("d", None), "d");
    }
}
