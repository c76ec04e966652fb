//! Dates in the data that a page's programs carry: the state of an application, what is told to a
//! counter of visits. Scripts and titles in, one date out.
//!
//! Asked only where no mark for machines says anything. Such data tells of other articles as well, so that a date counts
//! that stands beside the title, or the only one.

/// Names of fields, with or without underscores, in lower case: those of publication, then those of making.
const FIELDS: [&[&str]; 2] = [
    &[
        "datepublished",
        "publishedat",
        "publishdate",
        "publisheddate",
        "publishedon",
        "publishedtime",
        "publicationdate",
        "publisheddatetime",
        "firstpublished",
        "firstpublishedat",
        "firstpublicationdate",
        "originalpublicationdate",
        "articlepublishdate",
        "articlepublisheddate",
        "pubdate",
        "displaydate",
        "postdate",
    ],
    &["createdat", "datecreated", "creationdate"],
];

/// So far from its title, in bytes, a date is still of the same thing.
const NEAR: usize = 2000;
/// Most fields looked at: more have pages that tell of a whole site.
const MOST: usize = 2000;
/// The longest name of a field.
const LONGEST_NAME: usize = 24;

/// Longest value looked at, in bytes.
const LONGEST_DATE: usize = 40;

/// A field with a date in it.
struct Found<'a> {
    /// Which of [`FIELDS`].
    step: usize,
    /// From the nearest title, in bytes.
    distance: usize,
    value: &'a str,
}

/// The date of publication in the scripts of a page that has these titles, as it is written there.
pub(super) fn date(scripts: &[String], titles: &[&str]) -> Option<String> {
    let titles: Vec<String> = titles
        .iter()
        .filter(|title| title.chars().count() > 8)
        .flat_map(|title| [(*title).to_owned(), escaped(title)])
        .collect();
    let mut found: Vec<Found<'_>> = Vec::new();
    for script in scripts {
        let mut at: Vec<usize> = Vec::new();
        for title in &titles {
            at.extend(
                script
                    .match_indices(title.as_str())
                    .map(|(at, _)| at)
                    .take(50),
            );
        }
        for (place, step, value) in fields(script) {
            let distance = at.iter().map(|title| title.abs_diff(place)).min();
            found.push(Found {
                step,
                distance: distance.unwrap_or(usize::MAX),
                value,
            });
            if found.len() >= MOST {
                return None;
            }
        }
    }
    let beside = found
        .iter()
        .filter(|date| date.distance <= NEAR)
        .min_by_key(|date| (date.step, date.distance));
    let alone = || {
        let mut published = found.iter().filter(|date| date.step == 0);
        let first = published.next()?;
        published
            .all(|date| date.value.get(..10) == first.value.get(..10))
            .then_some(first)
    };
    beside.or_else(alone).map(|date| date.value.to_owned())
}

/// The fields of a script that have a date: place, step, value.
fn fields(script: &str) -> impl Iterator<Item = (usize, usize, &str)> {
    script.match_indices(':').filter_map(|(at, _)| {
        let quotes: &[char] = &['"', '\'', '\\', ' '];
        let before = script.get(..at)?.trim_end_matches(quotes);
        let start = before
            .bytes()
            .rev()
            .take(LONGEST_NAME + 1)
            .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-'))
            .count();
        let name = before.get(before.len() - start..)?;
        let last = name.bytes().last()?;
        if start > LONGEST_NAME || !matches!(last | 0x20, b'd' | b't' | b'e' | b'n') {
            return None;
        }
        let plain: String = name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let step = FIELDS
            .iter()
            .position(|names| names.contains(&plain.as_str()))?;
        let rest = script.get(at + 1..)?.trim_start_matches(quotes);
        let ends = |byte: u8| matches!(byte, b'"' | b'\'' | b'\\' | b',' | b'}' | b'<');
        let end = rest.bytes().take(LONGEST_DATE).position(ends)?;
        let value = rest.get(..end)?.trim();
        is_date(value).then_some((at, step, value))
    })
}

/// `2024-05-12…`, `20240512`, or seconds or milliseconds since 1970.
fn is_date(value: &str) -> bool {
    let digits = value.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        4 => value.get(4..5) == Some("-") && value.len() >= 10,
        8 | 10 | 13 => digits == value.len(),
        _ => false,
    }
}

/// As JSON in ASCII writes it.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            escaped.push(c);
        } else {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                escaped.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_beside_the_title_or_the_only_one() {
        let far = "x".repeat(NEAR + 100);
        let cases = [
            (r#"{"title":"How mills turn","publishedAt":"2024-05-12T10:00:00Z"}"#.to_owned(), "2024-05-12T10:00:00Z"),
            // data within a string of a program
            (r#"push("{\"headline\":\"How mills turn\",\"published_at\":\"2024-05-12\"}")"#.to_owned(), "2024-05-12"),
            // among others
            (
                format!(
                    r#"[{{"title":"Another one","pubDate":"2024-05-01"}},"{far}",{{"title":"How mills turn","pubDate":"2024-05-12"}}]"#
                ),
                "2024-05-12",
            ),
            // publication before making, however far
            (
                r#"{"createdAt":"2024-05-10","title":"How mills turn","x":1,"datePublished":"2024-05-12"}"#.to_owned(),
                "2024-05-12",
            ),
            // the only one, without a title: what a counter of visits is told
            ("dataLayer = [{'publishDate': '20240512', 'type': 'article'}]".to_owned(), "20240512"),
            ("x = {publishedAt: 1715508000}".to_owned(), "1715508000"),
            // others alone
            (r#"[{"pubDate":"2024-05-01"},{"pubDate":"2024-05-02"}]"#.to_owned(), ""),
            (r#"{"createdAt":"2024-05-10"}"#.to_owned(), ""),
            (r#"{"publishedAt":null,"publishDate":"soon","published_at":"2024"}"#.to_owned(), ""),
            (":".repeat(10_000), ""),
        ];
        for (script, expected) in cases {
            let got = date(std::slice::from_ref(&script), &["How mills turn"]);
            assert_eq!(
                got.as_deref().unwrap_or_default(),
                expected,
                "{script:.120}"
            );
        }
        let escaped = r#"{"t":"M\u00fchlen am Rhein","publishedAt":"2024-05-12","x":{"publishedAt":"2020-01-01"}}"#;
        let got = date(&[escaped.to_owned()], &["Mühlen am Rhein"]);
        assert_eq!(got.as_deref(), Some("2024-05-12"));
    }
}
