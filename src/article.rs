//! The words that pass between the stages: document → raw article → article → feed → page.
//!
//! Plain data without behaviour beyond the obvious. Stages depend on these types and on
//! [`crate::text`], never on each other.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset, Utc};
use serde::{Deserialize, Serialize};
use url::Url;

// ------------------------------------------------------------------ collect → parse

/// Bytes as read or fetched, with what is known about them.
#[derive(Debug, Clone)]
pub struct Document {
    /// Where the bytes came from.
    pub origin: Origin,
    /// The whole body, decoded from any transfer or content coding, not yet from its charset.
    pub bytes: Vec<u8>,
    /// The `Content-Type` given by the server or the operator, verbatim.
    pub content_type: Option<String>,
    /// The address against which relative links resolve: the final URL, or `--base-url`, or the
    /// article's address made from the source's `link` template.
    pub base: Option<Url>,
}

/// Where a document came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file, by its path relative to the source's folder, `/`-separated; bytes that are not
    /// UTF-8 are percent-encoded.
    File(String),
    /// An address, as it was configured (not where redirects led).
    Address(Url),
}

// ------------------------------------------------------------------ parse → normalise

/// What a parser made of one document.
#[derive(Debug, Clone, Default)]
pub struct Parsed {
    /// The format found, as a person names it: `RSS 2.0`, `Atom 1.0`, `Markdown`, `HTML`.
    pub format: &'static str,
    /// What kind of document it is.
    pub kind: Kind,
    /// What the document says about itself as a whole.
    pub facts: FeedFacts,
    /// The articles, in document order.
    pub articles: Vec<RawArticle>,
    /// Feeds that an HTML page announces by `rel=alternate`, in document order, absolute.
    pub announced: Vec<FeedLink>,
    /// Other documents that belong to this one.
    pub more: More,
    /// How the items of a list were found in an HTML page or in JSON, for the operator to keep or mend.
    pub listing: Option<Listing>,
    /// True when the document ended early: what is there may be added, nothing may be removed.
    pub incomplete: bool,
    /// What was odd but could be read; one clear sentence each.
    pub warnings: Vec<String>,
    /// A hash of the words as their author typed them, where the format tells them from its marks without rendering:
    /// it stands for the text of the one article where it is asked whether that has changed.
    pub words: Option<[u8; 16]>,
}

/// What kind of document was parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// A feed: a list of articles made for machines.
    Feed,
    /// One article: a file, or a page that says it is an article.
    #[default]
    Article,
    /// A list of articles whose text is elsewhere: a page of links, a sitemap, the answer of an API.
    List,
    /// An HTML page that is neither clearly one article nor a list.
    Page,
}

/// Other documents without which one is not whole. Addresses are absolute.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct More {
    /// One that has all of it, to be read in its place: the whole article on a single page.
    pub whole: Option<Url>,
    /// Its next page: the older part of a list, the rest of an article.
    pub next: Option<Url>,
    /// Those it consists of, the newest first: the sitemaps of an index.
    pub parts: Vec<Url>,
}

/// Where the items of a list and their fields are: CSS selectors in a page, paths in JSON. What is left out is found
/// automatically.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// One item: `.news-item`; in JSON the array: `data.posts`.
    pub item: Option<String>,
    /// The link to the article, within the item. In JSON it may be a template: `https://example.org/{slug}`.
    pub link: Option<Selector>,
    /// Title, within the item.
    pub title: Option<Selector>,
    /// Date, within the item.
    pub date: Option<Selector>,
    /// How the date is written, as `strftime` does: `%d.%m.%Y`.
    pub date_format: Option<String>,
    /// Summary, within the item.
    pub summary: Option<Selector>,
    /// Picture, within the item.
    pub image: Option<Selector>,
}

/// Where one field of an item is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selector {
    /// CSS selector or path; empty for the item itself.
    pub path: String,
    /// The attribute that has the value, where it is not the text (or `href`, `src`, `datetime` of the elements that have
    /// them).
    pub attribute: Option<String>,
}

/// A feed announced by a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedLink {
    /// Absolute address.
    pub url: Url,
    /// The `type` attribute, lower case.
    pub media_type: String,
    /// The `title` attribute.
    pub title: Option<String>,
}

/// What a feed (or the site of a page) says about itself. Addresses are absolute.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FeedFacts {
    /// `atom:id` of the feed.
    pub id: Option<String>,
    /// Title, as found.
    pub title: Option<Text>,
    /// Description or subtitle, as found.
    pub description: Option<Text>,
    /// The site's address.
    pub home_page: Option<String>,
    /// `rel=self`.
    pub self_url: Option<String>,
    /// Language tag, as found.
    pub language: Option<String>,
    /// Authors of the feed as a whole, used for entries without one (RFC 4287, 4.2.1).
    pub authors: Vec<Person>,
    /// Icon or image address.
    pub icon: Option<String>,
    /// `ttl`, or `sy:updatePeriod`/`sy:updateFrequency`, in minutes.
    pub ttl_minutes: Option<u32>,
    /// `skipHours`, GMT.
    pub skip_hours: Vec<u8>,
    /// `skipDays`, Monday = 0.
    pub skip_days: Vec<u8>,
}

/// One article with its fields as strings, as they were found. No clock, no guess.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct RawArticle {
    /// guid, atom:id, JSON Feed id, or front matter `id`/`guid`, verbatim but trimmed.
    pub id: Option<String>,
    /// The id resolved against the document's address, where it is written as a relative address
    /// and nothing says that it is none.
    pub id_address: Option<String>,
    /// Where the article can be read; absolute where a base was known.
    pub link: Option<String>,
    /// True when `link` was declared canonical by the document itself (`rel=canonical`, a
    /// permalink guid, `rel=alternate` in Atom), not made from a template or the fetched address.
    pub link_is_canonical: bool,
    /// Title, as found.
    pub title: Option<Text>,
    /// The author's own summary, as found: front matter, `<!--more-->`, a feed's short
    /// description, a meta description.
    pub summary: Option<Text>,
    /// The body, as found (Markdown already rendered to HTML).
    pub content: Option<Text>,
    /// Every date found, the most trusted first within a role.
    pub dates: Vec<RawDate>,
    /// Authors, as found.
    pub authors: Vec<Person>,
    /// Tags, as found.
    pub tags: Vec<String>,
    /// The lead image's address.
    pub image: Option<String>,
    /// Enclosures and other media, as found.
    pub attachments: Vec<Attachment>,
    /// Language tag, as found.
    pub language: Option<String>,
    /// Name of the site the article is on, for titles of the form `Title | Site`.
    pub site_name: Option<String>,
    /// The feed this entry was republished from (`atom:source`, RSS `source`).
    pub republished_from: Option<SourceFeed>,
    /// What other vocabularies say of it, as found, the most trusted first.
    pub extras: Vec<Extra>,
    /// Front matter says that it is not to be published yet.
    pub draft: bool,
    /// What was odd about this article; one clear sentence each.
    pub warnings: Vec<String>,
}

/// A piece of text as found, with what is known of its markup.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Text {
    /// The characters, decoded once from the format that carried them (XML, JSON, YAML).
    pub value: String,
    /// Whether `value` is HTML.
    pub markup: Markup,
    /// The address against which relative links inside resolve, where it differs from the
    /// document's (`xml:base`, `<base href>`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<Url>,
}

/// Whether a text is HTML.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Markup {
    /// Plain text: `<` is a less-than sign.
    #[default]
    Plain,
    /// HTML.
    Html,
    /// The format does not say (RSS titles and descriptions): decided by looking.
    Unsure,
}

/// One date as found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawDate {
    /// What the date is of.
    pub role: DateRole,
    /// The characters found, trimmed.
    pub text: String,
    /// How far it is to be trusted.
    pub origin: DateOrigin,
    /// The field's name as the author wrote it, for people: `pubDate`, `article:published_time`.
    pub field: &'static str,
}

/// What a date is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DateRole {
    /// When the article appeared.
    Published,
    /// When it was last changed in a way that matters.
    Updated,
    /// When it is to be withdrawn.
    Expires,
}

/// Where a date came from, the most trusted first (`product.md`, Dates).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DateOrigin {
    /// Front matter of a file.
    FrontMatter,
    /// A field of a feed.
    Feed,
    /// JSON-LD, microdata, meta elements, `<time datetime>`.
    StructuredData,
    /// The address: `/2024/05/12/`.
    Address,
    /// The file's name: `2024-05-12-title.md`.
    FileName,
    /// What stands beside an article's link in a list.
    List,
    /// A byline that people read.
    Byline,
    /// An age in words, in a list: `3 hours ago`. It is what it was when it was first seen.
    Age,
    /// The file's own time when it was first seen; given by the store.
    FileTime,
    /// When feedmill first saw the article; given by the store.
    FirstSeen,
}

/// A person, as found or cleaned.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Name.
    pub name: String,
    /// Home page, absolute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// E-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
}

/// A file that belongs to an article.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Absolute address, http or https once normalised.
    pub url: String,
    /// Media type; empty in a raw article when the source gave none.
    pub mime_type: String,
    /// Size in bytes; 0 when unknown (RSS Profile, `UseZeroForUnknown`).
    #[serde(default)]
    pub length: u64,
    /// Title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Duration in seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_seconds: Option<u64>,
    /// What Media RSS says of it besides: `width`, `bitrate`, … ([`crate::vocabulary::FILE`]).
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub details: BTreeMap<String, String>,
}

/// An element of another vocabulary that is of an article: an episode's number, a transcript, a place. Which there
/// are, and what their values must be, is in [`crate::vocabulary`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extra {
    /// Name with the conventional prefix, `podcast:transcript`.
    pub name: String,
    /// Its attributes, and its text under the empty name.
    pub values: BTreeMap<String, String>,
}

/// The feed an entry was taken from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceFeed {
    /// `atom:id`, or the address.
    pub id: Option<String>,
    /// Title, plain.
    pub title: Option<String>,
    /// Address of the feed.
    pub url: Option<String>,
}

// ------------------------------------------------------------------ normalise → store → publish

/// One normalised article: typed, clean, valid. What is in here may be published as it is.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Article {
    /// Who this article is.
    pub identity: Identity,
    /// Absolute http(s) address where it can be read.
    pub url: Option<String>,
    /// Plain text, one line; never empty.
    pub title: Option<String>,
    /// Publication date, when the document has one.
    pub published: Option<Dated>,
    /// Last significant change, when the document says so.
    pub updated: Option<Dated>,
    /// When it is to be withdrawn.
    pub expires: Option<DateTime<Utc>>,
    /// Plain text, one paragraph; never empty.
    pub summary: Option<String>,
    /// Where the summary came from; where it is to come from, if it has yet to be made.
    pub summary_origin: Option<SummaryOrigin>,
    /// Sanitised HTML with absolute addresses; may be empty.
    pub content_html: String,
    /// Content and summary as they were found, where they have yet to be cleaned: until then there is neither.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<Box<Found>>,
    /// The content has yet to be passed by the second sanitiser, before anybody is shown it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unchecked: bool,
    /// Names cleaned, in order.
    pub authors: Vec<Person>,
    /// Trimmed, no two equal by case-folding, in order.
    pub tags: Vec<String>,
    /// The lead image's absolute address.
    pub image: Option<String>,
    /// Media types known, no address twice.
    pub attachments: Vec<Attachment>,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// The feed it was republished from.
    pub republished_from: Option<SourceFeed>,
    /// What other vocabularies say of it, by the rows of [`crate::vocabulary`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extras: Vec<Extra>,
    /// Not to be published.
    pub draft: bool,
}

/// Content and summary of an article as they were found.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Found {
    /// The body; its base is the address against which relative ones resolve.
    pub content: Option<Text>,
    /// The author's own summary.
    pub summary: Option<Text>,
}

/// Who an article is, within its source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The id: the source's own, the canonical address, or the file's path.
    pub value: String,
    /// Which step of the ladder gave it.
    pub origin: IdOrigin,
    /// The same as an absolute address, where the source wrote a relative one. An article is known
    /// by `value`, which stays when the source moves to another host.
    #[serde(skip)]
    pub address: Option<String>,
}

/// The ladder of identity, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum IdOrigin {
    /// The source's own guid, atom:id, JSON Feed id or front matter id.
    Own,
    /// The canonical address.
    Link,
    /// The file's path within its source.
    #[default]
    Path,
    /// Nothing of these: a hash of title and text.
    Content,
}

/// What of an article matters to its readers, as hashes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Essence {
    /// Of all that matters: when it changes, the article has been changed significantly.
    pub whole: [u8; 16],
    /// Of the words alone, where there are enough of them to know an article by.
    pub words: Option<[u8; 16]>,
}

/// A date with its origin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dated {
    /// The instant, in the zone in which it was written.
    pub at: DateTime<FixedOffset>,
    /// Where it came from.
    pub origin: DateOrigin,
    /// The field's name, for people.
    pub field: String,
}

/// Where a summary came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SummaryOrigin {
    /// Written by the author.
    Author,
    /// The opening sentences of the content.
    Opening,
}

/// An article as it stands in a feed: with the id and dates that the store gave it for good.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Absolute IRI or the source's own id, at most 250 bytes; unique in the feed, for good.
    pub id: String,
    /// Never after the moment of publication.
    pub published: DateTime<FixedOffset>,
    /// Never before `published`.
    pub updated: DateTime<FixedOffset>,
    /// The rest.
    pub article: Arc<Article>,
}

/// A selection of articles under one title, ready to be rendered.
#[derive(Debug, Clone, PartialEq)]
pub struct Feed {
    /// Path below the output folder without extension: `all`, `tags/rust`.
    pub name: String,
    /// Title, plain.
    pub title: String,
    /// Description, plain; never empty.
    pub description: String,
    /// The site that the feed is of.
    pub link: Url,
    /// The public address of the output folder, ending in `/`.
    pub base_url: Url,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Author for entries that have none; never empty (Atom demands one).
    pub author: Person,
    /// The formats in which the feed is published, by name (`rss`, `atom`, `json`).
    pub formats: Vec<String>,
    /// The hubs that are told of its changes (WebSub), and that readers may subscribe at.
    pub hubs: Vec<Url>,
    /// Newest first, by published then id.
    pub entries: Vec<Entry>,
}

/// One file to be published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Path below the output folder, `/`-separated.
    pub path: String,
    /// Media type to serve it as.
    pub media_type: &'static str,
    /// The whole body.
    pub bytes: Vec<u8>,
}
