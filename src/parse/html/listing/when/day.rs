//! The numbers and words of a text → a day with or without its year.

use super::token::Token;
use super::value::When;
use super::words::JOINING;
use crate::parse::date_format::months;

/// A year by one of the calendars in use, by its value and how many digits it is written with.
pub(super) fn is_year(value: u32, digits: usize) -> bool {
    // also of the Buddhist, the Persian and the Islamic calendar
    digits == 4 && matches!(value, 1900..=2099 | 2480..=2620 | 1380..=1480)
}

pub(super) fn is_month(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    months::is_name(bare) && !JOINING.contains(&bare)
}

/// A date that begins with the token at `at`.
pub(super) fn day(text: &str, tokens: &[(usize, usize, Token)], at: usize) -> Option<When> {
    let (start, _, first) = tokens.get(at)?;
    match first {
        Token::Number(..) => {}
        Token::Word(word) if is_month(word) => {}
        _ => return None,
    }
    // `1.12.5.2024`, `v12`: in the middle of something
    let before = text
        .get(..*start)
        .and_then(|before| before.chars().next_back());
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '#' | '$' | '€' | '£' | '+'))
    {
        return None;
    }
    let (mut numbers, mut month, mut end, mut used) = (Vec::new(), None, *start, 0);
    let mut marks = Vec::new();
    for (position, (_, to, token)) in tokens.iter().enumerate().skip(at).take(12) {
        match token {
            Token::Number(value, digits) if numbers.len() < 3 && *digits <= 4 => {
                // `12 May 2024 5 comments`
                if numbers.len() + usize::from(month.is_some()) >= 3 {
                    break;
                }
                numbers.push((*value, *digits));
                (end, used) = (*to, position + 1);
                if numbers.len() + usize::from(month.is_some()) == 3 {
                    let next = tokens.get(position + 1).map(|(_, _, token)| token);
                    if let Some(Token::Mark('日' | '일' | '年' | '년')) = next {
                        let (_, to, _) = tokens.get(position + 1)?;
                        (end, used) = (*to, position + 2);
                    }
                    break;
                }
            }
            Token::Word(word) if month.is_none() && is_month(word) && numbers.len() < 3 => {
                month = Some(numbers.len());
                (end, used) = (*to, position + 1);
            }
            // Vietnamese: `12 tháng 5`
            Token::Word(word) if matches!(word.as_str(), "tháng" | "thg") => {
                marks.extend(['/', '/'])
            }
            Token::Word(word) if JOINING.contains(&word.as_str()) => {}
            // A month in a language or a form that the data has not.
            Token::Word(word)
                if month.is_none()
                    && numbers.len() == 1
                    && (3..=14).contains(&word.chars().count())
                    && unknown_month(tokens, position) =>
            {
                month = Some(1);
                (end, used) = (*to, position + 1);
            }
            Token::Mark(mark)
                if matches!(
                    mark,
                    '.' | '/'
                        | '-'
                        | ','
                        | '年'
                        | '月'
                        | '日'
                        | '년'
                        | '월'
                        | '일'
                        | '‑'
                        | '–'
                        | 'º'
                ) =>
            {
                if *mark == '日' || *mark == '일' {
                    (end, used) = (*to, position + 1);
                }
                marks.push(*mark);
            }
            _ => break,
        }
    }
    let found = text.get(*start..end)?;
    let east = marks.iter().any(|mark| matches!(mark, '月' | '월'));
    let days = |value: u32, digits: usize| digits <= 2 && (1..=31).contains(&value);
    match (numbers.as_slice(), month) {
        ([(a, da), (b, db)], Some(_))
            if is_year(*b, *db) && days(*a, *da) || is_year(*a, *da) && days(*b, *db) =>
        {
            Some(When::Day(with_time(text, tokens, *start, end, used)))
        }
        // `12 May 24`
        ([(a, da), (_, 2)], Some(1)) if days(*a, *da) && !found.contains(',') => {
            Some(When::Day(with_time(text, tokens, *start, end, used)))
        }
        ([(a, da), (b, db), (c, dc)], None) => {
            let parted = marks.len() >= 2 || east;
            let first = is_year(*a, *da) && *b <= 12 && days(*c, *dc) && *db <= 2 && *b > 0;
            let last = (is_year(*c, *dc) || *dc == 2 && marks.first() != Some(&'-'))
                && days(*a, *da)
                && days(*b, *db)
                && (*a <= 12 || *b <= 12);
            let same = marks
                .first()
                .is_some_and(|mark| matches!(mark, '.' | '/' | '-' | '年' | '년' | '‑'));
            (parted && same && (first || last))
                .then(|| When::Day(with_time(text, tokens, *start, end, used)))
        }
        ([(a, da), (b, db)], None) if east && (1..=12).contains(a) && days(*b, *db) => {
            Some(When::DayOfYear(found.to_owned()))
        }
        ([(a, da)], Some(_)) if days(*a, *da) => Some(When::DayOfYear(
            found.trim_end_matches([',', '.', '-', '–']).to_owned(),
        )),
        _ => None,
    }
    .filter(|_| {
        !tokens.get(used).is_some_and(|(from, _, token)| {
            // `12.05.2024.17`
            *from == end && matches!(token, Token::Number(..))
        })
    })
}

/// Whether the word at `position` stands between a day and a year.
fn unknown_month(tokens: &[(usize, usize, Token)], position: usize) -> bool {
    let mut after = tokens
        .iter()
        .skip(position + 1)
        .map(|(_, _, token)| token)
        .filter(|token| {
            !matches!(token, Token::Mark('.' | ','))
                && !matches!(token, Token::Word(word) if JOINING.contains(&word.as_str()))
        });
    matches!(after.next(), Some(Token::Number(value, digits)) if is_year(*value, *digits))
}

/// A date with the time of day that stands behind it.
fn with_time(
    text: &str,
    tokens: &[(usize, usize, Token)],
    start: usize,
    end: usize,
    used: usize,
) -> String {
    // `2024-05-12T10:00:00Z`
    if let Some(rest) = text.get(end..).filter(|rest| rest.starts_with(['T', 't'])) {
        let word = rest.split(char::is_whitespace).next().unwrap_or_default();
        if word.contains(':') {
            return text
                .get(start..end + word.len())
                .unwrap_or_default()
                .to_owned();
        }
    }
    let mut to = end;
    let mut before = 0;
    for (position, (_, after, token)) in tokens.iter().enumerate().skip(used).take(5) {
        match token {
            Token::Clock => {
                to = *after;
                let zone = tokens.get(position + 1);
                if let Some((_, after, Token::Word(word))) = zone
                    && matches!(
                        word.as_str(),
                        "am" | "pm"
                            | "uhr"
                            | "utc"
                            | "gmt"
                            | "z"
                            | "cet"
                            | "cest"
                            | "est"
                            | "edt"
                            | "pst"
                            | "pdt"
                            | "msk"
                            | "jst"
                            | "bst"
                    )
                {
                    to = *after;
                }
                break;
            }
            Token::Mark(',' | '-' | '–' | '|' | '.' | '/' | '(' | ')' | '日') if before < 3 => {
                before += 1
            }
            // `12.05.2024 um 10:30`, `2024年5月12日(日) 10:30`
            Token::Word(word) if before < 3 && word.chars().count() <= 3 => before += 1,
            _ => break,
        }
    }
    text.get(start..to).unwrap_or_default().to_owned()
}
