//! The time of day.

use super::half;
use super::meaning::{Meaning, Unit};
use super::words::{Item, Word};

/// A time of day and where it stands among the items.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Clock {
    /// 0–24; 24 only with nothing after it, for the midnight that ends a day.
    pub(super) hour: u32,
    /// 0–59.
    pub(super) minute: u32,
    /// 0–60; 60 for a leap second.
    pub(super) second: u32,
    /// Billionths of a second.
    pub(super) nanos: u32,
    /// The item after it.
    pub(super) end: usize,
}

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    /// A time of day.
    Time(Clock),
    /// Something that would be a time, were its numbers possible.
    Broken,
    /// None.
    Nothing,
}

/// Finds the time of day and marks what it took. The forms, the surest first: with colons, with
/// units, ISO 8601's compact form, an hour with "am" or "pm", the name of an hour.
pub(super) fn take(items: &mut [Item]) -> Found {
    let found = colons(items)
        .or_else(|| units(items))
        .or_else(|| compact(items))
        .or_else(|| half_only(items))
        .or_else(|| by_name(items));
    let Some(mut raw) = found else {
        return Found::Nothing;
    };
    if let Some((after_noon, span)) = half::beside(items, raw.start, raw.end) {
        raw.after_noon = Some(after_noon);
        (raw.start, raw.end) = span;
    }
    let Some(hour) = raw.hour() else {
        return Found::Broken;
    };
    for item in items.iter_mut().take(raw.end).skip(raw.start) {
        item.used = true;
    }
    possible(hour, raw.minute, raw.second, raw.nanos, raw.end)
}

/// A time of day of known parts.
pub(super) fn possible(hour: u32, minute: u32, second: u32, nanos: u32, end: usize) -> Found {
    let midnight = hour == 24 && minute == 0 && second == 0 && nanos == 0;
    if (hour > 23 && !midnight) || minute > 59 || second > 60 {
        return Found::Broken;
    }
    Found::Time(Clock {
        hour,
        minute,
        second,
        nanos,
        end,
    })
}

/// A time as written.
#[derive(Debug, Default)]
struct Raw {
    hour: u32,
    minute: u32,
    second: u32,
    nanos: u32,
    after_noon: Option<bool>,
    start: usize,
    end: usize,
}

impl Raw {
    /// On the 24-hour clock. "18:04 PM" is met and clear; "18:04 AM" is not.
    fn hour(&self) -> Option<u32> {
        match (self.after_noon, self.hour) {
            (None, hour) => Some(hour),
            (Some(false), 12) => Some(0),
            (Some(false), hour @ 0..12) => Some(hour),
            (Some(false), _) => None,
            (Some(true), hour @ 0..12) => Some(hour + 12),
            (Some(true), hour) => Some(hour),
        }
    }
}

fn small(items: &[Item], at: usize) -> Option<u32> {
    items
        .get(at)?
        .number()
        .filter(|(_, digits)| *digits <= 2)
        .map(|(value, _)| value)
}

fn is_mark(items: &[Item], at: usize, mark: char) -> bool {
    items.get(at).is_some_and(|item| item.is_mark(mark))
}

fn glued(items: &[Item], at: usize) -> bool {
    items.get(at).is_some_and(|item| !item.gap)
}

fn word(items: &[Item], at: usize) -> Option<&Word> {
    items.get(at)?.word()
}

fn unit(items: &[Item], at: usize, unit: Unit) -> bool {
    word(items, at).is_some_and(|word| word.may_be(Meaning::After(unit)))
}

/// `18:04`, `18:04:05`, `18:04:05.678`, `18:04:05:678`.
fn colons(items: &[Item]) -> Option<Raw> {
    let start = (0..items.len()).find(|&at| {
        let offset = at > 0 && is_mark(items, at - 1, '+') && glued(items, at);
        small(items, at).is_some()
            && is_mark(items, at + 1, ':')
            && small(items, at + 2).is_some()
            && !offset
    })?;
    let mut raw = Raw {
        hour: small(items, start)?,
        minute: small(items, start + 2)?,
        start,
        end: start + 3,
        ..Raw::default()
    };
    if is_mark(items, start + 3, ':')
        && let Some(second) = small(items, start + 4)
    {
        raw.second = second;
        raw.end = start + 5;
        fraction(items, &mut raw);
    }
    Some(raw)
}

/// What stands after a point, a comma or, from .NET, a colon, without a blank.
fn fraction(items: &[Item], raw: &mut Raw) {
    let at = raw.end;
    let mark = ['.', ',', ':']
        .into_iter()
        .any(|mark| is_mark(items, at, mark));
    if !mark || !glued(items, at) || !glued(items, at + 1) {
        return;
    }
    let Some((value, digits)) = items.get(at + 1).and_then(Item::number) else {
        return;
    };
    // "18:04:05,2019" has a year there, not a fraction
    if is_mark(items, at, ',') && digits == 4 || is_mark(items, at, ':') && digits > 3 {
        return;
    }
    let scale = u32::try_from(9_usize.saturating_sub(digits)).unwrap_or(0);
    raw.nanos = value.saturating_mul(10_u32.pow(scale));
    raw.end = at + 2;
}

/// `18h04`, `18 h`, `18時04分05秒`, `7 гадзін 10 хвілін`.
fn units(items: &[Item]) -> Option<Raw> {
    let start = (0..items.len())
        .find(|&at| small(items, at).is_some() && unit(items, at + 1, Unit::Hour))?;
    let mut raw = Raw {
        hour: small(items, start)?,
        start,
        end: start + 2,
        ..Raw::default()
    };
    let Some(minute) = small(items, raw.end) else {
        return Some(raw);
    };
    let counted = unit(items, raw.end + 1, Unit::Minute);
    let last = raw.end + 1 == items.len();
    if !counted && !glued(items, raw.end) && !last {
        return Some(raw);
    }
    raw.minute = minute;
    raw.end += 1 + usize::from(counted);
    if counted
        && let Some(second) = small(items, raw.end)
        && unit(items, raw.end + 1, Unit::Second)
    {
        raw.second = second;
        raw.end += 2;
    }
    Some(raw)
}

/// `T180405`, `T1804`, `T18`.
fn compact(items: &[Item]) -> Option<Raw> {
    let start = (1..items.len()).find(|&at| {
        word(items, at).is_some_and(|word| word.key == "t")
            && items
                .get(at - 1)
                .is_some_and(|item| item.number().is_some())
            && glued(items, at)
            && glued(items, at + 1)
    })?;
    let (value, digits) = items.get(start + 1)?.number()?;
    let (hour, minute, second) = match digits {
        2 => (value, 0, 0),
        4 => (value / 100, value % 100, 0),
        6 => (value / 10_000, value / 100 % 100, value % 100),
        _ => return None,
    };
    let mut raw = Raw {
        hour,
        minute,
        second,
        start,
        end: start + 2,
        ..Raw::default()
    };
    fraction(items, &mut raw);
    // ISO 8601, 5.3.1.4: the fraction is one of the last unit
    let seconds = match digits {
        2 => 3600,
        4 => 60,
        _ => 1,
    };
    let nanos = u64::from(raw.nanos) * seconds;
    let whole = u32::try_from(nanos / 1_000_000_000).ok()?;
    raw.nanos = u32::try_from(nanos % 1_000_000_000).ok()?;
    raw.minute += whole / 60;
    raw.second += whole % 60;
    Some(raw)
}

/// `8 pm`, `12.09pm`, `오후 8`.
fn half_only(items: &[Item]) -> Option<Raw> {
    let half = |at: usize| {
        word(items, at)
            .is_some_and(|word| half::of(word).is_some() && !word.may_be(Meaning::Filler))
    };
    (0..items.len()).find_map(|at| {
        let hour = small(items, at).filter(|hour| *hour <= 12)?;
        let raw = |minute: u32, end: usize| Raw {
            hour,
            minute,
            start: at,
            end,
            ..Raw::default()
        };
        let minute = small(items, at + 2).filter(|_| is_mark(items, at + 1, '.'));
        match minute {
            Some(minute) if half(at + 3) && glued(items, at + 2) => Some(raw(minute, at + 3)),
            _ if half::is_behind(items, at + 1) => Some(raw(0, at + 1)),
            _ => None,
        }
    })
}

fn by_name(items: &[Item]) -> Option<Raw> {
    (0..items.len()).find_map(|at| {
        let hour = word(items, at)?.find(|meaning| match meaning {
            Meaning::Clock(hour) => Some(hour),
            _ => None,
        })?;
        Some(Raw {
            hour,
            start: at,
            end: at + 1,
            ..Raw::default()
        })
    })
}
