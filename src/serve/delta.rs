//! RFC 3229 with the instance manipulation `feed`: a client that has an earlier version is sent the feed with
//! the entries alone that are new or changed since (H-12). Of each feed the versions of the last while are
//! remembered, as the hashes of their entries.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;

use http::HeaderMap;
use http::header::HeaderName;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::condition;
use super::guessed::{ATOM, JSON, RSS};

/// Versions remembered of each feed; who has an older one is sent the whole.
const VERSIONS: usize = 64;

/// `A-IM`, as RFC 3229 names it.
pub(super) const A_IM: HeaderName = HeaderName::from_static("a-im");
/// `IM`, as RFC 3229 names it.
pub(super) const IM: HeaderName = HeaderName::from_static("im");

/// The versions of a feed, the newest last.
#[derive(Debug, Clone)]
pub(super) struct History {
    versions: Vec<Arc<Version>>,
}

#[derive(Debug)]
struct Version {
    /// Of the whole, as in its entity tag.
    hash: String,
    entries: HashSet<blake3::Hash>,
}

impl History {
    /// The history of a feed whose bytes are now these, after that of its version before.
    pub(super) fn new(
        before: Option<&History>,
        hash: &str,
        media_type: &str,
        bytes: &[u8],
    ) -> Option<Self> {
        let entries = entries(media_type, bytes)?;
        let entries = entries.into_iter();
        let entries = entries.filter_map(|range| Some(blake3::hash(bytes.get(range)?)));
        let version = Arc::new(Version {
            hash: hash.to_owned(),
            entries: entries.collect(),
        });
        let mut versions: Vec<_> = before
            .map(|before| before.versions.clone())
            .unwrap_or_default();
        versions.retain(|known| known.hash != version.hash);
        versions.push(version);
        let surplus = versions.len().saturating_sub(VERSIONS);
        versions.drain(..surplus);
        Some(History { versions })
    }

    /// The feed with what is new since the version that the client has; None when it does not ask for that, or
    /// its version is not known any more.
    pub(super) fn since(
        &self,
        headers: &HeaderMap,
        media_type: &str,
        bytes: &[u8],
    ) -> Option<Vec<u8>> {
        if !asks(headers) {
            return None;
        }
        let known = condition::tags(headers).find_map(|tag| {
            let hash = condition::hash(tag);
            self.versions.iter().find(|version| version.hash == hash)
        })?;
        let entries = entries(media_type, bytes)?;
        let (first, last) = (entries.first()?.start, entries.last()?.end);
        let separator: &[u8] = match media_type {
            JSON => b",",
            _ => b"",
        };
        let mut delta = bytes.get(..first)?.to_vec();
        let mut begun = false;
        for range in entries {
            let entry = bytes.get(range)?;
            if known.entries.contains(&blake3::hash(entry)) {
                continue;
            }
            if std::mem::replace(&mut begun, true) {
                delta.extend_from_slice(separator);
            }
            delta.extend_from_slice(entry);
        }
        delta.extend_from_slice(bytes.get(last..)?);
        Some(delta)
    }
}

/// Whether the client can put a feed of new entries into the one that it has.
fn asks(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(A_IM).iter();
    lists
        .filter_map(|list| list.to_str().ok())
        .flat_map(|list| list.split(','))
        .any(|element| {
            let (name, parameters) = element.split_once(';').unwrap_or((element, ""));
            let refused = matches!(parameters.trim(), "q=0" | "q=0.0" | "q=0.00" | "q=0.000");
            name.trim().eq_ignore_ascii_case("feed") && !refused
        })
}

/// Where the entries of a feed of ours are. In our XML every `<` in a text is escaped and there is no CDATA, so that
/// what looks like the tag of an entry is one.
fn entries(media_type: &str, bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    match media_type {
        RSS => Some(elements(bytes, b"<item>", b"</item>")),
        ATOM => Some(elements(bytes, b"<entry>", b"</entry>")),
        JSON => items(bytes),
        _ => None,
    }
}

fn elements(bytes: &[u8], open: &[u8], close: &[u8]) -> Vec<Range<usize>> {
    let starts = memchr::memmem::find_iter(bytes, open);
    let ends = memchr::memmem::find_iter(bytes, close);
    let ranges = starts.zip(ends.map(|end| end + close.len()));
    ranges.map(|(start, end)| start..end).collect()
}

fn items(bytes: &[u8]) -> Option<Vec<Range<usize>>> {
    #[derive(Deserialize)]
    struct Feed<'a> {
        #[serde(borrow)]
        items: Vec<&'a RawValue>,
    }
    let feed: Feed<'_> = serde_json::from_slice(bytes).ok()?;
    let start = bytes.as_ptr().addr();
    let ranges = feed.items.into_iter().map(|item| {
        let from = item.get().as_ptr().addr() - start;
        from..from + item.get().len()
    });
    Some(ranges.collect())
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use http::header::IF_NONE_MATCH;

    use super::*;

    /// (media type, before, after, what is new)
    const CASES: &[(&str, &str, &str, &str)] = &[
        (
            RSS,
            "<rss><channel><title>T</title><item>1</item><item>2</item></channel></rss>",
            "<rss><channel><title>T</title><item>3</item><item>2b</item><item>1</item></channel></rss>",
            "<rss><channel><title>T</title><item>3</item><item>2b</item></channel></rss>",
        ),
        (
            ATOM,
            "<feed><entry>1</entry></feed>",
            "<feed><entry>2</entry><entry>1</entry></feed>",
            "<feed><entry>2</entry></feed>",
        ),
        (
            JSON,
            r#"{"items": [{"id":"1"}], "title": "T"}"#,
            "{\"items\": [\n {\"id\":\"3\"},\n {\"id\":\"2\"}, {\"id\":\"1\"}\n], \"title\": \"T\"}",
            "{\"items\": [\n {\"id\":\"3\"},{\"id\":\"2\"}\n], \"title\": \"T\"}",
        ),
        // Only something that is not an entry has changed.
        (
            RSS,
            "<rss><title>T</title><item>1</item></rss>",
            "<rss><title>U</title><item>1</item></rss>",
            "<rss><title>U</title></rss>",
        ),
    ];

    fn headers(a_im: &str, tag: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(A_IM, HeaderValue::from_str(a_im).expect("a value"));
        headers.insert(IF_NONE_MATCH, HeaderValue::from_str(tag).expect("a value"));
        headers
    }

    /// H-12: only what is new, only for a version that is known, only for who asks.
    #[test]
    fn new_entries_alone_are_sent_to_who_asks() {
        for (media_type, before, after, new) in CASES {
            let first = History::new(None, "a", media_type, before.as_bytes());
            let second = History::new(first.as_ref(), "b", media_type, after.as_bytes());
            let second = second.expect("a feed");
            let since = |a_im: &str, tag: &str| {
                let delta = second.since(&headers(a_im, tag), media_type, after.as_bytes());
                delta.map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
            };
            for a_im in ["feed", "Feed", "vcdiff, feed;q=0.5"] {
                for tag in [r#""a""#, r#"W/"a-gzip""#, r#""x", "a-br""#] {
                    assert_eq!(since(a_im, tag).as_deref(), Some(*new), "{a_im} {tag}");
                }
            }
            for (a_im, tag) in [
                ("feed", r#""x""#),
                ("feed", "*"),
                ("feed", "a"),
                ("feed;q=0", r#""a""#),
                ("vcdiff", r#""a""#),
            ] {
                assert_eq!(since(a_im, tag), None, "{a_im} {tag}");
            }
        }
    }

    #[test]
    fn old_versions_are_forgotten() {
        let mut history = None;
        for version in 0..=VERSIONS {
            let body = format!("<rss><item>{version}</item></rss>");
            history = History::new(history.as_ref(), &version.to_string(), RSS, body.as_bytes());
        }
        let history = history.expect("a feed");
        let body = format!("<rss><item>{VERSIONS}</item></rss>");
        let since = |tag: &str| history.since(&headers("feed", tag), RSS, body.as_bytes());
        assert!(since("\"0\"").is_none() && since("\"1\"").is_some());
    }
}
