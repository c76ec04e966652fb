//! Who is told what was published: hubs and a webhook, by the whole program and real sockets.

mod objects;
mod program;
mod receiver;
mod webhook;
mod websub;

use std::process::{Child, Stdio};
use std::time::Duration;

use crate::daemon::port as free_port;
use crate::site::{Site, wait_for};

/// The running daemon; killed when the test ends before it.
struct Daemon {
    child: Child,
    port: u16,
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Two feeds of two folders, served, with what else the configuration says.
fn site(port: u16, more: &str) -> Site {
    let site = Site::new(&format!(
        "base_url = \"http://127.0.0.1:{port}/\"\n[serve]\nlisten = \"127.0.0.1:{port}\"\n\
         [fetch]\nallow_private = [\"127.0.0.1\"]\n{more}\n\
         [[source]]\nname = \"a\"\npath = \"a\"\n[[source]]\nname = \"b\"\npath = \"b\"\n\
         [[feed]]\nname = \"first\"\nlink = \"https://example.org/\"\nsources = [\"a\"]\nformats = [\"atom\", \"json\"]\n\
         [[feed]]\nname = \"second\"\nlink = \"https://example.org/\"\nsources = [\"b\"]\nformats = [\"rss\"]\n"
    ));
    article(&site, "a/one.md", "One");
    article(&site, "b/other.md", "Other");
    site
}

fn article(site: &Site, path: &str, title: &str) {
    site.write(
        path,
        &format!("---\ntitle: {title}\ndate: 2025-01-01\n---\n\nThe text of {title}.\n"),
    );
}

impl Daemon {
    fn start(site: &Site, port: u16) -> Self {
        let child = site
            .command(&["run"])
            .stderr(Stdio::from(
                std::fs::File::options()
                    .create(true)
                    .append(true)
                    .open(site.path("log"))
                    .expect("a log"),
            ))
            .spawn()
            .expect("the daemon starts");
        let daemon = Daemon { child, port };
        wait_for("the daemon serves", Duration::from_secs(20), || {
            get(port, "/index.html")
        });
        daemon
    }

    fn stop(mut self) {
        let status = std::process::Command::new("kill")
            .args(["-TERM", &self.child.id().to_string()])
            .status();
        assert!(status.expect("kill is there").success());
        let stopped = self.child.wait().expect("it ends");
        assert_eq!(stopped.code(), Some(0));
    }

    /// Waits until a file that is served has a text in it.
    fn serves(&self, path: &str, text: &str) {
        wait_for(text, Duration::from_secs(10), || {
            get(self.port, path).filter(|body| body.contains(text))
        });
    }
}

/// The body of what is served with 200.
fn get(port: u16, path: &str) -> Option<String> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).ok()?;
    write!(
        stream,
        "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n"
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    head.starts_with("HTTP/1.1 200").then(|| body.to_owned())
}

/// How many errands wait in the state.
fn waiting(site: &Site) -> i64 {
    let state = rusqlite::Connection::open(site.path("feedmill.db")).expect("the state opens");
    state
        .query_row("SELECT count(*) FROM errand", [], |row| row.get(0))
        .expect("a number")
}

/// As if the pause after a failure were over.
fn wake(site: &Site) {
    site.sql("UPDATE receiver SET not_before = NULL; UPDATE errand SET due = 0");
}
