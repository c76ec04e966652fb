//! Summaries (product.md): the documents of tests/data/summary, each with the summary that an editor would write. A further
//! case is a further file and its line in expected.txt.

use std::path::Path;

use chrono::{TimeZone, Utc};
use feedmill::article::{Document, Origin};
use feedmill::{normalise, parse};
use url::Url;

const EXPECTED: &str = include_str!("../data/summary/expected.txt");

fn summary(name: &str) -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data/summary")
        .join(name);
    let document = Document {
        origin: Origin::File(name.to_owned()),
        bytes: std::fs::read(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display())),
        content_type: None,
        base: Url::parse("https://town.example/").ok(),
    };
    let parsed = parse::parse(&document, &parse::Options::default()).expect("a document");
    let now = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).single()?;
    let options = normalise::Options::default();
    let articles = normalise::articles(
        parsed,
        &document.origin,
        document.base.as_ref(),
        &options,
        now,
    );
    articles.into_iter().next()?.summary
}

#[test]
fn summaries_are_those_of_an_editor() {
    let cases: Vec<(&str, &str)> = EXPECTED
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect();
    let languages: std::collections::BTreeSet<&str> = cases
        .iter()
        .filter_map(|(name, _)| name.split('-').next())
        .collect();
    assert!(
        cases.len() >= 66 && languages.len() >= 14,
        "the set is whole"
    );
    let misses: Vec<String> = cases
        .iter()
        .filter_map(|(name, expected)| {
            let found = summary(name).unwrap_or_default();
            (found != *expected)
                .then(|| format!("{name}\n  expected {expected}\n  found    {found}"))
        })
        .collect();
    assert!(
        misses.is_empty(),
        "{} of {} are not as expected:\n{}",
        misses.len(),
        cases.len(),
        misses.join("\n")
    );
}
