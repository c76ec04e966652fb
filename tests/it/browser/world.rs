//! What the browser is shown: a site with what is hard to show, served by feedmill itself or by another server.

use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::time::Duration;

use feedmill::article::{Feed, Person};

use super::driver::Browser;
use crate::daemon::port;
use crate::server::{Answer, Server};
use crate::site::{Site, wait_for};

/// A server that ends with its value.
pub(super) struct Serving {
    child: Child,
    pub(super) base: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A site with articles in many scripts, without titles or links, with all that could load something.
pub(super) fn site(base_url: &str) -> Site {
    let site = Site::new(&format!(
        "base_url = \"{base_url}\"\n[serve]\nlisten = \"\"\n[[source]]\nname = \"notes\"\npath = \"articles\"\nlink = \"https://example.org/{{path}}/\"\n\
         [[source]]\nname = \"bare\"\npath = \"bare\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"Notes from the mill\"\ndescription = \"What the miller writes and reads\"\nlink = \"https://example.org/\"\n\
         [[feed]]\nname = \"none\"\ntitle = \"Nothing yet\"\nlink = \"https://example.org/\"\nfilter = {{ any = [\"tag:nowhere\"] }}\n\
         [[feed]]\nname = \"tags\"\nper = \"tag\"\ntitle = \"Tag: {{value}}\"\nlink = \"https://example.org/\"\n"
    ));
    let tags: Vec<String> = (0..20).map(|number| format!("\"tag {number}\"")).collect();
    for (name, text) in [
        ("articles/wind.md", "---\ntitle: Wind and water\ndate: 2025-03-01\nauthor: Ada Müller\ntags: [wind, \"R&D\"]\nsummary: Why the mill turns, and what the café next door has to do with it.\n---\n\n# Part one\n\nThe sails turn. ![The mill](https://elsewhere.test/mill.jpg)\n\n## Detail\n\n```\na very long line of code that does not break anywhere and goes on and on and on and on and on and on\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n".to_owned()),
        ("articles/long.md", format!("---\ntitle: \"{}\"\ndate: 2025-02-20\n---\n\nA text.\n", "An unusually long title that says everything there is to say ".repeat(6) + &"Donaudampfschifffahrtsgesellschaft".repeat(4))),
        ("articles/arabic.md", "---\ntitle: الرياح والماء\ndate: 2025-02-10\nlang: ar\nsummary: لماذا تدور الطاحونة ولماذا تتوقف في الليل.\n---\n\nتدور الطاحونة مع الريح.\n".to_owned()),
        ("articles/japanese.md", "---\ntitle: 風と水の話\ndate: 2025-02-05\nlang: ja\n---\n\n風車は風で回る。水車は水で回る。どちらも粉を挽く。\n".to_owned()),
        ("articles/media.html", "<!doctype html><html><head><title>Moving pictures</title><meta name=date content=2025-02-01></head><body><article><h1>Moving pictures</h1><p>Long enough a text to be the article of this page, which has a recording, a video and a picture in it, and goes on for a while.</p><p><video controls src=\"https://elsewhere.test/v.mp4\" poster=\"https://elsewhere.test/p.png\"></video><audio controls src=\"https://elsewhere.test/a.mp3\"></audio><img src=\"https://elsewhere.test/i.png\" srcset=\"https://elsewhere.test/i2.png 2x\" alt=\"A picture\"></p></article></body></html>".to_owned()),
        ("articles/tagged.md", format!("---\ntitle: Of many things\ndate: 2025-01-01\ntags: [{}]\n---\n\nOne of each.\n", tags.join(", "))),
        ("bare/untitled.md", "---\ndate: 2025-01-20\n---\n\nOnly a thought, without a title and without an address.\n".to_owned()),
    ] {
        site.write(name, &text);
    }
    site.build();
    site
}

/// A site served by `feedmill run`.
pub(super) fn served() -> (Site, Serving) {
    let port = port();
    let base = format!("http://127.0.0.1:{port}/");
    let site = site(&base);
    let config = site.read("config.toml");
    site.write(
        "config.toml",
        &config.replace("listen = \"\"", &format!("listen = \"127.0.0.1:{port}\"")),
    );
    let child = site
        .command(&["run"])
        .stderr(Stdio::null())
        .spawn()
        .expect("the daemon starts");
    let serving = Serving { child, base };
    is_up(port);
    (site, serving)
}

/// A site below a path of Python's own server, which knows nothing of feeds. Its address is another than that of the feeds.
pub(super) fn served_by_python() -> (Site, Serving) {
    let port = port();
    let site = site("https://feeds.example.org/");
    let mut python = std::process::Command::new("python3");
    python.args([
        "-m",
        "http.server",
        "--bind",
        "127.0.0.1",
        &port.to_string(),
    ]);
    python
        .current_dir(site.path("."))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    let child = python.spawn().expect("Python is installed");
    is_up(port);
    (
        site,
        Serving {
            child,
            base: format!("http://127.0.0.1:{port}/feeds/"),
        },
    )
}

/// index.html of a thousand feeds, each of one tag.
pub(super) fn index_of_a_thousand() -> Vec<u8> {
    let address = |text: &str| text.parse().expect("an address");
    let feed = |number: u32| Feed {
        hubs: Vec::new(),
        name: format!("tags/tag-{number}"),
        title: format!("Tag: {number}"),
        description: String::new(),
        link: address("https://example.org/"),
        base_url: address("https://example.org/feeds/"),
        language: None,
        author: Person::default(),
        formats: ["rss", "html"].map(String::from).into(),
        entries: Vec::new(),
    };
    let feeds: Vec<Feed> = (0..1000).map(feed).collect();
    feedmill::publish::index(&feeds).bytes
}

fn is_up(port: u16) {
    wait_for("the server is up", Duration::from_secs(30), || {
        std::net::TcpStream::connect(("127.0.0.1", port)).ok()
    });
}

/// The published files, with XML as browsers want it to show it: the media types of feeds are plain text to Chromium. The
/// headers are those of our own server.
pub(super) fn served_as_xml(site: &Site) -> Server {
    let server = Server::start();
    let root = site.path("feeds");
    for (path, bytes, _) in site.published() {
        let relative = path
            .strip_prefix(&root)
            .expect("within")
            .to_string_lossy()
            .into_owned();
        let kind = match relative.rsplit('.').next() {
            Some("html") => "text/html; charset=utf-8",
            Some("css") => "text/css; charset=utf-8",
            _ => "application/xml",
        };
        let answer = Answer::new(kind, bytes).header("X-Content-Type-Options", "nosniff");
        let answer = match kind {
            "application/xml" => answer.header(
                "Content-Security-Policy",
                "default-src 'none'; style-src 'self' 'unsafe-inline'; sandbox",
            ),
            _ => answer,
        };
        server.set(&format!("/{relative}"), answer);
    }
    server
}

/// Keeps a picture for people to look at, where `FEEDMILL_PICTURES` names a folder.
pub(super) fn keep_picture(browser: &Browser, name: &str) {
    if let Some(folder) = std::env::var_os("FEEDMILL_PICTURES") {
        browser.screenshot(&PathBuf::from(folder).join(format!("{name}.png")));
    }
}
