//! What is asked of our server: a line with the method and the address, lines of headers.

use std::sync::LazyLock;

use bytes::Bytes;
use chrono::{DateTime, TimeDelta, Utc};
use feedmill::article::Page;
use feedmill::collect::http::Decoder;
use feedmill::serve::respond::respond;
use feedmill::serve::{Published, Site};
use http::header::{CONTENT_LENGTH, ETAG, IF_NONE_MATCH, LOCATION};
use http::{Method, Request, Response, StatusCode, Uri};

use super::articles::now;
use super::http_answer::headers;
use crate::input::base;

static PUBLISHED: LazyLock<Published> = LazyLock::new(published);

/// Every request that a server takes at all has an answer that is right in itself.
pub fn run(bytes: &[u8]) {
    let mut lines = bytes.splitn(2, |&byte| byte == b'\n');
    let mut words = lines.next().unwrap_or_default().split(|&byte| byte == b' ');
    let method = Method::from_bytes(words.next().unwrap_or_default());
    let uri = Uri::try_from(words.next().unwrap_or_default());
    let (Ok(method), Ok(uri)) = (method, uri) else {
        return;
    };
    let mut request = Request::new(());
    *request.method_mut() = method.clone();
    *request.uri_mut() = uri;
    *request.headers_mut() = headers(lines.next().unwrap_or_default());
    let response = respond(&request, &PUBLISHED, now());
    right(&method, &response);
    if response.status() == StatusCode::OK && method != Method::OPTIONS {
        has(&mut request, &response);
    }
}

fn right(method: &Method, response: &Response<Bytes>) {
    let (status, headers) = (response.status(), response.headers());
    let body = response.body();
    let expected = [200, 204, 226, 304, 308, 404, 405, 406, 410];
    assert!(expected.contains(&status.as_u16()), "{status}");
    if *method == Method::HEAD || status == StatusCode::NOT_MODIFIED {
        assert!(body.is_empty());
        return;
    }
    if let Some(length) = headers.get(CONTENT_LENGTH) {
        assert_eq!(length.to_str().ok(), Some(body.len().to_string().as_str()));
    }
    if status == StatusCode::PERMANENT_REDIRECT {
        assert!(headers.contains_key(LOCATION));
    }
    if status == StatusCode::OK {
        let mut decoder = Decoder::new(headers, None).expect("a known coding");
        decoder.push(body).expect("it can be unpacked");
        let whole = decoder.finish().expect("it is whole");
        assert!(whole.starts_with(b"<"), "it is what was published");
    }
}

/// Who has it by its tag is not sent it again.
fn has(request: &mut Request<()>, response: &Response<Bytes>) {
    let tag = response.headers().get(ETAG).expect("it has a tag");
    request.headers_mut().insert(IF_NONE_MATCH, tag.clone());
    let again = respond(request, &PUBLISHED, now());
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
}

fn published() -> Published {
    let site = Site {
        base_url: base(),
        main: Some("all".to_owned()),
        hubs: vec![base()],
        delta: true,
        ..Site::default()
    };
    let item = |number: u32| format!("<item><guid>{number}</guid><title>Of mills</title></item>");
    let feed = |from: u32| {
        let items: String = (from..from + 40).map(item).collect();
        format!("<rss version=\"2.0\"><channel><title>All</title>{items}</channel></rss>")
    };
    let early = snapshot(&site, &Published::default(), &feed(0), 1);
    let mut late = snapshot(&site, &early, &feed(2), 2);
    late.retire("old.rss", Some("all.rss"));
    late.retire("gone.rss", None);
    late.forward("blog/index.xml", "all.rss");
    late
}

fn snapshot(site: &Site, before: &Published, feed: &str, stamp: u128) -> Published {
    let mut published = Published::new(site.clone());
    let modified: DateTime<Utc> = now() - TimeDelta::hours(1);
    for (path, media_type, body) in [
        ("all.rss", "application/rss+xml", feed),
        ("all.atom", "application/atom+xml", "<feed/>"),
        ("all.html", "text/html; charset=utf-8", "<h1>All</h1>"),
        ("index.html", "text/html; charset=utf-8", "<p>Feeds</p>"),
        ("tags/c++ \u{fc}.rss", "application/rss+xml", "<rss/>"),
    ] {
        let page = || {
            Ok::<_, ()>(Page {
                path: path.to_owned(),
                media_type,
                bytes: body.into(),
            })
        };
        let added = published.add(before, path, stamp, modified, page);
        added.expect("nothing is read");
    }
    published
}
