//! When something is due.

use feedmill::schedule::Schedule;
use jiff::tz::TimeZone;

use super::articles::now;
use crate::input::text;

/// The input is what the operator writes: what is due next is never past.
pub fn run(bytes: &[u8]) {
    for zone in ["UTC", "Europe/Berlin"] {
        let zone = TimeZone::get(zone).expect("a zone");
        if let Ok(schedule) = Schedule::parse(&text(bytes), &zone) {
            assert!(schedule.next(now()) > now());
        }
    }
}
