//! A request and what is published → the response. Pure: the time is an argument.
//!
//! RFC 9110 and 9111, requirements H-01 … H-09, H-15 … H-17. Content codings, ranges and `A-IM: feed`
//! would come between finding the resource and answering with it: `answer` is the place.

use chrono::{DateTime, Utc};
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY,
    CONTENT_TYPE, ETAG, LAST_MODIFIED, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Bytes;

use super::condition;
use super::published::{Published, Resource};

/// What people see who come to an address that is none. It repeats nothing of the request (T-38).
const NOTHING: &str = "There is nothing at this address. The list of feeds is at /\n";

const READING_ONLY: &str = "Only GET and HEAD are answered here.\n";

/// Answers a request. The body is empty for HEAD; the headers are those of GET (H-01).
pub fn respond(
    request: &Request<()>,
    published: &Published,
    now: DateTime<Utc>,
) -> Response<Bytes> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, READING_ONLY);
        let allow = HeaderValue::from_static("GET, HEAD");
        response.headers_mut().insert(ALLOW, allow);
        return response;
    }
    // The query is no part of the name (H-15): `?utm_source=x` gives the same page.
    let mut response = match published.get(request.uri().path()) {
        Some(resource) => answer(request.headers(), resource, now),
        None => plain(StatusCode::NOT_FOUND, NOTHING),
    };
    if request.method() == Method::HEAD {
        *response.body_mut() = Bytes::new();
    }
    response
}

/// 200 with the page, or 304 when the client has it (H-02, H-08).
fn answer(headers: &HeaderMap, resource: &Resource, now: DateTime<Utc>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    let known = condition::is_known(headers, resource, now);
    let out = response.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&format!("\"{}\"", resource.tag)) {
        out.insert(ETAG, tag);
    }
    if let Some(modified) = resource.last_modified(now)
        && let Ok(modified) = HeaderValue::from_str(&httpdate::fmt_http_date(modified))
    {
        out.insert(LAST_MODIFIED, modified);
    }
    out.insert(CACHE_CONTROL, resource.cache_control.clone());
    out.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    out.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    out.insert(CONTENT_SECURITY_POLICY, resource.policy.clone());
    out.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if known {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        out.insert(CONTENT_TYPE, resource.media_type.clone());
        out.insert(CONTENT_LENGTH, HeaderValue::from(resource.bytes.len()));
        *response.body_mut() = resource.bytes.clone();
    }
    response
}

/// A short answer in plain text: nothing in it can run (CVE-2023-27592 was an error page).
fn plain(status: StatusCode, text: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(text.as_bytes()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=60"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(CONTENT_LENGTH, HeaderValue::from(text.len()));
    response
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use chrono::TimeZone;
    use http::header::{HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH};
    use proptest::prelude::*;

    use super::*;
    use crate::article::Page;

    const BODY: &str = "<rss version=\"2.0\"/>";

    fn now() -> DateTime<Utc> {
        let now = Utc.with_ymd_and_hms(2026, 11, 22, 12, 0, 0);
        now.single().expect("a time")
    }

    fn published() -> Published {
        let page = |path: &str, media_type, body: &str| Page {
            path: path.to_owned(),
            media_type,
            bytes: body.into(),
        };
        let modified = now() - chrono::Duration::milliseconds(3_600_250);
        let later = now() + chrono::Duration::hours(1);
        Published::new(
            [
                (page("all.rss", "application/rss+xml", BODY), modified),
                (
                    page("index.html", "text/html; charset=utf-8", "<p>"),
                    modified,
                ),
                (page("tags/c++ ü.rss", "application/rss+xml", "x"), modified),
                (page("future.rss", "application/rss+xml", "y"), later),
            ],
            Duration::from_secs(900),
        )
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
            (&VARY, "Accept-Encoding"),
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
        for method in ["POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PROPFIND"] {
            let response = ask(method, "/all.rss", &[]);
            assert_eq!(
                (response.status().as_u16(), header(&response, &ALLOW)),
                (405, "GET, HEAD".into())
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
                assert_eq!(header(&response, &ETAG), tag);
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
                prop_assert!([200, 304, 404].contains(&status));
            }
        }
    }
}
