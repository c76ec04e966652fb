//! Attachments: absolute addresses, true media types, none twice.

use std::collections::HashMap;

use url::Url;

use super::title::printable;
use super::{extra, link};
use crate::article::Attachment;
use crate::text;

/// Media type of what is known by nothing but its bytes.
const UNKNOWN: &str = "application/octet-stream";

/// Absolute addresses, true media types; of two with one address the first is kept, with what
/// the other knows better.
pub(super) fn clean(attachments: &[Attachment], base: Option<&Url>) -> Vec<Attachment> {
    let mut seen = HashMap::new();
    let mut cleaned: Vec<Attachment> = Vec::new();
    for attachment in attachments {
        let Some(url) = link::clean(&attachment.url, base) else {
            continue;
        };
        if let Some(first) = seen.get(&url).and_then(|at: &usize| cleaned.get_mut(*at)) {
            complete(first, attachment);
            continue;
        }
        seen.insert(url.clone(), cleaned.len());
        let mime_type = media_type(&attachment.mime_type, &url);
        let mut details = extra::details(&attachment.details);
        // a type says it better
        if mime_type != UNKNOWN {
            details.remove("medium");
        }
        cleaned.push(Attachment {
            mime_type,
            length: attachment.length,
            title: attachment
                .title
                .as_deref()
                .map(|title| text::fold(&printable(title)))
                .filter(|title| !title.is_empty()),
            duration_seconds: attachment.duration_seconds,
            details,
            url,
        });
    }
    cleaned
}

fn complete(first: &mut Attachment, other: &Attachment) {
    if first.length == 0 {
        first.length = other.length;
    }
    if first.mime_type == UNKNOWN {
        first.mime_type = media_type(&other.mime_type, &first.url);
    }
    first.duration_seconds = first.duration_seconds.or(other.duration_seconds);
    for (name, value) in extra::details(&other.details) {
        first.details.entry(name).or_insert(value);
    }
}

/// The type given when it is one (RFC 6838, 4.2), else that of the extension.
fn media_type(given: &str, url: &str) -> String {
    let given = given
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    if is_media_type(&given) && given != UNKNOWN {
        return given;
    }
    let path = Url::parse(url)
        .map(|url| url.path().to_owned())
        .unwrap_or_default();
    mime_guess::from_path(&path)
        .first_raw()
        .unwrap_or(UNKNOWN)
        .to_owned()
}

fn is_media_type(text: &str) -> bool {
    let name = |part: &str| {
        part.len() <= 127
            && part.starts_with(|c: char| c.is_ascii_alphanumeric())
            && part
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "!#$&-^_.+".contains(c))
    };
    text.split_once('/')
        .is_some_and(|(kind, subtype)| name(kind) && name(subtype))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(url: &str, mime_type: &str, length: u64) -> Attachment {
        Attachment {
            url: url.into(),
            mime_type: mime_type.into(),
            length,
            ..Attachment::default()
        }
    }

    #[test]
    fn types_come_from_the_source_or_the_extension() {
        let cases = [
            ("/a.mp3", "audio/mpeg", "audio/mpeg"),
            ("/a.mp3", "Audio/MPEG; rate=1", "audio/mpeg"),
            ("/a.mp3", "", "audio/mpeg"),
            ("/a.mp3?x=1", "mp3", "audio/mpeg"),
            ("/a.jpg", "image", "image/jpeg"),
            ("/a.jpg", "<b>/x", "image/jpeg"),
            ("/a", "", UNKNOWN),
            ("/a.pdf", UNKNOWN, "application/pdf"),
        ];
        let base = Url::parse("https://example.org/").expect("a fixed address");
        for (url, mime_type, expected) in cases {
            let cleaned = clean(&[given(url, mime_type, 1)], Some(&base));
            assert_eq!(cleaned[0].mime_type, expected, "{url} {mime_type}");
        }
    }

    #[test]
    fn one_address_is_attached_once() {
        let found = [
            given("https://example.org/a.mp3", "", 0),
            given("https://example.org/a.mp3?utm_source=rss", "audio/mpeg", 9),
            given("javascript:x", "audio/mpeg", 9),
            given("/relative.mp3", "audio/mpeg", 9),
        ];
        let cleaned = clean(&found, None);
        assert_eq!(cleaned.len(), 1);
        assert_eq!(cleaned[0].length, 9);
    }
}
