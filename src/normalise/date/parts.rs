//! The numbers that are left for the date, and the marks between them.

use super::meaning::{Meaning, Unit};
use super::words::{Item, What};

/// A number of the date.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    /// Value and how many digits.
    pub(super) number: (u32, usize),
    /// The unit that stands beside it.
    pub(super) unit: Option<Unit>,
    /// `'14` can only be a year.
    pub(super) apostrophe: bool,
    /// Where it stands among the items.
    pub(super) at: usize,
    /// The mark between it and the part before, a blank for none.
    pub(super) mark: char,
}

const HARMLESS: &[char] = &[
    ',', '.', '-', '/', '\'', '|', '@', '[', ']', '_', '"', '*', '~', '<', '>',
];

/// `Published: 3 May 2024`.
fn is_announcement(items: &[Item], colon: usize) -> bool {
    let before = colon.checked_sub(1).and_then(|at| items.get(at));
    before.and_then(Item::word).is_some() && items.get(colon + 1).is_some_and(|next| next.gap)
}

/// `03/May/2024:10:11:12`, as servers log.
fn is_before_time(items: &[Item], colon: usize) -> bool {
    let before = colon.checked_sub(1).and_then(|at| items.get(at));
    before.and_then(Item::number).is_some() && items.get(colon + 1).is_some_and(|next| next.used)
}

/// Marks that may stand between the parts of a date. A dash or stroke at the very end means that
/// something is missing.
pub(super) fn marks_are_harmless(items: &[Item]) -> Option<()> {
    let mut last = None;
    for (at, item) in items.iter().enumerate().filter(|(_, item)| !item.used) {
        if let What::Mark(mark) = item.what
            && !HARMLESS.contains(&mark)
            && !(mark == ':' && (is_announcement(items, at) || is_before_time(items, at)))
        {
            return None;
        }
        last = Some(&item.what);
    }
    let ends = items.last().filter(|item| !item.used).and(last);
    match ends {
        Some(What::Mark('-' | '/')) => None,
        _ => Some(()),
    }
}

/// The numbers that are left; None when they are too many for a date and a time.
pub(super) fn parts(items: &[Item]) -> Option<Vec<Part>> {
    let mut parts: Vec<Part> = Vec::new();
    let mut mark = ' ';
    for (at, item) in items.iter().enumerate() {
        match &item.what {
            What::Mark(c) if !item.used && matches!(c, '-' | '/' | '.') => mark = *c,
            What::Mark(',') if !item.used => mark = ',',
            _ => {}
        }
        let Some(number) = item.number() else {
            continue;
        };
        // "1-р сар": the ending of an ordinal number may have a dash before it
        let dash = items
            .get(at + 1)
            .is_some_and(|item| item.is_mark('-') && !item.gap);
        let after = items.get(at + 1 + usize::from(dash)).and_then(Item::word);
        let before = at
            .checked_sub(1)
            .and_then(|at| items.get(at))
            .and_then(Item::word);
        let unit = after
            .and_then(|word| {
                word.find(|meaning| match meaning {
                    Meaning::After(unit @ (Unit::Year | Unit::Month | Unit::Day)) => Some(unit),
                    _ => None,
                })
            })
            .or_else(|| {
                before?.find(|meaning| match meaning {
                    Meaning::Before(unit) if number.0 <= 12 => Some(unit),
                    _ => None,
                })
            });
        let apostrophe = at
            .checked_sub(1)
            .and_then(|at| items.get(at))
            .is_some_and(|item| item.is_mark('\''))
            && !item.gap
            && number.1 == 2;
        parts.push(Part {
            number,
            unit,
            apostrophe,
            at,
            mark,
        });
        mark = ' ';
        if parts.len() > 5 {
            return None;
        }
    }
    // "Thứ 3, 4/3/2014" has a number too many; "Thu 3 April 2014" has not
    if matches!(parts.as_slice(), [first, _, _, _] if first.unit == Some(Unit::Weekday)) {
        parts.remove(0);
    }
    for part in &mut parts {
        part.unit = part.unit.filter(|unit| *unit != Unit::Weekday);
    }
    Some(parts)
}
