//! Character references, and how to tell HTML from text.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::{RawKind, State};
use html5ever::tokenizer::{
    BufferQueue, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

/// Decodes HTML character references once; leaves everything else.
pub fn decode_entities(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    // In the RCDATA state the tokeniser knows character references and, without a tag to end it,
    // nothing else.
    let tokenizer = Tokenizer::new(
        Decoded::default(),
        TokenizerOpts {
            initial_state: Some(State::RawData(RawKind::Rcdata)),
            discard_bom: false,
            ..TokenizerOpts::default()
        },
    );
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from_slice(text));
    while !queue.is_empty() {
        let _ = tokenizer.feed(&queue);
    }
    tokenizer.end();
    tokenizer.sink.text.take()
}

/// Whether a text of unknown markup is HTML: it has tags that HTML knows and that are used as
/// markup (closed, void, with attributes, or of the kind that needs no end tag), or character
/// references.
pub fn looks_like_html(text: &str) -> bool {
    has_reference(text) || has_markup(text)
}

fn has_reference(text: &str) -> bool {
    text.match_indices('&').take(64).any(|(at, _)| {
        let name = text[at + 1..].split(';').next().unwrap_or_default();
        let named = name.len() < 32
            && name.len() < text.len() - at - 1
            && name
                .strip_prefix('#')
                .unwrap_or(name)
                .chars()
                .all(|c| c.is_ascii_alphanumeric());
        named && !name.is_empty() && {
            let reference = &text[at..at + name.len() + 2];
            decode_entities(reference) != *reference
        }
    })
}

/// Elements that mean markup even when nothing closes them.
const UNCLOSED: &[&str] = &["br", "p", "img", "hr", "li", "wbr", "td", "tr", "dt", "dd"];

/// Elements that mean markup when they are closed or carry attributes.
#[rustfmt::skip]
const CLOSED: &[&str] = &[
    "a", "abbr", "acronym", "article", "aside", "audio", "b", "big", "blockquote", "body",
    "button", "center", "cite", "code", "del", "details", "dfn", "div", "dl", "em", "embed",
    "figcaption", "figure", "font", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
    "header", "html", "i", "iframe", "input", "ins", "kbd", "main", "mark", "nav", "noscript",
    "object", "ol", "picture", "pre", "q", "s", "samp", "script", "section", "small", "source",
    "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table", "tbody",
    "tfoot", "thead", "th", "time", "tt", "u", "ul", "var", "video",
];

fn has_markup(text: &str) -> bool {
    text.match_indices('<').take(256).any(|(at, _)| {
        let after = &text[at + 1..];
        let name: String = after
            .chars()
            .take(12)
            .take_while(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let tail = &after[name.len()..];
        if !tail.starts_with(['>', '/', ' ', '\t', '\n', '\r']) || !tail.contains('>') {
            return false;
        }
        if UNCLOSED.contains(&name.as_str()) {
            return true;
        }
        CLOSED.contains(&name.as_str())
            && (tail.split('>').next().unwrap_or_default().contains('=')
                || tail.match_indices("</").take(64).any(|(end, _)| {
                    let closing = &tail[end + 2..];
                    closing
                        .get(..name.len())
                        .is_some_and(|found| found.eq_ignore_ascii_case(&name))
                        && !closing[name.len()..].starts_with(|c: char| c.is_ascii_alphanumeric())
                }))
    })
}

#[derive(Default)]
struct Decoded {
    text: RefCell<String>,
}

impl TokenSink for Decoded {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        match token {
            Token::CharacterTokens(text) => self.text.borrow_mut().push_str(&text),
            Token::NullCharacterToken => self.text.borrow_mut().push('\u{fffd}'),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn references_are_decoded_once() {
        // B13, B15: one level, no more.
        for (text, expected) in [
            ("A &amp; B", "A & B"),
            ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
            ("&copy; &#x41; &#150;", "© A –"),
            ("AT&T & co", "AT&T & co"),
            ("a < b </title> &lt;", "a < b </title> <"),
            ("&unknown;", "&unknown;"),
        ] {
            assert_eq!(decode_entities(text), expected, "{text}");
        }
    }

    #[test]
    fn markup_is_told_from_text() {
        for (text, expected) in [
            ("<p>x", true),
            ("<b>x</b>", true),
            ("a <i>b</i> c", true),
            ("a &amp; b", true),
            ("<a href='x'>y", true),
            ("x<br/>y", true),
            ("The <b> element", false),
            ("if a < b and c > d", false),
            ("Vec<String> and Option<T>", false),
            ("AT&T; more", false),
            ("a & b", false),
            ("<3 you", false),
            ("How <script> works", false),
        ] {
            assert_eq!(looks_like_html(text), expected, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn nothing_panics(text in "[<>/&;#a-z0-9 =\"\n\u{200b}é中]{0,200}") {
            let _ = decode_entities(&text);
            let _ = looks_like_html(&text);
        }
    }
}
