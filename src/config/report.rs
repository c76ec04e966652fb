//! Faults of config.toml as people see them: file, line and column, the line itself, what is wrong
//! with it, what is allowed, and the nearest thing that would be right.

use std::collections::HashSet;
use std::ops::Range;

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet, normalize_untrusted_str};

/// Every fault of a configuration, rendered for people.
///
/// Displays without colour.
#[derive(Debug, thiserror::Error)]
#[error("{}", anstream::adapter::strip_str(rendered))]
pub struct Faults {
    /// How many.
    pub count: usize,
    /// With file, line, key and hint, ready to print; with ANSI colours, which `anstream` takes out
    /// where nobody would see them. The last line says how many faults there are.
    pub rendered: String,
}

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where, in bytes of the text.
    span: Range<usize>,
    /// What is wrong, in one line.
    message: String,
    /// What to say at the place itself; may be empty.
    label: String,
    /// Another place that has to do with it, and why.
    other: Option<(Range<usize>, String)>,
    /// What to do.
    help: Vec<String>,
}

impl Fault {
    /// A fault at a place.
    pub(super) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Fault {
            span,
            message: message.into(),
            label: String::new(),
            other: None,
            help: Vec::new(),
        }
    }

    /// Says something at the place itself.
    pub(super) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// Shows another place that has to do with it.
    pub(super) fn other(mut self, span: Range<usize>, label: impl Into<String>) -> Self {
        self.other = Some((span, label.into()));
        self
    }

    /// Says what to do.
    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help.push(help.into());
        self
    }

    /// Says what to do, when there is something to say.
    pub(super) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help.extend(help);
        self
    }
}

/// The faults found so far.
#[derive(Debug, Default)]
pub(super) struct Log {
    faults: Vec<Fault>,
    said: HashSet<(usize, usize)>,
}

/// Most faults that are shown; nobody reads further before mending these.
const SHOWN: usize = 100;

impl Log {
    /// Notes a fault, unless something has been said about the same place: what follows from a
    /// fault is not another one. (An empty span is no place: something is missing.)
    pub(super) fn push(&mut self, fault: Fault) {
        let place = (fault.span.start, fault.span.end);
        if self.said.insert(place) || fault.span.is_empty() {
            self.faults.push(fault);
        }
    }

    /// All faults in the order in which they stand in the file, and how many; None when there are none.
    pub(super) fn render(mut self, text: &str, file: &str) -> Option<Faults> {
        if self.faults.is_empty() {
            return None;
        }
        self.faults.sort_by_key(|fault| fault.span.start);
        let renderer = Renderer::styled().decor_style(DecorStyle::Ascii);
        let mut rendered = String::new();
        for fault in self.faults.iter().take(SHOWN) {
            rendered += &renderer.render(&[group(fault, text, file)]);
            rendered += "\n\n";
        }
        let count = self.faults.len();
        let plural = if count == 1 { "" } else { "s" };
        let more = match count > SHOWN {
            true => format!("; the first {SHOWN} are shown"),
            false => String::new(),
        };
        rendered += &format!("{file}: {count} fault{plural}{more}\n");
        Some(Faults { count, rendered })
    }
}

fn group<'a>(fault: &'a Fault, text: &'a str, file: &'a str) -> Group<'a> {
    let mut place = AnnotationKind::Primary.span(within(&fault.span, text));
    if !fault.label.is_empty() {
        place = place.label(normalize_untrusted_str(&fault.label));
    }
    let mut snippet = Snippet::source(text).path(file).annotation(place);
    if let Some((span, label)) = &fault.other {
        let label = normalize_untrusted_str(label);
        snippet = snippet.annotation(
            AnnotationKind::Context
                .span(within(span, text))
                .label(label),
        );
    }
    let title = Level::ERROR.primary_title(normalize_untrusted_str(&fault.message));
    let help = fault
        .help
        .iter()
        .map(|help| Level::HELP.message(normalize_untrusted_str(help)));
    title.element(snippet).elements(help)
}

/// The span, brought inside the text and onto character boundaries, and to its first line: a value
/// over several lines is shown where it begins.
fn within(span: &Range<usize>, text: &str) -> Range<usize> {
    let boundary = |at: usize| {
        (0..=at.min(text.len()))
            .rev()
            .find(|&at| text.is_char_boundary(at))
    };
    let start = boundary(span.start).unwrap_or(0);
    let end = boundary(span.end).unwrap_or(0).max(start);
    let line = text
        .get(start..end)
        .and_then(|part| part.find(['\n', '\r']))
        .map_or(end, |length| start + length);
    start..line
}

/// The nearest of some words, when one is near enough to have been meant.
pub(super) fn nearest<'a>(word: &str, among: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = plain(word);
    let most = (word.chars().count() / 3).clamp(1, 4);
    among
        .into_iter()
        .map(|other| (strsim::damerau_levenshtein(&word, &plain(other)), other))
        .filter(|&(distance, _)| distance <= most)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, other)| other)
}

/// Case and the choice of `-`, `_` or a blank do not make words different.
fn plain(word: &str) -> String {
    word.chars()
        .take(80)
        .filter(|c| !matches!(c, '-' | '_' | ' '))
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_finds_what_was_meant_and_nothing_else() {
        let keys = ["path", "url", "include", "time_zone", "day_order"];
        for (word, expected) in [
            ("pth", Some("path")),
            ("Path", Some("path")),
            ("timezone", Some("time_zone")),
            ("time-zone", Some("time_zone")),
            ("inlcude", Some("include")),
            ("uri", Some("url")),
            ("colour", None),
            ("", None),
            ("x", None),
        ] {
            assert_eq!(nearest(word, keys), expected, "{word}");
        }
    }

    /// T-37: nothing that a file holds reaches the terminal as a control character.
    #[test]
    fn rendering_survives_any_text_and_span() {
        let text = "a = \"\u{1b}[2J\u{202e}é\"\nb = 1\n";
        for start in 0..text.len() + 3 {
            for end in 0..text.len() + 3 {
                let mut log = Log::default();
                log.push(
                    Fault::new(start..end, "bad \u{1b}[31m")
                        .label("x")
                        .help("y"),
                );
                let faults = log.render(text, "config.toml").expect("a fault");
                assert_eq!(faults.count, 1);
                assert!(!faults.to_string().contains('\u{1b}'));
            }
        }
    }
}
