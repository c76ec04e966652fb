//! `feedmill inspect`: what feedmill makes of one source, without any configuration.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context;
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use url::Url;

use super::look::{Found, Look};
use super::{Common, Failure, table};
use crate::article::{Article, Listing, Selector};
use crate::config::{self, Place};
use crate::publish::json_feed;
use crate::{normalise, text};

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
Examples:
  feedmill inspect notes/first.md
  feedmill inspect https://blog.rust-lang.org/feed.xml
  feedmill inspect notes | jq -r '.items[] | [.date_published, .title] | @tsv'

No config.toml is needed. Of a page that lists articles, and of JSON, it prints
where it found them, to be pasted into config.toml and mended there;
  feedmill inspect --source council
then shows what becomes of that source. Dates are those found in the document; a file's own
time is not one of them. Nothing is fetched besides the address that was given.

Exit codes: 0 done; 1 nothing readable is there";

/// What the command line said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file, a folder, or an http(s) address
    #[arg(value_name = "PATH-or-URL", required_unless_present = "source", value_hint = clap::ValueHint::AnyPath)]
    pub target: Option<String>,
    /// Look as the source of that name in config.toml does, by its `listing` and all else
    #[arg(long, value_name = "NAME")]
    pub source: Option<String>,
    /// The address against which relative links resolve
    #[arg(long, value_name = "URL")]
    pub base_url: Option<Url>,
    /// A folder of rule files for single sites, to try one out
    #[arg(long, value_name = "DIR", value_hint = clap::ValueHint::DirPath)]
    pub site_rules: Option<PathBuf>,
    /// The media type, when the bytes leave it open
    #[arg(long, value_name = "TYPE")]
    pub content_type: Option<String>,
    /// `table` for people, `json` for JSON Feed 1.1; left out, `table` on a terminal, else `json`
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub format: Option<Format>,
}

/// How the outcome is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// JSON Feed 1.1 with an extension `_feedmill`.
    Json,
    /// A block of lines for each article.
    Table,
}

/// Runs the command and gives what goes to stdout. Dates are those found in the document: `now` serves to refuse those
/// in the future, and to read ages in words.
///
/// # Errors
/// When nothing readable is there, or the configuration that a source is taken from is at fault.
pub fn run(common: &Common, args: &Args, now: DateTime<Utc>) -> Result<String, Failure> {
    let mut look = Look {
        base: args.base_url.clone(),
        content_type: args.content_type.clone(),
        ..Look::default()
    };
    let mut target = args.target.clone();
    if let Some(name) = &args.source {
        let settings = config::load(&common.config)?;
        let source = settings.sources.iter().find(|source| source.name == *name);
        let source = source.ok_or_else(|| {
            let names: Vec<&str> = settings
                .sources
                .iter()
                .map(|source| source.name.as_str())
                .collect();
            let file = common.config.display();
            anyhow::anyhow!(
                "{file} has no source \"{name}\": its sources are {}",
                names.join(", ")
            )
        })?;
        look.parse = source.parse.clone();
        look.normalise = source.normalise.clone();
        target = target.or(Some(match &source.place {
            Place::Directory(options) => options.root.display().to_string(),
            Place::Address(url) => url.to_string(),
        }));
    }
    let mut warnings = Vec::new();
    if let Some(folder) = &args.site_rules {
        let read = config::site_rules(folder);
        let (rules, unread) = read.with_context(|| format!("reading {}", folder.display()))?;
        look.parse.rules = Some(Arc::new(rules));
        warnings = unread;
    }
    let mut found = look.at(&target.unwrap_or_default(), now)?;
    found.parsed.warnings.splice(0..0, warnings);
    let terminal = std::io::stdout().is_terminal();
    match args.format.unwrap_or(if terminal {
        Format::Table
    } else {
        Format::Json
    }) {
        Format::Json => {
            let json = serde_json::to_string_pretty(&as_json(&found)).context("writing JSON")?;
            Ok(json + "\n")
        }
        Format::Table => Ok(table::of(&found)),
    }
}

fn as_json(found: &Found) -> Value {
    let facts = &found.parsed.facts;
    let mut feed = Map::new();
    feed.insert("version".into(), "https://jsonfeed.org/version/1.1".into());
    let title = facts.title.as_ref().and_then(normalise::plain);
    feed.insert("title".into(), title.unwrap_or_default().into());
    let description = facts.description.as_ref().and_then(normalise::plain);
    let optional = [
        ("home_page_url", facts.home_page.clone()),
        ("description", description),
        ("icon", facts.icon.clone()),
        (
            "language",
            facts.language.as_deref().and_then(normalise::language_tag),
        ),
    ];
    for (name, value) in optional {
        if let Some(value) = value {
            feed.insert(name.into(), value.into());
        }
    }
    // In a page a caption is of its picture, which is not in a text; in a file it is the author's words.
    let text = match found.parsed.format {
        "HTML" => text::without_pictures,
        _ => text::from_html,
    };
    let items = found.articles.iter().map(|article| item(article, text));
    feed.insert("items".into(), items.collect());
    let announced = found.parsed.announced.iter().map(|link| link.url.as_str());
    let parts = found.parsed.more.parts.iter().map(Url::as_str);
    let extension = json!({
        "format": found.parsed.format,
        "incomplete": found.parsed.incomplete,
        "feeds": announced.collect::<Vec<_>>(),
        "listing": found.parsed.listing.as_ref().map(listing),
        "whole": found.parsed.more.whole.as_ref().map(Url::as_str),
        "next": found.parsed.more.next.as_ref().map(Url::as_str),
        "parts": parts.collect::<Vec<_>>(),
        "warnings": found.parsed.warnings,
    });
    feed.insert("_feedmill".into(), extension);
    Value::Object(feed)
}

fn item(article: &Article, text: fn(&str) -> String) -> Value {
    // As the store does at first sight: what says only when it was changed appeared no later.
    let dated = article.published.as_ref().or(article.updated.as_ref());
    let updated = article.updated.as_ref().map(|dated| dated.at);
    let published = dated.map(|dated| dated.at);
    let mut item = json_feed::item(article, table::id(article), published, updated);
    item.insert("content_text".into(), text(&article.content_html).into());
    item.insert(
        "_feedmill".into(),
        json!({
            "id": article.identity.origin,
            "date": dated.map(|dated| json!({"origin": dated.origin, "field": dated.field})),
            "summary": article.summary_origin,
            "draft": article.draft,
        }),
    );
    Value::Object(item)
}

/// As it may stand in config.toml under `[source.listing]`.
fn listing(listing: &Listing) -> Value {
    let field = |selector: &Selector| match &selector.attribute {
        Some(attribute) => json!({"selector": selector.path, "attribute": attribute}),
        None => Value::from(selector.path.as_str()),
    };
    let keys = [
        ("item", listing.item.as_deref().map(Value::from)),
        ("link", listing.link.as_ref().map(field)),
        ("title", listing.title.as_ref().map(field)),
        ("date", listing.date.as_ref().map(field)),
        (
            "date_format",
            listing.date_format.as_deref().map(Value::from),
        ),
        ("summary", listing.summary.as_ref().map(field)),
        ("image", listing.image.as_ref().map(field)),
    ];
    let keys = keys.into_iter();
    keys.filter_map(|(key, value)| Some((key.to_owned(), value?)))
        .collect()
}
