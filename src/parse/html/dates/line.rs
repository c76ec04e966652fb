//! One line of a page → the dates in it, and how much says for each that it is that of the article.

use super::super::page::Spot;
use super::label::said;
use super::span;
use super::words::{DATE_HINTS, NOT_ITS_DATE, OF_EVENTS};
use crate::article::DateRole;

/// Longest line that is given whole to the reader of dates, in bytes.
const LONGEST_LINE: usize = 120;

/// Further from the heading than this, in bytes of text, nothing belongs to it.
pub(super) const FAR: usize = 400;

/// The longest of the words for publication, with what stands between it and its date, in letters.
const LABEL: usize = 20;

/// A date that readers see.
#[derive(Debug, Clone)]
pub(super) struct Ranked {
    /// The most telling has 0.
    pub(super) rank: u8,
    /// From the heading, in bytes of text.
    pub(super) distance: usize,
    /// It is beside the heading, in a line that is there to say when.
    pub(super) sure: bool,
    pub(super) role: DateRole,
    pub(super) text: String,
}

/// The last rank of lines that are there to say when.
const SURE: u8 = 2;
/// So much less counts a date before the heading, outside of the article, for which nothing else speaks.
const ABOVE: u8 = 4;
/// The rank of dates for which nothing speaks but that they stand there.
pub(super) const ALONE: u8 = 4;
/// Where a line stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// The short text right before it, in a cell or block of its own: `Published`.
    pub(super) heading: &'a str,
    /// From the heading of the article, in bytes of text.
    pub(super) distance: usize,
    /// Before that heading, and outside of the article: where a site shows the day of the visit.
    pub(super) above: bool,
}

/// Whether an element says by its names that its date is none of the article's.
pub(super) fn is_of_another(spot: &Spot) -> bool {
    let mut names = NOT_ITS_DATE.iter().chain(OF_EVENTS);
    names.any(|hint| spot.hints.contains(hint))
}

/// The dates in one line.
pub(super) fn dates(spot: &Spot, setting: Setting<'_>) -> Vec<Ranked> {
    let mut ranked = Vec::new();
    if is_of_another(spot) {
        return ranked;
    }
    let Setting {
        distance, above, ..
    } = setting;
    let hinted = DATE_HINTS.iter().any(|hint| spot.hints.contains(hint));
    let dates = span::find(&spot.text);
    let fits = spot.text.len() <= LONGEST_LINE;
    let whole = |rank: u8, role: DateRole| Ranked {
        rank,
        distance,
        // A long text that mentions a day may stand in whatever box.
        sure: rank <= SURE && fits && distance < FAR && !(above && rank > 0),
        role,
        text: spot.text.clone(),
    };
    // In a language or a shape that only the reader of dates knows.
    if dates.is_empty() && hinted && fits {
        let role = said(&spot.text.to_lowercase()).role(spot);
        ranked.extend(role.map(|role| whole(2, role)));
    }
    let single = dates.len() == 1;
    let periods = periods(&spot.text, &dates);
    for (at, date) in dates {
        // What stands around the date: little in a line that is there to say when.
        let around = spot.text.len().saturating_sub(date.len());
        let mut before = spot.text.get(..at).unwrap_or_default().to_lowercase();
        if at == 0 && around <= 24 {
            before = format!("{}: ", setting.heading.to_lowercase());
        }
        let label = said(&before);
        let Some(role) = label.role(spot) else {
            continue;
        };
        let says_so = label.at > 0;
        if !says_so && periods.contains(&at) {
            continue;
        }
        // `Changed: 2 May 2024 – 10:30 Published: 1 May 2024`: right behind its word, however long the line
        let labelled = says_so
            && before.get(label.at..).is_some_and(|rest| {
                rest.ends_with([':', '：', ' ']) && rest.chars().count() <= LABEL
            });
        let mut rank = match (says_so, hinted) {
            (true, _) if around <= 60 || labelled => 0,
            (_, true) if around <= 80 => 1,
            (true, _) | (_, true) => 2,
            _ if around <= 40 && distance < FAR => 3,
            _ if around <= 24 => ALONE,
            // `(12.05.2024) The text begins …`: a dateline in the first paragraph.
            _ if at <= 2 && distance < FAR => 5,
            _ if distance < FAR && is_dateline(&spot.text, at, date) => 5,
            _ => continue,
        };
        if above && !says_so && !hinted {
            rank += ABOVE;
        }
        // With the time of day and the zone that may stand beside it.
        if single && fits {
            ranked.push(whole(rank, role));
        }
        ranked.push(Ranked {
            text: date.to_owned(),
            ..whole(rank, role)
        });
    }
    ranked
}

/// Words between the first and the last day of a period.
const UNTIL: &[&str] = &[
    "to",
    "until",
    "till",
    "through",
    "bis",
    "bis zum",
    "au",
    "jusqu'au",
    "al",
    "hasta el",
    "a",
    "até",
    "tot",
    "tot en met",
    "t/m",
    "do",
    "til",
    "till och med",
    "по",
    "–",
    "—",
    "-",
    "～",
    "~",
];

/// Where the days of periods stand: `from 1 April 2025 to 31 October 2025` is no day of publication.
fn periods(line: &str, dates: &[(usize, &str)]) -> Vec<usize> {
    let mut periods = Vec::new();
    for pair in dates.windows(2) {
        if let [(first, date), (last, _)] = pair {
            let between = line.get(first + date.len()..*last).unwrap_or_default();
            if UNTIL.contains(&between.trim().to_lowercase().as_str()) {
                periods.extend([*first, *last]);
            }
        }
    }
    periods
}

/// The date with which a paragraph begins: `(12.05.2024) The text`, `12 May 2024 – The text`,
/// `NORTHBANK, 12 May 2024 (Wire) – The text`.
pub(super) fn dateline(text: &str) -> Option<String> {
    let (at, date) = span::find(text).into_iter().next()?;
    is_dateline(text, at, date).then(|| date.to_owned())
}

fn is_dateline(text: &str, at: usize, date: &str) -> bool {
    let after = text.get(at + date.len()..).unwrap_or_default();
    let after = after.trim_start();
    // `12 May 2024 was a Sunday` tells a story.
    let parted = after.starts_with([')', ']', '-', '–', '—', '|', ':', '.', '/']);
    let place = text.get(..at).unwrap_or_default();
    let agency = after.starts_with('(') || parted && !after.starts_with(['.', ':']);
    at <= 2 && parted || agency && is_place(place)
}

/// Whether nothing stands before a date but where it was written: `NEW YORK, `, `Westford (Wire) – `.
fn is_place(before: &str) -> bool {
    let words = before.split_whitespace();
    let mut capitals = words.filter(|word| word.starts_with(char::is_alphabetic));
    before.len() <= LONGEST_PLACE
        && before
            .trim_end()
            .ends_with([',', '-', '–', '—', '(', '/', '|'])
        && before.starts_with(char::is_uppercase)
        && capitals.all(|word| word.starts_with(char::is_uppercase) || word.len() <= 3)
}

/// The longest name of a place with its country and an agency, in bytes.
const LONGEST_PLACE: usize = 50;

/// The date with which a title ends: `Press release of 12 May 2024`.
pub(super) fn trailing(text: &str) -> Option<String> {
    let (at, date) = span::find(text).pop()?;
    let behind = text.get(at + date.len()..)?;
    (behind.len() <= 2).then(|| date.to_owned())
}
