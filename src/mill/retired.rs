//! Where a file went that is published no longer (H-14): subscribers of a feed that was renamed, or that
//! lost a format, are led to it, and those of one that is gone are told so.

use std::collections::BTreeSet;

use super::output::Plan;
use crate::config::Settings;
use crate::publish::{FORMATS, select};
use crate::store::{self, OutputState, Store};

/// What there is now, to find successors in.
pub(super) struct Present<'a> {
    /// Feeds that were not there before this turn.
    new: Vec<&'a Plan>,
    wanted: &'a BTreeSet<String>,
}

impl<'a> Present<'a> {
    /// `known` are the names of feeds that had files before this turn.
    pub(super) fn new(
        plans: &'a [Plan],
        wanted: &'a BTreeSet<String>,
        known: &BTreeSet<&str>,
    ) -> Self {
        let is_new = |plan: &&Plan| !known.contains(plan.spec_name.as_str());
        Present {
            new: plans.iter().filter(is_new).collect(),
            wanted,
        }
    }

    /// The path of what is in the place of a file that goes: the same feed in another format, or the one new feed of
    /// the same articles, which is the old one under another name.
    pub(super) fn successor(&self, path: &str, state: &OutputState) -> Option<String> {
        let (name, extension) = path.rsplit_once('.')?;
        self.format(name, extension).or_else(|| {
            let mut same = self.new.iter().filter(|plan| is_same(plan, state));
            match (same.next(), same.next()) {
                (Some(plan), None) => self.format(&plan.feed.name, extension),
                _ => None,
            }
        })
    }

    fn format(&self, name: &str, extension: &str) -> Option<String> {
        let others = FORMATS.iter().map(|format| format.extension);
        let mut paths = std::iter::once(extension)
            .chain(others)
            .map(|extension| format!("{name}.{extension}"));
        paths.find(|path| self.wanted.contains(path))
    }
}

/// Whether a feed holds what a file of another held.
fn is_same(plan: &Plan, state: &OutputState) -> bool {
    let key = |value: &Option<String>| value.as_deref().map(select::key);
    let newest = plan.rows.first().map(|row| row.published.timestamp());
    key(&plan.value) == key(&state.value)
        && plan.rows.len() as u64 == state.articles
        && state.articles > 0
        && newest == state.newest.map(|newest| newest.timestamp())
}

/// Where feeds were before, as the configuration says: the path of old and the path of now.
pub(super) fn formerly(
    store: &Store,
    settings: &Settings,
) -> Result<Vec<(String, String)>, store::Error> {
    let mut found = Vec::new();
    let specs = settings.feeds.iter();
    let mut specs = specs.filter(|spec| !spec.formerly.is_empty()).peekable();
    // Asked after every turn that changed something, and hardly ever needed.
    if specs.peek().is_none() {
        return Ok(found);
    }
    let outputs = store.outputs()?;
    for spec in specs {
        let mut paths: Vec<&String> = outputs
            .iter()
            .filter(|(_, state)| state.feed == spec.name)
            .map(|(path, _)| path)
            .collect();
        paths.sort();
        for old in &spec.formerly {
            // The whole path of a file of another program, whatever that called its formats.
            if spec.per.is_none()
                && let Some(path) = meant(old, &paths)
            {
                found.push((old.clone(), path.clone()));
                found.push((format!("{old}/"), path.clone()));
            }
            // A former name: each file under it.
            for path in &paths {
                if let Some(end) = path.strip_prefix(&spec.name) {
                    found.push((format!("{old}{end}"), (*path).clone()));
                }
            }
        }
    }
    Ok(found)
}

/// The file that is meant by a path of old: of the format that is in its name, else of the best known.
fn meant<'a>(old: &str, paths: &[&'a String]) -> Option<&'a String> {
    let old = old.to_ascii_lowercase();
    let named = FORMATS.iter().filter(|format| old.contains(format.name));
    let mut formats = named.chain(FORMATS);
    formats.find_map(|format| {
        let end = format!(".{}", format.extension);
        paths.iter().find(|path| path.ends_with(&end)).copied()
    })
}
