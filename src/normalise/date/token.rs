//! Text → numbers, words and marks, whatever the script: native digits become digits, letters lose
//! case and accents, all dashes are one dash.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::text::digit;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Token {
    /// What it is.
    pub(super) kind: Kind,
    /// White space stands before it.
    pub(super) gap: bool,
}

/// What a token is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Digits.
    Number {
        /// Their value.
        value: u32,
        /// How many there are.
        digits: usize,
    },
    /// Letters, folded.
    Word {
        /// The folded letters.
        key: String,
        /// All of them were ASCII capitals.
        capitals: bool,
    },
    /// Anything else.
    Mark(char),
}

/// More tokens than any date has.
const MOST: usize = 48;

/// Cuts a text up; None when it has too many pieces, or a number of more than nine digits.
pub(super) fn tokens(text: &str) -> Option<Vec<Token>> {
    let mut tokens: Vec<Token> = Vec::with_capacity(16);
    let (mut gap, mut glued) = (true, false);
    for c in text.nfkd() {
        if c.is_whitespace() {
            gap = true;
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        if let Some(digit) = digit(c) {
            let fraction = is_fraction(&tokens);
            match tokens.last_mut().map(|last| &mut last.kind) {
                Some(Kind::Number { value, digits }) if !gap && *digits < 9 => {
                    *value = *value * 10 + digit;
                    *digits += 1;
                }
                // a fraction finer than billionths is cut off, any other long number is no part of a date
                Some(Kind::Number { .. }) if !gap && fraction => {}
                Some(Kind::Number { .. }) if !gap => return None,
                _ => push(
                    &mut tokens,
                    &mut gap,
                    Kind::Number {
                        value: digit,
                        digits: 1,
                    },
                ),
            }
            glued = false;
        } else if c.is_alphabetic() || is_combining_mark(c) {
            let capital = c.is_ascii_uppercase();
            match tokens.last_mut().map(|last| &mut last.kind) {
                Some(Kind::Word { key, capitals }) if glued && !gap => {
                    fold_letter(c, key);
                    *capitals &= capital;
                }
                _ => {
                    let mut key = String::new();
                    fold_letter(c, &mut key);
                    push(
                        &mut tokens,
                        &mut gap,
                        Kind::Word {
                            key,
                            capitals: capital,
                        },
                    );
                }
            }
            glued = true;
        } else {
            push(&mut tokens, &mut gap, Kind::Mark(mark(c)));
            glued = false;
        }
        if tokens.len() > MOST {
            return None;
        }
    }
    Some(tokens)
}

/// Whether the last number stands behind a point and another number.
fn is_fraction(tokens: &[Token]) -> bool {
    matches!(
        tokens,
        [
            ..,
            Token {
                kind: Kind::Number { .. },
                ..
            },
            Token {
                kind: Kind::Mark('.' | ','),
                gap: false
            },
            Token { gap: false, .. }
        ]
    )
}

fn push(tokens: &mut Vec<Token>, gap: &mut bool, kind: Kind) {
    tokens.push(Token { kind, gap: *gap });
    *gap = false;
}

/// The letters of a word or phrase as they are looked up: without case, accents and marks, one blank between
/// words.
#[cfg(test)]
pub(super) fn key(text: &str) -> String {
    let mut key = String::with_capacity(text.len());
    if text.bytes().all(|byte| byte.is_ascii_alphabetic()) {
        key.push_str(text);
        key.make_ascii_lowercase();
        return key;
    }
    let mut between = false;
    for c in text.nfkd().filter(|c| !is_invisible(*c)) {
        if c.is_alphabetic() || is_combining_mark(c) {
            if between && !key.is_empty() {
                key.push(' ');
            }
            between = false;
            fold_letter(c, &mut key);
        } else {
            between = true;
        }
    }
    key
}

/// Letters that decomposition leaves alone, but that writers without the right keyboard do not.
fn fold_letter(c: char, key: &mut String) {
    match c {
        'ı' | 'İ' => key.push('i'),
        'ł' | 'Ł' => key.push('l'),
        'ø' | 'Ø' => key.push('o'),
        'đ' | 'Đ' => key.push('d'),
        'ß' => key.push_str("ss"),
        'æ' | 'Æ' => key.push_str("ae"),
        'œ' | 'Œ' => key.push_str("oe"),
        // Arabic script: one letter, two shapes
        'ى' | 'ی' => key.push('ي'),
        'ک' => key.push('ك'),
        'ة' => key.push('ه'),
        'ς' => key.push('σ'),
        // Devanagari: a nasal before a consonant is written in either of two ways
        '\u{94d}' if matches!(key.chars().last(), Some('म' | 'न' | 'ङ' | 'ञ' | 'ण')) => {
            key.pop();
            key.push('\u{902}');
        }
        _ => key.extend(c.to_lowercase()),
    }
}

/// Accents and vowel points that are left out as often as not, and characters without a shape.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}'                   // Latin, Greek and Cyrillic accents
        | '\u{591}'..='\u{5c7}'                 // Hebrew points
        | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}' // Arabic points and the stretching mark
        | '\u{f0b}' | '\u{f0c}'                 // what parts the syllables of Tibetan
        | '\u{93c}' | '\u{9bc}'                 // the dot below Devanagari and Bengali letters
        | '\u{180b}'..='\u{180e}'                // Mongolian shapes
        | '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{2bb}' | '\u{2bc}' | '\u{2b9}')
}

fn mark(c: char) -> char {
    match c {
        '‐' | '‑' | '‒' | '–' | '—' | '−' | '―' => '-',
        '’' | '‘' | '′' | '`' | '´' | '׳' | '״' => '\'',
        '،' | '、' | '，' | '؛' | ';' | '⹁' | '᠂' | '፡' | '፣' | '፥' | '߸' | '၊' => {
            ','
        }
        '。' | '·' | '•' | '۔' | '।' | '॰' | '・' | '᠃' | '።' | '။' => '.',
        '∶' | '：' => ':',
        '⁄' | '∕' => '/',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_and_digits_made_plain() {
        for (text, want) in [
            ("Août", "aout"),
            ("ŞUBAT", "subat"),
            ("Ιούλ", "ιουλ"),
            ("Łódź-Maß", "lodz mass"),
            ("ก.พ.", "ก พ"),
        ] {
            assert_eq!(key(text), want, "{text}");
        }
        let tokens = tokens("१६ मई").expect("two tokens");
        assert_eq!(
            tokens[0].kind,
            Kind::Number {
                value: 16,
                digits: 2
            }
        );
        assert_eq!(tokens.len(), 2);
    }

    #[test]
    fn what_no_date_is_made_of_is_refused() {
        assert_eq!(tokens("0123456789"), None);
        assert_eq!(tokens(&"- ".repeat(60)), None);
    }
}
