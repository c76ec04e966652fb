//! Tokens → the entries of a sitemap, one at a time. What is not nested as it should be is put right here.

use crate::parse::xml::references::decode;
use crate::parse::xml::tokens::{Token, Tokens};

/// What a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Link,
    Modified,
    Title,
    Published,
    SiteName,
    Language,
    Keywords,
    Image,
    Thumbnail,
}

/// Which element is which field: the group that it stands in, its name. The namespaces' addresses do not count, nor
/// do the prefixes where the nesting is plain: both are wrong in many sitemaps.
const FIELDS: &[(&str, &str, Field)] = &[
    ("", "loc", Field::Link),
    ("", "lastmod", Field::Modified),
    ("news", "title", Field::Title),
    ("news", "publication_date", Field::Published),
    ("news", "keywords", Field::Keywords),
    ("news", "language", Field::Language), // where `publication` was forgotten
    ("publication", "name", Field::SiteName),
    ("publication", "language", Field::Language),
    ("image", "loc", Field::Image),
    ("video", "thumbnail_loc", Field::Thumbnail),
];

/// Elements within an entry whose children have a meaning of their own.
const GROUPS: &[&str] = &["publication", "news", "image", "video"];

/// Elements within one another; deeper ones are passed over.
const DEPTH: usize = 32;
/// Bytes of a value: more than that is something else.
const VALUE: usize = 8 << 10;
/// Values of one entry: an entry may have a thousand images, one of which is wanted.
const VALUES: usize = 32;

/// One `url` of a sitemap, one `sitemap` of an index.
#[derive(Debug, Default)]
pub(super) struct Entry {
    is_part: bool,
    values: Vec<(Field, String)>,
}

impl Entry {
    /// An entry of a text: an address.
    pub(super) fn line(line: &str) -> Self {
        Entry {
            is_part: false,
            values: vec![(Field::Link, line.trim().to_owned())],
        }
    }

    /// Whether it is another sitemap.
    pub(super) fn is_part(&self) -> bool {
        self.is_part
    }

    /// The first value of a field.
    pub(super) fn get(&self, field: Field) -> Option<&str> {
        let found = self.values.iter().find(|(of, _)| *of == field);
        found.map(|(_, value)| value.as_str())
    }

    /// Its address as written.
    pub(super) fn link(&self) -> Option<&str> {
        self.get(Field::Link)
    }

    fn add(&mut self, (field, value): (Field, String)) {
        let value = value.trim();
        if !value.is_empty() && value.len() <= VALUE && self.values.len() < VALUES {
            self.values.push((field, value.to_owned()));
        }
    }
}

/// The name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

/// Whether a sitemap begins with an element of this name.
pub(super) fn is_root(name: &str) -> bool {
    name.eq_ignore_ascii_case("urlset") || is_index(name)
}

fn is_index(name: &str) -> bool {
    name.eq_ignore_ascii_case("sitemapindex")
}

/// Reads the entries of a sitemap. An entry that the text ends in is given up: it may lack anything.
pub(super) struct Entries<'a> {
    tokens: Tokens<'a>,
    root: Option<&'a str>,
    /// Local names of the elements that are open within the entry.
    open: Vec<&'a str>,
    entry: Option<Entry>,
    value: Option<(Field, String)>,
    complete: bool,
    news: bool,
}

impl<'a> Entries<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Entries {
            tokens: Tokens::new(text),
            root: None,
            open: Vec::new(),
            entry: None,
            value: None,
            complete: false,
            news: false,
        }
    }

    /// Whether it is an index of sitemaps.
    pub(super) fn is_index(&self) -> bool {
        self.root.is_some_and(is_index)
    }

    /// Whether there was an entry with a title, as those for news have.
    pub(super) fn has_news(&self) -> bool {
        self.news
    }

    /// Whether the end of the sitemap was seen.
    pub(super) fn is_complete(&self) -> bool {
        self.complete
    }

    /// The entry that was open, and the beginning of another or none in its place.
    fn turn(&mut self, next: Option<Entry>) -> Option<Entry> {
        self.end_value();
        self.open.clear();
        let whole = std::mem::replace(&mut self.entry, next)?;
        self.news |= whole.get(Field::Title).is_some();
        Some(whole)
    }

    fn end_value(&mut self) {
        if let (Some(value), Some(entry)) = (self.value.take(), &mut self.entry) {
            entry.add(value);
        }
    }

    fn field(&self, full_name: &str) -> Option<Field> {
        let name = local(full_name);
        let prefix = full_name.split_once(':').map_or("", |(prefix, _)| prefix);
        let known = |name: &str| GROUPS.iter().find(|group| group.eq_ignore_ascii_case(name));
        let around = self.open.iter().rev().find_map(|name| known(name));
        let group = around.or_else(|| known(prefix)).copied().unwrap_or("");
        let is = |row: &&(&str, &str, Field)| row.0 == group && row.1.eq_ignore_ascii_case(name);
        FIELDS.iter().find(is).map(|(_, _, field)| *field)
    }

    /// Takes the start of an element; gives the entry before it, whose end was lost.
    fn start(&mut self, full_name: &'a str, empty: bool) -> Option<Entry> {
        let name = local(full_name);
        if self.root.is_none() {
            self.root = is_root(name).then_some(name);
            self.complete = empty && self.root.is_some();
            return None;
        }
        let is_part = name.eq_ignore_ascii_case("sitemap");
        if is_part || name.eq_ignore_ascii_case("url") {
            let values = Vec::new();
            return self.turn((!empty).then_some(Entry { is_part, values }));
        }
        // no element of a sitemap with a text has another in it: that one lost its end
        self.end_value();
        if !empty && self.open.len() < DEPTH {
            self.value = self.field(full_name).map(|field| (field, String::new()));
            if self.value.is_none() {
                self.open.push(name);
            }
        }
        None
    }

    fn end(&mut self, full_name: &str) -> Option<Entry> {
        let name = local(full_name);
        self.end_value();
        if self
            .root
            .is_some_and(|root| root.eq_ignore_ascii_case(name))
        {
            self.complete = true;
            return self.turn(None);
        }
        if name.eq_ignore_ascii_case("url") || name.eq_ignore_ascii_case("sitemap") {
            return self.turn(None);
        }
        let mut open = self.open.iter();
        if let Some(at) = open.rposition(|open| open.eq_ignore_ascii_case(name)) {
            self.open.truncate(at);
        }
        None
    }
}

impl Iterator for Entries<'_> {
    type Item = Entry;

    fn next(&mut self) -> Option<Entry> {
        while !self.complete {
            let whole = match self.tokens.next()? {
                Token::Start { name, empty, .. } => self.start(name, empty),
                Token::End(name) => self.end(name),
                Token::Text(text) => {
                    self.text(&decode(text));
                    None
                }
                Token::Cdata(text) => {
                    self.text(text);
                    None
                }
            };
            if whole.is_some() {
                return whole;
            }
        }
        None
    }
}

impl Entries<'_> {
    fn text(&mut self, text: &str) {
        if let Some((_, value)) = &mut self.value
            && value.len() <= VALUE
        {
            value.push_str(text);
        }
    }
}
