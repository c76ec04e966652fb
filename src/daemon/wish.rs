//! What somebody wishes on the status page, done between the turns: a source asked at once, or looked at.
#![expect(clippy::disallowed_methods, reason = "shell: the clock")]

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::oneshot;
use tokio::task::block_in_place;

use super::Daemon;
use crate::mill::{Manual, Preview, Previewed, Report, address};
use crate::status::Wish;
use crate::store::Outcome;

/// No address is looked at more often: what was seen is shown again (E-27).
const LOOKED: TimeDelta = TimeDelta::minutes(5);

type Said = (bool, String);
type Seen = Result<(Previewed, DateTime<Utc>), String>;

/// Wishes that are being granted.
#[derive(Default)]
pub(super) struct Wishes {
    /// Who waits for which source to have been asked.
    asked: BTreeMap<String, oneshot::Sender<Said>>,
    looks: Arc<Looks>,
}

/// Looks at addresses, by the names of the sources.
#[derive(Default)]
struct Looks(Mutex<BTreeMap<String, Look>>);

/// When it was begun, and what was seen; None while it goes on.
type Look = (DateTime<Utc>, Option<Seen>);

impl Looks {
    fn all(&self) -> MutexGuard<'_, BTreeMap<String, Look>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wishes {
    /// Another configuration shows other things.
    pub(super) fn forget(&mut self) {
        self.looks = Arc::default();
    }
}

impl Daemon<'_> {
    /// Does what somebody wishes, or says why not. Who wished may have gone.
    pub(super) fn wish(&mut self, wish: Wish) {
        match wish {
            Wish::Collect { source, reply } => self.collect(source, reply),
            Wish::Preview { source, reply } => self.preview(source, reply),
        }
    }

    fn collect(&mut self, source: String, reply: oneshot::Sender<Said>) {
        let now = Utc::now();
        if let Some(trouble) = &self.trouble {
            let _ = reply.send((false, format!("not now: {trouble}")));
            return;
        }
        match block_in_place(|| self.mill.by_hand(&source, now)) {
            Ok(Manual::Folder) => {
                self.turn(true);
                let _ = reply.send(self.outcome(&source));
            }
            Ok(Manual::Address(job)) => {
                self.wishes.asked.insert(source, reply);
                match self.client() {
                    Ok(client) => address::start(&client, vec![*job], now, &self.results),
                    Err(error) => self.take(address::refused(vec![*job], &error)),
                }
            }
            Ok(Manual::Not(reason)) => {
                let _ = reply.send((false, format!("not asked: {reason}")));
            }
            Err(error) => {
                let _ = reply.send((false, format!("not now: {error}")));
                self.failed(&error);
            }
        }
        self.status.changed();
    }

    fn outcome(&self, source: &str) -> Said {
        match &self.trouble {
            Some(trouble) => (false, format!("not kept: {trouble}")),
            None => self.mill.said(source, Utc::now()).unwrap_or_default(),
        }
    }

    /// Says to those who wait what came of the sources that have been asked.
    pub(super) fn answer(&mut self, report: &Report) {
        for fetch in &report.fetches {
            let Some(reply) = self.wishes.asked.remove(&fetch.source) else {
                continue;
            };
            let (well, said) = self.outcome(&fetch.source);
            let new = match fetch.new {
                0 => String::new(),
                1 => "1 new article; ".to_owned(),
                new => format!("{new} new articles; "),
            };
            let well = well && fetch.outcome != Outcome::Failed;
            let _ = reply.send((well, format!("{new}{said}")));
        }
        if let Some(trouble) = &self.trouble {
            for (_, reply) in std::mem::take(&mut self.wishes.asked) {
                let _ = reply.send((false, format!("not kept: {trouble}")));
            }
        }
    }

    fn preview(&mut self, source: String, reply: oneshot::Sender<Seen>) {
        let now = Utc::now();
        let preview = match self.mill.preview(&source, now) {
            Ok(preview) => preview,
            Err(reason) => {
                let _ = reply.send(Err(reason));
                return;
            }
        };
        if preview.is_folder() {
            tokio::spawn(async move {
                let seen = preview.look(None, now).await;
                let _ = reply.send(seen.map(|seen| (seen, now)));
            });
            return;
        }
        let looks = Arc::clone(&self.wishes.looks);
        let known = {
            let mut looks = looks.all();
            // What was seen by a clock that has been set back since does not count.
            looks.retain(|_, (at, _)| *at <= now && now - *at < LOOKED);
            let known = looks.get(&source).map(|(_, seen)| seen.clone());
            if known.is_none() {
                looks.insert(source.clone(), (now, None));
            }
            known
        };
        match known {
            Some(seen) => {
                let going_on = || Err("it is being looked at at this moment".to_owned());
                let _ = reply.send(seen.unwrap_or_else(going_on));
            }
            None => self.look(source, preview, now, reply),
        }
    }

    /// Looks at an address, and keeps what was seen for a while.
    fn look(
        &mut self,
        source: String,
        preview: Preview,
        now: DateTime<Utc>,
        reply: oneshot::Sender<Seen>,
    ) {
        let (client, looks) = (self.client(), Arc::clone(&self.wishes.looks));
        tokio::spawn(async move {
            let seen = match client {
                Ok(client) => preview.look(Some(client), now).await,
                Err(error) => Err(error.to_string()),
            };
            let seen = seen.map(|mut seen| {
                // What is not shown takes no room.
                for article in &mut seen.articles {
                    article.content_html = String::new();
                }
                (seen, now)
            });
            looks.all().insert(source, (now, Some(seen.clone())));
            let _ = reply.send(seen);
        });
    }
}
