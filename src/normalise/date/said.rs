//! What the words of a date say together: one is the month, and the languages in which they all have
//! a meaning decide what it means.

use super::Place;
use super::locales::LOCALES;
use super::meaning::Meaning;
use super::names::{Languages, Sense, months_like};
use super::words::{Item, Word};

/// What the words say.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The month, 1 is January, and the item that names it.
    pub(super) month: Option<(u32, usize)>,
    /// The day of the week, 0 is Monday.
    pub(super) weekday: Option<u32>,
    /// The most widely read of the languages in which the day of the week has its name.
    pub(super) language: Option<&'static str>,
    /// Years to add to the year written.
    pub(super) era: Option<i32>,
    /// How many words there are.
    pub(super) words: usize,
    /// How many of them nobody knows.
    pub(super) strangers: usize,
}

/// What is known about the text besides its words.
#[derive(Debug, Clone, Copy)]
pub(super) struct About<'a> {
    /// Language of the document: a tag, or empty.
    pub(super) language: &'a str,
    /// Where the text stood.
    pub(super) place: Place,
    /// The item after the time of day.
    pub(super) time: Option<usize>,
    /// How many numbers are left for the date.
    pub(super) numbers: usize,
    /// Some number has its unit beside it, so that no word is the month.
    pub(super) counted: bool,
}

/// Strangers that are forgiven in a declared field, before the time of day: the name of a day in a
/// language that nobody knows has up to three words.
const FORGIVEN: usize = 3;

type Words<'a> = Vec<(usize, &'a Word)>;

/// Finds out what the words mean; None when they cannot belong to one date.
pub(super) fn said(items: &[Item], about: About<'_>) -> Option<Said> {
    let words: Words<'_> = items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| Some((at, item.word()?)))
        .collect();
    let own = Languages::of(about.language);
    let strangers: Words<'_> = words
        .iter()
        .copied()
        .filter(|(_, word)| word.senses.is_empty())
        .collect();
    let months = if about.counted {
        Vec::new()
    } else {
        months(&words, own)
    };
    let others = || {
        words
            .iter()
            .filter(|(at, _)| !months.iter().any(|(month, _)| month == at))
    };
    let beside = others().fold(Languages::ALL, |all, (_, word)| {
        let both = all.and(languages(word, is_weekday));
        if both.is_empty() { all } else { both }
    });
    let mut said = Said {
        weekday: others().find_map(|(_, word)| meaning(&word.senses, beside, own, weekday)),
        language: (beside != Languages::ALL)
            .then(|| LOCALES.get(beside.first()).map(|locale| locale.tag))
            .flatten(),
        era: others().find_map(|(_, word)| {
            word.find(|meaning| match meaning {
                Meaning::Era(years) => Some(years),
                _ => None,
            })
        }),
        words: words.len(),
        strangers: strangers.len(),
        ..Said::default()
    };
    for (at, word) in &months {
        let named = meaning(&word.senses, beside, own, month)?;
        if said.month.is_some_and(|(other, _)| other != named) {
            return None;
        }
        said.month = Some((named, *at));
    }
    if said.month.is_none()
        && let Some(found) = among_strangers(&strangers, beside, own, about)
    {
        said.month = Some(found);
        said.strangers -= 1;
    }
    let is_month = |at: usize| said.month.is_some_and(|(_, month)| month == at);
    let misplaced = strangers
        .iter()
        .any(|(at, _)| !is_month(*at) && about.time.is_some_and(|time| *at >= time));
    let forgiven = match about.place {
        Place::Line | Place::Prose => 0,
        Place::Field | Place::Data => FORGIVEN,
    };
    (said.strangers <= forgiven && !misplaced).then_some(said)
}

/// The words that name the month. Most names of months mean something else somewhere.
fn months<'a>(words: &Words<'a>, own: Languages) -> Words<'a> {
    let named: Words<'a> = words
        .iter()
        .copied()
        .filter(|(_, word)| word.find(month).is_some() && !is_rather_a_day(word, own))
        // two letters that are also a day, beside a stranger: the stranger may be the month
        .filter(|(_, word)| {
            word.key.chars().count() > 2
                || word.find(weekday).is_none()
                || words.iter().all(|(_, word)| !word.senses.is_empty())
        })
        .collect();
    let surer = |pick: fn(&Word) -> bool, named: Words<'a>| {
        let sure: Words<'a> = named
            .iter()
            .copied()
            .filter(|(_, word)| pick(word))
            .collect();
        if sure.is_empty() { named } else { sure }
    };
    let named = surer(|word| !word.may_be(Meaning::Filler), named);
    // "mar. 1 déc.": what may be a day gives way to what may not
    let mut named = surer(|word| word.find(weekday).is_none(), named);
    if named.iter().all(|(_, word)| word.find(weekday).is_some()) {
        // "mar 5 mar": the day of the week comes first
        named.drain(..named.len().saturating_sub(1));
    }
    named
}

/// A month in another case, or cut short, among the words that nobody knows.
fn among_strangers(
    strangers: &Words<'_>,
    beside: Languages,
    own: Languages,
    about: About<'_>,
) -> Option<(u32, usize)> {
    let declared = matches!(about.place, Place::Field | Place::Data);
    if about.counted || about.numbers > 4 || strangers.len() > 2 || !declared {
        return None;
    }
    let mut like = strangers.iter().filter_map(|(at, word)| {
        Some((meaning(&months_like(&word.key), beside, own, month)?, *at))
    });
    let found = like.next()?;
    like.next().is_none().then_some(found)
}

/// Whether a word that is a month in one language is a day in a more widely read one, or in the
/// document's: "Sun" is no month, though Tonga has one of that name.
fn is_rather_a_day(word: &Word, own: Languages) -> bool {
    let rank = |is: fn(Meaning) -> bool| {
        let set = languages(word, is);
        match (set == Languages::ALL, set.and(own).is_empty()) {
            (true, _) => usize::MAX,
            (false, true) => set.first() + 1,
            (false, false) => 0,
        }
    };
    rank(is_weekday) < rank(|meaning| month(meaning).is_some())
}

/// The languages in which a word has meanings of a kind; all where it has none.
fn languages(word: &Word, is: fn(Meaning) -> bool) -> Languages {
    word.senses
        .iter()
        .filter(|sense| is(sense.meaning))
        .map(|sense| sense.languages)
        .reduce(Languages::or)
        .unwrap_or(Languages::ALL)
}

/// One meaning of a kind among several: in the languages of the words beside it and the document's, in either,
/// or in the most widely read one.
fn meaning(
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

fn month(meaning: Meaning) -> Option<u32> {
    match meaning {
        Meaning::Month(month) => Some(month),
        _ => None,
    }
}

fn weekday(meaning: Meaning) -> Option<u32> {
    match meaning {
        Meaning::Weekday(day) => Some(day),
        _ => None,
    }
}

fn is_weekday(meaning: Meaning) -> bool {
    weekday(meaning).is_some()
}
