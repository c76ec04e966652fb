//! Gathers the lines of a summary and leaves out what does not belong there.

use unicode_segmentation::UnicodeSegmentation;

use crate::normalise::title::printable;
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

/// Most bytes of a line that are looked at: far more than any summary has.
const LONGEST_LINE: usize = 16 * 1024;

/// The lines that were worth keeping so far.
pub(super) struct Lines {
    title: String,
    text: String,
    /// Lines that are kept only when nothing better comes: too short to say anything.
    scraps: String,
}

impl Lines {
    pub(super) fn new(title: Option<&str>) -> Self {
        Lines {
            title: title.map(text::key).unwrap_or_default(),
            text: String::new(),
            scraps: String::new(),
        }
    }

    /// Bytes gathered.
    pub(super) fn len(&self) -> usize {
        self.text.len()
    }

    /// Whether half of what may be is there, and the last sentence is whole.
    pub(super) fn is_enough(&self, limit: usize) -> bool {
        self.text.len() >= limit / 2
            && text::ends_sentence(&self.text)
            && self.text.graphemes(true).nth(limit / 2).is_some()
    }

    /// Adds what is worth keeping of a line.
    pub(super) fn add(&mut self, line: &str) {
        let line = line
            .get(..text::floor(line, LONGEST_LINE))
            .unwrap_or_default();
        let line = text::fold(&printable(line));
        if line.is_empty()
            || self.is_title(&line)
            || is_address(&line)
            || prompt::noise(&line).is_some()
        {
            return;
        }
        let line = prompt::without_dateline(&line);
        let line = without_list_mark(line);
        // A salutation, a stray label, what leads to a list: only when there is nothing else.
        let short = line.chars().count() < 25 && line.is_ascii() && !text::ends_sentence(line);
        let leads = line.ends_with([':', '：']);
        let line = match text::sentences(line).last() {
            Some(last) if leads && last.len() < line.len() => {
                line.get(..line.len() - last.len()).unwrap_or(line)
            }
            _ => line,
        };
        let scrap = short || line.ends_with([':', '：']);
        let into = if scrap {
            &mut self.scraps
        } else {
            &mut self.text
        };
        let mut first = into.is_empty();
        for sentence in text::sentences(line) {
            let bare = sentence.trim();
            if bare.is_empty()
                || first && !self.title.is_empty() && text::key(bare) == self.title
                || is_prompt(bare)
            {
                continue;
            }
            if !into.is_empty() && !into.ends_with(' ') && !runs_on(into, bare) {
                into.push(' ');
            }
            into.push_str(bare);
            first = false;
        }
    }

    fn is_title(&self, line: &str) -> bool {
        !self.title.is_empty() && text::key(line) == self.title
    }

    /// The summary; None when nothing was kept. `open` when the last sentence is known to be cut off.
    pub(super) fn finish(self, limit: usize, open: bool) -> Option<String> {
        let mut gathered = if self.text.is_empty() {
            self.scraps
        } else {
            self.text
        };
        if open {
            gathered = without_open_end(&gathered);
        }
        let cut = text::cut(&gathered, limit);
        let cut = cut.trim_end_matches([':', ',', ';', '–', '—']).trim();
        cut.chars()
            .any(char::is_alphanumeric)
            .then(|| cut.to_owned())
    }
}

/// Sentences of scripts without spaces follow each other without one.
fn runs_on(before: &str, after: &str) -> bool {
    before.ends_with(text::is_wide) && after.starts_with(text::is_wide)
}

/// A prompt between sentences. Bylines are lines, never sentences: "By Ann Lee." may end a story.
fn is_prompt(sentence: &str) -> bool {
    prompt::noise(sentence).is_some_and(|noise| noise != prompt::Noise::Byline)
}

fn is_address(line: &str) -> bool {
    !line.contains(' ') && (line.contains("://") || line.starts_with("www."))
}

fn without_list_mark(line: &str) -> &str {
    line.trim_start_matches(|c: char| {
        c.is_whitespace() || matches!(c, '•' | '·' | '–' | '—' | '*' | '►' | '▶' | '■' | '-')
    })
}

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

/// Without the sentence that the machine cut off, when a whole one stands before it; else with an
/// ellipsis.
fn without_open_end(gathered: &str) -> String {
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
        ] {
            assert_eq!(without_tail(line), (expected, cut), "{line}");
        }
    }
}
