//! A page that lists articles → its items, without any selector or by the operator's.
//!
//! ```text
//! tree ─outline─▶ elements and text, flat ─link─▶ links ─group─▶ groups of items of one shape
//!      ─choose─▶ the group of articles and those of its kind ─era, besides─▶ articles
//! ```

use url::Url;

use super::page::Page;
use crate::article::{DateOrigin, DateRole, Listing, Markup, RawArticle, RawDate, Text};

mod address;
mod around;
mod besides;
mod choose;
mod date;
mod decide;
mod era;
mod group;
mod link;
mod next;
mod outline;
mod stated;
mod title;
mod when;

pub(super) use decide::Signs;

use choose::{Chosen, Entry};
use date::Value;
use decide::Figures;
use dom_query::{Document as Tree, NodeRef};
use link::Link;
use outline::Outline;
use when::When;

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

/// The address that stands for that of a page which has none.
const NOWHERE: &str = "http://page.invalid/";

/// Reads the list of a page, when the page is one.
pub(super) fn automatic(tree: &Tree, page: &Page, signs: &Signs) -> Option<Found> {
    let base = base(page)?;
    let outline = Outline::of(tree.root())?;
    let links = link::all(&outline, &base, &signs.own);
    let groups = group::all(&outline, &links);
    let chosen = choose::choose(&outline, &links, groups);
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
            next: next(&outline, page, &base, 0),
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
    stated::complete(&mut found.articles, stated);
    Some(found)
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

/// The address against which the links of a page resolve.
fn base(page: &Page) -> Option<Url> {
    let stated = || {
        let canonical = page.related("canonical").map(|link| link.href.as_str());
        let mut addresses = canonical.chain(page.metas("og:url"));
        addresses.find_map(|address| Url::parse(address.trim()).ok())
    };
    page.base
        .clone()
        .or_else(stated)
        .filter(|url| matches!(url.scheme(), "http" | "https"))
        .or_else(|| Url::parse(NOWHERE).ok())
}

fn found(outline: &Outline<'_>, page: &Page, links: &[Link], chosen: &Chosen, base: &Url) -> Found {
    let articles = chosen
        .entries
        .iter()
        .filter_map(|entry| article(outline, links, entry, base))
        .collect();
    let last = chosen
        .entries
        .last()
        .map_or(0, |entry| entry.item.elements.end);
    Found {
        articles,
        next: next(outline, page, base, last),
        ..Found::default()
    }
}

fn next(outline: &Outline<'_>, page: &Page, base: &Url, last_item: usize) -> Option<Url> {
    let stated = page
        .related("next")
        .next()
        .and_then(|link| base.join(link.href.trim()).ok());
    next::page(outline, stated, base, last_item)
}

fn article(outline: &Outline<'_>, links: &[Link], entry: &Entry, base: &Url) -> Option<RawArticle> {
    let link = links.get(entry.item.link)?;
    let title = entry.title.text.as_str();
    let date_at = entry.date.as_ref().and_then(|date| date.at);
    let apart = [entry.title.at, date_at];
    Some(RawArticle {
        link: Some(written(&link.url)),
        title: Some(plain(title)),
        summary: besides::summary(outline, &entry.item, title, &apart)
            .map(|(text, _)| plain(&text)),
        dates: entry
            .date
            .as_ref()
            .and_then(|found| raw_date(&found.value))
            .into_iter()
            .collect(),
        authors: besides::authors(outline, &entry.item),
        tags: besides::tags(outline, &entry.item, links, title),
        image: besides::image(outline, &entry.item)
            .and_then(|(address, _)| base.join(&address).ok())
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .map(|url| written(&url)),
        ..RawArticle::default()
    })
}

/// An address; relative where the page itself has none.
fn written(url: &Url) -> String {
    let text = url.as_str();
    text.strip_prefix(NOWHERE.trim_end_matches('/'))
        .unwrap_or(text)
        .to_owned()
}

fn raw_date(value: &Value) -> Option<RawDate> {
    let (text, origin, field) = match value {
        Value::Stated(text, field) => (text.clone(), DateOrigin::StructuredData, *field),
        Value::Seen(When::Day(text) | When::DayOfYear(text)) => {
            (text.clone(), DateOrigin::List, "list")
        }
        Value::Seen(When::Age(text)) => (text.clone(), DateOrigin::Age, "list"),
        Value::Seen(When::Month(_) | When::Year(_) | When::Time(_)) => return None,
    };
    Some(RawDate {
        role: DateRole::Published,
        text,
        origin,
        field,
    })
}

fn plain(text: &str) -> Text {
    Text {
        value: text.to_owned(),
        markup: Markup::Plain,
        base: None,
    }
}
