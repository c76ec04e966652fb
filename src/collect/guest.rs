//! The client with manners: it leaves alone the hosts that ask for it, and does not enter where robots.txt says no.

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::Instant;
use url::Url;

use super::hosts::Hosts;
use super::http::{Answer, Client, Failure, Request};
use super::robots::Rules;

/// A host that answers 429 without saying for how long is left alone for this (E-09, E-10).
const HOUR: TimeDelta = TimeDelta::hours(1);

/// The client, and what is known of the hosts that it asks.
#[derive(Debug, Clone)]
pub struct Guest {
    client: Arc<Client>,
    hosts: Arc<Hosts>,
}

/// Why a page is not had.
#[derive(Debug)]
pub enum Refusal {
    /// robots.txt does not allow it.
    Disallowed(String),
    /// There may be another time.
    Failed(Failure),
}

impl Guest {
    /// A guest of these hosts.
    pub fn new(client: Arc<Client>, hosts: Arc<Hosts>) -> Self {
        Guest { client, hosts }
    }

    /// Fetches what the operator named: robots.txt is not for that.
    ///
    /// # Errors
    /// When there is no answer, or not one that can be used; or the host wants to be left alone.
    pub async fn fetch(&self, request: &Request, now: DateTime<Utc>) -> Result<Answer, Failure> {
        if let Some(until) = self.hosts.paused(&request.url, now) {
            return Err(Failure {
                retry_after: Some(until),
                ..Failure::new(format!(
                    "{}: its host has asked to be left alone until {}",
                    request.url,
                    until.format("%F %H:%M UTC")
                ))
            });
        }
        let answer = self.client.fetch(request, now).await;
        if let Err(failure) = &answer
            && failure.status == Some(429)
        {
            let until = failure.retry_after.unwrap_or(now + HOUR);
            let host = failure.url.as_deref().unwrap_or(&request.url);
            self.hosts.pause(host, until, now);
        }
        answer
    }

    /// Fetches a page that nobody but its site's own links have named (E-26).
    ///
    /// # Errors
    /// When it may not be asked for, or is not to be had.
    pub async fn page(&self, request: &Request, now: DateTime<Utc>) -> Result<Answer, Refusal> {
        let url = &request.url;
        let rules = self.robots(url, now).await.map_err(Refusal::Failed)?;
        let path = url.query().map_or(url.path().to_owned(), |query| {
            format!("{}?{query}", url.path())
        });
        if !rules.allow(&path) {
            return Err(Refusal::Disallowed(format!(
                "{url}: the robots.txt of its host does not allow it"
            )));
        }
        if rules.delay().is_zero() {
            return self.fetch(request, now).await.map_err(Refusal::Failed);
        }
        let gate = self.hosts.gate(url);
        let mut last = gate.lock().await;
        if let Some(last) = *last {
            tokio::time::sleep_until(last + rules.delay()).await;
        }
        let answer = self.fetch(request, now).await;
        *last = Some(Instant::now());
        answer.map_err(Refusal::Failed)
    }

    /// What the robots.txt of an address's host says: asked for once a day. Without one, everything is allowed; when it
    /// cannot be had, nothing is (RFC 9309, 2.3.1).
    async fn robots(&self, url: &Url, now: DateTime<Utc>) -> Result<Arc<Rules>, Failure> {
        let unknown = |reason: &str| {
            Failure::new(format!(
                "{reason}: while the robots.txt of a host cannot be read, its pages are left alone"
            ))
        };
        let gate = self.hosts.gate(url);
        let mut last = gate.lock().await;
        if let Some(known) = self.hosts.robots(url, now) {
            return known.ok_or_else(|| unknown(&format!("{url} was not asked for")));
        }
        let mut robots = url.clone();
        robots.set_path("/robots.txt");
        robots.set_query(None);
        robots.set_fragment(None);
        let request = Request {
            url: robots,
            given_by: None,
            etag: None,
            last_modified: None,
        };
        let (read, reason) = match self.fetch(&request, now).await {
            Ok(answer) => (
                Some(Rules::read(&answer.body.unwrap_or_default())),
                String::new(),
            ),
            Err(failure) => match failure.status {
                Some(400..=428 | 430..=499) => (Some(Rules::default()), String::new()),
                _ => (None, failure.message),
            },
        };
        *last = Some(Instant::now());
        self.hosts
            .learn(url, read, now)
            .ok_or_else(|| unknown(&reason))
    }
}
