//! Rules for single sites, in the format of Full-Text RSS: rule files in, what they say of a page out.
//!
//! The format is that of <https://help.fivefilters.org/full-text-rss/site-patterns.html>: one text file for a host,
//! `example.org.txt`; `.example.org.txt` for all hosts below it; `global.txt` for every page, after the host's own.

mod apply;
mod directives;
mod page;
mod xpath;

use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

use directives::Rule;

pub(super) use apply::{Body, Said, Site};

/// The rules of many sites.
///
/// Printed for debugging it shows a hash of the files alone: two sets that print alike do alike.
pub struct SiteRules {
    /// By the name of the file without `.txt`, in lower case.
    files: Arc<HashMap<String, File>>,
    hash: blake3::Hash,
}

#[derive(Debug)]
struct File {
    rule: Rule,
    hash: blake3::Hash,
}

impl SiteRules {
    /// Reads rule files, given as name and text. With them comes one sentence for each line that was
    /// not understood and is left out, with the file's name and the line's number.
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> (SiteRules, Vec<String>) {
        let mut named: Vec<(String, String)> = files.into_iter().collect();
        named.sort_unstable();
        let (mut files, mut warnings) = (HashMap::new(), Vec::new());
        for (name, text) in named {
            let mut faults = Vec::new();
            let rule = directives::read(&text, &mut faults);
            warnings.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
            let hash = blake3::hash(text.as_bytes());
            let host = name.to_lowercase();
            let host = host.strip_suffix(".txt").unwrap_or(&host).to_owned();
            files.insert(host, File { rule, hash });
        }
        let hash = hash(&files, |_| true);
        let files = Arc::new(files);
        (SiteRules { files, hash }, warnings)
    }

    /// The same rules for a source on a host: printed they show a hash of what is said of that host and its relatives
    /// alone, so that a rule for others is no reason to read the source again.
    #[must_use]
    pub fn seen_from(&self, host: &str) -> SiteRules {
        let family = |name: &str| {
            let mut labels = name.rsplit('.');
            let (last, second) = (
                labels.next().unwrap_or_default(),
                labels.next().unwrap_or_default(),
            );
            (last.to_lowercase(), second.to_lowercase())
        };
        let own = family(host);
        SiteRules {
            files: Arc::clone(&self.files),
            hash: hash(&self.files, |name| name == "global" || family(name) == own),
        }
    }

    /// What is said of the pages of a host, if anything is: by the host's own file, else by that of
    /// the nearest host above it, and after either by the global one.
    pub(super) fn of_host(&self, host: &str) -> Option<Site<'_>> {
        let rule = |name: &str| self.files.get(name).map(|file| &file.rule);
        let host = host.to_ascii_lowercase();
        let bare = host.strip_prefix("www.").unwrap_or(&host);
        let above = bare.match_indices('.').filter_map(|(at, _)| bare.get(at..));
        let own = [host.as_str(), bare]
            .into_iter()
            .chain(above)
            .find_map(rule);
        let joins = own.is_none_or(|own| own.autodetect != Some(false));
        let global = rule("global").filter(|_| joins);
        (own.is_some() || global.is_some()).then_some(Site { own, global })
    }
}

/// A hash of some of the files.
fn hash(files: &HashMap<String, File>, counts: impl Fn(&str) -> bool) -> blake3::Hash {
    let mut counted: Vec<(&String, &File)> =
        files.iter().filter(|(name, _)| counts(name)).collect();
    counted.sort_unstable_by_key(|(name, _)| *name);
    let mut hasher = blake3::Hasher::new();
    for (name, file) in counted {
        hasher.update(file.hash.as_bytes());
        hasher.update(name.as_bytes());
    }
    hasher.finalize()
}

impl fmt::Debug for SiteRules {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SiteRules({})", self.hash.to_hex())
    }
}

#[cfg(test)]
mod tests;
