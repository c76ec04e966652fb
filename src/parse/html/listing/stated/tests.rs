//! What pages state of lists, and what they state besides.

use super::*;

fn base() -> Url {
    Url::parse("https://example.org/news").expect("an address")
}

/// Address and title of each article.
fn rows(articles: &[RawArticle]) -> Vec<(&str, &str)> {
    let rows = articles.iter().map(|article| {
        let title = article.title.as_ref();
        (
            article.link.as_deref().unwrap_or_default(),
            title.map_or("", |title| title.value.as_str()),
        )
    });
    rows.collect()
}

type Case = (
    &'static str,
    &'static str,
    &'static [(&'static str, &'static str)],
);

#[test]
fn lists_in_json_ld_are_read() {
    let cases: &[Case] = &[
        (
            "by position, an item without a title among them",
            r#"{"@type": "ItemList", "itemListElement": [
                {"@type": "ListItem", "position": 2, "url": "/2024/second"},
                {"@type": "ListItem", "position": 1, "item": {"@type": "Article", "headline": "The first of two", "url": "/2024/first"}}]}"#,
            &[
                ("https://example.org/2024/first", "The first of two"),
                ("https://example.org/2024/second", ""),
            ],
        ),
        (
            "known by `@id` alone",
            r#"{"@type": "Blog", "blogPost": [{"@type": "BlogPosting", "@id": "https://example.org/2024/kiln", "headline": "The kiln is lit"},
                {"@type": "BlogPosting", "@id": "https://example.org/2024/clay", "headline": "Clay from the brook"}]}"#,
            &[
                ("https://example.org/2024/kiln", "The kiln is lit"),
                ("https://example.org/2024/clay", "Clay from the brook"),
            ],
        ),
        (
            "side by side, the page itself among them",
            r#"[{"@type": "NewsArticle", "headline": "This very page", "url": "/news"}, {"@type": "NewsArticle", "headline": "A bridge is closed", "url": "/2024/bridge"}]"#,
            &[("https://example.org/2024/bridge", "A bridge is closed")],
        ),
        (
            "what it is about has an address too",
            r#"{"@type": "ItemList", "itemListElement": [{"@type": "Article", "name": "No address", "about": {"name": "Ash", "url": "/2024/ash"}}]}"#,
            &[],
        ),
        (
            "the way to the page",
            r#"{"@type": "BreadcrumbList", "itemListElement": [{"@type": "ListItem", "position": 1, "name": "Town news", "item": "https://example.org/2024/town"}]}"#,
            &[],
        ),
        (
            "goods",
            r#"{"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": {"@type": "Product", "name": "A jug of clay", "url": "/2024/jug"}}]}"#,
            &[],
        ),
    ];
    for (name, json, expected) in cases {
        let found = json_ld(&[(*json).to_owned()], &base());
        assert_eq!(rows(&found), *expected, "{name}");
    }
}

/// The list is that of the document; what no page would list as articles is left.
#[test]
fn a_state_has_much_besides_articles() {
    let menu = r#"{"main": [{"title": "Our town", "url": "/our/town"}, {"title": "Sport", "url": "/the/sport"}, {"title": "Culture", "url": "/the/culture"}, {"title": "Weather", "url": "/the/weather"}]}"#;
    let goods = r#"{"list": [{"node": {"title": "A jug of clay with a lid", "url": "/goods/jug-of-clay-3", "price": 5, "createdAt": "2024-05-03"}},
        {"node": {"title": "A bowl of ash wood, small", "url": "/goods/bowl-of-ash-4", "price": 6, "createdAt": "2024-05-03"}}]}"#;
    let sections = r#"{"list": [{"name": "Town", "slug": "town", "description": "All of the town."}, {"name": "Sport", "slug": "sport", "description": "All of it."}]}"#;
    let one = r#"{"posts": [{"title": "Alone on the whole page", "url": "/2024/alone", "date": "2024-05-03"}]}"#;
    for (name, json) in [
        ("a menu", menu),
        ("goods", goods),
        ("sections", sections),
        ("one", one),
    ] {
        let found = state(&[json.to_owned()], &base(), &[]);
        assert_eq!(rows(&found), [], "{name}");
    }
    let posts = r#"window.__STATE__ = {"posts": [{"title": "Ink dries slowly in May", "slug": "ink", "date": "2024-05-03"}, {"title": "Paper has two sides", "slug": "paper", "date": "2024-05-02"}]}"#;
    let links = [Url::parse("https://example.org/2024/05/ink/").expect("an address")];
    let scripts = [menu, posts, goods].map(str::to_owned);
    assert_eq!(
        rows(&state(&scripts, &base(), &links)),
        [
            (
                "https://example.org/2024/05/ink/",
                "Ink dries slowly in May"
            ),
            ("https://example.org/news/paper", "Paper has two sides")
        ]
    );
}
