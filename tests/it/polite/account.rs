//! What happened to each source, what is waited for, and what the operator can do (E-30).

use feedmill::mill::Which;
use serde_json::Value;

use super::{World, at, feed};
use crate::server::{Answer, Server};

/// E-30: `status` and the log say it in one line for each source; `--json` has it as fields, with the bytes received and
/// those that a 304 spared.
#[test]
fn what_happened_to_a_source_is_told() {
    let (server, busy) = (Server::start(), Server::start());
    let body = feed("", 1..=3);
    let bytes = body.body.len() as u64;
    server.set("/ok", body.header("ETag", "\"1\""));
    server.set("/fresh", feed("<ttl>600</ttl>", 1..=3));
    server.set(
        "/door",
        Answer::status(403).header("cf-mitigated", "challenge"),
    );
    busy.set("/busy", Answer::status(429).header("Retry-After", "604800"));
    let urls = [
        format!("{}/ok", server.base),
        format!("{}/missing", server.base),
        format!("{}/busy", busy.base),
        format!("{}/other", busy.base),
        format!("{}/fresh", server.base),
        format!("{}/door", server.base),
    ];
    let mut world = World::new(&urls, "");
    for hours in 0..3 {
        world.now = at(hours * 3600);
        world.turn(Which::Due);
    }
    world.restart();
    let said = world.site.run(&["status", "--json"]).out;
    let said: Value = serde_json::from_str(&said).expect("JSON");
    let of = |source: usize, field: &str| said["sources"][source][field].clone();
    let text =
        |source: usize, field: &str| of(source, field).as_str().unwrap_or_default().to_owned();
    assert_eq!(
        (of(0, "status"), of(0, "bytes_received")),
        (304.into(), bytes.into())
    );
    assert_eq!(of(0, "bytes_spared"), Value::from(2 * bytes));
    for (source, happened, waits) in [
        (0, "ok (304, nothing new)", "its schedule"),
        (
            1,
            "404 Not Found: check the address (2 times in a row)",
            "the server to recover",
        ),
        (2, "429", "Retry-After"),
        (3, "not asked yet", "its turn"),
        (4, "ok (200)", "its last answer to grow old"),
        (5, "wants to see a browser", "the server to recover"),
    ] {
        assert!(
            text(source, "happened").contains(happened),
            "{source}: {said:#}"
        );
        assert!(
            text(source, "waits_for").contains(waits),
            "{source}: {said:#}"
        );
    }
    assert!(
        text(0, "waits_until").starts_with("2026-01-05T12:"),
        "{said:#}"
    );
    assert_eq!(of(0, "to_do"), Value::Null);
    let said = world.site.run(&["status"]).out;
    let line = |name: &str| {
        said.lines()
            .find(|line| line.starts_with(name))
            .unwrap_or_default()
            .to_owned()
    };
    assert!(
        line("s0").contains("ok (304, nothing new); waits for its schedule"),
        "{said}"
    );
    assert!(line("s1").contains("check the address"), "{said}");
    // The same in the log, at the time that it happens.
    world.site.wake();
    world.site.sql("UPDATE source SET whole = unixepoch()");
    world
        .site
        .sql("UPDATE source SET next_due = 4000000000 WHERE name NOT IN ('s0', 's1')");
    let log = world.site.run(&["-v", "build"]).err;
    assert!(
        log.contains("s0: ok (304, nothing new); asked again in 15 min, waiting for its schedule")
            || log.contains("s0: ok (304, nothing new); asked again in 16 min"),
        "{log}"
    );
    assert!(log.contains("check the address; asked again in"), "{log}");
}
