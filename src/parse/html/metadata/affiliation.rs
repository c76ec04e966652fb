//! What follows a name in a byline and is no name: an office, a house, a degree.

/// Words of offices, lower case.
#[rustfmt::skip]
const OFFICES: &[&str] = &[
    "anchor", "analyst", "bureau", "chief", "columnist", "commentator", "contributor", "correspondent",
    "cofounder", "co-founder", "critic", "desk", "director", "editor", "editor-in-chief", "fellow", "freelance", "freelancer", "intern",
    "founder", "journalist", "meteorologist", "officer", "photographer", "president", "producer", "professor", "reporter", "staff", "writer",
    "chefredakteur", "chefredakteurin", "korrespondent", "korrespondentin", "redakteur", "redakteurin",
    "redaktion", "reporterin", "volontär", "volontärin",
    "chroniqueur", "journaliste", "rédacteur", "rédactrice", "rédaction", "envoyé", "correspondant",
    "corresponsal", "periodista", "redacción", "redactor", "redactora", "giornalista", "inviato", "redazione",
    "redator", "repórter", "redacteur", "verslaggever", "redaktör", "reporteren", "journalista",
];

/// Words of the names of houses, lower case; not those that are family names as well.
#[rustfmt::skip]
const HOUSES: &[&str] = &[
    "agency", "associated", "broadcasting", "chronicle", "daily", "gazette", "herald", "inc", "institute",
    "journal", "llc", "magazine", "media", "network", "news", "newspaper", "newspapers", "newsroom", "press",
    "publishing", "radio", "reuters", "review", "service", "star-tribune", "studios", "telegraph", "times",
    "tribune", "tv", "university", "zeitung",
];

/// Degrees and orders, lower case without full stops.
#[rustfmt::skip]
const DEGREES: &[&str] = &[
    "ba", "bs", "bsc", "cfa", "cfp", "cpt", "cscs", "dnp", "do", "dvm", "edd", "lcsw", "ld", "ldn", "lmft", "ma",
    "mfa", "mph", "ms", "msc", "msn", "np", "pa-c", "psyd", "rd", "rdn",
];

/// Words that join an office and the next name.
const JOINERS: &[&str] = &[
    " and ", " & ", " und ", " et ", " y ", " e ", " en ", " og ", " och ",
];

/// `Jane Doe | House`, `Jane Doe, staff writer` → the name. Two names parted by a bar are parted by a comma.
pub(super) fn without(names: &str) -> String {
    let mut parts = names.split([',', '|']).map(str::trim);
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    // One word before a comma is a family name, or a house itself.
    if !first.contains(' ') {
        return names.to_owned();
    }
    if rest.is_empty() {
        return without_house(names).to_owned();
    }
    let barred = names.contains('|');
    let kept: Vec<&str> = rest
        .iter()
        .copied()
        .filter_map(name_in)
        .filter(|part| !barred || part.contains(' ') && part.contains(char::is_lowercase))
        .collect();
    if kept == rest && !barred {
        return names.to_owned();
    }
    let first = match first.rsplit_once(' ') {
        Some((name, degree)) if is_degree(degree) && name.contains(' ') => name,
        _ => first,
    };
    let mut names = vec![first];
    names.extend(kept);
    names.join(", ")
}

/// Whether a name is nothing but an office: `Columnist`, `Daily Example staff reporter`.
pub(super) fn is_office(name: &str) -> bool {
    let lower = name.to_lowercase();
    let mut words = lower.split([' ', '/']).map(bare);
    words
        .next_back()
        .is_some_and(|word| OFFICES.contains(&word))
}

/// A name without the house right behind it: `Jane Doe The Daily Example`.
fn without_house(name: &str) -> &str {
    let is_house = |house: &str| {
        let last = house.rsplit(' ').next().unwrap_or_default();
        HOUSES.contains(&bare(&last.to_lowercase()))
    };
    name.split_once(" The ")
        .filter(|(person, house)| person.contains(' ') && is_house(house))
        .map_or(name, |(person, _)| person)
}

/// A part that is a name, or the name after an office: `Political Editor and John Roe`.
fn name_in(part: &str) -> Option<&str> {
    if !is_affiliation(part) {
        return Some(part);
    }
    let (_, tail) = JOINERS.iter().find_map(|joiner| part.rsplit_once(joiner))?;
    let tail = tail.trim();
    (tail.contains(' ') && !is_affiliation(tail)).then_some(tail)
}

/// Whether what stands after a comma or a bar tells about the name before it.
fn is_affiliation(part: &str) -> bool {
    let lower = part.to_lowercase();
    let mut words = lower.split([' ', '/']).map(bare);
    is_degree(part)
        || is_host(&lower)
        || lower.starts_with("head of ")
        || words.any(|word| OFFICES.contains(&word) || HOUSES.contains(&word))
}

/// A degree alone.
fn is_degree(part: &str) -> bool {
    let lower = part.replace('.', "").to_lowercase();
    DEGREES.contains(&lower.trim()) && !part.contains(char::is_lowercase)
}

/// `example.com`, and nothing else.
fn is_host(part: &str) -> bool {
    let end = part.rsplit_once('.').map_or("", |(_, end)| end);
    !part.contains(char::is_whitespace)
        && (2..=4).contains(&end.len())
        && end.chars().all(|c| c.is_ascii_alphabetic())
}

fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_what_follows_them() {
        for (names, expected) in [
            ("Jane Doe, staff writer", "Jane Doe"),
            ("Jane Doe, example.com", "Jane Doe"),
            ("Jane Doe, Chief Officer & Head of Presses", "Jane Doe"),
            ("Jane Doe The Example Press", "Jane Doe"),
            ("Jane Doe Example Press", "Jane Doe Example Press"),
            ("Jane Doe | EXAMPLE", "Jane Doe"),
            ("Jane Doe | John Roe", "Jane Doe, John Roe"),
            ("Jane Doe MS, RDN, LD", "Jane Doe"),
            (
                "Jane Doe, Political Editor and John Roe, Daily Example",
                "Jane Doe, John Roe",
            ),
            (
                "Jane Doe, John Roe and Ann Poe",
                "Jane Doe, John Roe and Ann Poe",
            ),
            ("Martin Luther King, Jr.", "Martin Luther King, Jr."),
            ("Staff, Daily Example", "Staff, Daily Example"),
            ("Doe, Jane", "Doe, Jane"),
        ] {
            assert_eq!(without(names), expected, "{names}");
        }
    }

    #[test]
    fn names_are_told_from_what_follows_them() {
        for (part, expected) in [
            ("staff writer", true),
            ("Political Editor", true),
            ("example.com", true),
            ("Daily Example", true),
            ("RDN", true),
            ("M.P.H.", true),
            ("Redakteurin", true),
            ("John Roe", false),
            ("Jane", false),
            ("Jr.", false),
            ("Ma", false),
        ] {
            assert_eq!(is_affiliation(part), expected, "{part}");
        }
    }
}
