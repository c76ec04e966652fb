//! Rules that hold for a field in every format.

use std::collections::HashSet;

use chrono::{DateTime, FixedOffset};
use url::Url;

use super::Finding;

/// Longest date that is parsed, in bytes (G-05).
const LONGEST_DATE: usize = 128;

/// Around the beginning of Unix time lies what programs write when they have no date, in seconds.
const ZERO: u64 = 2 * 86_400;

/// Attributes that hold an address.
const ADDRESSES: &[&str] = &["href", "src", "poster", "cite"];

/// Collects what is found, each with its place.
pub(super) struct Report<'a> {
    /// What was found so far.
    pub(super) findings: &'a mut Vec<Finding>,
    /// Where: `item 3 (The title)`.
    pub(super) place: String,
}

impl Report<'_> {
    /// Notes a fault at this place.
    pub(super) fn fault(&mut self, rule: &'static str, message: impl AsRef<str>) {
        let message = message.as_ref();
        self.findings.push(Finding {
            rule,
            message: format!("{}: {message}", self.place),
        });
    }

    /// Notes a fault unless `right`.
    pub(super) fn check(&mut self, rule: &'static str, right: bool, message: impl AsRef<str>) {
        if !right {
            self.fault(rule, message);
        }
    }

    /// A date that has to be RFC 3339, and plausible; the date, when it is one.
    pub(super) fn rfc3339(
        &mut self,
        rule: &'static str,
        name: &str,
        text: &str,
    ) -> Option<DateTime<FixedOffset>> {
        // chrono accepts a space and lower-case letters, the formats do not.
        let strict = text.len() <= LONGEST_DATE && !text.contains([' ', 't', 'z']);
        let date = DateTime::parse_from_rfc3339(text).ok().filter(|_| strict);
        self.check(rule, date.is_some(), format!("{name} is {text:?}"));
        self.plausible(name, date)
    }

    /// A date that has to be RFC 822 with a year of four digits and the right day, and plausible.
    pub(super) fn rfc822(&mut self, rule: &'static str, name: &str, text: &str) {
        let four_digits = text
            .split_whitespace()
            .any(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_digit()));
        let date = (text.len() <= LONGEST_DATE && four_digits)
            .then(|| DateTime::parse_from_rfc2822(text).ok())
            .flatten();
        self.check(rule, date.is_some(), format!("{name} is {text:?}"));
        self.plausible(name, date);
    }

    fn plausible(
        &mut self,
        name: &str,
        date: Option<DateTime<FixedOffset>>,
    ) -> Option<DateTime<FixedOffset>> {
        if let Some(date) = date.filter(|date| date.timestamp().unsigned_abs() <= ZERO) {
            self.fault(
                "R-09 no date made of nothing",
                format!("{name} is {}", date.to_rfc3339()),
            );
        }
        date
    }

    /// An id that no other entry has; blank ones are not counted.
    pub(super) fn unique(&mut self, rule: &'static str, seen: &mut HashSet<String>, id: &str) {
        if !id.is_empty() && !seen.insert(id.to_owned()) {
            self.fault(rule, format!("{id:?} has been used before"));
        }
    }

    /// HTML whose addresses all have to be absolute.
    pub(super) fn absolute(&mut self, name: &str, html: &str) {
        if let Some(address) = relative_address(html) {
            self.fault(
                "R-05 addresses in content are absolute",
                format!("{name} leads to {address:?}"),
            );
        }
    }

    /// A language tag, by its form (RFC 5646).
    pub(super) fn language(&mut self, tag: &str) {
        let mut parts = tag.split('-');
        let primary = parts.next().unwrap_or_default();
        let is_part = |part: &str| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        };
        let right = (2..=3).contains(&primary.len())
            && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
            && parts.all(is_part);
        self.check(
            "O-04 a language is a tag of BCP 47",
            right,
            format!("{tag:?}"),
        );
    }
}

/// Whether a text is an absolute http or https address.
pub(super) fn is_web_address(text: &str) -> bool {
    Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

/// Whether a text is `type/subtype`.
pub(super) fn is_media_type(text: &str) -> bool {
    text.split_once('/').is_some_and(|(kind, subtype)| {
        !kind.is_empty() && !subtype.is_empty() && !text.contains(char::is_whitespace)
    })
}

/// The first address without a scheme in the tags of a piece of HTML. Text is not looked at: there,
/// `href="x"` is an example.
fn relative_address(html: &str) -> Option<&str> {
    html.split('<').skip(1).find_map(|piece| {
        let tag = piece.split('>').next().unwrap_or_default();
        ADDRESSES.iter().find_map(|name| {
            let value = tag
                .split_once(&format!(" {name}=\""))
                .map(|(_, rest)| rest)?;
            let value = value.split('"').next().unwrap_or_default();
            let scheme = value.split([':', '/', '?', '#']).next().unwrap_or_default();
            let absolute = value
                .get(scheme.len()..)
                .is_some_and(|rest| rest.starts_with(':'));
            (!absolute).then_some(value)
        })
    })
}
