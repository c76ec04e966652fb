//! What the rules of a site say of a page, put in the place of what was read.

use dom_query::Document as Tree;

use super::date_span;
use super::page::Page;
use super::tidy::{self, About};
use crate::article::{DateOrigin, DateRole, Document, Kind, Parsed, Person, RawDate};
use crate::markup;
use crate::parse::site_rules::{Body, Said, Site};

/// Longest text that is handed on as a date as it is; of a longer one only what looks like a date.
const LONGEST_DATE: usize = 60;

/// Never part of a text, whatever a rule says of it.
const NEVER: &str = "script, style, template, link, meta";
/// And what is no prose.
const NO_PROSE: &str = "nav, dialog, form, button, select, input, textarea";

/// Asks the rules; the tree is then without what they strip. A page of which they know no body is
/// read as any other, from the tree as it was.
pub(super) fn ask(site: Option<Site<'_>>, tree: Tree, text: &str, page: &mut Page) -> (Tree, Said) {
    let Some(site) = site else {
        return (tree, Said::default());
    };
    if site.skips_json_ld() {
        page.json_ld.clear();
    }
    let said = site.read(&tree);
    let tree = match said.in_vain {
        true => markup::document(text).unwrap_or(tree),
        false => tree,
    };
    (tree, said)
}

/// The body that a rule chose.
pub(super) fn content(body: &Body, about: &About<'_>) -> Option<String> {
    let tree = markup::fragment(&body.html)?;
    tree.select(NEVER).remove();
    if !body.prune {
        return Some(tree.html_root().inner_html().to_string());
    }
    tree.select(NO_PROSE).remove();
    let html = tree.html_root().inner_html().to_string();
    tidy::tidy(&html, about).or(Some(html))
}

/// Puts what the rules say, but for title and body, in its place.
pub(super) fn apply(said: Said, page: &Page, document: &Document, parsed: &mut Parsed) {
    let other = |address: Option<String>| {
        let url = page.absolute(&address?)?;
        (Some(&url) != document.base.as_ref()).then_some(url)
    };
    parsed.more.whole = other(said.whole);
    parsed.more.next = other(said.next).or(parsed.more.next.take());
    // The front page of a site is no article, even where a rule finds a body on it.
    let is_front = document
        .base
        .as_ref()
        .is_some_and(|base| base.path() == "/");
    if said.body.is_some_and(|body| body.is_own) && !is_front {
        parsed.kind = Kind::Article;
    }
    if said.too_long {
        let warning = "The rules of its site take too long on this page; some were given up.";
        parsed.warnings.push(warning.to_owned());
    }
    let Some(article) = parsed.articles.first_mut() else {
        return;
    };
    if !said.authors.is_empty() {
        let person = |name| Person {
            name,
            ..Person::default()
        };
        article.authors = said.authors.into_iter().map(person).collect();
    }
    if let Some(text) = said.date {
        let spans = date_span::find(&text).into_iter();
        let mut texts: Vec<String> = spans.take(1).map(|(_, span)| span.to_owned()).collect();
        if text.len() <= LONGEST_DATE {
            texts.insert(0, text);
        }
        let date = |text| RawDate {
            role: DateRole::Published,
            text,
            origin: DateOrigin::Feed,
            field: "site rule",
        };
        article.dates.splice(0..0, texts.into_iter().map(date));
    }
}
