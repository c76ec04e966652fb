//! A folder with a config.toml, in which the program is run.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use feedmill::collect::http::Client;
use feedmill::mill::address;
use rustix::process::{Pid, Signal, kill_process_group};
use tempfile::TempDir;

/// A folder with a config.toml.
pub(crate) struct Site {
    folder: TempDir,
}

/// What a run gave.
pub(crate) struct Ran {
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Site {
    /// An empty folder with a configuration.
    pub(crate) fn new(config: &str) -> Self {
        let site = Site {
            folder: tempfile::tempdir().expect("a temporary folder"),
        };
        site.write("config.toml", config);
        site
    }

    /// A folder of articles under one feed `all` that is not served.
    pub(crate) fn with_articles(articles: &[(&str, &str)]) -> Self {
        let site = Site::new(FOLDER);
        for (path, text) in articles {
            site.write(&format!("articles/{path}"), text);
        }
        site
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        self.write_bytes(path, text.as_bytes());
    }

    pub(crate) fn write_bytes(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().expect("a file has a folder"))
            .expect("a folder is made");
        std::fs::write(path, bytes).expect("a file is written");
    }

    pub(crate) fn remove(&self, path: &str) {
        std::fs::remove_file(self.path(path)).expect("a file is removed");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The program, about to be run here.
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_feedmill"));
        command
            .args(args)
            .current_dir(self.folder.path())
            .stdin(Stdio::null())
            .env_remove("FEEDMILL_CONFIG");
        command
    }

    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        let output: Output = self.command(args).output().expect("the program starts");
        Ran {
            code: output.status.code(),
            out: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            err: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }

    /// Builds, and wants it to succeed.
    pub(crate) fn build(&self) -> Ran {
        let ran = self.run(&["build"]);
        assert_eq!(ran.code, Some(0), "{}", ran.err);
        ran
    }

    /// The items of a JSON feed: id, title, date.
    pub(crate) fn items(&self, path: &str) -> Vec<Item> {
        items(&self.read(path))
    }

    /// Every published file with its bytes and its time.
    pub(crate) fn published(&self) -> Vec<(PathBuf, Vec<u8>, std::time::SystemTime)> {
        let mut found = Vec::new();
        gather(&self.path("feeds"), &mut found);
        found.sort();
        found
    }

    /// Makes every address due.
    pub(crate) fn wake(&self) {
        self.sql("UPDATE source SET next_due = 0, not_before = NULL, gone = 0; UPDATE host SET not_before = NULL");
    }

    /// Changes the state behind the program's back: what only time or another machine would do.
    pub(crate) fn sql(&self, statement: &str) {
        let state = rusqlite::Connection::open(self.path("feedmill.db")).expect("the state opens");
        state.execute_batch(statement).expect("it is written");
    }

    /// The titles of a JSON feed, in its order.
    pub(crate) fn titles(&self, path: &str) -> Vec<String> {
        let items = self.items(path).into_iter();
        items.map(|item| item.title).collect()
    }

    pub(crate) fn rename(&self, from: &str, to: &str) {
        std::fs::rename(self.path(from), self.path(to)).expect("a file is renamed");
    }

    pub(crate) fn forget_state(&self) {
        for suffix in ["", "-wal", "-shm", ".lock"] {
            let _ = std::fs::remove_file(self.path(&format!("feedmill.db{suffix}")));
        }
    }
}

/// Asks what the mill has handed out.
pub(crate) async fn collect(
    client: &std::sync::Arc<Client>,
    jobs: Vec<address::Job>,
    now: DateTime<Utc>,
) -> Vec<address::Collected> {
    let (sender, mut answers) = tokio::sync::mpsc::channel(256);
    address::start(client, jobs, now, &sender);
    drop(sender);
    let mut collected = Vec::new();
    while let Some(answer) = answers.recv().await {
        collected.push(answer);
    }
    collected
}

/// One folder, one feed, no server.
pub(crate) const FOLDER: &str = r#"
base_url = "https://feeds.example.org/"
[serve]
listen = ""
[[source]]
name = "notes"
path = "articles"
link = "https://example.org/{path}/"
[[feed]]
name = "all"
title = "Everything"
link = "https://example.org/"
limit = 500
"#;

/// One item of a JSON feed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) published: String,
    pub(crate) updated: String,
    pub(crate) content: String,
}

pub(crate) fn items(json: &str) -> Vec<Item> {
    let feed: serde_json::Value = serde_json::from_str(json).expect("a JSON feed is JSON");
    let text = |item: &serde_json::Value, name: &str| {
        item.get(name)
            .and_then(|value| value.as_str())
            .unwrap_or_default()
            .to_owned()
    };
    let items = feed
        .get("items")
        .and_then(|items| items.as_array())
        .expect("a JSON feed has items");
    items
        .iter()
        .map(|item| Item {
            id: text(item, "id"),
            title: text(item, "title"),
            published: text(item, "date_published"),
            updated: text(item, "date_modified"),
            content: text(item, "content_html"),
        })
        .collect()
}

fn gather(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>, std::time::SystemTime)>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let entry = entry.expect("the output folder is readable");
        let (path, about) = (entry.path(), entry.metadata().expect("a file has metadata"));
        if about.is_dir() {
            gather(&path, found);
        } else {
            let bytes = std::fs::read(&path).expect("a published file is readable");
            found.push((path, bytes, about.modified().expect("a file has a time")));
        }
    }
}

/// A process that leads a group, with those that it has started: they end together, with the value.
pub(crate) struct Group(pub(crate) Child);

impl Drop for Group {
    fn drop(&mut self) {
        let _ = kill_process_group(Pid::from_child(&self.0), Signal::KILL);
        let _ = self.0.wait();
    }
}

/// Waits until something is so; fails with `what` when it has not become so within the time.
pub(crate) fn wait_for<T>(what: &str, limit: Duration, mut so: impl FnMut() -> Option<T>) -> T {
    let started = Instant::now();
    loop {
        if let Some(value) = so() {
            return value;
        }
        assert!(started.elapsed() < limit, "{what}: not within {limit:?}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// How often a test does what it does; `FEEDMILL_ROUNDS` says otherwise.
pub(crate) fn rounds(usual: usize) -> usize {
    let said = std::env::var("FEEDMILL_ROUNDS").ok();
    said.map_or(usual, |said| said.parse().expect("a number"))
}
