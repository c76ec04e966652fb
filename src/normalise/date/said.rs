//! What the words of a date say together: one is the month, and the languages in which they all have
//! a meaning decide what it means.

use super::Place;
use super::locales::LOCALES;
use super::meaning::Meaning;
use super::month::{Words, is_weekday, languages, meaning, month, months, weekday};
use super::names::{Languages, months_like};
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
    /// The month of the Iranian calendar.
    pub(super) persian: Option<u32>,
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
        persian: others().find_map(|(_, word)| {
            word.find(|meaning| match meaning {
                Meaning::Persian(month) => Some(month),
                _ => None,
            })
        }),
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
        let named = month_of(word, beside, own)?;
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

/// What a name of a month means: where a day beside it tells the language, and it is no month there, perhaps
/// one cut short there.
fn month_of(word: &Word, beside: Languages, own: Languages) -> Option<u32> {
    let there = languages(word, |meaning| month(meaning).is_some()).and(beside);
    let short = || {
        let like = months_like(&word.key);
        like.iter()
            .any(|sense| !sense.languages.and(beside).is_empty())
            .then_some(like)
    };
    if there.is_empty()
        && let Some(like) = short()
    {
        return meaning(&like, beside, own, month);
    }
    meaning(&word.senses, beside, own, month)
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
