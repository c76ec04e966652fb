//! Bodies and heads: whole, bounded, or refused.

use std::io::Write;

use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use super::super::*;
use super::hostile::{Hostile, Script};
use super::{client, fetch, options, refused};

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

fn text() -> Vec<u8> {
    (0..4000u32)
        .flat_map(|n| (n.wrapping_mul(2_654_435_761)).to_string().into_bytes())
        .collect()
}

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
