//! Ways from one address to another.

use http::header::HeaderName;
use http::{HeaderValue, StatusCode};

use super::super::*;
use super::hostile::{Hostile, Script};
use super::{client, fetch, now, options, refused, request, run};

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
