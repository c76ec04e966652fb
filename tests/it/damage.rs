//! A state that is damaged: set aside, and made anew with the same ids and dates (Q-06, G-02).

use std::fs::FileTimes;
use std::os::unix::fs::FileExt;
use std::time::{Duration, SystemTime};

use crate::daemon::{get, port, start};
use crate::hostile::{Hostile, Script};
use crate::site::{Site, items, wait_for};

/// Forty articles, half of them without a date.
pub(crate) fn site(serve: &str) -> Site {
    let site = Site::new(&format!(
        "base_url = \"https://feeds.example.org/\"\n[serve]\nlisten = \"{serve}\"\n[[source]]\nname = \"notes\"\npath = \"articles\"\n[[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\nlimit = 100\n"
    ));
    for number in 1..=40 {
        let date = match number % 2 {
            0 => format!("date: 2025-01-{:02}\n", number / 2),
            _ => String::new(),
        };
        let text = "What the miller said of it, at some length. ".repeat(40);
        let path = format!("articles/{number}.md");
        site.write(
            &path,
            &format!("---\ntitle: Article {number}\n{date}---\n\n{text}\n"),
        );
        touch(&site, &path, number * 3600);
    }
    site
}

/// Gives a file another time.
pub(crate) fn touch(site: &Site, path: &str, ago: u64) {
    let file = std::fs::File::options()
        .append(true)
        .open(site.path(path))
        .expect("a file");
    let times = FileTimes::new().set_modified(SystemTime::now() - Duration::from_secs(ago));
    file.set_times(times).expect("another time");
}

/// Everything behind the first page becomes what is no page.
fn overwrite(site: &Site) {
    let file = std::fs::File::options()
        .write(true)
        .open(site.path("feedmill.db"))
        .expect("a state");
    let size = file.metadata().expect("its size").len();
    let junk = vec![0xaa; usize::try_from(size).expect("small") - 8192];
    file.write_all_at(&junk, 8192).expect("written over");
}

fn damaged(site: &Site) -> usize {
    std::fs::read_dir(site.path("."))
        .expect("a folder")
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().contains(".damaged"))
        .count()
}

fn feeds(site: &Site) -> Vec<String> {
    ["feeds/all.rss", "feeds/all.atom", "feeds/all.json"]
        .map(|path| site.read(path))
        .into()
}

#[test]
fn a_damaged_state_is_set_aside_and_made_anew_with_the_same_ids_and_dates() {
    let whole = |site: &Site| std::fs::read(site.path("feedmill.db")).expect("a state");
    type Damage<'a> = (&'a str, &'a dyn Fn(&Site));
    let damages: [Damage<'_>; 5] = [
        ("another file", &|site| {
            site.write("feedmill.db", &"This is no state. ".repeat(1000));
        }),
        ("cut off", &|site| {
            let bytes = whole(site);
            site.write_bytes("feedmill.db", &bytes[..bytes.len() / 2]);
        }),
        ("all but the head cut off", &|site| {
            site.write_bytes("feedmill.db", &whole(site)[..100]);
        }),
        ("written over", &overwrite),
        ("written over beneath a writer that was killed", &|site| {
            overwrite(site);
            site.write("feedmill.db-wal", "cut off");
        }),
    ];
    for (what, damage) in damages {
        let site = site("");
        site.build();
        let before = feeds(&site);
        assert_eq!(site.items("feeds/all.json").len(), 40);
        damage(&site);
        // Their own times say nothing any more.
        for number in 1..=40 {
            touch(&site, &format!("articles/{number}.md"), 60);
        }
        let ran = site.build();
        assert!(ran.err.contains("is damaged"), "{what}: {}", ran.err);
        assert!(damaged(&site) >= 1, "{what}");
        assert_eq!(feeds(&site), before, "{what}: {}", ran.err);
        let ran = site.build();
        assert!(!ran.err.contains("damaged"), "{what}: {}", ran.err);
        assert_eq!(feeds(&site), before, "{what}");
    }
}

#[test]
fn a_sound_state_under_suspicion_stays() {
    let site = site("");
    site.build();
    site.write("feedmill.db.suspect", "");
    let ran = site.build();
    assert!(!ran.err.contains("damaged"), "{}", ran.err);
    assert_eq!(damaged(&site), 0);
    assert!(!site.path("feedmill.db.suspect").exists());
}

#[test]
fn a_daemon_whose_state_is_damaged_goes_on() {
    let port = port();
    let site = site(&format!("127.0.0.1:{port}"));
    let daemon = start(&site, port);
    let before = site.items("feeds/all.json");
    // Another's write has it read again what it has read.
    site.wake();
    site.sql("INSERT INTO meta VALUES ('test', '1'); PRAGMA wal_checkpoint(TRUNCATE)");
    overwrite(&site);
    site.write(
        "articles/41.md",
        "---\ntitle: Article 41\ndate: 2026-01-01\n---\n\nIt came later.\n",
    );
    wait_for("the new one is served", Duration::from_secs(20), || {
        let (_, body) = get(&daemon.address, "/all.json", "")?;
        items(&body)
            .iter()
            .any(|item| item.title == "Article 41")
            .then_some(())
    });
    let after = site.items("feeds/all.json");
    assert_eq!(after.len(), 41);
    for item in before {
        let same = after.iter().find(|other| other.title == item.title);
        assert_eq!(same.map(|same| &same.id), Some(&item.id), "{}", item.title);
    }
    assert!(damaged(&site) >= 1);
}

/// A state that is lost leaves the feeds as they are until all that they are made of has been asked: no reader sees them
/// without the articles of a server that takes its time, nor are they ever not there.
#[test]
fn feeds_stay_as_they_are_until_their_sources_have_been_asked() {
    let (upstream, port) = (Hostile::start(), port());
    let entry = |more: &str| {
        Script::ok(format!(
            "<rss version=\"2.0\"><channel><title>U</title><link>https://u.example/</link><description>d</description>\
             <item><guid isPermaLink=\"false\">far</guid><title>From afar</title><category>Far</category>\
             <description>It came by sea.{more}</description></item></channel></rss>"
        ))
    };
    upstream.on("/far", entry(""));
    let site = Site::new(&format!(
        "base_url = \"https://feeds.example.org/\"\n[serve]\nlisten = \"127.0.0.1:{port}\"\n[fetch]\nallow_private = [\"127.0.0.1\"]\n\
         [[source]]\nname = \"notes\"\npath = \"articles\"\n[[source]]\nname = \"far\"\nurl = \"{}\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n\
         [[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"{{value}}\"\nlink = \"https://example.org/\"\n",
        upstream.url("/far")
    ));
    site.write(
        "articles/a.md",
        "---\ntitle: From here\ndate: 2025-01-01\n---\n\nText.\n",
    );
    let daemon = start(&site, port);
    let seen = |path: &str| get(&format!("127.0.0.1:{port}"), path, "");
    let has = |path: &str, words: &[&str]| {
        let body = seen(path).filter(|(status, _)| *status == 200)?.1;
        words.iter().all(|word| body.contains(word)).then_some(body)
    };
    let all = ["From here", "From afar"];
    let limit = Duration::from_secs(20);
    let before = wait_for("both are published", limit, || has("/all.json", &all));
    wait_for("the tag is published", limit, || {
        has("/tags/far.json", &all[1..])
    });
    drop(daemon);
    site.forget_state();
    upstream.on("/far", entry(" At last.").after(Duration::from_secs(2)));
    site.write(
        "articles/b.md",
        "---\ntitle: Later\ndate: 2025-01-02\n---\n\nText.\n",
    );
    let daemon = start(&site, port);
    let mut unchanged = 0;
    wait_for("all is published", limit, || {
        for path in ["/all.json", "/tags/far.json"] {
            let (status, body) = seen(path).expect("it answers");
            assert!(
                status == 200 && body.contains("From afar"),
                "{path}: {status} {body}"
            );
            unchanged += usize::from(body == before);
        }
        has("/all.json", &["At last.", "Later"])
    });
    assert!(unchanged > 5, "it was as before {unchanged} times");
    // One that fails is not waited for again.
    drop(daemon);
    site.forget_state();
    upstream.on("/far", Script::status(503));
    site.write(
        "articles/c.md",
        "---\ntitle: Last\ndate: 2025-01-03\n---\n\nText.\n",
    );
    let _daemon = start(&site, port);
    wait_for("what is here is published", limit, || {
        has("/all.json", &["Last"])
    });
}
