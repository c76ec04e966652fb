//! Text → tags and character data. It never fails and never looks back: whatever is not markup by
//! its shape is text (a stray `<`, an address in angle brackets), and what does not end is cut off.
//!
//! A strict tokeniser stops at the first of the faults that half of the feeds in the wild have, and
//! resuming one behind each fault is quadratic on hostile input; so this one knows no errors. Its
//! time is linear in the text: what a search has found, or not found, is remembered.

use memchr::{memchr, memchr2, memchr3, memmem};

/// A piece of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::parse) enum Token<'a> {
    /// `<name attributes>` or `<name attributes/>`.
    Start {
        /// The name, with its prefix.
        name: &'a str,
        /// What stands between name and `>`.
        attributes: &'a str,
        /// Whether it ends in `/>`.
        empty: bool,
    },
    /// `</name>`, the name with its prefix.
    End(&'a str),
    /// Character data with references in it.
    Text(&'a str),
    /// The inside of a CDATA section.
    Cdata(&'a str),
}

/// Reads tokens off a text. Comments, declarations, document types and processing instructions are
/// passed over, with all that is in them.
pub(in crate::parse) struct Tokens<'a> {
    text: &'a str,
    position: usize,
    /// Markup that was found behind the text given last, and where it ends.
    pending: Option<Markup<'a>>,
    tag_end: Next,
    double_quote: Next,
    single_quote: Next,
    comments_end: bool,
    sections_end: bool,
    instructions_end: bool,
    subsets_end: bool,
}

/// A token, or none for what is passed over, and the position behind it.
type Markup<'a> = (Option<Token<'a>>, usize);

impl<'a> Tokens<'a> {
    pub(in crate::parse) fn new(text: &'a str) -> Self {
        Tokens {
            text,
            position: 0,
            pending: None,
            tag_end: Next::new(b'>'),
            double_quote: Next::new(b'"'),
            single_quote: Next::new(b'\''),
            comments_end: true,
            sections_end: true,
            instructions_end: true,
            subsets_end: true,
        }
    }

    /// Where the next token begins, in bytes.
    pub(in crate::parse) fn position(&self) -> usize {
        self.position
    }

    /// What the `<` at a position begins; none where it is only a character.
    fn markup(&mut self, at: usize) -> Option<Markup<'a>> {
        let rest = self.text.get(at..)?;
        match rest.as_bytes().get(1)? {
            b'/' => end_tag(rest, at),
            b'!' => self.declaration(rest, at),
            b'?' => self.instruction(rest, at),
            first if first.is_ascii_alphabetic() || *first == b'_' || *first >= 0x80 => {
                self.start_tag(rest, at)
            }
            _ => None,
        }
    }

    fn start_tag(&mut self, rest: &'a str, at: usize) -> Option<Markup<'a>> {
        let name = name(rest.get(1..)?)?;
        let begin = at + 1 + name.len();
        // behind the name of anything else: an e-mail address, a comparison
        let (b'>' | b'/' | b' ' | b'\n' | b'\t') = self.text.as_bytes().get(begin)? else {
            return None;
        };
        let end = self.end_of_tag(begin)?;
        let inside = self.text.get(begin..end)?;
        let token = Token::Start {
            name,
            attributes: inside.strip_suffix('/').unwrap_or(inside),
            empty: inside.ends_with('/'),
        };
        Some((Some(token), end + 1))
    }

    /// Where the `>` is that ends a tag: the first outside of quotes, unless the quotes make no sense.
    fn end_of_tag(&mut self, begin: usize) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let first = self.tag_end.find(bytes, begin)?;
        let mut end = first;
        let mut at = begin;
        while let Some(found) = memchr3(b'"', b'\'', b'<', bytes.get(at..end)?) {
            let found = at + found;
            let close = match bytes.get(found)? {
                // another tag begins: this one never was one
                b'<' => return None,
                _ if !bytes.get(begin..found)?.trim_ascii_end().ends_with(b"=") => {
                    at = found + 1;
                    continue;
                }
                b'"' => self.double_quote.find(bytes, found + 1),
                _ => self.single_quote.find(bytes, found + 1),
            };
            // a quote that is found where another value opens: this value has lost its own
            let Some(close) = close.filter(|close| {
                matches!(
                    bytes.get(close + 1),
                    Some(b'>' | b'/' | b'?' | b' ' | b'\n' | b'\t')
                )
            }) else {
                return Some(first);
            };
            at = close + 1;
            if at > end {
                let Some(next) = self.tag_end.find(bytes, at) else {
                    return Some(first);
                };
                end = next;
            }
        }
        Some(end)
    }

    /// `<!…`: a comment, a CDATA section or a document type.
    fn declaration(&mut self, rest: &'a str, at: usize) -> Option<Markup<'a>> {
        if let Some(comment) = rest.strip_prefix("<!--") {
            let end = self
                .comments_end
                .then(|| memmem::find(comment.as_bytes(), b"-->"))
                .flatten();
            self.comments_end = end.is_some();
            // one that does not end must not swallow the rest of the feed
            return Some((None, at + 4 + end.map_or(0, |end| end + 3)));
        }
        if let Some(section) = rest.strip_prefix("<![CDATA[") {
            let begin = at + "<![CDATA[".len();
            let end = self
                .sections_end
                .then(|| memmem::find(section.as_bytes(), b"]]>"))
                .flatten();
            self.sections_end = end.is_some();
            let Some(end) = end else {
                return Some((None, begin));
            };
            let inside = section.get(..end)?;
            return Some((Some(Token::Cdata(inside)), begin + end + 3));
        }
        let word = name(rest.get(2..)?)?;
        let mut end = self.tag_end.find(self.text.as_bytes(), at)?;
        if word.eq_ignore_ascii_case("doctype") && self.subsets_end {
            let subset = memchr(b'[', self.text.as_bytes().get(at..end)?);
            if let Some(open) = subset {
                let found = end_of_subset(self.text.as_bytes(), at + open);
                self.subsets_end = found.is_some();
                end = found.unwrap_or(end);
            }
        }
        Some((None, end + 1))
    }

    fn instruction(&mut self, rest: &'a str, at: usize) -> Option<Markup<'a>> {
        let end = self
            .instructions_end
            .then(|| memmem::find(rest.as_bytes(), b"?>"))
            .flatten();
        self.instructions_end = end.is_some();
        match end {
            Some(end) => Some((None, at + end + 2)),
            None => Some((None, self.tag_end.find(self.text.as_bytes(), at)? + 1)),
        }
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            if let Some((token, end)) = self.pending.take() {
                self.position = end;
                if token.is_some() {
                    return token;
                }
            }
            let begin = self.position;
            let mut from = begin;
            let text = loop {
                let rest = self.text.as_bytes().get(from..)?;
                let Some(found) = memchr(b'<', rest) else {
                    self.position = self.text.len();
                    break self.text.get(begin..)?;
                };
                self.pending = self.markup(from + found);
                if self.pending.is_some() {
                    self.position = from + found;
                    break self.text.get(begin..from + found)?;
                }
                from += found + 1;
            };
            if !text.is_empty() {
                return Some(Token::Text(text));
            }
            self.pending.as_ref()?;
        }
    }
}

/// Where a byte comes next, remembered from search to search.
struct Next {
    byte: u8,
    from: usize,
    found: Option<usize>,
}

impl Next {
    fn new(byte: u8) -> Self {
        Next {
            byte,
            from: usize::MAX,
            found: None,
        }
    }

    fn find(&mut self, bytes: &[u8], from: usize) -> Option<usize> {
        let known = self.from <= from && self.found.is_none_or(|found| from <= found);
        if !known {
            let found = memchr(self.byte, bytes.get(from..)?);
            self.from = from;
            self.found = found.map(|found| from + found);
        }
        self.found
    }
}

/// The name at the beginning of a tag's inside; none where it is no name.
fn name(inside: &str) -> Option<&str> {
    let is_name = |b: &u8| b.is_ascii_alphanumeric() || b"_-.:".contains(b) || *b >= 0x80;
    let length = inside.bytes().take_while(|b| is_name(b)).count();
    let name = inside.get(..length)?;
    // `<http://example.org>`
    (!name.is_empty() && !name.ends_with(':')).then_some(name)
}

/// `</name>`; one that has lost its `>` ends where the next tag begins.
fn end_tag(rest: &str, at: usize) -> Option<Markup<'_>> {
    let name = name(rest.get(2..)?)?;
    let after = rest.get(2 + name.len()..)?.as_bytes();
    let length = match memchr2(b'>', b'<', after) {
        Some(end) if after.get(end) == Some(&b'>') => end + 1,
        Some(end) => end,
        None => after.len(),
    };
    Some((Some(Token::End(name)), at + 2 + name.len() + length))
}

/// The `>` behind the `]` that closes the internal subset of a document type.
fn end_of_subset(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open;
    loop {
        at += 1 + memchr(b']', bytes.get(at + 1..)?)?;
        let blanks = bytes.get(at + 1..)?.iter();
        let blanks = blanks.take_while(|b| b.is_ascii_whitespace()).count();
        if bytes.get(at + 1 + blanks) == Some(&b'>') {
            return Some(at + 1 + blanks);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Tokens in one line: `<name attributes|`, `>name`, `"text"`, `[cdata]`.
    fn written(text: &str) -> String {
        Tokens::new(text)
            .map(|token| match token {
                Token::Start {
                    name,
                    attributes,
                    empty,
                } => {
                    format!("<{name}{attributes}{}", if empty { "/" } else { "|" })
                }
                Token::End(name) => format!(">{name}"),
                Token::Text(text) => format!("\"{text}\""),
                Token::Cdata(text) => format!("[{text}]"),
            })
            .collect::<Vec<_>>()
            .join(" ")
    }

    /// X-10, B49, T-10: each row a text and its tokens.
    #[test]
    fn anything_has_tokens() {
        for (text, tokens) in [
            ("<a><b/>x</a>", "<a| <b/ \"x\" >a"),
            ("a < b & c <3 <> x", "\"a < b & c <3 <> x\""),
            ("x <y z", "\"x <y z\""),
            (
                "Ann <ann@example.org> <http://example.org/>",
                "\"Ann <ann@example.org> <http://example.org/>\"",
            ),
            ("<a b=\"x > y\" c='>'>t", "<a b=\"x > y\" c='>'| \"t\""),
            (
                "<a b=\"x>t</a><c d=\"e\">",
                "<a b=\"x| \"t\" >a <c d=\"e\"|",
            ),
            ("<a it's>b", "<a it's| \"b\""),
            ("a <b and <i>c</i>", "\"a <b and \" <i| \"c\" >i"),
            ("<t>x</t<u>", "<t| \"x\" >t <u|"),
            ("<![CDATA[a]]b<c>]]>d<![CDATA[e", "[a]]b<c>] \"d\" \"e\""),
            (
                "<?xml version='1.0'?><!-- <x> --><!DOCTYPE r [ <!ENTITY a \"]>\"> ] ><r/>",
                "\"\"> ] >\" <r/",
            ),
            (
                "<!DOCTYPE rss PUBLIC \"-//N\" \"http://x/y.dtd\"><r>",
                "<r|",
            ),
            ("<!DOCTYPE r [<!ENTITY a 'b'>]>t", "\"t\""),
            ("<!-- never closed <a>b", "\" never closed \" <a| \"b\""),
            ("<?php never closed <a>b", "\"b\""),
            ("</>x</ a>", "\"</>x</ a>\""),
            ("a<!>b", "\"a<!>b\""),
            ("é<É/>", "\"é\" <É/"),
            ("", ""),
            ("<", "\"<\""),
        ] {
            assert_eq!(written(text), tokens, "{text}");
        }
    }

    proptest::proptest! {
        /// Every text ends, and character data alone comes back whole.
        #[test]
        fn any_text_ends(text in "[<>!/?a\"'= \\[\\]CDAT-]{0,60}") {
            let tokens = Tokens::new(&text).count();
            proptest::prop_assert!(tokens <= text.len());
        }
    }

    /// T-11 … T-14: texts on which a careless search is quadratic end at once.
    #[test]
    fn hostile_texts_take_linear_time() {
        for piece in [
            "<a ",
            "<a b='",
            "<a b=\"<c d='",
            "<!--",
            "<![CDATA[",
            "<!DOCTYPE [>",
            "<?",
            "</a",
            "<a \"",
            "<a b=' '",
        ] {
            let text = piece.repeat(100_000);
            assert!(Tokens::new(&text).count() <= text.len());
            let closed = text + ">";
            assert!(Tokens::new(&closed).count() <= closed.len());
        }
        let attributes = format!("<a {}>", "b=\"1\" ".repeat(100_000));
        assert_eq!(Tokens::new(&attributes).count(), 1);
    }
}
