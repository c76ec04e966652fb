//! Elements that were found → the shortest selector that chooses them and no others.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::super::entry::Entry;
use super::super::outline::{Outline, lasting};
use super::path::{Path, Relation, Simple, is_identifier, is_word};
use crate::article::Selector;

/// Most elements that one way to select is tried on, over all.
const MOST_TRIED: usize = 2_000_000;
/// Most shapes of items that are joined by commas.
const MOST_SHAPES: usize = 4;
/// How far above an item the elements are that tell it from others.
const HIGHEST: usize = 8;

/// What selectors are made and tried with.
pub(super) struct Ways<'a> {
    outline: &'a Outline<'a>,
    classes: Vec<Vec<String>>,
    ids: Vec<String>,
    /// The element right before each, in the same parent.
    before: Vec<Option<usize>>,
    tried: usize,
}

/// Where an entry has a field: nowhere, in an element, or in no element of its own.
pub(super) type Place<'a> = &'a dyn Fn(&Entry) -> Option<Result<usize, ()>>;

impl<'a> Ways<'a> {
    /// For the elements of a page.
    pub(super) fn of(outline: &'a Outline<'a>) -> Self {
        let attribute = |at: usize, name: &str| {
            let value = outline.at(at).and_then(|e| e.node.attr(name));
            value.map(|value| value.to_string()).unwrap_or_default()
        };
        let names = |at: usize| {
            attribute(at, "class")
                .split_ascii_whitespace()
                .map(str::to_owned)
                .collect()
        };
        let places = 0..outline.elements.len();
        let mut before = vec![None; outline.elements.len()];
        for at in places.clone() {
            let next = outline.end(at);
            let together = outline
                .at(next)
                .zip(outline.at(at))
                .is_some_and(|(next, own)| next.parent == own.parent);
            if let Some(place) = before.get_mut(next).filter(|_| together) {
                *place = Some(at);
            }
        }
        Ways {
            outline,
            before,
            classes: places.clone().map(names).collect(),
            ids: places.map(|at| attribute(at, "id")).collect(),
            tried: 0,
        }
    }

    /// The selector of the items.
    pub(super) fn items(&mut self, entries: &[Entry]) -> Option<String> {
        let places: BTreeSet<usize> = entries.iter().map(|entry| entry.item.at).collect();
        if let Some(path) = self.path(&places, &places) {
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
            paths.push(self.path(shape, &places)?.to_string());
        }
        paths.sort();
        paths.dedup();
        Some(paths.join(", "))
    }

    /// A path that selects all of `wanted` and nothing that is not in `allowed`: by a class, by that of something it stands in,
    /// by names of elements alone.
    fn path(&mut self, wanted: &BTreeSet<usize>, allowed: &BTreeSet<usize>) -> Option<Path> {
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
        let behind = self.before.get(container).copied().flatten();
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
            Relation::Behind => self
                .before
                .get(at)
                .copied()
                .flatten()
                .is_some_and(|at| is(&at)),
        }
    }

    /// The selector of a field within the items, where each item's first match has the very value that was found. Empty
    /// for the item itself.
    pub(super) fn field(
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
