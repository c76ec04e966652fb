//! The one guarded HTTP client through which every fetch goes.

use std::time::Duration;

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

/// An exception from the address guard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Allowed {
    /// A host name, lower case.
    Host(String),
    /// An address or a network.
    Net(ipnet::IpNet),
}
