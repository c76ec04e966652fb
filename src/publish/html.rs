//! index.html: the page that lists the feeds with the addresses to subscribe to, and what is new, for
//! people who come with a browser. Plain HTML and CSS: no script, nothing fetched from elsewhere,
//! light and dark, from a phone's width up.

use std::collections::{BTreeMap, HashSet};

use minijinja::{Environment, Value, context};
use url::Host;

use super::{FORMATS, date, field, language, xml};
use crate::article::{Entry, Feed, Page};

/// What it is served as.
pub(super) const MEDIA_TYPE: &str = "text/html; charset=utf-8";

/// Most articles listed.
const LATEST: usize = 20;

const TEMPLATE: &str = include_str!("index.html");

/// Folders of feeds made one for each value, by what a reader calls them.
const GROUPS: &[(&str, &str)] = &[
    ("tags", "tag"),
    ("authors", "author"),
    ("sources", "source"),
];

/// A feed as the page lists it.
struct Listed {
    title: String,
    description: Option<String>,
    language: Option<String>,
    ways: Vec<Way>,
}

/// One address of a feed.
struct Way {
    label: &'static str,
    title: String,
    media_type: &'static str,
    url: String,
}

impl Listed {
    fn value(&self) -> Value {
        context! {
            title => &self.title,
            description => &self.description,
            language => &self.language,
            ways => self.ways.iter().map(Way::value).collect::<Value>(),
        }
    }
}

impl Way {
    fn value(&self) -> Value {
        context! {
            label => self.label,
            title => &self.title,
            media_type => self.media_type,
            url => &self.url,
        }
    }
}

/// The page that lists the feeds with subscribe links and the latest articles. Feeds in a folder
/// (`tags/rust`) are folded up by folder.
pub fn index(feeds: &[Feed]) -> Page {
    Page {
        path: "index.html".into(),
        media_type: MEDIA_TYPE,
        bytes: render(feeds).into_bytes(),
    }
}

fn render(feeds: &[Feed]) -> String {
    let mut main = Vec::new();
    let mut groups: BTreeMap<String, Vec<Listed>> = BTreeMap::new();
    for feed in feeds {
        match feed.name.split_once('/') {
            None => main.push(listed(feed)),
            Some((folder, _)) => groups
                .entry(folder.to_owned())
                .or_default()
                .push(listed(feed)),
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
            feeds => feeds.iter().map(Listed::value).collect::<Value>(),
        }
    });
    let context = context! {
        heading => heading(feeds),
        count => feeds.len(),
        announced => announced.into_iter().map(Way::value).collect::<Value>(),
        feeds => main.iter().map(Listed::value).collect::<Value>(),
        groups => groups.collect::<Value>(),
        latest => latest(feeds),
    };
    let mut environment = Environment::new();
    // The name's extension switches escaping on. The template is part of the program and has tests.
    let _ = environment.add_template("index.html", TEMPLATE);
    environment
        .get_template("index.html")
        .and_then(|template| template.render(context))
        .map(|page| page + "\n")
        .unwrap_or_default()
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

fn listed(feed: &Feed) -> Listed {
    let title = xml::line(&feed.title).into_owned();
    let description = xml::line(&feed.description).into_owned();
    let ways = FORMATS
        .iter()
        .filter(|format| feed.formats.iter().any(|name| name == format.name))
        .filter_map(|format| {
            Some(Way {
                label: format.label,
                title: format!("{title} ({})", format.label),
                media_type: format.media_type,
                url: super::address(feed, format)?,
            })
        })
        .collect();
    Listed {
        description: Some(description).filter(|text| !text.is_empty() && *text != title),
        language: feed
            .language
            .as_deref()
            .and_then(language::tag)
            .map(String::from),
        title,
        ways,
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
        .map(|entry| {
            let (url, language) = (&entry.article.url, &entry.article.language);
            let authors = entry.article.authors.iter();
            let authors: Vec<_> = authors.map(|author| xml::line(&author.name)).collect();
            context! {
                title => field::headline(entry),
                summary => entry.article.summary.as_deref().map(|summary| xml::line(summary).into_owned()),
                authors => authors.join(", "),
                url => url.as_deref().and_then(field::http).map(String::from),
                language => language.as_deref().and_then(language::tag),
                date => date::rfc3339(entry.published),
                day => date::writable(entry.published).format("%-d %b %Y").to_string(),
            }
        })
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
        ] {
            assert!(
                page.contains(&format!(
                    "href=\"https:&#x2f;&#x2f;example.org&#x2f;feeds&#x2f;{}\"",
                    address.replace('/', "&#x2f;")
                )),
                "{address}"
            );
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
            !page.contains("<script") && !page.contains("<img") && !page.contains("javascript:"),
            "B41"
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
