//! The watchers of the source folders and of config.toml. They only hint: where one cannot be had,
//! or has lost its folder, the periodic scan finds the changes (D-25).
#![expect(clippy::disallowed_methods, reason = "shell: looks at folders")]

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant, SystemTime};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;

use crate::config::{Place, Settings};

/// File events are gathered for so long: an editor's save is several of them.
const DEBOUNCE: Duration = Duration::from_millis(250);
/// They are told after this at the latest, though they go on.
const LONGEST: Duration = Duration::from_secs(2);

/// What the world told us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    /// Something in a source folder changed.
    Folder,
    /// These files of source folders were written.
    Files(BTreeSet<PathBuf>),
    /// config.toml changed.
    Config,
}

/// Device, inode and time of birth: the inode of a folder that is removed is given to the next.
type Identity = (u64, u64, Option<SystemTime>);

/// The watchers of a configuration.
pub(super) struct Watch {
    watcher: Option<RecommendedWatcher>,
    /// Source folders, and source files.
    roots: Vec<PathBuf>,
    /// Which folder is watched under each path: another one may come under its name.
    watched: BTreeMap<PathBuf, Identity>,
}

impl Watch {
    pub(super) fn start(settings: &Settings, events: mpsc::Sender<Event>) -> Self {
        let roots = roots(settings);
        let mut watch = Watch {
            watcher: None,
            roots,
            watched: BTreeMap::new(),
        };
        match watcher(settings, events) {
            Ok(watcher) => watch.watcher = Some(watcher),
            Err(error) => tracing::warn!(
                "folders are not watched ({error}); they are scanned every five minutes"
            ),
        }
        // A folder that is removed and made again is seen from the one it lies in; so is a file
        // over which another is renamed. Folders within another source are seen from that.
        let config = std::iter::once(settings.file.as_path());
        let within = config.chain(watch.roots.iter().map(PathBuf::as_path));
        let parents: BTreeSet<PathBuf> = within
            .filter_map(Path::parent)
            .filter(|parent| !watch.roots.iter().any(|root| parent.starts_with(root)))
            .map(Path::to_owned)
            .collect();
        for parent in parents {
            watch.add(&parent, RecursiveMode::NonRecursive);
        }
        watch.renew();
        watch
    }

    /// Watches the folders that could not be watched so far, and those that have been replaced.
    pub(super) fn renew(&mut self) {
        for root in self.roots.clone() {
            let about = std::fs::metadata(&root).ok();
            let folder = about.filter(std::fs::Metadata::is_dir);
            let found = folder.map(|about| (about.dev(), about.ino(), about.created().ok()));
            if self.watched.get(&root) == found.as_ref() {
                continue;
            }
            if self.watched.remove(&root).is_some()
                && let Some(watcher) = &mut self.watcher
            {
                // It may be gone with its folder.
                let _ = watcher.unwatch(&root);
            }
            if let Some(found) = found
                && self.add(&root, RecursiveMode::Recursive)
            {
                self.watched.insert(root, found);
            }
        }
    }

    fn add(&mut self, path: &Path, mode: RecursiveMode) -> bool {
        let Some(watcher) = &mut self.watcher else {
            return false;
        };
        match watcher.watch(path, mode) {
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

/// What the system has reported.
#[derive(Debug, Default)]
struct Reported {
    paths: BTreeSet<PathBuf>,
    /// Something was missed.
    rescan: bool,
}

impl Reported {
    /// Takes a report up; says whether it is of a change: to be read is none, and we read what has changed.
    fn take(&mut self, report: notify::Result<notify::Event>) -> bool {
        match report {
            Ok(event) if event.kind.is_access() && !event.need_rescan() => return false,
            Ok(event) => {
                self.rescan |= event.need_rescan();
                self.paths.extend(event.paths);
            }
            Err(_) => self.rescan = true,
        }
        true
    }
}

/// A watcher of nothing yet, of whose reports a thread makes events until it is dropped.
fn watcher(
    settings: &Settings,
    events: mpsc::Sender<Event>,
) -> Result<RecommendedWatcher, Box<dyn std::error::Error>> {
    let (config, roots) = (settings.file.clone(), roots(settings));
    let (sender, reports) = channel();
    let watcher = notify::recommended_watcher(move |report| {
        // Nobody listens any more: the program is ending.
        let _ = sender.send(report);
    })?;
    std::thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || {
            while let Some(reported) = gather(&reports) {
                for event in told(reported, &config, &roots) {
                    let _ = events.blocking_send(event);
                }
            }
        })?;
    Ok(watcher)
}

/// Waits for a change, and for those that come with it; None when there is no watcher any more.
fn gather(reports: &Receiver<notify::Result<notify::Event>>) -> Option<Reported> {
    let mut reported = Reported::default();
    while !reported.take(reports.recv().ok()?) {}
    let longest = Instant::now() + LONGEST;
    let mut still = Instant::now() + DEBOUNCE;
    while let Some(left) = still.min(longest).checked_duration_since(Instant::now())
        && let Ok(report) = reports.recv_timeout(left)
    {
        if reported.take(report) {
            still = Instant::now() + DEBOUNCE;
        }
    }
    Some(reported)
}

/// Makes events of what was reported.
fn told(reported: Reported, config: &Path, roots: &[PathBuf]) -> Vec<Event> {
    let mut events = Vec::new();
    let is_config =
        |path: &Path| path.file_name() == config.file_name() && path.parent() == config.parent();
    if reported.paths.iter().any(|path| is_config(path)) {
        events.push(Event::Config);
    }
    let in_source = |path: &PathBuf| roots.iter().any(|root| path.starts_with(root));
    let files: BTreeSet<PathBuf> = reported.paths.into_iter().filter(in_source).collect();
    if reported.rescan {
        events.push(Event::Folder);
    } else if !files.is_empty() {
        events.push(Event::Files(files));
    }
    events
}

fn roots(settings: &Settings) -> Vec<PathBuf> {
    let folder = |place: &Place| match place {
        Place::Directory(options) => Some(options.root.clone()),
        Place::Address(_) => None,
    };
    let sources = settings.sources.iter();
    sources.filter_map(|source| folder(&source.place)).collect()
}
