//! The client over real sockets, with times that are short.
#![expect(
    clippy::disallowed_methods,
    reason = "tests of the shell: real sockets"
)]
#![expect(clippy::result_large_err, reason = "a failure is looked at at once")]

use std::io::{Read, Write};
use std::net::IpAddr;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
use http::header::HeaderName;
use http::{HeaderValue, StatusCode};

use super::*;
use hostile::{Hostile, Script};

#[path = "../../../tests/it/hostile.rs"]
#[expect(dead_code, reason = "the integration tests use the rest of it")]
mod hostile;

fn options() -> Options {
    Options {
        allow_private: vec![Allowed::Host("127.0.0.1".into())],
        host_delay: Duration::ZERO,
        ..Options::default()
    }
}

fn client(options: Options, limits: Limits) -> Client {
    let client = Client::assemble(options, limits, resolve::system(), Version::Agreed);
    client.expect("a client")
}

fn now() -> DateTime<Utc> {
    DateTime::from_timestamp(1_760_000_000, 0).expect("a time")
}

fn request(url: &str) -> Request {
    Request {
        url: Url::parse(url).expect("an address"),
        given_by: None,
        etag: None,
        last_modified: None,
    }
}

fn run<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.expect("a runtime").block_on(future)
}

fn fetch(client: &Client, url: &str) -> Result<Answer, Failure> {
    run(client.fetch(&request(url), now()))
}

fn refused(client: &Client, url: &str) -> Failure {
    fetch(client, url).expect_err("it is refused")
}

fn text() -> Vec<u8> {
    (0..4000u32)
        .flat_map(|n| (n.wrapping_mul(2_654_435_761)).to_string().into_bytes())
        .collect()
}

type Pack = fn(&[u8]) -> Vec<u8>;

const PACKINGS: &[(&str, Pack)] = &[
    ("identity", <[u8]>::to_vec),
    ("gzip", gzip),
    ("x-gzip", |bytes| {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        [gzip(first), gzip(second)].concat()
    }),
    ("br", brotli),
    ("zstd", |bytes| zstd::encode_all(bytes, 3).expect("packed")),
    ("deflate", |bytes| {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("packed")
    }),
    ("Deflate", |bytes| {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("packed")
    }),
];

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("packed");
    encoder.finish().expect("packed")
}

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = brotli::CompressorWriter::new(Vec::new(), 4096, 5, 22);
    encoder.write_all(bytes).expect("packed");
    encoder.into_inner()
}

/// E-20, E-25: what is whole arrives in every packing; cut at each hundredth, with a length and in
/// chunks, it is a failure.
#[test]
fn only_whole_bodies_arrive() {
    let server = Hostile::start();
    let client = client(options(), Limits::default());
    let text = text();
    for (coding, pack) in PACKINGS {
        let packed = pack(&text);
        let whole = |script: Script| script.header("Content-Encoding", coding);
        for script in [
            Script::ok(packed.clone()),
            Script::ok(packed.clone()).chunked(1000),
            Script::ok(packed.clone()).chunked(7),
            // To the end of the connection, without a word on its length.
            Script::raw(
                [
                    format!("HTTP/1.0 200 OK\r\nContent-Encoding: {coding}\r\n\r\n").into_bytes(),
                    packed.clone(),
                ]
                .concat(),
            ),
        ] {
            server.on("/whole", whole(script));
            let answer = fetch(&client, &server.url("/whole"));
            let answer = answer.unwrap_or_else(|failure| panic!("{coding}: {failure}"));
            assert!(answer.body.as_ref() == Some(&text), "{coding}");
        }
        let mut scripts = Vec::new();
        for hundredth in 0..100 {
            let at = packed.len() * hundredth / 100;
            scripts.push(Script::ok(packed.clone()).cut(at));
            scripts.push(Script::ok(packed.clone()).chunked(1000).cut(at));
            let ended = packed.get(..at).unwrap_or_default();
            if *coding != "identity" {
                scripts.push(Script::ok(ended));
                scripts.push(Script::ok(ended).chunked(1000));
            }
        }
        // All of the chunks, but not the one that ends them.
        scripts.push(
            Script::ok(packed.clone())
                .chunked(1 << 20)
                .cut(packed.len() + 7),
        );
        scripts.push(Script::ok(packed.clone()).length(packed.len() + 1).close());
        for script in scripts {
            server.on("/cut", whole(script));
            let failure = refused(&client, &server.url("/cut"));
            let said = failure.message.contains("did not arrive whole");
            assert!(said, "{coding}: {failure}");
        }
    }
}

/// E-24, E-25: damage is found, what follows the last packed part is left alone, and what is packed twice or in too
/// many parts is refused.
#[test]
fn damage_and_odd_packings() {
    let server = Hostile::start();
    let client = client(options(), Limits::default());
    let ask = |coding: &str, body: Vec<u8>| {
        let script = Script::ok(body).header("Content-Encoding", coding);
        server.on("/", script);
        fetch(&client, &server.url("/")).map(|answer| answer.body.unwrap_or_default())
    };
    let text = text();
    let packed = gzip(&text);
    let mut flipped = packed.clone();
    let sum = flipped.len() - 8;
    flipped[sum] ^= 1;
    let mut shorter = packed.clone();
    let length = shorter.len() - 1;
    shorter[length] ^= 1;
    let parts = |count: usize| gzip(b"part ").repeat(count);
    for (coding, body, reason) in [
        ("gzip", flipped, "did not arrive whole"),
        ("gzip", shorter, "did not arrive whole"),
        ("gzip", text.clone(), "did not arrive whole"),
        ("gzip", Vec::new(), "did not arrive whole"),
        ("br", text.clone(), "did not arrive whole"),
        ("zstd", text.clone(), "did not arrive whole"),
        ("deflate", text.clone(), "did not arrive whole"),
        ("gzip, gzip", gzip(&packed), "packed more than once"),
        ("br, gzip", gzip(&brotli(&text)), "packed more than once"),
        ("gzip", parts(17), "more than 16 packed parts"),
        ("gzip", parts(1000), "more than 16 packed parts"),
    ] {
        let failure = ask(coding, body).expect_err(reason);
        assert!(failure.message.contains(reason), "{coding}: {failure}");
    }
    for (coding, body, expected) in [
        ("gzip", parts(16), b"part ".repeat(16)),
        (
            "gzip",
            [packed.clone(), vec![0; 100]].concat(),
            text.clone(),
        ),
        ("identity, gzip", packed, text.clone()),
        ("utf-8", text.clone(), text.clone()),
        ("", text.clone(), text),
    ] {
        assert!(ask(coding, body).expect(coding) == expected, "{coding}");
    }
}

/// E-23: heads have their bounds.
#[test]
fn heads_are_bounded() {
    let server = Hostile::start();
    let client = client(options(), Limits::default());
    let lines = |count: usize, bytes: usize| {
        let value = "x".repeat(bytes);
        let script = (0..count).fold(Script::ok("x").close(), |script, at| {
            script.header(&format!("X-{at}"), &value)
        });
        server.on("/", script);
        fetch(&client, &server.url("/"))
    };
    // With Content-Length and Connection.
    assert!(lines(98, 10).is_ok());
    lines(101, 10).expect_err("too many lines");
    assert!(lines(60, 1000).is_ok());
    let failure = lines(66, 1000).expect_err("too many bytes");
    assert!(failure.message.contains("64 KiB"), "{failure}");
    lines(1, 10 << 20).expect_err("far too many bytes");
}

/// E-22, T-16: each time has its end, and afterwards no connection is open.
#[test]
fn what_is_slow_ends_in_time_and_leaves_nothing_open() {
    let server = Hostile::start();
    let limits = Limits {
        connect: Duration::from_millis(300),
        headers: Duration::from_millis(300),
        idle: Duration::from_millis(300),
        total: Duration::from_millis(900),
    };
    let client = client(options(), limits);
    let long = Duration::from_secs(5);
    let step = Duration::from_millis(100);
    for (script, reason) in [
        (Script::silent(long), "no answer in time"),
        (Script::ok("x").drip_head(1, step), "no answer in time"),
        (
            Script::raw("HTTP/1.1 100 -\r\n\r\n".repeat(99)).drip(25, step),
            "no answer in time",
        ),
        (Script::ok("xy").drip(1, long), "no answer in time"),
        (
            Script::ok("x").endless().drip(20, step),
            "no whole answer within",
        ),
        (
            Script::ok([b'x'; 99]).drip(1, step),
            "no whole answer within",
        ),
    ] {
        server.on("/", script);
        let asked = Instant::now();
        let failure = refused(&client, &server.url("/"));
        assert!(failure.message.contains(reason), "{reason}: {failure}");
        assert!(asked.elapsed() < Duration::from_secs(3), "{reason}");
    }
    server.on("/", Script::ok([b'x'; 9]).drip(3, step));
    assert!(fetch(&client, &server.url("/")).is_ok());
    drop(client);
    let asked = Instant::now();
    while server.open() > 0 {
        assert!(asked.elapsed() < Duration::from_secs(20), "still open");
        std::thread::sleep(step);
    }
}

/// E-12, E-08: whether all of the way is for good, and what is said on it.
#[test]
fn a_way_of_permanent_redirects_is_told() {
    let server = Hostile::start();
    let client = client(options(), Limits::default());
    server.on("/end", Script::ok("x"));
    server.on("/none", Script::status(404));
    for (statuses, end, permanent) in [
        (&[301][..], "/end", true),
        (&[308], "/end", true),
        (&[301, 308, 301], "/end", true),
        (&[302], "/end", false),
        (&[303], "/end", false),
        (&[307], "/end", false),
        (&[301, 302, 301], "/end", false),
        (&[], "/end", false),
        (&[301], "/none", true),
        (&[307], "/none", false),
    ] {
        for (at, status) in statuses.iter().enumerate() {
            let next = match at + 1 == statuses.len() {
                true => end.to_owned(),
                false => format!("/{}", at + 1),
            };
            server.on(&format!("/{at}"), Script::to(*status, &next));
        }
        let first = if statuses.is_empty() { end } else { "/0" };
        let moved = match fetch(&client, &server.url(first)) {
            Ok(answer) => answer.moved,
            Err(failure) => failure.moved.map(|url| *url),
        };
        let expected = permanent.then(|| Url::parse(&server.url(end)).expect("an address"));
        assert_eq!(moved, expected, "{statuses:?} {end}");
    }
    let wait = Script::to(302, "/end").header("Retry-After", "120");
    server.on("/wait", wait);
    let answer = fetch(&client, &server.url("/wait")).expect("an answer");
    let waited = answer.retry_after.expect("a time") - now();
    assert!((120..125).contains(&waited.num_seconds()), "{waited}");
    server.on(
        "/wait",
        Script::to(302, "/none").header("Retry-After", "120"),
    );
    let failure = refused(&client, &server.url("/wait"));
    let waited = failure.retry_after.expect("a time") - now();
    assert!((120..125).contains(&waited.num_seconds()), "{waited}");
}

/// E-13: circles, long ways and ways into the open are not gone.
#[test]
fn redirects_have_their_bounds() {
    let server = Hostile::start();
    let client = client(options(), Limits::default());
    for at in 0..6 {
        server.on(&format!("/{at}"), Script::to(301, &format!("/{}", at + 1)));
    }
    server.on("/6", Script::ok("x"));
    assert!(fetch(&client, &server.url("/1")).is_ok());
    let failure = refused(&client, &server.url("/0"));
    assert!(
        failure.message.contains("more than 5 redirects"),
        "{failure}"
    );
    assert_eq!(server.asked("/6").len(), 1);
    server.on("/a", Script::to(302, "/b"));
    server.on("/b", Script::to(302, "/a#again"));
    let failure = refused(&client, &server.url("/a"));
    assert!(failure.message.contains("in a circle"), "{failure}");
    assert_eq!(server.asked("/a").len(), 1);
    for (location, reason) in [
        ("file:///etc/passwd", "not fetched"),
        ("gopher://127.0.0.1/", "not fetched"),
        ("data:text/plain,x", "not fetched"),
        ("http://[", "without a usable Location"),
        ("http://user:s3cret@127.0.0.1/", "user name or password"),
    ] {
        server.on("/away", Script::to(302, location));
        let failure = refused(&client, &server.url("/away"));
        assert!(failure.message.contains(reason), "{location}: {failure}");
        assert!(!failure.message.contains("s3cret"), "{failure}");
        assert_eq!(failure.moved, None);
    }
    let https = Url::parse("https://example.org/").expect("an address");
    let headers = [(
        http::header::LOCATION,
        HeaderValue::from_static("http://example.org/"),
    )];
    let headers = headers.into_iter().collect();
    let followed = Way::new(https.clone()).follow(&https, StatusCode::FOUND, &headers, now());
    assert!(
        followed
            .expect_err("refused")
            .contains("from https to http")
    );
}

/// E-13, E-02, T-61: neither validators nor proofs are shown to another origin.
#[test]
fn another_origin_is_shown_nothing() {
    let (home, away) = (Hostile::start(), Hostile::start());
    home.on("/", Script::to(302, "/inner"));
    home.on("/inner", Script::to(307, &away.url("/")));
    away.on("/", Script::to(308, &home.url("/back")));
    home.on("/back", Script::ok("x"));
    let client = client(options(), Limits::default());
    let secret = || Secret::new("pa ss").expect("a secret");
    for (proof, header, value) in [
        (
            Proof::Basic("ada".to_owned(), secret()),
            "authorization",
            "Basic YWRhOnBhIHNz",
        ),
        (Proof::Bearer(secret()), "authorization", "Bearer pa ss"),
        (
            Proof::Header(HeaderName::from_static("x-key"), secret()),
            "x-key",
            "pa ss",
        ),
    ] {
        let url = Url::parse(&home.url("/elsewhere/feed")).expect("an address");
        let client = client.signing(Some(&Credential::new(&url, proof)));
        let request = Request {
            etag: Some(b"\"1\"".to_vec()),
            last_modified: Some(b"Thu, 01 Jan 1970 00:00:00 GMT".to_vec()),
            ..request(&home.url("/"))
        };
        let answer = run(client.fetch(&request, now()));
        assert!(answer.is_ok(), "{answer:?}");
        for path in ["/", "/inner", "/back"] {
            let asked = home.asked(path);
            let asked = asked.last().expect("it was asked");
            assert_eq!(asked.header(header), Some(value), "{path}");
            assert_eq!(asked.header("if-none-match"), Some("\"1\""), "{path}");
        }
        let asked = away.log();
        let asked = asked.last().expect("it was asked");
        for name in [header, "if-none-match", "if-modified-since"] {
            assert_eq!(asked.header(name), None, "{name}");
        }
    }
}

/// A 304 that nobody asked for is no answer, and neither is a part (E-25).
#[test]
fn answers_to_what_was_not_asked_are_failures() {
    let server = Hostile::start();
    let client = client(options(), Limits::default());
    for (status, reason) in [(304, "304"), (206, "did not arrive whole")] {
        server.on("/", Script::status(status).close());
        let failure = refused(&client, &server.url("/"));
        assert!(failure.message.contains(reason), "{failure}");
    }
}

/// A resolver that says one thing after the other, the last for ever, and how often it was asked.
fn scripted(answers: &[&[&str]]) -> (Lookup, Arc<Mutex<usize>>) {
    let answers: Vec<Vec<IpAddr>> = answers
        .iter()
        .map(|some| {
            let some = some.iter();
            some.map(|ip| ip.parse().expect("an address")).collect()
        })
        .collect();
    let count = Arc::new(Mutex::new(0));
    let counted = Arc::clone(&count);
    let lookup: Lookup = Arc::new(move |_| {
        let mut count = counted.lock().expect("no panic");
        let answer = answers.get(*count).or(answers.last());
        let answer = answer.cloned().unwrap_or_default();
        *count += 1;
        Box::pin(async move { Ok(answer) })
    });
    (lookup, count)
}

/// Standards 3.2: names are held against the guard by all of their addresses, each time anew, and what was looked at
/// is what is connected to.
#[test]
fn names_that_lead_home_are_refused() {
    let canary = Hostile::everywhere();
    let port = canary.port;
    let none = Options {
        allow_private: Vec::new(),
        ..options()
    };
    let limits = Limits {
        connect: Duration::from_millis(200),
        ..Limits::default()
    };
    for (addresses, what) in [
        (&["2a00::1", "127.0.0.1"][..], "loopback"),
        (&["127.0.0.1", "2a00::1"], "loopback"),
        (&["::1"], "loopback"),
        (&["0.0.0.0"], "unspecified"),
        (&["::ffff:127.0.0.1"], "loopback"),
        (&["::ffff:0:127.0.0.1"], "loopback"),
        (&["fe80::5efe:8.8.8.8"], "link-local"),
        (&["169.254.169.254"], "link-local"),
        (&["fd00:ec2::254"], "private"),
        (&["10.0.0.1"], "private"),
    ] {
        let (lookup, count) = scripted(&[addresses]);
        let client = Client::assemble(none.clone(), limits.clone(), lookup, Version::Agreed);
        let url = format!("http://public.example:{port}/");
        let failure = refused(&client.expect("a client"), &url);
        assert!(failure.message.contains(what), "{addresses:?}: {failure}");
        assert_eq!(*count.lock().expect("no panic"), 1, "{addresses:?}");
    }
    // Public at first, at home the next time.
    let (lookup, _) = scripted(&[&["2a00::1"], &["127.0.0.1"]]);
    let client = Client::assemble(none.clone(), limits.clone(), lookup, Version::Agreed);
    let client = client.expect("a client");
    let url = format!("http://public.example:{port}/");
    assert!(!refused(&client, &url).message.contains("loopback"));
    assert!(refused(&client, &url).message.contains("loopback"));
    // A redirect to such a name; an allowed address and port is one only where it stands in the URL.
    let server = Hostile::start();
    server.on("/", Script::to(302, &url));
    let exact = Options {
        allow_private: vec![
            Allowed::Socket(([127, 0, 0, 1], server.port).into()),
            Allowed::Socket(([127, 0, 0, 1], port).into()),
        ],
        ..none.clone()
    };
    let (lookup, _) = scripted(&[&["127.0.0.1"]]);
    let client = Client::assemble(exact, limits.clone(), lookup, Version::Agreed);
    let client = client.expect("a client");
    assert!(
        refused(&client, &server.url("/"))
            .message
            .contains("loopback")
    );
    assert_eq!(server.log().len(), 1);
    for name in ["localhost", "LOCALHOST.", "foo.localhost", "a.b.localhost."] {
        let (lookup, count) = scripted(&[&["2a00::1"]]);
        let client = Client::assemble(none.clone(), limits.clone(), lookup, Version::Agreed);
        let failure = refused(
            &client.expect("a client"),
            &format!("http://{name}:{port}/"),
        );
        assert!(failure.message.contains("loopback"), "{failure}");
        assert_eq!(*count.lock().expect("no panic"), 0, "{name} was looked up");
    }
    assert_eq!(canary.connections(), 0);
    // And what the operator names is reached, by the address that was looked up.
    let allowed = Options {
        allow_private: vec![Allowed::Host("wiki.example".into())],
        ..none
    };
    let (lookup, count) = scripted(&[&["127.0.0.1"]]);
    let client = Client::assemble(allowed, limits, lookup, Version::Agreed);
    canary.on("/", Script::ok("x"));
    let url = format!("http://wiki.example:{port}/");
    assert!(fetch(&client.expect("a client"), &url).is_ok());
    assert_eq!(*count.lock().expect("no panic"), 1);
}

/// Through a proxy, names that lead home are refused as far as they can be looked up here, and nothing else is
/// asked of the resolver for socks5h.
#[test]
fn names_are_guarded_behind_a_proxy() {
    for (proxy, answers, asked) in [
        ("http", &["127.0.0.1"][..], 0),
        ("http", &["2a00::1"], 1),
        ("http", &[], 1),
    ] {
        let server = Hostile::start();
        server.on("http://public.example/", Script::ok("x"));
        let proxy = format!("{proxy}://127.0.0.1:{}", server.port);
        let options = Options {
            allow_private: Vec::new(),
            proxy: Url::parse(&proxy).ok(),
            ..options()
        };
        let (lookup, _) = scripted(&[answers]);
        let client = Client::assemble(options, Limits::default(), lookup, Version::Agreed);
        let client = client.expect("a client");
        let answer = fetch(&client, "http://public.example/");
        assert_eq!(answer.is_ok(), asked == 1, "{answers:?}");
        for home in ["http://127.0.0.1/", "http://localhost/", "http://[::1]/"] {
            refused(&client, home);
        }
        assert_eq!(server.log().len(), asked, "{answers:?}");
    }
}

/// E-31: where HTTP/2 goes wrong HTTP/1.1 is tried once, in the same fetch, and for a day.
#[test]
fn trouble_with_http2_is_answered_by_http1() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let log = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&log);
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut first = [0; 2048];
            let length = stream.read(&mut first).unwrap_or_default();
            let two = first.get(..length).unwrap_or_default().starts_with(b"PRI");
            noted
                .lock()
                .expect("no panic")
                .push(if two { 2 } else { 1 });
            let answer: &[u8] = match two {
                // SETTINGS, then GOAWAY for an error of protocol.
                true => b"\0\0\0\x04\0\0\0\0\0\0\0\x08\x07\0\0\0\0\0\0\0\0\0\0\0\0\x01",
                false => b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx",
            };
            let _ = stream.write_all(answer);
            // Until the client has read it.
            let _ = stream.set_read_timeout(Some(Duration::from_millis(500)));
            while stream.read(&mut first).is_ok_and(|length| length > 0) {}
        }
    });
    let client = Client::assemble(
        options(),
        Limits::default(),
        resolve::system(),
        Version::Two,
    );
    let client = client.expect("a client");
    let url = format!("http://127.0.0.1:{port}/");
    run(async {
        for _ in 0..3 {
            let answer = client.fetch(&request(&url), now()).await;
            assert_eq!(answer.expect("an answer").body, Some(b"x".to_vec()));
        }
        assert_eq!(*log.lock().expect("no panic"), [2, 1, 1, 1]);
    });
}

/// E-16, E-22: many addresses of one host wait for each other, and none of them fails for it.
#[test]
fn waiting_for_ones_turn_is_no_slowness_of_the_server() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    std::thread::spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let _ = stream.read(&mut [0; 2048]);
            let _ = stream
                .write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx");
        }
    });
    let options = Options {
        allow_private: vec![Allowed::Host("127.0.0.1".into())],
        host_delay: Duration::from_millis(400),
        ..Options::default()
    };
    let limits = Limits {
        total: Duration::from_millis(1000),
        ..Limits::default()
    };
    let client = Client::assemble(options, limits, resolve::system(), Version::Agreed);
    let client = client.expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let now = DateTime::from_timestamp(1_760_000_000, 0).expect("a time");
    let url = format!("http://127.0.0.1:{port}/");
    let request = Request {
        url: Url::parse(&url).expect("an address"),
        given_by: None,
        etag: None,
        last_modified: None,
    };
    runtime.block_on(async {
        let one = || client.fetch(&request, now);
        let (a, b, c, d) = tokio::join!(one(), one(), one(), one());
        for answer in [a, b, c, d] {
            assert_eq!(answer.expect("an answer").body, Some(b"x".to_vec()));
        }
    });
}
