//! Whole feeds, as they are met in the wild, and what must be read of them.

use super::*;
use crate::article::{DateRole, Markup, Origin};

const ADDRESS: &str = "https://example.org/blog/feed.xml";

fn read(text: &str) -> Parsed {
    read_at(text, Some(ADDRESS)).expect("a feed")
}

fn read_at(text: &str, base: Option<&str>) -> Result<Parsed, Error> {
    let document = Document {
        origin: Origin::File("feed.xml".into()),
        bytes: Vec::new(),
        content_type: None,
        base: base.map(|base| Url::parse(base).expect("an address")),
    };
    parse(&document, text, &Options::default())
}

/// The first article of an RSS feed with these elements in its item.
pub(super) fn item(inside: &str) -> RawArticle {
    let parsed = read(&format!(
        "<rss version='2.0'><channel><title>F</title><item>{inside}</item></channel></rss>"
    ));
    assert!(!parsed.incomplete, "{inside}");
    parsed.articles.into_iter().next().expect("an article")
}

/// The first article of an Atom feed with these elements in its entry.
pub(super) fn entry(inside: &str) -> RawArticle {
    let parsed = read(&format!(
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry>{inside}</entry></feed>"
    ));
    assert!(!parsed.incomplete, "{inside}");
    parsed.articles.into_iter().next().expect("an article")
}

fn value(text: &Option<crate::article::Text>) -> &str {
    text.as_ref().map_or("", |text| text.value.as_str())
}

/// Every version has its name, and its title, link and date are found.
#[test]
fn every_version_is_read() {
    let inside = "<title>T</title><link>https://example.org/1</link>";
    for (text, format, date) in [
        (format!("<rss version='0.91'><channel><item>{inside}</item></channel></rss>"), "RSS 0.91", ""),
        (format!("<!DOCTYPE rss PUBLIC '-//X' 'http://example.org/x.dtd'><rss version='0.92'><channel><item>{inside}</item></channel></rss>"), "RSS 0.92", ""),
        (format!("<rss version='2.0.1'><channel><item>{inside}<pubDate>D</pubDate></item></channel></rss>"), "RSS 2.0", "D"),
        (format!("<RSS><CHANNEL><ITEM>{}<PUBDATE>D</PUBDATE></ITEM></CHANNEL></RSS>", inside.to_uppercase().replace("HTTPS://EXAMPLE.ORG", "https://example.org")), "RSS", "D"),
        (format!("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/'><channel rdf:about='c'/><item rdf:about='https://example.org/1'>{inside}<dc:date>D</dc:date></item></rdf:RDF>"), "RSS 1.0", "D"),
        (format!("<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' xmlns='http://my.netscape.com/rdf/simple/0.9/'><item>{inside}</item></rdf:RDF>"), "RSS 0.90", ""),
        ("<feed version='0.3' xmlns='http://purl.org/atom/ns#'><entry><title>T</title><link rel='alternate' href='/1'/><issued>D</issued></entry></feed>".into(), "Atom 0.3", "D"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T</title><link href='/1'/><published>D</published></entry></feed>".into(), "Atom 1.0", "D"),
        ("<a:feed xmlns:a='http://www.w3.org/2005/Atom'><a:entry><a:title>T</a:title><a:link href='/1'/></a:entry></a:feed>".into(), "Atom 1.0", ""),
        ("<feed><entry><title>T</title><link href='/1'/></entry></feed>".into(), "Atom 1.0", ""),
        ("<entry xmlns='http://www.w3.org/2005/Atom'><title>T</title><link href='/1'/></entry>".into(), "Atom 1.0", ""),
        ("<CHANNEL HREF='https://example.org/'><ITEM HREF='/1' LASTMOD='D'><TITLE>T</TITLE></ITEM></CHANNEL>".into(), "CDF", "D"),
    ] {
        let parsed = read(&text);
        assert_eq!(parsed.format, format, "{text}");
        assert!(!parsed.incomplete && parsed.warnings.is_empty(), "{text}: {:?}", parsed.warnings);
        let [article] = parsed.articles.as_slice() else { panic!("{text}") };
        assert_eq!(value(&article.title), "T", "{text}");
        assert_eq!(article.link.as_deref().map(str::to_lowercase).as_deref(), Some("https://example.org/1"), "{text}");
        assert_eq!(article.dates.first().map_or("", |date| date.text.as_str()), date, "{text}");
    }
}

/// X-10, B49: what is wrong around the elements loses nothing of them.
#[test]
fn damage_is_survived() {
    let feed = |before: &str, item: &str, after: &str| {
        format!(
            "{before}<rss version='2.0'><channel><title>F</title><item>{item}</item><item><title>2</title></item></channel></rss>{after}"
        )
    };
    let plain = "<title>1</title>";
    for (text, first, warned) in [
        (feed("", plain, ""), "1", false),
        (
            feed(
                "<!-- cached --><br/><b>Warning</b>: x in <b>y</b>",
                plain,
                "",
            ),
            "1",
            false,
        ),
        (
            feed(
                "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY nbsp '&#160;'><!ENTITY x SYSTEM 'file:///etc/passwd'>]>",
                "<title>1&x;</title>",
                "",
            ),
            "1&x;",
            false,
        ),
        (
            feed("", plain, "<!-- 0.1 s --><script>t()</script>"),
            "1",
            true,
        ),
        (
            feed(
                "",
                plain,
                "<rss><channel><item><title>3</title></item></channel></rss>",
            ),
            "1",
            true,
        ),
        (
            feed("", "<title>A & B <3 C</title>", ""),
            "A & B <3 C",
            false,
        ),
        (
            feed("", "<title>A &mdash; B&#150;C&#0;</title>", ""),
            "A — B–C",
            false,
        ),
        (
            feed("", "<title><![CDATA[A <b>]]]]><![CDATA[> C]]></title>", ""),
            "A <b>]]> C",
            false,
        ),
        (
            feed("", "<title>1<link>https://example.org/1</link>", ""),
            "1",
            false,
        ),
        (
            feed(
                "",
                "<title>1</title></p><description><p>a<b>c</description>",
                "",
            ),
            "1",
            false,
        ),
        (
            feed("", "<title>1</title><description>unclosed", ""),
            "1",
            false,
        ),
        (
            feed(
                "",
                "<title>1</title><description><![CDATA[unclosed</description>",
                "",
            ),
            "1",
            false,
        ),
        (feed("", "<title>1</title></item><item", ""), "1", false),
        (feed("", "<title>FÃ³rmula</title>", ""), "Fórmula", false),
    ] {
        let parsed = read(&text);
        assert_eq!(value(&parsed.articles[0].title), first, "{text}");
        let last = parsed.articles.last().expect("the second");
        assert_eq!(value(&last.title), "2", "{text}");
        assert_eq!(parsed.articles.len(), 2, "{text}");
        assert_eq!(
            !parsed.warnings.is_empty(),
            warned,
            "{text}: {:?}",
            parsed.warnings
        );
    }
}

/// D-07: complete entries of a document that ends early are kept, the one that was cut is not.
#[test]
fn every_cut_keeps_the_complete_entries() {
    let text = "<?xml version='1.0'?><rss version='2.0'><channel><title>F</title>\
        <item><title>1</title><description>&lt;p&gt;é</description></item>\
        <item><title><![CDATA[2]]></title></item></channel></rss>";
    for end in (0..text.len()).filter(|end| text.is_char_boundary(*end)) {
        let Ok(parsed) = read_at(&text[..end], None) else {
            continue;
        };
        let ended = text[..end].ends_with("</rss");
        assert_eq!(parsed.incomplete, !ended, "{end}");
        assert_eq!(parsed.warnings.is_empty(), ended, "{end}");
        assert_eq!(
            parsed.articles.len(),
            text[..end].matches("</item").count(),
            "{end}"
        );
    }
    assert!(!read(text).incomplete);
}

/// The ladder of content and summary.
#[test]
fn texts_find_their_place() {
    let long = "word ".repeat(40);
    for (inside, content, markup, summary) in [
        (
            "<description>a</description>".to_owned(),
            "a",
            Markup::Unsure,
            "",
        ),
        (
            format!(
                "<description>short</description><content:encoded>&lt;p&gt;{long}</content:encoded>"
            ),
            &*format!("<p>{long}"),
            Markup::Html,
            "short",
        ),
        (
            format!("<description>{long}</description><content:encoded>short</content:encoded>"),
            &*long,
            Markup::Unsure,
            "short",
        ),
        (
            format!(
                "<description>{long}</description><content:encoded>&lt;img src='x'></content:encoded>"
            ),
            "<img src='x'>",
            Markup::Html,
            &*long,
        ),
        (
            "<content:encoded> </content:encoded><description>a</description>".into(),
            "a",
            Markup::Unsure,
            "",
        ),
        (
            "<description>a <b>c</b><br>d &lt;i&gt;e&lt;/i&gt; <img src='x'></description>".into(),
            "a <b>c</b><br>d <i>e</i> <img src=\"x\">",
            Markup::Html,
            "",
        ),
        (
            "<body xmlns='http://www.w3.org/1999/xhtml'><p>x</p></body>".into(),
            "<p>x</p>",
            Markup::Html,
            "",
        ),
    ] {
        let article = item(&inside);
        assert_eq!(value(&article.content), content, "{inside}");
        assert_eq!(
            article.content.map(|text| text.markup),
            Some(markup),
            "{inside}"
        );
        assert_eq!(value(&article.summary), summary, "{inside}");
    }
}

/// A-04, B18: Atom's constructs by their type, Atom 0.3's by their mode.
#[test]
fn atom_says_what_its_texts_are() {
    for (construct, expected, markup) in [
        ("<content>a &lt; b</content>", "a < b", Markup::Plain),
        (
            "<content type='text'>&lt;b></content>",
            "<b>",
            Markup::Plain,
        ),
        (
            "<content type='html'>&lt;b>a&lt;/b> &amp;amp; c</content>",
            "<b>a</b> &amp; c",
            Markup::Html,
        ),
        (
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><b>a</b> &amp; &lt;c</div></content>",
            "<b>a</b> &amp; &lt;c",
            Markup::Html,
        ),
        (
            "<content type='xhtml'><h:div xmlns:h='http://www.w3.org/1999/xhtml'><h:br/><h:a name='x'/></h:div></content>",
            "<br><a name=\"x\"></a>",
            Markup::Html,
        ),
        (
            "<content type='text/html' mode='base64'>PGI+YTwvYj4=</content>",
            "<b>a</b>",
            Markup::Html,
        ),
        (
            "<content type='text/html' mode='escaped'>&lt;b>a</content>",
            "<b>a",
            Markup::Html,
        ),
        (
            "<content type='application/xhtml+xml' mode='xml'><p>a</p></content>",
            "<p>a</p>",
            Markup::Html,
        ),
        (
            "<content type='text/html'>a &lt; b</content>",
            "a &lt; b",
            Markup::Html,
        ),
    ] {
        let article = entry(construct);
        assert_eq!(value(&article.content), expected, "{construct}");
        assert_eq!(
            article.content.map(|text| text.markup),
            Some(markup),
            "{construct}"
        );
    }
    let article = entry("<summary>all there is</summary>");
    assert_eq!(value(&article.content), "all there is");
    assert_eq!(value(&article.summary), "all there is");
}

/// B19, X-10: `xml:base` and `xml:lang` hold where they stand.
#[test]
fn bases_and_languages_have_scopes() {
    let parsed = read(
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='https://a.example/x/' xml:lang='en'>\
         <link href='.'/><entry xml:base='y/' xml:lang='de'><link href='1'/>\
         <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><a href='r'>r</a>\
         <p xml:base='/z/'><img src='i.png' alt='&quot;'/></p></div></content></entry>\
         <entry xml:base='::no address::'><link href='2'/></entry></feed>",
    );
    assert_eq!(
        parsed.facts.home_page.as_deref(),
        Some("https://a.example/x/")
    );
    assert_eq!(parsed.facts.language.as_deref(), Some("en"));
    let [first, second] = parsed.articles.as_slice() else {
        panic!("two entries")
    };
    assert_eq!(first.link.as_deref(), Some("https://a.example/x/y/1"));
    assert_eq!(first.language.as_deref(), Some("de"));
    assert_eq!(
        value(&first.content),
        "<a href=\"r\">r</a><p><img src=\"https://a.example/z/i.png\" alt=\"&quot;\"></p>"
    );
    let base = first.content.as_ref().and_then(|text| text.base.as_ref());
    assert_eq!(base.map(Url::as_str), Some("https://a.example/x/y/"));
    assert_eq!(second.language.as_deref(), Some("en"));
    // B32: a base that is no address does not fail the feed
    assert!(
        second
            .link
            .as_deref()
            .is_some_and(|link| link.starts_with("https://a.example/x/"))
    );

    let parsed = read_at("<rss><channel><item><link>1</link><description>a</description></item><link>https://b.example/n/</link></channel></rss>", None)
        .expect("a feed");
    assert_eq!(
        parsed.articles[0].link.as_deref(),
        Some("https://b.example/n/1")
    );
    let base = parsed.articles[0]
        .content
        .as_ref()
        .and_then(|text| text.base.as_ref());
    assert_eq!(base.map(Url::as_str), Some("https://b.example/n/"));
}

/// which address is the article's.
#[test]
fn links_are_chosen() {
    for (inside, link, canonical) in [
        ("<link>/a</link>", "https://example.org/a", false),
        (
            "<link> <![CDATA[https://e.org/?a=1&b=2]]> </link>",
            "https://e.org/?a=1&b=2",
            false,
        ),
        ("<guid>https://e.org/1</guid>", "https://e.org/1", true),
        (
            "<guid isPermaLink='TRUE'>/1</guid>",
            "https://example.org/1",
            true,
        ),
        (
            "<guid isPermaLink='false'>https://e.org/1</guid>",
            "",
            false,
        ),
        ("<guid>123</guid>", "", false),
        (
            "<guid>https://e.org/1</guid><link>https://e.org/1</link>",
            "https://e.org/1",
            true,
        ),
        (
            "<atom:link href='https://e.org/s' rel='self'/><atom:link href='https://e.org/a'/>",
            "https://e.org/a",
            true,
        ),
        (
            "<link/>https://e.org/1<guid>https://e.org/2</guid>",
            "https://e.org/2",
            true,
        ),
    ] {
        let article = item(inside);
        assert_eq!(
            article.link.as_deref().unwrap_or_default(),
            link,
            "{inside}"
        );
        assert_eq!(article.link_is_canonical, canonical, "{inside}");
    }
    for (inside, link) in [
        (
            "<link rel='replies' href='/r'/><link rel='alternate' type='application/json' href='/j'/><link type='text/html' href='/h'/>",
            "https://example.org/h",
        ),
        (
            "<link rel='http://www.iana.org/assignments/relation/alternate' href='/h'/>",
            "https://example.org/h",
        ),
        ("<id>https://e.org/1</id>", "https://e.org/1"),
        ("<id>tag:e.org,2024:1</id>", ""),
        (
            "<content type='text/html' src='/c'/>",
            "https://example.org/c",
        ),
    ] {
        assert_eq!(
            entry(inside).link.as_deref().unwrap_or_default(),
            link,
            "{inside}"
        );
    }
}

#[test]
fn the_profile_says_that_a_title_is_plain() {
    // R-04, B15: `&` and `<` of plain text are hexadecimal references; all else is found out by looking
    for (inside, value, markup) in [
        ("A &#x26;amp; B", "A &amp; B", Markup::Plain),
        ("&#x3C;b> &#x26; co", "<b> & co", Markup::Plain),
        ("A &amp;amp; B", "A &amp; B", Markup::Unsure),
        ("A &#38;amp; B", "A &amp; B", Markup::Unsure),
        ("&#x26;amp; &lt;b&gt;", "&amp; <b>", Markup::Unsure),
        ("<![CDATA[&#x26;]]>", "&#x26;", Markup::Unsure),
    ] {
        let title = item(&format!("<title>{inside}</title>"))
            .title
            .expect("a title");
        assert_eq!(
            (title.value.as_str(), title.markup),
            (value, markup),
            "{inside}"
        );
    }
}

#[test]
fn relative_ids_are_made_absolute_too() {
    // A-08; RSS's guid is a permalink unless it says otherwise
    for (inside, expected) in [
        ("<guid>42</guid>", Some("https://example.org/blog/42")),
        (
            "<guid isPermaLink='true'>/a/1</guid>",
            Some("https://example.org/a/1"),
        ),
        ("<guid isPermaLink='false'>42</guid>", None),
        ("<guid>A headline</guid>", None),
        ("<guid>https://e.org/1</guid>", None),
        ("<guid>tag:e.org,2024:1</guid>", None),
    ] {
        assert_eq!(item(inside).id_address.as_deref(), expected, "{inside}");
    }
    let numbered = entry("<id>42</id>");
    assert_eq!(numbered.id.as_deref(), Some("42"));
    assert_eq!(
        numbered.id_address.as_deref(),
        Some("https://example.org/blog/42")
    );
}

/// Every date keeps its role, the most trusted first.
#[test]
fn dates_are_gathered_in_order_of_trust() {
    let names = |article: &RawArticle| -> Vec<(&str, DateRole)> {
        article
            .dates
            .iter()
            .map(|date| (date.field, date.role))
            .collect()
    };
    let article = item(
        "<dc:date>2</dc:date><dcterms:modified>3</dcterms:modified><pubDate> 1 </pubDate><expirationDate>9</expirationDate>",
    );
    assert_eq!(
        names(&article),
        [
            ("pubDate", DateRole::Published),
            ("expirationDate", DateRole::Expires),
            ("dcterms:modified", DateRole::Updated),
            ("dc:date", DateRole::Updated)
        ]
    );
    assert_eq!(article.dates[0].text, "1");
    assert_eq!(
        names(&item("<dc:date>2</dc:date>")),
        [("dc:date", DateRole::Published)]
    );
    assert_eq!(
        names(&entry("<updated>1</updated>")),
        [("updated", DateRole::Updated)]
    );
}

/// Media RSS, iTunes, Dublin Core, with and without declared prefixes.
#[test]
fn vocabularies_are_read() {
    let article = item(
        "<dc:creator>Ann</dc:creator><dc:creator>Bo</dc:creator><author>x@example.org</author>\
         <category domain='d'>One</category><dc:subject>Two</dc:subject><itunes:keywords>Three, Four</itunes:keywords>\
         <categories><category>Five</category></categories>\
         <enclosure url='/a.mp3' type='audio/mpeg' length='7'/><enclosure url='/b.mp3' length='x'/>\
         <itunes:duration>1:01</itunes:duration>\
         <media:group><media:content url='/v.mp4' type='video/mp4' fileSize='9' duration='12'><media:title>V</media:title></media:content>\
         <media:content url='/p.jpg' medium='image'/><media:thumbnail url='/t.jpg'/></media:group>\
         <source url='https://o.example/feed'>Other</source>",
    );
    let names: Vec<_> = article
        .authors
        .iter()
        .map(|person| person.name.as_str())
        .collect();
    assert_eq!(names, ["Ann", "Bo"]);
    assert_eq!(article.tags, ["One", "Two", "Three", "Four", "Five"]);
    let files: Vec<_> = article
        .attachments
        .iter()
        .map(|a| {
            (
                a.url.as_str(),
                a.mime_type.as_str(),
                a.length,
                a.duration_seconds,
            )
        })
        .collect();
    assert_eq!(
        files,
        [
            ("https://example.org/a.mp3", "audio/mpeg", 7, Some(61)),
            ("https://example.org/b.mp3", "", 0, None),
            ("https://example.org/v.mp4", "video/mp4", 9, Some(12)),
        ]
    );
    assert_eq!(article.attachments[2].title.as_deref(), Some("V"));
    assert_eq!(article.image.as_deref(), Some("https://example.org/p.jpg"));
    let source = article.republished_from.expect("a source");
    assert_eq!(
        (source.title.as_deref(), source.url.as_deref()),
        (Some("Other"), Some("https://o.example/feed"))
    );

    let article = entry(
        "<author><name>Ann</name><uri>/ann</uri><email>a@example.org</email></author><category term='t' label='L'/>\
         <link rel='enclosure' href='/a.mp3' length='5' type='audio/mpeg'/>\
         <source><id>tag:o</id><title>O</title><link rel='self' href='https://o.example/f'/></source>",
    );
    assert_eq!(
        article.authors[0].url.as_deref(),
        Some("https://example.org/ann")
    );
    assert_eq!(article.tags, ["L"]);
    assert_eq!(article.attachments[0].length, 5);
    assert_eq!(
        article
            .republished_from
            .and_then(|source| source.id)
            .as_deref(),
        Some("tag:o")
    );
    // RFC 4287, 4.2.1: the authors of the source are those of an entry without any
    let article = entry("<source><author><name>S</name></author></source>");
    assert_eq!(article.authors[0].name, "S");
}

/// R-14 as it is written by others, and the other facts of a feed.
#[test]
fn facts_of_the_feed() {
    let facts = read(
        "<rss version='2.0'><channel><title>F &amp; G</title><link>/</link><description>D</description><language>en-GB</language>\
         <atom:link rel='self' href='feed.xml'/><managingEditor>e@example.org (Ed)</managingEditor>\
         <image><url>/i.png</url><title>no title</title></image><itunes:image href='/c.jpg'/>\
         <sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>\
         <skipHours><hour>24</hour><hour>5</hour><hour>99</hour></skipHours><skipDays><day>Sunday</day><day>mon</day></skipDays>\
         <textInput><title>no title either</title></textInput></channel></rss>",
    )
    .facts;
    assert_eq!(value(&facts.title), "F & G");
    assert_eq!(facts.home_page.as_deref(), Some("https://example.org/"));
    assert_eq!(facts.self_url.as_deref(), Some(ADDRESS));
    assert_eq!(facts.icon.as_deref(), Some("https://example.org/i.png"));
    assert_eq!(facts.authors[0].name, "Ed");
    assert_eq!(facts.ttl_minutes, Some(360));
    assert_eq!(
        (facts.skip_hours, facts.skip_days),
        (vec![0, 5], vec![0, 6])
    );
}

/// What is XML and no feed says what it is.
#[test]
fn what_is_no_feed_is_refused() {
    for text in [
        "<?xml version='1.0'?><svg/>",
        "<?xml version='1.0'?><urlset><url/></urlset>",
        "<?xml version='1.0'?>",
        "<html><body><p>x</p></body></html>",
    ] {
        assert!(read_at(text, None).is_err(), "{text}");
    }
    let error = read_at("<?xml version='1.0'?><svg/>", None).expect_err("refused");
    assert!(error.to_string().contains("<svg>"), "{error}");
}

/// T-11 … T-13: hostile documents end soon, in little stack and memory.
#[test]
fn hostile_documents_are_harmless() {
    let wrap = |inside: String| {
        format!("<rss><channel><item><title>t</title>{inside}</item></channel></rss>")
    };
    let cases = [
        wrap("<a>".repeat(200_000)),
        wrap(format!(
            "<description>{}{}</description>",
            "<a>".repeat(100_000),
            "</a>".repeat(100_000)
        )),
        wrap("<media:group>".repeat(50_000)),
        wrap(format!(
            "<description>{}</description>",
            "</b>".repeat(100_000)
        )),
        wrap(format!(
            "<description>{}</description>",
            "<b/>x".repeat(100_000)
        )),
        wrap(format!("<category {}/>", "a='1' ".repeat(100_000))),
        format!(
            "<rss {}><channel><item><title>t</title></item></channel></rss>",
            "xmlns:a='b' ".repeat(10_000)
        ),
        wrap("<category>c</category>".repeat(20_000)),
        format!("{}<item><title>t</title></item>", "<rss>".repeat(100_000)),
    ];
    let reading = std::thread::Builder::new()
        .stack_size(512 << 10)
        .spawn(move || {
            for text in &cases {
                let parsed = read_at(text, None).expect("a feed");
                let article = parsed.articles.first().expect("its entry");
                assert_eq!(value(&article.title), "t", "{text:.60}");
                assert!(article.tags.len() <= limits::LIST);
            }
        });
    reading.expect("a thread").join().expect("no panic");

    let many = format!(
        "<rss><channel>{}</channel></rss>",
        "<item><title>t</title></item>".repeat(limits::ENTRIES + 7)
    );
    let parsed = read(&many);
    assert_eq!(parsed.articles.len(), limits::ENTRIES);
    assert!(
        parsed.incomplete && parsed.warnings[0].contains("last 7"),
        "{:?}",
        parsed.warnings
    );

    let long = item(&format!(
        "<title>{}</title><description>{}</description>",
        "é".repeat(5_000),
        "x".repeat(2 << 20)
    ));
    assert_eq!(value(&long.title).len(), limits::TITLE);
    assert_eq!(value(&long.content).len(), limits::CONTENT);
}

proptest::proptest! {
    /// Nothing panics, and a guard against reading more articles than there are tags for them.
    #[test]
    fn any_markup_is_read(pieces in proptest::collection::vec("<(/?)(rss|channel|item|entry|title|description|br|atom:link|a:b) ?(/?)>|[a-z&;<>\"' é]{0,4}|<!\\[CDATA\\[|\\]\\]>|<!--|-->", 0..40)) {
        let text = format!("<rss><channel>{}", pieces.concat());
        if let Ok(parsed) = read_at(&text, Some(ADDRESS)) {
            let tags = text.matches("<item").count() + text.matches("<entry").count();
            proptest::prop_assert!(parsed.articles.len() <= tags);
        }
    }

    /// What is escaped into a field is read from it.
    #[test]
    fn a_title_reads_back(title in "[ -~À-ÿ\u{400}-\u{450}]{1,40}") {
        let escaped = html::escape(&title);
        let article = item(&format!("<title>{escaped}</title>"));
        let expected = crate::parse::characters::encoded_twice(&title).unwrap_or(title);
        let expected = if expected.trim().is_empty() { "" } else { &expected };
        proptest::prop_assert_eq!(value(&article.title), expected);
    }
}
