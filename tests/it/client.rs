//! The one client, by the whole program: what is never connected to, what never goes out, what is never taken in.

use std::collections::BTreeSet;
use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

use crate::hostile::{Hostile, Script};
use crate::site::{Ran, Site};

/// A configuration that may fetch from these servers, by address and port, and from nothing else at home.
fn config(servers: &[&Hostile], more: &str) -> String {
    let allowed: Vec<String> = servers
        .iter()
        .map(|server| format!("\"127.0.0.1:{}\"", server.port))
        .collect();
    let allowed = allowed.join(", ");
    format!(
        "base_url = \"https://feeds.example.org/\"\nevery = \"1s\"\n[serve]\nlisten = \"\"\n\
         [fetch]\nallow_private = [{allowed}]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n{more}\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n"
    )
}

fn source(name: &str, url: &str, more: &str) -> String {
    format!("[[source]]\nname = \"{name}\"\nurl = \"{url}\"\n{more}\n")
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>U</title><link>https://u.example/</link>\
         <description>d</description>{items}</channel></rss>"
    )
}

fn item(id: &str, link: &str) -> String {
    format!(
        "<item><guid isPermaLink=\"false\">{id}</guid><title>Title {id}</title><link>{link}</link>\
         <pubDate>Wed, 01 Jan 2025 08:00:00 GMT</pubDate></item>"
    )
}

/// Standards 3.2: every way to say an address at home, without scheme-relative forms; `PORT` is the canary's.
const AT_HOME: &[&str] = &[
    "http://127.0.0.1:PORT/",
    "http://127.1:PORT/",
    "http://127.0.1:PORT/",
    "http://127.255.255.254:PORT/",
    "http://0177.0.0.1:PORT/",
    "http://0177.0.0.01:PORT/",
    "http://0x7f.1:PORT/",
    "http://0x7f.0.0.1:PORT/",
    "http://0x7f000001:PORT/",
    "http://2130706433:PORT/",
    "http://017700000001:PORT/",
    "http://0:PORT/",
    "http://0.0.0.0:PORT/",
    "http://0.1.2.3:PORT/",
    "http://127.0.0.1.:PORT/",
    "http://[::]:PORT/",
    "http://[::1]:PORT/",
    "http://[0:0:0:0:0:0:0:1]:PORT/",
    "http://[::ffff:127.0.0.1]:PORT/",
    "http://[::ffff:7f00:1]:PORT/",
    "http://[::ffff:0:127.0.0.1]:PORT/",
    "http://[::127.0.0.1]:PORT/",
    "http://[64:ff9b::7f00:1]:PORT/",
    "http://[64:ff9b::10.0.0.1]:PORT/",
    "http://[64:ff9b:1::7f00:1]:PORT/",
    "http://[2002:7f00:1::]:PORT/",
    "http://[2002:a00:1::1]:PORT/",
    "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]:PORT/",
    "http://[fe80::1]:PORT/",
    "http://[fe80::5efe:7f00:1]:PORT/",
    "http://[fe80::200:5efe:7f00:1]:PORT/",
    "http://[fe80::5efe:8.8.8.8]:PORT/",
    "http://[fc00::1]:PORT/",
    "http://[fd00:ec2::254]:PORT/",
    "http://[fec0::1]:PORT/",
    "http://[ff02::1]:PORT/",
    "http://[100::1]:PORT/",
    "http://[2001:2::1]:PORT/",
    "http://[2001:10::1]:PORT/",
    "http://[2001:20::1]:PORT/",
    "http://[2001:db8::1]:PORT/",
    "http://[3fff::1]:PORT/",
    "http://[5f00::1]:PORT/",
    "http://１２７.0.0.1:PORT/",
    "http://127。0。0。1:PORT/",
    "http://①②⑦.0.0.1:PORT/",
    "http://%31%32%37.0.0.1:PORT/",
    "http://localhost:PORT/",
    "http://LOCALHOST.:PORT/",
    "http://foo.localhost:PORT/",
    "http://foo.LocalHost.:PORT/",
    "http://10.0.0.1:PORT/",
    "http://100.64.0.1:PORT/",
    "http://169.254.169.254:PORT/latest/meta-data/",
    "http://172.16.0.1:PORT/",
    "http://172.31.255.255:PORT/",
    "http://192.0.0.1:PORT/",
    "http://192.0.2.1:PORT/",
    "http://192.88.99.1:PORT/",
    "http://192.168.0.1:PORT/",
    "http://198.18.0.1:PORT/",
    "http://198.51.100.1:PORT/",
    "http://203.0.113.1:PORT/",
    "http://224.0.0.1:PORT/",
    "http://240.0.0.1:PORT/",
    "http://255.255.255.255:PORT/",
    "https://127.0.0.1:PORT/",
    "https://[::1]:PORT/",
    "http://127.0.0.1:PORT#@public.example/",
    "http://127.0.0.1:PORT\\\\@public.example/",
    "http:\\\\\\\\127.0.0.1:PORT/",
];

/// What config.toml refuses already, and a redirect or a link may still say.
const OTHERS: &[&str] = &[
    "//127.0.0.1:PORT/",
    "///127.0.0.1:PORT/",
    "http://public.example@127.0.0.1:PORT/",
    "http://user:secret@127.0.0.1:PORT/",
    "http://public.example:25/",
    "http://public.example:22/",
    "ftp://127.0.0.1:PORT/",
    "gopher://127.0.0.1:PORT/",
    "file:///etc/passwd",
    "data:text/xml,x",
    "ws://127.0.0.1:PORT/",
    "http://[fe80::1%25eth0]:PORT/",
    "jar:http://127.0.0.1:PORT/!/",
];

/// Standards 3.2, gate 5: every address at home × every way that fetches; the canary hears nothing.
#[test]
fn nothing_at_home_is_fetched_in_any_way() {
    let canary = Hostile::everywhere();
    let server = Hostile::start();
    let port = canary.port.to_string();
    let at_home: Vec<String> = AT_HOME
        .iter()
        .map(|url| url.replace("PORT", &port))
        .collect();
    let others = OTHERS.iter().map(|url| url.replace("PORT", &port));
    let all: Vec<String> = at_home.iter().cloned().chain(others).collect();
    assert!(at_home.len() >= 60);

    // Sources. Those of one meaning are one source for feedmill, so each has a query of its own.
    let mut configured = config(&[&server], "");
    for (at, url) in at_home.iter().enumerate() {
        let url = match url.split_once('#') {
            Some((before, _)) => format!("{before}/?{at}"),
            None => format!("{url}?{at}"),
        };
        configured.push_str(&source(&format!("s{at}"), &url, ""));
    }
    let ran = Site::new(&configured).run(&["build"]);
    let refused = ran.err.matches("not fetched").count();
    assert!(refused >= at_home.len(), "sources: {refused}\n{}", ran.err);

    // Redirects, the statuses by turns.
    let mut configured = config(&[&server], "");
    for (at, url) in all.iter().enumerate() {
        let status = [301, 302, 303, 307, 308][at % 5];
        server.on(&format!("/to/{at}"), Script::to(status, url));
        configured.push_str(&source(
            &format!("s{at}"),
            &server.url(&format!("/to/{at}")),
            "",
        ));
    }
    Site::new(&configured).run(&["build"]);

    // Articles of a feed, with their pages.
    let items: String = all
        .iter()
        .enumerate()
        .map(|(at, url)| item(&format!("i{at}"), &url.replace('&', "&amp;")))
        .collect();
    server.on(
        "/feed",
        Script::ok(rss(&items)).header("Content-Type", "application/rss+xml"),
    );
    let feed = source("feed", &server.url("/feed"), "full_text = true");
    Site::new(&(config(&[&server], "") + &feed)).run(&["build"]);

    // Pages that announce a feed; lists whose next page it is.
    let mut configured = config(&[&server], "");
    for (at, url) in all.iter().enumerate() {
        let url = url.replace('&', "&amp;");
        server.on(
            &format!("/front/{at}"),
            Script::ok(format!(
                "<!doctype html><html><head><title>Front</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"{url}\"></head>\
                 <body><p>Nothing here.</p></body></html>"
            ))
            .header("Content-Type", "text/html; charset=utf-8"),
        );
        let entries: String = (1..6)
            .map(|n| format!("<li><a href=\"/article/{at}/{n}\">What happened on day number {n}</a> <time datetime=\"2025-02-0{n}\">{n}.2.2025</time></li>"))
            .collect();
        server.on(
            &format!("/list/{at}"),
            Script::ok(format!(
                "<!doctype html><html><head><title>News</title><link rel=\"next\" href=\"{url}\"></head>\
                 <body><ul class=\"news\">{entries}</ul><a rel=\"next\" href=\"{url}\">Older</a></body></html>"
            ))
            .header("Content-Type", "text/html; charset=utf-8"),
        );
        let front = server.url(&format!("/front/{at}"));
        configured.push_str(&source(&format!("f{at}"), &front, ""));
        let list = server.url(&format!("/list/{at}"));
        let more = "pages = 3\nfull_text = false\nlisting = \".news li\"";
        configured.push_str(&source(&format!("l{at}"), &list, more));
    }
    Site::new(&configured).run(&["build"]);
    for kind in ["/to/", "/feed", "/front/", "/list/"] {
        let log = server.log();
        let asked = log.iter().filter(|asked| asked.path.starts_with(kind));
        assert!(asked.count() > 0, "{kind} was never asked for");
    }
    assert_eq!(canary.connections(), 0, "{:?}", canary.log());
}

/// The same pages with an address that is allowed: all of those ways do fetch.
#[test]
fn what_is_allowed_is_fetched_in_every_way() {
    let (server, other) = (Hostile::start(), Hostile::start());
    let html = |text: String| Script::ok(text).header("Content-Type", "text/html; charset=utf-8");
    server.on("/to", Script::to(302, &other.url("/moved")));
    server.on("/feed", Script::ok(rss(&item("1", &other.url("/article")))));
    server.on(
        "/front",
        html(format!(
            "<!doctype html><html><head><title>Front</title><link rel=\"alternate\" type=\"application/rss+xml\" href=\"{}\"></head>\
             <body><p>Nothing here.</p></body></html>",
            other.url("/announced")
        )),
    );
    let entries: String = (1..6)
        .map(|n| format!("<li><a href=\"/article/{n}\">What happened on day number {n}</a> <time datetime=\"2025-02-0{n}\">{n}.2.2025</time></li>"))
        .collect();
    server.on(
        "/list",
        html(format!(
            "<!doctype html><html><head><title>News</title><link rel=\"next\" href=\"{next}\"></head>\
             <body><ul class=\"news\">{entries}</ul><a rel=\"next\" href=\"{next}\">Older</a></body></html>",
            next = other.url("/older")
        )),
    );
    let mut configured = config(&[&server, &other], "");
    configured.push_str(&source("to", &server.url("/to"), ""));
    configured.push_str(&source("feed", &server.url("/feed"), "full_text = true"));
    configured.push_str(&source("front", &server.url("/front"), ""));
    let more = "pages = 3\nfull_text = false\nlisting = \".news li\"";
    configured.push_str(&source("list", &server.url("/list"), more));
    let ran = Site::new(&configured).run(&["build"]);
    let asked: BTreeSet<String> = other.log().into_iter().map(|asked| asked.path).collect();
    let ways = ["/moved", "/article", "/announced", "/older", "/robots.txt"].map(str::to_owned);
    let ways: BTreeSet<String> = ways.into_iter().collect();
    assert_eq!(asked, ways, "{}", ran.err);
}

/// E-18 … E-21, E-01: exactly these headers go out, whatever comes back.
#[test]
fn nothing_but_what_is_needed_goes_out() {
    let server = Hostile::start();
    let feed = rss(&item("1", "https://u.example/1"));
    let script = (0..100).fold(
        Script::ok(feed)
            .header("ETag", "W/\"a,b\"")
            .header("Last-Modified", "Tue, 19 Jan 2038 03:14:08 GMT"),
        |script, at| match at < 90 {
            true => script.header("Set-Cookie", &format!("c{at}=v; Path=/; Max-Age=9999999")),
            false => script,
        },
    );
    server.on("/to", Script::to(302, "/feed").header("Set-Cookie", "a=b"));
    server.on("/feed", script);
    let site = Site::new(&(config(&[&server], "") + &source("one", &server.url("/to"), "")));
    for _ in 0..3 {
        if site.path("feedmill.db").exists() {
            site.wake();
        }
        site.build();
    }
    let log = server.log();
    assert_eq!(log.len(), 6);
    let names = |at: usize| {
        let mut names: Vec<&str> = log[at].headers.iter().map(|(name, _)| &**name).collect();
        names.sort_unstable();
        names
    };
    let always = ["accept", "accept-encoding", "host", "user-agent"];
    let mut conditional = always.to_vec();
    conditional.extend(["if-modified-since", "if-none-match"]);
    conditional.sort_unstable();
    assert_eq!(names(0), always);
    assert_eq!(names(1), always);
    assert_eq!(names(3), conditional);
    assert_eq!(names(5), conditional);
    for asked in &log {
        assert_eq!(asked.method, "GET");
        assert_eq!(
            asked.header("accept-encoding"),
            Some("gzip, br, zstd, deflate")
        );
        assert_eq!(
            asked.header("user-agent"),
            Some(concat!(
                "feedmill/",
                env!("CARGO_PKG_VERSION"),
                " (+https://feeds.example.org/)"
            ))
        );
        let accept = asked.header("accept").unwrap_or_default();
        assert!(accept.starts_with("application/atom+xml, application/rss+xml,"));
    }
    assert_eq!(log[5].header("if-none-match"), Some("W/\"a,b\""));
    assert_eq!(
        log[5].header("if-modified-since"),
        Some("Tue, 19 Jan 2038 03:14:08 GMT")
    );
}

/// A proxy of the environment is not used (3.2); the configured one is, and carries no fetch home.
#[test]
fn only_the_configured_proxy_is_used() {
    let (server, proxy) = (Hostile::start(), Hostile::start());
    let feed = Script::ok(rss(&item("1", "https://u.example/1")));
    server.on("/feed", feed.clone());
    let site = Site::new(&(config(&[&server], "") + &source("one", &server.url("/feed"), "")));
    let through = format!("http://127.0.0.1:{}", proxy.port);
    let mut command = site.command(&["build"]);
    for name in [
        "http_proxy",
        "https_proxy",
        "all_proxy",
        "HTTP_PROXY",
        "ALL_PROXY",
    ] {
        command.env(name, &through);
    }
    assert!(command.output().expect("it runs").status.success());
    assert_eq!((server.log().len(), proxy.connections()), (1, 0));

    let named = "http://upstream.invalid/feed";
    let more = format!("proxy = \"{through}\"");
    proxy.on(named, feed);
    proxy.on(
        "http://upstream.invalid/home",
        Script::to(302, &server.url("/feed")),
    );
    let secret = Hostile::start();
    let mut configured = config(&[], &more);
    configured.push_str(&source("one", named, ""));
    configured.push_str(&source("two", "http://upstream.invalid/home", ""));
    configured.push_str(&source("three", &secret.url("/"), ""));
    configured.push_str(&source("four", "http://localhost:8000/", ""));
    let site = Site::new(&configured);
    let ran = site.run(&["build"]);
    assert_eq!(site.titles("feeds/all.json"), ["Title 1"], "{}", ran.err);
    let mut paths: Vec<String> = proxy.log().into_iter().map(|asked| asked.path).collect();
    paths.sort();
    assert_eq!(paths, [named, "http://upstream.invalid/home"]);
    assert_eq!((server.log().len(), secret.connections()), (1, 0));
}

/// A SOCKS proxy is given names as they are.
#[test]
fn socks5h_is_given_names() {
    use std::io::Read;
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let (sender, names) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            // RFC 1928: methods; none is needed; CONNECT to a name; granted.
            let mut bytes = [0; 512];
            let _ = stream.read(&mut bytes);
            let _ = stream.write_all(&[5, 0]);
            let length = stream.read(&mut bytes).unwrap_or_default();
            let name = bytes.get(5..length.saturating_sub(2)).unwrap_or_default();
            let _ = sender.send((bytes[3], String::from_utf8_lossy(name).into_owned()));
            let _ = stream.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
            let _ = stream.read(&mut bytes);
            let feed = rss(&item("1", "https://u.example/1"));
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
                feed.len()
            );
            let _ = stream.write_all((head + &feed).as_bytes());
        }
    });
    let more = format!("proxy = \"socks5h://127.0.0.1:{port}\"");
    let site = Site::new(
        &(config(&[], &more)
            + &source("one", "http://hidden.invalid/feed", "")
            + &source("two", "http://127.0.0.1:9999/feed", "")),
    );
    let ran = site.run(&["build"]);
    assert_eq!(site.titles("feeds/all.json"), ["Title 1"], "{}", ran.err);
    let names: Vec<(u8, String)> = names.try_iter().collect();
    assert_eq!(names, [(3, "hidden.invalid".to_owned())]);
}

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

/// The most memory that a build of two sources took, in KiB: one to be measured, and one that keeps the program
/// alive until that can be read.
fn memory(server: &Hostile, slow: &Hostile, path: &str) -> (u64, String) {
    let configured = config(&[server, slow], "")
        + &source("measured", &server.url(path), "")
        + &source("slow", &slow.url("/slow"), "");
    let site = Site::new(&configured);
    let log = site.path("log");
    let file = std::fs::File::create(&log).expect("a file");
    let mut child = site
        .command(&["build"])
        .stdout(Stdio::null())
        .stderr(file)
        .spawn()
        .expect("it runs");
    let status = format!("/proc/{}/status", child.id());
    let (mut most, started) = (0, Instant::now());
    while child.try_wait().expect("it can be waited for").is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let peak = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let peak = peak.and_then(|peak| peak.trim().trim_end_matches(" kB").parse().ok());
        most = most.max(peak.unwrap_or(0));
        assert!(started.elapsed() < Duration::from_secs(90), "{path}");
        std::thread::sleep(Duration::from_millis(5));
    }
    (most, site.read("log"))
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

/// Zeros without end, packed to so many bytes, or so many of them.
fn deflated(most: usize) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    let zeros = vec![0; 1 << 20];
    while encoder.get_ref().len() < most {
        encoder.write_all(&zeros).expect("packed");
    }
    encoder.finish().expect("packed")
}

fn brotli(pieces: &[u8], times: usize, window: u32) -> Vec<u8> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 1 << 16, 3, window);
    for _ in 0..times {
        encoder.write_all(pieces).expect("packed");
    }
    encoder.into_inner()
}

fn zstd(pieces: &[u8], times: usize, window: u32) -> Vec<u8> {
    let mut encoder = zstd::Encoder::new(Vec::new(), 3).expect("an encoder");
    encoder.window_log(window).expect("a window");
    for _ in 0..times {
        encoder.write_all(pieces).expect("packed");
    }
    encoder.finish().expect("packed")
}

/// What packs to about a twentieth.
fn dull(length: usize) -> Vec<u8> {
    let mut state = 1u64;
    let mut text = Vec::with_capacity(length);
    while text.len() < length {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        text.extend_from_slice(&state.to_be_bytes());
        text.extend_from_slice(&[b' '; 150]);
    }
    text
}

/// E-23, E-24, T-16, gate 14: whatever comes, less than 32 MiB more are taken, and the reason is told.
#[test]
fn bombs_and_endless_bodies_are_refused_in_little_memory() {
    let (server, slow) = (Hostile::start(), Hostile::start());
    let feed = rss(&item("1", "https://u.example/1"));
    slow.on(
        "/slow",
        Script::ok(feed.clone()).after(Duration::from_millis(1500)),
    );
    server.on("/base", Script::ok(feed));
    let zeros = vec![0; 1 << 20];
    let dull = dull(1 << 20);
    let random = dull.repeat(22);
    let cases: Vec<(&str, &str, Script, &str)> = vec![
        (
            "gzip of zeros",
            "gzip",
            Script::ok(gzip(&zeros.repeat(512))),
            "100 times",
        ),
        (
            "gzip member by member",
            "gzip",
            Script::ok(gzip(&zeros).repeat(1000)),
            "refused",
        ),
        (
            "1,000 members",
            "gzip",
            Script::ok(gzip(b"a").repeat(1000)),
            "more than 16",
        ),
        (
            "10 MB of deflate",
            "deflate",
            Script::ok(deflated(9 << 20)),
            "100 times",
        ),
        (
            "brotli of zeros",
            "br",
            Script::ok(brotli(&zeros, 1024, 22)),
            "100 times",
        ),
        (
            "brotli, large window",
            "br",
            Script::ok(brotli(&random, 1, 24)),
            "refused",
        ),
        (
            "zstd of zeros",
            "zstd",
            Script::ok(zstd(&zeros, 1024, 22)),
            "100 times",
        ),
        (
            "zstd, large window",
            "zstd",
            Script::ok(zstd(&random, 1, 27)),
            "of memory",
        ),
        (
            "gzip, 22 MiB",
            "gzip",
            Script::ok(gzip(&random)),
            "more than 20 MiB",
        ),
        (
            "zstd, 22 MiB",
            "zstd",
            Script::ok(zstd(&random, 1, 23)),
            "more than 20 MiB",
        ),
        (
            "twice",
            "gzip, gzip",
            Script::ok(gzip(&gzip(&zeros.repeat(64)))),
            "more than once",
        ),
        (
            "endless",
            "identity",
            Script::ok(zeros.clone()).endless(),
            "more than 10 MiB",
        ),
        (
            "endless gzip",
            "gzip",
            Script::ok(gzip(&dull)).endless(),
            "refused",
        ),
        (
            "a long word",
            "identity",
            Script::ok("x").length(11 << 20),
            "more than 10 MiB",
        ),
        (
            "10.1 MiB",
            "identity",
            Script::ok(vec![b'x'; (10 << 20) + 100_000]),
            "more than 10 MiB",
        ),
        (
            "head",
            "identity",
            Script::raw([b"HTTP/1.1 200 OK\r\nX: ".to_vec(), vec![b'x'; 9 << 20]].concat()),
            "no answer",
        ),
        (
            "lines",
            "identity",
            (0..5000).fold(Script::ok("x"), |script, at| {
                script.header(&format!("X-{at}"), "x")
            }),
            "no answer",
        ),
    ];
    let (base, _) = memory(&server, &slow, "/base");
    let mut table = format!("{:<22} {:>8} KiB\n", "a small feed", base);
    let mut most = 0;
    for (name, coding, script, reason) in cases {
        server.on("/bomb", script.header("Content-Encoding", coding));
        let (peak, log) = memory(&server, &slow, "/bomb");
        table.push_str(&format!(
            "{name:<22} {:>+8} KiB\n",
            peak as i64 - base as i64
        ));
        assert!(log.contains(reason), "{name}: {log}");
        most = most.max(peak.saturating_sub(base));
    }
    let _ = std::io::stderr().write_all(table.as_bytes());
    assert!(most < 32 << 10, "{table}");
}

/// T-16: two hundred servers that say nothing do not keep twenty good ones from being heard.
#[test]
fn the_slow_do_not_hold_up_the_good() {
    let good = Hostile::start();
    let mut more = String::new();
    let mut allowed = vec![good];
    for at in 0..40 {
        let silent = Hostile::start();
        silent.on("/", Script::silent(Duration::from_secs(4)));
        more.push_str(&source(&format!("silent{at}"), &silent.url("/"), ""));
        allowed.push(silent);
    }
    for at in 0..20 {
        let path = format!("/{at}");
        let feed = rss(&item(&format!("g{at}"), &format!("https://u.example/{at}")));
        allowed[0].on(&path, Script::ok(feed));
        more.push_str(&source(&format!("good{at}"), &allowed[0].url(&path), ""));
    }
    let servers: Vec<&Hostile> = allowed.iter().collect();
    let site = Site::new(&(config(&servers, "connections = 64") + &more));
    site.run(&["build"]);
    assert_eq!(site.items("feeds/all.json").len(), 20);
    let log = allowed[0].log();
    let first = allowed
        .iter()
        .flat_map(Hostile::log)
        .map(|asked| asked.at)
        .min();
    let last = log.iter().map(|asked| asked.at).max();
    let took = last.zip(first).map(|(last, first)| last - first);
    assert!(
        took.is_some_and(|took| took < Duration::from_secs(3)),
        "{took:?}"
    );
}
