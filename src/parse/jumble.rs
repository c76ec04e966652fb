//! Whether a text is of this world: letters of scripts that never meet → it was decoded wrongly.

/// How much of a text is looked at for letters that do not belong together, in bytes.
const JUMBLE_WITHIN: usize = 64 << 10;

/// Whether letters of different scripts stand side by side, as in no language: what becomes of Thai, for
/// one, whose bytes are UTF-8 by accident every few letters. ASCII is at home everywhere.
pub(super) fn is_jumble(text: &str) -> bool {
    let mut end = JUMBLE_WITHIN.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let (mut foreign, mut odd, mut before) = (0usize, 0usize, None);
    for character in text.get(..end).unwrap_or(text).chars() {
        let script = match u32::from(character) {
            0..0x80 => None,
            _ if !character.is_alphabetic() => None,
            0xaa..0x250 | 0x1e00..0x1f00 => Some(0),
            0x370..0x400 | 0x1f00..0x2000 => Some(1),
            code @ 0x250..0x3000 => Some(2 + code / 0x100),
            // Chinese, Japanese and Korean mix, and wide punctuation with them
            _ => Some(u32::MAX),
        };
        foreign += usize::from(script.is_some_and(|script| script > 0));
        odd += usize::from(before.is_some() && script.is_some() && before != script);
        before = script;
    }
    odd * 3 > foreign && odd > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_two_scripts_do_not_stand_side_by_side() {
        for (text, jumble) in [
            (
                "Grüße, Привет, γεια, สวัสดี, 今日はカナ, 안녕, người Việt",
                false,
            ),
            ("«Да» – “нет”, naïve", false),
            ("Ἀθῆναι, ἐν ἀρχῇ", false),
            ("¢èÒÇÇѹ¹ÕéҡàªÕ§ãËÁè½¹µ¡˹ѡ·Ñé§Çѹ", true),
            ("a б", false),
            ("", false),
        ] {
            assert_eq!(is_jumble(text), jumble, "{text}");
        }
    }
}
