//! Days that a list names without their year: `Yesterday, 14:05`, `Montag`, `12 Nov`, `12.11.` → the latest of them that
//! is not after today.

use chrono::{DateTime, Datelike, Days, FixedOffset, NaiveDate, NaiveDateTime};

use super::super::month::{meaning, weekday};
use super::super::names::{self, Languages};
use super::super::token::{Kind, Token};
use super::super::{Context, Place, locales, read_at};
use super::phrases::{self, Past};
use super::unit::Unit;

/// The longest name of a day, in words.
const LONGEST_NAME: usize = 4;

/// Years that are tried: the 29th of February may be long ago.
const YEARS: i32 = 8;

/// A day by its name, alone or with a time of day: `Today 14:05`, `vorgestern`, `Mon, 2:05 pm`.
pub(super) fn named(
    tokens: &[Token],
    context: &Context,
    here: NaiveDateTime,
) -> Option<DateTime<FixedOffset>> {
    let (from, to, day) = (1..=LONGEST_NAME.min(tokens.len()))
        .rev()
        .find_map(|length| {
            (0..=tokens.len() - length).find_map(|from| {
                let name = tokens.get(from..from + length)?;
                Some((from, from + length, day(name, context, here)?))
            })
        })?;
    let before = written(tokens.get(..from)?);
    let after = written(tokens.get(to..)?);
    let iso = day.format("%Y-%m-%d");
    let text = format!("{before} {iso} {after}");
    let at = read_at(text.trim(), context, Place::Line)?;
    // What was to come today is a week old; a time of day before midnight may be that of another zone.
    let is_weekday =
        day == here.date() && at.naive_local() > here && !is_today(tokens.get(from..to)?, context);
    if is_weekday {
        return at.checked_sub_days(Days::new(7));
    }
    Some(at)
}

/// The day that a name means.
fn day(name: &[Token], context: &Context, here: NaiveDateTime) -> Option<NaiveDate> {
    if let Some(days) = days_back(name, context) {
        return here.date().checked_sub_days(Days::new(days.into()));
    }
    let [
        Token {
            kind: Kind::Word { key, .. },
            ..
        },
    ] = name
    else {
        return None;
    };
    let senses = names::senses(key)?;
    let own = Languages::of(&context.language);
    let day = meaning(&senses, Languages::ALL, own, weekday)?;
    // Two letters are a day in the document's own language alone, if that.
    let known = senses
        .iter()
        .any(|sense| weekday(sense.meaning).is_some() && !sense.languages.and(own).is_empty());
    if key.chars().count() < 3 && key.is_ascii() && !known {
        return None;
    }
    let today = here.weekday().num_days_from_monday();
    let back = (today + 7 - day) % 7;
    here.date().checked_sub_days(Days::new(back.into()))
}

/// `today`, `yesterday` and the day before as so many days.
fn days_back(name: &[Token], context: &Context) -> Option<u32> {
    let words: Option<Vec<&str>> = name
        .iter()
        .map(|token| match &token.kind {
            Kind::Word { key, .. } => Some(key.as_str()),
            // "avant-hier"
            Kind::Mark('-' | '\'') => Some(""),
            _ => None,
        })
        .collect();
    let words: Vec<&str> = words?.into_iter().filter(|word| !word.is_empty()).collect();
    match phrases::find(&words.join(" "), locales::row(&context.language))? {
        Past {
            unit: Unit::Day,
            count: Some(days @ 0..=2),
        } => Some(days),
        _ => None,
    }
}

fn is_today(name: &[Token], context: &Context) -> bool {
    days_back(name, context) == Some(0)
}

/// A day and a month, with a time of day perhaps: `12 Nov`, `Nov 12, 14:05`, `12.11.`, `11月12日`.
pub(super) fn of_year(
    tokens: &[Token],
    context: &Context,
    here: NaiveDateTime,
) -> Option<DateTime<FixedOffset>> {
    let text = written(tokens);
    (0..YEARS).find_map(|back| {
        let year = here.year().checked_sub(back)?;
        let texts = match numbers(tokens, year, context) {
            Some(numbers) => vec![numbers?],
            None => with_year(&text, year),
        };
        texts
            .iter()
            .filter_map(|text| read_at(text, context, Place::Line))
            .find(|at| at.date_naive() <= here.date() && at.year() == year)
    })
}

/// A text with the year where languages have it.
fn with_year(text: &str, year: i32) -> Vec<String> {
    let bare = text.trim_end_matches(['.', ',', ' ']);
    vec![
        format!("{bare} {year}"),
        format!("{year} {bare}"),
        format!("{year}年{bare}"),
        format!("{year}년 {bare}"),
    ]
}

/// A day and a month in numbers, with the year where it belongs. None for other texts, and nothing within for numbers that
/// are rather a time or a part: with points they have one at the end or a time behind them, and one has two digits.
#[expect(
    clippy::option_option,
    reason = "no numbers, or numbers that are no day"
)]
fn numbers(tokens: &[Token], year: i32, context: &Context) -> Option<Option<String>> {
    let [first, mark, second, rest @ ..] = tokens else {
        return None;
    };
    let (
        Kind::Number {
            value: one,
            digits: ones @ 1..=2,
        },
        Kind::Mark(mark @ ('.' | '/' | '-')),
        Kind::Number {
            value: two,
            digits: twos @ 1..=2,
        },
    ) = (&first.kind, &mark.kind, &second.kind)
    else {
        return None;
    };
    let (closed, rest) = match rest {
        [
            Token {
                kind: Kind::Mark('.' | ','),
                ..
            },
            rest @ ..,
        ] => (true, rest),
        rest => (false, rest),
    };
    let timed = rest
        .iter()
        .any(|token| matches!(token.kind, Kind::Number { .. }));
    let sure = match mark {
        '.' => closed || timed,
        _ => *ones == 2 || *twos == 2,
    };
    if !sure {
        return Some(None);
    }
    let year_first = locales::order(&context.language).is_some_and(|order| order.starts_with('y'));
    let day = if year_first && *mark != '.' {
        format!("{year}-{one:02}-{two:02}")
    } else {
        format!("{one:02}{mark}{two:02}{mark}{year}")
    };
    Some(Some(format!("{day} {}", written(rest)).trim().to_owned()))
}

/// Pieces as a text again.
fn written(tokens: &[Token]) -> String {
    let mut text = String::new();
    for token in tokens {
        if token.gap && !text.is_empty() {
            text.push(' ');
        }
        match &token.kind {
            Kind::Number { value, digits } => text.push_str(&format!("{value:0digits$}")),
            Kind::Word {
                key,
                capitals: true,
            } => text.push_str(&key.to_uppercase()),
            Kind::Word { key, .. } => text.push_str(key),
            Kind::Mark(mark) => text.push(*mark),
        }
    }
    text.trim_matches([',', ' ', '-']).to_owned()
}
