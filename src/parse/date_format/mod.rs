//! A date as the operator says that it is written (`strftime`: `%d.%m.%Y`) → ISO 8601.

pub(super) mod months;

use chrono::format::{Parsed, StrftimeItems, parse_and_remainder};
use chrono::{FixedOffset, Month, Weekday};

use crate::cldr;
use crate::text::digit;
use months::Word;

/// The longest text that is looked at, in bytes.
const LONGEST: usize = 300;

/// How the operator says that the dates of a list are written, and whether they are.
pub(super) struct Format<'a> {
    strftime: &'a str,
    fits: bool,
    /// The first text that it did not fit.
    missed: Option<String>,
}

impl<'a> Format<'a> {
    pub(super) fn new(strftime: &'a str) -> Self {
        Format {
            strftime,
            fits: false,
            missed: None,
        }
    }

    /// The date in a text, which may have more in it.
    pub(super) fn read(&mut self, text: &str, language: &str) -> Option<String> {
        let iso = find(text, self.strftime, language);
        self.fits |= iso.is_some();
        iso
    }

    /// Remembers a text that was read otherwise.
    pub(super) fn missed(&mut self, text: &str) {
        self.missed.get_or_insert_with(|| text.to_owned());
    }

    /// What to tell the operator, when it fits nothing.
    pub(super) fn warning(&self) -> Option<String> {
        let text = self.missed.as_ref().filter(|_| !self.fits)?;
        let format = self.strftime;
        Some(format!(
            "listing.date_format = {format:?} fits none of the dates, such as {text:?}."
        ))
    }
}

/// Reads a text by a format of `strftime`, wherever in it the date stands. Names of months and weekdays may be those of any
/// language, digits those of any script.
fn find(text: &str, format: &str, language: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let short = format.contains("%b") || format.contains("%h");
    let short_day = format.contains("%a");
    let plain = plain(text, language, short, short_day);
    let starts = plain.char_indices().map(|(at, _)| at);
    let mut before = ' ';
    for start in starts {
        let rest = plain.get(start..)?;
        let first = rest.chars().next()?;
        // Not in the middle of a word or a number.
        let begins = !(before.is_alphanumeric() && first.is_alphanumeric());
        before = first;
        if !begins || first.is_whitespace() {
            continue;
        }
        let mut parsed = Parsed::new();
        let left = parse_and_remainder(&mut parsed, rest, StrftimeItems::new(format));
        if left.is_ok_and(|left| !left.starts_with(|c: char| c.is_ascii_digit()))
            && let Some(iso) = iso(&parsed)
        {
            return Some(iso);
        }
    }
    None
}

fn iso(parsed: &Parsed) -> Option<String> {
    if let Ok(at) = parsed.to_datetime() {
        return Some(at.to_rfc3339());
    }
    if let Ok(at) = parsed.to_naive_datetime_with_offset(0) {
        return Some(at.format("%Y-%m-%dT%H:%M:%S").to_string());
    }
    // An hour without its minute, a zone without a time: the day is what counts.
    let _: Option<FixedOffset> = parsed.to_fixed_offset().ok();
    parsed
        .to_naive_date()
        .ok()
        .map(|day| day.format("%Y-%m-%d").to_string())
}

/// The text with ASCII digits and English names.
fn plain(text: &str, language: &str, short: bool, short_day: bool) -> String {
    let language = cldr::row(language);
    let mut plain = String::with_capacity(text.len());
    let mut word = String::new();
    let end = |word: &mut String, plain: &mut String| {
        let key = word.to_lowercase();
        match months::word(&key, language) {
            Some(Word::Month(number)) => {
                let month = u8::try_from(number)
                    .ok()
                    .and_then(|number| Month::try_from(number).ok());
                let name = month.map_or("", |month| month.name());
                plain.push_str(if short {
                    name.get(..3).unwrap_or(name)
                } else {
                    name
                });
            }
            Some(Word::Weekday(number)) => {
                let day = u8::try_from(number)
                    .ok()
                    .and_then(|number| Weekday::try_from(number).ok());
                let name = day.map_or("", full_name);
                plain.push_str(if short_day {
                    name.get(..3).unwrap_or(name)
                } else {
                    name
                });
            }
            None => plain.push_str(word),
        }
        word.clear();
    };
    for c in text.chars() {
        if let Some(digit) = digit(c) {
            end(&mut word, &mut plain);
            plain.extend(char::from_digit(digit, 10));
        } else if c.is_alphabetic() {
            word.push(c);
        } else {
            end(&mut word, &mut plain);
            plain.push(c);
        }
    }
    end(&mut word, &mut plain);
    plain
}

fn full_name(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "Monday",
        Weekday::Tue => "Tuesday",
        Weekday::Wed => "Wednesday",
        Weekday::Thu => "Thursday",
        Weekday::Fri => "Friday",
        Weekday::Sat => "Saturday",
        Weekday::Sun => "Sunday",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_the_operator_says() {
        for (text, format, language, expected) in [
            ("12.05.2024", "%d.%m.%Y", "", Some("2024-05-12")),
            (
                "Stand: 3.5.2024 (neu)",
                "%d.%m.%Y",
                "de",
                Some("2024-05-03"),
            ),
            ("05/03/24", "%m/%d/%y", "en", Some("2024-05-03")),
            ("3. März 2024", "%d. %B %Y", "de", Some("2024-03-03")),
            (
                "Sonntag, 12. Mai 2024",
                "%A, %d. %B %Y",
                "",
                Some("2024-05-12"),
            ),
            ("12 listopada 2023", "%d %B %Y", "pl", Some("2023-11-12")),
            ("12 listopada 2023", "%d %B %Y", "hr", Some("2023-10-12")),
            (
                "4 déc 2023 à 18:05",
                "%d %b %Y à %H:%M",
                "fr",
                Some("2023-12-04T18:05:00"),
            ),
            ("١٢/٠٥/٢٠٢٤", "%d/%m/%Y", "ar", Some("2024-05-12")),
            (
                "2024-05-12T10:00:00+02:00",
                "%Y-%m-%dT%H:%M:%S%z",
                "",
                Some("2024-05-12T10:00:00+02:00"),
            ),
            ("2024年5月12日", "%Y年%m月%d日", "ja", Some("2024-05-12")),
            ("12.05.20245", "%d.%m.%Y", "", None),
            ("31.02.2024", "%d.%m.%Y", "", None),
            ("03.04.2024", "%m.%d.%Y", "", Some("2024-03-04")),
            (
                " 3/4/24 17:05 ",
                "%d/%m/%y %H:%M",
                "",
                Some("2024-04-03T17:05:00"),
            ),
            (
                "2024-04-03 17:05 +0200",
                "%Y-%m-%d %H:%M %z",
                "",
                Some("2024-04-03T17:05:00+02:00"),
            ),
            ("April 3, 2024", "%d.%m.%Y", "", None),
            ("03.04.2024", "%Q%", "", None),
            ("", "", "", None),
            ("soon", "%d.%m.%Y", "", None),
            ("", "%d.%m.%Y", "", None),
        ] {
            assert_eq!(
                find(text, format, language).as_deref(),
                expected,
                "{text} as {format}"
            );
        }
    }

    #[test]
    fn a_format_that_fits_nothing_is_told_of() {
        let mut format = Format::new("%d.%m.%Y");
        assert_eq!(format.warning(), None);
        format.missed("May 3");
        format.missed("May 4");
        let warning = format.warning().unwrap_or_default();
        assert!(
            warning.contains("%d.%m.%Y") && warning.contains("May 3"),
            "{warning}"
        );
        assert!(format.read("3.5.2024", "").is_some());
        assert_eq!(format.warning(), None);
    }
}
