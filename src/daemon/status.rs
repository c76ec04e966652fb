//! The status page beside the turns: what it is told, and what is asked for there.
#![expect(clippy::disallowed_methods, reason = "shell: the clock")]

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;

use super::server::Server;
use crate::config::{Listen, Settings};
use crate::mill::{Mill, Report};
use crate::serve::{Listener, Served};
use crate::status::{self, Board, Counts, Door, Section, Snapshot, Told, Wish};

/// What is told is gathered no more often: with thousands of sources that takes its time.
const PAUSE: Duration = Duration::from_secs(1);

/// The status page, with what it is told.
pub(super) struct Status {
    pub(super) board: Arc<Board>,
    pub(super) server: Server,
    counts: Counts,
    started: DateTime<Utc>,
    /// When it is to be told what there is now, if there is something.
    due: Option<Instant>,
    last: Option<Instant>,
}

impl Status {
    pub(super) async fn start(
        settings: &Settings,
        served: &Arc<Served>,
        wishes: mpsc::Sender<Wish>,
    ) -> anyhow::Result<Self> {
        let board = Board::new(Arc::clone(served), wishes, Instant::now());
        let board = Arc::new(board);
        Ok(Status {
            server: start(settings, &board).await?,
            board,
            counts: Counts::default(),
            started: Utc::now(),
            due: None,
            last: None,
        })
    }

    /// Counts a turn, and has it told soon.
    pub(super) fn count(&mut self, report: &Report, took: Duration, failed: bool) {
        self.counts.count(report, took, failed);
        self.changed();
    }

    /// Has what there is told soon.
    pub(super) fn changed(&mut self) {
        let earliest = self.last.map_or_else(Instant::now, |last| last + PAUSE);
        self.due.get_or_insert(earliest);
    }

    /// When there is next something to be told.
    pub(super) fn due(&self) -> Option<Instant> {
        self.due.filter(|_| self.server.runs())
    }

    /// Tells what there is, when it is time.
    pub(super) fn tell(
        &mut self,
        mill: &Mill,
        trouble: Option<&str>,
        ready: bool,
    ) -> Result<(), crate::store::Error> {
        self.board.beat(Instant::now());
        if self.due().is_none_or(|due| due > Instant::now()) {
            return Ok(());
        }
        self.due = None;
        self.last = Some(Instant::now());
        let now = Utc::now();
        let shown = mill.settings().shown.iter().map(|table| Section {
            header: table.header.clone(),
            keys: table
                .keys
                .iter()
                .map(|key| (key.name, key.value.clone(), key.default))
                .collect(),
        });
        let facts = mill.facts(now).inspect_err(|error| {
            self.board.tell_trouble(&error.to_string());
        })?;
        self.board.tell(Snapshot::of(Told {
            facts,
            config: shown.collect(),
            ready,
            trouble: trouble.map(str::to_owned),
            counts: self.counts.clone(),
            started: self.started,
            now,
        }));
        Ok(())
    }
}

/// Listens where the configuration says. A default address that is taken, by another feedmill most likely, is no reason not
/// to run.
pub(super) async fn start(settings: &Settings, board: &Arc<Board>) -> anyhow::Result<Server> {
    let Some(status) = &settings.status else {
        return Ok(Server::none());
    };
    let listens = match &status.listen {
        Listen::Tcp(address) => Some(address.ip()),
        Listen::Unix(_) => None,
    };
    let door = door(status, listens)?;
    let board = Arc::clone(board);
    let serve = move |listener, stop| status::run(listener, door, board, stop);
    match Server::listen("status", &status.listen, Listener::GROUP, serve).await {
        Ok(server) => Ok(server),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse && !status.chosen => {
            tracing::warn!(
                "no status page: something listens on {} already; `listen` under [status] in {} chooses another address",
                status.listen,
                settings.file.display()
            );
            Ok(Server::none())
        }
        Err(error) => Err(anyhow::anyhow!(
            "cannot listen on {}: {error}\n\
             hint: stop what listens there, or change `listen` under [status] in {}",
            status.listen,
            settings.file.display()
        )),
    }
}

fn door(status: &crate::config::Status, listens: Option<IpAddr>) -> anyhow::Result<Door> {
    let mut random = [0; 32];
    getrandom::fill(&mut random).map_err(|error| anyhow::anyhow!("random numbers: {error}"))?;
    let token = status.token.as_ref().map(|token| token.hash());
    Ok(Door::new(token, listens, status.hosts.clone(), &random))
}

/// The address of the page, for people.
pub(super) fn shown(address: SocketAddr) -> String {
    format!("http://{address}/")
}
