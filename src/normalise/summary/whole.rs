//! A summary that a machine cut → the same with its last sentence whole, where the content has it.

use std::ops::ControlFlow;

use crate::text::{self, BlockKind};

/// How much of the summary's end is looked for in the content, in characters: enough to stand there once.
const TAIL: usize = 40;
/// The least.
const LEAST: usize = 24;
/// From how many characters on a summary without a mark or a broken word may have been cut: a machine leaves room for
/// a sentence.
const ROOM: usize = 100;
/// How much of the content is looked at, in bytes.
const ENOUGH: usize = 32 * 1024;

/// How a summary ends.
#[derive(Debug, PartialEq)]
pub(super) enum End {
    /// As its author wanted.
    AsItIs,
    /// It was cut within a sentence: this is the whole.
    Found(String),
    /// It was cut, and what followed is not known.
    Lost,
}

/// How a summary ends, and its whole text where the content goes on within its last sentence. `cut` when a mark says
/// that it was cut; many machines leave none.
pub(super) fn complete(summary: &str, cut: bool, content_html: &str) -> End {
    let otherwise = if cut { End::Lost } else { End::AsItIs };
    let length = summary.chars().count();
    if length < LEAST || !cut && text::ends_sentence(summary) {
        return otherwise;
    }
    let skipped = length.saturating_sub(TAIL);
    let start = summary.char_indices().nth(skipped).map_or(0, |(at, _)| at);
    let (before, tail) = summary.split_at_checked(start).unwrap_or(("", summary));
    let Some(rest) = following(tail, content_html) else {
        return otherwise;
    };
    // where the paragraph ends there, so did the author
    if !rest.contains(char::is_alphanumeric) {
        return End::AsItIs;
    }
    let in_word = rest.starts_with(char::is_alphanumeric);
    if !cut && !in_word && length < ROOM {
        return End::AsItIs;
    }
    let joined = format!("{tail}{rest}");
    let mut end = 0;
    for sentence in text::sentences(&joined) {
        end += sentence.len();
        if end >= tail.len() {
            break;
        }
    }
    let whole = joined.get(..end).unwrap_or(&joined).trim_end();
    End::Found(format!("{before}{whole}"))
}

/// What follows a text in the paragraph of the content that has it.
fn following(tail: &str, content_html: &str) -> Option<String> {
    let sought = plain(tail);
    let mut read = 0;
    let mut found = None;
    text::blocks(content_html, |block| {
        read += block.text.len();
        let is_prose = matches!(
            block.kind,
            BlockKind::Paragraph | BlockKind::Item | BlockKind::Quote
        );
        if is_prose {
            let folded = text::fold(&block.text);
            let in_plain = plain(&folded);
            if let Some(at) = in_plain.find(&sought) {
                // `plain` changes signs, never their number
                let skipped = in_plain
                    .get(..at + sought.len())
                    .map_or(0, |head| head.chars().count());
                found = Some(folded.chars().skip(skipped).collect());
            }
        }
        if found.is_some() || read > ENOUGH {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    found
}

/// The same with plain quotes and dashes: one of two texts often has the other kind.
fn plain(text: &str) -> String {
    let sign = |c| match c {
        '’' | '‘' | 'ʼ' | '`' => '\'',
        '“' | '”' | '„' | '«' | '»' => '"',
        '–' | '—' | '‑' => '-',
        '\u{a0}' | '\u{202f}' => ' ',
        c => c,
    };
    text.chars().map(sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_sentence_is_made_whole_from_the_content() {
        let content = "<p>The press came from a school that no longer needed it. Three neighbours carried it into a garage, and it’s still there. It prints.</p>";
        for (summary, cut, expected) in [
            (
                "The press came from a school that no longer needed it. Three neighbours carried it into a gar",
                false,
                End::Found("The press came from a school that no longer needed it. Three neighbours carried it into a garage, and it’s still there.".into()),
            ),
            (
                "Three neighbours carried it into a garage, and it's",
                true,
                End::Found("Three neighbours carried it into a garage, and it's still there.".into()),
            ),
            ("The press came from a school that no longer needed it.", false, End::AsItIs),
            ("How a press came to stand in a garage", false, End::AsItIs),
            ("How a press came to stand in a garage and", true, End::Lost),
            ("It prints", false, End::AsItIs),
            ("", true, End::Lost),
        ] {
            assert_eq!(complete(summary, cut, content), expected, "{summary}");
        }
    }

    #[test]
    fn where_the_paragraph_ends_the_summary_may() {
        let content = "<p>How a press came to stand in a garage</p><p>It was winter.</p>";
        let summary = "How a press came to stand in a garage";
        assert_eq!(complete(summary, false, content), End::AsItIs);
    }
}
