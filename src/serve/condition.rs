//! Conditional requests (RFC 9110, section 13): whether the client has what we would send.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use http::HeaderMap;
use http::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH};

use super::coding::CODINGS;
use super::resource::Resource;

/// What proxies append to a tag when they pack what they pass on, besides our own suffixes; the same version all the same.
const FOREIGN: &[&str] = &["-deflate", "-df", ";gzip", ";br"];

/// How a client's copy is this version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// By the tag of one coding: the place in [`CODINGS`], None for identity.
    As(Option<usize>),
    /// By its date, by `*`, or by a tag that somebody else has changed.
    Somehow,
}

/// Whether the client has this version already (H-04, H-05, H-06).
pub(super) fn known(headers: &HeaderMap, resource: &Resource, now: DateTime<Utc>) -> Option<Known> {
    if headers.contains_key(IF_NONE_MATCH) {
        return tags(headers).find_map(|tag| match tag {
            "*" => Some(Known::Somehow),
            tag => version(tag, &resource.hash),
        });
    }
    let since = headers
        .get(IF_MODIFIED_SINCE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| httpdate::parse_http_date(text.trim()).ok())
        .filter(|&since| since <= SystemTime::from(now))?;
    let modified = resource.last_modified(now)?;
    (modified <= since).then_some(Known::Somehow)
}

/// The entity tags of `If-None-Match` without quotes and `W/`: they are compared weakly. What is no entity tag is left out.
pub(super) fn tags(headers: &HeaderMap) -> impl Iterator<Item = &str> {
    let lists = headers.get_all(IF_NONE_MATCH).iter();
    lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| Tags {
            rest: list,
            star: list.trim() == "*",
        })
}

/// The hash that a tag of ours begins with, whatever its coding.
pub(super) fn hash(tag: &str) -> &str {
    let ours = CODINGS.iter().map(|coding| coding.suffix);
    let mut suffixes = ours.chain(FOREIGN.iter().copied());
    suffixes
        .find_map(|suffix| tag.strip_suffix(suffix))
        .unwrap_or(tag)
}

struct Tags<'a> {
    rest: &'a str,
    /// Whether the list is a `*`.
    star: bool,
}

impl<'a> Iterator for Tags<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        if std::mem::take(&mut self.star) {
            self.rest = "";
            return Some("*");
        }
        loop {
            self.rest = self.rest.trim_start_matches([' ', '\t', ',']);
            if self.rest.is_empty() {
                return None;
            }
            let opaque = self.rest.strip_prefix("W/").unwrap_or(self.rest);
            let Some((tag, after)) = opaque
                .strip_prefix('"')
                .and_then(|text| text.split_once('"'))
            else {
                // Junk up to the next comma.
                self.rest = self.rest.split_once(',').map_or("", |(_, after)| after);
                continue;
            };
            self.rest = after;
            if tag != "*" {
                return Some(tag);
            }
        }
    }
}

fn version(tag: &str, hash: &str) -> Option<Known> {
    let suffix = tag.strip_prefix(hash)?;
    let row = CODINGS.iter().position(|coding| coding.suffix == suffix);
    match suffix {
        "" => Some(Known::As(None)),
        _ if row.is_some() => Some(Known::As(row)),
        _ => FOREIGN.contains(&suffix).then_some(Known::Somehow),
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    /// H-03, H-04.
    #[test]
    fn lists_of_tags_are_compared_weakly() {
        for (list, expected) in [
            (r#""abc""#, true),
            (r#"W/"abc""#, true),
            (r#""x", "abc""#, true),
            (r#""x",W/"abc" , "y""#, true),
            (r#",, "abc""#, true),
            (r#""a,b", "abc""#, true),
            (r#""abc-gzip""#, true),
            (r#"W/"abc-br""#, true),
            (r#""abc-zstd""#, true),
            (r#""abc-deflate""#, true),
            (" * ", true),
            (r#"junk, "abc""#, true),
            ("abc", false),
            (r#""abc"#, false),
            (r#""abcd""#, false),
            (r#""abc-evil""#, false),
            (r#""ABC""#, false),
            (r#"w/"abc""#, false),
            (r#""x""#, false),
            (r#""*""#, false),
            ("", false),
            (",", false),
            ("W/", false),
            (r#""""#, false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(IF_NONE_MATCH, HeaderValue::from_str(list).expect("a value"));
            let found = tags(&headers).any(|tag| tag == "*" || version(tag, "abc").is_some());
            assert_eq!(found, expected, "{list}");
        }
    }
}
