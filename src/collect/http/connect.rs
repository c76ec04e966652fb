//! How connections are made: through which proxy, on whose word, by which version of HTTP.

use std::sync::Arc;

use http::HeaderValue;
use reqwest::{Certificate, Proxy};

use super::resolve::Resolver;
use super::{Limits, Options, decode};

/// Most bytes and lines of the head of an answer (E-23). The lines of HTTP/1.1 are counted by hyper, which takes
/// as many.
pub(super) const HEAD: u32 = 64 << 10;
pub(super) const HEAD_LINES: usize = 100;

/// Certificates of authorities that are trusted besides the system's.
#[derive(Debug, Clone, Default)]
pub struct Authorities(Vec<Certificate>);

impl Authorities {
    /// From the text of a PEM file.
    ///
    /// # Errors
    /// A few words on what is wrong with it.
    pub fn new(pem: &[u8]) -> Result<Self, String> {
        match Certificate::from_pem_bundle(pem) {
            Ok(found) if found.is_empty() => Err("holds no certificate".to_owned()),
            Ok(found) => Ok(Authorities(found)),
            Err(_) => Err("cannot be read as certificates".to_owned()),
        }
    }
}

/// Which versions are spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    /// What is agreed on with each server.
    Agreed,
    /// HTTP/1.1, where HTTP/2 made trouble (E-31).
    One,
    /// HTTP/2 without agreement.
    #[cfg(test)]
    Two,
}

/// A client of reqwest that does nothing that was not asked for: no redirects, no cookies, no referrer, no proxy of
/// the environment, no unpacking.
pub(super) fn client(
    options: &Options,
    limits: &Limits,
    resolver: &Resolver,
    version: Version,
) -> anyhow::Result<reqwest::Client> {
    let number = env!("CARGO_PKG_VERSION");
    let agent = match &options.contact {
        Some(contact) => format!("feedmill/{number} (+{contact})"),
        None => format!("feedmill/{number}"),
    };
    let mut builder = reqwest::Client::builder()
        .user_agent(HeaderValue::from_str(&agent)?)
        .default_headers(
            [
                (http::header::ACCEPT, super::ACCEPTED),
                (http::header::ACCEPT_ENCODING, decode::ACCEPTED),
            ]
            .map(|(name, value)| (name, HeaderValue::from_static(value)))
            .into_iter()
            .collect(),
        )
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .referer(false)
        .retry(reqwest::retry::never())
        .connect_timeout(limits.connect)
        .dns_resolver(Arc::new(resolver.clone()))
        .pool_max_idle_per_host(1)
        .http2_max_header_list_size(HEAD);
    if let Some(proxy) = &options.proxy {
        builder = builder.proxy(Proxy::all(proxy.clone())?);
    }
    if !options.authorities.0.is_empty() {
        builder = builder.tls_certs_merge(options.authorities.0.clone());
    }
    builder = match version {
        Version::Agreed => builder,
        Version::One => builder.http1_only(),
        #[cfg(test)]
        Version::Two => builder.http2_prior_knowledge(),
    };
    Ok(builder.build()?)
}
