//! One published file with everything that answers about it carry, worked out once: the headers, and the
//! body in each coding when it is first asked for in that coding.

use std::sync::{Arc, OnceLock};
use std::time::SystemTime;

use chrono::{DateTime, DurationRound, TimeDelta, Utc};
use http::header::{
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, CACHE_CONTROL, CONTENT_ENCODING,
    CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, LAST_MODIFIED, LINK, VARY,
    X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue};
use hyper::body::Bytes;

use super::coding::{Accepted, CODINGS};
use super::delta::History;
use super::guessed::{ATOM, RSS};
use super::memory_file::MemoryFile;
use crate::article::Page;

/// What a page may load and run. Feeds are sandboxed: XHTML inside XML can run script in a browser
/// (H-16). The pages made for people have one style and one script within, and load nothing: the same as
/// they say themselves, which a test holds against this.
const PAGE_POLICY: &str = "default-src 'none'; \
     style-src 'sha256-zChHJdckdsptnHoc4uW3O2rZcjpa4OH1u/DGfEFNhe8='; \
     script-src 'sha256-8TZtUc2kIBt+9ZxcAQsJDPZYOHIoiXfq16yt2sSER4c='; \
     img-src data:; connect-src 'none'; base-uri 'none'; form-action 'none'";
const FEED_POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; sandbox";

/// What a script of another origin may read besides what it always may.
const EXPOSED: &str = "ETag, Link";

/// Whether a browser shows files of that type as plain text, and would show them as a page if they were `application/xml`.
pub(super) fn is_shown_as_xml(media_type: &str) -> bool {
    matches!(media_type, RSS | ATOM)
}

/// One published file.
#[derive(Debug)]
pub(super) struct Resource {
    pub(super) bytes: Bytes,
    /// Of the bytes: what the tags of all codings begin with (H-03).
    pub(super) hash: String,
    /// When the bytes last changed, in whole seconds.
    modified: DateTime<Utc>,
    pub(super) media_type: &'static str,
    /// What a 304 carries as well: everything that is not about the body.
    pub(super) common: HeaderMap,
    /// Identity, then a place for each of [`CODINGS`]; None within for what would not be shorter.
    variants: Vec<OnceLock<Option<Variant>>>,
    /// What changed lately, where `A-IM: feed` is answered.
    pub(super) history: Option<History>,
}

/// A body in one coding.
#[derive(Debug)]
pub(super) struct Variant {
    pub(super) bytes: Bytes,
    /// The same as a file, where it is large.
    pub(super) file: Option<Arc<MemoryFile>>,
    /// All headers of a 200 with it.
    pub(super) headers: HeaderMap,
}

impl Resource {
    /// A page whose bytes last changed at `modified`; `links` as they stand in `Link`.
    pub(super) fn new(
        page: Page,
        modified: DateTime<Utc>,
        cache_control: &HeaderValue,
        links: &str,
    ) -> Self {
        let modified = modified
            .duration_trunc(TimeDelta::seconds(1))
            .unwrap_or(modified);
        let hash = hash(&page.bytes);
        let policy = match page.media_type.starts_with("text/html") {
            true => PAGE_POLICY,
            false => FEED_POLICY,
        };
        let mut common = HeaderMap::with_capacity(16);
        if let Some(value) = tag(&hash, None) {
            common.insert(ETAG, value);
        }
        if let Some(value) = http_date(modified) {
            common.insert(LAST_MODIFIED, value);
        }
        common.insert(CACHE_CONTROL, cache_control.clone());
        if let Ok(value) = HeaderValue::from_str(links)
            && !links.is_empty()
        {
            common.insert(LINK, value);
        }
        let vary = match is_shown_as_xml(page.media_type) {
            true => "Accept-Encoding, Accept",
            false => "Accept-Encoding",
        };
        for (name, value) in [
            (VARY, vary),
            (ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
            (ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED),
            (CONTENT_SECURITY_POLICY, policy),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        ] {
            common.insert(name, HeaderValue::from_static(value));
        }
        Resource {
            bytes: page.bytes.into(),
            hash,
            modified,
            media_type: page.media_type,
            common,
            variants: (0..=CODINGS.len()).map(|_| OnceLock::new()).collect(),
            history: None,
        }
    }

    /// The body in the coding that the client likes best and that makes it shorter, with the place of that coding in
    /// [`CODINGS`]; None when it takes none that there is.
    pub(super) fn variant(&self, accepted: &Accepted) -> Option<(Option<usize>, &Variant)> {
        let mut packed = accepted.codings.iter().map(|&row| Some(row));
        packed
            .find_map(|row| Some((row, self.packed(row)?)))
            .or_else(|| {
                let whole = self.packed(None).filter(|_| accepted.identity)?;
                Some((None, whole))
            })
    }

    fn packed(&self, row: Option<usize>) -> Option<&Variant> {
        let place = row.map_or(0, |row| row + 1);
        let variant = self.variants.get(place)?.get_or_init(|| self.pack(row));
        variant.as_ref()
    }

    fn pack(&self, row: Option<usize>) -> Option<Variant> {
        let mut headers = self.common.clone();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        let bytes = match row.map(|row| CODINGS.get(row)) {
            None => self.bytes.clone(),
            Some(coding) => {
                let coding = coding?;
                let packed = (coding.pack)(&self.bytes)?;
                if packed.len() >= self.bytes.len() {
                    return None;
                }
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.name));
                Bytes::from(packed)
            }
        };
        if let Some(tag) = tag(&self.hash, row) {
            headers.insert(ETAG, tag);
        }
        headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        Some(Variant {
            file: MemoryFile::of(&bytes),
            bytes,
            headers,
        })
    }

    /// When the bytes last changed, as HTTP writes it; None when that is not in the past (H-07), or
    /// outside the years that HTTP can write.
    pub(super) fn last_modified(&self, now: DateTime<Utc>) -> Option<SystemTime> {
        (is_writable(self.modified) && self.modified <= now).then(|| self.modified.into())
    }

    /// The strong entity tag in a coding.
    pub(super) fn tag(&self, row: Option<usize>) -> Option<HeaderValue> {
        tag(&self.hash, row)
    }
}

fn is_writable(time: DateTime<Utc>) -> bool {
    (0..253_402_300_800).contains(&time.timestamp())
}

fn http_date(time: DateTime<Utc>) -> Option<HeaderValue> {
    let text = is_writable(time).then(|| httpdate::fmt_http_date(time.into()))?;
    HeaderValue::from_str(&text).ok()
}

fn tag(hash: &str, row: Option<usize>) -> Option<HeaderValue> {
    let suffix = match row {
        None => "",
        Some(row) => CODINGS.get(row)?.suffix,
    };
    HeaderValue::from_str(&format!("\"{hash}{suffix}\"")).ok()
}

/// 128 bits of BLAKE3 are plenty to tell versions of one page apart.
fn hash(bytes: &[u8]) -> String {
    let mut hash = blake3::hash(bytes).to_hex().to_string();
    hash.truncate(32);
    hash
}
