//! Where secrets go, and where they do not.

use std::time::Duration;

use super::{config, item, rss, source};
use crate::daemon::{get, port};
use crate::hostile::{Hostile, Script};
use crate::serving::Daemon;
use crate::site::{Ran, Site, wait_for};

/// T-61, gate 17: secrets reach the server that they are for, and nothing else: no output at -vv, no state, no feed,
/// no status, no other origin.
#[test]
fn secrets_go_to_their_server_and_nowhere_else() {
    const CANARY: &str = "canary-sEcReT-4711";
    // The same, as HTTP Basic has it after `ada:`.
    const PACKED: &str = "YWRhOmNhbmFyeS1zRWNSZVQtNDcxMQ==";
    let (server, away) = (Hostile::start(), Hostile::start());
    let feed = rss(&item("1", "https://u.example/1"));
    for (path, script) in [
        ("/basic", Script::ok(feed.clone())),
        ("/token", Script::status(401)),
        ("/key", Script::to(302, &away.url("/key"))),
        ("/env", Script::status(500)),
        ("/cut", Script::ok(feed.clone()).cut(50)),
        ("/page", Script::ok(format!("<!doctype html><html><head><title>Front</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"{}\"></head><body></body></html>", away.url("/announced"))).header("Content-Type", "text/html")),
    ] {
        server.on(path, script);
    }
    for path in ["/key", "/announced"] {
        away.on(path, Script::ok(feed.clone()));
    }
    let file = "token_file = \"secret\"";
    let mut configured = config(&[&server, &away], "");
    for (name, auth) in [
        ("basic", "username = \"ada\"\npassword_file = \"secret\""),
        ("token", file),
        ("key", "header = \"X-Api-Key\"\nvalue_file = \"secret\""),
        (
            "env",
            "username = \"ada\"\npassword_env = \"FEEDMILL_TEST_SECRET\"",
        ),
        ("cut", file),
        ("page", file),
    ] {
        let auth = format!("[source.auth]\n{auth}");
        configured.push_str(&source(name, &server.url(&format!("/{name}")), &auth));
    }
    let site = Site::new(&configured);
    site.write("secret", &format!("{CANARY}\n"));
    let mut said = String::new();
    let run = |args: &[&str]| -> Ran {
        let mut command = site.command(args);
        let output = command
            .env("FEEDMILL_TEST_SECRET", CANARY)
            .env("RUST_LOG", "trace")
            .output()
            .expect("it runs");
        Ran {
            code: output.status.code(),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    };
    for args in [
        &["build", "-vv"][..],
        &["build", "-vv", "--log-format", "json"],
        &["status", "-vv"],
        &["check", "-vv"],
    ] {
        let ran = run(args);
        said.push_str(&ran.out);
        said.push_str(&ran.err);
        if site.path("feedmill.db").exists() && args[0] == "build" {
            site.wake();
        }
    }
    // Faults of the configuration quote its lines, not its secrets.
    let whole = site.read("config.toml");
    site.write(
        "config.toml",
        &(whole.clone() + "[source.auth]\nwrong = 1\n"),
    );
    let ran = run(&["build", "-vv"]);
    assert_ne!(ran.code, Some(0));
    said.push_str(&ran.err);
    site.write("config.toml", &whole);
    for secret in [CANARY, PACKED] {
        assert!(!said.contains(secret), "{said}");
    }
    assert!(
        said.contains("can read this secret") && said.contains("use https"),
        "{said}"
    );
    for entry in std::fs::read_dir(site.path("")).expect("a folder") {
        let path = entry.expect("a file").path();
        if path.is_file() && !path.ends_with("secret") {
            let bytes = std::fs::read(&path).expect("readable");
            let text = String::from_utf8_lossy(&bytes);
            let found = text.contains(CANARY) || text.contains(PACKED);
            assert!(!found, "{}", path.display());
        }
    }
    for (path, bytes, _) in site.published() {
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains(CANARY), "{}", path.display());
    }
    let basic = format!("Basic {PACKED}");
    let bearer = format!("Bearer {CANARY}");
    for (path, name, value) in [
        ("/basic", "authorization", basic.as_str()),
        ("/env", "authorization", &basic),
        ("/token", "authorization", &bearer),
        ("/cut", "authorization", &bearer),
        ("/page", "authorization", &bearer),
        ("/key", "x-api-key", CANARY),
    ] {
        let asked = server.asked(path);
        assert!(!asked.is_empty(), "{path}");
        for asked in asked {
            assert_eq!(asked.header(name), Some(value), "{path}");
        }
    }
    assert!(!away.asked("/key").is_empty() && !away.asked("/announced").is_empty());
    for asked in away.log() {
        assert_eq!(asked.header("authorization"), None, "{}", asked.path);
        assert_eq!(asked.header("x-api-key"), None, "{}", asked.path);
    }
}

/// T-61, T-63: the same of the daemon, with all that it tells and is told: its log at everything, its pages, its state,
/// what others are told and the program that it runs.
#[test]
fn the_daemon_tells_no_secret_of_any_kind() {
    const CANARY: &str = "canary-sEcReT-4711-and-long";
    const KEY: &str = "kEy-in-an-address-4712";
    let (upstream, serve, status) = (Hostile::start(), port(), port());
    let named = |path: &str| upstream.url(&format!("{path}?token={KEY}"));
    upstream.on("/feed", Script::ok(rss(&item("1", "https://u.example/1"))));
    upstream.on("/hidden", Script::to(302, &named("/elsewhere")));
    upstream.on("/hook", Script::status(500));
    upstream.on("/hub", Script::status(503));
    let site = Site::new(&format!(
        "base_url = \"https://feeds.example.org/\"\nafter_publish = [\"sh\", \"-c\", \"env > seen; cat >> seen\"]\n\
         [serve]\nlisten = \"127.0.0.1:{serve}\"\n[status]\nlisten = \"127.0.0.1:{status}\"\ntoken_file = \"secret\"\n\
         [push]\nhubs = [\"{}\"]\nwebhook = \"{}\"\nwebhook_secret_env = \"FEEDMILL_TEST_SECRET\"\n\
         [fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n\
         [[source]]\nname = \"feed\"\nurl = \"{}\"\n[source.auth]\nusername = \"ada\"\npassword_file = \"secret\"\n\
         [[source]]\nname = \"hidden\"\nurl = \"{}\"\n[source.auth]\nheader = \"X-Api-Key\"\nvalue_file = \"secret\"\n",
        upstream.url("/hub"),
        named("/hook"),
        upstream.url("/feed"),
        upstream.url("/hidden"),
    ));
    site.write("secret", &format!("{CANARY}\n"));
    let log = std::fs::File::create(site.path("log")).expect("a log");
    let mut command = site.command(&["run", "-vv", "--log-format", "json"]);
    command
        .env("FEEDMILL_TEST_SECRET", CANARY)
        .env("AWS_SECRET_ACCESS_KEY", CANARY)
        .stderr(log);
    let daemon = Daemon(command.spawn().expect("it starts"));
    let limit = Duration::from_secs(30);
    let address = format!("127.0.0.1:{status}");
    let bearer = format!("Authorization: Bearer {CANARY}\r\n");
    wait_for("all has been tried", limit, || {
        let (_, told) = get(&address, "/status.json", &bearer)?;
        let log = site.read("log");
        (site.path("seen").exists()
            && !upstream.asked("/hub").is_empty()
            && upstream
                .log()
                .iter()
                .any(|asked| asked.path.starts_with("/hook"))
            && upstream
                .log()
                .iter()
                .any(|asked| asked.path.starts_with("/elsewhere"))
            && told.contains("\"feed\"")
            && log.len() > 100)
            .then_some(())
    });
    let mut said = site.read("log");
    for path in [
        "/",
        "/part",
        "/config",
        "/status.json",
        "/metrics",
        "/healthz",
    ] {
        let (code, page) = get(&address, path, &bearer).expect("an answer");
        assert!(code < 500, "{path}: {code}");
        said.push_str(&page);
        let (_, refused) =
            get(&address, path, "Authorization: Bearer wrong\r\n").expect("an answer");
        said.push_str(&refused);
    }
    drop(daemon);
    for args in [
        &["status"][..],
        &["status", "--json"],
        &["doctor"],
        &["check"],
    ] {
        let mut command = site.command(args);
        let output = command.env("FEEDMILL_TEST_SECRET", CANARY).output();
        let output = output.expect("it runs");
        said.push_str(&String::from_utf8_lossy(&output.stdout));
        said.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    assert!(
        said.contains("webhook") && said.contains("hidden"),
        "{said}"
    );
    for line in said.lines() {
        assert!(!line.contains(CANARY) && !line.contains(KEY), "{line}");
    }
    // What the program is told, but for the secrets of others that it has from its parents.
    let seen = site.read("seen");
    assert!(!seen.contains("FEEDMILL_TEST_SECRET"), "{seen}");
    for entry in std::fs::read_dir(site.path("")).expect("a folder") {
        let path = entry.expect("a file").path();
        // Addresses are there as they are: nobody else reads it.
        let ours = path
            .file_name()
            .is_some_and(|name| name.to_string_lossy().contains("feedmill.db"));
        if ours {
            let bytes = std::fs::read(&path).expect("readable");
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(CANARY), "{}", path.display());
        }
    }
}
