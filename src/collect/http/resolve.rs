//! Names → addresses that may be connected to (standards.md 3.2). What is found here is what is connected to:
//! a name that leads elsewhere the next time is looked at again the next time.

use std::fmt;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::super::guard::{self, Allowed};

/// The addresses of a name, of both versions.
pub(super) type Looked = Pin<Box<dyn Future<Output = io::Result<Vec<IpAddr>>> + Send>>;
/// Looks names up; tests have one of their own.
pub(super) type Lookup = Arc<dyn Fn(String) -> Looked + Send + Sync>;

/// What the system says.
pub(super) fn system() -> Lookup {
    Arc::new(|name| {
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        })
    })
}

/// Refuses names that lead to an address that is not public: all of it, when one of several is private.
#[derive(Clone)]
pub(super) struct Resolver {
    pub(super) lookup: Lookup,
    pub(super) allowed: Vec<Allowed>,
    /// The host of the configured proxy: the operator's own choice, wherever it is.
    pub(super) proxy: Option<String>,
}

impl Resolver {
    /// The addresses of a name.
    ///
    /// # Errors
    /// When it has none, or one that is not fetched.
    pub(super) async fn addresses(&self, name: &str) -> io::Result<Vec<IpAddr>> {
        let found = (self.lookup)(name.to_owned()).await?;
        for address in &found {
            guard::check_address(name, *address, None, &self.allowed).map_err(refused)?;
        }
        Ok(found)
    }
}

/// The guard's word, to be told from a name that is not known.
fn refused(reason: String) -> io::Error {
    io::Error::new(io::ErrorKind::PermissionDenied, reason)
}

impl fmt::Debug for Resolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Resolver").finish_non_exhaustive()
    }
}

impl Resolve for Resolver {
    fn resolve(&self, name: Name) -> Resolving {
        let resolver = self.clone();
        Box::pin(async move {
            let name = name.as_str();
            let found = match &resolver.proxy {
                Some(proxy) if proxy == name => (resolver.lookup)(name.to_owned()).await?,
                _ => resolver.addresses(name).await?,
            };
            let found = found.into_iter().map(|ip| SocketAddr::new(ip, 0));
            Ok(Box::new(found) as Addrs)
        })
    }
}
