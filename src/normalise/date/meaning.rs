//! What a word may mean in a date.

/// What a word may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// 1 is January.
    Month(u32),
    /// A month of the Iranian calendar, 1 is Farvardin.
    Persian(u32),
    /// 0 is Monday.
    Weekday(u32),
    /// Before or after noon.
    Half {
        /// After noon.
        after_noon: bool,
    },
    /// A unit after its number: 年, h.
    After(Unit),
    /// A unit before its number: tháng.
    Before(Unit),
    /// An hour by its name: noon, midnight.
    Clock(u32),
    /// An era before its year: the years to add.
    Era(i32),
    /// A zone, see [`super::zones`].
    Zone,
    /// Says nothing: "at", "de", "год".
    Filler,
}

/// What a number counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Year,
    Month,
    Day,
    /// From 2 for Monday, as Vietnamese counts.
    Weekday,
    Hour,
    Minute,
    Second,
}
