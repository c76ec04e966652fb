//! Finds the characters of a date in a line of text, by their shape alone: which words are months
//! is for the date parser to say.

/// Words that may stand between the parts of a written date.
const JOINING: &[&str] = &["de", "del", "of", "di", "d'", "the"];

/// What stands in one line that has the shape of a date, in order.
pub(super) fn find(line: &str) -> Vec<String> {
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || matches!(c, '|' | '•' | '·' | '(' | ')' | '[' | ']'))
        .filter(|word| !word.is_empty())
        .take(60)
        .collect();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = words.get(at..).filter(|rest| !rest.is_empty()) {
        let taken = match first(rest) {
            Some((date, taken)) => {
                found.push(date);
                taken
            }
            None => 1,
        };
        at += taken;
    }
    found
}

/// The date that the words begin with, and how many of them it takes.
fn first(words: &[&str]) -> Option<(String, usize)> {
    let word = words.first()?;
    if let Some(date) = numeric(word) {
        return Some((date, 1));
    }
    let mut parts = Vec::new();
    let mut taken = 0;
    for word in words.iter().take(6) {
        taken += 1;
        if parts.is_empty() && JOINING.contains(word) {
            return None;
        }
        if !JOINING.contains(&word.to_lowercase().as_str()) {
            parts.push(part(word)?);
        }
        match parts.as_slice() {
            [Part::Day, Part::Month, Part::Year]
            | [Part::Month, Part::Day, Part::Year]
            | [Part::Year, Part::Month, Part::Day] => {
                let text = words.get(..taken)?.join(" ");
                let text = text.trim_end_matches([',', '.', ';', ':', '-', '–', '—']);
                return Some((text.to_owned(), taken));
            }
            [Part::Day | Part::Year | Part::Month]
            | [Part::Day, Part::Month]
            | [Part::Month, Part::Day]
            | [Part::Year, Part::Month] => {}
            _ => return None,
        }
    }
    None
}

#[derive(Debug, PartialEq)]
enum Part {
    Day,
    Month,
    Year,
}

fn part(word: &str) -> Option<Part> {
    let bare = word.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | '–' | '—' | '-'));
    if bare.chars().all(|c| c.is_ascii_digit()) && !bare.is_empty() {
        let number: u32 = bare.parse().ok()?;
        return match bare.len() {
            1 | 2 if (1..=31).contains(&number) => Some(Part::Day),
            4 if (1990..2100).contains(&number) => Some(Part::Year),
            _ => None,
        };
    }
    let day = ["st", "nd", "rd", "th", "er", "º", "ª", "°"]
        .iter()
        .find_map(|ending| bare.strip_suffix(ending))
        .filter(|day| matches!(day.len(), 1 | 2) && day.bytes().all(|b| b.is_ascii_digit()));
    if day.is_some() {
        return Some(Part::Day);
    }
    let letters = bare.chars().count();
    (bare.chars().all(char::is_alphabetic) && (3..=12).contains(&letters)).then_some(Part::Month)
}

/// A date within one word: `2024-05-12`, `12.05.2024`, `2024-05-12T10:00Z`, `2024年5月12日`.
fn numeric(word: &str) -> Option<String> {
    let word = word.trim_matches(|c: char| matches!(c, ',' | '.' | ';' | ':' | '–' | '—' | '"'));
    if word.len() < 6 || word.len() > 40 || !word.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if word.contains('年') && word.contains('月') {
        return Some(word.to_owned());
    }
    let (day, time) = word.split_once(['T', 't']).unwrap_or((word, ""));
    let separator = day.chars().find(|c| !c.is_ascii_digit())?;
    let parts: Vec<&str> = day.split(separator).collect();
    let digits = |text: &&str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let fits = match parts.as_slice() {
        [year, month, day] if year.len() == 4 => month.len() <= 2 && day.len() <= 2,
        [one, two, year] => one.len() <= 2 && two.len() <= 2 && matches!(year.len(), 2 | 4),
        _ => false,
    };
    let plain = matches!(separator, '-' | '/' | '.') && parts.iter().all(digits);
    let timed = time.is_empty() || time.starts_with(|c: char| c.is_ascii_digit());
    (fits && plain && timed).then(|| word.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_by_shape() {
        let cases: &[(&str, &[&str])] = &[
            ("By Ann Doe | May 12, 2024 | 5 min read", &["May 12, 2024"]),
            ("Published on 12 May 2024 at 10:30", &["12 May 2024"]),
            ("Stand: 12.05.2024, 10:30 Uhr", &["12.05.2024"]),
            (
                "Posted 2024-05-12T10:00:00Z by x",
                &["2024-05-12T10:00:00Z"],
            ),
            ("12. Mai 2024", &["12. Mai 2024"]),
            ("12 de mayo de 2024", &["12 de mayo de 2024"]),
            ("May 12th, 2024", &["May 12th, 2024"]),
            ("2024. május 12.", &["2024. május 12"]),
            ("2024年5月12日", &["2024年5月12日"]),
            ("05/12/24 – updated 06/01/24", &["05/12/24", "06/01/24"]),
            ("Sunday, May 12, 2024", &["May 12, 2024"]),
            ("© 2024 Example", &[]),
            ("Version 1.2.3", &[]),
            ("192.168.10.10", &[]),
            ("About 1234 things", &[]),
            ("", &[]),
        ];
        for (line, expected) in cases {
            assert_eq!(find(line), *expected, "{line}");
        }
    }
}
