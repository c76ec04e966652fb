//! What a word means ⇄ a line of `cldr/words.tsv`: `M3:0,4-6 F:*` is March in the languages of rows 0, 4, 5 and 6, and says
//! nothing in all of them.

use super::super::meaning::{Meaning, Unit};
use super::{Languages, Sense};

/// What counts, each by the letter that stands for it.
const UNITS: [(char, Unit); 7] = [
    ('Y', Unit::Year),
    ('M', Unit::Month),
    ('D', Unit::Day),
    ('W', Unit::Weekday),
    ('h', Unit::Hour),
    ('m', Unit::Minute),
    ('s', Unit::Second),
];

/// Reads the senses of a word. What is not understood is left out; the table's test knows of none.
pub(super) fn read(line: &str) -> Vec<Sense> {
    let senses = line.split(' ').filter_map(|sense| {
        let (meaning, rows) = sense.split_once(':')?;
        Some(Sense {
            meaning: meaning_of(meaning)?,
            languages: languages(rows)?,
        })
    });
    senses.collect()
}

fn meaning_of(text: &str) -> Option<Meaning> {
    let mut letters = text.chars();
    let kind = letters.next()?;
    let rest = letters.as_str();
    let number = || rest.parse().ok();
    let unit = || {
        let mut units = UNITS.into_iter();
        let (_, unit) = units.find(|(letter, _)| rest.starts_with(*letter))?;
        Some(unit)
    };
    Some(match kind {
        'M' => Meaning::Month(number()?),
        'P' => Meaning::Persian(number()?),
        'W' => Meaning::Weekday(number()?),
        'H' => Meaning::Half {
            after_noon: rest == "p",
        },
        'A' => Meaning::After(unit()?),
        'B' => Meaning::Before(unit()?),
        'C' => Meaning::Clock(number()?),
        'E' => Meaning::Era(rest.parse().ok()?),
        'Z' => Meaning::Zone,
        'F' => Meaning::Filler,
        _ => return None,
    })
}

fn languages(rows: &str) -> Option<Languages> {
    if rows == "*" {
        return Some(Languages::ALL);
    }
    let mut set = Languages::NONE;
    for span in rows.split(',').filter(|span| !span.is_empty()) {
        let (first, last) = span.split_once('-').unwrap_or((span, span));
        for row in first.parse().ok()?..=last.parse().ok()? {
            set = set.or(Languages::row(row));
        }
    }
    Some(set)
}

/// Writes the senses of a word.
#[cfg(test)]
pub(super) fn write(senses: &[Sense]) -> String {
    let senses = senses.iter().map(|sense| {
        let unit = |unit: Unit| {
            let mut units = UNITS.into_iter();
            units
                .find(|(_, other)| *other == unit)
                .map_or(' ', |(letter, _)| letter)
        };
        let meaning = match sense.meaning {
            Meaning::Month(month) => format!("M{month}"),
            Meaning::Persian(month) => format!("P{month}"),
            Meaning::Weekday(day) => format!("W{day}"),
            Meaning::Half { after_noon: true } => "Hp".to_owned(),
            Meaning::Half { after_noon: false } => "Ha".to_owned(),
            Meaning::After(what) => format!("A{}", unit(what)),
            Meaning::Before(what) => format!("B{}", unit(what)),
            Meaning::Clock(hour) => format!("C{hour}"),
            Meaning::Era(years) => format!("E{years}"),
            Meaning::Zone => "Z".to_owned(),
            Meaning::Filler => "F".to_owned(),
        };
        format!("{meaning}:{}", rows(sense.languages))
    });
    senses.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
fn rows(languages: Languages) -> String {
    if languages == Languages::ALL {
        return "*".to_owned();
    }
    let has = |row: &usize| !languages.and(Languages::row(*row)).is_empty();
    let mut spans: Vec<(usize, usize)> = Vec::new();
    for row in (0..64 * super::SETS).filter(has) {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == row => *last = row,
            _ => spans.push((row, row)),
        }
    }
    let spans = spans.iter().map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}-{last}"),
    });
    spans.collect::<Vec<_>>().join(",")
}
