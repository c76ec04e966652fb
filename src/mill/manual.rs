//! What the operator asks for between the turns: one source at once, or a look at it. Politeness goes before: nothing is
//! asked twice within five minutes, nor before the time until which its server wants to be left alone (E-27).

use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use url::Url;

use super::account::span;
use super::ask::host_of;
use super::due::{MANUAL, Which, is_due};
use super::part::delta;
use super::preview::Preview;
use super::{Mill, address, hosts};
use crate::config::{Place, Source};
use crate::store::{self, SourceState};

/// What becomes of the wish to have a source asked at once.
#[derive(Debug)]
pub enum Manual {
    /// It is a folder: a scan reads it.
    Folder,
    /// To be asked; it counts as being asked.
    Address(Box<address::Job>),
    /// It is not asked, and why.
    Not(String),
}

impl Mill {
    /// Hands out one source to be asked now.
    ///
    /// # Errors
    /// When the state cannot be read or written.
    pub fn by_hand(&mut self, name: &str, now: DateTime<Utc>) -> Result<Manual, store::Error> {
        let settings = Arc::clone(&self.settings);
        let (source, url, state) = match self.known(&settings.sources, name) {
            Ok(Some(known)) => known,
            Ok(None) => return Ok(Manual::Folder),
            Err(reason) => return Ok(Manual::Not(reason)),
        };
        if self.in_flight.contains_key(name) {
            return Ok(Manual::Not("it is being asked at this moment".to_owned()));
        }
        let paused = hosts::paused(&self.hosts, url, state, now);
        if let Some(reason) = left_alone(state, paused, now) {
            return Ok(Manual::Not(reason));
        }
        if !is_due(state, || paused, self.least(), now, Which::All) {
            return Ok(Manual::Not(asked_lately(state, now)));
        }
        let host = host_of(url, state);
        if self.in_flight.values().any(|busy| *busy == host) {
            let reason = "another source of its host is being asked at this moment: try again when that has answered";
            return Ok(Manual::Not(reason.to_owned()));
        }
        let job = self.job(source, url, state)?;
        self.hand_out(std::slice::from_ref(&job), now)?;
        Ok(Manual::Address(Box::new(job)))
    }

    /// What a look at a source needs. It asks nothing yet, and nothing of it is remembered.
    ///
    /// # Errors
    /// Why it is not looked at.
    pub fn preview(&self, name: &str, now: DateTime<Utc>) -> Result<Preview, String> {
        let base = self.settings.feeds.first().map(|feed| feed.link.clone());
        let Some((source, url, state)) = self.known(&self.settings.sources, name)? else {
            let source = self.named(&self.settings.sources, name);
            let source = source.ok_or_else(|| unknown(name))?;
            return Ok(Preview::folder(source.clone(), base));
        };
        if self.in_flight.contains_key(name) {
            return Err("it is being asked at this moment".to_owned());
        }
        let paused = hosts::paused(&self.hosts, url, state, now);
        if let Some(reason) = left_alone(state, paused, now) {
            return Err(reason);
        }
        Ok(Preview::address(source, url, state, &self.hosts))
    }

    /// An address of that name with what is known of it; None when it is a folder.
    fn known<'a>(
        &'a self,
        sources: &'a [Source],
        name: &str,
    ) -> Result<Option<(&'a Source, &'a Url, &'a SourceState)>, String> {
        let source = self.named(sources, name);
        let source = source.ok_or_else(|| unknown(name))?;
        let Place::Address(url) = &source.place else {
            return Ok(None);
        };
        let state = self.states.get(name).ok_or_else(|| unknown(name))?;
        Ok(Some((source, url, state)))
    }

    fn least(&self) -> TimeDelta {
        delta(self.settings.fetch.min_interval)
    }
}

fn unknown(name: &str) -> String {
    format!("there is no source {name:?} in the configuration in force")
}

/// Why an address is not asked, because its server or its host wants to be left alone.
fn left_alone(
    state: &SourceState,
    paused: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Option<String> {
    let until = |until: DateTime<Utc>| {
        let (at, left) = (until.format("%F %H:%M UTC"), span(until - now));
        format!("until {at}, which is in {left}")
    };
    let own = state.not_before.filter(|until| *until > now);
    let own = own.map(|at| format!("its server wants to be left alone {}", until(at)));
    let host = paused.filter(|until| *until > now);
    own.or_else(|| host.map(|at| format!("its host wants to be left alone {}", until(at))))
}

fn asked_lately(state: &SourceState, now: DateTime<Utc>) -> String {
    let last = state.last_attempt.unwrap_or(now);
    format!(
        "it was asked {} ago, and no address is asked by hand more often than every {}",
        span(now - last),
        span(MANUAL)
    )
}
