//! Ages in words: `3 hours ago`, `gestern, 14:05`, `Monday`, `12 Nov` → instants before a given time.
//!
//! Lists write them beside their links, where a reader knows what day it is. On the page of an article nobody does,
//! and nothing here is asked of one.

mod extra;
mod latest;
mod phrases;
mod unit;

use chrono::{DateTime, FixedOffset, Months, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use self::phrases::Past;
use self::unit::Unit;
use super::moment::{self, Zone};
use super::token::{Kind, Token, tokens};
use super::{Context, LONGEST, locales};

/// What parts the texts of one line.
const PARTING: &[char] = &['|', '•', '·', '—', '–', '/', '(', ')', '\u{2009}'];

/// More words than a line has that says how old something is.
const MOST_TOKENS: usize = 14;

/// The longest phrase, in pieces.
const LONGEST_PHRASE: usize = 7;

/// When something was of which a list says so: an age, a day by its name, or the latest day of this name or number that
/// is not after `now`. None for anything else.
///
/// Ages of less than a day are taken from `now`; a day is its midnight in the zone of `context`, where no time of day
/// stands beside it.
pub(super) fn read(
    text: &str,
    context: &Context,
    now: DateTime<Utc>,
) -> Option<DateTime<FixedOffset>> {
    if text.len() > LONGEST {
        return None;
    }
    let here = here(context, now)?;
    let parts = std::iter::once(text).chain(text.split(PARTING));
    parts
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .find_map(|part| {
            let tokens = tokens(part).filter(|tokens| tokens.len() <= MOST_TOKENS)?;
            ago(&tokens, context, now, here)
                .or_else(|| latest::named(&tokens, context, here))
                .or_else(|| latest::of_year(&tokens, context, here))
        })
}

/// What clocks show where the document's dates hold.
fn here(context: &Context, now: DateTime<Utc>) -> Option<NaiveDateTime> {
    let instant = jiff::Timestamp::from_second(now.timestamp()).ok()?;
    let seconds = context.zone.to_offset(instant).seconds();
    now.naive_utc()
        .checked_add_signed(TimeDelta::seconds(seconds.into()))
}

/// `3 hours ago`, `vor 2 Stunden und 5 Minuten`, `just now`.
fn ago(
    tokens: &[Token],
    context: &Context,
    now: DateTime<Utc>,
    here: NaiveDateTime,
) -> Option<DateTime<FixedOffset>> {
    let own = locales::row(&context.language);
    let past = short(tokens)
        .or_else(|| whole(tokens, own))
        .or_else(|| within(tokens, own))?;
    before(past, context, now, here)
}

/// `3h`, `2d`: what social sites write, where it is all there is. With a blank it is how long something takes.
fn short(tokens: &[Token]) -> Option<Vec<(Unit, u32)>> {
    let [number, unit] = tokens else {
        return None;
    };
    let (
        Kind::Number {
            value,
            digits: 1..=3,
        },
        Kind::Word { key, .. },
        false,
    ) = (&number.kind, &unit.kind, unit.gap)
    else {
        return None;
    };
    let unit = match key.as_str() {
        "s" => Unit::Second,
        "m" => Unit::Minute,
        "h" => Unit::Hour,
        "d" => Unit::Day,
        "w" => Unit::Week,
        "mo" => Unit::Month,
        "y" => Unit::Year,
        _ => return None,
    };
    Some(vec![(unit, *value)])
}

/// The whole text is a phrase. A day by its name is none: a time of day may stand beside it.
fn whole(tokens: &[Token], own: Option<usize>) -> Option<Vec<(Unit, u32)>> {
    let past = phrase(tokens, own)?;
    let is_name = matches!(past[..], [(Unit::Day, 0..=2)]) && !tokens.iter().any(is_number);
    (!is_name).then_some(past)
}

/// A phrase of several words in a text, the longest first: `Posted 3 hours ago by Ann`.
fn within(tokens: &[Token], own: Option<usize>) -> Option<Vec<(Unit, u32)>> {
    (2..=LONGEST_PHRASE.min(tokens.len()))
        .rev()
        .find_map(|length| tokens.windows(length).find_map(|window| whole(window, own)))
}

/// What a phrase says, with one number, two or none.
fn phrase(tokens: &[Token], own: Option<usize>) -> Option<Vec<(Unit, u32)>> {
    let numbers: Vec<(usize, u32)> = tokens
        .iter()
        .enumerate()
        .filter_map(|(at, token)| match token.kind {
            Kind::Number { value, digits } if digits <= 4 => Some((at, value)),
            _ => None,
        })
        .collect();
    let one = |tokens: &[&Token], number: u32| {
        let Past { unit, count } = phrases::find(&key(tokens), own)?;
        Some((unit, count.unwrap_or(number)))
    };
    let all: Vec<&Token> = tokens.iter().collect();
    match numbers[..] {
        [] => Some(vec![one(&all, 1)?]),
        [(_, number)] => Some(vec![one(&all, number)?]),
        // `1 hour, 5 minutes ago` is `1 hour ago` and `5 minutes ago`.
        [(first, larger), (second, smaller)] => {
            let without = |from: usize, to: usize| -> Vec<&Token> {
                let kept = |at: &usize| !(from..to).contains(at);
                (0..tokens.len())
                    .filter(kept)
                    .filter_map(|at| tokens.get(at))
                    .collect()
            };
            let unit = second + 2;
            let larger = one(&without(first + 2, unit), larger)?;
            Some(vec![larger, one(&without(first, second), smaller)?])
        }
        _ => None,
    }
}

fn is_number(token: &Token) -> bool {
    matches!(token.kind, Kind::Number { .. })
}

/// A text as the table has its phrases: words folded, numbers as `#`, without marks.
fn key<'a>(tokens: impl IntoIterator<Item = &'a &'a Token>) -> String {
    let mut key = String::new();
    for token in tokens {
        let piece = match &token.kind {
            Kind::Number { .. } => "#",
            Kind::Word { key, .. } => key,
            Kind::Mark(_) => continue,
        };
        if !key.is_empty() {
            key.push(' ');
        }
        key.push_str(piece);
    }
    key
}

/// So long before now: to the second below a day, else the day.
fn before(
    past: Vec<(Unit, u32)>,
    context: &Context,
    now: DateTime<Utc>,
    here: NaiveDateTime,
) -> Option<DateTime<FixedOffset>> {
    let short = |unit: &Unit| matches!(unit, Unit::Second | Unit::Minute | Unit::Hour);
    let exact = past.iter().all(|(unit, _)| short(unit));
    let mut at = if exact { now.naive_utc() } else { here };
    for (unit, count) in past {
        let seconds = |seconds: i64| TimeDelta::try_seconds(i64::from(count) * seconds);
        at = match unit {
            Unit::Second => at.checked_sub_signed(seconds(1)?)?,
            Unit::Minute => at.checked_sub_signed(seconds(60)?)?,
            Unit::Hour => at.checked_sub_signed(seconds(3600)?)?,
            Unit::Day => at.checked_sub_signed(seconds(86_400)?)?,
            Unit::Week => at.checked_sub_signed(seconds(7 * 86_400)?)?,
            Unit::Month => at.checked_sub_months(Months::new(count))?,
            Unit::Year => at.checked_sub_months(Months::new(count.checked_mul(12)?))?,
        };
    }
    if exact {
        let seconds = (here - now.naive_utc()).num_seconds();
        let offset = Zone::Offset(i32::try_from(seconds).ok()?);
        let local = at.checked_add_signed(here - now.naive_utc())?;
        return moment::instant(local, offset, &context.zone);
    }
    moment::instant(
        at.date().and_time(NaiveTime::MIN),
        Zone::Unsaid,
        &context.zone,
    )
}

#[cfg(test)]
mod tests;
