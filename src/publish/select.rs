//! What a feed is a selection of: which articles pass its filter, and what the feeds that are made
//! one for each value are called.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::article::Article;
use crate::text;

/// Longest file name made from a value, in bytes, without extension (T-40).
const LONGEST_NAME: usize = 64;

/// Hexadecimal digits of the hash that tells apart values of one slug.
const HASH_DIGITS: usize = 8;

/// A feed as configured.
#[derive(Debug, Clone, PartialEq)]
pub struct FeedSpec {
    /// Unique name; the path below the output folder.
    pub name: String,
    /// Title; with `per`, `{value}` stands for the tag, author or source, `{title}` for the first plain feed's title.
    pub title: String,
    /// Description; defaults to the title.
    pub description: Option<String>,
    /// The site that the feed is of.
    pub link: url::Url,
    /// BCP 47 tag.
    pub language: Option<String>,
    /// Author for entries that have none.
    pub author: Option<String>,
    /// Names of sources; a single `*` for all.
    pub sources: Vec<String>,
    /// Most articles.
    pub limit: usize,
    /// Formats by name.
    pub formats: Vec<String>,
    /// One feed for each value.
    pub per: Option<Per>,
    /// Which articles.
    pub filter: Filter,
}

/// What there is one feed each of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Per {
    /// A feed for each tag.
    Tag,
    /// A feed for each author.
    Author,
    /// A feed for each source.
    Source,
}

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

/// What two spellings of one value have in common: white space folded, NFC, and case-folded (`ß`
/// and `SS` alike), so that `Rust` and `rust` are one tag and have one feed.
pub fn key(value: &str) -> String {
    text::fold(value)
        .nfc()
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// The file name, without extension, of the feed for a value: lower-case ASCII letters, digits and
/// hyphens, at most 64, never empty, a function of the value's [`key`] alone (T-40). A value that is such a
/// name stands as it is; any other is transliterated as far as that is simple and gets a hyphen
/// and eight digits of its hash, so that `C`, `C++` and `C#`, or two spellings in another
/// script, never share a file.
pub fn file_name(value: &str) -> String {
    let key = key(value);
    let mut name = slug(&key);
    if !name.is_empty()
        && name == key
        && name.len() <= LONGEST_NAME
        && !is_reserved(&name)
        && !ends_like_a_hash(&name)
    {
        return name;
    }
    let hash = blake3::hash(key.as_bytes()).to_hex();
    let hash = hash.get(..HASH_DIGITS).unwrap_or_default();
    name.truncate(LONGEST_NAME - HASH_DIGITS - 1);
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        format!("x-{hash}")
    } else {
        format!("{name}-{hash}")
    }
}

/// Letters that decomposition does not take apart.
const TRANSLITERATIONS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ı', "i"),
    ('&', " and "),
    ('+', " plus "),
    ('#', " sharp "),
];

fn slug(key: &str) -> String {
    let mut slug = String::new();
    let mut push = |character: char| match character {
        'a'..='z' | '0'..='9' => slug.push(character),
        _ if slug.ends_with('-') || slug.is_empty() => {}
        _ => slug.push('-'),
    };
    for character in key.nfkd().filter(|c| !is_combining_mark(*c)) {
        match TRANSLITERATIONS.iter().find(|(from, _)| *from == character) {
            Some((_, to)) => to.chars().for_each(&mut push),
            None => push(character),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Names that Windows keeps for devices, whatever the extension.
fn is_reserved(name: &str) -> bool {
    matches!(name, "con" | "prn" | "aux" | "nul")
        || name
            .strip_prefix("com")
            .or_else(|| name.strip_prefix("lpt"))
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a name could be taken for one with a hash.
fn ends_like_a_hash(name: &str) -> bool {
    name.rsplit_once('-').is_some_and(|(_, end)| {
        end.len() == HASH_DIGITS && end.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Fills `{title}` and `{value}` of a title; what is filled in is not looked at again.
pub fn fill(template: &str, title: &str, value: &str) -> String {
    let mut out = String::with_capacity(template.len() + title.len() + value.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let found = [("{title}", title), ("{value}", value)]
            .into_iter()
            .find_map(|(name, with)| Some((with, from.strip_prefix(name)?)));
        rest = match found {
            Some((with, after)) => {
                out.push_str(with);
                after
            }
            None => {
                out.push('{');
                from.get(1..).unwrap_or_default()
            }
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;
    use crate::article::Person;

    #[test]
    fn file_names_are_safe_and_stand_for_one_value() {
        let plain = ["rust", "2024", "machine-learning", "a"];
        for value in plain {
            assert_eq!(file_name(value), value);
        }
        let others = [
            "C++",
            "C#",
            "C",
            "c sharp",
            "a/b",
            "a b",
            "../../etc/x",
            "CON",
            "com1",
            ".",
            "..",
            "",
            " ",
            "\0",
            "machine learning",
            "Ärger",
            "日本語",
            "日本",
            "naïve",
            "naive!",
            "x-1a2b3c4d",
            "-",
            "--",
            "R&D",
            "r and d",
            "a--b",
            "a-b-",
            &"long".repeat(100),
            &"long".repeat(101),
        ];
        let mut seen: HashSet<String> = plain.iter().map(|value| (*value).to_owned()).collect();
        for value in others {
            let name = file_name(value);
            assert!(is_safe(&name), "T-40 {value:?} gave {name:?}");
            // The blank values are one value: none.
            assert!(
                seen.insert(name.clone()) || value == " ",
                "{value:?} shares {name:?}"
            );
        }
    }

    #[test]
    fn spellings_of_one_value_share_a_file() {
        for (one, other) in [
            ("Rust", "rUST"),
            ("Cafe\u{301}", "café"),
            ("STRASSE", "Straße"),
            ("  machine  learning ", "Machine Learning"),
        ] {
            assert_eq!(file_name(one), file_name(other), "T-40");
        }
        assert!(file_name("Über uns").starts_with("uber-uns-"));
        assert!(file_name("C++").starts_with("c-plus-plus-"));
        assert!(file_name("日本").starts_with("x-"));
    }

    fn is_safe(name: &str) -> bool {
        (1..=LONGEST_NAME).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !name.starts_with('-')
            && !is_reserved(name)
    }

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

    #[test]
    fn titles_are_filled_once() {
        for (template, expected) in [
            ("{title}: {value}", "Notes: {title} & Rust"),
            ("plain", "plain"),
            ("{value}{value}", "{title} & Rust{title} & Rust"),
            ("{other} {", "{other} {"),
        ] {
            assert_eq!(fill(template, "Notes", "{title} & Rust"), expected);
        }
    }

    proptest! {
        #[test]
        fn any_value_has_a_safe_name(value in any::<String>()) {
            let name = file_name(&value);
            prop_assert!(is_safe(&name), "T-40 {:?}", name);
            prop_assert_eq!(file_name(&key(&value)), name);
        }
    }
}
