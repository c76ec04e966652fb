//! The opening sentences of an article.

use std::ops::ControlFlow;

use crate::text::{self, Block, BlockKind};

use super::lines::{self, Lines};
use super::tail::{without_open_end, without_tail};

/// The opening sentences of the content within `limit` graphemes; None when it has no running text.
/// Paragraphs are added until there is half of what may be; lists and quotations serve when there is no
/// paragraph, and prose in the cells of tables, by which letters are laid out. Reads no further than it must.
pub(super) fn of(content_html: &str, title: Option<&str>, limit: usize) -> Option<String> {
    let mut paragraphs = Lines::new(title);
    let mut others = Lines::new(title);
    let mut cells = Lines::new(title);
    let mut cut = false;
    // more bytes than `limit` graphemes of any script usually have
    let room = limit.saturating_mul(8).saturating_add(2048);
    text::blocks(content_html, |block| {
        if is_only_links(&block) {
            return ControlFlow::Continue(());
        }
        let lines = match block.kind {
            BlockKind::Paragraph => &mut paragraphs,
            BlockKind::Item | BlockKind::Quote => &mut others,
            BlockKind::Row => {
                for cell in block.text.split('\t').filter(|cell| is_prose(cell)) {
                    if !cells.is_enough(limit) {
                        cells.add_block(cell);
                    }
                }
                return ControlFlow::Continue(());
            }
            _ => return ControlFlow::Continue(()),
        };
        if lines.len() > room {
            return ControlFlow::Continue(());
        }
        let (text, open) = without_tail(&block.text);
        cut |= open && block.kind == BlockKind::Paragraph;
        lines.add_block(text);
        if paragraphs.len() > room || paragraphs.is_enough(limit) {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    });
    let mut gathered = paragraphs.gathered();
    if cut {
        gathered = without_open_end(&gathered);
    }
    lines::finish(&gathered, limit)
        .or_else(|| lines::finish(&others.gathered(), limit))
        .or_else(|| lines::finish(&cells.gathered(), limit))
}

/// A cell that holds sentences, not data.
fn is_prose(cell: &str) -> bool {
    cell.chars().count() >= 25 && text::ends_sentence(cell)
}

/// A row of links is navigation; a sentence with a link is not.
fn is_only_links(block: &Block) -> bool {
    block.linked * 10 >= block.text.len() * 9 && !text::ends_sentence(&block.text)
}
