//! Which of three numbers is the day, the month, the year.

use chrono::{Datelike, NaiveDate};

use super::{locales, token};

/// Order of day and month in numeric dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DayOrder {
    /// 31/12/2024
    DayFirst,
    /// 12/31/2024
    MonthFirst,
}

/// Three numbers and what stands between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Triple {
    /// The numbers, each with how many digits it has.
    pub(super) parts: [(u32, usize); 3],
    /// The mark between them, a blank for none.
    pub(super) mark: char,
}

/// An order of all three.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Order {
    DayMonthYear,
    MonthDayYear,
    YearMonthDay,
}

/// What is known besides the numbers.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known<'a> {
    /// The operator said so, or the document's other dates prove it.
    pub(super) order: Option<DayOrder>,
    /// Language tag, or empty.
    pub(super) language: &'a str,
    /// The name of the day that stands beside the date, as far as it can be read: 0 is Monday.
    pub(super) weekday: Option<u32>,
    /// A field with a time of day beside the date: a machine filled it.
    pub(super) machine: bool,
}

/// The date that three numbers make: the first order that gives one, by
/// 1. what the number of digits leaves open,
/// 2. the order given, else the name of the day (of two orders one agrees with it), else the mark (only
///    day-first countries write stops), else the language.
pub(super) fn date(triple: Triple, known: Known<'_>) -> Option<NaiveDate> {
    let mut dates = orders(triple, known)
        .iter()
        .filter_map(|order| apply(triple, *order));
    let first = dates.next()?;
    if known.order.is_some() || year_first(triple) {
        return Some(first);
    }
    let agrees = |date: &NaiveDate| known.weekday == Some(date.weekday().num_days_from_monday());
    if agrees(&first) {
        return Some(first);
    }
    Some(dates.find(agrees).unwrap_or(first))
}

fn year_first(triple: Triple) -> bool {
    matches!(triple.parts, [(_, 4), ..])
}

/// The orders to try, the best first.
fn orders(triple: Triple, known: Known<'_>) -> &'static [Order] {
    use Order::{DayMonthYear, MonthDayYear, YearMonthDay};
    let day_first = known.order.unwrap_or_else(|| match triple.mark {
        '.' => DayOrder::DayFirst,
        _ => by_language(known.language),
    }) == DayOrder::DayFirst;
    match triple.parts.map(|(_, digits)| digits) {
        [4, 1 | 2, 1 | 2] => &[YearMonthDay],
        [1 | 2, 1 | 2, 4] if day_first => &[DayMonthYear, MonthDayYear],
        [1 | 2, 1 | 2, 4] => &[MonthDayYear, DayMonthYear],
        [2, 1 | 2, 1 | 2] | [1, 1 | 2, 2] => {
            // a year in two digits: first in ISO 8601's old short form, which has dashes, and where the
            // language writes it first
            let unknown = known.order.is_none() && known.language.is_empty();
            if known.order.is_none() && year_leads(known.language) || unknown && triple.mark == '-'
            {
                if day_first {
                    &[YearMonthDay, DayMonthYear, MonthDayYear]
                } else {
                    &[YearMonthDay, MonthDayYear, DayMonthYear]
                }
            } else if unknown && known.machine && triple.mark == '/' {
                // who does not write the month first and says nothing of a language writes as logs do
                &[MonthDayYear, YearMonthDay, DayMonthYear]
            } else if day_first {
                &[DayMonthYear, MonthDayYear, YearMonthDay]
            } else {
                &[MonthDayYear, DayMonthYear, YearMonthDay]
            }
        }
        _ => &[],
    }
}

fn apply(triple: Triple, order: Order) -> Option<NaiveDate> {
    let [a, b, c] = triple.parts;
    let (year, (month, _), (day, _)) = match order {
        Order::DayMonthYear => (c, b, a),
        Order::MonthDayYear => (c, a, b),
        Order::YearMonthDay => (a, b, c),
    };
    NaiveDate::from_ymd_opt(super::year::year(year)?, month, day)
}

/// The order in which a language writes numeric dates, as the CLDR has it. Without a language it is that
/// of American software.
fn by_language(language: &str) -> DayOrder {
    match locales::order(language) {
        Some("mdy") => DayOrder::MonthFirst,
        None if language.is_empty() => DayOrder::MonthFirst,
        // a language that writes year, month, day turns it round where the year comes last
        _ => DayOrder::DayFirst,
    }
}

/// Whether a language writes the year first.
fn year_leads(language: &str) -> bool {
    locales::order(language) == Some("ymd")
}

/// The order that the document's own dates prove: one `25/04` settles it, unless another date says the
/// opposite. Where years have two digits, and could stand first, the place that varies least has them.
pub fn proven_order<'a>(dates: impl Iterator<Item = &'a str>) -> Option<DayOrder> {
    let (mut day_first, mut month_first) = (false, false);
    let mut short: Vec<[u32; 3]> = Vec::new();
    for text in dates.filter(|text| text.len() <= super::LONGEST) {
        let Some(triple) = numeric(text) else {
            continue;
        };
        let [(a, _), (b, _), (c, digits)] = triple.parts;
        if digits != 4 && c <= 31 {
            short.push([a, b, c]);
            continue;
        }
        day_first |= (13..=31).contains(&a) && b <= 12;
        month_first |= (13..=31).contains(&b) && a <= 12;
    }
    let distinct = |place: usize| {
        let mut values: Vec<u32> = short
            .iter()
            .filter_map(|date| date.get(place).copied())
            .collect();
        values.sort_unstable();
        values.dedup();
        values.len()
    };
    if distinct(2) < distinct(0) {
        day_first |= short
            .iter()
            .any(|[a, b, _]| (13..=31).contains(a) && *b <= 12);
    }
    if distinct(2) < distinct(1) {
        month_first |= short
            .iter()
            .any(|[a, b, _]| (13..=31).contains(b) && *a <= 12);
    }
    match (day_first, month_first) {
        (true, false) => Some(DayOrder::DayFirst),
        (false, true) => Some(DayOrder::MonthFirst),
        _ => None,
    }
}

/// Three numbers with the same mark between them, the year not first.
fn numeric(text: &str) -> Option<Triple> {
    if !text.bytes().any(|byte| matches!(byte, b'/' | b'.' | b'-')) {
        return None;
    }
    let tokens = token::tokens(text)?;
    tokens.windows(5).find_map(|window| {
        let number = |at: usize| match window.get(at)?.kind {
            token::Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        };
        let mark = |at: usize| match window.get(at)?.kind {
            token::Kind::Mark(mark @ ('/' | '.' | '-')) => Some(mark),
            _ => None,
        };
        let (first, second) = (mark(1)?, mark(3)?);
        let parts = [number(0)?, number(2)?, number(4)?];
        let lengths = matches!(parts.map(|(_, digits)| digits), [1 | 2, 1 | 2, 2 | 4]);
        (first == second && lengths).then_some(Triple { parts, mark: first })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_date_settles_the_order_of_all() {
        let proven = |dates: &[&str]| proven_order(dates.iter().copied());
        assert_eq!(
            proven(&["03/04/2024", "25/04/2024"]),
            Some(DayOrder::DayFirst)
        );
        assert_eq!(
            proven(&["03/04/2024", "04/25/2024 10:00"]),
            Some(DayOrder::MonthFirst)
        );
        assert_eq!(proven(&["03/04/2024", "2024-04-25"]), None);
        assert_eq!(proven(&["25/04/2024", "04/25/2024"]), None);
        assert_eq!(proven(&["25.04.24", "03.05.24"]), Some(DayOrder::DayFirst));
        // the first number hardly varies: it is the year
        assert_eq!(proven(&["24-04-25", "24-05-03"]), None);
    }

    #[test]
    fn languages_have_their_order() {
        for (language, want) in [
            ("", DayOrder::MonthFirst),
            ("en", DayOrder::MonthFirst),
            ("en-US", DayOrder::MonthFirst),
            ("en-GB", DayOrder::DayFirst),
            ("en-au", DayOrder::DayFirst),
            ("fr", DayOrder::DayFirst),
            ("de-AT", DayOrder::DayFirst),
            ("fil", DayOrder::MonthFirst),
            ("sv", DayOrder::DayFirst),
            ("xx", DayOrder::DayFirst),
        ] {
            assert_eq!(by_language(language), want, "{language}");
        }
        assert!(year_leads("hu") && year_leads("ja") && !year_leads("de-DE"));
    }
}
