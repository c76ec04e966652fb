//! Links that stand in elements of one shape → groups of items.
//!
//! Each link's item is the largest element around it that holds no other link of its kind; where items are
//! several elements one after the other (`dt` and `dd`, two rows of a table), what stands between two of them is
//! shared out by how it is before the first and after the last.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{Hash, Hasher};
use std::ops::Range;

use super::link::Link;
use super::outline::{Outline, lasting};
use super::share::{Share, usual_height};

/// One item of a list.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// Its main link, by its number.
    pub(super) link: usize,
    /// The element it begins with, or is.
    pub(super) at: usize,
    /// Its elements.
    pub(super) elements: Range<usize>,
    /// Its text.
    pub(super) text: Range<usize>,
}

/// Items of one shape in containers of one shape.
#[derive(Debug, Clone)]
pub(super) struct Group {
    /// The shape of their links.
    pub(super) family: u64,
    /// The items in document order.
    pub(super) items: Vec<Item>,
}

/// All groups of a page.
pub(super) fn all(outline: &Outline<'_>, links: &[Link]) -> Vec<Group> {
    let mut families: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
    let mut shapes: Vec<u64> = Vec::with_capacity(links.len());
    let mut texts: HashMap<(u64, &str), usize> = HashMap::new();
    for link in links {
        let shape = family(outline, link);
        shapes.push(shape);
        *texts.entry((shape, link.text.as_str())).or_default() += 1;
    }
    for (number, (link, shape)) in links.iter().zip(shapes).enumerate() {
        // `PDF` and `Read more` are of another kind than the titles beside them.
        let repeated = texts
            .get(&(shape, link.text.as_str()))
            .is_some_and(|count| *count >= 3);
        if !link.around {
            families
                .entry(shape ^ u64::from(repeated))
                .or_default()
                .push(number);
        }
    }
    let mut groups = Vec::new();
    for (family, members) in families {
        groups.extend(of_family(outline, links, family, &members));
    }
    groups
}

/// The shape of a link: the marks of the elements up to the one that may be its item.
fn family(outline: &Outline<'_>, link: &Link) -> u64 {
    let mut hasher = DefaultHasher::new();
    let own = outline.at(link.at).map_or(0, |e| e.mark);
    own.hash(&mut hasher);
    for at in outline.ancestors(link.at).take(4) {
        let Some(element) = outline.at(at) else { break };
        if matches!(element.name.as_str(), "body" | "html" | "main") {
            break;
        }
        element.mark.hash(&mut hasher);
        if element.name == "td" {
            outline
                .children(element.parent)
                .take(64)
                .take_while(|cell| *cell < at)
                .count()
                .hash(&mut hasher);
        }
        let class = element.node.class().unwrap_or_default();
        let is_item = matches!(element.name.as_str(), "li" | "article" | "tr" | "dt" | "dd");
        if is_item || lasting(&class).next().is_some() {
            break;
        }
    }
    hasher.finish()
}

fn of_family(outline: &Outline<'_>, links: &[Link], family: u64, members: &[usize]) -> Vec<Group> {
    let link = |number: &usize| links.get(*number);
    // How many elements up the item is, for each link.
    let mut heights = Vec::with_capacity(members.len());
    for (position, number) in members.iter().enumerate() {
        let Some(own) = link(number) else { continue };
        let before = members.iter().take(position).rev().filter_map(link);
        let before = before
            .take(8)
            .find(|other| other.key != own.key)
            .map(|l| l.at);
        let after = members.iter().skip(position + 1).filter_map(link);
        let after = after
            .take(8)
            .find(|other| other.key != own.key)
            .map(|l| l.at);
        // A list within an item of a list, as in a thread, is not part of what it answers.
        let nested = |at: usize| {
            let is = |at: usize, names: &[&str]| {
                outline
                    .at(at)
                    .is_some_and(|e| names.contains(&e.name.as_str()))
            };
            is(at, &["ul", "ol"])
                && outline
                    .ancestors(at)
                    .next()
                    .is_some_and(|above| is(above, &["li"]))
        };
        let alone = |at: &usize| {
            let end = outline.end(*at);
            !nested(*at)
                && before.is_none_or(|before| before < *at)
                && after.is_none_or(|after| after >= end)
                && outline
                    .at(*at)
                    .is_some_and(|e| !matches!(e.name.as_str(), "body" | "html" | "main"))
        };
        let height = outline.ancestors(own.at).take_while(alone).count();
        heights.push((*number, height));
    }
    let usual = usual_height(&heights);
    let mut runs: BTreeMap<usize, Vec<(usize, usize)>> = BTreeMap::new();
    for (number, height) in heights {
        let Some(link) = link(&number) else { continue };
        let mut up = std::iter::once(link.at).chain(outline.ancestors(link.at));
        let Some(item) = up.nth(height.min(usual)) else {
            continue;
        };
        let container = outline.at(item).map_or(0, |e| e.parent);
        let run = runs.entry(container).or_default();
        if run.last().is_none_or(|(last, _)| *last != item) {
            run.push((item, number));
        }
    }
    let mut groups: BTreeMap<u64, Vec<(usize, Run)>> = BTreeMap::new();
    for (container, run) in runs {
        let mark = |at: usize| outline.at(at).map_or(0, |e| e.mark);
        let mut hasher = DefaultHasher::new();
        mark(container).hash(&mut hasher);
        let above = outline.at(container).map_or(0, |e| e.parent);
        mark(above).hash(&mut hasher);
        groups
            .entry(hasher.finish())
            .or_default()
            .push((container, run));
    }
    groups
        .into_values()
        .map(|runs| Group {
            family,
            items: items(outline, links, &runs),
        })
        .collect()
}

/// The items of one container: the element of each with the number of its link.
type Run = Vec<(usize, usize)>;

fn items(outline: &Outline<'_>, links: &[Link], runs: &[(usize, Run)]) -> Vec<Item> {
    let widest = runs.iter().max_by_key(|(_, run)| run.len());
    let share = widest.map_or(Share::default(), |(container, run)| {
        let starts: Vec<usize> = run.iter().map(|(item, _)| *item).collect();
        Share::of(outline, *container, &starts)
    });
    let mut seen: HashSet<&str> = HashSet::new();
    let mut items = Vec::new();
    for (container, run) in runs {
        let starts: Vec<usize> = run.iter().map(|(item, _)| *item).collect();
        for ((at, number), (elements, text)) in
            run.iter().zip(share.regions(outline, *container, &starts))
        {
            let known = links
                .get(*number)
                .is_none_or(|link| !seen.insert(link.key.as_str()));
            if !known {
                items.push(Item {
                    link: *number,
                    at: *at,
                    elements,
                    text,
                });
            }
        }
    }
    items.sort_by_key(|item| item.at);
    items
}
