//! The two formats that nearly every feed writes, without a detour: RFC 3339 and RFC 822 in their
//! plain forms. What is in any way unusual is left to the general reader.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveTime};

use super::{moment, zones};

/// Reads `2024-05-03T10:20:30+02:00` and `Fri, 03 May 2024 10:20:30 GMT`.
pub(super) fn read(text: &str, language: &str) -> Option<DateTime<FixedOffset>> {
    let bytes = text.as_bytes();
    if bytes.get(4) == Some(&b'-') {
        rfc3339(bytes)
    } else if bytes.get(3) == Some(&b',') {
        rfc822(bytes, language)
    } else {
        None
    }
}

fn rfc3339(bytes: &[u8]) -> Option<DateTime<FixedOffset>> {
    let mut rest = Rest(bytes);
    let year = rest.digits(4)?;
    rest.expect(b'-')?;
    let month = rest.digits(2)?;
    rest.expect(b'-')?;
    let day = rest.digits(2)?;
    if !matches!(rest.next()?, b'T' | b't' | b' ') {
        return None;
    }
    let (hour, minute, second) = rest.time()?;
    let mut nanos = 0;
    if rest.peek() == Some(b'.') {
        rest.next();
        nanos = rest.fraction()?;
    }
    let offset = match rest.next()? {
        b'Z' | b'z' => 0,
        sign @ (b'+' | b'-') => {
            let hours = rest.digits(2)?;
            rest.expect(b':')?;
            zones::seconds(sign == b'-', hours, rest.digits(2)?, 0)?
        }
        _ => return None,
    };
    rest.end()?;
    build(year, month, day, (hour, minute, second, nanos), offset)
}

fn rfc822(bytes: &[u8], language: &str) -> Option<DateTime<FixedOffset>> {
    let mut rest = Rest(bytes);
    let day_name = rest.letters3()?;
    // the name of the day is often wrong and says nothing that the rest does not say
    if !DAYS.contains(&day_name) {
        return None;
    }
    rest.expect(b',')?;
    rest.expect(b' ')?;
    let first = rest.digits(1)?;
    let day = match rest.peek()? {
        b' ' => first,
        _ => first * 10 + rest.digits(1)?,
    };
    rest.expect(b' ')?;
    let name = rest.letters3()?;
    let month = 1 + u32::try_from(MONTHS.iter().position(|month| *month == name)?).ok()?;
    rest.expect(b' ')?;
    let year = rest.digits(4)?;
    rest.expect(b' ')?;
    let (hour, minute, second) = rest.time()?;
    rest.expect(b' ')?;
    let offset = match rest.peek()? {
        sign @ (b'+' | b'-') => {
            rest.next();
            let hours = rest.digits(2)?;
            zones::seconds(sign == b'-', hours, rest.digits(2)?, 0)?
        }
        _ => {
            let name = std::str::from_utf8(rest.0).ok()?;
            rest = Rest(&[]);
            zones::abbreviation(name, language)? * 60
        }
    };
    rest.end()?;
    build(year, month, day, (hour, minute, second, 0), offset)
}

fn build(
    year: u32,
    month: u32,
    day: u32,
    (hour, minute, second, nanos): (u32, u32, u32, u32),
    offset: i32,
) -> Option<DateTime<FixedOffset>> {
    let date = NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)?;
    let civil = date.and_time(NaiveTime::from_hms_nano_opt(hour, minute, second, nanos)?);
    let zone = FixedOffset::east_opt(offset)?;
    moment::in_range(civil.and_local_timezone(zone).single()?)
}

const DAYS: [[u8; 3]; 7] = [
    *b"mon", *b"tue", *b"wed", *b"thu", *b"fri", *b"sat", *b"sun",
];
const MONTHS: [[u8; 3]; 12] = [
    *b"jan", *b"feb", *b"mar", *b"apr", *b"may", *b"jun", *b"jul", *b"aug", *b"sep", *b"oct",
    *b"nov", *b"dec",
];

struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.next()? == byte).then_some(())
    }

    fn end(&self) -> Option<()> {
        self.0.is_empty().then_some(())
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let mut value = 0;
        for _ in 0..count {
            let byte = self.next()?;
            value = value * 10 + u32::from(byte.is_ascii_digit().then(|| byte - b'0')?);
        }
        Some(value)
    }

    /// Digits after the point, as billionths; what is finer is cut off.
    fn fraction(&mut self) -> Option<u32> {
        let (mut value, mut count) = (0_u32, 0_u32);
        while let Some(byte) = self.peek().filter(u8::is_ascii_digit) {
            self.next();
            if count < 9 {
                value = value * 10 + u32::from(byte - b'0');
                count += 1;
            }
        }
        (count > 0).then(|| value * 10_u32.pow(9 - count))
    }

    fn letters3(&mut self) -> Option<[u8; 3]> {
        let letters = [self.next()?, self.next()?, self.next()?];
        Some(letters.map(|byte| byte.to_ascii_lowercase()))
    }

    fn time(&mut self) -> Option<(u32, u32, u32)> {
        let hour = self.digits(2)?;
        self.expect(b':')?;
        let minute = self.digits(2)?;
        self.expect(b':')?;
        let second = self.digits(2)?;
        Some((hour, minute, second))
    }
}
