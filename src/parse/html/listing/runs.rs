//! What stands in a group of items and is not of its list: advertisements, what others read, a line of links above.

use std::collections::{BTreeMap, HashMap};

use url::Url;

use super::address;
use super::around;
use super::date::{Found, Value};
use super::entry::{Entry, letters};
use super::link::{HEADINGS, Link};
use super::outline::Outline;
use super::when::When;

/// Whether it says a day, rather than a time alone.
pub(super) fn is_day(found: &Found) -> bool {
    !matches!(
        found.value,
        Value::Seen(When::Time(_) | When::Year(_) | When::Month(_))
    )
}

/// Of a list on one site, what leads elsewhere is no item of it: advertisements in its shape.
pub(super) fn drop_strangers(entries: &mut Vec<Entry>, links: &[Link]) {
    let host = |entry: &Entry| {
        links
            .get(entry.item.link)
            .map(|link| address::section(&link.url).0)
    };
    let mut counts: HashMap<String, usize> = HashMap::new();
    for name in entries.iter().filter_map(host) {
        *counts.entry(name).or_default() += 1;
    }
    let Some((main, count)) = counts
        .into_iter()
        .max_by_key(|(name, count)| (*count, name.clone()))
    else {
        return;
    };
    if count * 10 >= entries.len() * 8 {
        let base = |name: &str| name.rsplit('.').take(2).collect::<Vec<_>>().join(".");
        let site = base(&main);
        entries.retain(|entry| host(entry).is_none_or(|name| base(&name) == site));
    }
}

/// Of items in several containers of one shape, those are not of the list that look like less (a line of links above it),
/// that stand under the heading of another list, or that lie elsewhere when those of the list lie where the page does.
pub(super) fn drop_odd(
    outline: &Outline<'_>,
    entries: &mut Vec<Entry>,
    links: &[Link],
    here: &Url,
) {
    let container = |entry: &Entry| outline.at(entry.item.at).map_or(0, |e| e.parent);
    let mut runs: BTreeMap<usize, Run> = BTreeMap::new();
    for entry in entries.iter() {
        let beside = |link: &Link| address::is_beside(&link.url, here);
        let run = runs.entry(container(entry)).or_insert_with(|| Run {
            first: entry.item.at,
            ..Run::default()
        });
        run.count += 1.0;
        run.letters += letters(&entry.title.text);
        run.dated += f64::from(u8::from(entry.date.as_ref().is_some_and(is_day)));
        run.home += f64::from(u8::from(links.get(entry.item.link).is_some_and(beside)));
    }
    let main = runs
        .values()
        .max_by(|one, other| one.letters.total_cmp(&other.letters))
        .cloned();
    let Some(main) = main.filter(|_| runs.len() > 1) else {
        return;
    };
    let other = |run: &Run| under_another_heading(outline, run.first, entries);
    let main_is_other = other(&main);
    let length = |run: &Run| run.letters / run.count;
    let odd = |run: &Run| {
        let less_dated = main.dated / main.count >= 0.7 && run.dated / run.count < 0.3;
        let elsewhere = main.count >= 3.0 && main.home / main.count >= 0.9 && run.home == 0.0;
        (
            length(run) < length(&main) * if less_dated { 0.7 } else { 0.35 },
            elsewhere || !main_is_other && other(run),
        )
    };
    let odd: BTreeMap<usize, (bool, bool)> = runs.iter().map(|(at, run)| (*at, odd(run))).collect();
    entries.retain(|entry| {
        let (less, other) = odd.get(&container(entry)).copied().unwrap_or_default();
        !(other || less && !entry.title.heading)
    });
}

/// The sums over the items of one container.
#[derive(Debug, Clone, Default)]
struct Run {
    first: usize,
    count: f64,
    letters: f64,
    dated: f64,
    home: f64,
}

/// Whether the nearest heading above the first item, in none of the items, is that of another list.
pub(super) fn under_another_heading(
    outline: &Outline<'_>,
    first: usize,
    entries: &[Entry],
) -> bool {
    let in_item = |at: usize| {
        let before = entries.partition_point(|entry| entry.item.elements.start <= at);
        let last = before.checked_sub(1).and_then(|last| entries.get(last));
        last.is_some_and(|entry| entry.item.elements.contains(&at))
    };
    let mut above = (first.saturating_sub(60)..first).rev();
    let heading = above.find(|at| {
        outline.at(*at).is_some_and(|e| {
            let named = HEADINGS.contains(&e.name.as_str())
                || ["title", "heading", "header"]
                    .iter()
                    .any(|word| e.names.contains(word))
                    && e.text.len() < 60;
            named && !e.text.is_empty() && !in_item(*at)
        })
    });
    // That of the page itself says what the page is of: `Category: Garden`.
    heading.is_some_and(|at| {
        outline.at(at).is_some_and(|e| e.name != "h1") && around::is_other_list(&outline.words(at))
    })
}
