//! Finds the characters of a date in a line of text, by their shape alone: which words are months
//! is for the reader of dates to say.

use super::pieces::{Kind, Piece, pieces};

/// What stands in one line that has the shape of a date, in order, each with its place in bytes.
pub(in super::super) fn find(line: &str) -> Vec<(usize, &str)> {
    let pieces = pieces(line);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(rest) = pieces.get(at..).filter(|rest| !rest.is_empty()) {
        let taken = length(rest).filter(|taken| stands_alone(&pieces, at, at + taken));
        let span = taken.and_then(|taken| {
            let (from, to) = (rest.first()?.from, rest.get(taken - 1)?.to);
            Some((from, line.get(from..to)?))
        });
        at += match (taken, span) {
            (Some(taken), Some(span)) => {
                found.push(span);
                taken
            }
            _ => 1,
        };
    }
    found
}

/// Whether what stands right before and behind is no part of the same number: `1.2.3.2024`, `10:12 May 2024`.
fn stands_alone(pieces: &[Piece<'_>], from: usize, to: usize) -> bool {
    let glued = |at: usize| pieces.get(at).is_some_and(|piece| !piece.gap);
    let number = |at: usize| pieces.get(at).is_some_and(|piece| piece.number().is_some());
    let mark = |at: usize| {
        pieces
            .get(at)
            .and_then(Piece::mark)
            .is_some_and(|mark| matches!(mark, '.' | '/' | ':' | '-'))
    };
    let before = from >= 2 && glued(from) && mark(from - 1) && glued(from - 1) && number(from - 2);
    let behind = glued(to) && mark(to) && glued(to + 1) && number(to + 1);
    !(before && number(from) || behind && number(to - 1))
}

/// How many pieces the date takes that they begin with.
fn length(pieces: &[Piece<'_>]) -> Option<usize> {
    surer(pieces).or_else(|| {
        let taken = year_first(pieces)?;
        // `2024 Berlin 12. May 2024`
        let inner = (1..taken).filter_map(|at| pieces.get(at..)).find_map(surer);
        inner.is_none().then_some(taken)
    })
}

fn surer(pieces: &[Piece<'_>]) -> Option<usize> {
    [numbers, counted, day_first, month_first]
        .iter()
        .find_map(|shape| shape(pieces))
}

/// `2024-05-12`, `12.05.24`, `12. 5. 2024`, `12 | 05 | 2024`, `2024-05-12T10:00Z`.
fn numbers(pieces: &[Piece<'_>]) -> Option<usize> {
    let [one, first, two, second, three, ..] = pieces else {
        return None;
    };
    let mark = first.mark().filter(|mark| second.mark() == Some(*mark))?;
    let even = first.gap == second.gap && two.gap == three.gap && first.gap == two.gap;
    let fits = match mark {
        '.' => !first.gap && !second.gap && two.gap == three.gap,
        '/' | '-' | '‐' | '–' => even,
        '|' | '·' => even && first.gap,
        _ => false,
    };
    let two_digits = |piece: &Piece<'_>| matches!(piece.number(), Some((_, 1 | 2)));
    let sizes = match (one.number()?, three.number()?) {
        _ if !two_digits(two) => false,
        _ if one.is_year() => two_digits(three),
        _ if three.is_year() => two_digits(one),
        (_, (_, 2)) => two_digits(one) && !two.gap,
        _ => false,
    };
    if !(fits && sizes) {
        return None;
    }
    let behind = pieces.get(5..).unwrap_or_default();
    let timed = one.is_year()
        && matches!(behind, [t, time, ..]
            if matches!(t.kind, Kind::Word("T" | "t")) && !t.gap && time.number().is_some() && !time.gap);
    let time = behind.iter().take_while(|piece| timed && !piece.gap);
    Some(5 + time.count())
}

/// `2024年5月12日`, `2024년 5월 12일`, `令和6年5月12日`; `12 tháng 5, 2024`.
fn counted(pieces: &[Piece<'_>]) -> Option<usize> {
    let eastern = |pieces: &[Piece<'_>]| {
        let [year, y, month, m, day, d, ..] = pieces else {
            return false;
        };
        let units = y.begins_with(&['年', '년'])
            && m.begins_with(&['月', '월'])
            && d.begins_with(&['日', '일', '号', '號']);
        units && year.number().is_some() && month.is_day() && day.is_day()
    };
    if eastern(pieces) {
        return Some(6);
    }
    let era = pieces.first()?.begins_with(&['令', '平', '昭', '民', '中']);
    if era && pieces.get(1).is_some_and(|piece| !piece.gap) && eastern(pieces.get(1..)?) {
        return Some(7);
    }
    let [day, unit, month, rest @ ..] = pieces else {
        return None;
    };
    let vietnamese = matches!(unit.kind, Kind::Word("tháng" | "Tháng" | "thg"));
    if !(vietnamese && day.is_day() && month.is_day()) {
        return None;
    }
    let year = rest.iter().take(3).position(Piece::is_year)?;
    Some(3 + year + 1)
}

/// `12. Mai 2024`, `12 de mayo de 2024`, `12-May-2024`, `the 12th day of May, 2024`.
fn day_first(pieces: &[Piece<'_>]) -> Option<usize> {
    pieces.first().filter(|day| day.is_day())?;
    let (mut words, mut month) = (0, false);
    for (at, piece) in pieces.iter().enumerate().take(11).skip(1) {
        match piece.kind {
            Kind::Word(_) => {
                words += 1;
                month |= piece.may_be_month();
            }
            Kind::Number { .. } => return (month && piece.is_year()).then_some(at + 1),
            Kind::Mark(mark) => {
                let harmless = piece.is_joining() || matches!(mark, '-' | '–' | '/');
                if !harmless {
                    return None;
                }
            }
        }
        if words > 4 {
            return None;
        }
    }
    None
}

/// `May 12, 2024`, `Sept. 12th 2024`, `May-12-2024`.
fn month_first(pieces: &[Piece<'_>]) -> Option<usize> {
    pieces.first().filter(|month| month.may_be_month())?;
    let dash = |piece: &&Piece<'_>| matches!(piece.mark(), Some('-' | '/' | '.'));
    let day = 1 + usize::from(pieces.get(1).as_ref().is_some_and(dash));
    pieces.get(day).filter(|day| day.is_day())?;
    let rest = pieces.get(day + 1..)?;
    let between = rest
        .iter()
        .take(4)
        .take_while(|piece| piece.is_joining() || matches!(piece.mark(), Some('-' | '/')))
        .count();
    let year = rest.get(between).filter(|year| year.is_year())?;
    // `Chapter 122024`
    (between > 0 || year.gap).then_some(day + between + 2)
}

/// `2024. május 12`, `2024 m. gegužės 12 d.`, `2024. gada 12. maijā`, `2024-May-12`.
fn year_first(pieces: &[Piece<'_>]) -> Option<usize> {
    pieces.first().filter(|year| year.is_year())?;
    let (mut words, mut month, mut day) = (0, false, false);
    for (at, piece) in pieces.iter().enumerate().take(8).skip(1) {
        match piece.kind {
            Kind::Word(_) => {
                words += 1;
                month |= piece.may_be_month();
            }
            Kind::Number { .. } if day || !piece.is_day() => return None,
            Kind::Number { .. } => day = true,
            Kind::Mark('-') => {}
            Kind::Mark(_) if piece.is_joining() => {}
            Kind::Mark(_) => return None,
        }
        // A word before the day may be no month, only what follows the year: `2024. gada 12. maijā`.
        let next = pieces.get(at + 1).filter(|next| next.is_joining());
        let more = next
            .and_then(|_| pieces.get(at + 2))
            .is_some_and(Piece::may_be_month);
        let ends = !matches!(piece.kind, Kind::Mark(_));
        if ends && month && day && (words > 1 || !more) {
            return Some(at + 1);
        }
        if words > 3 {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_found_by_shape() {
        let cases: &[(&str, &[&str])] = &[
            ("By Ann Doe | May 12, 2024 | 5 min read", &["May 12, 2024"]),
            ("Published on 12 May 2024 at 10:30", &["12 May 2024"]),
            ("Stand: 12.05.2024, 10:30 Uhr", &["12.05.2024"]),
            (
                "Posted 2024-05-12T10:00:00Z by x",
                &["2024-05-12T10:00:00Z"],
            ),
            ("12. Mai 2024", &["12. Mai 2024"]),
            ("12 de mayo de 2024", &["12 de mayo de 2024"]),
            ("12 d’abril del 2024", &["12 d’abril del 2024"]),
            ("May 12th, 2024", &["May 12th, 2024"]),
            ("Sept. 12,2024", &["Sept. 12,2024"]),
            ("12th day of May, 2024", &["12th day of May, 2024"]),
            ("2024. május 12.", &["2024. május 12"]),
            ("2024 m. gegužės 12 d.", &["2024 m. gegužės 12"]),
            ("2024. gada 12. maijā", &["2024. gada 12. maijā"]),
            ("2024年5月12日", &["2024年5月12日"]),
            ("2024 年 5 月 12 日 10:30", &["2024 年 5 月 12 日"]),
            ("입력 2024년 5월 12일", &["2024년 5월 12일"]),
            ("令和6年5月12日 更新", &["令和6年5月12日"]),
            ("ngày 12 tháng 5 năm 2024", &["12 tháng 5 năm 2024"]),
            ("12 พ.ค. 2567", &["12 พ.ค. 2567"]),
            ("१२ मई २०२४ को", &["१२ मई २०२४"]),
            ("12-May-2024", &["12-May-2024"]),
            ("12. 5. 2024", &["12. 5. 2024"]),
            ("2024. 05. 12. 10:30", &["2024. 05. 12"]),
            ("12 | 05 | 2024 Berlin", &["12 | 05 | 2024"]),
            ("05/12/24 – updated 06/01/24", &["05/12/24", "06/01/24"]),
            ("Sunday, May 12, 2024", &["May 12, 2024"]),
            // markup that was lost between two texts
            ("10:30 AMMay 12, 2024", &["May 12, 2024"]),
            ("12May2024", &["12May2024"]),
            ("2024 Berlin 12. Mai 2024", &["12. Mai 2024"]),
            ("© 2024 Example", &[]),
            ("Version 1.2.3", &[]),
            ("Version 1.2.3.2024", &[]),
            ("192.168.10.10", &[]),
            ("About 1234 things", &[]),
            ("12 - 05", &[]),
            ("Call 020 7946 0018", &[]),
            ("", &[]),
        ];
        for (line, expected) in cases {
            let found: Vec<&str> = find(line).into_iter().map(|(_, date)| date).collect();
            assert_eq!(found, *expected, "{line}");
        }
    }

    #[test]
    fn where_a_date_stands_is_said_in_bytes() {
        assert_eq!(find("à 12 mai 2024"), [(3, "12 mai 2024")]);
    }

    #[test]
    fn a_long_line_is_cheap() {
        assert!(find(&"2024 12 May ".repeat(10_000)).len() < 200);
    }
}
