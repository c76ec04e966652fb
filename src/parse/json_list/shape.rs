//! A sample of like objects → which member of them is title, address, date, …, and how much they are like articles.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value};

use super::path::{Path, Step};
use super::roles::{self, Role, WEAK, WRAPPERS};
use super::value;
use crate::parse::json::word;

/// How many items are looked at.
const SAMPLE: usize = 16;
/// Objects within one another in which an item's members are sought.
const DEPTH: usize = 4;
/// Members of one item that are looked at.
const MEMBERS: usize = 400;
/// Ways to one role that are kept for the items that lack the best.
const SPARE: usize = 4;

/// Where the fields of an item are: for each role the paths, the best first.
#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    paths: HashMap<Role, Vec<Path>>,
    weak_title: bool,
}

/// A member that may be of a role, over all items of the sample.
#[derive(Default)]
struct Found {
    rank: u32,
    values: Vec<String>,
}

impl Shape {
    /// The shape that most of the items have.
    pub(super) fn of(items: &[&Value]) -> Self {
        let step = items.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<&Value> = items.iter().step_by(step).copied().collect();
        let mut found: HashMap<(Role, Path), Found> = HashMap::new();
        for item in &sample {
            if let Value::Object(object) = item {
                let mut room = MEMBERS;
                walk(object, &Path::default(), 0, 0, &mut room, &mut found);
            }
        }
        let mut shape = Shape::default();
        let mut ranked: Vec<_> = found.into_iter().collect();
        for ((role, _), found) in &mut ranked {
            found.rank += penalty(*role, &found.values, sample.len());
        }
        ranked.retain(|(_, found)| found.rank < REFUSED);
        // by path in the end, so that the same document always gives the same
        ranked
            .sort_by_cached_key(|((_, path), found)| (found.rank, path.0.len(), path.to_string()));
        for ((role, path), found) in ranked {
            let paths = shape.paths.entry(role).or_default();
            if role == Role::Title && paths.is_empty() {
                shape.weak_title = found.rank >= u32::from(WEAK);
            }
            if paths.len() < SPARE {
                paths.push(path);
            }
        }
        shape
    }

    /// The best path of a role.
    pub(super) fn best(&self, role: Role) -> Option<&Path> {
        self.paths.get(&role)?.first()
    }

    /// The value of a role in an item: of the best path that leads to one that fits.
    pub(super) fn value<'a>(&self, role: Role, item: &'a Value) -> Option<&'a Value> {
        let paths = self.paths.get(&role)?;
        let fits = |value: &&Value| word(value).is_some_and(|text| value::fits(role, &text));
        let is_whole = matches!(role, Role::Author | Role::Tags);
        let mut values = paths.iter().filter_map(|path| path.get(item));
        values.find(|value| is_whole && !value.is_null() || fits(value))
    }

    /// How much items of this shape are like articles: 0 when they can be none, about 10 at most. `slugs` are addresses,
    /// or they are not.
    pub(super) fn likeness(&self, items: &[&Value], slugs: bool) -> f64 {
        let step = items.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<&Value> = items.iter().step_by(step).copied().collect();
        let share = |role: Role| {
            let has = |role, item| self.value(role, item).is_some();
            let with = sample.iter().filter(|item| {
                has(role, item) || slugs && role == Role::Link && has(Role::Slug, item)
            });
            with.count() as f64 / sample.len().max(1) as f64
        };
        let [title, link, date, summary, content, id] = [
            Role::Title,
            Role::Link,
            Role::Published,
            Role::Summary,
            Role::Content,
            Role::Id,
        ]
        .map(share);
        let text = summary.max(content);
        let stands_alone = title >= 0.5 && (link >= 0.5 || id >= 0.5 && (date.max(text)) >= 0.5);
        // a short message has no title
        let message = content >= 0.5 && date >= 0.5 && link >= 0.5;
        // names and addresses are what authors, tags and menus have
        let vouched = !self.weak_title || date.max(text) >= 0.5;
        if !(stands_alone && vouched || message) {
            return 0.0;
        }
        let weight = if self.weak_title { 1.5 } else { 3.0 };
        let extras = [Role::Image, Role::Author, Role::Tags, Role::Updated].map(share);
        title * weight * self.wordiness(&sample)
            + link * 3.0
            + date * 2.5
            + summary
            + content
            + extras.iter().sum::<f64>() * 0.3
    }

    /// Titles of articles are sentences, those of menus are words.
    fn wordiness(&self, sample: &[&Value]) -> f64 {
        let titles = sample
            .iter()
            .filter_map(|item| self.value(Role::Title, item)?.as_str());
        let (mut count, mut length) = (0_usize, 0_usize);
        for title in titles {
            count += 1;
            length += title
                .chars()
                .map(|c| if crate::text::is_wide(c) { 3 } else { 1 })
                .sum::<usize>();
        }
        match length / count.max(1) {
            0..8 => 0.2,
            8..15 => 0.6,
            _ => 1.0,
        }
    }
}

/// From here on a member is not of the role after all.
const REFUSED: u32 = 1000;

/// Adds what the members of an object may be. Objects within are looked into: those that hold the article itself cost
/// little, unknown ones more.
fn walk(
    object: &Map<String, Value>,
    path: &Path,
    depth: usize,
    cost: u32,
    room: &mut usize,
    found: &mut HashMap<(Role, Path), Found>,
) {
    for (key, value) in object {
        if *room == 0 {
            return;
        }
        *room -= 1;
        let here = || path.then(Step::Key(key.clone()));
        for (role, rank) in roles::of(key) {
            let Some((end, text)) = read(*role, value) else {
                continue;
            };
            let mut whole = here();
            whole.0.extend(end.0);
            let entry = found.entry((*role, whole)).or_default();
            entry.rank = u32::from(*rank) + cost;
            entry.values.push(text);
        }
        if let Value::Object(inner) = value
            && depth + 1 < DEPTH
            && !roles::is_other(key)
        {
            let more = if WRAPPERS.contains(&roles::letters(key).as_str()) {
                1
            } else {
                12
            };
            walk(inner, &here(), depth + 1, cost + more, room, found);
        }
    }
}

/// What a member says in a role, and the rest of the path to it.
fn read(role: Role, value: &Value) -> Option<(Path, String)> {
    if matches!(role, Role::Author | Role::Tags) {
        // read as a whole, whatever shape they have; a bare number is the id of someone elsewhere
        let is_some = match value {
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(values) => values
                .iter()
                .any(|value| value.is_string() || value.is_object()),
            Value::Object(_) => true,
            _ => false,
        };
        return is_some.then(|| (Path::default(), String::new()));
    }
    let end = value::way(role, value, 0)?;
    let text = word(end.get(value)?)?;
    Some((end, text))
}

/// What speaks against a member, by its values in all items.
fn penalty(role: Role, values: &[String], items: usize) -> u32 {
    let count = values.len();
    let distinct = values.iter().collect::<HashSet<_>>().len();
    let rare = if count * 2 < items { 30 } else { 0 };
    let alike = distinct * 2 < count;
    match role {
        // the name of the section, of the type
        Role::Title | Role::Link | Role::Slug if alike => REFUSED,
        Role::Summary if alike && count > 2 => REFUSED,
        Role::Id if distinct < count => REFUSED,
        Role::Link
            if values
                .iter()
                .filter(|text| value::is_for_programs(text))
                .count()
                * 2
                > count =>
        {
            rare + 40
        }
        Role::Image => 0,
        _ => rare,
    }
}
