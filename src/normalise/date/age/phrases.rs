//! How long ago something was, in the words of every language: lines of `cldr/ages.tsv` and rows of
//! [`super::extra`] → phrases. Made when the first age is read.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::super::locales;
use super::super::token::{Kind, tokens};
use super::extra;
use super::unit::Unit;

/// What a phrase says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Past {
    pub(super) unit: Unit,
    /// How many; none where the text has the number.
    pub(super) count: Option<u32>,
}

/// The fields of a line of `ages.tsv` behind the tag. `generate_ages.py` makes that file and says what they are.
const FIELDS: [(Unit, Option<u32>); 11] = [
    (Unit::Second, Some(0)),
    (Unit::Day, Some(0)),
    (Unit::Day, Some(1)),
    (Unit::Day, Some(2)),
    (Unit::Second, None),
    (Unit::Minute, None),
    (Unit::Hour, None),
    (Unit::Day, None),
    (Unit::Week, None),
    (Unit::Month, None),
    (Unit::Year, None),
];

/// Phrases by their folded words, each with the languages that have it, the most widely read first.
type Phrases = HashMap<String, Vec<(usize, Past)>>;

static PHRASES: LazyLock<Phrases> = LazyLock::new(|| {
    let mut phrases = Phrases::new();
    for line in include_str!("../cldr/ages.tsv").lines() {
        let mut fields = line.split('\t');
        let Some(row) = fields.next().and_then(locales::row) else {
            continue;
        };
        for ((unit, count), forms) in FIELDS.into_iter().zip(fields) {
            enter(&mut phrases, row, Past { unit, count }, forms);
        }
    }
    for (tag, unit, count, forms) in extra::PHRASES {
        if let Some(row) = locales::row(tag) {
            let past = Past {
                unit: *unit,
                count: *count,
            };
            enter(&mut phrases, row, past, forms);
        }
    }
    for found in phrases.values_mut() {
        found.sort_by_key(|(row, _)| *row);
    }
    phrases
});

fn enter(phrases: &mut Phrases, row: usize, past: Past, forms: &str) {
    for form in forms.split('/').filter(|form| !form.is_empty()) {
        let (count, form) = match form.split_once('=') {
            Some((count, form)) => (count.parse().ok(), form),
            None => (past.count, form),
        };
        let Some(key) = folded(form) else {
            continue;
        };
        let past = Past { count, ..past };
        let known = phrases.entry(key).or_default();
        if !known.iter().any(|(other, _)| *other == row) {
            known.push((row, past));
        }
    }
}

/// A form with its words folded as those of a text are.
fn folded(form: &str) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for (at, part) in form.split('#').enumerate() {
        if at > 0 {
            words.push("#".to_owned());
        }
        let tokens = tokens(part)?;
        words.extend(tokens.into_iter().filter_map(|token| match token.kind {
            Kind::Word { key, .. } => Some(key),
            _ => None,
        }));
    }
    Some(words.join(" ")).filter(|key| !key.is_empty())
}

/// What a phrase says, in the language of a row of [`locales`] if it is one there, else in the most widely read.
pub(super) fn find(key: &str, own: Option<usize>) -> Option<Past> {
    let found = PHRASES.get(key)?;
    let here = found.iter().find(|(row, _)| Some(*row) == own);
    here.or_else(|| found.first()).map(|(_, past)| *past)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_its_fields_and_is_a_known_language() {
        let mut lines = 0;
        for line in include_str!("../cldr/ages.tsv").lines() {
            let fields: Vec<&str> = line.split('\t').collect();
            assert_eq!(fields.len(), 1 + FIELDS.len(), "{line}");
            assert!(locales::row(fields[0]).is_some(), "{line}");
            lines += 1;
        }
        assert!(lines > 150, "{lines}");
    }

    #[test]
    fn no_row_of_ours_says_what_the_data_says() {
        let mut needless = Vec::new();
        for (tag, _, _, forms) in extra::PHRASES {
            let row = locales::row(tag).expect(tag);
            let line = include_str!("../cldr/ages.tsv")
                .lines()
                .find(|line| line.split('\t').next() == Some(tag))
                .unwrap_or_default();
            let mut data = Phrases::new();
            for ((unit, count), forms) in FIELDS.into_iter().zip(line.split('\t').skip(1)) {
                enter(&mut data, row, Past { unit, count }, forms);
            }
            let known = forms
                .split('/')
                .filter(|form| data.contains_key(&folded(form).expect("words")));
            needless.extend(known.map(|form| format!("{tag} {form}")));
        }
        assert!(needless.is_empty(), "{}", needless.join(", "));
    }
}
