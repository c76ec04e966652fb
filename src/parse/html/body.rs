//! The article's body within a page.

use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

use super::place::{self, Place};
use super::tidy;
use crate::markup;
use crate::text::fold;

/// Fewer characters than this are a caption or a teaser rather than an article: the page's own
/// marks are asked too.
const SHORT: usize = 250;

/// More elements than any article's page has; scoring them all would take seconds.
const MOST_ELEMENTS: usize = 60_000;

/// Parts of the ids and classes that consent managers give their dialogs.
const CONSENT: &[&str] = &[
    "onetrust",
    "ot-sdk",
    "cookie-banner",
    "cookie-notice",
    "cookie-consent",
    "cookieconsent",
    "cookie-law",
    "cookiebot",
    "cookie-list",
    "gdpr",
    "didomi",
    "usercentrics",
    "truste",
    "consent-",
    "cmplz",
    "qc-cmp",
    "sp_message",
    "borlabs",
    "iubenda",
    "cky-",
    "tarteaucitron",
];

/// What goes before anything is judged: never part of a text.
const NEVER: &str = "script, style, template, link, meta, nav, aside, dialog, form, button, select, input, textarea";

/// Finds the body in the tree of a whole page, as HTML. `stated` is the body that the page gives
/// in its structured data, as text.
pub(super) fn of_page(tree: Document, title: Option<&str>, stated: Option<&str>) -> Option<String> {
    markup::make_real(&tree);
    remove_consent(&tree);
    let marked = marked(&tree, title);
    let config = Config {
        keep_classes: true,
        disable_json_ld: true,
        max_elements_to_parse: MOST_ELEMENTS,
        ..Config::default()
    };
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
        return marked.or(plain).map(|(html, _)| html);
    };
    let html = tidy::tidy(&html, title, stated).unwrap_or(html);
    let length = markup::fragment(&html).map_or(0, |tree| tree.html_root().normalized_char_count());
    // The page states a body of quite another length: what was found is a teaser before a wall of
    // scripts, or several articles in one page. Plain paragraphs of the right text are better.
    if let Some((text, other)) = &plain
        && *other >= 2 * SHORT
        && (length * 2 < *other || length > *other * 2)
    {
        return Some(text.clone());
    }
    let better = marked.filter(|(_, other)| length < SHORT && *other > length);
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

/// Removes the dialogs of consent managers, which hold more prose than many an article.
fn remove_consent(tree: &Document) {
    for node in tree.select("div, section, aside, form, dialog").nodes() {
        let is_consent = ["id", "class"].iter().any(|attribute| {
            node.attr(attribute).is_some_and(|names| {
                let names = names.to_ascii_lowercase();
                CONSENT.iter().any(|word| names.contains(word))
            })
        });
        if is_consent && !node.descendants_it().any(|inner| inner.has_name("h1")) {
            node.remove_from_parent();
        }
    }
}

/// What the page marks as its text, with its length: the only `article`, else `main`, else all.
fn marked(tree: &Document, title: Option<&str>) -> Option<(String, usize)> {
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
    remove_title(&root, title);
    let length = root.normalized_char_count();
    (length > 0).then(|| (root.inner_html().to_string(), length))
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
