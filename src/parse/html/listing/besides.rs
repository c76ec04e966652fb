//! An item of a list → what stands beside its title and date: summary, authors, tags.

use std::collections::HashMap;

use super::entry::Entry;
use super::group::Item;
use super::link::{HEADINGS, Link};
use super::outline::Outline;
use super::when;
use crate::article::Person;
use crate::markup;
use crate::text::{fold, key};

/// Words in classes of summaries.
const SUMMARIES: &[&str] = &[
    "summary",
    "excerpt",
    "teaser-text",
    "teasertext",
    "teaser__text",
    "description",
    "desc",
    "lead",
    "lede",
    "dek",
    "standfirst",
    "abstract",
    "intro",
    "blurb",
    "snippet",
    "subtitle",
    "subhead",
    "subtext",
    "preview",
    "p-summary",
];

/// Words in classes of the line of authors.
const AUTHORS: &[&str] = &["author", "byline", "p-author", "autor", "auteur"];

/// Words in classes of what shows or says who wrote an item.
const WRITERS: &[&str] = &[
    "author", "authors", "avatar", "byline", "autor", "auteur", "gravatar", "headshot",
];

/// Words in classes of tags.
const TAGS: &[&str] = &[
    "tag",
    "tags",
    "category",
    "categories",
    "p-category",
    "kicker",
    "rubrik",
    "topic",
    "label",
    "cat-links",
];

/// Shortest text that is a summary without being called one, in bytes.
const SHORTEST: usize = 40;
/// Longest summary, in characters.
const LONGEST: usize = 600;
/// An item with more text than this has its article in it rather than a summary, in bytes.
const WHOLE: usize = 1800;

/// A text and the element that has it.
pub(super) type Placed = (String, Option<usize>);

/// The words of classes and ids.
fn words(names: &str) -> impl Iterator<Item = &str> {
    names.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'))
}

/// Whether an element stands in what an item says of its writer, or is that.
pub(super) fn is_of_writer(outline: &Outline<'_>, item: &Item, at: usize) -> bool {
    std::iter::once(at)
        .chain(outline.ancestors(at))
        .take_while(|at| item.elements.contains(at) && *at != item.at)
        .take(4)
        .filter_map(|at| outline.at(at))
        .any(|element| words(&element.names).any(|word| WRITERS.contains(&word)))
}

/// The summaries of the items of a list. Where most have theirs in elements of one kind, a short text in such a one is one
/// as well.
pub(super) fn summaries(
    outline: &Outline<'_>,
    links: &[Link],
    entries: &[Entry],
) -> Vec<Option<Placed>> {
    let apart = |entry: &Entry| [entry.title.at, entry.date.as_ref().and_then(|date| date.at)];
    let mut found: Vec<Option<Placed>> = entries
        .iter()
        .map(|entry| {
            summary(
                outline,
                links,
                &entry.item,
                &entry.title.text,
                &apart(entry),
            )
        })
        .collect();
    let kind = |at: usize| {
        let element = outline.at(at)?;
        let parent = outline.at(element.parent)?;
        Some((element.mark, parent.mark))
    };
    let mut kinds: HashMap<(u64, u64), usize> = HashMap::new();
    for kind in found.iter().flatten().filter_map(|(_, at)| kind((*at)?)) {
        *kinds.entry(kind).or_default() += 1;
    }
    let usual = kinds
        .into_iter()
        .max_by_key(|(kind, count)| (*count, *kind));
    let Some((usual, _)) = usual.filter(|(_, count)| *count * 2 >= entries.len().max(3)) else {
        return found;
    };
    for (entry, summary) in entries.iter().zip(&mut found) {
        if summary.is_none() {
            let apart = apart(entry);
            *summary = outline
                .range(&entry.item.elements)
                .find_map(|(at, element)| {
                    let meets = apart.iter().flatten().any(|other| {
                        (at..element.end).contains(other)
                            || (*other..outline.end(*other)).contains(&at)
                    });
                    if kind(at) != Some(usual) || meets || element.text.len() > WHOLE {
                        return None;
                    }
                    let text = without_more(outline, links, &entry.item, at);
                    let says = text.contains(' ') && when::read(&text).is_none();
                    (says && key(&text) != key(&entry.title.text)).then_some((text, Some(at)))
                });
        }
    }
    found
}

/// The summary of an item.
fn summary(
    outline: &Outline<'_>,
    links: &[Link],
    item: &Item,
    title: &str,
    apart: &[Option<usize>],
) -> Option<Placed> {
    let title_key = key(title);
    let overlaps = |at: usize| {
        apart.iter().flatten().any(|other| {
            *other >= at && *other < outline.end(at) || at >= *other && at < outline.end(*other)
        })
    };
    let fits = |text: &str| {
        let length = text.chars().count();
        length <= LONGEST && key(text) != title_key && (length > 60 || when::read(text).is_none())
    };
    let named = outline.range(&item.elements).find_map(|(at, element)| {
        let named = SUMMARIES.iter().any(|name| {
            if name.contains(['-', '_']) {
                element.names.contains(name)
            } else {
                words(&element.names).any(|word| word == *name)
            }
        });
        if !named
            || overlaps(at)
            || HEADINGS.contains(&element.name.as_str())
            || is_of_writer(outline, item, at)
        {
            return None;
        }
        let text = without_more(outline, links, item, at);
        (text.len() >= SHORTEST / 2 && fits(&text)).then_some((text, Some(at)))
    });
    if named.is_some() {
        return named;
    }
    if item.text.len() > WHOLE {
        return None;
    }
    let block = outline.range(&item.elements).find_map(|(at, element)| {
        let block = matches!(
            element.name.as_str(),
            "p" | "dd" | "div" | "td" | "blockquote" | "span"
        );
        if !block || overlaps(at) || element.text.len() < SHORTEST / 2 {
            return None;
        }
        let inner = (at + 1..outline.end(at)).any(|at| {
            outline
                .at(at)
                .is_some_and(|e| markup::is_block(&e.name) && e.name != "br")
        });
        if inner || is_of_writer(outline, item, at) {
            return None;
        }
        let text = without_more(outline, links, item, at);
        let long =
            text.len() >= SHORTEST && text.contains(' ') | text.chars().any(crate::text::is_wide);
        (fits(&text) && (long || is_sentence(&text))).then_some((text, Some(at)))
    });
    block.or_else(|| {
        // Text in no element of its own, behind the title.
        let from = apart
            .first()
            .copied()
            .flatten()
            .and_then(|at| outline.at(at))
            .map_or(item.text.start, |e| e.text.end);
        let lines = outline.lines(&(from..item.text.end));
        let line = lines.lines().map(|line| {
            fold(line.trim_start_matches(|c: char| {
                c.is_whitespace() || matches!(c, ':' | '-' | '–' | '—' | '|' | '·')
            }))
        });
        let mut line =
            line.filter(|line| line.len() >= SHORTEST && line.contains(' ') && fits(line));
        line.next().map(|line| (line, None))
    })
}

/// A short text that is a sentence all the same.
fn is_sentence(text: &str) -> bool {
    let ends = text.trim_end_matches(['"', '”', '»', ')']);
    ends.ends_with(['.', '!', '?', '…']) && text.split_whitespace().count() >= 4
}

/// The text of an element without the `Read more` at its end, which leads where its item does.
pub(super) fn without_more(
    outline: &Outline<'_>,
    links: &[Link],
    item: &Item,
    at: usize,
) -> String {
    let text = outline.words(at);
    let own = links.get(item.link).map(|link| link.key.as_str());
    let first = links.partition_point(|link| link.at <= at);
    let within = links.iter().skip(first);
    let last = within
        .take_while(|link| link.at < outline.end(at))
        .filter(|link| Some(link.key.as_str()) == own && !link.text.is_empty())
        .last();
    let cut = last.and_then(|link| text.strip_suffix(link.text.as_str()));
    // A summary that is linked as a whole is one.
    cut.map(str::trim_end)
        .filter(|rest| !rest.is_empty())
        .map_or_else(|| text.clone(), str::to_owned)
}

/// The authors of an item.
pub(super) fn authors(outline: &Outline<'_>, item: &Item) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for (at, element) in outline.range(&item.elements) {
        let related = element.name == "a"
            && element
                .node
                .attr("rel")
                .is_some_and(|rel| rel.eq_ignore_ascii_case("author"));
        let named = AUTHORS
            .iter()
            .any(|name| words(&element.names).any(|word| word == *name));
        if !(related || named && (outline.is_leaf(at) || element.name == "a")) {
            continue;
        }
        let name = outline.words(at);
        let length = name.chars().count();
        let known = people.iter().any(|person| person.name == name);
        if (3..=60).contains(&length) && when::read(&name).is_none() && !known && people.len() < 5 {
            people.push(Person {
                name,
                ..Person::default()
            });
        }
    }
    people
}

/// The tags of an item, but not its title.
pub(super) fn tags(outline: &Outline<'_>, item: &Item, links: &[Link], title: &str) -> Vec<String> {
    let own = links.get(item.link).map_or("", |link| link.key.as_str());
    let mut tags: Vec<String> = Vec::new();
    for (at, element) in outline.range(&item.elements) {
        let related = element.name == "a"
            && element.node.attr("rel").is_some_and(|rel| {
                rel.split_ascii_whitespace()
                    .any(|rel| matches!(rel, "tag" | "category"))
            });
        let named = outline.is_leaf(at)
            && TAGS
                .iter()
                .any(|name| words(&element.names).any(|word| word == *name));
        if !related && !named {
            continue;
        }
        let tag = outline.words(at);
        let main = links
            .binary_search_by_key(&at, |link| link.at)
            .ok()
            .and_then(|at| links.get(at));
        let main = main.is_some_and(|link| link.key == own);
        let fits = (2..=40).contains(&tag.chars().count()) && tag.split(' ').count() <= 4;
        if fits
            && !main
            && tag != title
            && when::read(&tag).is_none()
            && !tags.contains(&tag)
            && tags.len() < 12
        {
            tags.push(tag);
        }
    }
    tags
}
