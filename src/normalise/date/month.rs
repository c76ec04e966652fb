//! Which of a date's words names the month: most names of months mean something else somewhere.

use super::meaning::Meaning;
use super::names::{Languages, Sense, months_like};
use super::words::Word;

/// Words and where they stand.
pub(super) type Words<'a> = Vec<(usize, &'a Word)>;

/// The words that name the month: more than one where it stands twice, or where nothing tells them apart.
pub(super) fn months<'a>(words: &Words<'a>, own: Languages) -> Words<'a> {
    let inflected = words
        .iter()
        .any(|(_, word)| word.senses.is_empty() && !months_like(&word.key).is_empty());
    let named: Words<'a> = words
        .iter()
        .copied()
        .filter(|(_, word)| word.find(month).is_some())
        .filter(|(_, word)| !is_sooner_a_day(word, words, own))
        // "Pi 17 Styczniu": what is also a day gives way to a month in a case that the table lacks
        .filter(|(_, word)| word.find(weekday).is_none() || !inflected)
        .collect();
    if let [only] = named.as_slice() {
        return vec![*only];
    }
    // what all words can be in one language: "mar. 3 déc." is a Tuesday, "lit 2 sat" a Monday
    let together = |(at, word): &(usize, &'a Word)| {
        let others = words.iter().filter(|(other, _)| other != at);
        others
            .filter(|(_, word)| !word.senses.is_empty())
            .try_fold(languages(word, is_month), |all, (_, other)| {
                let both = all.and(languages(other, is_weekday));
                match (both.is_empty(), other.may_be(Meaning::Filler)) {
                    (false, _) if other.find(weekday).is_some() => Some(both),
                    (_, true) => Some(all),
                    _ => None,
                }
            })
            .map(|set| rank(set, own))
    };
    let best = named.iter().filter_map(together).min();
    // "mar 5 mar": the day of the week comes first
    let fits = |named: &&(usize, &'a Word)| best.is_some() && together(named) == best;
    if let Some(last) = named.iter().rfind(fits) {
        return vec![*last];
    }
    let surer = |pick: fn(&Word) -> bool, named: Words<'a>| {
        let sure: Words<'a> = named
            .iter()
            .copied()
            .filter(|(_, word)| pick(word))
            .collect();
        if sure.is_empty() { named } else { sure }
    };
    let mut named = surer(|word| !word.may_be(Meaning::Filler), named);
    // of two words that no language has together the first is the day of the week
    if named.len() > 1 && named.first().is_some_and(|(at, _)| *at == 0) {
        named.remove(0);
    }
    named
}

/// Whether a word that is a month in one language is rather a day: in the document's or one of the widely
/// read ones it is ("Sun" is no month, though Tonga has one of that name), and no day beside it says otherwise.
fn is_sooner_a_day(word: &Word, words: &Words<'_>, own: Languages) -> bool {
    if word.find(weekday).is_none() {
        return false;
    }
    let months = languages(word, is_month);
    let day = rank(languages(word, is_weekday), own);
    let said = words
        .iter()
        .filter(|(_, other)| other.key != word.key && other.find(weekday).is_some())
        .any(|(_, other)| !languages(other, is_weekday).and(months).is_empty());
    day < rank(months, own) && day <= WIDELY_READ && !said
}

/// So many of the first languages of the list have names of days that everybody knows.
const WIDELY_READ: usize = 24;

/// The document's language, then the most widely read.
fn rank(set: Languages, own: Languages) -> usize {
    if set.and(own).is_empty() {
        set.first() + 1
    } else {
        0
    }
}

/// The languages in which a word has meanings of a kind; all where it has none.
pub(super) fn languages(word: &Word, is: fn(Meaning) -> bool) -> Languages {
    word.senses
        .iter()
        .filter(|sense| is(sense.meaning))
        .map(|sense| sense.languages)
        .reduce(Languages::or)
        .unwrap_or(Languages::ALL)
}

/// One meaning of a kind among several: in the languages of the words beside it and the document's, in either,
/// or in the most widely read one.
pub(super) fn meaning(
    senses: &[Sense],
    beside: Languages,
    own: Languages,
    pick: fn(Meaning) -> Option<u32>,
) -> Option<u32> {
    [beside.and(own), beside, own, Languages::ALL]
        .into_iter()
        .find_map(|set| {
            senses
                .iter()
                .filter_map(|sense| Some((sense.languages.and(set), pick(sense.meaning)?)))
                .filter(|(languages, _)| !languages.is_empty())
                .min_by_key(|(languages, _)| languages.first())
                .map(|(_, value)| value)
        })
}

pub(super) fn month(meaning: Meaning) -> Option<u32> {
    match meaning {
        Meaning::Month(month) => Some(month),
        _ => None,
    }
}

pub(super) fn weekday(meaning: Meaning) -> Option<u32> {
    match meaning {
        Meaning::Weekday(day) => Some(day),
        _ => None,
    }
}

pub(super) fn is_weekday(meaning: Meaning) -> bool {
    weekday(meaning).is_some()
}

fn is_month(meaning: Meaning) -> bool {
    month(meaning).is_some()
}
