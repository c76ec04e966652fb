//! The one guarded HTTP client through which every fetch goes: conditional, capped, one request
//! at a time to a host, never to a private address.

mod answer;
mod ask;
mod connect;
mod credential;
mod decode;
mod post;
mod redirect;
mod resolve;
#[cfg(test)]
mod tests;
mod trouble;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::Semaphore;
use tokio::time::Instant;
use url::Url;

use super::guard;
pub use super::guard::Allowed;
pub use answer::{Answer, Failure, Request};
use ask::{Step, Trouble};
pub use connect::Authorities;
use connect::Version;
pub use credential::{Credential, Proof, Secret};
pub use decode::{Decoder, Unusable};
pub use post::Post;
use redirect::Way;
use resolve::{Lookup, Resolver};
use trouble::shown;

/// What is asked for (E-20).
const ACCEPTED: &str = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, \
                        text/xml;q=0.8, text/html;q=0.7, */*;q=0.1";

/// How long a host is asked by HTTP/1.1 after HTTP/2 went wrong with it (E-31).
const WITHOUT_HTTP2: Duration = Duration::from_secs(24 * 60 * 60);

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
    /// Through which everything is asked for; an http:, https:, socks5: or socks5h: address.
    pub proxy: Option<Url>,
    /// Trusted besides the authorities of the system.
    pub authorities: Authorities,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            contact: None,
            min_interval: Duration::from_secs(15 * 60),
            host_delay: Duration::from_secs(2),
            connections: 32,
            allow_private: Vec::new(),
            proxy: None,
            authorities: Authorities::default(),
        }
    }
}

/// How long what may take (E-22).
#[derive(Debug, Clone)]
struct Limits {
    /// To be connected, TLS included.
    connect: Duration,
    /// From the asking to the end of the answer's head, the connecting included.
    headers: Duration,
    /// Between two pieces of a body.
    idle: Duration,
    /// For a whole fetch, redirects included, but not the wait for one's turn (E-16).
    total: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits {
            connect: Duration::from_secs(10),
            headers: Duration::from_secs(20),
            idle: Duration::from_secs(15),
            total: Duration::from_secs(60),
        }
    }
}

/// The client. Copies of it are one client.
#[derive(Debug, Clone)]
pub struct Client {
    shared: Arc<Shared>,
    credential: Option<Credential>,
}

#[derive(Debug)]
struct Shared {
    client: reqwest::Client,
    /// By HTTP/1.1; made when it is needed for the first time.
    plain: OnceLock<reqwest::Client>,
    options: Options,
    limits: Limits,
    resolver: Resolver,
    at_once: Semaphore,
    hosts: Mutex<HashMap<String, Arc<tokio::sync::Mutex<Host>>>>,
}

/// What is remembered of a host.
#[derive(Debug, Default)]
struct Host {
    /// When it was last asked, to the end of its answer.
    last: Option<Instant>,
    /// When HTTP/2 went wrong with it.
    without_http2: Option<Instant>,
}

impl Client {
    /// Makes a client; it takes some tens of milliseconds, so make one and keep it.
    ///
    /// # Errors
    /// When the system's certificates cannot be read, or the contact cannot stand in a header.
    pub fn new(options: Options) -> anyhow::Result<Self> {
        Self::assemble(
            options,
            Limits::default(),
            resolve::system(),
            Version::Agreed,
        )
    }

    fn assemble(
        options: Options,
        limits: Limits,
        lookup: Lookup,
        version: Version,
    ) -> anyhow::Result<Self> {
        let proxy = options.proxy.as_ref().and_then(Url::host_str);
        let resolver = Resolver {
            lookup,
            allowed: options.allow_private.clone(),
            proxy: proxy.map(str::to_owned),
        };
        let client = connect::client(&options, &limits, &resolver, version)?;
        let shared = Shared {
            client,
            plain: OnceLock::new(),
            at_once: Semaphore::new(options.connections.max(1)),
            options,
            limits,
            resolver,
            hosts: Mutex::default(),
        };
        Ok(Client {
            shared: Arc::new(shared),
            credential: None,
        })
    }

    /// The same client, asking in the name of a source: what it asks of the credential's origin carries the proof.
    #[must_use]
    pub fn signing(&self, credential: Option<&Credential>) -> Self {
        Client {
            shared: Arc::clone(&self.shared),
            credential: credential.cloned(),
        }
    }

    /// Fetches a document; `now` is when it is called, and serves to read dates in headers.
    ///
    /// # Errors
    /// When there is no answer, or not one that can be used.
    pub async fn fetch(&self, request: &Request, now: DateTime<Utc>) -> Result<Answer, Failure> {
        let mut way = Way::new(request.url.clone());
        match self.travel(request, &mut way, now).await {
            Ok(answer) => Ok(Answer {
                moved: way.moved(),
                retry_after: way.retry_after(),
                ..answer
            }),
            Err(failure) => Err(Failure {
                moved: way
                    .moved()
                    .filter(|_| failure.status.is_some())
                    .map(Box::new),
                retry_after: failure.retry_after.max(way.retry_after()),
                ..failure
            }),
        }
    }

    async fn travel(
        &self,
        request: &Request,
        way: &mut Way,
        now: DateTime<Utc>,
    ) -> Result<Answer, Failure> {
        let shared = &self.shared;
        let (started, mut left) = (Instant::now(), shared.limits.total);
        let mut url = request.url.clone();
        loop {
            let blocked = |reason| Failure::new(format!("{}: {reason}", shown(&url)));
            guard::check_url(&url, &shared.options.allow_private).map_err(blocked)?;
            let host = self.host(&url);
            let mut host = host.lock().await;
            if let Some(last) = host.last {
                tokio::time::sleep_until(last + shared.options.host_delay).await;
            }
            let permit = shared.at_once.acquire().await;
            let _permit = permit.map_err(|_| Failure::new("shutting down"))?;
            // The wait for one's turn is none of the server's time.
            let asked = Instant::now();
            let now = now + TimeDelta::from_std(asked - started).unwrap_or_default();
            let asking = self.ask_as_it_can(&mut host, &url, request, now);
            let step = tokio::time::timeout(left, asking).await;
            host.last = Some(Instant::now());
            left = left.saturating_sub(asked.elapsed());
            let step = step.map_err(|_| {
                let seconds = shared.limits.total.as_secs();
                let url = shown(&url);
                Failure::new(format!("{url}: no whole answer within {seconds} seconds"))
            })?;
            match step? {
                Step::Done(answer) => return Ok(*answer),
                Step::Elsewhere(status, headers) => {
                    let next = way.follow(&url, status, &headers, now);
                    url = next.map_err(Failure::new)?;
                }
            }
        }
    }

    /// By HTTP/2 where server and client agree on it, and it works (E-31).
    async fn ask_as_it_can(
        &self,
        host: &mut Host,
        url: &Url,
        request: &Request,
        now: DateTime<Utc>,
    ) -> Result<Step, Failure> {
        let shared = &self.shared;
        let without = host.without_http2;
        if without.is_none_or(|since| since.elapsed() > WITHOUT_HTTP2) {
            match self.ask(&shared.client, url, request, now).await {
                Ok(step) => return Ok(step),
                Err(Trouble::Failed(failure)) => return Err(failure),
                Err(Trouble::Http2(failure)) => {
                    tracing::debug!("{failure}: asked again by HTTP/1.1");
                    host.without_http2 = Some(Instant::now());
                }
            }
        }
        let plain = self.plain()?;
        match self.ask(plain, url, request, now).await {
            Ok(step) => Ok(step),
            Err(Trouble::Failed(failure) | Trouble::Http2(failure)) => Err(failure),
        }
    }

    /// The client that speaks HTTP/1.1 alone.
    fn plain(&self) -> Result<&reqwest::Client, Failure> {
        let shared = &self.shared;
        if let Some(plain) = shared.plain.get() {
            return Ok(plain);
        }
        let made = connect::client(
            &shared.options,
            &shared.limits,
            &shared.resolver,
            Version::One,
        );
        let made = made.map_err(|error| Failure::new(format!("{error:#}")))?;
        Ok(shared.plain.get_or_init(|| made))
    }

    /// One request at a time to a host, and a pause after each (E-16).
    fn host(&self, url: &Url) -> Arc<tokio::sync::Mutex<Host>> {
        let host = format!(
            "{}:{}",
            url.host_str().unwrap_or_default(),
            url.port_or_known_default().unwrap_or_default()
        );
        let hosts = self.shared.hosts.lock();
        let mut hosts = hosts.unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(host).or_default())
    }
}
