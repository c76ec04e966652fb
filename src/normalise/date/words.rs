//! Tokens → items: each word with all it may mean, phrases taken together, words that a script or a
//! language glues together taken apart.

use super::meaning::{Meaning, Unit};
use super::names::{self, Sense};
use super::token::{Kind, Token};

/// A piece of a text with its meanings.
#[derive(Debug, Clone)]
pub(super) struct Item {
    /// What it is.
    pub(super) what: What,
    /// White space stands before it.
    pub(super) gap: bool,
    /// Something was made of it.
    pub(super) used: bool,
}

/// What an item is.
#[derive(Debug, Clone)]
pub(super) enum What {
    /// Digits.
    Number {
        /// Their value.
        value: u32,
        /// How many there are.
        digits: usize,
    },
    /// A word or phrase.
    Word(Word),
    /// Anything else.
    Mark(char),
}

/// A word or phrase.
#[derive(Debug, Clone)]
pub(super) struct Word {
    /// Folded letters.
    pub(super) key: String,
    /// All of them were ASCII capitals.
    pub(super) capitals: bool,
    /// What it may mean; empty when nobody knows.
    pub(super) senses: Vec<Sense>,
}

impl Word {
    /// The first meaning of a kind.
    pub(super) fn find<T>(&self, pick: impl Fn(Meaning) -> Option<T>) -> Option<T> {
        self.senses.iter().find_map(|sense| pick(sense.meaning))
    }

    /// Whether it may mean this.
    pub(super) fn may_be(&self, meaning: Meaning) -> bool {
        self.senses.iter().any(|sense| sense.meaning == meaning)
    }
}

impl Item {
    /// The number, when it is one that nothing was made of.
    pub(super) fn number(&self) -> Option<(u32, usize)> {
        match self.what {
            What::Number { value, digits } if !self.used => Some((value, digits)),
            _ => None,
        }
    }

    /// The word, when it is one that nothing was made of.
    pub(super) fn word(&self) -> Option<&Word> {
        match &self.what {
            What::Word(word) if !self.used => Some(word),
            _ => None,
        }
    }

    /// Whether it is this mark and nothing was made of it.
    pub(super) fn is_mark(&self, mark: char) -> bool {
        !self.used && matches!(self.what, What::Mark(c) if c == mark)
    }
}

/// The most words in a phrase of the table.
const PHRASE: usize = 8;

/// Finds out what each word may mean.
pub(super) fn items(tokens: &[Token]) -> Vec<Item> {
    let mut items = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let gap = token.gap;
        match &token.kind {
            Kind::Number { value, digits } => {
                let (value, digits) = (*value, *digits);
                let colon = matches!(
                    tokens.get(at + 1),
                    Some(Token {
                        kind: Kind::Mark(':'),
                        gap: false
                    })
                );
                match items.last().and_then(Item::word) {
                    // 2024年5月0310:30: the sign for day left out
                    Some(word)
                        if digits == 4 && colon && word.may_be(Meaning::After(Unit::Month)) =>
                    {
                        items.push(item(
                            What::Number {
                                value: value / 100,
                                digits: 2,
                            },
                            gap,
                        ));
                        items.push(item(
                            What::Number {
                                value: value % 100,
                                digits: 2,
                            },
                            false,
                        ));
                    }
                    _ => items.push(item(What::Number { value, digits }, gap)),
                }
                at += 1;
            }
            Kind::Mark(mark) => {
                items.push(item(What::Mark(*mark), gap));
                at += 1;
            }
            Kind::Word { key, capitals } => {
                let (length, phrase) = phrase(tokens.get(at..).unwrap_or_default());
                at += length;
                match phrase {
                    Some((key, senses)) => {
                        let word = Word {
                            key,
                            capitals: *capitals,
                            senses,
                        };
                        items.push(item(What::Word(word), gap));
                    }
                    None => apart(key, *capitals, gap, &mut items),
                }
            }
        }
    }
    items
}

fn item(what: What, gap: bool) -> Item {
    Item {
        what,
        gap,
        used: false,
    }
}

type Phrase = Option<(String, Vec<Sense>)>;

/// The longest phrase of the table at the start, and of how many tokens it is. What has a mark between its
/// words may be one word in the table: "po'alima".
fn phrase(tokens: &[Token]) -> (usize, Phrase) {
    let (mut apart, mut joined) = (String::new(), String::new());
    let (mut words, mut best) = (0, (1, None));
    for (index, token) in tokens.iter().enumerate() {
        match &token.kind {
            Kind::Word { key, .. } => {
                if words > 0 {
                    apart.push(' ');
                    joined.push_str(if token.gap { " " } else { "" });
                }
                apart.push_str(key);
                joined.push_str(key);
                words += 1;
                for key in [&apart, &joined] {
                    if let Some(senses) = names::senses(key) {
                        best = (index + 1, Some((key.clone(), senses)));
                        break;
                    }
                }
                if words == PHRASE {
                    break;
                }
            }
            Kind::Mark('.' | ',' | '-' | '\'') if !token.gap => {}
            _ => break,
        }
    }
    best
}

/// A word that is not in the table: known words without blanks between them (Chinese, Thai), or a known
/// word after letters that its language prefixes (Hebrew), or Chinese numerals.
fn apart(key: &str, capitals: bool, gap: bool, items: &mut Vec<Item>) {
    let unknown = |rest: &str| {
        What::Word(Word {
            key: rest.to_owned(),
            capitals,
            senses: Vec::new(),
        })
    };
    let first = key.chars().next().unwrap_or_default();
    // scripts with blanks between words have nothing to take apart
    if first < '\u{590}' {
        items.push(item(unknown(key), gap));
        return;
    }
    let (mut rest, mut gap) = (key, gap);
    while !rest.is_empty() {
        let (length, what) = if let Some((length, value)) = han_number(rest) {
            (
                length,
                What::Number {
                    value,
                    digits: if value > 99 { 4 } else { 2 },
                },
            )
        } else if let Some((length, senses)) = names::longest_start(rest) {
            let word = Word {
                key: rest.get(..length).unwrap_or(rest).to_owned(),
                capitals: false,
                senses,
            };
            (length, What::Word(word))
        } else {
            (rest.len(), unknown(rest))
        };
        items.push(item(what, gap));
        gap = false;
        rest = rest.get(length..).unwrap_or_default();
    }
}

/// A number in Chinese numerals before a unit of time, and its length in bytes: `二〇二四` and `二十四`.
fn han_number(text: &str) -> Option<(usize, u32)> {
    const DIGITS: &str = "〇一二三四五六七八九";
    // the first year of an era
    if text.starts_with("元年") {
        return Some(('元'.len_utf8(), 1));
    }
    let mut end = 0;
    let (mut total, mut current, mut tens) = (0_u32, None::<u32>, false);
    for c in text.chars().take(6) {
        if c == '十' {
            total = current.unwrap_or(1) * 10;
            (current, tens) = (None, true);
        } else if let Some(digit) = DIGITS
            .chars()
            .position(|d| d == c || (d == '〇' && c == '零'))
        {
            let digit = u32::try_from(digit).ok()?;
            current = Some(current.unwrap_or(0) * 10 + digit);
        } else {
            break;
        }
        end += c.len_utf8();
    }
    let value = total + current.unwrap_or(0);
    let unit = text.get(end..)?.chars().next()?;
    let counted = matches!(
        unit,
        '年' | '月' | '日' | '号' | '號' | '时' | '時' | '点' | '點' | '分' | '秒'
    );
    (end > 0 && counted && (tens || current.is_some())).then_some((end, value))
}
