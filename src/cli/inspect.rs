//! `feedmill inspect`: what feedmill makes of one source, without any configuration.

use std::io::IsTerminal;
use std::path::Path;

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use url::Url;

use super::document;
use crate::article::{Article, Dated, Document, Kind, Origin, Parsed};
use crate::collect::directory;
use crate::publish::json_feed;
use crate::{normalise, parse, text};

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
Examples:
  feedmill inspect notes/first.md
  feedmill inspect https://blog.rust-lang.org/feed.xml
  feedmill inspect notes | jq -r '.items[] | [.date_published, .title] | @tsv'

No config.toml is needed. Dates are those found in the document; a file's own
time is not one of them. Nothing is fetched besides the address that was given.

Exit codes: 0 done; 1 nothing readable is there";

/// What the command line said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file, a folder, or an http(s) address
    #[arg(value_name = "PATH-or-URL")]
    pub target: String,
    /// The address against which relative links resolve
    #[arg(long, value_name = "URL")]
    pub base_url: Option<Url>,
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

/// What was found, whatever the target is.
struct Found {
    parsed: Parsed,
    articles: Vec<Article>,
}

/// Runs the command and gives what goes to stdout. Dates are those found in the document: `now`
/// serves only to refuse those in the future.
///
/// # Errors
/// When nothing readable is there.
pub fn run(args: &Args, now: DateTime<Utc>) -> anyhow::Result<String> {
    let found = match document::address(&args.target) {
        Some(url) => address(&url, args, now)?,
        None => path(Path::new(&args.target), args, now)?,
    };
    let terminal = std::io::stdout().is_terminal();
    match args.format.unwrap_or(if terminal {
        Format::Table
    } else {
        Format::Json
    }) {
        Format::Json => Ok(serde_json::to_string_pretty(&as_json(&found))? + "\n"),
        Format::Table => Ok(as_table(&found)),
    }
}

fn path(path: &Path, args: &Args, now: DateTime<Utc>) -> anyhow::Result<Found> {
    let options = directory::Options {
        root: path.to_owned(),
        include: directory::ARTICLES
            .iter()
            .map(|&glob| glob.to_owned())
            .collect(),
        exclude: Vec::new(),
    };
    let shown = path.display();
    let listing = directory::list(&options).map_err(|error| document::unreadable(path, error))?;
    let whole = !path.is_dir();
    let mut all = Found {
        parsed: Parsed::default(),
        articles: Vec::new(),
    };
    for refused in listing.refused.iter().chain(&listing.unreadable) {
        all.parsed.warnings.push(format!(
            "{}: {}",
            directory::shown(&refused.path),
            refused.reason
        ));
    }
    for entry in &listing.entries {
        let place = if whole {
            shown.to_string()
        } else {
            directory::shown(&entry.path)
        };
        let one = directory::read(path, &entry.path).map_err(anyhow::Error::from);
        let one = one.and_then(|(bytes, _)| {
            let document = Document {
                origin: Origin::File(directory::relative(&entry.path)),
                bytes,
                content_type: args.content_type.clone(),
                base: args.base_url.clone(),
            };
            read(&document, now)
        });
        match one {
            Ok(one) if whole => return Ok(one),
            Ok(one) => {
                let said = one.parsed.warnings.into_iter();
                all.parsed
                    .warnings
                    .extend(said.map(|warning| format!("{place}: {warning}")));
                all.articles.extend(one.articles);
            }
            Err(error) if whole => return Err(error.context(place)),
            Err(error) => all.parsed.warnings.push(format!("{place}: {error:#}")),
        }
    }
    if all.articles.is_empty() {
        let why = all
            .parsed
            .warnings
            .first()
            .map(|why| format!(" ({why})"))
            .unwrap_or_default();
        bail!("{shown}: there is no article in this folder{why}");
    }
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    all.parsed.format = "folder";
    all.parsed.facts.title = Some(crate::article::Text {
        value: name,
        ..Default::default()
    });
    Ok(all)
}

fn address(url: &Url, args: &Args, now: DateTime<Utc>) -> anyhow::Result<Found> {
    let mut document = document::fetch(url, now)?;
    if let Some(content_type) = &args.content_type {
        document.content_type = Some(content_type.clone());
    }
    if let Some(base) = &args.base_url {
        document.base = Some(base.clone());
    }
    read(&document, now).with_context(|| url.to_string())
}

fn read(document: &Document, now: DateTime<Utc>) -> anyhow::Result<Found> {
    let parsed = parse::parse(document, &parse::Options::default())?;
    let options = normalise::Options::default();
    let base = document.base.as_ref();
    let articles = normalise::articles(parsed.clone(), &document.origin, base, &options, now);
    if articles.is_empty() && parsed.kind != Kind::Feed {
        bail!("there is no article in it");
    }
    Ok(Found { parsed, articles })
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
    let extension = json!({
        "format": found.parsed.format,
        "incomplete": found.parsed.incomplete,
        "feeds": announced.collect::<Vec<_>>(),
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
    let mut item = json_feed::item(article, id(article), published, updated);
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

fn as_table(found: &Found) -> String {
    let mut out = found.parsed.format.to_owned();
    if let Some(title) = found.parsed.facts.title.as_ref().and_then(normalise::plain) {
        out.push_str(&format!(": {title}"));
    }
    let count = found.articles.len();
    out.push_str(&format!(
        ", {count} article{}\n",
        if count == 1 { "" } else { "s" }
    ));
    for link in &found.parsed.announced {
        out.push_str(&format!("announces {} ({})\n", link.url, link.media_type));
    }
    for warning in &found.parsed.warnings {
        out.push_str(&format!("warning: {warning}\n"));
    }
    for article in &found.articles {
        out.push_str(&format!(
            "\n{}\n",
            article.title.as_deref().unwrap_or("(no title)")
        ));
        let date = article.published.as_ref().or(article.updated.as_ref());
        let authors: Vec<&str> = article
            .authors
            .iter()
            .map(|author| author.name.as_str())
            .collect();
        let size = text::from_html(&article.content_html).chars().count();
        let rows = [
            ("address", article.url.clone()),
            (
                "id",
                Some(format!(
                    "{} ({})",
                    id(article),
                    name(&article.identity.origin)
                )),
            ),
            (
                "date",
                Some(date.map_or_else(
                    || "none found: in a feed it gets the file's own time, or when it was first seen".to_owned(),
                    dated,
                )),
            ),
            (
                "updated",
                article
                    .updated
                    .as_ref()
                    .filter(|_| article.published.is_some())
                    .map(dated),
            ),
            ("language", article.language.clone()),
            ("authors", (!authors.is_empty()).then(|| authors.join(", "))),
            (
                "tags",
                (!article.tags.is_empty()).then(|| article.tags.join(", ")),
            ),
            ("image", article.image.clone()),
            (
                "draft",
                article.draft.then(|| "yes: it is not published".to_owned()),
            ),
            ("summary", article.summary.as_ref().map(|summary| {
                format!("{summary} ({})", name(&article.summary_origin))
            })),
            ("content", Some(format!("{size} characters"))),
        ];
        for (label, value) in rows {
            if let Some(value) = value {
                out.push_str(&row(label, &value));
            }
        }
    }
    out
}

/// The id, as far as it is known without a configuration.
fn id(article: &Article) -> &str {
    let identity = &article.identity;
    identity.address.as_ref().unwrap_or(&identity.value)
}

/// A date, and where it was found.
fn dated(date: &Dated) -> String {
    let (at, origin) = (date.at.to_rfc3339(), name(&date.origin));
    format!("{at} ({origin}: {})", date.field)
}

/// A label and its value, folded between words for a terminal of 80 columns.
fn row(label: &str, value: &str) -> String {
    let mut out = format!("  {label:8}");
    let mut column = 10;
    for word in value.split_whitespace() {
        let width = 1 + word.chars().count();
        if column > 10 && column + width > 80 {
            out.push_str("\n          ");
            column = 10;
        }
        out.push(' ');
        out.push_str(word);
        column += width;
    }
    out + "\n"
}

/// The name of an origin as it stands in the JSON.
fn name(origin: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(origin).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_fit_on_a_terminal() {
        let shown = row("summary", &"word ".repeat(30));
        assert!(shown.lines().count() > 1 && shown.lines().all(|line| line.len() <= 80));
        assert!(shown.starts_with("  summary  word word"));
        assert!(
            shown
                .lines()
                .skip(1)
                .all(|line| line.starts_with("           word"))
        );
        let long = "x".repeat(100);
        assert_eq!(row("id", &long), format!("  id       {long}\n"));
    }
}
