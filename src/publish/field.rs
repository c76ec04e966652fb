//! What the formats have in common about a field: which addresses, ids and media types
//! may be written as they are, and what stands for those that may not. The stages before have
//! cleaned all of them; here nothing invalid gets out even so.

use std::borrow::Cow;
use std::fmt::Write as _;

use url::Url;

use crate::article::{Article, Entry, Feed};
use crate::text;

use super::xml;

/// Longest id, in bytes: importers cut or hash longer ones (CMS importers, B50).
const LONGEST_ID: usize = 250;
/// Longest id of a feed that was adopted, in bytes: more is no id but a page (B50).
const LONGEST_GUID: usize = 2048;

/// Longest content of one article, in bytes (T-13); a longer one is published with its summary only.
const LONGEST_CONTENT: usize = 1024 * 1024;

/// Longest title made from a text for an article that has none, in graphemes.
const LONGEST_HEADLINE: usize = 80;

/// An absolute http or https address with only the characters that RFC 3986 allows. None for a literal IPv6
/// address: it is for one network only, and its brackets are an error to validators.
pub(super) fn http(address: &str) -> Option<Cow<'_, str>> {
    let rest = address
        .strip_prefix("https://")
        .or_else(|| address.strip_prefix("http://"));
    let host = rest.and_then(|rest| rest.split_once('/'));
    if host.is_some_and(|(host, _)| is_plain_host(host)) && address.bytes().all(is_uri_byte) {
        return Some(Cow::Borrowed(address));
    }
    let url = Url::parse(address).ok()?;
    let has_name = matches!(url.host(), Some(url::Host::Domain(_) | url::Host::Ipv4(_)));
    (matches!(url.scheme(), "http" | "https") && has_name).then(|| Cow::Owned(written(&url)))
}

/// A parsed address as it is written: `url` leaves a few characters alone that RFC 3986 does not have.
pub(super) fn written(url: &Url) -> String {
    let text = url.as_str();
    let path = text.find("://").and_then(|at| {
        let from = at + 3;
        text.get(from..)?.find('/').map(|slash| from + slash)
    });
    let (authority, rest) = text
        .split_at_checked(path.unwrap_or(0))
        .unwrap_or(("", text));
    let mut out = String::with_capacity(text.len());
    out.push_str(authority);
    percent_encode(rest, is_uri_byte, &mut out);
    out
}

/// Unreserved and reserved characters of RFC 3986 and `%`, without brackets, which belong to hosts only.
fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b";/?:@&=+$.-_!~*'()%,#".contains(&byte)
}

fn percent_encode(text: &str, keep: impl Fn(u8) -> bool, out: &mut String) {
    for byte in text.bytes() {
        if keep(byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// An article's id as every format writes it: as it is when it is an absolute URI; an http address with
/// other characters encoded; anything else (`42`, a title, a piece of markup) as a `tag:` URI
/// (RFC 4151) made from the id alone, so that it is the same in every feed and for good. Its
/// authority is a name that no one can own (RFC 2606), since the id was made by no one in
/// particular.
pub(super) fn id(id: &str) -> Cow<'_, str> {
    let id = id.trim();
    if id.len() <= LONGEST_ID && is_uri(id) {
        return Cow::Borrowed(id);
    }
    if let Some(encoded) = http(id).filter(|made| made.len() <= LONGEST_ID && is_uri(made)) {
        return encoded;
    }
    let mut tag = String::from("tag:feedmill.invalid,2026:");
    let start = tag.len();
    percent_encode(id, is_plain_byte, &mut tag);
    // A per cent sign that is itself encoded is decoded once too often by too many.
    if tag.len() > LONGEST_ID || tag.len() == start || id.contains('%') {
        tag.truncate(start);
        tag.push_str(&blake3::hash(id.as_bytes()).to_hex());
    }
    Cow::Owned(tag)
}

/// An article's id where any line of text may be one (RSS, JSON Feed): as it is, since that is how
/// readers of the feed it was adopted from know it (G-02); else as in Atom.
pub(super) fn guid(id: &str) -> Cow<'_, str> {
    let is_line = !id.is_empty() && xml::plain_line(id) == id && !id.contains(['<', '>']);
    if is_line && id.len() <= LONGEST_GUID {
        return Cow::Borrowed(id);
    }
    self::id(id)
}

/// What needs no encoding in any part of a URI, so that encoding it is canonical.
fn is_plain_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte)
}

/// Whether a text is an absolute URI of which no reader and no validator complains (RFC 3986, RFC 4151,
/// RFC 8141).
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let scheme_is_well_formed = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
    if !scheme_is_well_formed || rest.is_empty() || !rest.bytes().all(is_uri_byte) {
        return false;
    }
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" | "ftp" => rest
            .strip_prefix("//")
            .and_then(|rest| rest.split(['/', '?', '#']).next())
            .is_some_and(|host| {
                !host.is_empty() && (is_plain_host(host) || Url::parse(text).is_ok())
            }),
        "tag" => scheme == "tag" && is_tag(rest),
        "urn" => is_urn(rest),
        // What begins like `yt:video:` is an address only by its looks: no one vouches for a scheme
        // that is not registered (RFC 7595), and validators doubt it.
        other => REGISTERED.contains(&other),
    }
}

/// Whether a host is a name that every parser takes as it is; of what is none (ports, numbers, names in other scripts) some
/// are no hosts at all.
fn is_plain_host(host: &str) -> bool {
    let last = host.rsplit('.').next().unwrap_or_default();
    last.starts_with(|c: char| c.is_ascii_alphabetic())
        && host.starts_with(|c: char| c.is_ascii_alphanumeric())
        && !host.contains("--")
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
}

/// Registered schemes of what is used as an id, besides those that are looked at more closely.
const REGISTERED: &[&str] = &[
    "cid", "crid", "dns", "info", "mailto", "mid", "news", "xmpp",
];

fn is_tag(rest: &str) -> bool {
    let Some((authority, rest)) = rest.split_once(',') else {
        return false;
    };
    let Some((date, specific)) = rest.split_once(':') else {
        return false;
    };
    let name = authority.rsplit('@').next().unwrap_or_default();
    let is_name_byte =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-".contains(&byte);
    !name.is_empty()
        && specific.matches('#').count() <= 1
        && name.bytes().all(is_name_byte)
        && authority
            .bytes()
            .all(|byte| is_name_byte(byte) || b"_@".contains(&byte))
        && matches!(date.len(), 4 | 7 | 10)
        && date.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        })
}

fn is_urn(rest: &str) -> bool {
    let Some((space, name)) = rest.split_once(':') else {
        return false;
    };
    let space = space.to_ascii_lowercase();
    if space == "uuid" {
        let parts: Vec<usize> = name.split('-').map(str::len).collect();
        return parts == [8, 4, 4, 4, 12]
            && name
                .bytes()
                .all(|byte| byte == b'-' || byte.is_ascii_hexdigit());
    }
    let escapes_are_whole = name
        .split('%')
        .skip(1)
        .all(|rest| rest.bytes().take(2).filter(u8::is_ascii_hexdigit).count() == 2);
    (2..=32).contains(&space.len())
        && escapes_are_whole
        && !space.starts_with('-')
        && !space.ends_with('-')
        && space
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !name.is_empty()
        && !name.contains(['/', '?', '#', '&', '~'])
}

/// The id of a feed itself, which Atom demands: a `tag:` URI of the host of the site that the feed
/// is of, without `www.`, and the feed's name. So it stays when the scheme, the port, the path or the place of publication
/// changes, and moves only with the site's host or the feed's name. RFC 4151 wants a day on which the
/// host was the publisher's: a constant one, because any other would move the id.
pub(super) fn feed_id(feed: &Feed) -> String {
    let host = feed
        .link
        .host_str()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let host: String = host
        .strip_prefix("www.")
        .unwrap_or(&host)
        .chars()
        .filter_map(|c| match c {
            'a'..='z' | '0'..='9' | '.' | '-' => Some(c),
            ':' => Some('-'),
            _ => None,
        })
        .collect();
    let host = if host.is_empty() {
        "feedmill.invalid"
    } else {
        &host
    };
    let mut tag = format!("tag:{host},2026:feedmill/");
    percent_encode(&feed.name, is_plain_byte, &mut tag);
    tag
}

/// An e-mail address of the plain kind that every validator accepts.
pub(super) fn email(address: &str) -> Option<&str> {
    let (name, host) = address.split_once('@')?;
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"_-+.".contains(&byte);
    let is_host = |byte: u8| byte.is_ascii_alphanumeric() || b"-.".contains(&byte);
    let labels = host.split('.').all(|label| !label.is_empty());
    (!name.is_empty()
        && name.bytes().all(is_name)
        && host.contains('.')
        && labels
        && host.bytes().all(is_host))
    .then_some(address)
}

/// The content as it is published: cleaned and trimmed, empty when it is too long for any reader.
pub(super) fn content(article: &Article) -> Cow<'_, str> {
    if article.content_html.len() > LONGEST_CONTENT {
        return Cow::Borrowed("");
    }
    xml::trimmed(&article.content_html)
}

/// A line that stands for an article without title, where a format demands one: the beginning of its
/// summary or text, else what is attached to it, else its address, else its day. Never the id, which
/// says nothing to people.
pub(super) fn headline(entry: &Entry) -> String {
    let article = &entry.article;
    let cut = |text: &str| text::cut(&xml::line(text), LONGEST_HEADLINE);
    let line = |text: &str| xml::line(text).into_owned();
    let steps: [&dyn Fn() -> String; 5] = [
        &|| line(article.title.as_deref().unwrap_or_default()),
        &|| cut(article.summary.as_deref().unwrap_or_default()),
        &|| {
            let opening: String = content(article).chars().take(4000).collect();
            cut(&text::fold(&text::from_html(&opening)))
        },
        &|| {
            let titles = article
                .attachments
                .iter()
                .filter_map(|file| file.title.as_deref());
            titles
                .map(line)
                .find(|title| !title.is_empty())
                .unwrap_or_default()
        },
        &|| line(article.url.as_deref().unwrap_or_default()),
    ];
    let found = steps
        .iter()
        .map(|step| step())
        .find(|found| !found.trim().is_empty())
        .unwrap_or_else(|| entry.published.date_naive().to_string());
    xml::plain_line(&found).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_written_as_they_are_or_qualified() {
        let long = "x".repeat(3000);
        for (given, expected) in [
            (
                "https://example.org/a?b=1&c=2",
                "https://example.org/a?b=1&c=2",
            ),
            (
                "tag:example.org,2024-05:notes/one",
                "tag:example.org,2024-05:notes/one",
            ),
            (
                "urn:uuid:60a76c80-d399-11d9-b91c-0003939e0af6",
                "urn:uuid:60a76c80-d399-11d9-b91c-0003939e0af6",
            ),
            (
                "urn:uuid:60a76c80",
                "tag:feedmill.invalid,2026:urn%3Auuid%3A60a76c80",
            ),
            ("urn:-x-:1", "tag:feedmill.invalid,2026:urn%3A-x-%3A1"),
            ("urn:isbn:0451450523", "urn:isbn:0451450523"),
            ("yt:video:x", "tag:feedmill.invalid,2026:yt%3Avideo%3Ax"),
            (
                "tag:a.example,2024:x#y#z",
                "tag:feedmill.invalid,2026:tag%3Aa.example%2C2024%3Ax%23y%23z",
            ),
            ("news:1@example.org", "news:1@example.org"),
            ("42", "tag:feedmill.invalid,2026:42"),
            ("0", "tag:feedmill.invalid,2026:0"),
            (
                "<p>whole page</p>",
                "tag:feedmill.invalid,2026:%3Cp%3Ewhole%20page%3C/p%3E",
            ),
            ("https://example.org/ä b", "https://example.org/%C3%A4%20b"),
            ("https://example.org/a|b", "https://example.org/a%7Cb"),
            ("Hello: world", "tag:feedmill.invalid,2026:Hello%3A%20world"),
            ("http://example.org:81/a", "http://example.org:81/a"),
            // Found by fuzzing: what is no port, and no host, was written as it is, and no validator took it.
            (
                "https://example.org:about=1",
                "tag:feedmill.invalid,2026:https%3A//example.org%3Aabout%3D1",
            ),
            (
                "http://1.2.3.999",
                "tag:feedmill.invalid,2026:http%3A//1.2.3.999",
            ),
        ] {
            assert_eq!(id(given), expected, "A-08, B06, B37");
            assert!(is_uri(&id(given)), "{given}");
            assert_eq!(id(&id(given)), id(given), "deterministic: {given}");
        }
        assert_ne!(id("aB"), id("Ab"), "B09");
        assert!(id(&long).len() <= LONGEST_ID, "B50");
        assert!(is_uri(&id("")));
    }

    #[test]
    fn a_line_stands_for_an_article_without_title() {
        let attached = |title: &str| crate::article::Attachment {
            title: Some(title.into()),
            ..Default::default()
        };
        let mut feed = crate::publish::sample::feed();
        let mut entry = feed.entries.remove(0);
        let empty = Article::default();
        let html = |html: &str| Article {
            content_html: html.into(),
            ..Article::default()
        };
        for (article, expected) in [
            (html("<p>A <b>thought</b>.</p>"), "A thought."),
            (html("Use &lt;/b&gt;"), "Use <\u{2060}/b>"),
            (
                Article {
                    attachments: vec![attached(" "), attached("Side A")],
                    url: Some("https://example.org/a".into()),
                    ..empty.clone()
                },
                "Side A",
            ),
            (
                Article {
                    url: Some("https://example.org/a".into()),
                    ..empty.clone()
                },
                "https://example.org/a",
            ),
            (empty, "2024-05-12"),
        ] {
            entry.article = std::sync::Arc::new(article);
            assert_eq!(headline(&entry), expected, "R-02, A-02");
        }
    }

    #[test]
    fn only_web_addresses_with_allowed_characters_get_out() {
        for (given, expected) in [
            (
                "https://example.org/a%20b",
                Some("https://example.org/a%20b"),
            ),
            ("https://example.org", Some("https://example.org/")),
            (
                "http://bücher.example/é?q={x}",
                Some("http://xn--bcher-kva.example/%C3%A9?q=%7Bx%7D"),
            ),
            (
                "https://example.org/[1]",
                Some("https://example.org/%5B1%5D"),
            ),
            ("http://[::1]/x", None),
            ("http://192.0.2.7/x", Some("http://192.0.2.7/x")),
            ("/relative", None),
            ("javascript:alert(1)", None),
            ("ftp://example.org/x", None),
            ("", None),
        ] {
            assert_eq!(http(given).as_deref(), expected, "{given}");
        }
    }

    #[test]
    fn addresses_of_people_are_checked() {
        assert_eq!(email("a.b+c@example.org"), Some("a.b+c@example.org"));
        for bad in [
            "a",
            "a@b",
            "@example.org",
            "a b@example.org",
            "a@example..org",
            "a@b@c.d",
        ] {
            assert_eq!(email(bad), None, "{bad}");
        }
    }
}
