//! What people read when there is no answer.

use chrono::{DateTime, Utc};
use http::{HeaderMap, StatusCode};
use url::Url;

use super::super::freshness;
use super::Failure;
use super::decode::Unusable;

/// An address without a user and a password that may stand in it (T-61).
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url.to_string()
}

/// What a person makes of a status code.
pub(super) fn refused(
    url: &Url,
    status: StatusCode,
    headers: &HeaderMap,
    now: DateTime<Utc>,
) -> Failure {
    let hint = match status.as_u16() {
        _ if headers
            .get("cf-mitigated")
            .is_some_and(|value| value.as_bytes() == b"challenge") =>
        {
            ": its guard (Cloudflare) wants to see a browser; ask its owner to let feedmill in, or for another address"
        }
        401 => ": it wants a user name and password",
        403 => ": the server does not let feedmill in",
        404 => ": check the address",
        407 => ": the proxy wants a user name and password",
        410 => ": it is gone for good; remove the source",
        429 => ": asked too often; feedmill waits",
        500..=599 => ": the server has a problem; feedmill tries again later",
        _ => "",
    };
    Failure {
        status: Some(status.as_u16()),
        retry_after: freshness::retry_after(headers, now),
        url: Some(Box::new(url.clone())),
        ..Failure::new(format!("{} answered {status}{hint}", shown(url)))
    }
}

/// A body that is of no use.
pub(super) fn unusable(url: &Url, unusable: Unusable) -> Failure {
    let url = shown(url);
    Failure::new(match unusable {
        Unusable::Broken(reason) => format!("{url}: the body did not arrive whole ({reason})"),
        Unusable::Refused(reason) => format!("{url}: the body is refused: {reason}"),
    })
}

/// The innermost cause, in one line, with the address once.
pub(super) fn trouble(url: &Url, error: &reqwest::Error) -> Failure {
    let mut cause: &dyn std::error::Error = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    let what = if error.is_timeout() {
        "no answer in time"
    } else if error.is_connect() {
        "no connection"
    } else if error.is_body() || error.is_decode() {
        "the body did not arrive whole"
    } else {
        "no answer"
    };
    Failure::new(format!("{}: {what} ({cause})", shown(url)))
}

/// Whether HTTP/2 itself went wrong, and not what lies below it: then HTTP/1.1 may do (E-31).
pub(super) fn of_http2(error: &reqwest::Error) -> bool {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            return !error.is_io();
        }
        cause = error.source();
    }
    false
}
