//! What is sent: a body, to an address that the operator named.

use chrono::{DateTime, Utc};
use http::header::{ACCEPT, ACCEPT_ENCODING, CONTENT_TYPE, HeaderName, LOCATION};
use http::{HeaderValue, StatusCode};
use url::Url;

use super::super::{freshness, guard};
use super::ask::within;
use super::trouble::{self, shown, trouble};
use super::{Client, Failure};

/// Most redirects followed.
const HOPS: usize = 5;
/// So many characters of a refusal are told, of the first so many bytes.
const TOLD: usize = 200;
const READ: usize = 4 << 10;

/// What to send.
#[derive(Debug, Clone)]
pub struct Post {
    /// An http(s) address.
    pub url: Url,
    /// The media type of the body.
    pub content_type: &'static str,
    /// Headers besides.
    pub headers: Vec<(HeaderName, HeaderValue)>,
    /// The whole body.
    pub body: Vec<u8>,
    /// Whether whoever knows the address may send there: then messages name its host alone (T-61).
    pub discreet: bool,
}

impl Post {
    /// An address as messages may name it.
    fn told(&self, url: &Url) -> Url {
        let mut told = url.clone();
        if self.discreet {
            told.set_path("");
            told.set_query(None);
        }
        told
    }
}

impl Client {
    /// Sends a body, guarded like every request. It waits for no turn, since it belongs to no schedule: whoever
    /// sends several to one host sends them one after the other. `now` is when it is called.
    ///
    /// # Errors
    /// When there is no answer within the limits, or one other than 2xx. Redirects are followed only where they ask
    /// for the same to be sent again (307, 308) to the same origin.
    pub async fn post(&self, post: &Post, now: DateTime<Utc>) -> Result<(), Failure> {
        let total = self.shared.limits.total;
        let sent = tokio::time::timeout(total, self.carry(post, now)).await;
        sent.map_err(|_| {
            let (url, seconds) = (shown(&post.told(&post.url)), total.as_secs());
            Failure::new(format!("{url}: no whole answer within {seconds} seconds"))
        })?
    }

    async fn carry(&self, post: &Post, now: DateTime<Utc>) -> Result<(), Failure> {
        let mut url = post.url.clone();
        for _ in 0..=HOPS {
            let told = post.told(&url);
            let blocked = |reason| Failure::new(format!("{}: {reason}", shown(&told)));
            guard::check_url(&url, &self.shared.options.allow_private).map_err(blocked)?;
            self.guard_behind_proxy(&told).await?;
            let response = self.send(&url, post).await?;
            let status = response.status();
            if status.is_success() {
                return Ok(());
            }
            if !matches!(
                status,
                StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT
            ) {
                return Err(self.refusal(&told, response, now).await);
            }
            let location = response.headers().get(LOCATION);
            let location = location.and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
            let next = location.and_then(|location| url.join(location).ok());
            match next.filter(|next| next.origin() == url.origin()) {
                Some(next) => url = next,
                None => {
                    let hint = "it is sent to no other place: write the address that it leads to";
                    let url = shown(&told);
                    return Err(Failure {
                        status: Some(status.as_u16()),
                        ..Failure::new(format!("{url} answered {status}; {hint}"))
                    });
                }
            }
        }
        let url = shown(&post.told(&post.url));
        Err(Failure::new(format!("{url}: more than {HOPS} redirects")))
    }

    async fn send(&self, url: &Url, post: &Post) -> Result<reqwest::Response, Failure> {
        let (limit, told) = (self.shared.limits.headers, post.told(url));
        let sending = self.posting(&self.shared.client, url, post);
        let failed = match within(limit, &told, sending).await? {
            Ok(response) => return Ok(response),
            Err(error) if trouble::of_http2(&error) => error,
            Err(error) => return Err(trouble(&told, &error)),
        };
        tracing::debug!("{}: sent again by HTTP/1.1", trouble(&told, &failed));
        let sent = within(limit, &told, self.posting(self.plain()?, url, post)).await?;
        sent.map_err(|error| trouble(&told, &error))
    }

    async fn posting(
        &self,
        client: &reqwest::Client,
        url: &Url,
        post: &Post,
    ) -> reqwest::Result<reqwest::Response> {
        let mut builder = client
            .post(url.clone())
            .header(ACCEPT, "*/*")
            .header(ACCEPT_ENCODING, "identity")
            .header(CONTENT_TYPE, post.content_type);
        for (name, value) in &post.headers {
            builder = builder.header(name, value);
        }
        builder.body(post.body.clone()).send().await
    }

    /// A refusal with the first words of its reason: who runs the receiver wrote them for whoever sends.
    async fn refusal(
        &self,
        url: &Url,
        mut response: reqwest::Response,
        now: DateTime<Utc>,
    ) -> Failure {
        let (status, headers) = (response.status(), response.headers().clone());
        let mut bytes = Vec::new();
        let idle = self.shared.limits.idle;
        while let Ok(Ok(Some(piece))) = within(idle, url, response.chunk()).await {
            bytes.extend_from_slice(&piece);
            if bytes.len() >= READ {
                break;
            }
        }
        bytes.truncate(READ);
        let reason = first_words(&String::from_utf8_lossy(&bytes));
        let reason = match reason.as_str() {
            "" => String::new(),
            reason => format!(": {reason}"),
        };
        Failure {
            status: Some(status.as_u16()),
            retry_after: freshness::retry_after(&headers, now),
            ..Failure::new(format!("{} answered {status}{reason}", shown(url)))
        }
    }
}

/// The first line with something in it, without what a terminal would obey; nothing of a page.
fn first_words(body: &str) -> String {
    let mut lines = body.lines().map(str::trim);
    let line = lines.find(|line| !line.is_empty()).unwrap_or_default();
    if line.starts_with('<') {
        return String::new();
    }
    let plain = line.chars().filter(|c| !c.is_control());
    plain.take(TOLD).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_one_line_of_text() {
        for (body, told) in [
            ("", ""),
            ("\r\n hub.url is missing \nmore", "hub.url is missing"),
            ("<!doctype html><title>502</title>", ""),
            ("red \u{1b}[31malert\u{7}", "red [31malert"),
        ] {
            assert_eq!(first_words(body), told, "{body:?}");
        }
        assert_eq!(first_words(&"x".repeat(5000)).len(), TOLD);
    }
}
