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
    if let Some(at) = read_at(text, context, Place::Line) {
        return Some(at);
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byline_gives_the_date_in_it() {
        let context = Context {
            zone: jiff::tz::TimeZone::UTC,
            order: None,
            language: String::new(),
        };
        for (text, want) in [
            (
                "Posted by Jane Doe on May 3, 2024 in News",
                "2024-05-03 00:00",
            ),
            ("May 3, 2024 · 5 min read", "2024-05-03 00:00"),
            ("5 min read • 3 May 2024", "2024-05-03 00:00"),
            (
                "Published: Friday, 3rd May 2024 at 10:30 | Updated 4 May 2024",
                "2024-05-03 10:30",
            ),
            ("Von Max Muster, 3. Mai 2024, 10:30 Uhr", "2024-05-03 10:30"),
            (
                "Par Jeanne le vendredi 3 mai 2024 à 10h30",
                "2024-05-03 10:30",
            ),
            ("2024-05-03T10:30:00+02:00", "2024-05-03 08:30"),
            ("2024年5月3日 10:30 编辑", "2024-05-03 10:30"),
            ("03.05.2024", "2024-05-03 00:00"),
            ("Episode 24, May 3, 2024", "2024-05-03 00:00"),
            // nothing but a date: a short year will do
            ("03.05.24", "2024-05-03 00:00"),
            ("3 May '24, 10:30", "2024-05-03 10:30"),
            // a year, a count, a telephone number, half a date
            ("Copyright 2024 Jane Doe", ""),
            ("12 comments, 2024 views", ""),
            ("Call 020 7946 0018 today", ""),
            ("May 3", ""),
            ("May 2024", ""),
            ("2024-05", ""),
            ("1714732200", ""),
            ("Volume 03.05.24", ""),
            ("In May 2024 we moved", ""),
            ("Version 1.2.3 of 2024", ""),
            ("yesterday", ""),
        ] {
            let got = find(text, &context).map_or_else(String::new, |at| {
                at.to_utc().format("%Y-%m-%d %H:%M").to_string()
            });
            assert_eq!(got, want, "{text}");
        }
    }
}
