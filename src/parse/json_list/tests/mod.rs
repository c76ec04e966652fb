//! What is found in answers of many kinds without a word from anybody, and with one.

use super::*;
use crate::article::{DateOrigin, DateRole, Origin, Selector};

mod both_ways;
mod cases;

use cases::CASES;

const BASE: &str = "https://example.org/api/list?page=1";

fn read_with(text: &str, listing: Option<Listing>) -> Result<Parsed, Error> {
    let document = Document {
        origin: Origin::File("list.json".into()),
        bytes: text.as_bytes().to_vec(),
        content_type: Some("application/json".into()),
        base: Some(Url::parse(BASE).expect("an address")),
    };
    let options = Options {
        listing,
        ..Options::default()
    };
    crate::parse::parse(&document, &options)
}

fn read(text: &str) -> Parsed {
    read_with(text, None).unwrap_or_else(|error| panic!("{error}: {text}"))
}

#[test]
fn lists_are_found_as_a_person_would_find_them() {
    for (name, text, paths, first) in CASES {
        let parsed = read(text);
        assert_eq!((parsed.format, parsed.kind), ("JSON", Kind::List), "{name}");
        let listing = parsed.listing.expect("how it was found");
        let path = |field: &Option<Selector>| {
            field
                .as_ref()
                .map_or("", |field| field.path.as_str())
                .to_owned()
        };
        let item = listing.item.clone().unwrap_or_default();
        let found = [
            item,
            path(&listing.title),
            path(&listing.link),
            path(&listing.date),
        ];
        assert_eq!(found, *paths, "{name}");
        let article = parsed.articles.first().expect("an article");
        let title = article
            .title
            .as_ref()
            .map_or("", |title| title.value.as_str());
        let date = article
            .dates
            .iter()
            .find(|date| date.role == DateRole::Published);
        let date = date.map_or("", |date| date.text.as_str());
        assert_eq!(
            [title, article.link.as_deref().unwrap_or_default(), date],
            *first,
            "{name}"
        );
        // pasted back, it finds the same
        let again = read_with(text, Some(listing)).expect("a list");
        let links = |parsed: &[RawArticle]| {
            parsed
                .iter()
                .map(|a| (a.link.clone(), a.title.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(links(&again.articles), links(&parsed.articles), "{name}");
    }
}

#[test]
fn the_other_fields_are_read() {
    let posts = &read(CASES[0].1).articles[0];
    assert_eq!(posts.authors[0].name, "Ann Lee");
    assert_eq!(posts.image.as_deref(), Some("https://example.org/b.jpg"));
    assert_eq!(
        posts.content.as_ref().map(|text| text.value.as_str()),
        Some("<p>Long ago.</p>")
    );
    assert_eq!(
        posts.summary.as_ref().map(|text| text.value.as_str()),
        Some("<p>Short.</p>")
    );
    assert_eq!(
        posts
            .dates
            .iter()
            .find(|date| date.role == DateRole::Updated)
            .map(|date| date.text.as_str()),
        Some("2024-05-04T08:00:00Z")
    );
    assert!(posts.tags.is_empty() && posts.id.is_none());
    let platform = &read(CASES[1].1).articles[0];
    assert_eq!(
        (platform.tags.as_slice(), platform.authors[0].name.as_str()),
        (&["Ink".to_owned()][..], "Bo")
    );
    let search = read(CASES[2].1);
    assert_eq!(
        (
            search.articles[1].id.as_deref(),
            search.articles[1].link.as_deref()
        ),
        (Some("42"), None),
        "an id for want of an address"
    );
    let drupal = read(CASES[4].1);
    assert_eq!(
        drupal.more.next.map(String::from).as_deref(),
        Some("https://example.org/jsonapi/node/article?page=2")
    );
    let graph = &read(CASES[6].1).articles[0];
    assert_eq!(graph.authors[0].name, "Ann Lee");
}

#[test]
fn the_operator_has_the_last_word() {
    let text = r#"{"a": {"list": [{"head": "First of them", "slug": "one", "when": "04/03/2024", "lead": "L"}, {"head": "Second of them", "slug": "two", "when": "05/03/2024"},
        {"head": "No slug", "when": "x"}]}, "other": [{"title": "A better list than the other", "url": "/x", "date": "2024-05-03"}, {"title": "With two items of its own", "url": "/y", "date": "2024-05-03"}]}"#;
    let at = |path: &str| {
        Some(Selector {
            path: path.into(),
            attribute: None,
        })
    };
    for item in ["a.list", "$.a.list", "/a/list", "a.list[*]", "*.list"] {
        let listing = Listing {
            item: Some(item.into()),
            title: at("head"),
            link: at("https://example.org/news/{slug}"),
            date: at("when"),
            date_format: Some("%d/%m/%Y".into()),
            ..Listing::default()
        };
        let parsed = read_with(text, Some(listing)).expect("a list");
        let links: Vec<_> = parsed
            .articles
            .iter()
            .filter_map(|article| article.link.as_deref())
            .collect();
        assert_eq!(
            links,
            [
                "https://example.org/news/one",
                "https://example.org/news/two"
            ],
            "{item}"
        );
        let date = &parsed.articles[0].dates[0];
        assert_eq!(
            (date.text.as_str(), date.origin, date.field),
            ("2024-03-04", DateOrigin::Feed, "listing")
        );
    }
    let wrong = Listing {
        item: Some("a.lists".into()),
        ..Listing::default()
    };
    let error = read_with(text, Some(wrong))
        .expect_err("refused")
        .to_string();
    assert!(error.contains("`a.lists`"), "{error}");
    let empty = Listing {
        item: Some("items".into()),
        ..Listing::default()
    };
    let parsed = read_with(r#"{"items": []}"#, Some(empty)).expect("an empty list");
    assert!(parsed.articles.is_empty() && parsed.kind == Kind::List);
}

/// `date_format` does in JSON what it does in pages: the date may stand anywhere in the text, in any language, and it is
/// told of when it fits nothing.
#[test]
fn dates_are_written_as_the_operator_says() {
    let listing = |format: &str, date: Option<&str>| Listing {
        date: date.map(|path| Selector {
            path: path.into(),
            attribute: None,
        }),
        date_format: Some(format.into()),
        ..Listing::default()
    };
    let text = |first: &str, second: &str| {
        format!(
            r#"[{{"title": "The press runs again", "url": "/a", "date": "{first}", "lang": "hr"}},
                {{"title": "The press stands still", "url": "/b", "date": "{second}"}}]"#
        )
    };
    for (dates, format, path, expected) in [
        (
            ["Stand: 3.5.2024 (neu)", "04.05.2024"],
            "%d.%m.%Y",
            Some("date"),
            ["2024-05-03", "2024-05-04"],
        ),
        (
            ["3. svibnja 2024", "4 mei 2024"],
            "%d %B %Y",
            Some("date"),
            ["3. svibnja 2024", "2024-05-04"],
        ),
        (
            ["12. listopada 2024", "12. listopada 2024"],
            "%d. %B %Y",
            None,
            ["2024-10-12", "2024-11-12"],
        ),
        (
            ["03/04/2024", "05/04/2024"],
            "%m/%d/%Y",
            None,
            ["2024-03-04", "2024-05-04"],
        ),
    ] {
        let parsed =
            read_with(&text(dates[0], dates[1]), Some(listing(format, path))).expect("a list");
        let found: Vec<_> = parsed
            .articles
            .iter()
            .map(|article| article.dates[0].text.as_str())
            .collect();
        assert_eq!(found, expected, "{format}");
        assert!(parsed.warnings.is_empty(), "{:?}", parsed.warnings);
    }
    let parsed = read_with(
        &text("2024-05-03", "2024-05-04"),
        Some(listing("%d.%m.%Y", None)),
    )
    .expect("a list");
    assert_eq!(parsed.articles[0].dates[0].field, "published");
    assert!(
        parsed
            .warnings
            .iter()
            .any(|warning| warning.contains("fits none") && warning.contains("2024-05-03")),
        "{:?}",
        parsed.warnings
    );
}

#[test]
fn the_next_page_is_an_address_or_none() {
    let next = |around: &str| {
        let text = format!(
            r#"{{"posts": [{{"title": "A title of some words", "url": "/a", "date": "2024-05-03", "next": "https://example.org/inside"}}], {around}}}"#
        );
        read(&text).more.next.map(String::from)
    };
    for (around, expected) in [
        (
            r#""next": "https://example.org/api/list?page=2""#,
            Some("https://example.org/api/list?page=2"),
        ),
        (
            r#""next_page_url": "/api/list?page=2""#,
            Some("https://example.org/api/list?page=2"),
        ),
        (
            r#""links": {"self": "https://example.org/api/x", "next": "?page=2"}"#,
            Some("https://example.org/api/list?page=2"),
        ),
        (
            r#""_links": {"self": {"href": "https://example.org/s"}, "next": {"href": "https://example.org/n"}}"#,
            Some("https://example.org/n"),
        ),
        (
            r#""paging": {"cursors": {"after": "x"}, "next": "https://example.org/n"}"#,
            Some("https://example.org/n"),
        ),
        (
            r#""@odata.nextLink": "https://example.org/n""#,
            Some("https://example.org/n"),
        ),
        (r#""next": 2"#, None),
        (r#""next": "abc""#, None),
        (r#""next": "javascript:alert(1)""#, None),
        (r#""next": "https://example.org/api/list?page=1""#, None),
    ] {
        assert_eq!(next(around).as_deref(), expected, "{around}");
    }
}

#[test]
fn what_has_no_list_of_articles_is_refused() {
    for text in [
        "[]",
        "{}",
        "[1, 2, 3]",
        r#"{"posts": []}"#,
        r#"{"error": "not found", "status": 404}"#,
        r#"[{"name": "Ann", "url": "/ann"}, {"name": "Bo", "url": "/bo"}, {"name": "Cy", "url": "/cy"}]"#,
        r#"{"menu": [{"title": "Home", "url": "/"}, {"title": "Town", "url": "/town"}]}"#,
        r#"[{"title": "Same", "url": "/a"}, {"title": "Same", "url": "/b"}, {"title": "Same", "url": "/c"}]"#,
        r#"[{"id": 1, "value": 5}, {"id": 2, "value": 6}]"#,
        r#"{"features": [{"type": "Feature", "geometry": {"coordinates": [1, 2]}, "properties": {"name": "A"}}]}"#,
    ] {
        let error = read_with(text, None).expect_err(text).to_string();
        assert!(error.contains("JSON"), "{error}");
    }
    let cut = &CASES[0].1[..300];
    assert!(read_with(cut, None).is_err());
}

/// T-12, T-13: bounds, and time that is linear in the text.
#[test]
fn hostile_ones_do_no_harm() {
    let item = |n: usize| {
        format!(
            r#"{{"title": "A title of some words {n}", "url": "/a/{n}", "date": "2024-05-03"}}"#
        )
    };
    let many: Vec<String> = (0..ITEMS + 5).map(item).collect();
    let parsed = read(&format!("[{}]", many.join(",")));
    assert_eq!(parsed.articles.len(), ITEMS);
    assert!(parsed.incomplete);
    let deep = format!(
        "{}{}{}",
        r#"{"a":"#.repeat(100),
        vec!["{\"b\":{}}"; 20_000]
            .join(",")
            .replace("{\"b\":{}},", "[{}],")
            .replace("{\"b\":{}}", "[]"),
        "}".repeat(100)
    );
    let wide = format!(
        "[{}]",
        (0..50_000)
            .map(|n| format!(r#"{{"k{n}": [{{"title": "x"}}]}}"#))
            .collect::<Vec<_>>()
            .join(",")
    );
    let members = format!(
        "[{{{}}}]",
        (0..100_000)
            .map(|n| format!(r#""title{n}": {{"url": "/a"}}"#))
            .collect::<Vec<_>>()
            .join(",")
    );
    let nested = format!("{}1{}", "[".repeat(120), "]".repeat(120));
    for text in [deep, wide, members, nested] {
        assert!(read_with(&text, None).is_err());
    }
    let listing = Listing {
        item: Some("*.".repeat(10_000)),
        title: Some(Selector {
            path: "{".repeat(10_000),
            attribute: None,
        }),
        ..Listing::default()
    };
    let _ = read_with(CASES[0].1, Some(listing));
}
