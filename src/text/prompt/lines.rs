//! Lines known by their shape rather than by a phrase: bylines, dates, rows of networks.

use super::words::{
    AFTER_NUMBERS, CLOSERS, EASTERN, NETWORKS, OPENERS, OPENERS_CASELESS, OPENERS_UNSPACED, SMALL,
    TIME_WORDS,
};

/// The names in a byline, without the words before them, and the date after them when there is one:
/// `By Jane Doe, 3 May 2024`. None when the line is no byline.
pub fn dated_byline(line: &str) -> Option<(&str, Option<&str>)> {
    if let Some(names) = byline(line) {
        return Some((names, None));
    }
    PARTERS.iter().find_map(|parter| {
        let (head, date) = line.split_once(parter)?;
        let names = byline(head)?;
        let dated = date.len() <= 80 && is_time_line(&date.to_lowercase());
        dated.then_some((names, Some(date.trim())))
    })
}

/// What parts names from a date.
const PARTERS: &[&str] = &[
    ", ", " | ", " – ", " — ", " - ", " · ", " • ", " on ", " am ", " le ", " el ", " il ", " op ",
];

/// The names in a byline, without the words before them: `Jane Doe and John Roe`. None when the line is
/// no byline: each word after the opening must be a name's.
pub fn byline(line: &str) -> Option<&str> {
    let line = line.trim().trim_matches(['*', '_', '–', '—', '|']).trim();
    if line.chars().count() > 120 {
        return None;
    }
    for opener in OPENERS_UNSPACED {
        if let Some(rest) = line.strip_prefix(opener) {
            let rest = rest.trim();
            let short =
                rest.chars().count() <= 20 && !rest.contains(['。', '、', '，', '的', 'は', 'が']);
            return (!rest.is_empty() && short).then_some(rest);
        }
    }
    if let Some(names) = caseless(line) {
        return Some(names);
    }
    let head: String = line
        .chars()
        .take(24)
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .flat_map(char::to_lowercase)
        .collect();
    let opener = OPENERS
        .iter()
        .filter(|opener| head.starts_with(**opener))
        .max_by_key(|opener| opener.len())?;
    let skipped: usize = opener.chars().count();
    let at = line.char_indices().nth(skipped).map(|(at, _)| at)?;
    let names = line.get(at..)?.trim();
    is_names(names).then_some(names)
}

/// Names in scripts without capitals are known by their number alone.
fn caseless(line: &str) -> Option<&str> {
    let opened = OPENERS_CASELESS
        .iter()
        .find_map(|opener| line.strip_prefix(opener));
    let closed = CLOSERS.iter().find_map(|closer| line.strip_suffix(closer));
    let names = opened.or(closed)?.trim();
    let words = names.split_whitespace().count();
    let short = (1..=5).contains(&words) && names.chars().count() <= 32;
    (short && !super::super::ends_sentence(names)).then_some(names)
}

/// Two to ten words, each capitalised (or of a script without capitals), no full stop at the end, no
/// digits.
fn is_names(text: &str) -> bool {
    let mut count = 0;
    let mut capital = 0;
    for word in text
        .split([' ', ',', '\u{a0}', '|', '·', '•'])
        .filter(|word| !word.is_empty())
    {
        count += 1;
        let Some(first) = word.chars().find(|c| c.is_alphanumeric()) else {
            continue;
        };
        if first.is_numeric() || count > 10 {
            return false;
        }
        if first.is_lowercase() {
            if !SMALL.contains(&word)
                && !word.contains('\'')
                && !word.contains('’')
                && !word.contains('@')
                && !word.contains("://")
            {
                return false;
            }
        } else {
            capital += 1;
        }
    }
    let ends = text.ends_with(['.', '!', '?', ':', ';'])
        && !text.ends_with("Jr.")
        && !text.ends_with("Sr.");
    capital >= 1 && count <= 10 && !ends
}

/// A line that is a byline and no sentence. A name has a first and a last part, else "By Monday" would
/// be one.
pub(super) fn is_byline(line: &str) -> bool {
    dated_byline(line).is_some_and(|(names, date)| {
        let labelled = line.contains([':', '：', '／', '=']);
        let words = names.split_whitespace().count();
        labelled
            || date.is_some()
            || words >= 2
            || !names.is_ascii() && words == 1 && !names.contains(char::is_lowercase)
    })
}

/// A line of nothing but a date, a time, a time to read: at least one number, every other word known.
pub(super) fn is_time_line(text: &str) -> bool {
    let mut numbers = 0;
    let mut words = 0;
    let known = text
        .split(|c: char| !c.is_alphanumeric() && c != '.')
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty())
        .all(|word| {
            words += 1;
            let digits = word.trim_end_matches(|c: char| c.is_alphabetic());
            let tail = word.get(digits.len()..).unwrap_or_default();
            if !digits.is_empty() && digits.chars().all(|c| c.is_ascii_digit() || c == '.') {
                numbers += 1;
                return tail.is_empty() || AFTER_NUMBERS.contains(&tail);
            }
            TIME_WORDS.contains(&word)
                || word
                    .chars()
                    .all(|c| c.is_ascii_digit() || EASTERN.contains(c))
                    && {
                        numbers += 1;
                        true
                    }
        });
    // a number alone may be a heading or a result
    known && numbers >= 1 && (2..=16).contains(&words) && !super::super::ends_sentence(text)
        || known && numbers == 1 && words == 1 && text.contains(['年', '년'])
}

/// A row of buttons: three or more names of networks and nothing else.
pub(super) fn only_networks(text: &str) -> bool {
    let mut count = 0;
    text.split(|c: char| c.is_whitespace() || matches!(c, '|' | '·' | '•' | ',' | '/'))
        .filter(|word| !word.is_empty())
        .all(|word| {
            count += 1;
            NETWORKS.contains(&word)
        })
        && count >= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_come_out_of_bylines() {
        for (line, expected) in [
            ("By Jane Doe", Some("Jane Doe")),
            ("BY JANE DOE", Some("JANE DOE")),
            (
                "Written by Jane van der Berg and John Roe",
                Some("Jane van der Berg and John Roe"),
            ),
            ("Von Jana Muster", Some("Jana Muster")),
            ("Par Élise Dupont", Some("Élise Dupont")),
            ("作者：王小明", Some("王小明")),
            ("Автор: Иван Петров", Some("Иван Петров")),
            ("By the river we sat down", None),
            ("By 2024 it was over", None),
            ("Jane Doe", None),
            ("By Monday.", None),
        ] {
            assert_eq!(byline(line), expected, "{line}");
        }
    }
}
