//! What subscribers meet when the operator changes things: feeds that are renamed, lose a format, go, or came
//! from another program; a proxy before the server; many readers while feeds are made anew.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::net::UnixStream;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::site::{Site, wait_for};

struct Daemon(Child);

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Daemon {
    fn start(site: &Site) -> Self {
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

fn port() -> u16 {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    listener.local_addr().expect("an address").port()
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
