//! `[[feed]]` → [`FeedSpec`].

use std::collections::HashMap;
use std::ops::Range;

use percent_encoding::percent_decode_str;
use url::Url;

use super::file::{At, Section};
use super::report::{Fault, Log, nearest};
use super::{name, value};
use crate::publish;
use crate::publish::select::{Edited, FeedSpec, Filter, Per};

const LIMIT: usize = 50;

/// What `per` may be, and what may stand before the colon in a filter.
const PER: &[(&str, Per)] = &[
    ("tag", Per::Tag),
    ("author", Per::Author),
    ("source", Per::Source),
];

/// What `edited` may be.
const EDITED: &[(&str, Edited)] = &[("stays", Edited::Stays), ("again", Edited::Again)];

/// There must be something to publish.
pub(super) fn some(root: Section<'_>, log: &mut Log) {
    if root.tables("feed").is_empty() && root.key_span("feed").is_none() {
        log.push(
            Fault::new(0..0, "there is no [[feed]]: nothing to publish")
                .help("add:\n\n[[feed]]\ntitle = \"My notes\"\nlink = \"https://example.org/\""),
        );
    }
}

/// All feeds, in file order; `sources` are the names of all sources.
pub(super) fn all(
    root: Section<'_>,
    base_url: &Url,
    sources: &[String],
    log: &mut Log,
) -> Vec<FeedSpec> {
    let sections = root.tables("feed");
    let plain = sections
        .iter()
        .filter(|section| section.text("per").is_none());
    let context = Context {
        base_url,
        sources,
        plain: plain.count(),
    };
    let mut names: HashMap<String, Range<usize>> = HashMap::new();
    sections
        .iter()
        .map(|section| feed(section, &context, &mut names, log))
        .collect()
}

struct Context<'a> {
    base_url: &'a Url,
    sources: &'a [String],
    /// How many feeds there are without `per`.
    plain: usize,
}

fn feed(
    section: &Section<'_>,
    context: &Context<'_>,
    names: &mut HashMap<String, Range<usize>>,
    log: &mut Log,
) -> FeedSpec {
    let per = section
        .text("per")
        .and_then(|text| value::choice(&text, "per", PER, log));
    let link = section
        .text("link")
        .and_then(|text| value::address(&text, "link", log));
    let written = section
        .text("title")
        .and_then(|text| title(&text, section, context, log));
    let name = name::of_feed(section, written.as_deref(), per, names, log);
    FeedSpec {
        title: written.unwrap_or_else(|| default_title(&name, per, link.as_ref(), context)),
        description: line(section, "description", log),
        link: link.unwrap_or_else(|| context.base_url.clone()),
        language: section
            .text("language")
            .and_then(|text| value::language(&text, log)),
        author: line(section, "author", log),
        sources: sources(section, context, log),
        limit: section
            .count("limit")
            .and_then(|number| value::between(&number, "limit", 1, 10_000, log))
            .unwrap_or(LIMIT),
        formats: formats(section, log),
        filter: filter(section, context, log),
        edited: section
            .text("edited")
            .and_then(|text| value::choice(&text, "edited", EDITED, log))
            .unwrap_or_default(),
        formerly: formerly(section, context, log),
        name,
        per,
    }
}

/// Paths below the host of `base_url`, without the first `/`.
fn formerly(section: &Section<'_>, context: &Context<'_>, log: &mut Log) -> Vec<String> {
    let Some(texts) = section.texts("formerly") else {
        return Vec::new();
    };
    let mut paths = Vec::new();
    for text in &texts.value {
        let root = format!("{}/", context.base_url.origin().ascii_serialization());
        let written = text.value.strip_prefix(&root).unwrap_or(text.value);
        let path = written.trim_start_matches('/');
        let joined = Url::parse(&root).and_then(|root| root.join(path));
        // What dots, a query or a scheme would make of it is not what was asked for.
        let same = joined.is_ok_and(|joined| {
            let bytes = percent_decode_str(joined.path());
            joined.query().is_none() && bytes.eq(percent_decode_str(&format!("/{path}")))
        });
        if same && !path.is_empty() && !path.contains("://") {
            paths.push(path.trim_end_matches('/').to_owned());
            continue;
        }
        log.push(
            Fault::new(
                text.span.clone(),
                "`formerly` must be paths on the host of `base_url`",
            )
            .label("not a path there")
            .help("for example `formerly = [\"blog/index.xml\"]`, or the former name of the feed"),
        );
    }
    paths
}

fn line(section: &Section<'_>, key: &str, log: &mut Log) -> Option<String> {
    value::line(&section.text(key)?, key, log)
}

/// The title as written; with `per`, a template.
fn title(
    text: &At<&str>,
    section: &Section<'_>,
    context: &Context<'_>,
    log: &mut Log,
) -> Option<String> {
    let title = value::line(text, "title", log)?;
    let (value, inherited) = (title.contains("{value}"), title.contains("{title}"));
    let fault = |message: &str| Fault::new(text.span.clone(), message);
    match section.text("per") {
        None if value => log.push(
            fault("`{value}` stands for something only beside `per`")
                .label("this feed is one feed")
                .help("add `per = \"tag\"` for a feed of each tag, or leave `{value}` out"),
        ),
        Some(_) if inherited && context.plain == 0 => log.push(
            fault("`{title}` stands for the title of the first feed without `per`")
                .label("there is no such feed")
                .help("write the title out: `title = \"My notes: {value}\"`"),
        ),
        // Else all of them would have the same title.
        Some(_) if !value => return Some(format!("{title}: {{value}}")),
        _ => {}
    }
    Some(title)
}

fn default_title(
    name: &str,
    per: Option<Per>,
    link: Option<&Url>,
    context: &Context<'_>,
) -> String {
    match (per, link.and_then(Url::host_str)) {
        (Some(_), _) if context.plain == 0 => "{value}".to_owned(),
        (Some(_), _) => "{title}: {value}".to_owned(),
        (None, Some(host)) if context.plain == 1 => host.to_owned(),
        _ => {
            let mut words = name.replace('-', " ");
            if let Some(first) = words.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            words
        }
    }
}

fn sources(section: &Section<'_>, context: &Context<'_>, log: &mut Log) -> Vec<String> {
    let everything = vec!["*".to_owned()];
    let Some(texts) = section.texts("sources") else {
        return everything;
    };
    let names = || context.sources.iter().map(String::as_str);
    if texts.value.is_empty() {
        log.push(
            Fault::new(texts.span.clone(), "a feed without any source is empty")
                .label("names no source")
                .help("`sources = [\"*\"]` takes from all"),
        );
    }
    let mut found = Vec::new();
    for text in &texts.value {
        if text.value == "*" {
            if texts.value.len() > 1 {
                log.push(
                    Fault::new(text.span.clone(), "`*` stands for all sources")
                        .label("so nothing else can stand beside it"),
                );
            }
            return everything;
        }
        match known(text.value, context) {
            Some(name) if found.iter().any(|other| other == name) => log
                .push(Fault::new(text.span.clone(), "the same source twice").label("leave it out")),
            Some(name) => found.push(name.to_owned()),
            None => log.push(unknown_source(text, text.value, names())),
        }
    }
    found
}

fn known<'a>(name: &str, context: &Context<'a>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let mut names = context.sources.iter().map(String::as_str);
    names.find(|other| other.to_lowercase() == name)
}

fn unknown_source<'a>(
    text: &At<&str>,
    name: &str,
    names: impl Iterator<Item = &'a str> + Clone,
) -> Fault {
    let near = nearest(name, names.clone());
    let names: Vec<String> = names.map(|name| format!("\"{name}\"")).collect();
    Fault::new(
        text.span.clone(),
        format!("there is no source called \"{name}\""),
    )
    .label("unknown source")
    .maybe_help(near.map(|near| format!("did you mean \"{near}\"?")))
    .maybe_help((!names.is_empty()).then(|| format!("the sources are {}", names.join(", "))))
}

fn formats(section: &Section<'_>, log: &mut Log) -> Vec<String> {
    let choices: Vec<(&str, &str)> = publish::FORMATS
        .iter()
        .map(|format| (format.name, format.name))
        .collect();
    let Some(texts) = section.texts("formats") else {
        return choices.iter().map(|(name, _)| (*name).to_owned()).collect();
    };
    if texts.value.is_empty() {
        let fault = Fault::new(
            texts.span.clone(),
            "a feed without any format is not published",
        );
        log.push(fault.label("names no format"));
    }
    let mut formats: Vec<String> = Vec::new();
    for text in &texts.value {
        match value::choice(text, "formats", &choices, log) {
            Some(name) if formats.iter().any(|other| other == name) => log
                .push(Fault::new(text.span.clone(), "the same format twice").label("leave it out")),
            Some(name) => formats.push(name.to_owned()),
            None => {}
        }
    }
    formats
}

fn filter(section: &Section<'_>, context: &Context<'_>, log: &mut Log) -> Filter {
    let Some(filter) = section.table("filter") else {
        return Filter::default();
    };
    let mut terms = |key: &str| {
        let texts = filter
            .texts(key)
            .map(|texts| texts.value)
            .unwrap_or_default();
        for text in &texts {
            term(text, key, context, log);
        }
        texts
    };
    let (any, all, not) = (terms("any"), terms("all"), terms("not"));
    for term in any.iter().chain(&all) {
        let same = |other: &&At<&str>| other.value.to_lowercase() == term.value.to_lowercase();
        if let Some(refused) = not.iter().find(same) {
            log.push(
                Fault::new(term.span.clone(), "wanted and refused at once")
                    .label("wanted here")
                    .other(refused.span.clone(), "refused here"),
            );
        }
    }
    let owned = |terms: Vec<At<&str>>| {
        terms
            .iter()
            .map(|term| term.value.trim().to_owned())
            .collect()
    };
    Filter {
        any: owned(any),
        all: owned(all),
        not: owned(not),
    }
}

/// A word, or `tag:x`, `author:x`, `source:x`.
fn term(text: &At<&str>, key: &str, context: &Context<'_>, log: &mut Log) {
    if value::line(text, key, log).is_none() {
        return;
    }
    let Some((kind, word)) = text.value.trim().split_once(':') else {
        return;
    };
    if !PER.iter().any(|(name, _)| *name == kind) {
        return;
    }
    if word.trim().is_empty() {
        let fault = Fault::new(
            text.span.clone(),
            format!("`{kind}:` needs a word behind it"),
        );
        log.push(fault.help(format!("for example \"{kind}:rust\"")));
    } else if kind == "source" && known(word, context).is_none() {
        let names = context.sources.iter().map(String::as_str);
        log.push(unknown_source(text, word, names));
    }
}
