//! What is never taken in: more than there is room for.

use std::io::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};

use super::{config, item, rss, source};
use crate::hostile::{Hostile, Script};
use crate::site::Site;

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
    let large = dull(22 << 20);
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
            Script::ok(brotli(&large, 1, 24)),
            "refused",
        ),
        (
            "brotli, 8 MiB window",
            "br",
            Script::ok(brotli(&large, 1, 23)),
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
            Script::ok(zstd(&large, 1, 27)),
            "of memory",
        ),
        (
            "gzip, 22 MiB",
            "gzip",
            Script::ok(gzip(&large)),
            "more than 20 MiB",
        ),
        (
            "zstd, 22 MiB",
            "zstd",
            Script::ok(zstd(&large, 1, 23)),
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
            Script::ok(gzip(b"part")).endless(),
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
