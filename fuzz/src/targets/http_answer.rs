//! What another server answers: lines of headers, a line of `%%`, the body as it comes over the wire.

use feedmill::collect::freshness;
use feedmill::collect::http::Decoder;
use feedmill::collect::robots::Rules;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::articles::{self, now};
use crate::input::{fetched, parted};

/// The headers are believed, the body is unpacked and read: as rules for robots, and as what the headers say.
pub fn run(bytes: &[u8]) {
    let (head, body) = parted(bytes);
    let headers = headers(head);
    let fresh = freshness::fresh_for(&headers, now());
    assert!(fresh.is_none_or(|fresh| fresh.as_secs() <= 24 * 60 * 60));
    let again = freshness::retry_after(&headers, now());
    assert!(again.is_none_or(|again| again > now()));
    let Some(body) = unpacked(&headers, body) else {
        return;
    };
    let rules = Rules::read(&body);
    for path in ["/", "/news/?page=2", "/a%2fb/c.html"] {
        rules.allow(path);
    }
    assert!(rules.delay().as_secs() <= 60);
    let content_type = headers.get(CONTENT_TYPE);
    let content_type = content_type.and_then(|value| value.to_str().ok());
    articles::read(&fetched(&body, content_type), &Default::default());
}

/// The lines that are headers.
pub fn headers(head: &[u8]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for line in head.split(|&byte| byte == b'\n').take(50) {
        let mut parts = line.splitn(2, |&byte| byte == b':');
        let name = parts
            .next()
            .and_then(|name| HeaderName::from_bytes(name).ok());
        let value = parts.next().unwrap_or_default().trim_ascii();
        if let (Some(name), Ok(value)) = (name, HeaderValue::from_bytes(value)) {
            headers.append(name, value);
        }
    }
    headers
}

/// In one piece or in many, it is the same.
fn unpacked(headers: &HeaderMap, body: &[u8]) -> Option<Vec<u8>> {
    let in_pieces = |size: usize| {
        let mut decoder = Decoder::new(headers, None).ok()?;
        for piece in body.chunks(size) {
            decoder.push(piece).ok()?;
        }
        decoder.finish().ok()
    };
    let whole = in_pieces(usize::MAX);
    assert!(whole == in_pieces(7), "in pieces it is something else");
    whole
}
