//! Dialogs of consent managers, which hold more prose than many an article.

use dom_query::Document;

/// Beginnings of the words in ids and classes that consent managers give their dialogs.
const CONSENT: &[&str] = &[
    "onetrust",
    "ot-sdk",
    "cookie-banner",
    "cookie-notice",
    "cookie-consent",
    "cookieconsent",
    "cookie-law",
    "cookiebot",
    "cookie-list",
    "gdpr",
    "didomi",
    "usercentrics",
    "truste",
    "consent-",
    "cmplz",
    "qc-cmp",
    "sp_message",
    "borlabs",
    "iubenda",
    "cky-",
    "tarteaucitron",
];

/// Removes them from the tree of a page.
pub(super) fn remove(tree: &Document) {
    for node in tree.select("div, section, aside, form, dialog").nodes() {
        let is_consent = ["id", "class"]
            .iter()
            .any(|attribute| node.attr(attribute).is_some_and(|names| names_one(&names)));
        if is_consent && !node.descendants_it().any(|inner| inner.has_name("h1")) {
            node.remove_from_parent();
        }
    }
}

fn names_one(names: &str) -> bool {
    let names = names.to_ascii_lowercase();
    CONSENT.iter().any(|known| {
        // `sticky-columns` is not CookieYes' `cky-`.
        names.match_indices(known).any(|(at, _)| {
            let before = names.get(..at).unwrap_or_default();
            !before.ends_with(|c: char| c.is_ascii_alphanumeric())
        })
    })
}

#[cfg(test)]
mod tests {
    use super::names_one;

    #[test]
    fn dialogs_are_known_by_the_beginnings_of_words() {
        for (names, expected) in [
            ("cky-modal", true),
            ("page sticky-columns", false),
            ("my-cookie-banner", true),
            ("OneTrust-banner-sdk", true),
            ("intrusted", false),
            ("article", false),
        ] {
            assert_eq!(names_one(names), expected, "{names}");
        }
    }
}
