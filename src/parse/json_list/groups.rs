//! JSON → the lists of objects in it, each with the path to it.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::path::{Path, Step};

/// Most lists, and most objects in all of them: more is something else.
const GROUPS: usize = 500;
const OBJECTS: usize = 100_000;

/// Objects that lie under one path, over all arrays that it leads to.
pub(super) struct Group<'a> {
    /// Where the objects are; with `*` where arrays lie in arrays.
    pub(super) path: Path,
    /// The objects, in document order.
    pub(super) items: Vec<&'a Value>,
}

/// All lists of objects, the outer before those in it.
pub(super) fn all(value: &Value) -> Vec<Group<'_>> {
    let mut places = Places::default();
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: HashMap<usize, usize> = HashMap::new();
    let mut room = OBJECTS;
    let mut stack = vec![(Places::WHOLE, value)];
    while let Some((place, value)) = stack.pop() {
        let (members, inside): (Vec<&Value>, usize) = match value {
            Value::Array(values) => (values.iter().collect(), places.within(place, &Step::Any)),
            // an object whose keys are ids is a list too
            Value::Object(object) if is_map(object) => {
                (object.values().collect(), places.within(place, &Step::Any))
            }
            Value::Object(object) => {
                let nested = object.iter().rev().filter(|(_, value)| is_deep(value));
                stack
                    .extend(nested.map(|(key, value)| {
                        (places.within(place, &Step::Key(key.clone())), value)
                    }));
                continue;
            }
            _ => continue,
        };
        let objects = || members.iter().filter(|value| value.is_object());
        let count = objects().count();
        // an array is a list itself, a map's list are its members
        let of = if value.is_array() { place } else { inside };
        if count > 0
            && count * 2 >= members.len()
            && (groups.len() < GROUPS || known.contains_key(&of))
        {
            let at = *known.entry(of).or_insert(groups.len());
            if at == groups.len() {
                let path = places.path(of);
                groups.push(Group {
                    path,
                    items: Vec::new(),
                });
            }
            if let Some(group) = groups.get_mut(at) {
                group.items.extend(objects().take(room));
                room = room.saturating_sub(count);
            }
        }
        let nested = members.iter().rev().filter(|value| is_deep(value));
        stack.extend(nested.map(|value| (inside, *value)));
    }
    groups
}

fn is_deep(value: &Value) -> bool {
    value.is_object() || value.is_array()
}

/// Paths, each kept once: however deep a document is, a step costs the same.
#[derive(Default)]
struct Places {
    /// The place around each and the step from it; [`Places::WHOLE`] has none.
    steps: Vec<(usize, Step)>,
    known: HashMap<(usize, Step), usize>,
}

impl Places {
    /// The document itself; the others are counted from 1.
    const WHOLE: usize = 0;

    fn within(&mut self, place: usize, step: &Step) -> usize {
        let next = self.steps.len() + 1;
        let at = *self.known.entry((place, step.clone())).or_insert(next);
        if at == next {
            self.steps.push((place, step.clone()));
        }
        at
    }

    fn path(&self, mut place: usize) -> Path {
        let mut steps = Vec::new();
        while let Some((around, step)) = place.checked_sub(1).and_then(|at| self.steps.get(at)) {
            steps.push(step.clone());
            place = *around;
        }
        steps.reverse();
        Path(steps)
    }
}

/// Whether the members are objects of one shape under keys that no one chose: `{"4711": {…}, "4712": {…}}`.
fn is_map(object: &Map<String, Value>) -> bool {
    let mut objects = object.values().map(Value::as_object);
    let (Some(Some(first)), true) = (objects.next(), object.len() > 1) else {
        return false;
    };
    let is_like = |other: &Map<String, Value>| {
        let same = first.keys().filter(|key| other.contains_key(*key)).count();
        same > 1 && same * 2 >= first.len().max(other.len())
    };
    objects.all(|other| other.is_some_and(is_like))
}
