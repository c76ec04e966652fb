//! Characters that may stand in XML 1.0.

use std::borrow::Cow;

/// What windows-1252 means by the bytes 80–9F, which strayed into Unicode as C1 controls.
const WINDOWS_1252: [char; 32] = [
    '€', '\0', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\0', 'Ž', '\0', '\0', '‘',
    '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\0', 'ž', 'Ÿ',
];

/// The text without characters that XML forbids; C1 controls are read as windows-1252.
pub(super) fn legal(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_plain) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().filter_map(read).collect())
}

fn is_plain(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | ' '..='\u{7e}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
}

fn read(character: char) -> Option<char> {
    match character {
        '\u{80}'..='\u{9f}' => WINDOWS_1252
            .get(character as usize - 0x80)
            .copied()
            .filter(|read| *read != '\0'),
        other => is_plain(other).then_some(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x02_x03_only_characters_of_xml_stay() {
        let cases = [
            ("plain é 日 😀\t\n", "plain é 日 😀\t\n"),
            ("a\0b\u{1f}c\u{7f}d\u{fffe}e\u{ffff}f", "abcdef"),
            ("it\u{92}s \u{93}so\u{94}\u{81}", "it’s “so”"),
            ("\u{85}", "…"),
        ];
        for (text, expected) in cases {
            assert_eq!(legal(text), expected, "{text:?}");
        }
    }
}
