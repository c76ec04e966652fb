//! The links of a page that may each be that of an article.

use url::Url;

use super::address;
use super::outline::Outline;
use crate::text::fold;

/// More links than any list has.
const MOST_LINKS: usize = 6000;

/// Relations of links that lead to no article of a list.
const RELATIONS: &[&str] = &[
    "tag",
    "author",
    "category",
    "next",
    "prev",
    "previous",
    "search",
    "license",
    "help",
    "sponsored",
    "home",
    "me",
    "alternate",
];

/// Headings, the most important first.
pub(super) const HEADINGS: &[&str] = &["h1", "h2", "h3", "h4", "h5", "h6"];

/// A link.
#[derive(Debug, Clone)]
pub(super) struct Link {
    /// The place of its `a`.
    pub(super) at: usize,
    /// Absolute address.
    pub(super) url: Url,
    /// The key by which two links lead to the same.
    pub(super) key: String,
    /// How much its address looks like that of an article, 1 to 3.
    pub(super) worth: u8,
    /// It leads to a place on this very page.
    pub(super) anchor: bool,
    /// The heading it stands in, or that stands in it.
    pub(super) heading: Option<usize>,
    /// Text in one line.
    pub(super) text: String,
    /// Stands in a menu, a sidebar, a footer.
    pub(super) around: bool,
}

/// The links that may be of articles, in document order. `own` are the page's addresses, within which a link may
/// lead to a place of it.
pub(super) fn all(outline: &Outline<'_>, base: &Url, own: &[Url]) -> Vec<Link> {
    let own = own.first().unwrap_or(base);
    let mut links = Vec::new();
    for (at, element) in outline.elements.iter().enumerate() {
        if element.name != "a" || links.len() >= MOST_LINKS {
            continue;
        }
        let relations = element
            .node
            .attr("rel")
            .unwrap_or_default()
            .to_ascii_lowercase();
        if relations
            .split_ascii_whitespace()
            .any(|rel| RELATIONS.contains(&rel))
        {
            continue;
        }
        let href = element.node.attr("href").unwrap_or_default();
        let href = href.trim();
        let Some(url) = (!href.is_empty()).then(|| base.join(href).ok()).flatten() else {
            continue;
        };
        if !matches!(url.scheme(), "http" | "https") {
            continue;
        }
        let same = |url: &Url| address::key(&without_fragment(url));
        let here = same(&url) == same(own);
        let anchor = here && url.fragment().is_some_and(|name| !name.is_empty());
        let worth = if anchor { 1 } else { address::worth(&url, own) };
        if worth == 0 {
            continue;
        }
        // What an article's address has behind `#` is a place in it.
        let url = if anchor { url } else { without_fragment(&url) };
        links.push(Link {
            at,
            key: address::key(&url),
            url,
            worth,
            anchor,
            heading: heading(outline, at),
            text: fold(outline.lines(&element.text)),
            around: element.around,
        });
    }
    links
}

/// A link that somebody says is one.
pub(super) fn at(outline: &Outline<'_>, at: usize, url: Url) -> Link {
    Link {
        at,
        key: address::key(&url),
        url,
        worth: 1,
        anchor: false,
        heading: heading(outline, at),
        text: outline.words(at),
        around: false,
    }
}

fn without_fragment(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_fragment(None);
    url
}

fn heading(outline: &Outline<'_>, at: usize) -> Option<usize> {
    let is_heading = |at: &usize| {
        outline
            .at(*at)
            .is_some_and(|element| HEADINGS.contains(&element.name.as_str()))
    };
    let inner = (at + 1..outline.end(at)).find(is_heading);
    inner.or_else(|| outline.ancestors(at).take(4).find(is_heading))
}
