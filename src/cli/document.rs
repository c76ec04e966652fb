//! A file's path or an address, as typed by a person → the document there.

use std::path::Path;

use anyhow::bail;
use chrono::{DateTime, Utc};
use url::Url;

use crate::article::{Document, Origin};
use crate::collect::directory;
use crate::collect::http::{Allowed, Client, Options, Request};

/// The address that was typed, if it is one: `C:` or `notes:today` may be a file's name; `://` is
/// not.
pub(super) fn address(typed: &str) -> Option<Url> {
    Url::parse(typed).ok().filter(|_| typed.contains("://"))
}

/// Fetches one address. Whoever types a private one means it; where it redirects to is guarded all
/// the same.
pub(super) fn fetch(url: &Url, now: DateTime<Utc>) -> anyhow::Result<Document> {
    let allow_private = url
        .host_str()
        .map(|host| Allowed::Host(host.to_owned()))
        .into_iter()
        .collect();
    let client = Client::new(Options {
        allow_private,
        ..Options::default()
    })?;
    let request = Request {
        url: url.clone(),
        given_by: None,
        etag: None,
        last_modified: None,
    };
    let answer = super::runtime()?.block_on(client.fetch(&request, now))?;
    Ok(Document {
        origin: Origin::Address(url.clone()),
        bytes: answer.body.unwrap_or_default(),
        content_type: answer.content_type,
        base: Some(answer.url),
    })
}

/// Reads one file.
pub(super) fn read(path: &Path) -> anyhow::Result<Document> {
    if path.exists() && !path.is_file() {
        bail!(
            "{}: is not a regular file: name the file of the feed",
            path.display()
        );
    }
    let (bytes, _) = directory::read(path, b"").map_err(|error| unreadable(path, error))?;
    Ok(Document {
        origin: Origin::File(path.display().to_string()),
        bytes,
        content_type: None,
        base: None,
    })
}

/// Why there is nothing at a path that was typed.
pub(super) fn unreadable(path: &Path, error: std::io::Error) -> anyhow::Error {
    let shown = path.display();
    match error.kind() {
        std::io::ErrorKind::NotFound => anyhow::anyhow!(
            "{shown}: there is no such file or folder; a web address begins with https://"
        ),
        _ => anyhow::anyhow!("{shown}: {error}"),
    }
}
