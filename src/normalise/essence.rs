//! Article → what of it matters to its readers, as a hash: a change of it is a significant one
//! (RFC 4287, 4.2.15; A-10).
//!
//! Tags, authors, markup, the scheme and host of addresses, and what addresses of files carry behind a
//! `?` (a signature, a date) may change without anybody having to read again.

use crate::article::{Article, Essence, SummaryOrigin};

/// Characters from which a text is an article's own: fewer may be those of many.
const OWN: usize = 40;

/// What of an article matters to its readers. `typed` stands for its text and summary, where its document gives that
/// ([`crate::article::Parsed::words`]): then neither has to be there.
pub fn of(article: &Article, typed: Option<[u8; 16]>) -> Essence {
    let words = words(&article.content_html);
    let length = words.len();
    let words = blake3::hash(&words);
    let summary = article.summary.as_deref();
    let own = article.summary_origin == Some(SummaryOrigin::Author);
    let whole = match &typed {
        Some(typed) => whole(article, "", Some(typed)),
        None => {
            let text = (length > 0).then(|| words.as_bytes().as_slice());
            whole(article, summary.filter(|_| own).unwrap_or_default(), text)
        }
    };
    Essence {
        whole: short(&whole),
        words: (length >= OWN).then(|| short(&words)),
    }
}

/// The same of an article by itself.
pub fn of_content(article: &Article) -> Essence {
    of(article, None)
}

fn whole(article: &Article, summary: &str, text: Option<&[u8]>) -> blake3::Hash {
    let mut whole = blake3::Hasher::new();
    let mut part = |text: &str| {
        whole.update(&(text.len() as u64).to_le_bytes());
        whole.update(text.as_bytes());
    };
    part(article.title.as_deref().unwrap_or_default());
    part(path(article.url.as_deref().unwrap_or_default()));
    part(summary);
    for attachment in &article.attachments {
        let path = path(&attachment.url);
        part(path.split(['?', '#']).next().unwrap_or_default());
    }
    match text {
        Some(text) => {
            whole.update(text);
        }
        // A picture of the day: its markup is all that it has.
        None => part(&article.content_html),
    }
    whole.finalize()
}

/// What stands between the tags, but for white space.
fn words(html: &str) -> Vec<u8> {
    let mut words = Vec::with_capacity(html.len());
    for piece in html.split('<') {
        let text = piece.split_once('>').map_or(piece, |(_, text)| text);
        for word in text.split_whitespace() {
            words.extend_from_slice(word.as_bytes());
        }
    }
    words
}

/// An address from its path on: what follows the host.
fn path(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once('/').map_or("", |(_, path)| path)
}

fn short(hash: &blake3::Hash) -> [u8; 16] {
    let mut short = [0; 16];
    short.copy_from_slice(&hash.as_bytes()[..16]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Attachment, Person};

    fn article() -> Article {
        Article {
            title: Some("Mills".into()),
            url: Some("https://example.org/mills/?p=1".into()),
            summary: Some("What turns.".into()),
            summary_origin: Some(SummaryOrigin::Author),
            content_html:
                "<p>Water turns the <b>wheel</b>, the wheel turns the stone &amp; all.</p>".into(),
            attachments: vec![Attachment {
                url: "https://cdn.example/wheel.mp3?sign=1".into(),
                ..Attachment::default()
            }],
            ..Article::default()
        }
    }

    #[test]
    fn only_what_readers_would_read_again_is_significant() {
        //
        type Edit = fn(&mut Article);
        let edits: [(&str, bool, Edit); 12] = [
            ("title", true, |a| a.title = Some("Windmills".into())),
            ("text", true, |a| {
                a.content_html = a.content_html.replace("Water", "Wind");
            }),
            ("path", true, |a| {
                a.url = Some("https://example.org/windmills/".into());
            }),
            ("own summary", true, |a| {
                a.summary = Some("What grinds.".into())
            }),
            ("attachment", true, |a| {
                a.attachments[0].url = "https://cdn.example/stone.mp3".into();
            }),
            ("no attachment", true, |a| a.attachments.clear()),
            ("scheme and host", false, |a| {
                a.url = Some("http://www.example.net/mills/?p=1".into());
            }),
            ("markup and white space", false, |a| {
                a.content_html = a.content_html.replace("<b>wheel</b>", "\n <i>wheel</i>");
            }),
            ("signed address", false, |a| {
                a.attachments[0].url = "https://cdn2.example/wheel.mp3?sign=2".into();
            }),
            ("tags", false, |a| a.tags = vec!["power".into()]),
            ("authors", false, |a| a.authors = vec![Person::default()]),
            ("language", false, |a| a.language = Some("en".into())),
        ];
        let before = of_content(&article());
        for (name, significant, edit) in edits {
            let mut edited = article();
            edit(&mut edited);
            assert_eq!(
                of_content(&edited).whole != before.whole,
                significant,
                "{name}"
            );
        }
    }

    #[test]
    fn opening_sentences_are_the_texts_own() {
        let mut cut = article();
        cut.summary_origin = Some(SummaryOrigin::Opening);
        let before = of_content(&cut);
        cut.summary = Some("What".into());
        assert_eq!(of_content(&cut), before);
    }

    #[test]
    fn a_picture_is_known_by_its_markup() {
        let of_picture = |name: &str| {
            of_content(&Article {
                content_html: format!("<img src=\"https://example.org/{name}.png\">"),
                ..Article::default()
            })
        };
        assert_ne!(of_picture("one").whole, of_picture("two").whole);
        assert_eq!(of_picture("one").words, None);
    }
}
