//! Text in paragraphs: of plain text, and of HTML of which no tree can be built.

use memchr::{memchr, memmem};

use super::is_block;

/// Elements whose content is not for readers.
const SILENT: &[&str] = &[
    "iframe", "noembed", "noframes", "script", "style", "textarea", "title",
];

/// Plain text as HTML: blank lines part paragraphs, single line breaks are kept.
pub fn from_plain(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + 16);
    let mut paragraph = String::new();
    for line in text.lines().chain([""]) {
        let line = line.trim();
        if line.is_empty() {
            if !paragraph.is_empty() {
                html.push_str("<p>");
                html.push_str(&paragraph);
                html.push_str("</p>\n");
                paragraph.clear();
            }
            continue;
        }
        if !paragraph.is_empty() {
            paragraph.push_str("<br>");
        }
        paragraph.push_str(&text_content(line));
    }
    html.truncate(html.trim_end().len());
    html
}

/// Escapes as the HTML serialiser does, so that a second pass changes nothing.
fn text_content(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '\u{a0}' => escaped.push_str("&nbsp;"),
            // A parser of HTML reads it as a line break.
            '\r' => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

/// The text of HTML in paragraphs, without a tokeniser or tree: linear in whatever markup, which
/// the tokeniser of the standard is not (it compares every attribute with all before it).
pub fn from_html(html: &str) -> String {
    let mut text = String::with_capacity(html.len() / 2);
    let mut rest = html;
    while let Some(at) = memchr(b'<', rest.as_bytes()) {
        let (before, tag) = rest.split_at(at);
        push_text(&mut text, before);
        let after = tag.get(1..).unwrap_or_default();
        let closing = after.starts_with('/');
        let name = name(after.strip_prefix('/').unwrap_or(after));
        if let Some(comment) = after.strip_prefix("!--") {
            rest = past(comment, "-->");
        } else if name.is_empty() && !after.starts_with(['/', '!', '?']) {
            text.push('<');
            rest = after;
        } else {
            if is_block(&name) {
                text.push_str("\n\n");
            }
            rest = past(after, ">");
            if !closing && SILENT.contains(&name.as_str()) {
                rest = past_content(rest, &name);
            }
        }
    }
    push_text(&mut text, rest);
    from_plain(&text)
}

/// Line breaks of the source are spaces; only blocks break lines.
fn push_text(text: &mut String, html: &str) {
    let decoded = crate::text::decode_entities(html);
    text.extend(decoded.chars().map(|character| {
        if character.is_ascii_whitespace() {
            ' '
        } else {
            character
        }
    }));
}

fn name(tag: &str) -> String {
    tag.chars()
        .take(16)
        .take_while(char::is_ascii_alphanumeric)
        .map(|character| character.to_ascii_lowercase())
        .collect()
}

fn past<'a>(text: &'a str, end: &str) -> &'a str {
    memmem::find(text.as_bytes(), end.as_bytes())
        .and_then(|at| text.get(at + end.len()..))
        .unwrap_or_default()
}

/// What follows the end tag of an element whose content is no markup.
fn past_content<'a>(text: &'a str, name: &str) -> &'a str {
    let mut rest = text;
    while let Some(at) = memmem::find(rest.as_bytes(), b"</") {
        rest = rest.get(at + 2..).unwrap_or_default();
        if self::name(rest) == name {
            return past(rest, ">");
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_becomes_paragraphs() {
        let cases = [
            ("", ""),
            ("one", "<p>one</p>"),
            ("one\ntwo\n\n\n three ", "<p>one<br>two</p>\n<p>three</p>"),
            ("a < b & \"c\"", "<p>a &lt; b &amp; \"c\"</p>"),
            ("\n\n", ""),
        ];
        for (text, html) in cases {
            assert_eq!(from_plain(text), html, "{text:?}");
        }
    }

    #[test]
    fn the_text_of_any_markup_in_paragraphs() {
        let cases = [
            (
                "<p>one <b>two</b>\nthree<p>four",
                "<p>one two three</p>\n<p>four</p>",
            ),
            ("a<script>var x = '<p>no</p>'</script>b", "<p>ab</p>"),
            ("<style>p{}</style>x<!-- <p> -->y", "<p>xy</p>"),
            ("1 < 2 <i", "<p>1 &lt; 2</p>"),
            ("<SCRIPT>never closed", ""),
        ];
        for (html, text) in cases {
            assert_eq!(from_html(html), text, "{html}");
        }
    }

    #[test]
    fn it_is_linear_in_hostile_markup() {
        let html = "<b a=1><table><div>".repeat(50_000) + "text";
        assert_eq!(from_html(&html), "<p>text</p>");
    }
}
