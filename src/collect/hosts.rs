//! What is known of hosts, whoever asks them: until when they want to be left alone, and what their robots.txt says.
//! Shared by all that is being fetched, so that one answer counts for everybody at once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::robots::Rules;

/// A robots.txt is good for so long (RFC 9309, 2.4).
const DAY: TimeDelta = TimeDelta::days(1);
/// One that could not be had is tried again after this.
const SOON: TimeDelta = TimeDelta::minutes(15);
/// No pause is longer: what lies further ahead was said by a clock that has been set back since.
const WEEK: TimeDelta = TimeDelta::days(7);

/// What is known of one host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Host {
    /// Never before this: it said so (E-09).
    pub not_before: Option<DateTime<Utc>>,
    /// What its robots.txt says; None when it could never be had.
    pub robots: Option<Arc<Rules>>,
    /// Until when that holds.
    pub robots_until: Option<DateTime<Utc>>,
}

/// What is known of all hosts, by name and port.
#[derive(Debug, Default)]
pub struct Hosts(Mutex<Inner>);

#[derive(Debug, Default)]
struct Inner {
    hosts: BTreeMap<String, Host>,
    changed: BTreeSet<String>,
    /// Held by whoever asks a host for its robots.txt, or waits for its turn there: when it was last asked.
    gates: BTreeMap<String, Gate>,
}

/// One at a time: with when the one before was done.
pub(super) type Gate = Arc<tokio::sync::Mutex<Option<tokio::time::Instant>>>;

/// A host with its port: what is asked one request at a time, and paused as a whole.
pub fn name(url: &Url) -> String {
    format!(
        "{}:{}",
        url.host_str().unwrap_or_default(),
        url.port_or_known_default().unwrap_or_default()
    )
}

impl Hosts {
    /// What was known before.
    pub fn new(known: impl IntoIterator<Item = (String, Host)>) -> Self {
        Hosts(Mutex::new(Inner {
            hosts: known.into_iter().collect(),
            ..Inner::default()
        }))
    }

    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Until when the host of an address wants to be left alone, if it does.
    pub fn paused(&self, url: &Url, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let until = self.inner().hosts.get(&name(url))?.not_before?;
        (until > now && until <= now + WEEK + SOON).then_some(until)
    }

    /// Leaves the host of an address alone; of two pauses the longer counts.
    pub fn pause(&self, url: &Url, until: DateTime<Utc>, now: DateTime<Utc>) {
        let until = self.paused(url, now).max(Some(until.min(now + WEEK)));
        self.change(url, |host| host.not_before = until);
    }

    /// What its robots.txt says, while that holds: None when it is to be asked for; nothing in it when it cannot be had.
    pub(super) fn robots(&self, url: &Url, now: DateTime<Utc>) -> Option<Option<Arc<Rules>>> {
        let inner = self.inner();
        let host = inner.hosts.get(&name(url))?;
        let until = host.robots_until?;
        (until > now && until <= now + DAY + SOON).then(|| host.robots.clone())
    }

    /// Takes up what came of asking for its robots.txt; when nothing did, what is known of it stays (RFC 9309, 2.4).
    pub(super) fn learn(
        &self,
        url: &Url,
        read: Option<Rules>,
        now: DateTime<Utc>,
    ) -> Option<Arc<Rules>> {
        let mut known = None;
        self.change(url, |host| {
            host.robots_until = Some(now + if read.is_some() { DAY } else { SOON });
            host.robots = read.map(Arc::new).or(host.robots.take());
            known.clone_from(&host.robots);
        });
        known
    }

    fn change(&self, url: &Url, change: impl FnOnce(&mut Host)) {
        let (mut inner, name) = (self.inner(), name(url));
        change(inner.hosts.entry(name.clone()).or_default());
        inner.changed.insert(name);
    }

    pub(super) fn gate(&self, url: &Url) -> Gate {
        Arc::clone(self.inner().gates.entry(name(url)).or_default())
    }

    /// What has changed since this was last asked, to be remembered.
    pub fn changed(&self) -> Vec<(String, Host)> {
        let mut inner = self.inner();
        let changed = std::mem::take(&mut inner.changed);
        changed
            .into_iter()
            .filter_map(|name| Some((name.clone(), inner.hosts.get(&name)?.clone())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// E-09, D-15: a pause is the host's, with its port; a clock that was set back ends it.
    #[test]
    fn a_pause_is_that_of_a_host_with_its_port() {
        let hosts = Hosts::default();
        let url = |text: &str| Url::parse(text).expect("an address");
        let now = DateTime::from_timestamp(1_760_000_000, 0).expect("a time");
        let hour = now + TimeDelta::hours(1);
        hosts.pause(&url("https://a.example/feed"), hour, now);
        hosts.pause(&url("https://a.example/other"), now, now);
        for (address, paused) in [
            ("https://a.example/page", true),
            ("https://A.example:443/", true),
            ("http://a.example/feed", false),
            ("https://a.example:8443/feed", false),
            ("https://b.example/feed", false),
        ] {
            let until = hosts.paused(&url(address), now);
            assert_eq!(until, paused.then_some(hour), "{address}");
        }
        let feed = url("https://a.example/feed");
        assert_eq!(hosts.paused(&feed, hour), None);
        assert_eq!(hosts.paused(&feed, now - TimeDelta::days(30)), None);
        assert_eq!(hosts.changed().len(), 1);
        assert_eq!(hosts.changed(), []);
        hosts.pause(&feed, now + TimeDelta::days(99), now);
        assert_eq!(hosts.paused(&feed, now), Some(now + WEEK));
    }
}
