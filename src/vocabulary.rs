//! What an article may carry besides its own fields, of podcasts, media, places and rights: element
//! names and values in, checked ones out.
//!
//! One table: parse finds elements by it, normalise checks them, publish writes them, each
//! in its own way. So a further element is a further row. What has no home in a format that is written is left out there.
//!
//! Left out on purpose: counters (`slash:comments`, `thr:total`, `media:community`), which would make
//! a feed change when no article did.

use std::collections::BTreeMap;

/// One element.
#[derive(Debug)]
pub struct Row {
    /// The conventional prefix; empty for RSS itself.
    pub prefix: &'static str,
    /// Local name.
    pub name: &'static str,
    /// Other elements with the same meaning, prefix and local name.
    pub also: &'static [(&'static str, &'static str)],
    /// Its text, under the name `""`, and its attributes.
    pub values: &'static [Value],
    /// Whether an article may have several.
    pub many: bool,
    /// How RSS 2.0 has it.
    pub rss: Home,
    /// How Atom 1.0 has it.
    pub atom: Home,
}

/// What one value of an element is: its name, its kind, and what becomes of the element without it.
pub type Value = (&'static str, Kind, Need);

/// Where an element stands in a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// Under its own name.
    Element,
    /// A link of that relation and media type (empty for none).
    Link(&'static str, &'static str),
    /// `atom:rights`.
    Rights,
    /// Nowhere.
    Nowhere,
}

/// Whether an element can do without a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Without it the element says nothing.
    Must,
    /// It may be missing; a bad one is as good as none.
    May,
    /// It may be missing; a bad one spoils the element, since it says how the rest is meant.
    Decides,
}

/// What a value has to be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Plain text of one line.
    Line,
    /// Absolute http or https address.
    Address,
    /// BCP 47 tag.
    Language,
    /// `type/subtype`.
    MediaType,
    /// 0 or more.
    Whole,
    /// 1 or more.
    Count,
    /// 0 or more, with a fraction.
    Decimal,
    /// `true` or `false`.
    Flag,
    /// Visible ASCII characters.
    Token,
    /// Latitude and longitude in degrees, WGS 84, with a space between (GeoRSS Simple).
    Point,
    /// One of these words, each with what else is written for it.
    Word(&'static [(&'static str, &'static [&'static str])]),
}

use Home::{Element, Link, Nowhere, Rights};
use Kind::{Address, Count, Decimal, Flag, Language, Line, MediaType, Point, Token, Whole, Word};
use Need::{Decides, May, Must};

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

/// The row of a name with its prefix: `podcast:season`.
pub fn row(name: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.full_name() == name)
}

/// The row of an element by prefix and local name, and whether it goes by its own name (false: by one
/// of the others).
pub fn find(prefix: &str, name: &str) -> Option<(&'static Row, bool)> {
    let is = |p: &str, n: &str| p == prefix && n.eq_ignore_ascii_case(name);
    ROWS.iter().find_map(|row| {
        let own = is(row.prefix, row.name);
        (own || row.also.iter().any(|(p, n)| is(p, n))).then_some((row, own))
    })
}

impl Row {
    /// The name with its prefix: `podcast:season`.
    pub fn full_name(&self) -> String {
        match self.prefix {
            "" => self.name.to_owned(),
            prefix => format!("{prefix}:{}", self.name),
        }
    }
}

/// The values that are right, in the way they are written; none when too little is left to say anything. `own`
/// is how the stage that asks cleans text, addresses and languages.
pub fn check(
    values: &[Value],
    found: &BTreeMap<String, String>,
    own: &dyn Fn(Kind, &str) -> Option<String>,
) -> Option<BTreeMap<String, String>> {
    let mut right = BTreeMap::new();
    for (name, kind, need) in values {
        let value = found.get(*name);
        let cleaned = value.and_then(|value| kind.clean(value.trim(), own));
        match (cleaned, need) {
            (Some(cleaned), _) => {
                right.insert((*name).to_owned(), cleaned);
            }
            (None, Must) => return None,
            (None, Decides) if value.is_some() => return None,
            (None, Decides | May) => {}
        }
    }
    (!right.is_empty()).then_some(right)
}

/// Longest number that is read, in bytes.
const LONGEST_NUMBER: usize = 32;

/// Numbers from here on are no measure of anything.
const LARGEST: f64 = 1e15;

impl Kind {
    fn clean(self, value: &str, own: &dyn Fn(Kind, &str) -> Option<String>) -> Option<String> {
        match self {
            Line | Address | Language => own(self, value).filter(|made| !made.is_empty()),
            MediaType => {
                let kind = value.split(';').next()?.trim_end().to_ascii_lowercase();
                is_media_type(&kind).then_some(kind)
            }
            Whole => whole(value).map(|number| number.to_string()),
            Count => Some(whole(value).filter(|number| *number > 0)?.to_string()),
            Decimal => decimal(value)
                .filter(|number| *number >= 0.0)
                .map(|number| number.to_string()),
            Flag => match value.to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" => Some("true".to_owned()),
                "false" | "no" | "0" => Some("false".to_owned()),
                _ => None,
            },
            Token => {
                let fits = (1..=250).contains(&value.len());
                (fits && value.bytes().all(|byte| byte.is_ascii_graphic()))
                    .then(|| value.to_owned())
            }
            Point => point(value),
            Word(words) => words
                .iter()
                .find(|(word, also)| {
                    word.eq_ignore_ascii_case(value)
                        || also.iter().any(|also| also.eq_ignore_ascii_case(value))
                })
                .map(|(word, _)| (*word).to_owned()),
        }
    }
}

fn whole(value: &str) -> Option<u32> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| value.parse().ok()).flatten()
}

/// A number without an exponent, as far as a double can hold it.
fn decimal(value: &str) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii_digit() || b".-+".contains(&byte);
    let fits = value.len() <= LONGEST_NUMBER && value.bytes().all(plain);
    let number: f64 = fits.then(|| value.parse().ok()).flatten()?;
    // -0 is 0
    (number.abs() < LARGEST).then_some(number + 0.0)
}

fn point(value: &str) -> Option<String> {
    let mut parts = value
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|part| !part.is_empty());
    let (latitude, longitude) = (decimal(parts.next()?)?, decimal(parts.next()?)?);
    let right = parts.next().is_none() && latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    // where two zeros stand, nothing was known
    let known = latitude != 0.0 || longitude != 0.0;
    (right && known).then(|| format!("{latitude} {longitude}"))
}

/// `type/subtype` of the characters of RFC 6838, 4.2.
fn is_media_type(text: &str) -> bool {
    let is_name = |part: &str| {
        (1..=127).contains(&part.len())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    text.split_once('/')
        .is_some_and(|(kind, subtype)| is_name(kind) && is_name(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(name: &str, values: &[(&str, &str)]) -> Option<String> {
        let values = values
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        let own = |_: Kind, value: &str| Some(value.to_owned());
        let right = check(row(name)?.values, &values, &own)?;
        let parts = right.iter().map(|(name, value)| format!("{name}={value}"));
        let parts: Vec<_> = parts.collect();
        Some(parts.join(" "))
    }

    /// Bad values are dropped, and nothing is invented for them.
    #[test]
    fn values_are_checked() {
        for (name, values, expected) in [
            ("podcast:season", &[("", " 03 ")][..], Some("=3")),
            ("podcast:season", &[("", "three"), ("name", "x")], None),
            ("podcast:season", &[("", "-1")], None),
            ("podcast:season", &[("", "99999999999")], None),
            ("podcast:episode", &[("", "12.50")], Some("=12.5")),
            ("podcast:episode", &[("", "1e5")], None),
            ("podcast:episode", &[("", "inf")], None),
            ("podcast:transcript", &[("url", "u")], None),
            (
                "podcast:transcript",
                &[("url", "u"), ("type", "Text/VTT; x=y"), ("rel", "other")],
                Some("type=text/vtt url=u"),
            ),
            ("podcast:soundbite", &[("startTime", "1")], None),
            ("media:rating", &[("", "Clean")], Some("=nonadult")),
            ("media:rating", &[("", "explicit")], Some("=adult")),
            ("media:rating", &[("", "maybe")], None),
            (
                "media:rating",
                &[("", "adult"), ("scheme", "urn:mpaa")],
                None,
            ),
            (
                "media:credit",
                &[("", "Ann"), ("role", "owner")],
                Some("=Ann"),
            ),
            (
                "media:player",
                &[("url", "u"), ("width", "0"), ("height", "9")],
                Some("height=9 url=u"),
            ),
            (
                "georss:point",
                &[("", "45.256,-71.92")],
                Some("=45.256 -71.92"),
            ),
            ("georss:point", &[("", "\n45 \t +9.50 ")], Some("=45 9.5")),
            ("georss:point", &[("", "91 0")], None),
            ("georss:point", &[("", "0 0.0")], None),
            ("georss:point", &[("", "1 2 3 4")], None),
            (
                "podcast:location",
                &[("", "Ulm"), ("geo", "a b")],
                Some("=Ulm"),
            ),
        ] {
            assert_eq!(
                checked(name, values).as_deref(),
                expected,
                "{name} {values:?}"
            );
        }
    }

    #[test]
    fn every_row_can_be_found_and_said() {
        for row in ROWS {
            let (found, own) = find(row.prefix, &row.name.to_ascii_uppercase()).expect("a row");
            assert!(own && std::ptr::eq(found, row), "{}", row.full_name());
            for (prefix, name) in row.also {
                let (found, own) = find(prefix, name).expect("a row");
                assert!(!own && std::ptr::eq(found, row), "{prefix}:{name}");
            }
            let bound = NAMESPACES.iter().any(|(prefix, _)| *prefix == row.prefix);
            let unprefixed = row.prefix.is_empty();
            assert!(
                bound || unprefixed || row.rss == Nowhere,
                "{}",
                row.full_name()
            );
            assert!(row.values.iter().any(|(.., need)| *need == Must));
        }
    }
}
