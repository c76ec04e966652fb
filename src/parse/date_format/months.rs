//! Names of months and weekdays → their numbers, in every language of the Unicode CLDR. The file is that of the reader of
//! dates, which says what its columns are.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

static NAMES: &str = include_str!("../../normalise/date/cldr/names.tsv");

/// All names of months.
static MONTHS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let names = NAMES.lines().filter_map(|line| line.split('\t').nth(2));
    names
        .flat_map(|months| months.split(['|', '/']))
        .filter(|name| name.chars().count() > 1 && !name.contains(char::is_numeric))
        .collect()
});

/// Whether a word, in lower case, is the name of a month in some language.
pub(in crate::parse) fn is_name(word: &str) -> bool {
    MONTHS.contains(word)
}

/// What a word of a date stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// A month, 1 is January.
    Month(usize),
    /// A weekday, 0 is Monday.
    Weekday(usize),
}

/// The words of dates as one language has them, or all where it is not known; in lower case.
pub(super) fn words(language: &str) -> HashMap<&'static str, Word> {
    let tag = language
        .split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let mut words = HashMap::new();
    let own = NAMES
        .lines()
        .filter(|line| line.split('\t').next() == Some(tag.as_str()));
    // The page's own language first: `listopad` is October in one and November in another.
    for line in own.chain(NAMES.lines()) {
        let columns: Vec<&str> = line.split('\t').collect();
        let (Some(months), Some(days)) = (columns.get(2), columns.get(3)) else {
            continue;
        };
        let months = (1..)
            .zip(months.split('|'))
            .map(|(number, forms)| (Word::Month(number), forms));
        let days = (0..)
            .zip(days.split('|'))
            .map(|(number, forms)| (Word::Weekday(number), forms));
        for (word, forms) in months.chain(days) {
            for form in forms.split('/').filter(|form| form.chars().count() > 1) {
                words.entry(form).or_insert(word);
            }
        }
    }
    words
}
