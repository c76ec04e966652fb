//! An item of a list with what is known of it, which is handed from the choice of the list to what is read of it.

use super::date::Found;
use super::group::Item;
use super::title::Title;

/// An item with what is known of it so far.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Where it is.
    pub(super) item: Item,
    /// Its title.
    pub(super) title: Title,
    /// Its date.
    pub(super) date: Option<Found>,
}

/// Letters, those of East Asia counted twice.
pub(super) fn letters(text: &str) -> f64 {
    text.chars()
        .map(|c| if crate::text::is_wide(c) { 2.0 } else { 1.0 })
        .sum()
}
