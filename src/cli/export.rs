//! `feedmill export`: the addresses that are followed as OPML, for any reader.

use super::{Common, Failure, Outcome};
use crate::config::{self, Place};
use crate::publish::opml::{self, Outline};
use crate::store::Store;

/// What `--help` says at its end.
pub(super) const MORE: &str = "\
It prints OPML 2.0: for each source that is an address its feed, under the title
that it has. A page without a feed is a link, which most readers pass over;
`feedmill import --links` takes it. Folders are left out. What feedmill publishes is in
feeds.opml, beside the feeds.

Example:
  feedmill export > subscriptions.opml

Exit codes: 0 done; 1 no source is an address; 2 config.toml is at fault";

/// The title of the list.
const TITLE: &str = "Subscriptions";

/// Runs the command and gives the OPML. It only reads, so it may run beside the daemon.
///
/// # Errors
/// When the configuration is at fault, the state cannot be read, or there is nothing to print.
pub fn run(common: &Common) -> Result<(Outcome, String), Failure> {
    let settings = config::load(&common.config)?;
    let store = Store::read(&settings.state)?;
    let mut outlines = Vec::new();
    for source in &settings.sources {
        let Place::Address(url) = &source.place else {
            continue;
        };
        let state = match &store {
            Some(store) => store.source(&source.name)?,
            None => Default::default(),
        };
        let is_feed = !matches!(state.kind.as_deref(), Some("list" | "article"));
        let announced = state.feed_url;
        let page = (announced.is_some() || !is_feed).then(|| url.to_string());
        let asked = announced
            .or(state.moved_to)
            .unwrap_or_else(|| url.to_string());
        outlines.push(Outline {
            title: state.title.unwrap_or_else(|| source.name.clone()),
            feed: is_feed.then_some(asked),
            page,
        });
    }
    if outlines.is_empty() {
        return Err(anyhow::anyhow!(
            "no source is an address: there is nothing to export\n\
             hint: the feeds that feedmill publishes are listed in {}",
            settings.output.join("feeds.opml").display()
        )
        .into());
    }
    let bytes = opml::list(TITLE, &outlines);
    Ok((Outcome::Done, String::from_utf8_lossy(&bytes).into_owned()))
}
