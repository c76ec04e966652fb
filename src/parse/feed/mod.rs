//! Feeds in XML: RSS 0.90 to 2.0, RSS 1.0 in RDF, Atom 0.3 and 1.0, CDF.
//!
//! One tolerant reader for all of them, since feeds mix what belongs to each: [`super::xml`] never
//! fails, [`reader`] puts nesting right and gives one entry at a time, and the tables of [`fields`] and
//! [`channel`] say which element is which field, by vocabulary ([`namespaces`]) and name.

use url::Url;

use super::{Clues, Error, Format, Options};
use crate::article::{Document, FeedFacts, Kind, Parsed, RawArticle};

mod channel;
mod construct;
mod entry;
mod extras;
mod fields;
mod html;
mod limits;
mod link;
mod media;
mod namespaces;
mod nesting;
mod person;
mod ranked;
mod reader;
mod source;
mod tree;

#[cfg(test)]
mod tests;

use super::xml::tokens::{Token, Tokens};
use namespaces::Ns;
use reader::{Part, Reader};
use tree::Element;

pub(super) const FORMAT: Format = Format {
    name: "feed",
    recognises,
    parse,
    head: None,
};

/// Local names of the elements that feeds begin with.
const ROOTS: &[&str] = &["rss", "rdf"];

/// More of them, whose names are words like any other: without attributes or a label they may be
/// someone's own tags in a text.
const COMMON_ROOTS: &[&str] = &["feed", "channel", "entry"];

/// What stands first in those, where they are roots of feeds.
const FIRST: &[&str] = &["title", "id", "link", "updated", "entry", "item"];

/// Media types of feeds, or of XML at large, where the root lies too deep to be seen.
const MEDIA_TYPES: &[&str] = &[
    "application/rss+xml",
    "application/atom+xml",
    "application/rdf+xml",
    "application/xml",
    "text/xml",
];

/// Extensions of the same.
const EXTENSIONS: &[&str] = &["xml", "rss", "atom", "rdf", "cdf"];

fn recognises(clues: &Clues<'_>) -> bool {
    let is_labelled =
        MEDIA_TYPES.contains(&clues.media_type) || EXTENSIONS.contains(&clues.extension);
    let is_tagged = clues.head.starts_with('<');
    if !is_tagged && !is_labelled {
        return false;
    }
    let is_xml = clues.head.starts_with("<?xml") || (is_tagged && is_labelled);
    let is_root = |name: &str, attributes: &str| {
        let name = name.rsplit(':').next().unwrap_or_default();
        let is_one_of = |roots: &[&str]| roots.iter().any(|root| name.eq_ignore_ascii_case(root));
        is_one_of(ROOTS) || ((is_xml || attributes.contains('=')) && is_one_of(COMMON_ROOTS))
    };
    let mut tags = Tokens::new(clues.head).filter_map(|token| match token {
        Token::Start {
            name, attributes, ..
        } => Some((name, attributes)),
        _ => None,
    });
    let begins_a_feed = |name: &str| {
        let name = name.rsplit(':').next().unwrap_or_default();
        FIRST.iter().any(|first| name.eq_ignore_ascii_case(first))
    };
    let bare = |name: &str| {
        COMMON_ROOTS
            .iter()
            .any(|root| name.eq_ignore_ascii_case(root))
    };
    match tags.next() {
        // a long comment or document type: only a declaration or a label tells
        None => is_xml && !clues.head.to_ascii_lowercase().contains("<!doctype html"),
        Some((name, attributes)) if is_root(name, attributes) => true,
        Some((name, _)) if bare(name) => tags.next().is_some_and(|(name, _)| begins_a_feed(name)),
        // a page, unless it is called a feed and is wrapped round one
        Some((name, _)) if name.eq_ignore_ascii_case("html") => {
            clues.media_type.ends_with("+xml")
                && tags.any(|(name, tag)| tag.contains('=') && is_root(name, tag))
        }
        // XML of another kind is no page either; a feed may follow a warning
        Some(_) => is_xml || (is_labelled && tags.any(|(name, tag)| is_root(name, tag))),
    }
}

fn parse(document: &Document, text: &str, _: &Options) -> Result<Parsed, Error> {
    let base = document.base.as_ref();
    let mut reader = Reader::new(text, base);
    let mut format = None;
    let mut channel = channel::Draft::default();
    let mut articles = Vec::new();
    let mut too_many = 0usize;
    while let Some(part) = reader.next_part() {
        match part {
            Part::Container(container) => {
                format = format.or_else(|| format_of(&container));
                channel.head(&container, base);
            }
            Part::Whole(element) if is_entry(&element) => {
                format.get_or_insert(match element.ns {
                    Ns::Atom => "Atom 1.0",
                    _ => "RSS",
                });
                if articles.len() < limits::ENTRIES {
                    articles.push(entry::read(&element, base));
                } else {
                    too_many += 1;
                }
            }
            Part::Whole(element) => channel.take(&element, base),
        }
    }
    let Some(format) = format else {
        return Err(Error::Unreadable(no_feed(text)));
    };
    let mut warnings = Vec::new();
    if !reader.complete {
        warnings.push(format!(
            "it ends early, after {} complete entries: an entry that was cut is left out",
            articles.len()
        ));
    } else if !text
        .get(reader.position()..)
        .unwrap_or_default()
        .trim()
        .is_empty()
    {
        warnings.push("there is something after its end, which is ignored".to_owned());
    }
    if too_many > 0 {
        warnings.push(format!(
            "it has more than {} entries: the last {too_many} are left out",
            limits::ENTRIES
        ));
    }
    if reader.overfull {
        warnings.push("an entry has too much markup: some of it is left out".to_owned());
    }
    let facts = channel.finish();
    if base.is_none() {
        rebase(&facts, &mut articles);
    }
    Ok(Parsed {
        format,
        kind: Kind::Feed,
        facts,
        articles,
        incomplete: !reader.complete || too_many > 0,
        warnings,
        ..Parsed::default()
    })
}

fn is_entry(element: &Element<'_>) -> bool {
    matches!(element.ns, Ns::Core | Ns::Atom | Ns::Rdf) && nesting::is_entry(element.name)
}

/// Without an address of its own, a feed's addresses are relative to the site that it is of.
fn rebase(facts: &FeedFacts, articles: &mut [RawArticle]) {
    let base = facts.self_url.as_ref().or(facts.home_page.as_ref());
    if let Some(base) = base.and_then(|home| Url::parse(home).ok()) {
        articles
            .iter_mut()
            .for_each(|article| entry::rebase(article, &base));
    }
}

/// The format as a person names it, by the outermost container.
fn format_of(container: &Element<'_>) -> Option<&'static str> {
    let version = container.attribute("version").unwrap_or_default();
    let name = container.name.to_ascii_lowercase();
    let format = match (name.as_str(), version.trim()) {
        ("rss", "0.90") => "RSS 0.90",
        ("rss", "0.91") => "RSS 0.91",
        ("rss", "0.92") => "RSS 0.92",
        ("rss", version) if version.starts_with("0.9") => "RSS 0.9x",
        ("rss", version) if version.starts_with('2') => "RSS 2.0",
        ("rss", _) => "RSS",
        ("rdf", _) => match container.tag.contains("netscape.com") {
            true => "RSS 0.90",
            false => "RSS 1.0",
        },
        ("feed", "0.3") => "Atom 0.3",
        ("feed", _) if container.tag.contains("purl.org/atom") => "Atom 0.3",
        ("feed", _) => "Atom 1.0",
        ("channel", _) => "CDF",
        _ => return None,
    };
    Some(format)
}

/// What a person is told of XML that is no feed.
fn no_feed(text: &str) -> String {
    let root = Tokens::new(text).find_map(|token| match token {
        Token::Start { name, .. } => Some(name),
        _ => None,
    });
    match root {
        Some(root) if root.eq_ignore_ascii_case("opml") => {
            "it is a list of subscriptions (OPML), and no feed: `feedmill import` takes its addresses".to_owned()
        }
        Some(root) => {
            let root: String = root.chars().take(40).collect();
            format!("it is XML, but no feed: it begins with <{root}>")
        }
        None => "it is XML without any element".to_owned(),
    }
}
