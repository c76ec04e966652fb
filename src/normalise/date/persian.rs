//! Dates of the Iranian calendar, by which Iran and Afghanistan date their news: year, month and day →
//! Gregorian date.

use chrono::NaiveDate;

/// Years that are of this calendar for certain where its months are named or its language is written.
pub(super) const YEARS: std::ops::Range<i32> = 1300..1500;

/// The day before the first of the calendar, counted from the first of our era.
const EPOCH: i32 = 226_894;

/// The Gregorian date; None for a day that the month has not. Leap years by the rule of 33 years, which agrees
/// with the sky from 1178 to 1633.
pub(super) fn date(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let start = |year: i32| 365 * (year - 1) + (8 * year + 21).div_euclid(33);
    let length = start(year + 1) - start(year);
    let days_in_month = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 => length - 336,
        _ => return None,
    };
    let (month, day) = (i32::try_from(month).ok()?, i32::try_from(day).ok()?);
    if !YEARS.contains(&year) || !(1..=days_in_month).contains(&day) {
        return None;
    }
    let before = 30 * (month - 1) + (month - 1).min(6);
    NaiveDate::from_num_days_from_ce_opt(EPOCH + start(year) + before + day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_years_and_ends_of_years() {
        for ((year, month, day), want) in [
            ((1357, 11, 22), "1979-02-11"),
            ((1399, 12, 30), "2021-03-20"), // a leap year
            ((1400, 1, 1), "2021-03-21"),
            ((1403, 1, 1), "2024-03-20"),
            ((1403, 5, 24), "2024-08-14"),
            ((1403, 6, 31), "2024-09-21"),
            ((1403, 7, 30), "2024-10-21"),
            ((1403, 12, 30), "2025-03-20"),
            ((1404, 1, 1), "2025-03-21"),
            ((1404, 12, 30), ""),
            ((1403, 7, 31), ""),
            ((1403, 13, 1), ""),
            ((1403, 1, 0), ""),
            ((2024, 1, 1), ""),
        ] {
            let got = date(year, month, day).map_or_else(String::new, |date| date.to_string());
            assert_eq!(got, want, "{year}-{month}-{day}");
        }
    }
}
