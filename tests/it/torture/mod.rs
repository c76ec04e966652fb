//! Everything at once (D-01, D-02, D-04 to D-09, D-12, D-14, D-17 to D-21): edits, renames and deletions, changes and faults
//! upstream, other and broken configurations, restarts, kills, damage and failing disks, at random from a seed, done to the
//! real program. A reader looks all the while; what it may see, and must in the end, is known beforehand.
//!
//! `FEEDMILL_SEED=17 FEEDMILL_ROUNDS=500 cargo test --test it torture` takes five hundred steps from a seed of one's choice.

mod deeds;
mod reader;
mod running;

use std::collections::BTreeMap;
use std::time::Duration;

use crate::daemon::port;
use crate::mutation::Dice;
use crate::server::{Answer, Server};
use crate::site::{Site, rounds, wait_for};
use deeds::DEEDS;
use reader::{Reader, marks};
use running::Running;

/// What is done to, and what it must come to.
struct World {
    site: Site,
    port: u16,
    server: Server,
    dice: Dice,
    /// Files by the number of their article: path and version.
    files: BTreeMap<u32, (String, u32)>,
    /// Entries upstream: number and version, the newest first.
    upstream: Vec<(u32, u32)>,
    /// The number that the next article gets.
    next: u32,
    /// In the feed's title.
    titled: u32,
    /// What came from upstream is known of what is published alone.
    state_lost: bool,
    running: Option<Running>,
    reader: Reader,
}

fn text(number: u32, version: u32) -> String {
    let filling = "What the miller said of it, at some length. ".repeat(20);
    format!("Of mark {number}.{version}. {filling}")
}

/// A day for each article, so that all have a date.
fn date(number: u32) -> String {
    let at = chrono::DateTime::from_timestamp(1_700_000_000 + i64::from(number) * 86_400, 0);
    at.expect("a time").to_rfc3339()
}

impl World {
    fn new(seed: u64) -> Self {
        let mut world = World {
            site: Site::new(""),
            port: port(),
            server: Server::start(),
            dice: Dice::new(seed),
            files: BTreeMap::new(),
            upstream: Vec::new(),
            next: 1,
            titled: 0,
            state_lost: false,
            running: None,
            reader: Reader::default(),
        };
        world.configure();
        for _ in 0..6 {
            world.add_file();
            world.add_entry();
        }
        world.publish_upstream();
        world
    }

    fn configure(&self) {
        let (port, base, titled) = (self.port, &self.server.base, self.titled);
        // As editors do it: one that is beginning sees the whole of it.
        self.site.write(
            "config.new",
            &format!(
                "base_url = \"https://feeds.example.org/\"\nevery = \"1s\"\n[serve]\nlisten = \"127.0.0.1:{port}\"\n\
                 [status]\nlisten = \"\"\n\
                 [fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n\
                 [[source]]\nname = \"notes\"\npath = \"notes\"\n\
                 [[source]]\nname = \"one\"\nurl = \"{base}/one\"\n\
                 [[feed]]\nname = \"all\"\ntitle = \"All {titled}\"\nlink = \"https://example.org/\"\nlimit = 1000\n\
                 [[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"{{value}}\"\nlink = \"https://example.org/\"\n"
            ),
        );
        self.site.rename("config.new", "config.toml");
    }

    fn write_file(&self, number: u32) {
        let (path, version) = &self.files[&number];
        self.site.write(
            &format!("notes/{path}"),
            &format!(
                "---\ntitle: Article {number}\ndate: {}\ntags: [t{}]\n---\n\n{}\n",
                date(number),
                number % 3,
                text(number, *version)
            ),
        );
    }

    fn add_file(&mut self) {
        let number = self.number();
        self.files.insert(number, (format!("{number}.md"), 0));
        self.write_file(number);
    }

    fn add_entry(&mut self) {
        let number = self.number();
        self.upstream.insert(0, (number, 0));
    }

    fn number(&mut self) -> u32 {
        let number = self.next;
        self.next += 1;
        self.reader.may_see(number);
        number
    }

    fn upstream_body(&self) -> String {
        let items = self.upstream.iter().map(|(number, version)| {
            format!(
                "<entry><id>urn:one:{number}</id><title>Article {number}</title><updated>{}</updated>\
                 <published>{}</published><link href=\"https://one.example/{number}\"/><content type=\"html\">{}</content></entry>",
                date(number + version),
                date(*number),
                text(*number, *version)
            )
        });
        format!(
            "<feed xmlns=\"http://www.w3.org/2005/Atom\"><id>urn:one</id><title>One</title>\
             <updated>2026-01-01T00:00:00Z</updated>{}</feed>",
            items.collect::<String>()
        )
    }

    fn publish_upstream(&self) {
        self.server.set(
            "/one",
            Answer::new("application/atom+xml", self.upstream_body()),
        );
    }

    /// The versions that are to be published, by number.
    fn expected(&self) -> BTreeMap<u32, u32> {
        let files = self
            .files
            .iter()
            .map(|(number, (_, version))| (*number, *version));
        files.chain(self.upstream.iter().copied()).collect()
    }

    /// Without any more trouble all comes to what it must be, in each format, and stays so over a restart.
    fn settle(&mut self, what: &dyn Fn() -> String) {
        self.publish_upstream();
        if self.running.is_none() {
            self.start();
        }
        let expected = self.expected();
        let title = format!("\"All {}\"", self.titled);
        let address = format!("127.0.0.1:{}", self.port);
        let mut last = String::new();
        let started = std::time::Instant::now();
        loop {
            let said = || self.running.as_ref().map(Running::said).unwrap_or_default();
            self.reader
                .faultless(&|| format!("{}\n{}\n", what(), said()));
            if let Some((200, body)) = crate::daemon::get(&address, "/all.json", "") {
                last = body;
            }
            if last.contains(&title) && marks(&last) == expected && self.has_asked() {
                break;
            }
            assert!(
                started.elapsed() < Duration::from_secs(60),
                "{}: {:?} was to be {expected:?}\n{}",
                what(),
                marks(&last),
                said()
            );
            std::thread::sleep(Duration::from_millis(20));
        }
        for format in ["rss", "atom"] {
            wait_for(
                "all formats are of one version",
                Duration::from_secs(10),
                || {
                    let bytes =
                        std::fs::read(self.site.path(&format!("feeds/all.{format}"))).ok()?;
                    let feed = feed_rs::parser::parse(bytes.as_slice()).ok()?;
                    (feed.entries.len() == expected.len()).then_some(())
                },
            );
        }
        self.reader.settled(&expected);
        self.state_lost = false;
    }

    /// Whether the state knows what is upstream.
    fn has_asked(&self) -> bool {
        let asked = rusqlite::Connection::open(self.site.path("feedmill.db")).and_then(|state| {
            let query = "SELECT last_success IS NOT NULL FROM source WHERE name = 'one'";
            state.query_row(query, [], |row| row.get(0))
        });
        !self.state_lost || asked.unwrap_or(false)
    }

    /// What is upstream may be missing where the state is lost as well, until it has been asked.
    fn miss_upstream(&mut self) {
        if self.state_lost {
            for (number, _) in &self.upstream {
                self.reader.may_miss(*number);
            }
        }
    }

    fn start(&mut self) {
        self.running = Some(Running::start(&self.site, None));
    }

    /// Ends the program; the next one asks all addresses at once, whatever they answered before.
    fn stop(&mut self) {
        if let Some(mut running) = self.running.take() {
            running.stop();
        }
        if self.site.path("feedmill.db").exists() {
            let state = rusqlite::Connection::open(self.site.path("feedmill.db")).expect("a path");
            // A damaged one has nothing to be changed in.
            let _ = state.execute_batch(
                "UPDATE source SET next_due = 0, not_before = NULL; UPDATE host SET not_before = NULL",
            );
        }
    }
}

#[test]
fn torture() {
    let seed = std::env::var("FEEDMILL_SEED").ok();
    let seed = seed.map_or(1, |seed| seed.parse().expect("FEEDMILL_SEED is a number"));
    let mut world = World::new(seed);
    world.start();
    world.settle(&|| "at the start".to_owned());
    let watched = world.reader.watch(world.port);
    let mut way: Vec<Vec<&str>> = Vec::new();
    for step in 0..rounds(25) {
        let mut deeds = Vec::new();
        for _ in 0..=world.dice.throw(3) {
            let (name, deed) = DEEDS[world.dice.throw(DEEDS.len())];
            deeds.push(name);
            deed(&mut world);
        }
        way.push(deeds);
        let last = || way.iter().rev().take(5).rev().collect::<Vec<_>>();
        world.settle(&|| format!("FEEDMILL_SEED={seed}, step {step}: … {:?}", last()));
    }
    drop(watched);
    let looks = world.reader.looks();
    assert!(looks > 100, "the reader looked {looks} times");
}
