//! The end of a summary: what a machine leaves where it cut a text.

use crate::text::{self, prompt};

/// Marks that a machine leaves where it cut a text.
#[rustfmt::skip]
const CUT_MARKS: &[&str] = &[
    "[…]",
    "[...]",
    "[. . .]",
    "(…)",
    "(...)",
    "(more…)",
    "(more...)",
    "[more]",
    "[ … ]",
    "[&hellip;]",
    "…",
    "...",
    "→",
    "»",
];

/// A line without the marks of a machine's cut and the prompt to read on, and whether there was one.
pub(super) fn without_tail(line: &str) -> (&str, bool) {
    let mut rest = line.trim_end();
    let mut cut = false;
    for _ in 0..4 {
        let before = rest;
        for mark in CUT_MARKS {
            if let Some(shorter) = rest.strip_suffix(mark) {
                // an arrow alone leads somewhere, but cuts nothing
                cut |= !matches!(*mark, "→" | "»");
                rest = shorter.trim_end();
            }
        }
        // `… Continue reading “Title”`
        let mark = rest.rfind('…').map(|at| (at, '…'.len_utf8()));
        let dots = rest.rfind("...").map(|at| (at, 3));
        let bracket = rest.rfind(']').map(|at| (at, 1));
        if let Some((at, len)) = mark.max(dots).max(bracket)
            && let Some(after) = rest.get(at + len..)
            && matches!(
                prompt::noise(after.trim_start_matches(']')),
                Some(prompt::Noise::ReadMore)
            )
        {
            rest = rest.get(..at + len).unwrap_or(rest).trim_end();
            cut = true;
        }
        if let Some(shorter) = without_button(rest) {
            cut |= !text::ends_sentence(shorter);
            rest = shorter;
        }
        if rest == before {
            break;
        }
    }
    if cut {
        (rest, true)
    } else {
        // an ellipsis that ends a sentence on purpose cannot be told from a cut; arrows go
        (rest, false)
    }
}

/// How near to the end a button's words begin, in bytes.
const BUTTON: usize = 40;

/// Without the words of a button that were run together with the text: `The incident happened nearRead More`.
fn without_button(line: &str) -> Option<&str> {
    let from = text::floor(line, line.len().saturating_sub(BUTTON));
    let end = line.get(from..)?;
    let mut before = ' ';
    end.char_indices().find_map(|(at, c)| {
        let last = std::mem::replace(&mut before, c);
        let button = end.get(at..).filter(|_| c.is_uppercase())?;
        let glued = last.is_lowercase() || matches!(last, '.' | '!' | '?' | ')');
        // a single word behind a blank may be a name: Thomas More
        let parted = last.is_whitespace() && button.contains(' ');
        let is_button = (glued || parted) && prompt::noise(button) == Some(prompt::Noise::ReadMore);
        is_button.then(|| line.get(..from + at).unwrap_or(line).trim_end())
    })
}

/// Without the sentence that the machine cut off, when a whole one stands before it; else with an
/// ellipsis.
pub(super) fn without_open_end(gathered: &str) -> String {
    let mut end = 0;
    let mut at = 0;
    for sentence in text::sentences(gathered) {
        at += sentence.len();
        if text::ends_sentence(sentence) {
            end = at;
        }
    }
    let whole = gathered.get(..end).unwrap_or_default().trim_end();
    if whole.len() * 4 >= gathered.len() {
        whole.to_owned()
    } else {
        format!(
            "{}…",
            gathered.trim_end_matches(
                |c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '–' | '—' | '-')
            )
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tails_of_machines_go() {
        for (line, expected, cut) in [
            (
                "The council met on Tuesday and […]",
                "The council met on Tuesday and",
                true,
            ),
            (
                "The council met… Continue reading “Council”",
                "The council met",
                true,
            ),
            ("The council met [...] Read more »", "The council met", true),
            ("The council met. →", "The council met.", false),
            ("The council met.", "The council met.", false),
            (
                "The council met nearRead More",
                "The council met near",
                true,
            ),
            ("The council met.Weiterlesen", "The council met.", false),
            (
                "The council met Sir Thomas More",
                "The council met Sir Thomas More",
                false,
            ),
        ] {
            assert_eq!(without_tail(line), (expected, cut), "{line}");
        }
    }
}
