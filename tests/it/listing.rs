//! Pages that list articles, and pages that do not: each page of tests/data/listing stands beside what is to be found on it.

use std::path::PathBuf;

use feedmill::article::{
    DateOrigin, Document, Kind, Listing, Origin, Parsed, RawArticle, Selector,
};
use feedmill::parse;
use serde::Deserialize;
use url::Url;

/// What is expected of a page.
#[derive(Deserialize)]
struct Expected {
    address: Url,
    items: Vec<Item>,
    next: Option<Url>,
    /// Summaries and pictures are stated as well.
    #[serde(default)]
    whole: bool,
}

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Item {
    link: String,
    title: String,
    date: Option<String>,
    #[serde(default)]
    summary: Option<String>,
    #[serde(default)]
    image: Option<String>,
}

fn pages(folder: &str) -> Vec<(String, Vec<u8>, PathBuf)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/data")
        .join(folder);
    let mut pages: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder of pages")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "html")
        })
        .map(|path| {
            let name = path
                .file_stem()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, std::fs::read(&path).expect("readable"), path)
        })
        .collect();
    pages.sort();
    pages
}

fn read(bytes: &[u8], address: &Url, options: &parse::Options) -> Parsed {
    let document = Document {
        origin: Origin::Address(address.clone()),
        bytes: bytes.to_vec(),
        content_type: Some("text/html; charset=utf-8".into()),
        base: Some(address.clone()),
    };
    parse::parse(&document, options).expect("a page")
}

fn item(article: &RawArticle, whole: bool) -> Item {
    let summary = article.summary.as_ref().filter(|_| whole);
    Item {
        summary: summary.map(|text| text.value.clone()),
        image: article.image.clone().filter(|_| whole),
        link: article.link.clone().unwrap_or_default(),
        title: article
            .title
            .as_ref()
            .map(|title| title.value.clone())
            .unwrap_or_default(),
        date: article.dates.first().map(|date| date.text.clone()),
    }
}

/// The lists of all pages are found exactly, without a selector: precision and recall of the links, and of titles and dates.
#[test]
fn lists_are_found_without_a_selector() {
    let (mut taken, mut wanted, mut right, mut whole, mut faults) = (0, 0, 0, 0, Vec::new());
    let pages = pages("listing");
    assert!(pages.len() >= 50, "the pages are there");
    for (name, bytes, path) in &pages {
        let json = std::fs::read(path.with_extension("json")).expect("its expectation");
        let expected: Expected = serde_json::from_slice(&json).expect(name);
        let parsed = read(bytes, &expected.address, &parse::Options::default());
        let is_list = parsed.kind == Kind::List;
        let found: Vec<Item> = if is_list {
            let item = |article| item(article, expected.whole);
            parsed.articles.iter().map(item).collect()
        } else {
            Vec::new()
        };
        let same = found
            .iter()
            .filter(|found| expected.items.iter().any(|item| item.link == found.link))
            .count();
        taken += found.len();
        wanted += expected.items.len();
        right += same;
        let links = |items: &[Item]| {
            items
                .iter()
                .map(|item| item.link.clone())
                .collect::<Vec<_>>()
        };
        let mut fault = String::new();
        if links(&found) != links(&expected.items) {
            fault = format!(
                "{} of {} items, {} too many",
                same,
                expected.items.len(),
                found.len() - same
            );
        } else if let Some((found, item)) = found
            .iter()
            .zip(&expected.items)
            .find(|(found, item)| found != item)
        {
            fault = format!("{found:?} for {item:?}");
        } else if parsed.more.next != expected.next {
            fault = format!("next page {:?} for {:?}", parsed.more.next, expected.next);
        }
        if fault.is_empty() {
            whole += 1;
        } else {
            faults.push(format!("{name}: {:?}: {fault}", parsed.kind));
        }
    }
    let of = |part: usize, all: usize| part as f64 / all.max(1) as f64;
    let figures = format!(
        "{whole} of {} pages exactly; precision {:.3}, recall {:.3}",
        pages.len(),
        of(right, taken),
        of(right, wanted)
    );
    assert!(faults.is_empty(), "{figures}\n{}", faults.join("\n"));
}

/// What is printed for the operator to paste finds the same items, titles, dates, summaries and pictures.
#[test]
fn the_printed_selectors_find_the_same_again() {
    let (mut printed, mut faults) = (0, Vec::new());
    let pages = pages("listing");
    for (name, bytes, path) in &pages {
        let json = std::fs::read(path.with_extension("json")).expect("its expectation");
        let expected: Expected = serde_json::from_slice(&json).expect(name);
        let found = read(bytes, &expected.address, &parse::Options::default());
        let Some(listing) = found.listing.clone() else {
            // No selector says where they are in a script, nor that items within items are items, nor what is
            // alike in sections that are not.
            let none = ["script_", "json_ld", "mail_threads", "newspaper_sections"];
            if !none.iter().any(|known| name.starts_with(known)) {
                faults.push(format!("{name}: none"));
            }
            continue;
        };
        printed += 1;
        let options = parse::Options {
            listing: Some(listing),
            ..parse::Options::default()
        };
        let again = read(bytes, &expected.address, &options);
        if again.articles != found.articles || !again.warnings.is_empty() {
            let other = again
                .articles
                .iter()
                .zip(&found.articles)
                .find(|(one, other)| one != other);
            faults.push(format!(
                "{name}: {} items for {}, {:?}, {other:?}",
                again.articles.len(),
                found.articles.len(),
                again.warnings
            ));
        }
    }
    assert!(
        faults.is_empty(),
        "{printed} of {}\n{}",
        pages.len(),
        faults.join("\n")
    );
}

/// What is nowhere but on the list itself is read there: the sections of a log of changes, without their headings and days.
#[test]
fn the_text_of_places_on_the_list_is_read() {
    let pages = pages("listing");
    let log = pages.iter().find(|page| page.0 == "changelog_anchors");
    let (_, bytes, _) = log.expect("the log");
    let address = Url::parse("https://toolbox.example/changelog").expect("fixed");
    let parsed = read(bytes, &address, &parse::Options::default());
    let texts: Vec<String> = parsed
        .articles
        .iter()
        .filter_map(|article| Some(article.content.as_ref()?.value.clone()))
        .collect();
    assert_eq!(texts.len(), 4);
    assert!(
        texts[0].contains("<li>Rows can be dragged.</li>"),
        "{texts:?}"
    );
    assert!(
        !texts[0].contains("Version") && !texts[0].contains("2024"),
        "{texts:?}"
    );
}

/// Paragraphs of an article.
fn prose(paragraphs: usize) -> String {
    let paragraph = "<p>The pump had stood in the yard since the war, and nobody could say who had oiled it last. It gave water \
                     all the same, a little brown in the first strokes and then clear, so that people kept coming with their cans \
                     in the dry weeks of the summer.</p>";
    paragraph.repeat(paragraphs)
}

/// Cards or rows that lead to other articles, with dates.
fn others(count: usize, row: &str) -> String {
    let words = [
        "bridges", "gulls", "ropes", "lamps", "barges", "tides", "cranes", "locks", "sails", "maps",
    ];
    let rows = (0..count).zip(words.iter().cycle()).map(|(number, word)| {
        row.replace("{n}", &number.to_string())
            .replace("{title}", &format!("What we know about {word} by now"))
            .replace("{link}", &format!("/stories/2024/about-{word}-{number}"))
    });
    rows.collect()
}

/// What has a list on it, and is none.
fn no_lists() -> Vec<(&'static str, &'static str, String)> {
    let card = "<div class=card><a href='{link}'><img src=/i/{n}.jpg><h3>{title}</h3></a><time datetime=2024-05-0{n}>May</time></div>";
    let line = "<li><a href='{link}'>{title}</a></li>";
    let dated =
        "<div class=entry><span class=date>1{n}.05.2024</span> <a href='{link}'>{title}</a></div>";
    let comment = "<div class=note><a href='/people/{n}'>Reader number {n} of this page</a> <time datetime=2024-05-0{n}>May</time><p>I \
                   remember that pump well, we drew water there as children.</p></div>";
    let good = "<div class=good><a href='{link}'><img src=/i/{n}.jpg><h3>{title}</h3></a><b>{n}8,50 €</b></div>";
    let person = "<div class=person><h3><a href='/people/{n}'>Ann Pumper, number {n}</a></h3><p>Looks after water</p></div>";
    let chapter = "<a class=card href='/docs/part-{n}'><h3>{title}</h3><p>All that there is to say about it, in one place.</p></a>";
    let anchor = "<li><a href='#part-{n}'>{title}</a></li>";
    let page = |head: &str, body: String| {
        format!(
            "<!doctype html><html lang=en><head><title>The pump in the yard</title>{head}</head><body>{body}</body></html>"
        )
    };
    let heading = "<h1>The pump in the yard</h1>";
    vec![
        (
            "cards below",
            "/stories/the-pump-in-the-yard",
            page(
                "",
                format!(
                    "<main>{heading}{}<div class=grid>{}</div></main>",
                    prose(6),
                    others(8, card)
                ),
            ),
        ),
        (
            "a short text, and what is new beside it",
            "/2024/05/12/the-pump",
            page(
                "",
                format!(
                    "<div>{heading}{}</div><div class=col>{}</div>",
                    prose(2),
                    others(9, dated)
                ),
            ),
        ),
        (
            "a round-up of links",
            "/2024/05/friday-links",
            page(
                "",
                format!(
                    "<article>{heading}<p>Ten things that we read this week.</p><ul>{}</ul></article>",
                    others(10, line)
                ),
            ),
        ),
        (
            "a table of contents",
            "/guide/pumps",
            page(
                "",
                format!(
                    "<main>{heading}<ol>{}</ol>{}</main>",
                    others(9, anchor),
                    prose(9)
                ),
            ),
        ),
        (
            "says that it is an article",
            "/p/1",
            page("<meta property=og:type content=article>", others(10, card)),
        ),
        (
            "states that it is one",
            "/p/2",
            page(
                "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"The pump in the yard\"}</script>",
                format!("{heading}{}", others(10, card)),
            ),
        ),
        (
            "comments with dates",
            "/stories/the-pump-in-the-yard",
            page(
                "",
                format!(
                    "<main>{heading}{}<div class=notes>{}</div></main>",
                    prose(4),
                    others(9, comment)
                ),
            ),
        ),
        (
            "a series of which it is a part",
            "/series/water/the-pump-in-the-yard",
            page(
                "",
                format!(
                    "<main>{heading}<p>Part 3 of 9</p><ul>{}</ul>{}</main>",
                    others(9, line),
                    prose(5)
                ),
            ),
        ),
        (
            "references and what to see as well",
            "/wiki/Pump",
            page(
                "",
                format!(
                    "<div>{heading}{}<h2>See also</h2><ul>{}</ul></div>",
                    prose(12),
                    others(10, line)
                ),
            ),
        ),
        (
            "documentation beside a tree of pages",
            "/docs/pump/installing",
            page(
                "",
                format!(
                    "<div class=tree><ul>{}</ul></div><div>{heading}{}</div>",
                    others(40, line),
                    prose(5)
                ),
            ),
        ),
        (
            "a word about the house",
            "/about",
            page(
                "",
                format!(
                    "<div class=menu-bar>{}</div>{heading}{}",
                    others(5, line),
                    prose(3)
                ),
            ),
        ),
        (
            "its own link in what is new",
            "/stories/2024/about-gulls-1",
            page(
                "",
                format!(
                    "{heading}<p>A film, 2 minutes.</p><div class=new>{}</div>",
                    others(10, dated)
                ),
            ),
        ),
        (
            "a short piece of news, and others beside it",
            "/news/the-pump",
            page(
                "",
                format!(
                    "<div>{heading}<p class=date>11.05.2024</p><p>It is mended.</p></div><div class=col>{}</div>",
                    others(4, dated).replace("/stories/2024/", "/news/")
                ),
            ),
        ),
        (
            "goods of a shop",
            "/",
            page(
                "",
                format!("<main><h1>The yard shop</h1>{}</main>", others(8, good)),
            ),
        ),
        (
            "people of the house",
            "/contact",
            page(
                "",
                format!("<main><h1>Contact</h1>{}</main>", others(6, person)),
            ),
        ),
        (
            "the contents of a manual",
            "/",
            page(
                "",
                format!("<main><h1>Manual</h1>{}</main>", others(6, chapter)),
            ),
        ),
        (
            "a day stated for the page",
            "/pump",
            page(
                "<meta name=pubdate content=2024-05-12>",
                format!("{heading}{}{}", prose(1), others(4, dated)),
            ),
        ),
    ]
}

#[test]
fn an_article_with_links_to_others_is_no_list() {
    let mut faults = Vec::new();
    for (name, path, html) in no_lists() {
        let address = Url::parse("https://yard.example")
            .and_then(|base| base.join(path))
            .expect("a path");
        let mut document = Document {
            origin: Origin::Address(address.clone()),
            bytes: html.into_bytes(),
            content_type: Some("text/html".into()),
            base: Some(address),
        };
        for origin in [document.origin.clone(), Origin::File("pump.html".into())] {
            document.origin = origin;
            let parsed = parse::parse(&document, &parse::Options::default()).expect("a page");
            if parsed.kind == Kind::List {
                faults.push(format!(
                    "{name}: {} items of {:?}",
                    parsed.articles.len(),
                    document.origin
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A saved front page is a list also as a file; a file of a folder with a list in it is none.
#[test]
fn files_are_lists_only_when_that_is_very_clear() {
    let kind = |name: &str, html: &[u8], base: Option<&str>| {
        let document = Document {
            origin: Origin::File(format!("{name}.html")),
            bytes: html.to_vec(),
            content_type: None,
            base: base.map(|base| Url::parse(base).expect("fixed")),
        };
        let parsed = parse::parse(&document, &parse::Options::default()).expect("a page");
        (parsed.kind, parsed.articles.len())
    };
    let pages = pages("listing");
    let page = |name: &str| {
        pages
            .iter()
            .find(|page| page.0 == name)
            .map(|page| page.1.clone())
            .expect(name)
    };
    assert_eq!(
        kind(
            "front",
            &page("news_front"),
            Some("https://harbour.example/")
        ),
        (Kind::List, 7)
    );
    assert_eq!(
        kind(
            "piece",
            b"<ul><li><a href=/a>One</a></li><li><a href=/b>Two</a></li></ul>",
            None
        )
        .0,
        Kind::Article
    );
    assert_eq!(kind("notes", &page("no_dates"), None).0, Kind::Article);
}

/// A page as an operator may meet it, with what the selectors below are tried on.
const TOLD: &str = "<!doctype html><html lang=pl><body><h1>Dom</h1>
    <div class=row data-id=1><a class=go href=/jeden>Pierwszy wpis o domu</a><i data-when='2024-05-12'>12 listopada 2023</i><p class=lead>O domu.</p></div>
    <div class=row data-id=2><a class=go href=/dwa>Drugi wpis o dachu</a><i data-when='2024-05-11'>3 marca 2023</i><b class=lead>O dachu.</b></div>
    <div class=row data-id=3><span>bez adresu</span></div></body></html>";

fn told(listing: Listing) -> Parsed {
    let address = Url::parse("https://dom.example/wpisy").expect("fixed");
    let options = parse::Options {
        listing: Some(listing),
        ..parse::Options::default()
    };
    read(TOLD.as_bytes(), &address, &options)
}

fn at(path: &str, attribute: Option<&str>) -> Option<Selector> {
    Some(Selector {
        path: path.into(),
        attribute: attribute.map(str::to_owned),
    })
}

#[test]
fn what_the_operator_says_is_taken_and_the_rest_is_found() {
    let of_rows = Listing {
        item: Some(".row".into()),
        ..Listing::default()
    };
    // the items alone
    let parsed = told(of_rows.clone());
    let found: Vec<Item> = parsed
        .articles
        .iter()
        .map(|article| item(article, false))
        .collect();
    assert_eq!(parsed.kind, Kind::List);
    assert_eq!(found[0].link, "https://dom.example/jeden");
    assert_eq!(found[1].title, "Drugi wpis o dachu");
    assert_eq!(found.len(), 2);
    assert!(
        parsed
            .warnings
            .iter()
            .any(|warning| warning.starts_with("1 of 3 items")),
        "{:?}",
        parsed.warnings
    );
    // dates as they are written, in the language of the page
    let dated = Listing {
        date: at("i", None),
        date_format: Some("%d %B %Y".into()),
        ..of_rows.clone()
    };
    let parsed = told(dated.clone());
    let dates: Vec<(&str, DateOrigin, &str)> = parsed
        .articles
        .iter()
        .flat_map(|article| &article.dates)
        .map(|date| (date.text.as_str(), date.origin, date.field))
        .collect();
    assert_eq!(
        dates,
        [
            ("2023-11-12", DateOrigin::Feed, "listing"),
            ("2023-03-03", DateOrigin::Feed, "listing")
        ]
    );
    // an attribute, the item itself, and a summary that only one item has
    let parsed = told(Listing {
        date: at("i", Some("data-when")),
        title: at("", Some("data-id")),
        summary: at("p.lead", None),
        link: at(".go", None),
        ..of_rows.clone()
    });
    let first = &parsed.articles[0];
    assert_eq!(item(first, false).title, "1");
    assert_eq!(
        (first.dates[0].text.as_str(), first.dates[0].origin),
        ("2024-05-12", DateOrigin::StructuredData)
    );
    let summaries: Vec<bool> = parsed
        .articles
        .iter()
        .map(|article| article.summary.is_some())
        .collect();
    assert_eq!(summaries, [true, false]);
}

#[test]
fn selectors_that_find_nothing_say_so() {
    let nothing = told(Listing {
        item: Some(".news".into()),
        ..Listing::default()
    });
    assert_eq!((nothing.kind, nothing.articles.len()), (Kind::List, 0));
    assert!(
        nothing.warnings[0].contains(".news"),
        "{:?}",
        nothing.warnings
    );
    let partly = told(Listing {
        item: Some(".row".into()),
        date: at("time", None),
        image: at("i", Some("src")),
        ..Listing::default()
    });
    assert_eq!(partly.articles.len(), 2);
    assert!(
        partly
            .warnings
            .iter()
            .any(|warning| warning.contains("listing.date = \"time\"")),
        "{:?}",
        partly.warnings
    );
    let unread = told(Listing {
        item: Some(".row".into()),
        date: at("i", None),
        date_format: Some("%d.%m.%Y".into()),
        ..Listing::default()
    });
    assert!(
        unread
            .warnings
            .iter()
            .any(|warning| warning.contains("12 listopada 2023")),
        "{:?}",
        unread.warnings
    );
    for (selector, right) in [
        (".a > b:not(.c)", true),
        ("ul li, dl dt", true),
        ("div >", false),
        ("", false),
        ("a:wrong", false),
        ("[x=]", false),
        (".1", false),
    ] {
        assert_eq!(parse::check_selector(selector).is_ok(), right, "{selector}");
    }
}

/// Pages made to be slow are given up, or read at about the price of their bytes.
#[test]
fn hostile_pages_are_read_quickly() {
    let address = Url::parse("https://example.org/").expect("fixed");
    let link =
        "<li><a href=/some-long-story-of-a-day>Some long story of a day</a> 12 May 2024</li>";
    let many: String = (0..20_000)
        .map(|n| format!("<li><a href=/story-{n}>The story number {n} of many</a></li>"))
        .collect();
    let cells: String = (0..20_000)
        .map(|n| format!("<td><a href=/cell-{n}>The cell number {n} of many</a></td>"))
        .collect();
    let deep = format!(
        "{}{}",
        "<div><a href=/a-b-c-d>A link to a story</a>".repeat(200),
        "</div>".repeat(200)
    );
    let classes: String = (0..5_000)
        .map(|n| {
            format!("<div class='a{n} b{n} c{n}'><a href=/s-{n}-x>A story of number {n}</a></div>")
        })
        .collect();
    let script = format!("<script>window.x = {}</script>", "[".repeat(100_000));
    for (name, body) in [
        ("one address", link.repeat(20_000)),
        ("many", many),
        ("cells", format!("<table><tr>{cells}")),
        ("deep", deep),
        ("classes", classes),
        ("script", script),
    ] {
        let html = format!("<!doctype html><html><body>{body}</body></html>");
        let start = spent();
        read(html.as_bytes(), &address, &parse::Options::default());
        let limit = if cfg!(debug_assertions) { 20 } else { 3 };
        let taken = spent() - start;
        assert!(taken < limit, "{name}: {taken} seconds of processor time");
    }
}

/// Seconds of processor time that this thread has used: other work on the machine counts for nothing.
fn spent() -> i64 {
    rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime).tv_sec
}
