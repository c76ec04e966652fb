//! Authors: names without "By", each person once.

use crate::article::Person;
use crate::text;

mod apart;

use super::link;
use super::title::printable;
use apart::{is_address, split, without_opener};

/// Most authors of one article.
const MOST: usize = 50;

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bare_and_apart() {
        for (name, expected) in [
            ("By Jane Doe", vec!["Jane Doe"]),
            ("BY JANE DOE", vec!["JANE DOE"]),
            ("View all posts by Jane Doe", vec!["Jane Doe"]),
            ("Beiträge von Jana Muster", vec!["Jana Muster"]),
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
