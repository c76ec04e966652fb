//! Pages of events: what they show is when it takes place, not when it was announced.

use super::super::json_ld::Facts;
use super::super::page::{Page, Spot};

/// Parts of the names of the element that says when an event begins: microdata and hCalendar.
const BEGINS: &[&str] = &["startdate", "dtstart"];

/// Whether a page is of an event by its data, and no article about one: a day without a word for publication in its marks
/// is then that of the event.
pub(super) fn is_of_one(page: &Page, json_ld: &Facts) -> bool {
    let begins =
        |spot: &Spot| !spot.place.aside && BEGINS.iter().any(|name| spot.hints.contains(name));
    let properties = page.properties.iter().map(|(_, spot)| spot);
    let mut marked = properties.chain(&page.times).chain(&page.spots);
    let stated = page.meta(&["startdate"]).is_some();
    json_ld.is_event || !json_ld.is_article && (stated || marked.any(begins))
}
