//! What is told of trouble, to programs, and of secrets: nothing.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use super::{ask, form, start};
use crate::daemon::port;
use crate::server::{Answer, Server};
use crate::serving::Daemon;
use crate::site::{Site, wait_for};

/// While turns fail as a whole, monitors hear of it, and the page says why; then no longer.
#[test]
fn trouble_is_told_while_it_lasts() {
    let upstream = Server::start();
    let (site, _daemon, port) = start(&upstream, false);
    let health = || Some(ask(port, "GET /healthz", "", "")?.0);
    assert_eq!(health(), Some(200));
    site.sql("ALTER TABLE article RENAME TO gone");
    site.write(
        "articles/second.md",
        "---\ntitle: Second\ndate: 2025-01-02\n---\n\nText.\n",
    );
    wait_for("it is not well", Duration::from_secs(20), || {
        (health() == Some(503)).then_some(())
    });
    let (_, _, page) = ask(port, "GET /", "", "").expect("an answer");
    assert!(
        page.contains("Not well") && page.contains("no such table"),
        "{page}"
    );
    let (_, _, metrics) = ask(port, "GET /metrics", "", "").expect("an answer");
    assert!(metrics.contains("\nfeedmill_healthy 0\n"), "{metrics}");
    assert_eq!(ask(port, "GET /readyz", "", "").expect("an answer").0, 200);
    site.sql("ALTER TABLE gone RENAME TO article");
    wait_for("it is well again", Duration::from_secs(30), || {
        (health() == Some(200)).then_some(())
    });
}

/// T-61: no page tells what lets somebody in, neither of what stands in addresses nor of what is read from files.
#[test]
fn no_page_tells_a_secret() {
    const CANARY: &str = "canary-sEcReT-4711";
    let upstream = Server::start();
    let leads = format!("/feed.xml?token={CANARY}");
    upstream.set("/", Answer::status(301).header("Location", &leads));
    let (serve, status) = (port(), port());
    let base = &upstream.base;
    let site = Site::new(&format!(
        "[serve]\nlisten = \"127.0.0.1:{serve}\"\n[status]\nlisten = \"127.0.0.1:{status}\"\n\
         [push]\nwebhook = \"{base}/hooks/{CANARY}\"\n\
         [fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n\
         [[source]]\nname = \"keyed\"\nurl = \"{base}/gone.xml?api_key={CANARY}\"\n[source.auth]\ntoken_file = \"secret\"\n\
         [[source]]\nname = \"led\"\nurl = \"{base}/\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n"
    ));
    site.write("secret", CANARY);
    let _daemon = Daemon::start(&site);
    wait_for("both are told", Duration::from_secs(20), || {
        let (_, _, json) = ask(status, "GET /status.json", "", "")?;
        (json.matches("\"status\": 404").count() >= 2).then_some(())
    });
    let wish = format!("form={}", form(status, ""));
    for (line, body) in [
        ("GET /", ""),
        ("GET /part", ""),
        ("GET /config", ""),
        ("GET /status.json", ""),
        ("GET /metrics", ""),
        ("POST /preview", &format!("{wish}&source=keyed")),
        ("POST /preview", &format!("{wish}&source=led")),
        ("POST /collect", &format!("{wish}&source=keyed")),
    ] {
        let (_, head, page) = ask(status, line, "", body).expect("an answer");
        assert!(page.len() > 100, "{line}: {page}");
        assert!(
            !page.contains(CANARY) && !head.contains(CANARY),
            "{line}: {page}"
        );
    }
    let (_, _, config) = ask(status, "GET /config", "", "").expect("an answer");
    assert!(
        config.contains("api_key=***") && config.contains("webhook"),
        "{config}"
    );
}

/// Prometheus's own parser reads the metrics.
#[test]
#[ignore = "needs Prometheus's parser: ./tests/all installs it"]
fn prometheus_reads_the_metrics() {
    let python =
        std::env::var("FEEDMILL_READERS").expect("FEEDMILL_READERS names a Python with readers");
    let upstream = Server::start();
    let (_site, _daemon, port) = start(&upstream, false);
    let (_, head, metrics) = ask(port, "GET /metrics", "", "").expect("an answer");
    assert!(head.contains("text/plain; version=0.0.4"), "{head}");
    let script = "import sys\nfrom prometheus_client.parser import text_string_to_metric_families as read\n\
                  for family in read(sys.stdin.read()):\n    assert family.documentation, family.name\n    print(family.name, family.type, len(family.samples))\n";
    let mut child = Command::new(python)
        .args(["-c", script])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut input = child.stdin.take().expect("an input");
    input.write_all(metrics.as_bytes()).expect("it reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{metrics}");
    let read = String::from_utf8_lossy(&output.stdout).into_owned();
    let families = metrics
        .lines()
        .filter(|line| line.starts_with("# TYPE "))
        .count();
    assert_eq!(read.lines().count(), families, "{read}");
    assert!(read.contains("feedmill_turns counter 2"), "{read}");
}
