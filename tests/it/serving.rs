//! What subscribers meet when the operator changes things: feeds that are renamed, lose a format, go, or came
//! from another program; a proxy before the server; many readers while feeds are made anew.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use feedmill::article::Page;
use feedmill::serve::{self, Listener, Published, Served};
use tokio_util::sync::CancellationToken;

use crate::daemon::port;
use crate::site::{Site, wait_for};

/// A running daemon; killed when the test ends before it.
pub(crate) struct Daemon(pub(crate) Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Daemon {
    pub(crate) fn start(site: &Site) -> Self {
        let mut command = site.command(&["run", "-q"]);
        command.stderr(Stdio::null());
        Daemon(command.spawn().expect("the daemon starts"))
    }

    fn hang_up(&self) {
        let status = Command::new("kill")
            .args(["-HUP", &self.0.id().to_string()])
            .status();
        assert!(status.expect("kill is there").success());
    }
}

/// Status, headers in lower case, and body.
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

fn exchange(mut stream: impl Read + Write, path: &str, headers: &str) -> Option<Answer> {
    let request =
        format!("GET {path} HTTP/1.1\r\nHost: example.org\r\n{headers}Connection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).ok()?;
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
    let mut lines = head.lines();
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers = lines.filter_map(|line| line.split_once(": "));
    Some(Answer {
        status,
        headers: headers
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect(),
        body: bytes.split_off(end + 4),
    })
}

fn get(port: u16, path: &str, headers: &str) -> Option<Answer> {
    exchange(TcpStream::connect(("127.0.0.1", port)).ok()?, path, headers)
}

fn leads(port: u16, path: &str) -> (u16, Option<String>) {
    let mut answer = get(port, path, "").expect("an answer");
    (answer.status, answer.headers.remove("location"))
}

fn config(port: u16, feeds: &str) -> String {
    format!(
        "base_url = \"https://example.org/news/\"\n[serve]\nlisten = \"127.0.0.1:{port}\"\ndelta = true\n\
         [[source]]\nname = \"notes\"\npath = \"articles\"\n{feeds}"
    )
}

const ALL: &str =
    "[[feed]]\nname = \"all\"\ntitle = \"All\"\nformats = [\"rss\", \"atom\", \"json\"]\n";
const TAGS: &str =
    "[[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"{value}\"\nformats = [\"rss\"]\n";

fn article(site: &Site, name: &str, day: u8) {
    let text = format!(
        "---\ntitle: {name}\ndate: 2025-01-{day:02}\ntags: [wind]\n---\n\nThe text of {name}.\n"
    );
    site.write(&format!("articles/{name}.md"), &text);
}

/// H-14, B40, D-26: an address that was published once leads to the feed for good, through renames, lost formats,
/// restarts and another program before; what is gone says so.
#[test]
fn addresses_that_were_published_lead_to_the_feed_for_good() {
    let port = port();
    let site = Site::new(&config(port, &format!("{ALL}{TAGS}")));
    article(&site, "first", 1);
    article(&site, "second", 2);
    let mut daemon = Daemon::start(&site);
    let served = |path: &str| {
        wait_for(path, Duration::from_secs(20), || {
            get(port, path, "").filter(|answer| answer.status == 200)
        })
    };
    let first = served("/all.rss");
    assert!(served("/tags/wind.rss").headers.contains_key("etag"));
    assert_eq!(
        first.headers["link"],
        "<https://example.org/news/all.rss>; rel=\"self\""
    );
    assert_eq!(leads(port, "/feed"), (308, Some("./all.rss".into())));
    assert_eq!(served("/news/all.rss").body, first.body);

    // Renamed, and a format less; the feeds of tags are renamed with it.
    let renamed = ALL
        .replace("\"all\"", "\"everything\"")
        .replace(", \"json\"", "");
    let topics = TAGS.replace("\"tags\"", "\"topics\"");
    site.write("config.toml", &config(port, &format!("{renamed}{topics}")));
    daemon.hang_up();
    served("/everything.rss");
    for (old, new) in [
        ("/all.rss", "./everything.rss"),
        ("/all.atom", "./everything.atom"),
        ("/all.json", "./everything.rss"),
        ("/news/all.rss", "./everything.rss"),
        ("/tags/wind.rss", "../topics/wind.rss"),
        ("/feed.json", "./everything.atom"),
    ] {
        assert_eq!(leads(port, old), (308, Some(new.into())), "{old}");
    }

    // Renamed again, while nobody runs; and addresses of the program before.
    drop(daemon);
    let again = renamed.replace("\"everything\"", "\"whole\"")
        + "formerly = [\"/blog/index.xml\", \"journal\"]\n";
    site.write("config.toml", &config(port, &format!("{again}{topics}")));
    daemon = Daemon::start(&site);
    served("/whole.rss");
    for (old, new) in [
        ("/all.rss", "./whole.rss"),
        ("/everything.atom", "./whole.atom"),
        ("/blog/index.xml", "https://example.org/news/whole.rss"),
        ("/blog/index.xml/", "https://example.org/news/whole.rss"),
        ("/journal.atom", "https://example.org/news/whole.atom"),
        ("/journal", "https://example.org/news/whole.rss"),
    ] {
        assert_eq!(leads(port, old), (308, Some(new.into())), "{old}");
    }

    // Gone for good: only the feeds of tags are left.
    site.write("config.toml", &config(port, &topics));
    daemon.hang_up();
    wait_for("it is gone", Duration::from_secs(20), || {
        (leads(port, "/whole.rss").0 == 410).then_some(())
    });
    for old in ["/all.rss", "/everything.atom", "/all.json"] {
        assert_eq!(leads(port, old), (410, None), "{old}");
    }
    assert_eq!(leads(port, "/tags/wind.rss").0, 308);

    // And there again.
    site.write("config.toml", &config(port, &format!("{ALL}{topics}")));
    daemon.hang_up();
    let back = served("/all.rss");
    assert_eq!(back.status, 200);
    assert_eq!(leads(port, "/whole.rss"), (410, None));
}

/// H-12: over the wire, a reader that can put it together is sent the new article alone.
#[test]
fn what_is_new_is_sent_alone_to_who_asks() {
    let port = port();
    let site = Site::new(&config(port, ALL));
    article(&site, "first", 1);
    let _daemon = Daemon::start(&site);
    let first = wait_for("it is served", Duration::from_secs(20), || {
        get(port, "/all.rss", "").filter(|answer| answer.status == 200)
    });
    let tag = &first.headers["etag"];
    article(&site, "second", 2);
    let headers = format!("A-IM: feed\r\nIf-None-Match: {tag}\r\nAccept-Encoding: gzip\r\n");
    let delta = wait_for("what is new", Duration::from_secs(20), || {
        get(port, "/all.rss", &headers).filter(|answer| answer.status != 304)
    });
    assert_eq!(delta.status, 226);
    let body = String::from_utf8_lossy(&delta.body).into_owned();
    assert_eq!(body.matches("<item>").count(), 1, "{body}");
    assert!(body.contains("The text of second") && body.trim_end().ends_with("</rss>"));
    let whole = get(port, "/all.rss", "").expect("an answer");
    assert_eq!(whole.headers["etag"], delta.headers["etag"]);
    assert!(delta.body.len() < whole.body.len());
}

/// A Unix socket behind a proxy: the same server.
#[test]
fn a_unix_socket_is_listened_on() {
    let site = Site::new(&config(1, ALL).replace("127.0.0.1:1", "unix:run.sock"));
    article(&site, "first", 1);
    let mut daemon = Daemon::start(&site);
    let socket = site.path("run.sock");
    let answer = wait_for("it is served", Duration::from_secs(20), || {
        exchange(UnixStream::connect(&socket).ok()?, "/news/all.rss", "")
            .filter(|answer| answer.status == 200)
    });
    assert!(answer.body.starts_with(b"<?xml"));
    // Killed, it leaves the file; the next one takes its place.
    daemon.0.kill().expect("killed");
    drop(daemon);
    assert!(socket.exists());
    let daemon = Daemon::start(&site);
    wait_for("it is served again", Duration::from_secs(20), || {
        exchange(UnixStream::connect(&socket).ok()?, "/all.rss", "")
    });
    drop(daemon);
}

/// Clients that ask over and over while a feed is made anew, each version with a new length; every answer is checked
/// against its own tag. `clients` threads share `requests` while `versions` are published.
fn readers_during(requests: usize, versions: usize, clients: usize) {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let served = Arc::new(Served::default());
    let publish = |number: usize| {
        let item = format!("<item>{number}</item>");
        let body = format!("<rss>{}</rss>", item.repeat(20 + number % 400));
        let page = Page {
            path: "all.rss".into(),
            media_type: "application/rss+xml",
            bytes: body.into(),
        };
        let before = served.published.load_full();
        let mut next = Published::new(serve::Site::default());
        let changed = chrono::Utc::now();
        next.add(&before, "all.rss", number as u128, changed, || {
            Ok::<_, ()>(page)
        })
        .expect("read");
        served.published.store(Arc::new(next));
    };
    publish(0);
    let stop = CancellationToken::new();
    let address = runtime.block_on(async {
        let any = "127.0.0.1:0".parse().expect("an address");
        let listener = Listener::tcp(any).await.expect("a port");
        let address = listener.address().expect("an address");
        tokio::spawn(serve::run(listener, Arc::clone(&served), stop.clone()));
        address
    });
    let left = AtomicUsize::new(requests);
    let statuses = Mutex::new(BTreeMap::<u16, usize>::new());
    std::thread::scope(|scope| {
        for client in 0..clients {
            let (left, statuses) = (&left, &statuses);
            scope.spawn(move || {
                let codings = ["", "gzip", "br", "zstd"];
                let coding = codings[client % codings.len()];
                let mut seen = BTreeMap::new();
                let mut known = String::new();
                let mut reader = BufReader::new(TcpStream::connect(address).expect("connected"));
                while left
                    .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                        left.checked_sub(1)
                    })
                    .is_ok()
                {
                    // Every other request is conditional.
                    let condition = match seen.values().sum::<usize>() % 2 {
                        0 => String::new(),
                        _ => format!("If-None-Match: {known}\r\n"),
                    };
                    let request = format!(
                        "GET /all.rss HTTP/1.1\r\nHost: a\r\nAccept-Encoding: {coding}\r\n{condition}\r\n"
                    );
                    let stream = reader.get_mut();
                    stream.write_all(request.as_bytes()).expect("sent");
                    let (status, tag, body) = response(&mut reader, coding);
                    if status == 200 {
                        let mut hash = blake3::hash(&body).to_hex().to_string();
                        hash.truncate(32);
                        assert_eq!(tag.trim_matches('"').split('-').next(), Some(&*hash));
                        known = tag;
                    } else {
                        assert_eq!((status, &tag), (304, &known));
                    }
                    *seen.entry(status).or_default() += 1;
                }
                let mut statuses = statuses.lock().expect("no panic");
                for (status, count) in seen {
                    *statuses.entry(status).or_default() += count;
                }
            });
        }
        for version in 1..=versions {
            publish(version);
            // Spread over the requests.
            let pace = requests - requests / versions * version;
            while left.load(Ordering::Relaxed) > pace {
                std::thread::yield_now();
                if std::thread::panicking() || left.load(Ordering::Relaxed) == 0 {
                    break;
                }
            }
        }
    });
    stop.cancel();
    let statuses = statuses.into_inner().expect("no panic");
    #[expect(clippy::print_stdout, reason = "shown with --nocapture")]
    {
        println!("{requests} requests over {versions} versions: {statuses:?}");
    }
    assert_eq!(statuses.values().sum::<usize>(), requests);
    assert!(statuses.keys().all(|status| [200, 304].contains(status)));
}

/// Status, tag and body without its coding.
fn response(reader: &mut BufReader<TcpStream>, coding: &str) -> (u16, String, Vec<u8>) {
    let (mut status, mut tag, mut length, mut packed) = (0, String::new(), 0, false);
    let mut line = String::new();
    loop {
        line.clear();
        reader.read_line(&mut line).expect("a line");
        let text = line.trim_end();
        if text.is_empty() {
            break;
        }
        if let Some(rest) = text.strip_prefix("HTTP/1.1 ") {
            status = rest[..3].parse().expect("a status");
        } else if let Some(value) = text.strip_prefix("etag: ") {
            tag = value.to_owned();
        } else if let Some(value) = text.strip_prefix("content-length: ") {
            length = value.parse().expect("a length");
        } else if let Some(value) = text.strip_prefix("content-encoding: ") {
            assert_eq!(value, coding);
            packed = true;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).expect("a body");
    if packed {
        let mut whole = Vec::new();
        match coding {
            "gzip" => flate2::read::GzDecoder::new(&*body).read_to_end(&mut whole),
            "br" => brotli::Decompressor::new(&*body, 4096).read_to_end(&mut whole),
            _ => zstd::Decoder::new(&*body)
                .expect("a decoder")
                .read_to_end(&mut whole),
        }
        .expect("a whole body");
        body = whole;
    }
    (status, tag, body)
}

/// H-17, D-21: a body always has the tag of its own bytes, in every coding.
#[test]
fn headers_and_body_are_of_one_version() {
    readers_during(8_000, 80, 8);
}

/// D-21, gate 11. `cargo test --release --test it a_million -- --ignored --nocapture`
#[test]
#[ignore = "takes a minute in a release build: run it by itself"]
fn a_million_readers_of_ten_thousand_versions() {
    if cfg!(debug_assertions) {
        return readers_during(20_000, 200, 8);
    }
    readers_during(1_000_000, 10_000, 8);
}
