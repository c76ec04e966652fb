//! CSS selectors as they are printed: steps, each of which an element may be, and how they stand to each other.

/// One step of a selector: `li`, `.card`, `div.card`, `#news`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Simple {
    pub(super) name: Option<String>,
    pub(super) class: Option<String>,
    pub(super) id: Option<String>,
    pub(super) attribute: Option<&'static str>,
}

/// How one step stands to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    /// Directly in it.
    Child,
    /// Somewhere in it.
    Within,
    /// Right behind it.
    Behind,
}

/// A selector: a step, and outwards those that it stands in or behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    pub(super) own: Simple,
    pub(super) outer: Vec<(Relation, Simple)>,
}

impl std::fmt::Display for Simple {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name.as_deref().unwrap_or_default())?;
        for (mark, part) in [("#", &self.id), (".", &self.class)] {
            if let Some(part) = part {
                write!(f, "{mark}{part}")?;
            }
        }
        match self.attribute {
            Some(attribute) => write!(f, "[{attribute}]"),
            None => Ok(()),
        }
    }
}

impl std::fmt::Display for Path {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (relation, step) in self.outer.iter().rev() {
            let sign = match relation {
                Relation::Child => " > ",
                Relation::Within => " ",
                Relation::Behind => " + ",
            };
            write!(f, "{step}{sign}")?;
        }
        write!(f, "{}", self.own)
    }
}

impl Simple {
    /// Whether it has a class or an id rather than a mere name of an element.
    pub(super) fn is_named(&self) -> bool {
        self.class.is_some() || self.id.is_some()
    }
}

/// Whether a name can be written in a selector as it is.
pub(super) fn is_identifier(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
        && name.len() <= 40
}

/// Whether a class looks as if a person had named it: `news-item`, not `css-1x9kq2` or `sc-bdVaJa`.
pub(super) fn is_word(class: &str) -> bool {
    let parts: Vec<&str> = class
        .split(['-', '_'])
        .filter(|part| !part.is_empty())
        .collect();
    let vowels = |part: &str| part.bytes().filter(|b| b"aeiouyAEIOUY".contains(b)).count();
    let words = parts.iter().filter(|part| part.len() >= 3);
    let made_up = parts.iter().any(|part| {
        let digits = part.bytes().filter(u8::is_ascii_digit).count();
        let turns = part
            .as_bytes()
            .windows(2)
            .filter(
                |pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()),
            )
            .count();
        digits > 0 && digits < part.len()
            || turns >= 2
            || part.len() >= 5 && vowels(part) == 0
            || turns == 1 && part.len() <= 7
    });
    !made_up && words.count() > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_in_words_are_told_from_those_made_up() {
        for (class, expected) in [
            ("news-item", true),
            ("card", true),
            ("entry-title", true),
            ("NewsList", true),
            ("post__body", true),
            ("css-1x9kq2", false),
            ("sc-bdVaJa", false),
            ("Card_root__x1Y2z", false),
            ("x9", false),
            ("bcdfg", false),
        ] {
            assert_eq!(is_word(class), expected, "{class}");
        }
    }
}
