//! A date in the operator's own format (`strftime`) → the same as ISO 8601.

use chrono::{DateTime, NaiveDate, NaiveDateTime};

/// The date that a text is by a format such as `%d.%m.%Y`, as ISO 8601, with time and offset where the format has
/// them; none where the text is not of that format.
pub(super) fn iso(text: &str, format: &str) -> Option<String> {
    let text = text.trim();
    if let Ok(at) = DateTime::parse_from_str(text, format) {
        return Some(at.to_rfc3339());
    }
    if let Ok(at) = NaiveDateTime::parse_from_str(text, format) {
        return Some(at.format("%Y-%m-%dT%H:%M:%S").to_string());
    }
    let day = NaiveDate::parse_from_str(text, format).ok()?;
    Some(day.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_read_as_the_operator_says() {
        for (text, format, expected) in [
            ("03.04.2024", "%d.%m.%Y", Some("2024-04-03")),
            ("03.04.2024", "%m.%d.%Y", Some("2024-03-04")),
            (
                " 3/4/24 17:05 ",
                "%d/%m/%y %H:%M",
                Some("2024-04-03T17:05:00"),
            ),
            (
                "2024-04-03 17:05 +0200",
                "%Y-%m-%d %H:%M %z",
                Some("2024-04-03T17:05:00+02:00"),
            ),
            ("April 3, 2024", "%d.%m.%Y", None),
            ("03.04.2024", "%Q%", None),
            ("", "", None),
        ] {
            assert_eq!(iso(text, format).as_deref(), expected, "{text} as {format}");
        }
    }
}
