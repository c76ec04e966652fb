//! Items that are several elements one after the other → which of the elements between two of them belongs to which.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use super::link::HEADINGS;
use super::outline::Outline;

/// How what stands between items is shared out, in elements next to the item's own.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Share {
    /// Elements before it that belong to it.
    before: usize,
    /// Elements after it that belong to it.
    after: usize,
    /// Text that stands in no element belongs to the item after it.
    text_before: bool,
    /// Text that stands in no element belongs to the item before it.
    text_after: bool,
}

impl Share {
    /// Finds out from the items of a container, given in document order.
    pub(super) fn of(outline: &Outline<'_>, container: usize, starts: &[usize]) -> Share {
        let children: Vec<usize> = outline.children(container).collect();
        let positions = positions(&children, starts);
        let (Some(first), Some(last)) = (positions.first(), positions.last()) else {
            return Share::default();
        };
        let pairs = positions.len() - 1;
        if pairs == 0 {
            return Share::default();
        }
        let gaps: Vec<usize> = positions
            .windows(2)
            .map(|pair| {
                pair.get(1)
                    .zip(pair.first())
                    .map_or(0, |(b, a)| (b - a).saturating_sub(1))
            })
            .collect();
        let filled = gaps.iter().filter(|gap| **gap > 0).count();
        let kind = |position: usize| {
            let at = children.get(position).copied()?;
            let element = outline.at(at)?;
            Some((element.name.clone(), element.mark))
        };
        let bare = |a: Option<&usize>, b: Option<&usize>| {
            let from = a.map_or(0, |a| outline.at(*a).map_or(0, |e| e.text.end));
            let to = b
                .and_then(|b| outline.at(*b))
                .map_or(from, |e| e.text.start);
            let text = outline.lines(&(from..to.max(from)));
            text.chars().any(char::is_alphanumeric)
        };
        let mut share = Share::default();
        // Text between the items that is in no element of its own.
        let texts = (*first..*last)
            .filter(|position| bare(children.get(*position), children.get(position + 1)))
            .count();
        if texts * 5 >= pairs * 3 {
            let start = outline.at(container).map_or(0, |e| e.text.start);
            let to = children
                .get(*first)
                .and_then(|at| outline.at(*at))
                .map_or(start, |e| e.text.start);
            let leads = first.checked_sub(1).map_or_else(
                || {
                    outline
                        .lines(&(start..to))
                        .chars()
                        .any(char::is_alphanumeric)
                },
                |before| bare(children.get(before), children.get(*first)),
            );
            share.text_before = leads;
            share.text_after = !leads;
        }
        if filled * 5 < pairs * 3 {
            return share;
        }
        let usual = usual_height(&gaps.iter().map(|gap| (0, *gap)).collect::<Vec<_>>()).clamp(1, 8);
        // What stands before the first item, and what after the last, as between the items?
        let pattern = positions
            .windows(2)
            .zip(&gaps)
            .find(|(_, gap)| **gap == usual);
        let Some(([left, right], _)) =
            pattern.and_then(|(pair, gap)| Some((<[usize; 2]>::try_from(pair).ok()?, gap)))
        else {
            return share;
        };
        let like = |one: usize, other: Option<usize>| {
            let other = other.and_then(&kind);
            // A heading above the first item is that of the list, unless one stands above each.
            other.is_some() && kind(one) == other
        };
        let before = (1..=usual)
            .take_while(|step| like(right - step, first.checked_sub(*step)))
            .count();
        let after = (1..=usual)
            .take_while(|step| like(left + step, Some(last + step)))
            .count();
        let own = |position: usize| {
            children
                .get(position)
                .and_then(|at| outline.at(*at))
                .is_some_and(|e| HEADINGS.contains(&e.name.as_str()))
        };
        if before > after && !(own(*first) && before < usual) {
            share.before = before;
            share.after = usual - before;
        } else {
            share.after = usual;
        }
        share
    }

    /// The elements and the text of each item of a container.
    pub(super) fn regions(
        self,
        outline: &Outline<'_>,
        container: usize,
        starts: &[usize],
    ) -> Vec<(Range<usize>, Range<usize>)> {
        let children: Vec<usize> = outline.children(container).collect();
        let positions = positions(&children, starts);
        let child = |position: usize| children.get(position).copied();
        let mut regions = Vec::with_capacity(starts.len());
        for (number, position) in positions.iter().enumerate() {
            let previous = number
                .checked_sub(1)
                .and_then(|before| positions.get(before));
            let next = positions.get(number + 1);
            let low = previous.map_or(0, |previous| previous + 1 + self.after);
            let low = position.saturating_sub(self.before).max(low.min(*position));
            let high = next.map_or(children.len(), |next| next.saturating_sub(self.before));
            let high = (position + 1 + self.after).min(high.max(position + 1));
            let from = child(low).unwrap_or(0);
            let to = child(high - 1).map_or(from + 1, |last| outline.end(last));
            let mut text = outline.at(from).map_or(0, |e| e.text.start)
                ..child(high - 1)
                    .and_then(|last| outline.at(last))
                    .map_or(0, |e| e.text.end);
            if self.text_after {
                let end = outline.at(container).map_or(text.end, |e| e.text.end);
                text.end = child(high)
                    .and_then(|next| outline.at(next))
                    .map_or(end, |e| e.text.start);
            }
            if self.text_before {
                let start = outline.at(container).map_or(text.start, |e| e.text.start);
                let before = low
                    .checked_sub(1)
                    .and_then(child)
                    .and_then(|last| outline.at(last));
                text.start = before.map_or(start, |e| e.text.end);
            }
            regions.push((from..to, text));
        }
        regions
    }
}

/// The positions of elements among their siblings; both in document order.
fn positions(children: &[usize], starts: &[usize]) -> Vec<usize> {
    let places: HashMap<usize, usize> = children
        .iter()
        .enumerate()
        .map(|(n, at)| (*at, n))
        .collect();
    starts
        .iter()
        .filter_map(|start| places.get(start).copied())
        .collect()
}

/// The height that most have; the lower of two.
pub(super) fn usual_height(heights: &[(usize, usize)]) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    for (_, height) in heights {
        *counts.entry(*height).or_default() += 1;
    }
    let best = counts
        .iter()
        .max_by_key(|(height, count)| (**count, usize::MAX - **height));
    best.map_or(0, |(height, _)| *height)
}
