//! Character references (`&amp;`, `&#8217;`, `&nbsp;`) → characters, once and only once.
//!
//! Entities that a document defines itself are never expanded (T-10, T-11): an unknown name stays
//! as it is written.

use std::borrow::Cow;

use html5ever::data::NAMED_ENTITIES;
use memchr::memchr;

use crate::parse::characters::windows_1252;

/// Longest name that HTML knows, `&` and `;` left out.
const LONGEST: usize = 32;

/// Decodes the references in character data or an attribute's value. A stray `&` stays.
pub(in crate::parse) fn decode(text: &str) -> Cow<'_, str> {
    let Some(first) = memchr(b'&', text.as_bytes()) else {
        return Cow::Borrowed(text);
    };
    let mut out = String::with_capacity(text.len());
    let (before, mut rest) = text.split_at(first);
    out.push_str(before);
    while let Some(tail) = rest.strip_prefix('&') {
        let used = match tail.strip_prefix('#') {
            Some(number) => numeric(number, &mut out).map(|used| used + 1),
            None => named(tail, &mut out),
        };
        let tail = match used {
            Some(used) => tail.get(used..).unwrap_or_default(),
            None => {
                out.push('&');
                tail
            }
        };
        let next = memchr(b'&', tail.as_bytes()).unwrap_or(tail.len());
        let (plain, following) = tail.split_at(next);
        out.push_str(plain);
        rest = following;
    }
    Cow::Owned(out)
}

/// Reads `name;` and gives the bytes used.
fn named(tail: &str, out: &mut String) -> Option<usize> {
    let window = tail.as_bytes().get(..LONGEST).unwrap_or(tail.as_bytes());
    let end = memchr(b';', window)?;
    let name = tail.get(..end)?;
    match name {
        "amp" => out.push('&'),
        "lt" => out.push('<'),
        "gt" => out.push('>'),
        "quot" => out.push('"'),
        "apos" => out.push('\''),
        _ => {
            // the table also holds the beginnings of names, with no characters to them
            let (first, second) = *NAMED_ENTITIES.get(tail.get(..=end)?)?;
            if first == 0 {
                return None;
            }
            out.extend(
                [first, second]
                    .iter()
                    .filter(|c| **c != 0)
                    .filter_map(|c| char::from_u32(*c)),
            );
        }
    }
    Some(end + 1)
}

/// Reads `123;` or `x7B;` and gives the bytes used. What XML forbids vanishes; C1 code
/// points are the windows-1252 characters that were meant (`&#150;`).
fn numeric(number: &str, out: &mut String) -> Option<usize> {
    let (digits, radix, mark) = match number.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16, 1),
        None => (number, 10, 0),
    };
    let length = digits
        .bytes()
        .take_while(|b| char::from(*b).is_digit(radix))
        .count();
    if length == 0 {
        return None;
    }
    let digits = digits.get(..length)?;
    let code = u32::from_str_radix(digits, radix).unwrap_or(u32::MAX);
    match code {
        0x80..=0x9f => out.extend(windows_1252(code)),
        9 | 10 | 13 | 0x20.. => {
            let legal = |c: &char| !matches!(c, '\u{7f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}');
            out.extend(char::from_u32(code).filter(legal));
        }
        _ => {}
    }
    let used = mark + length;
    let semicolon = number.as_bytes().get(used) == Some(&b';');
    Some(used + usize::from(semicolon))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// T-11, B15.
    #[test]
    fn references_are_decoded_once() {
        for (from, to) in [
            ("plain", "plain"),
            ("&amp;lt; &lt;b&gt; &quot;&apos;", "&lt; <b> \"'"),
            ("a&nbsp;b&mdash;c&rsquo;d&AMP;", "a\u{a0}b—c’d&"),
            ("&#8217;&#x2019;&#X2019;", "’’’"),
            ("&#150; &#x93;q&#148;", "– “q”"),
            ("&#0;&#x1F;&#xFFFF;&#xD800;&#99999999999;x", "x"),
            ("&#65 &#66z", "A Bz"),
            (
                "AT&T & Co &; &# &#x; &foo; &l9;",
                "AT&T & Co &; &# &#x; &foo; &l9;",
            ),
            ("http://x/?a=1&b=2&copy=3", "http://x/?a=1&b=2&copy=3"),
            ("&", "&"),
            ("&NotEqualTilde;", "≂̸"),
        ] {
            assert_eq!(decode(from), to, "{from}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_escaped_reads_back(text in "\\PC{0,80}") {
            let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
            proptest::prop_assert_eq!(decode(&escaped), text);
        }
    }
}
