//! Days in paths and addresses: `2024-05-12-title.md`, `2024/05/12/title.md`.

use crate::article::{DateOrigin, DateRole, RawDate};

/// The day in a file's path: in its own name, in the name of its folder when it is an `index`, or in
/// the folders above it (`2024/05/12/`).
pub(in crate::parse) fn dates(path: &str) -> Option<RawDate> {
    let mut segments: Vec<&str> = path.split('/').collect();
    let file = segments.pop()?;
    let stem = file.split_once('.').map_or(file, |(stem, _)| stem);
    let name = match stem.to_ascii_lowercase().as_str() {
        "index" | "_index" | "readme" | "default" => segments.pop().unwrap_or_default(),
        _ => stem,
    };
    let day = in_name(name).or_else(|| {
        // the name may be the last part of the day: `2024/05/12.md`
        segments.push(name);
        in_segments(&segments)
    })?;
    Some(RawDate {
        role: DateRole::Published,
        text: day,
        origin: DateOrigin::FileName,
        field: "file name",
    })
}

/// The day in an address: `/2024/05/12/title/`.
pub(super) fn in_address(address: &str, field: &'static str) -> Option<RawDate> {
    let segments: Vec<&str> = address.split('/').collect();
    Some(RawDate {
        role: DateRole::Published,
        text: in_segments(&segments)?,
        origin: DateOrigin::Address,
        field,
    })
}

/// `2024-05-12-title`, `2024_05_12 title`, `2024.05.12`, `20240512-title`: a whole day at the head of a
/// name, with nothing that goes on with the number.
fn in_name(name: &str) -> Option<String> {
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    if digits.len() == 8 {
        let after = name.get(8..)?;
        let (year, rest) = digits.split_at_checked(4)?;
        let (month, day) = rest.split_at_checked(2)?;
        return ends(after).then(|| day_of(year, month, day)).flatten();
    }
    let mark = name
        .get(4..5)
        .filter(|mark| matches!(*mark, "-" | "_" | "."))?;
    let mut parts = name.splitn(3, mark);
    let (year, month, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let length = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (day, after) = rest.split_at_checked(length)?;
    ends(after).then(|| day_of(year, month, day)).flatten()
}

/// Whether a number ends here. `T` begins a time.
fn ends(after: &str) -> bool {
    !after.starts_with(|c: char| c.is_alphanumeric() && c != 'T')
}

fn in_segments(segments: &[&str]) -> Option<String> {
    segments.windows(3).rev().find_map(|window| match window {
        [year, month, day] => day_of(year, month, day.split(['-', '_', '.']).next()?),
        _ => None,
    })
}

/// A day of the calendar that people publish on, as `2024-05-12`.
fn day_of(year: &str, month: &str, day: &str) -> Option<String> {
    let number = |text: &str, most: usize| -> Option<u32> {
        (1..=most)
            .contains(&text.len())
            .then(|| text.bytes().all(|b| b.is_ascii_digit()))
            .filter(|digits| *digits)
            .and_then(|_| text.parse().ok())
    };
    let y = i32::try_from(number(year, 4).filter(|_| year.len() == 4)?).ok()?;
    let date = chrono::NaiveDate::from_ymd_opt(y, number(month, 2)?, number(day, 2)?)?;
    (1990..2100)
        .contains(&y)
        .then(|| date.format("%Y-%m-%d").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_in_paths() {
        for (path, expected) in [
            ("2024-05-12-title.md", Some("2024-05-12")),
            ("2024-5-2-title.md", Some("2024-05-02")),
            ("posts/2024_05_12_title.markdown", Some("2024-05-12")),
            ("20240512-title.md", Some("2024-05-12")),
            ("20240512.md", Some("2024-05-12")),
            ("2024/05/12/title.md", Some("2024-05-12")),
            ("2024/05/12-title.md", Some("2024-05-12")),
            ("2024-05-12-title/index.md", Some("2024-05-12")),
            ("posts/2024-05-12.md", Some("2024-05-12")),
            ("2024/05/title.md", None),
            ("2024-13-12-title.md", None),
            ("2024-02-30-title.md", None),
            ("202405123-title.md", None),
            ("1812-05-12-war.md", None),
            ("title-2024-05-12.md", None),
            ("10-20-30-plan.md", None),
            ("é.md", None),
            ("", None),
        ] {
            assert_eq!(
                dates(path).map(|date| date.text).as_deref(),
                expected,
                "{path}"
            );
        }
    }
}
