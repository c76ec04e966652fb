//! What there is to tell, as JSON: what `feedmill status --json` prints and the status page gives at `/status.json`.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use crate::mill::{Facts, FileFacts, Receiver, SourceFacts};
use crate::store::{Fetch, Turn};

/// All of it.
pub fn of(facts: &Facts) -> Value {
    let waiting = facts.waiting.iter();
    let waiting: Value = waiting
        .map(|(id, title)| json!({"id": id, "title": title}))
        .collect();
    json!({
        "output": facts.output,
        "told": facts.told.iter().map(receiver).collect::<Value>(),
        "sources": facts.sources.iter().map(source).collect::<Value>(),
        "feeds": facts.files.iter().map(file).collect::<Value>(),
        "waiting": waiting,
        "turns": facts.turns.iter().map(turn).collect::<Value>(),
    })
}

/// A time that has been set: sources that were never asked are due since the epoch.
fn set(time: DateTime<Utc>) -> Option<DateTime<Utc>> {
    Some(time).filter(|time| time.timestamp() != 0)
}

fn receiver(receiver: &Receiver) -> Value {
    json!({
        "kind": receiver.kind,
        "name": receiver.shown,
        "last_success": receiver.state.last_success,
        "failures": receiver.state.failures,
        "error": receiver.error,
        "waiting": receiver.waiting,
        "next": receiver.until,
    })
}

fn source(source: &SourceFacts) -> Value {
    let (state, account) = (&source.state, source.account.as_ref());
    let place = match account {
        None => json!({"path": source.place}),
        Some(_) => json!({"url": source.place}),
    };
    json!({
        "name": state.name,
        "place": place,
        "articles": source.articles,
        "title": state.title,
        "last_attempt": state.last_attempt,
        "last_success": state.last_success,
        "next_due": account.and_then(|_| set(state.next_due)),
        "not_before": state.not_before,
        "failures": state.failures,
        "error": state.error,
        "quiet": source.quiet,
        "status": state.status,
        "happened": account.map(|account| &account.happened),
        "waits_for": account.map(|account| &account.waits_for),
        "waits_until": account.and_then(|account| account.until).and_then(set),
        "to_do": account.and_then(|account| account.to_do.as_deref()),
        "moved_to": state.moved_to,
        "bytes_received": state.received,
        "bytes_spared": state.saved,
        "fetches": source.fetches.iter().map(fetch).collect::<Value>(),
    })
}

fn fetch(fetch: &Fetch) -> Value {
    json!({
        "at": fetch.at,
        "outcome": fetch.outcome.code(),
        "status": fetch.status,
        "bytes": fetch.bytes,
        "milliseconds": fetch.milliseconds,
        "new": fetch.new,
    })
}

fn file(file: &FileFacts) -> Value {
    let output = &file.output;
    json!({
        "path": file.path,
        "feed": output.feed,
        "value": output.value,
        "articles": output.articles,
        "newest": output.newest,
        "bytes": output.size,
        "changed": output.changed,
    })
}

fn turn(turn: &Turn) -> Value {
    json!({
        "at": turn.at,
        "milliseconds": turn.milliseconds,
        "new": turn.new,
        "changed": turn.changed,
        "removed": turn.removed,
        "written": turn.written,
        "problems": turn.problems,
    })
}
