//! `feedmill status`: each source and each feed, in a line.
#![expect(clippy::disallowed_methods, reason = "shell: the clock")]

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::{Common, Failure, Outcome};
use crate::config::{self, Settings};
use crate::mill::{self, Facts, Receiver, ago};
use crate::status::json;
use crate::store::{OutputState, Store};
use crate::text::addresses;

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
Reads only: it may be asked while `feedmill run` runs.

Example:
  feedmill status --json | jq -r '.sources[] | select(.error) | .name, .happened'

Exit codes: 0 all is well; 1 there is no state yet, or it cannot be read;
2 config.toml is at fault; 3 some source failed when it was last read";

/// What the command line said.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Print JSON for scripts
    #[arg(long)]
    pub json: bool,
}

/// Runs the command. It only reads, so it may run beside the daemon.
///
/// # Errors
/// When the configuration is at fault, or the state cannot be read.
pub fn run(common: &Common, args: &Args) -> Result<(Outcome, String), Failure> {
    let settings = config::load(&common.config)?;
    let Some(store) = Store::read(&settings.state)? else {
        let hint = "there is no state yet: `feedmill build` or `feedmill run` makes it";
        return Err(Failure::Other(anyhow::anyhow!(
            "{}: {hint}",
            settings.state.display()
        )));
    };
    let now = Utc::now();
    let facts = mill::facts(&settings, &store, now)?;
    let out = if args.json {
        let text = serde_json::to_string_pretty(&json::of(&facts)).map_err(anyhow::Error::from)?;
        text + "\n"
    } else {
        as_text(&facts, &settings, now)
    };
    Ok((outcome(&facts), addresses(&out)))
}

/// Whether a script has to look closer.
fn outcome(facts: &Facts) -> Outcome {
    match facts
        .sources
        .iter()
        .any(|source| source.state.error.is_some())
    {
        true => Outcome::Partly,
        false => Outcome::Done,
    }
}

fn as_text(facts: &Facts, settings: &Settings, now: DateTime<Utc>) -> String {
    let head = [
        "source",
        "articles",
        "last success",
        "next",
        "received (spared)",
        "state",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    for source in &facts.sources {
        let state = &source.state;
        let bytes = match source.account {
            None => "-".to_owned(),
            Some(_) => format!("{} ({})", kilobytes(state.received), kilobytes(state.saved)),
        };
        rows.push([
            state.name.clone(),
            source.articles.to_string(),
            ago(state.last_success, now),
            source.next(now),
            bytes,
            source.condition(),
        ]);
    }
    let mut out = table(&rows);
    let mut rows = vec![["feed", "articles", "newest", "size", "changed"].map(str::to_owned)];
    for (name, many) in &facts.feeds {
        let files = facts.files.iter().map(|file| &file.output);
        let files: Vec<&OutputState> = files.filter(|output| output.feed == *name).collect();
        rows.push(feed_row(name, *many, &files, now));
    }
    out.push('\n');
    out.push_str(&table(&rows));
    out.push_str(&format!("\nin {}\n", settings.output.display()));
    if !facts.told.is_empty() {
        let head = ["told", "last success", "waiting", "next", "state"];
        let mut rows = vec![head.map(str::to_owned)];
        rows.extend(
            facts
                .told
                .iter()
                .map(|receiver| receiver_row(receiver, now)),
        );
        out.push('\n');
        out.push_str(&table(&rows));
    }
    match facts.waiting.len() {
        0 => {}
        1 => out.push_str("\n1 adopted entry waits for its article: `--json` names it\n"),
        waiting => out.push_str(&format!(
            "\n{waiting} adopted entries wait for their articles: `--json` names them\n"
        )),
    }
    out
}

/// One line for a feed, whatever the number of its formats, tags or authors: `--json` has them all.
fn feed_row(name: &str, many: bool, files: &[&OutputState], now: DateTime<Utc>) -> [String; 5] {
    let values: BTreeSet<_> = files.iter().map(|file| &file.value).collect();
    let (name, articles) = if many {
        (format!("{name}/ ({})", values.len()), "-".to_owned())
    } else {
        let articles = files.iter().map(|file| file.articles).max();
        (name.to_owned(), articles.unwrap_or_default().to_string())
    };
    let newest = files.iter().filter_map(|file| file.newest).max();
    let newest = newest.map_or_else(
        || "-".to_owned(),
        |newest| newest.format("%Y-%m-%d").to_string(),
    );
    let size: u64 = files.iter().map(|file| file.size).sum();
    [
        name,
        articles,
        newest,
        kilobytes(size),
        ago(files.iter().map(|file| file.changed).max(), now),
    ]
}

/// One line for a hub, a webhook and the like.
fn receiver_row(receiver: &Receiver, now: DateTime<Utc>) -> [String; 5] {
    let next = match receiver.until {
        Some(until) if until > now => ago(Some(until), now),
        Some(_) => "now".to_owned(),
        None => "-".to_owned(),
    };
    [
        format!("{} {}", receiver.kind, receiver.shown),
        ago(receiver.state.last_success, now),
        receiver.waiting.to_string(),
        next,
        receiver.error.clone().unwrap_or_else(|| "ok".to_owned()),
    ]
}

fn kilobytes(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

/// Columns as wide as their widest cell; the last is left as it is.
fn table<const N: usize>(rows: &[[String; N]]) -> String {
    let mut widths = [0; N];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let mut out = String::new();
    for row in rows {
        let mut line = String::new();
        for (width, cell) in widths.iter().zip(row) {
            line.push_str(&format!("{cell:width$}  "));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}
