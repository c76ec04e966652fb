//! Where a redirect leads, and where the way there has been (E-12, E-13). Pure.

use chrono::{DateTime, Utc};
use http::header::LOCATION;
use http::{HeaderMap, StatusCode};
use url::Url;

use super::super::freshness;
use super::trouble::shown;

/// Most redirects followed (E-13).
const HOPS: usize = 5;

/// The way from the address that was asked for to the one that answers.
#[derive(Debug)]
pub(super) struct Way {
    /// Every address so far; the last one is where we are.
    been: Vec<Url>,
    permanent: bool,
    retry_after: Option<DateTime<Utc>>,
}

impl Way {
    /// At its beginning.
    pub(super) fn new(from: Url) -> Self {
        Way {
            been: vec![from],
            permanent: true,
            retry_after: None,
        }
    }

    /// Whether the server sends us elsewhere by this.
    pub(super) fn leads_on(status: StatusCode) -> bool {
        matches!(status.as_u16(), 301 | 302 | 303 | 307 | 308)
    }

    /// One step further.
    ///
    /// # Errors
    /// A sentence that says why not.
    pub(super) fn follow(
        &mut self,
        here: &Url,
        status: StatusCode,
        headers: &HeaderMap,
        now: DateTime<Utc>,
    ) -> Result<Url, String> {
        self.permanent &= matches!(status.as_u16(), 301 | 308);
        self.retry_after = self.retry_after.max(freshness::retry_after(headers, now));
        let location = headers
            .get(LOCATION)
            .and_then(|value| std::str::from_utf8(value.as_bytes()).ok());
        let next = location.and_then(|location| here.join(location).ok());
        let Some(mut next) = next else {
            return Err(format!(
                "{}: a redirect without a usable Location",
                shown(here)
            ));
        };
        next.set_fragment(None);
        if here.scheme() == "https" && next.scheme() == "http" {
            return Err(format!(
                "{} leads from https to http, to {}",
                shown(here),
                shown(&next)
            ));
        }
        if self.been.contains(&next) {
            return Err(format!(
                "{}: its redirects lead in a circle, back to {}",
                shown(here),
                shown(&next)
            ));
        }
        if self.been.len() > HOPS {
            return Err(format!(
                "more than {HOPS} redirects, the last to {}",
                shown(&next)
            ));
        }
        self.been.push(next.clone());
        Ok(next)
    }

    /// The address here, when it was reached, and for good at every step (E-11, E-12).
    pub(super) fn moved(&self) -> Option<Url> {
        let here = self.been.last().filter(|_| self.been.len() > 1);
        here.filter(|_| self.permanent).cloned()
    }

    /// When one of those on the way wants to be asked again (E-08).
    pub(super) fn retry_after(&self) -> Option<DateTime<Utc>> {
        self.retry_after
    }
}
