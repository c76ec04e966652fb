//! Bounds on what one document may hold (T-12, T-13): over them it is cut, never refused whole.

/// Elements within one another; deeper ones are left out, their text is kept.
pub(super) const DEPTH: usize = 256;
/// Attributes of one tag.
pub(super) const ATTRIBUTES: usize = 1000;
/// Elements and texts within one entry.
pub(super) const NODES: usize = 50_000;
/// Namespace bindings in force at once.
pub(super) const NAMESPACES: usize = 100;
/// Entries in one document.
pub(super) const ENTRIES: usize = 5_000;
/// Bytes of a title.
pub(super) const TITLE: usize = 4 << 10;
/// Bytes of a content or a summary.
pub(super) const CONTENT: usize = 1 << 20;
/// Bytes of an address, a name, a tag, a date: more than that is something else.
pub(super) const WORD: usize = 8 << 10;
/// Authors, tags, enclosures, dates of one entry, each.
pub(super) const LIST: usize = 500;

/// Cuts a text to at most `limit` bytes.
pub(super) fn cut(text: &mut String, limit: usize) {
    let mut end = limit.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
}
