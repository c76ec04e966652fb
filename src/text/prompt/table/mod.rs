//! The phrases, one row a reason. All in lower case with plain apostrophes. The next case is one more
//! phrase or row.

mod advertising;
mod button;
mod newsletter;
mod source;

pub(super) use newsletter::COURTESIES;

use super::Noise;

/// How a row looks at a line.
pub(super) enum Match {
    /// The line is the phrase, apart from punctuation.
    Is(&'static [&'static str]),
    /// The line begins with the phrase.
    Begins(&'static [&'static str]),
    /// The line ends with the phrase, apart from punctuation.
    Ends(&'static [&'static str]),
    /// The line begins with one of the first and has one of the second.
    BeginsAndHas(&'static [&'static str], &'static [&'static str]),
    /// The line has one of each.
    HasAll(&'static [&'static [&'static str]]),
}

/// One reason to leave a line out.
pub(super) struct Row {
    pub(super) noise: Noise,
    /// Most words that such a line has; a longer one is prose.
    pub(super) words: usize,
    pub(super) rule: Match,
}

/// All rows, those that say most first.
pub(super) const ROWS: &[&[Row]] = &[
    advertising::ROWS,
    newsletter::ROWS,
    button::ROWS,
    source::ROWS,
];
