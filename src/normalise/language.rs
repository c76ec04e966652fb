//! Languages: BCP 47 tags in canonical case (RFC 5646, 2.1 and 2.1.1).

/// A well-formed tag in canonical case (`en_us` → `en-US`), or None for what is no tag (`english`).
///
/// Well-formed, not registered: `xx-YY` passes. The longest language that passes has three letters; the four to eight
/// letters that RFC 5646 holds in reserve are in use for nothing but misunderstandings.
pub(super) fn clean(language: &str) -> Option<String> {
    let language = language.trim();
    if language.len() > LONGEST {
        return None;
    }
    // "en_US.UTF-8" is a locale of Unix, "de,en" a list: the language comes first in both
    let tag = language.split(['.', '@', ',', ';']).next()?.trim();
    let mut subtags = tag.split(['-', '_']);
    let first = subtags.next()?;
    let private = first.eq_ignore_ascii_case("x");
    let language = is_letters(first) && matches!(first.len(), 2 | 3);
    if !private && !language {
        return None;
    }
    let mut clean = first.to_ascii_lowercase();
    let mut place = if private {
        Place::Private
    } else {
        Place::Language
    };
    let mut count = 0;
    for subtag in subtags {
        place = place.next(subtag)?;
        count += 1;
        clean.push('-');
        clean.push_str(&match place {
            Place::Script => title_case(subtag),
            Place::Region => subtag.to_ascii_uppercase(),
            _ => subtag.to_ascii_lowercase(),
        });
    }
    // a lone x says nothing, and a lone singleton at the end opens what is not there
    let ends_open = matches!(place, Place::Opened) || (private && count == 0);
    (!ends_open).then_some(clean)
}

/// The longest tag that is looked at, in bytes; RFC 5646, 4.4.1, asks for 35.
const LONGEST: usize = 100;

/// Where in a tag a subtag stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Language,
    Extended(u8),
    Script,
    Region,
    Variant,
    /// Behind a singleton, which must be followed.
    Opened,
    Extension,
    Private,
}

impl Place {
    /// The place of the next subtag, None where none of its shape may stand.
    fn next(self, subtag: &str) -> Option<Place> {
        let length = subtag.len();
        if !(1..=8).contains(&length) || !subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        let letters = is_letters(subtag);
        let digit_first = subtag.starts_with(|c: char| c.is_ascii_digit());
        let variant = length >= 5 || (length == 4 && digit_first);
        match self {
            Place::Private => Some(Place::Private),
            Place::Opened if length >= 2 => Some(Place::Extension),
            Place::Opened => None,
            Place::Extension if length >= 2 => Some(Place::Extension),
            _ if length == 1 && subtag.eq_ignore_ascii_case("x") => Some(Place::Opened),
            _ if length == 1 => Some(Place::Opened),
            Place::Language if letters && length == 3 => Some(Place::Extended(1)),
            Place::Extended(count) if letters && length == 3 && count < 3 => {
                Some(Place::Extended(count + 1))
            }
            Place::Language | Place::Extended(_) if letters && length == 4 => Some(Place::Script),
            Place::Language | Place::Extended(_) | Place::Script
                if (letters && length == 2) || (length == 3 && !letters && is_digits(subtag)) =>
            {
                Some(Place::Region)
            }
            Place::Language
            | Place::Extended(_)
            | Place::Script
            | Place::Region
            | Place::Variant
                if variant =>
            {
                Some(Place::Variant)
            }
            _ => None,
        }
    }
}

fn is_letters(subtag: &str) -> bool {
    !subtag.is_empty() && subtag.bytes().all(|byte| byte.is_ascii_alphabetic())
}

fn is_digits(subtag: &str) -> bool {
    subtag.bytes().all(|byte| byte.is_ascii_digit())
}

fn title_case(subtag: &str) -> String {
    let mut cased = subtag.to_ascii_lowercase();
    if let Some(first) = cased.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    cased
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_put_into_canonical_case() {
        for (written, want) in [
            ("en", "en"),
            ("EN", "en"),
            ("en_us", "en-US"),
            (" pt-br ", "pt-BR"),
            ("zh-hant-tw", "zh-Hant-TW"),
            ("ZH-CMN-HANS-cn", "zh-cmn-Hans-CN"),
            ("es-419", "es-419"),
            ("sl-rozaj-biske", "sl-rozaj-biske"),
            ("de-CH-1901", "de-CH-1901"),
            ("en-US-u-ca-gregory", "en-US-u-ca-gregory"),
            ("en_GB.UTF-8", "en-GB"),
            ("de, en", "de"),
            ("x-mine", "x-mine"),
            ("de-x-mine", "de-x-mine"),
            ("gsw", "gsw"),
        ] {
            assert_eq!(clean(written).as_deref(), Some(want), "{written}");
        }
    }

    #[test]
    fn what_is_no_tag_is_none() {
        for written in [
            "",
            " ",
            "english",
            "e",
            "x",
            "-",
            "en-",
            "-us",
            "en--us",
            "en-us-gb",
            "12",
            "deutsch",
            "en us",
            "日本語",
            "en-a",
            "en-verylongsubtag",
        ] {
            assert_eq!(clean(written), None, "{written}");
        }
        assert_eq!(clean(&"en-".repeat(60)), None);
    }
}
