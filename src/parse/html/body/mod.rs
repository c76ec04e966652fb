//! The article's body within a page.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

mod classes;
mod consent;
mod missing;
mod standfirst;

use super::place::{self, Place};
use super::tidy::{self, About};
use crate::markup;
use crate::text::{fold, key};

/// Fewer characters than this are a caption or a teaser rather than an article: the page's own
/// marks are asked too.
const SHORT: usize = 250;

/// Most blocks looked at that name themselves the text.
const MOST_BODIES: usize = 200;

/// Most headings compared with the title.
const MOST_HEADINGS: usize = 50;

/// More elements than any article's page has; scoring them all would take seconds.
const MOST_ELEMENTS: usize = 60_000;

/// What goes before anything is judged: never part of a text.
const NEVER: &str = "script, style, template, link, meta, nav, aside, dialog, form, button, select, input, textarea";

/// Finds the body in the tree of a whole page, as HTML.
pub(super) fn of_page(tree: Document, about: &About<'_>) -> Option<String> {
    let (title, stated) = (about.title, about.stated);
    markup::make_real(&tree);
    consent::remove(&tree);
    tidy::mark_captions(&tree);
    classes::remove_wrapped(&tree);
    remove_other_articles(&tree, title);
    let named = named(&tree);
    let standfirst = standfirst::find(&tree, about);
    classes::carry_names(&tree);
    classes::forget_classes(&tree);
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
    let page = tree.clone();
    let found = Readability::with_document(tree, None, Some(config))
        .ok()
        .and_then(|mut readability| readability.parse().ok())
        .map(|article| {
            (
                article.content.to_string(),
                fold(&article.text_content).len(),
            )
        })
        .filter(|(_, length)| *length > 0);
    let plain = stated.map(|text| (markup::from_plain(text), text.len()));
    let Some((html, _)) = found else {
        return marked(&page, about).or(plain).map(|(html, _)| html);
    };
    let html = match named {
        Some(named) if is_better(&named, &html) => named,
        _ => html,
    };
    let html = missing::put_back(&page, html, stated);
    let html = tidy::tidy(&html, about).unwrap_or(html);
    let with_first = |html: String| match &standfirst {
        Some(first) => first.put_before(&html),
        None => html,
    };
    let html = with_first(html);
    let length = markup::fragment(&html).map_or(0, |tree| tree.html_root().normalized_char_count());
    // The page states a body of quite another length: what was found is a teaser before a wall of
    // scripts, or several articles in one page. Plain paragraphs of the right text are better.
    if let Some((text, other)) = &plain
        && *other >= 2 * SHORT
        && (length * 2 < *other || length > *other * 2)
    {
        return Some(with_first(text.clone()));
    }
    if length >= SHORT {
        return Some(html);
    }
    let better = marked(&page, about).filter(|(_, other)| *other > length);
    Some(better.map_or(html, |(html, _)| html))
}

/// The body of a file that is a piece of HTML: all of it.
pub(super) fn of_fragment(tree: &Document, title: Option<&str>) -> Option<String> {
    markup::make_real(tree);
    let root = tree.body().unwrap_or_else(|| tree.html_root());
    tree.select("script, style, template, link, meta, nav, dialog")
        .remove();
    remove_title(&root, title);
    Some(root.inner_html().to_string()).filter(|html| !html.trim().is_empty())
}

/// Names of the block that holds the text and nothing else, in the content systems of many sites.
const BODY_NAMES: &[&str] = &[
    "article-body",
    "article-content",
    "article-text",
    "article__body",
    "article__content",
    "article__text",
    "article_body",
    "articlebody",
    "asset-content",
    "body-copy",
    "e-content",
    "entry-content",
    "post-body",
    "post-content",
    "post__content",
    "post_content",
    "story-body",
    "story-content",
    "story-text",
    "story__body",
    "td-post-content",
];

/// The one block that names itself the article's text, where there is one with prose in it.
fn named(tree: &Document) -> Option<String> {
    let marked = tree.select("[itemprop=articleBody]");
    let classed = tree.select("[class]");
    let mut bodies = Vec::new();
    bodies.extend(marked.nodes().iter().copied().take(MOST_BODIES));
    if bodies.is_empty() {
        let named = classed.nodes().iter().filter(|node| {
            let class = node.class().unwrap_or_default().to_ascii_lowercase();
            let mut classes = class.split_ascii_whitespace();
            classes.any(|class| BODY_NAMES.binary_search(&class).is_ok())
        });
        bodies.extend(named.copied().take(MOST_BODIES));
    }
    let mut with_prose = bodies
        .iter()
        .filter(|node| {
            let inside = |outer: NodeRef<'_>| bodies.iter().any(|body| body.id == outer.id);
            !node.ancestors_it(None).any(inside)
        })
        .filter(|node| prose(node) >= SHORT);
    let body = with_prose.next()?;
    if with_prose.next().is_some() {
        return None;
    }
    let copy = body.to_fragment();
    copy.select(NEVER).remove();
    Some(copy.html_root().inner_html().to_string())
}

/// Whether the block that names itself is the better one: as much prose with less around it, or
/// much more prose. What was found has been cleaned, and a block has not.
fn is_better(named: &str, found: &str) -> bool {
    let (Some(named), Some(found)) = (markup::fragment(named), markup::fragment(found)) else {
        return false;
    };
    let (named, found) = (named.html_root(), found.html_root());
    let (more, less) = (prose(&named), prose(&found));
    let (all, other) = (named.normalized_char_count(), found.normalized_char_count());
    more * 10 >= less * 8 && all * 100 <= other * 85 || more * 10 >= less * 13
}

/// Characters in paragraphs.
fn prose(node: &NodeRef<'_>) -> usize {
    node.descendants_it()
        .filter(|inner| inner.has_name("p"))
        .map(|paragraph| paragraph.normalized_char_count())
        .filter(|length| *length >= 40)
        .sum()
}

/// Removes further articles that were loaded below the one that the page is about: the one with
/// its title.
pub(super) fn remove_other_articles(tree: &Document, title: Option<&str>) {
    let Some(title) = title.map(key).filter(|title| !title.is_empty()) else {
        return;
    };
    let headings = tree.select("article h1");
    let own = headings
        .nodes()
        .iter()
        .take(MOST_HEADINGS)
        .filter(|heading| key(&heading.text()) == title)
        // The innermost: some wrap the whole list in another.
        .find_map(|heading| {
            let mut around = heading.ancestors_it(None);
            around.find(|outer| outer.has_name("article"))
        });
    let Some(own) = own.filter(|own| prose(own) >= SHORT) else {
        return;
    };
    let is_of = |outer: &NodeRef<'_>, inner: &NodeRef<'_>| {
        inner.ancestors_it(None).any(|node| node.id == outer.id)
    };
    for other in tree.select("article").nodes() {
        if other.id != own.id && !is_of(&own, other) && !is_of(other, &own) {
            other.remove_from_parent();
        }
    }
}

/// What the page marks as its text, with its length: the only `article`, else `main`, else all.
fn marked(tree: &Document, about: &About<'_>) -> Option<(String, usize)> {
    let articles = tree.select("article, [role=article], .h-entry, [itemprop=articleBody]");
    let articles: Vec<&NodeRef<'_>> = articles
        .nodes()
        .iter()
        .filter(|node| !is_inside(node))
        .collect();
    let mains = tree.select("main, [role=main]");
    let body = tree.body();
    let node = match (articles.as_slice(), mains.nodes()) {
        ([one], _) => **one,
        (_, [one, ..]) => *one,
        _ => body?,
    };
    let copy = node.to_fragment();
    copy.select(NEVER).remove();
    let root = copy.html_root();
    remove_around(&root);
    remove_title(&root, about.title);
    let html = root.inner_html().to_string();
    // A text of a few lines may be nothing but what tidying takes for a prompt.
    [tidy::tidy(&html, about), Some(html)]
        .into_iter()
        .flatten()
        .find_map(|html| {
            let length = markup::fragment(&html)?.html_root().normalized_char_count();
            (length > 0).then_some((html, length))
        })
}

fn is_inside(node: &NodeRef<'_>) -> bool {
    node.ancestors_it(None)
        .any(|outer| outer.has_name("article"))
}

/// Removes what by its names stands around an article.
fn remove_around(root: &NodeRef<'_>) {
    let mut rest = root.children();
    while let Some(node) = rest.pop() {
        let Some(name) = node.node_name() else {
            continue;
        };
        if place::of(&node, &name, Place::default()).aside {
            node.remove_from_parent();
        } else {
            rest.extend(node.children());
        }
    }
}

/// The heading is a field of its own; in the body it would be read twice.
fn remove_title(root: &NodeRef<'_>, title: Option<&str>) {
    let Some(title) = title else { return };
    let first = root
        .descendants_it()
        .find(|node| node.has_name("h1") || node.has_name("h2"));
    if let Some(heading) = first
        && fold(&heading.text()) == title
    {
        heading.remove_from_parent();
    }
}

#[cfg(test)]
mod tests;
