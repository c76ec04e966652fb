//! Who is slow.

use std::time::Duration;

use super::{config, item, rss, source};
use crate::hostile::{Hostile, Script};
use crate::site::Site;

/// T-16: two hundred servers that say nothing do not keep twenty good ones from being heard.
#[test]
fn the_slow_do_not_hold_up_the_good() {
    let good = Hostile::start();
    let mut more = String::new();
    let mut allowed = vec![good];
    for at in 0..40 {
        let silent = Hostile::start();
        silent.on("/", Script::silent(Duration::from_secs(4)));
        more.push_str(&source(&format!("silent{at}"), &silent.url("/"), ""));
        allowed.push(silent);
    }
    for at in 0..20 {
        let path = format!("/{at}");
        let feed = rss(&item(&format!("g{at}"), &format!("https://u.example/{at}")));
        allowed[0].on(&path, Script::ok(feed));
        more.push_str(&source(&format!("good{at}"), &allowed[0].url(&path), ""));
    }
    let servers: Vec<&Hostile> = allowed.iter().collect();
    let site = Site::new(&(config(&servers, "connections = 64") + &more));
    site.run(&["build"]);
    assert_eq!(site.items("feeds/all.json").len(), 20);
    let log = allowed[0].log();
    let first = allowed
        .iter()
        .flat_map(Hostile::log)
        .map(|asked| asked.at)
        .min();
    let last = log.iter().map(|asked| asked.at).max();
    let took = last.zip(first).map(|(last, first)| last - first);
    assert!(
        took.is_some_and(|took| took < Duration::from_secs(3)),
        "{took:?}"
    );
}
