//! `after_publish`: what is run, what it is told, and that nothing waits for it.

use std::os::unix::fs::PermissionsExt;
use std::time::{Duration, Instant};

use super::{Daemon, article, free_port, site};
use crate::site::{Site, wait_for};

/// A site whose program writes down each run: what it was told to have changed, what is gone, and its environment.
fn noting(port: u16, more: &str, then: &str) -> Site {
    let site = site(port, "");
    let config = site.read("config.toml");
    site.write(
        "config.toml",
        &format!("after_publish = [\"./note\", \"a b\", \"$HOME\"]\n{more}{config}"),
    );
    program(&site, then);
    site
}

fn program(site: &Site, then: &str) {
    let script = format!(
        "#!/bin/sh\n{{ sort | tr '\\n' ' '; echo \"- $(sort \"$FEEDMILL_REMOVED\" | tr '\\n' ' ')\"; }} >> runs\n\
         echo \"$1|$2|$(pwd)|$FEEDMILL_OUTPUT|$FEEDMILL_BASE_URL|$SITE_SECRET|$SITE_OPEN\" > env\n{then}\n"
    );
    site.write("note.new", &script);
    std::fs::set_permissions(
        site.path("note.new"),
        std::fs::Permissions::from_mode(0o755),
    )
    .expect("it can be run");
    site.rename("note.new", "note");
}

fn runs(site: &Site) -> Vec<String> {
    let text = std::fs::read_to_string(site.path("runs")).unwrap_or_default();
    text.lines()
        .map(|line| line.trim_end().to_owned())
        .collect()
}

const FIRST: &str = "first.atom first.json";
const ALL: &str = "feed.css feeds.opml first.atom first.json index.html second.rss -";

/// T-63: run word by word, told what changed and what is gone; told again what it was told in vain.
#[test]
fn the_program_is_told_what_changed_and_told_again_when_it_fails() {
    let port = free_port();
    let site = noting(port, "", "");
    let run = |word: &str| {
        let mut command = site.command(&[word]);
        let command = command
            .env("SITE_SECRET", "canary")
            .env("SITE_OPEN", "open");
        let output = command.output().expect("it runs");
        let said = [output.stdout, output.stderr].concat();
        (
            output.status.code(),
            String::from_utf8_lossy(&said).into_owned(),
        )
    };
    let build = || run("build");
    let config = site.read("config.toml").replace(
        "[[source]]\nname = \"a\"",
        "[push]\nwebhook = \"http://127.0.0.1:1/\"\nwebhook_secret_env = \"SITE_SECRET\"\n[[source]]\nname = \"a\"",
    );
    site.write("config.toml", &config);
    assert_eq!(build().0, Some(0));
    assert_eq!(runs(&site), [ALL]);
    let folder = site.path("").canonicalize().expect("a folder");
    let folder = folder.display();
    let env = format!("a b|$HOME|{folder}|{folder}/feeds|http://127.0.0.1:{port}/||open\n");
    let said = site.read("env").replace(
        &site.path("feeds").display().to_string(),
        &format!("{folder}/feeds"),
    );
    assert_eq!(said, env);
    // Nothing changed: nothing is run.
    assert_eq!(build().0, Some(0));
    assert_eq!(runs(&site).len(), 1);
    // It fails, and says why; what it was told comes again with what is new.
    program(&site, "printf 'no \\033[31mroute\\n' >&2; exit 23");
    article(&site, "b/other.md", "Other, edited");
    let (code, said) = build();
    assert_eq!(code, Some(3), "{said}");
    assert!(
        said.contains("exit status: 23: no \\u{1b}[31mroute"),
        "{said}"
    );
    assert!(run("status").1.contains("exit status: 23"));
    article(&site, "a/one.md", "One, edited");
    assert_eq!(build().0, Some(3));
    program(&site, "");
    assert_eq!(build().0, Some(0));
    let told = runs(&site).split_off(1);
    assert!(
        told[0].contains("second.rss") && !told[0].contains(FIRST),
        "{told:?}"
    );
    for told in &told[1..] {
        assert!(
            told.contains("second.rss") && told.contains(FIRST),
            "{told}"
        );
    }
    assert!(!run("status").1.contains("exit status"));
    // A format is taken out.
    site.write(
        "config.toml",
        &config.replace("\"atom\", \"json\"", "\"json\""),
    );
    assert_eq!(build().0, Some(0));
    let last = runs(&site).pop().expect("a run");
    assert!(last.ends_with("- first.atom"), "{last}");
}

/// D-22: a program that hangs is ended with its children; nothing waits for it, and changes are gathered.
#[test]
fn a_program_that_hangs_delays_nothing_and_is_ended() {
    let port = free_port();
    let hang = "sleep 4711 & echo $! > child; wait";
    let site = noting(port, "after_publish_limit = \"2s\"\n", hang);
    let daemon = Daemon::start(&site, port);
    for at in 0..3 {
        let title = format!("Change {at}");
        let started = Instant::now();
        article(&site, "a/one.md", &title);
        daemon.serves("/first.atom", &title);
        assert!(started.elapsed() < Duration::from_secs(2));
    }
    assert_eq!(runs(&site), [ALL], "one at a time");
    let child = site.read("child");
    program(&site, "");
    wait_for("it is ended", Duration::from_secs(10), || {
        site.read("log")
            .contains("took longer than 2s")
            .then_some(())
    });
    let gone = || {
        let status = std::fs::read_to_string(format!("/proc/{}/stat", child.trim()));
        status.is_err() || status.is_ok_and(|status| status.contains(") Z "))
    };
    wait_for("its child is gone", Duration::from_secs(5), || {
        gone().then_some(())
    });
    article(&site, "a/one.md", "The last");
    wait_for("it is run again", Duration::from_secs(10), || {
        runs(&site)
            .get(1)
            .filter(|told| told.contains(ALL))
            .cloned()
    });
    daemon.stop();
}
