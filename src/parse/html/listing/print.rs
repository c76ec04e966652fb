//! Items that were found → the selectors by which they are found again, short and in words where the page has words.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::besides;
use super::choose::Entry;
use super::date::Value;
use super::link::{HEADINGS, Link};
use super::outline::{Outline, lasting};
use super::when;
use crate::article::{Listing, Selector};
use crate::markup;
use crate::text::fold;

/// Most elements that one way to select is tried on, over all.
const MOST_TRIED: usize = 2_000_000;
/// Most shapes of items that are joined by commas.
const MOST_SHAPES: usize = 4;
/// How far above an item the elements are that tell it from others.
const HIGHEST: usize = 8;

/// One step of a selector: `li`, `.card`, `div.card`, `#news`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Simple {
    name: Option<String>,
    class: Option<String>,
    id: Option<String>,
    attribute: Option<&'static str>,
}

/// How one step stands to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Relation {
    /// Directly in it.
    Child,
    /// Somewhere in it.
    Within,
    /// Right behind it.
    Behind,
}

/// A selector: a step, and outwards those that it stands in or behind.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Path {
    own: Simple,
    outer: Vec<(Relation, Simple)>,
}

impl std::fmt::Display for Simple {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name.as_deref().unwrap_or_default())?;
        for (mark, part) in [("#", &self.id), (".", &self.class)] {
            if let Some(part) = part {
                write!(f, "{mark}{part}")?;
            }
        }
        match self.attribute {
            Some(attribute) => write!(f, "[{attribute}]"),
            None => Ok(()),
        }
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (relation, step) in self.outer.iter().rev() {
            let sign = match relation {
                Relation::Child => " > ",
                Relation::Within => " ",
                Relation::Behind => " + ",
            };
            write!(f, "{step}{sign}")?;
        }
        write!(f, "{}", self.own)
    }
}

impl Simple {
    /// Whether it has a class or an id rather than a mere name of an element.
    fn is_named(&self) -> bool {
        self.class.is_some() || self.id.is_some()
    }
}

/// What selectors are made and tried with.
struct Ways<'a> {
    outline: &'a Outline<'a>,
    classes: Vec<Vec<String>>,
    ids: Vec<String>,
    tried: usize,
}

/// The selectors of a list; none when there is no short way to say where its items are.
pub(super) fn listing(outline: &Outline<'_>, links: &[Link], entries: &[Entry]) -> Option<Listing> {
    let attribute = |at: usize, name: &str| {
        let value = outline.at(at).and_then(|e| e.node.attr(name));
        value.map(|value| value.to_string()).unwrap_or_default()
    };
    let places = 0..outline.elements.len();
    let mut ways = Ways {
        outline,
        classes: places
            .clone()
            .map(|at| {
                attribute(at, "class")
                    .split_ascii_whitespace()
                    .map(str::to_owned)
                    .collect()
            })
            .collect(),
        ids: places.map(|at| attribute(at, "id")).collect(),
        tried: 0,
    };
    let item = ways.items(entries)?;
    let title = |entry: &Entry| Some(title_place(outline, entry).ok_or(()));
    let link = |entry: &Entry| links.get(entry.item.link).map(|link| Ok(link.at));
    let date = |entry: &Entry| entry.date.as_ref().map(|date| date.at.ok_or(()));
    let link = ways.field(entries, &link, &|at| {
        outline
            .at(at)
            .and_then(|e| e.node.attr("href"))
            .map(|href| href.trim().to_owned())
    });
    let title = ways.field(entries, &title, &|at| Some(outline.words(at)));
    let stated = entries.iter().any(
        |entry| matches!(&entry.date, Some(found) if matches!(found.value, Value::Stated(..))),
    );
    let name = stated.then(|| date_attribute(outline, entries)).flatten();
    let of_date = |at: usize| match name {
        Some(name) => outline
            .at(at)
            .and_then(|e| e.node.attr(name))
            .map(|value| fold(&value)),
        None => when::read(&outline.words(at)).map(|when| format!("{when:?}")),
    };
    let mut date = match (stated, name) {
        (true, None) => None,
        _ => ways.field(entries, &date, &of_date),
    };
    if let (Some(date), Some(name)) = (&mut date, name.filter(|name| *name != "datetime")) {
        date.attribute = Some(name.to_owned());
    }
    let apart = |entry: &Entry| [entry.title.at, entry.date.as_ref().and_then(|date| date.at)];
    let summary = |entry: &Entry| {
        let found = besides::summary(outline, &entry.item, &entry.title.text, &apart(entry))?;
        Some(found.1.ok_or(()))
    };
    let image = |entry: &Entry| Some(besides::image(outline, &entry.item)?.1.ok_or(()));
    Some(Listing {
        item: Some(item),
        link,
        title,
        date,
        date_format: None,
        summary: ways.field(entries, &summary, &|at| Some(outline.words(at))),
        image: ways.field(entries, &image, &|at| {
            markup::true_source(&outline.at(at)?.node)
        }),
    })
}

/// The heading that is a title and nothing else, or the element that has it.
fn title_place(outline: &Outline<'_>, entry: &Entry) -> Option<usize> {
    let at = entry.title.at?;
    let heading = outline.ancestors(at).take(3).find(|above| {
        outline
            .at(*above)
            .is_some_and(|e| HEADINGS.contains(&e.name.as_str()))
            && entry.item.elements.contains(above)
    });
    Some(
        heading
            .filter(|heading| outline.words(*heading) == entry.title.text)
            .unwrap_or(at),
    )
}

/// The attribute in which the dates of all items are stated.
fn date_attribute(outline: &Outline<'_>, entries: &[Entry]) -> Option<&'static str> {
    const NAMES: &[&str] = &[
        "datetime",
        "content",
        "title",
        "data-datetime",
        "data-date",
        "data-published",
        "data-timestamp",
        "data-time",
    ];
    NAMES.iter().copied().find(|name| {
        entries
            .iter()
            .filter_map(|entry| entry.date.as_ref())
            .all(|found| match &found.value {
                Value::Stated(text, _) => {
                    let element = found.at.and_then(|at| outline.at(at));
                    element
                        .and_then(|e| e.node.attr(name))
                        .is_some_and(|value| value.trim() == text)
                }
                Value::Seen(_) | Value::Told(_) => false,
            })
    })
}

/// Where an entry has a field: nowhere, in an element, or in no element of its own.
type Place<'a> = &'a dyn Fn(&Entry) -> Option<Result<usize, ()>>;

impl Ways<'_> {
    /// The selector of the items.
    fn items(&mut self, entries: &[Entry]) -> Option<String> {
        let places: BTreeSet<usize> = entries.iter().map(|entry| entry.item.at).collect();
        if let Some(path) = self.of(&places, &places) {
            return Some(path.to_string());
        }
        let mut shapes: BTreeMap<u64, BTreeSet<usize>> = BTreeMap::new();
        for at in &places {
            let mark = self.outline.at(*at).map_or(0, |e| e.mark);
            shapes.entry(mark).or_default().insert(*at);
        }
        if shapes.len() > MOST_SHAPES {
            return None;
        }
        let mut paths = Vec::new();
        for shape in shapes.values() {
            paths.push(self.of(shape, &places)?.to_string());
        }
        paths.sort();
        paths.dedup();
        Some(paths.join(", "))
    }

    /// A path that selects all of `wanted` and nothing that is not in `allowed`: by a class, by that of something it stands in,
    /// by names of elements alone.
    fn of(&mut self, wanted: &BTreeSet<usize>, allowed: &BTreeSet<usize>) -> Option<Path> {
        let first = *wanted.first()?;
        let (own, plain): (Vec<Simple>, Vec<Simple>) = self
            .steps(first)
            .into_iter()
            .filter(|step| wanted.iter().all(|at| self.is(*at, step)))
            .partition(Simple::is_named);
        let path = |own: &Simple, outer: Vec<(Relation, Simple)>| Path {
            own: own.clone(),
            outer,
        };
        let mut paths: Vec<Path> = own.iter().map(|own| path(own, Vec::new())).collect();
        let above: Vec<usize> = self.outline.ancestors(first).take(HIGHEST).collect();
        let relation = |height: usize| {
            if height == 0 {
                Relation::Child
            } else {
                Relation::Within
            }
        };
        for (height, at) in above.iter().enumerate() {
            for step in self.steps(*at).into_iter().filter(Simple::is_named) {
                paths.extend(
                    own.iter()
                        .chain(&plain)
                        .map(|own| path(own, vec![(relation(height), step.clone())])),
                );
            }
        }
        paths.extend(plain.iter().map(|own| path(own, Vec::new())));
        let container = above.first().copied()?;
        let behind = self.outline.at(container).map_or(0, |e| e.parent);
        let behind = self
            .outline
            .children(behind)
            .take_while(|at| *at < container)
            .last();
        for step in self.steps(container) {
            let child = (Relation::Child, step);
            paths.extend(plain.iter().map(|own| path(own, vec![child.clone()])));
            for (outer, relation) in behind
                .iter()
                .map(|at| (*at, Relation::Behind))
                .chain(above.iter().skip(1).map(|at| (*at, Relation::Within)))
            {
                for step in self.steps(outer) {
                    paths.extend(
                        plain
                            .iter()
                            .map(|own| path(own, vec![child.clone(), (relation, step.clone())])),
                    );
                }
            }
        }
        paths
            .into_iter()
            .find(|path| self.fits(path, wanted, allowed))
    }

    fn fits(&mut self, path: &Path, wanted: &BTreeSet<usize>, allowed: &BTreeSet<usize>) -> bool {
        if self.tried > MOST_TRIED || !wanted.iter().all(|at| self.selects(path, *at)) {
            return false;
        }
        self.tried += self.outline.elements.len();
        // What stands within an item is part of it.
        let mut past = 0;
        for at in 0..self.outline.elements.len() {
            if at < past || !self.selects(path, at) {
                continue;
            }
            if !allowed.contains(&at) {
                return false;
            }
            past = self.outline.end(at);
        }
        true
    }

    /// The ways to name an element, the most telling first: classes in words, then its name, then what a program made up.
    fn steps(&self, at: usize) -> Vec<Simple> {
        let name = self.outline.at(at).map_or("", |e| e.name.as_str());
        let classes = self.classes.get(at).map(Vec::as_slice).unwrap_or_default();
        let id = self.ids.get(at).map_or("", String::as_str);
        let joined = classes.join(" ");
        let plain: Vec<&str> = lasting(&joined)
            .filter(|class| is_identifier(class))
            .collect();
        let (words, others): (Vec<&str>, Vec<&str>) =
            plain.into_iter().partition(|class| is_word(class));
        let step = |name: Option<&str>, class: Option<&str>, id: Option<&str>| Simple {
            name: name.map(str::to_owned),
            class: class.map(str::to_owned),
            id: id.map(str::to_owned),
            attribute: None,
        };
        let mut steps: Vec<Simple> = Vec::new();
        if is_identifier(id) && is_word(id) {
            steps.push(step(None, None, Some(id)));
        }
        steps.extend(words.iter().map(|class| step(None, Some(class), None)));
        steps.extend(
            words
                .iter()
                .map(|class| step(Some(name), Some(class), None)),
        );
        if !matches!(name, "html" | "body") {
            steps.push(step(Some(name), None, None));
        }
        if let Some(name @ ("meta" | "time")) = Some(name) {
            let attribute = if name == "meta" {
                "content"
            } else {
                "datetime"
            };
            if self
                .outline
                .at(at)
                .is_some_and(|e| e.node.has_attr(attribute))
            {
                steps.push(Simple {
                    attribute: Some(attribute),
                    ..step(Some(name), None, None)
                });
            }
        }
        steps.extend(others.iter().map(|class| step(None, Some(class), None)));
        steps
    }

    fn is(&self, at: usize, step: &Simple) -> bool {
        let Some(element) = self.outline.at(at) else {
            return false;
        };
        step.name.as_ref().is_none_or(|name| *name == element.name)
            && step
                .class
                .as_ref()
                .is_none_or(|class| self.classes.get(at).is_some_and(|own| own.contains(class)))
            && step
                .id
                .as_ref()
                .is_none_or(|id| self.ids.get(at) == Some(id))
            && step
                .attribute
                .is_none_or(|name| element.node.has_attr(name))
    }

    fn selects(&self, path: &Path, at: usize) -> bool {
        self.is(at, &path.own) && self.stands(at, &path.outer)
    }

    fn stands(&self, at: usize, outer: &[(Relation, Simple)]) -> bool {
        let Some(((relation, step), rest)) = outer.split_first() else {
            return true;
        };
        let is = |at: &usize| self.is(*at, step) && self.stands(*at, rest);
        match relation {
            Relation::Child => self.outline.ancestors(at).take(1).any(|at| is(&at)),
            Relation::Within => self.outline.ancestors(at).any(|at| is(&at)),
            Relation::Behind => {
                let parent = self.outline.at(at).map_or(0, |e| e.parent);
                self.outline
                    .children(parent)
                    .take_while(|before| *before < at)
                    .last()
                    .is_some_and(|at| is(&at))
            }
        }
    }

    /// The selector of a field within the items, where each item's first match has the very value that was found. Empty
    /// for the item itself.
    fn field(
        &mut self,
        entries: &[Entry],
        place: Place<'_>,
        value: &dyn Fn(usize) -> Option<String>,
    ) -> Option<Selector> {
        let mut wanted: HashMap<usize, Option<String>> = HashMap::new();
        let mut first: Option<(usize, usize)> = None;
        let mut itself = true;
        for entry in entries {
            match place(entry) {
                None => {
                    wanted.insert(entry.item.at, None);
                }
                Some(Err(())) => return None,
                Some(Ok(at)) => {
                    itself &= at == entry.item.at;
                    first = first.or(Some((entry.item.at, at)));
                    wanted.insert(entry.item.at, Some(value(at)?));
                }
            }
        }
        let (item, at) = first?;
        // What only few items have is none of the list's own.
        if wanted.values().flatten().count() * 2 < entries.len() {
            return None;
        }
        if itself {
            return Some(Selector::default());
        }
        let own = self.steps(at);
        let mut paths: Vec<Path> = own
            .iter()
            .map(|own| Path {
                own: own.clone(),
                outer: Vec::new(),
            })
            .collect();
        let between: Vec<usize> = self
            .outline
            .ancestors(at)
            .take_while(|above| *above > item)
            .take(4)
            .collect();
        for (height, above) in between.iter().enumerate() {
            for step in self.steps(*above) {
                let relation = if height == 0 {
                    Relation::Child
                } else {
                    Relation::Within
                };
                paths.extend(own.iter().map(|own| Path {
                    own: own.clone(),
                    outer: vec![(relation, step.clone())],
                }));
            }
        }
        let path = paths.into_iter().find(|path| {
            self.tried += entries
                .iter()
                .map(|entry| entry.item.elements.len())
                .sum::<usize>();
            self.tried <= MOST_TRIED
                && entries.iter().all(|entry| {
                    let found = entry
                        .item
                        .elements
                        .clone()
                        .find(|at| self.selects(path, *at));
                    wanted
                        .get(&entry.item.at)
                        .is_some_and(|wanted| match (found, wanted) {
                            (None, None) => true,
                            (Some(at), Some(text)) => value(at).as_ref() == Some(text),
                            _ => false,
                        })
                })
        });
        path.map(|path| Selector {
            path: path.to_string(),
            attribute: None,
        })
    }
}

/// Whether a name can be written in a selector as it is.
fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && name.len() <= 40
}

/// Whether a class looks as if a person had named it: `news-item`, not `css-1x9kq2` or `sc-bdVaJa`.
fn is_word(class: &str) -> bool {
    let parts: Vec<&str> = class
        .split(['-', '_'])
        .filter(|part| !part.is_empty())
        .collect();
    let vowels = |part: &str| part.bytes().filter(|b| b"aeiouyAEIOUY".contains(b)).count();
    let words = parts.iter().filter(|part| part.len() >= 3);
    let made_up = parts.iter().any(|part| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        let turns = part
            .as_bytes()
            .windows(2)
            .filter(
                |pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()),
            )
            .count();
        digits > 0 && digits < part.len()
            || turns >= 2
            || part.len() >= 5 && vowels(part) == 0
            || turns == 1 && part.len() <= 7
    });
    !made_up && words.count() > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_in_words_are_told_from_those_made_up() {
        for (class, expected) in [
            ("news-item", true),
            ("card", true),
            ("entry-title", true),
            ("NewsList", true),
            ("post__body", true),
            ("css-1x9kq2", false),
            ("sc-bdVaJa", false),
            ("Card_root__x1Y2z", false),
            ("x9", false),
            ("bcdfg", false),
        ] {
            assert_eq!(is_word(class), expected, "{class}");
        }
    }
}
