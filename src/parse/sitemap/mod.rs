//! Sitemaps (sitemaps.org, protocol 0.9), with what Google adds for news, images and videos: a list of addresses, an
//! index of other sitemaps, or one address a line in a text. Read as leniently as feeds are.

use super::xml::tokens::{Token, Tokens};
use super::{Clues, Error, Format, Options};
use crate::article::{Document, Kind, More, Parsed};

mod entries;
mod part;
mod site;
mod url;

#[cfg(test)]
mod tests;

use entries::{Entries, Entry};
use site::Site;

pub(super) const FORMAT: Format = Format {
    name: "sitemap",
    recognises,
    parse,
    head: None,
};

/// Most addresses in one sitemap, by the protocol.
const ADDRESSES: usize = 50_000;

/// Roots of other documents: a sitemap that is shown in one is none.
const OTHER_ROOTS: &[&str] = &["html", "rss", "rdf", "feed", "channel"];

fn recognises(clues: &Clues<'_>) -> bool {
    if !clues.head.starts_with('<') {
        return is_text(clues);
    }
    let mut first = true;
    for token in Tokens::new(clues.head) {
        let Token::Start {
            name, attributes, ..
        } = token
        else {
            continue;
        };
        let name = entries::local(name);
        if OTHER_ROOTS
            .iter()
            .any(|root| name.eq_ignore_ascii_case(root))
        {
            return false;
        }
        // a warning of the server's may stand before it
        if entries::is_root(name) && (first || attributes.contains("sitemap")) {
            return true;
        }
        first = false;
    }
    false
}

/// Two lines at least, and nothing but addresses. The last line may be cut, as the head is.
fn is_text(clues: &Clues<'_>) -> bool {
    let labelled = clues.media_type == "text/plain"
        || clues.media_type.is_empty() && ["", "txt"].contains(&clues.extension);
    let mut lines = clues.head.lines().map(str::trim).filter(|l| !l.is_empty());
    let is_address = |line: &str| site::is_web(line) && !line.contains(char::is_whitespace);
    labelled
        && lines.next().is_some_and(is_address)
        && lines.next().is_some_and(is_address)
        && lines.all(|line| is_address(line) || "https://".starts_with(line))
}

fn parse(document: &Document, text: &str, _: &Options) -> Result<Parsed, Error> {
    let mut entries = Vec::new();
    let (format, complete, more) = if text.starts_with('<') {
        let mut reader = Entries::new(text);
        entries.extend(reader.by_ref().take(ADDRESSES));
        let more = reader.next().is_some();
        let format = match (reader.is_index(), reader.has_news()) {
            (true, _) => "sitemap index",
            (_, true) => "news sitemap",
            _ => "sitemap",
        };
        (format, reader.is_complete() && !more, more)
    } else {
        let mut lines = text.lines().filter(|line| !line.trim().is_empty());
        entries.extend(lines.by_ref().take(ADDRESSES).map(Entry::line));
        let more = lines.next().is_some();
        ("text sitemap", !more, more)
    };
    let links = entries.iter().filter_map(Entry::link);
    let mut site = Site::of(document.base.as_ref(), links);
    let mut articles = Vec::new();
    let mut parts = Vec::new();
    for entry in entries {
        let Some(address) = entry.link().and_then(|link| site.take(link)) else {
            continue;
        };
        if entry.is_part() {
            parts.push((address, entry));
        } else if address.path() != "/" || address.query().is_some() {
            // not the home page: it is the site, no article of it
            articles.push(url::article(address, entry, document.base.as_ref()));
        }
    }
    let mut warnings = Vec::new();
    if more {
        warnings.push(format!(
            "it has more than {ADDRESSES} addresses: the rest is left out"
        ));
    } else if !complete {
        warnings.push("it ends early: what was cut is left out".to_owned());
    }
    if site.refused() > 0 {
        warnings.push(format!(
            "{} of its addresses are none of its site and are left out",
            site.refused()
        ));
    }
    Ok(Parsed {
        format,
        kind: Kind::List,
        articles,
        more: More {
            parts: part::newest_first(parts),
            ..More::default()
        },
        incomplete: !complete,
        warnings,
        ..Parsed::default()
    })
}
