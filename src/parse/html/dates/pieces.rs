//! A line of text → numbers, words and marks, each with what part of a date it may be by its shape.

use unicode_normalization::char::is_combining_mark;

use crate::text::digit;

/// Most pieces of a line that are looked at.
const MOST_PIECES: usize = 160;

/// Numbers, words and marks of a line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece<'a> {
    pub(super) kind: Kind<'a>,
    /// Where it begins, in bytes.
    pub(super) from: usize,
    /// Where it ends.
    pub(super) to: usize,
    /// White space stands before it.
    pub(super) gap: bool,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Kind<'a> {
    Number { value: u32, digits: usize },
    Word(&'a str),
    Mark(char),
}

impl Piece<'_> {
    pub(super) fn number(&self) -> Option<(u32, usize)> {
        match self.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    pub(super) fn mark(&self) -> Option<char> {
        match self.kind {
            Kind::Mark(mark) => Some(mark),
            _ => None,
        }
    }

    pub(super) fn is_day(&self) -> bool {
        matches!(self.number(), Some((1..=31, 1 | 2)))
    }

    pub(super) fn is_year(&self) -> bool {
        let (ours, buddhist, iranian) = (1990..2100, 2533..2643, 1369..1479);
        self.number().is_some_and(|(year, digits)| {
            digits == 4
                && (ours.contains(&year) || buddhist.contains(&year) || iranian.contains(&year))
        })
    }

    /// Long enough for the name of a month: three letters, two in scripts that write syllables.
    pub(super) fn may_be_month(&self) -> bool {
        match self.kind {
            Kind::Word(word) => {
                word.len() > 2 && (word.chars().count() > 2 || !word.is_ascii()) && word.len() <= 60
            }
            _ => false,
        }
    }

    /// `th`, `de`, `ko`: what may stand between the parts of a date.
    pub(super) fn is_joining(&self) -> bool {
        match self.kind {
            Kind::Word(word) => word.chars().count() <= 2 || matches!(word, "del" | "the"),
            Kind::Mark(mark) => matches!(mark, '.' | ',' | '\'' | '’' | '°'),
            Kind::Number { .. } => false,
        }
    }

    pub(super) fn begins_with(&self, starts: &[char]) -> bool {
        matches!(self.kind, Kind::Word(word) if word.starts_with(starts))
    }
}

/// Cuts a line up, as far as it can say when something was.
pub(super) fn pieces(line: &str) -> Vec<Piece<'_>> {
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut gap = true;
    let mut before = ' ';
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let to = at + c.len_utf8();
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        if c.is_whitespace() {
            gap = true;
        } else if let Some(digit) = digit(c) {
            match pieces.last_mut().filter(|_| !gap) {
                Some(Piece {
                    kind: Kind::Number { value, digits },
                    to: end,
                    ..
                }) => {
                    *value = value.saturating_mul(10).saturating_add(digit);
                    *digits += 1;
                    *end = to;
                }
                _ => pieces.push(Piece {
                    kind: Kind::Number {
                        value: digit,
                        digits: 1,
                    },
                    from: at,
                    to,
                    gap,
                }),
            }
            gap = false;
        } else if c.is_alphabetic() || is_combining_mark(c) {
            // Markup that was lost: `10:30 AMNov 3`.
            let begins = c.is_uppercase() && (before.is_lowercase() || next.is_lowercase());
            match pieces.last_mut().filter(|_| !gap && !begins) {
                Some(Piece {
                    kind: Kind::Word(word),
                    from,
                    to: end,
                    ..
                }) => {
                    *word = line.get(*from..to).unwrap_or(word);
                    *end = to;
                }
                _ => pieces.push(Piece {
                    kind: Kind::Word(line.get(at..to).unwrap_or_default()),
                    from: at,
                    to,
                    gap,
                }),
            }
            gap = false;
        } else {
            pieces.push(Piece {
                kind: Kind::Mark(c),
                from: at,
                to,
                gap,
            });
            gap = false;
        }
        before = c;
        if pieces.len() >= MOST_PIECES {
            break;
        }
    }
    pieces
}
