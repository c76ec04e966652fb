//! The allow-list (T-30): what is not in here does not get out.

pub(super) use crate::markup::{EVERYWHERE, KEPT};

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays, with these attributes and [`EVERYWHERE`].
    Keep(&'static [&'static str]),
    /// It stays under another name, with [`EVERYWHERE`] alone.
    Rename(&'static str),
    /// It goes, what is in it stays.
    Unwrap,
    /// It goes with all that is in it.
    Drop,
}

/// Attributes that are addresses.
pub(super) const ADDRESSES: &[&str] = &["cite", "href", "poster", "src"];

/// Elements with a better name.
const RENAMED: &[(&str, &str)] = &[
    ("acronym", "abbr"),
    ("address", "div"),
    ("article", "div"),
    ("aside", "div"),
    ("center", "div"),
    ("dir", "ul"),
    ("fieldset", "div"),
    ("footer", "div"),
    ("form", "div"),
    ("header", "div"),
    ("hgroup", "div"),
    ("legend", "div"),
    ("listing", "pre"),
    ("main", "div"),
    ("menu", "ul"),
    ("section", "div"),
    ("strike", "s"),
    ("tt", "code"),
    ("xmp", "pre"),
];

/// Elements whose content is not for readers, or not safe, or means nothing without the element.
const DROPPED: &[&str] = &[
    "applet",
    "area",
    "base",
    "basefont",
    "bgsound",
    "button",
    "canvas",
    "datalist",
    "dialog",
    "embed",
    "frame",
    "frameset",
    "head",
    "input",
    "link",
    "map",
    "math",
    "meta",
    "meter",
    "nav",
    "noembed",
    "noframes",
    "optgroup",
    "option",
    "param",
    "plaintext",
    "progress",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
];

/// What becomes of an element by this name (lower case). The unknown are unwrapped.
pub(super) fn fate(name: &str) -> Fate {
    if let Ok(at) = KEPT.binary_search_by_key(&name, |(known, _)| known) {
        return KEPT
            .get(at)
            .map_or(Fate::Drop, |(_, attributes)| Fate::Keep(attributes));
    }
    if let Some((_, better)) = RENAMED.iter().find(|(known, _)| *known == name) {
        return Fate::Rename(better);
    }
    if DROPPED.binary_search(&name).is_ok() {
        return Fate::Drop;
    }
    Fate::Unwrap
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn t30_the_tables_are_sorted_and_sound() {
        assert!(KEPT.is_sorted_by_key(|(name, _)| *name));
        assert!(DROPPED.is_sorted());
        for (old, new) in RENAMED {
            assert!(matches!(fate(new), Fate::Keep(_)), "{old}");
            assert_eq!(fate(old), Fate::Rename(new));
        }
        for name in ["script", "style", "svg", "math", "embed", "template"] {
            assert_eq!(fate(name), Fate::Drop, "{name}");
        }
        for (name, attributes) in KEPT {
            for attribute in *attributes {
                assert!(
                    !attribute.starts_with("on") && *attribute != "style",
                    "{name} {attribute}"
                );
            }
        }
    }
}
