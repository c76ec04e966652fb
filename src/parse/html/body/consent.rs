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
    let bytes = names.as_bytes();
    // `sticky-columns` is not CookieYes' `cky-`.
    let begins = |at: usize| {
        at.checked_sub(1)
            .and_then(|before| bytes.get(before))
            .is_none_or(|before| !before.is_ascii_alphanumeric())
    };
    (0..bytes.len()).filter(|at| begins(*at)).any(|at| {
        let rest = bytes.get(at..).unwrap_or_default();
        CONSENT.iter().any(|known| {
            let head = rest.get(..known.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(known.as_bytes()))
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
