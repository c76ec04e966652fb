//! The ladders of what a page says about its article, the most trusted step first.

mod affiliation;
mod people;
mod picture;

pub(super) use people::authors;
pub(super) use picture::image;

use url::Url;

use super::json_ld::Facts;
use super::page::{Page, Spot};
use crate::article::{Markup, Text};
use crate::text::fold;

/// Marks between a title and the site's name.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " · ", " • ", " » ", " « ", " :: ", " ~ ", " / ",
];

/// The site's own name.
pub(super) fn site_name(page: &Page, json_ld: &Facts) -> Option<String> {
    let stated = page
        .meta(&["og:site_name"])
        .map(fold)
        .or_else(|| json_ld.site_name.clone())
        .or_else(|| {
            page.meta(&[
                "application-name",
                "apple-mobile-web-app-title",
                "dc.publisher",
            ])
            .map(fold)
        });
    stated.filter(|name| !name.is_empty()).or_else(|| {
        // What follows the heading in the title: `Heading | Site`.
        let title = page.title.as_deref()?;
        let heading = &heading(page)?.text;
        let rest = title.strip_prefix(heading.as_str())?;
        let separator = SEPARATORS
            .iter()
            .find(|separator| rest.starts_with(**separator))?;
        let name = rest.get(separator.len()..)?.trim();
        (!name.is_empty()).then(|| name.to_owned())
    })
}

/// The heading of the article: the only one of the first level, or the one that the other titles
/// agree with.
fn heading(page: &Page) -> Option<&Spot> {
    let mut outside = page.headings.iter().filter(|spot| !spot.place.aside);
    page.titled_heading()
        .or_else(|| match (outside.next(), outside.next()) {
            (Some(one), None) => Some(one),
            _ => None,
        })
}

/// The article's title, as found.
///
/// The heading is what readers see; the others are made for search engines and shares, and serve
/// where there is no heading that they agree with.
pub(super) fn title(page: &Page, json_ld: &Facts) -> Option<Text> {
    let og = page.meta(&["og:title"]).map(fold);
    let stated: Vec<String> = json_ld
        .headline
        .iter()
        .map(|headline| fold(headline))
        .chain(og)
        .chain(
            page.meta(&[
                "twitter:title",
                "parsely-title",
                "sailthru.title",
                "dc.title",
                "dcterms.title",
            ])
            .map(fold),
        )
        .chain(named_title(page))
        .filter(|title| !title.is_empty())
        .collect();
    let heading = heading(page).map(|spot| spot.text.clone());
    let agrees = |heading: &String| {
        stated.is_empty() || stated.iter().any(|title| shares_words(heading, title))
    };
    // A heading with a kicker in it: `Opinion What I think`.
    let heading = heading.map(|heading| {
        let bare = stated.iter().find(|title| {
            heading.len() > title.len() && heading.ends_with(title.as_str()) && title.len() > 16
        });
        bare.cloned().unwrap_or(heading)
    });
    heading
        .filter(agrees)
        .or_else(|| stated.into_iter().next())
        .or_else(|| page.title.clone())
        .or_else(|| page.headings.first().map(|spot| spot.text.clone()))
        .filter(|title| !title.is_empty())
        .map(plain)
}

/// The title by microdata or by the name that blogs give its element, where it is no heading of the first level.
fn named_title(page: &Page) -> Option<String> {
    let is_title = |hints: &str| {
        let mut classes = hints.split_ascii_whitespace();
        classes.any(|class| matches!(class, "entry-title" | "post-title"))
    };
    let mut outside = page.properties.iter().filter(|(_, spot)| !spot.place.aside);
    let found =
        outside.find(|(name, spot)| name == "headline" || name == "name" && is_title(&spot.hints));
    found.map(|(_, spot)| spot.text.clone())
}

/// Whether most words of the shorter stand in the longer.
fn shares_words(one: &str, other: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_lowercase)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let (short, long) = if one.len() <= other.len() {
        (&one, &other)
    } else {
        (&other, &one)
    };
    let common = short.iter().filter(|word| long.contains(word)).count();
    // A word or two of a long title are the site's name or a section.
    common * 2 >= short.len() && common * 3 >= long.len()
}

/// The tags: those stated one by one, else lists of words.
pub(super) fn tags(page: &Page, json_ld: &Facts) -> Vec<String> {
    let one_by_one: Vec<String> = page.metas("article:tag").map(fold).collect();
    let links = || -> Vec<String> {
        let links = page.related("tag").filter(|link| !link.place.aside);
        links.map(|link| link.title.clone()).collect()
    };
    let listed = |name: &str| -> Vec<String> {
        let words = page.metas(name).flat_map(|words| words.split([',', ';']));
        words.map(fold).collect()
    };
    let properties = || -> Vec<String> {
        let categories = page
            .properties
            .iter()
            .filter(|(name, _)| name == "category" || name == "keywords");
        categories.map(|(_, spot)| spot.text.clone()).collect()
    };
    let ladder = [
        one_by_one,
        links(),
        properties(),
        json_ld.keywords.clone(),
        listed("parsely-tags"),
        listed("sailthru.tags"),
        listed("news_keywords"),
        listed("dc.subject"),
        listed("dcterms.subject"),
        listed("citation_keywords"),
        listed("keywords"),
    ];
    ladder
        .into_iter()
        .map(|tags| {
            tags.into_iter()
                .filter(|tag| !tag.is_empty())
                .collect::<Vec<_>>()
        })
        // More than this are bait for search engines.
        .find(|tags| !tags.is_empty() && tags.len() <= 30)
        .unwrap_or_default()
}

/// The article's address, and whether the page itself declares it.
pub(super) fn link(page: &Page, own: Option<&Url>) -> (Option<String>, bool) {
    // Themes that send every page's canonical address to the front page are not believed.
    let plausible = |url: &Url| {
        let is_front = url.path() == "/" && url.query().is_none();
        !is_front || own.is_none_or(|own| own.path() == "/" && own.query().is_none())
    };
    let canonical = page
        .related("canonical")
        .filter_map(|link| page.absolute(&link.href))
        .find(&plausible);
    if let Some(url) = canonical {
        return (Some(url.into()), true);
    }
    let shared = page
        .metas("og:url")
        .filter_map(|address| page.absolute(address))
        .find(plausible);
    match (own, shared) {
        (Some(own), _) => (Some(own.to_string()), false),
        (None, Some(url)) => (Some(url.into()), true),
        (None, None) => (None, false),
    }
}

/// The language tag, as found.
pub(super) fn language(page: &Page, json_ld: &Facts) -> Option<String> {
    page.language
        .clone()
        .or_else(|| {
            page.meta(&[
                "content-language",
                "og:locale",
                "dc.language",
                "dcterms.language",
            ])
            .map(fold)
        })
        .or_else(|| json_ld.language.clone())
}

fn plain(value: String) -> Text {
    Text {
        value,
        markup: Markup::Plain,
        base: None,
    }
}

#[cfg(test)]
mod tests;
