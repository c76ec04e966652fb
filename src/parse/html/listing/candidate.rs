//! A group of items → the figures by which it may be the list of a page.

use std::collections::HashMap;

use url::Url;

use super::address;
use super::date;
use super::entry::{Entry, letters};
use super::group::Group;
use super::link::Link;
use super::outline::Outline;
use super::price;
use super::runs;
use super::title::Titles;

/// More items than a page of a list has.
pub(super) const MOST_ITEMS: usize = 1000;

/// A group that may be the list.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    /// The shape of the links of its items.
    pub(super) family: u64,
    /// What its items are.
    pub(super) mark: u64,
    /// Its items.
    pub(super) entries: Vec<Entry>,
    /// Letters of a title in the mean, those of East Asia counted twice.
    pub(super) letters: f64,
    /// Share of items with a date.
    pub(super) dated: f64,
    /// Share of items with a heading.
    pub(super) headed: f64,
    /// Share of items whose main link has the title.
    direct: f64,
    /// How much the addresses look like those of articles, 0 to 1.
    pub(super) worth: f64,
    /// Bytes of text of an item in the mean.
    mass: f64,
    /// The sections of the site its addresses lie in.
    pub(super) sections: HashMap<(String, String), usize>,
    /// Stands under a heading that says that it is another list.
    pub(super) other: bool,
    /// Share of items that lie in the section of the site in which the page itself lies.
    pub(super) home: f64,
}

/// A group with its figures; none when it is no list of articles. `here` is the address of the page.
pub(super) fn candidate(
    outline: &Outline<'_>,
    links: &[Link],
    group: &Group,
    here: &Url,
) -> Option<Candidate> {
    let titles = Titles::of(outline, links, &group.items);
    let anchors = group
        .items
        .iter()
        .filter(|item| links.get(item.link).is_some_and(|link| link.anchor))
        .count();
    let mut entries: Vec<Entry> = group
        .items
        .iter()
        .take(MOST_ITEMS)
        .filter_map(|item| {
            let title = titles.read(item)?;
            let date = date::read(outline, item, title.at);
            Some(Entry {
                item: item.clone(),
                title,
                date,
            })
        })
        .collect();
    runs::drop_strangers(&mut entries, links);
    runs::drop_odd(outline, &mut entries, links, here);
    let first = entries.first()?;
    let count = entries.len() as f64;
    let share = |of: &dyn Fn(&Entry) -> bool| {
        entries.iter().filter(|entry| of(entry)).count() as f64 / count
    };
    let mean = |of: &dyn Fn(&Entry) -> f64| entries.iter().map(of).sum::<f64>() / count;
    let link = |entry: &Entry| links.get(entry.item.link);
    let mut sections = HashMap::new();
    for link in entries.iter().filter_map(link) {
        *sections.entry(address::section(&link.url)).or_default() += 1;
    }
    let priced = share(&|entry| price::is_in(outline.lines(&entry.item.text)));
    let candidate = Candidate {
        family: group.family,
        mark: outline.at(first.item.at).map_or(0, |e| e.mark),
        letters: mean(&|entry| letters(&entry.title.text)),
        dated: share(&|entry| entry.date.as_ref().is_some_and(runs::is_day)),
        headed: share(&|entry| entry.title.heading),
        direct: share(&|entry| entry.title.direct),
        worth: mean(&|entry| link(entry).map_or(0.0, |link| f64::from(link.worth) / 3.0)),
        mass: mean(&|entry| entry.item.text.len().min(400) as f64),
        sections,
        other: runs::under_another_heading(outline, first.item.at, &entries),
        home: share(&|entry| link(entry).is_some_and(|link| address::is_beside(&link.url, here))),
        entries,
    };
    // Places on this very page are a table of contents, unless each has a date of its own: a log of changes.
    let contents = anchors * 2 > candidate.entries.len() && candidate.dated < 0.8;
    let short = candidate.letters < 12.0 && candidate.dated < 0.5 && candidate.headed < 0.5;
    let sold = candidate.dated < 0.3 && priced >= 0.8;
    (!contents && !short && !sold).then_some(candidate)
}

impl Candidate {
    /// How much one of its items looks like an article, about 0 to 1.
    pub(super) fn quality(&self) -> f64 {
        let length = ((self.letters - 8.0) / 40.0).clamp(0.0, 1.0);
        let mass = ((self.mass - self.letters) / 160.0).clamp(0.0, 1.0);
        let quality = 0.30 * length
            + 0.22 * self.headed
            + 0.22 * self.dated
            + 0.14 * self.worth
            + 0.10 * mass
            + 0.06 * self.direct;
        if self.other { quality * 0.4 } else { quality }
    }

    pub(super) fn score(&self) -> f64 {
        self.quality().powf(1.5) * count_worth(self.entries.len())
    }

    /// The section in which nearly all of its addresses lie.
    pub(super) fn main_section(&self) -> Option<(String, String)> {
        let (section, count) = self
            .sections
            .iter()
            .max_by_key(|(section, count)| (**count, (*section).clone()))?;
        (count * 10 >= self.entries.len() * 9).then(|| section.clone())
    }
}

/// More items are better, the more so the fewer there are.
pub(super) fn count_worth(count: usize) -> f64 {
    (1.0 + count as f64).ln()
}
