//! Tables of elements.

use dom_query::NodeRef;

/// Elements that part the text around them, as a reader sees it (HTML standard, 15.3, the default
/// style sheet), and `br`.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "optgroup",
    "option",
    "p",
    "plaintext",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
    "xmp",
];

/// Whether an element parts the text around it. `name` in lower case.
pub fn is_block(name: &str) -> bool {
    BLOCKS.binary_search(&name).is_ok()
}

/// Puts the children of an element in its place.
pub fn unwrap(node: &NodeRef<'_>) {
    for child in node.children() {
        node.insert_before(&child);
    }
    node.remove_from_parent();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_for_the_binary_search() {
        assert!(BLOCKS.is_sorted());
        assert!(is_block("p") && is_block("td") && !is_block("span"));
    }
}
