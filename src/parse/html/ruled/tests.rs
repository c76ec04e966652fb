//! Pages of our own with the rules of their sites → what is parsed.

use crate::article::{Document, Kind, Origin, Parsed};
use crate::parse::{Options, SiteRules, parse};

fn ruled(files: &[(&str, &str)], html: &str) -> Parsed {
    ruled_at("https://example.org/a", files, html)
}

fn ruled_at(address: &str, files: &[(&str, &str)], html: &str) -> Parsed {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let (rules, warnings) = SiteRules::new(files);
    assert_eq!(warnings, Vec::<String>::new());
    let options = Options {
        rules: Some(rules.into()),
        ..Options::default()
    };
    let url = url::Url::parse(address).expect("an address");
    let document = Document {
        origin: Origin::Address(url.clone()),
        bytes: html.as_bytes().to_vec(),
        content_type: Some("text/html; charset=utf-8".into()),
        base: Some(url),
    };
    parse(&document, &options).expect("a page")
}

/// What a rule for a site says goes before the page's own reading, what one for all pages says after it.
#[test]
fn rules_of_a_site_go_first_and_those_for_all_pages_last() {
    let html = "<!doctype html><html><head><title>Own title</title><meta name='author' content='Own Author'>\
        <meta property='article:published_time' content='2024-05-01'></head><body><h1>Own title</h1>\
        <p class='line'>Rule Author, <i>2 June 2024</i></p><div class='a'><p>The first sentence of the article stands in this block.</p></div>\
        <div class='b'><p>The second block has some more, and would be taken with it.</p></div></body></html>";
    let rule = "title: 'Rule title'\nauthor: //p[@class='line']/text()\ndate: //i\nbody: //div[@class='a']";
    let first = |parsed: &Parsed| {
        let article = &parsed.articles[0];
        let content = article
            .content
            .as_ref()
            .map(|text| text.value.clone())
            .unwrap_or_default();
        (
            article
                .title
                .as_ref()
                .map(|text| text.value.clone())
                .unwrap_or_default(),
            article
                .authors
                .iter()
                .map(|person| person.name.clone())
                .collect::<Vec<_>>()
                .join(" & "),
            article
                .dates
                .first()
                .map(|date| (date.text.clone(), date.field))
                .unwrap_or_default(),
            content.contains("second block"),
        )
    };
    let own = ruled(&[("example.org.txt", rule)], html);
    assert_eq!(own.kind, Kind::Article);
    let date = ("2 June 2024".to_owned(), "site rule");
    assert_eq!(
        first(&own),
        ("Rule title".into(), "Rule Author,".into(), date, false)
    );
    let global = ruled(&[("global.txt", rule)], html);
    assert_eq!(global.kind, Kind::Page);
    let date = ("2024-05-01".to_owned(), "article:published_time");
    assert_eq!(
        first(&global),
        ("Own title".into(), "Own Author".into(), date, false)
    );
    let bare = "<!doctype html><html><body><p class='line'>Rule Author</p><div class='b'><i>2 June 2024</i></div></body></html>";
    let (title, authors, (date, _), _) = first(&ruled(&[("global.txt", rule)], bare));
    assert_eq!(
        (title.as_str(), authors.as_str(), date.as_str()),
        ("Rule title", "Rule Author", "2 June 2024")
    );
}

#[test]
fn a_rule_without_a_body_leaves_the_page_to_its_own_reading_unless_it_says_otherwise() {
    let html = format!(
        "<!doctype html><html><head><title>T</title><script type='application/ld+json'>{{\"@type\":\"Article\",\"headline\":\"From JSON\"}}</script></head>\
         <body><article><h1>T</h1>{}<aside class='x'>Aside</aside></article></body></html>",
        "<p>A sentence that is long enough to be taken for a piece of prose, with a comma in it.</p>".repeat(6)
    );
    for (rule, has_text) in [
        ("body: //main\nstrip: //p", true),
        ("body: //main\nstrip: //p\nautodetect_on_failure: yes", true),
        ("body: //main\nautodetect_on_failure: no", false),
        ("strip: //aside\nautodetect_on_failure: no", true),
    ] {
        let parsed = ruled(&[("example.org.txt", rule)], &html);
        let content = parsed.articles[0]
            .content
            .as_ref()
            .map(|text| text.value.as_str());
        assert_eq!(
            content.is_some_and(|text| text.contains("A sentence")),
            has_text,
            "{rule}"
        );
    }
    let title = |rule| {
        ruled(&[("example.org.txt", rule)], &html).articles[0]
            .title
            .clone()
            .map(|text| text.value)
    };
    assert_eq!(title("skip_json_ld: no").as_deref(), Some("From JSON"));
    assert_eq!(title("skip_json_ld: yes").as_deref(), Some("T"));
}

/// `prune` is about forms and buttons; prompts go in any case, as from every page.
#[test]
fn what_is_no_prose_goes_from_the_body_of_a_rule_unless_it_is_to_stay() {
    let html = "<!doctype html><html><body><div class='a'><p>The first sentence of the article stands in this very block.</p>\
        <form><p>How would you vote in this question, if it were yours to decide?</p></form><script>x()</script>\
        <p>Subscribe to our newsletter</p><p>The last sentence of the article stands here, below the form.</p></div></body></html>";
    for (prune, form) in [("", false), ("\nprune: yes", false), ("\nprune: no", true)] {
        let parsed = ruled(&[("example.org.txt", &format!("body: //div{prune}"))], html);
        let content = parsed.articles[0]
            .content
            .as_ref()
            .map(|text| text.value.as_str())
            .unwrap_or_default();
        assert!(
            content.contains("first sentence") && content.contains("last sentence"),
            "{content}"
        );
        assert!(
            !content.contains("x()") && !content.contains("newsletter"),
            "{content}"
        );
        assert_eq!(
            content.contains("How would you"),
            form,
            "{prune}: {content}"
        );
    }
}

#[test]
fn links_of_a_rule_are_absolute_and_lead_away_and_a_front_page_is_no_article() {
    let html = "<!doctype html><html><head><base href='/news/'></head><body><div class='a'>Some text</div><a href='2'>next</a><i>//example.org/a</i></body></html>";
    let parsed = ruled(
        &[(
            "example.org.txt",
            "next_page_link: //a\nsingle_page_link: string(//i)\nbody: //div",
        )],
        html,
    );
    assert_eq!(
        parsed.more.next.map(String::from).as_deref(),
        Some("https://example.org/news/2")
    );
    assert_eq!(parsed.more.whole, None, "the page itself");
    for (address, kind) in [
        ("https://example.org/", Kind::Page),
        ("https://example.org/a", Kind::Article),
    ] {
        let rules = &[("example.org.txt", "body: //div")];
        assert_eq!(ruled_at(address, rules, html).kind, kind);
    }
}

/// Many rules find a body on the lists of their site as well, and an article may have more of a list around it than text.
#[test]
fn a_list_stays_one_unless_the_body_of_the_rule_is_a_text() {
    let news = ["River", "Bridge", "Market", "School", "Harbour", "Station", "Theatre", "Forest"].map(|name| {
        format!("<article class='card'><h2><a href='/2024/{name}'>The {name} is to be open on Sundays again</a></h2><p>Since May it was not.</p></article>")
    });
    let html = format!(
        "<!doctype html><html><head><title>News</title></head><body><div class='story'><p>A story of the valley stands here, and is told in a sentence or two, \
         with a comma.</p></div><main>{}</main></body></html>",
        news.concat()
    );
    assert_eq!(ruled(&[], &html).kind, Kind::List);
    for (rule, kind) in [
        ("body: //main", Kind::List),
        ("body: //div[@class='story']", Kind::Article),
        ("body: //table", Kind::List),
        ("strip: //article", Kind::List),
    ] {
        let parsed = ruled(&[("example.org.txt", rule)], &html);
        assert_eq!(parsed.kind, kind, "{rule}");
        let expected = if kind == Kind::List { news.len() } else { 1 };
        assert_eq!(parsed.articles.len(), expected, "{rule}");
    }
}
