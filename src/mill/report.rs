//! What a turn did, and every reason why a part of it failed, with its place.

use std::fmt;

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
    /// What failed: the turn's exit code is 3 when there is any.
    pub failures: Vec<Note>,
    /// What is odd but did not keep anything from being published.
    pub warnings: Vec<Note>,
}

impl Report {
    /// Notes a failure of a source or of a part of it.
    pub fn failed(&mut self, source: &str, place: Option<&str>, reason: &str) {
        self.failures.push(note(source, place, reason));
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
        let mut line = count(self.articles, "article");
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
            line.push_str(&format!("; {} read", part(self.read, self.unread, "file")));
        }
        if self.asked > 0 {
            line.push_str(&format!(
                "; {} asked, {} not modified",
                count(self.asked, "address"),
                self.not_modified
            ));
        }
        let feeds = part(self.feeds_written, self.feeds_unchanged, "feed");
        line.push_str(&format!("; {feeds} written"));
        if !self.failures.is_empty() {
            line.push_str(&format!(
                "; {}",
                count(self.failures.len() as u64, "problem")
            ));
        }
        if seconds >= 0.1 {
            line.push_str(&format!(", {seconds:.1} s"));
        }
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

/// `3 of 12 files`, or `12 files` when none was left alone.
fn part(done: u64, left: u64, what: &str) -> String {
    match left {
        0 => count(done, what),
        _ => format!("{done} of {}", count(done + left, what)),
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
    fn the_line_at_the_end_fits_on_a_terminal() {
        let mut report = Report {
            articles: 20_000,
            new: 20_000,
            read: 20_000,
            feeds_written: 19,
            ..Report::default()
        };
        let first = "20000 articles, 20000 new; 20000 files read; 19 feeds written, 7.3 s";
        assert_eq!(report.summary(7.3), first);
        (report.new, report.changed, report.read, report.unread) = (0, 2, 3, 19_997);
        (report.feeds_written, report.feeds_unchanged) = (1, 18);
        report.failed("notes", Some("a.md"), "it is no text");
        let next =
            "20000 articles, 2 changed; 3 of 20000 files read; 1 of 19 feeds written; 1 problem";
        assert_eq!(report.summary(0.0), next);
    }
}
