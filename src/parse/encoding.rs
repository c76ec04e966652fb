//! Bytes → text (X-09, T-15): which charset, damaged sequences, characters that may not stand in text.
//!
//! The order is that of X-09 with one addition: bytes that are valid UTF-8 and use it are UTF-8,
//! whatever a label says, since no other encoding produces such bytes by accident.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a document a declaration of its charset is looked for, in bytes.
const DECLARATION_WITHIN: usize = 2048;

/// A decoded body.
pub(super) struct Decoded<'a> {
    /// The text, with `\n` line ends and without a byte order mark or control characters.
    pub(super) text: Cow<'a, str>,
    /// How many control characters were dropped: many of them, and it was never text.
    pub(super) dropped: usize,
}

/// Decodes a body. `host` (of the document's address) only helps the last guess.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    content_type: Option<&str>,
    host: Option<&str>,
) -> Decoded<'a> {
    clean(to_unicode(bytes, content_type, host))
}

fn to_unicode<'a>(bytes: &'a [u8], content_type: Option<&str>, host: Option<&str>) -> Cow<'a, str> {
    if let Some(text) = by_first_bytes(bytes) {
        return text;
    }
    let labels = [
        content_type.and_then(charset_parameter),
        declared(bytes.get(..DECLARATION_WITHIN).unwrap_or(bytes)),
    ];
    // UTF-16 has been ruled out by the first bytes: a label that says so is wrong.
    let labels = labels
        .into_iter()
        .flatten()
        .filter_map(|label| Encoding::for_label(label.as_bytes()))
        .filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE);
    let count = Utf8Count::of(bytes);
    if count.invalid == 0 && count.sequences == 0 {
        return seven_bit(bytes, labels);
    }
    for encoding in labels {
        if encoding == UTF_8 {
            if count.is_mostly_utf8() {
                return mixed(bytes);
            }
            continue;
        }
        // Text in an encoding of two bytes a character has UTF-8 in it by accident, but not long.
        let accident = !encoding.is_single_byte() && (count.sequences < 6 || count.invalid > 0);
        if count.is_mostly_utf8() && !accident {
            return mixed(bytes);
        }
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let broken = text.chars().filter(|c| *c == '\u{fffd}').count();
        if broken * 100 <= count.invalid + count.sequences {
            return text;
        }
    }
    if count.invalid * 4 <= count.sequences {
        return mixed(bytes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let domain = host.and_then(top_level_domain);
    let encoding = detector.guess(domain.as_deref().map(str::as_bytes), Utf8Detection::Deny);
    let (text, errors) = encoding.decode_without_bom_handling(bytes);
    // what is guessed of few bytes is less sure than sequences that are there
    if count.is_mostly_utf8() && (encoding.is_single_byte() || errors || count.invalid < 20) {
        return mixed(bytes);
    }
    text
}

/// Byte order marks, and the shape of `<` in encodings of two and four bytes.
fn by_first_bytes(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let utf16 = |encoding: &'static Encoding, from: usize| {
        let bytes = bytes.get(from..).unwrap_or_default();
        Some(encoding.decode_without_bom_handling(bytes).0)
    };
    match bytes {
        // before UTF-16, whose mark begins the same way
        [0xff, 0xfe, 0, 0, rest @ ..] => Some(utf32(rest, u32::from_le_bytes)),
        [0, 0, 0xfe, 0xff, rest @ ..] => Some(utf32(rest, u32::from_be_bytes)),
        [b'<', 0, 0, 0, ..] => Some(utf32(bytes, u32::from_le_bytes)),
        [0, 0, 0, b'<', ..] => Some(utf32(bytes, u32::from_be_bytes)),
        [0xff, 0xfe, ..] => utf16(UTF_16LE, 2),
        [0xfe, 0xff, ..] => utf16(UTF_16BE, 2),
        [b'<' | b'{', 0, second, 0, ..] if *second != 0 => utf16(UTF_16LE, 0),
        [0, b'<' | b'{', 0, second, ..] if *second != 0 => utf16(UTF_16BE, 0),
        [0xef, 0xbb, 0xbf, rest @ ..] => Some(mixed(rest)),
        _ => None,
    }
}

fn utf32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> Cow<'_, str> {
    let (units, _) = bytes.as_chunks::<4>();
    let text: String = units
        .iter()
        .map(|unit| char::from_u32(number(*unit)).unwrap_or('\u{fffd}'))
        .collect();
    Cow::Owned(text)
}

/// ASCII bytes are what they are, unless escape sequences switch to Japanese. UTF-7 and HZ are
/// refused (T-15): they hide markup in plain letters.
fn seven_bit<'a>(
    bytes: &'a [u8],
    mut labels: impl Iterator<Item = &'static Encoding>,
) -> Cow<'a, str> {
    let escapes = memchr::memmem::find(bytes, b"\x1b$").is_some();
    if escapes && labels.next().is_none_or(|label| label == ISO_2022_JP) {
        let (text, errors) = ISO_2022_JP.decode_without_bom_handling(bytes);
        if !errors {
            return text;
        }
    }
    String::from_utf8_lossy(bytes)
}

/// How much of a body is UTF-8.
struct Utf8Count {
    /// Well-formed sequences of more than one byte.
    sequences: usize,
    /// Bytes that belong to none.
    invalid: usize,
}

impl Utf8Count {
    fn of(bytes: &[u8]) -> Self {
        let mut count = Utf8Count {
            sequences: 0,
            invalid: 0,
        };
        for chunk in bytes.utf8_chunks() {
            if !chunk.valid().is_ascii() {
                count.sequences += chunk.valid().bytes().filter(|b| *b >= 0xc0).count();
            }
            count.invalid += chunk.invalid().len();
        }
        count
    }

    /// Text in GBK or Shift_JIS has one accidental sequence to fifteen broken bytes or so, text in
    /// encodings of one byte far fewer.
    fn is_mostly_utf8(&self) -> bool {
        self.sequences * 6 >= self.invalid && self.sequences > 0
    }
}

/// UTF-8, in which stray bytes are taken for windows-1252 one by one: what happens when text from
/// an editor is pasted into a template. Overlong forms, surrogates and cut sequences are U+FFFD.
fn mixed(bytes: &[u8]) -> Cow<'_, str> {
    let mut text = String::new();
    let mut rest = bytes;
    loop {
        let error = match std::str::from_utf8(rest) {
            Ok(valid) if text.is_empty() => return Cow::Borrowed(valid),
            Ok(valid) => {
                text.push_str(valid);
                return Cow::Owned(text);
            }
            Err(error) => error,
        };
        let (valid, broken) = rest.split_at(error.valid_up_to());
        text.push_str(std::str::from_utf8(valid).unwrap_or_default());
        let lead = broken.first().copied().unwrap_or_default();
        let continuation = |b: &&u8| (0x80..0xc0).contains(*b);
        let following = broken.iter().skip(1).take(3).take_while(continuation);
        let used = match following.count() {
            0 => {
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(&[lead]).0);
                1
            }
            _ if lead < 0xc0 => {
                text.push_str(&WINDOWS_1252.decode_without_bom_handling(&[lead]).0);
                1
            }
            following => {
                text.push('\u{fffd}');
                1 + following
            }
        };
        rest = broken.get(used..).unwrap_or_default();
    }
}

/// Puts right a text that was UTF-8, was taken for windows-1252, and encoded once more (`Ã©` for `é`).
/// None where it was not: a text that is all such sequences is one by no accident.
pub(super) fn encoded_twice(text: &str) -> Option<String> {
    if text.is_ascii() || !text.contains(|c| ('\u{c2}'..='\u{f4}').contains(&c)) {
        return None;
    }
    let (bytes, _, unmappable) = WINDOWS_1252.encode(text);
    (!unmappable)
        .then(|| String::from_utf8(bytes.into_owned()).ok())
        .flatten()
}

/// The `charset` parameter of a media type.
fn charset_parameter(content_type: &str) -> Option<String> {
    content_type.split(';').skip(1).find_map(|parameter| {
        let (name, value) = parameter.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    })
}

/// What the document says of its own charset: an XML declaration, or HTML's `meta`.
fn declared(head: &[u8]) -> Option<String> {
    let head: String = head
        .iter()
        .map(|b| char::from(*b).to_ascii_lowercase())
        .collect();
    let after = |key: &str, within: &str| {
        let (_, rest) = within.split_once(key)?;
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let rest = rest.trim_start_matches(['"', '\'']);
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"-_:.".contains(c));
        let label = rest.get(..end.unwrap_or(rest.len()))?;
        (!label.is_empty()).then(|| label.to_owned())
    };
    if let Some((_, declaration)) = head.split_once("<?xml ") {
        let declaration = declaration.split("?>").next().unwrap_or_default();
        if let Some(label) = after("encoding", declaration) {
            return Some(label);
        }
    }
    head.split("<meta").skip(1).find_map(|rest| {
        let tag = rest.split('>').next().unwrap_or_default();
        after("charset", tag)
    })
}

/// The last label of a host name, as the detector wants it.
fn top_level_domain(host: &str) -> Option<String> {
    let label = host.trim_end_matches('.').rsplit('.').next()?;
    let letters = !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphabetic());
    letters.then(|| label.to_ascii_lowercase())
}

/// Drops what XML forbids (X-02), turns C1 controls into the windows-1252 characters that were
/// meant (X-03), and makes every line end `\n`. Text that needs none of it is not copied.
fn clean(text: Cow<'_, str>) -> Decoded<'_> {
    if !needs_cleaning(text.as_bytes()) {
        return Decoded { text, dropped: 0 };
    }
    let mut out = String::with_capacity(text.len());
    let mut dropped = 0;
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '\t' | '\n' => out.push(character),
            '\r' => {
                if characters.peek() != Some(&'\n') {
                    out.push('\n');
                }
            }
            '\u{feff}' | '\u{fffe}' | '\u{ffff}' => {}
            '\0'..'\u{20}' | '\u{7f}' => dropped += 1,
            '\u{80}'..='\u{9f}' => match windows_1252(character as u32) {
                Some(meant) => out.push(meant),
                None => dropped += 1,
            },
            _ => out.push(character),
        }
    }
    Decoded {
        text: Cow::Owned(out),
        dropped,
    }
}

fn needs_cleaning(bytes: &[u8]) -> bool {
    let control = |b: &u8| *b == 0x7f || (*b < 0x20 && *b != b'\t' && *b != b'\n');
    bytes.iter().any(control)
        || bytes
            .windows(2)
            .any(|pair| matches!(pair, [0xc2, 0x80..=0x9f]))
        || bytes
            .windows(3)
            .any(|three| matches!(three, [0xef, 0xbf, 0xbe | 0xbf] | [0xef, 0xbb, 0xbf]))
}

/// The character that windows-1252 has at a C1 code point; none at its five gaps.
pub(super) fn windows_1252(code: u32) -> Option<char> {
    let byte = u8::try_from(code).ok()?;
    let byte = [byte];
    let (text, _) = WINDOWS_1252.decode_without_bom_handling(&byte);
    text.chars().next().filter(|c| !c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], content_type: Option<&str>) -> String {
        decode(bytes, content_type, None).text.into_owned()
    }

    /// X-09, T-15: each row a body, its Content-Type, and the text meant.
    #[test]
    fn bodies_are_decoded_as_they_were_meant() {
        let utf16: Vec<u8> = "<?xml?>é"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let marked = [&[0xff, 0xfe], utf16.as_slice()].concat();
        let utf32: Vec<u8> = "<é"
            .chars()
            .flat_map(|c| (c as u32).to_be_bytes())
            .collect();
        let cyrillic = encoding_rs::KOI8_R
            .encode("Привет, это новости")
            .0
            .into_owned();
        let declared_koi = [
            b"<?xml version='1.0' encoding='koi8-r'?>".as_slice(),
            &cyrillic,
        ]
        .concat();
        let windows_1251 = encoding_rs::WINDOWS_1251
            .encode("Сегодня в городе прошёл праздник, на который пришли тысячи человек")
            .0
            .into_owned();
        let japanese = encoding_rs::ISO_2022_JP
            .encode("日本語のニュース")
            .0
            .into_owned();
        let cases: &[(&str, &[u8], Option<&str>, &str)] = &[
            ("UTF-8 mark", b"\xef\xbb\xbfa\xc3\xa9", None, "aé"),
            (
                "UTF-8 in spite of the label",
                b"caf\xc3\xa9",
                Some("text/xml; charset=iso-8859-1"),
                "café",
            ),
            (
                "HTTP charset",
                &cyrillic,
                Some("text/xml; charset=\"KOI8-R\""),
                "Привет, это новости",
            ),
            ("UTF-16 with mark", &marked, None, "<?xml?>é"),
            ("UTF-16 without mark", &utf16, None, "<?xml?>é"),
            ("UTF-32 without mark", &utf32, None, "<é"),
            (
                "declaration",
                &declared_koi,
                None,
                "<?xml version='1.0' encoding='koi8-r'?>Привет, это новости",
            ),
            (
                "HTML's declaration",
                b"<meta http-equiv=x content='text/html; charset=iso-8859-2'>\xb1",
                None,
                "<meta http-equiv=x content='text/html; charset=iso-8859-2'>ą",
            ),
            (
                "windows-1252 bytes in UTF-8",
                b"\xc3\xa9\xc3\xa8 \x93q\x94 \xc3\xaf",
                Some("text/xml; charset=utf-8"),
                "éè “q” ï",
            ),
            (
                "windows-1252 in what is called UTF-8",
                b"caf\xe9 \x96 d\xe9j\xe0 vu",
                Some("text/xml; charset=utf-8"),
                "café – déjà vu",
            ),
            (
                "nothing said: detected",
                &windows_1251,
                None,
                "Сегодня в городе прошёл праздник, на который пришли тысячи человек",
            ),
            ("Japanese escapes", &japanese, None, "日本語のニュース"),
            (
                "UTF-7 stays letters",
                b"+ADw-script+AD4-",
                Some("text/html; charset=utf-7"),
                "+ADw-script+AD4-",
            ),
            ("overlong", b"\xc3\xa9 \xc0\xbc", None, "é \u{fffd}"),
            ("surrogate", b"\xc3\xa9 \xed\xa0\x80!", None, "é \u{fffd}!"),
            (
                "a label of two-byte units on bytes of one",
                b"<a/>\xc3\xa9",
                Some("text/xml; charset=utf-16"),
                "<a/>é",
            ),
            (
                "an unknown label",
                b"caf\xc3\xa9",
                Some("text/xml; charset=foo"),
                "café",
            ),
        ];
        for (name, bytes, content_type, expected) in cases {
            assert_eq!(text(bytes, *content_type), *expected, "{name}");
        }
    }

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
            ("café", None),
            ("Ã© und ü", None),
            ("plain", None),
            ("Ï‡ΟΣ", None),
        ] {
            assert_eq!(encoded_twice(text).as_deref(), meant, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_decoded(bytes: Vec<u8>, label in "[a-z0-9-]{0,12}") {
            text(&bytes, Some(&format!("text/xml; charset={label}")));
        }

        #[test]
        fn utf8_is_left_alone(text_in in "[ -~À-ÿ€-₿一-龯]{0,60}") {
            proptest::prop_assert_eq!(text(text_in.as_bytes(), None), text_in);
        }
    }
}
