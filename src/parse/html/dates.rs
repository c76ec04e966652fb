//! The ladder of dates that a page states for machines.

use chrono::DateTime;

use super::byline;
use super::date_span;
use super::embedded;
use super::json_ld::Facts;
use super::page::{Page, Spot};
use crate::article::DateRole::{Expires, Published, Updated};
use crate::article::{DateOrigin, DateRole, RawDate};

/// Names of `meta` elements, the most trusted first. Marks do not count, nor capitals: content systems write
/// `publish-date`, `publish_date` and `PublishDate`.
const METAS: &[(DateRole, &str)] = &[
    (Published, "article:published_time"),       // Open Graph
    (Published, "og:article:published_time"),    // the same, misread
    (Published, "og:published_time"),            //
    (Published, "datePublished"),                // microdata
    (Published, "parsely-pub-date"),             // Parse.ly
    (Published, "sailthru.date"),                // Sailthru
    (Published, "dcterms.issued"),               // Dublin Core, from the narrow to the wide
    (Published, "dc.date.issued"),               //
    (Published, "dc.issued"),                    //
    (Published, "dc.date.published"),            //
    (Published, "dcterms.available"),            //
    (Published, "citation_publication_date"),    // Google Scholar
    (Published, "citation_online_date"),         //
    (Published, "citation_date"),                //
    (Published, "bepress_citation_date"),        // Digital Commons
    (Published, "prism.publicationDate"),        // PRISM
    (Published, "pubdate"),                      // names that content systems made up
    (Published, "publish_date"),                 //
    (Published, "published_date"),               //
    (Published, "published_time"),               //
    (Published, "published_at"),                 //
    (Published, "published"),                    //
    (Published, "publication_date"),             //
    (Published, "date_published"),               //
    (Published, "original_publication_date"),    //
    (Published, "original_publish_date"),        //
    (Published, "first_published"),              //
    (Published, "DCSext.articleFirstPublished"), // Webtrends
    (Published, "date_posted"),                  //
    (Published, "article_date_original"),        //
    (Published, "article.date_published"),       //
    (Published, "article:published"),            //
    (Published, "article:publish_date"),         //
    (Published, "article:pubdate"),              //
    (Published, "article:post_date"),            //
    (Published, "article:publication_date"),     //
    (Published, "article:create_at"),            //
    (Published, "cXenseParse:recs:publishtime"), // Cxense
    (Published, "rnews:datePublished"),          // rNews
    (Published, "bt:pubDate"),                   // Boomtrain
    (Published, "vr:published_time"),            //
    (Published, "content_publish_date"),         //
    (Published, "news_date"),                    //
    (Published, "release_date"),                 //
    (Published, "displaydate"),                  //
    (Published, "timestamp"),                    //
    (Published, "ptime"),                        //
    (Updated, "article:modified_time"),          //
    (Updated, "og:article:modified_time"),       //
    (Updated, "dateModified"),                   //
    (Updated, "og:updated_time"),                //
    (Updated, "article:modified"),               //
    (Updated, "dcterms.modified"),               //
    (Updated, "dc.date.modified"),               //
    (Updated, "dc.modified"),                    //
    (Updated, "lastmod"),                        //
    (Updated, "last-modified"),                  //
    (Updated, "last_updated"),                   //
    (Updated, "modified_date"),                  //
    (Updated, "modified"),                       //
    (Updated, "revised"),                        //
    (Expires, "article:expiration_time"),        // Open Graph
];

/// `itemprop`s and microformats.
const PROPERTIES: &[(DateRole, &str)] = &[
    (Published, "datepublished"),
    (Published, "published"), // dt-published
    (Updated, "datemodified"),
    (Updated, "updated"), // dt-updated
];

/// Names of `meta` elements with dates of whatever event in its life.
const GENERAL: &[&str] = &[
    "dcterms.date",
    "dc.date",
    "og:pubdate",
    "date",
    "article:date",
    "page_date",
];

/// When it was begun, which is seldom long before it appeared: for want of better.
const CREATED: &[&str] = &[
    "dcterms.created",
    "dc.date.created",
    "datecreated",
    "created",
    "created_date",
    "creation_date",
];

/// Dates stated for machines, the most trusted first.
pub(super) fn structured(page: &Page, json_ld: &Facts) -> Vec<RawDate> {
    let mut dates = Dates::default();
    if let Some(text) = &json_ld.published {
        dates.add(Published, text, "datePublished");
    }
    let metas = Metas::of(page);
    for (role, name) in METAS {
        for content in metas.named(name).take(2) {
            dates.add(*role, content, name);
        }
    }
    for (role, name) in PROPERTIES {
        for spot in property(page, name) {
            dates.add(*role, spot.value.as_deref().unwrap_or(&spot.text), name);
        }
    }
    for name in GENERAL {
        for content in metas.named(name).take(1) {
            dates.add(Published, content, name);
        }
    }
    if let Some(text) = &json_ld.modified {
        dates.add(Updated, text, "dateModified");
    }
    if let Some(text) = &json_ld.expires {
        dates.add(Expires, text, "expires");
    }
    for (role, field, spot) in times(page) {
        let stated = spot
            .value
            .as_deref()
            .filter(|value| !is_contradicted(value, &spot.text));
        dates.add(role, stated.unwrap_or(&spot.text), field);
    }
    for (field, text) in &json_ld.created {
        dates.add(Published, text, field);
    }
    for name in CREATED {
        for content in metas.named(name).take(1) {
            dates.add(Published, content, name);
        }
        for spot in property(page, name) {
            dates.add(Published, spot.value.as_deref().unwrap_or(&spot.text), name);
        }
    }
    if !dates.found.iter().any(|date| date.role == Published) {
        let headings = page.headings.iter().map(|spot| spot.text.as_str());
        let titles: Vec<&str> = headings
            .chain(page.meta(&["og:title"]))
            .chain(page.title.as_deref())
            .collect();
        if let Some(text) = embedded::date(&page.scripts, &titles) {
            dates.add(Published, &text, "script");
        }
    }
    local_first(&mut dates.found);
    dates.found
}

/// The `meta` elements of a page that have a digit in them.
struct Metas<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Metas<'a> {
    fn of(page: &'a Page) -> Metas<'a> {
        let all = page.metas.iter();
        let all = all.map(|(name, content)| (name.as_str(), content.as_str()));
        Metas(all.filter(|(_, content)| has_digit(content)).collect())
    }

    fn named(&self, name: &str) -> impl Iterator<Item = &'a str> {
        let named = self
            .0
            .iter()
            .filter(move |(known, _)| letters(known).eq(letters(name)));
        named.map(|(_, content)| *content)
    }
}

/// What counts of a name.
fn letters(name: &str) -> impl Iterator<Item = u8> {
    let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
    letters.map(|byte| byte.to_ascii_lowercase())
}

/// The places of a property: those outside of sidebars, or the only one on the page, wherever.
fn property<'a>(page: &'a Page, name: &str) -> Vec<&'a Spot> {
    let all: Vec<&Spot> = page
        .properties
        .iter()
        .filter(|(known, _)| known == name)
        .map(|(_, spot)| spot)
        .collect();
    if all.len() == 1 {
        return all;
    }
    all.into_iter()
        .filter(|spot| !spot.place.aside)
        .take(2)
        .collect()
}

/// Of two that name the same instant, the one in the writer's own zone comes first: near midnight
/// it alone has the right day.
fn local_first(dates: &mut [RawDate]) {
    let read = |date: &RawDate| DateTime::parse_from_rfc3339(&date.text).ok();
    let Some(first) = dates.iter().position(|date| date.role == Published) else {
        return;
    };
    let Some(instant) = dates
        .get(first)
        .and_then(read)
        .filter(|at| at.offset().local_minus_utc() == 0)
    else {
        return;
    };
    let local = dates.iter().position(|date| {
        date.role == Published
            && read(date).is_some_and(|at| {
                at.offset().local_minus_utc() != 0 && (at - instant).num_minutes() == 0
            })
    });
    if let Some(local) = local {
        dates.swap(first, local);
    }
}

/// The `time` elements that may be of the article itself, those that say so and those near the
/// heading first; with the name of what says so.
fn times(page: &Page) -> Vec<(DateRole, &'static str, &Spot)> {
    let heading = page.heading_at();
    let mut times: Vec<(bool, bool, usize, DateRole, &Spot)> = page
        .times
        .iter()
        // Without `datetime` the text is the value (HTML standard, 4.5.14).
        .filter(|spot| !spot.place.aside && (spot.value.is_some() || has_digit(&spot.text)))
        .map(|spot| {
            let around = line_of(page, spot).map_or("", |line| &line.hints);
            let says = |words: &[&str]| {
                words
                    .iter()
                    .any(|w| spot.hints.contains(w) || around.contains(w))
            };
            let says_updated =
                says(&["updated", "modified", "lastmod"]) || byline::says_updated(&spot.text);
            let says_published = says(&[
                "pubdate",
                "published",
                "datepublished",
                "entry-date",
                "post-date",
            ]);
            // A theme that marks both has class "published updated" on the one date it shows.
            let role = if says_updated && !says_published {
                Updated
            } else {
                Published
            };
            let distance = heading.map_or(spot.at, |at| spot.at.abs_diff(at));
            (
                !says_published,
                !spot.place.in_article,
                distance,
                role,
                spot,
            )
        })
        .collect();
    times.sort_by_key(|(quiet, outside, distance, ..)| (*quiet, *outside, *distance));
    // Those without a word of theirs, and not beside the heading, are judged with the bylines.
    times
        .into_iter()
        .filter(|(quiet, _, distance, ..)| !quiet || *distance < 600)
        .take(4)
        .map(|(quiet, .., role, spot)| match (quiet, role) {
            (false, Published) => (role, "published", spot),
            _ => (role, "time", spot),
        })
        .collect()
}

/// Whether the text of a `time` element names another day than its value: `<time datetime="2024-05-17T…">12 May
/// 2024</time>`. Some content systems write the day of a change there; readers see the text. A day more or less is the
/// zone.
fn is_contradicted(value: &str, text: &str) -> bool {
    let [(_, shown)] = date_span::find(text)[..] else {
        return false;
    };
    let numbers = |text: &str| -> Vec<u32> {
        let runs = text.split(|c: char| !c.is_ascii_digit());
        runs.filter_map(|run| run.parse().ok()).collect()
    };
    let ([year, _, day, ..], shown) = (&numbers(value)[..], numbers(shown)) else {
        return false;
    };
    // Written in words: in numbers alone the day may be the month.
    let (&[one, other], true) = (&shown[..], value.get(4..5) == Some("-")) else {
        return false;
    };
    let (shown_day, shown_year) = (one.min(other), one.max(other));
    let apart = shown_day.abs_diff(*day);
    // The first of a month is beside the last of another.
    (1990..2100).contains(&shown_year) && (shown_year != *year || (2..27).contains(&apart))
}

/// The line that has nothing but this time in it: `<p class="published"><time>`.
fn line_of<'a>(page: &'a Page, time: &Spot) -> Option<&'a Spot> {
    let first = page.spots.partition_point(|spot| spot.at < time.at);
    let there = page.spots.iter().skip(first);
    there
        .take_while(|spot| spot.at == time.at)
        .take(4)
        .find(|spot| spot.text == time.text)
}

/// In whatever script.
fn has_digit(text: &str) -> bool {
    text.contains(char::is_numeric)
}

#[derive(Default)]
struct Dates {
    found: Vec<RawDate>,
}

impl Dates {
    fn add(&mut self, role: DateRole, text: &str, field: &'static str) {
        let text = crate::text::fold(text);
        let known = self
            .found
            .iter()
            .any(|date| date.role == role && date.text == text);
        if has_digit(&text) && text.len() <= 120 && !known {
            self.found.push(RawDate {
                role,
                text,
                origin: DateOrigin::StructuredData,
                field,
            });
        }
    }
}
