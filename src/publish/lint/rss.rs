//! The rules of RSS 2.0 and of the RSS Advisory Board's Profile.

use std::collections::HashSet;

use super::Finding;
use super::field::{Report, is_media_type, is_web_address};
use super::tree::{self, Element};

const ROOT: &str =
    "R-01 one rss of version 2.0 with one channel of one title, link and description";
const SAID: &str = "R-02 an item has a title or a description";
const ORDER: &str = "R-03 items come after everything else of the channel";
const SUMMARY_FIRST: &str = "R-06 the description comes before the content";
const GUID: &str = "R-07 every item has a guid of its own, a permalink only when it is an address";
const DATE: &str = "R-08 dates are RFC 822 with a year of four digits and the right day";
const ENCLOSURE: &str = "R-10 one enclosure at most, with url, length and type";
const SELF: &str = "R-11 an atom:link rel=self gives the address of the feed";
const AUTHOR: &str = "R-12 author is an e-mail address, names go into dc:creator, never both";

const ATOM: &str = "http://www.w3.org/2005/Atom";
const CONTENT: &str = "http://purl.org/rss/1.0/modules/content/";
const DUBLIN_CORE: &str = "http://purl.org/dc/elements/1.1/";

/// Checks one file.
pub(super) fn lint(bytes: &[u8], self_url: Option<&str>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let Some(root) = tree::read(bytes, &mut findings) else {
        return findings;
    };
    let mut report = Report {
        findings: &mut findings,
        place: "channel".into(),
    };
    let right = root.is("", "rss") && root.attribute("version") == Some("2.0");
    report.check(ROOT, right, format!("the root is {}", root.name));
    let channels: Vec<&Element> = root.all("channel").collect();
    report.check(
        ROOT,
        channels.len() == 1,
        format!("{} channels", channels.len()),
    );
    let Some(channel) = channels.first() else {
        return findings;
    };
    check_channel(channel, self_url, &mut report);
    let mut seen = HashSet::new();
    for (number, item) in channel.all("item").enumerate() {
        report.place = format!("item {} ({})", number + 1, item.text_of("title"));
        check_item(item, &mut seen, &mut report);
    }
    findings
}

fn check_channel(channel: &Element, self_url: Option<&str>, report: &mut Report) {
    for name in ["title", "link", "description"] {
        let count = channel.all(name).count();
        report.check(ROOT, count == 1, format!("{count} times {name}"));
        let blank = channel.text_of(name).is_empty();
        report.check(ROOT, !blank, format!("{name} is empty"));
    }
    let link = channel.text_of("link");
    report.check(ROOT, is_web_address(link), format!("link is {link:?}"));
    let after = channel
        .children
        .iter()
        .skip_while(|child| !child.is("", "item"))
        .find(|child| !child.is("", "item"));
    if let Some(after) = after {
        report.fault(ORDER, format!("{} comes after an item", after.name));
    }
    if let Some(built) = channel.all("lastBuildDate").next() {
        report.rfc822(DATE, "lastBuildDate", built.text.trim());
    }
    if let Some(language) = channel.all("language").next() {
        report.language(language.text.trim());
    }
    let own = channel
        .of(ATOM, "link")
        .find(|link| link.attribute("rel") == Some("self"))
        .and_then(|link| link.attribute("href"));
    report.check(SELF, own.is_some(), "there is none");
    if let (Some(own), Some(expected)) = (own, self_url) {
        report.check(
            SELF,
            own == expected,
            format!("{own} instead of {expected}"),
        );
    }
}

fn check_item(item: &Element, seen: &mut HashSet<String>, report: &mut Report) {
    let said = !item.text_of("title").is_empty() || !item.text_of("description").is_empty();
    report.check(SAID, said, "neither");
    check_guid(item, seen, report);
    if let Some(date) = item.all("pubDate").next() {
        report.rfc822(DATE, "pubDate", date.text.trim());
    }
    let place = |namespace: &str, name: &str| {
        item.children
            .iter()
            .position(|child| child.is(namespace, name))
    };
    if let Some(content) = place(CONTENT, "encoded") {
        let first = place("", "description").is_some_and(|description| description < content);
        report.check(SUMMARY_FIRST, first, "it does not");
    }
    for html in item.all("description").chain(item.of(CONTENT, "encoded")) {
        report.absolute(&html.name, &html.text);
    }
    check_enclosures(item, report);
    if let Some(author) = item.all("author").next() {
        let both = item.of(DUBLIN_CORE, "creator").next().is_some();
        report.check(
            AUTHOR,
            author.text.contains('@') && !both,
            format!("{:?}", author.text),
        );
    }
}

fn check_guid(item: &Element, seen: &mut HashSet<String>, report: &mut Report) {
    let guids: Vec<&Element> = item.all("guid").collect();
    report.check(GUID, guids.len() == 1, format!("{} guids", guids.len()));
    let Some(guid) = guids.first() else {
        return;
    };
    let id = guid.text.trim();
    report.check(GUID, !id.is_empty(), "it is empty");
    report.unique(GUID, seen, id);
    match guid.attribute("isPermaLink") {
        Some("false") => {}
        None | Some("true") => {
            report.check(GUID, is_web_address(id), format!("{id:?} is no address"))
        }
        Some(other) => report.fault(GUID, format!("isPermaLink is {other:?}")),
    }
}

fn check_enclosures(item: &Element, report: &mut Report) {
    let enclosures: Vec<&Element> = item.all("enclosure").collect();
    report.check(
        ENCLOSURE,
        enclosures.len() < 2,
        format!("{} of them", enclosures.len()),
    );
    for enclosure in enclosures {
        let attribute = |name: &str| enclosure.attribute(name).unwrap_or_default();
        let (url, length, kind) = (attribute("url"), attribute("length"), attribute("type"));
        report.check(ENCLOSURE, is_web_address(url), format!("url is {url:?}"));
        report.check(
            ENCLOSURE,
            length.parse::<u64>().is_ok(),
            format!("length is {length:?}"),
        );
        report.check(ENCLOSURE, is_media_type(kind), format!("type is {kind:?}"));
    }
}
