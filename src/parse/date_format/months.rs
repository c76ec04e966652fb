//! Names of months and weekdays → their numbers, in every language of the Unicode CLDR.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use crate::cldr::{LOCALES, Locale};

/// All names of months.
static MONTHS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let names = LOCALES.iter().flat_map(Locale::months);
    names
        .map(|(_, name)| name)
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
    Month(u32),
    /// A weekday, 0 is Monday.
    Weekday(u32),
}

/// The words of dates in all languages; of those that mean different things, that of the most widely written one.
static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let mut words = HashMap::new();
    for (name, word) in LOCALES.iter().flat_map(names) {
        words.entry(name).or_insert(word);
    }
    words
});

/// What a word of a date, in lower case, stands for: in the language of a row of [`LOCALES`], else in any. `listopad` is
/// October in one language and November in another.
pub(super) fn word(text: &str, language: Option<usize>) -> Option<Word> {
    let own = language.and_then(|row| LOCALES.get(row));
    let own = own.and_then(|locale| names(locale).find(|(name, _)| *name == text));
    own.map(|(_, word)| word)
        .or_else(|| WORDS.get(text).copied())
}

fn names(locale: &Locale) -> impl Iterator<Item = (&'static str, Word)> + use<> {
    let months = locale.months().map(|(at, name)| (name, Word::Month(at)));
    let days = locale
        .weekdays()
        .map(|(at, name)| (name, Word::Weekday(at)));
    months
        .chain(days)
        .filter(|(name, _)| name.chars().count() > 1)
}
