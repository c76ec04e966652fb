//! Proxies: the configured one, and no other.

use std::io::{Read, Write};

use super::{config, item, rss, source};
use crate::hostile::{Hostile, Script};
use crate::site::Site;

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
