//! `feedmill add`: a folder or an address, looked at and written into config.toml as a source.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};
use chrono::{DateTime, Utc};
use toml_edit::{DocumentMut, Table};
use url::Url;

use super::look::{Found, Look};
use super::{Common, Failure, Outcome, document, edit, table};
use crate::article::Kind;
use crate::config::{self, Place, Settings};
use crate::mill::address::is_substantial;
use crate::normalise;

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
It shows what would be published and appends a [[source]] to config.toml, and a
[[feed]] when there is none; everything else in the file stays as it is. Without
a config.toml it writes one.

Examples:
  feedmill add https://blog.rust-lang.org/
  feedmill add https://example.org/sitemap.xml
  feedmill add ~/notes && feedmill run

Exit codes: 0 done, or it was there already; 1 nothing readable is there; 2
config.toml is at fault; in both cases nothing was written";

/// Articles that are shown.
const SHOWN: usize = 10;

/// What the command line said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// A folder, a file, or an http(s) address: a feed, a page, a sitemap
    #[arg(value_name = "PATH-or-URL", value_hint = clap::ValueHint::AnyPath)]
    pub target: String,
}

/// Runs the command and gives what to show.
///
/// # Errors
/// When nothing readable is there, or the configuration is at fault or cannot be written.
pub fn run(common: &Common, args: &Args, now: DateTime<Utc>) -> Result<(Outcome, String), Failure> {
    let file = &common.config;
    let text = edit::read(file)?;
    // What is missing is about to be added; any other fault is said once that is done.
    let settings = config::check(&text, file).ok();
    let place = place(&args.target, file)?;
    if let Some(known) = settings
        .as_ref()
        .and_then(|settings| known(settings, &place, file))
    {
        let shown = file.display();
        return Ok((
            Outcome::Done,
            format!("{shown} has it already, as the source \"{known}\"\n"),
        ));
    }
    let found = look(&args.target, now)?;
    let mut said = shown(&found);
    let (edited, added) =
        edited(&text, &place, &found).with_context(|| format!("editing {}", file.display()))?;
    let settings = config::check(&edited, file)?;
    edit::write(file, &edited)?;
    said += &format!("\nadded to {}:\n\n{}\n", file.display(), added.trim());
    let name = settings
        .sources
        .last()
        .map(|source| source.name.as_str())
        .unwrap_or_default();
    if !edit::is_taken(&settings, name) {
        said += &format!(
            "\nno feed takes from it yet: add \"{name}\" to the `sources` of one in {}\n",
            file.display()
        );
    }
    Ok((Outcome::Done, said))
}

/// What is written behind `path` or `url`.
enum Target {
    Path(String),
    Url(Url),
}

fn place(typed: &str, file: &Path) -> anyhow::Result<Target> {
    if let Some(mut url) = document::address(typed) {
        if !matches!(url.scheme(), "http" | "https") {
            bail!("{typed}: only http and https addresses can be followed");
        }
        url.set_fragment(None);
        return Ok(Target::Url(url));
    }
    let path =
        fs::canonicalize(typed).map_err(|error| document::unreadable(Path::new(typed), error))?;
    // As seen from the folder of the file, where it lies below.
    let folder = file.parent().unwrap_or(Path::new(""));
    let folder = if folder.as_os_str().is_empty() {
        Path::new(".")
    } else {
        folder
    };
    let inside = fs::canonicalize(folder)
        .ok()
        .and_then(|folder| path.strip_prefix(folder).ok().map(Path::to_owned));
    let path = inside
        .filter(|inside| !inside.as_os_str().is_empty())
        .unwrap_or(path);
    match path.to_str() {
        Some(path) => Ok(Target::Path(path.to_owned())),
        None => bail!("{}: a path in config.toml must be UTF-8", path.display()),
    }
}

/// The name of the source that is there already.
fn known<'a>(settings: &'a Settings, place: &Target, file: &Path) -> Option<&'a str> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let same = |source: &&config::Source| match (&source.place, place) {
        (Place::Address(known), Target::Url(url)) => known == url,
        (Place::Directory(known), Target::Path(path)) => {
            let (known, path) = (
                fs::canonicalize(&known.root),
                fs::canonicalize(folder.join(path)),
            );
            matches!((known, path), (Ok(known), Ok(path)) if known == path)
        }
        _ => false,
    };
    settings
        .sources
        .iter()
        .find(same)
        .map(|source| source.name.as_str())
}

/// What is there; of a page that announces a feed, the feed.
fn look(typed: &str, now: DateTime<Utc>) -> anyhow::Result<Found> {
    let look = Look::default();
    let found = look.at(typed, now)?;
    if !matches!(found.parsed.kind, Kind::Page | Kind::List) {
        return Ok(found);
    }
    if let Some(feed) = found.parsed.announced.first()
        && let Ok(feed) = look.address(&feed.url, now)
    {
        return Ok(feed);
    }
    let is_list = found.parsed.kind == Kind::List;
    if !is_list && !found.articles.iter().any(is_substantial) {
        bail!(
            "{typed}: no feed, no list of articles and no article, and it announces no feed\n\
             hint: `feedmill inspect` shows what is there; `[source.listing]` says where a list is"
        );
    }
    Ok(found)
}

/// What it is, and the articles that would be published.
fn shown(found: &Found) -> String {
    let mut out = table::headline(found);
    for article in found.articles.iter().take(SHOWN) {
        let date = article.published.as_ref().or(article.updated.as_ref());
        let date = date.map_or("no date   ".to_owned(), |date| {
            date.at.format("%Y-%m-%d").to_string()
        });
        let title = article.title.as_deref().unwrap_or("(no title)");
        out += &format!("  {date}  {title}\n");
    }
    if found.articles.len() > SHOWN {
        out += &format!("  and {} more\n", found.articles.len() - SHOWN);
    }
    if found.parsed.kind == Kind::List {
        out += "the page of each is fetched once, for its text and date (`full_text = false` keeps to the list)\n";
    }
    out
}

/// The text with the source, and with a feed when there is none; and what was added.
fn edited(text: &str, place: &Target, found: &Found) -> anyhow::Result<(String, String)> {
    let mut document: DocumentMut = text.parse()?;
    let mut source = Table::new();
    match place {
        Target::Path(path) => source["path"] = toml_edit::value(path.as_str()),
        Target::Url(url) => source["url"] = toml_edit::value(url.as_str()),
    }
    let mut added = format!("[[source]]\n{source}");
    edit::push(&mut document, "source", source)?;
    if document.get("feed").is_none() {
        let mut feed = Table::new();
        let title = found.parsed.facts.title.as_ref().and_then(normalise::plain);
        if let Some(title) = title {
            feed["title"] = toml_edit::value(title);
        }
        let home = found.parsed.facts.home_page.clone();
        let link = match place {
            Target::Url(url) => Some(home.unwrap_or_else(|| url.to_string())),
            Target::Path(_) => None,
        };
        if let Some(link) = link {
            feed["link"] = toml_edit::value(link);
        }
        added += &format!("\n[[feed]]\n{feed}");
        edit::push(&mut document, "feed", feed)?;
    }
    Ok((document.to_string(), added))
}
