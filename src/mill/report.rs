//! What a turn did, and every reason why a part of it failed, with its place.

use std::fmt;

use crate::store::{Change, Fetch};

/// One thing that a person should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The source it is about.
    pub source: String,
    /// The file or address within it.
    pub place: Option<String>,
    /// What is the matter, and what to do.
    pub reason: String,
}

impl fmt::Display for Note {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.place {
            Some(place) => write!(formatter, "{}: {place}: {}", self.source, self.reason),
            None => write!(formatter, "{}: {}", self.source, self.reason),
        }
    }
}

/// What a turn did.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// Articles that may be published, over all sources.
    pub articles: u64,
    /// Sources configured.
    pub sources: usize,
    /// Articles not known before.
    pub new: u64,
    /// Articles that are different now.
    pub changed: u64,
    /// Articles whose files were deleted.
    pub removed: u64,
    /// Files read.
    pub read: u64,
    /// Files left alone because they are as they were.
    pub unread: u64,
    /// Addresses asked.
    pub asked: u64,
    /// Addresses that had nothing new.
    pub not_modified: u64,
    /// Feeds of which at least one file was written.
    pub feeds_written: u64,
    /// Feeds left alone because nothing about them changed.
    pub feeds_unchanged: u64,
    /// Paths of all files written, below the output folder.
    pub written: Vec<String>,
    /// Paths of files whose bytes are not those that were last known to be published: as a rule, those written.
    pub altered: Vec<String>,
    /// Paths of files that are no longer published.
    pub withdrawn: Vec<String>,
    /// Files that should have been written and could not be.
    pub unwritten: u64,
    /// What came of each address that was asked.
    pub fetches: Vec<Fetch>,
    /// Something failed that may well succeed soon: the next turn need not wait for an event.
    pub soon: bool,
    /// What failed: the turn's exit code is 3 when there is any.
    pub failures: Vec<Note>,
    /// What is odd but did not keep anything from being published.
    pub warnings: Vec<Note>,
}

impl Report {
    /// Counts what an article's arrival meant.
    pub(super) fn count(&mut self, change: Change) {
        match change {
            Change::New => self.new += 1,
            Change::Changed => self.changed += 1,
            Change::Same => {}
        }
    }

    /// Notes a failure of a source or of a part of it.
    pub fn failed(&mut self, source: &str, place: Option<&str>, reason: &str) {
        self.failures.push(note(source, place, reason));
    }

    /// Notes a failure of a part that may have failed before in this turn: each is named once.
    pub(super) fn failed_again(&mut self, source: &str, place: &str, reason: &str) {
        let is_same = |note: &Note| note.source == source && note.place.as_deref() == Some(place);
        if !self.failures.iter().any(is_same) {
            self.failed(source, Some(place), reason);
        }
    }

    /// Notes a file of the output that should have been written.
    pub(super) fn unwritten(&mut self, path: &str, reason: &str) {
        self.unwritten += 1;
        // A folder that cannot be written to fails for each of its files: the first says it for all.
        if self.unwritten == 1 {
            let todo = "make `output` a folder that feedmill may write to, with room in it";
            let reason = format!("{reason}; the last good version stays: {todo}");
            self.failed("output", Some(path), &reason);
        }
    }

    /// Notes something odd.
    pub fn warn(&mut self, source: &str, place: Option<&str>, reason: &str) {
        self.warnings.push(note(source, place, reason));
    }

    /// Whether there is anything in it that a person would want to hear of.
    pub fn is_quiet(&self) -> bool {
        self.new + self.changed + self.removed == 0
            && self.written.is_empty()
            && self.failures.is_empty()
    }

    /// The line at the end: what is there, what is new, what was written.
    pub fn summary(&self, seconds: f64) -> String {
        let mut line = format!(
            "{} from {}",
            count(self.articles, "article"),
            count(self.sources as u64, "source")
        );
        let changes = [
            (self.new, "new"),
            (self.changed, "changed"),
            (self.removed, "removed"),
        ];
        let changes: Vec<String> = changes
            .iter()
            .filter(|(number, _)| *number > 0)
            .map(|(number, what)| format!("{number} {what}"))
            .collect();
        line.push_str(", ");
        line.push_str(&if changes.is_empty() {
            "none new".to_owned()
        } else {
            changes.join(", ")
        });
        if self.read + self.unread > 0 {
            line.push_str(&format!(
                "; {} read, {} unchanged",
                count(self.read, "file"),
                self.unread
            ));
        }
        if self.asked > 0 {
            line.push_str(&format!(
                "; {} asked, {} not modified",
                count(self.asked, "address"),
                self.not_modified
            ));
        }
        line.push_str(&format!(
            "; {} written, {} unchanged",
            count(self.feeds_written, "feed"),
            self.feeds_unchanged
        ));
        if !self.failures.is_empty() {
            line.push_str(&format!(
                "; {}",
                count(self.failures.len() as u64, "problem")
            ));
        }
        line.push_str(&format!(", {seconds:.1} s"));
        line
    }
}

fn note(source: &str, place: Option<&str>, reason: &str) -> Note {
    Note {
        source: source.to_owned(),
        place: place.map(str::to_owned),
        reason: reason.to_owned(),
    }
}

fn count(number: u64, what: &str) -> String {
    match (number, what) {
        (1, _) => format!("1 {what}"),
        (_, "address") => format!("{number} addresses"),
        _ => format!("{number} {what}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_at_the_end_says_what_was_done() {
        let mut report = Report {
            articles: 12,
            sources: 3,
            new: 2,
            feeds_written: 3,
            feeds_unchanged: 1,
            ..Report::default()
        };
        let line = "12 articles from 3 sources, 2 new; 3 feeds written, 1 unchanged, 0.4 s";
        assert_eq!(report.summary(0.42), line);
        (report.sources, report.new, report.read, report.unread) = (1, 0, 0, 12);
        (report.feeds_written, report.feeds_unchanged) = (0, 4);
        report.failed("notes", Some("a.md"), "it is no text");
        let line = "12 articles from 1 source, none new; 0 files read, 12 unchanged; \
                    0 feeds written, 4 unchanged; 1 problem, 0.0 s";
        assert_eq!(report.summary(0.0), line);
    }
}
