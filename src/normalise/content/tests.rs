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
