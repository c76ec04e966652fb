//! `[push]` → who is told of what is published.

use std::path::Path;

use url::Url;

use super::file::{At, Section};
use super::report::{Fault, Log, nearest};
use super::{auth, value};
use crate::deliver::{Options, Webhook};
use crate::publish::select::FeedSpec;

/// Hubs and the webhook, and one sentence for each thing that is unwise about them.
pub(super) fn of(
    root: Section<'_>,
    folder: &Path,
    feeds: &[FeedSpec],
    warnings: &mut Vec<String>,
    log: &mut Log,
) -> Options {
    let Some(section) = root.table("push") else {
        return Options::default();
    };
    Options {
        hubs: hubs(root, section, log),
        webhook: webhook(section, folder, feeds, warnings, log),
    }
}

fn hubs(root: Section<'_>, section: Section<'_>, log: &mut Log) -> Vec<Url> {
    let Some(written) = section.texts("hubs") else {
        return Vec::new();
    };
    if !written.value.is_empty() && root.text("base_url").is_none() {
        log.push(
            Fault::new(written.span, "with `hubs`, `base_url` is needed")
                .label("hubs fetch the feeds from their public address")
                .help("at the top: `base_url = \"https://example.org/feeds/\"`, the public address of `output`"),
        );
    }
    let mut hubs: Vec<Url> = Vec::new();
    for text in written.value {
        let Some(hub) = address(&text, "hubs", log) else {
            continue;
        };
        if hubs.contains(&hub) {
            log.push(Fault::new(text.span, "`hubs` names a hub twice").label("again here"));
        } else {
            hubs.push(hub);
        }
    }
    hubs
}

fn webhook(
    section: Section<'_>,
    folder: &Path,
    feeds: &[FeedSpec],
    warnings: &mut Vec<String>,
    log: &mut Log,
) -> Option<Webhook> {
    let Some(text) = section.text("webhook") else {
        for key in ["webhook_feeds", "webhook_secret_file", "webhook_secret_env"] {
            if let Some(span) = section.key_span(key) {
                let message = format!("`{key}` says something about `webhook`");
                log.push(Fault::new(span, message).label("there is none"));
            }
        }
        return None;
    };
    let has_secret = ["webhook_secret_file", "webhook_secret_env"]
        .iter()
        .any(|key| section.key_span(key).is_some());
    let secret = match has_secret {
        true => auth::secret(&section, "webhook_secret", SECRET, folder, warnings, log),
        false => None,
    };
    let url = address(&text, "webhook", log)?;
    if url.scheme() == "http" && !has_secret {
        let host = url.host_str().unwrap_or_default();
        warnings.push(format!(
            "{host}: what the webhook is told can be read and changed on the way there: use https if it can"
        ));
    }
    Some(Webhook {
        url,
        secret,
        feeds: names(section, feeds, log),
    })
}

const SECRET: &str = "one of the two: what it holds signs what the webhook is told";

/// The feeds that it is told of.
fn names(section: Section<'_>, feeds: &[FeedSpec], log: &mut Log) -> Vec<String> {
    let Some(written) = section.texts("webhook_feeds") else {
        return vec!["*".to_owned()];
    };
    let known = || feeds.iter().map(|feed| feed.name.as_str());
    let mut names = Vec::new();
    for text in written.value {
        if text.value != "*" && !known().any(|name| name == text.value) {
            let near = nearest(text.value, known());
            log.push(
                Fault::new(text.span, "`webhook_feeds` names a feed that there is not")
                    .label("no feed of this name")
                    .maybe_help(near.map(|near| format!("did you mean \"{near}\"?"))),
            );
        }
        names.push(text.value.to_owned());
    }
    names
}

fn address(text: &At<&str>, key: &str, log: &mut Log) -> Option<Url> {
    let mut url = value::address(text, key, log)?;
    url.set_fragment(None);
    Some(url)
}
