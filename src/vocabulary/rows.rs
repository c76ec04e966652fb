//! The elements that an article may carry, one row each, and the attributes of a file.

use super::Home::{Element, Link, Nowhere, Rights};
use super::Kind::{
    Address, Count, Decimal, Flag, Language, Line, MediaType, Point, Token, Whole, Word,
};
use super::Need::{Decides, May, Must};
use super::{Row, Value};

/// The namespaces of the prefixes, bound to them in every feed that is written.
pub const NAMESPACES: &[(&str, &str)] = &[
    (
        "creativeCommons",
        "http://backend.userland.com/creativeCommonsRssModule",
    ),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("georss", "http://www.georss.org/georss"),
    ("media", "http://search.yahoo.com/mrss/"),
    ("podcast", "https://podcastindex.org/namespace/1.0"),
    ("wfw", "http://wellformedweb.org/CommentAPI/"),
];

/// The elements.
///
/// Apple's are read and published as their like in Podcasting 2.0 and Media RSS: with a single one of
/// Apple's own, a channel is held to be a listing in its directory, and lacks a category, an owner
/// with an address and more that only the operator could know (M-02).
pub static ROWS: &[Row] = &[
    Row {
        prefix: "podcast",
        name: "season",
        also: &[("itunes", "season")],
        values: &[("", Whole, Must), ("name", Line, May)],
        ..PODCAST
    },
    Row {
        prefix: "podcast",
        name: "episode",
        also: &[("itunes", "episode")],
        values: &[("", Decimal, Must), ("display", Line, May)],
        ..PODCAST
    },
    Row {
        prefix: "podcast",
        name: "transcript",
        values: &[
            ("url", Address, Must),
            ("type", MediaType, Must),
            ("language", Language, May),
            ("rel", Word(&[("captions", &[])]), May),
        ],
        many: true,
        ..PODCAST
    },
    Row {
        prefix: "podcast",
        name: "chapters",
        values: &[("url", Address, Must), ("type", MediaType, Must)],
        ..PODCAST
    },
    Row {
        prefix: "podcast",
        name: "soundbite",
        values: &[
            ("", Line, May),
            ("startTime", Decimal, Must),
            ("duration", Decimal, Must),
        ],
        many: true,
        ..PODCAST
    },
    Row {
        prefix: "podcast",
        name: "person",
        values: &[
            ("", Line, Must),
            ("role", Line, May),
            ("group", Line, May),
            ("img", Address, May),
            ("href", Address, May),
        ],
        many: true,
        ..PODCAST
    },
    Row {
        prefix: "podcast",
        name: "location",
        values: &[
            ("", Line, Must),
            ("rel", Word(&[("subject", &[]), ("creator", &[])]), May),
            ("geo", Token, May),
            ("osm", Token, May),
            ("country", Token, May),
        ],
        many: true,
        ..PODCAST
    },
    Row {
        prefix: "podcast",
        name: "license",
        values: &[("", Line, Must), ("url", Address, May)],
        ..PODCAST
    },
    Row {
        prefix: "podcast",
        name: "socialInteract",
        values: &[
            ("uri", Address, Must),
            ("protocol", Token, Must),
            ("accountId", Token, May),
            ("accountUrl", Address, May),
            ("priority", Whole, May),
        ],
        many: true,
        ..PODCAST
    },
    // what kind of episode it is, Podcasting 2.0 says only of trailers, and only in the channel
    Row {
        prefix: "itunes",
        name: "episodeType",
        values: &[(
            "",
            Word(&[("full", &[]), ("trailer", &[]), ("bonus", &[])]),
            Must,
        )],
        rss: Nowhere,
        ..PODCAST
    },
    Row {
        prefix: "media",
        name: "rating",
        also: &[("itunes", "explicit"), ("media", "adult")],
        values: &[
            (
                "",
                Word(&[
                    ("adult", &["yes", "true", "explicit"]),
                    ("nonadult", &["no", "false", "clean"]),
                ]),
                Must,
            ),
            ("scheme", Word(&[("urn:simple", &[])]), Decides),
        ],
        ..MEDIA
    },
    Row {
        prefix: "media",
        name: "credit",
        values: &[("", Line, Must), ("role", Word(ROLES), May)],
        many: true,
        ..MEDIA
    },
    Row {
        prefix: "media",
        name: "player",
        values: &[
            ("url", Address, Must),
            ("width", Count, May),
            ("height", Count, May),
        ],
        ..MEDIA
    },
    Row {
        prefix: "",
        name: "comments",
        values: &[("", Address, Must)],
        atom: Link("replies", "text/html"),
        ..MEDIA
    },
    Row {
        prefix: "wfw",
        name: "commentRss",
        values: &[("", Address, Must)],
        atom: Link("replies", "application/rss+xml"),
        ..MEDIA
    },
    Row {
        prefix: "georss",
        name: "point",
        also: &[("georss", "where"), ("geo", "point")],
        values: &[("", Point, Must)],
        ..MEDIA
    },
    Row {
        prefix: "dc",
        name: "rights",
        also: &[
            ("atom", "rights"),
            ("", "rights"),
            ("dcterms", "rights"),
            ("media", "copyright"),
            ("", "copyright"),
        ],
        values: &[("", Line, Must)],
        atom: Rights,
        ..MEDIA
    },
    Row {
        prefix: "creativeCommons",
        name: "license",
        also: &[("dcterms", "license")],
        values: &[("", Address, Must)],
        many: true,
        atom: Link("license", ""),
        ..MEDIA
    },
];

/// What most rows of Podcasting 2.0 have in common: Atom has no place for them.
const PODCAST: Row = Row {
    prefix: "",
    name: "",
    also: &[],
    values: &[],
    many: false,
    rss: Element,
    atom: Nowhere,
};

/// What most other rows have in common.
const MEDIA: Row = Row {
    atom: Element,
    ..PODCAST
};

/// What Media RSS says of a file besides its address, type, size, duration and title, in the
/// attributes of `media:content`.
pub const FILE: &[Value] = &[
    (
        "medium",
        Word(&[
            ("image", &[]),
            ("audio", &[]),
            ("video", &[]),
            ("document", &[]),
            ("executable", &[]),
        ]),
        May,
    ),
    ("width", Count, May),
    ("height", Count, May),
    ("bitrate", Decimal, May),
    ("framerate", Decimal, May),
    ("samplingrate", Decimal, May),
    ("channels", Whole, May),
    ("lang", Language, May),
    ("isDefault", Flag, May),
    (
        "expression",
        Word(&[("full", &[]), ("sample", &[]), ("nonstop", &[])]),
        May,
    ),
];

/// The roles of the European Broadcasting Union that are met with in feeds; a further one is a further
/// row.
const ROLES: &[(&str, &[&str])] = &[
    ("actor", &[]),
    ("artist", &[]),
    ("author", &["writer"]),
    ("camera operator", &[]),
    ("composer", &[]),
    ("director", &[]),
    ("editor", &[]),
    ("executive producer", &[]),
    ("illustrator", &[]),
    ("interviewed guest", &["guest"]),
    ("musician", &[]),
    ("performer", &[]),
    ("photographer", &["photo"]),
    ("producer", &[]),
    ("production company", &[]),
    ("publishing company", &["publisher"]),
    ("reporter", &[]),
    ("singer", &[]),
    ("sound designer", &[]),
    ("sound recordist", &[]),
    ("translation", &["translator"]),
];
