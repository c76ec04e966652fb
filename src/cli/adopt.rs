//! `feedmill adopt`: the ids and dates of feeds that were there before stay those of their articles.

use std::path::Path;
use std::sync::Arc;

use anyhow::Context;

use super::{Common, Failure, Outcome, document, progress::Bar};
use crate::config;
use crate::mill::{Mill, Report};

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
For moving to feedmill from another program: readers know an article by its id,
and under another they would show it once more. Run it before the first feed of
feedmill takes the place of the old one; it may be run again.

An entry is the article that has its id, or its address, or its words, or its
title and day. Folders are read to see which articles there are; nothing is
published. Entries of articles that have yet to be fetched wait for them.

Examples:
  feedmill adopt https://example.org/index.xml && feedmill build
  feedmill adopt old/rss.xml old/tags/*.xml

Exit codes: 0 done; 1 a feed cannot be read; 2 config.toml is at fault, nothing
was touched";

/// Entries without an article that are named.
const NAMED: usize = 20;

/// What the command line said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files or http(s) addresses of feeds: RSS, Atom or JSON Feed
    #[arg(value_name = "FEED", required = true, value_hint = clap::ValueHint::AnyPath)]
    pub feeds: Vec<String>,
}

/// Runs the command.
///
/// # Errors
/// When the configuration is at fault, the state cannot be used, or a feed cannot be read: then
/// none is adopted.
pub fn run(common: &Common, args: &Args) -> Result<(Outcome, String), Failure> {
    let settings = Arc::new(config::load(&common.config)?);
    let mut documents = Vec::new();
    for typed in &args.feeds {
        let document = match document::address(typed) {
            Some(url) => document::fetch(&url, super::now()).with_context(|| typed.clone())?,
            None => document::read(Path::new(typed))?,
        };
        documents.push((typed, document));
    }
    let now = super::now();
    let mut mill = Mill::open(settings, now)?;
    let mut entries = 0;
    for (typed, document) in documents {
        let adoption = mill
            .adopt(&document, now)?
            .map_err(|reason| anyhow::anyhow!("{typed}: {reason}"))?;
        entries += adoption.entries;
        if adoption.nameless > 0 {
            tracing::warn!(
                "{typed}: {} entries have neither an id nor an address: readers cannot know them again",
                adoption.nameless
            );
        }
    }
    let bar = Bar::new(common.quiet);
    let mut report = Report::default();
    mill.scan(now, &mut report, &|what, done, total| {
        bar.set(what, done, total)
    })?;
    bar.clear();
    super::say(&report.failures, &report.warnings);
    let waiting = mill.waiting()?;
    tracing::info!("{}", said(entries, &waiting));
    Ok((Outcome::Done, String::new()))
}

/// What came of it, for people.
fn said(entries: usize, waiting: &[(String, Option<String>)]) -> String {
    let number = |number: usize| match number {
        1 => "1 entry".to_owned(),
        number => format!("{number} entries"),
    };
    if entries == 0 {
        return "no entry adopted: there is none".to_owned();
    }
    let mut said = format!("{} adopted", number(entries));
    if waiting.is_empty() {
        said.push_str("; their articles are here and keep ids and dates");
        return said;
    }
    said.push_str(&format!(
        "; {} without an article, which has yet to come or is gone:",
        number(waiting.len())
    ));
    for (id, title) in waiting.iter().take(NAMED) {
        let title = title.as_deref().unwrap_or("no title");
        said.push_str(&format!("\n  {title} ({id})"));
    }
    if waiting.len() > NAMED {
        said.push_str(&format!("\n  and {} more", waiting.len() - NAMED));
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_waits_is_named_up_to_a_number() {
        let waiting: Vec<_> = (0..25).map(|n| (format!("id-{n}"), None)).collect();
        let long = said(30, &waiting);
        assert!(long.starts_with("30 entries adopted; 25 entries without an article"));
        assert!(
            long.ends_with("\n  no title (id-19)\n  and 5 more"),
            "{long}"
        );
        let one = [("a".to_owned(), Some("A title".to_owned()))];
        let short = said(1, &one);
        assert!(
            short.starts_with("1 entry adopted; 1 entry without"),
            "{short}"
        );
        assert!(short.ends_with("\n  A title (a)"), "{short}");
        assert!(said(2, &[]).ends_with("keep ids and dates"));
        assert!(said(0, &[]).contains("no entry"));
    }
}
