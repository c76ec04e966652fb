//! The operator's selectors → the items they select. What they leave out is found as it is without them.

use std::collections::{BTreeMap, HashSet};

use url::Url;

use super::besides;
use super::choose;
use super::date::{self, Found, Value};
use super::entry::Entry;
use super::era;
use super::group::{self, Item};
use super::link::{self, Link};
use super::outline::Outline;
use super::picture;
use super::raw::{content, picture_at, plain, raw_date, written};
use super::selector::{Field, matcher};
use super::share::Share;
use super::title::{Title, Titles};
use super::when::{self, When};
use crate::article::{Listing, RawArticle};
use crate::parse::date_format::Format;

/// Most items that are taken.
const MOST_ITEMS: usize = 2000;

/// What was selected.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The items in the page's order, no address twice.
    pub(super) items: Vec<ToldItem>,
    /// Which selectors were of no use.
    pub(super) warnings: Vec<String>,
}

/// One item.
#[derive(Debug)]
pub(super) struct ToldItem {
    /// What was found in it.
    pub(super) article: RawArticle,
}

/// Reads a page by the operator's selectors. `language` is that of the page.
pub(super) fn read(outline: &Outline<'_>, base: &Url, listing: &Listing, language: &str) -> Told {
    let mut told = Told::default();
    let mut links = link::all(outline, base, &[]);
    let mut items = match &listing.item {
        Some(selector) => selected(outline, selector, &mut told.warnings),
        None => found(outline, &links, base, &mut told.warnings),
    };
    items.truncate(MOST_ITEMS);
    let count = items.len();
    let fields = [
        ("link", &listing.link),
        ("title", &listing.title),
        ("date", &listing.date),
        ("summary", &listing.summary),
        ("image", &listing.image),
    ];
    let [
        link_field,
        title_field,
        date_field,
        summary_field,
        image_field,
    ] = fields.map(|(name, said)| Field::of(name, said.as_ref(), &mut told.warnings));
    let mut main: Vec<Option<Link>> = items
        .iter()
        .map(|item| main_link(outline, base, item, link_field.as_ref(), &links))
        .collect();
    links.extend(main.iter().flatten().cloned());
    links.sort_by_key(|link| link.at);
    links.dedup_by(|one, other| one.at == other.at && one.key == other.key);
    for (item, main) in items.iter_mut().zip(main.drain(..)) {
        item.link = main.map_or(usize::MAX, |main| {
            let first = links.partition_point(|link| link.at < main.at);
            let same = links
                .iter()
                .skip(first)
                .position(|link| link.key == main.key);
            same.map_or(usize::MAX, |more| first + more)
        });
    }
    let known: Vec<Item> = items
        .iter()
        .filter(|item| item.link < links.len())
        .cloned()
        .collect();
    if count > 0 && known.len() < count {
        told.warnings.push(format!(
            "{} of {count} items have no link and are left out.",
            count - known.len()
        ));
    }
    let titles = Titles::of(outline, &links, &known);
    let mut used: HashSet<&str> = HashSet::new();
    let mut seen = HashSet::new();
    let mut dates = Dates {
        format: listing.date_format.as_deref().map(Format::new),
        language,
    };
    let mut entries: Vec<Entry> = Vec::new();
    let mut texts: Vec<(Option<String>, Option<String>)> = Vec::new();
    for item in known {
        if !links
            .get(item.link)
            .is_some_and(|link| seen.insert(link.key.clone()))
        {
            continue;
        }
        let mut pick = |field: &Option<Field<'_>>, usual: &[&str]| {
            let field = field.as_ref()?;
            let at = field.place(outline, &item)?;
            used.insert(field.name);
            Some((field.value(outline, at, usual)?, at))
        };
        pick(&link_field, &[]);
        let title = pick(&title_field, &[]).map(|(text, at)| Title {
            text,
            at: Some(at),
            heading: false,
            direct: true,
        });
        let Some(title) = title.or_else(|| titles.read(&item)) else {
            continue;
        };
        let shown = pick(&date_field, &[]);
        let stated = pick(&date_field, &["datetime"]).map(|(text, _)| text);
        let summary = pick(&summary_field, &["content"]).map(|(text, at)| {
            // The whole text of an element ends in `Read more` often enough.
            if text == outline.words(at) {
                besides::without_more(outline, &links, &item, at)
            } else {
                text
            }
        });
        let image = image_field.as_ref().and_then(|field| {
            let at = field.place(outline, &item)?;
            let node = &outline.at(at)?.node;
            let shown = || crate::markup::true_source(node).or_else(|| picture::background(node));
            let shown = field.said.attribute.is_none().then(shown).flatten();
            let found = shown.or_else(|| field.value(outline, at, &["src", "content"]))?;
            Some((found, field.name))
        });
        used.extend(image.as_ref().map(|(_, name)| *name));
        let image = image.map(|(found, _)| found);
        let date = match &date_field {
            Some(field) => shown.and_then(|(shown, at)| {
                let has = |name| outline.at(at).is_some_and(|e| e.node.has_attr(name));
                let stated = stated.filter(|_| field.said.attribute.is_some() || has("datetime"));
                Some(Found {
                    value: dates.selected(
                        &shown,
                        stated.map(|stated| (stated, date::field(outline, at))),
                    )?,
                    at: Some(at),
                })
            }),
            None => dates.automatic(outline, &item, title.at),
        };
        texts.push((summary, image));
        entries.push(Entry { item, title, date });
    }
    era::complete(outline, &mut entries);
    let shared = picture::shared(outline, entries.iter().map(|entry| &entry.item));
    let summaries = besides::summaries(outline, &links, &entries);
    let found = entries.into_iter().zip(texts).zip(summaries);
    for ((entry, (summary, image)), automatic) in found {
        let content = content(outline, &links, &entry);
        let Some(link) = links.get(entry.item.link) else {
            continue;
        };
        let (item, title) = (&entry.item, entry.title.text);
        let summary = if summary_field.is_some() {
            summary
        } else {
            automatic.map(|(text, _)| text)
        };
        let automatic = || picture::of(outline, item, &shared).map(|(address, _)| address);
        let image = if image_field.is_some() {
            image
        } else {
            automatic()
        };
        told.items.push(ToldItem {
            article: RawArticle {
                link: Some(written(&link.url)),
                summary: summary.as_deref().map(plain),
                dates: entry
                    .date
                    .as_ref()
                    .and_then(|found| raw_date(&found.value))
                    .into_iter()
                    .collect(),
                authors: besides::authors(outline, item),
                tags: besides::tags(outline, item, &links, &title),
                image: image.and_then(|address| picture_at(base, &address)),
                content,
                title: Some(plain(&title)),
                ..RawArticle::default()
            },
        });
    }
    let unused: Vec<(&str, &str)> = [
        &link_field,
        &title_field,
        &date_field,
        &summary_field,
        &image_field,
    ]
    .into_iter()
    .flatten()
    .filter(|field| field.matcher.is_some() && !used.contains(field.name))
    .map(|field| (field.name, field.said.path.as_str()))
    .collect();
    for (name, path) in unused {
        told.warnings.push(match count {
            0 => format!("listing.{name} = {path:?} could not be tried, since there are no items."),
            _ => format!("listing.{name} = {path:?} matches in none of the {count} items."),
        });
    }
    let format = dates.format.as_ref();
    told.warnings.extend(format.and_then(Format::warning));
    told
}

/// Reads dates by the operator's format, where there is one.
struct Dates<'a> {
    format: Option<Format<'a>>,
    language: &'a str,
}

impl Dates<'_> {
    fn formatted(&mut self, text: &str) -> Option<Value> {
        let iso = self.format.as_mut()?.read(text, self.language)?;
        Some(Value::Told(iso))
    }

    /// The date of an element that a selector chose, by its text and what it states for machines.
    fn selected(&mut self, shown: &str, stated: Option<(String, &'static str)>) -> Option<Value> {
        if let Some(value) = self.formatted(shown) {
            return Some(value);
        }
        if let Some((stated, field)) = stated {
            return self
                .formatted(&stated)
                .or(Some(Value::Stated(stated, field)));
        }
        if let Some(format) = &mut self.format {
            format.missed(shown);
        }
        // The reader of dates knows more shapes than are looked for.
        let seen =
            when::read(shown).unwrap_or_else(|| When::Day(shown.chars().take(120).collect()));
        Some(seen.into())
    }

    /// The date of an item whose selector nobody gave.
    fn automatic(
        &mut self,
        outline: &Outline<'_>,
        item: &Item,
        title: Option<usize>,
    ) -> Option<Found> {
        let found = date::read(outline, item, title);
        let text = self.format.is_some().then(|| {
            let at = found.as_ref().and_then(|found| found.at);
            at.map_or_else(
                || outline.lines(&item.text).to_owned(),
                |at| outline.words(at),
            )
        });
        match text.and_then(|text| self.formatted(&text)) {
            Some(value) => Some(Found {
                value,
                at: found.and_then(|found| found.at),
            }),
            None => found,
        }
    }
}

/// The elements that the selector of items chooses, each with what belongs to it.
fn selected(outline: &Outline<'_>, selector: &str, warnings: &mut Vec<String>) -> Vec<Item> {
    let matcher = match matcher(selector) {
        Ok(matcher) => matcher,
        Err(reason) => {
            warnings.push(format!(
                "listing.item = {selector:?} is no CSS selector: {reason}."
            ));
            return Vec::new();
        }
    };
    let mut starts: Vec<usize> = Vec::new();
    for (at, element) in outline.elements.iter().enumerate() {
        // An item in another is part of it.
        let inside = starts.last().is_some_and(|last| at < outline.end(*last));
        if !inside && element.node.is_match(&matcher) {
            starts.push(at);
        }
    }
    if starts.is_empty() {
        warnings.push(format!(
            "listing.item = {selector:?} matches nothing on the page."
        ));
    }
    let mut by_container: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for start in starts {
        let container = outline.at(start).map_or(0, |e| e.parent);
        by_container.entry(container).or_default().push(start);
    }
    let widest = by_container.iter().max_by_key(|(_, starts)| starts.len());
    let share = widest.map_or(Share::default(), |(container, starts)| {
        Share::of(outline, *container, starts)
    });
    let mut items = Vec::new();
    for (container, starts) in &by_container {
        for (at, (elements, text)) in starts
            .iter()
            .zip(share.regions(outline, *container, starts))
        {
            items.push(Item {
                link: usize::MAX,
                at: *at,
                elements,
                text,
            });
        }
    }
    items.sort_by_key(|item| item.at);
    items
}

/// The items that are found without the operator's help.
fn found(
    outline: &Outline<'_>,
    links: &[Link],
    here: &Url,
    warnings: &mut Vec<String>,
) -> Vec<Item> {
    let chosen = choose::choose(outline, links, group::all(outline, links), here);
    if chosen.is_none() {
        warnings.push(
            "No list was found on the page; listing.item would say where its items are.".into(),
        );
    }
    chosen.map_or_else(Vec::new, |chosen| {
        chosen.entries.into_iter().map(|entry| entry.item).collect()
    })
}

/// The main link of an item, one of `links` or another.
fn main_link(
    outline: &Outline<'_>,
    base: &Url,
    item: &Item,
    field: Option<&Field<'_>>,
    links: &[Link],
) -> Option<Link> {
    let absolute = |address: &str| {
        let url = base.join(address.trim()).ok()?;
        matches!(url.scheme(), "http" | "https").then_some(url)
    };
    if let Some(field) = field {
        let at = field.place(outline, item)?;
        let url = absolute(&field.value(outline, at, &["href", "src"])?)?;
        return Some(link::at(outline, at, url));
    }
    if let Some(found) = links.get(item.link) {
        return Some(found.clone());
    }
    let first = links.partition_point(|link| link.at < item.elements.start);
    let within = links
        .iter()
        .skip(first)
        .take_while(|link| link.at < item.elements.end);
    // An item may stand in its link.
    let around = outline.ancestors(item.at).take(4);
    let around = around
        .filter_map(|at| links.binary_search_by_key(&at, |link| link.at).ok())
        .filter_map(|at| links.get(at));
    let rank = |link: &&Link| {
        (
            link.heading.is_some(),
            link.worth.min(2),
            link.text.chars().count().min(60),
            usize::MAX - link.at,
        )
    };
    let best = within.chain(around).max_by_key(rank);
    best.cloned().or_else(|| {
        // Whatever link there is.
        outline.range(&item.elements).find_map(|(at, element)| {
            let href = element.node.attr("href").filter(|_| element.name == "a")?;
            Some(link::at(outline, at, absolute(&href)?))
        })
    })
}
