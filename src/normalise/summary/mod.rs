//! Summaries: the author's own where it is good, else the opening sentences.
//!
//! What is never in one (bylines, datelines, prompts, credits, the title again) is known to
//! [`crate::text::prompt`]; headings, captions, code and tables are left out by their markup.

mod lines;
mod opening;

use std::ops::ControlFlow;

use crate::article::{Markup, SummaryOrigin, Text};
use crate::text::{self, BlockKind};

use lines::Lines;

/// The author's own where it is good, else the opening sentences of the content; at most `limit` graphemes.
pub(super) fn choose(
    own: Option<&Text>,
    content_html: &str,
    title: Option<&str>,
    limit: usize,
) -> Option<(String, SummaryOrigin)> {
    let own = own.and_then(|own| authors_own(own, title, limit));
    match own {
        Some(own) if own.whole => Some((own.text, SummaryOrigin::Author)),
        // The machine's cut of the opening: the content gives the same with its sentence whole.
        Some(own) => match opening::of(content_html, title, limit) {
            Some(opening) if opening.chars().count() * 2 > own.text.chars().count() => {
                Some((opening, SummaryOrigin::Opening))
            }
            _ => Some((own.text, SummaryOrigin::Author)),
        },
        None => opening::of(content_html, title, limit).map(|text| (text, SummaryOrigin::Opening)),
    }
}

/// A summary that the source gave.
struct Own {
    text: String,
    /// False when a machine cut it: `The council met on […]`.
    whole: bool,
}

/// The source's own summary, when something of worth is left after cleaning: two words at least, or a
/// script without spaces.
fn authors_own(own: &Text, title: Option<&str>, limit: usize) -> Option<Own> {
    let html = match own.markup {
        Markup::Html => true,
        Markup::Plain => false,
        Markup::Unsure => text::looks_like_html(&own.value),
    };
    let mut lines = Lines::new(title);
    let room = limit.saturating_mul(8).saturating_add(2048);
    let mut whole = true;
    let mut take = |line: &str| {
        let (line, cut) = lines::without_tail(line);
        whole &= !cut;
        lines.add(line);
        if lines.len() > room {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    if html {
        text::blocks(&own.value, |block| match block.kind {
            BlockKind::Caption
            | BlockKind::Code
            | BlockKind::Row
            | BlockKind::Furniture
            | BlockKind::Heading => ControlFlow::Continue(()),
            _ if block.linked * 10 >= block.text.len() * 9 && block.text.len() < 80 => {
                ControlFlow::Continue(())
            }
            _ => block.text.lines().try_for_each(&mut take),
        });
    } else {
        let _ = own.value.lines().try_for_each(&mut take);
    }
    let text = lines.finish(limit, !whole)?;
    let words = text.split(' ').count();
    let unspaced = text.chars().filter(|c| !c.is_ascii()).count() * 2 > text.chars().count();
    (words > 1 || unspaced && text.chars().count() > 3).then_some(Own { text, whole })
}

#[cfg(test)]
mod tests;
