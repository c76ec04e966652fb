//! Headings above items that say of when they are: `2024`, `May 2024`, `12 May 2024`.

use std::ops::Range;

use super::date::Value;
use super::entry::Entry;
use super::link::HEADINGS;
use super::outline::Outline;
use super::when::{self, When};

/// Longest text of such a heading, in bytes.
const LONGEST: usize = 60;

/// Completes the dates of items by the headings above them.
pub(super) fn complete(outline: &Outline<'_>, entries: &mut [Entry]) {
    let needs = |entry: &Entry| match &entry.date {
        None => true,
        Some(found) => matches!(found.value, Value::Seen(When::DayOfYear(_) | When::Time(_))),
    };
    if !entries.iter().any(needs) {
        return;
    }
    let mut at = 0;
    let (mut year, mut day): (Option<String>, Option<String>) = (None, None);
    let mut month: Option<String> = None;
    for number in 0..entries.len() {
        let Some(entry) = entries.get(number) else {
            break;
        };
        let range = entry.item.elements.clone();
        let title = entry.title.at;
        while at < range.start {
            let Some(element) = outline.at(at) else { break };
            let heading = HEADINGS.contains(&element.name.as_str())
                || matches!(
                    element.name.as_str(),
                    "caption" | "summary" | "dt" | "th" | "strong" | "b" | "legend" | "time"
                )
                || [
                    "year", "month", "date", "day", "jahr", "group", "heading", "title",
                ]
                .iter()
                .any(|w| element.names.contains(w));
            if heading
                && !element.text.is_empty()
                && element.text.len() <= LONGEST
                && Some(at) != title
                && is_over(outline, at, range.start)
            {
                match when::read(&outline.words(at)) {
                    Some(When::Year(text)) => (year, month, day) = (Some(text), None, None),
                    Some(When::Month(text)) => {
                        (year, month, day) = (Some(year_of(&text)), Some(text), None);
                    }
                    Some(When::Day(text)) => {
                        (year, month, day) = (Some(year_of(&text)), None, Some(text));
                    }
                    Some(When::Age(text)) => (month, day) = (None, Some(text)),
                    _ => {}
                }
            }
            at += 1;
        }
        at = at.max(range.end);
        let bare = month
            .as_ref()
            .filter(|_| entry.date.is_none())
            .and_then(|month| bare_day(outline, &range, title, month));
        let Some(entry) = entries.get_mut(number) else {
            break;
        };
        if bare.is_some() {
            entry.date = bare;
            continue;
        }
        let found = entry.date.as_mut().map(|found| &mut found.value);
        match (found, &year, &day) {
            (Some(Value::Seen(when)), Some(year), _) if matches!(when, When::DayOfYear(_)) => {
                if let When::DayOfYear(text) = when {
                    *when = When::Day(with_year(text, year));
                }
            }
            (Some(Value::Seen(when)), _, Some(day)) if matches!(when, When::Time(_)) => {
                if let When::Time(time) = when {
                    *when = again(&format!("{day} {time}"));
                }
            }
            (None, _, Some(day)) => {
                entry.date = Some(super::date::Found {
                    value: again(day).into(),
                    at: None,
                });
            }
            _ => {}
        }
    }
}

/// Whether a heading is above what begins at `item` rather than beside it: the day in the head of a newspaper's page is that
/// on which it is read.
fn is_over(outline: &Outline<'_>, heading: usize, item: usize) -> bool {
    let named = |at: usize, names: &[&str]| {
        outline
            .at(at)
            .is_some_and(|e| names.contains(&e.name.as_str()))
    };
    if named(heading, HEADINGS) {
        return true;
    }
    let mut above = outline.ancestors(heading);
    let holds = |at: Option<usize>| at.is_some_and(|at| outline.end(at) > item);
    let (parent, next) = (above.next(), above.next());
    let in_head = outline
        .ancestors(heading)
        .take(4)
        .any(|at| named(at, &["header"]) || outline.at(at).is_some_and(|e| e.around));
    holds(parent) || holds(next) && !in_head && next.is_some_and(|at| !named(at, &["body"]))
}

/// The date of an item that has only the day of the month above it.
fn bare_day(
    outline: &Outline<'_>,
    item: &Range<usize>,
    title: Option<usize>,
    month: &str,
) -> Option<super::date::Found> {
    let in_title = |at: usize| title.is_some_and(|title| at >= title && at < outline.end(title));
    outline.range(item).find_map(|(at, element)| {
        if in_title(at) || element.text.is_empty() || element.text.len() > 24 {
            return None;
        }
        let text = outline.words(at);
        let digits: String = text.chars().filter(|c| c.is_ascii_digit()).collect();
        let number: u32 = digits.parse().ok().filter(|day| (1..=31).contains(day))?;
        // `12`, `12.`, `12th`, `Sun 12`, `12日`
        let word = text
            .split(|c: char| !c.is_alphabetic())
            .filter(|word| !word.is_empty());
        let plain = digits.len() <= 2
            && word.clone().count() <= 1
            && word.map(|word| word.chars().count()).sum::<usize>() <= 10
            && text.contains(&digits)
            && (text.starts_with(&digits) || text.ends_with(&digits) || text.ends_with('.'));
        let told = || again(&with_day(month, number));
        (plain && !is_count(&text)).then(|| super::date::Found {
            value: told().into(),
            at: Some(at),
        })
    })
}

/// Whether a number is of something else than days: `12 comments`.
fn is_count(text: &str) -> bool {
    let word = text.trim_start_matches(|c: char| c.is_ascii_digit());
    word.len() < text.len() && word.starts_with(' ')
}

/// A month of a year with its day, where the language puts it.
fn with_day(month: &str, day: u32) -> String {
    match month.find(['月', '월']) {
        Some(at) if month.contains('월') => {
            format!(
                "{} {day}일",
                month.get(..at + '월'.len_utf8()).unwrap_or(month)
            )
        }
        Some(at) => format!(
            "{}{day}日",
            month.get(..at + '月'.len_utf8()).unwrap_or(month)
        ),
        None => format!("{day} {month}"),
    }
}

fn again(text: &str) -> When {
    when::read(text).unwrap_or_else(|| When::Day(text.to_owned()))
}

fn year_of(text: &str) -> String {
    text.split(|c: char| !c.is_numeric())
        .find(|part| part.chars().count() == 4)
        .unwrap_or_default()
        .to_owned()
}

/// A day of the year with its year, where the language puts it.
fn with_year(day: &str, year: &str) -> String {
    if day.contains(['月', '월']) {
        format!(
            "{year}{}{day}",
            if day.contains('월') { "년 " } else { "年" }
        )
    } else {
        format!("{} {year}", day.trim_end_matches(','))
    }
}
