//! The client over real sockets.
#![expect(
    clippy::disallowed_methods,
    reason = "tests of the shell: real sockets"
)]

use super::*;
use std::io::{Read, Write};

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
