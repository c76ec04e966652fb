//! What is wrong with a published feed, by the rules of its format: one table of rules a format, each
//! named by its requirement. A second pair of eyes that shares no code with the writing, and reads
//! any feed, not only feedmill's.

mod atom;
mod field;
mod json;
mod rss;
mod tree;

use super::size;

/// One fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule: its id and what it says, `R-02 an item has a title or a description`.
    pub rule: &'static str,
    /// What and where.
    pub message: String,
}

/// How a kind of file is checked: extension, and the check of its bytes and of the address at which it is
/// served.
type Kind = (&'static str, fn(&[u8], Option<&str>) -> Vec<Finding>);

/// The kinds of files, by extension.
const KINDS: &[Kind] = &[
    ("rss", rss::lint),
    ("atom", atom::lint),
    ("json", json::lint),
];

/// Checks one published file by its extension (`.rss`, `.atom`, `.json`); `self_url` is where it is
/// served. A file of another extension has no rules and no faults.
pub fn lint(path: &str, bytes: &[u8], self_url: Option<&str>) -> Vec<Finding> {
    let extension = path.rsplit_once('.').map(|(_, extension)| extension);
    let Some((_, check)) = KINDS.iter().find(|(name, _)| Some(*name) == extension) else {
        return Vec::new();
    };
    let mut findings = check(bytes, self_url);
    if bytes.len() > size::LARGEST {
        findings.push(Finding {
            rule: "G-06 a feed has at most 4 MiB, because readers refuse larger ones",
            message: format!("{} bytes", bytes.len()),
        });
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::{FORMATS, sample};

    #[test]
    fn what_feedmill_writes_has_no_faults() {
        let mut empty = sample::feed();
        empty.entries.clear();
        for feed in [sample::feed(), empty] {
            for format in FORMATS {
                let path = crate::publish::path(&feed, format);
                let address = crate::publish::address(&feed, format).expect("an address");
                let bytes = (format.render)(&feed, &address);
                assert_eq!(lint(&path, &bytes, Some(&address)), [], "{path}");
            }
        }
    }

    /// Each fault alone, put into a feed that is right without it.
    #[test]
    fn every_rule_can_find_its_fault() {
        let cases: &[(&str, &str, &str, &str)] = &[
            ("rss", "X-01", "</rss>", ""),
            ("rss", "X-01", "</channel>", "</chanel>"),
            ("rss", "X-02", "Borrowed", "Bor&#x1D;rowed"),
            ("rss", "X-02", "Borrowed", "Bor\u{b}rowed"),
            ("rss", "X-05", "<rss", "<!DOCTYPE rss><rss"),
            (
                "rss",
                "X-07",
                "purl.org/dc/elements/1.1/",
                "purl.org/dc/elements/1.1",
            ),
            ("rss", "R-01", "version=\"2.0\"", "version=\"0.91\""),
            ("rss", "R-01", "<title>Notes from the mill</title>", ""),
            (
                "rss",
                "R-01",
                "<link>https://example.org/</link>",
                "<link>home</link>",
            ),
            (
                "rss",
                "R-02",
                "<description>Only a thought, without a title.</description>",
                "",
            ),
            (
                "rss",
                "R-03",
                "</channel>",
                "<language>en</language></channel>",
            ),
            (
                "rss",
                "R-05",
                "src=&quot;https://example.org/mill.jpg",
                "src=&quot;/mill.jpg",
            ),
            (
                "rss",
                "R-07",
                "<guid isPermaLink=\"false\">urn:example:borrowed</guid>",
                "",
            ),
            (
                "rss",
                "R-07",
                "urn:example:borrowed",
                "tag:example.org,2024:talk",
            ),
            (
                "rss",
                "R-07",
                "<guid isPermaLink=\"false\">urn:",
                "<guid isPermaLink=\"FALSE\">urn:",
            ),
            (
                "rss",
                "R-07",
                "<guid isPermaLink=\"false\">urn:",
                "<guid>urn:",
            ),
            (
                "rss",
                "R-08",
                "Fri, 10 May 2024 23:15:00 -0500",
                "2024-05-10",
            ),
            (
                "rss",
                "R-08",
                "Fri, 10 May 2024 23:15:00 -0500",
                "Mon, 10 May 2024 23:15:00 -0500",
            ),
            (
                "rss",
                "R-09",
                "Fri, 10 May 2024 23:15:00 -0500",
                "Thu, 1 Jan 1970 00:00:00 +0000",
            ),
            ("rss", "R-10", "length=\"0\"", "length=\"unknown\""),
            ("rss", "R-10", "type=\"image/jpeg\"/>", "/>"),
            ("rss", "R-11", "rel=\"self\"", "rel=\"alternate\""),
            ("rss", "R-11", "feeds/all.rss", "feeds/old.rss"),
            (
                "rss",
                "R-12",
                "<dc:creator>",
                "<author>Ada</author><dc:creator>",
            ),
            ("rss", "O-04", "<language>en<", "<language>en_GB!<"),
            ("atom", "X-01", "</entry>", "</item>"),
            (
                "atom",
                "A-01",
                "http://www.w3.org/2005/Atom",
                "http://purl.org/atom/ns#",
            ),
            ("atom", "A-01", "rel=\"self\"", "rel=\"related\""),
            ("atom", "A-01", "feeds/all.atom", "feeds/old.atom"),
            ("atom", "A-02", "<title>Borrowed</title>", ""),
            ("atom", "A-02", "<name>The miller</name>", "<name></name>"),
            (
                "atom",
                "A-02",
                "<link href=\"https://elsewhere.example/1\" rel=\"alternate\"/>",
                "",
            ),
            (
                "atom",
                "A-07",
                "<published>2024-05-10T23:15:00-05:00",
                "<published>2024-05-10 23:15",
            ),
            ("atom", "A-08", "urn:example:borrowed", "borrowed"),
            (
                "atom",
                "A-09",
                "urn:example:borrowed",
                "tag:example.org,2024:talk",
            ),
            (
                "atom",
                "A-11",
                "<published>2024-05-10",
                "<published>2024-06-10",
            ),
            ("atom", "A-12", "type=\"audio/mpeg\"", "type=\"sound\""),
            (
                "atom",
                "R-05",
                "src=&quot;https://example.org/mill.jpg",
                "src=&quot;mill.jpg",
            ),
            (
                "atom",
                "R-09",
                "<published>2024-05-10",
                "<published>1970-01-01",
            ),
            (
                "atom",
                "O-04",
                "xml:lang=\"de\"",
                "xml:lang=\"german language\"",
            ),
            ("json", "J-01", "{", "["),
            (
                "json",
                "J-01",
                "jsonfeed.org/version/1.1",
                "jsonfeed.org/version/2",
            ),
            ("json", "J-01", "feeds/all.json", "feeds/old.json"),
            ("json", "J-02", "\"urn:example:borrowed\"", "7"),
            ("json", "J-02", "urn:example:borrowed", " "),
            (
                "json",
                "J-02",
                "urn:example:borrowed",
                "tag:example.org,2024:talk",
            ),
            (
                "json",
                "J-03",
                "\"content_html\": \"Only",
                "\"content\": \"Only",
            ),
            (
                "json",
                "J-05",
                "\"date_published\": \"2024-05-10",
                "\"date_published\": \"10 May ",
            ),
            (
                "json",
                "R-09",
                "\"date_published\": \"2024-05-10",
                "\"date_published\": \"1970-01-01",
            ),
            (
                "json",
                "J-07",
                "\"mime_type\": \"audio/mpeg\"",
                "\"mime_type\": 1",
            ),
            (
                "json",
                "R-05",
                "src=\\\"https://example.org/mill.jpg",
                "src=\\\"mill.jpg",
            ),
            ("json", "O-04", "\"language\": \"de\"", "\"language\": \"\""),
        ];
        let feed = sample::feed();
        for (format, rule, right, wrong) in cases {
            let format = crate::publish::format(format).expect("a format");
            let path = crate::publish::path(&feed, format);
            let address = crate::publish::address(&feed, format).expect("an address");
            let text = String::from_utf8((format.render)(&feed, &address)).expect("UTF-8");
            assert!(text.contains(right), "{path} lacks {right}");
            let broken = text.replacen(right, wrong, 1);
            let found = lint(&path, broken.as_bytes(), Some(&address));
            assert!(
                found.iter().any(|finding| finding.rule.starts_with(rule)),
                "{path}: {right} -> {wrong} is {rule}, found {found:?}"
            );
        }
    }

    #[test]
    fn nothing_makes_it_panic() {
        let deep = "<a>".repeat(100_000);
        for bytes in [
            &b""[..],
            b"\xff\xfe",
            b"<",
            b"{}",
            b"[",
            b"<rss/>",
            b"<feed",
            deep.as_bytes(),
        ] {
            for path in ["a.rss", "a.atom", "a.json"] {
                assert!(!lint(path, bytes, None).is_empty(), "{path}");
            }
            assert!(lint("index.html", bytes, None).is_empty());
        }
    }
}
