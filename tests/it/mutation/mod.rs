//! Whatever happens to sources and configuration, a reader sees nothing twice and misses nothing
//! (G-02, B01–B09, B27, D-08, D-10). The mill itself is turned, with real folders and a real
//! server; only the clock is the test's.

mod changes;
mod configured;
mod cut;
mod entry;
mod files;
mod folder;
mod quiet;
mod sources;
mod steps;
mod upstream;
mod walk;

pub(crate) use walk::Dice;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use feedmill::collect::http::Client;
use feedmill::config;
use feedmill::mill::{Mill, Report, Which};

use crate::server::Server;
use crate::site::Site;

/// What a feed reader does: it knows entries by their ids, in each format for itself.
#[derive(Debug, Default)]
struct Reader {
    seen: BTreeSet<String>,
    there: BTreeSet<String>,
}

/// What a reader met at one look at a feed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Met {
    /// Entries that it had never seen.
    pub(crate) new: usize,
    /// Entries that were there at its last look and are no longer.
    pub(crate) lost: usize,
    /// Entries in all.
    pub(crate) all: usize,
}

impl Met {
    /// Nothing new and nothing lost, `all` entries.
    pub(crate) fn nothing(all: usize) -> Self {
        Met {
            all,
            ..Met::default()
        }
    }
}

/// There are no faults, or all of them are said.
fn none(faults: &[String]) {
    let number = faults.len();
    assert!(faults.is_empty(), "{number} faults:\n{}", faults.join("\n"));
}

impl Reader {
    fn look(&mut self, ids: Vec<String>) -> Met {
        let all = ids.len();
        let there: BTreeSet<String> = ids.into_iter().collect();
        assert_eq!(there.len(), all, "A-09: an id stands twice");
        let met = Met {
            new: there.difference(&self.seen).count(),
            lost: self.there.difference(&there).count(),
            all,
        };
        self.seen.extend(there.iter().cloned());
        self.there = there;
        met
    }
}

/// A configuration, its folders and its upstream, turned day by day.
pub(crate) struct World {
    pub(crate) site: Site,
    pub(crate) server: Server,
    config: String,
    pub(crate) now: DateTime<Utc>,
    mill: Option<Mill>,
    runtime: tokio::runtime::Runtime,
    client: Option<Arc<Client>>,
    readers: BTreeMap<String, Reader>,
}

/// What every configuration here begins with.
pub(crate) const HEAD: &str = "base_url = \"https://feeds.example.org/\"\nevery = \"1s\"\n[serve]\nlisten = \"\"\n\
     [fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n";

/// One feed of everything.
pub(crate) const ALL: &str =
    "[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\nlimit = 1000\n";

/// One feed for each source, `by/NAME`; in one format, since there are many.
const EACH: &str = "[[feed]]\nname = \"by\"\nper = \"source\"\ntitle = \"{value}\"\nlink = \"https://example.org/\"\nlimit = 1000\nformats = [\"json\"]\n";

impl World {
    /// An empty site with a server beside it; the configuration comes with [`World::configure`].
    pub(crate) fn new() -> Self {
        World {
            site: Site::new(""),
            server: Server::start(),
            config: String::new(),
            // Later than any file's time.
            now: DateTime::from_timestamp(1_900_000_000, 0).expect("a time"),
            mill: None,
            runtime: tokio::runtime::Runtime::new().expect("a runtime"),
            client: None,
            readers: BTreeMap::new(),
        }
    }

    /// A site with this configuration after [`HEAD`].
    pub(crate) fn with(config: &str) -> Self {
        let mut world = World::new();
        world.configure(&format!("{HEAD}{config}"));
        world
    }

    /// Changes the configuration; the program is started anew.
    pub(crate) fn configure(&mut self, config: &str) {
        config.clone_into(&mut self.config);
        self.restart();
    }

    /// The program ends, and is started again with the next turn.
    pub(crate) fn restart(&mut self) {
        self.mill = None;
    }

    /// A source that asks this world's server.
    pub(crate) fn source(&self, name: &str) -> String {
        format!(
            "[[source]]\nname = \"{name}\"\nurl = \"{}/{name}\"\n",
            self.server.base
        )
    }

    /// One turn, a day after the last: everything is read, asked and published.
    pub(crate) fn turn(&mut self) -> Report {
        self.now += TimeDelta::days(1);
        let mut mill = self.mill.take().unwrap_or_else(|| {
            let settings = config::check(&self.config, &self.site.path("config.toml"));
            let settings = settings.unwrap_or_else(|faults| panic!("{faults}"));
            Mill::open(Arc::new(settings), self.now).expect("a state")
        });
        let mut report = Report::default();
        mill.scan(self.now, &mut report, &|_, _, _| {})
            .expect("folders are read");
        let options = mill.settings().fetch.clone();
        let client = self
            .client
            .get_or_insert_with(|| Arc::new(Client::new(options).expect("a client for HTTP")));
        loop {
            let jobs = mill.due(self.now, Which::Due).expect("a state");
            if jobs.is_empty() {
                break;
            }
            let collected = self
                .runtime
                .block_on(crate::site::collect(client, jobs, self.now));
            mill.take(collected, self.now, &mut report)
                .expect("answers are taken in");
        }
        mill.publish(self.now, &mut report, &|_, _, _| {})
            .expect("feeds are published");
        self.mill = Some(mill);
        report
    }

    /// The readers of one feed read another from now on.
    fn renamed(&mut self, from: &str, to: &str) {
        for format in ["rss", "atom", "json"] {
            if let Some(reader) = self.readers.remove(&format!("feeds/{from}.{format}")) {
                self.readers.insert(format!("feeds/{to}.{format}"), reader);
            }
        }
    }

    /// What a reader of each format met in a feed since its last look: the same in all of them.
    pub(crate) fn met(&mut self, feed: &str) -> Met {
        let mut found: Vec<(String, Met)> = Vec::new();
        for format in ["rss", "atom", "json"] {
            let path = format!("feeds/{feed}.{format}");
            if !self.site.path(&path).exists() {
                continue;
            }
            let text = self.site.read(&path);
            let ids = if format == "json" {
                crate::site::items(&text)
                    .into_iter()
                    .map(|item| item.id)
                    .collect()
            } else {
                let feed = feed_rs::parser::parse(text.as_bytes()).expect("a feed");
                feed.entries.into_iter().map(|entry| entry.id).collect()
            };
            let reader = self.readers.entry(path.clone()).or_default();
            found.push((path, reader.look(ids)));
        }
        let (_, met) = found.first().cloned().expect("the feed is published");
        for (path, other) in &found {
            assert_eq!(*other, met, "{path}");
        }
        met
    }
}
