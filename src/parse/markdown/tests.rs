//! Markdown as people write it.

use proptest::prelude::*;
use url::Url;

use super::*;

fn read(path: &str, text: &str) -> RawArticle {
    let document = Document {
        origin: Origin::File(path.to_owned()),
        bytes: text.as_bytes().to_vec(),
        content_type: None,
        base: None,
    };
    let mut parsed = parse(&document, text, &Options::default())
        .unwrap_or_else(|error| panic!("{error}: {text:?}"));
    parsed.articles.remove(0)
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
fn the_title_is_found_and_not_repeated() {
    for (path, text, expected, body) in [
        (
            "a.md",
            "# The title\n\nText.",
            "The title",
            "<p>Text.</p>\n",
        ),
        (
            "a.md",
            "The title\n=========\n\nText.",
            "The title",
            "<p>Text.</p>\n",
        ),
        (
            "a.md",
            "## The `title` & more\n\nText.",
            "The title & more",
            "<p>Text.</p>\n",
        ),
        (
            "a.md",
            "<!-- note -->\n# The title\n\nText.",
            "The title",
            "<!-- note -->\n<p>Text.</p>\n",
        ),
        (
            "a.md",
            "---\ntitle: The title\n---\n# The Title\n\nText.",
            "The title",
            "<p>Text.</p>\n",
        ),
        (
            "a.md",
            "---\ntitle: The title\n---\n# Another\n\nText.",
            "The title",
            "<h1>Another</h1>\n<p>Text.</p>\n",
        ),
        (
            "a.md",
            "A short line\n\nText.",
            "A short line",
            "<p>Text.</p>\n",
        ),
        (
            "a.md",
            "Text begins at once. And goes on.",
            "Text begins at once",
            "<p>Text begins at once. And goes on.</p>\n",
        ),
        (
            "2024-05-12-small-press_day.md",
            "Text begins at once. And goes on.",
            "Small press day",
            "<p>Text begins at once. And goes on.</p>\n",
        ),
        (
            "2024-05-12-small-press-day/index.md",
            "Text begins at once. And goes on.",
            "Small press day",
            "<p>Text begins at once. And goes on.</p>\n",
        ),
        (
            "a.md",
            "Text first.\n\n## A section\n\nMore.",
            "Text first",
            "<p>Text first.</p>\n<h2>A section</h2>\n<p>More.</p>\n",
        ),
    ] {
        let raw = read(path, text);
        assert_eq!(title(&raw), expected, "{text:?}");
        assert_eq!(content(&raw), body, "{text:?}");
    }
}

#[test]
fn the_day_may_stand_in_the_name() {
    let raw = read("2024-05-12-a.md", "# T\n\nx");
    assert_eq!(raw.dates.len(), 1);
    assert_eq!(raw.dates[0].text, "2024-05-12");
    let raw = read("2024-05-12-a.md", "---\ntitle: T\ndate: 2024-06-01\n---\nx");
    assert_eq!(raw.dates[0].text, "2024-06-01");
    assert_eq!(raw.dates[1].text, "2024-05-12");
}

#[test]
fn template_tags_do_not_leak() {
    for (text, expected) in [
        ("a {{< note >}}b{{< /note >}} c", "<p>a b c</p>\n"),
        (
            "{{% notice info %}}\nInside **bold**.\n{{% /notice %}}",
            "<p>Inside <strong>bold</strong>.</p>\n",
        ),
        (
            "{{< figure src=\"a.png\" alt=\"An [a]\" >}}",
            "<p><img src=\"a.png\" alt=\"An a\" /></p>\n",
        ),
        (
            "{{< youtube abc_123 >}}",
            "<p><a href=\"https://www.youtube.com/watch?v=abc_123\">https://www.youtube.com/watch?v=abc_123</a></p>\n",
        ),
        ("[x]({{< ref \"a.md\" >}}) y", "<p>x y</p>\n"),
        (
            "[x]({{ site.baseurl }}/a/)",
            "<p><a href=\"/a/\">x</a></p>\n",
        ),
        (
            "{% include note.html %}\n\nText {{ page.title }}.",
            "<p>Text .</p>\n",
        ),
        (
            "{% highlight ruby %}\nputs '{{ x }}'\n{% endhighlight %}",
            "<pre><code class=\"language-ruby\">puts '{{ x }}'\n</code></pre>\n",
        ),
        (
            "{{< highlight go >}}\nx := 1\n{{< /highlight >}}",
            "<pre><code class=\"language-go\">x := 1\n</code></pre>\n",
        ),
        (
            "```\n{{< keep >}} {% keep %}\n```",
            "<pre><code>{{&lt; keep &gt;}} {% keep %}\n</code></pre>\n",
        ),
        (
            "Use `{{ x }}` here",
            "<p>Use <code>{{ x }}</code> here</p>\n",
        ),
        ("{% raw %}{{ x }}{% endraw %}", "<p>{{ x }}</p>\n"),
        ("a{% comment %}b{% endcomment %}c", "<p>ac</p>\n"),
        (
            "{{</* show */>}}",
            "<p><code>{{&lt; show &gt;}}</code></p>\n",
        ),
        (
            "Text.\n{: .note}\n\nMore.{: #id}",
            "<p>Text.</p>\n<p>More.</p>\n",
        ),
        (
            "{{ youtube(id=\"abc\") }}",
            "<p><a href=\"https://www.youtube.com/watch?v=abc\">https://www.youtube.com/watch?v=abc</a></p>\n",
        ),
        ("{% quote() %}\nInside.\n{% end %}", "<p>Inside.</p>\n"),
        ("a {{ b and {% c", "<p>a {{ b and {% c</p>\n"),
        ("## Head {#id}", "<h2 id=\"id\">Head</h2>\n"),
        (
            "{{<\n  figure\n  src=\"b.png\"\n>}}",
            "<p><img src=\"b.png\" alt=\"\" /></p>\n",
        ),
    ] {
        let raw = read("a.md", &format!("---\ntitle: T\n---\n{text}"));
        assert_eq!(content(&raw), expected, "{text:?}");
    }
}

#[test]
fn modules_of_mdx_go() {
    let raw = read(
        "a.mdx",
        "---\ntitle: T\n---\nimport A from './a'\nexport const x = 1\n\nText {/* no */}here.\n",
    );
    assert_eq!(content(&raw), "<p>Text here.</p>\n");
    let raw = read("a.md", "---\ntitle: T\n---\nimport duties \"fell\" again\n");
    assert!(content(&raw).contains("import duties"));
}

#[test]
fn what_stands_before_more_is_the_summary() {
    for text in [
        "---\ntitle: T\n---\nFirst *part*.\n\n<!--more-->\n\nSecond.",
        "---\ntitle: T\n---\nFirst *part*.\n<!-- more -->\nSecond.",
        "---\ntitle: T\nexcerpt_separator: ~~cut~~\n---\nFirst *part*.\n\n~~cut~~\n\nSecond.",
        "---\ntitle: T\nexcerpt_separator: <!--cut-->\n---\nFirst *part*.\n<!--cut-->\nSecond.",
        "# T\n\nFirst *part*.\n\n<!-- truncate -->\n\nSecond.",
    ] {
        let raw = read("a.md", text);
        let summary = raw.summary.as_ref().map_or("", |text| text.value.as_str());
        assert_eq!(summary, "<p>First <em>part</em>.</p>\n", "{text:?}");
        assert_eq!(
            text::from_html(content(&raw)),
            "First part.\n\nSecond.",
            "{text:?}"
        );
    }
    let raw = read(
        "a.md",
        "---\ntitle: T\ndescription: Own.\n---\nFirst.\n\n<!--more-->\n\nSecond.",
    );
    assert_eq!(raw.summary.map(|text| text.value).as_deref(), Some("Own."));
    let raw = read(
        "a.md",
        "---\ntitle: T\nsummary: With **stars** and [a link](/x).\n---\nFirst.",
    );
    let summary = raw.summary.expect("a summary");
    assert_eq!(summary.markup, Markup::Html);
    assert_eq!(text::from_html(&summary.value), "With stars and a link.");
}

#[test]
fn the_extensions_of_github_work() {
    for (text, expected) in [
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<table>"),
        ("~~gone~~", "<del>gone</del>"),
        ("- [x] done", "type=\"checkbox\""),
        ("Note[^1].\n\n[^1]: Foot.", "footnote"),
        ("> [!NOTE]\n> Text.", "markdown-alert-note"),
        (
            "See https://example.org/a_(b), please.",
            "<a href=\"https://example.org/a_(b)\">https://example.org/a_(b)</a>, please.",
        ),
        (
            "(www.example.org)",
            "(<a href=\"https://www.example.org\">www.example.org</a>)",
        ),
        (
            "[https://example.org](https://example.org)",
            "<p><a href=\"https://example.org\">https://example.org</a></p>",
        ),
        ("`https://example.org`", "<code>https://example.org</code>"),
        ("\"Straight\" -- quotes", "\"Straight\" -- quotes"),
    ] {
        let raw = read("a.md", &format!("---\ntitle: T\n---\n{text}"));
        assert!(
            content(&raw).contains(expected),
            "{text:?}: {}",
            content(&raw)
        );
    }
}

#[test]
fn the_address_is_the_base_or_made_from_the_slug() {
    for (base, matter, expected) in [
        (
            "https://example.org/notes/a/",
            "",
            "https://example.org/notes/a/",
        ),
        (
            "https://example.org/notes/a/",
            "slug: b\n",
            "https://example.org/notes/b/",
        ),
        (
            "https://example.org/notes/a",
            "slug: b\n",
            "https://example.org/notes/b",
        ),
        ("https://example.org/notes/a/", "url: /c/\n", "/c/"),
    ] {
        let text = format!("---\ntitle: T\n{matter}---\nx");
        let document = Document {
            origin: Origin::File("a.md".into()),
            bytes: Vec::new(),
            content_type: None,
            base: Url::parse(base).ok(),
        };
        let parsed = parse(&document, &text, &Options::default()).expect("an article");
        assert_eq!(
            parsed.articles[0].link.as_deref(),
            Some(expected),
            "{matter}"
        );
        assert!(!parsed.articles[0].link_is_canonical);
    }
}

/// What is quadratic in one of these does not come to an end.
#[test]
fn hostile_tags_come_to_an_end() {
    for part in [
        "{{<",
        "{%",
        "{{ ",
        "`",
        "{% highlight x %}",
        "{:",
        "https://",
        "{% raw %}",
        "```\n",
        "[",
        "(",
    ] {
        let _ = read("a.md", &part.repeat(20_000));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn nothing_panics(text in "(\\{\\{<|>\\}\\}|\\{%|%\\}| raw | highlight |`|\n|```\n|# |src=\"|[a-z*_\\[\\]()]|\\PC){0,60}") {
        let _ = read("2024-01-01-a.mdx", &format!("x{text}"));
    }
}
