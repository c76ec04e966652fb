//! Who is told what of a turn: noted with it, in one commit, handed out when due, and taken off when it was told. An
//! error of the receiver is said once; how it is doing stands in the state.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::report::Report;
use super::{Mill, objects};
use crate::config::Settings;
use crate::deliver::objects::Bucket;
use crate::deliver::{self, Reply, Round, Webhook, again, websub};
use crate::publish;
use crate::store::{self, ReceiverState, Store};

/// So many errands are handed out at once to one receiver.
const AT_ONCE: usize = 64;
/// So much waits for a webhook that takes nothing: deliveries, and bytes of them.
const WAITING: u32 = 1_000;
const WAITING_BYTES: u32 = 64 << 20;

/// By this name the store knows the program that is run after publishing.
pub(super) const PROGRAM: &str = "after_publish";
/// So begins the name by which the store knows the object store.
pub(super) const BUCKET: &str = "bucket ";

/// One who is told, and how that goes.
#[derive(Debug, Clone)]
pub struct Receiver {
    /// `hub`, `webhook`, `program`, `bucket`.
    pub kind: &'static str,
    /// Its address, as far as it is no secret: who knows that of a webhook can send there (T-61).
    pub shown: String,
    /// How it is doing.
    pub state: ReceiverState,
    /// How much it has yet to be told.
    pub waiting: u64,
    /// Why it does not take what it is told, or a part of it.
    pub error: Option<String>,
    /// When it is tried again.
    pub until: Option<DateTime<Utc>>,
}

/// The name of each receiver in the store, and its kind.
pub(super) fn names(settings: &Settings) -> Vec<(String, &'static str)> {
    let hubs = settings.push.hubs.iter();
    let mut names: Vec<_> = hubs.map(|hub| (hub.to_string(), "hub")).collect();
    if let Some(webhook) = &settings.push.webhook {
        names.push((webhook_name(webhook), "webhook"));
    }
    if settings.after_publish.is_some() {
        names.push((PROGRAM.to_owned(), "program"));
    }
    if let Some(bucket) = &settings.bucket {
        names.push((bucket_name(bucket), "bucket"));
    }
    names
}

/// A bucket of that name at that server.
pub(super) fn bucket_name(bucket: &Bucket) -> String {
    format!("{BUCKET}{}", bucket.place())
}

/// One address may be both.
pub(super) fn webhook_name(webhook: &Webhook) -> String {
    format!("webhook {}", webhook.url)
}

/// Everyone who is told, and how that goes.
///
/// # Errors
/// When the state cannot be read.
pub fn receivers(settings: &Settings, store: &Store) -> Result<Vec<Receiver>, store::Error> {
    let names = names(settings).into_iter();
    names
        .map(|(name, kind)| {
            let state = store.receiver(&name)?;
            let mut left = store.errands_left(&name)?;
            if let Some(bucket) = settings.bucket.as_ref().filter(|_| kind == "bucket") {
                let (put, remove) = objects::difference(store, settings, bucket)?;
                left.count = (put.len() + remove.len()) as u64;
                left.due = Some(DateTime::UNIX_EPOCH);
            }
            let shown = match (&settings.push.webhook, &settings.bucket) {
                (Some(webhook), _) if kind == "webhook" => {
                    webhook.url.origin().ascii_serialization()
                }
                (_, Some(bucket)) if kind == "bucket" => bucket.url.to_string(),
                _ => name,
            };
            Ok(Receiver {
                kind,
                shown,
                waiting: left.count,
                error: state.error.clone().or(left.error),
                until: state.not_before.max(left.due).filter(|_| left.count > 0),
                state,
            })
        })
        .collect()
}

/// Forgets who is no longer told.
pub(super) fn settle(store: &Store, settings: &Settings) -> Result<(), store::Error> {
    let names = names(settings);
    let names: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
    store.forget_receivers(&names)?;
    if settings.push.webhook.is_none() {
        store.forget_told(None)?;
    }
    if settings.bucket.is_none() {
        store.forget_objects()?;
    }
    Ok(())
}

/// Notes whom to tell which feed files have changed; and forgets what was to be said of those that are gone.
pub(super) fn note(
    store: &Store,
    settings: &Settings,
    report: &mut Report,
) -> Result<(), store::Error> {
    for hub in &settings.push.hubs {
        for path in report.altered.iter().filter(|path| is_topic(path)) {
            store.add_errand(hub.as_str(), path, None)?;
        }
        for path in &report.withdrawn {
            store.drop_errand_of(hub.as_str(), path)?;
        }
    }
    let any = !report.altered.is_empty() || !report.withdrawn.is_empty();
    if let Some(bucket) = settings.bucket.as_ref().filter(|_| any) {
        store.wake_receiver(&bucket_name(bucket))?;
    }
    let all = report.altered.iter().chain(&report.withdrawn);
    for path in all.filter(|_| settings.after_publish.is_some()) {
        store.add_errand(PROGRAM, path, None)?;
        store.wake_receiver(PROGRAM)?;
    }
    if let Some(webhook) = &settings.push.webhook {
        let dropped = store.cut_errands(&webhook_name(webhook), WAITING, WAITING_BYTES)?;
        if dropped > 0 {
            let reason = format!(
                "{dropped} of what it has not taken were dropped, the oldest: no more than {WAITING} wait, or {} MB",
                WAITING_BYTES >> 20
            );
            report.warn("webhook", None, &reason);
        }
    }
    Ok(())
}

/// Feeds are subscribed to; pages for people are not.
fn is_topic(path: &str) -> bool {
    let extension = path.rsplit('.').next().unwrap_or_default();
    let mut formats = publish::FORMATS.iter();
    formats
        .any(|format| format.extension == extension && !format.media_type.starts_with("text/html"))
}

impl Mill {
    /// What is to be told now, a round for each receiver that is not being told something. It counts as being told
    /// until its end comes back through [`Mill::told`].
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn errands(&mut self, now: DateTime<Utc>) -> Result<Vec<Round>, store::Error> {
        if self.has_to_upload()? || self.is_held_back()? {
            return Ok(Vec::new());
        }
        let settings = Arc::clone(&self.settings);
        let mut rounds = Vec::new();
        for (name, kind) in names(&settings) {
            if !matches!(kind, "hub" | "webhook") {
                continue;
            }
            let waits = |state: ReceiverState| state.not_before.is_some_and(|until| until > now);
            if self.told.contains(&name) || waits(self.store.receiver(&name)?) {
                continue;
            }
            let due = self.store.errands(&name, now, AT_ONCE)?;
            let post = |errand: &store::Errand| match &settings.push.webhook {
                Some(webhook) if kind == "webhook" => {
                    Some(webhook.post(errand.key, errand.body.as_deref()?))
                }
                _ => {
                    let hub = settings.push.hubs.iter().find(|hub| hub.as_str() == name)?;
                    let topic = publish::address_of(&settings.base_url, &errand.path)?;
                    Some(websub::publish(hub, &topic))
                }
            };
            let errands: Vec<deliver::Errand> = due
                .iter()
                .filter_map(|errand| {
                    Some(deliver::Errand {
                        key: errand.key,
                        failures: errand.failures,
                        post: post(errand)?,
                    })
                })
                .collect();
            if !errands.is_empty() {
                self.told.insert(name.clone());
                rounds.push(Round {
                    receiver: name,
                    errands,
                    ordered: kind == "webhook",
                });
            }
        }
        Ok(rounds)
    }

    /// Whether what changed is not yet where readers find it, so that nobody is to be told of it.
    fn is_held_back(&self) -> Result<bool, store::Error> {
        let uploads = self.settings.bucket.is_some() && self.differs.unwrap_or(true);
        Ok(uploads
            || self.settings.after_publish.is_some()
                && (self.told.contains(PROGRAM) || self.store.errands_left(PROGRAM)?.count > 0))
    }

    /// Takes in what came of errands: who takes nothing is left alone for a while, and so is what was refused.
    ///
    /// # Errors
    /// When the state cannot be written.
    pub fn told(
        &mut self,
        replies: Vec<Reply>,
        now: DateTime<Utc>,
        report: &mut Report,
    ) -> Result<(), store::Error> {
        for reply in &replies {
            if reply.last {
                self.told.remove(&reply.receiver);
            }
        }
        let kinds = names(&self.settings);
        self.store.transaction(|store| {
            for reply in replies {
                let kind = kinds.iter().find(|(name, _)| *name == reply.receiver);
                // The configuration may have changed meanwhile.
                if let Some((_, kind)) = kind {
                    take(store, kind, reply, now, report)?;
                }
            }
            Ok(())
        })
    }

    /// When there is next something to be told, as far as nobody is being told it.
    ///
    /// # Errors
    /// When the state cannot be read.
    pub fn next_errand(&self) -> Result<Option<DateTime<Utc>>, store::Error> {
        let (uploads, held_back) = (self.differs.unwrap_or(true), self.is_held_back()?);
        let mut next = None;
        for (name, kind) in names(&self.settings) {
            let waits = match kind {
                "bucket" => !uploads,
                "program" => self.settings.bucket.is_some() && uploads,
                _ => held_back,
            };
            if waits || self.told.contains(&name) {
                continue;
            }
            let due = match kind {
                "bucket" => Some(DateTime::UNIX_EPOCH),
                _ => self.store.errands_left(&name)?.due,
            };
            if let Some(due) = due {
                let until = self
                    .store
                    .receiver(&name)?
                    .not_before
                    .map_or(due, |at| at.max(due));
                next = Some(next.map_or(until, |next: DateTime<Utc>| next.min(until)));
            }
        }
        Ok(next)
    }
}

fn take(
    store: &Store,
    kind: &str,
    reply: Reply,
    now: DateTime<Utc>,
    report: &mut Report,
) -> Result<(), store::Error> {
    let mut state = store.receiver(&reply.receiver)?;
    match reply.answer {
        Ok(()) => {
            store.drop_errand(reply.key)?;
            if state.failures > 0 {
                tracing::info!("{kind}: there again");
            }
            state = ReceiverState {
                name: state.name,
                last_success: Some(now),
                ..ReceiverState::default()
            };
        }
        Err(failure) if reply.stops => {
            state.failures = state.failures.saturating_add(1);
            let until = again::at(state.failures, now, failure.retry_after);
            if state.failures == 1 {
                let reason = format!("{failure}; it is told later");
                report.warn(kind, None, &reason);
            } else {
                tracing::debug!("{kind}: {failure}; again at {until}");
            }
            state.not_before = Some(until);
            state.error = Some(failure.to_string());
        }
        Err(failure) => {
            let failures = reply.failures.saturating_add(1);
            let until = again::at(failures, now, failure.retry_after);
            store.put_off_errand(reply.key, failures, until, &failure.to_string())?;
            if failures == 1 {
                report.warn(kind, None, &format!("{failure}; it is told again later"));
            }
            // It is there, and takes the others.
            state = ReceiverState {
                name: state.name,
                last_success: state.last_success,
                ..ReceiverState::default()
            };
        }
    }
    store.save_receiver(&state)
}

/// Remembers how a receiver that takes all or nothing did, and says what is new about it.
pub(super) fn settle_receiver(
    store: &Store,
    name: &str,
    (label, pass): (&str, bool),
    outcome: &Result<(), String>,
    now: DateTime<Utc>,
    report: &mut Report,
) -> Result<(), store::Error> {
    let mut state = store.receiver(name)?;
    match outcome {
        Ok(()) => {
            state = ReceiverState {
                last_success: Some(now),
                ..ReceiverState::default()
            };
            name.clone_into(&mut state.name);
        }
        Err(reason) => {
            state.failures = state.failures.saturating_add(1);
            state.not_before = Some(again::at(state.failures, now, None));
            if pass || state.error.as_ref() != Some(reason) {
                report.warn(label, None, &format!("{reason}; it is tried again later"));
            }
            state.error = Some(reason.clone());
        }
    }
    store.save_receiver(&state)
}
