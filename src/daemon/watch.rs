//! The watchers of the source folders and of config.toml. They only hint: where one cannot be had,
//! or has lost its folder, the periodic scan finds the changes (D-25).
#![expect(clippy::disallowed_methods, reason = "shell: looks at folders")]

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use notify::{RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache};
use tokio::sync::mpsc;

use crate::config::{Place, Settings};

/// File events are gathered for so long: an editor's save is several of them.
const DEBOUNCE: Duration = Duration::from_millis(250);

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
    debouncer: Option<Debouncer<RecommendedWatcher, RecommendedCache>>,
    /// Source folders, and source files.
    roots: Vec<PathBuf>,
    /// Which folder is watched under each path: another one may come under its name.
    watched: BTreeMap<PathBuf, Identity>,
}

impl Watch {
    pub(super) fn start(settings: &Settings, events: mpsc::Sender<Event>) -> Self {
        let roots = roots(settings);
        let debouncer =
            notify_debouncer_full::new_debouncer(DEBOUNCE, None, teller(settings, events));
        let mut watch = Watch {
            debouncer: None,
            roots,
            watched: BTreeMap::new(),
        };
        match debouncer {
            Ok(debouncer) => watch.debouncer = Some(debouncer),
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
                && let Some(debouncer) = &mut self.debouncer
            {
                // It may be gone with its folder.
                let _ = debouncer.unwatch(&root);
            }
            if let Some(found) = found
                && self.add(&root, RecursiveMode::Recursive)
            {
                self.watched.insert(root, found);
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

/// Makes events of what the system reports.
fn teller(
    settings: &Settings,
    events: mpsc::Sender<Event>,
) -> impl FnMut(DebounceEventResult) + Send + 'static {
    let (config, roots) = (settings.file.clone(), roots(settings));
    move |result| {
        let Ok(changes) = result else {
            let _ = events.blocking_send(Event::Folder);
            return;
        };
        let of_interest = changes.iter().filter(|change| !change.kind.is_access());
        let paths: Vec<_> = of_interest.flat_map(|change| &change.paths).collect();
        let is_config = |path: &Path| {
            path.file_name() == config.file_name() && path.parent() == config.parent()
        };
        if paths.iter().any(|path| is_config(path)) {
            let _ = events.blocking_send(Event::Config);
        }
        if changes.iter().any(|change| change.need_rescan()) {
            let _ = events.blocking_send(Event::Folder);
            return;
        }
        let in_source = |path: &&&PathBuf| roots.iter().any(|root| path.starts_with(root));
        let files: BTreeSet<PathBuf> = paths.iter().filter(in_source).copied().cloned().collect();
        if !files.is_empty() {
            let _ = events.blocking_send(Event::Files(files));
        }
    }
}

fn roots(settings: &Settings) -> Vec<PathBuf> {
    let folder = |place: &Place| match place {
        Place::Directory(options) => Some(options.root.clone()),
        Place::Address(_) => None,
    };
    let sources = settings.sources.iter();
    sources.filter_map(|source| folder(&source.place)).collect()
}
