//! The status page of a running daemon (T-60): what is told, who may see it, who may act.

mod told;
mod wishes;

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

use crate::daemon::port;
use crate::server::Server;
use crate::serving::Daemon;
use crate::site::{Site, wait_for};

pub(crate) const TOKEN: &str = "a-token-that-nobody-guesses";

/// A daemon with a folder and an address that fails; the port of its status page.
pub(crate) fn start(upstream: &Server, token: bool) -> (Site, Daemon, u16) {
    let (serve, status) = (port(), port());
    let auth = if token {
        "token_file = \"token\"\n"
    } else {
        ""
    };
    let site = Site::new(&format!(
        "[serve]\nlisten = \"127.0.0.1:{serve}\"\n[status]\nlisten = \"127.0.0.1:{status}\"\n{auth}\
         [fetch]\nallow_private = [\"127.0.0.1\"]\nmin_interval = \"0s\"\nhost_delay = \"0s\"\n\
         [[source]]\nname = \"notes\"\npath = \"articles\"\n\
         [[source]]\nname = \"town\"\nurl = \"{}/feed.xml\"\n\
         [[feed]]\nname = \"all\"\ntitle = \"All\"\nlink = \"https://example.org/\"\n",
        upstream.base
    ));
    site.write("token", TOKEN);
    site.write(
        "articles/first.md",
        "---\ntitle: \"<script>alert(1)</script>\"\ndate: 2025-01-01\n---\n\nText.\n",
    );
    let daemon = Daemon::start(&site);
    wait_for("it is ready", Duration::from_secs(20), || {
        let (code, _, _) = ask(status, "GET /readyz", "", "")?;
        (code == 200).then_some(())
    });
    (site, daemon, status)
}

/// Status, headers and body.
fn ask(port: u16, line: &str, headers: &str, body: &str) -> Option<(u16, String, String)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    let host = match headers.contains("Host: ") {
        true => String::new(),
        false => format!("Host: 127.0.0.1:{port}\r\n"),
    };
    let length = body.len();
    write!(
        stream,
        "{line} HTTP/1.1\r\n{host}{headers}Content-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    )
    .ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    let code = answer.split(' ').nth(1)?.parse().ok()?;
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((code, head.to_owned(), body.to_owned()))
}

fn form(port: u16, headers: &str) -> String {
    let (_, _, page) = ask(port, "GET /", headers, "").expect("an answer");
    let (_, rest) = page.split_once("name=\"form\" value=\"").expect("a form");
    rest.split('"').next().expect("a value").to_owned()
}

/// It has nothing: what is asked there is answered with 404.
fn upstream() -> Server {
    Server::start()
}

/// The page says what there is; sources that fail say why; nothing of an article is markup; metrics have help texts.
#[test]
fn the_status_is_told_to_people_and_programs() {
    let upstream = upstream();
    let (_site, _daemon, port) = start(&upstream, false);
    let page = wait_for("the failure is told", Duration::from_secs(20), || {
        let (_, _, page) = ask(port, "GET /", "", "")?;
        // A port or a random number may hold the three digits too.
        (page.contains("404") && page.contains(">failing<")).then_some(page)
    });
    for part in ["notes", "town", "failing", "ok", "Collect now"] {
        assert!(page.contains(part), "{part}");
    }
    let (_, head, json) = ask(port, "GET /status.json", "", "").expect("an answer");
    assert!(head.contains("content-security-policy: default-src 'none'"));
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["sources"][1]["status"], 404);
    assert!(json["sources"][1]["fetches"][0]["at"].is_string());
    let (_, _, metrics) = ask(port, "GET /metrics", "", "").expect("an answer");
    let names = |sign: &str| -> BTreeSet<String> {
        let lines = metrics.lines().filter_map(|line| line.strip_prefix(sign));
        lines
            .filter_map(|line| Some(line.split(' ').next()?.to_owned()))
            .collect()
    };
    let samples: BTreeSet<String> = metrics
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| Some(line.split(['{', ' ']).next()?.to_owned()))
        .collect();
    assert!(samples.is_subset(&names("# HELP ")) && names("# HELP ") == names("# TYPE "));
    assert!(
        metrics.contains("feedmill_source_failures{source=\"town\"} 1\n"),
        "{metrics}"
    );
    // The sample board asks for nothing that is not there.
    let board: serde_json::Value =
        serde_json::from_str(include_str!("../../../examples/grafana.json")).expect("JSON");
    let families = names("# TYPE ");
    for panel in board["panels"].as_array().expect("panels") {
        for target in panel["targets"].as_array().expect("targets") {
            let expression = target["expr"].as_str().expect("an expression");
            let words = expression.split(|c: char| c != '_' && !c.is_ascii_alphanumeric());
            let asked: Vec<&str> = words.filter(|word| word.starts_with("feedmill_")).collect();
            assert!(!asked.is_empty());
            for name in asked {
                assert!(families.contains(name), "{name} of {expression}");
            }
        }
    }
    let (code, _, config) = ask(port, "GET /config", "", "").expect("an answer");
    assert!(code == 200 && config.contains("allow_private") && config.contains("connections"));
    assert_eq!(ask(port, "GET /healthz", "", "").expect("an answer").0, 200);
}

/// T-60: no other site can act or look, whatever name it makes lead here.
#[test]
fn only_the_page_itself_acts() {
    let upstream = upstream();
    let (site, _daemon, port) = start(&upstream, false);
    let form = form(port, "");
    let post = |headers: &str, form: &str| {
        let body = format!("form={form}&source=notes");
        ask(port, "POST /collect", headers, &body)
            .expect("an answer")
            .0
    };
    for (headers, form, code) in [
        ("", "", 403),
        ("", "0000", 403),
        ("Origin: https://evil.example\r\n", form.as_str(), 403),
        ("Origin: null\r\n", &form, 403),
        ("Sec-Fetch-Site: cross-site\r\n", &form, 403),
        ("Host: evil.example\r\n", &form, 421),
        ("", &form, 200),
        ("Sec-Fetch-Site: same-origin\r\n", &form, 200),
    ] {
        assert_eq!(post(headers, form), code, "{headers} {form}");
    }
    for line in ["GET /collect", "PUT /", "DELETE /status.json"] {
        assert_eq!(ask(port, line, "", "").expect("an answer").0, 405, "{line}");
    }
    let asked = ask(
        port,
        "POST /collect",
        "Accept: application/json\r\n",
        &format!("form={form}&source=town"),
    );
    let (code, _, said) = asked.expect("an answer");
    assert!(
        code == 409 && said.contains("asked by hand"),
        "E-27: {said}"
    );
    let (code, _, page) = ask(
        port,
        "POST /preview",
        "",
        &format!("form={form}&source=notes"),
    )
    .expect("an answer");
    assert!(code == 200 && page.contains("front-matter") && !page.contains("<script>alert"));
    drop(site);
}

/// T-60, T-61: with a token nothing is shown without it, and it is shown nowhere itself.
#[test]
fn a_token_is_needed_where_there_is_one() {
    let upstream = upstream();
    let (_site, _daemon, port) = start(&upstream, true);
    let bearer = format!("Authorization: Bearer {TOKEN}\r\n");
    for path in [
        "/",
        "/config",
        "/status.json",
        "/metrics",
        "/part",
        "/events",
    ] {
        let (code, _, body) = ask(port, &format!("GET {path}"), "", "").expect("an answer");
        assert_eq!(code, 401, "{path}");
        assert!(
            !body.contains("town") && !body.contains(env!("CARGO_PKG_VERSION")),
            "{path}"
        );
        let wrong = "Authorization: Bearer a-token-that-somebody-guessed\r\n";
        assert_eq!(
            ask(port, &format!("GET {path}"), wrong, "")
                .expect("an answer")
                .0,
            401
        );
        if path != "/events" {
            let (code, _, body) =
                ask(port, &format!("GET {path}"), &bearer, "").expect("an answer");
            assert!(code == 200 && !body.contains(TOKEN), "{path}");
        }
    }
    let (code, head, _) =
        ask(port, "POST /login", "", &format!("token={TOKEN}")).expect("an answer");
    assert_eq!(code, 303);
    let cookie = head
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "))
        .expect("a cookie");
    assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict"));
    let cookie = format!("Cookie: {}\r\n", cookie.split(';').next().expect("a value"));
    let form = form(port, &cookie);
    let body = format!("form={form}&source=notes");
    assert_eq!(
        ask(port, "POST /collect", &cookie, &body)
            .expect("an answer")
            .0,
        200
    );
    assert_eq!(
        ask(port, "POST /collect", &cookie, "source=notes")
            .expect("an answer")
            .0,
        403
    );
    assert_eq!(
        ask(port, "POST /collect", &bearer, "source=notes")
            .expect("an answer")
            .0,
        200
    );
    assert_eq!(
        ask(port, "POST /login", "", "token=wrong")
            .expect("an answer")
            .0,
        403
    );
}

/// Live without reload: who listens hears of a turn, and the end of the daemon does not wait for listeners.
#[test]
fn news_are_told_to_who_listens() {
    let upstream = upstream();
    let (site, mut daemon, port) = start(&upstream, false);
    let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("connected");
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .expect("a limit");
    write!(
        stream,
        "GET /events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
    )
    .expect("sent");
    let mut heard = String::new();
    let mut hear = |times: usize| {
        let mut bytes = [0; 1024];
        while heard.matches("event: told").count() < times {
            let read = stream.read(&mut bytes).expect("news");
            assert!(read > 0, "closed after {heard}");
            heard.push_str(&String::from_utf8_lossy(&bytes[..read]));
        }
    };
    hear(1);
    site.write(
        "articles/second.md",
        "---\ntitle: Second\ndate: 2025-01-02\n---\n\nText.\n",
    );
    wait_for("it is told", Duration::from_secs(20), || {
        let (_, _, json) = ask(port, "GET /status.json", "", "")?;
        let json: serde_json::Value = serde_json::from_str(&json).ok()?;
        (json["sources"][0]["articles"] == 2).then_some(())
    });
    hear(2);
    let begun = std::time::Instant::now();
    let kill = std::process::Command::new("kill")
        .arg(daemon.0.id().to_string())
        .status();
    assert!(kill.expect("kill is there").success());
    assert_eq!(daemon.0.wait().expect("it ends").code(), Some(0));
    assert!(
        begun.elapsed() < Duration::from_secs(8),
        "{:?}",
        begun.elapsed()
    );
}
