//! What a value has to be, and how it is written when it is right.

/// What a value has to be.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Plain text of one line.
    Line,
    /// Absolute http or https address.
    Address,
    /// BCP 47 tag.
    Language,
    /// `type/subtype`.
    MediaType,
    /// 0 or more.
    Whole,
    /// 1 or more.
    Count,
    /// 0 or more, with a fraction.
    Decimal,
    /// `true` or `false`.
    Flag,
    /// Visible ASCII characters.
    Token,
    /// Latitude and longitude in degrees, WGS 84, with a space between (GeoRSS Simple).
    Point,
    /// One of these words, each with what else is written for it.
    Word(&'static [(&'static str, &'static [&'static str])]),
}

use Kind::{Address, Count, Decimal, Flag, Language, Line, MediaType, Point, Token, Whole, Word};

/// Longest number that is read, in bytes.
const LONGEST_NUMBER: usize = 32;

/// Numbers from here on are no measure of anything.
const LARGEST: f64 = 1e15;

impl Kind {
    pub(super) fn clean(
        self,
        value: &str,
        own: &dyn Fn(Kind, &str) -> Option<String>,
    ) -> Option<String> {
        match self {
            Line | Address | Language => own(self, value).filter(|made| !made.is_empty()),
            MediaType => {
                let kind = value.split(';').next()?.trim_end().to_ascii_lowercase();
                is_media_type(&kind).then_some(kind)
            }
            Whole => whole(value).map(|number| number.to_string()),
            Count => Some(whole(value).filter(|number| *number > 0)?.to_string()),
            Decimal => decimal(value)
                .filter(|number| *number >= 0.0)
                .map(|number| number.to_string()),
            Flag => match value.to_ascii_lowercase().as_str() {
                "true" | "yes" | "1" => Some("true".to_owned()),
                "false" | "no" | "0" => Some("false".to_owned()),
                _ => None,
            },
            Token => {
                let fits = (1..=250).contains(&value.len());
                (fits && value.bytes().all(|byte| byte.is_ascii_graphic()))
                    .then(|| value.to_owned())
            }
            Point => point(value),
            Word(words) => words
                .iter()
                .find(|(word, also)| {
                    word.eq_ignore_ascii_case(value)
                        || also.iter().any(|also| also.eq_ignore_ascii_case(value))
                })
                .map(|(word, _)| (*word).to_owned()),
        }
    }
}

fn whole(value: &str) -> Option<u32> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| value.parse().ok()).flatten()
}

/// A number without an exponent, as far as a double can hold it.
fn decimal(value: &str) -> Option<f64> {
    let plain = |byte: u8| byte.is_ascii_digit() || b".-+".contains(&byte);
    let fits = value.len() <= LONGEST_NUMBER && value.bytes().all(plain);
    let number: f64 = fits.then(|| value.parse().ok()).flatten()?;
    // -0 is 0
    (number.abs() < LARGEST).then_some(number + 0.0)
}

fn point(value: &str) -> Option<String> {
    let mut parts = value
        .split(|c: char| c.is_whitespace() || c == ',')
        .filter(|part| !part.is_empty());
    let (latitude, longitude) = (decimal(parts.next()?)?, decimal(parts.next()?)?);
    let right = parts.next().is_none() && latitude.abs() <= 90.0 && longitude.abs() <= 180.0;
    // where two zeros stand, nothing was known
    let known = latitude != 0.0 || longitude != 0.0;
    (right && known).then(|| format!("{latitude} {longitude}"))
}

/// `type/subtype` of the characters of RFC 6838, 4.2.
fn is_media_type(text: &str) -> bool {
    let is_name = |part: &str| {
        (1..=127).contains(&part.len())
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    text.split_once('/')
        .is_some_and(|(kind, subtype)| is_name(kind) && is_name(subtype))
}
