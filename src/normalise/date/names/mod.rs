//! What words mean in dates, in every language at once: lines of `cldr/words.tsv`, sorted by the word as it is
//! folded. They are looked up where they lie, so that a process that meets a date has nothing to prepare. `table` makes
//! that file from the Unicode CLDR ([`super::locales`]) and from [`super::extra`].

use std::sync::LazyLock;

use super::locales;
use super::meaning::Meaning;

mod line;
#[cfg(test)]
mod table;

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

    /// Those that are not in the other set.
    fn without(self, other: Self) -> Self {
        let mut set = self;
        for (word, less) in set.0.iter_mut().zip(other.0) {
            *word &= !less;
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
pub(super) fn senses(key: &str) -> Option<Vec<Sense>> {
    let (found, senses) = from(key).next()?;
    (found == key).then(|| line::read(senses))
}

/// The longest start of `text` that stands in the table, for scripts that leave no blank between
/// words.
pub(super) fn longest_start(text: &str) -> Option<(usize, Vec<Sense>)> {
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
pub(super) fn months_like(word: &str) -> Vec<Sense> {
    let letters = word.chars().count();
    if letters < 3 {
        return Vec::new();
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
        .unwrap_or_default()
}

/// The longest ending, in letters, in which the cases of a name differ.
const ENDING: usize = 3;
/// The shortest stem that tells months apart.
const STEM: usize = 4;
/// No name is longer, in characters.
const LONGEST_NAME: usize = 24;

fn beginning_with(stem: &str, ending: usize) -> Vec<Sense> {
    let mut found: Vec<Sense> = Vec::new();
    let longest = stem.chars().count().saturating_add(ending);
    for (word, senses) in from(stem).take_while(|(word, _)| word.starts_with(stem)) {
        if word.chars().count() > longest {
            continue;
        }
        for sense in line::read(senses) {
            if matches!(sense.meaning, Meaning::Month(_)) {
                add(&mut found, sense);
            }
        }
    }
    // where two months of a language begin so, the word is neither
    let (mut seen, mut twice) = (Languages::NONE, Languages::NONE);
    for sense in &found {
        twice = twice.or(seen.and(sense.languages));
        seen = seen.or(sense.languages);
    }
    for sense in &mut found {
        sense.languages = sense.languages.without(twice);
    }
    found.retain(|sense| !sense.languages.is_empty());
    found
}

fn add(senses: &mut Vec<Sense>, sense: Sense) {
    match senses.iter_mut().find(|old| old.meaning == sense.meaning) {
        Some(old) => old.languages = old.languages.or(sense.languages),
        None => senses.push(sense),
    }
}

/// A line a word, sorted: its key, a tab, its senses.
static WORDS: &str = include_str!("../cldr/words.tsv");

/// Where each line begins.
static LINES: LazyLock<Vec<usize>> = LazyLock::new(|| {
    let ends = memchr::memchr_iter(b'\n', WORDS.as_bytes());
    let starts = std::iter::once(0).chain(ends.map(|at| at + 1));
    starts.filter(|start| *start < WORDS.len()).collect()
});

/// The lines from the first whose key is not before this one.
fn from(key: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let is_before = |start: usize| {
        let line = WORDS.as_bytes().get(start..).unwrap_or_default();
        let shared = line.iter().zip(key.as_bytes());
        // where they part, the lesser is the earlier; else the shorter, whose line has its tab there
        match shared.into_iter().find(|(a, b)| a != b) {
            Some((a, b)) => a < b,
            None => line.len() < key.len(),
        }
    };
    let first = LINES.partition_point(|start| is_before(*start));
    let start = LINES.get(first).copied().unwrap_or(WORDS.len());
    let lines = WORDS.get(start..).unwrap_or_default().lines();
    lines.filter_map(|line| line.split_once('\t'))
}
