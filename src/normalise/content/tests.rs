//! HTML as found → HTML as published: what stays, what goes, and that a second time changes nothing.

use proptest::prelude::*;

use super::*;

/// Cleaned and settled.
fn clean(content: &Text, base: Option<&Url>, iframe_hosts: &[String]) -> String {
    match super::clean(content, base, iframe_hosts) {
        (html, true) => settle(html, base, iframe_hosts),
        (html, false) => html,
    }
}

fn base() -> Url {
    Url::parse("https://example.org/blog/post").expect("a fixed address")
}

fn cleaned(value: &str) -> String {
    with(value, Markup::Html)
}

fn with(value: &str, markup: Markup) -> String {
    let text = Text {
        value: value.to_owned(),
        markup,
        base: None,
    };
    clean(&text, Some(&base()), &["player.example.com".to_owned()])
}

#[test]
fn b19_every_address_is_absolute() {
    let cases = [
        (
            r#"<a href="../x?a=1&amp;b=2">x</a>"#,
            r#"<a href="https://example.org/x?a=1&amp;b=2">x</a>"#,
        ),
        (
            r#"<img src="/i.png" srcset="a.png 1x, b.png 2x">"#,
            r#"<img src="https://example.org/i.png" srcset="https://example.org/blog/a.png 1x, https://example.org/blog/b.png 2x">"#,
        ),
        (
            r#"<blockquote cite="/c"><p>q</p></blockquote>"#,
            r#"<blockquote cite="https://example.org/c"><p>q</p></blockquote>"#,
        ),
        (
            r#"<video src="v.mp4" poster="p.jpg" controls=""></video>"#,
            r#"<video src="https://example.org/blog/v.mp4" poster="https://example.org/blog/p.jpg" controls=""></video>"#,
        ),
        (
            "<a href='#note'>1</a>",
            r#"<a href="https://example.org/blog/post#note">1</a>"#,
        ),
    ];
    for (html, expected) in cases {
        assert_eq!(cleaned(html), expected, "{html}");
    }
    let text = Text {
        value: "<p><a href='/x'>x</a> <img src=i.png></p>".into(),
        markup: Markup::Html,
        base: None,
    };
    assert_eq!(
        clean(&text, None, &[]),
        "<p>x </p>",
        "no base, so no address"
    );
}

#[test]
fn t33_nothing_active_gets_out() {
    let cases = [
        ("<p>a<script>alert(1)</script>b</p>", "<p>ab</p>"),
        (
            "<img src=x.png onerror=alert(1)>",
            r#"<img src="https://example.org/blog/x.png">"#,
        ),
        ("<a href='java\nscript:alert(1)'>x</a>", "x"),
        ("<a href='&#106;avascript:alert(1)'>x</a>", "x"),
        ("<svg><script>alert(1)</script></svg>x", "x"),
        (
            "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
            "",
        ),
        (
            "<form action=/x><input name=a><p>text</p></form>",
            "<div><p>text</p></div>",
        ),
        (
            "<p style='color:expression(alert(1))' class=a id=b onclick=c>x</p>",
            "<p>x</p>",
        ),
        ("<iframe src='https://evil.example/'></iframe>x", "x"),
        ("<iframe srcdoc='<script>'></iframe>x", "x"),
        (
            "<base href='//evil.example/'><a href=x>x</a>",
            r#"<a href="https://example.org/blog/x">x</a>"#,
        ),
        (
            "<meta http-equiv=refresh content='0;url=javascript:x'>x",
            "x",
        ),
        ("<object data=x><embed src=x></object>x", "x"),
        ("<img src='data:image/svg+xml;base64,PHN2Zz4='>x", "x"),
        (
            "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>x",
            "<p title=\"&lt;/noscript&gt;&lt;img src=x onerror=alert(1)&gt;\">x</p>",
        ),
        ("<template><script>x</script></template>x", "x"),
        (
            "<!--><img src=x onerror=alert(1)>-->x",
            "<img src=\"https://example.org/blog/x\">--&gt;x",
        ),
    ];
    for (html, expected) in cases {
        let got = cleaned(html);
        assert_eq!(got, expected, "{html}");
        assert_eq!(cleaned(&got), got, "{html}");
    }
}

/// The strings that tests/it puts into every field, in the places of a text where a parser may take them another way.
#[test]
fn t32_attacks_are_clean_after_one_pass() {
    let around = [
        ("", ""),
        ("<p>a", "b</p>"),
        ("<table><tr><td>", "</td></tr></table>"),
        ("<svg>", "</svg><p>b</p>"),
        ("<pre>", "</pre>"),
        ("<a href='x' title=\"", "\">a</a>"),
    ];
    let file = include_str!("../../../tests/data/attacks/strings.txt");
    for line in file.lines().filter(|line| line.starts_with('"')) {
        let attack: String = serde_json::from_str(line).expect("a JSON string a line");
        for (before, after) in around {
            let html = format!("{before}{attack}{after}");
            for markup in [Markup::Html, Markup::Plain, Markup::Unsure] {
                let once = with(&html, markup);
                assert_eq!(cleaned(&once), once, "{html:?}");
            }
        }
    }
}

#[test]
fn t31_iframes_stay_from_named_hosts_only_and_in_a_sandbox() {
    let html = "<iframe src='https://player.example.com/v/1' onload=x>y</iframe>";
    let got = cleaned(html);
    assert!(
        got.starts_with(r#"<iframe src="https://player.example.com/v/1" sandbox="#),
        "{got}"
    );
    assert_eq!(cleaned(&got), got);
    assert_eq!(
        cleaned("<iframe src='http://player.example.com/v/1'></iframe>"),
        ""
    );
}

#[test]
fn what_readers_need_stays() {
    let cases = [
        "<pre><code>fn main() {\n    a &lt; b\n}</code></pre>",
        "<table><thead><tr><th colspan=\"2\">h</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table>",
        "<ol start=\"3\"><li>a</li><li>b<ul><li>c</li></ul></li></ol>",
        "<figure><img src=\"https://example.org/i.png\" alt=\"i\"><figcaption>c</figcaption></figure>",
        "<blockquote><p>q</p></blockquote>",
        "<p>a<br>b <em>c</em> <sup>2</sup></p>",
        "<picture><source srcset=\"https://example.org/i.webp\" type=\"image/webp\"><img src=\"https://example.org/i.png\"></picture>",
    ];
    for html in cases {
        assert_eq!(cleaned(html), html);
    }
}

#[test]
fn trackers_and_leftovers_go() {
    let cases = [
        (
            "<p>a<img src='https://t.example/x.gif' width=1 height=1></p>",
            "<p>a</p>",
        ),
        (
            "<p>a</p><p><a href=/x><img src='https://pixel.wp.com/b.gif?x=1'></a></p>",
            "<p>a</p>",
        ),
        ("<p>a</p><p>&nbsp;</p><div> </div>", "<p>a</p>"),
        (
            "<section><span>a</span><span>b</span></section>",
            "<div>ab</div>",
        ),
        (
            "<img src='data:image/gif;base64,R0' data-src='/i.jpg'>",
            r#"<img src="https://example.org/i.jpg">"#,
        ),
        ("<p>a\u{1}&#1;b&#146;</p>", "<p>ab’</p>"),
        ("<pre>\n\n\na</pre>", "<pre>a</pre>"),
    ];
    for (html, expected) in cases {
        assert_eq!(cleaned(html), expected, "{html}");
        assert_eq!(cleaned(expected), expected, "{html}");
    }
}

#[test]
fn plain_text_is_escaped() {
    assert_eq!(
        with("a < b\n\nc", Markup::Plain),
        "<p>a &lt; b</p>\n<p>c</p>"
    );
    assert_eq!(with("no markup here", Markup::Html), "no markup here");
    assert_eq!(
        with("<p>x</p>", Markup::Plain),
        "<p>&lt;p&gt;x&lt;/p&gt;</p>"
    );
}

#[test]
fn hostile_markup_becomes_text() {
    let html = "<p>Hello</p>".to_owned() + &"<div>".repeat(50_000) + "there<script>x</script>";
    assert_eq!(cleaned(&html), "<p>Hello</p>\n<p>there</p>");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn t32_cleaning_twice_changes_nothing(
        pieces in proptest::collection::vec(prop::sample::select(PIECES), 0..24)
    ) {
        let once = cleaned(&pieces.concat());
        prop_assert_eq!(cleaned(&once), once);
    }

    #[test]
    fn any_characters_are_survived(value in "\\PC{0,80}") {
        for markup in [Markup::Html, Markup::Plain, Markup::Unsure] {
            let once = with(&value, markup);
            prop_assert_eq!(cleaned(&once), once);
        }
    }
}

/// HTML as people and programs write it: elements in each other, closed where they were opened.
fn nested() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(LEAVES).prop_map(str::to_owned);
    leaf.prop_recursive(5, 48, 5, |inner| {
        let many = proptest::collection::vec(inner, 0..5);
        (prop::sample::select(ELEMENTS), many)
            .prop_map(|((tag, name), inner)| format!("<{tag}>{}</{name}>", inner.concat()))
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2048))]

    /// What is cleaned without a tree is cleaned as the tree would have it, and the gate lets it pass.
    #[test]
    fn t32_the_plainest_way_leads_to_the_same(
        whole in nested(),
        more in nested(),
        piece in prop::sample::select(PIECES),
    ) {
        for html in [format!("{whole}{more}"), format!("<p>{whole}</p>{piece}{more}")] {
            let html = html.trim();
            if let Some(plainest) = plainest::clean(html, Some(&base())) {
                prop_assert_eq!(tree::clean(html, Some(&base()), &[]), Some(plainest.clone()), "{}", html);
                prop_assert!(gate::passes(&plainest), "{}", html);
            }
        }
    }
}

/// Without this the property above could hold of nothing.
#[test]
fn what_most_feeds_carry_is_of_the_plainest_kind() {
    for html in [
        "<h2 id=\"mills\">Of mills</h2>\n<p>A <em>mill</em> &amp; a <a href=\"../river?a=1&amp;b=2\">river</a>.</p>",
        "<ul>\n<li>one</li>\n<li><p>two</p>\n<ol start=\"3\"><li>three</li></ol></li>\n</ul>",
        "<pre><code class=\"language-rust\">fn main() {}\n</code></pre><hr />",
        "<table><thead><tr><th>h</th></tr></thead>\n<tbody><tr><td>1</td></tr></tbody></table>",
        "<!-- SC_OFF --><div class=\"md\"><p>It&#8217;s&nbsp;here&hellip;</p></div><!-- SC_ON -->",
        "<figure class='wp-block-image'><img width=\"800\" height=\"600\" src=\"/i.jpg\" alt=\"\" srcset=\"/i.jpg 800w, /j.jpg 400w\" sizes=\"(max-width: 800px) 100vw, 800px\" /><figcaption>c</figcaption></figure>",
        "<p><span style=\"font-weight: 400;\">Text</span> <a name=\"x\"></a></p>",
    ] {
        let plainest = plainest::clean(html, Some(&base()));
        assert!(plainest.is_some(), "{html}");
        assert_eq!(tree::clean(html, Some(&base()), &[]), plainest, "{html}");
        assert!(gate::passes(&plainest.unwrap_or_default()), "{html}");
    }
}

const LEAVES: &[&str] = &[
    "text",
    " ",
    "\n",
    "&nbsp;",
    "\u{a0}",
    "&amp;nbsp;",
    "a > b & c",
    "&quot;&#39;&#8217;&#62;",
    "&#10;",
    "&copy",
    "<br>",
    "<br />",
    "<hr/>",
    "<!-- c -->",
    "<!--a--b-->",
    "<!-->",
    "<img src=\"i.png\" alt='a \"b\"'>",
    "<img src=\"https://pixel.wp.com/b.gif?x=1\"/>",
    "<img src=\"i.png\" width=\"1\" height=\"1\">",
    "<img src=\"i.png\" width=\"640\" srcset=\"j.png 2x, javascript:x 3x\">",
    "<img src=\"javascript:x\" srcset=\"j.png 2x\">",
    "<img src=\"/lazy.gif\" data-src=\"/i.png\">",
    "<img alt=\"x\">",
    "<a href=\"/x\">x</a>",
    "<em>e</em>",
];

const ELEMENTS: &[(&str, &str)] = &[
    ("p", "p"),
    ("p class=\"a\" title='t &lt; \"u\"'", "p"),
    ("div", "div"),
    ("div class=\"sharedaddy\"", "div"),
    ("span", "span"),
    ("span class='feedflare'", "span"),
    ("section lang=\"de\"", "section"),
    ("a href=\"?utm_source=x&amp;y=1\"", "a"),
    ("a href=\"javascript:x\"", "a"),
    ("a name=\"n\"", "a"),
    ("b", "b"),
    ("code", "code"),
    ("em a=\"1\" a=\"2\"", "em"),
    ("sub", "sub"),
    ("q cite=\"/c\"", "q"),
    ("del datetime=\"2026-01-01\"", "del"),
    ("h1", "h1"),
    ("h2", "h2"),
    ("ul", "ul"),
    ("ol start=\"2\"", "ol"),
    ("li", "li"),
    ("li", "li"),
    ("dl", "dl"),
    ("dt", "dt"),
    ("dd", "dd"),
    ("blockquote", "blockquote"),
    ("pre", "pre"),
    ("table", "table"),
    ("thead", "thead"),
    ("tbody", "tbody"),
    ("tr", "tr"),
    ("tr", "tr"),
    ("td colspan=\"2\"", "td"),
    ("th", "th"),
    ("figure", "figure"),
    ("figcaption", "figcaption"),
    ("ul><li", "li></ul"),
    ("table><tbody><tr><td", "td></tr></tbody></table"),
    ("font", "font"),
    ("details", "details"),
];

const PIECES: &[&str] = &[
    "<p>",
    "</p>",
    "<b>",
    "</b>",
    "<i>",
    "</i>",
    "<a href=/x>",
    "</a>",
    "<a>",
    "<table>",
    "<tr>",
    "<td>",
    "</td>",
    "</table>",
    "<ul>",
    "<li>",
    "</ul>",
    "<pre>",
    "</pre>",
    "\n",
    " ",
    "text",
    "&amp;",
    "&lt;",
    "&#1;",
    "\u{a0}",
    "<svg>",
    "</svg>",
    "<math>",
    "<mtext>",
    "<style>",
    "</style>",
    "<script>",
    "</script>",
    "<img src=i.png>",
    "<img src=i.png width=1 height=1>",
    "<noscript>",
    "</noscript>",
    "<div>",
    "</div>",
    "<span>",
    "<select>",
    "<option>",
    "<title>",
    "</title>",
    "<textarea>",
    "</textarea>",
    "<!--",
    "-->",
    "<br>",
    "<h1>",
    "</h1>",
    "<form>",
    "<button>",
    "<iframe src=https://player.example.com/>",
    "</iframe>",
    "<template>",
    "</template>",
    "<figure>",
    "<figcaption>",
    "<details>",
    "<summary>",
    "<dl>",
    "<dt>",
    "<dd>",
    "<caption>",
    "<col>",
    "<ruby>",
    "<rt>",
    "<center>",
    "<xmp>",
    "</xmp>",
    "<plaintext>",
    "<frameset>",
];

/// Found by fuzzing: a blank after a character that no text has was not at the beginning when blanks there were taken away,
/// and was when that character had gone, so that cleaning again changed the text.
#[test]
fn what_stands_before_the_first_blank_may_go() {
    for markup in [Markup::Html, Markup::Plain, Markup::Unsure] {
        assert_eq!(with("\u{5} on", markup), with("on", markup));
    }
}
