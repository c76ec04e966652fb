//! A short text → the date, the part of one, or the age that stands in it.
//!
//! Only the characters of a date are looked for; which day they name is for the reader of dates to say.

mod day;
mod token;
mod value;
mod words;

pub(super) use value::When;

use day::{day, is_month, is_year};
use token::{Token, tokens};
use words::{AGES, AGO, AGO_BEFORE, AGO_WIDE, UNITS};

/// The longest text that is looked at, in characters: the head of a card in one line.
const LONGEST: usize = 300;

/// What a text says of when, the first that does.
pub(super) fn read(text: &str) -> Option<When> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return None;
    }
    let tokens = tokens(text);
    (0..tokens.len())
        .find_map(|at| day(text, &tokens, at))
        .or_else(|| ages(text, &tokens))
        .or_else(|| part(text, &tokens))
}

/// Whether a text says when and nothing else.
pub(super) fn is_all(text: &str) -> bool {
    let text = text.trim();
    let rest = |part: &str| text.chars().count().saturating_sub(part.chars().count());
    match read(text) {
        Some(When::Day(part) | When::DayOfYear(part)) => rest(&part) <= 8,
        Some(When::Time(part) | When::Year(part)) => rest(&part) <= 4,
        Some(When::Month(_)) => text.split_whitespace().count() <= 2,
        Some(When::Age(part)) => rest(&part) <= 8,
        None => false,
    }
}

/// An age, alone or between marks: `2 days ago · 34 min`.
fn ages(text: &str, tokens: &[(usize, usize, Token)]) -> Option<When> {
    let parts = || {
        text.split(['·', '|', '•', '—', '–', '\n'])
            .map(str::trim)
            .filter(|part| part.len() < text.len())
            .find_map(|part| age(part, &self::tokens(part)))
    };
    age(text, tokens).or_else(parts)
}

fn age(text: &str, tokens: &[(usize, usize, Token)]) -> Option<When> {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let short = text.chars().count() <= 40;
    let found = || Some(When::Age(text.to_owned()));
    if !short {
        return None;
    }
    let begins = AGES.iter().any(|word| {
        bare.strip_prefix(word).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with([',', ' ', ':', '-']) && rest.contains(':')
        })
    });
    if begins {
        return found();
    }
    let words: Vec<&str> = tokens
        .iter()
        .filter_map(|(_, _, token)| match token {
            Token::Word(word) => Some(word.as_str()),
            _ => None,
        })
        .collect();
    let has_number = tokens
        .iter()
        .any(|(_, _, token)| matches!(token, Token::Number(..)))
        || words.iter().any(|word| {
            matches!(
                *word,
                "a" | "an" | "one" | "einer" | "einem" | "une" | "un" | "una" | "een" | "en" | "et"
            )
        });
    if !has_number || words.len() > 5 {
        return None;
    }
    let ends = words.last().is_some_and(|word| AGO.contains(word))
        || words.len() >= 2 && words.iter().any(|word| AGO.contains(word)) && tokens.len() <= 4
        || AGO_WIDE.iter().any(|sign| bare.ends_with(sign));
    let starts = AGO_BEFORE.iter().any(|word| {
        bare.strip_prefix(word)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace()))
    });
    // `3h`, `25 min`
    let unit = match tokens {
        [(_, _, Token::Number(value, _)), (_, _, Token::Word(word))] => {
            *value > 0
                && (word.len() <= 2 || word.starts_with("min") || word.starts_with("hr"))
                && UNITS.contains(&word.as_str())
                && !matches!(word.as_str(), "min" | "mins")
        }
        _ => false,
    };
    let unit_near = words
        .iter()
        .any(|word| UNITS.iter().any(|unit| word.starts_with(unit)));
    let wide = AGO_WIDE.iter().any(|sign| bare.ends_with(sign));
    (ends || starts && (unit_near || !bare.is_ascii()) || unit || wide).then(found)?
}

/// A year, a month of one, or a time of day, when the text has little else.
fn part(text: &str, tokens: &[(usize, usize, Token)]) -> Option<When> {
    if text.chars().count() > 40 {
        return None;
    }
    let numbers: Vec<(u32, usize)> = tokens
        .iter()
        .filter_map(|(_, _, token)| match token {
            Token::Number(value, digits) => Some((*value, *digits)),
            _ => None,
        })
        .collect();
    let words = || {
        tokens.iter().filter_map(|(_, _, token)| match token {
            Token::Word(word) => Some(word.as_str()),
            _ => None,
        })
    };
    let month = words().any(is_month);
    let east = tokens
        .iter()
        .any(|(_, _, token)| matches!(token, Token::Mark('月' | '월')));
    match numbers.as_slice() {
        [(value, digits)] if is_year(*value, *digits) && month => {
            Some(When::Month(text.to_owned()))
        }
        [(value, digits), (month, _)] if east && is_year(*value, *digits) && *month <= 12 => {
            Some(When::Month(text.to_owned()))
        }
        [(value, digits)] if is_year(*value, *digits) && words().count() <= 2 => {
            Some(When::Year(value_text(text, tokens)?))
        }
        [] if tokens.len() <= 3 => {
            let clock = tokens.iter().find(|(_, _, token)| *token == Token::Clock)?;
            text.get(clock.0..clock.1)
                .map(|time| When::Time(time.to_owned()))
        }
        _ => None,
    }
}

fn value_text(text: &str, tokens: &[(usize, usize, Token)]) -> Option<String> {
    let (from, to, _) = tokens
        .iter()
        .find(|(_, _, token)| matches!(token, Token::Number(..)))?;
    text.get(*from..*to).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_in_every_language() {
        for (text, expected) in [
            ("12.05.2024", "12.05.2024"),
            ("12. 5. 2024", "12. 5. 2024"),
            ("May 12, 2024", "May 12, 2024"),
            ("Published: 12th of May 2024 by Ann", "12th of May 2024"),
            (
                "Sonntag, 12. Mai 2024, 10:30 Uhr",
                "12. Mai 2024, 10:30 Uhr",
            ),
            ("12 de mayo de 2024", "12 de mayo de 2024"),
            ("le 1er août 2024", "1er août 2024"),
            ("2024年5月12日(日) 10:30", "2024年5月12日(日) 10:30"),
            ("2024년 5월 12일", "2024년 5월 12일"),
            ("12 мая 2024 г.", "12 мая 2024"),
            ("١٢ مايو ٢٠٢٤", "١٢ مايو ٢٠٢٤"),
            ("12 Mayıs 2024", "12 Mayıs 2024"),
            ("2024-05-12T10:00:00Z", "2024-05-12T10:00:00Z"),
            ("2024/05/12", "2024/05/12"),
            ("१२ मई २०२४", "१२ मई २०२४"),
            ("Ann Doe | 3 June 2024 | News", "3 June 2024"),
            ("12 tháng 5, 2024", "12 tháng 5, 2024"),
            ("05/12/24", "05/12/24"),
        ] {
            assert_eq!(read(text), Some(When::Day(expected.to_owned())), "{text}");
        }
    }

    #[test]
    fn parts_and_ages_are_told_from_days() {
        let day = |text: &str| Some(When::DayOfYear(text.to_owned()));
        let age = |text: &str| Some(When::Age(text.to_owned()));
        for (text, expected) in [
            ("12 May", day("12 May")),
            ("May 12", day("May 12")),
            ("12. März", day("12. März")),
            ("5月12日", day("5月12日")),
            ("May 2024", Some(When::Month("May 2024".into()))),
            ("2024年5月", Some(When::Month("2024年5月".into()))),
            ("2024", Some(When::Year("2024".into()))),
            ("10:30", Some(When::Time("10:30".into()))),
            ("3 hours ago", age("3 hours ago")),
            ("vor 2 Tagen", age("vor 2 Tagen")),
            ("il y a 3 heures", age("il y a 3 heures")),
            ("hace 5 minutos", age("hace 5 minutos")),
            ("3時間前", age("3時間前")),
            ("2 часа назад", age("2 часа назад")),
            ("gestern", age("gestern")),
            ("an hour ago", age("an hour ago")),
            ("3h", age("3h")),
            ("Version 1.2.3", None),
            ("192.168.10.10", None),
            ("12 comments", None),
            ("5 min read", None),
            ("Chapter 12", None),
            ("Today we launch a thing", None),
            ("3 things to know", None),
            ("", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
