//! What words mean in dates, in every language at once: a table made at first use from the Unicode
//! CLDR ([`super::locales`]) and from [`super::extra`].

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::locales::Locale;
use super::meaning::Meaning;
use super::token::key;
use super::{extra, locales, zones};

/// A set of languages: one bit a row of [`locales::LOCALES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Languages([u64; SETS]);

/// Words of 64 bits that have a bit for each language.
const SETS: usize = 5;

impl Languages {
    const NONE: Self = Languages([0; SETS]);
    /// Every language.
    pub(super) const ALL: Self = Languages([u64::MAX; SETS]);

    fn row(row: usize) -> Self {
        let mut set = Self::NONE;
        if let Some(word) = set.0.get_mut(row / 64) {
            *word |= 1 << (row % 64);
        }
        set
    }

    /// The language of a tag; none where the data has none.
    pub(super) fn of(tag: &str) -> Self {
        locales::row(tag).map_or(Self::NONE, Self::row)
    }

    /// Those in either set.
    pub(super) fn or(self, other: Self) -> Self {
        let mut set = self;
        for (word, more) in set.0.iter_mut().zip(other.0) {
            *word |= more;
        }
        set
    }

    /// Those in both sets.
    pub(super) fn and(self, other: Self) -> Self {
        let mut set = self;
        for (word, mask) in set.0.iter_mut().zip(other.0) {
            *word &= mask;
        }
        set
    }

    /// Whether there is none.
    pub(super) fn is_empty(self) -> bool {
        self == Self::NONE
    }

    /// The row of the first, which is the most widely read.
    pub(super) fn first(self) -> usize {
        let mut row = 0;
        for word in self.0 {
            let zeros = word.trailing_zeros() as usize;
            row += zeros;
            if zeros < 64 {
                break;
            }
        }
        row
    }
}

/// One meaning of a word, and where it has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sense {
    /// The meaning.
    pub(super) meaning: Meaning,
    /// In which languages.
    pub(super) languages: Languages,
}

/// The meanings of a folded word or phrase as it stands in the table.
pub(super) fn senses(key: &str) -> Option<&'static [Sense]> {
    NAMES.get(key).map(Vec::as_slice)
}

/// The longest start of `text` that stands in the table, for scripts that leave no blank between
/// words.
pub(super) fn longest_start(text: &str) -> Option<(usize, &'static [Sense])> {
    text.char_indices()
        .map(|(at, c)| at + c.len_utf8())
        .take(LONGEST_NAME)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .find_map(|end| Some((end, senses(text.get(..end)?)?)))
}

/// Months whose name begins with the word, or that differ from it only in the ending, as cases do:
/// `верес`, `studenom`.
pub(super) fn months_like(word: &str) -> Cow<'static, [Sense]> {
    let letters = word.chars().count();
    if letters < 3 {
        return Cow::Borrowed(&[]);
    }
    let cut = |letters: usize| {
        word.char_indices()
            .nth(letters)
            .map_or(word, |(end, _)| word.get(..end).unwrap_or(word))
    };
    let shorter = (letters.saturating_sub(ENDING).max(STEM)..letters)
        .rev()
        .map(cut);
    std::iter::once((word, usize::MAX))
        .chain(shorter.map(|stem| (stem, ENDING)))
        .map(|(stem, ending)| beginning_with(stem, ending))
        .find(|senses| !senses.is_empty())
        .map_or(Cow::Borrowed(&[]), Cow::Owned)
}

/// The longest ending, in letters, in which the cases of a name differ.
const ENDING: usize = 3;
/// The shortest stem that tells months apart.
const STEM: usize = 4;
/// No name is longer, in characters.
const LONGEST_NAME: usize = 24;

fn beginning_with(stem: &str, ending: usize) -> Vec<Sense> {
    let mut found: Vec<Sense> = Vec::new();
    let names = NAMES.range(stem.to_owned()..);
    for (name, senses) in names.take_while(|(name, _)| name.starts_with(stem)) {
        if ending != usize::MAX && name.chars().count() > stem.chars().count() + ending {
            continue;
        }
        for sense in senses {
            if matches!(sense.meaning, Meaning::Month(_)) {
                add(&mut found, *sense);
            }
        }
    }
    found
}

fn add(senses: &mut Vec<Sense>, sense: Sense) {
    match senses.iter_mut().find(|old| old.meaning == sense.meaning) {
        Some(old) => old.languages = old.languages.or(sense.languages),
        None => senses.push(sense),
    }
}

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names = Names::new();
    for (zone, _) in zones::ZONES {
        enter(&mut names, zone, Meaning::Zone, Languages::ALL);
    }
    for (meaning, words) in extra::WORDS {
        for word in words.split_whitespace() {
            enter(&mut names, word, *meaning, Languages::ALL);
        }
    }
    for text in locales::LOCALES.iter().flat_map(Locale::between) {
        enter(&mut names, text, Meaning::Filler, Languages::ALL);
    }
    let rows = || locales::LOCALES.iter().enumerate();
    for (row, locale) in rows() {
        for (month, text) in locale.months() {
            enter(&mut names, text, Meaning::Month(month), Languages::row(row));
        }
        for (day, text) in locale.weekdays() {
            enter(&mut names, text, Meaning::Weekday(day), Languages::row(row));
        }
    }
    for (tag, list) in extra::MONTHS {
        for (month, text) in members(list, 1) {
            enter(&mut names, text, Meaning::Month(month), Languages::of(tag));
        }
    }
    for (tag, list) in extra::WEEKDAYS {
        for (day, text) in members(list, 0) {
            enter(&mut names, text, Meaning::Weekday(day), Languages::of(tag));
        }
    }
    for (row, (after_noon, text)) in
        rows().flat_map(|(row, locale)| locale.halves().map(move |half| (row, half)))
    {
        // "de" is before noon in Hungarian and between day and month in Spanish, "sub" a month, "UT" a zone
        let key = key(text);
        let known = [key.replace(' ', ""), key].iter().any(|key| {
            let senses = names.get(key).map_or(&[][..], Vec::as_slice);
            let mut others = senses.iter().map(|sense| sense.meaning);
            others.any(|meaning| !matches!(meaning, Meaning::Half { .. }))
        });
        if !known {
            enter(
                &mut names,
                text,
                Meaning::Half { after_noon },
                Languages::row(row),
            );
        }
    }
    names
});

type Names = BTreeMap<String, Vec<Sense>>;

fn enter(names: &mut Names, text: &str, meaning: Meaning, languages: Languages) {
    let key = key(text);
    let sense = Sense { meaning, languages };
    if key.contains(' ') {
        // "p.m." is also written "pm"
        add(names.entry(key.replace(' ', "")).or_default(), sense);
    }
    if !key.is_empty() {
        add(names.entry(key).or_default(), sense);
    }
}

/// The words of a row of [`extra`], numbered from `first`.
fn members(list: &'static str, first: u32) -> impl Iterator<Item = (u32, &'static str)> {
    (first..)
        .zip(list.split_whitespace())
        .flat_map(|(number, words)| words.split('/').map(move |word| (number, word)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the data itself has a name, however it is folded.
    fn listed(tag: &str, number: u32, word: &str, days: bool) -> bool {
        let row = locales::row(tag).expect(tag);
        let locale = locales::LOCALES.get(row).expect(tag);
        let plain = |text: &str| key(text).replace(' ', "");
        let same = |(other, text): (u32, &str)| other == number && plain(text) == plain(word);
        match days {
            true => locale.weekdays().any(same),
            false => locale.months().any(same),
        }
    }

    #[test]
    fn no_row_of_ours_says_what_the_data_says() {
        let mut needless = Vec::new();
        for (rows, first, days) in [(extra::MONTHS, 1, false), (extra::WEEKDAYS, 0, true)] {
            for (tag, list) in rows {
                let words = members(list, first).filter(|(_, word)| *word != "-");
                let known = words.filter(|(number, word)| listed(tag, *number, word, days));
                needless.extend(known.map(|(_, word)| format!("{tag} {word}")));
            }
        }
        assert!(needless.is_empty(), "{}", needless.join(", "));
    }
}
