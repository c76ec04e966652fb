//! The half of the day beside a time: "pm", "下午".

use super::meaning::Meaning;
use super::words::{Item, What, Word};

/// Whether a word says that it is after noon, or before; None for any other word.
pub(super) fn of(word: &Word) -> Option<bool> {
    word.find(|meaning| match meaning {
        Meaning::Half { after_noon } => Some(after_noon),
        _ => None,
    })
}

/// Whether a half stands behind a bare number. A single letter is as likely an ending: Basque "5a".
pub(super) fn is_behind(items: &[Item], at: usize) -> bool {
    let word = items.get(at).and_then(Item::word);
    word.is_some_and(|word| of(word).is_some() && word.key.len() > 1)
}

/// The half that belongs to the time from `start` to `end`, and the span of both: it stands behind the time,
/// or, in eastern Asia, before it.
pub(super) fn beside(items: &[Item], start: usize, end: usize) -> Option<(bool, (usize, usize))> {
    let is_mark = |at: usize, mark: char| items.get(at).is_some_and(|item| item.is_mark(mark));
    let word = |at: usize| items.get(at).and_then(Item::word);
    let behind = (end..end + 2)
        .take_while(|&at| at == end || items.get(at - 1).is_some_and(is_pause))
        // "US/Pacific" is a zone
        .filter(|&at| !is_mark(at + 1, '/'))
        .find_map(|at| Some((at + 1, of(word(at)?)?)));
    if let Some((end, after_noon)) = behind {
        // the stops of "p. m."
        let stop = usize::from(is_mark(end, '.'));
        return Some((after_noon, (start, end + stop)));
    }
    let before = start.checked_sub(1)?;
    let word = word(before)?;
    let is_day = word.find(|meaning| matches!(meaning, Meaning::Weekday(_)).then_some(()));
    let plain = is_day.is_none() && !word.may_be(Meaning::Filler);
    of(word)
        .filter(|_| plain)
        .map(|after_noon| (after_noon, (before, end)))
}

fn is_pause(item: &Item) -> bool {
    matches!(item.what, What::Mark(',' | '.'))
}
