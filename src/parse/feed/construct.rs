//! Texts as feeds carry them → [`Text`]: RSS, which does not say what it carries, and Atom's text and
//! content constructs (RFC 4287, 3.1 and 4.1.3; Atom 0.3's `mode`).

use std::borrow::Cow;

use crate::article::{Markup, Text};
use crate::parse::characters::encoded_twice;
use crate::text;

use super::html::{self, Direct};
use super::limits;
use super::namespaces::Ns;
use super::tree::Element;

/// What a text is when it does not say so itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unsaid {
    /// RSS: found out by looking.
    Unsure,
    /// A title of RSS: as above, but plain where `&` and `<` are written as the Profile of RSS wants
    /// it of plain text, as `&#x26;` and `&#x3C;`.
    Title,
    /// `content:encoded`, XHTML's `body`.
    Html,
}

/// The text in an element; none when there is none. `kind` holds outside of Atom's vocabulary, where
/// a text without a type is plain.
pub(super) fn read(element: &Element<'_>, kind: Unsaid, limit: usize) -> Option<Text> {
    let declared = element.attribute("type").unwrap_or_default();
    let declared = declared.split(';').next().unwrap_or_default().trim();
    let declared = declared.to_ascii_lowercase();
    let mode = element.attribute("mode").unwrap_or_default();
    let mode = mode.to_ascii_lowercase();
    let markup = match (declared.as_str(), kind) {
        ("xhtml" | "application/xhtml+xml", _) => None,
        // Atom 0.3 without a mode is XML, and so text; in truth it was often escaped HTML
        ("text/html", _) if element.ns == Ns::Atom && mode.is_empty() => Some(Markup::Unsure),
        ("html" | "text/html", _) => Some(Markup::Html),
        ("text" | "text/plain", _) if element.ns == Ns::Atom => Some(Markup::Plain),
        // RSS under Atom's namespace is RSS
        ("", _) if element.ns == Ns::Atom && !element.is(Ns::Atom, "description") => {
            Some(Markup::Plain)
        }
        (_, Unsaid::Html) => Some(Markup::Html),
        (_, Unsaid::Title) if element.is_plain_by_the_profile() => Some(Markup::Plain),
        _ => Some(Markup::Unsure),
    };
    let binary = declared.contains('/')
        && !declared.starts_with("text/")
        && !declared.contains("xml")
        && !declared.starts_with("message/");
    let (mut value, markup) = if mode == "base64" || (binary && element.ns == Ns::Atom) {
        let bytes = base64(&element.text())?;
        let value = String::from_utf8(bytes).ok()?;
        (value, markup.unwrap_or(Markup::Html))
    } else {
        match markup {
            _ if element.has_elements() => (markup_inside(element, &declared), Markup::Html),
            // XHTML without an element in it: text all the same
            None => (
                html::inside(element, &element.scope, Direct::Text),
                Markup::Html,
            ),
            Some(Markup::Unsure) if element.ns == Ns::Atom => {
                let value = element.text();
                match text::looks_like_html(&value) {
                    true => (value.into_owned(), Markup::Html),
                    false => (html::escape(&value).into_owned(), Markup::Html),
                }
            }
            Some(markup) => (element.text().into_owned(), markup),
        }
    };
    if let Some(meant) = encoded_twice(&value) {
        value = meant;
    }
    limits::cut(&mut value, limit);
    if value.trim().is_empty() {
        return None;
    }
    Some(Text {
        value,
        markup,
        base: element.scope.base.as_deref().cloned(),
    })
}

/// Elements in a text: XHTML, or HTML that was not escaped.
fn markup_inside(element: &Element<'_>, declared: &str) -> String {
    let direct = match declared {
        "xhtml" | "application/xhtml+xml" => Direct::Text,
        _ if element.ns == Ns::Atom => Direct::Text,
        _ => Direct::Markup,
    };
    // RFC 4287, 3.1.1.3: the div is not a part of the text
    let mut elements = element.elements();
    let wrapper = match (elements.next(), elements.next()) {
        (Some(only), None) if only.name.eq_ignore_ascii_case("div") => Some(only),
        _ => None,
    };
    match wrapper {
        Some(div) if direct == Direct::Text => html::inside(div, &element.scope, direct),
        _ => html::inside(element, &element.scope, direct),
    }
}

/// RFC 4648, white space passed over.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ if byte.is_ascii_whitespace() => continue,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(out)
}

/// Plain text of a short field (a name), decoded and on one line.
pub(super) fn plain(text: Cow<'_, str>) -> Option<String> {
    let folded = text::fold(&short(text)?);
    (!folded.is_empty()).then_some(folded)
}

/// The text of a short field that may be more than plain (a tag), as found.
pub(super) fn short(text: Cow<'_, str>) -> Option<String> {
    let meant = encoded_twice(&text);
    let trimmed = meant.as_deref().unwrap_or(&text).trim();
    (!trimmed.is_empty() && trimmed.len() <= limits::WORD).then(|| trimmed.to_owned())
}
