//! Tags: plain, trimmed, each once.

use crate::text;

/// Longest tag, in characters; what is longer is no tag.
const LONGEST: usize = 250;

/// Most tags of one article: more is keyword stuffing, and a quadratic feast for importers.
const MOST: usize = 100;

/// Plain, trimmed, no two equal by case-folding (the first spelling wins), in order. A single string
/// with commas is a list, as older systems write `keywords`.
pub(super) fn clean(tags: &[String]) -> Vec<String> {
    const COMMAS: &[char] = &[',', ';', '、', '，'];
    // decoded first: the `;` of a character reference parts nothing
    let decoded = tags.iter().map(|tag| text::decode_entities(tag));
    let decoded: Vec<String> = decoded.filter(|tag| !tag.trim().is_empty()).collect();
    let cleaned = match decoded.as_slice() {
        [one] => each_once(one.split(COMMAS)),
        tags => each_once(tags.iter().map(String::as_str)),
    };
    // what is alone in the end is such a string again for whoever reads it
    match cleaned.as_slice() {
        [one] => each_once(one.split(COMMAS)),
        _ => cleaned,
    }
}

fn each_once<'a>(tags: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut seen = std::collections::HashSet::new();
    tags.map(|tag| {
        let tag = text::fold(&super::title::printable(tag));
        let bare = tag.trim_matches(|c: char| c.is_whitespace() || "#,\"".contains(c));
        // "C#" and "F#" are names
        if tag.ends_with('#') && !tag.starts_with('#') {
            tag
        } else {
            bare.to_owned()
        }
    })
    .filter(|tag| {
        !tag.is_empty()
            && tag.chars().count() <= LONGEST
            && tag.chars().any(|c| c.is_alphanumeric() || !c.is_ascii())
            && seen.insert(tag.to_lowercase())
    })
    .take(MOST)
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_plain_and_each_once() {
        let long = "x".repeat(251);
        for (tags, expected) in [
            (vec!["Rust", "rust", " RUST "], vec!["Rust"]),
            (vec!["#news", "news"], vec!["news"]),
            (vec!["C#", "F#"], vec!["C#", "F#"]),
            (vec!["a, b,c"], vec!["a", "b", "c"]),
            (
                vec!["Washington, D.C.", "travel"],
                vec!["Washington, D.C.", "travel"],
            ),
            (vec!["R&amp;D"], vec!["R&D"]),
            (vec!["Q&amp;A; tips"], vec!["Q&A", "tips"]),
            (vec!["", " ", "-", "ok"], vec!["ok"]),
            (vec!["", "a; b", " "], vec!["a", "b"]),
            (vec!["a, b", "A, B"], vec!["a", "b"]),
            (vec!["Straße", "STRASSE"], vec!["Straße", "STRASSE"]),
            (vec!["印刷、活字"], vec!["印刷", "活字"]),
            (vec![long.as_str(), "short"], vec!["short"]),
        ] {
            let tags: Vec<String> = tags.into_iter().map(str::to_owned).collect();
            assert_eq!(clean(&tags), expected, "{tags:?}");
        }
    }
}
