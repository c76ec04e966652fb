//! Plain text as people write it.

use proptest::prelude::*;

use super::*;

fn try_read(text: &str) -> Result<RawArticle, Error> {
    let document = Document {
        origin: Origin::File("notes/a.txt".to_owned()),
        bytes: Vec::new(),
        content_type: None,
        base: None,
    };
    Ok(parse(&document, text, &Options::default())?
        .articles
        .remove(0))
}

fn read(text: &str) -> RawArticle {
    try_read(text).unwrap_or_else(|error| panic!("{error}: {text:?}"))
}

fn title(raw: &RawArticle) -> &str {
    raw.title.as_ref().map_or("", |title| title.value.as_str())
}

fn content(raw: &RawArticle) -> &str {
    raw.content
        .as_ref()
        .map_or("", |content| content.value.as_str())
}

#[test]
fn the_first_line_is_the_title() {
    for (text, expected, body) in [
        ("The title\n\nText.", "The title", "<p>Text.</p>\n"),
        (
            "The title\n=========\n\nText.",
            "The title",
            "<p>Text.</p>\n",
        ),
        (
            "The title\nBy Jane Doe\n\nText.",
            "The title",
            "<p>Text.</p>\n",
        ),
        (
            "ADVERTISEMENT\n\nThe title\n\nText.",
            "The title",
            "<p>Text.</p>\n",
        ),
        ("The title", "The title", ""),
        ("Is this one?\n\nText.", "Is this one?", "<p>Text.</p>\n"),
        (
            "This text has no title and begins at once, going on\nover the end of the line. It stays whole.",
            "This text has no title and begins at once, going on over the end of the line",
            "<p>This text has no title and begins at once, going on over the end of the line. It stays whole.</p>\n",
        ),
        ("---\ntitle: Given\n---\nText.", "Given", "<p>Text.</p>\n"),
    ] {
        let raw = read(text);
        assert_eq!(title(&raw), expected, "{text:?}");
        assert_eq!(content(&raw), body, "{text:?}");
    }
}

#[test]
fn the_head_says_when_and_by_whom() {
    for text in [
        "The title\nDate: 12 May 2024\nAuthor: Jane Doe\nTags: a, b\n\nText.",
        "The title\n\nBy Jane Doe | 12 May 2024\nTags: a, b\n\nText.",
        "Title: The title\nDate: 12 May 2024\nAuthor: Jane Doe\nTags: a, b\n\nText.",
        "The title\n\nDatum: 12 May 2024\nAutorin: Jane Doe\nSchlagwörter: a, b\n\nText.",
        "The title\n\nBy Jane Doe\n12 May 2024\n\nTags: a, b\n\nText.",
        "The title\n\nBy Jane Doe, 12 May 2024\n\nTags: a, b\n\nText.",
        "12 May 2024\nThe title\nBy Jane Doe\nTags: a, b\n\nText.",
    ] {
        let raw = read(text);
        assert_eq!(title(&raw), "The title", "{text:?}");
        assert_eq!(raw.dates.len(), 1, "{text:?}");
        assert_eq!(raw.dates[0].text, "12 May 2024", "{text:?}");
        assert_eq!(raw.authors.len(), 1, "{text:?}");
        assert_eq!(raw.authors[0].name, "Jane Doe", "{text:?}");
        assert_eq!(raw.tags, ["a", "b"], "{text:?}");
        assert_eq!(content(&raw), "<p>Text.</p>\n", "{text:?}");
    }
}

#[test]
fn advertising_is_left_out_and_mentions_stay() {
    let raw = read(
        "How the letter grew\n\nThe newsletter began with nine readers. We wrote to each of them.\n\n\
         ADVERTISEMENT\n\nAdvertisement: Buy the best ink in town at ink.example!\n\n\
         --- Sponsored ---\nTry our paper. It is the finest.\n\n\
         Subscribe to our newsletter for more stories like this one!\n\n\
         After a year there were\nnine hundred, and the\npress stood still no more. Read more about it below.\n\n\
         [AD]\n\nBuy a hat.\n\n[/AD]\n\n\
         Share this article\n\nWe use cookies to improve your experience.\n\nClick here to read our terms.\n\n\
         The end came soon.\nSubscribe to our newsletter!\n\n© 2024 Small Press. All rights reserved.\n",
    );
    assert_eq!(
        content(&raw),
        "<p>The newsletter began with nine readers. We wrote to each of them.</p>\n\
         <p>After a year there were nine hundred, and the press stood still no more. Read more about it below.</p>\n\
         <p>The end came soon.</p>\n"
    );
}

#[test]
fn lines_are_joined_where_only_the_page_was_narrow() {
    for (text, body) in [
        (
            "T\n\nThe press stood in the garage for a year before anyone\ndared to touch it, and then it was a child who pulled\nthe lever.",
            "<p>The press stood in the garage for a year before anyone dared to touch it, and then it was a child who pulled the lever.</p>\n",
        ),
        (
            "T\n\nRoses are red,\nViolets are blue.",
            "<p>Roses are red,<br />\nViolets are blue.</p>\n",
        ),
        (
            "T\n\n- one\n- two\n  and more",
            "<ul>\n<li>one</li>\n<li>two and more</li>\n</ul>\n",
        ),
        (
            "T\n\n    let x = 1;\n    let y = \"<\";",
            "<pre>let x = 1;\nlet y = &quot;&lt;&quot;;\n</pre>\n",
        ),
        (
            "T\n\nA & B <c>\n\n---\n\nMore text.",
            "<p>A &amp; B &lt;c&gt;</p>\n<p>More text.</p>\n",
        ),
        (
            "T\n\nSection\n-------\n\nText.",
            "<h2>Section</h2>\n<p>Text.</p>\n",
        ),
        (
            "T\n\nSee https://example.org/?a=1&b=2.",
            "<p>See <a href=\"https://example.org/?a=1&amp;b=2\">https://example.org/?a=1&amp;b=2</a>.</p>\n",
        ),
    ] {
        assert_eq!(content(&read(text)), body, "{text:?}");
    }
}

#[test]
fn what_is_not_text_is_refused() {
    for text in [
        "\0\0\0\u{1}\u{2}abc",
        "\u{fffd}\u{fffd}\u{fffd}PNG",
        "ADVERTISEMENT\n\nSponsored",
    ] {
        assert!(try_read(text).is_err(), "{text:?}");
    }
    // D-08
    for (text, cut) in [
        ("<", true),
        ("<rs", true),
        ("\n<rss version=\"", true),
        ("<!-- a remark", true),
        ("<!-- a remark -->", true),
        ("<!-- > --> <!DOCTYPE rss> <rss vers", true),
        ("<!-- a remark --> and text", false),
        ("<3 to all of you", false),
        ("<- this way, said the sign", false),
        ("<feed> is the first word of Atom", false),
    ] {
        assert_eq!(try_read(text).is_err(), cut, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn nothing_panics(text in "(By Jane Doe\n|Date: |Advertisement\n|\n|---\n|    |- |[a-zA-Z .:|]|\\PC){0,60}") {
        let _ = try_read(&text);
    }
}
