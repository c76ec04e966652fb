//! Classes, ids and the like → the words they are made of.

use dom_query::NodeRef;

/// Most bytes of one attribute that are looked at.
const LONGEST: usize = 400;

/// The words of names in lower case, parted where they are written apart or in humps:
/// `article-sub_title`, `articleSubTitle`.
pub(super) fn words(names: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut before = ' ';
    for c in names.chars().take(LONGEST) {
        if !c.is_ascii_alphanumeric() || c.is_ascii_uppercase() && before.is_ascii_lowercase() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut().filter(|_| c.is_ascii_alphanumeric()) {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Whether one of these attributes of an element has one of these words, or two that make one:
/// `sub-title` is `subtitle`.
pub(super) fn have(node: &NodeRef<'_>, attributes: &[&str], known: &[&str]) -> bool {
    attributes.iter().any(|attribute| {
        node.attr(attribute).is_some_and(|names| {
            let words = words(&names);
            let pairs = words.windows(2).map(<[String]>::concat);
            let mut all = words.iter().cloned().chain(pairs);
            all.any(|word| known.contains(&word.as_str()))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_words() {
        for (names, expected) in [
            ("article-sub_title", vec!["article", "sub", "title"]),
            ("ArticleSubTitle x", vec!["article", "sub", "title", "x"]),
            ("HTML5Video", vec!["html5video"]),
            ("  --", vec![]),
        ] {
            assert_eq!(words(names), expected, "{names}");
        }
    }
}
