//! Tables of requests and their answers.

use std::time::Duration;

use chrono::TimeZone;
use http::header::{
    ACCEPT_ENCODING, CONTENT_ENCODING, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH, LINK,
};
use proptest::prelude::*;
use url::Url;

use super::*;
use crate::article::Page;
use crate::serve::Site;

const BODY: &str = "<rss version=\"2.0\"/>";

fn now() -> DateTime<Utc> {
    let now = Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0);
    now.single().expect("a time")
}

fn page(path: &str, media_type: &'static str, body: &str) -> Page {
    Page {
        path: path.to_owned(),
        media_type,
        bytes: body.into(),
    }
}

fn site() -> Site {
    Site {
        base_url: Url::parse("https://example.org/news/").expect("an address"),
        max_age: Duration::from_secs(900),
        main: Some("all".into()),
        hubs: vec![Url::parse("https://hub.example/").expect("an address")],
        delta: false,
    }
}

fn snapshot(site: Site, before: &Published, pages: Vec<(Page, DateTime<Utc>)>) -> Published {
    let mut published = Published::new(site);
    for (page, modified) in pages {
        let path = page.path.clone();
        let stamp = u128::from_be_bytes(
            blake3::hash(&page.bytes).as_bytes()[..16]
                .try_into()
                .expect("16 bytes"),
        );
        published
            .add(before, &path, stamp, modified, || Ok::<_, ()>(page))
            .expect("read");
    }
    published
}

const RSS: &str = "application/rss+xml";

fn published() -> Published {
    let modified = now() - chrono::Duration::milliseconds(3_600_250);
    let later = now() + chrono::Duration::hours(1);
    let html = "text/html; charset=utf-8";
    let pages = vec![
        (page("all.rss", RSS, BODY), modified),
        (
            page("all.atom", "application/atom+xml", "<feed/>"),
            modified,
        ),
        (page("index.html", html, "<p>"), modified),
        (page("all.html", html, "<h1>"), modified),
        (page("tags/c++ ü.rss", RSS, "x"), modified),
        (page("future.rss", RSS, "y"), later),
    ];
    let mut published = snapshot(site(), &Published::default(), pages);
    published.retire("old.rss", Some("all.rss"));
    published.retire("tags/old ü.rss", Some("tags/c++ ü.rss"));
    published.retire("gone.rss", None);
    published.forward("blog/index.xml", "all.rss");
    published
}

fn ask(method: &str, uri: &str, headers: &[(HeaderName, &str)]) -> Response<Bytes> {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let request = request.body(()).expect("a request");
    respond(&request, &published(), now())
}

fn header(response: &Response<Bytes>, name: &HeaderName) -> String {
    let value = response.headers().get(name);
    value.map_or(String::new(), |value| {
        value.to_str().expect("text").to_owned()
    })
}

/// H-02, H-09, H-16.
#[test]
fn a_feed_carries_every_header() {
    let response = ask("GET", "/all.rss", &[]);
    assert_eq!(response.status(), 200);
    assert_eq!(response.body(), BODY);
    let tag = header(&response, &ETAG);
    assert!(
        tag.len() == 34 && tag.starts_with('"') && tag.ends_with('"'),
        "{tag}"
    );
    for (name, value) in [
        (&LAST_MODIFIED, "Sun, 22 Nov 2026 10:59:59 GMT"),
        (&CONTENT_TYPE, "application/rss+xml"),
        (&CONTENT_LENGTH, "20"),
        (&CACHE_CONTROL, "public, max-age=900, stale-if-error=86400"),
        (&VARY, "Accept-Encoding, Accept"),
        (&X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (&ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (
            &CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self' 'unsafe-inline'; sandbox",
        ),
    ] {
        assert_eq!(header(&response, name), value, "{name}");
    }
}

/// H-01: HEAD is GET without its body, 405 says what is allowed.
#[test]
fn head_is_get_without_body_and_nothing_else_is_answered() {
    for uri in ["/all.rss", "/", "/none"] {
        let (get, head) = (ask("GET", uri, &[]), ask("HEAD", uri, &[]));
        assert_eq!(
            (get.status(), get.headers()),
            (head.status(), head.headers())
        );
        assert!(!get.body().is_empty() && head.body().is_empty());
    }
    for method in ["POST", "PUT", "DELETE", "TRACE", "PROPFIND"] {
        let response = ask(method, "/all.rss", &[]);
        assert_eq!(
            (response.status().as_u16(), header(&response, &ALLOW)),
            (405, "GET, HEAD, OPTIONS".into())
        );
    }
}

/// H-15, T-19, T-38: queries are no part of the name; only what is published can be reached.
#[test]
fn paths_are_an_exact_map() {
    for (uri, status) in [
        ("/all.rss", 200),
        ("/all.rss?utm_source=x&y", 200),
        ("/all.rss?", 200),
        ("http://example.org/all.rss", 200),
        ("/", 200),
        ("/?a", 200),
        ("/index.html", 200),
        ("/tags/c++%20%C3%BC.rss", 200),
        ("/ALL.rss", 404),
        ("/all.rss/", 404),
        ("//all.rss", 404),
        ("/tags/../all.rss", 404),
        ("/..%2fall.rss", 404),
        ("/all.rss%00", 404),
        ("/none", 404),
    ] {
        assert_eq!(ask("GET", uri, &[]).status(), status, "{uri}");
    }
    let nothing = ask("GET", "/script?script", &[]);
    assert_eq!(nothing.status(), 404);
    assert_eq!(header(&nothing, &CONTENT_TYPE), "text/plain; charset=utf-8");
    assert!(!nothing.body().windows(6).any(|part| part == b"script"));
    assert_eq!(ask("GET", "/", &[]).body(), "<p>");
}

/// H-04, H-05, H-06, H-08.
#[test]
fn conditional_requests_are_answered_by_the_rules() {
    let tag = header(&ask("GET", "/all.rss", &[]), &ETAG);
    let (weak, other) = (format!("W/{tag}"), "\"other\"".to_owned());
    let list = format!("{other}, {tag}");
    let compressed = format!("{}-gzip\"", tag.trim_end_matches('"'));
    let same = "Sun, 22 Nov 2026 10:59:59 GMT";
    let before = "Sun, 22 Nov 2026 10:59:58 GMT";
    let future = "Mon, 23 Nov 2026 10:59:59 GMT";
    let rows: &[(Option<&str>, Option<&str>, u16)] = &[
        (Some(&tag), None, 304),
        (Some(&weak), None, 304),
        (Some(&list), None, 304),
        (Some(&compressed), None, 304),
        (Some("*"), None, 304),
        (Some(&other), None, 200),
        (Some("junk"), None, 200),
        // If-None-Match decides alone (H-05, B30).
        (Some(&other), Some(same), 200),
        (Some(&tag), Some(before), 304),
        (None, Some(same), 304),
        (None, Some("Sunday, 22-Nov-26 10:59:59 GMT"), 304),
        (None, Some("Sun Nov 22 10:59:59 2026"), 304),
        (None, Some("Sun, 22 Nov 2026 11:30:00 GMT"), 304),
        (None, Some(before), 200),
        (None, Some(future), 200),
        (None, Some("yesterday"), 200),
        (None, Some(""), 200),
    ];
    for (none_match, since, status) in rows {
        let mut headers = Vec::new();
        headers.extend(none_match.map(|value| (IF_NONE_MATCH, value)));
        headers.extend(since.map(|value| (IF_MODIFIED_SINCE, value)));
        for method in ["GET", "HEAD"] {
            let response = ask(method, "/all.rss", &headers);
            assert_eq!(response.status(), *status, "{method} {headers:?}");
            let same = none_match.is_some_and(|value| value == compressed);
            let expected = if same { &compressed } else { &tag };
            assert_eq!(header(&response, &ETAG), *expected);
            for name in [&CACHE_CONTROL, &VARY, &LAST_MODIFIED] {
                assert!(!header(&response, name).is_empty(), "{name}");
            }
            if *status == 304 {
                assert!(response.body().is_empty());
                assert!(!response.headers().contains_key(CONTENT_LENGTH));
            }
        }
    }
    let two = [
        (IF_NONE_MATCH, other.as_str()),
        (IF_NONE_MATCH, tag.as_str()),
    ];
    assert_eq!(ask("GET", "/all.rss", &two).status(), 304);
}

/// H-07: a change that seems to lie in the future has no date yet.
#[test]
fn last_modified_is_never_in_the_future() {
    let since = [(IF_MODIFIED_SINCE, "Sun, 22 Nov 2026 11:59:59 GMT")];
    let response = ask("GET", "/future.rss", &since);
    assert_eq!(response.status(), 200);
    assert!(!response.headers().contains_key(LAST_MODIFIED));
}

/// Only the pages made for people may show pictures and style themselves.
#[test]
fn pages_for_people_are_not_sandboxed() {
    let policy = header(&ask("GET", "/", &[]), &CONTENT_SECURITY_POLICY);
    assert!(policy.contains("script-src 'sha256-") && !policy.contains("unsafe"));
    assert!(policy.starts_with("default-src 'none'") && !policy.contains("sandbox"));
}

/// H-14, B40, T-38: who guesses, or knows an old address, is led on, wherever a proxy has cut the path.
#[test]
fn other_names_lead_to_the_feed() {
    for (uri, status, location) in [
        ("/feed", 308, "./all.rss"),
        ("/feed/", 308, "../all.rss"),
        ("/feed?utm_source=x", 308, "./all.rss"),
        ("/rss.xml", 308, "./all.rss"),
        ("/index.xml", 308, "./all.rss"),
        ("/atom.xml", 308, "./all.atom"),
        // There is no JSON here: another format is better than nothing.
        ("/feed.json", 308, "./all.atom"),
        ("/all", 308, "./all.html"),
        ("/all/feed/", 308, "../../all.rss"),
        ("/news/feed", 308, "./all.rss"),
        ("/news/feed/", 308, "../all.rss"),
        ("/news", 308, "./news/"),
        ("/old.rss", 308, "./all.rss"),
        ("/news/old.rss", 308, "./all.rss"),
        ("/tags/old%20%C3%BC.rss", 308, "../tags/c++%20%C3%BC.rss"),
        ("/blog/index.xml", 308, "https://example.org/news/all.rss"),
        ("/gone.rss", 410, ""),
        ("/news/gone.rss", 410, ""),
        ("/feeds", 404, ""),
        ("/wp-login.php", 404, ""),
    ] {
        for method in ["GET", "HEAD"] {
            let response = ask(method, uri, &[]);
            assert_eq!(
                (response.status().as_u16(), header(&response, &LOCATION)),
                (status, location.to_owned()),
                "{uri}"
            );
        }
    }
}

/// W-01, W-02, O-01: a feed says where it is for good and who tells of it.
#[test]
fn feeds_carry_their_address_and_hubs() {
    for (uri, link) in [
        (
            "/all.rss",
            "<https://example.org/news/all.rss>; rel=\"self\", <https://hub.example/>; rel=\"hub\"",
        ),
        (
            "/tags/c++%20%C3%BC.rss",
            "<https://example.org/news/tags/c++%20%C3%BC.rss>; rel=\"self\", <https://hub.example/>; rel=\"hub\"",
        ),
        ("/", ""),
        ("/all.html", ""),
    ] {
        assert_eq!(header(&ask("GET", uri, &[]), &LINK), link, "{uri}");
    }
}

/// A browser asks first before a script of another site may ask with conditions.
#[test]
fn scripts_of_other_sites_may_read() {
    let response = ask("OPTIONS", "/all.rss", &[]);
    assert_eq!(response.status(), 204);
    let allowed = header(&response, &ACCESS_CONTROL_ALLOW_HEADERS);
    assert!(allowed.contains("If-None-Match"), "{allowed}");
    assert_eq!(header(&response, &ACCESS_CONTROL_ALLOW_ORIGIN), "*");
}

/// Chromium shows `application/rss+xml` as plain text: who opens a feed in a browser gets it as XML, which its style makes a
/// page (X-08).
#[test]
fn browsers_are_shown_a_page() {
    let browser = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
    let reader = "application/rss+xml, application/xml;q=0.9, text/html;q=0.1, */*;q=0.1";
    for (uri, accept, media_type) in [
        ("/all.rss", browser, "application/xml"),
        ("/all.atom", browser, "application/xml"),
        ("/all.rss", reader, "application/rss+xml"),
        ("/all.rss", "*/*", "application/rss+xml"),
        ("/all.html", browser, "text/html; charset=utf-8"),
    ] {
        let response = ask("GET", uri, &[(ACCEPT, accept)]);
        assert_eq!(
            header(&response, &CONTENT_TYPE),
            media_type,
            "{uri} {accept}"
        );
    }
}

/// The codings that a client may take: the first three are the pairs that gate 11 counts.
const TAKEN: &[&str] = &["", "gzip", "br", "zstd"];

fn long() -> Published {
    let body = "<item>The miller's letter</item>".repeat(200);
    let pages = vec![(
        page("all.rss", RSS, &body),
        now() - chrono::Duration::hours(1),
    )];
    snapshot(site(), &Published::default(), pages)
}

fn get(published: &Published, headers: &[(HeaderName, &str)]) -> Response<Bytes> {
    let mut request = Request::builder().uri("/all.rss");
    for (name, value) in headers.iter().filter(|(_, value)| !value.is_empty()) {
        request = request.header(name, *value);
    }
    respond(&request.body(()).expect("a request"), published, now())
}

/// H-03, H-08, H-10, gate 11: whatever coding the client's copy came in, and whatever it takes now, its tag
/// is known in every form in which clients and proxies send it, and nothing else is.
#[test]
fn the_conditional_matrix() {
    let published = long();
    let mut cases = 0;
    for stored in TAKEN {
        let first = get(&published, &[(ACCEPT_ENCODING, stored)]);
        assert_eq!(header(&first, &CONTENT_ENCODING), *stored);
        assert_eq!(
            header(&first, &CONTENT_LENGTH),
            first.body().len().to_string(),
            "B33"
        );
        let tag = header(&first, &ETAG);
        let modified = header(&first, &LAST_MODIFIED);
        let opaque = tag.trim_matches('"').to_owned();
        let (weak, list) = (format!("W/{tag}"), format!("\"a,b\", {tag}"));
        let proxied = format!("\"{}-gzip\"", opaque.split('-').next().expect("a hash"));
        let past = "Sun, 22 Nov 2026 10:59:58 GMT";
        for taken in TAKEN {
            let now_sent = get(&published, &[(ACCEPT_ENCODING, taken)]);
            let cases_of_headers: [(&str, &str, Option<&str>); 12] = [
                (&tag, "", Some(&tag)),
                (&weak, "", Some(&tag)),
                (&list, "", Some(&tag)),
                ("*", "", None),
                (&proxied, "", Some(&proxied)),
                (&tag, past, Some(&tag)),
                ("", &modified, None),
                ("", past, Some("200")),
                ("\"other\"", "", Some("200")),
                ("\"other\"", &modified, Some("200")),
                (&opaque, "", Some("200")),
                ("", "", Some("200")),
            ];
            for (none_match, since, expected) in cases_of_headers {
                cases += 1;
                let response = get(
                    &published,
                    &[
                        (ACCEPT_ENCODING, taken),
                        (IF_NONE_MATCH, none_match),
                        (IF_MODIFIED_SINCE, since),
                    ],
                );
                let case = format!("{stored} then {taken}: {none_match} {since}");
                assert_eq!(
                    header(&response, &VARY),
                    "Accept-Encoding, Accept",
                    "{case}"
                );
                assert_eq!(header(&response, &LAST_MODIFIED), modified, "{case}");
                let sent = header(&response, &ETAG);
                if expected == Some("200") {
                    assert_eq!(response.status(), 200, "{case}");
                    assert_eq!(response.body(), now_sent.body(), "{case}");
                    assert_eq!(sent, header(&now_sent, &ETAG), "{case}");
                    assert_eq!(header(&response, &CONTENT_ENCODING), *taken, "{case}");
                } else {
                    assert_eq!(response.status(), 304, "{case}");
                    assert!(response.body().is_empty(), "{case}");
                    let current = header(&now_sent, &ETAG);
                    assert_eq!(sent, expected.unwrap_or(&current), "{case}");
                    for name in [&CONTENT_LENGTH, &CONTENT_ENCODING, &CONTENT_TYPE] {
                        assert!(!response.headers().contains_key(name), "{case}");
                    }
                }
            }
        }
    }
    assert_eq!(cases, 192);
}

/// H-10: a short body is sent as it is; who takes nothing that there is, is told so.
#[test]
fn what_would_not_be_shorter_is_not_packed() {
    let response = ask("GET", "/all.rss", &[(ACCEPT_ENCODING, "gzip, br, zstd")]);
    assert_eq!(header(&response, &CONTENT_ENCODING), "");
    assert_eq!(response.body(), BODY);
    let never = [(ACCEPT_ENCODING, "identity;q=0")];
    assert_eq!(ask("GET", "/all.rss", &never).status(), 406);
}

/// H-12: an earlier version is brought up to date with what is new; without the option, or for who does not
/// ask, all is sent.
#[test]
fn new_entries_alone_for_who_can_put_them_in() {
    let of = |items: &str, delta, before: &Published| {
        let body = format!("<rss>{items}</rss>");
        let pages = vec![(
            page("all.rss", RSS, &body),
            now() - chrono::Duration::hours(1),
        )];
        let site = Site { delta, ..site() };
        snapshot(site, before, pages)
    };
    let (one, two) = ("<item>1</item>", "<item>2</item><item>1</item>");
    for delta in [true, false] {
        let first = of(one, delta, &Published::default());
        let tag = header(&get(&first, &[]), &ETAG);
        let second = of(two, delta, &first);
        let asks = [(delta::A_IM, "feed"), (IF_NONE_MATCH, tag.as_str())];
        let response = get(&second, &asks);
        let whole = get(&second, &[(IF_NONE_MATCH, &tag)]);
        assert_eq!(whole.status(), 200);
        if !delta {
            assert_eq!(response.status(), 200);
            continue;
        }
        assert_eq!(response.status(), 226);
        assert_eq!(response.body(), "<rss><item>2</item></rss>");
        assert_eq!(header(&response, &delta::IM), "feed");
        assert_eq!(header(&response, &ETAG), header(&whole, &ETAG));
        assert!(header(&response, &VARY).contains("A-IM, If-None-Match"));
        assert!(header(&response, &CACHE_CONTROL).starts_with("private"));
        let known = header(&response, &ETAG);
        let asks = [(delta::A_IM, "feed"), (IF_NONE_MATCH, known.as_str())];
        assert_eq!(get(&second, &asks).status(), 304);
    }
}

/// A file that has not changed is taken from the snapshot before, and not read.
#[test]
fn unchanged_files_are_not_read_again() {
    let before = published();
    let mut after = Published::new(site());
    let bytes = blake3::hash(BODY.as_bytes());
    let stamp = u128::from_be_bytes(bytes.as_bytes()[..16].try_into().expect("16 bytes"));
    let read = || Err("read");
    assert_eq!(after.add(&before, "all.rss", stamp, now(), read), Ok(()));
    assert_eq!(
        after.add(&before, "all.rss", stamp + 1, now(), read),
        Err("read")
    );
    let mut elsewhere = Published::new(Site {
        max_age: Duration::from_secs(1),
        ..site()
    });
    assert!(
        elsewhere
            .add(&before, "all.rss", stamp, now(), read)
            .is_err()
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// T-19: whatever is asked, the answer is one of four, and nothing panics.
    #[test]
    fn any_request_has_an_answer(
        path in "/[!-~]{0,12}",
        tags in "[ -~]{0,24}",
        since in "[ -~]{0,30}",
    ) {
        let request = Request::builder()
            .uri(path)
            .header(IF_NONE_MATCH, tags)
            .header(IF_MODIFIED_SINCE, since)
            .body(());
        if let Ok(request) = request {
            let status = respond(&request, &published(), now()).status().as_u16();
            prop_assert!([200, 304, 308, 404].contains(&status));
        }
    }
}
