//! An article's page, asked for what its list does not say.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use url::Url;

use super::super::part::guarded;
use crate::article::{Document, Kind, Markup, Origin, Parsed, RawArticle};
use crate::collect::guest::{Guest, Refusal};
use crate::collect::http::{Failure, Request};
use crate::parse;

/// Most pages that one article is taken from.
const MOST_PARTS: usize = 10;

/// Why there is nothing of a page.
pub(super) enum Missing {
    /// There may be another time.
    Failed(Failure),
    /// There will not be: what is said in the list is all.
    Nothing(String),
}

/// Fetches an article's page, all of its parts, and reads it: with the kind of document that it is.
pub(super) async fn read(
    client: &Guest,
    url: &Url,
    options: &Arc<parse::Options>,
    now: DateTime<Utc>,
) -> Result<(RawArticle, Kind), Missing> {
    let (mut parsed, mut here) = fetch(client, url, options, now).await?;
    if let Some(whole) = parsed.more.whole.take().filter(|whole| *whole != here) {
        // What there is stays good when the whole is not to be had.
        if let Ok(found) = fetch(client, &whole, options, now).await {
            (parsed, here) = found;
        }
    }
    let kind = parsed.kind;
    let article = complete(client, parsed, &here, options, now).await?;
    Ok((article, kind))
}

/// An article with the rest of it from the pages that follow.
pub(super) async fn complete(
    client: &Guest,
    parsed: Parsed,
    here: &Url,
    options: &Arc<parse::Options>,
    now: DateTime<Utc>,
) -> Result<RawArticle, Missing> {
    let mut next = parsed.more.next;
    let article = parsed.articles.into_iter().next();
    let mut article = article.ok_or_else(|| Missing::Nothing("there is no article".into()))?;
    let mut seen = vec![here.clone()];
    while let Some(url) = next.take() {
        if seen.len() >= MOST_PARTS || seen.contains(&url) || url.host() != here.host() {
            break;
        }
        let Ok((part, _)) = fetch(client, &url, options, now).await else {
            article
                .warnings
                .push(format!("its part at {url} cannot be read"));
            break;
        };
        seen.push(url);
        next = part.more.next;
        let text = part.articles.into_iter().next();
        let text = text.and_then(|part| part.content);
        match (&mut article.content, text) {
            (Some(all), Some(rest))
                if all.markup == Markup::Html && rest.markup == Markup::Html =>
            {
                all.value.push_str(&rest.value);
            }
            (None, Some(rest)) => article.content = Some(rest),
            _ => break,
        }
    }
    Ok(article)
}

async fn fetch(
    client: &Guest,
    url: &Url,
    options: &Arc<parse::Options>,
    now: DateTime<Utc>,
) -> Result<(Parsed, Url), Missing> {
    let request = Request {
        url: url.clone(),
        given_by: None,
        etag: None,
        last_modified: None,
    };
    let answer = client.page(&request, now).await.map_err(|refusal| {
        let failure = match refusal {
            Refusal::Disallowed(reason) => return Missing::Nothing(reason),
            Refusal::Failed(failure) => failure,
        };
        // Refused for good: not to be had later either.
        match failure.status {
            Some(400..=407 | 409..=424 | 426..=428 | 431..=499) => {
                Missing::Nothing(failure.message)
            }
            _ => Missing::Failed(failure),
        }
    })?;
    let options = Arc::clone(options);
    let (asked, found) = (url.clone(), answer.url.clone());
    let read = tokio::task::spawn_blocking(move || {
        let document = Document {
            origin: Origin::Address(asked),
            bytes: answer.body.unwrap_or_default(),
            content_type: answer.content_type,
            base: Some(answer.url),
        };
        // A panic in a parser is this page's failure (D-20).
        guarded(|| parse::parse(&document, &options).map_err(|error| error.to_string()))
    });
    let Ok(read) = read.await else {
        let ending = "the program is ending";
        return Err(Missing::Failed(super::job::failed(ending.into())));
    };
    let parsed = read
        .and_then(|read| read)
        .map_err(|reason| Missing::Nothing(format!("{url}: {reason}")))?;
    match parsed.kind {
        Kind::Article | Kind::Page => Ok((parsed, found)),
        Kind::Feed | Kind::List => Err(Missing::Nothing(format!("{url}: it is no article"))),
    }
}
