//! The status page (T-60): what there is to tell of sources, feeds and turns, for people, for scripts and for Prometheus, on
//! a listener of its own; and two things that people may ask for there, which the daemon's loop does.
//!
//! [`Snapshot`] is what is told, as of the end of a turn; `page`, `json` and `metrics` write it; `door` says who may see and
//! who may act; `routes` answers a request; this file is the shell around it.

mod chart;
mod door;
pub mod json;
mod metrics;
mod page;
mod routes;
mod snapshot;

use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use chrono::{DateTime, Utc};
use tokio::sync::{mpsc, oneshot, watch};
use tokio_util::sync::CancellationToken;

use crate::mill::Previewed;
use crate::serve::{Limits, Listener, Served, connections};

pub use door::Door;
pub use snapshot::{Counts, Section, Snapshot, Told};

/// Something that somebody asks for on the status page.
#[derive(Debug)]
pub enum Wish {
    /// To have a source asked at once.
    Collect {
        /// Its name.
        source: String,
        /// Whether it is done, and what there is to say.
        reply: oneshot::Sender<(bool, String)>,
    },
    /// To see what would become of a source now.
    Preview {
        /// Its name.
        source: String,
        /// What was seen and when, or why there is nothing to be seen.
        reply: oneshot::Sender<Result<(Previewed, DateTime<Utc>), String>>,
    },
}

/// What the daemon and the status page share.
#[derive(Debug)]
pub struct Board {
    snapshot: ArcSwap<Snapshot>,
    /// Counts what was told, for those who wait for news.
    news: watch::Sender<u64>,
    /// When the loop last gave a sign of life.
    alive: ArcSwap<Instant>,
    /// What the feed server has answered.
    served: Arc<Served>,
    wishes: mpsc::Sender<Wish>,
}

impl Board {
    /// A board on which nothing stands yet.
    pub fn new(served: Arc<Served>, wishes: mpsc::Sender<Wish>, now: Instant) -> Self {
        Board {
            snapshot: ArcSwap::default(),
            news: watch::Sender::new(0),
            alive: ArcSwap::from_pointee(now),
            served,
            wishes,
        }
    }

    /// Puts up what there is to tell now.
    pub fn tell(&self, snapshot: Snapshot) {
        self.snapshot.store(Arc::new(snapshot));
        self.news.send_modify(|count| *count += 1);
    }

    /// Puts up why there is nothing new to tell, beside what was told last.
    pub fn tell_trouble(&self, trouble: &str) {
        self.tell(Snapshot::clone(&self.snapshot.load()).with_trouble(trouble));
    }

    /// A sign of life of the loop.
    pub fn beat(&self, now: Instant) {
        self.alive.store(Arc::new(now));
    }
}

/// Most connections at once: people, a monitor, a script or two.
const CONNECTIONS: usize = 64;
/// The end waits no longer for pages that are being sent.
const DRAIN: Duration = Duration::from_secs(2);

/// Serves the status page until the shutdown.
pub async fn run(listener: Listener, door: Door, board: Arc<Board>, shutdown: CancellationToken) {
    let limits = Limits {
        connections: CONNECTIONS,
        drain_time: DRAIN,
        ..Limits::default()
    };
    let (door, end) = (Arc::new(door), shutdown.clone());
    let answer = move |request| {
        let (door, board, end) = (Arc::clone(&door), Arc::clone(&board), end.clone());
        async move { routes::answer(request, &door, &board, end).await }
    };
    connections(&limits, listener, shutdown, answer).await;
}

#[expect(clippy::disallowed_methods, reason = "shell: the status page's clock")]
fn now() -> (DateTime<Utc>, Instant) {
    (Utc::now(), Instant::now())
}
