//! A model guest: when addresses are asked, and whether. Time is simulated, so that a month runs in seconds; requests
//! are real.

mod account;
mod cut;
mod gone;
mod pages;
mod pauses;
mod retention;
mod schedule;
mod simulation;
mod stampede;
mod years;

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use feedmill::collect::http::{Client, Options};
use feedmill::config;
use feedmill::mill::{Mill, Report, Which};

use crate::server::{Answer, Asked, Server};
use crate::site::{Site, collect};

/// Monday, 5 January 2026, 10:00 UTC.
const START: i64 = 1_767_607_200;

fn at(seconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp(START + seconds, 0).expect("a time")
}

/// A feed of some articles, with what else its head says.
fn feed(head: &str, articles: std::ops::RangeInclusive<u32>) -> Answer {
    let items: String = articles
        .map(|at| {
            format!(
                "<item><guid isPermaLink=\"false\">item-{at}</guid><title>Item {at}</title><link>https://u.example/{at}</link>\
                 <pubDate>Mon, {:02} Dec 2025 08:00:00 GMT</pubDate><description>The text of item {at}.</description></item>",
                at % 28 + 1
            )
        })
        .collect();
    let body = format!(
        "<rss version=\"2.0\" xmlns:sy=\"http://purl.org/rss/1.0/modules/syndication/\"><channel><title>U</title>\
         <link>https://u.example/</link><description>d</description>{head}{items}</channel></rss>"
    );
    Answer::new("application/rss+xml", body)
}

/// What every configuration here begins with.
const HEAD: &str = "base_url = \"https://feeds.example.org/\"\nevery = \"15m\"\n[serve]\nlisten = \"\"\n\
     [fetch]\nallow_private = [\"127.0.0.0/8\"]\nhost_delay = \"0s\"\n";

/// A configuration with its state, a client, and a clock of its own.
struct World {
    site: Site,
    client: Arc<Client>,
    runtime: tokio::runtime::Runtime,
    mill: Option<Mill>,
    now: DateTime<Utc>,
}

impl World {
    /// Addresses as sources `s0`, `s1` …, each asked every quarter of an hour; `more` stands in each source.
    fn new(urls: &[String], more: &str) -> Self {
        let sources = urls
            .iter()
            .enumerate()
            .map(|(at, url)| format!("[[source]]\nname = \"s{at}\"\nurl = \"{url}\"\n{more}\n"));
        World::of(&sources.collect::<String>())
    }

    fn of(sources: &str) -> Self {
        World::with(&format!(
            "[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\nlimit = 1000\n{sources}"
        ))
    }

    /// Sources and feeds of one's choice.
    fn with(config: &str) -> Self {
        let site = Site::new(&format!("{HEAD}{config}"));
        let settings = config::load(&site.path("config.toml")).expect("a configuration");
        let options: Options = settings.fetch;
        World {
            client: Arc::new(Client::new(options).expect("a client")),
            runtime: tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .expect("a runtime"),
            site,
            mill: None,
            now: at(0),
        }
    }

    /// The mill, opened anew where it was closed.
    fn mill(&mut self) -> &mut Mill {
        let (site, now) = (&self.site, self.now);
        self.mill.get_or_insert_with(|| {
            let settings = config::load(&site.path("config.toml"));
            let settings = settings.unwrap_or_else(|faults| panic!("{faults}"));
            Mill::open(Arc::new(settings), now).expect("a state")
        })
    }

    /// The process ends; the next turn begins with another.
    fn restart(&mut self) {
        self.mill = None;
    }

    /// Asks all that is due now.
    fn turn(&mut self, which: Which) -> Report {
        let mut report = Report::default();
        loop {
            let now = self.now;
            let jobs = self.mill().due(now, which).expect("a state");
            if jobs.is_empty() {
                return report;
            }
            let collected = self.runtime.block_on(collect(&self.client, jobs, now));
            self.mill()
                .take(collected, now, &mut report)
                .expect("answers are taken in");
        }
    }

    /// Lets time pass, asking whenever something is due: what was asked, and when, in seconds from now.
    fn pass(&mut self, time: TimeDelta, server: &Server) -> Vec<(i64, Asked)> {
        let (start, end) = (self.now, self.now + time);
        let mut seen = server.whole_log().len();
        let mut asked = Vec::new();
        loop {
            self.turn(Which::Due);
            let log = server.whole_log();
            let seconds = (self.now - start).num_seconds();
            asked.extend(log.into_iter().skip(seen).map(|asked| (seconds, asked)));
            seen = seen.max(server.whole_log().len());
            let now = self.now;
            let next = self.mill().next_due(now);
            match next.filter(|next| *next <= end) {
                Some(next) => self.now = next.max(now + TimeDelta::seconds(1)),
                None => break,
            }
        }
        self.now = end;
        asked
    }

    /// Something that the state holds of a source.
    fn known<T: rusqlite::types::FromSql>(&self, source: &str, column: &str) -> T {
        let state = rusqlite::Connection::open(self.site.path("feedmill.db")).expect("a state");
        let query = format!("SELECT {column} FROM source WHERE name = '{source}'");
        state
            .query_row(&query, [], |row| row.get(0))
            .expect("a value")
    }

    /// When a source is next to be asked, in seconds from now.
    fn next(&self, source: &str) -> i64 {
        let next: i64 = self.known(source, "max(next_due, coalesce(not_before, 0))");
        next - self.now.timestamp()
    }

    /// The titles of all articles that there are.
    fn titles(&mut self) -> Vec<String> {
        let now = self.now;
        self.mill()
            .publish(now, &mut Report::default(), &|_, _, _| {})
            .expect("feeds are published");
        self.site.titles("feeds/all.json")
    }
}

/// The paths of requests, in their order.
fn paths(asked: &[(i64, Asked)]) -> Vec<&str> {
    asked.iter().map(|(_, asked)| asked.path.as_str()).collect()
}
