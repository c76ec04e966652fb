//! Headings above items that say of when they are: `2024`, `May 2024`, `12 May 2024`.

use super::choose::Entry;
use super::date::Value;
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
            {
                match when::read(&outline.words(at)) {
                    Some(When::Year(text)) => (year, day) = (Some(text), None),
                    Some(When::Month(text)) => (year, day) = (Some(year_of(&text)), None),
                    Some(When::Day(text)) => (year, day) = (Some(year_of(&text)), Some(text)),
                    Some(When::Age(text)) => day = Some(text),
                    _ => {}
                }
            }
            at += 1;
        }
        at = at.max(range.end);
        let Some(entry) = entries.get_mut(number) else {
            break;
        };
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
