//! The lines between a heading and the text that say in a sentence or two what it is about: the
//! extractor takes the text without them, since they stand with the heading.

use dom_query::{Document, NodeRef};

use super::super::leaf::{Leaf, leaves};
use super::super::names;
use super::super::tidy::About;
use super::super::wording::Wording;
use crate::text::{ends_sentence, from_html, key, prompt};

/// Words in the classes of such a line, parted from others by case or punctuation.
const NAMES: &[&str] = &[
    "abstract",
    "bajada",
    "chapeau",
    "chapo",
    "dek",
    "deck",
    "description",
    "entradilla",
    "excerpt",
    "ingress",
    "intro",
    "introduction",
    "lead",
    "lede",
    "preamble",
    "standfirst",
    "strapline",
    "subdeck",
    "subhead",
    "subheader",
    "subheading",
    "subheadline",
    "subhed",
    "subline",
    "subtitle",
    "summary",
    "synopsis",
    "tagline",
    "teaser",
    "untertitel",
    "vorspann",
];

/// Elements around a line of which it is none.
const AROUND: &[&str] = &[
    "a",
    "aside",
    "button",
    "figcaption",
    "figure",
    "footer",
    "form",
    "li",
    "nav",
    "table",
    "time",
];

/// Most blocks after the heading that are looked at: bylines and buttons stand between.
const MOST_BLOCKS: usize = 12;
/// Most elements around a block that may be named so.
const MOST_AROUND: usize = 3;
/// Fewest words.
const LEAST: usize = 5;
/// Most words: more is the text itself.
const MOST: usize = 90;
/// Share of it, of 100, that the body says as well: an abstract of the first paragraph is read twice.
const SAME: usize = 75;

/// A line under the heading.
pub(super) struct Standfirst {
    html: String,
    text: String,
}

impl Standfirst {
    /// Puts it before a body, unless the body says the same.
    pub(super) fn put_before(&self, body: &str) -> String {
        let body_text = from_html(body);
        if Wording::of([body_text.as_str()]).share(&self.text) >= SAME {
            return body.to_owned();
        }
        format!("<p>{}</p>{body}", self.html)
    }
}

/// The line under the heading of the article, in the tree of its page.
pub(super) fn find(tree: &Document, about: &About<'_>) -> Option<Standfirst> {
    let title = key(about.title?);
    let description = about.description.map(key).unwrap_or_default();
    let leaves = leaves(tree);
    let heading = leaves
        .iter()
        .position(|leaf| leaf.name == "h1" && is_title(&key(&leaf.text), &title))?;
    let after = leaves.get(heading + 1..)?;
    for (at, leaf) in after.iter().take(MOST_BLOCKS).enumerate() {
        if leaf.name == "h1" {
            break;
        }
        if !fits(leaf) {
            continue;
        }
        let key = key(&leaf.text);
        let described = !description.is_empty() && description == key;
        let beside = at == 0 && leaf.name == "h2" && ends_sentence(&leaf.text);
        if described || beside || is_named(leaf) {
            return Some(Standfirst {
                html: leaf.node.inner_html().to_string(),
                text: leaf.text.clone(),
            });
        }
    }
    None
}

fn is_title(heading: &str, title: &str) -> bool {
    !heading.is_empty() && (title.contains(heading) || heading.contains(title))
}

fn fits(leaf: &Leaf<'_>) -> bool {
    let around = |node: NodeRef<'_>| {
        node.node_name()
            .is_some_and(|name| AROUND.contains(&&*name))
    };
    (LEAST..=MOST).contains(&leaf.words())
        && leaf.linked() < 50
        && !leaf.whole
        && !leaf.has_picture()
        && !around(leaf.node)
        && !leaf.node.ancestors_it(Some(6)).any(around)
        && prompt::noise(&leaf.text).is_none()
}

fn is_named(leaf: &Leaf<'_>) -> bool {
    let around = leaf.node.ancestors_it(Some(MOST_AROUND));
    std::iter::once(leaf.node).chain(around).any(|node| {
        // One that holds a heading as well is the head of the article.
        let alone = node.id == leaf.node.id
            || !node.descendants_it().any(|inner| {
                inner.has_name("h1") || inner.has_name("time") || inner.has_name("figure")
            });
        alone && names::have(&node, &["class", "itemprop", "data-testid"], NAMES)
    })
}
