//! What is slow, and what is tried again.

use std::io::{Read, Write};

use super::super::*;
use super::hostile::{Hostile, Script};
use super::{client, fetch, now, options, refused, request, run};

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
