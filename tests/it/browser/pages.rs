//! index.html and the pages of feeds.

use serde_json::json;

use super::driver::{Browser, CONTROL, ENTER, TAB};
use super::world::{index_of_a_thousand, keep_picture, served, served_by_python, site};
use crate::server::{Answer, Server};

/// What is wrong with a page for those who see it on a phone, hear it or use no mouse.
const FAULTS: &str = include_str!("faults.js");

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn pages_are_right_in_light_and_dark_on_phones_and_desktops() {
    let (_site, serving) = served();
    let browser = Browser::start();
    let mut faults = Vec::new();
    let tag = std::fs::read_dir(_site.path("feeds/tags"))
        .expect("tags")
        .flatten();
    let tag = tag
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .find(|name| name.ends_with(".html"))
        .expect("a tag");
    let pages = [
        "index.html".to_owned(),
        "all.html".to_owned(),
        "none.html".to_owned(),
        format!("tags/{tag}"),
    ];
    for width in [0, 360] {
        if width > 0 {
            browser.phone(width);
        }
        for scheme in ["light", "dark"] {
            browser.scheme(scheme);
            for page in &pages {
                browser.open(&format!("{}{page}", serving.base));
                if page == "all.html" {
                    browser.run(
                        "document.querySelector('.list details').open = true",
                        json!([]),
                    );
                }
                keep_picture(
                    &browser,
                    &format!("{}-{scheme}-{width}", page.replace('/', "-")),
                );
                browser.run(
                    "document.querySelectorAll('details').forEach((one) => { one.open = true })",
                    json!([]),
                );
                for fault in browser.run(FAULTS, json!([])).as_array().expect("a list") {
                    faults.push(format!("{page} {scheme} {width}: {fault}"));
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn no_request_leaves_the_origin() {
    let (_site, serving) = served();
    let browser = Browser::start();
    for page in ["", "all.html", "none.html"] {
        browser.open(&format!("{}{page}", serving.base));
        browser.run(
            "document.querySelectorAll('details').forEach((one) => { one.open = true })",
            json!([]),
        );
        let wanted = browser.requests();
        assert!(!wanted.is_empty());
        for request in wanted {
            assert!(
                request.starts_with(&serving.base) || request == "data:,",
                "{page} wanted {request}"
            );
        }
        assert_eq!(browser.complaints(), [""; 0], "{page}");
    }
    // The text has all of what was not loaded, as links.
    browser.open(&format!("{}all.html", serving.base));
    for file in ["mill.jpg", "v.mp4", "a.mp3", "i.png"] {
        let link = format!("a.media[href='https://elsewhere.test/{file}']");
        assert!(browser.attribute(&link, "href").is_some());
    }
}

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn all_is_there_without_scripts() {
    let (_site, serving) = served();
    let browser = Browser::start();
    browser.without_scripts();
    browser.open(&serving.base);
    assert_eq!(
        browser.seen("button, input"),
        [""; 0],
        "what needs a script is not shown"
    );
    browser.click(".feed h3 a");
    assert_eq!(browser.address(), format!("{}all.html", serving.base));
    assert_eq!(browser.text("h1"), "Notes from the mill");
    assert_eq!(browser.text("code"), format!("{}all.rss", serving.base));
    let titles = browser.texts(".list h3");
    assert_eq!(titles.len(), 7, "{titles:?}");
    assert!(
        titles.contains(&"風と水の話".to_owned()) && titles.contains(&"الرياح والماء".to_owned())
    );
    browser.click(".list summary");
    assert!(browser.text(".list .text").contains("The sails turn."));
    browser.click(".crumbs a");
    assert_eq!(browser.address(), format!("{}index.html", serving.base));
}

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn an_address_is_copied() {
    let (site, serving) = served();
    // A page that is not served securely has no clipboard: then what is selected is copied.
    let plain = Server::start();
    plain.set(
        "/all.html",
        Answer::new("text/html; charset=utf-8", site.read("feeds/all.html")),
    );
    let insecure = plain.base.replace("127.0.0.1", "feeds.example");
    let browser = Browser::start();
    for base in [serving.base.trim_end_matches('/'), &insecure] {
        browser.open(&format!("{base}/all.html"));
        let is_secure = browser.run("return isSecureContext", json!([]));
        assert_eq!(is_secure, *base != *insecure);
        for (row, extension) in [(1, "rss"), (3, "json")] {
            browser.click(&format!(".ways li:nth-child({row}) button"));
            assert_eq!(
                browser.text(&format!(".ways li:nth-child({row}) button")),
                "Copied"
            );
            assert_eq!(
                browser.run(
                    "return document.getElementById('said').textContent",
                    json!([])
                ),
                "Copied"
            );
            browser.run("document.querySelector('input').value = ''; document.querySelector('input').focus()", json!([]));
            browser.press(&format!("{CONTROL}v"));
            assert_eq!(
                browser.value("input"),
                format!("{}all.{extension}", serving.base),
                "{base}"
            );
        }
    }
}

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn the_search_finds_articles_and_feeds() {
    let (_site, serving) = served();
    let browser = Browser::start();
    browser.open(&format!("{}all.html", serving.base));
    let search = |words: &str| {
        browser.run(
            "const input = document.querySelector('input'); input.value = ''; input.focus()",
            json!([]),
        );
        browser.type_into("input", words);
        (browser.seen(".list h3"), browser.text("#count-list"))
    };
    for (words, titles, count) in [
        ("WATER mill", &["Wind and water"][..], "1 of 7"),
        ("cafe", &["Wind and water"], "1 of 7"),
        ("風", &["風と水の話"], "1 of 7"),
        ("الطاحونة", &["الرياح والماء"], "1 of 7"),
        ("tag 19", &["Of many things"], "1 of 7"),
        ("nothing of that", &[], "0 of 7"),
    ] {
        let (found, said) = search(words);
        assert_eq!(found, titles, "{words}");
        assert_eq!(said, count, "{words}");
    }
    assert_eq!(search(" ").0.len(), 7);
    keep_picture(&browser, "search");
    let many = Server::start();
    many.set(
        "/",
        Answer::new("text/html; charset=utf-8", index_of_a_thousand()),
    );
    browser.open(&many.base);
    browser.click("details summary");
    browser.type_into("input", "tag 77");
    assert_eq!(browser.text("#count-by-tags"), "19 of 1000");
    assert_eq!(browser.seen(".more b").len(), 19);
    keep_picture(&browser, "thousand");
}

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn all_is_reached_by_the_keyboard() {
    let (_site, serving) = served();
    let browser = Browser::start();
    browser.open(&format!("{}all.html", serving.base));
    let focused = "const at = document.activeElement; return at.getAttribute('aria-label') || at.textContent || at.id";
    let visible = "const at = document.activeElement; const box = at.getBoundingClientRect(); return box.left >= 0 && getComputedStyle(at).outlineStyle";
    let mut walked = Vec::new();
    for _ in 0..12 {
        browser.press(TAB);
        walked.push(
            browser
                .run(focused, json!([]))
                .as_str()
                .unwrap_or_default()
                .to_owned(),
        );
        assert_eq!(browser.run(visible, json!([])), "solid", "{walked:?}");
    }
    let expected = [
        "Skip to the articles",
        "All feeds",
        "example.org",
        "RSS",
        "Copy the RSS address of Notes from the mill",
        "Atom",
        "Copy the Atom address of Notes from the mill",
        "JSON Feed",
        "Copy the JSON Feed address of Notes from the mill",
        "New to feeds?",
        "find-list",
        "Wind and water",
    ];
    assert_eq!(walked, expected);
    browser.press(TAB);
    browser.press(ENTER);
    assert!(
        browser.text(".list .text").contains("The sails turn."),
        "the text opens"
    );
    // The link to skip by leads past all that.
    browser.open(&format!("{}all.html", serving.base));
    browser.press(TAB);
    browser.press(ENTER);
    assert_eq!(
        browser.run("return document.activeElement.id", json!([])),
        "articles"
    );
}

/// The folder is all there is: any server, below any path, gives the same.
#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn any_web_server_will_do() {
    let (_site, serving) = served_by_python();
    let browser = Browser::start();
    browser.open(&serving.base);
    assert_eq!(
        browser.complaints(),
        [""; 0],
        "the policy in the page lets it run"
    );
    browser.click(".feed h3 a");
    assert_eq!(browser.address(), format!("{}all.html", serving.base));
    assert_eq!(
        browser.text("code"),
        "https://feeds.example.org/all.rss",
        "the address is the public one"
    );
    browser.type_into("input", "water mill");
    assert_eq!(browser.text("#count-list"), "1 of 7");
    browser.click(".crumbs a");
    browser.click("details summary");
    browser.type_into("input", "R&D");
    browser.click(".more li:not([hidden]) b a");
    assert_eq!(browser.text("h1"), "Tag: R&D");
    browser.click(".crumbs a");
    assert_eq!(browser.address(), format!("{}index.html", serving.base));
    for request in browser.requests() {
        assert!(
            request.starts_with(&serving.base) || request == "data:,",
            "{request}"
        );
    }
}

/// The find of the browser itself finds what is folded up, and unfolds it.
#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn a_page_is_found_in_by_the_browser_itself() {
    let site = site("https://feeds.example.org/");
    let server = Server::start();
    server.set(
        "/all.html",
        Answer::new("text/html; charset=utf-8", site.read("feeds/all.html")),
    );
    let browser = Browser::start();
    browser.open(&format!("{}/all.html", server.base));
    let found = browser.run("return window.find('The sails turn')", json!([]));
    assert_eq!(found, true);
}
