//! Sentences: the Unicode rules (UAX #29), corrected for what they cannot know: abbreviations,
//! initials, ordinals, quoted questions.

use unicode_segmentation::{USentenceBoundIndices, UnicodeSegmentation};

/// Abbreviations after which a sentence goes on whatever follows. Lower case, without the last dot.
/// One row a family of languages.
#[rustfmt::skip]
const NEVER_END: &[&[&str]] = &[
    // English titles, references, months
    &[
        "mr", "mrs", "ms", "dr", "prof", "rev", "hon", "gov", "sen", "rep", "gen", "col", "lt",
        "sgt", "capt", "cmdr", "st", "mt", "ft", "no", "nos", "fig", "figs", "vol", "pp", "ch",
        "sec", "eq", "ed", "eds", "vs", "cf", "e.g", "i.e", "approx", "ca", "al", "messrs", "jan",
        "feb", "apr", "aug", "sept", "oct", "nov",
    ],
    // German
    &[
        "bzw", "ca", "d.h", "z.b", "u.a", "o.ä", "evtl", "ggf", "hr", "fr", "frl", "inkl", "nr",
        "str", "vgl", "zzgl", "dipl", "ing", "geb", "abs", "art", "aufl", "bd", "hrsg", "sog",
        "usw", "mio", "mrd", "tel", "max", "min",
    ],
    // French, Italian, Spanish, Portuguese, Romanian, Catalan
    &[
        "m", "mm", "mme", "mlle", "me", "p.ex", "av", "env", "sr", "sra", "srta", "sres", "d",
        "dª", "dña", "ud", "uds", "núm", "pág", "sig", "sig.ra", "dott", "avv", "on", "ing", "dra",
        "exmo", "av", "ref", "tél",
    ],
    // Dutch, Swedish, Danish, Norwegian
    &["dhr", "mevr", "bijv", "d.w.z", "o.a", "m.b.t", "t.ex", "bl.a", "f.eks", "bl.a", "ca", "nr", "kl"],
    // Polish, Czech, Slovak, Croatian
    &[
        "np", "tzn", "tzw", "ul", "im", "św", "ok", "tj", "tzv", "např", "mj", "sv", "npr", "inż", "mgr",
        "hab",
    ],
    // Russian, Ukrainian, Bulgarian
    &["г", "ул", "им", "т.е", "т.к", "т.н", "проф", "акад", "см", "рис", "стр", "д.р"],
    // Turkish, Hungarian, Finnish
    &["doç", "yrd", "örn", "pl", "ún", "esim", "mm", "kts"],
];

/// Abbreviations that often stand last: the sentence ends only when the next word is one that
/// sentences begin with.
#[rustfmt::skip]
const MAY_END: &[&str] = &[
    "inc", "ltd", "corp", "co", "jr", "sr", "bros", "etc", "a.m", "p.m", "u.s", "u.k", "u.n", "e.u",
    "d.c", "ph.d", "b.a", "m.a", "usw", "itd", "itp", "и.т.д", "др", "gmbh", "s.a", "est", "dec",
];

/// Words that begin sentences and hardly ever follow an abbreviation inside one.
#[rustfmt::skip]
const STARTERS: &[&str] = &[
    "The", "This", "That", "These", "Those", "It", "He", "She", "They", "We", "You", "I", "In", "On",
    "At", "But", "And", "A", "An", "As", "If", "When", "While", "For", "Its", "His", "Her", "Their",
    "Our", "There", "Then", "So", "Now", "What", "Why", "How", "After", "Before", "Der", "Die",
    "Das", "Es", "Ein", "Eine", "Wir", "Sie", "Er", "Im", "Und", "Aber", "Le", "La", "Les", "Il",
    "Elle", "Nous", "Un", "Une", "El", "Los", "Las", "Pero", "Y", "Het", "De", "Een", "Men",
];

/// Closing marks that may follow a full stop.
const CLOSERS: &[char] = &[
    '"', '\'', '”', '’', '»', '«', '“', ')', ']', '」', '』', '）', '›',
];

/// Parts text into sentences, each with the white space that follows it; together they are the text.
pub fn sentences(text: &str) -> Sentences<'_> {
    Sentences {
        text,
        start: 0,
        bounds: text.split_sentence_bound_indices(),
        ahead: None,
    }
}

/// Whether a text ends as a sentence does: with a full stop of any script, perhaps inside quotes.
pub fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end().trim_end_matches(CLOSERS);
    bare.ends_with([
        '.', '!', '?', '…', '。', '．', '！', '？', '｡', '।', '॥', '؟', '۔', '։', '።', '។', '၊',
        '။', '།', '༎', '‽', '⁈', '⁉', '‼', '\u{0df4}',
    ])
}

/// The sentences of a text, lazily.
#[derive(Clone)]
pub struct Sentences<'a> {
    text: &'a str,
    start: usize,
    bounds: USentenceBoundIndices<'a>,
    ahead: Option<(usize, &'a str)>,
}

impl<'a> Iterator for Sentences<'a> {
    type Item = &'a str;

    fn next(&mut self) -> Option<&'a str> {
        let mut end = {
            let (at, piece) = self.ahead.take().or_else(|| self.bounds.next())?;
            at + piece.len()
        };
        for (at, piece) in self.bounds.by_ref() {
            if is_end(self.text.get(self.start..end)?, piece) {
                self.ahead = Some((at, piece));
                break;
            }
            end = at + piece.len();
        }
        let sentence = self.text.get(self.start..end)?;
        self.start = end;
        Some(sentence)
    }
}

/// Whether a piece that the Unicode rules end here is a whole sentence, given what follows.
fn is_end(piece: &str, next: &str) -> bool {
    let piece = piece.trim_end();
    let Some(last) = piece.chars().next_back() else {
        return false;
    };
    let following = next.trim_start();
    let Some(first) = following
        .chars()
        .find(|c| !CLOSERS.contains(c) && !matches!(c, '(' | '[' | '„' | '¿' | '¡'))
    else {
        return true;
    };
    // `"Really?" she asked`, `Yahoo! is`
    if first.is_lowercase() {
        return false;
    }
    // 「はい。」と言った: a quotation inside a Japanese sentence
    if matches!(last, '」' | '』')
        && matches!(first, 'と' | 'っ' | 'な' | 'の' | 'を' | 'が' | 'は')
    {
        return false;
    }
    let bare = piece.trim_end_matches(CLOSERS);
    let Some(before) = bare.strip_suffix('.') else {
        return true;
    };
    let word = last_word(before);
    if word.is_empty() {
        return true;
    }
    let opening: String = following
        .chars()
        .take_while(|c| c.is_alphanumeric())
        .take(12)
        .collect();
    let starts = STARTERS.contains(&opening.as_str());
    // "3. Mai", "2. Bundesliga": an ordinal, in the languages that write one so
    if word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit()) {
        return starts || !first.is_alphabetic();
    }
    let lower = word.to_lowercase();
    if NEVER_END.iter().any(|row| row.contains(&lower.as_str())) {
        // "No." and "Art." are words too
        return starts && lower.chars().count() > 2 && !is_title(&lower);
    }
    let mut letters = word.chars();
    let initial = letters.next().is_some_and(char::is_alphabetic) && letters.next().is_none();
    let dotted = word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() <= 2 && part.chars().all(char::is_alphabetic));
    if MAY_END.contains(&lower.as_str()) || dotted {
        return starts;
    }
    !initial || (word == "I")
}

/// Titles stand before names, whatever these begin with: "Dr. The Nguyen".
fn is_title(lower: &str) -> bool {
    matches!(
        lower,
        "mrs" | "prof" | "rev" | "gen" | "sen" | "rep" | "gov" | "capt" | "messrs" | "e.g" | "i.e"
    )
}

/// The word at the end of a text, dots inside included; looks back 24 bytes at most.
fn last_word(text: &str) -> &str {
    let from = super::floor(text, text.len().saturating_sub(24));
    let tail = text.get(from..).unwrap_or_default();
    tail.rsplit(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '(' | '[' | '"' | '“' | '„' | '\'' | '’' | '/' | '–' | '—'
            )
    })
    .next()
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn sentences_end_where_people_end_them() {
        for (text, expected) in [
            ("One. Two! Three?", vec!["One.", "Two!", "Three?"]),
            (
                "Dr. Smith met Mr. Jones. They talked.",
                vec!["Dr. Smith met Mr. Jones.", "They talked."],
            ),
            (
                "The U.S. Army said so. Fine.",
                vec!["The U.S. Army said so.", "Fine."],
            ),
            (
                "He left the U.S. The trip was long.",
                vec!["He left the U.S.", "The trip was long."],
            ),
            (
                "J. R. R. Tolkien wrote it. We read it.",
                vec!["J. R. R. Tolkien wrote it.", "We read it."],
            ),
            (
                "It costs 3.50 euros. Cheap.",
                vec!["It costs 3.50 euros.", "Cheap."],
            ),
            (
                "Am 3. Mai beginnt es. Gut, z. B. Dienstag.",
                vec!["Am 3. Mai beginnt es.", "Gut, z. B. Dienstag."],
            ),
            (
                "\u{201c}Really?\u{201d} she asked. Yes.",
                vec!["\u{201c}Really?\u{201d} she asked.", "Yes."],
            ),
            (
                "He said \u{201c}Go.\u{201d} Then he left.",
                vec!["He said \u{201c}Go.\u{201d}", "Then he left."],
            ),
            (
                "今日は晴れ。明日は雨！本当？",
                vec!["今日は晴れ。", "明日は雨！", "本当？"],
            ),
            (
                "「はい。」と答えた。終わり。",
                vec!["「はい。」と答えた。", "終わり。"],
            ),
            ("यह पहला है। यह दूसरा है।", vec!["यह पहला है।", "यह दूसरा है।"]),
            ("هل هذا صحيح؟ نعم.", vec!["هل هذا صحيح؟", "نعم."]),
            (
                "Acme Inc. The firm grew.",
                vec!["Acme Inc.", "The firm grew."],
            ),
            ("Use e.g. Rust. Done.", vec!["Use e.g. Rust.", "Done."]),
        ] {
            let found: Vec<&str> = sentences(text).map(str::trim).collect();
            assert_eq!(found, expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(128))]
        #[test]
        fn sentences_are_the_text(text in "\\PC{0,200}|[A-Za-z. ?!\"]{0,200}") {
            prop_assert_eq!(sentences(&text).collect::<String>(), text);
        }
    }
}
