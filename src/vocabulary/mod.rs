//! What an article may carry besides its own fields, of podcasts, media, places and rights: element
//! names and values in, checked ones out.
//!
//! One table: parse finds elements by it, normalise checks them, publish writes them, each
//! in its own way. So a further element is a further row. What has no home in a format that is written is left out there.
//!
//! Left out on purpose: counters (`slash:comments`, `thr:total`, `media:community`), which would make
//! a feed change when no article did.

use std::collections::BTreeMap;

mod kind;
mod rows;

pub use kind::Kind;
pub use rows::{FILE, NAMESPACES, ROWS};

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

/// The row of a name with its prefix: `podcast:season`.
pub fn row(name: &str) -> Option<&'static Row> {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    ROWS.iter()
        .find(|row| row.prefix == prefix && row.name == local)
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

    /// The extension object of JSON Feed that has it (J-08): `_podcast`; that of RSS's own elements is
    /// `_rss`.
    pub fn object_name(&self) -> String {
        match self.prefix {
            "" => "_rss".to_owned(),
            prefix => format!("_{prefix}"),
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
            (None, Need::Must) => return None,
            (None, Need::Decides) if value.is_some() => return None,
            (None, Need::Decides | Need::May) => {}
        }
    }
    (!right.is_empty()).then_some(right)
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
                bound || unprefixed || row.rss == Home::Nowhere,
                "{}",
                row.full_name()
            );
            assert!(row.values.iter().any(|(.., need)| *need == Need::Must));
        }
    }
}
