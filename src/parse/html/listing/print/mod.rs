//! Items that were found → the selectors by which they are found again, short and in words where the page has words.

use std::collections::HashMap;

use super::besides;
use super::date::Value;
use super::entry::Entry;
use super::link::{HEADINGS, Link};
use super::outline::Outline;
use super::picture;
use super::when;
use crate::article::Listing;
use crate::markup;
use crate::text::fold;

mod path;
mod ways;

use ways::Ways;

/// The selectors of a list; none when there is no short way to say where its items are.
pub(super) fn listing(outline: &Outline<'_>, links: &[Link], entries: &[Entry]) -> Option<Listing> {
    let mut ways = Ways::of(outline);
    let item = ways.items(entries)?;
    let title = |entry: &Entry| Some(title_place(outline, entry).ok_or(()));
    let link = |entry: &Entry| links.get(entry.item.link).map(|link| Ok(link.at));
    let date = |entry: &Entry| entry.date.as_ref().map(|date| date.at.ok_or(()));
    let link = ways.field(entries, &link, &|at| {
        outline
            .at(at)
            .and_then(|e| e.node.attr("href"))
            .map(|href| href.trim().to_owned())
    });
    let title = ways.field(entries, &title, &|at| Some(outline.words(at)));
    let stated = entries.iter().any(
        |entry| matches!(&entry.date, Some(found) if matches!(found.value, Value::Stated(..))),
    );
    let name = stated.then(|| date_attribute(outline, entries)).flatten();
    let of_date = |at: usize| match name {
        Some(name) => outline
            .at(at)
            .and_then(|e| e.node.attr(name))
            .map(|value| fold(&value)),
        None => when::read(&outline.boxes(at)).map(|when| format!("{when:?}")),
    };
    let mut date = match (stated, name) {
        (true, None) => None,
        _ => ways.field(entries, &date, &of_date),
    };
    if let (Some(date), Some(name)) = (&mut date, name.filter(|name| *name != "datetime")) {
        date.attribute = Some(name.to_owned());
    }
    let summaries: HashMap<usize, Result<usize, ()>> = entries
        .iter()
        .zip(besides::summaries(outline, links, entries))
        .filter_map(|(entry, found)| Some((entry.item.at, found?.1.ok_or(()))))
        .collect();
    let summary = |entry: &Entry| summaries.get(&entry.item.at).copied();
    let shared = picture::shared(outline, entries.iter().map(|entry| &entry.item));
    let image = |entry: &Entry| Some(picture::of(outline, &entry.item, &shared)?.1.ok_or(()));
    Some(Listing {
        item: Some(item),
        link,
        title,
        date,
        date_format: None,
        summary: ways.field(entries, &summary, &|at| Some(outline.words(at))),
        image: ways.field(entries, &image, &|at| {
            let node = &outline.at(at)?.node;
            markup::true_source(node).or_else(|| picture::background(node))
        }),
    })
}

/// The heading that is a title and nothing else, or the element that has it.
fn title_place(outline: &Outline<'_>, entry: &Entry) -> Option<usize> {
    let at = entry.title.at?;
    let heading = outline.ancestors(at).take(3).find(|above| {
        outline
            .at(*above)
            .is_some_and(|e| HEADINGS.contains(&e.name.as_str()))
            && entry.item.elements.contains(above)
    });
    Some(
        heading
            .filter(|heading| outline.words(*heading) == entry.title.text)
            .unwrap_or(at),
    )
}

/// The attribute in which the dates of all items are stated.
fn date_attribute(outline: &Outline<'_>, entries: &[Entry]) -> Option<&'static str> {
    const NAMES: &[&str] = &[
        "datetime",
        "content",
        "title",
        "data-datetime",
        "data-date",
        "data-published",
        "data-timestamp",
        "data-time",
    ];
    NAMES.iter().copied().find(|name| {
        entries
            .iter()
            .filter_map(|entry| entry.date.as_ref())
            .all(|found| match &found.value {
                Value::Stated(text, _) => {
                    let element = found.at.and_then(|at| outline.at(at));
                    element
                        .and_then(|e| e.node.attr(name))
                        .is_some_and(|value| value.trim() == text)
                }
                Value::Seen(_) | Value::Told(_) => false,
            })
    })
}
