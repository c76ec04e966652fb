//! Rules for single sites: what they change of what is shown and published.

use std::time::Duration;

use serde_json::Value;

use crate::server::{Answer, Server};
use crate::site::{Ran, Site};

const RULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/site_rules");

/// A page on which nothing is named as usual: two columns, the byline below, prose in boxes.
fn page(columns: &str) -> String {
    format!(
        "<!doctype html><html lang='en'><head><title>A bridge for the valley – Valley Paper</title></head><body>\
         <div class='weather'>Rain in the morning, and sun from noon on, over the whole of the valley and its hills.</div>\
         <main>{columns}<p class='line'>Words: <b>Ada Bridger</b>, <b>Bo Weir</b> <span class='when'>3 February 2025</span></p></main>\
         <p>Our shop has calendars, cups and umbrellas with the bridge on them, and sends them anywhere in the country.</p>\
         </body></html>"
    )
}

fn bridge() -> String {
    page(
        "<div class='col'><p>The bridge at Mill Street opens on Monday, after four years of work and one flood.</p>\
         <div class='share-row'>Send this to a friend who likes bridges, and to their friends as well.</div></div>\
         <div class='box'><p>All about bridges: a series in twelve parts, every Friday, with plans to cut out.</p></div>\
         <div class='col'><p>It carries carts and walkers, one after the other, as the old one did before it.</p></div>",
    )
}

fn first(json: &str) -> Value {
    let feed: Value = serde_json::from_str(json).expect("JSON");
    feed["items"][0].clone()
}

fn inspect(site: &Site, args: &[&str]) -> Ran {
    let mut all = vec!["inspect", "--format", "json"];
    all.extend(args);
    let ran = site.run(&all);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    ran
}

#[test]
fn inspect_shows_what_a_rule_makes_of_a_page() {
    let server = Server::start();
    server.set("/bridge", Answer::new("text/html; charset=utf-8", bridge()));
    let site = Site::new("");
    let url = format!("{}/bridge", server.base);
    let plain = first(&inspect(&site, &[&url]).out);
    let ruled = inspect(&site, &[&url, "--site-rules", RULES]);
    let item = first(&ruled.out);
    assert_ne!(plain["content_text"], item["content_text"]);
    assert_eq!(item["title"], "A bridge for the valley");
    let names: Vec<&str> = item["authors"]
        .as_array()
        .expect("authors")
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    assert_eq!(names, ["Ada Bridger", "Bo Weir"]);
    assert_eq!(item["date_published"], "2025-02-03T00:00:00Z");
    assert_eq!(item["_feedmill"]["date"]["field"], "site rule");
    let text = item["content_text"].as_str().expect("text");
    assert!(
        text.starts_with("The bridge at the old mill opens"),
        "{text}"
    );
    assert!(text.ends_with("as the old one did before it."), "{text}");
    for gone in ["friend", "All about bridges", "umbrellas", "Rain", "Words"] {
        assert!(!text.contains(gone), "{gone}: {text}");
    }
}

#[test]
fn a_page_of_another_site_is_read_as_ever_but_for_the_global_rule() {
    let site = Site::new("");
    site.write("page.html", &bridge());
    let base = ["page.html", "--base-url", "https://elsewhere.example/1"];
    let text = |args: &[&str]| {
        first(&inspect(&site, args).out)["content_text"]
            .as_str()
            .unwrap_or_default()
            .to_owned()
    };
    let ruled = text(&[base[0], base[1], base[2], "--site-rules", RULES]);
    assert!(
        ruled.contains("at Mill Street") && !ruled.contains("Rain"),
        "{ruled}"
    );
    // A rule that finds nothing leaves the page as it was found.
    let below = [
        "page.html",
        "--base-url",
        "https://news.example.org/1",
        "--site-rules",
        RULES,
    ];
    let item = first(&inspect(&site, &below).out);
    assert!(
        item["content_text"]
            .as_str()
            .unwrap_or_default()
            .contains("at Mill Street")
    );
    assert_eq!(item["authors"][0]["name"], "The valley desk");
}

fn config(more: &str, sources: &str) -> String {
    format!(
        "base_url = \"https://feeds.example.org/\"\nevery = \"1s\"\nsite_rules = \"rules\"\n{more}\n[serve]\nlisten = \"\"\n\
         [fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n{sources}"
    )
}

#[test]
fn what_is_published_follows_the_rules_and_their_changes() {
    let server = Server::start();
    server.set("/bridge", Answer::new("text/html; charset=utf-8", bridge()));
    let source = format!("[[source]]\nurl = \"{}/bridge\"\n", server.base);
    let site = Site::new(&config("", &source));
    site.write(
        "rules/127.0.0.1.txt",
        "body: //div[@class='box']\nnonsense\n",
    );
    let ran = site.build();
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(
        ran.err
            .matches("rules/127.0.0.1.txt: line 2: this is no `directive: value`")
            .count(),
        1,
        "{}",
        ran.err
    );
    let content = |site: &Site| site.items("feeds/all.json")[0].content.clone();
    assert!(content(&site).contains("All about bridges") && !content(&site).contains("carts"));
    // A rule for another site is no reason to publish anything anew.
    let before = site.published();
    site.write("rules/elsewhere.example.txt", "body: //p\n");
    std::thread::sleep(Duration::from_millis(1300));
    site.build();
    assert_eq!(site.published(), before);
    site.write("rules/127.0.0.1.txt", "body: //div[@class='col']\n");
    std::thread::sleep(Duration::from_millis(1300));
    site.build();
    assert!(
        content(&site).contains("carts") && !content(&site).contains("All about bridges"),
        "{}",
        content(&site)
    );
    assert_eq!(site.items("feeds/all.json").len(), 1);
}

#[test]
fn an_article_on_several_pages_is_put_together() {
    let server = Server::start();
    let html = |body: &str| Answer::new("text/html; charset=utf-8", page(body));
    let column = |text: &str| format!("<div class='col'><p>{text}</p></div>");
    server.set(
        "/one",
        html(
            &(column("The first part is about the river, and about those who lived beside it.")
                + "<a href='/two'>Turn over</a>"),
        ),
    );
    server.set(
        "/two",
        html(&column(
            "The second part is about the bridge, and about those who walk over it.",
        )),
    );
    server.set(
        "/short",
        html(
            &(column("Only the beginning stands here.")
                + "<p class='cut'></p><a id='all-on-one' href='/whole'>All</a>"),
        ),
    );
    server.set(
        "/whole",
        html(&column(
            "All of it stands here: the river, the bridge, and those who fish from it.",
        )),
    );
    let sources: String = ["one", "short"]
        .iter()
        .map(|name| {
            format!(
                "[[source]]\nname = \"{name}\"\nurl = \"{}/{name}\"\n",
                server.base
            )
        })
        .collect();
    let site = Site::new(&config("", &sources));
    let rule = std::fs::read_to_string(format!("{RULES}/127.0.0.1.txt")).expect("the rule");
    site.write("rules/127.0.0.1.txt", &rule);
    let ran = site.build();
    let items = site.items("feeds/all.json");
    let with = |words: &str| {
        items
            .iter()
            .filter(|item| item.content.contains(words))
            .count()
    };
    assert_eq!(items.len(), 2, "{}", ran.err);
    assert_eq!(
        (
            with("beside it"),
            with("walk over it"),
            with("fish from it"),
            with("Only the beginning")
        ),
        (1, 1, 1, 0)
    );
}

/// Files of a folder have the host of the address that they get.
#[test]
fn saved_pages_are_read_by_the_rules_of_their_host() {
    let source =
        "[[source]]\npath = \"saved\"\nlink = \"https://www.valley.example.org/{path}/\"\n";
    let site = Site::new(&config("", source));
    let rule = std::fs::read_to_string(format!("{RULES}/.example.org.txt")).expect("the rule");
    site.write("rules/.example.org.txt", &rule);
    let html = "<!doctype html><html><head><title>Saved</title></head><body><table><tr><td>Menu and all</td>\
                <td class='story'>A story in a table, as they were once written.</td></tr></table></body></html>";
    site.write("saved/2025-02-03-page.html", html);
    let ran = site.build();
    let items = site.items("feeds/all.json");
    let content = items
        .first()
        .map(|item| item.content.as_str())
        .unwrap_or_default();
    assert!(
        content.contains("A story in a table") && !content.contains("Menu"),
        "{content} {}",
        ran.err
    );
    assert!(site.read("feeds/all.json").contains("The valley desk"));
}

#[test]
fn a_folder_that_is_not_there_is_a_fault_with_its_line() {
    let site = Site::new(&config("", "[[source]]\npath = \"saved\"\n"));
    let ran = site.run(&["check"]);
    assert_eq!(ran.code, Some(2));
    for said in [
        "`site_rules` must be a folder",
        "config.toml:3:14",
        "there is no such folder",
        "`example.org.txt`",
    ] {
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    let ran = site.run(&["inspect", "config.toml", "--site-rules", "nowhere"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("reading nowhere"), "{}", ran.err);
}
