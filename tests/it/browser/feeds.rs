//! The feeds themselves, opened in a browser.

use serde_json::json;

use super::driver::{Browser, ENTER, TAB};
use super::world::{keep_picture, served, served_as_xml, site};

/// Elements that are for machines, and what would show tags.
const HIDDEN: &str = "guid, id, lastBuildDate, updated, generator, encoded, content, creator, author, category, language, thumbnail";

#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn a_feed_is_readable_and_leads_to_its_page() {
    let site = site("https://feeds.example.org/");
    let server = served_as_xml(&site);
    let browser = Browser::start();
    let tag = std::fs::read_dir(site.path("feeds/tags"))
        .expect("tags")
        .flatten();
    let tag = tag
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .find(|name| name.starts_with("wind") && name.ends_with(".rss"))
        .expect("a tag");
    let tag = tag.trim_end_matches(".rss");
    browser.without_scripts();
    for width in [0, 360] {
        if width > 0 {
            browser.phone(width);
        }
        for scheme in ["light", "dark"] {
            browser.scheme(scheme);
            for feed in [
                "all.rss",
                "all.atom",
                "none.rss",
                "none.atom",
                &format!("tags/{tag}.rss"),
                &format!("tags/{tag}.atom"),
            ] {
                let address = format!("{}/{feed}", server.base);
                browser.open(&address);
                browser.requests();
                keep_picture(
                    &browser,
                    &format!("{}-{scheme}-{width}", feed.replace('/', "-")),
                );
                let banner =
                    "return getComputedStyle(document.documentElement, '::before').content";
                assert!(
                    browser
                        .run(banner, json!([]))
                        .to_string()
                        .contains("This is a feed"),
                    "{feed}"
                );
                assert!(browser.text("channel > title, feed > title").len() > 5);
                assert_eq!(browser.seen(HIDDEN), [""; 0], "{feed}");
                if width > 0 {
                    assert_eq!(browser.run("return innerWidth", json!([])), width, "{feed}");
                }
                let fits = browser.run(
                    "return document.documentElement.scrollWidth <= innerWidth",
                    json!([]),
                );
                assert_eq!(fits, true, "{feed} {width}");
                if feed.starts_with("all") {
                    let titles = browser.seen("item > title, entry > title");
                    assert!(titles.contains(&"Wind and water".to_owned()), "{titles:?}");
                    let summaries = browser.seen("item > description, entry > summary");
                    assert!(
                        summaries
                            .iter()
                            .any(|text| text.starts_with("Why the mill turns")),
                        "{summaries:?}"
                    );
                    assert!(
                        !summaries.iter().any(|text| text.contains('<')),
                        "{summaries:?}"
                    );
                    assert_eq!(browser.seen("pubDate, published").len(), 7);
                }
                assert_eq!(browser.complaints(), [""; 0], "{feed}");
                // By the keyboard, then by the mouse.
                browser.press(TAB);
                browser.press(ENTER);
                let page = address.replace(".rss", ".html").replace(".atom", ".html");
                assert_eq!(browser.address(), page);
                browser.open(&address);
                browser.click("div a");
                assert_eq!(browser.address(), page);
            }
        }
    }
}

/// Chromium shows the media types of feeds as plain text: `feedmill run` sends it XML, which its style makes a page
/// JSON is text, and says where the page is.
#[test]
#[ignore = "needs Chromium: ./tests/all installs it"]
fn feeds_that_feedmill_serves_are_pages_in_a_browser() {
    let (_site, serving) = served();
    let browser = Browser::start();
    for feed in ["all.rss", "all.atom"] {
        let address = format!("{}{feed}", serving.base);
        browser.open(&address);
        assert!(browser.text("channel > title, feed > title").len() > 2);
        assert_eq!(browser.seen(HIDDEN), [""; 0], "{feed}");
        keep_picture(&browser, &format!("own-{feed}"));
        browser.click("div a");
        assert_eq!(browser.address(), format!("{}all.html", serving.base));
    }
    browser.open(&format!("{}all.json", serving.base));
    assert!(browser.text("body").contains("all.html"));
}
