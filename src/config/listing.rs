//! `[source.listing]` → where the items of a list and their fields are.

use super::file::{At, Section};
use super::report::{Fault, Log};
use crate::article::{Listing, Selector};
use crate::parse;

/// What the operator says of a list; None when nothing. A string alone is the selector of the items.
pub(super) fn read(source: &Section<'_>, log: &mut Log) -> Option<Listing> {
    if let Some(text) = source.text("listing") {
        return Some(Listing {
            item: selector(&text, log),
            ..Listing::default()
        });
    }
    let section = source.table("listing")?;
    let listing = Listing {
        item: section.text("item").and_then(|text| selector(&text, log)),
        link: field(&section, "link", log),
        title: field(&section, "title", log),
        date: field(&section, "date", log),
        date_format: section
            .text("date_format")
            .and_then(|text| format(&text, log)),
        summary: field(&section, "summary", log),
        image: field(&section, "image", log),
    };
    Some(listing)
}

/// `"h3"`, or `{ selector = "time", attribute = "data-date" }`.
fn field(listing: &Section<'_>, name: &str, log: &mut Log) -> Option<Selector> {
    if let Some(text) = listing.text(name) {
        return selector(&text, log).map(|path| Selector {
            path,
            attribute: None,
        });
    }
    let table = listing.table(name)?;
    let path = match table.text("selector") {
        Some(text) => selector(&text, log)?,
        None => String::new(),
    };
    let attribute = table.text("attribute").map(|text| text.value.to_owned());
    Some(Selector { path, attribute })
}

fn selector(text: &At<&str>, log: &mut Log) -> Option<String> {
    let written = text.value.trim();
    if written.is_empty() {
        log.push(
            Fault::new(text.span.clone(), "an empty selector finds nothing").help(
                "for example \".news-item\"; leave the key out and it is found automatically",
            ),
        );
        return None;
    }
    if let Err(reason) = parse::check_selector(written)
        && !may_be_path(written)
    {
        log.push(
            Fault::new(text.span.clone(), "this is no CSS selector")
                .label(reason)
                .help("for example \".news-item > h3 a\"; for JSON a path, \"data.posts\""),
        );
        return None;
    }
    Some(written.to_owned())
}

/// Whether it may be a path into JSON, or a template of an address: what the source is, is not known yet.
fn may_be_path(written: &str) -> bool {
    let is_template = written.contains('{') && written.contains("://");
    let of_path = |c: char| c.is_alphanumeric() || "/_-.*[]$@".contains(c);
    is_template || !written.starts_with('.') && written.chars().all(of_path)
}

/// As `strftime` knows it: it must at least name a day.
fn format(text: &At<&str>, log: &mut Log) -> Option<String> {
    let items = chrono::format::StrftimeItems::new(text.value);
    let wrong = items
        .clone()
        .any(|item| matches!(item, chrono::format::Item::Error));
    let fields = items.filter(|item| {
        matches!(
            item,
            chrono::format::Item::Numeric(..) | chrono::format::Item::Fixed(_)
        )
    });
    if wrong || fields.count() == 0 {
        log.push(
            Fault::new(
                text.span.clone(),
                "`date_format` must say how dates are written",
            )
            .label("not a format of strftime")
            .help("for example \"%d.%m.%Y\" for 31.12.2026, \"%B %d, %Y\" for December 31, 2026"),
        );
        return None;
    }
    Some(text.value.to_owned())
}
