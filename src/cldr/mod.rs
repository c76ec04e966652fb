//! The words of dates and the order of numeric ones, in every language of the Unicode CLDR: lines of
//! `names.tsv` → rows. `generate.py` makes that file and says what its fields are.
//!
//! Shared by the stages that find dates and those that read them.

use std::sync::LazyLock;

/// What one language writes.
pub(crate) struct Locale {
    /// BCP 47 tag of the language alone.
    pub(crate) tag: &'static str,
    /// The usual order of numeric dates, then those of regions.
    order: &'static str,
    months: &'static str,
    weekdays: &'static str,
    #[cfg_attr(
        not(test),
        expect(dead_code, reason = "for the table of words, which a test makes")
    )]
    halves: [&'static str; 2],
    #[cfg_attr(not(test), expect(dead_code, reason = "the same"))]
    between: &'static str,
}

/// The languages, the most widely written first: where a word means different months in two of them
/// and nothing else decides, the earlier one wins.
pub(crate) static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    include_str!("names.tsv")
        .lines()
        .filter_map(|line| {
            let mut fields = line.split('\t');
            let mut next = || fields.next();
            Some(Locale {
                tag: next()?,
                order: next()?,
                months: next()?,
                weekdays: next()?,
                halves: [next()?, next()?],
                between: next()?,
            })
        })
        .collect()
});

/// Tags that the registry of languages has replaced, and that pages still have.
const REPLACED: &[(&str, &str)] = &[
    ("in", "id"),
    ("iw", "he"),
    ("ji", "yi"),
    ("mo", "ro"),
    ("sh", "sr"),
    ("tl", "fil"),
];

/// The row of a language tag's language.
pub(crate) fn row(tag: &str) -> Option<usize> {
    let language = tag.split(['-', '_']).next()?;
    let same = |other: &str| other.eq_ignore_ascii_case(language);
    let language = REPLACED
        .iter()
        .find(|(old, _)| same(old))
        .map_or(language, |(_, new)| new);
    LOCALES
        .iter()
        .position(|locale| locale.tag.eq_ignore_ascii_case(language))
}

/// The order of numeric dates where a language is written, `dmy`, `mdy` or `ymd`: of the region, else
/// the language's usual one.
pub(crate) fn order(tag: &str) -> Option<&'static str> {
    let locale = LOCALES.get(row(tag)?)?;
    let region = tag
        .split(['-', '_'])
        .skip(1)
        .find(|subtag| subtag.len() == 2)
        .map(str::to_ascii_uppercase);
    let mut orders = locale.order.split(' ');
    let usual = orders.next()?;
    let own = region.and_then(|region| {
        orders.find_map(|entry| {
            let (order, regions) = entry.split_once('=')?;
            regions
                .split(',')
                .any(|other| other == region)
                .then_some(order)
        })
    });
    Some(own.unwrap_or(usual))
}

impl Locale {
    /// Every form of every month's name, 1 is January.
    pub(crate) fn months(&self) -> impl Iterator<Item = (u32, &'static str)> + use<> {
        members(self.months, 1)
    }

    /// Every form of every weekday's name, 0 is Monday.
    pub(crate) fn weekdays(&self) -> impl Iterator<Item = (u32, &'static str)> + use<> {
        members(self.weekdays, 0)
    }

    #[cfg(test)]
    /// The halves of the day; true is after noon. A Latin letter alone is rather a zone.
    pub(crate) fn halves(&self) -> impl Iterator<Item = (bool, &'static str)> + use<> {
        let [am, pm] = self.halves;
        let names = am.split('/').map(|name| (false, name));
        names
            .chain(pm.split('/').map(|name| (true, name)))
            .filter(|(_, name)| name.len() > 1)
    }

    #[cfg(test)]
    /// The words between the parts of a date, and before the time of day.
    pub(crate) fn between(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.between.split('/')
    }
}

/// `a/b|c` as (first, a), (first, b), (first + 1, c).
fn members(list: &'static str, first: u32) -> impl Iterator<Item = (u32, &'static str)> {
    (first..)
        .zip(list.split('|'))
        .flat_map(|(number, forms)| forms.split('/').map(move |form| (number, form)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_is_a_language_with_its_months_and_days() {
        let lines = include_str!("names.tsv").lines().count();
        assert_eq!(LOCALES.len(), lines, "each line has its fields");
        assert!(LOCALES.len() >= 250);
        for (row, locale) in LOCALES.iter().enumerate() {
            assert_eq!(super::row(locale.tag), Some(row), "{}", locale.tag);
            assert_eq!(locale.months.split('|').count(), 12, "{}", locale.tag);
            assert_eq!(locale.weekdays.split('|').count(), 7, "{}", locale.tag);
        }
    }

    #[test]
    fn regions_have_their_own_order() {
        for (tag, want) in [
            ("en", Some("mdy")),
            ("en-GB", Some("dmy")),
            ("en_ca", Some("ymd")),
            ("fr-Latn-CA", Some("ymd")),
            ("fr-XX", Some("dmy")),
            ("iw", Some("dmy")),
            ("qqq", None),
            ("", None),
        ] {
            assert_eq!(order(tag), want, "{tag}");
        }
    }
}
