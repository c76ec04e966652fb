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
        (
            "<div>Ann Doe <img src=/x.svg> Reporter <p>12 May 2024</p></div>",
            "",
        ),
        ("<div>By <b>Ann Doe</b><div>Reporter</div></div>", ""),
        ("<p>Loading…</p>", "<p>2 of 14</p>"),
        (
            "",
            "<p>Read next:</p><ul><li>A saw was found. <a href=/s>Here is how it was lost and found again.</a></li></ul>",
        ),
        ("", "<p><a href=/app>GET OUR APP FOR THE NEWS</a></p>"),
        (
            "",
            "<p>Comments on this piece are read before they are shown.</p>",
        ),
        (
            "",
            "<p>The author does not own shares in any of the barges.</p>",
        ),
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

#[test]
fn a_byline_may_be_a_heading_or_follow_the_first_lines() {
    for (html, expected) in [
        (
            format!("<h2>Another title</h2><h4>By Ann Doe</h4>{STORY}"),
            format!("<h2>Another title</h2>{STORY}"),
        ),
        (
            STORY.replacen("</p>", "</p><p>12 May 2024</p>", 1),
            STORY.to_owned(),
        ),
        // Later ones are marks of what was added when.
        (
            format!("{STORY}<p>12 May 2024, 10:05</p>{STORY}"),
            format!("{STORY}<p>12 May 2024, 10:05</p>{STORY}"),
        ),
    ] {
        let html = tidy(&html, &about()).expect("small");
        assert_eq!(fold(&markup_text(&html)), fold(&markup_text(&expected)));
    }
}

#[test]
fn labels_of_widgets_go_between_paragraphs() {
    let html =
        format!("{STORY}<h3>People are also reading…</h3>{STORY}<h3>Related work</h3>{STORY}");
    let html = tidy(&html, &about()).expect("small");
    assert!(
        !html.contains("also reading") && html.contains("Related work"),
        "{html}"
    );
}

#[test]
fn what_stands_above_a_title_is_of_the_house_unless_it_is_much() {
    let appeal = "<p>We need your help, since nobody else pays for what we do all day.</p>";
    let html = format!("{appeal}<h2>Bridge closed</h2>{}", STORY.repeat(5));
    let html = tidy(&html, &about()).expect("small");
    assert!(
        !html.contains("your help") && html.contains("barge"),
        "{html}"
    );
    let html = format!("{STORY}{STORY}<h2>Bridge closed</h2>{}", STORY.repeat(20));
    let html = tidy(&html, &about()).expect("small");
    assert_eq!(html.matches("struck one of its piers").count(), 22);
}

#[test]
fn what_a_picture_says_of_itself_is_its_caption() {
    for (block, is_caption) in [
        (
            "<p><img src=/p.jpg alt='The pier in May'></p><p>The pier in May.</p>",
            true,
        ),
        (
            "<p><img src=/p.jpg></p><p>The pier in the month of May. Credit: Ben Roe</p>",
            true,
        ),
        (
            "<div><div><img src=/p.jpg title='The pier in May'></div><div><p>The pier in May</p></div></div>",
            true,
        ),
        (
            "<p><img src=/p.jpg></p><p>The pier is of stone, as a photo: it shows nothing of what was wrong with it before.</p>",
            false,
        ),
        (
            "<p><img src=/p.jpg alt='The pier in May'></p><p>The pier is of stone.</p>",
            false,
        ),
    ] {
        let html = tidy(&format!("{STORY}{block}{STORY}"), &about()).expect("small");
        assert_eq!(html.contains("<figcaption>The pier"), is_caption, "{html}");
    }
}

#[test]
fn short_items_are_stated_with_their_list() {
    let list =
        "<ul><li>Built of stone from the quarry</li><li>In 1950</li><li>Width: 8 m</li></ul>";
    let story = format!("{}{list}", STORY.repeat(3));
    // Tools that make plain text run the items into one.
    let stated = markup_text(&STORY.repeat(3)) + " Built of stone from the quarryIn 1950Width: 8 m";
    let own = About {
        stated: Some(&stated),
        ..about()
    };
    let html = tidy(&story, &own).expect("small");
    assert!(html.contains("Width: 8 m"), "{html}");
}

#[test]
fn scripts_without_spaces_have_paragraphs() {
    let html = "<p>2024年3月15日 10時00分</p><ul><li><a href=#>シェア</a></li></ul><p>町はずれの小さな橋が、月曜日の朝から通れなくなった。船が橋脚にぶつかったためで、けが人はいない。</p><p>町は春までに直すと話している。 By Ann Doe and her many old friends in the town of the long bridge.</p>";
    let html = tidy(html, &about()).expect("small");
    assert!(
        html.contains("町はずれ") && !html.contains("シェア"),
        "{html}"
    );
}

/// Found by fuzzing: where the only block stood within an inline element, the whole tree was taken for a block of a few
/// words and removed; then nothing was left to be asked for the rest, which panicked.
#[test]
fn the_tree_itself_is_no_block_that_goes() {
    for html in ["<i>l<li></i>", "<b>Share<p>Share</b>", "<i><p></i>More"] {
        assert!(tidy(html, &about()).is_some(), "{html}");
    }
}
