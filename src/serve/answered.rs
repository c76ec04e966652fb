//! How many requests were answered, and how: for whoever watches over the server.

use std::sync::atomic::{AtomicU64, Ordering};

use http::StatusCode;

/// The statuses that are counted, each by itself; then one for all others.
const STATUSES: &[u16] = &[200, 204, 206, 226, 304, 308, 404, 405, 406, 410, 416];

/// Counts of answers by status, since the start.
#[derive(Debug, Default)]
pub struct Answered {
    counts: [AtomicU64; STATUSES.len() + 1],
}

impl Answered {
    pub(super) fn count(&self, status: StatusCode) {
        let place = STATUSES.iter().position(|known| *known == status.as_u16());
        if let Some(count) = self.counts.get(place.unwrap_or(STATUSES.len())) {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// Each status that was ever sent, with how often.
    pub fn counts(&self) -> impl Iterator<Item = (u16, u64)> {
        let statuses = STATUSES.iter().copied().chain(std::iter::once(0));
        statuses
            .zip(&self.counts)
            .map(|(status, count)| (status, count.load(Ordering::Relaxed)))
            .filter(|(_, count)| *count > 0)
    }
}
