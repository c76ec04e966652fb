//! When an article appeared and when it was last changed: decided when it is first seen, and kept
//! (G-03, B27, A-10, A-11). An incoming article and what is known of it in, dates out.

use chrono::{DateTime, FixedOffset, SubsecRound, TimeDelta, Utc};

use super::incoming::Incoming;
use super::known::Known;
use crate::article::{Article, DateOrigin};

/// Says of a draft's date that it was not given for good: nobody has seen it yet.
const PROVISIONAL: &str = "draft";
/// Says of a date that it is that of the entry which the article was before.
pub(super) const ADOPTED: &str = "adopted";
/// 1990-01-01: no file has lain since then, and clocks that were never set say less.
const PLAUSIBLE: i64 = 631_152_000;

/// The dates of an article in the state.
pub(super) struct Dates {
    pub(super) published: DateTime<FixedOffset>,
    /// Which date `published` is: the name of a [`DateOrigin`], or one of the words above.
    pub(super) dated_by: String,
    /// Never before `published`.
    pub(super) updated: DateTime<FixedOffset>,
    /// What the article itself states, in seconds since the epoch.
    pub(super) stated: Option<i64>,
    /// When it was last changed significantly since it was first seen, in seconds since the epoch.
    pub(super) edited: Option<i64>,
}

impl Dates {
    /// Takes over those of the entry that the article was before.
    pub(super) fn take_over(
        &mut self,
        published: Option<DateTime<FixedOffset>>,
        updated: Option<DateTime<FixedOffset>>,
    ) {
        if let Some(published) = published {
            self.published = published;
            self.dated_by = ADOPTED.to_owned();
        }
        let updated = updated.or(published).unwrap_or(self.updated);
        self.updated = updated.max(self.published);
    }
}

/// The dates that a known article has.
pub(super) fn kept(known: &Known) -> Dates {
    Dates {
        published: known.published,
        dated_by: known.dated_by.clone(),
        updated: known.updated,
        stated: known.stated,
        edited: known.edited,
    }
}

/// The dates for an incoming article; `changed` is whether what matters of it is different from before.
pub(super) fn given(incoming: &Incoming<'_>, known: Option<&Known>, changed: bool) -> Dates {
    let (published, dated_by) = published(incoming, known);
    // The state holds seconds.
    let published = published.trunc_subsecs(0);
    let stated = &incoming.article.published;
    let (updated, edited) = updated(incoming, known, published, changed);
    Dates {
        published,
        dated_by,
        updated: updated.trunc_subsecs(0),
        stated: stated.as_ref().map(|dated| dated.at.timestamp()),
        edited,
    }
}

/// Whether the date of publication counts at first sight only: an age in words says something else at every poll, the
/// date of a change, which a page goes by that shows no other, at every change.
fn is_passing(article: &Article) -> bool {
    is_age(article) || article.published.is_some() && article.published == article.updated
}

/// Whether the date of publication is an age in words.
pub(super) fn is_age(article: &Article) -> bool {
    let published = article.published.as_ref();
    published.is_some_and(|dated| dated.origin == DateOrigin::Age)
}

/// When it appeared, and what says so: what was decided before, where its own date is a passing one; what was adopted, as long as the article states what it
/// stated then; else its own date, else what was decided before, else its `updated`, else the
/// file's time, else now — which is never looked at again (B27) once the article is no draft.
fn published(incoming: &Incoming<'_>, known: Option<&Known>) -> (DateTime<FixedOffset>, String) {
    let article = incoming.article;
    let decided = known.filter(|known| known.dated_by != PROVISIONAL);
    if let (Some(known), true) = (decided, is_passing(article)) {
        return (known.published, known.dated_by.clone());
    }
    if let Some(published) = &article.published {
        let first_seen = name(DateOrigin::FirstSeen);
        let at = published.at;
        // What is here has been published, whatever its date says of tomorrow (a local time given
        // as universal); and the date it got for that is not taken back when tomorrow comes.
        let ahead = published.origin != DateOrigin::FrontMatter && at > incoming.now;
        return match known {
            None if ahead => (incoming.now.fixed_offset(), first_seen),
            Some(known)
                if ahead
                    || known.dated_by == ADOPTED && known.stated == Some(at.timestamp())
                    || known.dated_by == first_seen
                        && (TimeDelta::zero()..=TimeDelta::days(1))
                            .contains(&(at - known.published)) =>
            {
                (known.published, known.dated_by.clone())
            }
            _ => (at, name(published.origin)),
        };
    }
    if let Some(known) = decided {
        return (known.published, known.dated_by.clone());
    }
    let updated = article.updated.as_ref();
    let updated = updated.filter(|updated| updated.at <= incoming.now);
    let (at, said_by) = match (updated, file_time(incoming)) {
        (Some(updated), _) => (updated.at, "updated".to_owned()),
        (None, Some(time)) => (time.fixed_offset(), name(DateOrigin::FileTime)),
        (None, None) => (incoming.undated.fixed_offset(), name(DateOrigin::FirstSeen)),
    };
    if article.draft {
        return (at, PROVISIONAL.to_owned());
    }
    (at, said_by)
}

/// When it was last changed in a way that matters, and when that was seen here, if it was.
///
/// At first sight the article's own word. Later only when its essence has changed: its own word
/// where that moved with it, else the file's time, else now. An author who writes another date into
/// the front matter means it; one that a machine gives anew with every feed says nothing.
fn updated(
    incoming: &Incoming<'_>,
    known: Option<&Known>,
    published: DateTime<FixedOffset>,
    changed: bool,
) -> (DateTime<FixedOffset>, Option<i64>) {
    let own = incoming.article.updated.as_ref();
    let own = own.filter(|own| own.at > published && own.at <= incoming.now);
    let unseen =
        |known: &&Known| known.dated_by == PROVISIONAL || known.published.to_utc() > incoming.now;
    let Some(known) = known.filter(|known| !unseen(known)) else {
        return (own.map_or(published, |own| own.at), None);
    };
    let later = |at: &DateTime<Utc>| *at > known.updated.to_utc();
    if changed {
        let own = own.map(|own| own.at).filter(|at| later(&at.to_utc()));
        let at = own
            .or_else(|| {
                file_time(incoming)
                    .filter(later)
                    .map(|at| at.fixed_offset())
            })
            .unwrap_or_else(|| incoming.now.fixed_offset());
        let at = at.max(known.updated).max(published);
        return (at, Some(at.timestamp()));
    }
    let never_changed = known.updated == known.published;
    let at = match own {
        Some(own) if own.origin == DateOrigin::FrontMatter => own.at,
        _ if never_changed => published,
        _ => known.updated.max(published),
    };
    (at, known.edited)
}

/// The file's own time, where it is one.
fn file_time(incoming: &Incoming<'_>) -> Option<DateTime<Utc>> {
    let plausible = |time: &DateTime<Utc>| *time <= incoming.now && time.timestamp() >= PLAUSIBLE;
    incoming.file_time.filter(plausible)
}

/// A date's origin as the state names it.
fn name(origin: DateOrigin) -> String {
    let name = serde_json::to_value(origin).unwrap_or_default();
    name.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Dated, Essence};

    fn at(text: &str) -> DateTime<FixedOffset> {
        DateTime::parse_from_rfc3339(text).expect("a date")
    }

    /// What becomes of the date of an article that is known with another.
    fn published_of_known(published: &Dated, updated: Option<Dated>) -> (String, String) {
        let article = Article {
            published: Some(published.clone()),
            updated,
            ..Article::default()
        };
        let now = at("2024-05-12T12:00:00Z").to_utc();
        let incoming = Incoming {
            summary_limit: 300,
            source: "mills",
            identity: "one",
            id: "one",
            own_id: true,
            was: None,
            file: None,
            alone: false,
            known_file: false,
            file_time: None,
            article: &article,
            unmade: None,
            essence: None,
            finish: &|_| {},
            weigh: |_| Essence {
                whole: [0; 16],
                words: None,
            },
            fold: str::to_lowercase,
            now,
            undated: now,
        };
        let first = given(&incoming, None, false);
        assert_eq!(first.published, published.at, "as it says at first sight");
        let known = Known {
            key: 1,
            identity: "one".to_owned(),
            id: "one".to_owned(),
            revision: Vec::new(),
            published: at("2024-05-01T10:00:00+02:00"),
            dated_by: "list".to_owned(),
            file: None,
            updated: at("2024-05-01T10:00:00+02:00"),
            essence: None,
            stated: None,
            edited: None,
            made_of: None,
            visible: true,
            one: None,
            first_seen: 0,
        };
        let dates = given(&incoming, Some(&known), false);
        (dates.published.to_rfc3339(), dates.dated_by)
    }

    /// G-03: what says something else at every poll or every change counts at first sight only.
    #[test]
    fn a_passing_date_counts_once() {
        let kept = "2024-05-01T10:00:00+02:00";
        let dated = |origin, field: &str| Dated {
            at: at("2024-05-12T09:00:00Z"),
            origin,
            field: field.to_owned(),
        };
        let age = dated(DateOrigin::Age, "date");
        let changed = dated(DateOrigin::StructuredData, "dateModified");
        let stated = dated(DateOrigin::StructuredData, "datePublished");
        for (published, updated, expected) in [
            (&age, None, (kept, "list")),
            (&changed, Some(changed.clone()), (kept, "list")),
            // a date of its own is followed
            (
                &stated,
                None,
                ("2024-05-12T09:00:00+00:00", "structured-data"),
            ),
            (
                &stated,
                Some(changed.clone()),
                ("2024-05-12T09:00:00+00:00", "structured-data"),
            ),
        ] {
            let (at, by) = published_of_known(published, updated);
            assert_eq!((at.as_str(), by.as_str()), expected, "{published:?}");
        }
    }
}
