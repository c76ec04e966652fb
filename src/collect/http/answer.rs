//! What goes into a fetch, and what comes of it.

use std::time::Duration;

use chrono::{DateTime, Utc};
use url::Url;

/// What to ask for.
#[derive(Debug, Clone)]
pub struct Request {
    /// An http(s) address.
    pub url: Url,
    /// The address that gave the copy at hand: it alone is told which one that is (E-02, E-13).
    pub given_by: Option<Url>,
    /// `ETag` of the copy at hand, byte for byte (E-01).
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified` of the copy at hand, byte for byte (E-01).
    pub last_modified: Option<Vec<u8>>,
}

/// An answer that is as it should be.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The body, whole and unpacked; None when the copy at hand is still good (304).
    pub body: Option<Vec<u8>>,
    /// The address that gave it, after redirects.
    pub url: Url,
    /// The same, when there were redirects and each of them was for good (301 or 308).
    pub moved: Option<Url>,
    /// `Content-Type`, verbatim.
    pub content_type: Option<String>,
    /// `ETag`, byte for byte.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`, byte for byte.
    pub last_modified: Option<Vec<u8>>,
    /// How long it stays fresh; None when its headers say nothing of it.
    pub fresh_for: Option<Duration>,
    /// When one of the redirects wants to be asked again (E-08).
    pub retry_after: Option<DateTime<Utc>>,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// The status code, when the server answered.
    pub status: Option<u16>,
    /// What happened, and what to do.
    pub message: String,
    /// When the server wants to be asked again, or one of the redirects on the way there.
    pub retry_after: Option<DateTime<Utc>>,
    /// The address that answered so, after redirects (E-09).
    pub url: Option<Box<Url>>,
    /// The address that answered so, when there were redirects and each of them was for good.
    pub moved: Option<Box<Url>>,
}

impl Failure {
    /// One without an answer.
    pub fn new(message: impl Into<String>) -> Self {
        Failure {
            status: None,
            message: message.into(),
            retry_after: None,
            url: None,
            moved: None,
        }
    }
}
