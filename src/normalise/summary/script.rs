//! The script that a text is written in, by which two languages can be told apart without knowing either.

use crate::text;

/// Scripts by the blocks of their letters; each is one or more languages that no other row writes.
const SCRIPTS: &[&[(char, char)]] = &[
    &[
        ('A', 'Z'),
        ('a', 'z'),
        ('\u{c0}', '\u{24f}'),
        ('\u{1e00}', '\u{1eff}'),
    ], // Latin
    &[('\u{370}', '\u{3ff}')],                             // Greek
    &[('\u{400}', '\u{52f}')],                             // Cyrillic
    &[('\u{530}', '\u{58f}')],                             // Armenian
    &[('\u{590}', '\u{5ff}')],                             // Hebrew
    &[('\u{600}', '\u{77f}'), ('\u{fb50}', '\u{fdff}')],   // Arabic
    &[('\u{900}', '\u{dff}')],                             // India and Sri Lanka
    &[('\u{e00}', '\u{eff}')],                             // Thai, Lao
    &[('\u{10a0}', '\u{10ff}')],                           // Georgian
    &[('\u{1200}', '\u{139f}')],                           // Ethiopic
    &[('\u{ac00}', '\u{d7af}')],                           // Korean
    &[('\u{3040}', '\u{30ff}'), ('\u{3400}', '\u{9fff}')], // Chinese and Japanese
];

/// Fewest letters of a script that tell.
const LETTERS: usize = 12;
/// How much of a text is looked at, in bytes.
const ENOUGH: usize = 4 * 1024;

/// Whether a summary is in another script than the article: English words for machines on a page in Georgian.
pub(super) fn is_other(summary: &str, content_html: &str) -> bool {
    let Some(own) = of(summary) else {
        return false;
    };
    let mut start = String::new();
    text::blocks(content_html, |block| {
        start.push_str(&block.text);
        if start.len() < ENOUGH {
            std::ops::ControlFlow::Continue(())
        } else {
            std::ops::ControlFlow::Break(())
        }
    });
    of(&start).is_some_and(|script| script != own)
}

/// The script that two thirds of the letters are of, by its row.
fn of(text: &str) -> Option<usize> {
    let mut counts = [0_usize; 16];
    let mut all = 0;
    let text = text.get(..text::floor(text, ENOUGH)).unwrap_or_default();
    for c in text.chars().filter(|c| c.is_alphabetic()) {
        all += 1;
        let row = SCRIPTS
            .iter()
            .position(|blocks| blocks.iter().any(|(from, to)| (*from..=*to).contains(&c)));
        if let Some(count) = row.and_then(|row| counts.get_mut(row)) {
            *count += 1;
        }
    }
    let (row, most) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    (*most >= LETTERS && most * 3 >= all * 2).then_some(row)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_are_told_apart_and_mixtures_are_not() {
        let georgian = "<p>სოფლის საათი ათი წელი გაჩერებული იყო.</p>";
        for (summary, content, expected) in [
            (
                "The village clock stood still for ten years.",
                georgian,
                true,
            ),
            ("სოფლის საათი ათი წელი.", georgian, false),
            ("Clock", georgian, false),
            (
                "Часы в деревне стояли десять лет.",
                "<p>The village clock stood still for ten years.</p>",
                true,
            ),
            (
                "村の時計は十年止まっていました。",
                "<p>村の時計は十年止まっていましたが、今年の春に子どもたちが直しました。</p>",
                false,
            ),
            (
                "C++ и Rust в одной программе",
                "<p>Мы собрали программу из двух языков и удивились.</p>",
                false,
            ),
            ("The village clock stood still.", "", false),
        ] {
            assert_eq!(is_other(summary, content), expected, "{summary}");
        }
    }
}
