//! What the rules of a site say of a page, put in the place of what was read.

use dom_query::Document as Tree;

use super::body;
use super::dates;
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
pub(super) fn ask(site: Option<Site<'_>>, tree: Tree, text: &str, page: &Page) -> (Tree, Said) {
    let Some(site) = site else {
        return (tree, Said::default());
    };
    // Another article that was loaded below this one has all the names of this one.
    let title = page.titled_heading().map(|heading| heading.text.as_str());
    body::remove_other_articles(&tree, title);
    let said = site.read(&tree);
    let tree = match said.in_vain {
        true => markup::document(text).unwrap_or(tree),
        false => tree,
    };
    (tree, said)
}

/// Whether the rules know the page for an article: the front page of a site is none, even where a rule finds a body on
/// it.
fn is_article(said: &Said, document: &Document) -> bool {
    let base = document.base.as_ref();
    let is_front = base.is_some_and(|base| base.path() == "/");
    said.body.as_ref().is_some_and(|body| body.is_own) && !is_front
}

/// Whether a page that looks like a list is none by the rules. Rules are written for articles, and many find a body on
/// the lists of their site as well: it has more links than text.
pub(super) fn is_no_list(said: &Said, document: &Document) -> bool {
    let body = said.body.as_ref().filter(|_| is_article(said, document));
    let Some(tree) = body.and_then(|body| markup::fragment(&body.html)) else {
        return false;
    };
    let links = tree.select("a");
    let linked: usize = links
        .nodes()
        .iter()
        .map(|link| link.normalized_char_count())
        .sum();
    linked * 3 < tree.html_root().normalized_char_count()
}

/// The body that a rule chose.
pub(super) fn content(body: &Body, about: &About<'_>) -> Option<String> {
    let tree = markup::fragment(&body.html)?;
    tree.select(NEVER).remove();
    if body.prune {
        tree.select(NO_PROSE).remove();
    }
    let html = tree.html_root().inner_html().to_string();
    tidy::tidy(&html, about).or(Some(html))
}

/// Puts what the rules say, but for title and body, in its place.
pub(super) fn apply(said: Said, page: &Page, document: &Document, parsed: &mut Parsed) {
    if is_article(&said, document) {
        parsed.kind = Kind::Article;
    }
    let other = |address: Option<String>| {
        let url = page.absolute(&address?)?;
        (Some(&url) != document.base.as_ref()).then_some(url)
    };
    parsed.more.whole = other(said.whole);
    parsed.more.next = other(said.next).or(parsed.more.next.take());
    if said.too_long {
        let warning = "The rules of its site take too long on this page; some were given up.";
        parsed.warnings.push(warning.to_owned());
    }
    let Some(article) = parsed.articles.first_mut() else {
        return;
    };
    let (own, spare) = (said.own, said.spare);
    let authors = match own.authors.is_empty() && article.authors.is_empty() {
        true => spare.authors,
        false => own.authors,
    };
    if !authors.is_empty() {
        let person = |name| Person {
            name,
            ..Person::default()
        };
        article.authors = authors.into_iter().map(person).collect();
    }
    let date = own
        .date
        .or_else(|| spare.date.filter(|_| article.dates.is_empty()));
    if let Some(text) = date {
        let spans = dates::spans(&text).into_iter();
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

#[cfg(test)]
mod tests;
