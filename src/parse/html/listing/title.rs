//! An item of a list → its title, by a ladder: a heading of its link, an element that calls itself the title, the link's
//! own words, what else stands there.

use std::collections::{HashMap, HashSet};

use super::address::is_version;
use super::group::Item;
use super::link::{HEADINGS, Link};
use super::outline::Outline;
use super::when;
use crate::text::{fold, key};

/// Longest title, in characters.
const LONGEST: usize = 300;

/// Words in classes of titles.
const TITLES: &[&str] = &[
    "title",
    "headline",
    "heading",
    "titel",
    "titre",
    "titulo",
    "p-name",
    "storylink",
];

/// A title and the element that has it, where one has nothing else.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Title {
    /// In one line.
    pub(super) text: String,
    /// The element.
    pub(super) at: Option<usize>,
    /// It is that of a heading.
    pub(super) heading: bool,
    /// The item's main link has it.
    pub(super) direct: bool,
}

/// What titles are found with.
pub(super) struct Titles<'a> {
    outline: &'a Outline<'a>,
    links: &'a [Link],
    /// Link texts that several items share: `Read more`.
    repeated: HashSet<&'a str>,
    /// The number of the first link at or after each place.
    by_place: HashMap<usize, usize>,
}

impl<'a> Titles<'a> {
    /// For the items of a list.
    pub(super) fn of(outline: &'a Outline<'a>, links: &'a [Link], items: &[Item]) -> Self {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for item in items {
            if let Some(link) = links.get(item.link) {
                *counts.entry(link.text.as_str()).or_default() += 1;
            }
        }
        let many = |count: usize| count >= 3 || count == 2 && items.len() <= 5;
        Titles {
            outline,
            links,
            repeated: counts
                .into_iter()
                .filter(|(_, n)| many(*n))
                .map(|(text, _)| text)
                .collect(),
            by_place: links
                .iter()
                .enumerate()
                .map(|(number, link)| (link.at, number))
                .collect(),
        }
    }

    /// Whether a link's text is no title.
    fn is_poor(&self, text: &str) -> bool {
        let letters = text.chars().filter(|c| c.is_alphabetic()).count();
        letters < 2 && !is_version(text) || self.repeated.contains(text) || when::is_all(text)
    }

    /// The title of an item.
    pub(super) fn read(&self, item: &Item) -> Option<Title> {
        let link = self.links.get(item.link)?;
        let same = self.same(item, link);
        self.of_heading(item, link, &same)
            .or_else(|| self.of_class(item, link, &same))
            .or_else(|| self.behind_number(item, link))
            .or_else(|| self.of_link(link, &same))
            .or_else(|| self.named_beside(item, link, &["strong", "b", "dt"]))
            .or_else(|| self.of_attribute(&same))
            .or_else(|| self.line_beside(item, link))
            .filter(|title| !title.text.is_empty())
    }

    /// The links of an item that lead where its main link does.
    fn same(&self, item: &Item, link: &'a Link) -> Vec<&'a Link> {
        let mut same = vec![link];
        let first = self
            .links
            .partition_point(|other| other.at < item.elements.start);
        let there = self
            .links
            .iter()
            .skip(first)
            .take_while(|other| other.at < item.elements.end);
        same.extend(
            there
                .filter(|other| other.key == link.key && other.at != link.at)
                .take(8),
        );
        same
    }

    fn of_heading(&self, item: &Item, link: &Link, same: &[&Link]) -> Option<Title> {
        for other in same {
            let Some(at) = other.heading.filter(|at| item.elements.contains(at)) else {
                continue;
            };
            let heading = self.outline.words(at);
            let around = heading.len().saturating_sub(other.text.len());
            let in_link = at > other.at;
            // A kicker or a date beside the link in the heading.
            let (text, place) = if in_link {
                (heading, at)
            } else if !self.is_poor(&other.text) && other.text.len() * 2 >= around {
                (other.text.clone(), other.at)
            } else {
                (fold(&heading.replacen(&other.text, "", 1)), at)
            };
            if key(&text).len() > 1 && text.chars().count() <= LONGEST {
                return Some(Title {
                    text,
                    at: Some(place),
                    heading: true,
                    direct: other.at == link.at,
                });
            }
        }
        None
    }

    fn of_class(&self, item: &Item, link: &Link, same: &[&Link]) -> Option<Title> {
        let named = self.outline.range(&item.elements).find(|(at, element)| {
            let beside = same.iter().any(|other| {
                *at >= other.at && *at < self.outline.end(other.at)
                    || other.at > *at && other.at < element.end
            });
            beside
                && element.text.len() < LONGEST * 2
                && element
                    .names
                    .split_ascii_whitespace()
                    .any(|name| TITLES.iter().any(|word| name.contains(word)))
                && !element.names.contains("subtitle")
        });
        let (at, _) = named?;
        let text = self.outline.words(at);
        let inner = same
            .iter()
            .find(|other| other.at > at && other.at < self.outline.end(at));
        let (text, at) = match inner {
            Some(inner) if !self.is_poor(&inner.text) => (inner.text.clone(), inner.at),
            _ => (text, at),
        };
        (!self.is_poor(&text) && text.chars().count() <= LONGEST).then(|| Title {
            text,
            at: Some(at),
            heading: false,
            direct: at >= link.at && at < self.outline.end(link.at)
                || link.at > at && link.at < self.outline.end(at),
        })
    }

    fn of_link(&self, link: &Link, same: &[&Link]) -> Option<Title> {
        let best = same
            .iter()
            .filter(|other| !self.is_poor(&other.text))
            .max_by_key(|other| (other.text.chars().count().min(40), usize::MAX - other.at));
        if let Some(other) = best {
            let direct = other.at == link.at;
            let lines = self
                .outline
                .at(other.at)
                .map_or("", |e| self.outline.lines(&e.text));
            if !lines.trim().contains('\n') && other.text.chars().count() <= LONGEST {
                let (text, at) = self.without_leaves(other);
                return Some(Title {
                    text,
                    at,
                    heading: false,
                    direct,
                });
            }
            let line = main_line(lines)?;
            let at = (other.at + 1..self.outline.end(other.at))
                .find(|at| self.outline.words(*at) == line && self.outline.end(*at) - at <= 2);
            return Some(Title {
                text: line,
                at,
                heading: false,
                direct,
            });
        }
        None
    }

    /// What a link says in an attribute, where it has no words: not the count of comments, which says that to others.
    fn of_attribute(&self, same: &[&Link]) -> Option<Title> {
        let attribute = |at: usize, name: &str| {
            let value = self.outline.at(at)?.node.attr(name)?;
            Some(fold(&value)).filter(|text| !self.is_poor(text) && text.contains(' '))
        };
        let counts =
            |link: &&&Link| !link.text.is_empty() && !link.text.chars().any(char::is_alphabetic);
        same.iter().filter(|link| !counts(link)).find_map(|other| {
            let text =
                attribute(other.at, "aria-label").or_else(|| attribute(other.at, "title"))?;
            Some(Title {
                text,
                at: None,
                heading: false,
                direct: true,
            })
        })
    }

    /// The text of a link of one line, without a date or a label that stands in an element of its own before or behind it.
    fn without_leaves(&self, link: &Link) -> (String, Option<usize>) {
        let children: Vec<usize> = self.outline.children(link.at).collect();
        if children.is_empty() {
            return (link.text.clone(), Some(link.at));
        }
        if let Some(at) = self.glued(&children) {
            return (self.outline.words(at), Some(at));
        }
        let long = children.iter().copied().find(|at| {
            let text = self.outline.words(*at);
            text.len() * 2 > link.text.len() && !when::is_all(&text)
        });
        let others = children.iter().any(|at| {
            let text = self.outline.words(*at);
            when::is_all(&text)
        });
        match (others, long) {
            (true, Some(at)) => (self.outline.words(at), Some(at)),
            (true, None) => {
                let mut text = link.text.clone();
                for at in children {
                    let part = self.outline.words(at);
                    if when::is_all(&part) {
                        text = fold(&text.replacen(&part, " ", 1));
                    }
                }
                (text, None)
            }
            _ => (link.text.clone(), Some(link.at)),
        }
    }

    /// Of parts between which there is no blank, and which therefore stand in boxes of their own: the emphasised one, or the
    /// longest.
    fn glued(&self, parts: &[usize]) -> Option<usize> {
        let outline = self.outline;
        let text = |at: &usize| outline.at(*at).map_or(0..0, |e| e.text.clone());
        let parts: Vec<usize> = parts
            .iter()
            .copied()
            .filter(|at| !outline.words(*at).is_empty())
            .collect();
        let glued = parts.windows(2).any(|pair| match pair {
            [one, other] => {
                let (one, other) = (text(one), text(other));
                one.end == other.start
                    && outline.lines(&one).ends_with(char::is_alphanumeric)
                        | outline.lines(&one).ends_with(')')
                    && outline.lines(&other).starts_with(char::is_alphanumeric)
            }
            _ => false,
        });
        if !glued {
            return None;
        }
        let strong = |at: &usize| {
            outline
                .at(*at)
                .is_some_and(|e| matches!(e.name.as_str(), "strong" | "b"))
        };
        let longest = || {
            parts
                .iter()
                .copied()
                .filter(|at| !when::is_all(&outline.words(*at)))
                .max_by_key(|at| text(at).len())
        };
        parts.iter().copied().find(strong).or_else(longest)
    }

    /// What calls itself the title, of an item whose link is a number: `24-1182`.
    fn behind_number(&self, item: &Item, link: &Link) -> Option<Title> {
        let count = |of: fn(char) -> bool| link.text.chars().filter(|c| of(*c)).count();
        if count(char::is_numeric) <= count(char::is_alphabetic) || is_version(&link.text) {
            return None;
        }
        self.named_beside(item, link, &[])
    }

    /// A title that is not linked but calls itself one, of an item whose link says `Read more` or lies over it.
    fn named_beside(&self, item: &Item, link: &Link, strong: &[&str]) -> Option<Title> {
        let outline = self.outline;
        let free = |at: usize| {
            let inner = (at..outline.end(at)).find_map(|at| self.by_place.get(&at));
            let own = inner.is_none_or(|number| {
                self.links
                    .get(*number)
                    .is_none_or(|other| other.key == link.key)
            });
            own && !outline.ancestors(at).take(6).any(|at| {
                self.by_place
                    .get(&at)
                    .and_then(|number| self.links.get(*number))
                    .is_some_and(|other| other.key != link.key)
            })
        };
        let fits = |at: usize| {
            let text = outline.words(at);
            let length = text.chars().count();
            !self.is_poor(&text) && length <= LONGEST && text != link.text
        };
        let heading = outline
            .range(&item.elements)
            .find(|(at, e)| HEADINGS.contains(&e.name.as_str()) && free(*at) && fits(*at));
        let named = || {
            outline.range(&item.elements).find(|(at, e)| {
                let named = TITLES.iter().any(|word| e.names.contains(word))
                    || strong.contains(&e.name.as_str());
                named && free(*at) && fits(*at)
            })
        };
        let (at, element) = heading.or_else(named)?;
        let text = outline.words(at);
        // `Title:` in an element of its own says what follows.
        let label = outline
            .children(at)
            .next()
            .map(|first| outline.words(first));
        let label = label.filter(|label| label.ends_with([':', '：']));
        let rest =
            label.and_then(|label| text.strip_prefix(&label).map(|rest| rest.trim().to_owned()));
        Some(Title {
            text: rest.filter(|rest| !rest.is_empty()).unwrap_or(text),
            at: Some(at),
            heading: HEADINGS.contains(&element.name.as_str()),
            direct: false,
        })
    }

    /// The first line of an item that has no link but the one whose words say nothing.
    fn line_beside(&self, item: &Item, link: &Link) -> Option<Title> {
        let outline = self.outline;
        let others = self
            .links
            .partition_point(|other| other.at < item.elements.start);
        let others = self
            .links
            .iter()
            .skip(others)
            .take_while(|other| other.at < item.elements.end);
        if others.into_iter().any(|other| other.key != link.key) {
            return None;
        }
        let lines = outline.lines(&item.text);
        let line = lines
            .lines()
            .map(fold)
            .find(|line| is_main(line) && *line != link.text)?;
        let at = outline
            .range(&item.elements)
            .find(|(at, _)| outline.words(*at) == line)
            .map(|(at, _)| at);
        Some(Title {
            text: line.chars().take(LONGEST).collect(),
            at,
            heading: false,
            direct: false,
        })
    }
}

/// The line of a card that is its title: the first of a few words that is no date.
fn main_line(lines: &str) -> Option<String> {
    let mut lines = lines.lines().map(fold).filter(|line| !line.is_empty());
    let first: Vec<String> = lines.by_ref().take(8).collect();
    first
        .iter()
        .find(|line| is_main(line))
        .or_else(|| first.iter().find(|line| !when::is_all(line)))
        .map(|line| line.chars().take(LONGEST).collect())
}

fn is_main(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count();
    let wide = line.chars().filter(|c| crate::text::is_wide(*c)).count();
    (words >= 3 && letters >= 10 || wide >= 6) && !when::is_all(line)
}
