//! What is known of hosts, between the state and whoever fetches.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use url::Url;

use crate::collect::hosts::{Host, Hosts};
use crate::store::{self, HostState, SourceState, Store};

/// What the state knows of hosts.
pub(super) fn load(store: &Store, now: DateTime<Utc>) -> Result<Hosts, store::Error> {
    store.forget_hosts(now)?;
    read(store)
}

/// The same, for reading only.
pub(super) fn read(store: &Store) -> Result<Hosts, store::Error> {
    let known = store.hosts()?.into_iter().map(|state| {
        let robots = state.robots.as_deref();
        let host = Host {
            not_before: state.not_before,
            robots: robots.and_then(|robots| serde_json::from_str(robots).ok().map(Arc::new)),
            robots_until: state.robots_until,
        };
        (state.name, host)
    });
    Ok(Hosts::new(known))
}

/// Remembers what has been learned of hosts.
pub(super) fn save(store: &Store, hosts: &Hosts) -> Result<(), store::Error> {
    for (name, host) in hosts.changed() {
        let robots = host.robots.as_deref().map(serde_json::to_string);
        store.save_host(&HostState {
            name,
            not_before: host.not_before,
            robots: robots.transpose()?,
            robots_until: host.robots_until,
        })?;
    }
    Ok(())
}

/// The address that is asked for a source: the feed that its page announced, where it has moved to for good, or the
/// configured one.
pub(super) fn asked(configured: &Url, state: &SourceState) -> Url {
    let others = [&state.feed_url, &state.moved_to].into_iter().flatten();
    let mut others = others.filter_map(|other| Url::parse(other).ok());
    others.next().unwrap_or_else(|| configured.clone())
}

/// Until when the host that is asked for a source wants to be left alone.
pub(super) fn paused(
    hosts: &Hosts,
    configured: &Url,
    state: &SourceState,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    hosts.paused(&asked(configured, state), now)
}
