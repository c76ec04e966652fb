//! Makes `cldr/words.tsv`: `FEEDMILL_BLESS=1 cargo test words_of_dates` writes it anew, after a change of the data, of
//! [`extra`], of the zones or of the way in which words are folded.

use std::collections::BTreeMap;

use super::super::locales::Locale;
use super::super::meaning::Meaning;
use super::super::token::key;
use super::super::{extra, locales, zones};
use super::{Languages, Sense, add, line};

fn made() -> Names {
    let mut names = Names::new();
    for (zone, _) in zones::ZONES {
        enter(&mut names, zone, Meaning::Zone, Languages::ALL);
    }
    for (meaning, words) in extra::WORDS {
        for word in words.split_whitespace() {
            enter(&mut names, word, *meaning, Languages::ALL);
        }
    }
    for text in locales::LOCALES.iter().flat_map(Locale::between) {
        enter(&mut names, text, Meaning::Filler, Languages::ALL);
    }
    let rows = || locales::LOCALES.iter().enumerate();
    for (row, locale) in rows() {
        for (month, text) in locale.months() {
            enter(&mut names, text, Meaning::Month(month), Languages::row(row));
        }
        for (day, text) in locale.weekdays() {
            enter(&mut names, text, Meaning::Weekday(day), Languages::row(row));
        }
    }
    for (tag, list) in extra::MONTHS {
        for (month, text) in members(list, 1) {
            enter(&mut names, text, Meaning::Month(month), Languages::of(tag));
        }
    }
    for (tag, list) in extra::WEEKDAYS {
        for (day, text) in members(list, 0) {
            enter(&mut names, text, Meaning::Weekday(day), Languages::of(tag));
        }
    }
    for (row, (after_noon, text)) in
        rows().flat_map(|(row, locale)| locale.halves().map(move |half| (row, half)))
    {
        // "de" is before noon in Hungarian and between day and month in Spanish, "sub" a month, "UT" a zone
        let key = key(text);
        let known = [key.replace(' ', ""), key].iter().any(|key| {
            let senses = names.get(key).map_or(&[][..], Vec::as_slice);
            let mut others = senses.iter().map(|sense| sense.meaning);
            others.any(|meaning| !matches!(meaning, Meaning::Half { .. }))
        });
        if !known {
            enter(
                &mut names,
                text,
                Meaning::Half { after_noon },
                Languages::row(row),
            );
        }
    }
    names
}

type Names = BTreeMap<String, Vec<Sense>>;

fn enter(names: &mut Names, text: &str, meaning: Meaning, languages: Languages) {
    let key = key(text);
    let sense = Sense { meaning, languages };
    if key.contains(' ') {
        // "p.m." is also written "pm"
        add(names.entry(key.replace(' ', "")).or_default(), sense);
    }
    if !key.is_empty() {
        add(names.entry(key).or_default(), sense);
    }
}

/// The words of a row of [`extra`], numbered from `first`.
fn members(list: &'static str, first: u32) -> impl Iterator<Item = (u32, &'static str)> {
    (first..)
        .zip(list.split_whitespace())
        .flat_map(|(number, words)| words.split('/').map(move |word| (number, word)))
}

#[test]
#[expect(clippy::disallowed_methods, reason = "writes the table when asked to")]
fn words_of_dates_are_those_of_the_data() {
    let lines = made().into_iter();
    let made: String = lines
        .map(|(key, senses)| format!("{key}\t{}\n", line::write(&senses)))
        .collect();
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/src/normalise/date/cldr/words.tsv"
    );
    if std::env::var_os("FEEDMILL_BLESS").is_some() {
        std::fs::write(path, &made).expect("the table is written");
    }
    let there = include_str!("../cldr/words.tsv");
    assert!(made == there, "FEEDMILL_BLESS=1 writes the table anew");
}

#[test]
fn a_line_says_what_was_written_into_it() {
    for (key, senses) in made() {
        assert_eq!(line::read(&line::write(&senses)), senses, "{key}");
        assert_eq!(super::senses(&key), Some(senses), "{key}");
    }
    for stranger in ["feedmill", "", "\u{10ffff}"] {
        assert_eq!(super::senses(stranger), None, "{stranger:?}");
    }
}

/// Whether the data itself has a name, however it is folded.
fn listed(tag: &str, number: u32, word: &str, days: bool) -> bool {
    let row = locales::row(tag).expect(tag);
    let locale = locales::LOCALES.get(row).expect(tag);
    let plain = |text: &str| key(text).replace(' ', "");
    let same = |(other, text): (u32, &str)| other == number && plain(text) == plain(word);
    match days {
        true => locale.weekdays().any(same),
        false => locale.months().any(same),
    }
}

#[test]
fn no_row_of_ours_says_what_the_data_says() {
    let mut needless = Vec::new();
    for (rows, first, days) in [(extra::MONTHS, 1, false), (extra::WEEKDAYS, 0, true)] {
        for (tag, list) in rows {
            let words = members(list, first).filter(|(_, word)| *word != "-");
            let known = words.filter(|(number, word)| listed(tag, *number, word, days));
            needless.extend(known.map(|(_, word)| format!("{tag} {word}")));
        }
    }
    assert!(needless.is_empty(), "{}", needless.join(", "));
}
