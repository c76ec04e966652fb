//! Pages that list articles, and pages that do not: each page of tests/data/listing stands beside what is to be found on it.

use std::path::PathBuf;

use feedmill::article::{Document, Kind, Origin, Parsed, RawArticle};
use feedmill::parse;
use serde::Deserialize;
use url::Url;

/// What is expected of a page.
#[derive(Deserialize)]
struct Expected {
    address: Url,
    items: Vec<Item>,
    next: Option<Url>,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Item {
    link: String,
    title: String,
    date: Option<String>,
}

fn pages(folder: &str) -> Vec<(String, Vec<u8>, PathBuf)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(folder);
    let mut pages: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of pages")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "html")
        })
        .map(|path| {
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read(&path).expect("readable"), path)
        })
        .collect();
    pages.sort();
    pages
}

fn read(bytes: &[u8], address: &Url, options: &parse::Options) -> Parsed {
    let document = Document {
        origin: Origin::Address(address.clone()),
        bytes: bytes.to_vec(),
        content_type: Some("text/html; charset=utf-8".into()),
        base: Some(address.clone()),
    };
    parse::parse(&document, options).expect("a page")
}

fn item(article: &RawArticle) -> Item {
    Item {
        link: article.link.clone().unwrap_or_default(),
        title: article
            .title
            .as_ref()
            .map(|title| title.value.clone())
            .unwrap_or_default(),
        date: article.dates.first().map(|date| date.text.clone()),
    }
}

/// The lists of all pages are found exactly, without a selector: precision and recall of the links, and of titles and dates.
#[test]
fn lists_are_found_without_a_selector() {
    let (mut taken, mut wanted, mut right, mut whole, mut faults) = (0, 0, 0, 0, Vec::new());
    let pages = pages("listing");
    assert!(pages.len() >= 25, "the pages are there");
    for (name, bytes, path) in &pages {
        let json = std::fs::read(path.with_extension("json")).expect("its expectation");
        let expected: Expected = serde_json::from_slice(&json).expect(name);
        let parsed = read(bytes, &expected.address, &parse::Options::default());
        let is_list = parsed.kind == Kind::List;
        let found: Vec<Item> = if is_list {
            parsed.articles.iter().map(item).collect()
        } else {
            Vec::new()
        };
        let same = found
            .iter()
            .filter(|found| expected.items.iter().any(|item| item.link == found.link))
            .count();
        taken += found.len();
        wanted += expected.items.len();
        right += same;
        let links = |items: &[Item]| {
            items
                .iter()
                .map(|item| item.link.clone())
                .collect::<Vec<_>>()
        };
        let mut fault = String::new();
        if links(&found) != links(&expected.items) {
            fault = format!(
                "{} of {} items, {} too many",
                same,
                expected.items.len(),
                found.len() - same
            );
        } else if let Some((found, item)) = found
            .iter()
            .zip(&expected.items)
            .find(|(found, item)| found != item)
        {
            fault = format!("{found:?} for {item:?}");
        } else if parsed.more.next != expected.next {
            fault = format!("next page {:?} for {:?}", parsed.more.next, expected.next);
        }
        if fault.is_empty() {
            whole += 1;
        } else {
            faults.push(format!("{name}: {:?}: {fault}", parsed.kind));
        }
    }
    let of = |part: usize, all: usize| part as f64 / all.max(1) as f64;
    let figures = format!(
        "{whole} of {} pages exactly; precision {:.3}, recall {:.3}",
        pages.len(),
        of(right, taken),
        of(right, wanted)
    );
    assert!(faults.is_empty(), "{figures}\n{}", faults.join("\n"));
}

/// What is printed for the operator to paste finds the same items, titles, dates, summaries and pictures.
#[test]
fn the_printed_selectors_find_the_same_again() {
    let (mut printed, mut faults) = (0, Vec::new());
    let pages = pages("listing");
    for (name, bytes, path) in &pages {
        let json = std::fs::read(path.with_extension("json")).expect("its expectation");
        let expected: Expected = serde_json::from_slice(&json).expect(name);
        let found = read(bytes, &expected.address, &parse::Options::default());
        let Some(listing) = found.listing.clone() else {
            if !name.starts_with("script_") && !name.starts_with("json_ld") {
                faults.push(format!("{name}: none"));
            }
            continue;
        };
        printed += 1;
        let options = parse::Options {
            listing: Some(listing),
            ..parse::Options::default()
        };
        let again = read(bytes, &expected.address, &options);
        if again.articles != found.articles || !again.warnings.is_empty() {
            let other = again
                .articles
                .iter()
                .zip(&found.articles)
                .find(|(one, other)| one != other);
            faults.push(format!(
                "{name}: {} items for {}, {:?}, {other:?}",
                again.articles.len(),
                found.articles.len(),
                again.warnings
            ));
        }
    }
    assert!(
        faults.is_empty(),
        "{printed} of {}\n{}",
        pages.len(),
        faults.join("\n")
    );
}
