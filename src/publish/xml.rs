//! The characters that XML allows, and touches that the writing crates have no hook for.
//!
//! XML 1.0 section 2.2 names the characters that may stand in a document at all, as themselves or as a
//! reference; the crates write whatever they are given, so every string goes through
//! [`clean`] or [`line`] on its way into a feed, the JSON one too: all formats say the same.

use std::borrow::Cow;

use super::joiner::without_closing_tags;

/// What C1 controls are meant to be: text that was windows-1252 and was read as ISO-8859-1.
/// U+0080 first; `None` where windows-1252 has no character either.
const WINDOWS_1252: [Option<char>; 32] = [
    Some('€'),
    None,
    Some('‚'),
    Some('ƒ'),
    Some('„'),
    Some('…'),
    Some('†'),
    Some('‡'),
    Some('ˆ'),
    Some('‰'),
    Some('Š'),
    Some('‹'),
    Some('Œ'),
    None,
    Some('Ž'),
    None,
    None,
    Some('‘'),
    Some('’'),
    Some('“'),
    Some('”'),
    Some('•'),
    Some('–'),
    Some('—'),
    Some('˜'),
    Some('™'),
    Some('š'),
    Some('›'),
    Some('œ'),
    None,
    Some('ž'),
    Some('Ÿ'),
];

/// A text of several lines with only the characters that XML 1.0 allows and HTML does not call an error
/// (delete, the code points that are no characters): others are left out, C1
/// controls become what windows-1252 means by them, U+FFFD (the trace of an earlier decoding fault,
/// of which validators warn) a question mark, and line ends a line feed, as an XML reader would make
/// them.
pub(super) fn clean(text: &str) -> Cow<'_, str> {
    if !needs_cleaning(text.as_bytes()) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\r' => {
                characters.next_if_eq(&'\n');
                out.push('\n');
            }
            other => out.extend(allowed(other)),
        }
    }
    Cow::Owned(out)
}

/// A text of several lines, cleaned, then trimmed.
pub(super) fn trimmed(text: &str) -> Cow<'_, str> {
    match clean(text) {
        Cow::Borrowed(same) => Cow::Borrowed(same.trim()),
        Cow::Owned(made) if made.trim().len() == made.len() => Cow::Owned(made),
        Cow::Owned(made) => Cow::Owned(made.trim().to_owned()),
    }
}

/// A text of one line: cleaned, trimmed, and with spaces for line feeds and tabs, as a reader would
/// make of them in an attribute.
pub(super) fn line(text: &str) -> Cow<'_, str> {
    let trimmed = trimmed(text);
    if trimmed.contains(['\n', '\t']) {
        Cow::Owned(trimmed.replace(['\n', '\t'], " "))
    } else {
        trimmed
    }
}

/// A plain text of one line, as every format has it in titles, tags and names.
pub(super) fn plain_line(text: &str) -> Cow<'_, str> {
    without_closing_tags(line(text))
}

/// A plain text of several lines.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    without_closing_tags(trimmed(text))
}

fn allowed(character: char) -> Option<char> {
    match character {
        '\t' | '\n' => Some(character),
        '\0'..='\u{1f}' => None,
        '\u{80}'..='\u{9f}' => WINDOWS_1252
            .get(character as usize - 0x80)
            .copied()
            .flatten(),
        '\u{fffd}' => Some('?'),
        '\u{7f}' | '\u{fdd0}'..='\u{fdef}' => None,
        other if u32::from(other) & 0xfffe == 0xfffe => None,
        other => Some(other),
    }
}

/// One pass over the bytes, since nearly every text is clean; many at once where they are ASCII.
fn needs_cleaning(bytes: &[u8]) -> bool {
    let is_plain = |byte: u8| (byte.wrapping_sub(b' ') < 0x5f) | (byte == b'\n') | (byte == b'\t');
    let mut before = [0u8; 2];
    bytes.chunks(64).any(|chunk| {
        // without a branch a byte, so that they are compared side by side
        if chunk
            .iter()
            .fold(true, |plain, byte| plain & is_plain(*byte))
        {
            before = [0; 2];
            return false;
        }
        has_fault(chunk, &mut before)
    })
}

/// C1 controls are C2 80 … C2 9F in UTF-8, what is no character or U+FFFD is EF B7 …, EF BF BD … EF BF BF, or ends in
/// BF BE or BF BF. `before` are the two bytes before.
fn has_fault(bytes: &[u8], before: &mut [u8; 2]) -> bool {
    for &byte in bytes {
        let found = match byte {
            b'\t' | b'\n' => false,
            0..=0x1f | 0x7f => true,
            0x80..=0x9f if before[1] == 0xc2 => true,
            0xbd if *before == [0xef, 0xbf] => true,
            0xbe | 0xbf if before[1] == 0xbf => true,
            0x90..=0xaf if *before == [0xef, 0xb7] => true,
            _ => false,
        };
        if found {
            return true;
        }
        *before = [before[1], byte];
    }
    false
}

/// Plain text as HTML: for RSS descriptions, which readers take for HTML.
pub(super) fn as_html(text: &str) -> Cow<'_, str> {
    quick_xml::escape::partial_escape(text)
}

/// Rewrites the text of leaf elements in a finished document: `change` gets the element's name and its
/// escaped text and may give another. Only markup is a literal `<` in what the crates write, so
/// content costs no more than a search for it.
pub(super) fn rewrite(
    xml: Vec<u8>,
    mut change: impl FnMut(&str, &str) -> Option<String>,
) -> Vec<u8> {
    let mut out: Vec<u8> = Vec::new();
    let mut copied = 0;
    let mut starts = memchr::memchr_iter(b'<', &xml).peekable();
    while let Some(start) = starts.next() {
        let end = starts.peek().copied().unwrap_or(xml.len());
        let segment = xml.get(start + 1..end).unwrap_or_default();
        let Some(close) = memchr::memchr(b'>', segment) else {
            continue;
        };
        let (tag, text) = segment.split_at(close);
        let text = text.get(1..).unwrap_or_default();
        if text.is_empty() {
            continue;
        }
        let tag = tag.split(|byte| *byte == b' ').next().unwrap_or_default();
        let (Ok(tag), Ok(text)) = (std::str::from_utf8(tag), std::str::from_utf8(text)) else {
            continue;
        };
        if let Some(changed) = change(tag, text) {
            out.extend_from_slice(xml.get(copied..end - text.len()).unwrap_or_default());
            out.extend_from_slice(changed.as_bytes());
            copied = end;
        }
    }
    if copied == 0 {
        return xml;
    }
    out.extend_from_slice(xml.get(copied..).unwrap_or_default());
    out
}

/// Escaped text with `&`, `<` and `>` as the hexadecimal references that the RSS Profile asks for in
/// plain text: older readers decode named ones twice. `None` when there is nothing to change.
pub(super) fn hexadecimal(text: &str) -> Option<String> {
    text.contains('&').then(|| {
        text.replace("&lt;", "&#x3C;")
            .replace("&gt;", "&#x3E;")
            .replace("&amp;", "&#x26;")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// X-02, B12: every code point of the basic plane, one by one.
    #[test]
    fn only_characters_of_xml_1_0_are_left() {
        for number in 0..=0xffff_u32 {
            let Some(character) = char::from_u32(number) else {
                continue;
            };
            let text = format!("a{character}b");
            let cleaned = clean(&text);
            for left in cleaned.chars() {
                assert!(
                    matches!(left, '\t' | '\n' | '\u{20}'..='\u{7e}' | '\u{80}'..='\u{d7ff}'
                        | '\u{e000}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffc}'),
                    "U+{number:04X} gave {left:?}"
                );
                assert!(!('\u{80}'..='\u{9f}').contains(&left), "U+{number:04X}");
            }
            assert!(cleaned.starts_with('a') && cleaned.ends_with('b'));
        }
    }

    #[test]
    fn characters_are_mended_where_their_meaning_is_known() {
        for (text, expected) in [
            ("plain é 日本 🦀", "plain é 日本 🦀"),
            ("it\u{92}s \u{93}so\u{94}", "it’s “so”"),
            ("a\u{1d}b\u{0}c\u{fffe}d", "abcd"),
            ("one\r\ntwo\rthree", "one\ntwo\nthree"),
            ("caf\u{fffd}", "caf?"),
            ("a\u{1fffe}b\u{10ffff}c\u{7f}\u{fdd0}", "abc"),
            ("\u{1ffbe} \u{fbf}", "\u{1ffbe} \u{fbf}"),
            ("\u{81}", ""),
        ] {
            assert_eq!(clean(text), expected, "{text:?}");
        }
        assert!(matches!(clean("tab\tand\nline"), Cow::Borrowed(_)));
        for length in 0..200 {
            // wherever it stands, between plain bytes and others
            for (fault, mended) in [
                ("\u{92}", "’"),
                ("\u{fffd}", "?"),
                ("\u{1}", ""),
                ("\u{fdd0}", ""),
            ] {
                for filler in ["x", "é"] {
                    let filler = filler.repeat(length);
                    let text = format!("{filler}{fault}{filler}");
                    assert_eq!(clean(&text), format!("{filler}{mended}{filler}"));
                }
            }
        }
        assert_eq!(line(" a\tb\nc\u{1} "), "a b c");
    }

    #[test]
    fn rewriting_touches_only_the_named_elements() {
        let xml =
            b"<r a=\"1\"><t>A &amp; B</t><c>x &amp; y</c><t k=\"v\">&lt;i></t><e/></r>".to_vec();
        let made = rewrite(xml, |name, text| {
            (name == "t").then(|| hexadecimal(text)).flatten()
        });
        assert_eq!(
            String::from_utf8(made).expect("UTF-8"),
            "<r a=\"1\"><t>A &#x26; B</t><c>x &amp; y</c><t k=\"v\">&lt;i></t><e/></r>"
                .replace("&lt;", "&#x3C;")
        );
    }
}
