//! An item of a list → what stands beside its title and date: summary, picture, authors, tags.

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

/// The summary of an item.
pub(super) fn summary(
    outline: &Outline<'_>,
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
        let words = || {
            element
                .names
                .split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'))
        };
        let named = SUMMARIES.iter().any(|name| {
            if name.contains(['-', '_']) {
                element.names.contains(name)
            } else {
                words().any(|word| word == *name)
            }
        });
        if !named || overlaps(at) || HEADINGS.contains(&element.name.as_str()) {
            return None;
        }
        let text = outline.words(at);
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
        if !block || overlaps(at) || element.text.len() < SHORTEST {
            return None;
        }
        let inner = (at + 1..outline.end(at)).any(|at| {
            outline
                .at(at)
                .is_some_and(|e| markup::is_block(&e.name) && e.name != "br")
        });
        let text = outline.words(at);
        (!inner && fits(&text) && text.contains(' ') | text.chars().any(crate::text::is_wide))
            .then_some((text, Some(at)))
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

/// The address of the picture of an item, as it is written.
pub(super) fn image(outline: &Outline<'_>, item: &Item) -> Option<Placed> {
    outline.range(&item.elements).find_map(|(at, element)| {
        if !matches!(element.name.as_str(), "img" | "amp-img") {
            return None;
        }
        let small = ["width", "height"].iter().any(|name| {
            element
                .node
                .attr(name)
                .and_then(|value| value.trim().parse::<u32>().ok())
                .is_some_and(|size| size < 48)
        });
        let other = ["avatar", "icon", "logo", "emoji", "gravatar"]
            .iter()
            .any(|word| element.names.contains(word));
        let address = markup::true_source(&element.node)?;
        (!small && !other).then_some((address, Some(at)))
    })
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
        let words = || {
            element
                .names
                .split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'))
        };
        let named = AUTHORS.iter().any(|name| words().any(|word| word == *name));
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
        let words = || {
            element
                .names
                .split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'))
        };
        let named =
            outline.is_leaf(at) && TAGS.iter().any(|name| words().any(|word| word == *name));
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
