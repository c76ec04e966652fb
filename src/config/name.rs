//! Names of sources and of feeds: as written, or made from what else is there.

use std::collections::HashMap;
use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use url::Url;

use super::file::{At, Section};
use super::place::{Defaults, lexical};
use super::report::{Fault, Log};
use super::value;
use crate::publish::select::Per;

/// Longest feed name (T-40).
const NAME_LIMIT: usize = 64;

/// Names that Windows keeps for devices: a file of that name cannot be made there (T-40).
const DEVICES: &[&str] = &["con", "prn", "aux", "nul"];

/// The name whose page would be the list of all feeds.
const INDEX: &str = "index";

/// A name for each source: as written, else from its place, made unique.
pub(super) fn of_sources(root: Section<'_>, defaults: &Defaults, log: &mut Log) -> Vec<String> {
    let sections = root.tables("source");
    let mut taken: HashMap<String, Range<usize>> = HashMap::new();
    let mut written = Vec::new();
    for section in &sections {
        let text = section.text("name");
        let name = text.and_then(|text| source_as_written(&text, &mut taken, log));
        written.push(name);
    }
    let mut names = Vec::new();
    for (section, name) in sections.iter().zip(written) {
        names.push(name.unwrap_or_else(|| {
            let base = from_place(section, defaults);
            let mut number = 1;
            let mut name = base.clone();
            while taken.contains_key(&name.to_lowercase()) {
                number += 1;
                name = format!("{base}-{number}");
            }
            taken.insert(name.to_lowercase(), section.span());
            name
        }));
    }
    names
}

fn source_as_written(
    text: &At<&str>,
    taken: &mut HashMap<String, Range<usize>>,
    log: &mut Log,
) -> Option<String> {
    let name = value::line(text, "name", log)?;
    if name.contains('*') || name.chars().count() > 100 {
        let fault = Fault::new(text.span.clone(), "a source cannot be called so");
        log.push(fault.label("at most 100 characters, and no `*`: that stands for all sources"));
        return None;
    }
    if let Some(first) = taken.get(&name.to_lowercase()) {
        log.push(
            Fault::new(
                text.span.clone(),
                format!("two sources are called \"{name}\""),
            )
            .label("the second")
            .other(first.clone(), "the first")
            .help("give each its own name: feeds and states are kept by it"),
        );
        return None;
    }
    taken.insert(name.to_lowercase(), text.span.clone());
    Some(name)
}

fn from_place(section: &Section<'_>, defaults: &Defaults) -> String {
    let from_path = section.text("path").and_then(|path| {
        let path = lexical(&defaults.path(path.value));
        Some(path.file_name()?.to_string_lossy().replace('*', "-"))
    });
    let from_url = || {
        let url = Url::parse(section.text("url")?.value).ok()?;
        let host = url.host_str()?;
        Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
    };
    from_path
        .or_else(from_url)
        .unwrap_or_else(|| "source".to_owned())
}

/// The name: the path of the published files, and so a public promise.
pub(super) fn of_feed(
    section: &Section<'_>,
    title: Option<&str>,
    per: Option<Per>,
    names: &mut HashMap<String, Range<usize>>,
    log: &mut Log,
) -> String {
    let written = section.text("name");
    let name = match (&written, title, per) {
        (Some(text), _, _) => feed_as_written(text, log),
        (None, _, Some(Per::Tag)) => "tags".to_owned(),
        (None, _, Some(Per::Author)) => "authors".to_owned(),
        (None, _, Some(Per::Source)) => "sources".to_owned(),
        (None, Some(title), None) => Some(slug(title))
            .filter(|slug| !slug.is_empty() && !is_device(slug) && slug != INDEX)
            .unwrap_or_else(|| "feed".to_owned()),
        (None, None, None) => "all".to_owned(),
    };
    let span = written
        .or_else(|| section.text("title"))
        .map_or(section.span(), |text| text.span);
    match names.get(&name) {
        Some(first) => log.push(
            Fault::new(span, format!("two feeds would be written to {name}"))
                .label("the second")
                .other(first.clone(), "the first")
                .help("give each a `name` of its own: it is the path of its files"),
        ),
        None => drop(names.insert(name.clone(), span)),
    }
    name
}

/// T-40: `^[a-z0-9][a-z0-9-]{0,63}$`, and no device of Windows.
fn feed_as_written(text: &At<&str>, log: &mut Log) -> String {
    let name = text.value;
    let label = match name {
        "" => "empty",
        INDEX => "index.html is the page that lists all feeds",
        _ if is_device(name) => "Windows keeps this name for a device",
        _ if name.len() > NAME_LIMIT => "longer than 64 characters",
        _ if slug(name) == name => return name.to_owned(),
        _ => "a name is made of a-z, 0-9 and `-`",
    };
    let meant = Some(slug(name)).filter(|slug| !slug.is_empty() && slug != name);
    log.push(
        Fault::new(text.span.clone(), "`name` becomes a path and an address")
            .label(label)
            .maybe_help(meant.map(|meant| format!("did you mean \"{meant}\"?"))),
    );
    name.to_owned()
}

fn is_device(name: &str) -> bool {
    let numbered = name
        .strip_prefix("com")
        .or_else(|| name.strip_prefix("lpt"))
        .is_some_and(|rest| rest.len() == 1 && rest.bytes().all(|b| b.is_ascii_digit()));
    numbered || DEVICES.contains(&name)
}

/// A title as a name: accents dropped, everything else that is not a-z or 0-9 a dash.
fn slug(title: &str) -> String {
    let mut slug = String::new();
    for c in title
        .nfkd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c))
    {
        match c.to_ascii_lowercase() {
            c if c.is_ascii_alphanumeric() => slug.push(c),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
        if slug.len() >= NAME_LIMIT {
            break;
        }
    }
    slug.trim_end_matches('-').to_owned()
}
