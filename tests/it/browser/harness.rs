//! The harness itself: that it sees what there is, and that nothing is left of it.

use std::time::Duration;

use serde_json::json;

use super::driver::{Browser, CONTROL, TAB};
use crate::server::{Answer, Server};
use crate::site::wait_for;

const PAGE: &str = "<!doctype html><html lang=en><title>A page</title><style>p { color: rgb(1, 2, 3) }
@media (prefers-color-scheme: dark) { p { color: rgb(9, 8, 7) } }</style>
<p id=p>Plain</p><p hidden>Hidden</p><input id=i><input id=j><a href=/two>Two</a><noscript><b>No scripts.</b></noscript>
<img src=/picture.png><img src=http://elsewhere.test/picture.png>
<script>document.getElementById('p').textContent = 'Scripted';</script>";

fn server() -> Server {
    let server = Server::start();
    let html = |text: &str| Answer::new("text/html; charset=utf-8", text);
    server.set("/", html(PAGE));
    server.set(
        "/two",
        html("<!doctype html><title>Two</title><p>Second</p>"),
    );
    server
}

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn a_page_is_opened_read_and_used() {
    let server = server();
    let browser = Browser::start();
    browser.open(&server.base);
    assert_eq!(browser.title(), "A page");
    assert_eq!(browser.text("#p"), "Scripted");
    assert_eq!(browser.seen("p"), ["Scripted"]);
    assert_eq!(
        browser.texts("p"),
        ["Scripted", ""],
        "what is hidden is not seen"
    );
    assert_eq!(browser.attribute("a", "href").as_deref(), Some("/two"));
    browser.type_into("#i", "typed");
    browser.press(&format!("{CONTROL}a"));
    browser.press(&format!("{CONTROL}c"));
    browser.press(TAB);
    browser.press(&format!("{CONTROL}v"));
    assert_eq!(browser.value("#j"), "typed", "what was copied is pasted");
    let folder = tempfile::tempdir().expect("a temporary folder");
    let file = folder.path().join("page.png");
    browser.screenshot(&file);
    let picture = std::fs::read(&file).expect("there is a picture");
    assert!(picture.starts_with(b"\x89PNG"));
    browser.click("a");
    assert_eq!(browser.address(), format!("{}/two", server.base));
    assert_eq!(browser.text("p"), "Second");
}

/// Whether a page makes requests to elsewhere is asked of this log: it has to show one that does.
#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn every_request_of_a_page_is_listed_and_none_leaves_the_machine() {
    let server = server();
    let browser = Browser::start();
    browser.open(&server.base);
    let mut requests = browser.requests();
    requests.retain(|address| !address.ends_with("/favicon.ico"));
    let base = &server.base;
    let expected = [
        format!("{base}/"),
        format!("{base}/picture.png"),
        "http://elsewhere.test/picture.png".to_owned(),
    ];
    assert_eq!(requests, expected);
    let refused = browser.complaints();
    assert!(
        refused
            .iter()
            .any(|line| line.contains("elsewhere.test") && line.contains("NAME_NOT_RESOLVED")),
        "{refused:?}"
    );
}

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn it_looks_as_others_do() {
    let server = server();
    let browser = Browser::start();
    let colour = "return getComputedStyle(document.getElementById('p')).color";
    for (scheme, expected) in [("light", "rgb(1, 2, 3)"), ("dark", "rgb(9, 8, 7)")] {
        browser.scheme(scheme);
        browser.open(&server.base);
        assert_eq!(browser.run(colour, json!([])), expected);
    }
    browser.phone(360);
    browser.open(&format!("{}/two", server.base));
    assert_eq!(browser.run("return screen.width", json!([])), 360);
    browser.without_scripts();
    browser.open(&server.base);
    assert_eq!(browser.text("#p"), "Plain");
    assert_eq!(browser.text("noscript"), "No scripts.");
}

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn nothing_is_left_of_a_browser() {
    let browser = Browser::start();
    let profile = browser.profile().to_owned();
    let running = || {
        let processes = std::fs::read_dir("/proc")
            .expect("there is /proc")
            .flatten();
        let lines = processes.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
        let name = profile.to_string_lossy().into_owned();
        lines
            .filter(|line| String::from_utf8_lossy(line).contains(&name))
            .count()
    };
    assert!(running() > 0, "it can be found while it runs");
    drop(browser);
    wait_for("all processes have ended", Duration::from_secs(10), || {
        (running() == 0).then_some(())
    });
    assert!(!profile.exists(), "so has the profile");
}
