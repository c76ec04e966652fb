//! The zone: an offset, an abbreviation, a name of the IANA database, or several of them that say
//! the same.

use jiff::tz::TimeZoneDatabase;

use super::meaning::Meaning;
use super::moment::Zone;
use super::words::{Item, What};
use super::zones;

/// What stands where a zone may stand.
pub(super) enum Found {
    /// A zone, and the place after it.
    Zone(Zone, usize),
    /// Something that is neither a zone nor anything else: the whole is no date.
    Broken,
    /// No zone.
    Nothing,
}

/// Reads the zone that begins at an item, with all that repeats it (`-0500 EST`, `-05:00Z`), and marks
/// what it took. `after_time` says that a time of day ends there, where a bare word can only be a zone.
pub(super) fn take(items: &mut [Item], from: usize, language: &str, after_time: bool) -> Found {
    let mut at = from;
    let mut found: Option<Zone> = None;
    loop {
        while items.get(at).is_some_and(is_between) && zone_follows(items, at + 1) {
            at += 1;
        }
        // .NET writes a colon before the offset
        let sign = at + usize::from(items.get(at).is_some_and(|item| item.is_mark(':')));
        match offset(items, sign, found.is_some() || !after_time) {
            Signed::Offset(seconds, end) => {
                // a number is surer than a name; a second number is taken as a repetition
                if !matches!(found, Some(Zone::Offset(old)) if old != 0) {
                    found = Some(Zone::Offset(seconds));
                }
                mark(items, at, end);
                at = end;
                continue;
            }
            Signed::Broken => return Found::Broken,
            Signed::Nothing => {}
        }
        if let Some((zone, end)) = named(items, at) {
            found = found.or(Some(Zone::Named(zone)));
            mark(items, at, end);
            at = end;
            continue;
        }
        let Some(word) = items.get(at).and_then(Item::word) else {
            break;
        };
        let minutes = if word.may_be(Meaning::Zone) && is_zone(items, at) {
            zones::abbreviation(&word.key, language)
        } else if after_time && found.is_none() && is_unknown_zone(items, at) {
            // RFC 5322, 4.3: what is not known is read as -0000
            Some(0)
        } else {
            None
        };
        let Some(minutes) = minutes else { break };
        found = found.or(Some(Zone::Offset(minutes * 60)));
        mark(items, at, at + 1);
        at += 1;
    }
    match found {
        Some(zone) => Found::Zone(zone, at),
        None => Found::Nothing,
    }
}

/// Marks and words between a time and its zone.
fn is_between(item: &Item) -> bool {
    match &item.what {
        What::Mark(mark) => matches!(mark, ',' | '.' | '[' | '|'),
        What::Word(word) => word.key == "uhr",
        What::Number { .. } => false,
    }
}

fn zone_follows(items: &[Item], at: usize) -> bool {
    items
        .get(at)
        .is_some_and(|item| item.word().is_some() || item.is_mark('+') || item.is_mark('-'))
}

/// A word that is a zone and also something else is a zone when written in capitals, or as the last.
fn is_zone(items: &[Item], at: usize) -> bool {
    let Some(word) = items.get(at).and_then(Item::word) else {
        return false;
    };
    if word.senses.len() == 1 {
        // a single letter is a zone only right behind the time, or in capitals
        return word.key.len() > 1 || word.capitals || items.get(at).is_some_and(|item| !item.gap);
    }
    word.key == "z"
        || (word.capitals && word.key.len() > 1)
        || (word.key.len() > 2 && at + 1 == items.len())
}

fn is_unknown_zone(items: &[Item], at: usize) -> bool {
    items.get(at).and_then(Item::word).is_some_and(|word| {
        word.senses.is_empty() && word.capitals && (3..=5).contains(&word.key.len())
    })
}

enum Signed {
    Offset(i32, usize),
    Broken,
    Nothing,
}

/// `+0530`, `-05:00`, `+5`, `-05:00:00`; behind a name also with a blank after the sign.
fn offset(items: &[Item], at: usize, loose: bool) -> Signed {
    let (Some(sign), Some(number)) = (items.get(at), items.get(at + 1)) else {
        return Signed::Nothing;
    };
    let west = sign.is_mark('-');
    if !west && !sign.is_mark('+') {
        return Signed::Nothing;
    }
    let Some((value, digits)) = number.number() else {
        // +zz:00
        let broken = !sign.gap || !west;
        return if broken {
            Signed::Broken
        } else {
            Signed::Nothing
        };
    };
    let colon = items
        .get(at + 2)
        .is_some_and(|item| item.is_mark(':') && !item.gap);
    let minutes = items.get(at + 3).and_then(Item::number);
    let clock = digits <= 2 && colon && minutes.is_some_and(|(_, digits)| digits == 2);
    if number.gap && !(loose && (clock || digits == 4 || !west)) {
        return Signed::Nothing;
    }
    if west && sign.gap && digits <= 2 && !clock {
        // "- 23/11/2019" goes on as a date does
        let goes_on = items
            .get(at + 2)
            .is_some_and(|item| !item.used && !matches!(item.what, What::Mark(',' | ')' | ']')));
        if goes_on {
            return Signed::Nothing;
        }
    }
    let mut end = at + 2;
    let (hours, minutes, seconds) = match (digits, clock, minutes) {
        (1 | 2, true, Some((minutes, _))) => {
            end = at + 4;
            let more = items
                .get(at + 4)
                .is_some_and(|item| item.is_mark(':') && !item.gap);
            match items.get(at + 5).and_then(Item::number) {
                Some((seconds, 2)) if more => {
                    end = at + 6;
                    (value, minutes, seconds)
                }
                _ => (value, minutes, 0),
            }
        }
        (1 | 2, false, _) => (value, 0, 0),
        (3 | 4, _, _) => (value / 100, value % 100, 0),
        (6, _, _) => (value / 10_000, value / 100 % 100, value % 100),
        _ => return Signed::Broken,
    };
    match zones::seconds(west, hours, minutes, seconds) {
        Some(seconds) => Signed::Offset(seconds, end),
        None => Signed::Broken,
    }
}

/// `America/Los_Angeles`.
fn named(items: &[Item], at: usize) -> Option<(jiff::tz::TimeZone, usize)> {
    if !items.get(at + 1)?.is_mark('/') {
        return None;
    }
    let mut name = items.get(at)?.word()?.key.clone();
    let mut end = at + 1;
    let mut best = None;
    while let (Some(joint), Some(part)) = (items.get(end), items.get(end + 1)) {
        let What::Mark(mark @ ('/' | '_' | '-' | '+')) = joint.what else {
            break;
        };
        if joint.gap || part.gap {
            break;
        }
        name.push(mark);
        match &part.what {
            What::Word(word) => name.push_str(&word.key),
            What::Number { value, .. } => name.push_str(&value.to_string()),
            What::Mark(_) => break,
        }
        end += 2;
        if let Ok(zone) = TimeZoneDatabase::bundled().get(&name) {
            best = Some((zone, end));
        }
    }
    best
}

fn mark(items: &mut [Item], from: usize, to: usize) {
    for item in items.iter_mut().take(to).skip(from) {
        item.used = true;
    }
}
