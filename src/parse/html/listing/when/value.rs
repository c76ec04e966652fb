//! What a text says of when.

/// What a text says of when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::parse::html::listing) enum When {
    /// A day with its year, and the time of day where it stands beside.
    Day(String),
    /// A day without its year: `12 May`.
    DayOfYear(String),
    /// A month with its year.
    Month(String),
    /// A year alone.
    Year(String),
    /// A time of day alone.
    Time(String),
    /// An age, in words: `3 hours ago`, `yesterday`.
    Age(String),
}
