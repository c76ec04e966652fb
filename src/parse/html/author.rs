//! Lines that tell readers who wrote it.

use super::dates;
use super::page::{Page, Spot};
use crate::article::Person;

/// Words that begin the line that says who.
const BY: &[&str] = &[
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "door ",
    "av ",
    "af ",
    "autor: ",
    "author: ",
    "written by ",
    "posted by ",
    "submitted by ",
    "published by ",
    "created by ",
    "erstellt von ",
    "verfasst von ",
    "geschrieben von ",
    "publié par ",
    "publicado por ",
    "pubblicato da ",
    "words by ",
    "story by ",
    "text: ",
    "text by ",
    "reported by ",
    "auteur : ",
];

/// Words between a name and a day.
const PARTERS: &[&str] = &[" on ", " am ", " at "];

/// Classes of the element that holds nothing but the author.
const AUTHOR_CLASSES: &[&str] = &[
    "author",
    "byline",
    "author-name",
    "author__name",
    "authorname",
    "author_name",
    "post-author",
    "entry-author",
    "article-author",
    "article__author",
    "p-author",
    "byline__name",
    "byline-name",
    "byline__author",
    "byline-author",
    "contributor",
    "contributor-name",
    "writer",
    "article-byline",
    "story-author",
    "by-author",
    "author-link",
    "author__link",
    "bylines",
    "article__byline",
    "fn",
    "post__author",
    "c-byline",
    "authors",
];

/// Most bytes of text between a heading and the link to the page of a writer.
const MOST_BETWEEN: usize = 500;

/// Authors named on the page for readers; of several ways to say it the first that does.
pub(super) fn visible(page: &Page) -> Vec<Person> {
    let properties = page
        .properties
        .iter()
        .filter(|(name, spot)| name == "author" && !spot.place.aside);
    let properties: Vec<Person> = properties
        .filter_map(|(_, spot)| person(spot, true))
        .collect();
    if !properties.is_empty() {
        return distinct(properties);
    }
    let related: Vec<Person> = page
        .related("author")
        .filter(|link| !link.place.aside && looks_like_name(&link.title))
        .map(|link| Person {
            name: link.title.clone(),
            url: page.absolute(&link.href).map(String::from),
            email: None,
        })
        .collect();
    if !related.is_empty() {
        return distinct(related);
    }
    let near = page.heading_at().unwrap_or(0);
    let mut spots: Vec<&Spot> = page
        .spots
        .iter()
        .filter(|spot| !spot.place.aside && spot.text.len() <= 120)
        .collect();
    spots.sort_by_key(|spot| spot.at.abs_diff(near));
    let classed = spots.iter().find_map(|spot| {
        let hinted = spot
            .hints
            .split_ascii_whitespace()
            .any(|class| AUTHOR_CLASSES.contains(&class));
        person(spot, false).filter(|_| hinted)
    });
    let said = || {
        let nearby = spots.iter().filter(|spot| spot.at.abs_diff(near) < 1500);
        nearby
            .filter(|spot| begins_with_by(&spot.text).is_some())
            .find_map(|spot| person(spot, false))
    };
    let linked = || {
        let writers = page
            .writers
            .iter()
            .filter(|spot| spot.at.abs_diff(near) < MOST_BETWEEN);
        let names = writers.filter_map(|spot| person(spot, false));
        distinct(names.collect())
    };
    classed
        .or_else(said)
        .map_or_else(linked, |person| vec![person])
}

fn distinct(people: Vec<Person>) -> Vec<Person> {
    let mut kept: Vec<Person> = Vec::new();
    for person in people.into_iter().take(12) {
        if !kept.iter().any(|known| known.name == person.name) {
            kept.push(person);
        }
    }
    kept
}

/// The name in a byline, without what stands around it. `stated` says that the markup vouches.
fn person(spot: &Spot, stated: bool) -> Option<Person> {
    let text = begins_with_by(&spot.text).unwrap_or(&spot.text);
    let end = text
        .find(['|', '•', '·', '—', '/', '('])
        .unwrap_or(text.len());
    let mut name = text.get(..end)?.trim();
    if let Some((at, _)) = dates::spans(name).first() {
        name = name.get(..*at)?;
    }
    // `Ann Doe on Wed, 12 June`
    let name = PARTERS
        .iter()
        .find_map(|parter| name.split_once(parter))
        .map_or(name, |(name, _)| name);
    let name = name.trim_end_matches([',', '-', '–', ':', ' ']).trim();
    let name = name
        .strip_suffix(" on")
        .or(name.strip_suffix(" am"))
        .unwrap_or(name);
    let fits = if stated {
        !name.is_empty() && name.len() <= 100 && !name.starts_with("http")
    } else {
        looks_like_name(name)
    };
    fits.then(|| Person {
        name: name.to_owned(),
        ..Person::default()
    })
}

fn begins_with_by(text: &str) -> Option<&str> {
    BY.iter().find_map(|by| {
        let start = text.get(..by.len())?;
        start.to_lowercase().eq(by).then(|| text.get(by.len()..))?
    })
}

/// Two to six words, nearly all with a capital, none with a digit.
fn looks_like_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capitals = words
        .iter()
        .filter(|word| {
            word.starts_with(|c: char| c.is_uppercase() || !c.is_lowercase() && c.is_alphabetic())
        })
        .count();
    (2..=6).contains(&words.len())
        && capitals * 3 >= words.len() * 2
        && !text
            .chars()
            .any(|c| c.is_ascii_digit() || matches!(c, ':' | '?' | '!' | '@' | '©'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::document;

    fn page(html: &str) -> Page {
        Page::read(&document(html).expect("small"), None)
    }

    #[test]
    fn names_that_readers_see() {
        let cases: [(&str, &[&str]); 11] = [
            (
                "<h1>T</h1><p class=byline>By Ann Doe | May 12, 2024</p>",
                &["Ann Doe"],
            ),
            ("<h1>T</h1><p>By Ann Doe</p>", &["Ann Doe"]),
            ("<h1>T</h1><span itemprop=author>annd</span>", &["annd"]),
            (
                "<h1>T</h1><a rel=author href=/ann>Ann Doe</a>",
                &["Ann Doe"],
            ),
            (
                "<h1>T</h1><div><a href=/author/ann>Ann Doe</a> <b>Editor</b></div>",
                &["Ann Doe"],
            ),
            (
                "<h1>T</h1><div><a href=/author/ann>More posts</a></div>",
                &[],
            ),
            ("<h1>T</h1><a href=/news/author>Ann Doe</a>", &[]),
            (
                "<h1>T</h1><div>Submitted by Ann Doe on Wed, 06/12/2024 - 10:15</div>",
                &["Ann Doe"],
            ),
            ("<h1>T</h1><p>By the way, it rained</p>", &[]),
            (
                "<h1>T</h1><div class=comments><p class=author>Ben Doe</p></div>",
                &[],
            ),
            ("<h1>T</h1><p class=author>5 articles</p>", &[]),
        ];
        for (html, expected) in cases {
            let names: Vec<String> = visible(&page(html)).into_iter().map(|p| p.name).collect();
            assert_eq!(names, expected, "{html}");
        }
    }
}
