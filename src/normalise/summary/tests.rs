//! The cases of `tests/data/summaries`, and what must hold for any input.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::*;
use crate::article::Markup;

/// What is chosen in the end.
fn choose(
    own: Option<&Text>,
    content_html: &str,
    title: Option<&str>,
    limit: usize,
) -> Option<(String, SummaryOrigin)> {
    let (text, origin) = super::choose(own, content_html, title, limit);
    let text = text.or_else(|| super::opening(content_html, title, limit));
    text.zip(origin)
}

const CASES: &str = include_str!("../../../tests/data/summaries/cases.txt");

#[derive(Default)]
struct Case {
    name: String,
    fields: Vec<(String, String)>,
}

impl Case {
    fn get(&self, field: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(name, _)| name == field)
            .map(|(_, value)| value.as_str())
    }
}

fn cases() -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    for line in CASES.lines() {
        if let Some(name) = line.strip_prefix("=== ") {
            cases.push(Case {
                name: name.to_owned(),
                ..Case::default()
            });
            continue;
        }
        let Some(case) = cases.last_mut() else {
            continue;
        };
        if line.starts_with(' ') {
            if let Some((_, value)) = case.fields.last_mut() {
                value.push('\n');
                value.push_str(line);
            }
        } else if let Some((field, value)) = line.split_once(':') {
            case.fields
                .push((field.to_owned(), value.trim().to_owned()));
        }
    }
    cases
}

#[test]
fn summaries_are_what_a_reader_would_choose() {
    let cases = cases();
    assert!(cases.len() >= 40);
    let mut wrong = Vec::new();
    for case in &cases {
        let own = case
            .get("own")
            .map(|own| (own, Markup::Plain))
            .or_else(|| case.get("own-html").map(|own| (own, Markup::Html)))
            .map(|(value, markup)| Text {
                value: value.to_owned(),
                markup,
                base: None,
            });
        let limit = case
            .get("limit")
            .map_or(300, |limit| limit.parse().expect("a number"));
        let found = choose(
            own.as_ref(),
            case.get("html").unwrap_or_default(),
            case.get("title"),
            limit,
        )
        .map(|(text, _)| text)
        .unwrap_or_default();
        let expected = case.get("expect").expect("an expectation");
        if found != expected {
            wrong.push(format!(
                "{}\n  expected {expected:?}\n  found    {found:?}",
                case.name
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{}",
        wrong.len(),
        cases.len(),
        wrong.join("\n")
    );
}

#[test]
fn a_long_article_is_read_only_at_its_head() {
    let paragraph = "<p>One sentence of the article that is of some length.</p>";
    let summary = choose(None, &paragraph.repeat(20), None, 300);
    assert!(summary.is_some());
    assert_eq!(choose(None, &paragraph.repeat(200_000), None, 300), summary);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn never_longer_than_asked(own in "\\PC{0,200}|[a-z .<>p/]{0,200}", html in "(<p>|</p>|<br>|[a-zA-Z .…]|\\PC){0,100}", limit in 20_usize..300) {
        let own = Text { value: own, markup: Markup::Unsure, base: None };
        if let Some((summary, _)) = choose(Some(&own), &html, Some("title"), limit) {
            prop_assert!(summary.graphemes(true).count() <= limit);
            prop_assert!(!summary.is_empty() && !summary.contains('\n'));
        }
    }
}
