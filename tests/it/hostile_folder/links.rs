//! Links (T-41): out of the folder, round in circles, to nothing, and put in the place of what was listed.

use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use rustix::fs::{CWD, RenameFlags};

use super::{Restless, article};
use crate::site::Site;

const SECRET: &str = "What nobody outside may read";

/// T-41: no link is followed, wherever it leads; folders that hold each other by links end, and all else is published.
#[test]
fn links_lead_nowhere() {
    let site = Site::with_articles(&[("a.md", &article("A", 1)), ("deep/b.md", &article("B", 2))]);
    site.write("outside/secret.md", &article(SECRET, 3));
    let articles = site.path("articles");
    for (to, name) in [
        (site.path("outside/secret.md"), "secret.md"),
        (site.path("outside"), "out"),
        ("/etc/passwd".into(), "passwd.md"),
        ("..".into(), "deep/up"),
        (".".into(), "deep/here"),
        ("../deep".into(), "deep/round"),
        (articles.clone(), "deep/top"),
        ("nothing.md".into(), "dangling.md"),
        ("self.md".into(), "self.md"),
        ("two.md".into(), "one.md"),
        ("one.md".into(), "two.md"),
        ("/dev/zero".into(), "zero.md"),
        ("/proc/self/environ".into(), "environ.md"),
        ("a.md".into(), "alias.md"),
    ] {
        symlink(to, articles.join(name)).expect("a link");
    }
    // Each of a chain of folders leads to all others.
    for number in 0..40 {
        std::fs::create_dir(site.path(&format!("articles/ring-{number}"))).expect("a folder");
        for other in 0..40 {
            let to = format!("../ring-{other}");
            symlink(to, articles.join(format!("ring-{number}/{other}"))).expect("a link");
        }
    }
    let started = Instant::now();
    let ran = site.run(&["build"]);
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "{:?}",
        started.elapsed()
    );
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert_eq!(site.titles("feeds/all.json"), ["B", "A"]);
    for name in [
        "secret.md",
        "passwd.md",
        "dangling.md",
        "self.md",
        "one.md",
        "two.md",
        "zero.md",
        "environ.md",
        "alias.md",
    ] {
        assert_eq!(
            ran.err.matches(&format!(" {name}:")).count()
                + ran.err.matches(&format!("/{name}:")).count(),
            1,
            "{name} in:\n{}",
            ran.err
        );
    }
}

/// T-41: a file, or the folder that it lies in, is exchanged for a link between the listing and the reading, thousands of
/// times: nothing from outside is ever published.
#[test]
fn what_becomes_a_link_is_not_followed() {
    let site = Site::with_articles(&[("stays.md", &article("Stays", 1))]);
    let names: Vec<String> = (0..60).map(|number| format!("{number}.md")).collect();
    for name in &names {
        site.write(
            &format!("articles/folder/{name}"),
            &article(&format!("Inside {name}"), 2),
        );
        site.write(
            &format!("outside/{name}"),
            &article(&format!("{SECRET} {name}"), 3),
        );
    }
    site.write("articles/file.md", &article("File", 4));
    symlink(site.path("outside"), site.path("articles/.folder")).expect("a link");
    symlink(site.path("outside/0.md"), site.path("articles/.file")).expect("a link");
    let articles = site.path("articles");
    let restless = Restless::new(move |_| {
        for (one, other) in [("folder", ".folder"), ("file.md", ".file")] {
            let (one, other) = (articles.join(one), articles.join(other));
            let _ = rustix::fs::renameat_with(CWD, &one, CWD, &other, RenameFlags::EXCHANGE);
        }
        std::thread::sleep(Duration::from_micros(300));
    });
    for round in 0..12 {
        // Everything is read again.
        if round > 0 {
            site.sql("UPDATE source SET fingerprint = 'an older version'");
        }
        site.run(&["build", "-q"]);
        for format in ["rss", "atom", "json", "html"] {
            let text = site.read(&format!("feeds/all.{format}"));
            assert!(!text.contains(SECRET), "round {round}, {format}");
        }
    }
    drop(restless);
}
