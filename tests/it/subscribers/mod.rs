//! Real readers, subscribed to the real daemon over HTTP while its articles are edited, renamed, added and removed and it is
//! restarted: they show every article once, under its title, and nothing that was read becomes unread.
//!
//! `FEEDMILL_SEED=17` goes another way.

mod articles;
mod cms;

mod newsboat;
mod sfeed;

use std::time::{Duration, Instant};

use articles::Articles;
use newsboat::Newsboat;
use sfeed::Sfeed;

use crate::daemon::{self, Daemon};
use crate::mutation::Dice;
use crate::site::{Site, items, wait_for};

const ROUNDS: usize = 30;

/// What happens to the daemon in a round.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Runs,
    Terminated,
    Killed,
    Reloads,
}

fn config(port: u16, round: usize) -> String {
    format!(
        "[serve]\nlisten = \"127.0.0.1:{port}\"\n[[source]]\nname = \"notes\"\npath = \"articles\"\nlink = \"https://example.org/{{path}}/\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"All, {round}\"\nlink = \"https://example.org/\"\nlimit = 500\n"
    )
}

/// The daemon, on the port that its feeds name.
fn start(site: &Site, port: u16) -> Daemon {
    let daemon = daemon::start(site, port);
    assert!(daemon.address.ends_with(&port.to_string()));
    daemon
}

fn restart(site: &Site, mut daemon: Daemon, port: u16, signal: &str) -> Daemon {
    daemon::signal(&daemon, signal);
    let ended = daemon.child.wait().expect("it ends");
    assert_eq!(ended.code(), (signal == "TERM").then_some(0));
    start(site, port)
}

/// Titles of /all.json and the feed's own, once they are what they must be.
fn served(daemon: &Daemon, wanted: &[String], title: Option<&str>, way: &str) {
    wait_for(
        &format!("{way}: {wanted:?}"),
        Duration::from_secs(10),
        || {
            let (_, body) = daemon::get(&daemon.address, "/all.json", "")?;
            let mut titles: Vec<String> = items(&body).into_iter().map(|item| item.title).collect();
            titles.sort();
            let of_feed = title.is_none_or(|title| body.contains(title));
            (titles == wanted && of_feed).then_some(())
        },
    );
}

#[test]
#[ignore = "needs newsboat and sfeed: ./tests/all installs them"]
fn readers_show_every_article_once() {
    let seed = std::env::var("FEEDMILL_SEED").map_or(1, |seed| seed.parse().expect("a number"));
    let mut dice = Dice::new(seed);
    let port = daemon::port();
    let site = Site::new(&config(port, 0));
    let mut articles = Articles::new(&site, &mut dice);
    let mut daemon = start(&site, port);
    let base = format!("http://{}", daemon.address);
    let mut newsboats =
        ["rss", "atom"].map(|format| Newsboat::new(&format!("{base}/all.{format}")));
    let sfeed = Sfeed::new(&base);
    let started = Instant::now();
    for round in 0..=ROUNDS {
        let mut did = Vec::new();
        let fate = [
            Fate::Runs,
            Fate::Runs,
            Fate::Terminated,
            Fate::Killed,
            Fate::Reloads,
        ][dice.throw(5)];
        if round > 0 {
            for _ in 0..=dice.throw(3) {
                did.push(articles.change(&site, &mut dice, round));
            }
            daemon = match fate {
                Fate::Terminated => restart(&site, daemon, port, "TERM"),
                Fate::Killed => restart(&site, daemon, port, "KILL"),
                Fate::Reloads => {
                    site.write("config.toml", &config(port, round));
                    daemon
                }
                Fate::Runs => daemon,
            };
        }
        let way = format!("FEEDMILL_SEED={seed}, round {round}: {did:?}, {fate:?}");
        let title = format!("All, {round}");
        let title = (fate == Fate::Reloads && round > 0).then_some(title.as_str());
        served(&daemon, &articles.published(), title, &way);
        for newsboat in &mut newsboats {
            newsboat.reload();
            assert_eq!(newsboat.titles(), articles.met(), "{way}: {}", newsboat.url);
            let (unread, wanted) = (newsboat.unread(), articles.met().len() - newsboat.read);
            assert_eq!(unread, wanted, "{way}: {}", newsboat.url);
            if dice.throw(3) == 0 {
                newsboat.mark_all_read();
                assert_eq!(newsboat.unread(), 0, "{way}: {}", newsboat.url);
            }
        }
        sfeed.update();
        for format in ["rss", "atom"] {
            assert_eq!(
                sfeed.titles(format),
                articles.met(),
                "{way}: sfeed, {format}"
            );
        }
    }
    let met = articles.met().len();
    assert!(
        met > articles.published().len() && met > 15,
        "{met} articles: the rounds did something"
    );
    let spent = started.elapsed();
    assert!(spent < Duration::from_secs(120), "{spent:?}");
}
