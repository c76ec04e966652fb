//! WebSub: W-01 … W-04, D-22.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use super::receiver::Receiver;
use super::{Daemon, article, free_port, get, site, waiting, wake};
use crate::site::wait_for;

fn hubs(hubs: &[String]) -> String {
    let hubs: Vec<String> = hubs.iter().map(|hub| format!("{hub:?}")).collect();
    format!("[push]\nhubs = [{}]", hubs.join(", "))
}

fn sorted(mut topics: Vec<String>) -> Vec<String> {
    topics.sort();
    topics
}

/// W-01 … W-04: a subscriber has, by way of the hub, what is served; each changed topic is told once, and nothing when
/// nothing changed.
#[test]
fn a_subscriber_has_at_once_what_is_served() {
    let (hub, subscriber, port) = (Receiver::start(), Receiver::start(), free_port());
    hub.subscribe(&subscriber.url("/callback"));
    let site = site(port, &hubs(&[hub.url("/")]));
    let daemon = Daemon::start(&site, port);
    let topic = |path: &str| format!("http://127.0.0.1:{port}/{path}");
    let all = [
        topic("first.atom"),
        topic("first.json"),
        topic("second.rss"),
    ];
    wait_for("the first feeds are told", Duration::from_secs(10), || {
        (subscriber.posted().len() == 3).then_some(())
    });
    assert_eq!(sorted(hub.topics()), all);
    // Every format names the hub, and itself.
    let link = format!("rel=\"hub\" href=\"{}\"", hub.url("/"));
    let other = format!("href=\"{}\" rel=\"hub\"", hub.url("/"));
    for path in ["/first.atom", "/second.rss"] {
        let feed = get(port, path).expect("it is served");
        assert!(feed.contains(&link) || feed.contains(&other), "{feed}");
    }
    let json = get(port, "/first.json").expect("it is served");
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["hubs"][0]["type"], "WebSub");
    assert_eq!(json["hubs"][0]["url"], hub.url("/"));
    assert_eq!(json["feed_url"], topic("first.json"));
    assert_eq!(site.run(&["check"]).code, Some(0));
    // One source changes: its feed's two topics, and no other.
    article(&site, "a/two.md", "Two");
    wait_for("the change is delivered", Duration::from_secs(10), || {
        (subscriber.posted().len() == 5).then_some(())
    });
    assert_eq!(sorted(hub.topics().split_off(3)), all[..2]);
    for posted in subscriber.posted().split_off(3) {
        let link = posted.headers.get("link").expect("a topic");
        let path = if link.contains("atom") {
            "/first.atom"
        } else {
            "/first.json"
        };
        let served = get(port, path).expect("it is served");
        assert!(served.contains("Two"));
        assert_eq!(String::from_utf8(posted.body).expect("text"), served);
    }
    // A file is saved as it was: nothing is told. Nor after a restart.
    article(&site, "a/two.md", "Two");
    std::thread::sleep(Duration::from_secs(1));
    daemon.stop();
    let daemon = Daemon::start(&site, port);
    std::thread::sleep(Duration::from_secs(1));
    assert_eq!(hub.topics().len(), 5);
    assert_eq!(waiting(&site), 0);
    drop(daemon);
}

/// D-22: hubs that are not there, or never answer, delay no publication; they are told once they are back, over a restart
/// too, and the newest change only.
#[test]
fn dead_hubs_delay_nothing_and_are_told_later() {
    let publish = |more: &str, count: usize| {
        let port = free_port();
        let site = site(port, more);
        let daemon = Daemon::start(&site, port);
        let mut times = Vec::new();
        for at in 0..count {
            let title = format!("Change {at}");
            let started = Instant::now();
            article(&site, "a/one.md", &title);
            daemon.serves("/first.atom", &title);
            times.push(started.elapsed());
        }
        times.sort();
        (times[count / 2], times[count - 1], site, daemon, port)
    };
    let (without, ..) = publish("", 3);
    let refusing = free_port();
    // Takes connections, and never answers.
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let silent_port = silent.local_addr().expect("an address").port();
    let more = hubs(&[
        format!("http://127.0.0.1:{refusing}/"),
        format!("http://127.0.0.1:{silent_port}/"),
    ]);
    let (with, longest, site, daemon, port) = publish(&more, 3);
    assert!(
        with < without + Duration::from_millis(500),
        "{with:?}, {without:?}"
    );
    assert!(longest < Duration::from_secs(2), "{longest:?}");
    // Both hubs have yet to be told all three topics, the newest change of each.
    wait_for("the failure is known", Duration::from_secs(5), || {
        let status = site.run(&["status"]).out;
        status.contains("no connection").then_some(())
    });
    assert_eq!(waiting(&site), 6);
    let log = site.read("log");
    assert_eq!(log.matches("it is told later").count(), 1, "{log}");
    daemon.stop();
    // One hub comes back, and the other one, while the daemon does not run.
    let hub = Receiver::at(refusing);
    drop(silent);
    let other = Receiver::at(silent_port);
    let daemon = Daemon::start(&site, port);
    wait_for("the silent hub is told", Duration::from_secs(10), || {
        (other.topics().len() == 3).then_some(())
    });
    assert_eq!(hub.topics().len(), 0, "it is left alone for a minute");
    wake(&site);
    article(&site, "b/other.md", "Other, again");
    wait_for("the other is told", Duration::from_secs(10), || {
        (hub.topics().len() >= 3 && waiting(&site) == 0).then_some(())
    });
    let mut topics = sorted(hub.topics());
    topics.dedup();
    assert_eq!(topics.len(), 3);
    let status = site.run(&["status", "--json"]).out;
    let status: serde_json::Value = serde_json::from_str(&status).expect("JSON");
    for told in status["told"].as_array().expect("an array") {
        assert_eq!(told["waiting"], 0);
        assert_eq!(told["error"], serde_json::Value::Null);
    }
    drop(daemon);
}

/// `feedmill build` tells hubs before it ends, waits for none that does not answer, and the next pass makes up for it.
#[test]
fn a_build_tells_hubs_within_its_time() {
    let silent = TcpListener::bind("127.0.0.1:0").expect("a port");
    let silent_port = silent.local_addr().expect("an address").port();
    let hub = Receiver::start();
    let site = site(
        free_port(),
        &hubs(&[hub.url("/"), format!("http://127.0.0.1:{silent_port}/")]),
    );
    let started = Instant::now();
    let ran = site.build();
    assert!(started.elapsed() < Duration::from_secs(15));
    assert!(ran.err.contains("told at the next pass"), "{}", ran.err);
    assert_eq!(hub.topics().len(), 3);
    assert_eq!(waiting(&site), 3);
    drop(silent);
    let other = Receiver::at(silent_port);
    site.build();
    assert_eq!((hub.topics().len(), other.topics().len()), (3, 3));
    // A hub that refuses one topic is told the others; nothing leads it elsewhere.
    hub.answer(400, "", "no such topic\n");
    other.answer(302, "Location: http://127.0.0.1:1/\r\n", "");
    article(&site, "a/one.md", "Anew");
    let ran = site.build();
    assert!(ran.err.contains("no such topic"), "{}", ran.err);
    assert!(ran.err.contains("302"), "{}", ran.err);
    assert_eq!((hub.topics().len(), other.topics().len()), (5, 4));
    // Tried again no sooner than in a minute.
    site.build();
    assert_eq!((hub.topics().len(), other.topics().len()), (5, 4));
    hub.answer(202, "", "");
    other.answer(307, &format!("Location: {}\r\n", other.url("/there")), "");
    wake(&site);
    site.build();
    assert_eq!(hub.topics().len(), 7);
    let last = other.posted().pop().expect("a request");
    assert_eq!(
        (last.path.as_str(), last.field("hub.mode").as_deref()),
        ("/there", Some("publish"))
    );
}

/// A hub in a private network is told nothing, unless that is allowed.
#[test]
fn a_private_hub_is_told_nothing() {
    let hub = Receiver::start();
    let site = site(free_port(), &hubs(&[hub.url("/")]));
    let config = site.read("config.toml");
    site.write("config.toml", &config.replace("[\"127.0.0.1\"]", "[]"));
    let ran = site.build();
    assert!(ran.err.contains("allow_private"), "{}", ran.err);
    assert_eq!(hub.posted().len(), 0);
    site.write("config.toml", &config);
    wake(&site);
    site.build();
    assert_eq!(hub.topics().len(), 3);
}
