//! The one guarded HTTP client through which every fetch goes: conditional, capped, one request
//! at a time to a host, never to a private address.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use http::HeaderMap;
use http::header::{
    ACCEPT, CONTENT_TYPE, ETAG, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
    LOCATION,
};
use reqwest::StatusCode;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

use super::freshness;
use super::guard;
pub use super::guard::Allowed;

/// Largest body taken, in bytes after decompression (E-23).
const CAP: usize = 20 << 20;
/// Most redirects followed (E-13).
const HOPS: usize = 5;
/// For a whole fetch, redirects included, but not the wait for one's turn (E-16, E-22).
const TOTAL: Duration = Duration::from_secs(60);
/// What is asked for (E-20).
const ACCEPTED: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
                        text/xml;q=0.8, text/html;q=0.7, */*;q=0.1";

/// How to fetch.
#[derive(Debug, Clone)]
pub struct Options {
    /// Goes into the User-Agent: a mailto: or https: address.
    pub contact: Option<String>,
    /// Never ask an address more often.
    pub min_interval: Duration,
    /// Between two requests to one host.
    pub host_delay: Duration,
    /// At once, over all hosts.
    pub connections: usize,
    /// What may be fetched though private.
    pub allow_private: Vec<Allowed>,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            contact: None,
            min_interval: Duration::from_secs(15 * 60),
            host_delay: Duration::from_secs(2),
            connections: 32,
            allow_private: Vec::new(),
        }
    }
}

/// What to ask for.
#[derive(Debug, Clone)]
pub struct Request {
    /// The address.
    pub url: Url,
    /// `ETag` of the copy at hand, byte for byte (E-01).
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified` of the copy at hand, byte for byte (E-01).
    pub last_modified: Option<Vec<u8>>,
}

/// An answer that is as it should be.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The body, whole and decompressed; None when the copy at hand is still good (304).
    pub body: Option<Vec<u8>>,
    /// The address that gave it, after redirects.
    pub url: Url,
    /// `Content-Type`, verbatim.
    pub content_type: Option<String>,
    /// `ETag`, byte for byte.
    pub etag: Option<Vec<u8>>,
    /// `Last-Modified`, byte for byte.
    pub last_modified: Option<Vec<u8>>,
    /// How long it stays fresh; None when its headers say nothing of it.
    pub fresh_for: Option<Duration>,
    /// Where the address has moved to for good: all redirects on the way said so (E-11).
    pub moved: Option<Url>,
    /// When a redirect on the way wants to be asked again (E-08).
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
    /// When the server wants to be asked again.
    pub retry_after: Option<DateTime<Utc>>,
    /// The address that answered so, after redirects.
    pub url: Option<Url>,
}

impl Failure {
    /// One without an answer.
    pub fn new(message: impl Into<String>) -> Self {
        Failure {
            status: None,
            message: message.into(),
            retry_after: None,
            url: None,
        }
    }
}

/// The client.
#[derive(Debug)]
pub struct Client {
    client: reqwest::Client,
    options: Options,
    at_once: Semaphore,
    hosts: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Option<Instant>>>>>,
    total: Duration,
}

impl Client {
    /// Makes a client; it takes some tens of milliseconds, so make one and keep it.
    ///
    /// # Errors
    /// When the system's certificates cannot be read, or the contact cannot stand in a header.
    pub fn new(options: Options) -> anyhow::Result<Self> {
        let version = env!("CARGO_PKG_VERSION");
        let agent = match &options.contact {
            Some(contact) => format!("feedmill/{version} (+{contact})"),
            None => format!("feedmill/{version}"),
        };
        let client = reqwest::Client::builder()
            .user_agent(HeaderValue::from_str(&agent)?)
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(15))
            .dns_resolver(Arc::new(GuardedResolver(options.allow_private.clone())))
            .pool_max_idle_per_host(1)
            .build()?;
        let at_once = Semaphore::new(options.connections.max(1));
        Ok(Client {
            client,
            options,
            at_once,
            hosts: Mutex::default(),
            total: TOTAL,
        })
    }

    /// Fetches a document; `now` is when it is called, and serves to read dates in headers.
    ///
    /// # Errors
    /// When there is no answer, or not one that can be used.
    pub async fn fetch(&self, request: &Request, now: DateTime<Utc>) -> Result<Answer, Failure> {
        let (started, mut left) = (Instant::now(), self.total);
        let mut url = request.url.clone();
        let (mut for_good, mut retry_after) = (true, None);
        for _ in 0..=HOPS {
            let blocked = |reason| Failure::new(format!("{url}: {reason}"));
            guard::check_url(&url, &self.options.allow_private).map_err(blocked)?;
            let gate = self.gate(&url);
            let mut last = gate.lock().await;
            if let Some(last) = *last {
                tokio::time::sleep_until(last + self.options.host_delay).await;
            }
            let _permit = self
                .at_once
                .acquire()
                .await
                .map_err(|_| Failure::new("shutting down"))?;
            // The wait for one's turn is none of the server's time.
            let asked = Instant::now();
            let now = now + TimeDelta::from_std(asked - started).unwrap_or_default();
            let step = tokio::time::timeout(left, self.ask(&url, request, now)).await;
            *last = Some(Instant::now());
            left = left.saturating_sub(asked.elapsed());
            let step = step.map_err(|_| {
                let seconds = self.total.as_secs();
                Failure::new(format!("{url}: no whole answer within {seconds} seconds"))
            })?;
            match step? {
                Step::Done(answer) => {
                    return Ok(Answer {
                        moved: Some(url).filter(|url| for_good && *url != request.url),
                        retry_after,
                        ..answer
                    });
                }
                Step::Moved(next, permanent, after) => {
                    for_good &= permanent;
                    retry_after = retry_after.max(after);
                    if url.scheme() == "https" && next.scheme() == "http" {
                        return Err(Failure::new(format!(
                            "{url} leads from https to http, to {next}"
                        )));
                    }
                    url = next;
                }
            }
        }
        Err(Failure::new(format!(
            "more than {HOPS} redirects, the last to {url}"
        )))
    }

    /// One request at a time to a host, and a pause after each (E-16).
    fn gate(&self, url: &Url) -> Arc<tokio::sync::Mutex<Option<Instant>>> {
        let host = format!(
            "{}:{}",
            url.host_str().unwrap_or_default(),
            url.port_or_known_default().unwrap_or_default()
        );
        let mut hosts = self
            .hosts
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        Arc::clone(hosts.entry(host).or_default())
    }

    async fn ask(&self, url: &Url, request: &Request, now: DateTime<Utc>) -> Result<Step, Failure> {
        let mut builder = self.client.get(url.clone()).header(ACCEPT, ACCEPTED);
        // Validators belong to one origin (E-13).
        if url.origin() == request.url.origin() {
            for (name, value) in [
                (IF_NONE_MATCH, &request.etag),
                (IF_MODIFIED_SINCE, &request.last_modified),
            ] {
                let value = value
                    .as_deref()
                    .and_then(|value| HeaderValue::from_bytes(value).ok());
                if let Some(value) = value {
                    builder = builder.header(name, value);
                }
            }
        }
        let mut response = builder.send().await.map_err(|error| trouble(url, &error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        let verbatim = |name| {
            headers
                .get(name)
                .map(|value: &HeaderValue| value.as_bytes().to_vec())
        };
        let mut answer = Answer {
            body: None,
            url: url.clone(),
            content_type: headers
                .get(CONTENT_TYPE)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
            etag: verbatim(ETAG),
            last_modified: verbatim(LAST_MODIFIED),
            fresh_for: freshness::fresh_for(&headers, now),
            moved: None,
            retry_after: None,
        };
        match status {
            StatusCode::NOT_MODIFIED => return Ok(Step::Done(answer)),
            StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT => {
                let permanent = matches!(status.as_u16(), 301 | 308);
                let after = freshness::retry_after(&headers, now);
                return moved(url, &headers).map(|next| Step::Moved(next, permanent, after));
            }
            status if status.is_success() => {}
            status => return Err(refused(url, status, &headers, now)),
        }
        let mut body = Vec::new();
        while let Some(chunk) = response
            .chunk()
            .await
            .map_err(|error| trouble(url, &error))?
        {
            if body.len() + chunk.len() > CAP {
                return Err(Failure::new(format!("{url}: more than {} MiB", CAP >> 20)));
            }
            body.extend_from_slice(&chunk);
        }
        answer.body = Some(body);
        Ok(Step::Done(answer))
    }
}

enum Step {
    Done(Answer),
    /// Where to, whether for good, and when it wants to be asked again.
    Moved(Url, bool, Option<DateTime<Utc>>),
}

fn moved(url: &Url, headers: &HeaderMap) -> Result<Url, Failure> {
    let location = headers
        .get(LOCATION)
        .and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
    let next = location.and_then(|location| url.join(location).ok());
    next.ok_or_else(|| Failure::new(format!("{url}: a redirect without a usable Location")))
}

/// What a person makes of a status code.
fn refused(url: &Url, status: StatusCode, headers: &HeaderMap, now: DateTime<Utc>) -> Failure {
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
        410 => ": it is gone for good; remove the source",
        429 => ": asked too often; feedmill waits",
        500..=599 => ": the server has a problem; feedmill tries again later",
        _ => "",
    };
    Failure {
        status: Some(status.as_u16()),
        message: format!("{url} answered {status}{hint}"),
        retry_after: freshness::retry_after(headers, now),
        url: Some(url.clone()),
    }
}

/// The innermost cause, in one line, with the address once.
fn trouble(url: &Url, error: &reqwest::Error) -> Failure {
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
    Failure::new(format!("{url}: {what} ({cause})"))
}

/// Resolves names and refuses those that lead to an address that is not public: all of them, when
/// one of several is private.
#[derive(Debug)]
struct GuardedResolver(Vec<Allowed>);

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let allowed = self.0.clone();
        Box::pin(async move {
            let name = name.as_str().to_owned();
            let found: Vec<SocketAddr> =
                tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            for address in &found {
                guard::check_address(&name, address.ip(), &allowed)?;
            }
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

#[cfg(test)]
#[expect(
    clippy::disallowed_methods,
    reason = "tests of the shell: real sockets"
)]
mod tests {
    use super::*;
    use std::io::{Read, Write};

    /// E-16, E-22: many addresses of one host wait for each other, and none of them fails for it.
    #[test]
    fn waiting_for_ones_turn_is_no_slowness_of_the_server() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
        let port = listener.local_addr().expect("an address").port();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.read(&mut [0; 2048]);
                let _ = stream.write_all(
                    b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nConnection: close\r\n\r\nx",
                );
            }
        });
        let mut client = Client::new(Options {
            allow_private: vec![Allowed::Host("127.0.0.1".into())],
            host_delay: Duration::from_millis(400),
            ..Options::default()
        })
        .expect("a client");
        client.total = Duration::from_millis(1000);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime");
        let now = DateTime::from_timestamp(1_760_000_000, 0).expect("a time");
        let url = format!("http://127.0.0.1:{port}/");
        let request = Request {
            url: Url::parse(&url).expect("an address"),
            etag: None,
            last_modified: None,
        };
        runtime.block_on(async {
            let one = || client.fetch(&request, now);
            let (a, b, c, d) = tokio::join!(one(), one(), one(), one());
            for answer in [a, b, c, d] {
                assert_eq!(answer.expect("an answer").body, Some(b"x".to_vec()));
            }
        });
    }
}
