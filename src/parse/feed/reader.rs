//! Tokens → the parts of a feed, one at a time: the heads of its containers (`rss`, `channel`,
//! `feed`, `rdf:RDF`), and each other element with all that is in it.
//!
//! What is not nested as it should be is put right here: elements that are not closed, closed
//! twice or in the wrong order.

use std::rc::Rc;

use url::Url;

use super::limits;
use super::namespaces::{self, Ns};
use super::nesting::{Mark, Open, begins_next_entry, is_entry, is_void, local, lost_its_end};
use super::tree::{Element, Node, Scope};
use crate::parse::xml::attributes;
use crate::parse::xml::references::decode;
use crate::parse::xml::tokens::{Token, Tokens};

/// What a feed is made of.
#[derive(Debug)]
pub(super) enum Part<'a> {
    /// The head of a container, without what is in it.
    Container(Element<'a>),
    /// A whole element.
    Whole(Element<'a>),
}

/// Elements in which the parts of a feed lie.
const CONTAINERS: &[(Ns, &str)] = &[
    (Ns::Core, "rss"),
    (Ns::Core, "channel"),
    (Ns::Core, "rdf"),
    (Ns::Rdf, "rdf"),
    (Ns::Core, "feed"),
    (Ns::Atom, "feed"),
    // RSS under Atom's namespace as the default
    (Ns::Atom, "rss"),
    (Ns::Atom, "channel"),
    // RSS 1.0 under RDF's
    (Ns::Rdf, "channel"),
];

/// Reads the parts of a document.
pub(super) struct Reader<'a> {
    tokens: Tokens<'a>,
    /// A tag that was read ahead.
    again: Option<Token<'a>>,
    /// The full names of the containers that are open, with what they were before.
    containers: Vec<(&'a str, Mark<'a>)>,
    scope: Scope<'a>,
    bindings: Vec<(&'a str, Ns)>,
    base: Option<&'a Url>,
    /// Every container that was opened has been closed.
    pub(super) complete: bool,
    /// Some element had more in it than is read.
    pub(super) overfull: bool,
}

impl<'a> Reader<'a> {
    /// `base` is the document's own address.
    pub(super) fn new(text: &'a str, base: Option<&'a Url>) -> Self {
        Reader {
            tokens: Tokens::new(text),
            again: None,
            containers: Vec::new(),
            scope: Scope::default(),
            bindings: Vec::new(),
            base,
            complete: false,
            overfull: false,
        }
    }

    /// Where the next token begins, in bytes.
    pub(super) fn position(&self) -> usize {
        self.tokens.position()
    }

    /// The next part; none at the end of the outermost container, or of the text. An element that
    /// the text ends in is given up: it may lack anything.
    pub(super) fn next_part(&mut self) -> Option<Part<'a>> {
        while let Some(token) = self.again.take().or_else(|| self.tokens.next()) {
            match token {
                Token::Start {
                    name,
                    attributes,
                    empty,
                } => {
                    let (element, mark) = self.enter(name, attributes);
                    if is_container(&element) {
                        if empty {
                            self.leave(mark);
                            self.complete |= self.containers.is_empty();
                        } else if self.containers.len() < limits::DEPTH {
                            self.containers.push((name, mark));
                        }
                        return Some(Part::Container(element));
                    }
                    if empty || (is_void(&element) && self.containers.is_empty()) {
                        self.leave(mark);
                        return Some(Part::Whole(element));
                    }
                    let outermost = self.containers.is_empty();
                    if outermost && !is_entry(element.name) {
                        // around a feed: a wrapper, a warning in HTML; what counts is inside
                        self.leave(mark);
                        continue;
                    }
                    let open = Open {
                        element,
                        full_name: name,
                        mark,
                    };
                    if !outermost {
                        return self.subtree(open).map(Part::Whole);
                    }
                    // an Atom Entry Document (RFC 4287, 2), or a feed whose beginning was lost
                    let whole = self.subtree(open);
                    self.complete = whole.is_some();
                    return whole.map(Part::Whole);
                }
                Token::End(name) => {
                    // behind a `channel` whose `rss` was lost, items may follow
                    if self.close_container(name) && !local(name).eq_ignore_ascii_case("channel") {
                        return None;
                    }
                }
                Token::Text(_) | Token::Cdata(_) => {}
            }
        }
        None
    }

    /// Closes a container and all that is in it; says whether it was the outermost.
    fn close_container(&mut self, name: &str) -> bool {
        let found = self
            .containers
            .iter()
            .rposition(|(open, _)| open.eq_ignore_ascii_case(name));
        let Some(found) = found else { return false };
        let closed = self.containers.drain(found..).next();
        if let Some((_, mark)) = closed {
            self.leave(mark);
        }
        self.complete = self.containers.is_empty();
        self.complete
    }

    /// Reads on to the end of an element.
    fn subtree(&mut self, root: Open<'a>) -> Option<Element<'a>> {
        let mut stack = vec![root];
        let mut nodes = 0;
        let mut too_deep = 0;
        loop {
            let token = self.tokens.next()?;
            if nodes > limits::NODES && !matches!(token, Token::End(_)) {
                self.overfull = true;
                if !matches!(token, Token::Start { name, .. } if is_entry(name)) {
                    continue;
                }
            }
            match token {
                Token::Text(text) => {
                    nodes += 1;
                    push(&mut stack, Node::Text(text));
                }
                Token::Cdata(text) => {
                    nodes += 1;
                    push(&mut stack, Node::Cdata(text));
                }
                Token::Start {
                    name,
                    attributes,
                    empty,
                } => {
                    if begins_next_entry(name, &stack) {
                        self.again = Some(token);
                        return self.unwind(&mut stack, 0);
                    }
                    if stack.len() >= limits::DEPTH {
                        self.overfull = true;
                        too_deep += usize::from(!empty);
                        continue;
                    }
                    nodes += 1;
                    let (element, mark) = self.enter(name, attributes);
                    if let Some(level) = lost_its_end(&element, &stack) {
                        // the scope of the new element must not be that of the lost one
                        self.leave(mark);
                        self.unwind(&mut stack, level);
                        let (element, mark) = self.enter(name, attributes);
                        self.open(&mut stack, element, name, mark, empty);
                        continue;
                    }
                    self.open(&mut stack, element, name, mark, empty);
                }
                Token::End(name) => {
                    let level = stack
                        .iter()
                        .rposition(|open| open.full_name.eq_ignore_ascii_case(name));
                    let is_field = level.is_some_and(|level| level < 2);
                    if too_deep > 0 && !is_field && !self.is_open_container(name) {
                        too_deep -= 1;
                        continue;
                    }
                    too_deep = 0;
                    match level {
                        Some(0) => return self.unwind(&mut stack, 0),
                        Some(level) => {
                            self.unwind(&mut stack, level);
                        }
                        None if self.is_open_container(name) => {
                            self.again = Some(token);
                            return self.unwind(&mut stack, 0);
                        }
                        None => {}
                    }
                }
            }
        }
    }

    fn open(
        &mut self,
        stack: &mut Vec<Open<'a>>,
        element: Element<'a>,
        full_name: &'a str,
        mark: Mark<'a>,
        empty: bool,
    ) {
        if empty || is_void(&element) {
            self.leave(mark);
            push(stack, Node::Element(element));
        } else {
            stack.push(Open {
                element,
                full_name,
                mark,
            });
        }
    }

    /// Closes every element from `level` on; gives the outermost when nothing is left open.
    fn unwind(&mut self, stack: &mut Vec<Open<'a>>, level: usize) -> Option<Element<'a>> {
        while stack.len() > level {
            let open = stack.pop()?;
            self.leave(open.mark);
            if stack.is_empty() {
                return Some(open.element);
            }
            push(stack, Node::Element(open.element));
        }
        None
    }

    fn is_open_container(&self, name: &str) -> bool {
        self.containers
            .iter()
            .any(|(open, _)| open.eq_ignore_ascii_case(name))
    }

    /// The vocabulary and scope of an element, which are in force from here on.
    fn enter(&mut self, full_name: &'a str, tag: &'a str) -> (Element<'a>, Mark<'a>) {
        let mark = (self.scope.clone(), self.bindings.len());
        // CDF: `<CHANNEL BASE="…">`
        let is_channel = full_name.eq_ignore_ascii_case("channel");
        if is_channel || memchr::memmem::find(tag.as_bytes(), b"xml").is_some() {
            self.take_scope(tag, is_channel);
        }
        let (prefix, name) = full_name.split_once(':').unwrap_or(("", full_name));
        let element = Element {
            ns: self.vocabulary(prefix),
            name,
            tag,
            children: Vec::new(),
            scope: self.scope.clone(),
        };
        (element, mark)
    }

    fn take_scope(&mut self, tag: &'a str, is_channel: bool) {
        for (name, value) in attributes::read(tag).take(limits::ATTRIBUTES) {
            match name.split_once(':') {
                None if name == "xmlns" => self.bind("", value),
                Some(("xmlns", prefix)) => self.bind(prefix, value),
                Some(("xml", "base")) => self.rebase(value),
                None if is_channel && name.eq_ignore_ascii_case("base") => self.rebase(value),
                Some(("xml", "lang")) => self.scope.language = Some(value.trim()),
                _ => {}
            }
        }
    }

    fn rebase(&mut self, value: &str) {
        let value = decode(value);
        let base = match self.scope.base.as_deref().or(self.base) {
            Some(outer) => outer.join(value.trim()),
            None => Url::parse(value.trim()),
        };
        // one that is no address leaves the outer in force
        if let Ok(base) = base
            && !base.cannot_be_a_base()
        {
            self.scope.base = Some(Rc::new(base));
        }
    }

    fn bind(&mut self, prefix: &'a str, name: &str) {
        if self.bindings.len() < limits::NAMESPACES {
            self.bindings
                .push((prefix, namespaces::bound(prefix, name)));
        }
    }

    fn leave(&mut self, (scope, bindings): Mark<'a>) {
        self.scope = scope;
        self.bindings.truncate(bindings);
    }

    fn vocabulary(&self, prefix: &str) -> Ns {
        let found = self
            .bindings
            .iter()
            .rev()
            .find(|(bound, _)| *bound == prefix);
        match found {
            Some((_, ns)) => *ns,
            None if prefix.is_empty() => Ns::Core,
            None => namespaces::undeclared(prefix),
        }
    }
}

fn push<'a>(stack: &mut [Open<'a>], node: Node<'a>) {
    if let Some(open) = stack.last_mut() {
        open.element.children.push(node);
    }
}

fn is_container(element: &Element<'_>) -> bool {
    CONTAINERS.iter().any(|(ns, name)| element.is(*ns, name))
}
