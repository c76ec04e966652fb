//! index.html: the page that lists the feeds with the addresses to subscribe to, and what is new.

use std::collections::{BTreeMap, HashSet};

use minijinja::{Value, context};
use url::Host;

use super::{MEDIA_TYPE, Shown, Way, article, render};
use crate::article::{Entry, Feed, Page};
use crate::publish::{INDEX, xml};

/// Most articles listed.
const LATEST: usize = 20;

/// Folders of feeds made one for each value, by what a reader calls them.
const GROUPS: &[(&str, &str)] = &[
    ("tags", "tag"),
    ("authors", "author"),
    ("sources", "source"),
];

/// The page that lists the feeds with subscribe links and the latest articles. Feeds in a folder
/// (`tags/rust`) are folded up by folder.
pub fn index(feeds: &[Feed]) -> Page {
    Page {
        path: INDEX.into(),
        media_type: MEDIA_TYPE,
        bytes: write(feeds).into_bytes(),
    }
}

fn write(feeds: &[Feed]) -> String {
    let mut main = Vec::new();
    let mut groups: BTreeMap<String, Vec<Shown>> = BTreeMap::new();
    for feed in feeds {
        let from = feed.base_url.join(INDEX).ok();
        let shown = Shown::of(feed, from.as_ref());
        match feed.name.split_once('/') {
            None => main.push(shown),
            Some((folder, _)) => groups.entry(folder.to_owned()).or_default().push(shown),
        }
    }
    // A reader that is shown hundreds of tag feeds cannot choose: those are announced only where
    // there are no others.
    let announced: Vec<&Way> = if main.is_empty() {
        let grouped = groups.values().flatten();
        grouped.filter_map(|feed| feed.ways.first()).collect()
    } else {
        main.iter().flat_map(|feed| &feed.ways).collect()
    };
    let groups = groups.iter().map(|(folder, feeds)| {
        let name = GROUPS.iter().find(|(known, _)| known == folder);
        context! {
            name => name.map_or(folder.as_str(), |(_, name)| name),
            id => format!("by-{folder}"),
            feeds => feeds.iter().map(Shown::value).collect::<Value>(),
        }
    });
    let context = context! {
        heading => heading(feeds),
        count => feeds.len(),
        announced => announced.into_iter().map(Way::value).collect::<Value>(),
        feeds => main.iter().map(Shown::value).collect::<Value>(),
        groups => groups.collect::<Value>(),
        latest => latest(feeds),
    };
    render("index.html", context)
}

/// One feed names the page by itself, whatever the tags or authors it is split by besides; several
/// are those of their site.
fn heading(feeds: &[Feed]) -> String {
    let mut main = feeds.iter().filter(|feed| !feed.name.contains('/'));
    match (main.next(), main.next(), feeds) {
        (Some(feed), None, _) | (None, None, [feed]) => xml::line(&feed.title).into_owned(),
        (Some(feed), Some(_), _) | (None, _, [feed, ..]) => match feed.link.host() {
            Some(Host::Domain(host)) => {
                format!("Feeds of {}", host.strip_prefix("www.").unwrap_or(host))
            }
            _ => "Feeds".into(),
        },
        (None, _, []) => "Feeds".into(),
    }
}

/// The newest articles of all feeds, each once.
fn latest(feeds: &[Feed]) -> Value {
    let mut entries: Vec<&Entry> = feeds.iter().flat_map(|feed| &feed.entries).collect();
    entries.sort_by(|one, other| {
        let newest_first = other.published.cmp(&one.published);
        newest_first.then_with(|| one.id.cmp(&other.id))
    });
    let mut seen = HashSet::new();
    entries
        .into_iter()
        .filter(|entry| seen.insert(entry.id.as_str()))
        .take(LATEST)
        .map(article)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::sample;

    fn page(feeds: &[Feed]) -> String {
        String::from_utf8(index(feeds).bytes).expect("UTF-8")
    }

    #[test]
    fn every_feed_is_listed_and_the_main_ones_are_announced() {
        let mut tag = sample::feed();
        tag.name = "tags/wind".into();
        tag.title = "Wind".into();
        let page = page(&[sample::feed(), tag]);
        for address in [
            "all.rss",
            "all.atom",
            "all.json",
            "tags/wind.rss",
            "tags/wind.json",
            "all.html",
            "tags/wind.html",
        ] {
            assert!(page.contains(&format!("href=\"{address}\"")), "{address}");
        }
        assert_eq!(page.matches("rel=\"alternate\"").count(), 3, "O-01");
        assert!(page.contains("By tag"));
        // The same articles are in both feeds.
        assert_eq!(page.matches("<time").count(), 4);
    }

    #[test]
    fn titles_are_text_never_markup() {
        let mut feed = sample::feed();
        feed.title = "</title><script>alert(1)</script>".into();
        for entry in &mut feed.entries {
            let article = std::sync::Arc::make_mut(&mut entry.article);
            article.title = Some("\"><img src=x onerror=alert(1)>".into());
            article.url = Some("javascript:alert(1)".into());
        }
        let page = page(&[feed]);
        assert!(
            page.matches("<script").count() == 1
                && !page.contains("<img")
                && !page.contains("javascript:"),
            "B41: the one script is that of the page"
        );
    }

    #[test]
    fn the_page_needs_nothing_from_elsewhere() {
        let page = page(&[]);
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
        assert!(page.contains("Nothing has been published yet."), "B52");
        for outside in ["http:", "https:", "src=", "@import", "url("] {
            assert!(!page.contains(outside), "{outside}");
        }
    }
}
