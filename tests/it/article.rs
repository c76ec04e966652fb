//! Pages of articles as content systems write them: each page of tests/data/article begins with what an editor would keep
//! of it (`has`) and leave out (`not`), the title and the authors. A further case is a further file.

use std::path::PathBuf;

use chrono::{TimeZone, Utc};
use feedmill::article::{Article, Document, Origin};
use feedmill::text::from_html;
use feedmill::{normalise, parse};
use url::Url;

fn article(page: &str) -> Option<Article> {
    let address = Url::parse("https://town.example/a/story").ok()?;
    let document = Document {
        origin: Origin::Address(address.clone()),
        bytes: page.as_bytes().to_vec(),
        content_type: Some("text/html; charset=utf-8".into()),
        base: Some(address),
    };
    let parsed = parse::parse(&document, &parse::Options::default()).ok()?;
    let now = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).single()?;
    let options = normalise::Options::default();
    let base = document.base.as_ref();
    let articles = normalise::articles(parsed, &document.origin, base, &options, now);
    articles.into_iter().next()
}

/// What is wrong with the article of a page, after what its head expects.
fn misses(text: &str) -> Vec<String> {
    let (head, page) = text.split_once("-->\n").expect("a head");
    let article = article(page).expect("an article");
    let body = from_html(&article.content_html).replace('\n', " ");
    let names: Vec<&str> = article
        .authors
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    let names = names.join("; ");
    let title = article.title.as_deref().unwrap_or_default();
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .map(|(what, expected)| (what, expected.trim()))
        .filter(|(what, expected)| match *what {
            "title" => title != *expected,
            "authors" => names != *expected,
            "has" => !body.contains(expected),
            "not" => body.contains(expected),
            _ => true,
        })
        .map(|(what, expected)| format!("{what}: {expected}"))
        .collect()
}

#[test]
fn articles_are_those_of_an_editor() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/data/article");
    let mut pages = 0;
    for entry in std::fs::read_dir(folder).expect("the folder of pages") {
        let path = entry.expect("readable").path();
        let text = std::fs::read_to_string(&path).expect("readable");
        let misses = misses(&text);
        assert!(misses.is_empty(), "{}: {misses:#?}", path.display());
        pages += 1;
    }
    assert!(pages >= 27, "the set is whole");
}
