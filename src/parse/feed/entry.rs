//! An `item` or `entry` → [`RawArticle`]: which element is which field, in one table.

use url::Url;

use crate::article::{DateOrigin, DateRole, Person, RawArticle, RawDate, Text};

use super::construct::{self, Unsaid, plain};
use super::namespaces::Ns;
use super::ranked::Ranked;
use super::tree::{Element, resolve};
use super::{limits, link, media, person, source};

/// What an element is for. Where several elements are for one field, the least number wins, and the
/// first of equals.
#[derive(Debug, Clone, Copy)]
enum Field {
    Title(u8),
    Link,
    Guid,
    /// The text itself.
    Content(u8, Unsaid),
    /// RSS `description` and its like: a summary beside a content, else the content.
    Description(u8),
    Date(u8, DateRole, &'static str),
    /// Authors; those of the least number are taken together.
    Author(u8),
    Category,
    /// Categories within an element of their own.
    Categories,
    Keywords,
    Language,
    Media,
    Image(u8),
    Duration,
    Source,
}

use DateRole::{Expires, Published, Updated};
use Field::{
    Author, Categories, Category, Content, Date, Description, Duration, Guid, Image, Keywords,
    Language, Link, Media, Source, Title,
};

/// The fields. A further one is a further row.
const FIELDS: &[(Ns, &str, Field)] = &[
    (Ns::Core, "title", Title(0)),
    (Ns::Core, "link", Link),
    (Ns::Core, "guid", Guid),
    (Ns::Core, "description", Description(0)),
    (Ns::Core, "pubdate", Date(0, Published, "pubDate")),
    (Ns::Core, "category", Category),
    (Ns::Core, "author", Author(1)),
    (Ns::Core, "enclosure", Media),
    (Ns::Core, "source", Source),
    (Ns::Core, "language", Language),
    // Atom's elements without its namespace
    (Ns::Core, "id", Guid),
    (Ns::Core, "content", Content(1, Unsaid::Unsure)),
    (Ns::Core, "summary", Description(1)),
    (Ns::Core, "published", Date(1, Published, "published")),
    (Ns::Core, "updated", Date(0, Updated, "updated")),
    (Ns::Core, "issued", Date(3, Published, "issued")),
    (Ns::Core, "modified", Date(1, Updated, "modified")),
    (Ns::Core, "created", Date(7, Published, "created")),
    // RSS that was never specified, yet is written
    (Ns::Core, "encoded", Content(0, Unsaid::Html)),
    (Ns::Core, "fulltext", Content(2, Unsaid::Unsure)),
    (Ns::Core, "body", Content(3, Unsaid::Html)),
    (Ns::Core, "creator", Author(2)),
    (Ns::Core, "date", Date(6, Published, "date")),
    (Ns::Core, "pubtime", Date(6, Published, "pubTime")),
    (
        Ns::Core,
        "expirationdate",
        Date(0, Expires, "expirationDate"),
    ),
    (Ns::Core, "fullitem", Content(2, Unsaid::Html)),
    (Ns::Core, "categories", Categories),
    (Ns::Core, "tags", Keywords),
    (Ns::Core, "keywords", Keywords),
    (Ns::Core, "image", Image(3)),
    // CDF
    (Ns::Core, "abstract", Description(2)),
    // Atom 1.0 and 0.3
    (Ns::Atom, "title", Title(0)),
    (Ns::Atom, "link", Link),
    (Ns::Atom, "id", Guid),
    (Ns::Atom, "content", Content(0, Unsaid::Unsure)),
    (Ns::Atom, "summary", Description(0)),
    (Ns::Atom, "published", Date(1, Published, "published")),
    (Ns::Atom, "updated", Date(0, Updated, "updated")),
    (Ns::Atom, "issued", Date(3, Published, "issued")),
    (Ns::Atom, "modified", Date(1, Updated, "modified")),
    (Ns::Atom, "created", Date(7, Published, "created")),
    (Ns::Atom, "author", Author(0)),
    (Ns::Atom, "category", Category),
    (Ns::Atom, "source", Source),
    // RSS under Atom's namespace
    (Ns::Atom, "guid", Guid),
    (Ns::Atom, "description", Description(0)),
    (Ns::Atom, "pubdate", Date(0, Published, "pubDate")),
    (Ns::Atom, "enclosure", Media),
    (Ns::Content, "encoded", Content(0, Unsaid::Html)),
    (Ns::Html, "body", Content(3, Unsaid::Html)),
    (Ns::Html, "div", Content(3, Unsaid::Html)),
    (Ns::Dc, "title", Title(1)),
    (Ns::Dc, "description", Description(3)),
    (Ns::Dc, "creator", Author(2)),
    (Ns::Dc, "author", Author(3)),
    (Ns::Dc, "subject", Category),
    (Ns::Dc, "date", Date(5, Published, "dc:date")),
    (Ns::Dc, "identifier", Guid),
    (Ns::Dc, "language", Language),
    (Ns::Terms, "title", Title(2)),
    (Ns::Terms, "abstract", Description(4)),
    (Ns::Terms, "creator", Author(3)),
    (Ns::Terms, "subject", Category),
    (Ns::Terms, "issued", Date(2, Published, "dcterms:issued")),
    (
        Ns::Terms,
        "available",
        Date(4, Published, "dcterms:available"),
    ),
    (Ns::Terms, "date", Date(5, Published, "dcterms:date")),
    (Ns::Terms, "created", Date(7, Published, "dcterms:created")),
    (Ns::Terms, "modified", Date(2, Updated, "dcterms:modified")),
    (
        Ns::Prism,
        "publicationdate",
        Date(4, Published, "prism:publicationDate"),
    ),
    (
        Ns::Prism,
        "modificationdate",
        Date(3, Updated, "prism:modificationDate"),
    ),
    (Ns::Itunes, "title", Title(3)),
    (Ns::Itunes, "summary", Description(5)),
    (Ns::Itunes, "subtitle", Description(6)),
    (Ns::Itunes, "author", Author(4)),
    (Ns::Itunes, "category", Category),
    (Ns::Itunes, "keywords", Keywords),
    (Ns::Itunes, "image", Image(0)),
    (Ns::Itunes, "duration", Duration),
    (Ns::Podcast, "person", Author(5)),
    (Ns::Media, "title", Title(4)),
    (Ns::Media, "description", Description(7)),
    (Ns::Media, "category", Category),
    (Ns::Media, "content", Media),
    (Ns::Media, "group", Media),
    (Ns::Media, "thumbnail", Image(2)),
    (Ns::Enclosure, "enclosure", Media),
];

/// What is gathered of an entry before it is decided.
#[derive(Default)]
pub(super) struct Draft {
    title: Ranked<Text>,
    content: Ranked<Text>,
    description: Ranked<Text>,
    /// The best description is a summary by its own standard (Atom), not the content by custom.
    is_summary: bool,
    dates: Vec<(u8, RawDate)>,
    authors: Ranked<Vec<Person>>,
    source_authors: Vec<Person>,
    links: link::Links,
    guid: Ranked<link::Guid>,
    media: media::Found,
    article: RawArticle,
}

/// Reads an entry. `document` is the document's own address.
pub(super) fn read(entry: &Element<'_>, document: Option<&Url>) -> RawArticle {
    let mut draft = Draft::default();
    draft.article.language = entry.scope.language.map(str::to_owned);
    // RSS 1.0: the item's own URI; CDF: its address and date
    if let Some(about) = entry.attribute("about") {
        draft.guid.offer(1, link::Guid::resource(&about));
    }
    if let Some(href) = entry.attribute("href") {
        draft.links.text(entry.resolve(&href, document));
    }
    if let Some(modified) = entry.attribute("lastmod") {
        draft.date(2, Updated, "LASTMOD", &modified);
    }
    for element in entry.elements() {
        draft.take(element, document);
    }
    draft.finish(entry.scope.base.as_deref().or(document))
}

impl Draft {
    fn take(&mut self, element: &Element<'_>, document: Option<&Url>) {
        let row = FIELDS.iter().find(|(ns, name, _)| element.is(*ns, name));
        let Some((_, _, field)) = row else { return };
        match *field {
            Title(rank) => {
                let title = construct::read(element, Unsaid::Unsure, limits::TITLE);
                self.title.offer(rank, title);
            }
            Link => self.links.read(element, document, &mut self.media),
            Guid => {
                let rank = u8::from(element.ns == Ns::Dc) * 2;
                self.guid.offer(rank, link::Guid::read(element));
            }
            Content(rank, kind) => {
                // content elsewhere (RFC 4287, 4.1.3.2)
                if let Some(source) = element.attribute("src") {
                    let source = element.resolve(&source, document);
                    self.links.content(&source, element, &mut self.media);
                }
                self.content
                    .offer(rank, construct::read(element, kind, limits::CONTENT));
            }
            Description(rank) => {
                let text = construct::read(element, Unsaid::Unsure, limits::CONTENT);
                if self.description.offer(rank, text) {
                    self.is_summary =
                        element.ns == Ns::Atom || element.name.eq_ignore_ascii_case("summary");
                }
            }
            Date(rank, role, field) => {
                if let Some(text) = element.word() {
                    self.date(rank, role, field, &text);
                }
            }
            Author(rank) => {
                let mut people = Vec::new();
                people.extend(person::read(element, document));
                self.authors.gather(rank, people, limits::LIST);
            }
            Category => self.category(element),
            Categories => element.elements().for_each(|inner| self.category(inner)),
            Keywords => {
                let words = element.text();
                let words = words.split(',').filter_map(|word| plain(word.into()));
                self.article.tags.extend(words.take(limits::LIST));
            }
            Language => {
                self.article.language = element.word().or(self.article.language.take());
            }
            Media => {
                self.media.read(element, document);
                // in a group or a content, the same elements speak of the entry
                if element.ns == Ns::Media {
                    self.take_group(element, document);
                }
            }
            Image(rank) => self.media.image(rank, element, document),
            Duration => self.media.duration = element.word().and_then(|text| media::seconds(&text)),
            Source => {
                let (feed, authors) = source::read(element, document);
                self.article.republished_from = feed;
                self.source_authors = authors;
            }
        }
    }

    fn take_group(&mut self, group: &Element<'_>, document: Option<&Url>) {
        let mut inner: Vec<_> = group.elements().collect();
        inner.truncate(limits::LIST);
        for element in inner {
            let is_content = element.is(Ns::Media, "content") || element.is(Ns::Media, "group");
            if !is_content {
                self.take(element, document);
            } else if element.has_elements() {
                for deeper in element.elements().filter(|e| !e.is(Ns::Media, "content")) {
                    self.take(deeper, document);
                }
            }
        }
    }

    fn date(&mut self, rank: u8, role: DateRole, field: &'static str, text: &str) {
        if self.dates.len() < limits::LIST {
            let date = RawDate {
                role,
                text: text.trim().to_owned(),
                origin: DateOrigin::Feed,
                field,
            };
            self.dates.push((rank, date));
        }
    }

    fn category(&mut self, element: &Element<'_>) {
        if self.article.tags.len() >= limits::LIST {
            return;
        }
        // Atom: what people read first; iTunes: `text`, with categories within
        let attribute = ["label", "term", "text"]
            .iter()
            .find_map(|name| element.attribute(name));
        let text = match attribute {
            Some(text) => plain(text),
            None => plain(element.text()),
        };
        self.article.tags.extend(text);
        for inner in element.elements().take(limits::LIST) {
            if inner.is(Ns::Itunes, "category") {
                self.article
                    .tags
                    .extend(inner.attribute("text").and_then(plain));
            }
        }
    }

    /// Decides between what was gathered.
    fn finish(self, base: Option<&Url>) -> RawArticle {
        let mut article = self.article;
        article.title = self.title.take();
        (article.content, article.summary) = choose_texts(
            self.content.take(),
            self.description.take(),
            self.is_summary,
        );
        let guid = self.guid.take();
        let (link, canonical) = self.links.choose(guid.as_ref(), base);
        article.link = link;
        article.link_is_canonical = canonical;
        article.id = guid.map(|guid| guid.value);
        article.authors = self.authors.take().unwrap_or(self.source_authors);
        let mut dates = self.dates;
        also_updated(&mut dates);
        dates.sort_by_key(|(rank, _)| *rank);
        article.dates = dates.into_iter().map(|(_, date)| date).collect();
        self.media.finish(&mut article);
        article
    }
}

/// `dc:date` is of any event in an article's life: beside a date of publication, of a change.
fn also_updated(dates: &mut Vec<(u8, RawDate)>) {
    let published = dates
        .iter()
        .any(|(rank, date)| *rank < 5 && date.role == Published);
    let any = dates
        .iter()
        .position(|(rank, date)| *rank == 5 && date.role == Published);
    if let (true, Some(any)) = (published, any) {
        let mut date = dates.remove(any).1;
        date.role = Updated;
        dates.push((9, date));
    }
}

/// Which text is the content and which the summary.
fn choose_texts(
    content: Option<Text>,
    description: Option<Text>,
    is_summary: bool,
) -> (Option<Text>, Option<Text>) {
    match (content, description) {
        (Some(content), Some(description)) => {
            // a summary is not longer than what it sums up: the names were mixed up
            let length = |text: &Text| text.value.trim().len();
            match length(&description) > length(&content) && !is_summary {
                true => (Some(description), Some(content)),
                false => (Some(content), Some(description)),
            }
        }
        // all there is of the text is its summary: it is both
        (None, Some(summary)) if is_summary => (Some(summary.clone()), Some(summary)),
        (None, Some(description)) => (Some(description), None),
        (content, None) => (content, None),
    }
}

/// Makes absolute what was left relative for want of a base.
pub(super) fn rebase(article: &mut RawArticle, base: &Url) {
    let fix = |address: &mut String| *address = resolve(address, Some(base));
    article.link.iter_mut().for_each(fix);
    article.image.iter_mut().for_each(fix);
    article.attachments.iter_mut().for_each(|a| fix(&mut a.url));
    let texts = [
        &mut article.content,
        &mut article.summary,
        &mut article.title,
    ];
    for text in texts.into_iter().flatten() {
        text.base.get_or_insert_with(|| base.clone());
    }
}
