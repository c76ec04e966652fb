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
//!    have ([`EACH`]): a daily entry keeps its link, its title and even its text, but never its date.
//! 4. Where at least [`MANY`] entries change their ids at once, and no fewer than have kept theirs,
//!    the source has moved. Then less will do ([`TOGETHER`]), as long as a date or a long text of the
//!    article is the same; where these prove the move, what was edited meanwhile is known by its
//!    link alone ([`REST`]), as long as it is the lesser part.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, FixedOffset, Timelike};
use url::Url;

use super::link;
use crate::article::{Article, IdOrigin};
use crate::text;

/// So many entries that change their ids at once are a move, and no accident.
pub const MANY: usize = 3;
/// A text of so many letters and digits is the article's own; a shorter one may be what its
/// publisher writes below everything.
const LONG: usize = 150;

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

/// An address as far as it tells articles apart: no scheme, no `www.`, no tracking, no slash at
/// the end.
pub fn place(address: &str) -> Option<String> {
    let address = link::clean(address, None)?;
    let (_, rest) = address.split_once("://")?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    Some(rest.trim_end_matches('/').to_owned())
}

/// What an article is known by.
struct Marks {
    /// Its own id, where that is an address: as a [`place`].
    id: Option<String>,
    /// Its id is its source's own, and was not made of its link.
    own: bool,
    place: Option<String>,
    /// The place, where no other entry of the document has it.
    alone: Option<String>,
    /// The place without its host.
    path: Option<String>,
    title: Option<String>,
    date: Option<DateTime<FixedOffset>>,
    /// The date is one that the source has said to be that of publication.
    stated: bool,
    words: String,
}

impl Marks {
    fn new(article: &Article, given: Option<DateTime<FixedOffset>>) -> Self {
        let place = article.url.as_deref().and_then(place);
        let path = place.as_deref().map(|place| {
            let path = Url::parse(&format!("http://{place}"));
            path.map_or(String::new(), |url| {
                url[url::Position::BeforePath..].to_owned()
            })
        });
        let published = article.published.as_ref();
        let updated = article.updated.as_ref().filter(|_| given.is_none());
        let mut words = text::key(&text::from_html(&article.content_html));
        for attachment in &article.attachments {
            words.push_str(attachment.url.rsplit('/').next().unwrap_or_default());
        }
        Marks {
            id: self::place(&article.identity.value),
            own: article.identity.origin == IdOrigin::Own,
            alone: place.clone(),
            place,
            path: path.filter(|path| path != "/"),
            title: article
                .title
                .as_deref()
                .map(text::key)
                .filter(|title| !title.is_empty()),
            date: published.or(updated).map(|dated| dated.at).or(given),
            stated: published.is_some(),
            words,
        }
    }

    fn date(&self) -> Option<String> {
        self.date.map(|at| at.timestamp().to_string())
    }

    /// The date is that of a moment, not of a day.
    fn is_precise(&self) -> bool {
        let midnight = |at: DateTime<FixedOffset>| at.num_seconds_from_midnight() == 0;
        self.date
            .is_some_and(|at| !midnight(at) && !midnight(at.to_utc().fixed_offset()))
    }

    fn words(&self) -> Option<String> {
        Some(self.words.clone()).filter(|words| !words.is_empty())
    }

    fn long_words(&self) -> Option<String> {
        let is_long = self.words.chars().nth(LONG).is_some();
        is_long.then(|| self.words.clone())
    }

    /// Link, title and text: all that is compared, but the date. What is missing in both is the same.
    fn all_but_date(&self) -> Option<String> {
        let title = self.title.clone().unwrap_or_default();
        all(&[self.place.clone(), Some(title), Some(self.words.clone())])
    }
}

/// One kind of evidence.
struct Evidence {
    /// What has to be the same; None: there is nothing to compare.
    same: fn(&Marks) -> Option<String>,
    /// What else has to hold between the entry and the known article.
    holds: fn(&Marks, &Marks) -> bool,
}

fn all(parts: &[Option<String>]) -> Option<String> {
    let parts: Option<Vec<&str>> = parts.iter().map(Option::as_deref).collect();
    parts.map(|parts| parts.join("\0"))
}

/// Both are dated, and otherwise.
fn contradict(entry: &Marks, known: &Marks) -> bool {
    entry.stated && known.stated && entry.date != known.date
}

fn always(_: &Marks, _: &Marks) -> bool {
    true
}

/// A title, or that there is none.
fn title(marks: &Marks) -> Option<String> {
    Some(marks.title.clone().unwrap_or_default())
}

/// What is enough for one entry by itself, the surest first.
const EACH: &[Evidence] = &[
    // The id itself, with another scheme, `www.`, a slash or tracking parameters.
    Evidence {
        same: |marks| marks.id.clone().filter(|_| marks.own),
        holds: always,
    },
    // All that is compared.
    Evidence {
        same: |marks| all(&[marks.all_but_date(), marks.date()]),
        holds: always,
    },
    // The text was edited with the change of ids. A day alone may be that of two releases.
    Evidence {
        same: |marks| all(&[marks.place.clone(), title(marks), marks.date()]),
        holds: |entry, _| entry.is_precise(),
    },
    // Undated, or no longer. With another date it is the next edition.
    Evidence {
        same: |marks| all(&[marks.all_but_date(), marks.long_words()]),
        holds: |entry, known| !contradict(entry, known),
    },
    // Id and link moved to another host.
    Evidence {
        same: |marks| all(&[marks.path.clone(), title(marks), marks.date()]),
        holds: |entry, _| entry.is_precise(),
    },
    // Id and link are new altogether.
    Evidence {
        same: |marks| all(&[title(marks), marks.date(), marks.words()]),
        holds: |entry, _| entry.is_precise() || entry.long_words().is_some(),
    },
    // One of the two had no id of its own: its link was its id.
    Evidence {
        same: |marks| marks.alone.clone(),
        holds: |entry, known| !(entry.own && known.own),
    },
];

/// What is enough where many moved at once.
const TOGETHER: &[Evidence] = &[
    Evidence {
        same: |marks| all(&[marks.title.clone(), marks.date()]),
        holds: always,
    },
    // A chart of the day has the same links and the same date, too.
    Evidence {
        same: |marks| all(&[marks.place.clone(), marks.date()]),
        holds: |entry, _| entry.is_precise(),
    },
    // A feed without dates, and with little text.
    Evidence {
        same: Marks::all_but_date,
        holds: |entry, known| !contradict(entry, known),
    },
    // The new system dates everything anew: by its import, or by another zone.
    Evidence {
        same: |marks| all(&[marks.title.clone(), marks.long_words()]),
        holds: always,
    },
    Evidence {
        same: Marks::long_words,
        holds: |entry, known| !contradict(entry, known),
    },
];

/// What is enough for the rest of those that moved.
const REST: &[Evidence] = &[
    Evidence {
        same: |marks| all(&[marks.place.clone(), marks.title.clone()]),
        holds: always,
    },
    Evidence {
        same: |marks| marks.alone.clone(),
        holds: always,
    },
];

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
            self.entries
                .retain(|(at, _)| !found.iter().any(|(entry, _)| entry == at));
            self.known
                .retain(|(key, _)| !found.iter().any(|(_, known)| known == key));
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
