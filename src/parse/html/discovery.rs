//! Feeds that a page announces (`rel=alternate`; RSS Board, "RSS Autodiscovery").

use super::page::Page;
use crate::article::FeedLink;

/// Media types of feeds; plain JSON and XML only count with a `rel=alternate` beside them.
const FEED_TYPES: &[&str] = &[
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
    "application/xml",
    "text/xml",
];

/// Words in the title or address of a feed of comments.
const COMMENTS: &[&str] = &[
    "comment",
    "kommentar",
    "commentaire",
    "comentario",
    "/replies",
];

/// Words in the address of what is served as JSON or XML but is no feed.
const NO_FEEDS: &[&str] = &["oembed", "wp-json", "opensearch", "/api/", "rsd", "sitemap"];

/// The announced feeds, absolute, in document order, those of comments last.
pub(super) fn feeds(page: &Page) -> Vec<FeedLink> {
    let mut feeds: Vec<FeedLink> = Vec::new();
    let mut comments: Vec<FeedLink> = Vec::new();
    for link in page.related("alternate").chain(page.related("feed")) {
        let media_type = link.media_type.split(';').next().unwrap_or_default().trim();
        let named = link.rel.split_ascii_whitespace().any(|rel| rel == "feed");
        if !FEED_TYPES.contains(&media_type) && !named {
            continue;
        }
        let Some(url) = page.absolute(&link.href) else {
            continue;
        };
        let address = url.as_str().to_ascii_lowercase();
        let generic = media_type.ends_with("/json") || media_type.ends_with("/xml");
        let known = feeds.iter().chain(&comments).any(|feed| feed.url == url);
        if known || generic && NO_FEEDS.iter().any(|word| address.contains(word)) {
            continue;
        }
        let title = link.title.to_lowercase();
        let of_comments = COMMENTS
            .iter()
            .any(|word| title.contains(word) || address.contains(word));
        let feed = FeedLink {
            url,
            media_type: media_type.to_owned(),
            title: Some(link.title.clone()).filter(|title| !title.is_empty()),
        };
        if of_comments {
            &mut comments
        } else {
            &mut feeds
        }
        .push(feed);
    }
    feeds.append(&mut comments);
    feeds
}

#[cfg(test)]
mod tests {
    use url::Url;

    use super::*;
    use crate::markup::document;

    #[test]
    fn feeds_are_announced_in_order_and_comments_last() {
        let html = "<head>
            <link rel=alternate type='application/rss+xml' href=/comments/feed title='Comments Feed'>
            <link rel='alternate' type='application/atom+xml; charset=utf-8' href=/atom.xml title=Atom>
            <link rel=alternate type=application/json href=/wp-json/wp/v2/posts/1>
            <link rel=alternate type=application/feed+json href=feed.json>
            <link rel=alternate type=text/html hreflang=de href=/de>
            <link rel=alternate type='application/rss+xml' href='javascript:x'>
            <link rel='stylesheet alternate' type=text/css href=/x.css></head>";
        let base = Url::parse("https://example.org/blog/").expect("a fixed address");
        let page = Page::read(&document(html).expect("small"), Some(&base));
        let found = feeds(&page);
        let addresses: Vec<&str> = found.iter().map(|feed| feed.url.as_str()).collect();
        assert_eq!(
            addresses,
            [
                "https://example.org/atom.xml",
                "https://example.org/blog/feed.json",
                "https://example.org/comments/feed",
            ]
        );
        assert_eq!(found[0].title.as_deref(), Some("Atom"));
        assert_eq!(found[0].media_type, "application/atom+xml");
    }
}
