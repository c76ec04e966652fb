//! The tables of evidence: what has to be the same for an entry to be an article that is gone, each
//! kind with its reason. The next case is one more row.

use super::marks::Marks;

/// One kind of evidence.
pub(super) struct Evidence {
    /// What has to be the same; None: there is nothing to compare.
    pub(super) same: fn(&Marks) -> Option<String>,
    /// What else has to hold between the entry and the known article.
    pub(super) holds: fn(&Marks, &Marks) -> bool,
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

/// Link, title and text: all that is compared, but the date. What is missing in both is the same.
fn all_but_date(marks: &Marks) -> Option<String> {
    all(&[marks.place.clone(), title(marks), Some(marks.words.clone())])
}

/// What is enough for one entry by itself, the surest first.
pub(super) const EACH: &[Evidence] = &[
    // The id itself, with another scheme, `www.`, a slash or tracking parameters.
    Evidence {
        same: |marks| marks.id.clone().filter(|_| marks.own),
        holds: always,
    },
    // All that is compared.
    Evidence {
        same: |marks| all(&[all_but_date(marks), marks.date()]),
        holds: always,
    },
    // The text was edited with the change of ids. A day alone may be that of two releases.
    Evidence {
        same: |marks| all(&[marks.place.clone(), title(marks), marks.date()]),
        holds: |entry, _| entry.is_precise(),
    },
    // Undated, or no longer. With another date it is the next edition.
    Evidence {
        same: |marks| all(&[all_but_date(marks), marks.long_words()]),
        holds: |entry, known| !contradict(entry, known),
    },
    // Id and link moved to another host.
    Evidence {
        same: |marks| all(&[marks.path.clone(), title(marks), marks.date()]),
        holds: |entry, _| entry.is_precise(),
    },
    // Id and link are new altogether.
    Evidence {
        same: |marks| all(&[marks.date(), marks.long_words()]),
        holds: always,
    },
    Evidence {
        same: |marks| all(&[title(marks), marks.date(), marks.words()]),
        holds: |entry, _| entry.is_precise(),
    },
    // Files of one folder: one is gone when the other comes.
    Evidence {
        same: |marks| all(&[marks.title.clone(), marks.date()]),
        holds: |entry, known| entry.file && known.file,
    },
    Evidence {
        same: |marks| all(&[marks.title.clone(), marks.words()]),
        holds: |entry, known| entry.file && known.file && !contradict(entry, known),
    },
    // One of the two had no id of its own: its link was its id, or its path says as much.
    Evidence {
        same: |marks| marks.alone.clone(),
        holds: |entry, known| !(entry.own && known.own),
    },
];

/// What is enough where many moved at once.
pub(super) const TOGETHER: &[Evidence] = &[
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
        same: all_but_date,
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
pub(super) const REST: &[Evidence] = &[
    Evidence {
        same: |marks| all(&[marks.place.clone(), marks.title.clone()]),
        holds: always,
    },
    Evidence {
        same: |marks| marks.alone.clone(),
        holds: always,
    },
];
