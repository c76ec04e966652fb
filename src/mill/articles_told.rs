//! Which articles the webhook is told, and in which words: those that a feed has and that it was not told as they are.

use super::errands::webhook_name;
use crate::article::Feed;
use crate::deliver::{Webhook, webhook};
use crate::publish;
use crate::store::{self, Row, Store};

/// An article that the webhook has not been told in this revision.
pub(super) struct Untold {
    id: String,
    is_new: bool,
}

/// Those of a feed's articles that the webhook has not been told as they are; from now on it counts as told.
pub(super) fn untold(store: &Store, feed: &str, rows: &[Row]) -> Result<Vec<Untold>, store::Error> {
    let mut found = Vec::new();
    for row in rows {
        let told = store.told(feed, &row.id)?;
        if told.as_ref() != Some(&row.revision) {
            store.tell(feed, &row.id, &row.revision)?;
            found.push(Untold {
                id: row.id.clone(),
                is_new: told.is_none(),
            });
        }
    }
    Ok(found)
}

/// Notes what the webhook is to be told of a feed.
pub(super) fn tell(
    store: &Store,
    webhook: &Webhook,
    feed: &Feed,
    untold: &[Untold],
) -> Result<(), store::Error> {
    let Some(json) = publish::format("json").filter(|_| !untold.is_empty()) else {
        return Ok(());
    };
    let formats = feed.formats.iter().filter_map(|name| publish::format(name));
    let own = formats.min_by_key(|format| format.name != json.name);
    let address = own.and_then(|format| publish::address(feed, format));
    let part = Feed {
        entries: feed
            .entries
            .iter()
            .filter(|entry| untold.iter().any(|told| told.id == entry.id))
            .cloned()
            .collect(),
        ..feed.clone()
    };
    let rendered = (json.render)(&part, &address.unwrap_or_default());
    let new = untold.iter().filter(|told| told.is_new);
    let new: Vec<String> = new.map(|told| publish::id(&told.id)).collect();
    let new: Vec<&str> = new.iter().map(String::as_str).collect();
    match webhook::document(&rendered, &feed.name, &new) {
        Some(body) => store.add_errand(&webhook_name(webhook), &feed.name, Some(&body)),
        None => Ok(()),
    }
}
