//! The words of Markdown as they were typed: what readers would read again, without the marks.

use crate::article::Text;

/// What a byte is in Markdown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Byte {
    /// Part of a word, or of what stands between words.
    Word,
    /// White space, or a mark that only says how words look.
    Mark,
    /// `<`, which may begin a tag.
    Tag,
    /// `]`, which may end the text of a link.
    Link,
}

const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Word; 256];
    let marks = b" \t\r\n\x0c*_`#>~|\\[";
    let mut at = 0;
    while at < marks.len() {
        bytes[marks[at] as usize] = Byte::Mark;
        at += 1;
    }
    bytes[b'<' as usize] = Byte::Tag;
    bytes[b']' as usize] = Byte::Link;
    bytes
};

/// A hash of the words of a summary and a text: neither line breaks and emphasis nor tags and where links lead count.
pub(super) fn hash(summary: Option<&Text>, body: &str) -> [u8; 16] {
    let mut words = Vec::with_capacity(body.len());
    if let Some(summary) = summary {
        push(&mut words, summary.value.as_bytes());
        words.push(b'\n');
    }
    push(&mut words, body.as_bytes());
    let mut short = [0; 16];
    short.copy_from_slice(&blake3::hash(&words).as_bytes()[..16]);
    short
}

fn push(words: &mut Vec<u8>, text: &[u8]) {
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        let begin = at;
        // Most of a text is words: they are passed byte by byte, and copied at once.
        while let Some(byte) = text.get(at)
            && BYTES[usize::from(*byte)] == Byte::Word
        {
            at += 1;
        }
        words.extend_from_slice(text.get(begin..at).unwrap_or_default());
        if at > begin {
            continue;
        }
        at += 1;
        let after = text.get(at..).unwrap_or_default();
        let passed = match BYTES[usize::from(*byte)] {
            Byte::Tag => tag(after),
            Byte::Link => target(after),
            Byte::Mark | Byte::Word => Some(0),
        };
        match passed {
            Some(passed) => at += passed,
            None => words.push(*byte),
        }
    }
}

/// The length of a tag or comment behind its `<`.
fn tag(after: &[u8]) -> Option<usize> {
    let begins = after
        .first()
        .is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!'));
    let end = memchr::memchr(b'>', after).filter(|_| begins)?;
    Some(end + 1)
}

/// The length of a link's target behind the `]` of its text; 0 where none follows.
fn target(after: &[u8]) -> Option<usize> {
    match after.first() {
        Some(b'(') => Some(memchr::memchr2(b')', b'\n', after)? + 1),
        _ => Some(0),
    }
}

#[cfg(test)]
mod tests {
    use super::hash;

    ///
    #[test]
    fn only_words_count() {
        let before = hash(
            None,
            "A *mill* grinds [corn](https://a.example/) in 1.5 hours.\n",
        );
        for (same, body) in [
            (true, "A _mill_\ngrinds\n[corn](/b) in **1.5** hours."),
            (true, "# A mill <b class=x>grinds</b> corn in 1.5 hours."),
            (
                false,
                "A *mill* grinds [corn](https://a.example/) in 15 hours.",
            ),
            (
                false,
                "A *mill* grinds [rye](https://a.example/) in 1.5 hours.",
            ),
            (
                false,
                "A *mill* grinds [corn](https://a.example/) in 1.5 hours. 1 < 2",
            ),
        ] {
            assert_eq!(hash(None, body) == before, same, "{body}");
        }
        assert_ne!(hash(None, "a < b > c"), hash(None, "a"));
    }
}
