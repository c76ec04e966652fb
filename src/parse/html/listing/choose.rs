//! The groups of a page → the items of its list.
//!
//! The group that looks most like a list of articles is taken, then those that are of its kind: the sections of a
//! front page, what is featured above.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::address;
use super::around;
use super::date::{self, Found, Value};
use super::group::{Group, Item};
use super::link::{HEADINGS, Link};
use super::outline::Outline;
use super::title::{Title, Titles};
use super::when::When;

/// More items than a page of a list has.
const MOST_ITEMS: usize = 1000;
/// Most groups that are tried as the main one.
const MOST_TRIED: usize = 12;
/// Most elements of an item that is alone of its shape: a card that is featured.
const LARGEST_ALONE: usize = 200;
/// In a list of so many items of which so large a share has a date, a short one without is a link to something else.
const FEW: usize = 4;
const NEARLY_ALL: f64 = 0.75;
/// Most groups looked at.
const MOST_GROUPS: usize = 400;

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

/// A group that may be the list.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    family: u64,
    mark: u64,
    /// Its items.
    pub(super) entries: Vec<Entry>,
    /// Letters of a title in the mean, those of East Asia counted twice.
    letters: f64,
    /// Share of items with a date.
    dated: f64,
    /// Share of items with a heading.
    headed: f64,
    /// Share of items whose main link has the title.
    direct: f64,
    /// How much the addresses look like those of articles, 0 to 1.
    worth: f64,
    /// Bytes of text of an item in the mean.
    mass: f64,
    /// The sections of the site its addresses lie in.
    sections: HashMap<(String, String), usize>,
    /// Stands under a heading that says that it is another list.
    other: bool,
}

/// The list of a page.
#[derive(Debug, Clone)]
pub(super) struct Chosen {
    /// Its items in document order, no address twice.
    pub(super) entries: Vec<Entry>,
    /// Share of items with a date.
    pub(super) dated: f64,
    /// Share of items with a heading.
    pub(super) headed: f64,
    /// Letters of a title in the mean.
    pub(super) letters: f64,
}

/// Chooses the list; none when nothing looks like one.
pub(super) fn choose(outline: &Outline<'_>, links: &[Link], groups: Vec<Group>) -> Option<Chosen> {
    let mut groups = groups;
    groups.sort_by_key(|group| {
        (
            usize::MAX - group.items.len(),
            group.items.first().map_or(0, |item| item.at),
        )
    });
    groups.truncate(MOST_GROUPS);
    // Each element is looked at a few times: the boxes of single links would each be the whole page.
    let mut budget = outline.elements.len() * 8;
    groups.retain(|group| {
        let cost = group
            .items
            .iter()
            .map(|item| item.elements.len())
            .sum::<usize>();
        let fits = cost <= budget && (group.items.len() > 1 || cost <= LARGEST_ALONE);
        budget -= if fits { cost } else { 0 };
        fits
    });
    let mut candidates: Vec<Candidate> = groups
        .iter()
        .filter_map(|group| candidate(outline, links, group))
        .collect();
    candidates.sort_by(|a, b| b.score().total_cmp(&a.score()));
    let mut best: Option<(f64, Vec<usize>)> = None;
    let seeds = (0..candidates.len())
        .filter(|at| candidates.get(*at).is_some_and(|it| it.entries.len() > 1));
    for seed in seeds.take(MOST_TRIED) {
        let (score, members) = with_its_kind(&candidates, seed);
        if best.as_ref().is_none_or(|(known, _)| score > *known) {
            best = Some((score, members));
        }
    }
    let (_, members) = best?;
    let seed = members.first().and_then(|at| candidates.get(*at))?;
    let (dated, headed, letters) = (seed.dated, seed.headed, seed.letters);
    let mut seen = HashSet::new();
    let mut entries: Vec<Entry> = Vec::new();
    for member in &members {
        let Some(candidate) = candidates.get(*member) else {
            continue;
        };
        for entry in &candidate.entries {
            let key = links.get(entry.item.link).map(|link| link.key.as_str());
            // A reply in a thread is an item in another.
            let listed = |entry: &Entry| outline.at(entry.item.at).is_some_and(|e| e.name == "li");
            let inside = |other: &Entry| {
                !(listed(entry) && listed(other) && entry.item.at > other.item.at)
                    && entry.item.elements.start >= other.item.elements.start
                    && entry.item.elements.end <= other.item.elements.end
            };
            if seen.insert(key)
                && !(*member != members.first().copied().unwrap_or_default()
                    && entries.iter().take(200).any(inside))
            {
                entries.push(entry.clone());
            }
        }
    }
    if dated >= NEARLY_ALL && entries.len() >= FEW {
        // `Archive`, below the last of them
        let short = letters * 0.4;
        entries.retain(|entry| {
            entry.date.is_some() || entry.title.text.chars().count() as f64 > short
        });
    }
    entries.sort_by_key(|entry| entry.item.at);
    entries.truncate(MOST_ITEMS);
    Some(Chosen {
        entries,
        dated,
        headed,
        letters,
    })
}

/// A group with its figures; none when it is no list of articles.
fn candidate(outline: &Outline<'_>, links: &[Link], group: &Group) -> Option<Candidate> {
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
    drop_strangers(&mut entries, links);
    drop_odd_runs(outline, &mut entries);
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
    let candidate = Candidate {
        family: group.family,
        mark: outline.at(first.item.at).map_or(0, |e| e.mark),
        letters: mean(&|entry| letters(&entry.title.text)),
        dated: share(&|entry| entry.date.as_ref().is_some_and(is_day)),
        headed: share(&|entry| entry.title.heading),
        direct: share(&|entry| entry.title.direct),
        worth: mean(&|entry| link(entry).map_or(0.0, |link| f64::from(link.worth) / 3.0)),
        mass: mean(&|entry| entry.item.text.len().min(400) as f64),
        sections,
        other: under_another_heading(outline, first.item.at, &entries),
        entries,
    };
    // Places on this very page are a table of contents, unless each has a date of its own: a log of changes.
    let contents = anchors * 2 > candidate.entries.len() && candidate.dated < 0.8;
    let short = candidate.letters < 12.0 && candidate.dated < 0.5 && candidate.headed < 0.5;
    (!contents && !short).then_some(candidate)
}

/// Whether it says a day, rather than a time alone.
fn is_day(found: &Found) -> bool {
    !matches!(
        found.value,
        Value::Seen(When::Time(_) | When::Year(_) | When::Month(_))
    )
}

/// Of a list on one site, what leads elsewhere is no item of it: advertisements in its shape.
fn drop_strangers(entries: &mut Vec<Entry>, links: &[Link]) {
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

/// Of items in several containers of one shape, those are not of the list that look like less: a line of links above it.
fn drop_odd_runs(outline: &Outline<'_>, entries: &mut Vec<Entry>) {
    let container = |entry: &Entry| outline.at(entry.item.at).map_or(0, |e| e.parent);
    let mut runs: BTreeMap<usize, Run> = BTreeMap::new();
    for entry in entries.iter() {
        let run = runs.entry(container(entry)).or_default();
        run.count += 1.0;
        run.letters += letters(&entry.title.text);
        run.dated += f64::from(u8::from(entry.date.as_ref().is_some_and(is_day)));
    }
    let main = runs
        .values()
        .max_by(|one, other| one.letters.total_cmp(&other.letters))
        .cloned();
    let Some(main) = main.filter(|_| runs.len() > 1) else {
        return;
    };
    let length = |run: &Run| run.letters / run.count;
    let odd = |run: &Run| {
        let less_dated = main.dated / main.count >= 0.7 && run.dated / run.count < 0.3;
        length(run) < length(&main) * if less_dated { 0.7 } else { 0.35 }
    };
    entries.retain(|entry| {
        runs.get(&container(entry))
            .is_none_or(|run| entry.title.heading || !odd(run))
    });
}

/// The sums over the items of one container.
#[derive(Debug, Clone, Default)]
struct Run {
    count: f64,
    letters: f64,
    dated: f64,
}

/// Letters, those of East Asia counted twice.
pub(super) fn letters(text: &str) -> f64 {
    text.chars()
        .map(|c| if crate::text::is_wide(c) { 2.0 } else { 1.0 })
        .sum()
}

/// Whether the nearest heading above the first item, in none of the items, is that of another list.
fn under_another_heading(outline: &Outline<'_>, first: usize, entries: &[Entry]) -> bool {
    let in_item = |at: usize| {
        entries
            .iter()
            .take(3)
            .any(|entry| entry.item.elements.contains(&at))
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
    heading.is_some_and(|at| around::is_other_list(&outline.words(at)))
}

impl Candidate {
    /// How much one of its items looks like an article, about 0 to 1.
    fn quality(&self) -> f64 {
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

    fn score(&self) -> f64 {
        self.quality().powf(1.5) * count_worth(self.entries.len())
    }

    /// Whether another group is of the same kind.
    fn is_kin(&self, other: &Candidate) -> bool {
        if other.other && !self.other {
            return false;
        }
        let same_shape = self.family == other.family || self.mark == other.mark;
        let length = other.letters >= self.letters * 0.4 && other.letters >= 14.0;
        // A list whose items are all in one section is not joined by another section.
        let (own, theirs) = (self.main_section(), other.main_section());
        // What is featured above them may be: it has all that they have.
        let featured = other.entries.len() == 1
            && self.dated.min(self.headed) >= NEARLY_ALL
            && other.dated.min(other.headed) >= 1.0;
        let section = match (own, theirs) {
            (Some((own, _)), Some((theirs, _))) if featured => own == theirs,
            (Some(own), Some(theirs)) if self.entries.len() >= 3 => own == theirs,
            (Some((host, _)), _) => other.sections.keys().all(|(other, _)| *other == host),
            _ => true,
        };
        let worth = featured || other.worth >= self.worth * 0.7;
        let dated = self.dated < 0.7
            || other.dated >= 0.5
            || other.headed >= 0.9 && other.entries.len() <= 3;
        let headed = self.headed < 0.7 || other.headed >= 0.5;
        let quality = other.quality() >= self.quality() * 0.55;
        if same_shape {
            length && section && worth && dated && headed
        } else {
            length
                && section
                && worth
                && dated
                && headed
                && quality
                && (other.headed >= 0.5 || self.headed < 0.3 && other.dated >= 0.5)
        }
    }

    /// Whether one of its items has items of another group in it: the box around a list.
    fn encloses(&self, other: &Candidate) -> bool {
        let (Some(first), Some(last)) = (other.entries.first(), other.entries.last()) else {
            return false;
        };
        let within = |entry: &Entry, inner: &Entry| {
            let (outer, inner) = (&entry.item.elements, &inner.item);
            outer.contains(&inner.at) && outer.start < inner.at
        };
        self.entries
            .iter()
            .take(MOST_GROUPS)
            .any(|entry| within(entry, first) || within(entry, last))
    }

    /// The section in which nearly all of its addresses lie.
    fn main_section(&self) -> Option<(String, String)> {
        let (section, count) = self
            .sections
            .iter()
            .max_by_key(|(section, count)| (**count, (*section).clone()))?;
        (count * 10 >= self.entries.len() * 9).then(|| section.clone())
    }
}

/// More items are better, the more so the fewer there are.
fn count_worth(count: usize) -> f64 {
    (1.0 + count as f64).ln()
}

/// A group and those of its kind: their score together, and their numbers.
fn with_its_kind(candidates: &[Candidate], seed: usize) -> (f64, Vec<usize>) {
    let Some(main) = candidates.get(seed) else {
        return (0.0, Vec::new());
    };
    let mut members = vec![seed];
    let mut mass = main.quality() * main.entries.len() as f64;
    let mut count = main.entries.len();
    let known: HashSet<&str> = main
        .entries
        .iter()
        .map(|entry| entry.title.text.as_str())
        .collect();
    for (at, other) in candidates.iter().enumerate() {
        // What lies in a section is no kin of the section, but a reply is one of what it replies to.
        let inside = main.encloses(other) && main.mark != other.mark;
        if at != seed && main.is_kin(other) && !other.encloses(main) && !inside {
            members.push(at);
            let fresh = other
                .entries
                .iter()
                .filter(|entry| !known.contains(entry.title.text.as_str()))
                .count();
            mass += other.quality() * fresh as f64;
            count += fresh;
        }
    }
    let quality = mass / count.max(1) as f64;
    (quality.powf(1.5) * count_worth(count), members)
}
