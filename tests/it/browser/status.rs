//! The status page of a running daemon, used as people use it (T-60).

use std::time::Duration;

use serde_json::json;

use super::driver::{Browser, ENTER};
use super::world::keep_picture;
use crate::server::Server;
use crate::site::wait_for;
use crate::watched::{TOKEN, start};

const PATIENCE: Duration = Duration::from_secs(20);

/// What the first element that matches says now; read at once, since news replace elements.
fn says(browser: &Browser, selector: &str) -> String {
    let body =
        "const found = document.querySelector(arguments[0]); return found ? found.innerText : ''";
    let said = browser.run(body, json!([selector]));
    said.as_str().unwrap_or_default().to_owned()
}

/// Waits until the first element that matches says this.
fn hears(browser: &Browser, selector: &str, said: &str) {
    wait_for(said, PATIENCE, || {
        says(browser, selector).contains(said).then_some(())
    });
}

/// Neither is anything fetched from elsewhere nor refused by the page's own policy.
fn keeps_to_itself(browser: &Browser, base: &str) {
    for request in browser.requests() {
        assert!(
            request.starts_with(base) || request.starts_with("data:"),
            "{request}"
        );
    }
}

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn the_status_is_live_and_can_be_acted_on() {
    let upstream = Server::start();
    let (site, _daemon, port) = start(&upstream, false);
    let base = format!("http://127.0.0.1:{port}/");
    let browser = Browser::start();
    browser.open(&base);
    hears(&browser, "#live", "Updated by itself.");
    hears(&browser, "#source-1", "failing");
    // The same page all the time: what is set on it stays.
    browser.run("window.kept = true; return 0", json!([]));
    site.write(
        "articles/second.md",
        "---\ntitle: Second\ndate: 2025-01-02\n---\n\nText.\n",
    );
    hears(&browser, "#source-0 dd", "2");
    browser.click("#collect-0");
    hears(&browser, "#heard", "notes: the folder has been read");
    browser.click("#collect-1");
    hears(&browser, "#heard", "town: not asked: it was asked");
    assert_eq!(browser.run("return window.kept", json!([])), true);
    let focused = browser.run("return document.activeElement.id", json!([]));
    assert_eq!(focused, "collect-1", "news do not take the focus away");
    for scheme in ["light", "dark"] {
        browser.scheme(scheme);
        for width in [0, 360] {
            if width > 0 {
                browser.phone(width);
                let wide = "return document.documentElement.scrollWidth";
                assert_eq!(browser.run(wide, json!([])), width);
            }
            keep_picture(&browser, &format!("status-{scheme}-{width}"));
            browser.devtools("Emulation.clearDeviceMetricsOverride", json!({}));
        }
    }
    browser.click("#preview-0");
    hears(&browser, "h1", "Preview of notes");
    assert!(browser.texts("article h3").contains(&"Second".to_owned()));
    keep_picture(&browser, "status-preview");
    assert_eq!(
        browser
            .complaints()
            .iter()
            .find(|line| !line.contains("409")),
        None
    );
    keeps_to_itself(&browser, &base);
}

/// Without scripts the page is complete as of its loading, and its buttons work.
#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn the_status_needs_no_script() {
    let upstream = Server::start();
    let (_site, _daemon, port) = start(&upstream, false);
    let browser = Browser::start();
    browser.without_scripts();
    browser.open(&format!("http://127.0.0.1:{port}/"));
    assert!(browser.text("#live").contains("reload"));
    browser.click("#collect-0");
    hears(&browser, "main", "the folder has been read");
    browser.open(&format!("http://127.0.0.1:{port}/config"));
    assert!(browser.text("main").contains("allow_private"));
}

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn a_token_lets_people_in_and_out() {
    let upstream = Server::start();
    let (_site, _daemon, port) = start(&upstream, true);
    let base = format!("http://127.0.0.1:{port}/");
    let browser = Browser::start();
    browser.open(&base);
    assert_eq!(browser.text("h1"), "Log in");
    browser.type_into("#token", "not-the-token");
    browser.press(ENTER);
    hears(&browser, "[role=alert]", "That is not the token.");
    browser.type_into("#token", TOKEN);
    keep_picture(&browser, "status-login");
    browser.press(ENTER);
    hears(&browser, "h1", "Status");
    browser.click("#preview-0");
    hears(&browser, "h1", "Preview of notes");
    browser.click("header form button");
    hears(&browser, "h1", "Log in");
    browser.open(&format!("{base}config"));
    assert_eq!(browser.text("h1"), "Log in");
    keeps_to_itself(&browser, &base);
}
