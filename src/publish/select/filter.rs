//! Which articles a feed takes.

use super::name::key;
use crate::article::Article;
use crate::text;

/// Conditions on articles. A word or phrase is looked for in title, summary, tags and text, whole words
/// only, by case-folding; `tag:x`, `author:x`, `source:x` are exact by case-folding.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// At least one of these, when not empty.
    pub any: Vec<String>,
    /// All of these.
    pub all: Vec<String>,
    /// None of these.
    pub not: Vec<String>,
}

impl Filter {
    /// Whether it lets everything pass.
    pub fn is_empty(&self) -> bool {
        self.any.is_empty() && self.all.is_empty() && self.not.is_empty()
    }

    /// Whether an article of that source passes.
    pub fn matches(&self, article: &Article, source: &str) -> bool {
        let mut view = View {
            article,
            source,
            words: None,
        };
        (self.any.is_empty() || self.any.iter().any(|term| view.has(term)))
            && self.all.iter().all(|term| view.has(term))
            && !self.not.iter().any(|term| view.has(term))
    }
}

/// An article as a filter sees it; the text is made only when a word is asked for.
struct View<'a> {
    article: &'a Article,
    source: &'a str,
    words: Option<String>,
}

impl View<'_> {
    fn has(&mut self, term: &str) -> bool {
        let exact = |value: &str, wanted: &str| key(value) == key(wanted);
        match term
            .split_once(':')
            .map(|(field, wanted)| (field.trim(), wanted))
        {
            Some(("tag", wanted)) => self.article.tags.iter().any(|tag| exact(tag, wanted)),
            Some(("author", wanted)) => self
                .article
                .authors
                .iter()
                .any(|author| exact(&author.name, wanted)),
            Some(("source", wanted)) => exact(self.source, wanted),
            _ => {
                let article = self.article;
                let words = self.words.get_or_insert_with(|| words(article));
                contains_word(words, &key(term))
            }
        }
    }
}

/// Everything of an article in which words are looked for, folded. Fields are kept apart by a line
/// feed, which no folded term has.
fn words(article: &Article) -> String {
    let fields = [
        article.title.as_deref().unwrap_or_default(),
        article.summary.as_deref().unwrap_or_default(),
        &text::from_html(&article.content_html),
    ]
    .map(key)
    .into_iter();
    fields
        .chain(article.tags.iter().map(|tag| key(tag)))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Whether a folded text has a folded term with no letter or digit running on at either end. Scripts
/// that are written without spaces have no such ends: there any place will do.
fn contains_word(text: &str, term: &str) -> bool {
    let runs_on = |edge: Option<char>, beside: Option<char>| {
        edge.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c))
            && beside.is_some_and(|c| c.is_alphanumeric() && !is_unspaced(c))
    };
    !term.is_empty()
        && text.match_indices(term).any(|(at, found)| {
            let before = text.get(..at).and_then(|rest| rest.chars().next_back());
            let after = text
                .get(at + found.len()..)
                .and_then(|rest| rest.chars().next());
            !runs_on(term.chars().next(), before) && !runs_on(term.chars().next_back(), after)
        })
}

/// Scripts written without spaces between words: Thai, Lao, Khmer, Myanmar, kana, Han.
fn is_unspaced(character: char) -> bool {
    matches!(character,
        '\u{0e00}'..='\u{0eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Person;

    fn article() -> Article {
        Article {
            title: Some("Rust 1.90 released".into()),
            summary: Some("The compiler grew faster, naïve loops too.".into()),
            content_html: "<p>Trust in C++ and in 日本語で書く wood</p>".into(),
            tags: vec!["Release".into(), "Systems programming".into()],
            authors: vec![Person {
                name: "Ada Müller".into(),
                ..Person::default()
            }],
            ..Article::default()
        }
    }

    #[test]
    fn words_are_whole_and_fields_exact() {
        for (term, expected) in [
            ("rust", true),
            ("RUST", true),
            ("trus", false),
            ("us", false),
            ("rust 1.90", true),
            ("c++", true),
            ("NAÏVE", true),
            ("日本", true),
            ("released the", false),
            ("systems programming", true),
            ("program", false),
            ("tag:release", true),
            ("tag: Release", true),
            ("tag:rel", false),
            ("author:ada MÜLLER", true),
            ("author:ada", false),
            ("source:notes", true),
            ("source:note", false),
            ("", false),
        ] {
            let filter = Filter {
                any: vec![term.into()],
                ..Filter::default()
            };
            assert_eq!(filter.matches(&article(), "notes"), expected, "{term:?}");
        }
    }

    #[test]
    fn conditions_add_up() {
        let filter = |any: &[&str], all: &[&str], not: &[&str]| {
            let own = |terms: &[&str]| terms.iter().map(|term| (*term).to_owned()).collect();
            Filter {
                any: own(any),
                all: own(all),
                not: own(not),
            }
            .matches(&article(), "notes")
        };
        assert!(filter(&[], &[], &[]));
        assert!(filter(
            &["python", "rust"],
            &["compiler", "tag:release"],
            &["sponsored"]
        ));
        assert!(!filter(&["python"], &[], &[]));
        assert!(!filter(&[], &["rust", "python"], &[]));
        assert!(!filter(&["rust"], &[], &["source:notes"]));
    }
}
