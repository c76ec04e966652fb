//! What the feed for a value (a tag, an author, a source) is called, as a file and for people.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text;

/// Longest file name made from a value, in bytes, without extension (T-40).
const LONGEST_NAME: usize = 64;

/// Hexadecimal digits of the hash that tells apart values of one slug.
const HASH_DIGITS: usize = 8;

/// What two spellings of one value have in common: white space folded, NFC, and case-folded (`ß`
/// and `SS` alike), so that `Rust` and `rust` are one tag and have one feed.
pub fn key(value: &str) -> String {
    if value.is_ascii() {
        return text::fold(value).to_ascii_lowercase();
    }
    text::fold(value)
        .nfc()
        // twice, since `ẞ` is already upper case, and `ß` becomes `SS`
        .flat_map(char::to_lowercase)
        .flat_map(char::to_uppercase)
        .flat_map(char::to_lowercase)
        .nfc()
        .collect()
}

/// The file name, without extension, of the feed for a value: lower-case ASCII letters, digits and
/// hyphens, at most 64, never empty, a function of the value's [`key`] alone (T-40). A value that is such a
/// name stands as it is; any other is transliterated as far as that is simple and gets a hyphen
/// and eight digits of its hash, so that `C`, `C++` and `C#`, or two spellings in another
/// script, never share a file.
pub fn file_name(value: &str) -> String {
    let key = key(value);
    let mut name = slug(&key);
    if !name.is_empty()
        && name == key
        && name.len() <= LONGEST_NAME
        && !is_reserved(&name)
        && !ends_like_a_hash(&name)
    {
        return name;
    }
    let hash = blake3::hash(key.as_bytes()).to_hex();
    let hash = hash.get(..HASH_DIGITS).unwrap_or_default();
    name.truncate(LONGEST_NAME - HASH_DIGITS - 1);
    let name = name.trim_end_matches('-');
    if name.is_empty() {
        format!("x-{hash}")
    } else {
        format!("{name}-{hash}")
    }
}

/// Letters that decomposition does not take apart.
const TRANSLITERATIONS: &[(char, &str)] = &[
    ('ß', "ss"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('þ', "th"),
    ('ı', "i"),
    ('&', " and "),
    ('+', " plus "),
    ('#', " sharp "),
];

fn slug(key: &str) -> String {
    let mut slug = String::new();
    let mut push = |character: char| match character {
        'a'..='z' | '0'..='9' => slug.push(character),
        _ if slug.ends_with('-') || slug.is_empty() => {}
        _ => slug.push('-'),
    };
    for character in key.nfkd().filter(|c| !is_combining_mark(*c)) {
        match TRANSLITERATIONS.iter().find(|(from, _)| *from == character) {
            Some((_, to)) => to.chars().for_each(&mut push),
            None => push(character),
        }
    }
    slug.trim_end_matches('-').to_owned()
}

/// Names that Windows keeps for devices, whatever the extension.
fn is_reserved(name: &str) -> bool {
    matches!(name, "con" | "prn" | "aux" | "nul")
        || name
            .strip_prefix("com")
            .or_else(|| name.strip_prefix("lpt"))
            .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a name could be taken for one with a hash.
fn ends_like_a_hash(name: &str) -> bool {
    name.rsplit_once('-').is_some_and(|(_, end)| {
        end.len() == HASH_DIGITS && end.bytes().all(|byte| byte.is_ascii_hexdigit())
    })
}

/// Fills `{title}` and `{value}` of a title; what is filled in is not looked at again.
pub fn fill(template: &str, title: &str, value: &str) -> String {
    let mut out = String::with_capacity(template.len() + title.len() + value.len());
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        let found = [("{title}", title), ("{value}", value)]
            .into_iter()
            .find_map(|(name, with)| Some((with, from.strip_prefix(name)?)));
        rest = match found {
            Some((with, after)) => {
                out.push_str(with);
                after
            }
            None => {
                out.push('{');
                from.get(1..).unwrap_or_default()
            }
        };
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn file_names_are_safe_and_stand_for_one_value() {
        let plain = ["rust", "2024", "machine-learning", "a"];
        for value in plain {
            assert_eq!(file_name(value), value);
        }
        let others = [
            "C++",
            "C#",
            "C",
            "c sharp",
            "a/b",
            "a b",
            "../../etc/x",
            "CON",
            "com1",
            ".",
            "..",
            "",
            " ",
            "\0",
            "machine learning",
            "Ärger",
            "日本語",
            "日本",
            "naïve",
            "naive!",
            "x-1a2b3c4d",
            "-",
            "--",
            "R&D",
            "r and d",
            "a--b",
            "a-b-",
            &"long".repeat(100),
            &"long".repeat(101),
        ];
        let mut seen: HashSet<String> = plain.iter().map(|value| (*value).to_owned()).collect();
        for value in others {
            let name = file_name(value);
            assert!(is_safe(&name), "T-40 {value:?} gave {name:?}");
            // The blank values are one value: none.
            assert!(
                seen.insert(name.clone()) || value == " ",
                "{value:?} shares {name:?}"
            );
        }
    }

    #[test]
    fn spellings_of_one_value_share_a_file() {
        for (one, other) in [
            ("Rust", "rUST"),
            ("Cafe\u{301}", "café"),
            ("STRASSE", "Straße"),
            ("STRAẞE", "Straße"),
            ("  machine  learning ", "Machine Learning"),
        ] {
            assert_eq!(file_name(one), file_name(other), "T-40");
        }
        assert!(file_name("Über uns").starts_with("uber-uns-"));
        assert!(file_name("C++").starts_with("c-plus-plus-"));
        assert!(file_name("日本").starts_with("x-"));
    }

    fn is_safe(name: &str) -> bool {
        (1..=LONGEST_NAME).contains(&name.len())
            && name
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !name.starts_with('-')
            && !is_reserved(name)
    }

    #[test]
    fn titles_are_filled_once() {
        for (template, expected) in [
            ("{title}: {value}", "Notes: {title} & Rust"),
            ("plain", "plain"),
            ("{value}{value}", "{title} & Rust{title} & Rust"),
            ("{other} {", "{other} {"),
        ] {
            assert_eq!(fill(template, "Notes", "{title} & Rust"), expected);
        }
    }

    proptest! {
        #[test]
        fn any_value_has_a_safe_name(value in any::<String>()) {
            let name = file_name(&value);
            prop_assert!(is_safe(&name), "T-40 {:?}", name);
            prop_assert_eq!(file_name(&key(&value)), name);
        }
    }
}
