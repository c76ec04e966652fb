//! The server on real sockets.
#![expect(clippy::disallowed_methods, reason = "a real server has a real clock")]

use std::net::SocketAddr;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::{TcpStream, UnixStream};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout};

use super::*;
use crate::article::Page;

struct Server {
    address: SocketAddr,
    served: Arc<Served>,
    shutdown: CancellationToken,
    task: JoinHandle<()>,
}

fn version(body: &str) -> Arc<Published> {
    let page = Page {
        path: "all.rss".into(),
        media_type: "application/rss+xml",
        bytes: body.into(),
    };
    let mut published = Published::new(Site::default());
    let changed = Utc::now() - chrono::Duration::hours(1);
    published
        .add(&Published::default(), "all.rss", 0, changed, || {
            Ok::<_, ()>(page)
        })
        .expect("read");
    Arc::new(published)
}

async fn start(limits: Limits) -> Server {
    let address = "127.0.0.1:0".parse().expect("an address");
    let listener = Listener::tcp(address).await.expect("a port");
    let address = listener.address().expect("an address");
    let served = Arc::new(Served::default());
    served.published.store(version("one"));
    let shutdown = CancellationToken::new();
    let task = tokio::spawn(run_within(
        limits,
        listener,
        Arc::clone(&served),
        shutdown.clone(),
    ));
    Server {
        address,
        served,
        shutdown,
        task,
    }
}

async fn connect(server: &Server) -> TcpStream {
    TcpStream::connect(server.address).await.expect("connected")
}

/// Sends a request and reads until its response is whole (`length` bytes of body).
async fn ask<S>(stream: &mut S, head: &str, length: usize) -> String
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let request = format!("{head}\r\nHost: localhost\r\n\r\n");
    stream.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let whole = async {
        loop {
            let text = String::from_utf8_lossy(&answer).into_owned();
            if let Some((_, body)) = text.split_once("\r\n\r\n")
                && body.len() >= length
            {
                return text;
            }
            let read = stream.read_buf(&mut answer).await.expect("read");
            assert!(read > 0, "closed after {text:?}");
        }
    };
    timeout(Duration::from_secs(10), whole)
        .await
        .expect("an answer in time")
}

/// GET, conditional GET and HEAD over one connection, with a new version in between (H-01, H-08, H-17, H-18).
#[tokio::test]
async fn one_connection_serves_many_requests() {
    let server = start(Limits::default()).await;
    let mut stream = connect(&server).await;
    let first = ask(&mut stream, "GET /all.rss?a=b HTTP/1.1", 3).await;
    assert!(first.starts_with("HTTP/1.1 200 OK\r\n") && first.ends_with("\r\n\r\none"));
    assert!(first.contains("\r\ndate: ") && first.contains("\r\ncontent-length: 3\r\n"));
    let tag = first
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .expect("a tag")
        .to_owned();
    let conditional = format!("GET /all.rss HTTP/1.1\r\nIf-None-Match: {tag}");
    let second = ask(&mut stream, &conditional, 0).await;
    assert!(second.starts_with("HTTP/1.1 304 ") && second.contains(&tag));
    assert!(second.contains("\r\ndate: ") && second.ends_with("\r\n\r\n"));
    let head = ask(&mut stream, "HEAD /all.rss HTTP/1.1", 0).await;
    assert!(head.contains("\r\ncontent-length: 3\r\n") && head.ends_with("\r\n\r\n"));
    server.served.published.store(version("second"));
    let third = ask(&mut stream, &conditional, 6).await;
    assert!(third.starts_with("HTTP/1.1 200 ") && third.ends_with("second"));
    let post = ask(
        &mut stream,
        "POST /all.rss HTTP/1.1\r\nContent-Length: 0",
        5,
    )
    .await;
    assert!(
        post.starts_with("HTTP/1.1 405 ") && post.contains("\r\nallow: GET, HEAD, OPTIONS\r\n")
    );
    server.shutdown.cancel();
    let ended = timeout(Duration::from_secs(5), server.task).await;
    ended.expect("in time").expect("no panic");
}

/// H-18: HTTP/1.0 and `Connection: close`.
#[tokio::test]
async fn old_and_closing_clients_are_served() {
    let server = start(Limits::default()).await;
    for head in [
        "GET /all.rss HTTP/1.0",
        "GET /all.rss HTTP/1.1\r\nConnection: close",
    ] {
        let mut stream = connect(&server).await;
        ask(&mut stream, head, 3).await;
        let mut rest = Vec::new();
        let read = timeout(Duration::from_secs(5), stream.read_to_end(&mut rest)).await;
        assert!(matches!(read, Ok(Ok(0))), "closed by the server: {head}");
    }
    server.shutdown.cancel();
}

/// T-17: who does not finish a request is cut off, and others are served meanwhile; T-19: rubbish is refused.
#[tokio::test]
async fn slow_and_broken_clients_are_cut_off() {
    let limits = Limits {
        header_time: Duration::from_millis(200),
        ..Limits::default()
    };
    let server = start(limits).await;
    let mut slow = connect(&server).await;
    slow.write_all(b"GET /all.rss HTTP/1.1\r\nHost: loc")
        .await
        .expect("sent");
    let begun = Instant::now();
    ask(&mut connect(&server).await, "GET /all.rss HTTP/1.1", 3).await;
    let mut rest = Vec::new();
    let closed = timeout(Duration::from_secs(5), slow.read_to_end(&mut rest)).await;
    assert!(closed.is_ok(), "still open after {:?}", begun.elapsed());
    let mut idle = connect(&server).await;
    ask(&mut idle, "GET /all.rss HTTP/1.1", 3).await;
    let closed = timeout(Duration::from_secs(5), idle.read_to_end(&mut rest)).await;
    assert!(closed.is_ok(), "an idle connection is closed too");
    let mut broken = connect(&server).await;
    broken
        .write_all(b"\x00\x01 nonsense\r\n\r\n")
        .await
        .expect("sent");
    let mut answer = Vec::new();
    let closed = timeout(Duration::from_secs(5), broken.read_to_end(&mut answer)).await;
    assert!(closed.is_ok() && !answer.starts_with(b"HTTP/1.1 200"));
    server.shutdown.cancel();
}

/// T-17: no more connections at once than allowed; the next is served when one closes.
#[tokio::test]
async fn connections_are_counted() {
    let limits = Limits {
        connections: 1,
        ..Limits::default()
    };
    let server = start(limits).await;
    let mut first = connect(&server).await;
    ask(&mut first, "GET /all.rss HTTP/1.1", 3).await;
    let mut second = connect(&server).await;
    let request = b"GET /all.rss HTTP/1.1\r\nHost: a\r\n\r\n";
    second.write_all(request).await.expect("sent");
    let mut answer = [0; 12];
    let early = timeout(Duration::from_millis(200), second.read_exact(&mut answer)).await;
    assert!(early.is_err(), "served beside the first");
    drop(first);
    let late = timeout(Duration::from_secs(5), second.read_exact(&mut answer)).await;
    assert!(late.is_ok() && &answer == b"HTTP/1.1 200");
    server.shutdown.cancel();
}

/// D-19: a response that has begun is finished; one that never ends does not hold the end up.
#[tokio::test]
async fn the_end_waits_for_responses_but_not_forever() {
    let limits = Limits {
        drain_time: Duration::from_millis(500),
        ..Limits::default()
    };
    let server = start(limits).await;
    let large = "x".repeat(32 * 1024 * 1024);
    server.served.published.store(version(&large));
    let mut reader = connect(&server).await;
    let request = b"GET /all.rss HTTP/1.1\r\nHost: a\r\n\r\n";
    reader.write_all(request).await.expect("sent");
    let mut stuck = connect(&server).await;
    stuck.write_all(request).await.expect("sent");
    let mut first = [0; 12];
    reader.read_exact(&mut first).await.expect("begun");
    stuck.read_exact(&mut first).await.expect("begun");
    server.shutdown.cancel();
    let begun = Instant::now();
    let mut whole = Vec::new();
    reader.read_to_end(&mut whole).await.expect("read");
    assert!(whole.len() > large.len(), "cut at {}", whole.len());
    let ended = timeout(Duration::from_secs(5), server.task).await;
    ended.expect("in time").expect("no panic");
    assert!(begun.elapsed() >= Duration::from_millis(400));
    let refused = TcpStream::connect(server.address).await;
    assert!(refused.is_err(), "nobody listens any more");
}

/// T-17: who asks and does not read is cut off.
#[tokio::test]
async fn clients_that_do_not_read_are_cut_off() {
    let limits = Limits {
        connections: 1,
        write_time: Duration::from_millis(300),
        ..Limits::default()
    };
    let server = start(limits).await;
    server
        .served
        .published
        .store(version(&"x".repeat(32 * 1024 * 1024)));
    let mut stuck = connect(&server).await;
    let request = b"GET /all.rss HTTP/1.1\r\nHost: a\r\n\r\n";
    stuck.write_all(request).await.expect("sent");
    stuck.read_exact(&mut [0; 12]).await.expect("begun");
    server.served.published.store(version("two"));
    // There is room for one: this one is served when the other is gone.
    let mut next = connect(&server).await;
    let answer = ask(&mut next, "GET /all.rss HTTP/1.1", 3).await;
    assert!(answer.ends_with("two"));
    server.shutdown.cancel();
}

/// A proxy on the same machine may come through a socket file; what a killed process left of it is replaced.
/// Large bodies come from a file in memory, piece by piece, as the client takes them; what is asked meanwhile comes after.
#[tokio::test]
async fn large_bodies_come_whole_to_slow_clients() {
    let body: String = (0..400_000).map(|number| format!("{number:x}\n")).collect();
    let server = start(Limits::default()).await;
    server.served.published.store(version(&body));
    let mut stream = connect(&server).await;
    let request = "GET /all.rss HTTP/1.1\r\nHost: localhost\r\n\r\n";
    stream
        .write_all(request.repeat(3).as_bytes())
        .await
        .expect("sent");
    // The version before goes on as it was begun.
    tokio::time::sleep(Duration::from_millis(50)).await;
    server.served.published.store(version("two"));
    let mut got = Vec::new();
    let mut piece = vec![0; 70_000];
    let whole = async {
        while !got.ends_with(b"two") {
            let read = stream.read(&mut piece).await.expect("read");
            assert!(read > 0, "closed after {} bytes", got.len());
            got.extend_from_slice(&piece[..read]);
            if got.len() < 500_000 {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    };
    timeout(Duration::from_secs(20), whole)
        .await
        .expect("in time");
    let text = String::from_utf8(got).expect("text");
    let bodies = text.split("HTTP/1.1 200 OK").skip(1);
    let bodies: Vec<&str> = bodies
        .map(|answer| answer.split_once("\r\n\r\n").expect("a head").1)
        .collect();
    assert_eq!(bodies.len(), 3);
    assert!(bodies[0] == body, "the first is whole");
    assert!(bodies[1] == body || bodies[1] == "two");
    assert_eq!(bodies[2], "two");
}

#[tokio::test]
async fn a_unix_socket_is_served() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("feedmill.sock");
    drop(std::os::unix::net::UnixListener::bind(&path).expect("a stale socket"));
    let listener = Listener::unix(&path, Listener::GROUP)
        .await
        .expect("a socket");
    let busy = Listener::unix(&path, Listener::GROUP)
        .await
        .expect_err("taken");
    assert_eq!(busy.kind(), std::io::ErrorKind::AddrInUse);
    let mode = std::fs::metadata(&path)
        .expect("there")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, Listener::GROUP);
    let served = Arc::new(Served::default());
    served.published.store(version("one"));
    let shutdown = CancellationToken::new();
    let task = tokio::spawn(run(listener, Arc::clone(&served), shutdown.clone()));
    let mut stream = UnixStream::connect(&path).await.expect("connected");
    let answer = ask(&mut stream, "GET /all.rss HTTP/1.1", 3).await;
    assert!(answer.ends_with("one"));
    shutdown.cancel();
    drop(stream);
    timeout(Duration::from_secs(5), task)
        .await
        .expect("in time")
        .expect("no panic");
    assert!(!path.exists(), "the socket file is taken away");
    let other = folder.path().join("file");
    std::fs::write(&other, "kept").expect("written");
    assert!(Listener::unix(&other, Listener::GROUP).await.is_err());
    assert_eq!(std::fs::read(&other).expect("there"), b"kept");
}

/// H-11, T-51: files under `media` come in parts, and nothing else of the disk does.
#[tokio::test]
async fn media_are_served_in_parts() {
    let output = tempfile::tempdir().expect("a folder");
    let media = output.path().join("media");
    std::fs::create_dir_all(media.join("2026/.git")).expect("a folder");
    std::fs::write(media.join("2026/one.mp3"), b"0123456789").expect("written");
    std::fs::write(media.join("2026/.git/config"), b"secret").expect("written");
    std::fs::write(output.path().join("state.db"), b"secret").expect("written");
    std::os::unix::fs::symlink("../../state.db", media.join("2026/link")).expect("a link");
    std::os::unix::fs::symlink("..", media.join("up")).expect("a link");
    let server = start(Limits::default()).await;
    server
        .served
        .output
        .store(Arc::new(output.path().to_owned()));
    let mut stream = connect(&server).await;
    let whole = ask(&mut stream, "GET /media/2026/one.mp3 HTTP/1.1", 10).await;
    assert!(whole.starts_with("HTTP/1.1 200 ") && whole.ends_with("\r\n\r\n0123456789"));
    for part in [
        "\r\naccept-ranges: bytes\r\n",
        "\r\ncontent-type: audio/mpeg\r\n",
        "\r\ncontent-length: 10\r\n",
        "; sandbox\r\n",
    ] {
        assert!(whole.contains(part), "{part} in {whole}");
    }
    let tag = whole
        .lines()
        .find_map(|line| line.strip_prefix("etag: "))
        .expect("a tag");
    for (headers, status, body) in [
        ("Range: bytes=2-4".to_owned(), 206, "234"),
        ("Range: bytes=-2".to_owned(), 206, "89"),
        (format!("Range: bytes=8-\r\nIf-Range: {tag}"), 206, "89"),
        (
            "Range: bytes=8-\r\nIf-Range: \"x\"".to_owned(),
            200,
            "0123456789",
        ),
        (
            format!("Range: bytes=8-\r\nIf-Range: W/{tag}"),
            200,
            "0123456789",
        ),
        ("Range: bytes=10-".to_owned(), 416, ""),
        ("Range: bytes=0-1,4-5".to_owned(), 200, "0123456789"),
        (format!("If-None-Match: {tag}"), 304, ""),
    ] {
        let head = format!("GET /media/2026/one.mp3 HTTP/1.1\r\n{headers}");
        let answer = ask(&mut stream, &head, body.len()).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status} ")),
            "{headers}: {answer}"
        );
        assert!(
            answer.ends_with(&format!("\r\n\r\n{body}")),
            "{headers}: {answer}"
        );
        let span = answer.contains("\r\ncontent-range: bytes ");
        assert_eq!(span, matches!(status, 206 | 416), "{headers}");
    }
    let head = ask(&mut stream, "HEAD /media/2026/one.mp3 HTTP/1.1", 0).await;
    assert!(head.contains("\r\ncontent-length: 10\r\n") && head.ends_with("\r\n\r\n"));
    for path in [
        "/media/2026/.git/config",
        "/media/2026/link",
        "/media/up/state.db",
        "/media/../state.db",
        "/media/%2e%2e/state.db",
        "/media/2026/%2e%2e%2f%2e%2e%2fstate.db",
        "/media/2026",
        "/media/2026/",
        "/media/",
        "/media",
        "/state.db",
        "/media/2026/one.mp3/x",
        "/media/none",
    ] {
        let answer = ask(&mut stream, &format!("GET {path} HTTP/1.1"), 5).await;
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
    }
    server.shutdown.cancel();
}
