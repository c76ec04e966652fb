//! Dates in addresses and file names: `/2024/05/12/title`, `2024-05-12-title.html`.

use url::Url;

/// The date in an address's path, as `YYYY-MM-DD`. A month alone is no date.
pub(in super::super) fn in_address(url: &Url) -> Option<String> {
    let segments: Vec<&str> = url.path_segments()?.collect();
    let three = segments.windows(3).find_map(|three| match three {
        [year, month, day] => {
            // A page whose name begins with the day is still of that day: `/2024/05/12-title`.
            let day = day.split(['-', '_', '.']).next().unwrap_or_default();
            date(year, &month_number(month), day)
        }
        _ => None,
    });
    three.or_else(|| segments.iter().find_map(|segment| in_name(segment)))
}

/// The date at the beginning or end of a file's name or of a segment of a path.
pub(in super::super) fn in_name(name: &str) -> Option<String> {
    let name = name.rsplit('/').next().unwrap_or_default();
    let runs: Vec<&str> = name.split(|c: char| !c.is_ascii_digit()).collect();
    let separators = |run: &str| -> Option<String> {
        // 20240512 written in one
        match run.len() {
            8 => date(run.get(..4)?, run.get(4..6)?, run.get(6..)?),
            _ => None,
        }
    };
    runs.windows(3)
        .find_map(|three| match three {
            [year, month, day] if year.len() == 4 && month.len() == 2 && day.len() == 2 => {
                date(year, month, day)
            }
            // Day first, where it cannot be the month.
            [day, month, year] if year.len() == 4 && day.len() == 2 && *day > "12" => {
                date(year, month, day)
            }
            _ => None,
        })
        .or_else(|| runs.iter().find_map(|run| separators(run)))
}

fn month_number(month: &str) -> String {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let start = month.get(..3).unwrap_or_default().to_ascii_lowercase();
    MONTHS
        .iter()
        .position(|known| *known == start)
        .map_or_else(|| month.to_owned(), |at| (at + 1).to_string())
}

fn date(year: &str, month: &str, day: &str) -> Option<String> {
    let number = |text: &str, longest: usize| -> Option<u32> {
        let digits =
            !text.is_empty() && text.len() <= longest && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok())?
    };
    let (year, month, day) = (number(year, 4)?, number(month, 2)?, number(day, 2)?);
    let plausible =
        (1990..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    plausible.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_addresses() {
        let cases = [
            ("/2024/05/12/title/", Some("2024-05-12")),
            ("/news/2024/5/2/title.html", Some("2024-05-02")),
            ("/2024/may/12/title", Some("2024-05-12")),
            ("/2024/05/12-title", Some("2024-05-12")),
            ("/blog/2024-05-12-title.html", Some("2024-05-12")),
            ("/a/title-20240512.html", Some("2024-05-12")),
            ("/report-from-22.04.2024-on", Some("2024-04-22")),
            ("/05-04-2024", None),
            ("/2024/05/title/", None),
            ("/2024/13/12/title", None),
            ("/123/45/67/", None),
            ("/id/1234567890", None),
            ("/", None),
        ];
        for (path, expected) in cases {
            let url = Url::parse("https://example.org").and_then(|base| base.join(path));
            assert_eq!(
                in_address(&url.expect("a path")).as_deref(),
                expected,
                "{path}"
            );
        }
    }

    #[test]
    fn dates_in_file_names() {
        let cases = [
            ("notes/2024-05-12-title.html", Some("2024-05-12")),
            ("2024_05_12.html", Some("2024-05-12")),
            ("20240512.html", Some("2024-05-12")),
            ("title.html", None),
            ("version-10-20-30.html", None),
        ];
        for (name, expected) in cases {
            assert_eq!(in_name(name).as_deref(), expected, "{name}");
        }
    }
}
