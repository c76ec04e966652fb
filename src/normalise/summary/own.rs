//! The summary that the source gave, cleaned, and made whole where a machine cut it.

use std::ops::ControlFlow;

use super::lines::{self, Lines};
use super::tail::{without_open_end, without_tail};
use super::whole;
use crate::article::{Markup, Text};
use crate::text::{self, BlockKind};

/// A summary that the source gave.
pub(super) struct Own {
    pub(super) text: String,
    pub(super) state: State,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// It is as its author wrote it.
    Whole,
    /// A machine cut it out of the content, and its last sentence was found there.
    Mended,
    /// A machine cut it, and the content does not say how it goes on: `The council met on […]`.
    Cut,
}

/// The source's own summary, when something of worth is left after cleaning: two words at least, or a
/// script without spaces.
pub(super) fn read(
    own: &Text,
    content_html: &str,
    title: Option<&str>,
    limit: usize,
) -> Option<Own> {
    let (gathered, cut) = gather(own, title, limit);
    let (text, state) = match whole::complete(&gathered, cut, content_html) {
        whole::End::AsItIs => (gathered, State::Whole),
        whole::End::Found(mended) => (mended, State::Mended),
        whole::End::Lost => (without_open_end(&gathered), State::Cut),
    };
    let text = lines::finish(&text, limit)?;
    let summary = Own { text, state };
    let words = summary.text.split(' ').count();
    let letters = || summary.text.chars();
    let unspaced = letters().filter(|c| !c.is_ascii()).count() * 2 > letters().count();
    (words > 1 || unspaced && letters().count() > 3).then_some(summary)
}

/// What is worth keeping of it, and whether a mark says that it was cut.
fn gather(own: &Text, title: Option<&str>, limit: usize) -> (String, bool) {
    let value = without_open_tag(&own.value);
    let html = match own.markup {
        Markup::Html => true,
        // formats that say plain text get HTML all the same: then it begins with a tag
        Markup::Plain => value.trim_start().starts_with('<') && text::looks_like_html(value),
        Markup::Unsure => text::looks_like_html(value),
    };
    let mut lines = Lines::new(title);
    let room = limit.saturating_mul(8).saturating_add(2048);
    let mut cut = value.len() < own.value.len();
    let mut take = |block: &str| {
        let (block, open) = without_tail(block);
        cut |= open;
        lines.add_block(block);
        if lines.len() > room {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    if html {
        text::blocks(value, |block| match block.kind {
            BlockKind::Caption
            | BlockKind::Code
            | BlockKind::Row
            | BlockKind::Furniture
            | BlockKind::Heading => ControlFlow::Continue(()),
            _ if block.linked * 10 >= block.text.len() * 9 && block.text.len() < 80 => {
                ControlFlow::Continue(())
            }
            _ => take(&block.text),
        });
    } else {
        let _ = value.split("\n\n").try_for_each(&mut take);
    }
    (lines.gathered(), cut)
}

/// Without a tag that the cut went through: `… <a class="mo`.
fn without_open_tag(value: &str) -> &str {
    let Some(at) = value.rfind('<') else {
        return value;
    };
    let rest = value.get(at + 1..).unwrap_or_default();
    let is_tag =
        rest.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') && !rest.contains('>');
    let is_cut = is_tag && rest.split(' ').next().is_some_and(|name| name.len() <= 10);
    if is_cut {
        value.get(..at).unwrap_or(value)
    } else {
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_that_was_cut_goes() {
        for (value, expected) in [
            ("The council met. <a class=\"mo", "The council met. "),
            ("The council met. </spa", "The council met. "),
            (
                "The council met. <b>Late</b>",
                "The council met. <b>Late</b>",
            ),
            ("Five < seven", "Five < seven"),
            ("The council <3", "The council <3"),
        ] {
            assert_eq!(without_open_tag(value), expected, "{value}");
        }
    }
}
