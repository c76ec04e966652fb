//! Authors: names without "By", each person once.

use crate::article::Person;
use crate::text;

use super::affiliation::{is_affiliation, is_degree};
use super::link;
use super::title::printable;

/// Most authors of one article.
const MOST: usize = 50;

/// Longest name, in characters; what is longer is a biography.
const LONGEST: usize = 120;

/// Words before a name, lower case, with what follows them.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "by ", "by: ", "by\u{a0}", "written by ", "written by: ", "posted by ", "author: ", "authors: ",
    "von ", "von: ", "par ", "par : ", "por ", "por: ",
    "autor: ", "autora: ", "autorin: ", "auteur : ", "auteur: ", "escrito por ", "geschrieben von ",
    "a cura di ", "scritto da ", "autore: ", "door ", "geschreven door ",
    "av ", "skrevet av ", "skrevet af ", "автор: ", "автор ", "作者：", "作者:", "文：", "文／", "著者：", "記者 ",
];

/// Words that join two names.
#[rustfmt::skip]
const JOINERS: &[&str] = &[
    " and ", " & ", " und ", " et ", " y ", " e ", " och ", " og ", " en ", " и ",
    " and\u{a0}",
];

/// What may follow a comma and belongs to the name before it.
#[rustfmt::skip]
const SUFFIXES: &[&str] = &[
    "jr", "sr", "ii", "iii", "iv", "phd", "ph.d", "md", "m.d", "esq", "rn", "dds", "mba", "cpa", "jd",
    "j.d",
];

/// Names without "By", addresses in their own field, joined names apart, no two equal; in order.
pub(super) fn clean(authors: &[Person]) -> Vec<Person> {
    let mut people: Vec<Person> = Vec::new();
    for author in authors {
        let person = one(author);
        let names = split(&person.name);
        let alone = names.len() <= 1;
        for name in names {
            let found = people
                .iter_mut()
                .find(|known| text::key(&known.name) == text::key(&name));
            match found {
                Some(known) if alone => {
                    known.url = known.url.take().or_else(|| person.url.clone());
                    known.email = known.email.take().or_else(|| person.email.clone());
                }
                Some(_) => {}
                None => people.push(Person {
                    name,
                    url: person.url.clone().filter(|_| alone),
                    email: person.email.clone().filter(|_| alone),
                }),
            }
            if people.len() >= MOST {
                return people;
            }
        }
    }
    people
}

/// One person with the address parted from the name: `jane@example.org (Jane Doe)` as RSS has it,
/// `Jane Doe <jane@example.org>` as mail has it, an address alone (the part before the `@` is the name).
fn one(author: &Person) -> Person {
    let plain = if text::looks_like_html(&author.name) {
        text::from_html(&author.name)
    } else {
        author.name.clone()
    };
    let mut name = text::fold(&printable(&plain));
    let mut person = Person {
        url: author.url.as_deref().and_then(|url| link::clean(url, None)),
        email: author.email.as_deref().and_then(email),
        ..Person::default()
    };
    let words: Vec<&str> = name.split(' ').collect();
    if let Some(word) = words.iter().find(|word| email(word).is_some()) {
        let found = email(word);
        let rest: Vec<&str> = words
            .iter()
            .filter(|other| *other != word)
            .copied()
            .collect();
        let rest = rest.join(" ");
        let rest = rest.trim_matches(['(', ')', '<', '>', '[', ']', ',', ' ', '"', '-', '–', '|']);
        let local = found.as_deref().and_then(|found| found.split('@').next());
        name = if rest.is_empty() {
            local.unwrap_or_default().to_owned()
        } else {
            rest.to_owned()
        };
        person.email = person.email.or(found);
    }
    if is_address(&name) {
        person.url = person.url.or_else(|| link::clean(&name, None));
        return person;
    }
    person.name = without_opener(&name).to_owned();
    if person.name.is_empty()
        && let Some(local) = person
            .email
            .as_deref()
            .and_then(|mail| mail.split('@').next())
    {
        person.name = local.to_owned();
    }
    person
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// A bare mail address, without brackets or `mailto:`.
fn email(text: &str) -> Option<String> {
    let text = text
        .trim()
        .trim_matches(['<', '>', '(', ')', '[', ']', ',', ';', '"']);
    let text = text.strip_prefix("mailto:").unwrap_or(text);
    let (local, host) = text.split_once('@')?;
    let fine = !local.is_empty()
        && host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && text.len() <= 254
        && text.bytes().all(|b| {
            b.is_ascii_graphic()
                && !matches!(
                    b,
                    b'<' | b'>' | b'(' | b')' | b',' | b'/' | b':' | b'"' | b'`' | b'\\'
                )
        })
        && !host.contains('@');
    fine.then(|| text.to_owned())
}

fn without_opener(name: &str) -> &str {
    let head: String = name.chars().take(24).flat_map(char::to_lowercase).collect();
    let opener = OPENERS
        .iter()
        .filter(|opener| head.starts_with(**opener))
        .max_by_key(|opener| opener.len());
    let bare = match opener {
        Some(opener) => {
            let skipped = opener.chars().count();
            let at = name
                .char_indices()
                .nth(skipped)
                .map_or(name.len(), |(at, _)| at);
            name.get(at..).unwrap_or_default()
        }
        None => name,
    };
    bare.trim_matches(|c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | ';' | '|' | '·' | '•' | ':' | '–' | '—' | '*' | '_' | '"' | '“' | '”'
            )
    })
}

/// `A and B`, `A, B and C`, `A; B` → each name. `Doe, Jane` stays: one comma with a single word on
/// either side is a name turned round; so does `King, Jr.`.
fn split(names: &str) -> Vec<String> {
    let names = without_affiliation(names);
    let names = names.as_str();
    if names.contains(';') {
        return names
            .split(';')
            .map(str::trim)
            .filter(|name| fits(name))
            .map(str::to_owned)
            .collect();
    }
    let mut rest = names;
    let mut last = None;
    for joiner in JOINERS {
        if let Some((head, tail)) = rest.rsplit_once(joiner)
            // "Marks and Spencer" stays a firm, "Ortega y Gasset" a name
            && (head.contains(',') || head.trim().contains(' ') && tail.trim().contains(' ') || matches!(*joiner, " & " | " and ") && !head.contains(' ') && tail.trim().contains(' '))
        {
            rest = head;
            last = Some(tail);
            break;
        }
    }
    let parts: Vec<&str> = rest
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .collect();
    let turned = last.is_none()
        && match parts.as_slice() {
            [family, given] => !family.contains(' ') || !given.contains(' '),
            _ => false,
        };
    let mut split: Vec<String> = Vec::new();
    if turned || parts.len() < 2 {
        split.push(rest.trim().trim_end_matches(',').to_owned());
    } else {
        for part in parts {
            let lower = part.trim_end_matches('.').to_lowercase();
            match split.last_mut() {
                Some(before) if SUFFIXES.contains(&lower.as_str()) => {
                    before.push_str(", ");
                    before.push_str(part);
                }
                _ => split.push(part.to_owned()),
            }
        }
    }
    // the last one may hold further joiners: "A and B and C"
    if let Some((head, tail)) = split
        .last()
        .and_then(|name| name.split_once(" and "))
        .filter(|_| last.is_some())
    {
        let both = [head.trim().to_owned(), tail.trim().to_owned()];
        split.pop();
        split.extend(both);
    }
    split.extend(last.map(|name| name.trim().to_owned()));
    split
        .into_iter()
        .map(|name| without_opener(&name).to_owned())
        .filter(|name| fits(name))
        .collect()
}

/// `Jane Doe | House`, `Jane Doe, staff writer` → the name. Two names parted by a bar are parted by a comma.
fn without_affiliation(names: &str) -> String {
    let mut parts = names.split([',', '|']).map(str::trim);
    let first = parts.next().unwrap_or_default();
    let rest: Vec<&str> = parts.collect();
    // One word before a comma is a family name, or a house itself.
    if !first.contains(' ') || rest.is_empty() {
        return names.to_owned();
    }
    let barred = names.contains('|');
    let kept: Vec<&str> = rest
        .iter()
        .copied()
        .filter_map(name_in)
        .filter(|part| !barred || part.contains(' ') && part.contains(char::is_lowercase))
        .collect();
    if kept.len() == rest.len() && !barred {
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

/// A part that is a name, or the name after an office: `Political Editor and John Roe`.
fn name_in(part: &str) -> Option<&str> {
    if !is_affiliation(part) {
        return Some(part);
    }
    let (_, tail) = JOINERS.iter().find_map(|joiner| part.rsplit_once(joiner))?;
    let tail = tail.trim();
    (tail.contains(' ') && !is_affiliation(tail)).then_some(tail)
}

fn fits(name: &str) -> bool {
    name.chars().any(char::is_alphanumeric) && name.chars().count() <= LONGEST && !is_address(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bare_and_apart() {
        for (name, expected) in [
            ("By Jane Doe", vec!["Jane Doe"]),
            ("BY JANE DOE", vec!["JANE DOE"]),
            ("Von Jana Muster", vec!["Jana Muster"]),
            ("Par Élise Dupont", vec!["Élise Dupont"]),
            ("Jane Doe and John Roe", vec!["Jane Doe", "John Roe"]),
            (
                "Jane Doe, John Roe and Ann Poe",
                vec!["Jane Doe", "John Roe", "Ann Poe"],
            ),
            (
                "Jane Doe, John Roe, and Ann Poe",
                vec!["Jane Doe", "John Roe", "Ann Poe"],
            ),
            ("Jane Doe & John Roe", vec!["Jane Doe", "John Roe"]),
            (
                "Jana Muster und Karl Beispiel",
                vec!["Jana Muster", "Karl Beispiel"],
            ),
            ("Jane Doe; John Roe", vec!["Jane Doe", "John Roe"]),
            ("Jane Doe, John Roe", vec!["Jane Doe", "John Roe"]),
            ("Doe, Jane", vec!["Doe, Jane"]),
            ("Jane Doe, staff writer", vec!["Jane Doe"]),
            ("Jane Doe, example.com", vec!["Jane Doe"]),
            ("Jane Doe | EXAMPLE", vec!["Jane Doe"]),
            ("Jane Doe | John Roe", vec!["Jane Doe", "John Roe"]),
            ("Jane Doe MS, RDN, LD", vec!["Jane Doe"]),
            (
                "Jane Doe, Political Editor and John Roe, Daily Example",
                vec!["Jane Doe", "John Roe"],
            ),
            ("Staff, Daily Example", vec!["Staff, Daily Example"]),
            ("Martin Luther King, Jr.", vec!["Martin Luther King, Jr."]),
            ("Alex Sand", vec!["Alex Sand"]),
            ("Byron Smith", vec!["Byron Smith"]),
            ("José Ortega y Gasset", vec!["José Ortega y Gasset"]),
            ("admin", vec!["admin"]),
            ("王小明", vec!["王小明"]),
            ("作者：王小明", vec!["王小明"]),
            ("Q&amp;A Team", vec!["Q&A Team"]),
            ("<b>Jane Doe</b>", vec!["Jane Doe"]),
            ("", vec![]),
            ("—", vec![]),
            ("https://example.org/", vec![]),
        ] {
            let person = Person {
                name: name.to_owned(),
                ..Person::default()
            };
            let found: Vec<String> = clean(&[person])
                .into_iter()
                .map(|person| person.name)
                .collect();
            assert_eq!(found, expected, "{name}");
        }
    }

    #[test]
    fn addresses_go_to_their_own_field() {
        for (name, expected, mail) in [
            (
                "jane@example.org (Jane Doe)",
                "Jane Doe",
                "jane@example.org",
            ),
            (
                "Jane Doe <jane@example.org>",
                "Jane Doe",
                "jane@example.org",
            ),
            ("jane@example.org", "jane", "jane@example.org"),
        ] {
            let person = Person {
                name: name.to_owned(),
                ..Person::default()
            };
            let found = clean(&[person]);
            assert_eq!(found.len(), 1, "{name}");
            assert_eq!(found[0].name, expected);
            assert_eq!(found[0].email.as_deref(), Some(mail));
        }
    }

    #[test]
    fn each_person_once() {
        let people = [
            Person {
                name: "Jane Doe".into(),
                ..Person::default()
            },
            Person {
                name: "by JANE DOE".into(),
                url: Some("https://example.org/jane".into()),
                ..Person::default()
            },
        ];
        let found = clean(&people);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].url.as_deref(), Some("https://example.org/jane"));
    }
}
