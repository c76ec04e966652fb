//! Plain text that speaks of markup → plain text that no reader takes for markup.

use std::borrow::Cow;

use crate::text;

/// U+2060, word joiner: no width, no glyph, no place to break a line.
pub(super) const JOINER: char = '\u{2060}';

/// Many readers take a plain text in which there is a closing tag (`</b>`) for HTML, whatever the format says,
/// and then the tags that it speaks of are gone; RSS has no way to say which it is, so validators
/// warn. With a joiner after each `<` of such a text nothing in it is a tag for any reader (HTML,
/// "tag open state"), and it looks as it was meant, in every format the same. Text with opening tags
/// only (`Vec<T>`) is rarely mistaken and stays as it is, to the letter.
pub(super) fn without_closing_tags(text: Cow<'_, str>) -> Cow<'_, str> {
    let starts_a_tag =
        |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
    let closes = |rest: &str| {
        rest.strip_prefix('/')
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'))
    };
    if !text.split('<').skip(1).any(closes) {
        return text;
    }
    let mut out = String::with_capacity(text.len() + 16);
    let mut parts = text.split('<');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        out.push('<');
        if starts_a_tag(part) {
            out.push(JOINER);
        }
        out.push_str(part);
    }
    Cow::Owned(out)
}

/// As with tags, so with a text that speaks of character references (`&amp;`, B15): RSS cannot say that it is plain, and
/// readers decode it once more. A joiner after the `&` of each keeps it as it was meant.
pub(super) fn without_references(line: Cow<'_, str>) -> Cow<'_, str> {
    let is_reference = |rest: &str| {
        // some names are known without their `;` too
        let plain = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'#';
        let length = rest
            .bytes()
            .take_while(plain)
            .take(LONGEST_REFERENCE)
            .count();
        let end = length + usize::from(rest.as_bytes().get(length) == Some(&b';'));
        let whole = format!("&{}", rest.get(..end).unwrap_or_default());
        length > 0 && text::decode_entities(&whole) != whole
    };
    if !line.split('&').skip(1).any(is_reference) {
        return line;
    }
    let mut parts = line.split('&');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push('&');
        if is_reference(part) {
            out.push(JOINER);
        }
        out.push_str(part);
    }
    Cow::Owned(out)
}

/// Longest name of a character that HTML knows, in bytes.
const LONGEST_REFERENCE: usize = 32;

#[cfg(test)]
mod tests {
    use super::super::xml::plain_line;

    #[test]
    fn closing_tags_in_plain_text_are_no_tags() {
        for (text, expected) in [
            ("The </b> tag", "The <\u{2060}/b> tag"),
            ("<b>x</b> < 3", "<\u{2060}b>x<\u{2060}/b> < 3"),
            ("</ b> <!-- </i", "</ b> <\u{2060}!-- <\u{2060}/i"),
            ("Vec<T>, a </ b, 1</", "Vec<T>, a </ b, 1</"),
            ("The <em> element", "The <em> element"),
        ] {
            let expected = expected.replace("</ b> <\u{2060}!", "<\u{2060}/ b> <\u{2060}!");
            assert_eq!(plain_line(text), expected, "R-04 {text}");
            assert_eq!(plain_line(&expected), expected, "the same again");
        }
    }

    #[test]
    fn references_in_plain_text_are_no_references() {
        for (text, expected) in [
            ("What &amp; means", "What &\u{2060}amp; means"),
            (
                "&lt;b&gt; &#8217; &nbsp",
                "&\u{2060}lt;b&\u{2060}gt; &\u{2060}#8217; &\u{2060}nbsp",
            ),
            ("AT&T; R&D & co; a&b", "AT&T; R&D & co; a&b"),
        ] {
            assert_eq!(plain_line(text), expected, "B15 {text}");
            assert_eq!(plain_line(expected), expected, "the same again");
        }
    }
}
