//! Who wrote it: what a page says for machines, then what it says for readers.

use super::super::json_ld::Facts;
use super::super::page::Page;
use super::affiliation;
use crate::article::Person;
use crate::text::{fold, key};

/// Names of `meta` elements with the author's name.
const AUTHORS: &[&str] = &[
    "author",               // HTML standard, 4.2.5.1
    "article:author",       // Open Graph; an address more often than a name
    "parsely-author",       //
    "sailthru.author",      //
    "dc.creator",           //
    "dcterms.creator",      //
    "dc:creator",           //
    "byl",                  // The New York Times
    "citation_author",      //
    "cxenseparse:author",   //
    "article:author_name",  //
    "twitter:creator_name", //
];

/// The authors: persons stated for machines, then those named for readers, then the publisher
/// where it signs under another name than that of the site.
pub(in super::super) fn authors(
    page: &Page,
    json_ld: &Facts,
    site_name: Option<&str>,
    visible: impl FnOnce() -> Vec<Person>,
) -> Vec<Person> {
    let mut people = named(page, json_ld, site_name, visible);
    // An office beside a name is that person's.
    if people.len() > 1
        && !people
            .iter()
            .all(|person| affiliation::is_office(&person.name))
    {
        people.retain(|person| !affiliation::is_office(&person.name));
    }
    for person in &mut people {
        person.name = affiliation::without(&person.name);
    }
    people
}

fn named(
    page: &Page,
    json_ld: &Facts,
    site_name: Option<&str>,
    visible: impl FnOnce() -> Vec<Person>,
) -> Vec<Person> {
    let is_site = |name: &str| site_name.is_some_and(|site| key(site) == key(name));
    let mut stated = json_ld.authors.clone();
    stated.retain(|person| !is_site(&person.name));
    if !stated.is_empty() && !json_ld.signed_by_publisher {
        return stated;
    }
    for known in AUTHORS {
        let people: Vec<Person> = page
            .metas(known)
            .map(fold)
            .filter(|name| !name.contains("://") && !name.starts_with(['@', '(']))
            .filter(|name| !name.is_empty() && !is_site(name))
            .filter(|name| !stated.iter().any(|person| person.name == *name))
            .map(|name| Person {
                name,
                ..Person::default()
            })
            .collect();
        if !people.is_empty() {
            return people;
        }
    }
    let labelled = labelled_author(page).filter(|name| !is_site(name));
    if let Some(name) = labelled {
        return vec![Person {
            name,
            ..Person::default()
        }];
    }
    let visible = visible();
    let (of_site, others): (Vec<Person>, Vec<Person>) = visible
        .into_iter()
        .partition(|person| is_site(&person.name));
    if !others.is_empty() {
        others
    } else if stated.is_empty() {
        // A site may bear the name of its one writer.
        of_site
    } else {
        stated
    }
}

/// Labels under which plugins give the author to previews of shares.
const WRITTEN_BY: &[&str] = &[
    "written by",
    "author",
    "verfasst von",
    "geschrieben von",
    "écrit par",
    "rédigé par",
    "escrito por",
    "scritto da",
    "geschreven door",
];

/// `twitter:label1` says what `twitter:data1` is.
fn labelled_author(page: &Page) -> Option<String> {
    let pairs = [
        ("twitter:label1", "twitter:data1"),
        ("twitter:label2", "twitter:data2"),
    ];
    pairs.iter().find_map(|(label, data)| {
        let label = page.meta(&[label])?.trim().to_lowercase();
        let name = fold(page.meta(&[data])?);
        (WRITTEN_BY.contains(&label.as_str()) && !name.is_empty()).then_some(name)
    })
}
