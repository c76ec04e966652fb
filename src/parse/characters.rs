//! Characters that may not stand in a text, or stand for others: what XML forbids, control characters,
//! windows-1252 where Unicode was meant.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

/// A text fit to be read.
pub(super) struct Cleaned<'a> {
    /// The text, with `\n` line ends and without a byte order mark or control characters.
    pub(super) text: Cow<'a, str>,
    /// How many control characters were dropped: many of them, and it was never text.
    pub(super) dropped: usize,
}

/// Drops what XML forbids (X-02), turns C1 controls into the windows-1252 characters that were
/// meant (X-03), and makes every line end `\n`. Text that needs none of it is not copied.
pub(super) fn clean(text: Cow<'_, str>) -> Cleaned<'_> {
    if next_special(&text).is_none() {
        return Cleaned { text, dropped: 0 };
    }
    let mut out = String::with_capacity(text.len());
    let mut dropped = 0;
    let mut rest: &str = &text;
    while let Some(at) = next_special(rest) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('\r') if !characters.as_str().starts_with('\n') => out.push('\n'),
            Some('\r' | '\u{feff}' | '\u{fffe}' | '\u{ffff}') | None => {}
            Some(control) => match windows_1252(control as u32) {
                Some(meant) => out.push(meant),
                // what `encoded_twice` needs to put a text right
                None if control > '\u{7f}' && out.ends_with(is_lead) => out.push(control),
                None => dropped += 1,
            },
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    Cleaned {
        text: Cow::Owned(out),
        dropped,
    }
}

/// Characters behind which a C1 control may be a byte of a character encoded twice: the first bytes of
/// UTF-8 in windows-1252, and the second of much punctuation (`â€\u{9d}` for `”`).
fn is_lead(character: char) -> bool {
    matches!(character, '\u{c2}'..='\u{f4}' | '€')
}

/// Where the next character stands that does not stay as it is: controls, and marks and what is no character.
fn next_special(text: &str) -> Option<usize> {
    /// Bytes looked at together.
    const PIECE: usize = 128;
    // Their first bytes: these two are rare in most texts, and begin much else in others.
    let may_begin = |byte: u8| {
        (byte < 0x20) & (byte != b'\t') & (byte != b'\n') | matches!(byte, 0x7f | 0xc2 | 0xef)
    };
    let bytes = text.as_bytes();
    let mut start = 0;
    for piece in bytes.chunks(PIECE) {
        // Without a way out of the loop, it is done for many bytes at once.
        if piece.iter().fold(false, |any, byte| any | may_begin(*byte)) {
            let begin = piece
                .iter()
                .enumerate()
                .filter(|(_, byte)| may_begin(**byte));
            let mut ats = begin.map(|(at, _)| start + at);
            let special = ats.find(|at| is_special(bytes.get(*at..).unwrap_or_default()));
            if special.is_some() {
                return special;
            }
        }
        start += PIECE;
    }
    None
}

/// Whether bytes begin with a character that does not stay as it is.
fn is_special(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0..=0x08 | 0x0b..=0x1f | 0x7f, ..]
            | [0xc2, 0x80..=0x9f, ..]
            | [0xef, 0xbf, 0xbe | 0xbf, ..]
            | [0xef, 0xbb, 0xbf, ..]
    )
}

/// The character that windows-1252 has at a C1 code point; none at its five gaps.
pub(super) fn windows_1252(code: u32) -> Option<char> {
    let byte = u8::try_from(code).ok()?;
    let byte = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().next().filter(|c| !c.is_control())
}

/// Puts right a text that was UTF-8, was taken for windows-1252, and encoded once more (`Ã©` for `é`).
/// None where it was not: a text in which each character beyond ASCII is part of such a sequence is one by no
/// accident, as long as there are two sequences, or the one is of a kind that nobody writes (`é’’` would be `钒`).
pub(super) fn encoded_twice(text: &str) -> Option<String> {
    if text.is_ascii() || !text.contains(|c| ('\u{c2}'..='\u{f4}').contains(&c)) {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    if unmappable {
        return None;
    }
    let meant = String::from_utf8(bytes.into_owned()).ok()?;
    let certain = ["Â", "Ã", "â€"].iter().any(|start| text.contains(start));
    (certain || meant.chars().filter(|c| !c.is_ascii()).count() > 1).then_some(meant)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// X-02, X-03, B12: no character that XML forbids gets in; C1 controls become what was meant.
    #[test]
    fn forbidden_characters_are_dropped() {
        for (from, to) in [
            ("a\0b\u{b}c\u{1f}", "abc"),
            ("a\r\nb\rc\r", "a\nb\nc\n"),
            ("\u{93}a\u{94}\u{81}", "“a”"),
            ("x\u{ffff}y\u{fffe}", "xy"),
            ("tab\tline\n", "tab\tline\n"),
            ("\u{7f}", ""),
        ] {
            assert_eq!(clean(Cow::Borrowed(from)).text, to, "{from:?}");
        }
        assert_eq!(clean(Cow::Borrowed("a\0b\u{1}")).dropped, 2);
        for code in 0..=0xffff {
            let Some(c) = char::from_u32(code) else {
                continue;
            };
            let text = format!("aa{c}bb");
            let forbidden =
                |c: char| c < ' ' && !"\t\n".contains(c) || matches!(c, '\u{fffe}' | '\u{ffff}');
            assert!(
                !clean(Cow::Owned(text)).text.contains(forbidden),
                "U+{code:04X}"
            );
        }
    }

    #[test]
    fn texts_encoded_twice_are_put_right() {
        for (text, meant) in [
            ("FÃ³rmula â€“ cafÃ©", Some("Fórmula – café")),
            ("Ð¼Ð¸Ñ€", Some("мир")),
            ("café", None),
            ("\"café’’", None),
            ("Ã© und ü", None),
            ("plain", None),
            ("Ï‡ΟΣ", None),
        ] {
            assert_eq!(encoded_twice(text).as_deref(), meant, "{text}");
        }
    }
}
