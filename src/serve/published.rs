//! What is served: an immutable snapshot of the published files, made once a turn and swapped as a
//! whole, so that headers and body always belong to one version (H-17).

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::HeaderValue;
use url::Url;

use super::delta::History;
use super::guessed;
use super::resource::Resource;
use crate::article::Page;

/// Where `/` leads.
const INDEX: &str = "/index.html";

/// What all that is served has in common.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The public address of what is served, ending in `/`. A proxy may pass requests on with its path or without.
    pub base_url: Url,
    /// How long a cache may keep a file without asking.
    pub max_age: Duration,
    /// The name of the feed that people mean who name none.
    pub main: Option<String>,
    /// WebSub hubs that hear of new versions.
    pub hubs: Vec<Url>,
    /// Whether clients that can put it together are sent new entries alone (RFC 3229).
    pub delta: bool,
}

impl Default for Site {
    fn default() -> Self {
        Site {
            base_url: Url::parse("http://localhost/").expect("a constant address"),
            max_age: Duration::from_secs(60),
            main: None,
            hubs: Vec::new(),
            delta: false,
        }
    }
}

/// A snapshot of everything that is served.
#[derive(Debug, Default)]
pub struct Published {
    site: Site,
    /// By the path of the address, percent-encoded: `/tags/rust.rss`.
    resources: HashMap<String, Kept>,
    /// The formats of each feed by its name, as media type and path.
    feeds: HashMap<String, Vec<(&'static str, String)>>,
    /// What is served no longer, by path: where it is now, or that it is gone.
    retired: HashMap<String, Option<String>>,
    /// Where feeds were under another program, by path of the host: their public address.
    forwarded: HashMap<String, String>,
}

/// A file that is served, with what tells whether it is still the same.
#[derive(Debug, Clone)]
struct Kept {
    resource: Arc<Resource>,
    stamp: u128,
}

/// What is at a path.
#[derive(Debug)]
pub(super) enum Found<'a> {
    /// A file.
    Here(&'a Resource),
    /// It is elsewhere: the path without its first `/`, percent-encoded.
    There(&'a str),
    /// It is at this public address.
    Elsewhere(&'a str),
    /// It was there, and will not come again.
    Gone,
    /// Nothing.
    Nothing,
}

impl Published {
    /// A snapshot without any file yet.
    pub fn new(site: Site) -> Self {
        Published {
            site,
            ..Published::default()
        }
    }

    /// Adds a file whose bytes last changed at `modified`. Where the snapshot before had it with the same `stamp`, it is
    /// taken from there, packed bodies and all, and not read.
    ///
    /// # Errors
    /// What `read` says.
    pub fn add<E>(
        &mut self,
        before: &Published,
        path: &str,
        stamp: u128,
        modified: DateTime<Utc>,
        read: impl FnOnce() -> Result<Page, E>,
    ) -> Result<(), E> {
        let address = address_path(path);
        let known = before.resources.get(&address);
        let same = known.filter(|kept| kept.stamp == stamp && before.site == self.site);
        let kept = match same {
            Some(kept) => kept.clone(),
            None => Kept {
                resource: Arc::new(self.resource(read()?, modified, known)),
                stamp,
            },
        };
        let media_type = kept.resource.media_type;
        if let Some((name, _)) = path.rsplit_once('.') {
            let formats = self.feeds.entry(name.to_owned()).or_default();
            formats.push((media_type, address.trim_start_matches('/').to_owned()));
        }
        self.resources.insert(address, kept);
        Ok(())
    }

    /// Adds a path at which something was, with the path of what is in its place.
    pub fn retire(&mut self, path: &str, successor: Option<&str>) {
        let successor = successor.map(|path| address_path(path).split_off(1));
        self.retired.insert(address_path(path), successor);
    }

    /// Adds a path of the host at which the file at `now` was under another program.
    pub fn forward(&mut self, path: &str, now: &str) {
        let now = address_path(now).split_off(1);
        if let Ok(address) = self.site.base_url.join(&now) {
            self.forwarded.insert(address_path(path), address.into());
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.resources.is_empty()
    }

    fn resource(&self, page: Page, modified: DateTime<Utc>, before: Option<&Kept>) -> Resource {
        let cache_control = HeaderValue::from_str(&cache_control(self.site.max_age))
            .unwrap_or_else(|_| HeaderValue::from_static("public"));
        let links = self.links(&page);
        let mut resource = Resource::new(page, modified, &cache_control, &links);
        if self.site.delta {
            let before = before.and_then(|kept| kept.resource.history.as_ref());
            resource.history =
                History::new(before, &resource.hash, resource.media_type, &resource.bytes);
        }
        resource
    }

    /// The `Link` header of a feed: its own address for good and the hubs that hear of it (W-01, W-02).
    fn links(&self, page: &Page) -> String {
        if !guessed::FEEDS.contains(&page.media_type) {
            return String::new();
        }
        let own = self.site.base_url.join(&page.path).ok();
        let own = own.map(|url| format!("<{url}>; rel=\"self\""));
        let hubs = self.site.hubs.iter();
        let hubs = hubs.map(|hub| format!("<{hub}>; rel=\"hub\""));
        own.into_iter().chain(hubs).collect::<Vec<_>>().join(", ")
    }

    /// What is at the path of an address, and that path below the root: of `/feeds/all.rss` too where the public address is
    /// `https://example.org/feeds/`, since a proxy may leave its own part in. An exact map: nothing else can be
    /// reached (T-19).
    pub(super) fn find<'a>(&self, path: &'a str) -> (Found<'_>, &'a str) {
        let found = self.below_root(path);
        if let (Found::Nothing, Some(rest)) = (&found, self.below_base(path)) {
            return (self.below_root(rest), rest);
        }
        let base = self.site.base_url.path();
        if matches!(found, Found::Nothing) && base.strip_suffix('/') == Some(path) {
            return (Found::There(base.trim_start_matches('/')), path);
        }
        (found, path)
    }

    /// A path without the part of it that is in the public address, where it has that.
    pub(super) fn below_base<'a>(&self, path: &'a str) -> Option<&'a str> {
        let base = self.site.base_url.path().trim_end_matches('/');
        let rest = path.strip_prefix(base).filter(|_| !base.is_empty())?;
        rest.starts_with('/').then_some(rest)
    }

    fn below_root(&self, path: &str) -> Found<'_> {
        let path = match path {
            "/" => INDEX,
            path => path,
        };
        if let Some(kept) = self.resources.get(path) {
            return Found::Here(&kept.resource);
        }
        if let Some(address) = self.forwarded.get(path) {
            return Found::Elsewhere(address);
        }
        match self.retired.get(path) {
            Some(Some(successor)) => return Found::There(successor),
            Some(None) => return Found::Gone,
            None => {}
        }
        self.guess(path).map_or(Found::Nothing, Found::There)
    }

    fn guess(&self, path: &str) -> Option<&str> {
        let path = path.strip_prefix('/')?;
        guessed::guesses(path)
            .into_iter()
            .find_map(|(name, wanted)| {
                let name = match name {
                    "" => self.site.main.as_deref()?,
                    name => name,
                };
                let formats = self.feeds.get(name)?;
                wanted.iter().find_map(|wanted| {
                    let found = formats.iter().find(|(media_type, _)| media_type == wanted);
                    found.map(|(_, path)| path.as_str())
                })
            })
    }
}

/// What caches are told of a page that they may keep for so long (H-09).
pub fn cache_control(max_age: Duration) -> String {
    let seconds = max_age.as_secs();
    format!("public, max-age={seconds}, stale-if-error=86400")
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
