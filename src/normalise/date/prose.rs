//! A date among words for people: `Posted by Jane Doe on May 3, 2024 in News`.

use chrono::{DateTime, FixedOffset};

use super::{Context, LONGEST, Place, read_at};

/// More words than a byline has.
const MOST: usize = 24;

/// The first date in a text, of as many words as make one: with a day and a year in full.
pub(super) fn find(text: &str, context: &Context) -> Option<DateTime<FixedOffset>> {
    if text.len() > LONGEST {
        return None;
    }
    let words: Vec<(usize, usize)> = text
        .split_whitespace()
        .map(|word| {
            let start = word.as_ptr() as usize - text.as_ptr() as usize;
            (start, start + word.len())
        })
        .take(MOST)
        .collect();
    let has_digit = |(from, to): &(usize, usize)| {
        text.get(*from..*to)
            .is_some_and(|word| word.contains(|c: char| c.is_numeric()))
    };
    let first = words.iter().position(has_digit)?;
    // a date begins at most three words before its first number: "Friday, the 3rd", "Freitag, den 3."
    for start in first.saturating_sub(3)..words.len() {
        for end in (start + 1..=words.len()).rev() {
            let (from, to) = (words.get(start)?.0, words.get(end - 1)?.1);
            let part = text
                .get(from..to)?
                .trim_matches(|c: char| matches!(c, '|' | '-' | '–' | '—' | ',' | ':' | '•' | '·'));
            if let Some(at) = read_at(part, context, Place::Prose) {
                return Some(at);
            }
        }
    }
    None
}
