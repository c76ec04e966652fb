//! What has broken the feeds of other publishers (B01 … B52): here are those tests for which no other module is the place.
//! docs/requirements.md says which test shows what.

mod addresses;
mod attributes;
mod dates;
mod documents;
mod fields;
mod ids;
mod machine;
mod markup;
mod served;
mod state;

use std::collections::BTreeSet;

use chrono::DateTime;
use quick_xml::events::Event;

use crate::server::{Answer, Server};
use crate::site::Site;

/// What every configuration here begins with; nothing is waited for.
const HEAD: &str = "base_url = \"https://feeds.example.org/\"\nevery = \"1s\"\n[serve]\nlisten = \"\"\n\
     [fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n";

/// One feed of everything.
const ALL: &str =
    "[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\nlimit = 1000\n";

/// A site that takes from these paths of a server, each a source of the same name.
fn site(server: &Server, paths: &[&str]) -> Site {
    let sources = paths.iter().map(|path| {
        format!(
            "[[source]]\nname = \"{path}\"\nurl = \"{}/{path}\"\n",
            server.base
        )
    });
    Site::new(&format!("{HEAD}{}{ALL}", sources.collect::<String>()))
}

/// An RSS document of these items.
fn rss(items: &str) -> Answer {
    let body = format!(
        "<rss version=\"2.0\" xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" \
         xmlns:itunes=\"http://www.itunes.com/dtds/podcast-1.0.dtd\" xmlns:media=\"http://search.yahoo.com/mrss/\" \
         xmlns:podcast=\"https://podcastindex.org/namespace/1.0\"><channel><title>U</title>\
         <link>https://u.example/</link><description>d</description>{items}</channel></rss>"
    );
    Answer::new("application/rss+xml", body)
}

/// Characters as XML wants them.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// An article as a reader of one format finds it; what the format has no place for is empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Seen {
    id: String,
    title: String,
    link: String,
    /// In seconds since the epoch.
    published: i64,
    summary: String,
    content: String,
    tags: Vec<String>,
    author: String,
}

fn instant(text: &str) -> i64 {
    let at = DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_rfc2822(text));
    at.unwrap_or_else(|error| panic!("{text}: {error}"))
        .timestamp()
}

/// A feed as readers not our own find it in RSS, Atom and JSON, each with its name.
fn read_back(site: &Site, feed: &str) -> [(&'static str, Vec<Seen>); 3] {
    let text = |format: &str| site.read(&format!("feeds/{feed}.{format}"));
    let channel = rss::Channel::read_from(text("rss").as_bytes()).expect("RSS");
    let atom = atom_syndication::Feed::read_from(text("atom").as_bytes()).expect("Atom");
    let json: serde_json::Value = serde_json::from_str(&text("json")).expect("JSON");
    [
        ("rss", channel.items.iter().map(of_rss).collect()),
        ("atom", atom.entries.iter().map(of_atom).collect()),
        (
            "json",
            json["items"]
                .as_array()
                .expect("items")
                .iter()
                .map(of_json)
                .collect(),
        ),
    ]
}

fn of_rss(item: &rss::Item) -> Seen {
    let own = |text: &Option<String>| text.clone().unwrap_or_default();
    // Without a summary the description is the whole text.
    let (summary, content) = match &item.content {
        Some(content) => (plain(&own(&item.description)), content.clone()),
        None => (String::new(), own(&item.description)),
    };
    let creators = item.dublin_core_ext.as_ref().map(|dc| dc.creators.clone());
    Seen {
        id: item
            .guid
            .as_ref()
            .map(|guid| guid.value.clone())
            .unwrap_or_default(),
        title: own(&item.title),
        link: own(&item.link),
        published: item.pub_date.as_deref().map(instant).unwrap_or_default(),
        summary,
        content,
        tags: item.categories.iter().map(|tag| tag.name.clone()).collect(),
        author: creators
            .and_then(|names| names.into_iter().next())
            .unwrap_or_default(),
    }
}

fn of_atom(entry: &atom_syndication::Entry) -> Seen {
    let text = |text: &atom_syndication::Text| match text.r#type {
        atom_syndication::TextType::Html => plain(&text.value),
        _ => text.value.clone(),
    };
    let link = entry.links.iter().find(|link| link.rel == "alternate");
    Seen {
        id: entry.id.clone(),
        title: text(&entry.title),
        link: link.map(|link| link.href.clone()).unwrap_or_default(),
        published: entry.published.map(|at| at.timestamp()).unwrap_or_default(),
        summary: entry.summary.as_ref().map(text).unwrap_or_default(),
        content: entry
            .content
            .as_ref()
            .and_then(|content| content.value.clone())
            .unwrap_or_default(),
        tags: entry
            .categories
            .iter()
            .map(|tag| tag.term.clone())
            .collect(),
        author: entry
            .authors
            .first()
            .map(|who| who.name.clone())
            .unwrap_or_default(),
    }
}

fn of_json(item: &serde_json::Value) -> Seen {
    let text = |name: &str| item[name].as_str().unwrap_or_default().to_owned();
    let tags = item["tags"].as_array().into_iter().flatten();
    Seen {
        id: text("id"),
        title: text("title"),
        link: text("url"),
        published: item["date_published"]
            .as_str()
            .map(instant)
            .unwrap_or_default(),
        summary: text("summary"),
        content: text("content_html"),
        tags: tags
            .filter_map(|tag| tag.as_str().map(str::to_owned))
            .collect(),
        author: item["authors"][0]["name"]
            .as_str()
            .unwrap_or_default()
            .to_owned(),
    }
}

/// A text that was written as HTML.
fn plain(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&amp;", "&")
}

/// Nothing in any published file is against its standard, as `feedmill check` sees it.
fn is_right(site: &Site) {
    let ran = site.run(&["check"]);
    assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
}

/// Fails where XML 1.0 forbids a character, as it stands or as a reference, or where a tag does not fit; the names of all
/// elements and attributes.
fn well_formed(text: &str) -> BTreeSet<String> {
    let allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    let bad = text.chars().find(|c| !allowed(*c));
    assert_eq!(bad, None);
    for reference in text.split("&#").skip(1) {
        let number = reference.split(';').next().unwrap_or_default();
        let number = match number.strip_prefix('x') {
            Some(digits) => u32::from_str_radix(digits, 16),
            None => number.parse(),
        };
        let character = number.ok().and_then(char::from_u32);
        assert!(
            character.is_some_and(allowed),
            "&#{}",
            reference.get(..9).unwrap_or(reference)
        );
    }
    let mut names = BTreeSet::new();
    let mut reader = quick_xml::Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader
            .read_event()
            .unwrap_or_else(|error| panic!("{error} in {text}"))
        {
            Event::Start(tag) | Event::Empty(tag) => {
                names.insert(String::from_utf8_lossy(tag.name().as_ref()).into_owned());
                for attribute in tag.attributes() {
                    let attribute = attribute.unwrap_or_else(|error| panic!("{error} in {text}"));
                    names.insert(format!(
                        "@{}",
                        String::from_utf8_lossy(attribute.key.as_ref())
                    ));
                }
            }
            Event::Eof => return names,
            _ => {}
        }
    }
}
