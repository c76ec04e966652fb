//! A tree laid out flat → its elements in document order, and its text in one string.
//!
//! What belongs to an element, or to an item of a list that is several elements, is then a range of either.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::ops::Range;

use dom_query::{NodeData, NodeRef};

use super::around;
use crate::markup;
use crate::text::fold;

/// More elements than any list's page has.
const MOST_ELEMENTS: usize = 60_000;

/// Elements whose text nobody reads on the page, or that is the label of a control.
const SILENT: &[&str] = &[
    "script", "style", "template", "noscript", "svg", "head", "button", "select", "textarea",
    "iframe", "object", "video", "audio",
];

/// Classes of text for screen readers alone: `Opens in a new window`.
const UNSEEN: &[&str] = &[
    "sr-only",
    "screen-reader-text",
    "visually-hidden",
    "visuallyhidden",
    "screen-reader-only",
    "u-visually-hidden",
    "show-for-sr",
    "elementor-screen-only",
];

/// One element.
#[derive(Debug)]
pub(super) struct Element<'a> {
    /// The element itself.
    pub(super) node: NodeRef<'a>,
    /// Name, in lower case.
    pub(super) name: String,
    /// Its `class` and `id`, in lower case.
    pub(super) names: String,
    /// The element it stands in; the first element has itself.
    pub(super) parent: usize,
    /// One after the last element within it.
    pub(super) end: usize,
    /// Its text.
    pub(super) text: Range<usize>,
    /// What it is: a hash of its name and the first of its classes that is of its kind.
    pub(super) mark: u64,
    /// Stands in what is around the contents of a page.
    pub(super) around: bool,
}

/// A page laid out flat.
#[derive(Debug)]
pub(super) struct Outline<'a> {
    /// Its elements in document order.
    pub(super) elements: Vec<Element<'a>>,
    /// Its text; a line ends where a block does.
    pub(super) text: String,
}

enum Step<'a> {
    Enter(NodeRef<'a>, usize),
    Leave(usize, bool),
}

impl<'a> Outline<'a> {
    /// Lays out a tree; none when it is too large.
    pub(super) fn of(root: NodeRef<'a>) -> Option<Self> {
        let mut outline = Outline {
            elements: Vec::new(),
            text: String::new(),
        };
        let mut steps = vec![Step::Enter(root, 0)];
        while let Some(step) = steps.pop() {
            match step {
                Step::Enter(node, parent) => outline.enter(node, parent, &mut steps),
                Step::Leave(at, block) => {
                    if block {
                        outline.end_line();
                    }
                    let (end, text) = (outline.elements.len(), outline.text.len());
                    if let Some(element) = outline.elements.get_mut(at) {
                        element.end = end;
                        element.text.end = text;
                    }
                }
            }
            if outline.elements.len() > MOST_ELEMENTS {
                return None;
            }
        }
        outline.mark_around();
        Some(outline)
    }

    fn enter(&mut self, node: NodeRef<'a>, parent: usize, steps: &mut Vec<Step<'a>>) {
        let Some(name) = node.node_name() else {
            node.query(|node| {
                if let NodeData::Text { contents } = &node.data {
                    self.say(contents);
                }
            });
            if !node.is_text() && !node.is_comment() {
                let children = node.children_it(true);
                steps.extend(children.map(|child| Step::Enter(child, parent)));
            }
            return;
        };
        let class = node.class().unwrap_or_default();
        if SILENT.contains(&&*name) || class.split_ascii_whitespace().any(|c| UNSEEN.contains(&c)) {
            return;
        }
        let block = markup::is_block(&name);
        if block {
            self.end_line();
        }
        let at = self.elements.len();
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        lasting(&class).next().hash(&mut hasher);
        let id = node.id_attr().unwrap_or_default();
        self.elements.push(Element {
            node,
            name: name.to_string(),
            names: format!("{class} {id}").to_lowercase(),
            parent,
            end: at + 1,
            text: self.text.len()..self.text.len(),
            mark: hasher.finish(),
            around: false,
        });
        steps.push(Step::Leave(at, block));
        let children = node.children_it(true);
        steps.extend(children.map(|child| Step::Enter(child, at)));
    }

    fn say(&mut self, text: &str) {
        for c in text.chars() {
            if !c.is_whitespace() {
                self.text.push(c);
            } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    fn end_line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn mark_around(&mut self) {
        let all = self.text.len().max(1);
        let main: Vec<usize> = (0..self.elements.len())
            .filter(|at| self.elements.get(*at).is_some_and(|e| e.name == "main"))
            .collect();
        for at in 0..self.elements.len() {
            let Some(element) = self.elements.get(at) else {
                break;
            };
            let parent = at > 0 && self.elements.get(element.parent).is_some_and(|p| p.around);
            // A wrapper of the whole page may be called anything; a menu may be longer than the rest, but wraps nothing.
            let is_box = !matches!(
                element.name.as_str(),
                "nav" | "menu" | "footer" | "ul" | "ol"
            );
            let wraps = is_box && element.text.len() * 2 > all
                || main
                    .get(main.partition_point(|m| *m < at))
                    .is_some_and(|m| *m < element.end);
            let role = element.node.attr("role").unwrap_or_default();
            let around = parent || !wraps && around::is(&element.name, role.trim(), &element.names);
            if let Some(element) = self.elements.get_mut(at) {
                element.around = around;
            }
        }
    }

    /// The element at a place.
    pub(super) fn at(&self, at: usize) -> Option<&Element<'a>> {
        self.elements.get(at)
    }

    /// The elements it stands in, the nearest first.
    pub(super) fn ancestors(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let parent = |at: usize| self.at(at).map(|e| e.parent).filter(|parent| *parent < at);
        std::iter::successors(parent(at), move |at| parent(*at))
    }

    /// The elements directly in it.
    pub(super) fn children(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let end = self.at(at).map_or(0, |e| e.end);
        let within = move |at: usize| (at < end).then_some(at);
        std::iter::successors(within(at + 1), move |at| within(self.end(*at)))
    }

    /// The elements within a range of them, with their places.
    pub(super) fn range(
        &self,
        range: &Range<usize>,
    ) -> impl Iterator<Item = (usize, &Element<'a>)> {
        let elements = self.elements.get(range.clone()).unwrap_or_default();
        (range.start..).zip(elements)
    }

    /// One after the last element within it.
    pub(super) fn end(&self, at: usize) -> usize {
        self.at(at).map_or(at + 1, |e| e.end)
    }

    /// A range of the text, as it is written.
    pub(super) fn lines(&self, range: &Range<usize>) -> &str {
        self.text.get(range.clone()).unwrap_or_default()
    }

    /// The text of an element in one line.
    pub(super) fn words(&self, at: usize) -> String {
        self.at(at)
            .map_or_else(String::new, |e| fold(self.lines(&e.text)))
    }

    /// The text of an element in one line, with a blank between the elements in it: a day, a month and a year in boxes.
    pub(super) fn boxes(&self, at: usize) -> String {
        let text = self.words(at);
        let only = |at: usize| {
            self.children(at)
                .next()
                .filter(|child| self.words(*child) == self.words(at))
        };
        let at = std::iter::successors(Some(at), |at| only(*at))
            .take(8)
            .last()
            .unwrap_or(at);
        let children: Vec<String> = self
            .children(at)
            .take(8)
            .map(|child| self.words(child))
            .collect();
        // Text beside the elements: they are no boxes.
        let whole = children.iter().map(String::len).sum::<usize>() == text.len();
        if whole && children.len() > 1 {
            fold(&children.join(" "))
        } else {
            text
        }
    }

    /// Whether no element stands in it.
    pub(super) fn is_leaf(&self, at: usize) -> bool {
        self.end(at) == at + 1
    }
}

/// The classes that say what an element is, rather than which one it is or how it looks today: `post-123`, `odd`.
pub(super) fn lasting(class: &str) -> impl Iterator<Item = &str> {
    const STATES: &[&str] = &[
        "odd", "even", "first", "last", "active", "clearfix", "row", "alt",
    ];
    class.split_ascii_whitespace().filter(|name| {
        let digits = name.bytes().filter(u8::is_ascii_digit).count();
        let numbered = name.ends_with(|c: char| c.is_ascii_digit())
            && name
                .trim_end_matches(|c: char| c.is_ascii_digit())
                .ends_with(['-', '_']);
        digits < 3 && !numbered && !STATES.contains(name)
    })
}
