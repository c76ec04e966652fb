//! Which addresses are of the site that a sitemap is for.

use std::collections::HashSet;

use url::Url;

/// The site of a sitemap, and the addresses that were found of it so far.
pub(super) struct Site<'a> {
    base: Option<&'a Url>,
    host: Option<String>,
    seen: HashSet<Url>,
    refused: usize,
}

impl<'a> Site<'a> {
    /// The protocol lets a sitemap list its own host. Where it lists none of that, it was submitted for another one
    /// ("cross submits"): that of its first address.
    pub(super) fn of<'b>(base: Option<&'a Url>, links: impl Iterator<Item = &'b str>) -> Self {
        let own = base.and_then(name);
        let mut first = None;
        let mut is_own = false;
        for host in links.filter_map(|link| name(&resolve(link, base)?)) {
            is_own |= own.as_deref().is_some_and(|own| is_same(own, &host));
            first = first.or(Some(host));
            if is_own {
                break;
            }
        }
        Site {
            base,
            // without an address of its own there is nothing that it must not list
            host: if is_own { own } else { own.and(first) },
            seen: HashSet::new(),
            refused: 0,
        }
    }

    /// An address of the site that was not there before.
    pub(super) fn take(&mut self, link: &str) -> Option<Url> {
        let address = resolve(link, self.base).filter(|url| {
            let own = |host: &String| name(url).is_some_and(|found| is_same(host, &found));
            is_web(url.as_str()) && self.host.as_ref().is_none_or(own)
        });
        let Some(mut address) = address else {
            self.refused += 1;
            return None;
        };
        address.set_fragment(None);
        self.seen.insert(address.clone()).then_some(address)
    }

    /// How many addresses were none of the site.
    pub(super) fn refused(&self) -> usize {
        self.refused
    }
}

/// Whether an address is one of the web.
pub(super) fn is_web(address: &str) -> bool {
    ["http://", "https://"].iter().any(|scheme| {
        let start = address.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    })
}

/// Relative addresses are against the protocol, and clear.
fn resolve(link: &str, base: Option<&Url>) -> Option<Url> {
    match base {
        Some(base) => base.join(link).ok(),
        None => Url::parse(link).ok(),
    }
}

fn name(url: &Url) -> Option<String> {
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host).to_owned())
}

/// The same host, or one beneath the other: a sitemap at `example.org` lists `news.example.org`, and one at
/// `static.example.org` lists `example.org`.
fn is_same(one: &str, other: &str) -> bool {
    let beneath = |low: &str, high: &str| {
        low.strip_suffix(high)
            .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    beneath(one, other) || beneath(other, one)
}
