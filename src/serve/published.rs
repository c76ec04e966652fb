//! What is served: an immutable snapshot of the published pages, made once a turn and swapped as a
//! whole, so that headers and body always belong to one version (H-17).

use std::collections::HashMap;
use std::time::{Duration, SystemTime};

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use http::HeaderValue;
use hyper::body::Bytes;
use url::Url;

use crate::article::Page;

/// What a page may load and run. Feeds are sandboxed: XHTML inside XML can run script in a browser
/// (H-16). The pages made for people have one style and one script within, and load nothing: the same as
/// they say themselves, which a test holds against this.
const PAGE_POLICY: &str = "default-src 'none'; \
     style-src 'sha256-zChHJdckdsptnHoc4uW3O2rZcjpa4OH1u/DGfEFNhe8='; \
     script-src 'sha256-8TZtUc2kIBt+9ZxcAQsJDPZYOHIoiXfq16yt2sSER4c='; \
     img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'";
const FEED_POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; sandbox";

/// Where `/` leads.
const INDEX: &str = "/index.html";

/// A snapshot of everything that is served.
#[derive(Debug, Clone, Default)]
pub struct Published {
    /// By the path of the address, percent-encoded: `/tags/rust.rss`.
    resources: HashMap<String, Resource>,
}

/// One page with its headers, which are worked out once.
#[derive(Debug, Clone)]
pub(super) struct Resource {
    pub(super) bytes: Bytes,
    /// The hash of the bytes: a strong validator without its quotes (H-03).
    pub(super) tag: String,
    /// When the bytes last changed, in whole seconds.
    pub(super) modified: DateTime<Utc>,
    pub(super) media_type: HeaderValue,
    pub(super) cache_control: HeaderValue,
    pub(super) policy: HeaderValue,
}

impl Published {
    /// A snapshot of pages, each with the time at which its bytes last changed. `max_age` is how long
    /// a cache may keep one without asking.
    pub fn new(pages: impl IntoIterator<Item = (Page, DateTime<Utc>)>, max_age: Duration) -> Self {
        let cache_control = format!(
            "public, max-age={}, stale-if-error=86400",
            max_age.as_secs()
        );
        let cache_control = HeaderValue::from_str(&cache_control)
            .unwrap_or_else(|_| HeaderValue::from_static("public"));
        let resources = pages.into_iter().map(|(page, modified)| {
            let policy = match page.media_type.starts_with("text/html") {
                true => PAGE_POLICY,
                false => FEED_POLICY,
            };
            let resource = Resource {
                tag: tag(&page.bytes),
                bytes: page.bytes.into(),
                modified: modified
                    .duration_trunc(TimeDelta::seconds(1))
                    .unwrap_or(modified),
                media_type: HeaderValue::from_str(page.media_type)
                    .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream")),
                cache_control: cache_control.clone(),
                policy: HeaderValue::from_static(policy),
            };
            (address_path(&page.path), resource)
        });
        Published {
            resources: resources.collect(),
        }
    }

    /// What is at the path of an address. An exact map: nothing else can be reached (T-19).
    pub(super) fn get(&self, path: &str) -> Option<&Resource> {
        let path = match path {
            "/" => INDEX,
            path => path,
        };
        self.resources.get(path)
    }
}

impl Resource {
    /// When the bytes last changed, as HTTP writes it; None when that is not in the past (H-07), or
    /// outside the years that HTTP can write.
    pub(super) fn last_modified(&self, now: DateTime<Utc>) -> Option<SystemTime> {
        let writable = (0..253_402_300_800).contains(&self.modified.timestamp());
        (writable && self.modified <= now).then(|| self.modified.into())
    }
}

/// 128 bits of BLAKE3 are plenty to tell versions of one page apart.
fn tag(bytes: &[u8]) -> String {
    let mut hash = blake3::hash(bytes).to_hex().to_string();
    hash.truncate(32);
    hash
}

/// A page's path as it stands in an address.
fn address_path(path: &str) -> String {
    let Ok(mut url) = Url::parse("http://localhost/") else {
        return format!("/{path}");
    };
    if let Ok(mut segments) = url.path_segments_mut() {
        segments.clear().extend(path.split('/'));
    }
    url.path().to_owned()
}
