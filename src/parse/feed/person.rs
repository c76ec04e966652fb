//! Authors as feeds write them → [`Person`]: Atom's person construct, RSS's `mail (Name)` and its
//! variants.

use url::Url;

use crate::article::Person;

use super::construct::plain;
use super::tree::Element;

/// The person that an element names; none when it is empty.
pub(super) fn read(element: &Element<'_>, document: Option<&Url>) -> Option<Person> {
    if !element.has_elements() {
        let mut person = parse(&plain(element.text())?)?;
        // Podcasting 2.0
        let href = element.attribute("href");
        person.url = href.map(|href| element.resolve(&href, document));
        return Some(person);
    }
    let child = |name: &str| element.child(name).and_then(|child| plain(child.text()));
    let mut person = child("name")
        .and_then(|name| parse(&name))
        .unwrap_or_default();
    // Atom 0.3 has `url`, and some write `homepage`
    let address = ["uri", "url", "homepage"].iter().find_map(|name| {
        let child = element.child(name)?;
        Some(child.resolve(&child.word()?, document))
    });
    person.url = address.or(person.url);
    person.email = child("email").filter(|m| is_mail(m)).or(person.email);
    if person == Person::default() {
        return parse(&plain(element.text())?);
    }
    // who gives only an address goes by it
    if let (true, Some(mail)) = (person.name.is_empty(), &person.email) {
        person.name.clone_from(mail);
    }
    Some(person)
}

/// Reads `mail (Name)`, `Name <mail>`, `Name (mail)`, `mail`, `Name`.
pub(super) fn parse(text: &str) -> Option<Person> {
    let text = text.trim().trim_start_matches("mailto:");
    let (before, inside) = match text.strip_suffix([')', '>']) {
        Some(rest) => rest.rsplit_once(['(', '<']).unwrap_or((text, "")),
        None => (text, ""),
    };
    let (before, inside) = (before.trim(), inside.trim());
    let (name, email) = match (is_mail(before), is_mail(inside)) {
        (true, _) => (inside, Some(before)),
        (false, true) => (before, Some(inside)),
        (false, false) => (text, None),
    };
    let email = email.map(|mail| mail.trim_start_matches("mailto:"));
    let name = name.trim_matches(['"', ',', ' ']);
    // who gives only an address goes by it
    let name = match name {
        "" => email.unwrap_or_default(),
        name => name,
    };
    let person = Person {
        name: name.to_owned(),
        url: None,
        email: email.map(str::to_owned),
    };
    (person != Person::default()).then_some(person)
}

fn is_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(user, host)| {
        !user.is_empty() && !host.is_empty() && !text.contains(char::is_whitespace)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    ///
    #[test]
    fn authors_are_read_as_they_are_written() {
        for (text, name, email) in [
            ("ann@example.org (Ann Ode)", "Ann Ode", "ann@example.org"),
            ("Ann Ode <ann@example.org>", "Ann Ode", "ann@example.org"),
            ("Ann Ode (ann@example.org)", "Ann Ode", "ann@example.org"),
            (
                "mailto:ann@example.org",
                "ann@example.org",
                "ann@example.org",
            ),
            ("ann@example.org", "ann@example.org", "ann@example.org"),
            ("ann@example.org ()", "ann@example.org", "ann@example.org"),
            ("Ann Ode (staff)", "Ann Ode (staff)", ""),
            ("Ann Ode", "Ann Ode", ""),
            (
                "\"Ode, Ann\" <ann@example.org>",
                "Ode, Ann",
                "ann@example.org",
            ),
            ("@handle", "@handle", ""),
        ] {
            let person = parse(text).expect("a person");
            assert_eq!(person.name, name, "{text}");
            assert_eq!(person.email.unwrap_or_default(), email, "{text}");
        }
        assert_eq!(parse(" "), None);
    }
}
