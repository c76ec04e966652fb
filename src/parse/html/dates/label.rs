//! What the words before a date say that it is of.

use super::super::page::Spot;
use super::words::{OTHERWISE, PUBLISHED, UPDATED};
use crate::article::DateRole;

/// What the words before a date say that it is of.
pub(super) struct Said {
    /// Where the last of them begins, and one more; 0 for none.
    pub(super) at: usize,
    /// What it says; `Some(None)` for something else than the article.
    pub(super) of: Option<Option<DateRole>>,
}

impl Said {
    /// The role of a date behind these words; none where it is of something else.
    pub(super) fn role(&self, spot: &Spot) -> Option<DateRole> {
        let marked = |words: &[&str]| words.iter().any(|word| spot.hints.contains(word));
        match self.of {
            Some(role) => role,
            None if marked(&["modified", "updated", "lastmod"]) && !marked(&["publish"]) => {
                Some(DateRole::Updated)
            }
            None => Some(DateRole::Published),
        }
    }
}

/// `Published 1 May, updated 3 May`: the nearer word is the one that counts.
pub(super) fn said(before: &str) -> Said {
    let all = [
        (PUBLISHED, Some(DateRole::Published)),
        (UPDATED, Some(DateRole::Updated)),
        (OTHERWISE, None),
    ];
    let mut said = Said { at: 0, of: None };
    for (words, of) in all {
        let at = last_of(before, words);
        if at > said.at {
            said = Said { at, of: Some(of) };
        }
    }
    said
}

/// Whether a line for readers names the day of a change rather than that of publication.
pub(super) fn says_updated(line: &str) -> bool {
    said(&line.to_lowercase()).of == Some(Some(DateRole::Updated))
}

/// One more than where the last of these words stands, or 0.
fn last_of(text: &str, words: &[&str]) -> usize {
    let ends = words.iter().filter_map(|word| text.rfind(word));
    ends.max().map_or(0, |at| at + 1)
}
