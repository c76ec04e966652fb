//! Names, by a resolver that says what it is told.

use std::net::IpAddr;

use super::super::*;
use super::hostile::{Hostile, Script};
use super::{fetch, options, refused};

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
