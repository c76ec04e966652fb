//! `feedmill status`: each source and each feed, in a line.
#![expect(clippy::disallowed_methods, reason = "shell: the clock")]

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Common, Failure, Outcome};
use crate::config::{self, Place, Settings};
use crate::mill::{Account, LATEST, Receiver, accounts, receivers, silence, span};
use crate::publish::select::FeedSpec;
use crate::store::{OutputState, SourceState, Store};

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
    let out = if args.json {
        let text = serde_json::to_string_pretty(&as_json(&settings, &store, Utc::now())?)
            .map_err(anyhow::Error::from)?;
        text + "\n"
    } else {
        as_text(&settings, &store, Utc::now())?
    };
    Ok((outcome(&settings, &store)?, out))
}

/// Whether a script has to look closer.
fn outcome(settings: &Settings, store: &Store) -> Result<Outcome, Failure> {
    for source in &settings.sources {
        if store.source(&source.name)?.error.is_some() {
            return Ok(Outcome::Partly);
        }
    }
    Ok(Outcome::Done)
}

/// A time that has been set: sources that were never asked are due since the epoch.
fn set(time: DateTime<Utc>) -> Option<DateTime<Utc>> {
    Some(time).filter(|time| time.timestamp() != 0)
}

fn as_text(settings: &Settings, store: &Store, now: DateTime<Utc>) -> Result<String, Failure> {
    let head = [
        "source",
        "articles",
        "last success",
        "next",
        "received (spared)",
        "state",
    ];
    let mut rows = vec![head.map(str::to_owned)];
    let (counts, accounts) = (store.counts()?, accounts(settings, store, now)?);
    for source in &settings.sources {
        let state = store.source(&source.name)?;
        let account = accounts.get(&source.name);
        let next = match account {
            None => "watched".to_owned(),
            Some(account) if account.until.is_none() => "never".to_owned(),
            Some(_) if state.last_attempt.is_none() => "now".to_owned(),
            Some(account) => ago(account.until, now),
        };
        let bytes = match account {
            None => "-".to_owned(),
            Some(_) => format!("{} ({})", kilobytes(state.received), kilobytes(state.saved)),
        };
        let articles = counts
            .get(&source.name)
            .copied()
            .unwrap_or_default()
            .to_string();
        rows.push([
            source.name.clone(),
            articles,
            ago(state.last_success, now),
            next,
            bytes,
            condition(&state, account, quiet(store, &state, now)?),
        ]);
    }
    let mut out = table(&rows);
    let outputs: Vec<OutputState> = store.outputs()?.into_values().collect();
    let mut rows = vec![["feed", "articles", "newest", "size", "changed"].map(str::to_owned)];
    for spec in &settings.feeds {
        let files: Vec<&OutputState> = outputs
            .iter()
            .filter(|output| output.feed == spec.name)
            .collect();
        rows.push(feed_row(spec, &files, now));
    }
    out.push('\n');
    out.push_str(&table(&rows));
    out.push_str(&format!("\nin {}\n", settings.output.display()));
    let receivers = receivers(settings, store)?;
    if !receivers.is_empty() {
        let head = ["told", "last success", "waiting", "next", "state"];
        let mut rows = vec![head.map(str::to_owned)];
        rows.extend(receivers.iter().map(|receiver| receiver_row(receiver, now)));
        out.push('\n');
        out.push_str(&table(&rows));
    }
    match store.waiting()?.len() {
        0 => {}
        1 => out.push_str("\n1 adopted entry waits for its article: `--json` names it\n"),
        waiting => out.push_str(&format!(
            "\n{waiting} adopted entries wait for their articles: `--json` names them\n"
        )),
    }
    Ok(out)
}

/// One line for a feed, whatever the number of its formats, tags or authors: `--json` has them all.
fn feed_row(spec: &FeedSpec, files: &[&OutputState], now: DateTime<Utc>) -> [String; 5] {
    let values: BTreeSet<_> = files.iter().map(|file| &file.value).collect();
    let (name, articles) = if spec.per.is_some() {
        let name = format!("{}/ ({})", spec.name, values.len());
        (name, "-".to_owned())
    } else {
        let articles = files.iter().map(|file| file.articles).max();
        (spec.name.clone(), articles.unwrap_or_default().to_string())
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

/// What happened last, what is waited for where that is not the schedule, and what the operator can do.
fn condition(state: &SourceState, account: Option<&Account>, quiet: Option<String>) -> String {
    let Some(account) = account else {
        return match (&state.error, state.last_attempt) {
            (Some(error), _) => error.clone(),
            (None, Some(_)) => "ok".to_owned(),
            (None, None) => "not read yet".to_owned(),
        };
    };
    let waits = match account.until {
        Some(_) if state.last_attempt.is_some() => Some(format!("waits for {}", account.waits_for)),
        _ => None,
    };
    let parts = [
        quiet.filter(|_| state.error.is_none()),
        waits,
        account.to_do.clone(),
    ];
    let said = std::iter::once(account.happened.clone());
    let said: Vec<String> = said.chain(parts.into_iter().flatten()).collect();
    said.join("; ")
}

fn kilobytes(bytes: u64) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

/// Why the silence of a list is odd, if it is.
fn quiet(
    store: &Store,
    state: &SourceState,
    now: DateTime<Utc>,
) -> Result<Option<String>, Failure> {
    if state.kind.as_deref() != Some("list") {
        return Ok(None);
    }
    Ok(silence(&store.latest(&state.name, LATEST)?, now))
}

fn as_json(settings: &Settings, store: &Store, now: DateTime<Utc>) -> Result<Value, Failure> {
    let mut sources = Vec::new();
    let (counts, accounts) = (store.counts()?, accounts(settings, store, now)?);
    for source in &settings.sources {
        let state = store.source(&source.name)?;
        let account = accounts.get(&source.name);
        let place = match &source.place {
            Place::Directory(options) => json!({"path": options.root.display().to_string()}),
            Place::Address(url) => json!({"url": url.as_str()}),
        };
        sources.push(json!({
            "name": source.name,
            "place": place,
            "articles": counts.get(&source.name).copied().unwrap_or_default(),
            "title": state.title,
            "last_attempt": state.last_attempt,
            "last_success": state.last_success,
            "next_due": account.and_then(|_| set(state.next_due)),
            "not_before": state.not_before,
            "failures": state.failures,
            "error": state.error,
            "quiet": quiet(store, &state, now)?,
            "status": state.status,
            "happened": account.map(|account| &account.happened),
            "waits_for": account.map(|account| &account.waits_for),
            "waits_until": account.and_then(|account| account.until).and_then(set),
            "to_do": account.and_then(|account| account.to_do.as_deref()),
            "moved_to": state.moved_to,
            "bytes_received": state.received,
            "bytes_spared": state.saved,
        }));
    }
    let mut feeds: Vec<_> = store
        .outputs()?
        .into_iter()
        .filter(|(_, output)| !output.feed.is_empty())
        .collect();
    feeds.sort_by(|one, other| one.0.cmp(&other.0));
    let feeds: Vec<Value> = feeds
        .into_iter()
        .map(|(path, output)| {
            json!({
                "path": path,
                "feed": output.feed,
                "value": output.value,
                "articles": output.articles,
                "newest": output.newest,
                "bytes": output.size,
                "changed": output.changed,
            })
        })
        .collect();
    let waiting: Vec<Value> = store
        .waiting()?
        .into_iter()
        .map(|(id, title)| json!({"id": id, "title": title}))
        .collect();
    let output = settings.output.display().to_string();
    let told: Vec<Value> = receivers(settings, store)?
        .into_iter()
        .map(|receiver| {
            json!({
                "kind": receiver.kind,
                "name": receiver.shown,
                "last_success": receiver.state.last_success,
                "failures": receiver.state.failures,
                "error": receiver.error,
                "waiting": receiver.waiting,
                "next": receiver.until,
            })
        })
        .collect();
    Ok(
        json!({"output": output, "sources": sources, "feeds": feeds, "waiting": waiting, "told": told}),
    )
}

/// `3 min ago`, `in 2 h`, `-` when never.
fn ago(time: Option<DateTime<Utc>>, now: DateTime<Utc>) -> String {
    let Some(time) = time else {
        return "-".to_owned();
    };
    let (seconds, span) = ((now - time).num_seconds(), span(now - time));
    if time.timestamp() == 0 {
        "now".to_owned()
    } else if seconds >= 0 {
        format!("{span} ago")
    } else {
        format!("in {span}")
    }
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
