//! An item of a list → the date beside it: stated for machines, named so, or of the shape of one.

use super::group::Item;
use super::outline::Outline;
use super::when::{self, When};

/// Attributes in which dates are stated for machines.
const ATTRIBUTES: &[&str] = &[
    "datetime",
    "data-datetime",
    "data-date",
    "data-published",
    "data-publish-date",
    "data-pubdate",
    "data-published-at",
    "data-created",
    "data-created-at",
    "data-timestamp",
    "data-time",
    "data-epoch",
    "content",
    "title",
];

/// Words in classes of dates, in the languages that classes are written in.
const NAMES: &[&str] = &[
    "date",
    "time",
    "datum",
    "fecha",
    "published",
    "posted",
    "pubdate",
    "age",
    "when",
    "meta",
    "day",
];

/// The longest line beside a date that is still a line about it, in bytes.
const LITTLE: usize = 48;

/// A date as found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Found {
    /// What it says.
    pub(super) value: Value,
    /// The element that has it, where one has.
    pub(super) at: Option<usize>,
}

/// What a date says.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// For machines, with the name of what states it.
    Stated(String, &'static str),
    /// For readers.
    Seen(When),
    /// As the operator says that it is written, made ISO 8601.
    Told(String),
}

/// The date of an item, outside the element of its title.
pub(super) fn read(outline: &Outline<'_>, item: &Item, title: Option<usize>) -> Option<Found> {
    stated(outline, item).or_else(|| seen(outline, item, title))
}

fn stated(outline: &Outline<'_>, item: &Item) -> Option<Found> {
    let mut best: Option<(u8, Found)> = None;
    for (at, element) in outline.range(&item.elements) {
        let property = element.node.attr("itemprop").unwrap_or_default();
        let is_time =
            element.name == "time" || element.name.ends_with("-time") || element.name == "time-ago";
        let says = |words: &[&str]| {
            words
                .iter()
                .any(|word| property.contains(word) || element.names.contains(word))
        };
        let named = says(&["date", "time", "publish", "posted", "age"]);
        if !is_time
            && element
                .node
                .element_ref()
                .is_none_or(|e| e.attrs.is_empty())
        {
            continue;
        }
        let known = ATTRIBUTES.iter().find_map(|name| {
            // `title` and `content` have other things as well.
            let meant = !matches!(*name, "title" | "content")
                || named
                || matches!(element.name.as_str(), "abbr" | "time");
            let value = meant.then(|| element.node.attr(name)).flatten()?;
            let value = value.trim().to_owned();
            is_for_machines(&value).then_some(value)
        });
        let Some(value) = known else { continue };
        let updated = says(&["modified", "updated"]) && !says(&["published"]);
        let rank = match (says(&["published", "pubdate"]), updated) {
            (true, _) => 0,
            (_, true) => 2,
            _ => 1,
        };
        if best.as_ref().is_none_or(|(known, _)| rank < *known) {
            best = Some((
                rank,
                Found {
                    value: Value::Stated(value, field(outline, at)),
                    at: Some(at),
                },
            ));
        }
    }
    best.map(|(_, found)| found)
}

/// The name of what states a date.
pub(super) fn field(outline: &Outline<'_>, at: usize) -> &'static str {
    let property = outline.at(at).and_then(|e| e.node.attr("itemprop"));
    if property.is_some_and(|name| name.contains("datePublished")) {
        "datePublished"
    } else {
        "time"
    }
}

/// A day for machines: ISO 8601, or seconds since 1970.
fn is_for_machines(value: &str) -> bool {
    let digits = value.bytes().all(|b| b.is_ascii_digit());
    match value.len() {
        10 | 13 if digits => value.starts_with(['1', '2']),
        0..=7 | 60.. => false,
        _ => matches!(when::read(value), Some(When::Day(_))),
    }
}

fn seen(outline: &Outline<'_>, item: &Item, title: Option<usize>) -> Option<Found> {
    let inside = |at: usize| title.is_some_and(|title| at >= title && at < outline.end(title));
    let mut found: Vec<(u8, Found)> = Vec::new();
    let ranked = |named: bool, value: When, at: Option<usize>| {
        let rank = match (&value, named) {
            (When::Day(_), true) => 0,
            (When::Day(_), false) => 1,
            (When::DayOfYear(_), true) => 2,
            (When::Age(_), true) => 3,
            (When::DayOfYear(_), false) => 4,
            (When::Age(_), false) => 5,
            (When::Time(_), _) => 6,
            _ => return None,
        };
        Some((
            rank,
            Found {
                value: value.into(),
                at,
            },
        ))
    };
    for (at, element) in outline.range(&item.elements) {
        if inside(at) || element.text.len() > 200 || element.text.is_empty() {
            continue;
        }
        let named = element.name == "time" || NAMES.iter().any(|word| element.names.contains(word));
        let small = element.text.len() <= 40 && element.end - at <= 6;
        if !named && !small && !outline.is_leaf(at) {
            continue;
        }
        let text = outline.boxes(at);
        if let Some(value) = when::read(&text).filter(|value| is_about(&text, value, named)) {
            found.extend(ranked(named, value, Some(at)));
        }
    }
    // Text in no element of its own: what stands before and behind the title in its line, and other lines.
    if found.iter().all(|(rank, _)| *rank > 3) {
        let title = title.and_then(|at| outline.at(at)).map(|e| e.text.clone());
        let cut =
            title.filter(|title| title.start >= item.text.start && title.end <= item.text.end);
        let (before, behind) = match cut {
            Some(title) => (item.text.start..title.start, title.end..item.text.end),
            None => (item.text.clone(), item.text.end..item.text.end),
        };
        for line in outline
            .lines(&before)
            .lines()
            .chain(outline.lines(&behind).lines())
        {
            let line = line.trim_matches(|c: char| {
                c.is_whitespace()
                    || matches!(c, ':' | '-' | '–' | '—' | '|' | '·' | '(' | ')' | ',')
            });
            if let Some(value) = when::read(line).filter(|value| is_about(line, value, false)) {
                found.extend(ranked(false, value, None));
            }
        }
    }
    // The first of those that say most.
    let best = found.iter().map(|(rank, _)| *rank).min()?;
    found
        .into_iter()
        .find(|(rank, _)| *rank == best)
        .map(|(_, found)| found)
}

/// Whether a text says little besides when.
fn is_about(text: &str, value: &When, named: bool) -> bool {
    let (When::Day(date)
    | When::DayOfYear(date)
    | When::Month(date)
    | When::Age(date)
    | When::Time(date)
    | When::Year(date)) = value;
    // Times beside a day say when as well: `Jun 7, 09:12 - 11:40 UTC`.
    let clocks = |text: &str| {
        text.chars()
            .filter(|c| matches!(c, '0'..='9' | ':'))
            .count()
    };
    let rest = text.len().saturating_sub(date.len());
    let rest = match value {
        When::DayOfYear(_) if text.contains(':') => {
            rest.saturating_sub(clocks(text) - clocks(date))
        }
        _ => rest,
    };
    let limit = match value {
        When::Day(_) if named => 120,
        When::Day(_) => LITTLE,
        When::DayOfYear(_) | When::Age(_) if named => LITTLE,
        _ => 12,
    };
    // `12 May 2024 – The text of the summary` begins with its date.
    rest <= limit
        || matches!(value, When::Day(_)) && text.starts_with(date.as_str()) && {
            let behind = text.get(date.len()..).unwrap_or_default().trim_start();
            behind.starts_with(['-', '–', '—', '|', ':', '·', '•'])
        }
}

impl From<When> for Value {
    fn from(when: When) -> Self {
        Value::Seen(when)
    }
}
