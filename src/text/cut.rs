//! Cutting text to a length that people see.

use unicode_segmentation::UnicodeSegmentation;

use super::sentences::sentences;

/// Cuts to at most `limit` graphemes: at a sentence end where one lies past the first quarter, else
/// at a word with an ellipsis. Text that fits stays as it is.
pub fn cut(text: &str, limit: usize) -> String {
    let text = text.trim();
    let Some(end) = grapheme(text, limit) else {
        return text.to_owned();
    };
    let quarter = grapheme(text, limit / 4).unwrap_or(0);
    let mut best = 0;
    let mut at = 0;
    for sentence in sentences(text) {
        let bare = at + sentence.trim_end().len();
        if bare > end {
            break;
        }
        at += sentence.len();
        best = bare;
    }
    if best > quarter {
        return text.get(..best).unwrap_or_default().to_owned();
    }
    words(text, limit)
}

/// At most `limit` graphemes, the last of them an ellipsis, cut between words: at white space in the
/// second half, else (scripts without spaces, long addresses) at a boundary of words by the Unicode
/// rules, else between graphemes.
fn words(text: &str, limit: usize) -> String {
    let Some(room) = limit.checked_sub(1) else {
        return String::new();
    };
    let end = offset(text, room);
    let half = offset(text, room / 2);
    let head = text.get(..end).unwrap_or_default();
    let next = text.get(end..).unwrap_or_default();
    let at = if next.starts_with(char::is_whitespace) {
        end
    } else {
        head.rfind(char::is_whitespace)
            .filter(|at| *at >= half)
            .or_else(|| {
                text.split_word_bound_indices()
                    .map(|(at, _)| at)
                    .take_while(|at| *at <= end)
                    .filter(|at| *at >= half)
                    .last()
            })
            .unwrap_or(end)
    };
    let kept = text.get(..at).unwrap_or_default();
    let kept = kept.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | ':' | '–' | '—' | '-' | '(' | '、' | '，' | '،' | '…'
            )
    });
    format!("{kept}…")
}

fn offset(text: &str, graphemes: usize) -> usize {
    grapheme(text, graphemes).unwrap_or(text.len())
}

/// Where the grapheme of that number begins, if there are so many.
pub fn grapheme(text: &str, number: usize) -> Option<usize> {
    // Each printable character of ASCII begins one.
    let ahead = text.as_bytes().get(..=number);
    if ahead.is_some_and(|ahead| ahead.iter().all(|byte| matches!(byte, b' '..=b'~'))) {
        return Some(number);
    }
    let mut graphemes = text.grapheme_indices(true);
    graphemes.nth(number).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cuts_at_a_sentence_else_at_a_word() {
        for (text, limit, expected) in [
            ("Short.", 20, "Short."),
            (
                "One sentence here. And another one.",
                20,
                "One sentence here.",
            ),
            (
                "One sentence that is much too long for it",
                20,
                "One sentence that…",
            ),
            ("Dr. Smith saw it and told everyone.", 16, "Dr. Smith saw…"),
            (
                "今日は晴れです。明日は雨が降ります。",
                10,
                "今日は晴れです。",
            ),
            ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 3, "👩‍👩‍👧‍👦👩‍👩‍👧‍👦…"),
            ("abc", 0, ""),
        ] {
            assert_eq!(cut(text, limit), expected, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]

        #[test]
        fn graphemes_are_counted_as_unicode_counts_them(text in "[a-c \\r\\n\u{301}é👩\u{200d}]{0,9}", number in 0_usize..10) {
            let found = text.grapheme_indices(true).nth(number);
            prop_assert_eq!(grapheme(&text, number), found.map(|(at, _)| at));
        }

        #[test]
        fn never_longer_than_asked(text in "\\PC{0,120}|[a-z. ]{0,120}", limit in 0_usize..60) {
            let cut = cut(&text, limit);
            prop_assert!(cut.graphemes(true).count() <= limit, "{:?}", cut);
        }
    }
}
