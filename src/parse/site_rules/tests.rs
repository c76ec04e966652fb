//! Rule files with what they say of pages of our own.

use super::*;
use crate::markup;

const PAGE: &str = r##"<!doctype html><html><head><title>Hives | Bees Weekly</title><meta name="by" content="Ada Keeper">
<link rel="amp" href="/amp/1"></head><body class="page-related"><div id="top-nav">Menu</div>
<div class="text"><h1>Hives</h1><p class="by">By <b>Ada</b> and <b>Bo</b></p><time datetime="2024-05-12T10:00:00Z">last Sunday</time>
<p>A hive wants a dry place.</p><aside class="related-links">Also read this</aside><p style="display: none">Hidden words</p>
<font>Old <i>markup</i></font><img src="/l.gif?1"><img src="/hive.jpg" data-big="/hive-big.jpg"><div class="more">Box text</div></div>
<div class="text second"><p>And a window to the east.</p></div>
<a class="next" href="/1?page=2">Next</a><p class="empty"></p></body></html>"##;

fn rules(files: &[(&str, &str)]) -> SiteRules {
    let files = files
        .iter()
        .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()));
    let (rules, warnings) = SiteRules::new(files);
    assert_eq!(warnings, Vec::<String>::new());
    rules
}

/// What one rule file says of the page, and what is left of the page.
fn said(text: &str) -> (Said, String) {
    let rules = rules(&[("example.org.txt", text)]);
    let site = rules.of_host("example.org").expect("a rule");
    let tree = markup::document(&site.replaced(PAGE)).expect("a page");
    let said = site.read(&tree);
    (said, tree.html().to_string())
}

fn body(text: &str) -> String {
    said(text).0.body.map(|body| body.html).unwrap_or_default()
}

#[test]
fn fields_are_those_of_the_first_expression_that_finds_any() {
    for (text, expected) in [
        ("title: //h1", Some("Hives")),
        (
            "title: //h2\ntitle: //p[@class='empty']\ntitle: substring-before(//title, ' |')",
            Some("Hives"),
        ),
        ("title: //meta[@name='by']", Some("Ada Keeper")),
        ("title: //h2", None),
        ("title: count(//p)", None),
    ] {
        assert_eq!(said(text).0.own.title.as_deref(), expected, "{text}");
    }
    for (text, expected) in [
        ("author: //b", &["Ada", "Bo"][..]),
        (
            "author: //i[@x]\nauthor: //meta[@name='by']/@content",
            &["Ada Keeper"],
        ),
        ("author: 'The editors'", &["The editors"]),
        ("author: ''", &[]),
    ] {
        assert_eq!(said(text).0.own.authors, expected, "{text}");
    }
    assert_eq!(
        said("date: //time").0.own.date.as_deref(),
        Some("2024-05-12T10:00:00Z")
    );
    assert_eq!(
        said("date: //time/text()").0.own.date.as_deref(),
        Some("last Sunday")
    );
}

#[test]
fn what_became_a_field_is_no_longer_in_the_body() {
    let html =
        body("title: //h1\nauthor: //p[@class='by']\ndate: //time\nbody: //div[@class='text']");
    assert!(html.contains("dry place") && html.contains("Old"), "{html}");
    for gone in ["<h1", "Ada", "Sunday"] {
        assert!(!html.contains(gone), "{gone}: {html}");
    }
    // An attribute stays: what it is of may be the body itself.
    assert!(
        body("title: //h1\nauthor: //div/@class\nbody: //div[@class='text']").contains("dry place")
    );
}

#[test]
fn bodies_are_joined_in_order_and_the_first_that_finds_any_counts() {
    for (text, holds, lacks) in [
        (
            "body: //main\nbody: //div[@class='more']\nbody: //h1",
            &["Box text"][..],
            &["dry", "Hives"][..],
        ),
        (
            "body: //div[starts-with(@class, 'text')]",
            &["dry place", "to the east"],
            &["Menu"],
        ),
        (
            "body: //p[@class='empty']\nbody: //div[@class='more']",
            &["Box text"],
            &["dry"],
        ),
        (
            "body: //p/text()[contains(., 'dry')]",
            &["A hive wants"],
            &["<p"],
        ),
        ("body: //img[2]", &["/hive.jpg"], &["dry"]),
        ("body: //main", &[], &["dry"]),
    ] {
        let html = body(text);
        assert!(
            holds.iter().all(|part| html.contains(part)),
            "{text}: {html}"
        );
        assert!(
            !lacks.iter().any(|part| html.contains(part)),
            "{text}: {html}"
        );
    }
    let html = body("body: //p[. = 'And a window to the east.'] | //div | //b");
    assert_eq!(html.matches("dry place").count(), 1, "{html}");
    assert!(html.find("Menu") < html.find("dry place"), "{html}");
    let in_vain = |text| said(text).0.in_vain;
    assert!(in_vain("body: //main") && !in_vain("strip: //main") && !in_vain("body: //div"));
}

#[test]
fn what_is_stripped_is_gone_from_the_page() {
    for (directive, gone, stays) in [
        ("strip: //aside", "Also read", "dry place"),
        ("strip: //div[@id]|//b", "Menu", "dry place"),
        ("strip: //time/@datetime", "2024-05-12", "last Sunday"),
        ("strip_attr: //time/@datetime", "2024-05-12", "last Sunday"),
        ("strip_id_or_class: related", "Also read", "dry place"),
        (
            "strip_id_or_class: 'text second'",
            "to the east",
            "dry place",
        ),
        ("strip_id_or_class: top-", "Menu", "dry place"),
        ("strip_image_src: \"/l.gif?\"", "l.gif", "hive.jpg"),
        ("dissolve: //font | //i", "<font>", "Old markup"),
        ("body: //body", "Hidden words", "dry place"),
        (
            "find_string: <font>\nreplace_string: <pre>",
            "<font>",
            "Old",
        ),
        ("replace_string(A hive): A house", "A hive", "A house wants"),
        ("replace_string(A hive ):", "A hive", "<p>wants"),
    ] {
        let (_, page) = said(directive);
        assert!(!page.contains(gone), "{directive}: {page}");
        assert!(page.contains(stays), "{directive}: {page}");
    }
    assert!(
        said("strip: //main").1.contains("Hidden words"),
        "only a body is freed of what is hidden"
    );
}

#[test]
fn elements_are_wrapped_and_pictures_made_real() {
    let html = body("wrap_in(blockquote): //div[@class='more']\nbody: //blockquote");
    assert_eq!(
        html,
        "<blockquote><div class=\"more\">Box text</div></blockquote>"
    );
    let html = body("src_lazy_load_attr: data-big\nbody: //div[1]/following-sibling::div[1]");
    assert!(html.contains("src=\"/hive-big.jpg\""), "{html}");
}

#[test]
fn links_lead_on_when_their_condition_holds() {
    for (text, whole, next) in [
        (
            "next_page_link: //a[@class='next']",
            None,
            Some("/1?page=2"),
        ),
        (
            "next_page_link: //a[@class='next']/@href",
            None,
            Some("/1?page=2"),
        ),
        (
            "next_page_link: //a[@class='next']\nif_page_contains: //main",
            None,
            None,
        ),
        (
            "next_page_link: //a[@class='next']\nif_page_contains: //h1",
            None,
            Some("/1?page=2"),
        ),
        ("single_page_link: //link[@rel='amp']", Some("/amp/1"), None),
        (
            "single_page_link: //link[@rel='x']\nsingle_page_link: concat(//link/@href, '?all')",
            Some("/amp/1?all"),
            None,
        ),
        (
            "single_page_link: //link\nif_page_contains: //main\nsingle_page_link: //a/@href",
            Some("/1?page=2"),
            None,
        ),
        ("single_page_link: //p", None, None),
    ] {
        let (said, _) = said(text);
        assert_eq!(
            (said.whole.as_deref(), said.next.as_deref()),
            (whole, next),
            "{text}"
        );
    }
}

#[test]
fn the_nearest_file_counts_and_the_global_one_comes_after_it() {
    let rules = rules(&[
        ("Example.org.txt", "title: 'exact'"),
        (".example.org.txt", "title: 'below'"),
        (".news.example.org.txt", "title: 'news'"),
        ("a.example.org.txt", "title: 'a'"),
        (
            "alone.example.txt",
            "autodetect_on_failure: no\ntitle: //main",
        ),
        ("www.named.example.txt", "title: 'with www'"),
        ("none.example.txt", ""),
        ("global.txt", "title: 'global'\nbody: //div[@class='more']"),
    ]);
    let tree = markup::document(PAGE).expect("a page");
    for (host, expected) in [
        ("example.org", Some("exact")),
        ("WWW.example.org", Some("exact")),
        ("a.example.org", Some("a")),
        ("www.a.example.org", Some("a")),
        ("b.example.org", Some("below")),
        ("c.b.example.org", Some("below")),
        ("x.news.example.org", Some("news")),
        ("news.example.org", Some("below")),
        ("www.named.example", Some("with www")),
        ("named.example", Some("global")),
        ("none.example", Some("global")),
        ("notexample.org", Some("global")),
        ("alone.example", None),
    ] {
        let said = rules.of_host(host).expect("the global rule").read(&tree);
        let title = said.own.title.or(said.spare.title);
        assert_eq!(title.as_deref(), expected, "{host}");
    }
    let body = |host| {
        rules
            .of_host(host)
            .and_then(|site| site.read(&tree).body)
            .map(|body| body.is_own)
    };
    assert_eq!(
        (body("example.org"), body("alone.example")),
        (Some(false), None)
    );
    let (empty, _) = SiteRules::new([]);
    assert!(empty.of_host("example.org").is_none());
}

#[test]
fn warnings_name_file_and_line_and_a_changed_file_shows_in_the_hash() {
    let file = |text: &str| [("example.org.txt".to_owned(), text.to_owned())];
    let (one, warnings) = SiteRules::new(file("title: //h1\nbody: //div["));
    assert_eq!(warnings, ["example.org.txt: line 2: it ends too early"]);
    let (same, _) = SiteRules::new(file("title: //h1\nbody: //div["));
    let (other, _) = SiteRules::new(file("title: //h1"));
    assert_eq!(format!("{one:?}").len(), 75);
    assert_eq!(format!("{one:?}"), format!("{same:?}"));
    assert_ne!(format!("{one:?}"), format!("{other:?}"));
}

#[test]
fn a_rule_for_others_is_nothing_new_to_a_source() {
    let seen =
        |files: &[(&str, &str)]| format!("{:?}", rules(files).seen_from("feeds.example.org"));
    let before = seen(&[
        ("example.org.txt", "title: //h1"),
        ("example.com.txt", "title: //h1"),
    ]);
    for (file, is_new) in [
        ("example.com.txt", false),
        ("a.example.com.txt", false),
        ("org.txt", false),
        ("example.org.txt", true),
        (".example.org.txt", true),
        ("WWW.Example.org.txt", true),
        ("global.txt", true),
    ] {
        let mut files = vec![
            ("example.org.txt", "title: //h1"),
            ("example.com.txt", "title: //h1"),
        ];
        files.retain(|(name, _)| *name != file);
        files.push((file, "title: //h2"));
        assert_eq!(seen(&files) != before, is_new, "{file}");
    }
}

/// Rules come from many hands and pages from anywhere: neither makes the other slow.
#[test]
fn no_rule_makes_a_page_slow() {
    let page = format!(
        "<title>x</title>{}",
        "<div class='a b'><p>x</p></div>".repeat(20_000)
    );
    let rule = "strip: //p[//p = 'no']\n".repeat(50)
        + &"strip_id_or_class: nothing\n".repeat(200)
        + &"replace_string(x): xxxxxxxxxxxxxxxxxxxx\n".repeat(50)
        + "wrap_in(div): //p\nbody: //div[contains(., //p)]";
    let rules = rules(&[("global.txt", &rule)]);
    let site = rules.of_host("example.org").expect("a rule");
    assert!(site.replaced(&page).len() <= markup::MAX_BYTES);
    let tree = markup::document(&page).expect("a page");
    assert!(site.read(&tree).too_long);
}
