//! A reader that looks all the while: each feed that it gets is whole, holds no article twice, loses none, invents none, and
//! knows each under one id for good.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::daemon::get;

/// What the reader may see and must see.
#[derive(Debug, Default)]
struct Known {
    must: BTreeSet<u32>,
    may: BTreeSet<u32>,
    ids: BTreeMap<u32, String>,
    looks: usize,
    faults: Vec<String>,
}

#[derive(Default)]
pub(super) struct Reader {
    known: Arc<Mutex<Known>>,
}

/// Looks until it is dropped.
pub(super) struct Watch(Arc<AtomicBool>, Option<std::thread::JoinHandle<()>>);

impl Drop for Watch {
    fn drop(&mut self) {
        self.0.store(true, Relaxed);
        if let Some(thread) = self.1.take() {
            let _ = thread.join();
        }
    }
}

/// Number and version of each article, by what its text says.
pub(super) fn marks(feed: &str) -> BTreeMap<u32, u32> {
    let Ok(feed) = serde_json::from_str::<serde_json::Value>(feed) else {
        return BTreeMap::new();
    };
    let items = feed["items"].as_array().into_iter().flatten();
    items.filter_map(mark).collect()
}

fn mark(item: &serde_json::Value) -> Option<(u32, u32)> {
    let (_, rest) = item["content_html"].as_str()?.split_once("mark ")?;
    let (number, rest) = rest.split_once('.')?;
    let (version, _) = rest.split_once('.')?;
    Some((number.parse().ok()?, version.parse().ok()?))
}

impl Known {
    fn look(&mut self, body: &str) -> Result<(), String> {
        self.looks += 1;
        let feed: serde_json::Value = serde_json::from_str(body)
            .map_err(|error| format!("{error} in a feed of {} bytes", body.len()))?;
        let mut seen = BTreeSet::new();
        for item in feed["items"].as_array().into_iter().flatten() {
            let (number, _) = mark(item).ok_or_else(|| format!("an article of nobody: {item}"))?;
            let id = item["id"].as_str().unwrap_or_default().to_owned();
            if !seen.insert(number) {
                return Err(format!("article {number} stands twice"));
            }
            if !self.may.contains(&number) {
                return Err(format!("article {number} is gone or was never there"));
            }
            let known = self.ids.entry(number).or_insert_with(|| id.clone());
            if *known != id {
                return Err(format!("article {number} was {known} and is {id}"));
            }
        }
        match self.must.difference(&seen).next() {
            Some(lost) => Err(format!("article {lost} is lost")),
            None => Ok(()),
        }
    }
}

impl Reader {
    fn known(&self) -> std::sync::MutexGuard<'_, Known> {
        self.known.lock().expect("no thread panicked")
    }

    /// An article that is about to come.
    pub(super) fn may_see(&self, number: u32) {
        self.known().may.insert(number);
    }

    /// An article that is about to go.
    pub(super) fn may_miss(&self, number: u32) {
        self.known().must.remove(&number);
    }

    /// From now on these are to be seen, and no others.
    pub(super) fn settled(&self, expected: &BTreeMap<u32, u32>) {
        let mut known = self.known();
        known.may = expected.keys().copied().collect();
        known.must = known.may.clone();
    }

    /// Nothing has been wrong so far.
    pub(super) fn faultless(&self, what: &dyn Fn() -> String) {
        let faults = self.known().faults.clone();
        assert!(faults.is_empty(), "{}: {faults:?}", what());
    }

    /// How often it has looked.
    pub(super) fn looks(&self) -> usize {
        self.known().looks
    }

    /// Looks again and again, through the server.
    pub(super) fn watch(&self, port: u16) -> Watch {
        let (stop, known) = (Arc::new(AtomicBool::new(false)), Arc::clone(&self.known));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::spawn(move || {
            let address = format!("127.0.0.1:{port}");
            while !stopped.load(Relaxed) {
                // What is asked while the lock is held is what is known now: nothing changes in between.
                let mut known = known.lock().expect("no thread panicked");
                let fault = match get(&address, "/all.json", "") {
                    Some((200, body)) => known.look(&body).err(),
                    Some((status, _)) if status >= 500 => Some(format!("status {status}")),
                    // It is not running, or has nothing yet.
                    _ => None,
                };
                known.faults.extend(fault);
                drop(known);
                std::thread::sleep(Duration::from_millis(10));
            }
        });
        Watch(stop, Some(thread))
    }
}
