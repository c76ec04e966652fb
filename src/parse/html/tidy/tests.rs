//! A body as extracted → the same without what is not the article.

use super::*;
use crate::text::fold;

const STORY: &str = "<p>The bridge over the river was closed on Monday after a barge had struck one of its piers.</p>\
        <p>Engineers looked at the damage in the morning, and said that repairs would take until spring.</p>";

fn tidied(before: &str, after: &str, about: &About<'_>) -> String {
    tidy(&format!("{before}{STORY}{after}"), about).expect("small")
}

fn about<'a>() -> About<'a> {
    About {
        title: Some("Bridge closed"),
        stated: None,
        description: None,
        authors: vec!["Ann Doe"],
    }
}

#[test]
fn what_stands_around_a_story_goes() {
    let cases = [
        ("<h1>Bridge closed</h1><p>By Ann Doe</p>", ""),
        (
            "<ul><li><a href=/s>Share</a></li></ul><p>12 May 2024</p>",
            "",
        ),
        ("<div>Facebook</div><div>Opinion</div>", ""),
        ("", "<h3>More news</h3>"),
        (
            "",
            "<p><a href=/b>Another story that may be read now</a></p>",
        ),
        ("", "<p>Ann Doe is a reporter in the north.</p>"),
        ("", "<p>Ann Doe (she/her) covers rivers. She swims.</p>"),
        ("", "<p>Contact Ann Doe at ann@example.org.</p>"),
        (
            "",
            "<p>A version of this article appears in print on page 3.</p>",
        ),
        (
            "",
            "<div class='c-author-bio'><p>She has been with us for seven long years.</p></div>",
        ),
    ];
    for (before, after) in cases {
        let html = tidied(before, after, &about());
        assert_eq!(
            fold(&markup_text(&html)),
            fold(&markup_text(STORY)),
            "{before}{after}"
        );
    }
}

#[test]
fn what_is_of_the_story_stays() {
    let cases = [
        (
            "<figure><img src=/p.jpg><figcaption>The bridge</figcaption></figure>",
            "",
        ),
        ("<h2>What happened</h2>", ""),
        ("<ul><li>Bridge closed</li><li>Open in spring</li></ul>", ""),
        ("", "<p>Ann Lee is the engineer who found the crack.</p>"),
        ("", "<p>Contact between barge and pier is rare.</p>"),
        ("", "<blockquote><p>It was loud</p></blockquote>"),
        ("", "<ul><li>Length: 300 m</li><li>Built in 1950</li></ul>"),
    ];
    for (before, after) in cases {
        let html = tidied(before, after, &about());
        let expected = format!("{before}{STORY}{after}");
        assert_eq!(fold(&markup_text(&html)), fold(&markup_text(&expected)));
    }
}

#[test]
fn the_text_that_the_page_states_is_the_judge() {
    let story = STORY.repeat(3);
    let stated = markup_text(&story);
    let own = About {
        stated: Some(&stated),
        ..about()
    };
    let other = "<h2>Elsewhere</h2><p>A festival of kites drew thousands of people to the beach on Sunday.</p>";
    let kept = "<table><tr><td>Length</td><td>300 m</td></tr></table>";
    let html = tidy(&format!("{story}{kept}{other}"), &own).expect("small");
    assert!(
        !html.contains("kites") && !html.contains("Elsewhere"),
        "{html}"
    );
    assert!(html.contains("300 m") && html.contains("barge"));
    // One that is cut off, or of another article, says nothing.
    for wrong in [format!("{stated} …"), "Quite another story. ".repeat(40)] {
        let own = About {
            stated: Some(&wrong),
            ..about()
        };
        let html = tidy(&format!("{story}{other}"), &own).expect("small");
        assert!(html.contains("kites"), "{wrong}");
    }
}

fn markup_text(html: &str) -> String {
    crate::text::from_html(html)
}
