//! Dates: strings as written → instants, by a ladder of formats.
//!
//! ```text
//! text ─fast─▶ RFC 822 and RFC 3339 as they should be
//!      └iso──▶ compact, week, ordinal and epoch forms, made plain
//!      └token─▶ numbers, words, marks ─words─▶ what each word may mean, in every language
//!                  └clock─▶ time of day ─offset─▶ zone ─calendar─▶ year, month, day ─moment─▶ instant
//! ```
//!
//! No step looks at a clock, none guesses a part that is not there, and every character must be
//! accounted for: what is left over makes the whole no date.

use chrono::{DateTime, FixedOffset};

use crate::cldr as locales;

mod age;
mod calendar;
mod changed;
mod choose;
mod clock;
#[cfg(test)]
mod extra;
mod fast;
mod half;
mod iso;
mod local;
mod meaning;
mod moment;
mod month;
mod names;
mod offset;
mod order;
mod parts;
mod persian;
mod prose;
mod read;
mod said;
mod token;
mod words;
mod year;
mod zones;

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;

pub use choose::choose;
pub use order::{DayOrder, proven_order};

/// The longest text that is looked at, in bytes (G-05).
const LONGEST: usize = 128;

/// How the dates of one document are to be read.
#[derive(Debug, Clone)]
pub struct Context {
    /// Zone of dates that carry none.
    pub zone: jiff::tz::TimeZone,
    /// Order of ambiguous numeric dates, where known.
    pub order: Option<DayOrder>,
    /// Language of the document: a BCP 47 tag, or empty.
    pub language: String,
}

/// How much the place in which a text stood says that it is a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A field of a feed or of front matter: seconds since 1970 and a lone year are dates there.
    Field,
    /// Data in a page: a day is needed, seconds since 1970 will do.
    Data,
    /// Words for people that are nothing but a date: a year in two digits will do.
    Line,
    /// An address, a file's name, or words for people: a day and a year in full.
    Prose,
}

/// Reads one date from a field that is said to hold one.
///
/// The result keeps the offset that was written, or that of the zone which applies; a date without a
/// time of day is midnight there. None for what is not a date, for input over 128 bytes (G-05), for
/// years before 1000 or after 9999.
pub fn read(text: &str, context: &Context) -> Option<DateTime<FixedOffset>> {
    read_at(text, context, Place::Field)
}

fn read_at(text: &str, context: &Context, place: Place) -> Option<DateTime<FixedOffset>> {
    if text.len() > LONGEST {
        return None;
    }
    let text = text.trim();
    if let Some(at) = fast::read(text, &context.language) {
        return Some(at);
    }
    let (civil, offset) = match iso::read(text, place) {
        iso::Found::Epoch(at) => return moment::in_range(at.fixed_offset()),
        iso::Found::Plain(plain) => read::read(&plain, context, place)?,
        iso::Found::Broken => return None,
        iso::Found::Nothing => read::read(text, context, place)?,
    };
    moment::instant(civil, offset, &context.zone)
}
