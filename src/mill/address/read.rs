//! What an address gave, by looking at the bytes: a feed, an article, or a page that announces a
//! feed.

use std::time::Duration;

use chrono::{DateTime, Utc};
use url::Url;

use super::job::Job;
use crate::article::{Article, Document, Kind, Origin};
use crate::collect::http::Answer;
use crate::{normalise, parse, text};

/// A page that neither announces a feed nor says that it is an article is taken for one when it
/// has so much text, in characters.
const SUBSTANTIAL: usize = 250;
/// What a source gave before.
#[derive(Clone, Copy)]
pub(super) struct Before {
    /// A feed.
    pub(super) was_feed: bool,
    /// And at this very address: not at one that a page announced.
    pub(super) here: bool,
}

/// What a document is.
pub(super) enum Read {
    Articles {
        articles: Vec<Article>,
        kind: &'static str,
        title: Option<String>,
        warnings: Vec<String>,
        ttl: Duration,
        /// It ended early: the rest is still to be fetched.
        incomplete: bool,
    },
    Announces(Url),
}

/// Reads what an address gave, by looking at the bytes.
pub(super) fn read(
    job: &Job,
    answer: &Answer,
    before: Before,
    now: DateTime<Utc>,
) -> Result<Read, String> {
    let document = Document {
        origin: Origin::Address(job.url.clone()),
        bytes: answer.body.clone().unwrap_or_default(),
        content_type: answer.content_type.clone(),
        base: Some(answer.url.clone()),
    };
    let mut parsed =
        parse::parse(&document, &job.source.parse).map_err(|error| error.to_string())?;
    let no_longer = before.was_feed && parsed.kind != Kind::Feed;
    if parsed.kind == Kind::Page
        && let Some(feed) = parsed.announced.first()
        && !(no_longer && before.here)
    {
        return Ok(Read::Announces(feed.url.clone()));
    }
    if no_longer {
        return Err(
            "a page where a feed was (a login page, or a notice): its articles stay as they were"
                .into(),
        );
    }
    let mut warnings = std::mem::take(&mut parsed.warnings);
    warnings.extend(
        parsed
            .articles
            .iter()
            .flat_map(|raw| raw.warnings.iter().cloned()),
    );
    let title = parsed
        .facts
        .title
        .as_ref()
        .map(|title| text::fold(&title.value));
    let ttl = Duration::from_secs(u64::from(parsed.facts.ttl_minutes.unwrap_or_default()) * 60);
    let (kind, incomplete) = (parsed.kind, parsed.incomplete);
    let articles = normalise::articles(
        parsed,
        &document.origin,
        document.base.as_ref(),
        &job.source.normalise,
        now,
    );
    if kind == Kind::Page && !articles.iter().any(is_substantial) {
        return Err("neither a feed nor an article, and it announces no feed".into());
    }
    let kind = if kind == Kind::Feed {
        "feed"
    } else {
        "article"
    };
    Ok(Read::Articles {
        articles,
        kind,
        title,
        warnings,
        ttl,
        incomplete,
    })
}

fn is_substantial(article: &Article) -> bool {
    article.title.is_some() && text::from_html(&article.content_html).chars().count() >= SUBSTANTIAL
}
