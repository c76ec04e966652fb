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
            let path: String = path.nfc().collect();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Text;
    use proptest::prelude::*;

    fn file(path: &str) -> Origin {
        Origin::File(path.to_owned())
    }

    fn address() -> Origin {
        Origin::Address(Url::parse("https://example.org/feed").expect("an address"))
    }

    fn raw(id: Option<&str>, title: &str) -> RawArticle {
        RawArticle {
            id: id.map(str::to_owned),
            title: Some(Text {
                value: title.to_owned(),
                ..Text::default()
            }),
            ..RawArticle::default()
        }
    }

    #[test]
    fn the_ladder() {
        // G-01, B02, B06, B09
        let link = Some("https://example.org/a");
        for (id, url, origin, expected, from) in [
            (Some("abc"), link, address(), "abc", IdOrigin::Own),
            (Some("0"), link, address(), "0", IdOrigin::Own),
            (Some("00"), link, address(), "00", IdOrigin::Own),
            (Some("false"), link, address(), "false", IdOrigin::Own),
            (Some("aB"), link, address(), "aB", IdOrigin::Own),
            (
                Some(" "),
                link,
                address(),
                "https://example.org/a",
                IdOrigin::Link,
            ),
            (
                None,
                link,
                address(),
                "https://example.org/a",
                IdOrigin::Link,
            ),
            (
                None,
                link,
                file("notes/a b.md"),
                "notes/a%20b.md",
                IdOrigin::Path,
            ),
            (None, None, file("e\u{301}.md"), "%C3%A9.md", IdOrigin::Path),
            (Some("abc"), link, file("a.md"), "abc", IdOrigin::Own),
        ] {
            let found = propose(&raw(id, "t"), url, &origin);
            assert_eq!((found.value.as_str(), found.origin), (expected, from));
        }
        let content = propose(&raw(None, "t"), None, &address());
        assert_eq!(content.origin, IdOrigin::Content);
        assert_eq!(content, propose(&raw(None, "t"), None, &address()));
        assert_ne!(content, propose(&raw(None, "u"), None, &address()));
    }

    #[test]
    fn the_id_does_not_follow_the_title() {
        // B02: retitled ten times, one id
        let ids: std::collections::HashSet<String> = (0..10)
            .map(|n| propose(&raw(None, &format!("t{n}")), None, &file("a.md")).value)
            .collect();
        assert_eq!(ids.len(), 1);
    }

    #[test]
    fn published_ids_are_iris() {
        let own = |value: &str| Identity {
            value: value.to_owned(),
            origin: IdOrigin::Own,
            address: None,
        };
        for (value, expected) in [
            ("https://example.org/a?b=1", "https://example.org/a?b=1"),
            ("tag:example.org,2024:x", "tag:example.org,2024:x"),
            (
                "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
                "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
            ),
            ("0", "tag:press.example,2026:notes/0"),
            ("a b<c>", "tag:press.example,2026:notes/a%20b%3Cc%3E"),
            ("Note: x", "tag:press.example,2026:notes/Note%3A%20x"),
            (
                "http:nothing",
                "tag:press.example,2026:notes/http%3Anothing",
            ),
            ("C:\\x", "tag:press.example,2026:notes/C%3A%5Cx"),
            (
                "http://WWW.Example.org/%7eada",
                "http://www.example.org/~ada",
            ),
            ("yt:video:dQw4", "yt:video:dQw4"),
        ] {
            assert_eq!(
                qualify(&own(value), "press.example,2026", "notes"),
                expected
            );
        }
        let path = Identity {
            value: "a%20b.md".to_owned(),
            origin: IdOrigin::Path,
            address: None,
        };
        assert_eq!(
            qualify(&path, "press.example,2026", "my notes"),
            "tag:press.example,2026:my%20notes/a%20b.md"
        );
    }

    #[test]
    fn what_is_written_as_a_relative_address_is_published_as_an_absolute_one() {
        // what knows an article in the state stays verbatim, so that a feed may move
        let relative = RawArticle {
            id_address: Some("https://Example.org/feeds/42".to_owned()),
            ..raw(Some("42"), "t")
        };
        let identity = propose(&relative, None, &address());
        assert_eq!(identity.value, "42");
        assert_eq!(
            qualify(&identity, "press.example,2026", "notes"),
            "https://example.org/feeds/42"
        );
        let at = |id: &str, address: Option<&str>| Article {
            identity: Identity {
                value: id.to_owned(),
                origin: IdOrigin::Own,
                address: address.map(str::to_owned),
            },
            title: Some(id.to_owned()),
            ..Article::default()
        };
        let both = "https://example.org/42";
        let mut articles = [at("42", Some(both)), at(both, None)];
        distinguish(&mut articles);
        let [one, other] =
            articles.map(|article| qualify(&article.identity, "press.example,2026", "notes"));
        assert_ne!(one, other, "A-09");
    }

    #[test]
    fn what_has_no_canonical_form_is_hashed() {
        // Latin-1 in an escape, an escape of an escape
        for value in [
            "https://example.org/%E9",
            "https://example.org/?u=%252F",
            "50%20off",
        ] {
            let identity = Identity {
                value: value.to_owned(),
                origin: IdOrigin::Own,
                address: None,
            };
            let id = qualify(&identity, "press.example,2026", "notes");
            assert!(id.starts_with("tag:press.example,2026:blake3-"), "{id}");
        }
    }

    #[test]
    fn these_ids_are_for_good() {
        // Written down once. If this test fails, the program is wrong, not the test.
        let long = propose(&raw(Some(&"x".repeat(3000)), "t"), None, &address());
        assert_eq!(long.value, "blake3-332de50b357a609c62a13bf997a4fa66");
        let content = propose(&raw(None, "A title"), None, &address());
        assert_eq!(content.value, "blake3-dce97672d0e82d49b1ab0d71794862e7");
    }

    fn article(id: &str, url: Option<&str>, title: &str) -> Article {
        Article {
            identity: Identity {
                value: id.to_owned(),
                origin: IdOrigin::Own,
                address: None,
            },
            url: url.map(str::to_owned),
            title: Some(title.to_owned()),
            ..Article::default()
        }
    }

    #[test]
    fn ten_articles_with_one_id_stay_ten() {
        // B07, B08
        let make = |from: usize| -> Vec<Article> {
            (from..10)
                .map(|n| article("N/A", Some(&format!("https://example.org/{n}")), "Same"))
                .chain([
                    article("x", Some("https://example.org/"), "One"),
                    article("x", Some("https://example.org/"), "Two"),
                    article("x", Some("https://example.org/"), "Two"),
                    article("alone", None, "Alone"),
                ])
                .collect()
        };
        let ids = |mut articles: Vec<Article>| -> Vec<String> {
            distinguish(&mut articles);
            articles
                .into_iter()
                .map(|article| article.identity.value)
                .collect()
        };
        let all = ids(make(0));
        let unique: std::collections::HashSet<&String> = all.iter().collect();
        assert_eq!(unique.len(), all.len());
        assert_eq!(all.last().map(String::as_str), Some("alone"));
        let spellings = [
            "http://example.org",
            "HTTP://example.org:80/",
            "http://example.org/#a",
        ];
        let ids_of_spellings = ids(spellings.map(|id| article(id, None, id)).into());
        assert_ne!(ids_of_spellings[0], spellings[0], "A-08");
        assert_ne!(ids_of_spellings[1], spellings[1], "A-08");
        assert_eq!(ids_of_spellings[2], spellings[2]);
        // articles that went or came above leave the others as they are
        assert_eq!(ids(make(3)), all[3..]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn any_id_becomes_a_short_iri(value in "\\PC{0,400}|[a-z:/#%<> ]{0,300}", source in "\\PC{0,300}") {
            let raw = raw(Some(&value), "t");
            let identity = propose(&raw, None, &address());
            let id = qualify(&identity, "press.example,2026", &source);
            prop_assert!(id.len() <= LONGEST);
            prop_assert!(is_iri(&id), "{}", id);
        }
    }
}
