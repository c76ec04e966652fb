//! A request and what is published → the response. Pure: the time is an argument.
//!
//! RFC 9110, 9111 and 3229, requirements H-01 … H-10, H-12, H-14 … H-17.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use http::header::{
    ACCEPT, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_MAX_AGE, ALLOW, CACHE_CONTROL, CONTENT_LENGTH,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, LAST_MODIFIED, LOCATION, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use hyper::body::Bytes;

use super::coding;
use super::condition::{self, Known};
use super::delta;
use super::published::{Found, Published};
use super::resource::{Resource, is_shown_as_xml};

/// What people see who come to an address that is none. It repeats nothing of the request (T-38).
const NOTHING: &str = "There is nothing at this address. The list of feeds is at /\n";
const GONE: &str = "This feed is not published any more. The list of feeds is at /\n";
const MOVED: &str = "This is at another address now, which the header Location names.\n";
const READING_ONLY: &str = "Only GET and HEAD are answered here.\n";
const NO_CODING: &str = "Nothing of this is to be had in a coding that Accept-Encoding takes.\n";

const METHODS: &str = "GET, HEAD, OPTIONS";

/// Answers a request. The body is empty for HEAD; the headers are those of GET (H-01).
pub fn respond(
    request: &Request<()>,
    published: &Published,
    now: DateTime<Utc>,
) -> Response<Bytes> {
    match *request.method() {
        Method::GET | Method::HEAD => {}
        Method::OPTIONS => return options(),
        _ => {
            let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, READING_ONLY);
            let allow = HeaderValue::from_static(METHODS);
            response.headers_mut().insert(ALLOW, allow);
            return response;
        }
    }
    // The query is no part of the name (H-15): `?utm_source=x` gives the same page.
    let mut response = match published.find(request.uri().path()) {
        (Found::Here(resource), _) => answer(request.headers(), resource, now),
        (Found::There(there), asked) => moved(&relative(asked, there)),
        (Found::Elsewhere(address), _) => moved(address),
        (Found::Gone, _) => plain(StatusCode::GONE, GONE),
        (Found::Nothing, _) => plain(StatusCode::NOT_FOUND, NOTHING),
    };
    if request.method() == Method::HEAD {
        *response.body_mut() = Bytes::new();
    }
    response
}

/// 304 when the client has the file, what is new of it when the client can put that in, else 200 (H-02, H-08, H-12).
fn answer(headers: &HeaderMap, resource: &Resource, now: DateTime<Utc>) -> Response<Bytes> {
    let mut response = match condition::known(headers, resource, now) {
        Some(known) => not_modified(headers, resource, known),
        None => match delta(headers, resource) {
            Some(response) => response,
            None => whole(headers, resource),
        },
    };
    // The clock may have been set back since (H-07).
    if resource.last_modified(now).is_none() {
        response.headers_mut().remove(LAST_MODIFIED);
    }
    response
}

fn whole(headers: &HeaderMap, resource: &Resource) -> Response<Bytes> {
    let Some((_, variant)) = resource.variant(&coding::accepted(headers)) else {
        let mut response = plain(StatusCode::NOT_ACCEPTABLE, NO_CODING);
        vary(&mut response, "Accept-Encoding, Accept");
        return response;
    };
    let mut response = Response::new(variant.bytes.clone());
    *response.headers_mut() = variant.headers.clone();
    if let Some(file) = &variant.file {
        response.extensions_mut().insert(Arc::clone(file));
    }
    // Browsers show XML by its style only under this name; readers, which ask for feeds, get the right one.
    if is_shown_as_xml(resource.media_type) && is_browser(headers) {
        let xml = HeaderValue::from_static("application/xml");
        response.headers_mut().insert(CONTENT_TYPE, xml);
    }
    response
}

/// Whether a page is asked for, as browsers do when an address is opened.
fn is_browser(headers: &HeaderMap) -> bool {
    let accept = headers.get(ACCEPT).and_then(|value| value.to_str().ok());
    accept.is_some_and(|accept| accept.starts_with("text/html"))
}

/// The tag is the one by which the client knows the file, so that the copy it has is the one that is refreshed (RFC
/// 9111, 4.3.4), whatever it would be sent now.
fn not_modified(headers: &HeaderMap, resource: &Resource, known: Known) -> Response<Bytes> {
    let row = match known {
        Known::As(row) => row,
        Known::Somehow => resource
            .variant(&coding::accepted(headers))
            .and_then(|(row, _)| row),
    };
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    *response.headers_mut() = resource.common.clone();
    if row.is_some()
        && let Some(tag) = resource.tag(row)
    {
        response.headers_mut().insert(ETAG, tag);
    }
    response
}

/// 226 with the entries that the client does not have. No shared cache may keep it: few of them know what it is.
fn delta(headers: &HeaderMap, resource: &Resource) -> Option<Response<Bytes>> {
    let history = resource.history.as_ref()?;
    let bytes = history.since(headers, resource.media_type, &resource.bytes)?;
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::IM_USED;
    *response.headers_mut() = resource.common.clone();
    vary(
        &mut response,
        "Accept-Encoding, Accept, A-IM, If-None-Match",
    );
    let out = response.headers_mut();
    for (name, value) in [
        (delta::IM, "feed"),
        (CACHE_CONTROL, "private, no-cache, im"),
        (CONTENT_TYPE, resource.media_type),
    ] {
        out.insert(name, HeaderValue::from_static(value));
    }
    out.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    *response.body_mut() = bytes.into();
    Some(response)
}

/// 308 to an address of ours. Nothing of the request is in it (T-38).
fn moved(location: &str) -> Response<Bytes> {
    let mut response = plain(StatusCode::PERMANENT_REDIRECT, MOVED);
    if let Ok(location) = HeaderValue::from_str(location) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// A path below the root of what is served, relative to the one asked for: so it is right behind any proxy, whatever
/// of the path that has taken away.
fn relative(asked: &str, there: &str) -> String {
    let up = asked.matches('/').count().saturating_sub(1);
    // A first part with a colon would read as a scheme.
    let here = if up == 0 { "./" } else { "" };
    format!("{here}{}{there}", "../".repeat(up))
}

/// What a browser asks before a script of another origin may ask with conditions.
fn options() -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    for (name, value) in [
        (ALLOW, METHODS),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (ACCESS_CONTROL_ALLOW_METHODS, METHODS),
        (
            ACCESS_CONTROL_ALLOW_HEADERS,
            "If-None-Match, If-Modified-Since, A-IM, Range",
        ),
        (ACCESS_CONTROL_MAX_AGE, "86400"),
    ] {
        response
            .headers_mut()
            .insert(name, HeaderValue::from_static(value));
    }
    response
}

fn vary(response: &mut Response<Bytes>, on: &'static str) {
    let on = HeaderValue::from_static(on);
    response.headers_mut().insert(VARY, on);
}

/// A short answer in plain text: nothing in it can run (CVE-2023-27592 was an error page).
fn plain(status: StatusCode, text: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(text.as_bytes()));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let rows: [(HeaderName, &'static str); 5] = [
        (CONTENT_TYPE, "text/plain; charset=utf-8"),
        (CACHE_CONTROL, "public, max-age=60"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in rows {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert(CONTENT_LENGTH, HeaderValue::from(text.len()));
    response
}

#[cfg(test)]
mod tests;
