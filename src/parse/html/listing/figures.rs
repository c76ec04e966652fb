//! A list that was found → the figures by which it is decided whether the page is that list.

use std::ops::Range;

use url::Url;

use super::address;
use super::choose::Chosen;
use super::entry::letters;
use super::link::Link;
use crate::article::RawArticle;
use crate::text::key;

/// The figures of a list.
#[derive(Debug, Clone, Default)]
pub(super) struct Figures {
    /// How many items it has.
    pub(super) count: usize,
    /// Share of items with a date.
    pub(super) dated: f64,
    /// Share of items with a heading.
    pub(super) headed: f64,
    /// Letters of a title in the mean.
    pub(super) letters: f64,
    /// Bytes of text of all items.
    pub(super) listed: usize,
    /// One of the items has more text than all others: it is an article with links around it.
    pub(super) lopsided: bool,
    /// The titles of its items.
    pub(super) titles: Vec<String>,
    /// The addresses of its items.
    pub(super) keys: Vec<String>,
    /// The elements of each, in document order.
    pub(super) items: Vec<Range<usize>>,
}

impl Figures {
    /// Of a list of elements.
    pub(super) fn of(chosen: &Chosen, links: &[Link]) -> Figures {
        let entries = &chosen.entries;
        let mut masses: Vec<usize> = entries.iter().map(|entry| entry.item.text.len()).collect();
        masses.sort_unstable();
        let (all, median) = (
            masses.iter().sum::<usize>(),
            masses.get(masses.len() / 2).copied().unwrap_or(0),
        );
        let most = masses.last().copied().unwrap_or(0);
        let few = masses.len() < 3 || median * 6 < most;
        Figures {
            count: entries.len(),
            dated: chosen.dated,
            headed: chosen.headed,
            letters: chosen.letters,
            listed: entries
                .iter()
                .map(|entry| entry.item.text.len().min(4000))
                .sum(),
            lopsided: most > 1200 && most * 2 > all && few,
            titles: entries.iter().map(|entry| key(&entry.title.text)).collect(),
            keys: entries
                .iter()
                .filter_map(|entry| links.get(entry.item.link))
                .map(|link| link.key.clone())
                .collect(),
            items: entries
                .iter()
                .map(|entry| entry.item.elements.clone())
                .collect(),
        }
    }

    /// How many of its items lie in the folder in which a page lies.
    pub(super) fn beside(&self, own: &Url) -> usize {
        let folder = |key: &str| {
            let path = key.split(['?', '#']).next().unwrap_or_default();
            path.rsplit_once('/').map(|(folder, _)| folder.to_owned())
        };
        let own = folder(&address::key(own)).filter(|folder| folder.contains('/'));
        let keys = self.keys.iter().map(|key| folder(key));
        own.map_or(0, |own| {
            keys.filter(|folder| folder.as_ref() == Some(&own)).count()
        })
    }

    /// How many of its items lie in one of the sections of a site.
    pub(super) fn in_sections(&self, sections: &[&str]) -> usize {
        let first = |key: &&String| {
            let mut segments = key.split('/').skip(1);
            segments
                .next()
                .is_some_and(|first| sections.contains(&first))
        };
        self.keys.iter().filter(first).count()
    }

    /// Of a list that is stated for machines.
    pub(super) fn stated(articles: &[RawArticle]) -> Figures {
        let title = |article: &RawArticle| {
            article
                .title
                .as_ref()
                .map_or(0.0, |title| letters(&title.value))
        };
        let count = articles.len();
        let dated = articles
            .iter()
            .filter(|article| !article.dates.is_empty())
            .count();
        let all: f64 = articles.iter().map(title).sum();
        Figures {
            count,
            dated: dated as f64 / count.max(1) as f64,
            headed: 0.5,
            letters: all / count.max(1) as f64,
            listed: all as usize * 3,
            ..Figures::default()
        }
    }
}
