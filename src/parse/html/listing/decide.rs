//! Whether a page with a list on it is a list, or an article with others beside it.

use std::ops::Range;

use url::Url;

use super::super::json_ld::Facts;
use super::super::page::Page;
use super::address;
use super::entry::letters;
use super::figures::Figures;
use super::outline::Outline;
use super::path::{Path, named_a_list};
use super::when::{self, When};
use crate::article::{Document, Origin};
use crate::markup;
use crate::text::key;

/// What is known of a page otherwise.
#[derive(Debug, Clone, Default)]
pub(super) struct Signs {
    /// Its own addresses: where it was fetched, and what it calls canonical.
    pub(super) own: Vec<Url>,
    /// The main heading, where the page's title has it as well.
    pub(super) heading: Option<String>,
    /// A file in a folder, which is an article unless it is very clearly a list.
    pub(super) is_file: bool,
    /// It says that it is an article.
    pub(super) says_article: bool,
    /// It looks like one: a single `article` with a date, a single entry of microformats.
    pub(super) like_article: bool,
    /// It states a day on which it was published, as a whole.
    pub(super) dated: bool,
}

/// Names of `meta` elements that say of a page as a whole when it was published, which lists do not.
const DATED: &[&str] = &[
    "article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dcterms.issued",
    "dc.date.issued",
    "citation_publication_date",
    "pubdate",
    "publish-date",
    "publish_date",
    "article_date_original",
];

/// What a page says of itself.
pub(super) fn signs(page: &Page, json_ld: &Facts, document: &Document) -> Signs {
    let canonical = page.related("canonical").map(|link| link.href.as_str());
    let stated = canonical
        .chain(page.metas("og:url"))
        .filter_map(|address| page.absolute(address));
    let kind = page.meta(&["og:type"]);
    Signs {
        own: document.base.iter().cloned().chain(stated).collect(),
        heading: page.titled_heading().map(|spot| spot.text.clone()),
        is_file: matches!(document.origin, Origin::File(_)),
        // A content system says so of every page that is no front page: not believed at `/blog/`, nor is its day.
        says_article: json_ld.is_article
            || kind.is_some_and(|kind| kind.eq_ignore_ascii_case("article"))
                && !document.base.as_ref().is_some_and(named_a_list),
        like_article: page.entries == 1 || page.articles == 1,
        dated: json_ld.published.is_some() || page.meta(DATED).is_some(),
    }
}

/// Shortest block that is prose rather than a label, in bytes.
const PROSE: usize = 100;

/// Sections of sites whose pages are no articles of a day. A list of them without dates is a table of contents, a shop.
const OTHER_SECTIONS: &[&str] = &[
    "docs",
    "documentation",
    "help",
    "support",
    "kb",
    "wiki",
    "manual",
    "api",
    "reference",
    "product",
    "products",
    "shop",
    "store",
    "collections",
    "services",
    "solutions",
];

/// Whether the page is the list that was found on it.
pub(super) fn is_list(outline: &Outline<'_>, list: &Figures, signs: &Signs) -> bool {
    let (count, listed) = (list.count, list.listed);
    let shelved = list.dated < 0.3 && list.in_sections(OTHER_SECTIONS) * 10 >= count * 9;
    if count < 2 || shelved {
        return false;
    }
    let (prose, first_prose) = prose(outline, &list.items);
    let path = signs.own.first().map_or(Path::Other, Path::of);
    let mut points = 0.0;
    points += match count {
        2 => -1.0,
        3 => 0.0,
        4..=7 => 1.0,
        _ => 1.5,
    };
    points += 1.5 * list.dated + 1.0 * list.headed;
    points += ((list.letters - 25.0) / 25.0).clamp(-1.0, 1.0);
    // Prose beside the items is the text of an article, or a word of welcome.
    let share = prose as f64 / (prose + listed).max(1) as f64;
    points -= 5.0 * (share - 0.15).max(0.0);
    points -= ((prose as f64 - 600.0) / 800.0).clamp(0.0, 3.0);
    // Nothing but the list is on the page.
    let mostly = prose < 200 && !list.items.is_empty() && listed * 2 > contents(outline);
    if mostly {
        points += 1.0;
    }
    // The text comes before the list: what follows an article.
    let first_item = list.items.first().map_or(0, |item| item.start);
    if prose > 500 && first_prose < first_item {
        points -= 1.0;
    }
    points += match path {
        Path::Front => 1.5,
        Path::List => 1.0,
        Path::Article => -2.0,
        Path::House => -3.0,
        Path::Other => 0.0,
    };
    if signs.dated && path != Path::Front {
        points -= 1.5;
    }
    if signs.like_article {
        points -= 1.5;
    }
    if !matches!(path, Path::Front | Path::List) {
        // What it lists lies beside it rather than below it, and it has a day of its own.
        let own = signs
            .own
            .first()
            .filter(|own| address::names_something(own));
        let beside = own.map_or(0, |own| list.beside(own));
        if beside * 10 >= count * 7 {
            points -= 1.5;
        }
        if list.dated >= 0.5 && has_own_day(outline, first_item) {
            points -= 1.5;
        }
    }
    // An article stands in the list of the newest beside it.
    if signs
        .own
        .iter()
        .any(|own| list.keys.contains(&address::key(own)))
    {
        points -= 3.0;
    }
    if list.lopsided {
        points -= 2.5;
    }
    if list.dated < 0.3 && list.headed < 0.3 && list.letters < 20.0 && !mostly {
        points -= 1.0;
    }
    let heading = signs
        .heading
        .as_deref()
        .filter(|heading| letters(heading) > 28.0 && !list.titles.contains(&key(heading)));
    if heading.is_some() && !matches!(path, Path::Front | Path::List) {
        points -= 1.0;
    }
    if signs.is_file {
        // Most files are articles: only what has every mark of a list is one.
        let marked = count >= 5 && list.dated >= 0.5 && list.headed >= 0.5;
        return marked && points >= 4.5;
    }
    points >= 1.5
}

/// Whether a day stands alone between the main heading and the first item.
fn has_own_day(outline: &Outline<'_>, first_item: usize) -> bool {
    let heading = outline.elements.iter().position(|e| e.name == "h1");
    let Some(heading) = heading.filter(|at| *at < first_item) else {
        return false;
    };
    (heading..first_item).any(|at| {
        outline.at(at).is_some_and(|e| {
            !e.around && e.end <= first_item && !e.text.is_empty() && e.text.len() <= 60
        }) && {
            let words = outline.words(at);
            when::is_all(&words) && matches!(when::read(&words), Some(When::Day(_)))
        }
    })
}

/// Bytes of text that is not around the contents.
fn contents(outline: &Outline<'_>) -> usize {
    let (mut all, mut around, mut past) = (0, 0, 0);
    for (at, element) in outline.elements.iter().enumerate() {
        all = all.max(element.text.end);
        if element.around && at >= past {
            around += element.text.len();
            past = element.end;
        }
    }
    all - around
}

/// Bytes of text in paragraphs that stand in no item and not around the contents, and the first of these.
fn prose(outline: &Outline<'_>, items: &[Range<usize>]) -> (usize, usize) {
    let mut items = items.iter().peekable();
    let (mut bytes, mut first, mut at) = (0, usize::MAX, 0);
    while at < outline.elements.len() {
        while items.peek().is_some_and(|item| item.end <= at) {
            items.next();
        }
        let inside = items.peek().is_some_and(|item| item.contains(&at));
        let Some(element) = outline.at(at) else { break };
        if inside || element.around {
            at += 1;
            continue;
        }
        let holds_item = items.peek().is_some_and(|item| item.start < element.end);
        let block = markup::is_block(&element.name);
        let inner_block = || {
            (at + 1..element.end).any(|at| {
                outline
                    .at(at)
                    .is_some_and(|e| markup::is_block(&e.name) && e.name != "br")
            })
        };
        if block && !holds_item && element.text.len() >= PROSE && !inner_block() {
            let linked: usize = (at..element.end)
                .filter_map(|at| outline.at(at))
                .filter(|e| e.name == "a")
                .map(|e| e.text.len())
                .sum();
            if linked * 2 < element.text.len() {
                bytes += element.text.len();
                first = first.min(at);
            }
            at = element.end;
        } else {
            at += 1;
        }
    }
    (bytes, first)
}
