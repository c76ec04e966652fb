//! HTML to text, white space, sentences, cutting: string in, string out.
//!
//! Shared by the stages that read and the stages that clean, since these never import each other.

mod blocks;
mod cut;
mod digit;
mod entities;
mod flow;
pub mod prompt;
mod sentences;
mod veil;

pub use blocks::{Block, BlockKind, blocks, from_html, without_pictures};
pub use cut::{cut, grapheme};
pub use digit::digit;
pub use entities::{decode_entities, looks_like_html};
pub use sentences::{Sentences, ends_sentence, sentences};
pub use veil::{addresses, veil};

/// Folds every run of white space (Unicode, line breaks included) into one space and trims.
/// Invisible characters that carry no meaning (zero-width space, word joiner, byte order mark,
/// soft hyphen) go; joiners stay, since emoji and several scripts are written with them.
pub fn fold(text: &str) -> String {
    if is_folded(text) {
        return text.to_owned();
    }
    let mut folded = String::with_capacity(text.len());
    for word in text.split(is_space) {
        let before = folded.len();
        if before > 0 && !word.is_empty() {
            folded.push(' ');
        }
        let from = folded.len();
        if !word.is_ascii() && word.contains(is_invisible) {
            folded.extend(word.chars().filter(|c| !is_invisible(*c)));
        } else {
            folded.push_str(word);
        }
        if folded.len() == from {
            folded.truncate(before);
        }
    }
    folded
}

/// Whether folding would change nothing, which of text in ASCII is soon seen.
fn is_folded(text: &str) -> bool {
    let mut before = b' ';
    for byte in text.bytes() {
        if !matches!(byte, b' '..=b'~') || byte == b' ' && before == b' ' {
            return false;
        }
        before = byte;
    }
    before != b' ' || text.is_empty()
}

/// White space to Unicode, and two separators that old programs left behind.
fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{1c}' || c == '\u{1f}'
}

/// The key by which two short texts count as the same: folded, lower case, letters and digits only.
pub fn key(text: &str) -> String {
    if text.is_ascii() {
        let mut key = text.to_owned();
        key.retain(|c| c.is_ascii_alphanumeric());
        key.make_ascii_lowercase();
        return key;
    }
    text.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Escapes text for use as HTML content.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Ideographs, kana, and the full-width signs that go with them: written without spaces, so that a line
/// break between two of them is none.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff01}'..='\u{ff60}')
}

/// The nearest character boundary at or before a byte offset.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// True for characters that take no room and carry no meaning between other characters.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_folded_and_the_invisible_goes() {
        for (text, expected) in [
            ("  a \n\t b\u{a0}c ", "a b c"),
            ("zero\u{200b}width", "zerowidth"),
            ("\u{3000}全角\u{3000}空白", "全角 空白"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("👩\u{200d}🔬", "👩\u{200d}🔬"),
            (" \u{feff} ", ""),
        ] {
            assert_eq!(fold(text), expected, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn what_is_quickly_done_is_done_alike(text in "[ a-cA-C.\\t\\n\\x1f'-]{0,12}") {
            let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
            proptest::prop_assert_eq!(fold(&text), words.join(" "));
            let letters = text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase);
            proptest::prop_assert_eq!(key(&text), letters.collect::<String>());
        }
    }

    #[test]
    fn keys_ignore_case_and_punctuation() {
        assert_eq!(key("Hello, World!"), key("hello world"));
        assert_ne!(key("Part 1"), key("Part 2"));
    }
}
