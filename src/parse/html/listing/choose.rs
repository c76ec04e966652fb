//! The groups of a page → the items of its list.
//!
//! The group that looks most like a list of articles is taken, then those that are of its kind: the sections of a
//! front page, what is featured above.

use std::collections::{HashMap, HashSet};

use url::Url;

use super::candidate::{Candidate, MOST_ITEMS, candidate, count_worth};
use super::entry::Entry;
use super::group::Group;
use super::link::Link;
use super::outline::Outline;

/// Most groups that are tried as the main one.
const MOST_TRIED: usize = 12;
/// Most elements of an item that is alone of its shape: a card that is featured.
const LARGEST_ALONE: usize = 200;
/// In a list of so many items of which so large a share has a date, a short one without is a link to something else.
const FEW: usize = 4;
const NEARLY_ALL: f64 = 0.75;
/// Most groups looked at.
const MOST_GROUPS: usize = 400;

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

/// Chooses the list of the page at `here`; none when nothing looks like one.
pub(super) fn choose(
    outline: &Outline<'_>,
    links: &[Link],
    groups: Vec<Group>,
    here: &Url,
) -> Option<Chosen> {
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
        .filter_map(|group| candidate(outline, links, group, here))
        .collect();
    candidates.sort_by(|a, b| b.score().total_cmp(&a.score()));
    let mut best: Option<(f64, Vec<usize>)> = None;
    let seeds = (0..candidates.len()).filter(|at| {
        let seed = candidates.get(*at);
        seed.is_some_and(|seed| seed.entries.len() > 1 && !is_part(&candidates, links, seed))
    });
    for seed in seeds.take(MOST_TRIED) {
        let (score, members) = with_its_kind(&candidates, links, seed);
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

impl Candidate {
    /// Whether another group is of the same kind.
    fn is_kin(&self, other: &Candidate) -> bool {
        if other.other && !self.other {
            return false;
        }
        // Nor is one whose items all lie where the page does joined by one that lies elsewhere.
        if self.home >= 0.9 && self.entries.len() >= 3 && other.home == 0.0 {
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
}

/// Whether another group, hardly worse, has all the links of one and more: of cards of which some have a picture, all have a
/// title.
fn is_part(candidates: &[Candidate], links: &[Link], group: &Candidate) -> bool {
    let key = |entry: &Entry| links.get(entry.item.link).map(|link| link.key.as_str());
    let larger = candidates.iter().filter(|other| {
        other.entries.len() > group.entries.len() && other.quality() >= group.quality() * 0.7
    });
    larger.take(MOST_TRIED).any(|other| {
        let known: HashSet<Option<&str>> = other.entries.iter().map(key).collect();
        group
            .entries
            .iter()
            .all(|entry| known.contains(&key(entry)))
    })
}

/// A group and those of its kind: their score together, and their numbers.
fn with_its_kind(candidates: &[Candidate], links: &[Link], seed: usize) -> (f64, Vec<usize>) {
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
    let key = |entry: &Entry| links.get(entry.item.link).map(|link| link.key.as_str());
    let places: HashMap<usize, Option<&str>> = main
        .entries
        .iter()
        .map(|entry| (entry.item.at, key(entry)))
        .collect();
    for (at, other) in candidates.iter().enumerate() {
        // What lies in a section is no kin of the section, but a reply is one of what it replies to.
        let inside = main.encloses(other) && main.mark != other.mark;
        // A larger list is not what belongs to a smaller, unless that belongs to it as well.
        let larger = other.entries.len() >= main.entries.len() && !other.is_kin(main);
        // What else is linked in the same items: comments, writers.
        let again = other.entries.iter().filter(|entry| {
            let known = places.get(&entry.item.at);
            known.is_some_and(|known| key(entry) != *known)
        });
        let again = again.count();
        if at != seed
            && main.is_kin(other)
            && !other.encloses(main)
            && !inside
            && !larger
            && again * 2 < other.entries.len()
        {
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
