//! Whether the page of a listed article is to be fetched.

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::super::job::Job;
use crate::article::{Article, Kind};
use crate::store::PageState;
use crate::text;

/// Shorter than this, in characters, a text is a teaser.
const TEASER: usize = 1000;
/// An article that is listed under another title has been edited; so long its page is left in peace all the same, since
/// some sites try their titles out.
const AGAIN: TimeDelta = TimeDelta::days(1);
/// What ends an address that leads to no page.
const NO_PAGES: &[&str] = &[
    ".avi", ".doc", ".docx", ".epub", ".gif", ".gz", ".ics", ".jpeg", ".jpg", ".m4a", ".mov",
    ".mp3", ".mp4", ".odt", ".ogg", ".pdf", ".png", ".ppt", ".pptx", ".rar", ".svg", ".webm",
    ".webp", ".xls", ".xlsx", ".zip",
];

/// What is to be done about a listed article.
pub(super) enum Need {
    /// Nothing: it is known as it is.
    Known,
    /// Nothing but to take what the list says.
    Nothing,
    /// Its page is to be fetched.
    Page(Url),
}

/// What is to be done about a listed article, by what is known of its page; `state` is what will be known of it.
pub(super) fn of(
    article: &Article,
    known: Option<&PageState>,
    state: &PageState,
    job: &Job,
    kind: Kind,
    now: DateTime<Utc>,
) -> Need {
    let Some(url) = page(article, job, kind) else {
        return Need::Nothing;
    };
    let Some(known) = known.filter(|known| known.rules == state.rules) else {
        return Need::Page(url);
    };
    let Some(asked) = known.asked else {
        return Need::Page(url);
    };
    let updated = article.updated.as_ref();
    let edited = state.title.is_some() && known.title.is_some() && known.title != state.title
        || updated.is_some_and(|updated| updated.at > asked);
    if !known.done || edited && now - asked >= AGAIN {
        Need::Page(url)
    } else {
        Need::Known
    }
}

/// The page that is to be fetched for an article, were it new.
fn page(article: &Article, job: &Job, kind: Kind) -> Option<Url> {
    let wanted = job.source.full_text.unwrap_or(kind == Kind::List);
    if !wanted {
        return None;
    }
    let length = text::from_html(&article.content_html).chars().count();
    if length >= TEASER && article.published.is_some() {
        return None;
    }
    let mut url = Url::parse(article.url.as_deref()?).ok()?;
    url.set_fragment(None);
    // An anchor in the list itself.
    let mut list = job.url.clone();
    list.set_fragment(None);
    let path = url.path().to_ascii_lowercase();
    let is_file = NO_PAGES.iter().any(|end| path.ends_with(end));
    (url != list && !is_file).then_some(url)
}

/// Of an article's title, by which an edit of it is noticed.
pub(super) fn title(article: &Article) -> Option<[u8; 16]> {
    let key = text::key(article.title.as_deref()?);
    let hash = blake3::hash(key.as_bytes());
    hash.as_bytes().first_chunk::<16>().copied()
}
