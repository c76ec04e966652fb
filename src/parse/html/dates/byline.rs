//! Lines that tell readers when it appeared.

use chrono::DateTime;

use super::super::json_ld::Facts;
use super::super::page::{Page, Spot};
use super::event;
use super::line::{self, ALONE, FAR, Ranked, Setting};
use super::span;
use crate::article::{DateOrigin, DateRole, RawDate};

/// What stands so near below the heading is of the article, whatever it is called.
const NEAR: usize = 200;

/// The longest text that can be the heading of a cell, in bytes.
const LONGEST_HEADING: usize = 40;

/// Visible dates, the most telling first.
pub(in super::super) fn dates(page: &Page, json_ld: &Facts) -> Vec<RawDate> {
    if event::is_of_one(page, json_ld) {
        return Vec::new();
    }
    let others = of_others(page);
    let heading = page.heading_at();
    let mut ranked: Vec<Ranked> = Vec::new();
    let mut around: Vec<Ranked> = Vec::new();
    let mut take = |spot: &Spot, before: &str| {
        if holds_one(spot, &others) {
            return;
        }
        let distance = heading.map_or(spot.at, |at| spot.at.abs_diff(at));
        let first = heading.is_some_and(|at| spot.at < at);
        let found = line::dates(
            spot,
            Setting {
                heading: before,
                distance,
                above: first && !spot.place.in_article,
            },
        );
        match (spot.place.aside, first) {
            (false, _) => ranked.extend(found),
            (true, false) => around.extend(found),
            (true, true) => around.extend(found.into_iter().filter(|found| found.rank == 0)),
        }
    };
    let mut before: Option<&Spot> = None;
    for spot in &page.spots {
        if spot.text.contains(char::is_numeric) {
            let beside = |label: &&Spot| label.at + label.text.len() + 2 >= spot.at;
            take(spot, before.filter(beside).map_or("", |label| &label.text));
            before = None;
        } else {
            before = Some(spot).filter(|spot| spot.text.len() <= LONGEST_HEADING);
        }
    }
    for spot in &page.times {
        // An instant in the words of machines is there for them, and hidden.
        let shown = DateTime::parse_from_rfc3339(&spot.text).is_err();
        if shown && spot.text.contains(char::is_numeric) {
            take(spot, "");
        }
    }
    for opening in &page.openings {
        let distance = heading.map_or(opening.at, |at| opening.at.abs_diff(at));
        let date = line::dateline(&opening.text).filter(|_| distance < FAR);
        ranked.extend(date.map(|text| published(5, distance, text)));
    }
    // `Press release of 12 May 2024`, and what is shown of the page elsewhere.
    let shown = page.title.as_deref().into_iter();
    for text in shown.chain(page.meta(&["description"])) {
        let date = line::dateline(text).or_else(|| line::trailing(text));
        ranked.extend(date.map(|text| published(6, 0, text)));
    }
    ranked.sort_by_key(|found| (found.rank, found.distance));
    // Several days far from the heading, for none of which anything speaks, are those of other things: a list.
    let alone = |found: &&Ranked| found.rank == ALONE;
    let mut days = ranked.iter().filter(alone).map(|found| found.text.as_str());
    let is_list = days
        .next()
        .is_some_and(|first| !days.all(|day| first.contains(day) || day.contains(first)));
    if is_list {
        ranked.retain(|found| found.rank != ALONE);
    }
    let shaped = |found: &Ranked| !span::find(&found.text).is_empty();
    if !ranked.iter().any(shaped) {
        // What stands around the article may be that of others, unless it is right below the
        // heading, or the only line of the page that says so.
        let near =
            |found: &&Ranked| found.rank <= ALONE && heading.is_some() && found.distance < NEAR;
        ranked.extend(around.iter().filter(near).cloned());
        ranked.sort_by_key(|found| (found.rank, found.distance));
        let said = |found: &Ranked| found.rank == 0;
        if !ranked.iter().any(shaped) && around.iter().filter(|found| said(found)).count() <= 2 {
            ranked.extend(around.into_iter().filter(said));
            ranked.sort_by_key(|found| (found.rank, found.distance));
        }
    }
    let mut found: Vec<RawDate> = Vec::new();
    for Ranked {
        sure, role, text, ..
    } in ranked.into_iter().take(24)
    {
        if !found
            .iter()
            .any(|date| date.role == role && date.text == text)
            && found.len() < 12
        {
            found.push(RawDate {
                role,
                text,
                origin: DateOrigin::Byline,
                field: if sure { "byline" } else { "text" },
            });
        }
    }
    found
}

/// The spots with dates of something else by their names, in order.
fn of_others(page: &Page) -> Vec<&Spot> {
    let all = page.spots.iter().chain(&page.times);
    let mut others: Vec<&Spot> = all
        .filter(|spot| line::is_of_another(spot) && spot.text.contains(char::is_numeric))
        .collect();
    others.sort_by_key(|spot| spot.at);
    others
}

/// Whether a line has the date of something else in it, and none besides: `<p><span class=today>12 May 2024</span> 12°</p>`.
fn holds_one(line: &Spot, others: &[&Spot]) -> bool {
    let first = others.partition_point(|other| other.at < line.at);
    let within = others.iter().skip(first);
    within
        .take_while(|other| other.at < line.at + line.text.len())
        .take(8)
        .filter(|other| line.text.contains(&other.text))
        .any(|other| span::find(&line.text.replace(&other.text, "")).is_empty())
}

fn published(rank: u8, distance: usize, text: String) -> Ranked {
    Ranked {
        rank,
        distance,
        sure: false,
        role: DateRole::Published,
        text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::document;

    fn page(html: &str) -> Page {
        Page::read(&document(html).expect("small"), None)
    }

    fn dates(page: &Page) -> Vec<RawDate> {
        super::dates(page, &Facts::default())
    }

    #[test]
    fn dates_that_readers_see() {
        let cases = [
            (
                "<h1>T</h1><p class=meta>By Ann Doe | May 12, 2024</p>",
                Some("By Ann Doe | May 12, 2024"),
            ),
            (
                "<h1>T</h1><p>Published on 12 May 2024</p><p>text</p>",
                Some("Published on 12 May 2024"),
            ),
            ("<h1>T</h1><p>12.05.2024</p>", Some("12.05.2024")),
            (
                "<h1>T</h1><div class=post-date>12. Mai 2024</div><p>1 May 2020</p>",
                Some("12. Mai 2024"),
            ),
            ("<h1>T</h1><footer>© 1 May 2024 Example</footer>", None),
            ("<h1>T</h1><p>In the year 2024 nothing happened.</p>", None),
            (
                "<h1>T</h1><p>{text}</p><div class=comments><p class=date>12 May 2024</p></div>",
                None,
            ),
            // in another script or shape: whatever the line that says when says
            ("<h1>T</h1><p class=date>१२ मई २०२४</p>", Some("१२ मई २०२४")),
            // the dateline of a long paragraph, not a date that is told about
            ("<h1>T</h1><p>(12.05.2024) {text}</p>", Some("12.05.2024")),
            ("<h1>T</h1><p>12 May 2024 was warm. {text}</p>", None),
            // what is called a teaser, right below the heading
            (
                "<h1>T</h1><div class=teaser-meta>Ann / 12.05.2024</div>",
                Some("Ann / 12.05.2024"),
            ),
            // far below: days of other things, one day alone, one with its label in the cell before
            (
                "<h1>T</h1><p>{text}</p><table><tr><td>12 May 2024<tr><td>13 May 2024</table>",
                None,
            ),
            (
                "<h1>T</h1><p>{text}</p><table><tr><td>12 May 2024</table>",
                Some("12 May 2024"),
            ),
            (
                "<h1>T</h1><p>{text}</p><table><tr><td>Published<td>12 May 2024<tr><td>13 May 2024</table>",
                Some("12 May 2024"),
            ),
            // below a heading of the second level that is the page's title, though the parts are called teasers
            (
                "<title>How mills turn – Mill</title><div>{text}</div><div class=teaser_text><h2>How mills \
                 turn</h2><p>12.05.2024 - Text. {text}{text}</div>",
                Some("12.05.2024"),
            ),
            // a wire's place and agency; a story about a place
            (
                "<h1>T</h1><p>NORTHBANK, 12 May 2024 (Wire) -- {text}</p>",
                Some("12 May 2024"),
            ),
            (
                "<h1>T</h1><p>Northbank (wd), 12. Mai 2024 – Short text of some forty letters and more.</p>",
                Some("Northbank (wd), 12. Mai 2024 – Short text of some forty letters and more."),
            ),
            (
                "<h1>T</h1><p>Northbank was flooded, 12 May 2024 - {text}</p>",
                None,
            ),
            ("<h1>T</h1><p>In Northbank, 12 May 2024, {text}</p>", None),
            // told about; below a picture
            (
                "<h1>T</h1><p>{text}</p><p>The whole of it is in the <a href=x>report of 12 May 2024</a> by the miller. {text}</p>",
                None,
            ),
            (
                "<h1>T</h1><figure><img><figcaption>12 May 2024</figcaption></figure>",
                None,
            ),
            // a calendar leaf, and a day beside a time, without a space between
            (
                "<h1>T</h1><p class=date><span>May</span><span>12</span><span>2024</span></p>",
                Some("May 12 2024"),
            ),
            (
                "<h1>T</h1><p><span>12.05.24</span><span>10:30</span></p>",
                Some("12.05.24 10:30"),
            ),
            // a line without a date hides none around
            (
                "<h1>T</h1><aside class=meta>12 May 2024</aside><p class=meta>7 minutes to read</p>",
                Some("12 May 2024"),
            ),
            // a period; the day of the visit beside the weather
            ("<h1>T</h1><p>From 1 May 2024 to 12 May 2024</p>", None),
            (
                "<h1>T</h1><p>1 May 2024 – updated 12 May 2024</p>",
                Some("1 May 2024"),
            ),
            (
                "<h1>T</h1><p><span id=current-date>12 May 2024</span><span>12°</span></p>",
                None,
            ),
            (
                "<h1>T</h1><p>1 May 2024, <span class=deadline>12 May 2024</span></p>",
                Some("1 May 2024"),
            ),
            ("<h1>T</h1><p>Apply by 12 May 2024</p>", None),
            // the page of an event
            (
                "<h1>T</h1><p itemprop=startDate>12 May 2024</p><p>Date: 12 May 2024</p>",
                None,
            ),
            // the only line of the page that says so
            (
                "<h1>T</h1><p>{text}</p><footer>Published: 12 May 2024</footer>",
                Some("Published: 12 May 2024"),
            ),
        ];
        for (html, expected) in cases {
            let html = html.replace("{text}", &"Words of the text. ".repeat(30));
            let found = dates(&page(&html));
            let published = found.iter().find(|date| date.role == DateRole::Published);
            assert_eq!(published.map(|date| date.text.as_str()), expected, "{html}");
        }
        // each right behind its word, at the end of a page
        let text = "Words of the text. ".repeat(30);
        let found = dates(&page(&format!(
            "<h1>T</h1><p>{text}</p><footer><p>Last edit: 2 May 2024 - 10:30:11<br>Published: 1 May 2024<br>Read 61 \
             times<br>© the author and this magazine</p></footer>",
        )));
        let published = found.iter().find(|date| date.role == DateRole::Published);
        assert_eq!(published.map(|date| date.text.as_str()), Some("1 May 2024"));
        let found = dates(&page(
            "<h1>T</h1><p class=date>Updated: 3 May 2024, published: 1 May 2024</p>",
        ));
        let found: Vec<(DateRole, &str)> = found
            .iter()
            .map(|date| (date.role, date.text.as_str()))
            .collect();
        let expected = [
            (DateRole::Updated, "3 May 2024"),
            (DateRole::Published, "1 May 2024"),
        ];
        assert_eq!(found, expected);
    }
}
