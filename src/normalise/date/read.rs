//! The general reader: takes the time, then the zone, and makes a date of the rest.

use chrono::{NaiveDate, NaiveDateTime, NaiveTime, TimeDelta};
use jiff::tz::TimeZone;

use super::calendar::{self, Taken};
use super::clock::{self, Clock};
use super::moment::Zone;
use super::words::{Item, What, items};
use super::{Context, Place, offset, token};

/// Reads a text into a date and time of day and where they hold.
pub(super) fn read(text: &str, context: &Context, place: Place) -> Option<(NaiveDateTime, Zone)> {
    let mut items = items(&token::tokens(text)?);
    if is_signed_year(&items) {
        return None;
    }
    let comment = comments(&mut items, &context.language);
    let clock = match clock::take(&mut items) {
        clock::Found::Time(clock) => Some(clock),
        clock::Found::Broken => return None,
        clock::Found::Nothing => None,
    };
    let zone = zone(&mut items, clock, &context.language)?;
    let taken = Taken {
        time: clock.map(|clock| clock.end),
        zone: zone.is_some(),
    };
    let day = calendar::day(&items, taken, context, place)?;
    let (hour, minute, second, nanos) = match (clock, day.time) {
        (Some(clock), _) => (clock.hour, clock.minute, clock.second, clock.nanos),
        (None, Some((hour, minute))) => (hour, minute, 0, 0),
        (None, None) => (0, 0, 0, 0),
    };
    let civil = civil(day.date, hour, minute, second, nanos)?;
    let zone = zone.or(comment).or_else(|| written_in(text, context));
    Some((civil, zone.unwrap_or(Zone::Unsaid)))
}

/// ISO 8601 writes years before our era so, and those after 9999.
fn is_signed_year(items: &[Item]) -> bool {
    matches!(items, [sign, year, ..] if sign.is_mark('-') && !year.gap && matches!(year.number(), Some((_, 4..))))
}

/// 24:00 is the start of the next day, and a leap second the start of the next minute.
fn civil(
    date: NaiveDate,
    hour: u32,
    minute: u32,
    second: u32,
    nanos: u32,
) -> Option<NaiveDateTime> {
    if hour == 24 {
        return Some(date.succ_opt()?.and_time(NaiveTime::MIN));
    }
    let leap = second == 60;
    let time = NaiveTime::from_hms_nano_opt(hour, minute, second.min(59), nanos)?;
    date.and_time(time)
        .checked_add_signed(TimeDelta::seconds(i64::from(leap)))
}

/// The zone: right behind the time, else anywhere behind it, else, without a time, at the end.
fn zone(items: &mut [Item], clock: Option<Clock>, language: &str) -> Option<Option<Zone>> {
    let mut starts = Vec::new();
    if let Some(clock) = clock {
        match offset::take(items, clock.end, language, true) {
            offset::Found::Zone(zone, _) => return Some(Some(zone)),
            offset::Found::Broken => return None,
            offset::Found::Nothing => starts.extend(clock.end + 1..items.len()),
        }
    } else {
        starts.extend(1..items.len());
    }
    for at in starts {
        let may_start = match items.get(at).map(|item| &item.what) {
            // without a name before it only an offset in full is told from a part of a date
            Some(What::Mark('+' | '-')) => {
                items
                    .get(at + 1)
                    .and_then(Item::number)
                    .is_some_and(|(_, digits)| {
                        digits == 4 || items.get(at).is_some_and(|sign| sign.is_mark('+'))
                    })
                    && items
                        .get(at)
                        .is_some_and(|sign| sign.gap || sign.is_mark('+'))
            }
            Some(What::Word(word)) => {
                !word.senses.is_empty() || items.get(at + 1).is_some_and(|next| next.is_mark('/'))
            }
            _ => false,
        };
        if !may_start {
            continue;
        }
        match offset::take(items, at, language, false) {
            offset::Found::Zone(zone, _) => return Some(Some(zone)),
            offset::Found::Broken => return None,
            offset::Found::Nothing => {}
        }
    }
    Some(None)
}

/// Takes out what stands in parentheses. RFC 5322 allows comments anywhere; most repeat the zone in words, and
/// one that is a zone is kept for want of a better. Where no number stands outside, the date is inside.
fn comments(items: &mut Vec<Item>, language: &str) -> Option<Zone> {
    let open = |item: &Item| matches!(item.what, What::Mark('('));
    if !items.iter().any(open) {
        return None;
    }
    let mut zone = None;
    let (mut kept, mut inside, mut depth) = (Vec::new(), Vec::new(), 0_u32);
    for item in items.drain(..) {
        match item.what {
            What::Mark('(') => depth += 1,
            What::Mark(')') => depth = depth.saturating_sub(1),
            _ if depth > 0 => inside.push(item),
            _ => kept.push(item),
        }
    }
    if let offset::Found::Zone(found, end) = offset::take(&mut inside, 0, language, true)
        && end == inside.len()
    {
        zone = Some(found);
    }
    if !kept.iter().any(|item| item.number().is_some()) {
        kept.append(&mut inside);
    }
    *items = kept;
    zone
}

/// Languages of one country with one zone: a date in their words, without a zone, holds there as long as the
/// document's zone is nobody's choice. First and last character, minutes east.
const WRITTEN_IN: &[(char, char, i32)] = &[
    // Korea, without daylight saving; its feeds write local times without a zone
    ('\u{ac00}', '\u{d7a3}', 540),
];

fn written_in(text: &str, context: &Context) -> Option<Zone> {
    if context.zone != TimeZone::UTC {
        return None;
    }
    WRITTEN_IN
        .iter()
        .find(|(first, last, _)| text.chars().any(|c| (*first..=*last).contains(&c)))
        .map(|(_, _, minutes)| Zone::Offset(minutes * 60))
}
