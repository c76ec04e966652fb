//! Titles: plain text on one line, decoded once and only once, without the site's name.

use unicode_normalization::UnicodeNormalization;

use crate::article::{Markup, Text};
use crate::text;

/// Longest title, in bytes. Readers show a line or two; what is longer is a body in the wrong field.
const LONGEST: usize = 4096;

/// What parts a title from the name of its site, the commonest first.
#[rustfmt::skip]
const PARTERS: &[&str] = &[
    " | ", " – ", " — ", " - ", " · ", " • ", " :: ", " » ", " « ", " / ", "｜", " ‹ ", " ~ ", " : ",
];

/// Plain text, decoded once, one line, without the site's name; None when nothing is left.
pub(super) fn clean(title: &Text, site_name: Option<&str>) -> Option<String> {
    let line = one_line(title);
    let line = match site_name {
        Some(site) => without_site(&line, site),
        None => &line,
    };
    (!line.is_empty()).then(|| text::cut(&line[..text::floor(line, LONGEST)], LONGEST))
}

/// The title as one line of plain text.
fn one_line(title: &Text) -> String {
    let value = &title.value[..text::floor(&title.value, 16 * LONGEST)];
    let html = match title.markup {
        Markup::Plain => false,
        Markup::Html => true,
        Markup::Unsure => text::looks_like_html(value),
    };
    let plain = if html {
        text::from_html(value)
    } else {
        value.to_owned()
    };
    text::fold(&printable(&plain))
}

/// Composed (NFC), without characters that XML forbids and without those that turn the direction of
/// the text around them. The trace of an earlier decoding fault is a question mark, as it is published
///
pub(super) fn printable(text: &str) -> String {
    if text.is_ascii() {
        return match text.bytes().any(|byte| byte.is_ascii_control()) {
            true => text.replace(|c: char| c.is_control(), " "),
            false => text.to_owned(),
        };
    }
    text.nfc()
        .map(|c| match c {
            '\u{fffd}' => '?',
            c if c.is_control() => ' ',
            c => c,
        })
        .filter(|c| {
            !matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
                && !matches!(c, '\u{fffe}' | '\u{ffff}' | '\u{fff9}'..='\u{fffb}')
        })
        .collect()
}

/// `Title | Site` → `Title`, also `Site | Title`, when the segment is the site's name and something is
/// left. Names are compared by letters and digits alone, and a host name by its first label too.
fn without_site<'a>(title: &'a str, site: &str) -> &'a str {
    let names = names(site);
    if names.is_empty() {
        return title;
    }
    let is_site = |segment: &str| {
        let key = text::key(segment);
        !key.is_empty() && names.contains(&key)
    };
    for parter in PARTERS {
        if let Some((head, tail)) = title.rsplit_once(parter)
            && is_site(tail)
            && !head.trim().is_empty()
        {
            return without_parter(head);
        }
        if let Some((head, tail)) = title.split_once(parter)
            && is_site(head)
            && !tail.trim().is_empty()
        {
            return without_parter(tail);
        }
        // in the middle: `Title | Site | Section`
        let mut at = 0;
        for segment in title.split(parter).take(16) {
            if at > 0 && is_site(segment) {
                return without_parter(title.get(..at).unwrap_or(title));
            }
            at += segment.len() + parter.len();
        }
        // a name that holds a parter itself: `Title | Press - Weekly`
        if let Some((at, _)) = title
            .match_indices(parter)
            .take(16)
            .find(|(at, _)| *at > 0 && title.get(at + parter.len()..).is_some_and(is_site))
        {
            return without_parter(title.get(..at).unwrap_or(title));
        }
    }
    match title.split_once(": ") {
        Some((head, tail)) if is_site(head) && !tail.trim().is_empty() => tail.trim(),
        _ => title,
    }
}

fn without_parter(title: &str) -> &str {
    title.trim_matches(|c: char| {
        c.is_whitespace() || matches!(c, '|' | '–' | '—' | '·' | '•' | '»' | '«')
    })
}

/// The keys under which a site's name is known.
fn names(site: &str) -> Vec<String> {
    let bare = site
        .trim_start_matches("https://")
        .trim_start_matches("http://")
        .trim_end_matches('/');
    let bare = bare.strip_prefix("www.").unwrap_or(bare);
    let mut names = vec![text::key(site), text::key(bare)];
    if !bare.contains(char::is_whitespace)
        && let Some((label, rest)) = bare.split_once('.')
        && rest.chars().all(|c| c.is_ascii_alphanumeric() || c == '.')
    {
        names.push(text::key(label));
    }
    names.retain(|name| !name.is_empty());
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str, markup: Markup, site: Option<&str>) -> Option<String> {
        let title = Text {
            value: value.to_owned(),
            markup,
            base: None,
        };
        clean(&title, site)
    }

    #[test]
    fn decoded_once_and_only_once() {
        // B13, B15, B17. XML has already been decoded once when the value arrives here.
        use Markup::*;
        for (value, markup, expected) in [
            ("A & B", Plain, "A & B"),
            ("A &amp; B", Plain, "A &amp; B"),
            ("A &amp; B", Html, "A & B"),
            ("A &amp; B", Unsure, "A & B"),
            ("&amp;lt;b&amp;gt;", Unsure, "&lt;b&gt;"),
            ("<i>x</i> and y", Unsure, "x and y"),
            ("The <b> element", Unsure, "The <b> element"),
            ("Vec<T> explained", Unsure, "Vec<T> explained"),
            ("a < b", Plain, "a < b"),
            ("It&#8217;s", Unsure, "It’s"),
        ] {
            assert_eq!(
                read(value, markup, None).as_deref(),
                Some(expected),
                "{value}"
            );
        }
    }

    #[test]
    fn one_line_of_printable_text() {
        for (value, expected) in [
            ("  two\n lines ", Some("two lines")),
            ("bell\u{7}", Some("bell")),
            ("\u{202e}evil\u{202c}", Some("evil")),
            ("e\u{301}te", Some("éte")),
            (" \u{200b}\n", None),
            ("\u{1}", None),
        ] {
            assert_eq!(
                read(value, Markup::Plain, None).as_deref(),
                expected,
                "{value:?}"
            );
        }
        let long = read(&"word ".repeat(20_000), Markup::Plain, None).expect("a title");
        assert!(long.len() <= LONGEST + 3);
    }

    #[test]
    fn the_name_of_the_site_goes() {
        for (value, site, expected) in [
            ("Ten Tips | Small Press", "Small Press", "Ten Tips"),
            ("Ten Tips - SMALL PRESS", "Small Press", "Ten Tips"),
            ("Small Press – Ten Tips", "Small Press", "Ten Tips"),
            ("Ten - Tips - Small Press", "Small Press", "Ten - Tips"),
            (
                "Ten Tips | News | Small Press",
                "Small Press",
                "Ten Tips | News",
            ),
            ("Ten Tips | Press - Weekly", "Press - Weekly", "Ten Tips"),
            ("Ten Tips | Small Press | News", "Small Press", "Ten Tips"),
            ("Small Press: Ten Tips", "Small Press", "Ten Tips"),
            (
                "Ten Tips: Small Press",
                "Big Press",
                "Ten Tips: Small Press",
            ),
            (
                "Ten Tips – News – Small Press",
                "Small Press",
                "Ten Tips – News",
            ),
            ("Ten Tips - example.org", "www.example.org", "Ten Tips"),
            ("Ten Tips - Example", "example.org", "Ten Tips"),
            ("Small Press", "Small Press", "Small Press"),
            ("Cats | Dogs", "Small Press", "Cats | Dogs"),
            ("Small Presses", "Small Press", "Small Presses"),
        ] {
            assert_eq!(
                read(value, Markup::Plain, Some(site)).as_deref(),
                Some(expected)
            );
        }
    }
}
