//! Bytes → text (X-09, T-15): which charset, and what becomes of damaged sequences.
//!
//! The order is that of X-09 with one addition: bytes that are valid UTF-8 and use it are UTF-8,
//! whatever a label says, since no other encoding produces such bytes by accident.

use std::borrow::Cow;

use super::jumble::is_jumble;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How far into a document a declaration of its charset is looked for, in bytes.
const DECLARATION_WITHIN: usize = 2048;

/// Decodes a body. `host` (of the document's address) only helps the last guess.
pub(super) fn decode<'a>(
    bytes: &'a [u8],
    content_type: Option<&str>,
    host: Option<&str>,
) -> Cow<'a, str> {
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
    let is_mostly_utf8 = count.is_mostly_utf8() && !(count.invalid > 0 && is_jumble(&mixed(bytes)));
    for encoding in labels {
        if encoding == UTF_8 {
            if is_mostly_utf8 {
                return mixed(bytes);
            }
            continue;
        }
        // Text in an encoding of two bytes a character has UTF-8 in it by accident, but not long.
        let accident = !encoding.is_single_byte() && (count.sequences < 6 || count.invalid > 0);
        if is_mostly_utf8 && !accident {
            return mixed(bytes);
        }
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        let broken = text.chars().filter(|c| *c == '\u{fffd}').count();
        if broken * 100 <= count.invalid + count.sequences {
            return text;
        }
    }
    if is_mostly_utf8 && count.invalid * 4 <= count.sequences {
        return mixed(bytes);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let domain = host.and_then(top_level_domain);
    let encoding = detector.guess(domain.as_deref().map(str::as_bytes), Utf8Detection::Deny);
    let (text, errors) = encoding.decode_without_bom_handling(bytes);
    // what is guessed of few bytes is less sure than sequences that are there
    if is_mostly_utf8 && (encoding.is_single_byte() || errors || count.invalid < 20) {
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

/// First bytes of sequences among 255 at most, so that many fit into one register.
fn leads(bytes: &[u8]) -> u8 {
    bytes.iter().map(|byte| u8::from(*byte >= 0xc0)).sum()
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
        // The usual case at the speed of memory.
        if std::str::from_utf8(bytes).is_ok() {
            return Utf8Count {
                sequences: bytes.chunks(255).map(leads).map(usize::from).sum(),
                invalid: 0,
            };
        }
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
    let begins = |at: usize| matches!(head.get(at + 1), Some(b'?' | b'm' | b'M'));
    if !memchr::memchr_iter(b'<', head).any(begins) {
        return None;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8], content_type: Option<&str>) -> String {
        decode(bytes, content_type, None).into_owned()
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
        let thai = encoding_rs::WINDOWS_874
            .encode("ข่าววันนี้จากเชียงใหม่ ฝนตกหนักทั้งวัน โรงเรียนปิด และถนนหลายสายใช้ไม่ได้")
            .0
            .into_owned();
        let cases: &[(&str, &[u8], Option<&str>, &str)] = &[
            (
                "Thai, which is UTF-8 by accident here and there",
                &thai,
                None,
                "ข่าววันนี้จากเชียงใหม่ ฝนตกหนักทั้งวัน โรงเรียนปิด และถนนหลายสายใช้ไม่ได้",
            ),
            (
                "Thai that is called UTF-8",
                &thai,
                Some("text/xml; charset=utf-8"),
                "ข่าววันนี้จากเชียงใหม่ ฝนตกหนักทั้งวัน โรงเรียนปิด และถนนหลายสายใช้ไม่ได้",
            ),
            (
                "Vietnamese with a stray byte",
                b"ng\xc6\xb0\xe1\xbb\x9di \x93Vi\xe1\xbb\x87t\x94",
                None,
                "người “Việt”",
            ),
            (
                "Russian with a stray byte",
                b"\xc2\xab\xd0\x94\xd0\xb0\xc2\xbb \x96 \xd0\xbd\xd0\xb5\xd1\x82",
                None,
                "«Да» – нет",
            ),
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
