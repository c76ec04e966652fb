//! What a disk holds after the power has failed: the calls of a pass, as strace logs them, and of them what had been
//! synced, with any part of the rest. A name is on the disk for certain when its folder was synced, bytes when their file was.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::mutation::Dice;

/// The calls that change files.
pub(super) const CHANGES: &str = "openat,open,write,pwrite64,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,fsync,fdatasync";

/// What a call does, by the numbers of files.
enum Call {
    Write {
        file: usize,
        at: usize,
        bytes: Vec<u8>,
    },
    Truncate {
        file: usize,
        size: usize,
    },
    Name {
        path: PathBuf,
        file: usize,
    },
    Rename {
        from: PathBuf,
        to: PathBuf,
        file: usize,
    },
    Remove {
        path: PathBuf,
    },
    Folder {
        path: PathBuf,
    },
    Sync {
        file: usize,
    },
    SyncFolder {
        path: PathBuf,
    },
}

/// What of that which was not synced is on the disk.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kept {
    Nothing,
    Names,
    Bytes,
    /// Any of it, the bytes of a call perhaps in part.
    Some(u64),
}

/// A folder as it was, and what was done to it.
pub(super) struct Disk {
    root: PathBuf,
    names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    files: Vec<Vec<u8>>,
    calls: Vec<Call>,
}

impl Disk {
    /// Reads a log that strace wrote with `-f -y -xx`; the folder must be as it was before.
    pub(super) fn new(root: &Path, log: &dyn Fn() -> String) -> Self {
        let mut disk = Disk {
            root: root.to_owned(),
            names: BTreeMap::new(),
            folders: BTreeSet::new(),
            files: Vec::new(),
            calls: Vec::new(),
        };
        disk.load(root);
        let mut now = Now {
            names: disk.names.clone(),
            folders: disk.folders.clone(),
            next: disk.files.len(),
            places: BTreeMap::new(),
        };
        let mut begun: BTreeMap<String, String> = BTreeMap::new();
        for line in log().lines() {
            let Some((thread, rest)) = line.split_once(' ') else {
                continue;
            };
            let rest = rest.trim_start();
            // A call of one thread during which another made one is logged in two pieces.
            let whole = if let Some(start) = rest.strip_suffix(" <unfinished ...>") {
                begun.insert(thread.to_owned(), start.to_owned());
                continue;
            } else if rest.starts_with("<... ") {
                let (_, end) = rest.split_once("resumed>").unwrap_or_default();
                begun.remove(thread).unwrap_or_default() + end
            } else {
                rest.to_owned()
            };
            now.call(&whole, root, &mut disk.calls);
        }
        disk.files.resize(now.next, Vec::new());
        disk
    }

    fn load(&mut self, folder: &Path) {
        self.folders.insert(folder.to_owned());
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                self.load(&path);
            } else {
                self.names.insert(path.clone(), self.files.len());
                self.files.push(std::fs::read(path).expect("a file"));
            }
        }
    }

    /// How many calls there are.
    pub(super) fn calls(&self) -> usize {
        self.calls.len()
    }

    /// Makes the folder what it is when the power fails after so many calls.
    pub(super) fn leave(&self, calls: usize, kept: Kept) {
        let done = &self.calls[..calls];
        let mut dice = Dice::new(match kept {
            Kept::Some(seed) => seed,
            _ => 0,
        });
        let (mut names, mut folders) = (self.names.clone(), self.folders.clone());
        let mut files = self.files.clone();
        for (at, call) in done.iter().enumerate() {
            let after = &done[at..];
            let synced = |one: usize| {
                after
                    .iter()
                    .any(|call| matches!(call, Call::Sync { file } if *file == one))
            };
            let listed = |one: &Path| {
                after.iter().any(
                    |call| matches!(call, Call::SyncFolder { path } if one.parent() == Some(path)),
                )
            };
            let coin = dice.throw(2) == 0;
            let any = |names: bool| match kept {
                Kept::Nothing => false,
                Kept::Names => names,
                Kept::Bytes => !names,
                Kept::Some(_) => coin,
            };
            match call {
                Call::Write { file, at, bytes } => {
                    let whole = synced(*file) || any(false) && dice.throw(3) > 0;
                    let length = match whole {
                        true => bytes.len(),
                        false if matches!(kept, Kept::Some(_)) && coin => bytes.len() / 2,
                        false => 0,
                    };
                    let content = &mut files[*file];
                    if length > 0 {
                        content.resize(content.len().max(at + length), 0);
                        content[*at..at + length].copy_from_slice(&bytes[..length]);
                    }
                }
                Call::Truncate { file, size } if synced(*file) || any(false) => {
                    files[*file].resize(*size, 0);
                }
                Call::Name { path, file } if listed(path) || any(true) => {
                    names.insert(path.clone(), *file);
                }
                Call::Rename { from, to, file } if listed(to) || any(true) => {
                    names.remove(from);
                    names.insert(to.clone(), *file);
                }
                Call::Remove { path } if listed(path) || any(true) => {
                    names.remove(path);
                }
                Call::Folder { path } if listed(path) || any(true) => {
                    folders.insert(path.clone());
                }
                _ => {}
            }
        }
        self.write(&names, &folders, &files);
    }

    /// Files that are as they lie there already keep their times.
    fn write(
        &self,
        names: &BTreeMap<PathBuf, usize>,
        folders: &BTreeSet<PathBuf>,
        files: &[Vec<u8>],
    ) {
        let mut open = vec![self.root.clone()];
        while let Some(folder) = open.pop() {
            for entry in std::fs::read_dir(folder).expect("a folder") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    open.push(path);
                } else if !names.contains_key(&path) {
                    std::fs::remove_file(path).expect("it goes");
                }
            }
        }
        for folder in folders {
            std::fs::create_dir_all(folder).expect("a folder");
        }
        for (path, file) in names {
            let there = path.parent().is_some_and(|folder| folders.contains(folder));
            let bytes = &files[*file];
            if there && std::fs::read(path).ok().as_ref() != Some(bytes) {
                std::fs::write(path, bytes).expect("a file");
            }
        }
    }
}

/// What is there while the calls are read.
struct Now {
    names: BTreeMap<PathBuf, usize>,
    folders: BTreeSet<PathBuf>,
    next: usize,
    /// Where the next `write` to a file goes.
    places: BTreeMap<usize, usize>,
}

impl Now {
    /// Adds what a call does; what failed, or is elsewhere, does nothing.
    fn call(&mut self, line: &str, root: &Path, calls: &mut Vec<Call>) {
        let Some((name, rest)) = line.split_once('(') else {
            return;
        };
        let Some((arguments, result)) = rest.rsplit_once(" = ") else {
            return;
        };
        if result.starts_with('-') {
            return;
        }
        let texts: Vec<Vec<u8>> = quoted(arguments, '"', '"');
        let opened: Vec<PathBuf> = quoted(arguments, '<', '>').into_iter().map(path).collect();
        let named = |at: usize| {
            let given = texts.get(at).cloned().map(path).unwrap_or_default();
            // Relative to the folder that was given with it, or to that of the process.
            opened
                .get(at)
                .map_or_else(|| root.join(&given), |folder| folder.join(&given))
        };
        let file = opened
            .first()
            .and_then(|path| self.names.get(path))
            .copied();
        let number = |text: &str| text.trim().parse::<usize>().ok();
        let last = arguments.trim_end_matches(')').rsplit(',').next();
        match name {
            "open" | "openat" => {
                let path = match name {
                    "open" => root.join(texts.first().cloned().map(path).unwrap_or_default()),
                    _ => named(0),
                };
                if !path.starts_with(root) || self.folders.contains(&path) {
                    return;
                }
                match self.names.get(&path) {
                    Some(file) => {
                        self.places.insert(*file, 0);
                        if arguments.contains("O_TRUNC") {
                            calls.push(Call::Truncate {
                                file: *file,
                                size: 0,
                            });
                        }
                    }
                    None if arguments.contains("O_CREAT") => {
                        let file = self.next;
                        self.next += 1;
                        self.places.insert(file, 0);
                        self.names.insert(path.clone(), file);
                        calls.push(Call::Name { path, file });
                    }
                    None => {}
                }
            }
            "write" | "pwrite64" => {
                let (Some(file), Some(bytes)) = (file, texts.into_iter().next()) else {
                    return;
                };
                let written = number(result).unwrap_or_default();
                let place = self.places.entry(file).or_default();
                let at = match name {
                    "write" => std::mem::replace(place, *place + written),
                    _ => last.and_then(number).expect("a place"),
                };
                let bytes = bytes[..written].to_vec();
                calls.push(Call::Write { file, at, bytes });
            }
            "ftruncate" => {
                if let Some(file) = file {
                    let size = last.and_then(number).expect("a size");
                    calls.push(Call::Truncate { file, size });
                }
            }
            "rename" | "renameat" | "renameat2" => {
                let (from, to) = (named(0), named(1));
                if let Some(file) = self.names.remove(&from) {
                    self.names.insert(to.clone(), file);
                    calls.push(Call::Rename { from, to, file });
                }
            }
            "unlink" | "unlinkat" => {
                let path = named(0);
                if self.names.remove(&path).is_some() {
                    calls.push(Call::Remove { path });
                }
            }
            "mkdir" | "mkdirat" => {
                let path = named(0);
                if path.starts_with(root) {
                    self.folders.insert(path.clone());
                    calls.push(Call::Folder { path });
                }
            }
            "fsync" | "fdatasync" => match (file, opened.into_iter().next()) {
                (Some(file), _) => calls.push(Call::Sync { file }),
                (None, Some(path)) => calls.push(Call::SyncFolder { path }),
                (None, None) => {}
            },
            _ => {}
        }
    }
}

/// What stands between two signs; strace writes each byte as `\x2f`.
fn quoted(text: &str, open: char, close: char) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some((_, after)) = rest.split_once(open) {
        let Some((inner, after)) = after.split_once(close) else {
            break;
        };
        let bytes = inner.split("\\x").skip(1);
        found.push(
            bytes
                .map(|byte| u8::from_str_radix(byte, 16).expect("a byte"))
                .collect(),
        );
        rest = after;
    }
    found
}

fn path(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}
