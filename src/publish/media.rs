//! The pictures, recordings and files of an article, as RSS and Atom name them.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};

use crate::article::Article;

use super::{extra, field, xml};

/// One file that belongs to an article.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Medium<'a> {
    /// Absolute http or https address.
    pub(super) url: Cow<'a, str>,
    /// Media type; `None` for a lead image whose address does not tell.
    pub(super) mime_type: Option<Cow<'a, str>>,
    /// Bytes; 0 when unknown.
    pub(super) length: u64,
    /// Seconds.
    pub(super) duration: Option<u64>,
    /// What Media RSS says besides, checked.
    pub(super) details: BTreeMap<String, String>,
    /// Title, plain.
    pub(super) title: Option<Cow<'a, str>>,
    /// True for the lead image.
    pub(super) lead: bool,
}

/// `medium` of Media RSS (M-01) by the beginning of the media type.
const MEDIUMS: &[(&str, &str)] = &[
    ("image/", "image"),
    ("audio/", "audio"),
    ("video/", "video"),
    ("text/", "document"),
    ("application/pdf", "document"),
    ("application/epub", "document"),
    ("application/msword", "document"),
    ("application/vnd.o", "document"), // office and OpenDocument formats
];

impl Medium<'_> {
    /// What kind it is, in the words of Media RSS, when the media type tells, or whoever published it.
    pub(super) fn kind(&self) -> Option<&str> {
        if self.lead {
            return Some("image");
        }
        let mime_type = self.mime_type.as_deref()?;
        let known = MEDIUMS
            .iter()
            .find(|(start, _)| mime_type.starts_with(start));
        let said = || self.details.get("medium").map(String::as_str);
        known.map(|(_, kind)| *kind).or_else(said)
    }
}

/// All media of an article: the lead image first, then the attachments in order; no address twice.
pub(super) fn of(article: &Article) -> Vec<Medium<'_>> {
    let lead = article
        .image
        .as_deref()
        .and_then(field::http)
        .map(|url| Medium {
            mime_type: guess(&url)
                .filter(|found| found.starts_with("image/"))
                .map(Cow::Borrowed),
            url,
            length: 0,
            duration: None,
            details: BTreeMap::new(),
            title: None,
            lead: true,
        });
    let mut seen = HashSet::new();
    lead.into_iter()
        .chain(attached(article))
        .filter(|medium| seen.insert(medium.url.clone()))
        .collect()
}

/// The attachments of an article, in order: the lead image too where it is one of them.
pub(super) fn attached(article: &Article) -> impl Iterator<Item = Medium<'_>> {
    article.attachments.iter().filter_map(|file| {
        let url = field::http(&file.url)?;
        let mime_type = if is_media_type(&file.mime_type) {
            Cow::Borrowed(file.mime_type.as_str())
        } else {
            Cow::Borrowed(guess(&url).unwrap_or("application/octet-stream"))
        };
        Some(Medium {
            url,
            mime_type: Some(mime_type),
            length: file.length,
            duration: file.duration_seconds,
            details: extra::details(&file.details),
            title: file
                .title
                .as_deref()
                .map(xml::plain_line)
                .filter(|title| !title.is_empty()),
            lead: false,
        })
    })
}

/// Which of the media is the one enclosure that an RSS item may have: the first recording, since
/// podcast players look nowhere else; else the lead image, where CMS importers look (CMS-02); else
/// the first attachment. Always one whose media type is known and whose host has a name of two parts or
/// more: what is at `localhost` or `nas` is for one network only, no player takes it from a
/// public feed, and validators call it an error; such a file stays among the other media.
pub(super) fn enclosure<'a, 'b>(media: &'b [Medium<'a>]) -> Option<&'b Medium<'a>> {
    let known = |medium: &&Medium| medium.mime_type.is_some() && is_public(&medium.url);
    let recording = |medium: &&Medium| matches!(medium.kind(), Some("audio" | "video"));
    media
        .iter()
        .filter(known)
        .find(recording)
        .or_else(|| media.iter().find(known))
}

/// Whether an address is on a host whose name can be found from anywhere: one with a dot, and only the
/// characters that names have.
fn is_public(url: &str) -> bool {
    let authority = url
        .split_once("://")
        .and_then(|(_, rest)| rest.split(['/', '?', '#']).next())
        .unwrap_or_default();
    let host = authority.split(':').next().unwrap_or_default();
    let is_label = |label: &str| {
        !label.is_empty()
            && label
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    host.contains('.') && host.split('.').all(is_label) && !authority.contains('@')
}

/// The media type that an address's file name tells.
fn guess(url: &str) -> Option<&'static str> {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    mime_guess::from_path(path).first_raw()
}

/// `type/subtype` of the characters that RFC 6838 allows, with or without parameters.
pub(super) fn is_media_type(text: &str) -> bool {
    let bare = text.split(';').next().unwrap_or_default().trim_end();
    let is_name = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    !text.contains(';')
        && bare
            .split_once('/')
            .is_some_and(|(kind, subtype)| is_name(kind) && is_name(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::Attachment;

    fn file(url: &str, mime_type: &str) -> Attachment {
        Attachment {
            url: url.into(),
            mime_type: mime_type.into(),
            ..Attachment::default()
        }
    }

    #[test]
    fn the_enclosure_is_a_recording_else_the_lead_image_else_the_first_file() {
        let image = Some("https://example.org/a.jpg".to_owned());
        let unknown = Some("https://example.org/picture?id=1".to_owned());
        let audio = file("https://example.org/a.mp3", "audio/mpeg");
        let pdf = file("https://example.org/a.pdf", "");
        for (image, files, expected) in [
            (
                image.clone(),
                vec![pdf.clone(), audio.clone()],
                Some("https://example.org/a.mp3"),
            ),
            (image, vec![pdf.clone()], Some("https://example.org/a.jpg")),
            (
                unknown.clone(),
                vec![pdf.clone()],
                Some("https://example.org/a.pdf"),
            ),
            (unknown, vec![], None),
            (None, vec![file("mailto:a@example.org", "text/plain")], None),
            (
                None,
                vec![file("http://nas/a.mp3", "audio/mpeg"), pdf.clone()],
                Some("https://example.org/a.pdf"),
            ),
            (None, vec![file("http://localhost:8000/a.mp3", "")], None),
            (None, vec![file("http://[::1]/a.mp3", "")], None),
            (
                None,
                vec![file("http://192.0.2.7:8000/a.mp3", "")],
                Some("http://192.0.2.7:8000/a.mp3"),
            ),
            (
                None,
                vec![pdf.clone(), pdf],
                Some("https://example.org/a.pdf"),
            ),
        ] {
            let article = Article {
                image,
                attachments: files,
                ..Article::default()
            };
            let media = of(&article);
            let chosen = enclosure(&media);
            assert_eq!(chosen.map(|medium| medium.url.as_ref()), expected, "R-10");
            assert!(chosen.is_none_or(|medium| medium.mime_type.is_some()));
        }
    }

    #[test]
    fn media_types_are_checked() {
        assert!(is_media_type("image/svg+xml"));
        for bad in [
            "",
            "image",
            "image/",
            "/png",
            "a b/c",
            "text/html<",
            "a/b; c=d",
        ] {
            assert!(!is_media_type(bad), "B16 {bad}");
        }
    }
}
