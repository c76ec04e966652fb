//! Articles that change after they were published: `updated` moves when that matters to readers, and
//! a feed may show them anew.

use crate::server::{Answer, Server};
use crate::site::{FOLDER, Item, Site};

const ARTICLE: &str =
    "---\ntitle: Mills\ndate: 2025-01-03\ntags: [water]\n---\n\nThe wheel turns the stone.\n";

fn only(site: &Site, feed: &str) -> Item {
    let mut items = site.items(feed);
    assert_eq!(items.len(), 1);
    items.remove(0)
}

fn set_time(site: &Site, seconds: u64) {
    let file = std::fs::File::options()
        .append(true)
        .open(site.path("articles/a.md"));
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds);
    file.and_then(|file| file.set_modified(time))
        .expect("a time is set");
}

/// An edit of tags, authors, markup or white space moves nothing; one of title or text moves `updated`, to the
/// file's own time, and nothing else; going back to an older version is an edit, too.
#[test]
fn updated_moves_on_significant_change_only() {
    let site = Site::with_articles(&[("a.md", ARTICLE)]);
    site.build();
    let first = only(&site, "feeds/all.json");
    assert_eq!(first.updated, first.published);
    for (from, to) in [
        ("[water]", "[water, stone]"),
        ("date:", "author: Ada\ndate:"),
        ("wheel", "*wheel*"),
        ("turns the", "turns\nthe"),
    ] {
        site.write("articles/a.md", &ARTICLE.replace(from, to));
        site.build();
        assert_eq!(only(&site, "feeds/all.json").updated, first.updated, "{to}");
    }
    // Re-dated before it was ever changed, it was updated when it appeared.
    site.write("articles/a.md", &ARTICLE.replace("01-03", "01-02"));
    site.build();
    let dated = only(&site, "feeds/all.json");
    assert_eq!(dated.updated, "2025-01-02T00:00:00Z");
    let mut before = dated;
    for (number, text) in [
        ("one", "One wheel"),
        ("two", "Two wheels"),
        ("one", "One wheel"),
    ] {
        site.write("articles/a.md", &ARTICLE.replace("The wheel", text));
        set_time(&site, 1_750_000_000 + if number == "two" { 60 } else { 0 });
        site.build();
        let after = only(&site, "feeds/all.json");
        assert!(
            after.updated > before.updated,
            "{} {}",
            after.updated,
            before.updated
        );
        assert_eq!((&after.id, &after.published[..4]), (&before.id, "2025"));
        before = after;
    }
    assert!(
        before.updated.as_str() > "2026",
        "the file's time had been used before"
    );
}

/// The author's own word goes, as long as it is in the front matter.
#[test]
fn front_matter_may_say_when_it_was_changed() {
    let site = Site::with_articles(&[("a.md", ARTICLE)]);
    site.build();
    for day in ["2025-02-01", "2025-03-01"] {
        site.write(
            "articles/a.md",
            &ARTICLE.replace("tags:", &format!("updated: {day}\ntags:")),
        );
        site.build();
        assert!(only(&site, "feeds/all.json").updated.starts_with(day));
    }
}

fn upstream(updated: &str, text: &str) -> Answer {
    Answer::new(
        "application/atom+xml",
        format!(
            "<feed xmlns='http://www.w3.org/2005/Atom'><id>urn:x:f</id><title>F</title><updated>{updated}</updated><entry><id>urn:x:1</id>\
         <title>One</title><link href='https://u.example/1'/><published>2025-01-01T08:00:00Z</published><updated>{updated}</updated>\
         <content type='html'>&lt;p&gt;{text}&lt;/p&gt;</content></entry></feed>"
        ),
    )
}

/// A server that gives every entry a new `updated` each time changes nothing; with another text its date is
/// believed.
#[test]
fn a_date_that_a_machine_moves_says_nothing() {
    let server = Server::start();
    let site = Site::new(&format!(
        "base_url = \"https://feeds.example.org/\"\n[serve]\nlisten = \"\"\n[fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n\
         [[source]]\nurl = \"{}/f\"\n[[feed]]\nname = \"all\"\nlink = \"https://example.org/\"\n",
        server.base
    ));
    server.set("/f", upstream("2025-01-02T00:00:00Z", "Text."));
    site.build();
    assert_eq!(
        only(&site, "feeds/all.json").updated,
        "2025-01-02T00:00:00Z"
    );
    let before = site.published();
    for day in 3..9 {
        server.set(
            "/f",
            upstream(&format!("2025-01-{day:02}T00:00:00Z"), "Text."),
        );
        site.wake();
        site.build();
        assert!(
            site.published() == before,
            "0.2: nothing changed, day {day}"
        );
    }
    server.set("/f", upstream("2025-02-01T00:00:00Z", "Another text."));
    site.wake();
    site.build();
    assert_eq!(
        only(&site, "feeds/all.json").updated,
        "2025-02-01T00:00:00Z"
    );
}

/// `edited = "again"`: an article that was changed is at the top, new to readers, once for each change; in
/// the feed beside it, it stays.
#[test]
fn an_edited_article_comes_again_where_that_is_wanted() {
    let again = "[[feed]]\nname = \"again\"\ntitle = \"Changes\"\nlink = \"https://example.org/\"\nedited = \"again\"\n";
    let site = Site::new(&format!("{FOLDER}{again}"));
    site.write("articles/a.md", ARTICLE);
    site.write(
        "articles/b.md",
        &ARTICLE.replace("Mills", "Later").replace("01-03", "01-04"),
    );
    site.build();
    let [stays, comes] = ["feeds/all.json", "feeds/again.json"];
    assert_eq!(site.items(stays), site.items(comes));
    let first = site.items(stays);
    let mut ids = Vec::new();
    for text in ["One wheel", "Two wheels"] {
        site.write("articles/a.md", &ARTICLE.replace("The wheel", text));
        set_time(&site, 1_750_000_000 + 60 * ids.len() as u64);
        site.build();
        assert_eq!(site.titles(comes), ["Mills", "Later"]);
        let item = site.items(comes).remove(0);
        assert!(
            item.id.starts_with(&first[1].id) && item.id != first[1].id,
            "{}",
            item.id
        );
        assert_eq!(item.published, item.updated);
        assert!(!ids.contains(&item.id), "{}", item.id);
        ids.push(item.id);
        assert_eq!(site.titles(stays), ["Later", "Mills"]);
        let item = site.items(stays).remove(1);
        assert_eq!(
            (&item.id, &item.published),
            (&first[1].id, &first[1].published)
        );
    }
    let before = site.published();
    site.write(
        "articles/a.md",
        &ARTICLE
            .replace("The wheel", "Two wheels")
            .replace("[water]", "[wind]"),
    );
    site.build();
    let item = site.items(comes).remove(0);
    assert_eq!(Some(&item.id), ids.last(), "a tag is no significant change");
    assert!(site.published() != before);
    let checked = site.run(&["check"]);
    assert_eq!(checked.code, Some(0), "{}", checked.out);
}

/// Summaries are made when an article is published, and kept; another limit makes them anew.
#[test]
fn another_summary_limit_makes_summaries_anew() {
    let config = |limit: u32| {
        format!(
            "base_url = \"https://feeds.example.org/\"\n[serve]\nlisten = \"\"\n[[source]]\npath = \"articles\"\nsummary_limit = {limit}\n\
             [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\nformats = [\"json\"]\n"
        )
    };
    let site = Site::new(&config(300));
    let text = "The water turns the wheel. The wheel turns the stone, and the stone grinds the corn of the valley. \
                Nobody knows who built the mill.";
    site.write(
        "articles/mill.md",
        &format!("---\ntitle: Mill\ndate: 2025-01-01\n---\n\n{text}\n"),
    );
    let summary = || {
        assert_eq!(site.run(&["build"]).code, Some(0));
        let feed: serde_json::Value =
            serde_json::from_str(&site.read("feeds/all.json")).expect("JSON");
        feed["items"][0]["summary"].as_str().map(str::to_owned)
    };
    assert_eq!(summary().as_deref(), Some(text));
    site.write("config.toml", &config(40));
    assert_eq!(summary().as_deref(), Some("The water turns the wheel."));
    site.write("config.toml", &config(300));
    assert_eq!(summary().as_deref(), Some(text));
}
