//! A page that lists articles → its items, without any selector or by the operator's.
//!
//! ```text
//! tree ─outline─▶ elements and text, flat ─link─▶ links ─group─▶ groups of items of one shape
//!      ─choose─▶ the group of articles and those of its kind ─era, besides─▶ articles
//! ```

use url::Url;

use super::json_ld::Facts;
use super::page::Page;
use crate::article::{Document, Listing, RawArticle};

mod address;
mod apply;
mod around;
mod besides;
mod candidate;
mod choose;
mod date;
mod decide;
mod entry;
mod era;
mod figures;
mod group;
mod link;
mod next;
mod outline;
mod path;
mod picture;
mod price;
mod print;
mod raw;
mod runs;
mod selector;
mod share;
mod stated;
mod title;
mod when;

pub(in crate::parse) use selector::check_selector;

use choose::Chosen;
use decide::Signs;
use dom_query::{Document as Tree, NodeRef};
use figures::Figures;
use link::Link;
use outline::Outline;
use raw::{article, base};

/// A list as found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Its items, in the page's order.
    pub(super) articles: Vec<RawArticle>,
    /// How they would be found again.
    pub(super) listing: Option<Listing>,
    /// The next page.
    pub(super) next: Option<Url>,
    /// What was odd.
    pub(super) warnings: Vec<String>,
}

/// Reads the list of a page: by the operator's word, or when it is one. `whole` is a page rather than a piece of one.
pub(super) fn read(
    tree: &Tree,
    page: &Page,
    json_ld: &Facts,
    document: &Document,
    whole: bool,
    listing: Option<&Listing>,
) -> Option<Found> {
    if let Some(listing) = listing {
        return Some(told(tree, page, listing));
    }
    let signs = decide::signs(page, json_ld, document);
    (whole && !signs.says_article).then(|| automatic(tree, page, &signs))?
}

/// Reads the list that the operator says is there.
fn told(tree: &Tree, page: &Page, listing: &Listing) -> Found {
    let laid_out = base(page).zip(Outline::of(tree.root()));
    let Some((base, outline)) = laid_out else {
        return Found {
            warnings: vec!["The page has too many elements for its list to be read.".into()],
            ..Found::default()
        };
    };
    let language = page.language.as_deref().unwrap_or_default();
    let told = apply::read(&outline, &base, listing, language);
    let mut articles: Vec<RawArticle> = told.items.into_iter().map(|item| item.article).collect();
    stated::complete(&mut articles, stated::json_ld(&page.json_ld, &base));
    Found {
        articles,
        next: next(&outline, page, &base),
        listing: Some(listing.clone()),
        warnings: told.warnings,
    }
}

/// Reads the list of a page, when the page is one.
fn automatic(tree: &Tree, page: &Page, signs: &Signs) -> Option<Found> {
    let base = base(page)?;
    let outline = Outline::of(tree.root())?;
    let links = link::all(&outline, &base, &signs.own);
    let groups = group::all(&outline, &links);
    let here = signs.own.first().unwrap_or(&base);
    let chosen = choose::choose(&outline, &links, groups, here);
    let is_list = |figures: &Figures| decide::is_list(&outline, figures, signs);
    let chosen = chosen.filter(|chosen| is_list(&Figures::of(chosen, &links)));
    let undated = chosen.as_ref().is_none_or(|chosen| chosen.dated < 0.5);
    let mut stated = stated::json_ld(&page.json_ld, &base);
    if stated.len() < 2 && undated {
        let known: Vec<Url> = links.iter().map(|link| link.url.clone()).collect();
        stated = stated::state(&scripts(tree), &base, &known);
    }
    let Some(mut chosen) = chosen else {
        stated::name(&mut stated, &links);
        return is_list(&Figures::stated(&stated)).then(|| Found {
            articles: stated,
            next: next(&outline, page, &base),
            ..Found::default()
        });
    };
    // A list that has itself among its items has a link to its beginning there.
    let own: Vec<String> = signs.own.iter().map(address::key).collect();
    chosen.entries.retain(|entry| {
        links
            .get(entry.item.link)
            .is_some_and(|link| !own.contains(&link.key))
    });
    era::complete(&outline, &mut chosen.entries);
    let mut found = found(&outline, page, &links, &chosen, &base);
    found.listing = print::listing(&outline, &links, &chosen.entries)
        .and_then(|listing| proven(&outline, page, &base, listing, &found.articles));
    stated::complete(&mut found.articles, stated);
    Some(found)
}

/// The selectors, as far as what they select is what was found; without those that make a difference.
fn proven(
    outline: &Outline<'_>,
    page: &Page,
    base: &Url,
    listing: Listing,
    articles: &[RawArticle],
) -> Option<Listing> {
    let language = page.language.as_deref().unwrap_or_default();
    let of_items = Listing {
        item: listing.item.clone(),
        ..Listing::default()
    };
    let dateless = Listing {
        date: None,
        ..listing.clone()
    };
    [listing, dateless, of_items].into_iter().find(|listing| {
        let told = apply::read(outline, base, listing, language);
        let days = |article: &RawArticle| article.dates.first().map(|date| date.text.clone());
        told.items.len() == articles.len()
            && told.items.iter().zip(articles).all(|(told, article)| {
                let told = &told.article;
                (&told.link, &told.title) == (&article.link, &article.title)
                    && days(told) == days(article)
            })
    })
}

/// The scripts of a page that may hold its state.
fn scripts(tree: &Tree) -> Vec<String> {
    let scripts = tree.select("script:not([src])");
    let holds = |node: &&NodeRef<'_>| {
        let kind = node.attr("type").unwrap_or_default().to_ascii_lowercase();
        matches!(
            kind.as_str(),
            "" | "text/javascript" | "application/json" | "module"
        )
    };
    scripts
        .nodes()
        .iter()
        .filter(holds)
        .map(|node| node.text().to_string())
        .filter(|text| text.len() > 100)
        .collect()
}

fn found(outline: &Outline<'_>, page: &Page, links: &[Link], chosen: &Chosen, base: &Url) -> Found {
    let shared = picture::shared(outline, chosen.entries.iter().map(|entry| &entry.item));
    let articles = chosen
        .entries
        .iter()
        .zip(besides::summaries(outline, links, &chosen.entries))
        .filter_map(|(entry, summary)| {
            let summary = summary.map(|(text, _)| text);
            article(outline, links, entry, summary, &shared, base)
        })
        .collect();
    Found {
        articles,
        next: next(outline, page, base),
        ..Found::default()
    }
}

fn next(outline: &Outline<'_>, page: &Page, base: &Url) -> Option<Url> {
    let stated = page
        .related("next")
        .next()
        .and_then(|link| base.join(link.href.trim()).ok());
    next::page(outline, stated, base)
}
