//! When something is due: every so often, or by a cron line in a zone. Pure.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// When something is due.
#[derive(Debug, Clone)]
pub enum Schedule {
    /// So long after the last time.
    Every(Duration),
    /// At the times of a cron line, in a zone.
    Cron {
        /// The parsed line.
        cron: Box<croner::Cron>,
        /// The zone in which its fields are read.
        zone: jiff::tz::TimeZone,
    },
}

impl Schedule {
    /// Reads `"15m"`, `"1h 30m"`, or a cron line of five (or six, seconds first) fields, or `@daily`.
    ///
    /// # Errors
    /// A sentence that says what is wrong and what is allowed.
    pub fn parse(text: &str, zone: &jiff::tz::TimeZone) -> Result<Self, String> {
        let _ = (text, zone);
        todo!()
    }

    /// The first time strictly after `last` at which it is due.
    pub fn next(&self, last: DateTime<Utc>) -> DateTime<Utc> {
        let _ = last;
        todo!()
    }
}
