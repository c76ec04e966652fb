//! A text → its numbers, words and marks.

use crate::text::digit;

#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    Number(u32, usize),
    Word(String),
    Clock,
    Mark(char),
}

/// The numbers, words and marks of a text, each with where it begins and ends.
pub(super) fn tokens(text: &str) -> Vec<(usize, usize, Token)> {
    let mut tokens: Vec<(usize, usize, Token)> = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let mut end = at + c.len_utf8();
        if let Some(first) = digit(c) {
            let (mut value, mut digits, mut clock) = (first, 1, false);
            while let Some((next, c)) = rest.peek().copied() {
                match digit(c) {
                    Some(next) => {
                        value = value.saturating_mul(10).saturating_add(next);
                        digits += 1;
                    }
                    None if c == ':' && digits <= 2 => clock = true,
                    None => break,
                }
                end = next + c.len_utf8();
                rest.next();
            }
            let token = if clock {
                Token::Clock
            } else {
                Token::Number(value, digits)
            };
            tokens.push((at, end, token));
        } else if c.is_alphabetic() && !is_unit_sign(c) {
            let inner = |c: char| {
                (c.is_alphabetic() || is_mark(c)) && !is_unit_sign(c) || matches!(c, '\'' | '’')
            };
            while let Some((next, c)) = rest.peek().copied().filter(|(_, c)| inner(*c)) {
                end = next + c.len_utf8();
                rest.next();
            }
            let word = text.get(at..end).unwrap_or_default().to_lowercase();
            tokens.push((at, end, Token::Word(word)));
        } else if !c.is_whitespace() {
            tokens.push((at, end, Token::Mark(c)));
        }
    }
    tokens
}

/// Signs that stand behind the numbers of a date in East Asia.
fn is_unit_sign(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '년' | '월' | '일')
}

/// Vowel signs and the like, which are part of a word in Indic scripts and in Arabic.
fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && !c.is_alphanumeric()
        && !c.is_whitespace()
        && !c.is_control()
        && matches!(c as u32, 0x300..=0x36f | 0x483..=0x487 | 0x591..=0x5bd | 0x610..=0x65f | 0x900..=0xd4d | 0xe30..=0xe4e)
}
