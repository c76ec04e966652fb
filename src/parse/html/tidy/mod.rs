//! What is no part of the article is taken out of the body that was found.
//!
//! The text that the page states for machines is the judge where there is one; names of classes,
//! prompts, and the shape of the beginning and the end are, elsewhere.

mod caption;
mod elsewhere;
mod ending;
mod loose;
mod stated;
mod writer;

use dom_query::Document;

use super::leaf::{Leaf, leaves};
use super::place;
use super::wording::Wording;
use crate::markup;
use crate::text::{key, prompt};

pub(super) use caption::mark as mark_captions;
pub(super) use stated::Stated;

/// Most blocks at the beginning that are judged by their shape.
const MOST_AT_ENDS: usize = 40;

/// Most blocks below the first lines among which a byline may stand.
const MOST_AFTER: usize = 5;

/// Most paragraphs above a title that are none of the text.
const MOST_ABOVE: usize = 2;

/// The text below a title is so many times what stands above it.
const LEAST_BELOW: usize = 5;

/// Share of a stated text, of 100, that must have been found for it to be the judge.
const SAME: usize = 80;

/// What else the page says about its article.
pub(super) struct About<'a> {
    /// The title, as found.
    pub(super) title: Option<&'a str>,
    /// The text that the page gives for machines.
    pub(super) stated: Option<&'a str>,
    /// The description for search engines and shares.
    pub(super) description: Option<&'a str>,
    /// Names of the authors.
    pub(super) authors: Vec<&'a str>,
}

/// The body without what stands around it.
pub(super) fn tidy(html: &str, about: &About<'_>) -> Option<String> {
    let tree = markup::fragment(html)?;
    loose::wrap(&tree);
    caption::settle(&tree);
    remove_named(&tree);
    if let Some(stated) = about.stated {
        let found = leaves(&tree);
        let found = Wording::of(found.iter().map(|leaf| leaf.text.as_str()));
        if let Some(stated) = Stated::read(stated, &found, SAME) {
            stated::remove_others(&tree, &stated);
        }
    }
    elsewhere::remove(&tree);
    remove_prompts(&tree);
    trim_beginning(&tree, about.title);
    ending::trim(&tree, &about.authors);
    Some(tree.html_root().inner_html().to_string())
}

/// Removes small parts that by their names stand around an article.
fn remove_named(tree: &Document) {
    let all = tree.html_root().normalized_char_count();
    let mut rest = tree.html_root().children();
    while let Some(node) = rest.pop() {
        let Some(name) = node.node_name() else {
            continue;
        };
        if place::is_around(&node, &name) && node.normalized_char_count() * 4 < all {
            node.remove_from_parent();
        } else {
            rest.extend(node.children());
        }
    }
}

/// Removes prompts to subscribe, share, read on.
fn remove_prompts(tree: &Document) {
    for leaf in leaves(tree) {
        let is_prompt = prompt::noise(&leaf.text)
            .is_some_and(|noise| !matches!(noise, prompt::Noise::Credit | prompt::Noise::Byline))
            || is_shortcode(&leaf.text)
            || is_counter(&leaf.text);
        if is_prompt && !leaf.whole && !leaf.is_heading() && !leaf.has_picture() {
            leaf.node.remove_from_parent();
        }
    }
}

/// `[gallery ids="1,2"]`: a plugin's code that nobody replaced.
fn is_shortcode(text: &str) -> bool {
    let inner = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(']'));
    inner.is_some_and(|inner| {
        inner.contains("=\"") && inner.starts_with(|c: char| c.is_ascii_lowercase())
            || inner.contains("=”") && inner.starts_with(|c: char| c.is_ascii_lowercase())
    })
}

/// `2 of 14`, `2 / 14`: which picture of a gallery is shown.
fn is_counter(text: &str) -> bool {
    const BETWEEN: &[&str] = &["/", "of", "von", "de", "di", "sur", "van", "из"];
    let mut parts = text.split(' ');
    let numbers = |part: Option<&str>| {
        part.is_some_and(|part| part.len() <= 3 && part.bytes().all(|b| b.is_ascii_digit()))
    };
    numbers(parts.next())
        && parts.next().is_some_and(|part| BETWEEN.contains(&part))
        && numbers(parts.next())
        && parts.next().is_none()
}

/// Bylines, dates, buttons and the title before the first paragraph.
fn trim_beginning(tree: &Document, title: Option<&str>) {
    let leaves = leaves(tree);
    let title = title.map(key);
    let Some(first) = leaves
        .iter()
        .position(|leaf| leaf.is_prose() && !is_noise(leaf) && !writer::is_disclosure(&leaf.text))
    else {
        return;
    };
    let is_title = |leaf: &Leaf<'_>| {
        let title = title.as_ref();
        leaf.name != "li" && title.is_some_and(|title| key(&leaf.text) == *title)
    };
    let head = above_title(&leaves, is_title).unwrap_or(0);
    for (at, leaf) in leaves
        .iter()
        .enumerate()
        .take(first.max(head).min(MOST_AT_ENDS))
    {
        let goes = at < head
            || is_title(leaf)
            || prompt::noise(&leaf.text) == Some(prompt::Noise::Byline)
            || !leaf.is_heading() && (leaf.name != "li" || leaf.linked() > 50);
        if goes && !leaf.whole && !leaf.has_picture() {
            leaf.node.remove_from_parent();
        }
    }
    // Who and when may follow the first lines of all, under a picture.
    let after = leaves.iter().skip(first + 1).take(MOST_AFTER);
    for leaf in after.take_while(|leaf| !leaf.is_heading() && (!leaf.is_prose() || is_noise(leaf)))
    {
        let says_who = prompt::noise(&leaf.text) == Some(prompt::Noise::Byline);
        if says_who && !leaf.whole && leaf.name != "li" && !leaf.has_picture() {
            leaf.node.remove_from_parent();
        }
    }
}

/// How many blocks stand above the title where it is repeated within the body: appeals for money, notes of
/// the house. None where that is much, and the title the name of a part.
fn above_title(leaves: &[Leaf<'_>], is_title: impl Fn(&Leaf<'_>) -> bool) -> Option<usize> {
    let head = leaves
        .iter()
        .take(MOST_AT_ENDS)
        .position(|leaf| leaf.is_heading() && is_title(leaf))?;
    let length = |leaves: &[Leaf<'_>]| -> usize { leaves.iter().map(|leaf| leaf.text.len()).sum() };
    let above = leaves.get(..head).unwrap_or_default();
    let prose = above.iter().filter(|leaf| leaf.is_prose()).count();
    (prose <= MOST_ABOVE && length(above) * LEAST_BELOW <= length(leaves)).then_some(head)
}

fn is_noise(leaf: &Leaf<'_>) -> bool {
    prompt::noise(&leaf.text).is_some()
}

#[cfg(test)]
mod tests;
