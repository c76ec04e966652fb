//! Identity: who an article is, decided before anything else about it and from no time.
//!
//! **This file must not be changed** in what it answers. Feed readers and importers know an article by
//! its id alone: were the same article to get another id after an upgrade, every subscriber would see
//! every article again, and every importer would add each a second time. The store keeps ids once
//! given, but a lost database is rebuilt from here, and must come out the same. A new case may get a
//! new answer only if it had no usable answer before.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use url::Url;

use super::canonical;
use crate::article::{Article, DateRole, IdOrigin, Identity, Origin, RawArticle};

#[cfg(test)]
mod tests;

/// Longest id, in bytes: what the strictest databases behind readers and importers can hold.
pub const LONGEST: usize = 250;

/// The ladder. A file: own id → path. An address: own id → link → content.
///
/// Ids are taken as they are, case and all (B09); `0` and `false` are ids like any other (B06). An id
/// that is longer than [`LONGEST`] is replaced by its hash (B50).
pub(super) fn propose(raw: &RawArticle, url: Option<&str>, origin: &Origin) -> Identity {
    if let Some(id) = raw.id.as_deref().map(str::trim).filter(|id| !id.is_empty()) {
        return Identity {
            address: raw.id_address.clone(),
            ..identity(id.to_owned(), IdOrigin::Own)
        };
    }
    match (origin, url) {
        (Origin::File(path), _) => {
            let path: String = match path.is_ascii() {
                true => path.clone(),
                false => path.nfc().collect(),
            };
            identity(encode(&path, b"/"), IdOrigin::Path)
        }
        (Origin::Address(_), Some(url)) => identity(url.to_owned(), IdOrigin::Link),
        (Origin::Address(_), None) => Identity {
            value: content_hash(raw),
            origin: IdOrigin::Content,
            address: None,
        },
    }
}

fn identity(value: String, origin: IdOrigin) -> Identity {
    let value = if value.len() > LONGEST {
        long_hash(&[&value])
    } else {
        value
    };
    Identity {
        value,
        origin,
        address: None,
    }
}

/// Title and date as written where there is a title, so that an edit of the text keeps the id; else the
/// text.
fn content_hash(raw: &RawArticle) -> String {
    let title = raw.title.as_ref().map_or("", |title| title.value.trim());
    let date = raw
        .dates
        .iter()
        .find(|date| date.role == DateRole::Published)
        .map_or("", |date| date.text.as_str());
    let text = raw.content.as_ref().or(raw.summary.as_ref());
    match (title, text) {
        ("", Some(text)) => long_hash(&[date, text.value.trim()]),
        _ => long_hash(&[title, date]),
    }
}

/// The id as it is published: an absolute IRI of at most [`LONGEST`] bytes.
///
/// A value that is one already (http, https, tag, urn, any other scheme) stays, and one that the source wrote as a
/// relative address is resolved against that of the feed, each in its canonical form, so that
/// whoever compares ids as addresses and whoever compares them as text see the same. Anything else,
/// and an address that has no canonical form, becomes a `tag:` URI (RFC 4151), `tag:AUTHORITY:SOURCE/VALUE` with the value percent-encoded;
/// `authority` is a host name or mail address and a date, fixed at first run (`example.org,2026`), and
/// `source` the name of the source, since ids are unique within a source only.
pub fn qualify(identity: &Identity, authority: &str, source: &str) -> String {
    let value = identity.value.trim();
    let absolute = identity.address.as_deref().unwrap_or(value);
    let own = matches!(identity.origin, IdOrigin::Own | IdOrigin::Link);
    let canonical = Some(absolute)
        .filter(|absolute| own && is_iri(absolute))
        .and_then(canonical::form)
        .filter(|form| form.len() <= LONGEST);
    if let Some(id) = canonical {
        return id;
    }
    // paths are percent-encoded already
    let kept: &[u8] = if own { b"/" } else { b"/%" };
    let id = format!(
        "tag:{authority}:{}/{}",
        encode(source, b""),
        encode(value, kept)
    );
    canonical::form(&id)
        .filter(|form| *form == id && form.len() <= LONGEST)
        .unwrap_or_else(|| format!("tag:{authority}:{}", long_hash(&[source, value])))
}

/// Whether a text is an absolute IRI (RFC 3987) that may stand in a feed.
fn is_iri(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once(':') else {
        return false;
    };
    let well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
        && !rest.is_empty()
        && value.len() <= LONGEST
        && !value.contains(|c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '<' | '>' | '"' | '{' | '}' | '|' | '\\' | '^' | '`')
        });
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    well_formed
        && (!web
            || rest.starts_with("//")
                && Url::parse(value).is_ok_and(|url| url.host_str().is_some()))
}

/// Makes ids unique within one document, when its author did not (B07, B08): two spellings of one
/// address are one id, since they are published as one.
///
/// Every article of a group that shares an id gets `#` and a short hash of its address, or of address
/// and title where these are needed to tell it from the others, appended: all of the group, not all
/// but one, so that an article added above or below changes none of the others. What is told apart by
/// neither gets a number in document order. Deterministic: the same document gives the same ids.
pub fn distinguish(articles: &mut [Article]) {
    let mut groups: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, article) in articles.iter().enumerate() {
        let identity = &article.identity;
        let value = identity.address.as_ref().unwrap_or(&identity.value);
        groups
            .entry(canonical::form(value).unwrap_or_else(|| value.clone()))
            .or_default()
            .push(at);
    }
    for members in groups.into_values().filter(|members| members.len() > 1) {
        let mut addresses: HashMap<Option<String>, usize> = HashMap::new();
        for at in &members {
            *addresses.entry(articles[*at].url.clone()).or_default() += 1;
        }
        let mut given: HashMap<String, usize> = HashMap::new();
        for at in members {
            let article = &mut articles[at];
            let alone = article.url.is_some() && addresses.get(&article.url) == Some(&1);
            let url = article.url.as_deref().unwrap_or_default();
            let title = article.title.as_deref().unwrap_or_default();
            let mark = if alone {
                hash(&[url], 8)
            } else {
                hash(&[url, title], 8)
            };
            let count = given.entry(mark.clone()).or_default();
            *count += 1;
            let mark = if *count > 1 {
                format!("{mark}-{count}")
            } else {
                mark
            };
            let identity = &mut article.identity;
            identity.value = with_mark(&identity.value, &mark);
            if let Some(address) = &mut identity.address {
                *address = with_mark(address, &mark);
            }
        }
    }
}

fn with_mark(value: &str, mark: &str) -> String {
    let sign = if value.contains('#') { '-' } else { '#' };
    let marked = format!("{value}{sign}{mark}");
    if marked.len() > LONGEST {
        long_hash(&[value, mark])
    } else {
        marked
    }
}

fn long_hash(parts: &[&str]) -> String {
    format!("blake3-{}", hash(parts, 32))
}

/// The first `digits` hexadecimal digits of the BLAKE3 hash of the parts, each with its length before
/// it, so that no two lists of parts hash alike.
fn hash(parts: &[&str], digits: usize) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let mut hex = hasher.finalize().to_hex().to_string();
    hex.truncate(digits);
    hex
}

/// Percent-encodes every byte but the unreserved ones (RFC 3986, 2.3) and those in `kept`.
fn encode(text: &str, kept: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) || kept.contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push('%');
            encoded.push(char::from(DIGITS[usize::from(byte >> 4)]));
            encoded.push(char::from(DIGITS[usize::from(byte & 15)]));
        }
    }
    encoded
}
