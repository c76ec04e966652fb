//! How large a feed may become (G-06).

use crate::article::{Entry, Feed};

use super::field;

/// Largest feed file, in bytes. Readers throw larger ones away (some from 5 MB on), so the oldest
/// articles give way.
pub(super) const LARGEST: usize = 4 * 1024 * 1024;

/// Renders as many articles as fit into [`LARGEST`], the newest first: `write` is given the entries
/// and gives the bytes. A feed that fits, as nearly every one does, is rendered once.
pub(super) fn fit(feed: &Feed, write: impl Fn(&[Entry]) -> Vec<u8>) -> Vec<u8> {
    let mut count = first_guess(&feed.entries);
    loop {
        let bytes = write(feed.entries.get(..count).unwrap_or_default());
        if bytes.len() <= LARGEST || count == 0 {
            return bytes;
        }
        // In proportion, a little less, and never the same again.
        let proportion = count.saturating_mul(LARGEST) / bytes.len();
        count = (proportion - proportion / 20).min(count - 1);
    }
}

/// How many articles can fit at most: what is written is hardly shorter than what it is made of.
fn first_guess(entries: &[Entry]) -> usize {
    let mut sum = 0_usize;
    entries
        .iter()
        .take_while(|entry| {
            sum += field::content(&entry.article).len();
            sum <= LARGEST
        })
        .count()
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
                Entry {
                    id: format!("https://example.org/{number}"),
                    article: Arc::new(article),
                    ..entry.clone()
                }
            })
            .collect();
        for format in crate::publish::FORMATS {
            let bytes = (format.render)(&feed, "https://example.org/all.x");
            let text = String::from_utf8(bytes).expect("UTF-8");
            assert!(
                text.len() <= LARGEST,
                "G-06 {}: {}",
                format.name,
                text.len()
            );
            assert!(text.len() > LARGEST / 2, "{}: {}", format.name, text.len());
            assert!(text.contains("https://example.org/0"), "{}", format.name);
            assert!(!text.contains("https://example.org/39"), "{}", format.name);
        }
    }
}
