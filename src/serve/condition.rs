//! Conditional requests (RFC 9110, section 13): whether the client has what we would send.

use std::time::SystemTime;

use chrono::{DateTime, Utc};
use http::HeaderMap;
use http::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH};

use super::published::Resource;

/// What proxies append to a tag when they compress what they pass on (Apache's `-gzip` among them);
/// the same version all the same (H-03).
const CODINGS: &[&str] = &["-gzip", "-br", "-zstd", "-deflate"];

/// Whether the client has this version already (H-04, H-05, H-06).
pub(super) fn is_known(headers: &HeaderMap, resource: &Resource, now: DateTime<Utc>) -> bool {
    if headers.contains_key(IF_NONE_MATCH) {
        let mut lists = headers.get_all(IF_NONE_MATCH).iter();
        return lists.any(|list| list.to_str().is_ok_and(|list| matches(list, &resource.tag)));
    }
    let since = headers
        .get(IF_MODIFIED_SINCE)
        .and_then(|value| value.to_str().ok())
        .and_then(|text| httpdate::parse_http_date(text.trim()).ok())
        .filter(|&since| since <= SystemTime::from(now));
    match (since, resource.last_modified(now)) {
        (Some(since), Some(modified)) => modified <= since,
        _ => false,
    }
}

/// Weak comparison of a tag with a list of entity tags, or `*`. What is no entity tag matches nothing.
fn matches(list: &str, tag: &str) -> bool {
    if list.trim() == "*" {
        return true;
    }
    let mut rest = list;
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        if rest.is_empty() {
            return false;
        }
        let opaque = rest.strip_prefix("W/").unwrap_or(rest);
        let Some((other, after)) = opaque
            .strip_prefix('"')
            .and_then(|text| text.split_once('"'))
        else {
            // Junk up to the next comma.
            rest = rest.split_once(',').map_or("", |(_, after)| after);
            continue;
        };
        if is_version(other, tag) {
            return true;
        }
        rest = after;
    }
}

fn is_version(other: &str, tag: &str) -> bool {
    match other.strip_prefix(tag) {
        Some("") => true,
        Some(suffix) => CODINGS.contains(&suffix),
        None => false,
    }
}

#[cfg(test)]
mod tests {
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
            assert_eq!(matches(list, "abc"), expected, "{list}");
        }
    }
}
