//! HTML: a page of a site, or a file with an article in it.
//!
//! One guarded tree, one walk over it, then ladders over what the walk found. A page over the
//! limits of the guard is given as text in paragraphs, with a warning.

mod author;
mod body;
mod dates;
mod description;
mod discovery;
mod json_ld;
mod kicker;
mod leaf;
mod listing;
mod metadata;
mod names;
mod nearly_json;
mod page;
mod place;
mod reading;
mod ruled;
mod tidy;
mod wording;
mod writers;

use dom_query::Document as Tree;
use page::Page;

use super::site_rules::Site;
use super::{Clues, Error, Format, Options, front_matter};
use crate::article::{
    DateOrigin, DateRole, Document, FeedFacts, Kind, Listing, Markup, More, Origin, Parsed,
    RawArticle, RawDate, Text,
};
use crate::markup;

pub(super) use listing::check_selector;

pub(super) const FORMAT: Format = Format {
    name: "html",
    recognises,
    parse,
    head: None,
};

fn recognises(clues: &Clues<'_>) -> bool {
    let head = clues.head.to_ascii_lowercase();
    // Past what may stand before the page: an XML declaration, comments.
    let mut start = head.as_str();
    while let Some(rest) = skip(start, "<?", "?>").or_else(|| skip(start, "<!--", "-->")) {
        start = rest.trim_start();
    }
    let begins = ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|tag| start.starts_with(tag));
    let declared = matches!(clues.media_type, "text/html" | "application/xhtml+xml");
    let named = matches!(clues.extension, "html" | "htm" | "xhtml") && clues.media_type.is_empty();
    begins || declared || named && head.contains('<')
}

fn skip<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let inner = text.strip_prefix(start)?;
    inner.split_once(end).map(|(_, rest)| rest)
}

fn parse(document: &Document, text: &str, options: &Options) -> Result<Parsed, Error> {
    let host = document.base.as_ref().and_then(|base| base.host_str());
    let site = options
        .rules
        .as_deref()
        .zip(host)
        .and_then(|(rules, host)| rules.of_host(host));
    let block = match &document.origin {
        Origin::File(_) => front_matter::split(text),
        Origin::Address(_) => None,
    };
    let Some((block, rest)) = block else {
        return Ok(fragment(document, text, site, options.listing.as_ref()));
    };
    let mut parsed = fragment(document, rest, site, options.listing.as_ref());
    for article in &mut parsed.articles {
        if let Err(reason) = front_matter::apply(block, article) {
            article.warnings.push(reason);
        }
    }
    Ok(parsed)
}

/// Reads HTML that has no front matter, or no longer: a whole page or a piece of one.
fn fragment(
    document: &Document,
    text: &str,
    site: Option<Site<'_>>,
    listing: Option<&Listing>,
) -> Parsed {
    let text = &*site.map_or(text.into(), |site| site.replaced(text));
    match markup::document(text) {
        Some(tree) => read(document, text, tree, site, listing),
        None => unreadable(document, text),
    }
}

fn read(
    document: &Document,
    text: &str,
    tree: Tree,
    site: Option<Site<'_>>,
    listing: Option<&Listing>,
) -> Parsed {
    let mut page = Page::read(&tree, document.base.as_ref());
    if site.is_some_and(Site::skips_json_ld) {
        page.json_ld.clear();
    }
    let headings = page.headings.iter().map(|spot| spot.text.as_str());
    let titles: Vec<&str> = headings.chain(page.title.as_deref()).collect();
    let json_ld = json_ld::read(&page.json_ld, &titles);
    // A list is looked for before anything is stripped that is none of an article.
    let list = listing::read(&tree, &page, &json_ld, document, is_page(text), listing);
    let (tree, mut said) = ruled::ask(site, tree, text, &page);
    let list = list.filter(|_| listing.is_some() || !ruled::is_no_list(&said, document));
    let site_name = metadata::site_name(&page, &json_ld);
    let language = metadata::language(&page, &json_ld);
    let facts = FeedFacts {
        title: site_name
            .clone()
            .map(plain)
            .or_else(|| page.title.clone().map(plain)),
        description: None,
        home_page: home_page(&page),
        language: language.clone(),
        icon: page
            .related("icon")
            .find_map(|icon| page.absolute(&icon.href))
            .map(String::from),
        ..FeedFacts::default()
    };
    if let Some(list) = list {
        return Parsed {
            format: "HTML",
            kind: Kind::List,
            facts,
            articles: list.articles,
            announced: discovery::feeds(&page),
            more: More {
                next: list.next,
                ..More::default()
            },
            listing: list.listing,
            warnings: list.warnings,
            ..Parsed::default()
        };
    }
    let ruled = said.own.title.take().map(plain);
    let title = ruled
        .or_else(|| metadata::title(&page, &json_ld))
        .or_else(|| said.spare.title.take().map(plain));
    let (link, link_is_canonical) = metadata::link(&page, document.base.as_ref());
    let authors = metadata::authors(&page, &json_ld, site_name.as_deref(), || {
        author::visible(&page)
    });
    let mut dates = dates::structured(&page, &json_ld);
    dates.extend(named_date(document, link.as_deref()));
    dates.extend(dates::visible(&page, &json_ld));
    let kind = kind(document, &page, &json_ld, &dates);
    let heading = title.as_ref().map(|title| title.value.as_str());
    let described = description::of(&page, &json_ld, heading, None);
    let about = tidy::About {
        title: heading,
        stated: json_ld.body.as_deref(),
        description: described.as_ref().map(|text| text.value.as_str()),
        authors: authors.iter().map(|person| person.name.as_str()).collect(),
    };
    let content = if let Some(body) = &said.body {
        ruled::content(body, &about)
    } else if said.or_nothing {
        None
    } else if is_page(text) {
        body::of_page(tree, &about)
    } else {
        body::of_fragment(&tree, heading)
    };
    let summary = description::of(&page, &json_ld, heading, content.as_deref());
    let article = RawArticle {
        link,
        link_is_canonical,
        title,
        summary,
        content: content.map(|value| Text {
            value,
            markup: Markup::Html,
            base: page.base.clone(),
        }),
        dates,
        authors,
        tags: metadata::tags(&page, &json_ld),
        image: metadata::image(&page, &json_ld),
        language,
        site_name,
        ..RawArticle::default()
    };
    let mut parsed = Parsed {
        format: "HTML",
        kind,
        facts,
        articles: vec![article],
        announced: discovery::feeds(&page),
        ..Parsed::default()
    };
    ruled::apply(said, &page, document, &mut parsed);
    parsed
}

/// Whether the text is a whole page rather than a piece of HTML.
fn is_page(text: &str) -> bool {
    let mut end = text.len().min(4096);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end).unwrap_or_default().to_ascii_lowercase();
    ["<!doctype", "<html", "<head", "<body"]
        .iter()
        .any(|tag| head.contains(tag))
}

/// The date in the address or the file's name.
fn named_date(document: &Document, link: Option<&str>) -> Option<RawDate> {
    let of = |text: String, origin, field| RawDate {
        role: DateRole::Published,
        text,
        origin,
        field,
    };
    let link = link.and_then(|link| url::Url::parse(link).ok());
    let address = document
        .base
        .as_ref()
        .into_iter()
        .chain(&link)
        .find_map(dates::in_address);
    if let Some(text) = address {
        return Some(of(text, DateOrigin::Address, "address"));
    }
    match &document.origin {
        Origin::File(path) => {
            dates::in_name(path).map(|text| of(text, DateOrigin::FileName, "file name"))
        }
        Origin::Address(_) => None,
    }
}

/// One article, or a page that may be a front page or a listing.
fn kind(document: &Document, page: &Page, json_ld: &json_ld::Facts, dates: &[RawDate]) -> Kind {
    let is_file = matches!(document.origin, Origin::File(_));
    let says_so = page
        .meta(&["og:type"])
        .is_some_and(|kind| kind.eq_ignore_ascii_case("article"));
    let dated = dates.iter().any(|date| date.origin != DateOrigin::Byline);
    let one = page.articles == 1 && (dated || page.headings.len() == 1);
    if is_file || says_so || json_ld.is_article || page.entries == 1 || one {
        Kind::Article
    } else {
        Kind::Page
    }
}

fn home_page(page: &Page) -> Option<String> {
    let stated = page
        .related("home")
        .find_map(|link| page.absolute(&link.href));
    let root = || page.base.as_ref().and_then(|base| base.join("/").ok());
    stated.or_else(root).map(String::from)
}

/// A page of which no tree can be built at reasonable cost.
fn unreadable(document: &Document, text: &str) -> Parsed {
    let article = RawArticle {
        link: document.base.as_ref().map(|base| base.to_string()),
        content: Some(Text {
            value: markup::from_html(text),
            markup: Markup::Html,
            base: None,
        }),
        dates: named_date(document, None).into_iter().collect(),
        ..RawArticle::default()
    };
    Parsed {
        format: "HTML",
        kind: match document.origin {
            Origin::File(_) => Kind::Article,
            Origin::Address(_) => Kind::Page,
        },
        articles: vec![article],
        warnings: vec![
            "The markup is too long or too deeply nested to be read as HTML; its text was taken."
                .into(),
        ],
        ..Parsed::default()
    }
}

fn plain(value: String) -> Text {
    Text {
        value,
        ..Text::default()
    }
}

#[cfg(test)]
mod tests;
