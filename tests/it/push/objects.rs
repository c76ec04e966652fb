//! Published files in an object store: a server that speaks S3, on loopback.

use std::collections::BTreeMap;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use super::{Daemon, article, free_port, get, site};
use crate::site::{Ran, Site, wait_for};

/// The server; it ends with the test, and forgets everything.
struct S3 {
    child: Child,
    port: u16,
    log: std::path::PathBuf,
}

impl Drop for S3 {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// What lies at a key.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Found {
    status: u16,
    media_type: String,
    cache_control: String,
    tag: String,
    body: String,
}

impl S3 {
    fn start(port: u16, site: &Site) -> Self {
        let program = std::env::var("FEEDMILL_S3").expect("tests/all sets FEEDMILL_S3");
        let log = site.path("s3.log");
        let written = std::fs::File::create(&log).expect("a log");
        let child = Command::new(program)
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(written)
            .spawn()
            .expect("the server starts");
        let server = S3 { child, port, log };
        wait_for("the server is there", Duration::from_secs(30), || {
            std::net::TcpStream::connect(("127.0.0.1", port)).ok()
        });
        assert_eq!(server.ask(reqwest::Method::PUT, "").status, 200);
        server
    }

    /// Asks for a key of the bucket.
    fn ask(&self, method: reqwest::Method, key: &str) -> Found {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let client = reqwest::Client::builder().no_proxy().build().expect("a client");
            // It takes the region from here, and looks no further.
            let answer = client
                .request(method, format!("http://127.0.0.1:{}/mill/{key}", self.port))
                .header(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0",
                )
                .send()
                .await
                .expect("it answers");
            let header = |name: &str| {
                let value = answer.headers().get(name);
                let value = value.and_then(|value| value.to_str().ok());
                value.unwrap_or_default().to_owned()
            };
            Found {
                status: answer.status().as_u16(),
                media_type: header("content-type"),
                cache_control: header("cache-control"),
                tag: header("etag"),
                body: answer.text().await.expect("a body"),
            }
        })
    }

    fn get(&self, key: &str) -> Found {
        self.ask(reqwest::Method::GET, key)
    }

    /// The keys that there are.
    fn keys(&self) -> Vec<String> {
        let list = self.get("?list-type=2").body;
        let keys = list.split("<Key>").skip(1);
        let keys = keys.filter_map(|rest| rest.split_once("</Key>"));
        keys.map(|(key, _)| key.to_owned()).collect()
    }

    /// What was asked so far with these methods, in its order: `PUT /mill/…`.
    fn asked(&self, methods: &[&str]) -> Vec<String> {
        let log = std::fs::read_to_string(&self.log).expect("a log");
        let lines = log.lines().filter_map(|line| {
            let at = methods
                .iter()
                .find_map(|method| line.find(&format!("{method} /mill")))?;
            Some(line.get(at..)?.split(" HTTP").next()?.to_owned())
        });
        lines.collect()
    }
}

fn with_bucket(served: u16, s3: u16) -> Site {
    let site = site(served, "");
    let config = site.read("config.toml");
    site.write(
        "config.toml",
        &format!("output = \"s3://mill/news/feeds\"\nbucket.endpoint = \"http://127.0.0.1:{s3}\"\n{config}"),
    );
    site
}

fn command(site: &Site, word: &str) -> Command {
    let mut command = site.command(&[word]);
    command
        .env("AWS_ACCESS_KEY_ID", "mill")
        .env("AWS_SECRET_ACCESS_KEY", "secret-canary")
        .env_remove("AWS_ENDPOINT_URL");
    command
}

fn build(site: &Site) -> Ran {
    let output = command(site, "build").output().expect("it runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    Ran {
        code: output.status.code(),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

const KEYS: [&str; 6] = [
    "feed.css",
    "feeds.opml",
    "first.atom",
    "first.json",
    "index.html",
    "second.rss",
];

fn in_place(names: &[&str]) -> Vec<String> {
    names
        .iter()
        .map(|name| format!("news/feeds/{name}"))
        .collect()
}

/// What differs is put, with its headers, lists last; what is gone goes; without a change nothing is asked; what failed is
/// made up for.
#[test]
#[ignore = "needs a server that speaks S3: ./tests/all installs it"]
fn what_differs_is_put_and_what_is_gone_goes() {
    let (served, port) = (free_port(), free_port());
    let site = with_bucket(served, port);
    // The server is not there: the build says so, and loses nothing.
    let ran = build(&site);
    assert_eq!(ran.code, Some(3), "{}", ran.err);
    assert!(ran.err.contains("s3://mill/news/feeds: "), "{}", ran.err);
    assert!(ran.err.contains("tried again"), "{}", ran.err);
    let status = site.run(&["status"]).out;
    assert!(status.contains("bucket s3://mill/news/feeds"), "{status}");
    assert!(status.lines().any(|line| line.contains(" 6  ")), "{status}");
    let server = S3::start(port, &site);
    let ran = build(&site);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(server.keys(), in_place(&KEYS));
    let put = server.asked(&["PUT"]).split_off(1);
    assert!(
        put[..3]
            .iter()
            .all(|path| path.contains("first") || path.contains("second")),
        "{put:?}"
    );
    let types = [
        "text/css; charset=utf-8",
        "text/x-opml; charset=utf-8",
        "application/atom+xml",
        "application/feed+json",
        "text/html; charset=utf-8",
        "application/rss+xml",
    ];
    let mut before = BTreeMap::new();
    for (name, media_type) in KEYS.iter().zip(types) {
        let found = server.get(&format!("news/feeds/{name}"));
        assert_eq!(found.status, 200);
        assert!(
            found
                .media_type
                .starts_with(media_type.split(';').next().expect("a type")),
            "{name}: {}",
            found.media_type
        );
        assert_eq!(
            found.cache_control,
            "public, max-age=900, stale-if-error=86400"
        );
        assert_eq!(found.body, site.read(&format!("feedmill.db.pages/{name}")));
        before.insert(*name, found);
    }
    // Nothing changed: nothing is asked.
    let asked = server
        .asked(&["PUT", "DELETE", "GET", "HEAD", "POST"])
        .len();
    assert_eq!(build(&site).code, Some(0));
    assert_eq!(
        server
            .asked(&["PUT", "DELETE", "GET", "HEAD", "POST"])
            .len(),
        asked
    );
    // One source changes: the files of its feed, and the list that shows its articles.
    let puts = server.asked(&["PUT"]).len();
    article(&site, "b/other.md", "Other, edited");
    assert_eq!(build(&site).code, Some(0));
    assert_eq!(
        server.asked(&["PUT"]).split_off(puts),
        [
            "PUT /mill/news/feeds/second.rss",
            "PUT /mill/news/feeds/index.html"
        ]
    );
    for name in ["first.atom", "first.json", "feeds.opml", "feed.css"] {
        assert_eq!(server.get(&format!("news/feeds/{name}")), before[name]);
    }
    assert!(
        server
            .get("news/feeds/second.rss")
            .body
            .contains("Other, edited")
    );
    // A format is taken out: its object goes, after all that was put.
    let config = site.read("config.toml");
    site.write(
        "config.toml",
        &config.replace("\"atom\", \"json\"", "\"json\""),
    );
    assert_eq!(build(&site).code, Some(0));
    let left: Vec<&str> = KEYS
        .into_iter()
        .filter(|name| *name != "first.atom")
        .collect();
    assert_eq!(server.keys(), in_place(&left));
    let last = server.asked(&["PUT", "POST"]).pop().expect("a request");
    assert!(last.starts_with("POST /mill?delete"), "{last}");
    // The credentials are nowhere.
    let state = std::fs::read(site.path("feedmill.db")).expect("a state");
    assert!(!state.windows(13).any(|part| part == b"secret-canary"));
}

/// A server that is down delays no publication, and has what it missed once it is back.
#[test]
#[ignore = "needs a server that speaks S3: ./tests/all installs it"]
fn a_server_that_is_down_delays_nothing() {
    let (served, port) = (free_port(), free_port());
    let site = with_bucket(served, port);
    let child = command(&site, "run")
        .stderr(std::fs::File::create(site.path("log")).expect("a log"))
        .spawn()
        .expect("the daemon starts");
    let daemon = Daemon {
        child,
        port: served,
    };
    wait_for("the daemon serves", Duration::from_secs(20), || {
        get(served, "/index.html")
    });
    for at in 0..3 {
        let title = format!("Change {at}");
        let started = Instant::now();
        article(&site, "a/one.md", &title);
        daemon.serves("/first.atom", &title);
        assert!(started.elapsed() < Duration::from_secs(2));
    }
    wait_for("the failure is said", Duration::from_secs(20), || {
        site.read("log").contains("tried again later").then_some(())
    });
    let server = S3::start(port, &site);
    article(&site, "a/one.md", "The last");
    wait_for("all is there", Duration::from_secs(20), || {
        let found = server.get("news/feeds/first.atom");
        (found.body.contains("The last") && server.keys() == in_place(&KEYS)).then_some(())
    });
    assert_eq!(
        server.get("news/feeds/first.json").body,
        get(served, "/first.json").expect("it is served")
    );
    daemon.stop();
}
