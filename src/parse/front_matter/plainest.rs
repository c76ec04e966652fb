//! YAML of the plainest kind, which nearly all front matter is: lines of `name: value`, each value a word or a sentence, or
//! a list of these in brackets. The parser of YAML takes ten times longer for it, and reads all else; what is read here
//! it reads alike (the tests hold them against each other).

use super::value::Value;

/// Words that mean something else than they say.
const MEANINGFUL: &[&str] = &["null", "true", "false"];

/// Reads a block; None when it is not of this kind.
pub(super) fn read(text: &str) -> Option<Value> {
    let mut fields: Vec<(String, Value)> = Vec::new();
    for line in text.lines() {
        if line.is_empty() {
            continue;
        }
        let (name, value) = line.split_once(": ")?;
        let known = fields.iter().any(|(known, _)| known == name);
        if known || !is_name(name) {
            return None;
        }
        let value = value.trim_matches(' ');
        let value = match value.strip_prefix('[') {
            Some(list) => Value::List(items(list.strip_suffix(']')?)?),
            None => Value::Text(scalar(value, false)?),
        };
        fields.push((name.to_owned(), value));
    }
    (!fields.is_empty()).then_some(Value::Map(fields))
}

fn is_name(name: &str) -> bool {
    let fine = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(fine)
        && !is_meaningful(name)
}

fn items(list: &str) -> Option<Vec<Value>> {
    if list.contains(['[', '{']) || list.trim_matches(' ').is_empty() {
        return None;
    }
    let mut items = Vec::new();
    let mut rest = list.trim_matches(' ');
    loop {
        // A comma within quotes parts nothing.
        let end = match rest.as_bytes().first()? {
            quote @ (b'"' | b'\'') => rest.get(1..)?.find(char::from(*quote))? + 2,
            _ => rest.find(',').unwrap_or(rest.len()),
        };
        let (item, after) = rest.split_at_checked(end)?;
        items.push(Value::Text(scalar(item.trim_matches(' '), true)?));
        let after = after.trim_start_matches(' ');
        if after.is_empty() {
            return Some(items);
        }
        rest = after.strip_prefix(',')?.trim_start_matches(' ');
    }
}

/// A scalar in quotes without any that is escaped, or one that begins with a letter or a digit and has no mark of YAML in
/// it.
fn scalar(text: &str, in_list: bool) -> Option<String> {
    let first = text.chars().next()?;
    if text.contains(|c: char| {
        c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}')
    }) {
        return None;
    }
    if matches!(first, '"' | '\'') {
        let inner = text.strip_prefix(first)?.strip_suffix(first)?;
        let bare = !inner.contains(first) && !inner.contains('\\');
        return bare.then(|| inner.to_owned());
    }
    let has_mark = [": ", " #"].iter().any(|mark| text.contains(mark));
    let parts = |c| matches!(c, ',' | '[' | ']' | '{' | '}' | ':');
    let begins = first.is_ascii_alphanumeric() || !first.is_ascii();
    let parted = in_list && text.contains(parts);
    let fine = begins && !text.ends_with(':') && !has_mark && !parted && !is_meaningful(text);
    fine.then(|| text.to_owned())
}

/// Whether a word is one of those that YAML takes for something else; `true` and `false` are written as they are read.
fn is_meaningful(word: &str) -> bool {
    let known = MEANINGFUL
        .iter()
        .any(|known| word.eq_ignore_ascii_case(known));
    known && !matches!(word, "true" | "false")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::value::from_any_yaml;
    use super::read;

    const PIECES: &[&str] = &[
        "title",
        "date",
        "tags",
        "draft",
        ": ",
        ":",
        " ",
        "\n",
        "[",
        "]",
        ", ",
        ",",
        "\"",
        "'",
        "a",
        "Wörter",
        "2024-05-12",
        "2024-05-12T10:00:00Z",
        "1.10",
        "true",
        "True",
        "null",
        "~",
        "#",
        " #",
        "- ",
        "&a",
        "*a",
        "{",
        "}",
        "|",
        ">",
        "\\",
        "0x1f",
        "1_000",
        "e5",
        "é",
        "\t",
        "?",
        "!",
        "%",
        "@",
        "https://example.org/a",
        "No",
        ".5",
        "-1",
        "=",
        "\u{a0}",
        "日本",
    ];

    fn agrees(text: &str) -> bool {
        read(text).is_none_or(|read| from_any_yaml(text) == Ok(read))
    }

    #[test]
    fn nearly_all_front_matter_is_read() {
        for text in [
            "title: \"The mill: a story\"\ndate: 2024-05-12T10:00:00Z\ntags: [\"mills\", water, 'old, and new']\ndraft: false\n",
            "title: It's the mill\nauthor: Jana Muster\nweight: 007\nversion: 1.10\n\nslug: the-mill\n",
        ] {
            assert!(read(text).is_some(), "{text}");
            assert!(
                agrees(text),
                "{text}: {:?} {:?}",
                read(text),
                from_any_yaml(text)
            );
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2048))]

        #[test]
        fn what_is_read_here_is_read_alike(
            lines in proptest::collection::vec(
                proptest::collection::vec(prop::sample::select(PIECES), 0..5), 1..4)
        ) {
            let lines: Vec<String> = lines.iter().map(|line| format!("k{}: {}", line.len(), line.concat())).collect();
            let text = lines.join("\n");
            prop_assert!(agrees(&text), "{text:?}: {:?} {:?}", read(&text), from_any_yaml(&text));
        }

        #[test]
        fn any_pieces_are_read_alike(pieces in proptest::collection::vec(prop::sample::select(PIECES), 1..14)) {
            let text = pieces.concat();
            prop_assert!(agrees(&text), "{text:?}: {:?} {:?}", read(&text), from_any_yaml(&text));
        }
    }
}
