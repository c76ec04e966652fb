//! The descriptions that a page has of itself → the author's own summary of the article, where one is of the article at
//! all.

use std::cell::LazyCell;
use std::collections::HashSet;
use std::ops::ControlFlow;

use unicode_segmentation::UnicodeSegmentation;

use super::json_ld::Facts;
use super::page::Page;
use crate::article::{Markup, Text};
use crate::text::{self, fold};

/// Names of `meta` elements with a summary.
const DESCRIPTIONS: &[&str] = &[
    "description",
    "og:description",
    "twitter:description",
    "dc.description",
    "dcterms.description",
    "dcterms.abstract",
    "sailthru.description",
];

/// How few of a description's words, in a hundred, are found in an article of so many bytes at least when it is not of
/// that article. A short text has few words of its own to tell by.
const STRANGE: &[(usize, usize)] = &[(800, 28), (400, 10)];

/// How much of it is looked at, in bytes.
const ENOUGH: usize = 32 * 1024;

/// Signs by which search results are made to stand out.
const EYE_CATCHERS: &[char] = &[
    '✓', '✔', '✅', '☑', '►', '▶', '➤', '➜', '⭐', '★', '⇒', '✚', '✪',
];

/// The page's description of the article: the first that is whole, else the first. Those that are of the site, of search
/// engines or in another language than the article are passed over.
pub(super) fn of(
    page: &Page,
    json_ld: &Facts,
    title: Option<&str>,
    content: Option<&str>,
) -> Option<Text> {
    let metas = DESCRIPTIONS.iter().flat_map(|name| page.metas(name));
    let all = metas.chain(json_ld.description.as_deref()).map(fold);
    let mut found: Vec<String> = Vec::new();
    for description in all {
        if !description.is_empty() && !found.contains(&description) {
            found.push(description);
        }
    }
    let titled: HashSet<String> = significant(title.unwrap_or_default()).collect();
    let words = LazyCell::new(|| Words::of(content.unwrap_or_default()));
    found.retain(|description| {
        !(is_for_search(description) && words.length > 0)
            && (significant(description).any(|word| titled.contains(&word))
                || words.know(description))
    });
    let is_cut = |text: &String| text.ends_with('…') || text.ends_with("...");
    let whole = found.iter().position(|text| !is_cut(text)).unwrap_or(0);
    // machines write them that escape once too often
    (whole < found.len()).then(|| Text {
        value: found.swap_remove(whole),
        markup: Markup::Unsure,
        base: None,
    })
}

/// A list of search words, or of promises with ticks between them.
fn is_for_search(description: &str) -> bool {
    let ticks = description
        .chars()
        .filter(|c| EYE_CATCHERS.contains(c))
        .count();
    let parts: Vec<&str> = description
        .split([',', ';', '|', '•', '·'])
        .map(str::trim)
        .collect();
    let short = parts
        .iter()
        .filter(|part| part.split(' ').count() <= 3)
        .count();
    ticks >= 2 || parts.len() >= 5 && short == parts.len() && !text::ends_sentence(description)
}

/// The words of an article's text.
struct Words {
    known: HashSet<String>,
    /// Bytes of text that they are from.
    length: usize,
}

impl Words {
    fn of(content: &str) -> Self {
        let mut words = Words {
            known: HashSet::new(),
            length: 0,
        };
        text::blocks(content, |block| {
            words.length += block.text.len();
            words.known.extend(significant(&block.text));
            if words.length < ENOUGH {
                ControlFlow::Continue(())
            } else {
                ControlFlow::Break(())
            }
        });
        words
    }

    /// Whether a description that has no word of the title is of this article: enough of its words are in the text.
    /// Descriptions of articles share half of theirs and more, those of sites hardly any.
    fn know(&self, description: &str) -> bool {
        let (mut all, mut shared) = (0_usize, 0_usize);
        for word in significant(description) {
            all += 1;
            shared += usize::from(self.known.contains(&word));
        }
        let row = STRANGE.iter().find(|(length, _)| self.length >= *length);
        all < 2 || row.is_none_or(|(_, share)| shared * 100 > all * share)
    }
}

/// The beginnings of the longer words, which endings do not change; of scripts without spaces each two signs.
fn significant(text: &str) -> impl Iterator<Item = String> + '_ {
    let words = text.unicode_words().filter_map(|word| {
        let mut letters = word.chars().flat_map(char::to_lowercase);
        let stem: String = letters.by_ref().take(5).collect();
        (stem.chars().count() >= 4 && !stem.starts_with(text::is_wide)).then_some(stem)
    });
    let mut before = None;
    let pairs = text.chars().filter_map(move |c| {
        let pair = before
            .replace(c)
            .filter(|before| text::is_wide(*before) && text::is_wide(c));
        pair.filter(|b| b.is_alphabetic() && c.is_alphabetic())
            .map(|b| format!("{b}{c}"))
    });
    words.chain(pairs)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_of_the_site_is_not_of_the_article() {
        let body = "<p>The press came from a school that no longer needed it. Three neighbours carried it into a garage in winter and began to print a weekly paper for the valley.</p>".repeat(8);
        let words = Words::of(&body);
        for (description, expected) in [
            (
                "How three neighbours came to print a weekly in a garage.",
                true,
            ),
            ("A school gives its printing press away.", true),
            ("News and opinion from around the world.", false),
            ("Ihre Adresse für Werkzeug, Möbel und mehr.", false),
            ("Der Verein stellt sich und seine Arbeit vor.", false),
            ("世界の最新ニュースをお届けします。", false),
            ("Garage", true),
        ] {
            assert_eq!(words.know(description), expected, "{description}");
        }
        assert!(
            Words::of("<p>Too little to tell.</p>").know("News and opinion from around the world.")
        );
    }

    #[test]
    fn lists_of_search_words_are_no_summaries() {
        for (description, expected) in [
            ("printing, press, old press, garage, weekly paper", true),
            ("Presses tested ✓ Prices ✓ Buy now", true),
            (
                "We looked at presses, inks, papers, and at the people who use them.",
                false,
            ),
            ("Paper, ink, patience.", false),
            ("Done ✓", false),
        ] {
            assert_eq!(is_for_search(description), expected, "{description}");
        }
    }
}
