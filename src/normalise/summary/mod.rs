//! Summaries: the author's own where it is good, else the opening sentences.
//!
//! What is never in one (bylines, datelines, prompts, credits, the title again) is known to
//! [`crate::text::prompt`]; headings, captions, code and tables are left out by their markup.

mod heading;
mod lines;
mod opening;
mod own;
mod script;
mod tail;
mod whole;

use crate::article::{SummaryOrigin, Text};
use own::State;

/// The author's own where it is good, else nothing yet, and that it is the opening sentences of the content; at most
/// `limit` graphemes.
pub(super) fn choose(
    own: Option<&Text>,
    content_html: &str,
    title: Option<&str>,
    limit: usize,
) -> (Option<String>, Option<SummaryOrigin>) {
    let opening = || opening::of(content_html, title, limit);
    let own = own
        .and_then(|own| own::read(own, content_html, title, limit))
        .filter(|own| !script::is_other(&own.text, content_html));
    let Some(own) = own else {
        return (None, Some(SummaryOrigin::Opening));
    };
    let better = match own.state {
        State::Whole => None,
        // it was the opening that a machine took and cut, perhaps with a heading before it
        State::Mended => opening().filter(|opening| holds_start(&own.text, opening)),
        State::Cut => opening().filter(|opening| opening.len() * 2 > own.text.len()),
    };
    match better {
        Some(opening) => (Some(opening), Some(SummaryOrigin::Opening)),
        None => (Some(own.text), Some(SummaryOrigin::Author)),
    }
}

/// The opening sentences of the content within `limit` graphemes; None when it has no running text.
pub(super) fn opening(content_html: &str, title: Option<&str>, limit: usize) -> Option<String> {
    opening::of(content_html, title, limit)
}

/// Whether a summary has the first words of an opening near its own start.
fn holds_start(summary: &str, opening: &str) -> bool {
    let letters = |text: &str, count: usize| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.take(count).collect()
    };
    letters(summary, 120).contains(&letters(opening, 40))
}

#[cfg(test)]
mod tests;
