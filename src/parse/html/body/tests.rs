//! Whole pages → their bodies: what survives, and what does not.

use super::*;
use crate::text::from_html;

const FIRST: &str = "<p>The bridge over the river was closed on Monday after a barge had struck one of its piers, the town said.</p>";
const SECOND: &str = "<p>Engineers looked at the damage in the morning, and said that the repairs would take until the spring.</p>";
const THIRD: &str = "<p>Traffic is sent over the old bridge in the north, which is narrow, and drivers wait there for half an hour.</p>";

/// The body of a page with this between the paragraphs of its article.
fn body(between: &str) -> String {
    page(
        &format!(
            "<article><h1>Bridge closed</h1>{FIRST}{SECOND}{between}{THIRD}{FIRST2}</article>"
        ),
        None,
    )
}

const FIRST2: &str = "<p>Nobody was hurt when it happened, and the skipper, who had slept, was taken to the police for questions.</p>";

fn page(body: &str, stated: Option<&str>) -> String {
    let html = format!(
        "<!DOCTYPE html><html><body><nav><a href=/>Home</a></nav>{body}<footer>Imprint</footer></body></html>"
    );
    let about = About {
        title: Some("Bridge closed"),
        stated,
        description: None,
        authors: vec!["Ann Doe"],
    };
    of_page(markup::document(&html).expect("small"), &about).expect("a body")
}

#[test]
fn what_is_of_an_article_survives() {
    let cases = [
        (
            "<pre><code>fn main() {\n    run();\n}</code></pre>",
            "fn main() {\n    run();\n}",
        ),
        (
            "<table><tr><th>Length</th><td>300 m</td></tr><tr><th>Built</th><td>1950</td></tr></table>",
            "<td>300 m</td>",
        ),
        (
            "<ul><li>Cars wait in the north</li><li>Bicycles may cross</li><li>Ships are stopped</li></ul>",
            "<li>Bicycles may cross</li>",
        ),
        (
            "<ol><li>Look at the pier</li><li>Mend the pier</li></ol>",
            "<li>Mend the pier</li>",
        ),
        (
            "<blockquote><p>It was louder than any thunder that I have heard in my life, he said.</p></blockquote>",
            "louder than any thunder",
        ),
        (
            "<figure><img src=/pier.jpg alt=''><figcaption>The pier after the blow</figcaption></figure>",
            "<figcaption>The pier after the blow</figcaption>",
        ),
        (
            "<div class=wp-caption><img src=/pier.jpg><p class=wp-caption-text>The pier after the blow</p></div>",
            "<figcaption class=\"wp-caption-text\">The pier after the blow</figcaption>",
        ),
        (
            "<p><img class=lazy src=/blank.gif data-src=/pier.jpg></p>",
            "src=\"/pier.jpg\"",
        ),
        (
            "<p><img src=/spacer.gif srcset='/s.jpg 320w, /pier.jpg 1200w'></p>",
            "src=\"/pier.jpg\"",
        ),
        (
            "<p><img src=/grey.gif data-src=/pier.jpg><noscript><img src=/pier.jpg></noscript></p>",
            "src=\"/pier.jpg\"",
        ),
        (
            "<picture><source srcset=/pier.webp type=image/webp><img src=/pier.jpg></picture>",
            "srcset=\"/pier.webp\"",
        ),
        (
            "<h2>What happened</h2><p>A barge came down the river in the dark, and its skipper had fallen asleep an hour before.</p>",
            "What happened",
        ),
    ];
    for (between, expected) in cases {
        let html = body(between);
        assert!(html.contains(expected), "{between}: {html}");
        for paragraph in [FIRST, SECOND, THIRD] {
            assert!(html.contains(paragraph), "{between}: {html}");
        }
    }
}

#[test]
fn what_stands_between_its_paragraphs_goes() {
    let cases = [
        "<nav><ul><li><a href=/a>Elsewhere One</a></li></ul></nav>",
        "<aside><h3>Elsewhere</h3><p>Festival of kites draws thousands</p></aside>",
        "<div class=related-posts><h3>Related</h3><a href=/a>Elsewhere, a festival of kites drew thousands</a></div>",
        "<p>Read more: <a href=/a>Elsewhere, a festival of kites drew thousands</a></p>",
        "<p>ALSO: <a href=/a>Elsewhere, a festival of kites drew thousands</a></p>",
        "<h3>Most read in Elsewhere</h3><ul><li><a href=/a>A festival of kites</a></li><li><a href=/b>A ship of fools</a></li></ul>",
        "<p>Don't miss</p><ul><li><a href=/a>Elsewhere, a festival of kites</a></li></ul>",
        "<ul><li><a href=#one>Elsewhere one</a></li><li><a href=#two>Elsewhere two</a></li><li><a href=#three>Elsewhere three</a></li></ul>",
        "<div class=share-bar><a href=/f>Facebook</a> <a href=/e>Elsewhere</a></div>",
        "<div class=newsletter-signup><p>Elsewhere in your inbox. Sign up for our newsletter.</p></div>",
        "<p>Sign up for our newsletter, Elsewhere, today!</p>",
        "<div id=onetrust-consent-sdk><p>We value your privacy. Elsewhere, we and our partners store information on a device.</p></div>",
        "<div class=post-boilerplate><p>Elsewhere is a digital town square for people who decide about things.</p></div>",
        "<form><label>Elsewhere</label><input></form><button>Elsewhere</button>",
        "<p>[gallery ids=\"1,2\" title=\"Elsewhere\"]</p>",
        "<div class=photo-credit>Elsewhere Pictures</div>",
        "<section class=comments><p>Elsewhere they would have mended it in a week, and nobody would have noticed at all.</p></section>",
    ];
    let mut faults = Vec::new();
    for between in cases {
        let html = body(between);
        let whole = [FIRST, SECOND, THIRD]
            .iter()
            .all(|part| html.contains(part));
        if html.contains("lsewhere") || !whole {
            faults.push(format!("{between}: {html}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_line_under_the_heading_is_the_first_of_the_text() {
    let line = "Repairs will take until the spring, engineers say";
    let cases = [
        (
            format!("<header><h1>Bridge closed</h1><p class=standfirst>{line}</p></header>"),
            true,
        ),
        (
            format!("<h1>Bridge closed</h1><p class=ArticleSubTitle>{line}</p>"),
            true,
        ),
        (
            format!("<h1>Bridge closed</h1><div data-testid=sub-headline><p>{line}</p></div>"),
            true,
        ),
        (
            format!("<h1>Bridge closed</h1><p>By Ann Doe</p><h2 class=dek>{line}</h2>"),
            true,
        ),
        (format!("<h1>Bridge closed</h1><h2>{line}.</h2>"), true),
        // What is not named so may be anything.
        (
            format!("<h1>Bridge closed</h1><div><span>{line}</span></div>"),
            false,
        ),
        (
            format!(
                "<h1>Bridge closed</h1><figure class=lead><img src=i><figcaption>{line}</figcaption></figure>"
            ),
            false,
        ),
        (
            format!("<h1>Bridge closed</h1><p class=intro><a href=/x>{line}</a></p>"),
            false,
        ),
        (
            format!("<h1>Another bridge</h1><p class=standfirst>{line}</p>"),
            false,
        ),
    ];
    for (head, expected) in cases {
        let html = page(
            &format!("<main>{head}<div class=text>{FIRST}{SECOND}{THIRD}{FIRST2}</div></main>"),
            None,
        );
        let text = from_html(&html);
        assert_eq!(text.starts_with(line), expected, "{head}: {text}");
    }
    // The same as the first paragraph, cut short.
    let twice = FIRST
        .replace(", the town said", "")
        .replace("<p>", "<p class=summary>");
    let html = page(
        &format!(
            "<main><header><h1>Bridge closed</h1>{twice}</header><div class=text>{FIRST}{SECOND}{THIRD}{FIRST2}</div></main>"
        ),
        None,
    );
    assert_eq!(html.matches("struck one of its piers").count(), 1, "{html}");
}

#[test]
fn what_the_page_states_is_put_back_where_it_stands() {
    let part = |text: &str| format!("<div class=widget-text>{text}</div>");
    let long = "<p>The old bridge was built when the river was half as wide as it is today, and it was never meant for lorries.</p>";
    let aside = part(long);
    let html =
        format!("<article><h1>Bridge closed</h1>{FIRST}{SECOND}{aside}{THIRD}{FIRST2}</article>");
    let stated = from_html(&format!("{FIRST}{SECOND}{long}{THIRD}{FIRST2}"));
    let text = from_html(&page(&html, Some(&stated)));
    assert_eq!(text, stated);
}

#[test]
fn what_is_of_a_kind_with_the_text_is_put_back() {
    // One paragraph each to a block: the extractor drops those with many links.
    let linked = "<p>The town has <a href=/a>asked the ministry for money again</a> and hopes <a href=/b>that it will hear by May</a>.</p>";
    let block = |text: &str| format!("<div class=text-block>{text}</div>");
    let all = [FIRST, SECOND, linked, THIRD, FIRST2].map(block).concat();
    let html = page(
        &format!("<article class=rel><h1>Bridge closed</h1>{all}</article>"),
        None,
    );
    let text = from_html(&html);
    assert_eq!(
        text,
        from_html(&[FIRST, SECOND, linked, THIRD, FIRST2].concat())
    );
}

#[test]
fn names_of_layouts_do_not_cost_a_heading() {
    let html = body("<h2 class=example-com-block-heading>What the town says</h2>");
    assert!(html.contains("<h2>What the town says</h2>"), "{html}");
    let html = body("<h2 class=related-heading>What the town says</h2>");
    assert!(!html.contains("What the town says"), "{html}");
}

#[test]
fn a_name_is_kept_though_its_block_is_alone_in_another() {
    let html = body(
        "<div class=mt-4><div class=inline-recirc><ul><li><span>A festival of kites drew thousands</span></li><li><span>The mill burns again</span></li></ul></div></div>",
    );
    assert!(!html.contains("kites"), "{html}");
}

#[test]
fn short_texts_are_tidied_too() {
    let html = page(
        "<main><article><h1>Bridge closed</h1><p>A bridge was closed on Monday after a barge had struck it.</p><p>It opens again in May.</p><p><a href=/f>Read more: Fire at the mill</a></p></article></main>",
        None,
    );
    assert!(html.contains("in May") && !html.contains("mill"), "{html}");
}

#[test]
fn the_end_of_a_page_is_not_that_of_its_article() {
    let cases = [
        "<p>Ann Doe is a reporter in the north.</p><p>She has been with us for seven years, and lives by the river with two cats.</p>",
        "<p>Staff writer Ann Doe covers rivers and bridges.</p>",
        "<p>Ann Doe: 555-0100 or ann.doe@example.org. She writes from the north of the country on most days.</p>",
        "<p><em>This piece is one of a series about bridges that is written by our readers.</em></p>",
        "<p>Ben Roe contributed to this report from the south of the country.</p>",
        "<p>The views expressed here do not necessarily reflect those of the house that prints them.</p>",
        "<p>______ Roe, B. et al. On bridges. 2020.</p>",
        "<h3>More stories</h3><p><a href=/a>A festival of kites drew thousands to the beach</a></p>",
    ];
    for end in cases {
        let html = page(
            &format!(
                "<article><h1>Bridge closed</h1>{FIRST}{SECOND}{THIRD}{FIRST2}{SECOND3}{THIRD3}{FIRST3}{LAST}{end}</article>"
            ),
            None,
        );
        assert!(
            from_html(&html).ends_with("nobody can say."),
            "{end}: {html}"
        );
    }
}

const SECOND3: &str = "<p>A second barge was stopped an hour later by the police, who had been told of it by people on the bank.</p>";
const THIRD3: &str = "<p>The town had asked for money to mend the pier in each of the last three years, and it had got none of it.</p>";
const FIRST3: &str = "<p>There will be a meeting about it in the town hall on Friday, to which all who live there may come and speak.</p>";
const LAST: &str =
    "<p>When the first car will drive over the new bridge is a thing that nobody can say.</p>";
