//! What there is to tell, for Prometheus (text format 0.0.4): names by its conventions, each with what it means. Labels are
//! names of the configuration; there are no addresses in them.

use std::fmt::Write;
use std::time::Duration;

use chrono::{DateTime, Utc};

use super::snapshot::Snapshot;
use crate::mill::SourceFacts;
use crate::store::{Outcome, OutputState};

/// What the text is served as.
pub(super) const MEDIA_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Reads a number of a source; None when there is none to be told.
type Read = fn(&SourceFacts) -> Option<f64>;

/// What is told of each source.
const SOURCES: &[(&str, &str, &str, Read)] = &[
    (
        "feedmill_source_articles",
        "gauge",
        "Articles of the source that may be published.",
        |source| Some(source.articles as f64),
    ),
    (
        "feedmill_source_last_attempt_timestamp_seconds",
        "gauge",
        "When the source was last asked or read.",
        |source| seconds(source.state.last_attempt),
    ),
    (
        "feedmill_source_last_success_timestamp_seconds",
        "gauge",
        "When the source was last asked or read and was as it should be.",
        |source| seconds(source.state.last_success),
    ),
    (
        "feedmill_source_next_due_timestamp_seconds",
        "gauge",
        "When the address is next asked; left out for folders and for what is gone.",
        |source| seconds(source.account.as_ref()?.until),
    ),
    (
        "feedmill_source_failures",
        "gauge",
        "Failures in a row since the last success; 0 when all is well.",
        |source| Some(f64::from(source.state.failures)),
    ),
    (
        "feedmill_source_gone",
        "gauge",
        "1 when the address has said twice that it is gone for good (410) and is asked no more.",
        |source| Some(one(source.account.as_ref()?.until.is_none())),
    ),
    (
        "feedmill_source_received_bytes_total",
        "counter",
        "Bytes of all bodies that came from the address, unpacked.",
        |source| {
            source
                .account
                .as_ref()
                .map(|_| source.state.received as f64)
        },
    ),
    (
        "feedmill_source_spared_bytes_total",
        "counter",
        "Bytes of the bodies that conditional requests spared.",
        |source| source.account.as_ref().map(|_| source.state.saved as f64),
    ),
];

/// Writes one family after the other.
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let _ = writeln!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}");
    }

    fn sample(&mut self, name: &str, labels: &[(&str, &str)], value: f64) {
        self.0.push_str(name);
        for (at, (label, value)) in labels.iter().enumerate() {
            let sign = if at == 0 { '{' } else { ',' };
            let _ = write!(self.0, "{sign}{label}=\"{}\"", escaped(value));
        }
        if !labels.is_empty() {
            self.0.push('}');
        }
        let _ = writeln!(self.0, " {value}");
    }

    fn single(&mut self, name: &str, kind: &str, help: &str, value: f64) {
        self.family(name, kind, help);
        self.sample(name, &[], value);
    }
}

/// All of it. `version` is the program's, for those who may know it; `served` counts the feed server's answers by status.
pub(super) fn of(
    snapshot: &Snapshot,
    silent: Duration,
    version: Option<&str>,
    served: &[(u16, u64)],
) -> String {
    let mut page = Page(String::new());
    if let Some(version) = version {
        page.family(
            "feedmill_build_info",
            "gauge",
            "Always 1, with the version of feedmill.",
        );
        page.sample("feedmill_build_info", &[("version", version)], 1.0);
    }
    program(&mut page, snapshot, silent);
    for (name, kind, help, read) in SOURCES {
        page.family(name, kind, help);
        for source in &snapshot.facts.sources {
            if let Some(value) = read(source) {
                page.sample(name, &[("source", &source.state.name)], value);
            }
        }
    }
    fetches(&mut page, snapshot);
    feeds(&mut page, snapshot);
    let name = "feedmill_http_requests_total";
    page.family(
        name,
        "counter",
        "Requests that the feed server has answered, by status.",
    );
    for (status, count) in served {
        page.sample(name, &[("code", &status.to_string())], *count as f64);
    }
    page.0
}

fn program(page: &mut Page, snapshot: &Snapshot, silent: Duration) {
    let counts = &snapshot.counts;
    let rows = [
        (
            "feedmill_start_time_seconds",
            "gauge",
            "When feedmill started.",
            seconds(Some(snapshot.started)).unwrap_or_default(),
        ),
        (
            "feedmill_healthy",
            "gauge",
            "1 while the loop turns and the last turn did not fail as a whole, as /healthz says.",
            one(snapshot.illness(silent).is_none()),
        ),
        (
            "feedmill_ready",
            "gauge",
            "1 once feeds are published, as /readyz says.",
            one(snapshot.ready),
        ),
        (
            "feedmill_turn_seconds_total",
            "counter",
            "Time that turns took.",
            counts.turning.as_secs_f64(),
        ),
        (
            "feedmill_files_written_total",
            "counter",
            "Published files that were written because they changed.",
            counts.written as f64,
        ),
        (
            "feedmill_problems_total",
            "counter",
            "Problems with sources, files and feeds that turns have reported.",
            counts.problems as f64,
        ),
    ];
    for (name, kind, help, value) in rows {
        page.single(name, kind, help, value);
    }
    let name = "feedmill_turns_total";
    page.family(name, "counter", "Turns, by whether they failed as a whole.");
    for (outcome, count) in ["ok", "failed"].iter().zip(counts.turns) {
        page.sample(name, &[("outcome", outcome)], count as f64);
    }
    let name = "feedmill_article_changes_total";
    page.family(
        name,
        "counter",
        "Articles that were new, changed or removed.",
    );
    for (change, count) in ["new", "changed", "removed"].iter().zip(counts.articles) {
        page.sample(name, &[("change", change)], count as f64);
    }
}

fn fetches(page: &mut Page, snapshot: &Snapshot) {
    let counts = &snapshot.counts;
    // Those of the configuration in force, from the start: a series that begins with its first failure hides it.
    let sources = snapshot.facts.sources.iter();
    let sources = sources.filter(|source| source.account.is_some());
    let sources: Vec<&str> = sources.map(|source| source.state.name.as_str()).collect();
    let name = "feedmill_fetches_total";
    page.family(
        name,
        "counter",
        "Times that the address was asked, by what came: a document, nothing new (unchanged), or a failure.",
    );
    for source in &sources {
        for outcome in Outcome::ALL {
            let count = counts.fetches.get(&((*source).to_owned(), outcome));
            let labels = [("source", *source), ("outcome", outcome.code())];
            page.sample(name, &labels, count.copied().unwrap_or_default() as f64);
        }
    }
    let name = "feedmill_fetch_seconds_total";
    page.family(
        name,
        "counter",
        "Time that asking the address took, with all that was fetched for it.",
    );
    for source in &sources {
        let time = counts.fetching.get(*source).copied().unwrap_or_default();
        page.sample(name, &[("source", source)], time.as_secs_f64());
    }
}

/// Sums up the files of a feed.
type Sum = fn(&[&OutputState]) -> Option<f64>;

const FEEDS: &[(&str, &str, Sum)] = &[
    (
        "feedmill_feed_files",
        "Files of the feed, over all formats and values.",
        |files| Some(files.len() as f64),
    ),
    (
        "feedmill_feed_articles",
        "Articles in the feed; of feeds made one for each value, in the longest.",
        |files| {
            files
                .iter()
                .map(|file| file.articles)
                .max()
                .map(|count| count as f64)
        },
    ),
    ("feedmill_feed_size_bytes", "Bytes of its files.", |files| {
        Some(files.iter().map(|file| file.size).sum::<u64>() as f64)
    }),
    (
        "feedmill_feed_newest_timestamp_seconds",
        "The date of its newest article.",
        |files| seconds(files.iter().filter_map(|file| file.newest).max()),
    ),
    (
        "feedmill_feed_changed_timestamp_seconds",
        "When its files last changed.",
        |files| seconds(files.iter().map(|file| file.changed).max()),
    ),
];

fn feeds(page: &mut Page, snapshot: &Snapshot) {
    for (name, help, sum) in FEEDS {
        page.family(name, "gauge", help);
        for (feed, _) in &snapshot.facts.feeds {
            let files = snapshot.facts.files.iter().map(|file| &file.output);
            let files: Vec<&OutputState> = files.filter(|file| file.feed == *feed).collect();
            if let Some(value) = sum(&files) {
                page.sample(name, &[("feed", feed)], value);
            }
        }
    }
}

fn seconds(time: Option<DateTime<Utc>>) -> Option<f64> {
    time.map(|time| time.timestamp() as f64)
}

fn one(flag: bool) -> f64 {
    f64::from(u8::from(flag))
}

/// A label's value as the format writes it.
fn escaped(value: &str) -> String {
    let mut out = String::new();
    for c in value.chars() {
        match c {
            '\\' => out.push_str("\\\\"),
            '"' => out.push_str("\\\""),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::SourceState;

    #[test]
    fn labels_are_escaped_and_nothing_is_said_twice() {
        let mut snapshot = Snapshot::default();
        for name in ["a\"b\\c\nd", "two"] {
            snapshot.facts.sources.push(SourceFacts {
                state: SourceState {
                    name: name.into(),
                    ..SourceState::default()
                },
                articles: 3,
                ..SourceFacts::default()
            });
        }
        let text = of(&snapshot, Duration::ZERO, None, &[(200, 7)]);
        assert!(
            text.contains("feedmill_source_articles{source=\"a\\\"b\\\\c\\nd\"} 3\n"),
            "{text}"
        );
        assert!(
            text.contains("feedmill_http_requests_total{code=\"200\"} 7\n"),
            "{text}"
        );
        assert!(!text.contains("version"), "{text}");
        let mut seen = std::collections::HashSet::new();
        for line in text.lines() {
            let what = match line.strip_prefix("# ") {
                Some(rest) => rest.splitn(3, ' ').take(2).collect::<Vec<_>>().join(" "),
                None => line.rsplit_once(' ').expect("a value").0.to_owned(),
            };
            assert!(seen.insert(what), "{line}");
        }
        let known = of(&snapshot, Duration::ZERO, Some("1.2.3"), &[]);
        assert!(
            known.contains("feedmill_build_info{version=\"1.2.3\"} 1\n"),
            "{known}"
        );
    }
}
