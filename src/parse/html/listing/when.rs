//! A short text → the date, the part of one, or the age that stands in it.
//!
//! Only the characters of a date are looked for; which day they name is for the reader of dates to say.

use super::months;

/// What a text says of when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum When {
    /// A day with its year, and the time of day where it stands beside.
    Day(String),
    /// A day without its year: `12 May`.
    DayOfYear(String),
    /// A month with its year.
    Month(String),
    /// A year alone.
    Year(String),
    /// A time of day alone.
    Time(String),
    /// An age, in words: `3 hours ago`, `yesterday`.
    Age(String),
}

/// The longest text that is looked at, in characters: the head of a card in one line.
const LONGEST: usize = 300;

/// Words between the parts of a date.
const JOINING: &[&str] = &[
    "de",
    "del",
    "of",
    "di",
    "da",
    "den",
    "the",
    "le",
    "al",
    "d",
    "г",
    "года",
    "год",
    "y",
    "i",
    "thg",
    "tháng",
    "năm",
    "ngày",
    "til",
    "st",
    "nd",
    "rd",
    "th",
    "er",
    "о",
    "от",
    "วันที่",
    "พ.ศ.",
    "年",
    "월",
    "년",
];

/// Words behind an age.
const AGO: &[&str] = &[
    "ago",
    "fa",
    "geleden",
    "temu",
    "назад",
    "тому",
    "önce",
    "evvel",
    "sedan",
    "siden",
    "sitten",
    "zpět",
    "atrás",
    "trước",
    "lalu",
    "पहले",
    "ที่แล้ว",
    "órája",
    "napja",
    "perce",
    "πριν",
    "earlier",
];

/// Words before an age.
const AGO_BEFORE: &[&str] = &[
    "vor",
    "hace",
    "há",
    "il y a",
    "منذ",
    "قبل",
    "před",
    "acum",
    "преди",
    "pred",
    "prije",
    "для",
    "לפני",
    "fa",
];

/// Signs at the end of an age in scripts without blanks.
const AGO_WIDE: &[&str] = &["前", "전", "之前"];

/// Ages in one or two words.
const AGES: &[&str] = &[
    "today",
    "yesterday",
    "just now",
    "heute",
    "gestern",
    "vorgestern",
    "aujourd'hui",
    "aujourd’hui",
    "hier",
    "hoy",
    "ayer",
    "oggi",
    "ieri",
    "hoje",
    "ontem",
    "vandaag",
    "gisteren",
    "dzisiaj",
    "dziś",
    "wczoraj",
    "сегодня",
    "вчера",
    "сьогодні",
    "вчора",
    "bugün",
    "dün",
    "i dag",
    "i går",
    "idag",
    "igår",
    "tänään",
    "eilen",
    "dnes",
    "včera",
    "ma",
    "tegnap",
    "今天",
    "昨天",
    "今日",
    "昨日",
    "오늘",
    "어제",
    "اليوم",
    "أمس",
    "היום",
    "אתמול",
    "σήμερα",
    "χθες",
    "azi",
    "hôm nay",
    "hôm qua",
    "soeben",
    "gerade eben",
];

/// Units of ages, by how they begin.
const UNITS: &[&str] = &[
    "s",
    "sec",
    "min",
    "m",
    "h",
    "hour",
    "hr",
    "d",
    "day",
    "w",
    "wk",
    "week",
    "mo",
    "month",
    "y",
    "year",
    "yr",
    "stunde",
    "tag",
    "woche",
    "monat",
    "jahr",
    "heure",
    "jour",
    "semaine",
    "mois",
    "hora",
    "día",
    "dia",
    "semana",
    "mes",
    "ora",
    "ore",
    "giorn",
    "settiman",
    "uur",
    "dag",
    "weken",
    "maand",
    "godz",
    "dni",
    "tydzie",
    "минут",
    "час",
    "дн",
    "день",
    "дней",
    "недел",
    "saat",
    "dakika",
    "gün",
    "hafta",
    "timm",
    "time",
    "minut",
    "tunti",
    "päiv",
    "дни",
];

#[derive(Debug, Clone, PartialEq)]
enum Token {
    Number(u32, usize),
    Word(String),
    Clock,
    Mark(char),
}

/// What a text says of when, the first that does.
pub(super) fn read(text: &str) -> Option<When> {
    let text = text.trim();
    if text.is_empty() || text.chars().count() > LONGEST {
        return None;
    }
    let tokens = tokens(text);
    (0..tokens.len())
        .find_map(|at| day(text, &tokens, at))
        .or_else(|| age(text, &tokens))
        .or_else(|| part(text, &tokens))
}

/// Whether a text says when and nothing else.
pub(super) fn is_all(text: &str) -> bool {
    let text = text.trim();
    let rest = |part: &str| text.chars().count().saturating_sub(part.chars().count());
    match read(text) {
        Some(When::Day(part) | When::DayOfYear(part)) => rest(&part) <= 8,
        Some(When::Time(part) | When::Year(part)) => rest(&part) <= 4,
        Some(When::Month(_)) => text.split_whitespace().count() <= 2,
        Some(When::Age(_)) => true,
        None => false,
    }
}

fn tokens(text: &str) -> Vec<(usize, usize, Token)> {
    let mut tokens: Vec<(usize, usize, Token)> = Vec::new();
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let mut end = at + c.len_utf8();
        if let Some(digit) = digit(c) {
            let (mut value, mut digits, mut clock) = (digit, 1, false);
            while let Some((next, c)) = rest.peek().copied() {
                match super::when::digit(c) {
                    Some(digit) => {
                        value = value.saturating_mul(10).saturating_add(digit);
                        digits += 1;
                    }
                    None if c == ':' && digits <= 2 => clock = true,
                    None => break,
                }
                end = next + c.len_utf8();
                rest.next();
            }
            let token = if clock {
                Token::Clock
            } else {
                Token::Number(value, digits)
            };
            tokens.push((at, end, token));
        } else if c.is_alphabetic() && !is_unit_sign(c) {
            let inner = |c: char| {
                (c.is_alphabetic() || is_mark(c)) && !is_unit_sign(c) || matches!(c, '\'' | '’')
            };
            while let Some((next, c)) = rest.peek().copied().filter(|(_, c)| inner(*c)) {
                end = next + c.len_utf8();
                rest.next();
            }
            let word = text.get(at..end).unwrap_or_default().to_lowercase();
            tokens.push((at, end, Token::Word(word)));
        } else if !c.is_whitespace() {
            tokens.push((at, end, Token::Mark(c)));
        }
    }
    tokens
}

/// Signs that stand behind the numbers of a date in East Asia.
fn is_unit_sign(c: char) -> bool {
    matches!(c, '年' | '月' | '日' | '년' | '월' | '일')
}

/// Vowel signs and the like, which are part of a word in Indic scripts and in Arabic.
fn is_mark(c: char) -> bool {
    !c.is_ascii()
        && !c.is_alphanumeric()
        && !c.is_whitespace()
        && !c.is_control()
        && matches!(c as u32, 0x300..=0x36f | 0x483..=0x487 | 0x591..=0x5bd | 0x610..=0x65f | 0x900..=0xd4d | 0xe30..=0xe4e)
}

/// The value of a digit in the scripts that write dates with their own.
pub(super) fn digit(c: char) -> Option<u32> {
    const ZEROS: [char; 10] = ['0', '٠', '۰', '०', '০', '੦', '๐', '၀', '០', '０'];
    let zero = ZEROS.iter().rev().find(|zero| **zero <= c)?;
    let value = c as u32 - *zero as u32;
    (value < 10).then_some(value)
}

fn is_year(value: u32, digits: usize) -> bool {
    // also of the Buddhist, the Persian and the Islamic calendar
    digits == 4 && matches!(value, 1900..=2099 | 2480..=2620 | 1380..=1480)
}

fn is_month(word: &str) -> bool {
    let bare = word.trim_end_matches('.');
    months::is_name(bare) && !JOINING.contains(&bare)
}

/// A date that begins with the token at `at`.
fn day(text: &str, tokens: &[(usize, usize, Token)], at: usize) -> Option<When> {
    let (start, _, first) = tokens.get(at)?;
    match first {
        Token::Number(..) => {}
        Token::Word(word) if is_month(word) => {}
        _ => return None,
    }
    // `1.12.5.2024`, `v12`: in the middle of something
    let before = text
        .get(..*start)
        .and_then(|before| before.chars().next_back());
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '#' | '$' | '€' | '£' | '+'))
    {
        return None;
    }
    let (mut numbers, mut month, mut end, mut used) = (Vec::new(), None, *start, 0);
    let mut marks = Vec::new();
    for (position, (_, to, token)) in tokens.iter().enumerate().skip(at).take(12) {
        match token {
            Token::Number(value, digits) if numbers.len() < 3 && *digits <= 4 => {
                // `12 May 2024 5 comments`
                if numbers.len() + usize::from(month.is_some()) >= 3 {
                    break;
                }
                numbers.push((*value, *digits));
                (end, used) = (*to, position + 1);
                if numbers.len() + usize::from(month.is_some()) == 3 {
                    let next = tokens.get(position + 1).map(|(_, _, token)| token);
                    if let Some(Token::Mark('日' | '일' | '年' | '년')) = next {
                        let (_, to, _) = tokens.get(position + 1)?;
                        (end, used) = (*to, position + 2);
                    }
                    break;
                }
            }
            Token::Word(word) if month.is_none() && is_month(word) && numbers.len() < 3 => {
                month = Some(numbers.len());
                (end, used) = (*to, position + 1);
            }
            // Vietnamese: `12 tháng 5`
            Token::Word(word) if matches!(word.as_str(), "tháng" | "thg") => {
                marks.extend(['/', '/'])
            }
            Token::Word(word) if JOINING.contains(&word.as_str()) => {}
            // A month in a language or a form that the data has not.
            Token::Word(word)
                if month.is_none()
                    && numbers.len() == 1
                    && (3..=14).contains(&word.chars().count())
                    && unknown_month(tokens, position) =>
            {
                month = Some(1);
                (end, used) = (*to, position + 1);
            }
            Token::Mark(mark)
                if matches!(
                    mark,
                    '.' | '/'
                        | '-'
                        | ','
                        | '年'
                        | '月'
                        | '日'
                        | '년'
                        | '월'
                        | '일'
                        | '‑'
                        | '–'
                        | 'º'
                ) =>
            {
                if *mark == '日' || *mark == '일' {
                    (end, used) = (*to, position + 1);
                }
                marks.push(*mark);
            }
            _ => break,
        }
    }
    let found = text.get(*start..end)?;
    let east = marks.iter().any(|mark| matches!(mark, '月' | '월'));
    let days = |value: u32, digits: usize| digits <= 2 && (1..=31).contains(&value);
    match (numbers.as_slice(), month) {
        ([(a, da), (b, db)], Some(_))
            if is_year(*b, *db) && days(*a, *da) || is_year(*a, *da) && days(*b, *db) =>
        {
            Some(When::Day(with_time(text, tokens, *start, end, used)))
        }
        // `12 May 24`
        ([(a, da), (_, 2)], Some(1)) if days(*a, *da) && !found.contains(',') => {
            Some(When::Day(with_time(text, tokens, *start, end, used)))
        }
        ([(a, da), (b, db), (c, dc)], None) => {
            let parted = marks.len() >= 2 || east;
            let first = is_year(*a, *da) && *b <= 12 && days(*c, *dc) && *db <= 2 && *b > 0;
            let last = (is_year(*c, *dc) || *dc == 2 && marks.first() != Some(&'-'))
                && days(*a, *da)
                && days(*b, *db)
                && (*a <= 12 || *b <= 12);
            let same = marks
                .first()
                .is_some_and(|mark| matches!(mark, '.' | '/' | '-' | '年' | '년' | '‑'));
            (parted && same && (first || last))
                .then(|| When::Day(with_time(text, tokens, *start, end, used)))
        }
        ([(a, da), (b, db)], None) if east && (1..=12).contains(a) && days(*b, *db) => {
            Some(When::DayOfYear(found.to_owned()))
        }
        ([(a, da)], Some(_)) if days(*a, *da) => Some(When::DayOfYear(
            found.trim_end_matches([',', '.', '-', '–']).to_owned(),
        )),
        _ => None,
    }
    .filter(|_| {
        !tokens.get(used).is_some_and(|(from, _, token)| {
            // `12.05.2024.17`
            *from == end && matches!(token, Token::Number(..))
        })
    })
}

/// Whether the word at `position` stands between a day and a year.
fn unknown_month(tokens: &[(usize, usize, Token)], position: usize) -> bool {
    let mut after = tokens
        .iter()
        .skip(position + 1)
        .map(|(_, _, token)| token)
        .filter(|token| {
            !matches!(token, Token::Mark('.' | ','))
                && !matches!(token, Token::Word(word) if JOINING.contains(&word.as_str()))
        });
    matches!(after.next(), Some(Token::Number(value, digits)) if is_year(*value, *digits))
}

/// A date with the time of day that stands behind it.
fn with_time(
    text: &str,
    tokens: &[(usize, usize, Token)],
    start: usize,
    end: usize,
    used: usize,
) -> String {
    // `2024-05-12T10:00:00Z`
    if let Some(rest) = text.get(end..).filter(|rest| rest.starts_with(['T', 't'])) {
        let word = rest.split(char::is_whitespace).next().unwrap_or_default();
        if word.contains(':') {
            return text
                .get(start..end + word.len())
                .unwrap_or_default()
                .to_owned();
        }
    }
    let mut to = end;
    let mut before = 0;
    for (position, (_, after, token)) in tokens.iter().enumerate().skip(used).take(5) {
        match token {
            Token::Clock => {
                to = *after;
                let zone = tokens.get(position + 1);
                if let Some((_, after, Token::Word(word))) = zone
                    && matches!(
                        word.as_str(),
                        "am" | "pm"
                            | "uhr"
                            | "utc"
                            | "gmt"
                            | "z"
                            | "cet"
                            | "cest"
                            | "est"
                            | "edt"
                            | "pst"
                            | "pdt"
                            | "msk"
                            | "jst"
                            | "bst"
                    )
                {
                    to = *after;
                }
                break;
            }
            Token::Mark(',' | '-' | '–' | '|' | '.' | '/' | '(' | ')' | '日') if before < 3 => {
                before += 1
            }
            // `12.05.2024 um 10:30`, `2024年5月12日(日) 10:30`
            Token::Word(word) if before < 3 && word.chars().count() <= 3 => before += 1,
            _ => break,
        }
    }
    text.get(start..to).unwrap_or_default().to_owned()
}

fn age(text: &str, tokens: &[(usize, usize, Token)]) -> Option<When> {
    let lower = text.to_lowercase();
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    let short = text.chars().count() <= 40;
    let found = || Some(When::Age(text.to_owned()));
    if !short {
        return None;
    }
    let begins = AGES.iter().any(|word| {
        bare.strip_prefix(word).is_some_and(|rest| {
            rest.is_empty() || rest.starts_with([',', ' ', ':', '-']) && rest.contains(':')
        })
    });
    if begins {
        return found();
    }
    let words: Vec<&str> = tokens
        .iter()
        .filter_map(|(_, _, token)| match token {
            Token::Word(word) => Some(word.as_str()),
            _ => None,
        })
        .collect();
    let has_number = tokens
        .iter()
        .any(|(_, _, token)| matches!(token, Token::Number(..)))
        || words.iter().any(|word| {
            matches!(
                *word,
                "a" | "an" | "one" | "einer" | "einem" | "une" | "un" | "una" | "een" | "en" | "et"
            )
        });
    if !has_number || words.len() > 5 {
        return None;
    }
    let ends = words.last().is_some_and(|word| AGO.contains(word))
        || words.len() >= 2 && words.iter().any(|word| AGO.contains(word)) && tokens.len() <= 4
        || AGO_WIDE.iter().any(|sign| bare.ends_with(sign));
    let starts = AGO_BEFORE.iter().any(|word| {
        bare.strip_prefix(word)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_whitespace()))
    });
    // `3h`, `25 min`
    let unit = match tokens {
        [(_, _, Token::Number(value, _)), (_, _, Token::Word(word))] => {
            *value > 0
                && (word.len() <= 2 || word.starts_with("min") || word.starts_with("hr"))
                && UNITS.contains(&word.as_str())
                && !matches!(word.as_str(), "min" | "mins")
        }
        _ => false,
    };
    let unit_near = words
        .iter()
        .any(|word| UNITS.iter().any(|unit| word.starts_with(unit)));
    let wide = AGO_WIDE.iter().any(|sign| bare.ends_with(sign));
    (ends || starts && (unit_near || !bare.is_ascii()) || unit || wide).then(found)?
}

/// A year, a month of one, or a time of day, when the text has little else.
fn part(text: &str, tokens: &[(usize, usize, Token)]) -> Option<When> {
    if text.chars().count() > 40 {
        return None;
    }
    let numbers: Vec<(u32, usize)> = tokens
        .iter()
        .filter_map(|(_, _, token)| match token {
            Token::Number(value, digits) => Some((*value, *digits)),
            _ => None,
        })
        .collect();
    let words = || {
        tokens.iter().filter_map(|(_, _, token)| match token {
            Token::Word(word) => Some(word.as_str()),
            _ => None,
        })
    };
    let month = words().any(is_month);
    let east = tokens
        .iter()
        .any(|(_, _, token)| matches!(token, Token::Mark('月' | '월')));
    match numbers.as_slice() {
        [(value, digits)] if is_year(*value, *digits) && month => {
            Some(When::Month(text.to_owned()))
        }
        [(value, digits), (month, _)] if east && is_year(*value, *digits) && *month <= 12 => {
            Some(When::Month(text.to_owned()))
        }
        [(value, digits)] if is_year(*value, *digits) && words().count() <= 2 => {
            Some(When::Year(value_text(text, tokens)?))
        }
        [] if tokens.len() <= 3 => {
            let clock = tokens.iter().find(|(_, _, token)| *token == Token::Clock)?;
            text.get(clock.0..clock.1)
                .map(|time| When::Time(time.to_owned()))
        }
        _ => None,
    }
}

fn value_text(text: &str, tokens: &[(usize, usize, Token)]) -> Option<String> {
    let (from, to, _) = tokens
        .iter()
        .find(|(_, _, token)| matches!(token, Token::Number(..)))?;
    text.get(*from..*to).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_found_in_every_language() {
        for (text, expected) in [
            ("12.05.2024", "12.05.2024"),
            ("12. 5. 2024", "12. 5. 2024"),
            ("May 12, 2024", "May 12, 2024"),
            ("Published: 12th of May 2024 by Ann", "12th of May 2024"),
            (
                "Sonntag, 12. Mai 2024, 10:30 Uhr",
                "12. Mai 2024, 10:30 Uhr",
            ),
            ("12 de mayo de 2024", "12 de mayo de 2024"),
            ("le 1er août 2024", "1er août 2024"),
            ("2024年5月12日(日) 10:30", "2024年5月12日(日) 10:30"),
            ("2024년 5월 12일", "2024년 5월 12일"),
            ("12 мая 2024 г.", "12 мая 2024"),
            ("١٢ مايو ٢٠٢٤", "١٢ مايو ٢٠٢٤"),
            ("12 Mayıs 2024", "12 Mayıs 2024"),
            ("2024-05-12T10:00:00Z", "2024-05-12T10:00:00Z"),
            ("2024/05/12", "2024/05/12"),
            ("१२ मई २०२४", "१२ मई २०२४"),
            ("Ann Doe | 3 June 2024 | News", "3 June 2024"),
            ("12 tháng 5, 2024", "12 tháng 5, 2024"),
            ("05/12/24", "05/12/24"),
        ] {
            assert_eq!(read(text), Some(When::Day(expected.to_owned())), "{text}");
        }
    }

    #[test]
    fn parts_and_ages_are_told_from_days() {
        let day = |text: &str| Some(When::DayOfYear(text.to_owned()));
        let age = |text: &str| Some(When::Age(text.to_owned()));
        for (text, expected) in [
            ("12 May", day("12 May")),
            ("May 12", day("May 12")),
            ("12. März", day("12. März")),
            ("5月12日", day("5月12日")),
            ("May 2024", Some(When::Month("May 2024".into()))),
            ("2024年5月", Some(When::Month("2024年5月".into()))),
            ("2024", Some(When::Year("2024".into()))),
            ("10:30", Some(When::Time("10:30".into()))),
            ("3 hours ago", age("3 hours ago")),
            ("vor 2 Tagen", age("vor 2 Tagen")),
            ("il y a 3 heures", age("il y a 3 heures")),
            ("hace 5 minutos", age("hace 5 minutos")),
            ("3時間前", age("3時間前")),
            ("2 часа назад", age("2 часа назад")),
            ("gestern", age("gestern")),
            ("an hour ago", age("an hour ago")),
            ("3h", age("3h")),
            ("Version 1.2.3", None),
            ("192.168.10.10", None),
            ("12 comments", None),
            ("5 min read", None),
            ("Chapter 12", None),
            ("Today we launch a thing", None),
            ("3 things to know", None),
            ("", None),
        ] {
            assert_eq!(read(text), expected, "{text}");
        }
    }
}
