//! Where an entry was republished from: `atom:source`, RSS's `source`.

use url::Url;

use crate::article::{Person, SourceFeed};

use super::construct::short;
use super::tree::Element;
use super::{limits, link, media, person};

/// The feed that a `source` element tells of, and its authors, who are those of an entry without any
/// (RFC 4287, 4.2.1).
pub(super) fn read(
    element: &Element<'_>,
    document: Option<&Url>,
) -> (Option<SourceFeed>, Vec<Person>) {
    if !element.has_elements() {
        let url = element
            .attribute("url")
            .map(|url| element.resolve(&url, document));
        let feed = SourceFeed {
            id: url.clone(),
            title: short(element.text()),
            url,
        };
        // an address alone is a source; a name alone is of no use to anyone
        return (feed.url.is_some().then_some(feed), Vec::new());
    }
    let mut links = link::Links::default();
    let mut authors = Vec::new();
    for child in element.elements().take(limits::LIST) {
        if child.name.eq_ignore_ascii_case("link") {
            links.read(child, document, &mut media::Found::default());
        } else if child.name.eq_ignore_ascii_case("author") {
            authors.extend(person::read(child, document));
        }
    }
    let own = links.own.take();
    let (home, _) = links.choose(None, None);
    let feed = SourceFeed {
        id: element.child("id").and_then(Element::word),
        title: element.child("title").and_then(|title| short(title.text())),
        url: own.or(home),
    };
    let known = feed != SourceFeed::default();
    (known.then_some(feed), authors)
}
