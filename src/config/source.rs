//! `[[source]]` → [`Source`].

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

use globset::Glob;
use url::Url;

use super::file::{At, Section};
use super::place::{Defaults, is_path, lexical};
use super::report::{Fault, Log, nearest};
use super::settings::{Place, Source};
use super::{auth, listing, value};
use crate::schedule::Schedule;
use crate::{collect, normalise, parse};

/// Keys that mean something only beside `path`.
const FOLDER_KEYS: &[&str] = &["include", "exclude", "link"];

/// Keys that mean something only beside `url`.
const ADDRESS_KEYS: &[&str] = &["adaptive", "full_text", "pages", "listing", "auth"];

/// Most pages of a list that are followed at each turn.
const MOST_PAGES: u64 = 50;

/// What may stand in braces in `link`: the path without its extension, the last part of that without
/// a date in front, and the whole path.
const PLACEHOLDERS: &[&str] = &["path", "slug", "file"];

/// All sources, in file order, each with its name from [`name`](super::name).
pub(super) fn all(
    root: Section<'_>,
    names: &[String],
    defaults: &Defaults,
    warnings: &mut Vec<String>,
    log: &mut Log,
) -> Vec<Source> {
    let sections = root.tables("source");
    addresses_differ(&sections, log);
    sections
        .iter()
        .zip(names)
        .filter_map(|(section, name)| source(section, name.clone(), defaults, warnings, log))
        .collect()
}

/// There must be something to collect.
pub(super) fn some(root: Section<'_>, log: &mut Log) {
    if root.tables("source").is_empty() && root.key_span("source").is_none() {
        log.push(
            Fault::new(0..0, "there is no [[source]]: nothing to collect")
                .help("add, for a folder of articles:\n\n[[source]]\npath = \"articles\"\n")
                .help("or for a web address:\n\n[[source]]\nurl = \"https://blog.rust-lang.org/\""),
        );
    }
}

fn source(
    section: &Section<'_>,
    name: String,
    defaults: &Defaults,
    warnings: &mut Vec<String>,
    log: &mut Log,
) -> Option<Source> {
    let zone = section
        .text("time_zone")
        .and_then(|text| value::zone(&text, log))
        .unwrap_or_else(|| defaults.zone.clone());
    let schedule = section
        .text("every")
        .and_then(|text| value::schedule(&text, &zone, log))
        .unwrap_or_else(|| defaults.every.clone());
    let adaptive = section.flag("adaptive");
    if let (Some(true), Schedule::Cron { .. }) = (adaptive, &schedule) {
        let span = section.key_span("adaptive").unwrap_or(section.span());
        log.push(
            Fault::new(
                span,
                "`adaptive` goes with an interval, not with a cron line",
            )
            .label("this source is asked at the times of a cron line")
            .help("give it `every = \"1h\"`, or leave `adaptive` out"),
        );
    }
    let standard = normalise::Options::default();
    let normalise = normalise::Options {
        day_order: section
            .text("day_order")
            .and_then(|text| value::day_order(&text, log)),
        summary_limit: section
            .count("summary_limit")
            .and_then(|number| value::between(&number, "summary_limit", 20, 10_000, log))
            .unwrap_or(standard.summary_limit),
        iframe_hosts: hosts(section, log),
        link: section.text("link").and_then(|text| template(&text, log)),
        language: section
            .text("language")
            .and_then(|text| value::language(&text, log)),
        zone,
    };
    let place = place(section, defaults, log)?;
    let rules = defaults.rules.as_ref().map(|rules| match &place {
        Place::Address(url) => Arc::new(rules.seen_from(url.host_str().unwrap_or_default())),
        Place::Directory(_) => Arc::clone(rules),
    });
    let credential = match &place {
        Place::Address(url) => auth::of(section, url, defaults, warnings, log),
        Place::Directory(_) => None,
    };
    Some(Source {
        place,
        credential,
        name,
        schedule,
        adaptive: adaptive.unwrap_or(defaults.adaptive),
        full_text: section.flag("full_text"),
        pages: section
            .count("pages")
            .and_then(|number| value::between(&number, "pages", 1, MOST_PAGES, log))
            .unwrap_or(1),
        parse: parse::Options {
            listing: listing::read(section, log),
            rules,
        },
        normalise,
    })
}

/// Either a folder or an address, never both.
fn place(section: &Section<'_>, defaults: &Defaults, log: &mut Log) -> Option<Place> {
    match (section.text("path"), section.text("url")) {
        (Some(path), Some(url)) => {
            log.push(
                Fault::new(url.span, "a source has a `path` or a `url`, not both")
                    .label("this one has a `url`")
                    .other(path.span, "and a `path`")
                    .help("make two sources of it, each under its own `[[source]]`"),
            );
            None
        }
        (None, None) => {
            // When the key is there with the wrong type, that has been said already.
            let said = ["path", "url"]
                .map(|key| section.key_span(key))
                .into_iter()
                .flatten()
                .count();
            if said == 0 {
                log.push(
                    Fault::new(section.span(), "a source needs a `path` or a `url`")
                        .label("this one has neither")
                        .help("for example `path = \"articles\"` or `url = \"https://blog.rust-lang.org/\"`"),
                );
            }
            None
        }
        (Some(path), None) => {
            only_with("url", ADDRESS_KEYS, section, log);
            directory(section, &path, defaults, log).map(Place::Directory)
        }
        (None, Some(url)) => {
            only_with("path", FOLDER_KEYS, section, log);
            let mut address = value::address(&url, "url", log)?;
            address.set_fragment(None);
            Some(Place::Address(address))
        }
    }
}

/// Keys that mean nothing without the other kind of place.
fn only_with(place: &str, keys: &[&str], section: &Section<'_>, log: &mut Log) {
    let (about, this, other) = match place {
        "path" => ("files", "an address", "url"),
        _ => ("addresses", "a folder", "path"),
    };
    for key in keys {
        if let Some(span) = section.key_span(key) {
            log.push(
                Fault::new(span, format!("`{key}` says something about {about}"))
                    .label(format!("this source is {this}"))
                    .help(format!(
                        "leave it out, or give a `{place}` in place of the `{other}`"
                    )),
            );
        }
    }
}

fn directory(
    section: &Section<'_>,
    path: &At<&str>,
    defaults: &Defaults,
    log: &mut Log,
) -> Option<collect::directory::Options> {
    if !is_path(path.value) {
        let meant = format!("url = {:?}", path.value);
        let meant = path
            .value
            .contains("://")
            .then(|| format!("did you mean `{meant}`?"));
        log.push(
            Fault::new(path.span.clone(), "`path` must be a folder or a file")
                .label("not a path on this machine")
                .maybe_help(meant),
        );
        return None;
    }
    let mut globs = |key: &str| {
        let texts = section.texts(key)?.value;
        let globs = texts.iter().filter_map(|text| value::glob(text, key, log));
        Some(globs.collect::<Vec<_>>())
    };
    let include = globs("include").unwrap_or_else(|| {
        collect::directory::ARTICLES
            .iter()
            .map(|glob| (*glob).to_owned())
            .collect()
    });
    let exclude = globs("exclude").unwrap_or_default();
    let root = defaults.path(path.value);
    output_is_no_source(&root, &exclude, path.span.clone(), defaults, log);
    Some(collect::directory::Options {
        root,
        include,
        exclude,
    })
}

/// Feeds written into a folder of articles would be read as articles of the next turn.
fn output_is_no_source(
    root: &Path,
    exclude: &[String],
    span: Range<usize>,
    defaults: &Defaults,
    log: &mut Log,
) {
    let (root, output) = (lexical(root), lexical(&defaults.output));
    let Ok(inside) = output.strip_prefix(&root) else {
        return;
    };
    let page = inside.join("index.html");
    let excluded = exclude
        .iter()
        .filter_map(|glob| Glob::new(glob).ok())
        .any(|glob| glob.compile_matcher().is_match(&page));
    if excluded {
        return;
    }
    let help = match inside.to_string_lossy() {
        inside if inside.is_empty() => "write the feeds to a folder of their own".to_owned(),
        inside => format!("either move one of them, or add `exclude = [\"{inside}/**\"]`"),
    };
    log.push(
        Fault::new(span, "`output` lies inside this source")
            .label("feeds written here would be collected as articles")
            .help(help),
    );
}

/// The address of an article, made from its path.
fn template(text: &At<&str>, log: &mut Log) -> Option<String> {
    let fault = Fault::new(
        text.span.clone(),
        "`link` must be an address with `{path}`, `{slug}` or `{file}` in it",
    );
    let fault = fault.help("for example \"https://example.org/{path}/\": `2024/first.md` becomes https://example.org/2024/first/");
    let mut rest = text.value;
    while let Some((_, after)) = rest.split_once('{') {
        let Some((word, behind)) = after.split_once('}') else {
            log.push(fault.label("a `{` without its `}`"));
            return None;
        };
        if !PLACEHOLDERS.contains(&word) {
            let near = nearest(word, PLACEHOLDERS.iter().copied());
            let near = near.map(|near| format!("did you mean `{{{near}}}`?"));
            let label = format!("`{{{word}}}` stands for nothing");
            log.push(fault.label(label).maybe_help(near));
            return None;
        }
        rest = behind;
    }
    if rest.len() == text.value.len() {
        log.push(fault.label("without it all articles would have the same address"));
        return None;
    }
    let address = At {
        value: &*text.value.replace(['{', '}'], ""),
        span: text.span.clone(),
    };
    value::address(&address, "link", log)?;
    Some(text.value.to_owned())
}

/// Hosts whose iframes are kept (T-31).
fn hosts(section: &Section<'_>, log: &mut Log) -> Vec<String> {
    let texts = section.texts("iframe_hosts").map(|texts| texts.value);
    let mut hosts = Vec::new();
    for text in texts.unwrap_or_default() {
        match url::Host::parse(text.value) {
            Ok(url::Host::Domain(host)) => hosts.push(host),
            _ => log.push(
                Fault::new(text.span, "`iframe_hosts` holds host names")
                    .label("not a host name")
                    .help("for example \"www.youtube-nocookie.com\""),
            ),
        }
    }
    hosts
}

/// The same address twice is asked twice, and its articles come from two sources.
fn addresses_differ(sections: &[Section<'_>], log: &mut Log) {
    let mut seen: HashMap<String, Range<usize>> = HashMap::new();
    for text in sections.iter().filter_map(|section| section.text("url")) {
        let Ok(mut url) = Url::parse(text.value) else {
            continue;
        };
        url.set_fragment(None);
        match seen.get(url.as_str()) {
            Some(first) => log.push(
                Fault::new(text.span, "two sources have the same address")
                    .label("the second")
                    .other(first.clone(), "the first")
                    .help("keep one; any number of feeds can take from it"),
            ),
            None => drop(seen.insert(url.into(), text.span)),
        }
    }
}
