//! What nesting must have been meant: elements that have no end tag, or have lost it.

use super::namespaces::Ns;
use super::tree::{Element, Scope};

/// A scope to return to.
pub(super) type Mark<'a> = (Scope<'a>, usize);

/// An element that is being read.
pub(super) struct Open<'a> {
    pub(super) element: Element<'a>,
    pub(super) full_name: &'a str,
    pub(super) mark: Mark<'a>,
}

/// Elements of HTML without an end, where they are written the HTML way. Not those whose names feeds
/// use for elements of their own (`link`, `source`).
const VOID: &[&str] = &[
    "br", "hr", "img", "input", "wbr", "area", "col", "embed", "param", "track", "meta", "base",
];

/// Elements of an entry in which no other element of an entry can be: where one begins, they have
/// lost their end tag.
const LEAVES: &[&str] = &[
    "title",
    "link",
    "guid",
    "id",
    "pubdate",
    "updated",
    "published",
    "issued",
    "modified",
    "category",
    "comments",
    "author",
    "creator",
    "date",
];

/// Elements that begin a new field of an entry besides these.
const FIELDS: &[&str] = &["description", "summary", "content", "encoded", "enclosure"];

/// The name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or_default()
}

/// Whether a local name is that of an article in a feed.
pub(super) fn is_entry(name: &str) -> bool {
    name.eq_ignore_ascii_case("item") || name.eq_ignore_ascii_case("entry")
}

/// Whether an element has no end tag, by HTML's rules.
pub(super) fn is_void(element: &Element<'_>) -> bool {
    matches!(element.ns, Ns::Core | Ns::Atom | Ns::Html)
        && VOID
            .iter()
            .any(|name| element.name.eq_ignore_ascii_case(name))
}

/// The level of an element that must have lost its end tag, since a new field begins in it.
pub(super) fn lost_its_end(new: &Element<'_>, stack: &[Open<'_>]) -> Option<usize> {
    let is_one_of = |name: &str, list: &[&str]| list.iter().any(|n| name.eq_ignore_ascii_case(n));
    let last = &stack.last()?.element;
    let level = stack.len() - 1;
    if level == 1
        && is_entry(stack.first()?.element.name)
        && matches!(last.ns, Ns::Core | Ns::Atom | Ns::Dc)
        && matches!(new.ns, Ns::Core | Ns::Atom | Ns::Dc | Ns::Content)
        && is_one_of(last.name, LEAVES)
        && (is_one_of(new.name, LEAVES) || is_one_of(new.name, FIELDS))
    {
        return Some(level);
    }
    // in a description, only what cannot be HTML begins a new field
    let description = &stack.get(1)?.element;
    let foreign = match new.ns {
        Ns::Core => is_one_of(new.name, &["pubdate", "guid"]),
        Ns::Dc | Ns::Content | Ns::Itunes => true,
        _ => false,
    };
    (foreign && description.is(Ns::Core, "description")).then_some(1)
}

/// Whether an entry begins that cannot be a part of what is open: the end before it was lost. An
/// entry within the content of another is a part of it.
pub(super) fn begins_next_entry(name: &str, stack: &[Open<'_>]) -> bool {
    if !is_entry(name) {
        return false;
    }
    let same = |open: &Open<'_>| open.full_name.eq_ignore_ascii_case(name);
    match name.len() {
        // `item`: never within anything but its like and what was left open
        4 => true,
        _ => {
            stack.iter().any(same)
                && !stack.iter().any(|open| {
                    open.element.is(Ns::Atom, "content")
                        && open
                            .element
                            .attribute("type")
                            .is_some_and(|kind| kind.contains("xml"))
                })
        }
    }
}
