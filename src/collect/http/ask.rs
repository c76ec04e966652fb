//! One request and its answer.

use std::future::Future;
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::header::{
    CONTENT_TYPE, ETAG, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};
use http::{HeaderMap, StatusCode};
use url::{Host, Url};

use super::super::freshness;
use super::connect::{HEAD, HEAD_LINES};
use super::decode::{Decoder, Unusable};
use super::redirect::Way;
use super::trouble::{self, shown, trouble, unusable};
use super::{Answer, Client, Failure, Request};

/// What one request came to.
pub(super) enum Step {
    Done(Box<Answer>),
    /// A redirect.
    Elsewhere(StatusCode, HeaderMap),
}

/// Why it came to nothing.
pub(super) enum Trouble {
    Failed(Failure),
    /// HTTP/2 itself went wrong (E-31).
    Http2(Failure),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Trouble::Failed(failure)
    }
}

fn of(url: &Url, error: &reqwest::Error) -> Trouble {
    let failure = trouble(url, error);
    match trouble::of_http2(error) {
        true => Trouble::Http2(failure),
        false => Trouble::Failed(failure),
    }
}

impl Client {
    pub(super) async fn ask(
        &self,
        client: &reqwest::Client,
        url: &Url,
        request: &Request,
        now: DateTime<Utc>,
    ) -> Result<Step, Trouble> {
        let limits = &self.shared.limits;
        self.guard_behind_proxy(url).await?;
        let mut builder = client.get(url.clone());
        let mut conditional = false;
        // Validators belong to the address that gave them, and to no other origin (E-02, E-13).
        let given_by = request.given_by.as_ref().unwrap_or(&request.url);
        if url.origin() == given_by.origin() {
            for (name, value) in [
                (IF_NONE_MATCH, &request.etag),
                (IF_MODIFIED_SINCE, &request.last_modified),
            ] {
                let value = value
                    .as_deref()
                    .and_then(|value| HeaderValue::from_bytes(value).ok());
                if let Some(value) = value {
                    conditional = true;
                    builder = builder.header(name, value);
                }
            }
        }
        if let Some(credential) = &self.credential {
            builder = credential.sign(url, builder);
        }
        let mut response = within(limits.headers, url, builder.send())
            .await?
            .map_err(|error| of(url, &error))?;
        let (status, headers) = (response.status(), response.headers().clone());
        check_head(&headers).map_err(|reason| Failure::new(format!("{}: {reason}", shown(url))))?;
        let verbatim = |name| {
            headers
                .get(name)
                .map(|value: &HeaderValue| value.as_bytes().to_vec())
        };
        let mut answer = Answer {
            body: None,
            url: url.clone(),
            moved: None,
            content_type: headers
                .get(CONTENT_TYPE)
                .and_then(|value| value.to_str().ok())
                .map(str::to_owned),
            etag: verbatim(ETAG),
            last_modified: verbatim(LAST_MODIFIED),
            fresh_for: freshness::fresh_for(&headers, now),
            retry_after: None,
        };
        match status {
            StatusCode::NOT_MODIFIED if conditional => return Ok(Step::Done(Box::new(answer))),
            StatusCode::PARTIAL_CONTENT => {
                let reason = "the server sent a part of it".to_owned();
                return Err(unusable(url, Unusable::Broken(reason)).into());
            }
            status if Way::leads_on(status) => return Ok(Step::Elsewhere(status, headers)),
            status if status.is_success() => {}
            status => return Err(trouble::refused(url, status, &headers, now).into()),
        }
        let bad = |reason| unusable(url, reason);
        let mut decoder = Decoder::new(&headers, response.content_length()).map_err(bad)?;
        while let Some(piece) = within(limits.idle, url, response.chunk())
            .await?
            .map_err(|error| of(url, &error))?
        {
            decoder.push(&piece).map_err(bad)?;
        }
        answer.body = Some(decoder.finish().map_err(bad)?);
        Ok(Step::Done(Box::new(answer)))
    }

    /// What is asked for through a proxy, the proxy looks up, where nobody looks over its shoulder. So its name is
    /// looked up here too, and refused when it leads into a private network. What has no address here may have one
    /// there; and socks5h is for those who do not want names to be looked up here.
    pub(super) async fn guard_behind_proxy(&self, url: &Url) -> Result<(), Failure> {
        let proxy = self.shared.options.proxy.as_ref();
        let Some(Host::Domain(name)) = proxy
            .filter(|proxy| proxy.scheme() != "socks5h")
            .and_then(|_| url.host())
        else {
            return Ok(());
        };
        let limit = self.shared.limits.connect;
        let found = tokio::time::timeout(limit, self.shared.resolver.addresses(name)).await;
        match found {
            Ok(Err(error)) if error.kind() == std::io::ErrorKind::PermissionDenied => {
                Err(Failure::new(format!("{}: {error}", shown(url))))
            }
            _ => Ok(()),
        }
    }
}

/// What does not come in time does not come (E-22).
pub(super) async fn within<T>(
    limit: Duration,
    url: &Url,
    coming: impl Future<Output = T>,
) -> Result<T, Failure> {
    let come = tokio::time::timeout(limit, coming).await;
    come.map_err(|_| {
        let url = shown(url);
        Failure::new(format!(
            "{url}: no answer in time (nothing for {} seconds)",
            limit.as_secs()
        ))
    })
}

fn check_head(headers: &HeaderMap) -> Result<(), String> {
    let bytes = headers
        .iter()
        .map(|(name, value)| name.as_str().len() + value.len() + ": \r\n".len())
        .sum::<usize>();
    if headers.len() > HEAD_LINES || bytes > HEAD as usize {
        let most = HEAD >> 10;
        return Err(format!(
            "the head of the answer is refused: more than {HEAD_LINES} lines or {most} KiB"
        ));
    }
    Ok(())
}
