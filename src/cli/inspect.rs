//! `feedmill inspect`: what feedmill makes of one source, without any config.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use serde_json::{Map, Value, json};
use url::Url;

use crate::article::{Article, Document, Origin, Parsed};
use crate::publish::json_feed;
use crate::{normalise, parse, text};

/// What the command line said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A file, a folder, or an http(s) address.
    pub target: String,
    /// The address against which relative links resolve.
    #[arg(long, value_name = "URL")]
    pub base_url: Option<Url>,
    /// The media type, when the bytes leave it open.
    #[arg(long, value_name = "TYPE")]
    pub content_type: Option<String>,
}

/// Runs the command and gives what goes to stdout.
///
/// # Errors
/// When nothing readable is there.
pub fn run(args: &Args, now: DateTime<Utc>) -> anyhow::Result<String> {
    let path = PathBuf::from(&args.target);
    let (parsed, articles) = file(&path, args, now)?;
    let feed = json(&parsed, &articles);
    Ok(serde_json::to_string_pretty(&feed)? + "\n")
}

fn file(path: &Path, args: &Args, now: DateTime<Utc>) -> anyhow::Result<(Parsed, Vec<Article>)> {
    let bytes = std::fs::read(path).with_context(|| format!("reading {}", path.display()))?;
    let name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let document = Document {
        origin: Origin::File(name),
        bytes,
        content_type: args.content_type.clone(),
        base: args.base_url.clone(),
    };
    let parsed = parse::parse(&document).with_context(|| format!("{}", path.display()))?;
    let options = normalise::Options::default();
    let articles = normalise::articles(
        parsed.clone(),
        &document.origin,
        document.base.as_ref(),
        &options,
        now,
    );
    if articles.is_empty() && parsed.kind != crate::article::Kind::Feed {
        bail!("{}: there is no article in it", path.display());
    }
    Ok((parsed, articles))
}

fn json(parsed: &Parsed, articles: &[Article]) -> Value {
    let mut feed = Map::new();
    feed.insert("version".into(), "https://jsonfeed.org/version/1.1".into());
    let title = parsed
        .facts
        .title
        .as_ref()
        .map(|title| text::fold(&title.value))
        .unwrap_or_default();
    feed.insert("title".into(), title.into());
    if let Some(home) = &parsed.facts.home_page {
        feed.insert("home_page_url".into(), home.as_str().into());
    }
    if let Some(description) = &parsed.facts.description {
        feed.insert("description".into(), text::fold(&description.value).into());
    }
    if let Some(language) = &parsed.facts.language {
        feed.insert("language".into(), language.as_str().into());
    }
    feed.insert("items".into(), articles.iter().map(item).collect());
    feed.insert(
        "_feedmill".into(),
        json!({"format": parsed.format, "warnings": parsed.warnings}),
    );
    Value::Object(feed)
}

fn item(article: &Article) -> Value {
    let published = article.published.as_ref().map(|dated| dated.at);
    let updated = article.updated.as_ref().map(|dated| dated.at);
    let mut item = json_feed::item(article, &article.identity.value, published, updated);
    item.insert(
        "content_text".into(),
        text::from_html(&article.content_html).into(),
    );
    item.insert(
        "_feedmill".into(),
        json!({
            "id": article.identity.origin,
            "date": article.published.as_ref().map(|dated| json!({"origin": dated.origin, "field": dated.field})),
            "summary": article.summary_origin,
        }),
    );
    Value::Object(item)
}
