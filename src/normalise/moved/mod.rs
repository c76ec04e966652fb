//! Recognition: which of the articles that a source was known to have its entries are that come
//! under ids which nobody has seen (D-10). Old and new articles in, pairs out.
//!
//! A publisher that moves to another system, host or scheme gives new ids to old articles. Whoever
//! goes by the id alone shows every one of them again. So an entry whose id is new is compared with
//! the known articles that its document no longer has, by what else tells articles apart: the link,
//! the title, the date, the text. Two different articles must never become one, and what does not
//! have to be decided is left undecided: such an entry is new. The rules for that:
//!
//! 1. An article whose id is still in the document is nobody else's former self, and no two entries
//!    have one former self. So what stands side by side stays apart, however alike.
//! 2. Evidence counts only where it points to one article on each side: a title and a date that two
//!    press releases share say nothing of either.
//! 3. A single entry is recognised by evidence that the next edition of a recurring one does not
//!    have (`EACH`): a daily entry keeps its link, its title and even its text, but never its date.
//! 4. Where at least [`MANY`] entries change their ids at once, and no fewer than have kept theirs,
//!    the source has moved. Then less will do (`TOGETHER`), as long as a date or a long text of the
//!    article is the same; where these prove the move, what was edited meanwhile is known by its
//!    link alone (`REST`), as long as it is the lesser part.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, FixedOffset};

use crate::article::Article;

mod evidence;
mod marks;
#[cfg(test)]
mod tests;

use evidence::{EACH, Evidence, REST, TOGETHER};
use marks::{Marks, place};

/// So many entries that change their ids at once are a move, and no accident.
pub const MANY: usize = 3;

/// An article that its source is known to have, and that its document has not under its old id.
#[derive(Debug, Clone)]
pub struct Known {
    /// What the answer calls it.
    pub key: i64,
    /// The date that it was given for good.
    pub published: DateTime<FixedOffset>,
    /// As it was when it was last seen.
    pub article: Article,
}

/// The pairs so far, and what is left on both sides.
struct Search {
    entries: Vec<(usize, Marks)>,
    known: Vec<(i64, Marks)>,
    pairs: Vec<(usize, i64)>,
}

impl Search {
    /// Pairs what a kind of evidence makes one; leaves out of it what it makes several.
    fn by(&mut self, evidence: &[Evidence]) {
        for Evidence { same, holds } in evidence {
            let mut alike: BTreeMap<String, (Vec<usize>, Vec<usize>)> = BTreeMap::new();
            for (at, (_, marks)) in self.entries.iter().enumerate() {
                if let Some(same) = same(marks) {
                    alike.entry(same).or_default().0.push(at);
                }
            }
            for (at, (_, marks)) in self.known.iter().enumerate() {
                if let Some((_, known)) = same(marks).and_then(|same| alike.get_mut(&same)) {
                    known.push(at);
                }
            }
            let found: Vec<(usize, i64)> = alike
                .values()
                .filter_map(|(entries, known)| match (&entries[..], &known[..]) {
                    ([entry], [known]) => {
                        Some((self.entries.get(*entry)?, self.known.get(*known)?))
                    }
                    _ => None,
                })
                .filter(|((_, entry), (_, known))| holds(entry, known))
                .map(|((at, _), (key, _))| (*at, *key))
                .collect();
            let (paired, over): (HashSet<usize>, HashSet<i64>) = found.iter().copied().unzip();
            self.entries.retain(|(at, _)| !paired.contains(at));
            self.known.retain(|(key, _)| !over.contains(key));
            self.pairs.extend(found);
        }
    }
}

/// Finds the former selves of entries: for each entry of `document`, by its place in it, the key of
/// the known article that it is.
///
/// `is_new` says for each entry whether its id is new; `gone` are known articles whose ids are not
/// in the document. The order of `gone` decides nothing.
pub fn find(document: &[&Article], is_new: &[bool], gone: &[Known]) -> HashMap<usize, i64> {
    if gone.is_empty() {
        return HashMap::new();
    }
    let mut shared: HashMap<Option<String>, usize> = HashMap::new();
    for article in document {
        let place = article.url.as_deref().and_then(place);
        *shared.entry(place).or_default() += 1;
    }
    let entries = document
        .iter()
        .zip(is_new)
        .enumerate()
        .filter(|(_, (_, new))| **new);
    let entries = entries.map(|(at, (article, _))| (at, Marks::new(article, None)));
    let known = gone
        .iter()
        .map(|known| (known.key, Marks::new(&known.article, Some(known.published))));
    let mut search = Search {
        entries: entries.collect(),
        known: known.collect(),
        pairs: Vec::new(),
    };
    let marks = search.entries.iter_mut().map(|(_, marks)| marks);
    for marks in marks.chain(search.known.iter_mut().map(|(_, marks)| marks)) {
        if shared.get(&marks.place).is_some_and(|count| *count > 1) {
            marks.alone = None;
        }
    }
    search.by(EACH);
    let kept = is_new.iter().filter(|new| !**new).count();
    let certain = search.pairs.len();
    search.by(TOGETHER);
    let proven = search.pairs.len();
    if proven < MANY.max(kept) {
        search.pairs.truncate(certain);
    } else {
        search.by(REST);
        if search.pairs.len() > 2 * proven {
            search.pairs.truncate(proven);
        }
    }
    search.pairs.into_iter().collect()
}
