//! The rules of a site, applied to one of its pages: what they say of it, and a tree without what
//! they strip.

use std::borrow::Cow;

use dom_query::Document;

use super::directives::Rule;
use super::page::{Fields, Page};
use super::xpath::{Item, Outline, Steps};
use crate::markup;

/// Steps that all expressions may take on one page together: some tenths of a second at worst.
const MOST_STEPS: usize = 8_000_000;
/// Classes by which sites themselves say what a reader leaves out.
const LEFT_OUT: &[&str] = &["entry-unrelated", "instapaper_ignore"];

/// The rules that hold for a page: those of its site, then those for all.
#[derive(Debug, Clone, Copy)]
pub(in crate::parse) struct Site<'a> {
    pub(super) own: Option<&'a Rule>,
    pub(super) global: Option<&'a Rule>,
}

/// What the rules say of a page.
#[derive(Debug, Default, PartialEq)]
pub(in crate::parse) struct Said {
    /// By the site's own rule.
    pub(in crate::parse) own: Fields,
    /// By the rule for all pages, where nothing else says anything: what is true of every site, the
    /// page's own reading knows and weighs.
    pub(in crate::parse) spare: Fields,
    /// The article, as HTML.
    pub(in crate::parse) body: Option<Body>,
    /// Address of a page with all of it, as written.
    pub(in crate::parse) whole: Option<String>,
    /// Address of the next page, as written.
    pub(in crate::parse) next: Option<String>,
    /// The tree is stripped for a body that was not found: read the page once more.
    pub(in crate::parse) in_vain: bool,
    /// And take no text from it: the rule's author knows that no other reading gets it right.
    pub(in crate::parse) or_nothing: bool,
    /// Some expressions were given up.
    pub(in crate::parse) too_long: bool,
}

/// The body that a rule found.
#[derive(Debug, PartialEq)]
pub(in crate::parse) struct Body {
    pub(in crate::parse) html: String,
    /// By the site's own rule, not by the one for all pages.
    pub(in crate::parse) is_own: bool,
    /// What is no prose is to go from it.
    pub(in crate::parse) prune: bool,
}

impl<'a> Site<'a> {
    /// The text of a page with its replacements made.
    pub(in crate::parse) fn replaced(self, text: &'a str) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(text);
        for (find, replace) in self.all(|rule| &rule.replace) {
            let count = text.matches(find.as_str()).count();
            let longer = count.saturating_mul(replace.len());
            if count > 0
                && !find.is_empty()
                && text.len().saturating_add(longer) <= markup::MAX_BYTES
            {
                text = Cow::Owned(text.replace(find.as_str(), replace));
            }
        }
        text
    }

    /// Whether what the page says in JSON-LD is not to be believed.
    pub(in crate::parse) fn skips_json_ld(self) -> bool {
        self.first(|rule| rule.skip_json_ld).unwrap_or(false)
    }

    /// Asks the rules what they say of a page, and strips it.
    pub(in crate::parse) fn read(self, tree: &Document) -> Said {
        let steps = Steps::new(MOST_STEPS);
        let mut page = Page {
            outline: Outline::new(tree),
            steps: &steps,
        };
        let mut said = Said {
            whole: page.link(self.all(|rule| &rule.whole)),
            next: page.link(self.all(|rule| &rule.next)),
            ..Said::default()
        };
        if let Some(rule) = self.global {
            (said.spare, _) = page.fields(rule);
        }
        if let Some(rule) = self.own {
            let from;
            (said.own, from) = page.fields(rule);
            // As fields of their own they are no longer part of the body. What has the attribute stays.
            for item in from {
                if page.outline.node(item).is_some() {
                    page.outline.remove(item);
                }
            }
        }
        if self.reshape(&page, tree) {
            page.outline = Outline::new(tree);
        }
        self.strip(&mut page);
        for (rule, is_own) in [(self.own, true), (self.global, false)] {
            let paths = rule.into_iter().flat_map(|rule| &rule.body);
            said.body = said.body.or_else(|| {
                let html = page.body(paths, || self.make_real(tree))?;
                let prune = self.first(|rule| rule.prune).unwrap_or(true);
                Some(Body {
                    html,
                    is_own,
                    prune,
                })
            });
        }
        said.in_vain = said.body.is_none() && self.all(|rule| &rule.body).next().is_some();
        said.or_nothing = said.in_vain && self.own.is_some_and(|own| own.autodetect == Some(false));
        said.too_long = steps.are_used_up();
        said
    }

    /// Wraps and unwraps elements. True when there was something to do.
    fn reshape(self, page: &Page<'_>, tree: &Document) -> bool {
        let mut changed = false;
        for (tag, path) in self.all(|rule| &rule.wrap) {
            for node in page
                .nodes(path)
                .iter()
                .filter_map(|item| page.outline.node(*item))
            {
                node.wrap_node(&tree.tree.new_element(tag));
                changed = true;
            }
        }
        for path in self.all(|rule| &rule.dissolve) {
            for node in page
                .nodes(path)
                .iter()
                .filter_map(|item| page.outline.node(*item))
            {
                if node.is_element() {
                    markup::unwrap(&node);
                    changed = true;
                }
            }
        }
        changed
    }

    fn strip(self, page: &mut Page<'_>) {
        for path in self.all(|rule| &rule.strip) {
            for item in page.nodes(path) {
                page.outline.remove(item);
            }
        }
        let words: Vec<&String> = self.all(|rule| &rule.strip_id_or_class).collect();
        let sources: Vec<&String> = self.all(|rule| &rule.strip_image_src).collect();
        let for_body = self.all(|rule| &rule.body).next().is_some();
        let is_named = |value: &str| words.iter().any(|word| value.contains(word.as_str()));
        let is_from = |value: &str| sources.iter().any(|source| value.contains(source.as_str()));
        let goes = |item: &Item| {
            page.outline
                .any_attribute(*item, |element, name, value| match name {
                    "class" => is_named(value) || for_body && is_left_out(value),
                    "id" => is_named(value),
                    "style" => for_body && is_hidden(value),
                    "src" => element == "img" && is_from(value),
                    _ => false,
                })
        };
        let going: Vec<Item> = page.outline.elements().filter(goes).collect();
        for item in going {
            page.outline.remove(item);
        }
    }

    /// Gives pictures their addresses.
    fn make_real(self, tree: &Document) {
        if let Some(attribute) = self.first(|rule| rule.lazy_source.as_deref()) {
            for node in tree.select("img").nodes() {
                if let Some(source) = node.attr(attribute) {
                    node.set_attr("src", &source);
                }
            }
        }
        markup::make_real(tree);
    }

    /// What the rules have of one kind, the site's own first.
    fn all<T: 'a>(self, field: fn(&Rule) -> &Vec<T>) -> impl Iterator<Item = &'a T> {
        let rules = self.own.into_iter().chain(self.global);
        rules.flat_map(field)
    }

    fn first<T>(self, field: fn(&'a Rule) -> Option<T>) -> Option<T> {
        self.own
            .and_then(field)
            .or_else(|| self.global.and_then(field))
    }
}

/// Whether the site itself marks an element as none of the article.
fn is_left_out(classes: &str) -> bool {
    let mut classes = classes.split_ascii_whitespace();
    classes.any(|class| LEFT_OUT.contains(&class))
}

/// Whether a style hides an element.
fn is_hidden(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).collect();
    style.contains("display:none") || style.contains("visibility:hidden")
}
