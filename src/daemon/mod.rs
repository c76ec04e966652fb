//! `feedmill run`: the only loop. Each turn is an idempotent step; no retry
//! inside, the next turn is the retry (D-25: events are hints, a scan every five minutes decides).
//! Nothing but the operator ends the loop: what fails is said, and tried again.
#![expect(clippy::disallowed_methods, reason = "shell: the clock")]

mod server;
mod status;
mod watch;
mod wish;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Context;
use chrono::Utc;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;
use tokio::task::block_in_place;

use crate::collect::http::Client;
use crate::config::{self, Settings};
use crate::deliver::objects::Uploaded;
use crate::deliver::program::Ran;
use crate::deliver::{self, Reply};
use crate::mill::address::Collected;
use crate::mill::{Mill, Note, Progress, Report, Which, address};
use crate::serve::{Published, Served, Site};

use server::Server;
use status::Status;
use watch::{Event, Watch};
use wish::Wishes;

/// Events are hints; a scan this often is the truth (D-25).
const RESCAN: Duration = Duration::from_secs(5 * 60);
/// Most feeds whose addresses are told at the start; the page has them all.
const ANNOUNCED: usize = 8;
/// Longest sleep, so that a clock that was set is noticed.
const NAP: Duration = Duration::from_secs(30);
/// Shortest sleep: a time that has passed must not spin.
const BLINK: Duration = Duration::from_millis(200);
/// After so long a turn that failed as a whole (a full disk, a locked state) is tried again, and what could not be read for
/// want of something that there may be by then.
const REST: Duration = Duration::from_secs(10);

/// Keeps the feeds fresh until SIGINT or SIGTERM.
///
/// # Errors
/// At the start alone: when the state cannot be used, or the address to serve on is taken.
pub async fn run(settings: Settings, progress: Progress<'_>) -> anyhow::Result<()> {
    let settings = Arc::new(settings);
    let mut interrupt = signal(SignalKind::interrupt()).context("listening for SIGINT")?;
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    let mut hang_up = signal(SignalKind::hangup()).context("listening for SIGHUP")?;
    let mill = block_in_place(|| Mill::open(Arc::clone(&settings), Utc::now()))?;
    let served = Arc::new(Served::default());
    serve(&mill, &served)?;
    let server = Server::start(&settings, &served).await?;
    let (events_in, mut events) = mpsc::channel(16);
    let (results_in, mut results) = mpsc::channel(64);
    let (replies_in, mut replies) = mpsc::channel(64);
    let (runs_in, mut runs) = mpsc::channel(1);
    let (uploads_in, mut uploads) = mpsc::channel(1);
    let (wishes_in, mut wishes) = mpsc::channel(16);
    let status = Status::start(&settings, &served, wishes_in).await?;
    let mut daemon = Daemon {
        watch: Watch::start(&settings, events_in.clone()),
        events: events_in,
        results: results_in,
        replies: replies_in,
        runs: runs_in,
        uploads: uploads_in,
        client: None,
        said: BTreeSet::new(),
        trouble: None,
        next_scan: Instant::now(),
        mill,
        served,
        server,
        status,
        wishes: Wishes::default(),
        progress,
    };
    daemon.turn(true);
    daemon.announce();
    loop {
        daemon.ask();
        daemon.tell();
        daemon.show();
        let nap = daemon.nap();
        let (mut batch, mut told) = (Vec::new(), Vec::new());
        tokio::select! {
            _ = interrupt.recv() => break,
            _ = terminate.recv() => break,
            _ = hang_up.recv() => daemon.reload().await,
            Some(event) = events.recv() => {
                let mut all = vec![event];
                while let Ok(event) = events.try_recv() {
                    all.push(event);
                }
                if all.contains(&Event::Config) {
                    daemon.reload().await;
                }
                daemon.changed(all);
            }
            received = results.recv_many(&mut batch, 256) => {
                if received > 0 {
                    daemon.take(batch);
                }
            }
            _ = replies.recv_many(&mut told, 256) => daemon.told(told),
            Some(ran) = runs.recv() => daemon.ran(&ran),
            Some(uploaded) = uploads.recv() => daemon.uploaded(&uploaded),
            Some(wish) = wishes.recv() => daemon.wish(wish),
            () = tokio::time::sleep(nap) => {
                let scan = daemon.next_scan <= Instant::now();
                let change = daemon.mill.next_change().is_some_and(|at| at <= Utc::now());
                if scan || change {
                    daemon.turn(scan);
                }
            }
        }
    }
    tracing::info!("stopping");
    // Whoever asks a second time does not want to wait (D-19).
    tokio::select! {
        _ = async { tokio::join!(daemon.server.stop(), daemon.status.server.stop()) } => {}
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
    Ok(())
}

struct Daemon<'a> {
    mill: Mill,
    served: Arc<Served>,
    server: Server,
    status: Status,
    wishes: Wishes,
    watch: Watch,
    events: mpsc::Sender<Event>,
    results: mpsc::Sender<Collected>,
    replies: mpsc::Sender<Reply>,
    runs: mpsc::Sender<Ran>,
    uploads: mpsc::Sender<Uploaded>,
    /// Made when there is first something to fetch: it costs some tens of milliseconds.
    client: Option<Arc<Client>>,
    /// What was said of folders and output, so that a broken file is named once and not at every turn.
    said: BTreeSet<String>,
    /// Why the last turn failed as a whole, when it did: said once.
    trouble: Option<String>,
    next_scan: Instant,
    progress: Progress<'a>,
}

impl Daemon<'_> {
    /// Takes up what the watchers saw.
    fn changed(&mut self, events: Vec<Event>) {
        let (mut edited, mut folder) = (BTreeSet::new(), false);
        for event in events {
            match event {
                Event::Files(files) => edited.extend(files),
                Event::Folder => folder = true,
                Event::Config => {}
            }
        }
        if folder {
            self.turn(true);
        } else if !edited.is_empty() {
            self.edited(&edited);
        }
    }

    /// A turn for files that have been written: where they are known, they are all that is read.
    fn edited(&mut self, edited: &BTreeSet<PathBuf>) {
        let started = Instant::now();
        let mut report = Report::default();
        let outcome = block_in_place(|| {
            let (now, progress) = (Utc::now(), self.progress);
            let all = self.mill.scan_edited(edited, now, &mut report, progress)?;
            if all {
                self.mill.publish(Utc::now(), &mut report, progress)?;
            }
            Ok(all)
        });
        match outcome {
            Ok(false) => self.turn(true),
            outcome => self.finish_turn(report, started, outcome.map(drop), false),
        }
    }

    /// One turn: folders when they are to be scanned, then the output.
    fn turn(&mut self, scan: bool) {
        let started = Instant::now();
        let mut report = Report::default();
        if scan {
            // Before the scan: what comes after it is an event.
            self.watch.renew();
        }
        let outcome = block_in_place(|| {
            if scan {
                self.mill.scan(Utc::now(), &mut report, self.progress)?;
                self.mill.remind(&mut report);
            }
            self.mill.publish(Utc::now(), &mut report, self.progress)
        });
        self.finish_turn(report, started, outcome, scan);
    }

    /// Says what of a turn was not said before.
    fn finish_turn(
        &mut self,
        mut report: Report,
        started: Instant,
        outcome: Result<(), crate::store::Error>,
        scan: bool,
    ) {
        let now: BTreeSet<String> = notes(&report).map(ToString::to_string).collect();
        let is_new = |note: &Note| !self.said.contains(&note.to_string());
        report.failures.retain(is_new);
        report.warnings.retain(is_new);
        if scan && outcome.is_ok() {
            self.next_scan = Instant::now() + RESCAN;
            self.said = now;
        } else {
            self.said.extend(now);
        }
        self.finish(&report, started, outcome);
    }

    /// Takes in what addresses gave.
    fn take(&mut self, collected: Vec<Collected>) {
        let started = Instant::now();
        let mut report = Report::default();
        let outcome = block_in_place(|| {
            self.mill.take(collected, Utc::now(), &mut report)?;
            if report.new + report.changed == 0 && !self.mill.holds() {
                return Ok(());
            }
            self.mill.publish(Utc::now(), &mut report, self.progress)
        });
        self.finish(&report, started, outcome);
        self.answer(&report);
    }

    /// Says what was done, and has it served.
    fn finish(
        &mut self,
        report: &Report,
        started: Instant,
        outcome: Result<(), crate::store::Error>,
    ) {
        for note in &report.warnings {
            tracing::warn!("{note}");
        }
        for note in &report.failures {
            tracing::error!("{note}");
        }
        let outcome = match outcome {
            Ok(()) if report.written.is_empty() => Ok(()),
            Ok(()) => self.serve(),
            Err(error) => Err(error),
        };
        let took = started.elapsed();
        self.status.count(report, took, outcome.is_err());
        let outcome = outcome.and_then(|()| self.mill.remember(report, took, Utc::now()));
        let seconds = took.as_secs_f64();
        match outcome {
            Ok(()) => {
                self.trouble = None;
                if report.unwritten > 0 {
                    self.next_scan = self.next_scan.min(Instant::now() + NAP);
                }
                if report.soon {
                    self.next_scan = self.next_scan.min(Instant::now() + REST);
                }
                // Without a look at the feeds there is nothing to sum up.
                let looked = report.sources > 0;
                if looked && report.is_quiet() {
                    tracing::debug!("{}", report.summary(seconds));
                } else if looked {
                    tracing::info!("{}", report.summary(seconds));
                }
            }
            Err(error) => self.failed(&error),
        }
    }

    /// Has what is published served.
    fn serve(&self) -> Result<(), crate::store::Error> {
        block_in_place(|| serve(&self.mill, &self.served))
    }

    /// A turn failed as a whole: it is said once, and tried again.
    fn failed(&mut self, error: &crate::store::Error) {
        let mut trouble = error.to_string();
        let known = self.trouble.as_ref() == Some(&trouble);
        if error.is_damage() && !known {
            tracing::error!("{trouble}; the state is looked into, what is published stays");
            match block_in_place(|| self.mill.mend(Utc::now())) {
                Ok(()) => {
                    self.next_scan = Instant::now();
                    self.trouble = Some(trouble);
                    return;
                }
                Err(error) => trouble = error.to_string(),
            }
        }
        if self.trouble.as_ref() != Some(&trouble) {
            tracing::error!(
                "{trouble}; what is published stays, and it is tried again every {} seconds",
                REST.as_secs()
            );
        }
        self.trouble = Some(trouble);
        self.next_scan = Instant::now() + REST;
    }

    /// Starts fetching what is due; the answers come in through the loop.
    fn ask(&mut self) {
        // What cannot be remembered is not asked for.
        if self.trouble.is_some() {
            return;
        }
        let now = Utc::now();
        let jobs = match block_in_place(|| self.mill.due(now, Which::Spread)) {
            Ok(jobs) => jobs,
            Err(error) => return self.failed(&error),
        };
        if jobs.is_empty() {
            return;
        }
        match self.client() {
            Ok(client) => address::start(&client, jobs, now, &self.results),
            Err(error) => self.take(address::refused(jobs, &error)),
        }
    }

    /// The one client; made at its first use.
    fn client(&mut self) -> anyhow::Result<Arc<Client>> {
        if let Some(client) = &self.client {
            return Ok(Arc::clone(client));
        }
        let client = Arc::new(Client::new(self.mill.settings().fetch.clone())?);
        Ok(Arc::clone(self.client.insert(client)))
    }

    /// Starts telling others what has been published, now that it is served; their answers come in through the loop.
    fn tell(&mut self) {
        if self.trouble.is_some() {
            return;
        }
        let now = Utc::now();
        match block_in_place(|| self.mill.to_upload(now, false)) {
            Ok(None) => {}
            Ok(Some(upload)) => {
                let uploads = self.uploads.clone();
                tokio::spawn(async move { uploads.send(upload.run().await).await });
            }
            Err(error) => return self.failed(&error),
        }
        match block_in_place(|| self.mill.to_run(now, false)) {
            Ok(None) => {}
            Ok(Some(run)) => {
                let runs = self.runs.clone();
                tokio::spawn(async move { runs.send(run.run().await).await });
            }
            Err(error) => return self.failed(&error),
        }
        let rounds = match block_in_place(|| self.mill.errands(now)) {
            Ok(rounds) if rounds.is_empty() => return,
            Ok(rounds) => rounds,
            Err(error) => return self.failed(&error),
        };
        match self.client() {
            Ok(client) => deliver::start(&client, rounds, now, &self.replies),
            Err(error) => self.told(deliver::refused(rounds, &error)),
        }
    }

    /// Takes in what others have answered.
    fn told(&mut self, replies: Vec<Reply>) {
        let mut report = Report::default();
        let outcome = block_in_place(|| self.mill.told(replies, Utc::now(), &mut report));
        self.delivered(&report, outcome);
    }

    /// Takes in what the program that is run after publishing came to.
    fn ran(&mut self, ran: &Ran) {
        let mut report = Report::default();
        let outcome = block_in_place(|| self.mill.ran(ran, Utc::now(), false, &mut report));
        self.delivered(&report, outcome);
    }

    /// Takes in what was put into the object store.
    fn uploaded(&mut self, uploaded: &Uploaded) {
        let mut report = Report::default();
        let outcome =
            block_in_place(|| self.mill.uploaded(uploaded, Utc::now(), false, &mut report));
        self.delivered(&report, outcome);
    }

    fn delivered(&mut self, report: &Report, outcome: Result<(), crate::store::Error>) {
        for note in &report.warnings {
            tracing::warn!("{note}");
        }
        if let Err(error) = outcome {
            self.failed(&error);
        }
    }

    /// Has the status page show what there is.
    fn show(&mut self) {
        let trouble = self.trouble.as_deref();
        let ready = !self.served.published.load().is_empty();
        let shown = block_in_place(|| self.status.tell(&self.mill, trouble, ready));
        if let Err(error) = shown {
            self.failed(&error);
        }
    }

    /// How long there is nothing to do.
    fn nap(&self) -> Duration {
        let now = Utc::now();
        let due = self
            .mill
            .next_due(now)
            .into_iter()
            .chain(self.mill.next_change())
            // What cannot be read is said by the next turn.
            .chain(self.mill.next_errand().ok().flatten());
        let until = due
            .min()
            .map_or(NAP, |due| (due - now).to_std().unwrap_or_default());
        let scan = self.next_scan.saturating_duration_since(Instant::now());
        let until = if self.trouble.is_some() { NAP } else { until };
        let told = self.status.due();
        let told = told.map_or(NAP, |due| due.saturating_duration_since(Instant::now()));
        until.min(scan).min(told).min(NAP).max(BLINK)
    }

    /// Takes up a changed configuration, as a whole; a broken one is reported and the old one stays
    /// (D-12).
    async fn reload(&mut self) {
        let file = self.mill.settings().file.clone();
        let settings = match block_in_place(|| config::load(&file)) {
            Ok(settings) => Arc::new(settings),
            Err(faults) => {
                tracing::error!(
                    "the configuration in force stays, the new one is at fault:\n{faults}"
                );
                return;
            }
        };
        let mut server = None;
        if settings.listen != self.mill.settings().listen {
            match Server::start(&settings, &self.served).await {
                Ok(started) => server = Some(started),
                Err(failure) => {
                    tracing::error!("the configuration in force stays: {failure:#}");
                    return;
                }
            }
        }
        let mut status = None;
        if settings.status != self.mill.settings().status {
            match status::start(&settings, &self.status.board).await {
                Ok(started) => status = Some(started),
                Err(failure) => {
                    tracing::error!("the configuration in force stays: {failure:#}");
                    if let Some(server) = server {
                        server.stop().await;
                    }
                    return;
                }
            }
        }
        if let Err(error) =
            block_in_place(|| self.mill.reconfigure(Arc::clone(&settings), Utc::now()))
        {
            tracing::error!("the configuration in force stays: {error}");
            for server in server.into_iter().chain(status) {
                server.stop().await;
            }
            return;
        }
        tracing::info!("took up the configuration {}", file.display());
        if let Some(status) = status {
            std::mem::replace(&mut self.status.server, status)
                .stop()
                .await;
        }
        if let Some(server) = server {
            std::mem::replace(&mut self.server, server).stop().await;
            self.announce();
        }
        self.wishes.forget();
        self.client = None;
        self.watch = Watch::start(&settings, self.events.clone());
        self.turn(true);
        // What is served may have changed without a file having been written.
        if let Err(error) = self.serve() {
            self.failed(&error);
        }
    }

    /// Says where to subscribe.
    fn announce(&self) {
        let settings = self.mill.settings();
        let root = match (self.server.address, &settings.listen) {
            (Some(address), _) => format!("http://{address}/"),
            (None, Some(listen)) => {
                tracing::info!("serving {} on {listen}", settings.base_url);
                return;
            }
            (None, None) => {
                tracing::info!("writing feeds to {}", settings.output.display());
                return;
            }
        };
        tracing::info!("serving {root} (a page with all feeds); subscribe to");
        let single = settings.feeds.iter().filter(|spec| spec.per.is_none());
        for spec in single.take(ANNOUNCED) {
            let formats = spec.formats.iter();
            let formats = formats
                .filter_map(|name| crate::publish::format(name))
                .filter(|format| format.for_readers);
            let ways: Vec<String> = formats
                .map(|format| format!(".{}", format.extension))
                .collect();
            let Some((first, others)) = ways.split_first() else {
                continue;
            };
            let others = match others {
                [] => String::new(),
                others => format!("  (or {})", others.join(", ")),
            };
            tracing::info!("  {root}{}{first}{others}", spec.name);
        }
        if let Some(address) = self.status.server.address {
            tracing::info!("how it is doing: {}", status::shown(address));
        }
        tracing::info!("Ctrl-C stops");
    }
}

fn notes(report: &Report) -> impl Iterator<Item = &Note> {
    report.failures.iter().chain(&report.warnings)
}

/// Has what is published served: a snapshot that takes over from the one before what has not changed.
fn serve(mill: &Mill, served: &Served) -> Result<(), crate::store::Error> {
    let settings = mill.settings();
    let main = settings.feeds.iter().find(|spec| spec.per.is_none());
    let site = Site {
        base_url: settings.base_url.clone(),
        max_age: settings.max_age,
        main: main.map(|spec| spec.name.clone()),
        hubs: settings.push.hubs.clone(),
        delta: settings.delta,
    };
    let before = served.published.load_full();
    let mut published = Published::new(site);
    for output in mill.published()? {
        // What cannot be read is written again in the next turn.
        let read = || mill.page(&output.path);
        let _ = published.add(&before, &output.path, output.stamp, output.changed, read);
    }
    for (path, successor) in mill.retired()? {
        published.retire(&path, successor.as_deref());
    }
    for (path, now) in mill.formerly()? {
        published.forward(&path, &now);
    }
    served.published.store(Arc::new(published));
    served.output.store(Arc::new(settings.output.clone()));
    Ok(())
}
