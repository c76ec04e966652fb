//! Years as written, with the digits that were left out.

/// A year of two digits: RFC 5322, 4.3.
pub(super) fn full_year(year: i32) -> i32 {
    if year < 50 { year + 2000 } else { year + 1900 }
}

/// A year as written: two digits, three (RFC 5322: a program that adds 1900 the wrong way), or four.
pub(super) fn year((value, digits): (u32, usize)) -> Option<i32> {
    let value = i32::try_from(value).ok()?;
    match digits {
        2 => Some(full_year(value)),
        3 => Some(value + 1900),
        4 => Some(value),
        _ => None,
    }
}
