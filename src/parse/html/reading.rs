//! What readers see of an element: its text as one line, and whether it is a line of its own.

use dom_query::{NodeData, NodeRef};

use crate::markup;
use crate::text::fold;

/// Most characters of the beginning of a longer text that are kept: a dateline has no more.
const LONGEST_OPENING: usize = 100;
/// Longer than this, in bytes, is no line that is there to say who and when.
const LONGEST_BYLINE: usize = 100;

/// Where the texts of neighbouring elements are parted that have no space between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parted {
    /// Where a block or a line ends.
    Blocks,
    /// Between two digits as well: `<span>12.05.24</span><span>10:30</span>`.
    Numbers,
    /// Wherever a digit is, but for what is raised: `<span>May</span><span>12</span>`.
    Figures,
}

/// The text with a space between its parts.
pub(super) fn text_with_breaks(node: &NodeRef<'_>, parted: Parted) -> String {
    let mut text = String::new();
    let mut begins = false;
    for inner in node.descendants_it() {
        inner.query(|inner| match &inner.data {
            NodeData::Text { contents } => {
                let is_digit = |c: Option<char>| c.is_some_and(char::is_numeric);
                let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
                let (last, first) = (text.chars().next_back(), contents.chars().next());
                let parts = match parted {
                    Parted::Blocks => false,
                    Parted::Numbers => is_digit(last) && is_digit(first),
                    Parted::Figures => {
                        is_letter(last) && is_letter(first) && (is_digit(last) || is_digit(first))
                    }
                };
                if begins && parts {
                    text.push(' ');
                }
                text.push_str(contents);
                begins = false;
            }
            NodeData::Element(element) if markup::is_block(&element.name.local) => text.push(' '),
            NodeData::Element(element) => begins = !matches!(&*element.name.local, "sup" | "sub"),
            _ => {}
        });
    }
    text
}

/// The beginning of a long text.
pub(super) fn opening(node: &NodeRef<'_>) -> String {
    let text = fold(&node.text());
    text.chars().take(LONGEST_OPENING).collect()
}

pub(super) fn text(node: &NodeRef<'_>) -> Option<String> {
    Some(fold(&node.text())).filter(|text| !text.is_empty())
}

/// Whether a link or an emphasis with a number in it stands amid the words of a paragraph: a day in it is told about.
pub(super) fn is_in_prose(node: &NodeRef<'_>, name: &str, hints: &str, text: &str) -> bool {
    if markup::is_block(name) || says_date(hints) || !text.contains(char::is_numeric) {
        return false;
    }
    let follows_a_word = node.prev_sibling().is_some_and(|before| {
        before.query_or(false, |before| match &before.data {
            NodeData::Text { contents } => {
                let last = contents.trim_end().chars().next_back();
                last.is_some_and(|last| last.is_alphabetic() || last == ',')
            }
            _ => false,
        })
    });
    let paragraph = node.parent().filter(|_| follows_a_word);
    paragraph.is_some_and(|all| markup::is_longer(&all, LONGEST_BYLINE))
}

/// What stands below a picture tells of the picture, its day as well.
pub(super) fn is_caption(node: &NodeRef<'_>, name: &str) -> bool {
    name == "figcaption" && !node.descendants_it().any(|inner| inner.has_name("h1"))
}

/// Whether the names of an element say that it shows a date.
pub(super) fn says_date(hints: &str) -> bool {
    ["date", "datum", "time", "publish"]
        .iter()
        .any(|word| hints.contains(word))
}
