//! Elements of other vocabularies: values as they have to be, each element as often as it may stand.

use std::collections::BTreeMap;

use url::Url;

use super::title::printable;
use super::{language, link};
use crate::article::Extra;
use crate::text;
use crate::vocabulary::{self, FILE, Kind};

/// The extras whose values are right, in the order of the rows; of those that an article has only one
/// of the first, no two equal.
pub(super) fn clean(extras: &[Extra], base: Option<&Url>) -> Vec<Extra> {
    let mut cleaned: Vec<Extra> = Vec::new();
    if extras.is_empty() {
        return cleaned;
    }
    for row in vocabulary::ROWS {
        let name = row.full_name();
        let mut all = extras
            .iter()
            .filter(|extra| extra.name == name)
            .filter_map(|extra| {
                let own = |kind, value: &str| own(kind, value, base);
                let values = vocabulary::check(row.values, &extra.values, &own)?;
                let name = name.clone();
                Some(Extra { name, values })
            });
        if row.many {
            let mut seen = std::collections::BTreeSet::new();
            cleaned.extend(all.filter(|extra| seen.insert(extra.values.clone())));
        } else {
            cleaned.extend(all.next());
        }
    }
    cleaned
}

/// What is known of a file besides its fields.
pub(super) fn details(found: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let own = |kind, value: &str| own(kind, value, None);
    vocabulary::check(FILE, found, &own).unwrap_or_default()
}

fn own(kind: Kind, value: &str, base: Option<&Url>) -> Option<String> {
    match kind {
        Kind::Address => link::clean(value, base),
        Kind::Language => language::clean(value),
        _ => Some(text::fold(&printable(value))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn extra(name: &str, values: &[(&str, &str)]) -> Extra {
        let value = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        Extra {
            name: name.to_owned(),
            values: values.iter().map(value).collect(),
        }
    }

    #[test]
    fn what_is_right_is_kept_once() {
        let found = [
            extra(
                "podcast:transcript",
                &[("url", "/t.vtt?utm_source=x"), ("type", "text/vtt")],
            ),
            extra(
                "podcast:transcript",
                &[
                    ("url", "/t.vtt"),
                    ("type", "text/vtt"),
                    ("language", "EN_us"),
                ],
            ),
            extra(
                "podcast:transcript",
                &[("url", "/t.vtt"), ("type", "text/vtt")],
            ),
            extra(
                "podcast:transcript",
                &[("url", "javascript:x"), ("type", "text/vtt")],
            ),
            extra("podcast:season", &[("", "two")]),
            extra("podcast:season", &[("", "2"), ("name", "  The \n mill ")]),
            extra("podcast:season", &[("", "3")]),
            extra("unknown:thing", &[("", "3")]),
        ];
        let base = Url::parse("https://example.org/e/").expect("a fixed address");
        let transcript = ("url", "https://example.org/t.vtt");
        let kind = ("type", "text/vtt");
        assert_eq!(
            clean(&found, Some(&base)),
            [
                extra("podcast:season", &[("", "2"), ("name", "The mill")]),
                extra("podcast:transcript", &[transcript, kind]),
                extra(
                    "podcast:transcript",
                    &[transcript, kind, ("language", "en-US")]
                ),
            ]
        );
    }
}
