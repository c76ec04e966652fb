//! What a list says of an article and what its page says: one raw article of the two.
//!
//! The list is asked again at every poll, so it says who the article is and where; the page has room to say everything
//! else.

use crate::article::{DateRole, RawArticle, Text};
use crate::text;

/// The page in addition to the list.
pub(super) fn onto_list(list: RawArticle, page: RawArticle) -> RawArticle {
    let title = title(list.title, page.title);
    // A sitemap's `lastmod` changes with the site's design; what the page says of itself is better.
    let page_says = |role| page.dates.iter().any(|date| date.role == role);
    let of_change = page_says(DateRole::Updated);
    let listed = list.dates.into_iter();
    let listed = listed.filter(|date| date.role != DateRole::Updated || !of_change);
    let mut dates = page.dates.clone();
    dates.extend(listed);
    RawArticle {
        id: list.id,
        id_address: list.id_address,
        link: list.link,
        link_is_canonical: list.link_is_canonical,
        title,
        summary: page.summary.or(list.summary),
        content: page.content.or(list.content),
        dates,
        authors: either(page.authors, list.authors),
        tags: either(page.tags, list.tags),
        image: page.image.or(list.image),
        attachments: either(page.attachments, list.attachments),
        language: page.language.or(list.language),
        site_name: page.site_name.or(list.site_name),
        republished_from: list.republished_from,
        extras: either(list.extras, page.extras),
        draft: false,
        warnings: page.warnings,
    }
}

/// The page in addition to the entry of a feed, which says well what it says: only its text is a teaser.
pub(super) fn onto_entry(entry: RawArticle, page: RawArticle) -> RawArticle {
    let dated = entry
        .dates
        .iter()
        .any(|date| date.role == DateRole::Published);
    RawArticle {
        summary: entry.summary.or(entry.content).or(page.summary),
        content: page.content,
        dates: match dated {
            true => entry.dates,
            false => either(entry.dates, page.dates),
        },
        authors: either(entry.authors, page.authors),
        tags: either(entry.tags, page.tags),
        image: entry.image.or(page.image),
        language: entry.language.or(page.language),
        ..entry
    }
}

/// A list shortens its titles, and a page adds its site's name to them.
fn title(list: Option<Text>, page: Option<Text>) -> Option<Text> {
    let (Some(listed), Some(own)) = (&list, &page) else {
        return list.or(page);
    };
    let key = |title: &Text| text::key(&title.value);
    let shortened = ["…", "..."]
        .iter()
        .any(|end| listed.value.trim_end().ends_with(end))
        && key(own).starts_with(&key(listed));
    if shortened { page } else { list }
}

fn either<T>(one: Vec<T>, other: Vec<T>) -> Vec<T> {
    if one.is_empty() { other } else { one }
}
