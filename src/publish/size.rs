//! How large a feed may become (G-06).

use crate::article::{Entry, Feed};

use super::field;

/// Largest feed file, in bytes. Readers throw larger ones away (some from 5 MB on), so the oldest
/// articles give way.
pub(super) const LARGEST: usize = 4 * 1024 * 1024;

/// Bytes of markup around one article, and around one of its tags, people or files, in the format that
/// needs most.
const ARTICLE: usize = 900;
const PART: usize = 300;
/// Bytes before the first article and after the last: a page has its style in it.
const FRAME: usize = 16 * 1024;

/// Renders as many articles as fit into [`LARGEST`], the newest first: `write` is given the entries
/// and gives the bytes. Every format is given the same ones, by what the largest would need: who
/// changes from one to another misses nothing.
pub(super) fn fit(feed: &Feed, write: impl Fn(&[Entry]) -> Vec<u8>) -> Vec<u8> {
    let mut count = fitting(&feed.entries);
    loop {
        let bytes = write(feed.entries.get(..count).unwrap_or_default());
        if bytes.len() <= LARGEST || count == 0 {
            return bytes;
        }
        // The estimate was too low: in proportion, a little less, and never the same again.
        let proportion = count.saturating_mul(LARGEST) / bytes.len();
        count = (proportion - proportion / 20).min(count - 1);
    }
}

/// How many articles fit in any format.
fn fitting(entries: &[Entry]) -> usize {
    let fitting = |escaped: fn(&str) -> usize| {
        let mut sum = FRAME;
        let fits = |entry: &&Entry| {
            sum += estimate(entry, escaped);
            sum <= LARGEST
        };
        entries.iter().take_while(fits).count()
    };
    // Few feeds come near, which shows without looking at every byte.
    match fitting(|text| LONGEST_ESCAPE * text.len()) {
        all if all == entries.len() => all,
        _ => fitting(escaped),
    }
}

/// Bytes that an article has in any format at most, as far as articles are what they mostly are.
fn estimate(entry: &Entry, escaped: fn(&str) -> usize) -> usize {
    let article = &*entry.article;
    let line = |text: &Option<String>| 2 * text.as_deref().map_or(0, escaped);
    let tags = article.tags.iter().map(|tag| PART / 4 + 2 * escaped(tag));
    let people = article
        .authors
        .iter()
        .map(|person| PART + escaped(&person.name));
    let files = article
        .attachments
        .iter()
        .map(|file| 2 * (PART + file.url.len() + line(&file.title)));
    // The summary is escaped twice in RSS, and the headline of an article without title is made of it.
    let texts = escaped(&field::content(article)) + 2 * line(&article.summary);
    let image = article
        .image
        .as_ref()
        .map_or(0, |url| 2 * (PART + url.len()));
    ARTICLE
        + texts
        + line(&article.title)
        + line(&article.url)
        + image
        + tags.chain(people).chain(files).sum::<usize>()
}

/// Most bytes that one becomes when it is escaped.
const LONGEST_ESCAPE: usize = "&quot;".len();

/// Bytes of a text when it is escaped as the longest way does it.
fn escaped(text: &str) -> usize {
    text.bytes()
        .map(|byte| match byte {
            b'<' | b'>' => "&#x3C;".len(),
            b'&' | b'"' | b'\'' => "&quot;".len(),
            b'\n' | b'\t' | b'\\' => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::publish::sample;

    #[test]
    fn the_oldest_articles_give_way_at_the_cap() {
        let mut feed = sample::feed();
        let entry = feed.entries.first().expect("an entry").clone();
        feed.entries = (0..40)
            .map(|number| {
                let mut article = (*entry.article).clone();
                article.content_html = "<p>a & b < c</p>".repeat(20_000);
                article.url = Some(format!("https://example.org/{number}"));
                Entry {
                    id: format!("https://example.org/{number}"),
                    article: Arc::new(article),
                    ..entry.clone()
                }
            })
            .collect();
        let mut counts = Vec::new();
        for format in crate::publish::FORMATS {
            let bytes = (format.render)(&feed, "https://example.org/all.x");
            let text = String::from_utf8(bytes).expect("UTF-8");
            assert!(
                text.len() <= LARGEST,
                "G-06 {}: {}",
                format.name,
                text.len()
            );
            // JSON escapes less.
            assert!(text.len() > LARGEST / 4, "{}: {}", format.name, text.len());
            assert!(text.contains("https://example.org/0"), "{}", format.name);
            assert!(!text.contains("https://example.org/39"), "{}", format.name);
            counts.push((0..40).position(|number| {
                !text.contains(&format!("https://example.org/{number}<"))
                    && !text.contains(&format!("https://example.org/{number}\""))
            }));
        }
        assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
    }
}
