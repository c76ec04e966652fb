//! Ids: the ladder, what is published of it, and what is for good.

use super::*;
use crate::article::Text;
use proptest::prelude::*;

fn file(path: &str) -> Origin {
    Origin::File(path.to_owned())
}

fn address() -> Origin {
    Origin::Address(Url::parse("https://example.org/feed").expect("an address"))
}

fn raw(id: Option<&str>, title: &str) -> RawArticle {
    RawArticle {
        id: id.map(str::to_owned),
        title: Some(Text {
            value: title.to_owned(),
            ..Text::default()
        }),
        ..RawArticle::default()
    }
}

#[test]
fn the_ladder() {
    // G-01, B02, B06, B09
    let link = Some("https://example.org/a");
    for (id, url, origin, expected, from) in [
        (Some("abc"), link, address(), "abc", IdOrigin::Own),
        (Some("0"), link, address(), "0", IdOrigin::Own),
        (Some("00"), link, address(), "00", IdOrigin::Own),
        (Some("false"), link, address(), "false", IdOrigin::Own),
        (Some("aB"), link, address(), "aB", IdOrigin::Own),
        (
            Some(" "),
            link,
            address(),
            "https://example.org/a",
            IdOrigin::Link,
        ),
        (
            None,
            link,
            address(),
            "https://example.org/a",
            IdOrigin::Link,
        ),
        (
            None,
            link,
            file("notes/a b.md"),
            "notes/a%20b.md",
            IdOrigin::Path,
        ),
        (None, None, file("e\u{301}.md"), "%C3%A9.md", IdOrigin::Path),
        (Some("abc"), link, file("a.md"), "abc", IdOrigin::Own),
    ] {
        let found = propose(&raw(id, "t"), url, &origin);
        assert_eq!((found.value.as_str(), found.origin), (expected, from));
    }
    let content = propose(&raw(None, "t"), None, &address());
    assert_eq!(content.origin, IdOrigin::Content);
    assert_eq!(content, propose(&raw(None, "t"), None, &address()));
    assert_ne!(content, propose(&raw(None, "u"), None, &address()));
}

#[test]
fn the_id_does_not_follow_the_title() {
    // B02: retitled ten times, one id
    let ids: std::collections::HashSet<String> = (0..10)
        .map(|n| propose(&raw(None, &format!("t{n}")), None, &file("a.md")).value)
        .collect();
    assert_eq!(ids.len(), 1);
}

#[test]
fn published_ids_are_iris() {
    let own = |value: &str| Identity {
        value: value.to_owned(),
        origin: IdOrigin::Own,
        address: None,
    };
    for (value, expected) in [
        ("https://example.org/a?b=1", "https://example.org/a?b=1"),
        ("tag:example.org,2024:x", "tag:example.org,2024:x"),
        (
            "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
            "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a",
        ),
        ("0", "tag:press.example,2026:notes/0"),
        ("a b<c>", "tag:press.example,2026:notes/a%20b%3Cc%3E"),
        ("Note: x", "tag:press.example,2026:notes/Note%3A%20x"),
        (
            "http:nothing",
            "tag:press.example,2026:notes/http%3Anothing",
        ),
        ("C:\\x", "tag:press.example,2026:notes/C%3A%5Cx"),
        (
            "http://WWW.Example.org/%7eada",
            "http://www.example.org/~ada",
        ),
        ("yt:video:dQw4", "yt:video:dQw4"),
    ] {
        assert_eq!(
            qualify(&own(value), "press.example,2026", "notes"),
            expected
        );
    }
    let path = Identity {
        value: "a%20b.md".to_owned(),
        origin: IdOrigin::Path,
        address: None,
    };
    assert_eq!(
        qualify(&path, "press.example,2026", "my notes"),
        "tag:press.example,2026:my%20notes/a%20b.md"
    );
}

#[test]
fn what_is_written_as_a_relative_address_is_published_as_an_absolute_one() {
    // what knows an article in the state stays verbatim, so that a feed may move
    let relative = RawArticle {
        id_address: Some("https://Example.org/feeds/42".to_owned()),
        ..raw(Some("42"), "t")
    };
    let identity = propose(&relative, None, &address());
    assert_eq!(identity.value, "42");
    assert_eq!(
        qualify(&identity, "press.example,2026", "notes"),
        "https://example.org/feeds/42"
    );
    let at = |id: &str, address: Option<&str>| Article {
        identity: Identity {
            value: id.to_owned(),
            origin: IdOrigin::Own,
            address: address.map(str::to_owned),
        },
        title: Some(id.to_owned()),
        ..Article::default()
    };
    let both = "https://example.org/42";
    let mut articles = [at("42", Some(both)), at(both, None)];
    distinguish(&mut articles);
    let [one, other] =
        articles.map(|article| qualify(&article.identity, "press.example,2026", "notes"));
    assert_ne!(one, other, "A-09");
}

#[test]
fn what_has_no_canonical_form_is_hashed() {
    // Latin-1 in an escape, an escape of an escape
    for value in [
        "https://example.org/%E9",
        "https://example.org/?u=%252F",
        "50%20off",
    ] {
        let identity = Identity {
            value: value.to_owned(),
            origin: IdOrigin::Own,
            address: None,
        };
        let id = qualify(&identity, "press.example,2026", "notes");
        assert!(id.starts_with("tag:press.example,2026:blake3-"), "{id}");
    }
}

#[test]
fn these_ids_are_for_good() {
    // Written down once. If this test fails, the program is wrong, not the test.
    let long = propose(&raw(Some(&"x".repeat(3000)), "t"), None, &address());
    assert_eq!(long.value, "blake3-332de50b357a609c62a13bf997a4fa66");
    let content = propose(&raw(None, "A title"), None, &address());
    assert_eq!(content.value, "blake3-dce97672d0e82d49b1ab0d71794862e7");
}

fn article(id: &str, url: Option<&str>, title: &str) -> Article {
    Article {
        identity: Identity {
            value: id.to_owned(),
            origin: IdOrigin::Own,
            address: None,
        },
        url: url.map(str::to_owned),
        title: Some(title.to_owned()),
        ..Article::default()
    }
}

#[test]
fn ten_articles_with_one_id_stay_ten() {
    // B07, B08
    let make = |from: usize| -> Vec<Article> {
        (from..10)
            .map(|n| article("N/A", Some(&format!("https://example.org/{n}")), "Same"))
            .chain([
                article("x", Some("https://example.org/"), "One"),
                article("x", Some("https://example.org/"), "Two"),
                article("x", Some("https://example.org/"), "Two"),
                article("alone", None, "Alone"),
            ])
            .collect()
    };
    let ids = |mut articles: Vec<Article>| -> Vec<String> {
        distinguish(&mut articles);
        articles
            .into_iter()
            .map(|article| article.identity.value)
            .collect()
    };
    let all = ids(make(0));
    let unique: std::collections::HashSet<&String> = all.iter().collect();
    assert_eq!(unique.len(), all.len());
    assert_eq!(all.last().map(String::as_str), Some("alone"));
    let spellings = [
        "http://example.org",
        "HTTP://example.org:80/",
        "http://example.org/#a",
    ];
    let ids_of_spellings = ids(spellings.map(|id| article(id, None, id)).into());
    assert_ne!(ids_of_spellings[0], spellings[0], "A-08");
    assert_ne!(ids_of_spellings[1], spellings[1], "A-08");
    assert_eq!(ids_of_spellings[2], spellings[2]);
    // articles that went or came above leave the others as they are
    assert_eq!(ids(make(3)), all[3..]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn any_id_becomes_a_short_iri(value in "\\PC{0,400}|[a-z:/#%<> ]{0,300}", source in "\\PC{0,300}") {
        let raw = raw(Some(&value), "t");
        let identity = propose(&raw, None, &address());
        let id = qualify(&identity, "press.example,2026", &source);
        prop_assert!(id.len() <= LONGEST);
        prop_assert!(is_iri(&id), "{}", id);
    }
}
