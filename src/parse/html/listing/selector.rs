//! A CSS selector as it is written → one that can be tried, or what is wrong with it.

use dom_query::Matcher;

use super::group::Item;
use super::outline::Outline;
use crate::article::Selector;
use crate::text::fold;

/// Longest text of a field that a selector chooses, in characters.
const LONGEST: usize = 2000;

/// Says what is wrong with a CSS selector.
///
/// # Errors
/// The reason, in words, when it is none.
pub(in crate::parse) fn check_selector(selector: &str) -> Result<(), String> {
    matcher(selector).map(|_| ())
}

pub(super) fn matcher(selector: &str) -> Result<Matcher, String> {
    Matcher::new(selector).map_err(|error| {
        let kind = format!("{:?}", error.kind);
        const REASONS: &[(&str, &str)] = &[
            ("EmptySelector", "a selector is missing"),
            ("DanglingCombinator", "nothing follows `>`, `+` or `~`"),
            ("UnsupportedPseudo", "what follows `:` is not known"),
            ("PseudoElement", "what follows `:` is not known"),
            ("NoIdentForPseudo", "what follows `:` is not known"),
            ("ClassNeedsIdent", "a class must follow `.`"),
            (
                "InAttr",
                "the attribute in `[ ]` is not written as it must be",
            ),
            ("EndOfInput", "it ends too early"),
        ];
        let reason = REASONS.iter().find(|(name, _)| kind.contains(name));
        reason
            .map_or("it is no CSS selector", |(_, reason)| reason)
            .to_owned()
    })
}

/// A selector of a field, ready for use.
pub(super) struct Field<'a> {
    /// Its key in the configuration.
    pub(super) name: &'static str,
    /// As it was said.
    pub(super) said: &'a Selector,
    /// None for the item itself.
    pub(super) matcher: Option<Matcher>,
}

impl<'a> Field<'a> {
    /// Makes one; what is no selector is said in a warning.
    pub(super) fn of(
        name: &'static str,
        said: Option<&'a Selector>,
        warnings: &mut Vec<String>,
    ) -> Option<Self> {
        let said = said?;
        if said.path.trim().is_empty() {
            return Some(Field {
                name,
                said,
                matcher: None,
            });
        }
        match matcher(&said.path) {
            Ok(matcher) => Some(Field {
                name,
                said,
                matcher: Some(matcher),
            }),
            Err(reason) => {
                warnings.push(format!(
                    "listing.{name} = {:?} is no CSS selector: {reason}.",
                    said.path
                ));
                None
            }
        }
    }

    /// The first element it selects within an item.
    pub(super) fn place(&self, outline: &Outline<'_>, item: &Item) -> Option<usize> {
        match &self.matcher {
            None => Some(item.at),
            Some(matcher) => outline
                .range(&item.elements)
                .find(|(_, element)| element.node.is_match(matcher))
                .map(|(at, _)| at),
        }
    }

    /// The value of the element: of the attribute that is named, else of the first of `usual` that it has, else its text.
    pub(super) fn value(&self, outline: &Outline<'_>, at: usize, usual: &[&str]) -> Option<String> {
        let element = outline.at(at)?;
        let attribute = |name: &str| element.node.attr(name).map(|value| fold(&value));
        let value = match &self.said.attribute {
            Some(name) => attribute(name)?,
            None => usual
                .iter()
                .find_map(|name| attribute(name))
                .unwrap_or_else(|| outline.words(at)),
        };
        Some(value.chars().take(LONGEST).collect()).filter(|value: &String| !value.is_empty())
    }
}
