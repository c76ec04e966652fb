//! One spelling for all ids that mean the same address (RFC 3986, section 6.2; A-08).
//!
//! Readers compare ids character by character, so an id is given in the form in which everybody who
//! normalises addresses would write it: scheme and host in lower case, no default port, no dot
//! segments, no empty path, escapes in upper case and only where they are needed.

use unicode_normalization::is_nfc;
use url::Url;

/// The canonical form of an absolute IRI; `None` for what has none on which all agree: escapes that are
/// no UTF-8 or not composed, which some decode and others do not, and escapes of escapes, which are
/// decoded once too often by too many.
pub(super) fn form(iri: &str) -> Option<String> {
    if is_plain(iri) {
        return Some(iri.to_owned());
    }
    // What takes two rounds (a host of dots and escapes) is read in two ways too.
    written(iri).filter(|form| written(form).as_deref() == Some(form))
}

/// Whether an IRI is its own canonical form, as most are, which its characters show: nothing is escaped or would have to
/// be, and nothing in it stands for something else.
fn is_plain(iri: &str) -> bool {
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    let Some(rest) = iri.strip_prefix("http").and_then(|rest| {
        let rest = rest.strip_prefix('s').unwrap_or(rest);
        rest.strip_prefix("://")
    }) else {
        let scheme = iri.split_once(':').map_or("", |(scheme, _)| scheme);
        return matches!(scheme, "tag" | "urn")
            && !iri.contains("://")
            && iri
                .bytes()
                .all(|byte| unreserved(byte) || b":/,;=@!$'()*+&".contains(&byte));
    };
    let Some((host, rest)) = rest.split_once('/') else {
        return false;
    };
    // A name in letters: what ends in a number is an address, and `xn--` is looked into.
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_name = host
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.".contains(&byte))
        && last.bytes().any(|byte| byte.is_ascii_lowercase())
        && !last.starts_with("0x")
        && !host.starts_with('.')
        && !host.contains("..")
        && !host.contains("xn--");
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let common = |byte: u8| unreserved(byte) || b"/,;=@!$()*+&:".contains(&byte);
    is_name
        && path.bytes().all(common)
        && query.bytes().all(|byte| common(byte) || byte == b'?')
        && !path.split('/').any(|part| matches!(part, "." | ".."))
}

fn written(iri: &str) -> Option<String> {
    let (scheme, rest) = iri.split_once(':')?;
    let scheme = scheme.to_ascii_lowercase();
    let whole = if rest.starts_with("//") {
        String::from(Url::parse(&format!("{scheme}:{rest}")).ok()?)
    } else {
        format!("{scheme}:{rest}")
    };
    let whole = lower_case_host(&whole);
    let escaped = escapes(&whole);
    is_unmistakable(&escaped).then_some(escaped)
}

/// The host in lower case: `Url` leaves that of schemes that it does not know as it was.
fn lower_case_host(iri: &str) -> String {
    let Some((scheme, rest)) = iri.split_once("://") else {
        return iri.to_owned();
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, rest) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let (person, host) = match authority.rsplit_once('@') {
        Some((person, host)) => (format!("{person}@"), host),
        None => (String::new(), authority),
    };
    // The root's dot, which nobody writes.
    let host = host.to_ascii_lowercase();
    let host = host.strip_suffix('.').unwrap_or(&host);
    format!("{scheme}://{person}{host}{rest}")
}

/// Escapes of unreserved characters become these characters, others are written in upper case; what
/// is not ASCII is escaped, and any `#` but the one that begins the fragment.
fn escapes(iri: &str) -> String {
    let mut out = String::with_capacity(iri.len());
    let mut bytes = iri.bytes();
    let mut in_fragment = false;
    while let Some(byte) = bytes.next() {
        let escaped = (byte == b'%').then(|| octet(&bytes)).flatten();
        match escaped {
            Some(octet) => {
                bytes.nth(1);
                if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) {
                    out.push(char::from(octet));
                } else {
                    out.push_str(&format!("%{octet:02X}"));
                }
            }
            None if byte == b'#' && !in_fragment => {
                in_fragment = true;
                out.push('#');
            }
            None if byte.is_ascii() && !b"%#".contains(&byte) => out.push(char::from(byte)),
            None => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

/// The octet that the two hexadecimal digits ahead stand for.
fn octet(ahead: &std::str::Bytes<'_>) -> Option<u8> {
    let mut digits = ahead.clone().map(|byte| char::from(byte).to_digit(16));
    let (high, low) = (digits.next()??, digits.next()??);
    u8::try_from(high * 16 + low).ok()
}

/// Whether whoever decodes the escapes gets the same text as everybody else.
fn is_unmistakable(iri: &str) -> bool {
    let mut decoded = Vec::with_capacity(iri.len());
    let mut bytes = iri.bytes();
    while let Some(byte) = bytes.next() {
        match (byte == b'%').then(|| octet(&bytes)).flatten() {
            Some(octet) => {
                bytes.nth(1);
                decoded.push(octet);
            }
            None => decoded.push(byte),
        }
    }
    let Ok(text) = String::from_utf8(decoded) else {
        return false;
    };
    let escapes_an_escape = text
        .split('%')
        .skip(1)
        .any(|rest| octet(&rest.bytes()).is_some());
    is_nfc(&text) && !escapes_an_escape
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_address_has_one_form() {
        for (given, expected) in [
            ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
            ("HTTPS://Example.ORG/A", "https://example.org/A"),
            ("http://example.org:80/a", "http://example.org/a"),
            ("https://example.org:8443/", "https://example.org:8443/"),
            ("https://example.org", "https://example.org/"),
            ("https://example.org/a/../b/./c", "https://example.org/b/c"),
            (
                "https://example.org/%7eada/%C3%a9",
                "https://example.org/~ada/%C3%A9",
            ),
            ("https://example.org/é", "https://example.org/%C3%A9"),
            (
                "https://example.org/a%2Fb%3Ac",
                "https://example.org/a%2Fb%3Ac",
            ),
            ("https://example.org/100%", "https://example.org/100%25"),
            ("https://example.org./a", "https://example.org/a"),
            ("https://example.org/#a#b", "https://example.org/#a%23b"),
            (
                "https://example.org/a//b?c=/d?e",
                "https://example.org/a//b?c=/d?e",
            ),
            ("FTP://Example.org/File", "ftp://example.org/File"),
            ("gemini://Example.org/A", "gemini://example.org/A"),
            ("URN:isbn:0451450523", "urn:isbn:0451450523"),
            (
                "tag:example.org,2024:Notes/%7e1",
                "tag:example.org,2024:Notes/~1",
            ),
        ] {
            assert_eq!(form(given).as_deref(), Some(expected), "A-08 {given}");
        }
        for given in [
            "https://example.org/%E9",
            "https://example.org/e%CC%81",
            "https://example.org/?to=a%252Fb",
            "https://",
        ] {
            assert_eq!(form(given), None, "{given}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn what_looks_canonical_is(
            iri in "(https?|tag|urn)(://|:)[a-z0-9.x-]{0,9}[a-z0-9.:@-]{0,3}[/?]?[/?a-zA-Z0-9.,;=@!$()*+&:_~'#%-]{0,16}",
        ) {
            if is_plain(&iri) {
                let once = written(&iri);
                prop_assert_eq!(once.as_deref(), Some(iri.as_str()));
            }
        }

        #[test]
        fn the_form_of_the_form_is_itself(
            iri in "(https?|ftp|x|urn|tag)(://|:)[a-zA-Z0-9.:@é]{0,12}[/?#a-zA-Z0-9.%é~]{0,24}",
        ) {
            if let Some(once) = form(&iri) {
                prop_assert!(once.is_ascii());
                prop_assert_eq!(form(&once), Some(once));
            }
        }
    }
}
