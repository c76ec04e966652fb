//! What a feed is a selection of: which articles pass its filter, and what the feeds that are made
//! one for each value are called.

use crate::article::Article;

mod filter;
mod name;

pub use filter::Filter;
pub use name::{file_name, fill, key};

/// A feed as configured.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedSpec {
    /// Unique name; the path below the output folder.
    pub name: String,
    /// Title; with `per`, `{value}` stands for the tag, author or source, `{title}` for the first plain feed's title.
    pub title: String,
    /// Description; defaults to the title.
    pub description: Option<String>,
    /// The site that the feed is of.
    pub link: url::Url,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Author for entries that have none.
    pub author: Option<String>,
    /// Names of sources; a single `*` for all.
    pub sources: Vec<String>,
    /// Most articles.
    pub limit: usize,
    /// Formats by name.
    pub formats: Vec<String>,
    /// One feed for each value.
    pub per: Option<Per>,
    /// Which articles.
    pub filter: Filter,
    /// What becomes of an article that was changed significantly.
    pub edited: Edited,
    /// Where it was before: names it had, and paths of another program; without the first `/`.
    pub formerly: Vec<String>,
}

/// What becomes of an article that was changed significantly after it had been published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Edited {
    /// It stays where it is, under its id: readers show the new text, and nobody is told.
    #[default]
    Stays,
    /// It comes again, at the top and under an id of its own: readers show it as new.
    Again,
}

/// What there is one feed each of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// A feed for each tag.
    Tag,
    /// A feed for each author.
    Author,
    /// A feed for each source.
    Source,
}

impl Per {
    /// The values of an article of that source, as people wrote them. Values with the same [`key`] belong
    /// into one feed.
    pub fn values<'a>(self, article: &'a Article, source: &'a str) -> Vec<&'a str> {
        match self {
            Per::Tag => article.tags.iter().map(String::as_str).collect(),
            Per::Author => article
                .authors
                .iter()
                .map(|author| author.name.as_str())
                .collect(),
            Per::Source => vec![source],
        }
    }
}
