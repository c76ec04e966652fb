//! `feedmill import`: the subscriptions of an OPML file, written into config.toml as sources.

use std::collections::{HashMap, HashSet};
use std::io::Read;
use std::path::Path;

use anyhow::{Context, bail};
use toml_edit::{DocumentMut, Table};
use url::Url;

use super::{Common, Failure, Outcome, document, edit};
use crate::article::{Markup, Text};
use crate::config::{self, Place, Settings};
use crate::normalise;
use crate::parse::opml::{self, Outline, OutlineKind, Subscriptions};
use crate::store::Store;

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
For each subscription that is not there yet a [[source]] is appended to
config.toml, and a [[feed]] of all when there is none; everything else in the
file stays as it is. Without a config.toml it writes one. Nothing is fetched:
`feedmill run` or `build` does that. Lists that the file includes are named, and
not followed.

Examples:
  feedmill import subscriptions.opml
  newsboat -e | feedmill import -

Exit codes: 0 done, or all was there already; 1 it is no OPML, or no address of
it can be followed; 2 config.toml is at fault; then nothing was written";

/// Largest list that is read, in bytes.
const LARGEST: u64 = 16 << 20;
/// Longest name of a source that is made from a title, in characters.
const NAME: usize = 80;
/// Longest address that is shown, in characters.
const SHOWN: usize = 200;

/// What the command line said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// An OPML file, as readers export it; `-` reads it from stdin
    #[arg(value_name = "FILE", value_hint = clap::ValueHint::FilePath)]
    pub file: String,
    /// Take links to pages too: feedmill can follow pages that list articles
    #[arg(long)]
    pub links: bool,
}

/// Runs the command and gives what to show.
///
/// # Errors
/// When there is no list of subscriptions, or the configuration is at fault or cannot be written.
pub fn run(common: &Common, args: &Args) -> Result<(Outcome, String), Failure> {
    let file = &common.config;
    let shown = if args.file == "-" {
        "stdin"
    } else {
        &args.file
    };
    let bytes = read(&args.file)?;
    let list = opml::subscriptions(&bytes).with_context(|| shown.to_owned())?;
    for warning in &list.warnings {
        tracing::warn!("{shown}: {warning}");
    }
    if list.outlines.is_empty() {
        return Err(anyhow::anyhow!("{shown}: there is no subscription in it").into());
    }
    let text = edit::read(file)?;
    let editing = || format!("editing {}", file.display());
    let mut document: DocumentMut = text.parse().with_context(editing)?;
    if document.get("feed").is_none() {
        edit::push(&mut document, "feed", feed(&list)).with_context(editing)?;
    }
    // Without a source, what is wrong may be just that: anything else is said once there are some.
    let before = match document.contains_key("source") {
        true => Some(config::check(&document.to_string(), file)?),
        false => None,
    };
    let mut known = before.as_ref().map(Known::of).unwrap_or_default();
    let sorted: Vec<(Outline, Verdict)> = list
        .outlines
        .into_iter()
        .map(|outline| {
            let verdict = known.judge(&outline, args.links);
            (outline, verdict)
        })
        .collect();
    let mut added = Vec::new();
    for (_, verdict) in &sorted {
        if let Verdict::Added(name, url) = verdict {
            let mut source = Table::new();
            source["name"] = toml_edit::value(name);
            source["url"] = toml_edit::value(url.as_str());
            edit::push(&mut document, "source", source).with_context(editing)?;
            added.push(name.as_str());
        }
    }
    let mut said = said(&sorted, file);
    if added.is_empty() {
        let any = sorted
            .iter()
            .any(|(_, verdict)| matches!(verdict, Verdict::There(_)));
        let outcome = if any { Outcome::Done } else { Outcome::Wanting };
        return Ok((outcome, said));
    }
    let text = document.to_string();
    let settings = config::check(&text, file)?;
    edit::write(file, &text)?;
    if !added.iter().any(|name| edit::is_taken(&settings, name)) {
        said += &format!(
            "\nno feed takes from them yet: add their names, or \"*\" for all, to the `sources` of one in {}\n",
            file.display()
        );
    }
    Ok((Outcome::Done, said))
}

fn read(typed: &str) -> anyhow::Result<Vec<u8>> {
    if typed != "-" {
        if document::address(typed).is_some() {
            bail!("{typed}: a file is imported, not an address: `curl URL | feedmill import -`");
        }
        return Ok(document::read(Path::new(typed))?.bytes);
    }
    let mut bytes = Vec::new();
    let mut stdin = std::io::stdin().lock().take(LARGEST + 1);
    stdin.read_to_end(&mut bytes).context("reading stdin")?;
    if bytes.len() as u64 > LARGEST {
        bail!("stdin: more than {} MiB are no list", LARGEST >> 20);
    }
    Ok(bytes)
}

/// A feed of everything, called as the list is.
fn feed(list: &Subscriptions) -> Table {
    let mut feed = Table::new();
    feed["name"] = toml_edit::value("all");
    feed["title"] = toml_edit::value(
        list.title
            .as_deref()
            .and_then(plain)
            .unwrap_or_else(|| "All".to_owned()),
    );
    feed
}

/// What becomes of an outline.
enum Verdict {
    /// It becomes a source of this name and address.
    Added(String, Url),
    /// It is the source of this name.
    There(String),
    /// It is left out, and why.
    Skipped(&'static str),
}

/// What is followed already.
#[derive(Default)]
struct Known {
    /// Addresses, each with the name of its source.
    addresses: HashMap<String, String>,
    /// Names in lower case, those that are made up for sources without one among them.
    names: HashSet<String>,
    /// How many times a name was wanted.
    wanted: HashMap<String, usize>,
}

impl Known {
    fn of(settings: &Settings) -> Self {
        let mut known = Known::default();
        // A page that announces a feed is followed by that: the state knows it. It may be missing, or of
        // another version.
        let store = Store::read(&settings.state).ok().flatten();
        for source in &settings.sources {
            let name = &source.name;
            known.names.insert(name.to_lowercase());
            let Place::Address(url) = &source.place else {
                continue;
            };
            let state = store.as_ref().and_then(|store| store.source(name).ok());
            let found = state.map(|state| [state.feed_url, state.moved_to]);
            let found = found.into_iter().flatten().flatten();
            for address in found.chain([url.to_string()]) {
                known.addresses.insert(address, name.clone());
            }
        }
        known
    }

    fn judge(&mut self, outline: &Outline, links: bool) -> Verdict {
        match outline.kind {
            OutlineKind::List => {
                return Verdict::Skipped("another list: import it by itself");
            }
            OutlineKind::Link if !links => {
                return Verdict::Skipped("a link to a page: `--links` takes those");
            }
            OutlineKind::Feed | OutlineKind::Link => {}
        }
        let url = match address(&outline.address) {
            Ok(url) => url,
            Err(reason) => return Verdict::Skipped(reason),
        };
        if let Some(name) = self.addresses.get(url.as_str()) {
            return Verdict::There(name.clone());
        }
        let title = outline.title.as_deref().and_then(plain);
        let host = || url.host_str().unwrap_or("source").to_owned();
        let name = self.name(&title.unwrap_or_else(host));
        self.addresses.insert(url.to_string(), name.clone());
        Verdict::Added(name, url)
    }

    /// A name that no other source has.
    fn name(&mut self, title: &str) -> String {
        // `*` stands for all sources
        let base: String = title.replace('*', "-").chars().take(NAME).collect();
        let base = base.trim().to_owned();
        let wanted = self.wanted.entry(base.to_lowercase()).or_default();
        loop {
            *wanted += 1;
            let name = match *wanted {
                1 => base.clone(),
                number => format!("{base}-{number}"),
            };
            if self.names.insert(name.to_lowercase()) {
                return name;
            }
        }
    }
}

fn plain(title: &str) -> Option<String> {
    normalise::plain(&Text {
        value: title.to_owned(),
        markup: Markup::Unsure,
        base: None,
    })
}

/// The address as config.toml takes it.
fn address(written: &str) -> Result<Url, &'static str> {
    // `feed://example.org/` and `feed:https://example.org/`: what browsers handed to readers
    let web = match written.get(..5) {
        Some(scheme) if scheme.eq_ignore_ascii_case("feed:") => {
            let rest = written.get(5..).unwrap_or_default();
            match rest.starts_with("//") {
                true => format!("http:{rest}"),
                false => rest.to_owned(),
            }
        }
        _ => written.to_owned(),
    };
    let mut url = Url::parse(&web).map_err(|_| "no http or https address")?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err("no http or https address");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a user name or a password: add it by hand, with [source.auth]");
    }
    url.set_fragment(None);
    Ok(url)
}

/// What was added, what was there and what was left out, for people.
fn said(sorted: &[(Outline, Verdict)], file: &Path) -> String {
    let (mut added, mut there, mut skipped) = (Vec::new(), Vec::new(), Vec::new());
    for (outline, verdict) in sorted {
        let shown = shown(&outline.address);
        match verdict {
            Verdict::Added(name, url) => added.push(format!("  {name}  {url}\n")),
            Verdict::There(name) => there.push(format!("  {name}  {shown}\n")),
            Verdict::Skipped(reason) => {
                let title = outline.title.as_deref().and_then(plain);
                let title = title.map(|title| title + "  ").unwrap_or_default();
                skipped.push(format!("  {title}{shown}  {reason}\n"));
            }
        }
    }
    let file = file.display();
    let mut said = String::new();
    for (head, lines) in [
        (format!("added to {file}"), added),
        ("there already".to_owned(), there),
        ("left out".to_owned(), skipped),
    ] {
        if !lines.is_empty() {
            said += &format!("{head}: {}\n{}", lines.len(), lines.concat());
        }
    }
    said
}

/// An address without what it may hold of a secret.
fn shown(address: &str) -> String {
    let without = Url::parse(address).ok().and_then(|mut url| {
        if url.username().is_empty() && url.password().is_none() {
            return None;
        }
        url.set_username("").ok()?;
        url.set_password(None).ok()?;
        Some(url.to_string())
    });
    let address = without.as_deref().unwrap_or(address);
    address.chars().take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_taken_as_config_toml_takes_them() {
        for (written, expected) in [
            ("https://a.example", "https://a.example/"),
            ("HTTP://A.example/x#top", "http://a.example/x"),
            ("feed://a.example/rss", "http://a.example/rss"),
            ("feed:https://a.example/rss", "https://a.example/rss"),
            ("a.example/rss", "no http or https address"),
            ("ftp://a.example/", "no http or https address"),
            ("exec:date", "no http or https address"),
            ("feed:", "no http or https address"),
            ("file:///etc/passwd", "no http or https address"),
        ] {
            let found = address(written);
            let found = found.map_or_else(str::to_owned, String::from);
            assert_eq!(found, expected, "{written}");
        }
        let secret = "https://ann:secret@a.example/rss";
        assert!(address(secret).is_err_and(|reason| reason.contains("password")));
        assert_eq!(shown(secret), "https://a.example/rss");
    }

    #[test]
    fn names_are_unique_and_may_stand_in_config_toml() {
        let mut known = Known::default();
        known.names.insert("the mill-2".into());
        let names = ["The mill", "THE MILL", "The Mill", "*", " <b>x</b> "];
        let names = names.map(|title| known.name(&plain(title).unwrap_or_default()));
        assert_eq!(names, ["The mill", "THE MILL-3", "The Mill-4", "-", "x"]);
        assert_eq!(known.name(&"x".repeat(300)).chars().count(), NAME);
    }
}
