//! The ladder of dates that a page states for machines.

use chrono::DateTime;

use super::super::json_ld::Facts;
use super::super::page::{Page, Spot};
use super::metas::{CREATED, GENERAL, METAS, Metas};
use super::times::{is_contradicted, times};
use super::{embedded, event};
use crate::article::DateRole::{Expires, Published, Updated};
use crate::article::{DateOrigin, DateRole, RawDate};

/// `itemprop`s and microformats.
const PROPERTIES: &[(DateRole, &str)] = &[
    (Published, "datepublished"),
    (Published, "published"), // dt-published
    (Updated, "datemodified"),
    (Updated, "updated"), // dt-updated
];

/// Dates stated for machines, the most trusted first.
pub(in super::super) fn structured(page: &Page, json_ld: &Facts) -> Vec<RawDate> {
    let mut dates = Dates::default();
    if let Some(text) = &json_ld.published {
        dates.add(Published, text, "datePublished");
    }
    let metas = Metas::of(page);
    for (role, name) in METAS {
        for content in metas.named(name).take(2) {
            dates.add(*role, content, name);
        }
    }
    for (role, name) in PROPERTIES {
        for spot in property(page, name) {
            dates.add(*role, spot.value.as_deref().unwrap_or(&spot.text), name);
        }
    }
    for name in GENERAL {
        for content in metas.named(name).take(1) {
            dates.add(Published, content, name);
        }
    }
    if let Some(text) = &json_ld.modified {
        dates.add(Updated, text, "dateModified");
    }
    if let Some(text) = &json_ld.expires {
        dates.add(Expires, text, "expires");
    }
    let is_event = event::is_of_one(page, json_ld);
    let own = times(page).into_iter();
    for (role, field, spot) in own.filter(|(_, field, _)| !is_event || *field != "time") {
        let stated = spot
            .value
            .as_deref()
            .filter(|value| !is_contradicted(value, &spot.text));
        dates.add(role, stated.unwrap_or(&spot.text), field);
    }
    for (field, text) in &json_ld.created {
        dates.add(Published, text, field);
    }
    for name in CREATED {
        for content in metas.named(name).take(1) {
            dates.add(Published, content, name);
        }
        for spot in property(page, name) {
            dates.add(Published, spot.value.as_deref().unwrap_or(&spot.text), name);
        }
    }
    if !dates.found.iter().any(|date| date.role == Published) {
        let headings = page.headings.iter().map(|spot| spot.text.as_str());
        let titles: Vec<&str> = headings
            .chain(page.meta(&["og:title"]))
            .chain(page.title.as_deref())
            .collect();
        if let Some(text) = embedded::date(&page.scripts, &titles) {
            dates.add(Published, &text, "script");
        }
    }
    local_first(&mut dates.found);
    dates.found
}

/// The places of a property: those outside of sidebars, or the only one on the page, wherever.
fn property<'a>(page: &'a Page, name: &str) -> Vec<&'a Spot> {
    let all: Vec<&Spot> = page
        .properties
        .iter()
        .filter(|(known, _)| known == name)
        .map(|(_, spot)| spot)
        .collect();
    if all.len() == 1 {
        return all;
    }
    all.into_iter()
        .filter(|spot| !spot.place.aside)
        .take(2)
        .collect()
}

/// Of two that name the same instant, the one in the writer's own zone comes first: near midnight
/// it alone has the right day.
fn local_first(dates: &mut [RawDate]) {
    let read = |date: &RawDate| DateTime::parse_from_rfc3339(&date.text).ok();
    let Some(first) = dates.iter().position(|date| date.role == Published) else {
        return;
    };
    let Some(instant) = dates
        .get(first)
        .and_then(read)
        .filter(|at| at.offset().local_minus_utc() == 0)
    else {
        return;
    };
    let local = dates.iter().position(|date| {
        date.role == Published
            && read(date).is_some_and(|at| {
                at.offset().local_minus_utc() != 0 && (at - instant).num_minutes() == 0
            })
    });
    if let Some(local) = local {
        dates.swap(first, local);
    }
}

/// In whatever script.
fn has_digit(text: &str) -> bool {
    text.contains(char::is_numeric)
}

#[derive(Default)]
struct Dates {
    found: Vec<RawDate>,
}

impl Dates {
    fn add(&mut self, role: DateRole, text: &str, field: &'static str) {
        let text = crate::text::fold(text);
        let known = self
            .found
            .iter()
            .any(|date| date.role == role && date.text == text);
        if has_digit(&text) && text.len() <= 120 && !known {
            self.found.push(RawDate {
                role,
                text,
                origin: DateOrigin::StructuredData,
                field,
            });
        }
    }
}
