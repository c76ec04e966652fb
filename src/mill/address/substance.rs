//! Whether a page that neither announces a feed nor says that it is an article is one after all.

use crate::article::Article;
use crate::text;

/// So much text has an article, in characters.
const LEAST: usize = 250;

/// Whether a text is long enough to be that of an article.
pub(super) fn is_much(text: &str) -> bool {
    text.chars().count() >= LEAST
}

/// Whether what was made of a page says enough to be an article.
pub fn is_substantial(article: &Article) -> bool {
    article.title.is_some() && is_much(&text::from_html(&article.content_html))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_counts_and_markup_does_not() {
        let article = |title: &str, html: String| Article {
            title: (!title.is_empty()).then(|| title.to_owned()),
            content_html: html,
            ..Article::default()
        };
        let word = |text: &str, times: usize| format!("<p>{}</p>", text.repeat(times));
        for (title, html, expected) in [
            ("A title", word("word ", 60), true),
            ("A title", word("word ", 40), false),
            ("A title", word("слово ", 30), false),
            (
                "A title",
                word("<a href=\"/a/long/address\">go</a> ", 30),
                false,
            ),
            ("", word("word ", 60), false),
        ] {
            assert_eq!(
                is_substantial(&article(title, html.clone())),
                expected,
                "{html}"
            );
        }
    }
}
