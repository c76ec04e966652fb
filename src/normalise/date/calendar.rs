//! Year, month and day from what is left once time and zone are taken.

use chrono::{Datelike, NaiveDate};

use super::meaning::Unit;
use super::order::{self, Known, Triple};
use super::parts::{Part, marks_are_harmless, parts};
use super::said::{About, Said, said};
use super::words::{Item, What};
use super::year::year;
use super::{Context, Place, persian};

/// A date, and two numbers behind it that can be nothing but a time of day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Day {
    /// The date.
    pub(super) date: NaiveDate,
    /// Hour and minute.
    pub(super) time: Option<(u32, u32)>,
}

/// Where the time of day and the zone were found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taken {
    /// The item after the time of day.
    pub(super) time: Option<usize>,
    /// A zone was found.
    pub(super) zone: bool,
}

/// Makes a date of all that is left; None when anything is left over.
pub(super) fn day(items: &[Item], taken: Taken, context: &Context, place: Place) -> Option<Day> {
    marks_are_harmless(items)?;
    let mut parts = parts(items)?;
    let said = said(
        items,
        About {
            language: &context.language,
            place,
            time: taken.time,
            numbers: parts.len(),
            counted: parts.iter().any(|part| part.unit.is_some()),
        },
    )?;
    let time = if taken.time.is_none() {
        late_time(&mut parts, said.month.is_some(), taken.zone)
    } else {
        None
    };
    let whole = taken.time.is_some() || time.is_some();
    let date = if let Some(date) = persian(&parts, &said, &context.language) {
        date?
    } else if parts.iter().any(|part| part.unit.is_some()) {
        by_units(&parts, &said)?
    } else if let Some(month) = said.month {
        // "No. 2015": two letters are no month without a day
        let named = items.get(month.1).and_then(Item::word);
        let lone = named.is_some_and(|word| word.key.chars().count() > 2);
        by_name(&parts, month, lone, place, whole)?
    } else {
        by_numbers(&parts, &said, context, place, whole)?
    };
    let date = shift_year(date, &said, items, &context.language)?;
    // a stranger among the words is forgiven only where the rest is beyond doubt
    let full = parts.iter().any(|part| part.number.1 == 4);
    (said.strangers == 0 || (full && parts.len() >= 2)).then_some(Day { date, time })
}

/// A date of the Iranian calendar: by the name of its month, or by a year that is of that calendar where its
/// languages are written. The outer None is for what is not, the inner for a day that it has not.
fn persian(parts: &[Part], said: &Said, language: &str) -> Option<Option<NaiveDate>> {
    let is_year = |part: &Part| {
        let year = i32::try_from(part.number.0).ok()?;
        (part.number.1 == 4 && persian::YEARS.contains(&year)).then_some(year)
    };
    let (year, month, day) = match (parts, said.persian) {
        ([a, b], Some(month)) => match (is_year(a), is_year(b)) {
            (Some(year), None) => (year, month, b.number.0),
            (None, Some(year)) => (year, month, a.number.0),
            _ => return None,
        },
        ([a, b, c], None) if WRITTEN_WITH.iter().any(|tag| is_language(language, tag)) => {
            match (is_year(a), is_year(c)) {
                (Some(year), None) => (year, b.number.0, c.number.0),
                (None, Some(year)) => (year, b.number.0, a.number.0),
                _ => return None,
            }
        }
        // the moon's calendar, of which a day is certain only when its moon has been seen
        ([a, b, c], None) if BY_THE_MOON.iter().any(|tag| is_language(language, tag)) => {
            let lunar = [a, b, c].into_iter().any(|part| is_year(part).is_some());
            return lunar.then_some(None);
        }
        _ => return None,
    };
    Some(persian::date(year, month, day))
}

/// Languages of countries that date by the moon.
const BY_THE_MOON: &[&str] = &["ar", "ur"];

/// Languages of the countries that date so.
const WRITTEN_WITH: &[&str] = &["fa", "ps"];

fn is_language(tag: &str, language: &str) -> bool {
    let own = tag.split(['-', '_']).next();
    own.is_some_and(|own| own.eq_ignore_ascii_case(language))
}

/// Years of other eras: those said to be, and Thai ones, which count from the Buddha and are never said to.
fn shift_year(date: NaiveDate, said: &Said, items: &[Item], language: &str) -> Option<NaiveDate> {
    let thai = || {
        is_language(language, "th") || items.iter().any(|item| {
            matches!(&item.what, What::Word(word) if word.key.starts_with(|c| ('\u{e00}'..'\u{e80}').contains(&c)))
        })
    };
    let years = match said.era {
        Some(years) => years,
        None if (2400..2700).contains(&date.year()) && thai() => -543,
        None => return Some(date),
    };
    date.with_year(date.year() + years)
}

/// Numbers behind a whole date, when no time was found: `14.12`, an hour before a zone, `1804`.
fn late_time(parts: &mut Vec<Part>, named: bool, zone: bool) -> Option<(u32, u32)> {
    let needed = if named { 2 } else { 3 };
    let whole =
        parts.iter().take(needed).any(|part| part.number.1 == 4) || (!named && parts.len() == 5);
    match *parts.as_slice() {
        [.., hour, minute] if parts.len() == needed + 2 && minute.mark == '.' => {
            if hour.number.1 > 2
                || minute.number.1 != 2
                || hour.number.0 > 23
                || minute.number.0 > 59
            {
                return None;
            }
            parts.truncate(needed);
            Some((hour.number.0, minute.number.0))
        }
        [.., hour] if parts.len() == needed + 1 && whole => {
            let time = match hour.number {
                (hour, 2) if zone => (hour, 0),
                (time, 4) => (time / 100, time % 100),
                _ => return None,
            };
            if time.0 > 23 || time.1 > 59 {
                return None;
            }
            parts.truncate(needed);
            Some(time)
        }
        _ => None,
    }
}

/// 2024年5月3日, and what has at least one unit: every number must have one, or the name of a month.
fn by_units(parts: &[Part], said: &Said) -> Option<NaiveDate> {
    let mut of = [None; 3];
    let mut bare = Vec::new();
    for part in parts {
        let slot = match part.unit {
            Some(Unit::Year) => 0,
            Some(Unit::Month) => 1,
            Some(Unit::Day) => 2,
            _ => {
                bare.push(part.number);
                continue;
            }
        };
        let slot = of.get_mut(slot)?;
        if slot.replace(part.number).is_some() {
            return None;
        }
    }
    // "8 tháng 1 năm 2015", "5月3日 2024": numbers without a unit fall into the places left
    for number in bare {
        let place = if number.1 == 4 || number.0 > 31 { 0 } else { 2 };
        let slot = of.get_mut(place)?;
        if slot.replace(number).is_some() {
            return None;
        }
    }
    let [written, month, day] = of;
    let written = written?;
    let year = match said.era {
        // years of an era may have any number of digits; the era is added later
        Some(_) => i32::try_from(written.0).ok()?,
        None => year(written)?,
    };
    let day = day.map_or_else(|| said.month.is_none().then_some(1), |(day, _)| Some(day))?;
    let day_missing = parts.iter().all(|part| part.unit != Some(Unit::Day)) && parts.len() < 3;
    if day_missing && said.era.is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(year, month?.0, day)
}

/// `3 May 2024` and `May 3, 2024`, `2024 May 3`; in a field also `May 2024`.
fn by_name(
    parts: &[Part],
    (month, month_at): (u32, usize),
    lone: bool,
    place: Place,
    whole: bool,
) -> Option<NaiveDate> {
    let date =
        |written: (u32, usize), day: u32| NaiveDate::from_ymd_opt(year(written)?, month, day);
    match *parts {
        [only] if place == Place::Field && only.number.1 == 4 && !whole && lone => {
            date(only.number, 1)
        }
        [a, b] => {
            let leads = a.number.1 == 4 || a.apostrophe || (a.number.0 > 31 && b.number.1 <= 2);
            let (day, written) = if leads { (b, a) } else { (a, b) };
            // "3 24 May" has no reading
            if !leads && written.number.1 < 4 && !written.apostrophe && written.at < month_at {
                return None;
            }
            if place == Place::Prose && written.number.1 != 4 {
                return None;
            }
            (day.number.1 <= 2).then(|| date(written.number, day.number.0))?
        }
        _ => None,
    }
}

/// Numbers alone: three with the same mark between them; in a field also year and month, or a year.
fn by_numbers(
    parts: &[Part],
    said: &Said,
    context: &Context,
    place: Place,
    whole: bool,
) -> Option<NaiveDate> {
    match *parts {
        [a, b, c] => {
            let mark = if b.mark == c.mark {
                b.mark
            } else {
                return None;
            };
            let triple = Triple {
                parts: [a.number, b.number, c.number],
                mark,
            };
            // "version 2015.3.1"
            if mark == '.' && a.number.1 == 4 && said.strangers > 0 {
                return None;
            }
            let full = triple.parts.iter().any(|(_, digits)| *digits == 4);
            if place == Place::Prose && !full {
                return None;
            }
            let known = Known {
                order: context.order,
                // a day's name in Vietnamese says as much as a document in Vietnamese
                language: match said.language {
                    Some(language) if context.language.is_empty() => language,
                    _ => &context.language,
                },
                weekday: said.weekday,
                machine: place == Place::Field && whole,
            };
            order::date(triple, known)
        }
        [a, b]
            if place == Place::Field
                && !whole
                && said.words == 0
                && matches!(b.mark, '-' | '/' | '.') =>
        {
            match (a.number.1, b.number.1) {
                (4, 1 | 2) => NaiveDate::from_ymd_opt(year(a.number)?, b.number.0, 1),
                (1 | 2, 4) => NaiveDate::from_ymd_opt(year(b.number)?, a.number.0, 1),
                _ => None,
            }
        }
        [a] if place == Place::Field && !whole && a.number.1 == 4 && said.words == 0 => {
            NaiveDate::from_ymd_opt(year(a.number)?, 1, 1)
        }
        _ => None,
    }
}
