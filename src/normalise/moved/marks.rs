//! What an article is known by, besides its id.

use chrono::{DateTime, FixedOffset, Timelike};
use url::Url;

use super::super::{content, link};
use crate::article::{Article, IdOrigin};
use crate::text;

/// A text of so many letters and digits is the article's own; a shorter one may be what its
/// publisher writes below everything.
const LONG: usize = 120;

/// An address as far as it tells articles apart: no scheme, no `www.`, no tracking, no slash at
/// the end.
pub(super) fn place(address: &str) -> Option<String> {
    bare(&link::clean(address, None)?)
}

/// An address of the web without scheme, `www.`, and slash at the end.
fn bare(address: &str) -> Option<String> {
    let url = Url::parse(address).ok()?;
    let rest = url
        .as_str()
        .strip_prefix(url.scheme())?
        .strip_prefix("://")?;
    let rest = rest.strip_prefix("www.").unwrap_or(rest);
    let is_web = matches!(url.scheme(), "http" | "https");
    is_web.then(|| rest.trim_end_matches('/').to_owned())
}

/// What an article is known by.
pub(super) struct Marks {
    /// Its id, where that is an address, without scheme and the like.
    pub(super) id: Option<String>,
    /// Its id as a [`place`].
    pub(super) untracked_id: Option<String>,
    /// Its id is its source's own, and was not made of its link.
    pub(super) own: bool,
    /// It is a file, and has no id but its path.
    pub(super) file: bool,
    pub(super) place: Option<String>,
    /// The place, where no other entry of the document has it.
    pub(super) alone: Option<String>,
    /// The place without its host.
    pub(super) path: Option<String>,
    pub(super) title: Option<String>,
    pub(super) date: Option<DateTime<FixedOffset>>,
    /// The date is one that the source has said to be that of publication.
    pub(super) stated: bool,
    /// A hash of the letters and digits of the text; empty where there are none.
    pub(super) words: String,
    /// The text is the article's own.
    pub(super) is_long: bool,
}

impl Marks {
    pub(super) fn new(article: &Article, given: Option<DateTime<FixedOffset>>) -> Self {
        let place = article.url.as_deref().and_then(place);
        let path = place.as_deref().map(|place| {
            let path = Url::parse(&format!("http://{place}"));
            path.map_or(String::new(), |url| {
                url[url::Position::BeforePath..].to_owned()
            })
        });
        let published = article.published.as_ref();
        let updated = article.updated.as_ref().filter(|_| given.is_none());
        let found = article
            .found
            .as_ref()
            .and_then(|found| found.content.as_ref());
        let cleaned = found.map(|text| content::clean(text, text.base.as_ref(), &[]).0);
        let html = cleaned.as_deref().unwrap_or(&article.content_html);
        let mut words = text::key(&text::from_html(html));
        for attachment in &article.attachments {
            words.push_str(attachment.url.rsplit('/').next().unwrap_or_default());
        }
        Marks {
            id: bare(&article.identity.value),
            untracked_id: self::place(&article.identity.value),
            own: article.identity.origin == IdOrigin::Own,
            file: article.identity.origin == IdOrigin::Path,
            alone: place.clone(),
            place,
            path: path.filter(|path| path != "/"),
            title: article
                .title
                .as_deref()
                .map(text::key)
                .filter(|title| !title.is_empty()),
            date: published.or(updated).map(|dated| dated.at).or(given),
            stated: published.is_some(),
            is_long: words.chars().nth(LONG).is_some(),
            words: match words.is_empty() {
                true => words,
                false => blake3::hash(words.as_bytes()).to_hex().to_string(),
            },
        }
    }

    pub(super) fn date(&self) -> Option<String> {
        self.date.map(|at| at.timestamp().to_string())
    }

    /// The date is that of a moment, not of a day.
    pub(super) fn is_precise(&self) -> bool {
        let midnight = |at: DateTime<FixedOffset>| at.num_seconds_from_midnight() == 0;
        self.date
            .is_some_and(|at| !midnight(at) && !midnight(at.to_utc().fixed_offset()))
    }

    pub(super) fn words(&self) -> Option<String> {
        Some(self.words.clone()).filter(|words| !words.is_empty())
    }

    pub(super) fn long_words(&self) -> Option<String> {
        self.words().filter(|_| self.is_long)
    }
}
