//! One page, asked by the expressions of a rule.

use super::directives::{Link, Rule};
use super::xpath::{Item, Outline, Steps, Value, XPath};
use crate::text::fold;

/// Most authors taken of a page.
const MOST_AUTHORS: usize = 20;

/// What a rule says beside the body.
#[derive(Debug, Default, PartialEq)]
pub(in crate::parse) struct Fields {
    /// Title, folded.
    pub(in crate::parse) title: Option<String>,
    /// Texts that name authors.
    pub(in crate::parse) authors: Vec<String>,
    /// A text with the date.
    pub(in crate::parse) date: Option<String>,
}

/// A page while it is asked.
pub(super) struct Page<'a> {
    pub(super) outline: Outline<'a>,
    pub(super) steps: &'a Steps,
}

impl Page<'_> {
    /// The nodes that an expression selects.
    pub(super) fn nodes(&self, path: &XPath) -> Vec<Item> {
        match path.evaluate(&self.outline, self.steps) {
            Some(Value::Nodes(nodes)) => nodes,
            _ => Vec::new(),
        }
    }

    /// What a rule says beside the body, with what says it.
    pub(super) fn fields(&self, rule: &Rule) -> (Fields, Vec<Item>) {
        let mut from = Vec::new();
        let fields = Fields {
            title: self.said(&rule.title, Page::words, 1, &mut from).pop(),
            authors: self.said(&rule.author, Page::words, MOST_AUTHORS, &mut from),
            date: self.said(&rule.date, Page::date, 1, &mut from).pop(),
        };
        (fields, from)
    }

    /// What the first expression says that says anything, by the first so many nodes.
    fn said(
        &self,
        paths: &[XPath],
        read: fn(&Self, Item) -> String,
        most: usize,
        from: &mut Vec<Item>,
    ) -> Vec<String> {
        for path in paths {
            let (items, mut texts) = match path.evaluate(&self.outline, self.steps) {
                Some(Value::Nodes(mut nodes)) => {
                    nodes.truncate(most);
                    let texts: Vec<String> = nodes.iter().map(|item| read(self, *item)).collect();
                    (nodes, texts)
                }
                Some(Value::Text(text)) => (Vec::new(), vec![fold(&text)]),
                _ => continue,
            };
            texts.retain(|text| !text.is_empty());
            if !texts.is_empty() {
                from.extend(items);
                return texts;
            }
        }
        Vec::new()
    }

    /// The text of an item; of an element that has none, like `meta`, its content.
    fn words(&self, item: Item) -> String {
        let text = fold(&self.outline.text(item));
        if !text.is_empty() {
            return text;
        }
        fold(&self.attribute(item, "content").unwrap_or_default())
    }

    /// A date for machines where there is one, else the text.
    fn date(&self, item: Item) -> String {
        self.attribute(item, "datetime")
            .unwrap_or_else(|| self.words(item))
    }

    fn attribute(&self, item: Item, name: &str) -> Option<String> {
        self.outline
            .node(item)?
            .attr(name)
            .map(|value| value.to_string())
    }

    /// The first address that a link leads to.
    pub(super) fn link<'a>(&self, links: impl Iterator<Item = &'a Link>) -> Option<String> {
        links
            .filter(|link| {
                let holds = |condition: &XPath| {
                    condition
                        .evaluate(&self.outline, self.steps)
                        .is_some_and(|value| value.truth())
                };
                link.condition.as_ref().is_none_or(holds)
            })
            .find_map(|link| {
                let address = match link.path.evaluate(&self.outline, self.steps)? {
                    Value::Nodes(nodes) => {
                        nodes
                            .into_iter()
                            .find_map(|item| match self.outline.node(item) {
                                Some(_) => self.attribute(item, "href"),
                                None => Some(self.outline.text(item)),
                            })
                    }
                    value => Some(value.text(&self.outline)),
                };
                address
                    .map(|address| address.trim().to_owned())
                    .filter(|address| !address.is_empty())
            })
    }

    /// The nodes of the first expression that selects any with something in them, as HTML in
    /// document order. What lies in another of them is there already.
    pub(super) fn body<'a>(
        &self,
        paths: impl Iterator<Item = &'a XPath>,
        make_real: impl Fn(),
    ) -> Option<String> {
        for path in paths {
            let nodes = self.nodes(path);
            let mut outermost: Vec<Item> = Vec::new();
            for item in nodes {
                if !outermost
                    .last()
                    .is_some_and(|outer| self.outline.holds(*outer, item))
                {
                    outermost.push(item);
                }
            }
            let nodes: Vec<_> = outermost
                .into_iter()
                .filter_map(|item| self.outline.node(item))
                .collect();
            let shows = |name: &str| {
                matches!(
                    name,
                    "img" | "picture" | "video" | "audio" | "iframe" | "amp-img"
                )
            };
            let has_something = nodes.iter().any(|node| {
                let shown = node
                    .descendants_it()
                    .chain([*node])
                    .any(|inner| inner.node_name().is_some_and(|name| shows(&name)));
                shown || !fold(&node.text()).is_empty()
            });
            if has_something {
                make_real();
                let html: Vec<String> = nodes
                    .iter()
                    .filter_map(|node| node.try_html())
                    .map(|html| html.to_string())
                    .collect();
                return Some(html.concat());
            }
        }
        None
    }
}
