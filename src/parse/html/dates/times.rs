//! The `time` elements of a page.

use super::super::page::{Page, Spot};
use super::words::OF_EVENTS;
use super::{label, span};
use crate::article::DateRole::{self, Published, Updated};

/// So far above the heading and outside of the article, in bytes of text, stands the day of the visit.
const ABOVE: usize = 100;

/// The `time` elements that may be of the article itself, those that say so and those near the
/// heading first; with the name of what says so.
pub(super) fn times(page: &Page) -> Vec<(DateRole, &'static str, &Spot)> {
    let heading = page.heading_at();
    let mut times: Vec<(bool, bool, usize, DateRole, &Spot)> = page
        .times
        .iter()
        // Without `datetime` the text is the value (HTML standard, 4.5.14).
        .filter(|spot| {
            !spot.place.aside && (spot.value.is_some() || spot.text.contains(char::is_numeric))
        })
        .filter(|spot| !OF_EVENTS.iter().any(|name| spot.hints.contains(name)))
        .map(|spot| {
            let around = line_of(page, spot).map_or("", |line| &line.hints);
            let says = |words: &[&str]| {
                words
                    .iter()
                    .any(|w| spot.hints.contains(w) || around.contains(w))
            };
            let says_updated =
                says(&["updated", "modified", "lastmod"]) || label::says_updated(&spot.text);
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
        .filter(|(quiet, outside, distance, _, spot)| {
            let above = heading.is_some_and(|at| spot.at < at);
            let near = if above && *outside { ABOVE } else { 600 };
            !quiet || *distance < near
        })
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
pub(super) fn is_contradicted(value: &str, text: &str) -> bool {
    let [(_, shown)] = span::find(text)[..] else {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::document;

    #[test]
    fn a_time_in_the_head_of_the_site_is_that_of_the_visit() {
        let menu = "Menu of the site. ".repeat(10);
        for (html, expected) in [
            ("<h1>T</h1><time>12 May 2024</time>".to_owned(), 1),
            ("<time>12 May 2024</time><h1>T</h1>".to_owned(), 1),
            (
                format!("<time>12 May 2024</time><p>{menu}</p><h1>T</h1>"),
                0,
            ),
            (
                format!("<article><time>12 May 2024</time><p>{menu}</p><h1>T</h1></article>"),
                1,
            ),
            (
                format!("<time class=published>12 May 2024</time><p>{menu}</p><h1>T</h1>"),
                1,
            ),
            (
                "<h1>T</h1><abbr class=dtstart title=2024-05-12>12 May</abbr>".to_owned(),
                0,
            ),
        ] {
            let page = Page::read(&document(&html).expect("small"), None);
            assert_eq!(times(&page).len(), expected, "{html}");
        }
    }
}
