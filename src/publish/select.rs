//! What a feed is a selection of.

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

/// Conditions on articles: words found in title, summary, content or tags, by case-folding; `tag:x`,
/// `author:x`, `source:x` are exact by case-folding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// At least one of these, when not empty.
    pub any: Vec<String>,
    /// All of these.
    pub all: Vec<String>,
    /// None of these.
    pub not: Vec<String>,
}
/// stub
pub fn file_name(v: &str) -> String { v.to_owned() }
/// stub
pub fn fill(t: &str, _title: &str, v: &str) -> String { t.replace("{value}", v) }
impl Filter {
    /// stub
    pub fn is_empty(&self) -> bool { true }
    /// stub
    pub fn matches(&self, _a: &crate::article::Article, _s: &str) -> bool { true }
}
