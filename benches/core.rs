//! The pure core, a document at a time: bytes in, articles out. `cargo bench --bench core` prints the table; for each, how
//! many bytes a second.
use chrono::DateTime;
use divan::counter::BytesCount;
use divan::{Bencher, black_box};
use feedmill::article::{Document, Origin};
use feedmill::{normalise, parse};

fn main() {
    divan::main();
}

const TEXT: &str = "The miller said that *grain* which comes [early](/early) is worth more. ";

fn markdown() -> String {
    let body = TEXT.repeat(60).replace("more. The", "more.\n\nThe");
    format!("---\ntitle: Of mills\ndate: 2025-03-01\ntags: [mills, grain]\n---\n\n{body}\n")
}

fn rss() -> String {
    let body = "<p>The miller said that <em>grain</em> which comes <a href=\"/early\">early</a> is worth more.</p>";
    let item = |number: u32| {
        format!(
            "<item><title>Of mills {number}</title><link>https://example.org/{number}</link>\
             <pubDate>Mon, 03 Mar 2025 10:00:00 GMT</pubDate><description><![CDATA[{}]]></description></item>",
            body.repeat(30)
        )
    };
    let items: String = (0..40).map(item).collect();
    format!(
        "<rss version=\"2.0\"><channel><title>T</title><link>https://example.org/</link><description>d</description>{items}</channel></rss>"
    )
}

fn document(name: &str, text: String) -> Document {
    Document {
        origin: Origin::File(name.to_owned()),
        bytes: text.into_bytes(),
        content_type: None,
        base: "https://example.org/".parse().ok(),
    }
}

fn each(bencher: Bencher<'_, '_>, document: &Document) {
    let (options, rules) = (parse::Options::default(), normalise::Options::default());
    let now = DateTime::from_timestamp(1_760_000_000, 0).expect("a time");
    bencher
        .counter(BytesCount::new(document.bytes.len()))
        .bench_local(|| {
            let parsed = parse::parse(black_box(document), &options).expect("it is read");
            normalise::articles(
                parsed,
                &document.origin,
                document.base.as_ref(),
                &rules,
                now,
            )
        });
}

#[divan::bench]
fn markdown_to_article(bencher: Bencher<'_, '_>) {
    each(bencher, &document("mills.md", markdown()));
}

#[divan::bench]
fn rss_to_articles(bencher: Bencher<'_, '_>) {
    each(bencher, &document("mills.rss", rss()));
}

/// The same text with an element that takes a tree to be cleaned.
#[divan::bench]
fn markdown_with_a_tree(bencher: Bencher<'_, '_>) {
    each(
        bencher,
        &document("mills.md", markdown() + "\n<details>More</details>\n"),
    );
}
