//! Characters → the digits they are, in every script.

/// The value of a decimal digit in the scripts that have their own (general category Nd, each set in
/// a row of ten): `5`, `٥`, `५`.
pub fn digit(c: char) -> Option<u32> {
    if c.is_ascii() {
        return c.to_digit(10);
    }
    let after = ZEROS.partition_point(|zero| *zero <= c);
    let zero = ZEROS.get(after.checked_sub(1)?)?;
    Some(u32::from(c) - u32::from(*zero)).filter(|value| *value < 10)
}

/// Zero in each script of Unicode 16: Arabic, Persian, N'Ko, the scripts of India, Thai, Lao, Tibetan,
/// Burmese, Khmer, Mongolian, Adlam, Chakma, Hmong and the others. Letters of mathematics are plain by now.
#[rustfmt::skip]
const ZEROS: &[char] = &[
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{de6}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}', '\u{1090}', '\u{17e0}', '\u{1810}',
    '\u{1946}', '\u{19d0}', '\u{1a80}', '\u{1a90}', '\u{1b50}', '\u{1bb0}', '\u{1c40}', '\u{1c50}', '\u{a620}',
    '\u{a8d0}', '\u{a900}', '\u{a9d0}', '\u{a9f0}', '\u{aa50}', '\u{abf0}', '\u{ff10}', '\u{104a0}', '\u{10d30}', '\u{10d40}',
    '\u{11066}', '\u{110f0}', '\u{11136}', '\u{111d0}', '\u{112f0}', '\u{11450}', '\u{114d0}', '\u{11650}',
    '\u{116c0}', '\u{116d0}', '\u{116da}', '\u{11730}', '\u{118e0}', '\u{11950}', '\u{11c50}', '\u{11d50}',
    '\u{11da0}', '\u{11de0}', '\u{16a60}', '\u{16ac0}', '\u{16b50}', '\u{1ccf0}', '\u{1e140}', '\u{1e2f0}',
    '\u{1e5f1}', '\u{1e950}', '\u{1fbf0}',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_of_every_script_have_their_value() {
        for (c, value) in [
            ('7', Some(7)),
            ('٧', Some(7)),
            ('۷', Some(7)),
            ('७', Some(7)),
            ('๗', Some(7)),
            ('a', None),
            ('½', None),
            ('七', None),
        ] {
            assert_eq!(digit(c), value, "{c}");
        }
    }
}
