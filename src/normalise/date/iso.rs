//! Shapes of ISO 8601 and of machines that are no sequence of parts: compact dates, week and ordinal
//! dates, truncated years, seconds since 1970. Each is made plain (`2024-05-03T…`) for the general
//! reader, or read at once.

use chrono::{DateTime, Datelike, NaiveDate, Utc, Weekday};

use super::Place;

/// What was found.
pub(super) enum Found {
    /// Seconds since 1970, or a finer count.
    Epoch(DateTime<Utc>),
    /// The same date in the extended form of ISO 8601.
    Plain(String),
    /// A week or day that the year has not.
    Broken,
    /// None of these shapes.
    Nothing,
}

/// Looks for the shapes at the start of a text.
pub(super) fn read(text: &str, place: Place) -> Found {
    if let Some(at) = counted(text) {
        return Found::Epoch(at);
    }
    let end = text.find(['T', 't', ' ']).unwrap_or(text.len());
    let (date, tail) = text.split_at(end);
    if !date
        .bytes()
        .all(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'.' | b'W' | b'w'))
    {
        return Found::Nothing;
    }
    if tail.is_empty()
        && matches!(place, Place::Field | Place::Data)
        && let Some(at) = epoch(date)
    {
        return Found::Epoch(at);
    }
    match day(date, place) {
        Some(day) => Found::Plain(format!("{}{tail}", day.format("%Y-%m-%d"))),
        None => match moment(date) {
            Some(plain) if tail.is_empty() => Found::Plain(plain),
            // "wtorek" begins so too
            _ if date.contains(['W', 'w']) && date.len() > 4 => Found::Broken,
            _ => Found::Nothing,
        },
    }
}

/// Seconds that say what they are: `@1714732200` (GNU), `/Date(1714732200000+0200)/` (.NET's JSON, in
/// thousandths; the offset changes nothing).
fn counted(text: &str) -> Option<DateTime<Utc>> {
    if let Some(count) = text.strip_prefix('@') {
        return DateTime::from_timestamp(count.parse().ok()?, 0);
    }
    let count = text.strip_prefix("/Date(")?.strip_suffix(")/")?;
    let end = count.rfind(['+', '-']).filter(|at| *at > 0);
    let count = count.get(..end.unwrap_or(count.len()))?;
    DateTime::from_timestamp_millis(count.parse().ok()?)
}

/// 9–10 digits are seconds since 1970, 12–13 thousandths, 16 millionths; fewer cannot be told from a
/// compact date. Twelve digits that make a date and time are one.
fn epoch(text: &str) -> Option<DateTime<Utc>> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.bytes().all(|b| b.is_ascii_digit()) || !fraction.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let count: i64 = whole.parse().ok()?;
    let count = if text.starts_with('-') { -count } else { count };
    match whole.len() {
        9 | 10 => DateTime::from_timestamp(count, 0),
        12 if moment(text).is_some() => None,
        12 | 13 => DateTime::from_timestamp_millis(count),
        16 => DateTime::from_timestamp_micros(count),
        _ => None,
    }
}

/// `20240503101112` and `202405031011`.
fn moment(text: &str) -> Option<String> {
    if !matches!(text.len(), 12 | 14) || !text.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let (date, time) = text.split_at(8);
    let date = day(date, Place::Prose).filter(|day| (1900..2100).contains(&day.year()))?;
    let (hour, rest) = time.split_at(2);
    let (minute, second) = rest.split_at(2);
    let second = if second.is_empty() { "00" } else { second };
    (hour < "24" && minute < "60" && second < "60")
        .then(|| format!("{}T{hour}:{minute}:{second}", date.format("%Y-%m-%d")))
}

/// The shapes of a day, by their lengths and dashes (`d` a digit).
fn day(text: &str, place: Place) -> Option<NaiveDate> {
    let number = |from: usize, to: usize| -> Option<u32> {
        let part = text.get(from..to)?;
        part.bytes()
            .all(|b| b.is_ascii_digit())
            .then(|| part.parse().ok())?
    };
    let shape: String = text
        .chars()
        .map(|c| match c {
            '0'..='9' => 'd',
            'w' => 'W',
            other => other,
        })
        .collect();
    let year = |from, to| number(from, to).and_then(|year| i32::try_from(year).ok());
    let short = |from| year(from, from + 2).map(super::year::full_year);
    match shape.as_str() {
        "dddddddd" => NaiveDate::from_ymd_opt(year(0, 4)?, number(4, 6)?, number(6, 8)?),
        "dddd-ddd" => NaiveDate::from_yo_opt(year(0, 4)?, number(5, 8)?),
        "dddd-Wdd-d" => week(year(0, 4)?, number(6, 8)?, number(9, 10)?),
        "ddddWddd" => week(year(0, 4)?, number(5, 7)?, number(7, 8)?),
        // a zero too many before the month was one program's habit
        "dddd-ddd-dd" => NaiveDate::from_ymd_opt(year(0, 4)?, number(5, 8)?, number(9, 11)?),
        // below here a field must vouch that it is a date
        _ if place != Place::Field => None,
        "ddddddd" => NaiveDate::from_yo_opt(year(0, 4)?, number(4, 7)?),
        "dddddd" => NaiveDate::from_ymd_opt(short(0)?, number(2, 4)?, number(4, 6)?),
        "ddddd" => NaiveDate::from_yo_opt(short(0)?, number(2, 5)?),
        "dd-ddd" => NaiveDate::from_yo_opt(short(0)?, number(3, 6)?),
        "-dddd" => NaiveDate::from_ymd_opt(short(1)?, number(3, 5)?, 1),
        "-dd-dd" => NaiveDate::from_ymd_opt(short(1)?, number(4, 6)?, 1),
        "dddd-Wdd" => week(year(0, 4)?, number(6, 8)?, 1),
        "ddddWdd" => week(year(0, 4)?, number(5, 7)?, 1),
        _ => None,
    }
}

fn week(year: i32, week: u32, day: u32) -> Option<NaiveDate> {
    let day = u8::try_from(day).ok()?.checked_sub(1)?;
    NaiveDate::from_isoywd_opt(year, week, Weekday::try_from(day).ok()?)
}
