//! Stub.
use super::{Clues, Error, Format};
use crate::article::{Document, Parsed, RawArticle, Text};

pub(super) const FORMAT: Format = Format {
    name: "markdown",
    recognises,
    parse,
};

fn recognises(_clues: &Clues<'_>) -> bool {
    false
}

fn parse(_document: &Document, text: &str) -> Result<Parsed, Error> {
    Ok(Parsed {
        articles: vec![RawArticle {
            content: Some(Text {
                value: text.to_owned(),
                ..Text::default()
            }),
            ..RawArticle::default()
        }],
        ..Parsed::default()
    })
}
