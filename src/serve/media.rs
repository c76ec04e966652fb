//! Files that lie in the folder `media` of the output folder: pictures and episodes that articles speak of. Unlike
//! feeds they are read from the disk, and in parts (RFC 9110, section 14; H-11), since players ask for them so.
//!
//! Nothing outside the folder can be reached: each part of a path is opened beneath the one before, links are not
//! followed, and names that begin with a dot are not there (T-51).

use std::fs::File;
use std::io::{self, SeekFrom};
use std::ops::RangeInclusive;
use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use futures_util::TryStreamExt;
use http::header::{
    ACCEPT_RANGES, ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderName, IF_MODIFIED_SINCE, IF_NONE_MATCH,
    IF_RANGE, LAST_MODIFIED, RANGE, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::StreamBody;
use http_body_util::combinators::UnsyncBoxBody;
use hyper::body::{Bytes, Frame};
use percent_encoding::percent_decode_str;
use rustix::fs::{Mode, OFlags, open, openat};
use tokio::io::{AsyncReadExt, AsyncSeekExt};
use tokio_util::io::ReaderStream;

use super::condition;

/// What the folder is called, in the output folder and in addresses.
pub const FOLDER: &str = "media";

/// Bytes read at once.
const PIECE: usize = 64 * 1024;

/// A body that is read while it is sent.
pub(super) type Body = UnsyncBoxBody<Bytes, io::Error>;

/// The answer to a GET or HEAD for a path below the root of what is served; None when no such file is there.
pub(super) async fn respond(
    request: &Request<()>,
    output: &Path,
    path: &str,
    now: DateTime<Utc>,
) -> Option<Response<Option<Body>>> {
    let below = path.strip_prefix('/')?.strip_prefix(FOLDER)?;
    let names = names(below.strip_prefix('/')?)?;
    let folder = output.join(FOLDER);
    let name = names.last()?.clone();
    let opened = tokio::task::spawn_blocking(move || find(&folder, &names)).await;
    let (file, about) = opened.ok()?.ok()?;
    let (status, part, headers) = head(request.headers(), &about, &name, now);
    let mut body = None;
    if let (Some(part), &Method::GET) = (part, request.method()) {
        let length = part.end() - part.start() + 1;
        let mut file = tokio::fs::File::from_std(file);
        file.seek(SeekFrom::Start(*part.start())).await.ok()?;
        let pieces = ReaderStream::with_capacity(file.take(length), PIECE);
        body = Some(Body::new(StreamBody::new(pieces.map_ok(Frame::data))));
    }
    let mut response = Response::new(body);
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    Some(response)
}

/// The parts of a path as names of files; None when one cannot be.
fn names(path: &str) -> Option<Vec<String>> {
    let parts = path.split('/').map(|part| {
        let name = percent_decode_str(part).decode_utf8().ok()?;
        let plain = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\', '\0']);
        plain.then(|| name.into_owned())
    });
    parts.collect()
}

/// What is known of an open file.
#[derive(Debug)]
struct About {
    size: u64,
    /// Whole seconds.
    modified: Option<DateTime<Utc>>,
    /// Without quotes.
    tag: String,
}

fn find(folder: &Path, names: &[String]) -> io::Result<(File, About)> {
    let inner = OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let (name, folders) = names.split_last().ok_or(io::ErrorKind::NotFound)?;
    // The folder itself may be a link: the operator made it.
    let mut place = open(folder, OFlags::DIRECTORY | OFlags::CLOEXEC, Mode::empty())?;
    for name in folders {
        place = openat(&place, name, OFlags::DIRECTORY | inner, Mode::empty())?;
    }
    let file = File::from(openat(&place, name, inner, Mode::empty())?);
    let found = file.metadata()?;
    if !found.is_file() {
        return Err(io::ErrorKind::NotFound.into());
    }
    let about = About {
        size: found.size(),
        modified: DateTime::from_timestamp(found.mtime(), 0),
        // A file that is replaced or written to has another (H-11: If-Range needs a strong tag).
        tag: format!(
            "{:x}-{:x}-{:x}{:08x}",
            found.ino(),
            found.size(),
            found.mtime(),
            found.mtime_nsec()
        ),
    };
    Ok((file, about))
}

/// Status, the part that is sent, and headers.
fn head(
    headers: &HeaderMap,
    about: &About,
    name: &str,
    now: DateTime<Utc>,
) -> (StatusCode, Option<RangeInclusive<u64>>, HeaderMap) {
    let mut out = HeaderMap::with_capacity(12);
    let modified = about.modified.filter(|&modified| modified <= now);
    let written = modified.map(|modified| httpdate::fmt_http_date(modified.into()));
    let guessed = mime_guess::from_path(name).first_or_octet_stream();
    for (header, value) in [
        (ETAG, Some(format!("\"{}\"", about.tag))),
        (LAST_MODIFIED, written),
        (CONTENT_TYPE, Some(guessed.to_string())),
    ] {
        if let Some(value) = value.and_then(|value| HeaderValue::from_str(&value).ok()) {
            out.insert(header, value);
        }
    }
    let constant: [(HeaderName, &str); 5] = [
        (ACCEPT_RANGES, "bytes"),
        (CACHE_CONTROL, "public, max-age=3600"),
        (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    for (name, value) in constant {
        out.insert(name, HeaderValue::from_static(value));
    }
    if is_known(headers, about, modified) {
        out.remove(CONTENT_TYPE);
        return (StatusCode::NOT_MODIFIED, None, out);
    }
    let asked = text(headers, &RANGE).filter(|_| is_same(headers, about, modified));
    let (status, part, length) = match asked.map_or(Asked::Whole, |text| range(text, about.size)) {
        Asked::Whole => {
            let whole = about.size.checked_sub(1).map(|last| 0..=last);
            (StatusCode::OK, whole, about.size)
        }
        Asked::Part(part) => {
            let span = format!("bytes {}-{}/{}", part.start(), part.end(), about.size);
            if let Ok(span) = HeaderValue::from_str(&span) {
                out.insert(CONTENT_RANGE, span);
            }
            let length = part.end() - part.start() + 1;
            (StatusCode::PARTIAL_CONTENT, Some(part), length)
        }
        Asked::Beyond => {
            if let Ok(size) = HeaderValue::from_str(&format!("bytes */{}", about.size)) {
                out.insert(CONTENT_RANGE, size);
            }
            out.remove(CONTENT_TYPE);
            (StatusCode::RANGE_NOT_SATISFIABLE, None, 0)
        }
    };
    out.insert(CONTENT_LENGTH, HeaderValue::from(length));
    (status, part, out)
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn is_known(headers: &HeaderMap, about: &About, modified: Option<DateTime<Utc>>) -> bool {
    if headers.contains_key(IF_NONE_MATCH) {
        return condition::tags(headers).any(|tag| tag == "*" || tag == about.tag);
    }
    let since = text(headers, &IF_MODIFIED_SINCE);
    let since = since.and_then(|text| httpdate::parse_http_date(text.trim()).ok());
    match (since, modified) {
        (Some(since), Some(modified)) => SystemTime::from(modified) <= since,
        _ => false,
    }
}

/// Whether the part asked for is of the file that the client has the rest of (`If-Range`, compared strongly).
fn is_same(headers: &HeaderMap, about: &About, modified: Option<DateTime<Utc>>) -> bool {
    let Some(condition) = text(headers, &IF_RANGE) else {
        return true;
    };
    if let Some(tag) = condition.strip_prefix('"') {
        return tag.strip_suffix('"') == Some(&about.tag);
    }
    let date = httpdate::parse_http_date(condition.trim()).ok();
    date.is_some() && date == modified.map(SystemTime::from)
}

#[derive(Debug, PartialEq, Eq)]
enum Asked {
    Whole,
    Part(RangeInclusive<u64>),
    Beyond,
}

/// What `Range` asks for. What cannot be read and lists of parts are left aside, as the standard allows.
fn range(text: &str, size: u64) -> Asked {
    let part = text.trim().strip_prefix("bytes=").unwrap_or_default();
    let Some((first, last)) = part.trim().split_once('-') else {
        return Asked::Whole;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    // More digits than there are numbers: beyond any file.
    let number = |text: &str| text.parse().unwrap_or(u64::MAX);
    let (first, last) = (first.trim(), last.trim());
    match (digits(first), digits(last)) {
        (false, true) if first.is_empty() => match number(last).min(size) {
            0 => Asked::Beyond,
            length => Asked::Part(size - length..=size - 1),
        },
        (true, no) if no || last.is_empty() => {
            let (first, last) = (number(first), if no { number(last) } else { u64::MAX });
            if last < first {
                return Asked::Whole;
            }
            match size.checked_sub(1) {
                Some(end) if first <= end => Asked::Part(first..=last.min(end)),
                _ => Asked::Beyond,
            }
        }
        _ => Asked::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// H-11.
    #[test]
    fn ranges_are_read_by_the_standard() {
        for (text, size, expected) in [
            ("bytes=0-0", 10, Asked::Part(0..=0)),
            ("bytes=2-5", 10, Asked::Part(2..=5)),
            ("bytes=2-", 10, Asked::Part(2..=9)),
            ("bytes=2-99", 10, Asked::Part(2..=9)),
            ("bytes=-3", 10, Asked::Part(7..=9)),
            ("bytes=-99", 10, Asked::Part(0..=9)),
            ("bytes=9-99999999999999999999999", 10, Asked::Part(9..=9)),
            ("bytes=10-", 10, Asked::Beyond),
            ("bytes=-0", 10, Asked::Beyond),
            ("bytes=0-", 0, Asked::Beyond),
            ("bytes=-1", 0, Asked::Beyond),
            ("bytes=99999999999999999999999-", 10, Asked::Beyond),
            ("bytes=5-2", 10, Asked::Whole),
            ("bytes=0-1,3-4", 10, Asked::Whole),
            ("bytes=a-b", 10, Asked::Whole),
            ("bytes=-", 10, Asked::Whole),
            ("bytes=+1-2", 10, Asked::Whole),
            ("lines=0-1", 10, Asked::Whole),
            ("", 10, Asked::Whole),
        ] {
            assert_eq!(range(text, size), expected, "{text} of {size}");
        }
    }

    /// T-51.
    #[test]
    fn only_plain_names_are_looked_for() {
        for path in [
            "",
            "/",
            "a//b",
            "../x",
            "a/../x",
            "%2e%2e/x",
            "a/%2e%2e%2fx",
            ".hidden",
            "a/.git/x",
            "a%00",
            "a%5cb",
            "%ff",
            "a/",
        ] {
            assert_eq!(names(path), None, "{path}");
        }
        let found = names("caf%C3%A9/one%20two.mp3").expect("names");
        assert_eq!(found, ["café", "one two.mp3"]);
    }
}
