//! Which element of an entry is which field: one table.

use crate::article::DateRole;

use super::construct::Unsaid;
use super::namespaces::Ns;
use super::tree::Element;

/// What an element is for. Where several elements are for one field, the least number wins, and the
/// first of equals.
#[derive(Debug, Clone, Copy)]
pub(super) enum Field {
    /// A title.
    Title(u8),
    /// An address, RSS's or Atom's.
    Link,
    /// An id.
    Guid,
    /// The text itself.
    Content(u8, Unsaid),
    /// RSS `description` and its like: a summary beside a content, else the content.
    Description(u8),
    /// A date, and its name for people.
    Date(u8, DateRole, &'static str),
    /// Authors; those of the least number are taken together.
    Author(u8),
    /// A tag.
    Category,
    /// Categories within an element of their own.
    Categories,
    /// Tags with commas between them.
    Keywords,
    /// A language tag.
    Language,
    /// A file, or a group of them.
    Media,
    /// A picture that stands for the article.
    Image(u8),
    /// How long the enclosure is.
    Duration,
    /// The feed it was taken from.
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
    (Ns::Dc, "author", Author(4)),
    (Ns::Dc, "subject", Category),
    (Ns::Dc, "date", Date(5, Published, "dc:date")),
    (Ns::Dc, "identifier", Guid),
    (Ns::Dc, "language", Language),
    (Ns::Terms, "title", Title(2)),
    (Ns::Terms, "abstract", Description(4)),
    (Ns::Terms, "creator", Author(4)),
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
    (Ns::Itunes, "author", Author(5)),
    (Ns::Itunes, "category", Category),
    (Ns::Itunes, "keywords", Keywords),
    (Ns::Itunes, "image", Image(0)),
    (Ns::Itunes, "duration", Duration),
    (Ns::Podcast, "person", Author(6)),
    (Ns::Media, "title", Title(4)),
    (Ns::Media, "description", Description(7)),
    (Ns::Media, "category", Category),
    (Ns::Media, "keywords", Keywords),
    (Ns::Media, "content", Media),
    (Ns::Media, "group", Media),
    (Ns::Media, "thumbnail", Image(2)),
    (Ns::Enclosure, "enclosure", Media),
];

/// RSS's `author` when it is a bare address: behind any name.
pub(super) const NAMELESS: u8 = 3;

/// The field that an element is for.
pub(super) fn of(element: &Element<'_>) -> Option<Field> {
    let row = FIELDS.iter().find(|(ns, name, _)| element.is(*ns, name));
    row.map(|(_, _, field)| *field)
}
