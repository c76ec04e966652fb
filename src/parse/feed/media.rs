//! Enclosures, Media RSS, podcast artwork → attachments and the lead image.

use url::Url;

use crate::article::{Attachment, RawArticle};
use crate::vocabulary;

use super::construct::plain;
use super::namespaces::Ns;
use super::ranked::Ranked;
use super::tree::Element;
use super::{extras, limits};

/// Rank of an image that is only enclosed, behind all that are said to stand for the entry.
const ENCLOSED: u8 = 4;

/// What an entry has in media.
#[derive(Debug, Default)]
pub(super) struct Found {
    attachments: Vec<Attachment>,
    image: Ranked<String>,
    /// `itunes:duration`, in seconds.
    pub(super) duration: Option<u64>,
}

impl Found {
    /// Takes `enclosure`, `media:content` or `media:group`.
    pub(super) fn read(&mut self, element: &Element<'_>, document: Option<&Url>) {
        if element.is(Ns::Media, "group") {
            for content in element.elements().take(limits::LIST) {
                if content.is(Ns::Media, "content") {
                    self.read(content, document);
                }
            }
            return;
        }
        // RSS: `url`; misread as Atom: `href`; RSS 1.0: `rdf:resource`
        let address = ["url", "href", "resource"]
            .iter()
            .find_map(|name| element.attribute(name));
        let Some(address) = address else { return };
        let address = element.resolve(&address, document);
        let kind = element.attribute("type").unwrap_or_default();
        let medium = element.attribute("medium").unwrap_or_default();
        let is_image = kind.starts_with("image/") || medium.eq_ignore_ascii_case("image");
        if is_image && element.ns == Ns::Media && self.image.offer(1, Some(address.clone())) {
            return;
        }
        if is_image {
            self.image.offer(ENCLOSED, Some(address.clone()));
        }
        self.attach(address, &kind, Some(element));
    }

    /// Adds a file; the same address again only adds what was not known of it.
    pub(super) fn attach(&mut self, url: String, kind: &str, element: Option<&Element<'_>>) {
        if url.is_empty() || self.attachments.len() >= limits::LIST {
            return;
        }
        let attribute = |names: &[&str]| {
            let element = element?;
            names.iter().find_map(|name| element.attribute(name))
        };
        let file = Attachment {
            url,
            mime_type: kind.trim().to_ascii_lowercase(),
            length: attribute(&["length", "fileSize"])
                .and_then(|length| length.parse().ok())
                .unwrap_or(0),
            title: attribute(&["title"]).and_then(plain).or_else(|| {
                let title = element?.elements().find(|e| e.is(Ns::Media, "title"))?;
                plain(title.text())
            }),
            duration_seconds: attribute(&["duration"]).and_then(|text| seconds(&text)),
            details: element
                .filter(|element| element.ns == Ns::Media)
                .map(|element| extras::values(vocabulary::FILE, element, None))
                .unwrap_or_default(),
        };
        let same = self
            .attachments
            .iter_mut()
            .find(|known| known.url == file.url);
        let Some(known) = same else {
            self.attachments.push(file);
            return;
        };
        if known.mime_type.is_empty() {
            known.mime_type = file.mime_type;
        }
        if known.length == 0 {
            known.length = file.length;
        }
        known.title = known.title.take().or(file.title);
        for (name, value) in file.details {
            known.details.entry(name).or_insert(value);
        }
        known.duration_seconds = known.duration_seconds.or(file.duration_seconds);
    }

    /// Takes an image that stands for the entry: an attribute or the text is its address.
    pub(super) fn image(&mut self, rank: u8, element: &Element<'_>, document: Option<&Url>) {
        let attribute = ["href", "url", "resource"]
            .iter()
            .find_map(|name| element.attribute(name));
        let address = match (attribute, element.child("url")) {
            (Some(address), _) => Some(address.into_owned()),
            (None, Some(child)) => child.word(),
            (None, None) => element.word(),
        };
        let address = address.filter(|address| !address.contains(char::is_whitespace));
        self.image.offer(
            rank,
            address.map(|address| element.resolve(&address, document)),
        );
    }

    /// The image alone.
    pub(super) fn into_image(self) -> Option<String> {
        self.image.take()
    }

    pub(super) fn finish(mut self, article: &mut RawArticle) {
        // iTunes speaks of the one enclosure that podcasts have
        if let Some(first) = self.attachments.first_mut() {
            first.duration_seconds = first.duration_seconds.or(self.duration);
        }
        article.image = self.image.take();
        article.attachments = self.attachments;
    }
}

/// A duration: seconds, `MM:SS` or `HH:MM:SS`, fractions dropped.
pub(super) fn seconds(text: &str) -> Option<u64> {
    let text = text.trim();
    let whole = text.split_once(['.', ',']).map_or(text, |(whole, _)| whole);
    let parts = whole.split(':');
    let mut total = 0u64;
    for (index, part) in parts.enumerate() {
        if index > 2 || part.len() > 9 {
            return None;
        }
        total = total
            .checked_mul(60)?
            .checked_add(part.trim().parse().ok()?)?;
    }
    Some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read() {
        for (text, expected) in [
            ("3600", Some(3600)),
            ("01:02:03", Some(3723)),
            ("2:03", Some(123)),
            ("12.7", Some(12)),
            ("", None),
            ("an hour", None),
            ("1:2:3:4", None),
            ("99999999999999999999", None),
        ] {
            assert_eq!(seconds(text), expected, "{text}");
        }
    }
}
