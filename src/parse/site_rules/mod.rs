//! Rules for single sites, in the format of Full-Text RSS: rule files in, what they say of a page out.
//!
//! The format is that of <https://help.fivefilters.org/full-text-rss/site-patterns.html>: one text file for a host,
//! `example.org.txt`; `.example.org.txt` for all hosts below it; `global.txt` for every page, after the host's own.

mod apply;
mod directives;
mod xpath;

use std::collections::HashMap;
use std::fmt;

use directives::Rule;

pub(super) use apply::{Body, Said, Site};

/// The rules of many sites.
///
/// Printed for debugging it shows a hash of the files alone: two sets that print alike do alike.
pub struct SiteRules {
    /// By the name of the file without `.txt`, in lower case.
    rules: HashMap<String, Rule>,
    hash: blake3::Hash,
}

impl SiteRules {
    /// Reads rule files, given as name and text. With them comes one sentence for each line that was
    /// not understood and is left out, with the file's name and the line's number.
    pub fn new(files: impl IntoIterator<Item = (String, String)>) -> (SiteRules, Vec<String>) {
        let mut files: Vec<(String, String)> = files.into_iter().collect();
        files.sort_unstable();
        let (mut rules, mut warnings) = (HashMap::new(), Vec::new());
        let mut hasher = blake3::Hasher::new();
        for (name, text) in files {
            hasher.update(format!("{name} {} ", text.len()).as_bytes());
            hasher.update(text.as_bytes());
            let mut faults = Vec::new();
            let rule = directives::read(&text, &mut faults);
            warnings.extend(faults.into_iter().map(|fault| format!("{name}: {fault}")));
            let host = name.to_lowercase();
            rules.insert(host.strip_suffix(".txt").unwrap_or(&host).to_owned(), rule);
        }
        let hash = hasher.finalize();
        (SiteRules { rules, hash }, warnings)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.rules.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// What is said of the pages of a host, if anything is: by the host's own file, else by that of
    /// the nearest host above it, and after either by the global one.
    pub(super) fn of_host(&self, host: &str) -> Option<Site<'_>> {
        let host = host.to_ascii_lowercase();
        let bare = host.strip_prefix("www.").unwrap_or(&host);
        let above = bare.match_indices('.').filter_map(|(at, _)| bare.get(at..));
        let own = [host.as_str(), bare]
            .into_iter()
            .chain(above)
            .find_map(|name| self.rules.get(name));
        let joins = own.is_none_or(|own| own.autodetect != Some(false));
        let global = self.rules.get("global").filter(|_| joins);
        (own.is_some() || global.is_some()).then_some(Site { own, global })
    }
}

impl fmt::Debug for SiteRules {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SiteRules({})", self.hash.to_hex())
    }
}

#[cfg(test)]
mod tests;
