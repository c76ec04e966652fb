//! Odd feeds (X-09, X-10, B12 … B18, B32, B49): tests/data/odd holds small documents, each with what must be read of it. A
//! further one is a further `===` in one of its files.

use chrono::{TimeZone, Utc};
use feedmill::article::{Article, Document, IdOrigin, Origin, Parsed};
use feedmill::{normalise, parse, text};

/// What the body of a case stands in, by its header `in`.
const WRAPS: &[(&str, &str, &str)] = &[
    (
        "item",
        "<rss version=\"2.0\"><channel><title>F</title><item>",
        "</item></channel></rss>",
    ),
    (
        "entry",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>F</title><entry>",
        "</entry></feed>",
    ),
    (
        "atom03",
        "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>F</title><entry>",
        "</entry></feed>",
    ),
];

/// One document, and what is expected of it: names and values in order.
struct Case<'a> {
    name: &'a str,
    headers: Vec<(&'a str, &'a str)>,
    body: &'a str,
}

fn cases(file: &str) -> Vec<Case<'_>> {
    let read = |block| {
        let (name, rest): (&str, &str) = str::split_once(block, '\n').expect("a name");
        let (headers, body) = rest.split_once("---\n").expect("a line of ---");
        let headers = headers.lines().map(|line| {
            let (key, value) = line.split_once(':').expect("a colon");
            (key, value.trim())
        });
        Case {
            name,
            headers: headers.collect(),
            body: body.trim_end(),
        }
    };
    file.split("\n=== ").skip(1).map(read).collect()
}

impl<'a> Case<'a> {
    fn header(&self, name: &str) -> Option<&'a str> {
        let found = self.headers.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| *value)
    }

    fn document(&self) -> Document {
        let wrap = WRAPS
            .iter()
            .find(|(name, ..)| Some(*name) == self.header("in"));
        let (_, before, after) = wrap.copied().unwrap_or_default();
        let prefix = self.header("prefix").unwrap_or_default();
        let mut bytes: Vec<u8> = prefix
            .split_whitespace()
            .map(|byte| u8::from_str_radix(byte, 16).expect("two digits"))
            .collect();
        let text = format!("{before}{}{after}", self.body);
        bytes.extend(match self.header("encode") {
            Some(name) => encoded(&text, name),
            None => escaped_bytes(&text),
        });
        Document {
            origin: Origin::Address(address()),
            bytes,
            content_type: self.header("type").map(str::to_owned),
            base: Some(address()),
        }
    }
}

fn address() -> url::Url {
    "https://example.org/blog/feed".parse().expect("an address")
}

fn encoded(text: &str, name: &str) -> Vec<u8> {
    let units = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect();
    let points = |bytes: fn(u32) -> [u8; 4]| text.chars().flat_map(|c| bytes(c.into())).collect();
    match name {
        "utf-16le" => units(u16::to_le_bytes),
        "utf-16be" => units(u16::to_be_bytes),
        "utf-32le" => points(u32::to_le_bytes),
        "utf-32be" => points(u32::to_be_bytes),
        name => {
            let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).expect("a name");
            let (bytes, _, unmappable) = encoding.encode(text);
            assert!(!unmappable, "{name} has no characters for {text}");
            bytes.into_owned()
        }
    }
}

/// Bytes of a text in which `\x0A` stands for a byte.
fn escaped_bytes(text: &str) -> Vec<u8> {
    let mut parts = text.split("\\x");
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        let (digits, rest) = part.split_at(2);
        bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
        bytes.extend(rest.as_bytes());
    }
    bytes
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join(" | ")
}

/// A field of an article as the cases write it.
fn field(article: &Article, name: &str) -> String {
    let text_of = |text: &Option<String>| text.clone().unwrap_or_default();
    match name {
        "title" => text_of(&article.title),
        "link" => text_of(&article.url),
        "id" if article.identity.origin == IdOrigin::Own => article.identity.value.clone(),
        "summary" => text_of(&article.summary),
        "content" => article.content_html.replace('\n', "\\n"),
        "text" => text::fold(&text::from_html(&article.content_html)),
        "image" => text_of(&article.image),
        "language" => text_of(&article.language),
        "authors" => joined(article.authors.iter().map(|author| author.name.clone())),
        "tags" => joined(article.tags.iter().cloned()),
        "files" => joined(
            article
                .attachments
                .iter()
                .map(|file| format!("{} {}", file.url, file.mime_type)),
        ),
        "extras" => joined(article.extras.iter().map(|extra| {
            let values = extra
                .values
                .iter()
                .map(|(key, value)| format!(" {key}={value}"));
            format!("{}{}", extra.name, values.collect::<String>())
        })),
        "source" => {
            let from = article.republished_from.clone().unwrap_or_default();
            joined([from.title, from.url].into_iter().flatten())
        }
        "published" => {
            let at = article.published.as_ref();
            at.map_or_else(String::new, |dated| dated.at.format("%Y-%m-%d").to_string())
        }
        _ => String::new(),
    }
}

/// What is otherwise than a case says.
fn faults(case: &Case<'_>) -> Vec<String> {
    let document = case.document();
    let parsed = match parse::parse(&document, &parse::Options::default()) {
        Ok(parsed) => parsed,
        Err(error) => return vec![format!("{}: {error}", case.name)],
    };
    let Parsed {
        warnings,
        incomplete,
        facts,
        ..
    } = parsed.clone();
    let now = Utc.with_ymd_and_hms(2026, 1, 1, 0, 0, 0).single();
    let articles = normalise::articles(
        parsed,
        &document.origin,
        document.base.as_ref(),
        &normalise::Options::default(),
        now.expect("a time"),
    );
    let mut faults = Vec::new();
    for (key, expected) in &case.headers {
        let (name, number) = key.split_once('.').unwrap_or((key, "0"));
        let article = articles.get(number.parse::<usize>().expect("a number"));
        let found = match name {
            "in" | "encode" | "prefix" | "type" => continue,
            "count" => articles.len().to_string(),
            "warning" => warnings
                .iter()
                .find(|w| w.contains(expected))
                .map_or_else(|| warnings.join("; "), |_| (*expected).to_owned()),
            "incomplete" => if incomplete { "yes" } else { "no" }.to_owned(),
            "feed" => facts
                .title
                .as_ref()
                .and_then(normalise::plain)
                .unwrap_or_default(),
            name => article.map_or_else(|| "no article".to_owned(), |a| field(a, name)),
        };
        if found != *expected {
            faults.push(format!(
                "{}\n  {key}: {found:?}\n  not {expected:?}",
                case.name
            ));
        }
    }
    if incomplete && case.header("incomplete").is_none() {
        faults.push(format!("{}: it is called incomplete", case.name));
    }
    faults
}

#[test]
fn odd_feeds_are_read_as_they_were_meant() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/odd");
    let (mut read, mut found) = (0, Vec::new());
    for entry in std::fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        let file = std::fs::read_to_string(&path).expect("a file of cases");
        for case in cases(&file) {
            read += 1;
            found.extend(faults(&case));
        }
    }
    assert!(
        found.is_empty(),
        "{} of {read}:\n{}",
        found.len(),
        found.join("\n")
    );
    assert!(read > 100, "{read} cases");
}
