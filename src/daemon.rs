//! The only loop and the only clock: a tick, a file event, an answer from the network, a hang-up
//! or a shutdown → a turn of the mill. No retry inside: the next period is the retry.
#![expect(
    clippy::disallowed_methods,
    reason = "shell: the clock, and which folder is watched"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use anyhow::Context;
use arc_swap::ArcSwap;
use chrono::Utc;
use notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, block_in_place};
use tokio_util::sync::CancellationToken;

use crate::collect::http::Client;
use crate::config::{self, Place, Settings};
use crate::mill::address::Collected;
use crate::mill::{Mill, Note, Progress, Report, Which, address};
use crate::serve::{self, Published};

/// File events are gathered for so long: an editor's save is several of them.
const DEBOUNCE: Duration = Duration::from_millis(250);
/// Events are hints; a scan this often is the truth (D-25).
const RESCAN: Duration = Duration::from_secs(5 * 60);
/// Most feeds whose addresses are told at the start; the page has them all.
const ANNOUNCED: usize = 8;
/// Longest sleep, so that a clock that was set is noticed.
const NAP: Duration = Duration::from_secs(30);

/// What the world told us.
enum Event {
    /// Something in a source folder changed.
    Folder,
    /// config.toml changed.
    Config,
}

/// Keeps the feeds fresh until SIGINT or SIGTERM.
///
/// # Errors
/// When the state cannot be used, or the address to serve on is taken.
pub async fn run(settings: Settings, progress: Progress<'_>) -> anyhow::Result<()> {
    let settings = Arc::new(settings);
    let mut interrupt = signal(SignalKind::interrupt()).context("listening for SIGINT")?;
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    let mut hang_up = signal(SignalKind::hangup()).context("listening for SIGHUP")?;
    let mill = block_in_place(|| Mill::open(Arc::clone(&settings)))?;
    let published = Arc::new(ArcSwap::from_pointee(snapshot(&mill)?));
    let server = Server::start(&settings, &published).await?;
    let (events_in, mut events) = mpsc::channel(16);
    let (results_in, mut results) = mpsc::channel(64);
    let mut daemon = Daemon {
        watch: Watch::start(&settings, events_in.clone()),
        events: events_in,
        results: results_in,
        client: None,
        said: BTreeSet::new(),
        scanned: Instant::now(),
        mill,
        published,
        server,
        progress,
    };
    daemon.turn(true)?;
    daemon.announce();
    loop {
        daemon.ask()?;
        let nap = daemon.nap()?;
        let mut batch = Vec::new();
        tokio::select! {
            _ = interrupt.recv() => break,
            _ = terminate.recv() => break,
            _ = hang_up.recv() => daemon.reload().await?,
            Some(event) = events.recv() => {
                let mut all = vec![event];
                while let Ok(event) = events.try_recv() {
                    all.push(event);
                }
                if all.iter().any(|event| matches!(event, Event::Config)) {
                    daemon.reload().await?;
                }
                daemon.turn(true)?;
            }
            received = results.recv_many(&mut batch, 256) => {
                if received > 0 {
                    daemon.take(batch)?;
                }
            }
            () = tokio::time::sleep(nap) => {
                let rescan = daemon.scanned.elapsed() >= RESCAN;
                daemon.turn(rescan)?;
            }
        }
    }
    tracing::info!("stopping");
    daemon.server.stop().await;
    Ok(())
}

struct Daemon<'a> {
    mill: Mill,
    published: Arc<ArcSwap<Published>>,
    server: Server,
    watch: Watch,
    events: mpsc::Sender<Event>,
    results: mpsc::Sender<Collected>,
    /// Made when there is first something to fetch: it costs some tens of milliseconds.
    client: Option<Arc<Client>>,
    /// What was said of the folders, so that a broken file is named once and not at every scan.
    said: BTreeSet<String>,
    scanned: Instant,
    progress: Progress<'a>,
}

impl Daemon<'_> {
    /// One turn: folders when they are to be scanned, then the output.
    fn turn(&mut self, scan: bool) -> anyhow::Result<()> {
        let started = Instant::now();
        let mut report = Report::default();
        if scan {
            // Before the folders are read, so that nothing is saved between the two unseen.
            self.watch.renew(self.mill.settings());
        }
        block_in_place(|| {
            if scan {
                self.mill.scan(Utc::now(), &mut report, self.progress)?;
            }
            self.mill.publish(Utc::now(), &mut report, self.progress)
        })?;
        if scan {
            self.scanned = Instant::now();
            let now: BTreeSet<String> = notes(&report).map(ToString::to_string).collect();
            report
                .failures
                .retain(|note| !self.said.contains(&note.to_string()));
            report
                .warnings
                .retain(|note| !self.said.contains(&note.to_string()));
            self.said = now;
        }
        self.finish(&report, started)
    }

    /// Takes in what addresses gave.
    fn take(&mut self, collected: Vec<Collected>) -> anyhow::Result<()> {
        let started = Instant::now();
        let mut report = Report::default();
        block_in_place(|| {
            self.mill.take(collected, Utc::now(), &mut report)?;
            self.mill.publish(Utc::now(), &mut report, self.progress)
        })?;
        self.finish(&report, started)
    }

    fn finish(&mut self, report: &Report, started: Instant) -> anyhow::Result<()> {
        if !report.written.is_empty() {
            let snapshot = block_in_place(|| snapshot(&self.mill))?;
            self.published.store(Arc::new(snapshot));
        }
        for note in &report.warnings {
            tracing::warn!("{note}");
        }
        for note in &report.failures {
            tracing::error!("{note}");
        }
        if report.is_quiet() {
            tracing::debug!("{}", report.summary(started.elapsed().as_secs_f64()));
        } else {
            tracing::info!("{}", report.summary(started.elapsed().as_secs_f64()));
        }
        Ok(())
    }

    /// Starts fetching what is due; the answers come in through the loop.
    fn ask(&mut self) -> anyhow::Result<()> {
        let now = Utc::now();
        let jobs = self.mill.due(now, Which::Due);
        if jobs.is_empty() {
            return Ok(());
        }
        let client = match &self.client {
            Some(client) => Arc::clone(client),
            None => {
                let client = Client::new(self.mill.settings().fetch.clone());
                Arc::clone(
                    self.client
                        .insert(Arc::new(client.context("making the HTTP client")?)),
                )
            }
        };
        let mut answers = address::start(&client, jobs, now);
        let results = self.results.clone();
        tokio::spawn(async move {
            while let Some(answer) = answers.recv().await {
                if results.send(answer).await.is_err() {
                    return;
                }
            }
        });
        Ok(())
    }

    /// How long there is nothing to do.
    fn nap(&self) -> anyhow::Result<Duration> {
        let now = Utc::now();
        let due = self.mill.next_due(now)?;
        let until = due.map_or(NAP, |due| (due - now).to_std().unwrap_or_default());
        let rescan = RESCAN.saturating_sub(self.scanned.elapsed());
        // A second at least: a due time that has passed must not spin.
        Ok(until.min(rescan).min(NAP).max(Duration::from_millis(200)))
    }

    /// Takes up a changed configuration; a broken one is reported and the old one stays (D-12).
    async fn reload(&mut self) -> anyhow::Result<()> {
        let file = self.mill.settings().file.clone();
        let settings = match block_in_place(|| config::load(&file)) {
            Ok(settings) => Arc::new(settings),
            Err(faults) => {
                tracing::error!(
                    "the configuration in force stays, the new one is at fault:\n{faults}"
                );
                return Ok(());
            }
        };
        if settings.listen != self.mill.settings().listen {
            match Server::start(&settings, &self.published).await {
                Ok(server) => std::mem::replace(&mut self.server, server).stop().await,
                Err(failure) => {
                    tracing::error!("the configuration in force stays: {failure:#}");
                    return Ok(());
                }
            }
        }
        if let Err(error) = block_in_place(|| self.mill.reconfigure(Arc::clone(&settings))) {
            tracing::error!("the configuration in force stays: {error}");
            return Ok(());
        }
        self.client = None;
        self.watch = Watch::start(&settings, self.events.clone());
        tracing::info!("took up the configuration {}", file.display());
        self.turn(true)
    }

    /// Says where to subscribe.
    fn announce(&self) {
        let settings = self.mill.settings();
        let Some(listen) = self.server.address else {
            tracing::info!("writing feeds to {}", settings.output.display());
            return;
        };
        tracing::info!("serving http://{listen}/ (a page with all feeds); subscribe to");
        let single = settings.feeds.iter().filter(|spec| spec.per.is_none());
        for spec in single.take(ANNOUNCED) {
            let formats = spec.formats.iter();
            let formats = formats.filter_map(|name| crate::publish::format(name));
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
            tracing::info!("  http://{listen}/{}{first}{others}", spec.name);
        }
        tracing::info!("Ctrl-C stops");
    }
}

fn notes(report: &Report) -> impl Iterator<Item = &Note> {
    report.failures.iter().chain(&report.warnings)
}

fn snapshot(mill: &Mill) -> Result<Published, crate::store::Error> {
    let settings = mill.settings();
    let pages = mill.published()?;
    let pages = pages
        .into_iter()
        .map(|published| (published.page, published.changed));
    Ok(Published::new(pages, settings.max_age))
}

/// The server, when there is one.
struct Server {
    address: Option<std::net::SocketAddr>,
    stop: CancellationToken,
    task: Option<JoinHandle<()>>,
}

impl Server {
    async fn start(
        settings: &Settings,
        published: &Arc<ArcSwap<Published>>,
    ) -> anyhow::Result<Self> {
        let stop = CancellationToken::new();
        let Some(listen) = settings.listen else {
            return Ok(Server {
                address: None,
                stop,
                task: None,
            });
        };
        let listener = TcpListener::bind(listen).await.map_err(|error| {
            anyhow::anyhow!(
                "cannot listen on {listen}: {error}\n\
                 hint: stop what listens there, or change `listen` under [serve] in {}",
                settings.file.display()
            )
        })?;
        let address = listener.local_addr().ok();
        let (published, shutdown) = (Arc::clone(published), stop.clone());
        let task = tokio::spawn(async move {
            if let Err(error) = serve::run(listener, published, shutdown).await {
                tracing::error!("serving: {error}");
            }
        });
        Ok(Server {
            address,
            stop,
            task: Some(task),
        })
    }

    /// Answers what has been asked and ends.
    async fn stop(self) {
        self.stop.cancel();
        if let Some(task) = self.task {
            let _ = task.await;
        }
    }
}

/// The watchers of the source folders and of config.toml. Where one cannot be had, the periodic
/// scan finds the changes.
struct Watch {
    debouncer: Option<Debouncer<RecommendedWatcher, RecommendedCache>>,
    watched: BTreeMap<PathBuf, Identity>,
}

/// Which folder it is, whatever its path: inode and time of birth, since inodes are given again.
type Identity = (u64, Option<SystemTime>);

impl Watch {
    fn start(settings: &Settings, events: mpsc::Sender<Event>) -> Self {
        let (config, roots) = (settings.file.clone(), roots(settings));
        let tell = move |result: DebounceEventResult| {
            let Ok(changes) = result else {
                let _ = events.blocking_send(Event::Folder);
                return;
            };
            let of_interest = changes.iter().filter(|change| !change.kind.is_access());
            let paths: Vec<_> = of_interest.flat_map(|change| &change.paths).collect();
            let is_config = |path: &Path| path.file_name() == config.file_name();
            if paths
                .iter()
                .any(|path| is_config(path) && path.parent() == config.parent())
            {
                let _ = events.blocking_send(Event::Config);
            }
            let in_source = |path: &Path| roots.iter().any(|root| path.starts_with(root));
            if changes.iter().any(|change| change.need_rescan())
                || paths.iter().any(|path| in_source(path))
            {
                let _ = events.blocking_send(Event::Folder);
            }
        };
        let debouncer = notify_debouncer_full::new_debouncer(DEBOUNCE, None, tell);
        let mut watch = match debouncer {
            Ok(debouncer) => Watch {
                debouncer: Some(debouncer),
                watched: BTreeMap::new(),
            },
            Err(error) => {
                tracing::warn!(
                    "folders are not watched ({error}); they are scanned every five minutes"
                );
                return Watch {
                    debouncer: None,
                    watched: BTreeMap::new(),
                };
            }
        };
        // A watch is of a folder and not of its path: when it is put in the place of another, only
        // the folder above tells.
        let roots = self::roots(settings);
        let above = roots
            .iter()
            .chain([&settings.file])
            .filter_map(|path| path.parent());
        let above: BTreeSet<&Path> = above
            .filter(|folder| !roots.iter().any(|root| folder.starts_with(root)))
            .collect();
        for folder in above {
            watch.add(folder, RecursiveMode::NonRecursive);
        }
        watch.renew(settings);
        watch
    }

    /// Watches the folders that could not be watched so far, and those that are others by now.
    fn renew(&mut self, settings: &Settings) {
        for root in roots(settings) {
            let now = identity(&root);
            if now.is_some() && self.watched.get(&root) == now.as_ref() {
                continue;
            }
            if self.watched.remove(&root).is_some()
                && let Some(debouncer) = &mut self.debouncer
            {
                // It is gone with its folder.
                let _ = debouncer.unwatch(&root);
            }
            if let Some(now) = now
                && self.add(&root, RecursiveMode::Recursive)
            {
                self.watched.insert(root, now);
            }
        }
    }

    fn add(&mut self, path: &Path, mode: RecursiveMode) -> bool {
        let Some(debouncer) = &mut self.debouncer else {
            return false;
        };
        match debouncer.watch(path, mode) {
            Ok(()) => true,
            Err(error) => {
                tracing::debug!(
                    "{} is not watched ({error}); it is scanned every five minutes",
                    path.display()
                );
                false
            }
        }
    }
}

/// None where nothing is to be watched: a file that is a source is told of by the folder above.
fn identity(path: &Path) -> Option<Identity> {
    let about = std::fs::metadata(path).ok().filter(Metadata::is_dir)?;
    Some((about.ino(), about.created().ok()))
}

fn roots(settings: &Settings) -> Vec<PathBuf> {
    let folder = |place: &Place| match place {
        Place::Directory(options) => Some(options.root.clone()),
        Place::Address(_) => None,
    };
    settings
        .sources
        .iter()
        .filter_map(|source| folder(&source.place))
        .collect()
}
