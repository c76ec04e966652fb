//! An article on its way into the state, and what its arrival meant.

use chrono::{DateTime, Utc};

use crate::article::{Article, Essence};

/// An article on its way into the state.
pub struct Incoming<'a> {
    /// Name of its source.
    pub source: &'a str,
    /// Who it is within the source.
    pub identity: &'a str,
    /// Who it would be in feeds, were it new.
    pub id: &'a str,
    /// True when the id is the article's own: then it is followed even where another was given.
    pub own_id: bool,
    /// The article that it was before its identity changed, by key (D-10).
    pub was: Option<i64>,
    /// The file it is in.
    pub file: Option<&'a [u8]>,
    /// Whether it is alone in that file: then it is known by the file, too.
    pub alone: bool,
    /// Whether that file is known to have been there, or to be one that was.
    pub known_file: bool,
    /// That file's time.
    pub file_time: Option<DateTime<Utc>>,
    /// The rest.
    pub article: &'a Article,
    /// Of what its body is made when it is needed; None where the article has it.
    pub unmade: Option<Unmade>,
    /// Longest summary, where it has yet to be made.
    pub summary_limit: usize,
    /// What of it matters to readers; None where that takes cleaning what was found, which is left until it is needed.
    pub essence: Option<Essence>,
    /// Makes an article ready to be shown.
    pub finish: &'a dyn Fn(&mut Article),
    /// What matters of an article that is ready.
    pub weigh: fn(&Article) -> Essence,
    /// What two spellings of one tag or author have in common.
    pub fold: fn(&str) -> String,
    /// When it was seen.
    pub now: DateTime<Utc>,
    /// The date that it gets when nothing gives it one.
    pub undated: DateTime<Utc>,
}

impl Incoming<'_> {
    /// An article as it is shown.
    pub(super) fn finished(&self, article: &Article) -> Article {
        let mut article = article.clone();
        (self.finish)(&mut article);
        article
    }

    /// What of the article matters to readers.
    pub(super) fn essence(&self) -> Essence {
        let work_out = || (self.weigh)(&self.finished(self.article));
        self.essence.unwrap_or_else(work_out)
    }
}

/// A body that is to be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unmade {
    /// Of the file.
    pub hash: [u8; 32],
    /// It is read by other rules than before: what was made of the same file does not hold.
    pub anew: bool,
}

/// What an article's arrival meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// It was not known.
    New,
    /// It was known and is different now.
    Changed,
    /// It was known as it is.
    Same,
}
