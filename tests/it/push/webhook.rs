//! The webhook: what it is told, signed, in order, until it takes it.

use std::time::Duration;

use feedmill::collect::http::Secret;
use serde_json::Value;

use super::receiver::{Posted, Receiver};
use super::{Daemon, article, free_port, site, waiting, wake};
use crate::site::wait_for;

fn json(posted: &Posted) -> Value {
    serde_json::from_slice(&posted.body).expect("a JSON feed")
}

/// The feed and the titles of each delivery.
fn told(hook: &Receiver) -> Vec<(String, Vec<String>)> {
    let posted = hook.posted();
    let told = posted.iter().map(|posted| {
        let feed = json(posted);
        let items = feed["items"].as_array().expect("items").iter();
        let title = |item: &Value| item["title"].as_str().unwrap_or_default().to_owned();
        let name = feed["_feedmill"]["feed"].as_str().unwrap_or_default();
        (name.to_owned(), items.map(title).collect())
    });
    told.collect()
}

fn one(feed: &str, title: &str) -> (String, Vec<String>) {
    (feed.to_owned(), vec![title.to_owned()])
}

#[test]
fn a_webhook_is_told_what_is_new_in_order_and_signed() {
    let (hook, port) = (Receiver::start(), free_port());
    let site = site(
        port,
        &format!(
            "[push]\nwebhook = \"{}\"\nwebhook_secret_file = \"secret\"\n",
            hook.url("/secret-canary?token=1")
        ),
    );
    site.write("secret", "correct horse\n");
    let daemon = Daemon::start(&site, port);
    wait_for(
        "the first articles are told",
        Duration::from_secs(10),
        || (hook.posted().len() == 2).then_some(()),
    );
    assert_eq!(told(&hook), [one("first", "One"), one("second", "Other")]);
    let posted = hook.posted();
    let secret = Secret::new("correct horse").expect("a secret");
    for posted in &posted {
        let signed = format!("sha256={}", secret.signature(&posted.body));
        assert_eq!(posted.headers.get("x-hub-signature-256"), Some(&signed));
        assert_eq!(posted.path, "/secret-canary?token=1");
        let feed = json(posted);
        assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
        assert_eq!(feed["_feedmill"]["new"][0], feed["items"][0]["id"]);
    }
    let first = json(&posted[0]);
    assert_eq!(
        first["feed_url"],
        format!("http://127.0.0.1:{port}/first.json")
    );
    // Refused twice, then taken, with nothing lost and nothing overtaken; an edit is no new article.
    hook.answer(503, "", "");
    article(&site, "a/two.md", "Two");
    daemon.serves("/first.json", "Two");
    article(&site, "a/one.md", "One, edited");
    daemon.serves("/first.json", "One, edited");
    wait_for("both wait", Duration::from_secs(5), || {
        (waiting(&site) == 2 && hook.posted().len() == 3).then_some(())
    });
    daemon.stop();
    hook.answer(200, "", "ok");
    wake(&site);
    let daemon = Daemon::start(&site, port);
    wait_for("both are taken", Duration::from_secs(10), || {
        (waiting(&site) == 0).then_some(())
    });
    let after = told(&hook).split_off(2);
    assert_eq!(
        after,
        [
            one("first", "Two"),
            one("first", "Two"),
            one("first", "One, edited")
        ]
    );
    let posted = hook.posted();
    let key = |at: usize| posted[at].headers.get("x-feedmill-delivery").cloned();
    assert_eq!(key(2), key(3), "the same delivery again");
    assert_ne!(key(3), key(4));
    assert_eq!(
        json(&posted[4])["_feedmill"]["new"],
        Value::Array(Vec::new())
    );
    // Who knows its address can send there: it is named by its host alone.
    let status = site.run(&["status"]).out;
    let said = site.read("log") + &status;
    assert!(status.contains("webhook http://127.0.0.1:"), "{status}");
    assert!(said.contains("503") && !said.contains("canary"), "{said}");
    drop(daemon);
}

/// What was published before the webhook was there is not told, and what comes afterwards is.
#[test]
fn a_webhook_that_comes_later_is_told_what_is_new_since() {
    let (hook, port) = (Receiver::start(), free_port());
    let site = site(port, "");
    site.build();
    let config = site.read("config.toml");
    let hooked = format!(
        "[push]\nwebhook = \"{}\"\nwebhook_feeds = [\"first\"]\n[[source]]\nname = \"a\"",
        hook.url("/")
    );
    site.write(
        "config.toml",
        &config.replace("[[source]]\nname = \"a\"", &hooked),
    );
    site.build();
    assert_eq!(hook.posted().len(), 0);
    article(&site, "a/two.md", "Two");
    article(&site, "b/two.md", "Not told");
    site.build();
    assert_eq!(told(&hook), [one("first", "Two")]);
    site.build();
    assert_eq!(hook.posted().len(), 1);
}
