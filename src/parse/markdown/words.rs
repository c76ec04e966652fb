//! The words of Markdown as they were typed: what readers would read again, without the marks.

use crate::article::Text;

/// For each byte 1 where it is part of a word, or of what stands between words; 0 for white space, and for marks that only
/// say how words look.
const IS_WORD: [u8; 256] = {
    let mut is_word = [1; 256];
    let marks = b" \t\r\n\x0c*_`#>~|\\[";
    let mut at = 0;
    while at < marks.len() {
        is_word[marks[at] as usize] = 0;
        at += 1;
    }
    is_word
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
    let mut rest = text;
    loop {
        // `<` may begin a tag, `]` end the text of a link.
        let end = memchr::memchr2(b'<', b']', rest);
        let (run, after) = rest.split_at(end.unwrap_or(rest.len()));
        push_words(words, run);
        let Some((byte, after)) = after.split_first() else {
            return;
        };
        let passed = match byte {
            b'<' => tag(after),
            _ => target(after),
        };
        if passed.is_none() {
            words.push(*byte);
        }
        rest = after.get(passed.unwrap_or(0)..).unwrap_or_default();
    }
}

/// Every byte is written, and kept if it is one: there is no branch that could be guessed wrong.
fn push_words(words: &mut Vec<u8>, run: &[u8]) {
    let begin = words.len();
    words.resize(begin + run.len(), 0);
    let room = words.get_mut(begin..).unwrap_or_default();
    let mut kept = 0;
    for byte in run {
        if let Some(place) = room.get_mut(kept) {
            *place = *byte;
        }
        kept += usize::from(IS_WORD[usize::from(*byte)]);
    }
    words.truncate(begin + kept);
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
