//! Reads a folder of articles, recursively, safely: no symbolic link is followed, nothing but
//! regular files is opened, nothing larger than a cap is read.
#![expect(clippy::disallowed_methods, reason = "shell: reads the source folder")]

use std::collections::HashSet;
use std::ffi::{CStr, OsStr};
use std::fs::File;
use std::io::Read;
use std::os::fd::{AsFd, OwnedFd};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags};
use rustix::io::Errno;

/// Files larger than this are refused, in bytes.
const CAP: u64 = 16 << 20;
/// After so long is looked again at what changes just now.
const MOMENT: Duration = Duration::from_millis(20);

/// Which files of a folder are articles, unless `include` says otherwise.
pub const ARTICLES: &[&str] = &[
    "**/*.md",
    "**/*.markdown",
    "**/*.html",
    "**/*.htm",
    "**/*.txt",
];

/// Which files of which folder.
#[derive(Debug, Clone)]
pub struct Options {
    /// The folder (or one file), absolute.
    pub root: PathBuf,
    /// Globs of files to take, relative to `root`.
    pub include: Vec<String>,
    /// Globs of files to leave.
    pub exclude: Vec<String>,
}

/// One file that the globs take, as the walk saw it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Path below the root, as bytes: names need not be UTF-8.
    pub path: Vec<u8>,
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since the epoch.
    pub modified: i64,
    /// Inode number.
    pub inode: u64,
}

/// Something in the folder that gives no article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Path below the root, as bytes; empty for the root itself.
    pub path: Vec<u8>,
    /// Why, and what to do.
    pub reason: String,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Listing {
    /// Files to be read, sorted by path.
    pub entries: Vec<Entry>,
    /// What was passed over although its name fits.
    pub refused: Vec<Refused>,
    /// Folders that could not be read: what was in them is unknown, not gone.
    pub unreadable: Vec<Refused>,
    /// Whether one of them was for want of something that there may be soon ([`passes`]).
    pub passing: bool,
    /// The device that the root lies on.
    pub device: u64,
}

/// Whether an error is the machine's and not the file's, and may be over soon: no more files can be opened, there is no
/// memory, a disk does not answer.
pub fn passes(error: &std::io::Error) -> bool {
    let passing = [Errno::MFILE, Errno::NFILE, Errno::NOMEM, Errno::IO];
    let error = error.raw_os_error();
    passing.iter().any(|one| Some(one.raw_os_error()) == error)
}

/// A glob that cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{glob}` is not a glob: {reason}")]
pub struct BadGlob {
    /// As written.
    pub glob: String,
    /// Why.
    pub reason: String,
}

/// Compiles globs; `*` stays within one folder, `**` crosses folders.
///
/// # Errors
/// The first that cannot be used.
pub fn globs(patterns: &[String]) -> Result<GlobSet, BadGlob> {
    let bad = |glob: &str, error: &globset::Error| BadGlob {
        glob: glob.to_owned(),
        reason: error.kind().to_string(),
    };
    let mut set = GlobSetBuilder::new();
    for pattern in patterns {
        let glob = GlobBuilder::new(pattern)
            .literal_separator(true)
            .build()
            .map_err(|error| bad(pattern, &error))?;
        set.add(glob);
    }
    set.build().map_err(|error| bad("", &error))
}

/// A path for people: control characters and what is not UTF-8 are escaped (T-37).
pub fn shown(path: &[u8]) -> String {
    let mut shown = String::new();
    for chunk in path.utf8_chunks() {
        for character in chunk.valid().chars() {
            if character.is_control() {
                shown.extend(character.escape_default());
            } else {
                shown.push(character);
            }
        }
        for byte in chunk.invalid() {
            shown.push_str(&format!("\\x{byte:02x}"));
        }
    }
    shown
}

/// A path as identities and addresses use it: UTF-8 as it is, other bytes percent-encoded.
pub fn relative(path: &[u8]) -> String {
    let mut relative = String::new();
    for chunk in path.utf8_chunks() {
        relative.push_str(chunk.valid());
        for byte in chunk.invalid() {
            relative.push_str(&format!("%{byte:02X}"));
        }
    }
    relative
}

/// Lists a folder.
///
/// # Errors
/// When the root itself cannot be read.
pub fn list(options: &Options) -> std::io::Result<Listing> {
    let root = &options.root;
    let about = std::fs::metadata(root)?;
    let mut listing = Listing {
        device: about.dev(),
        ..Listing::default()
    };
    if about.is_file() {
        let name = root.file_name().unwrap_or_default().as_bytes().to_vec();
        listing.entries.push(entry(name, &about));
        return Ok(listing);
    }
    if !about.is_dir() {
        let reason = "is neither a file nor a folder (a pipe, a socket or a device)";
        return Err(std::io::Error::other(reason));
    }
    // An unreadable root must not look like an empty one.
    std::fs::read_dir(root)?;
    let invalid = |error: BadGlob| std::io::Error::new(std::io::ErrorKind::InvalidInput, error);
    let names = Names::of(options).map_err(invalid)?;
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let mut walk = Walk {
            folder: &folder,
            names: &names,
            folders: Vec::new(),
            listing: &mut listing,
        };
        if let Err(error) = walk.all(&root.join(&folder)) {
            walk.unreadable(&folder, error);
        }
        folders.append(&mut walk.folders);
    }
    listing
        .entries
        .sort_unstable_by(|one, other| one.path.cmp(&other.path));
    listing
        .refused
        .sort_unstable_by(|one, other| one.path.cmp(&other.path));
    Ok(listing)
}

/// Which names are those of articles.
pub struct Names {
    include: GlobSet,
    exclude: GlobSet,
}

impl Names {
    /// Those that the options take.
    ///
    /// # Errors
    /// The first glob that cannot be used.
    pub fn of(options: &Options) -> Result<Self, BadGlob> {
        Ok(Names {
            include: globs(&options.include)?,
            exclude: globs(&options.exclude)?,
        })
    }

    /// Whether a file of that path is an article.
    fn take(&self, path: &Path) -> bool {
        self.include.is_match(path) && !self.exclude.is_match(path) && !is_section(path)
    }

    /// Whether a path is excluded with all that is in it.
    fn leave(&self, path: &Path) -> bool {
        self.exclude.is_match(path) || self.exclude.is_match(path.join("x"))
    }
}

/// What a listing would have of one path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A file to be read.
    Entry(Entry),
    /// Nothing: no name of an article, or hidden.
    Nothing,
    /// There is nothing at that path.
    Gone,
    /// It takes a listing to tell: a folder, or something behind a link.
    Unclear,
}

/// Looks at one path below the root.
pub fn look(root: &Path, names: &Names, path: &Path) -> Found {
    let is_hidden = |name: &OsStr| name.as_bytes().starts_with(b".");
    let about = std::fs::symlink_metadata(root.join(path));
    // A folder's name fits no pattern of files, but what is in it may.
    if about.as_ref().is_ok_and(std::fs::Metadata::is_file)
        && (path.iter().any(is_hidden) || !names.take(path))
    {
        return Found::Nothing;
    }
    let folders = path
        .ancestors()
        .skip(1)
        .take_while(|above| !above.as_os_str().is_empty());
    let mut folders = folders.map(|above| std::fs::symlink_metadata(root.join(above)));
    match about {
        Ok(about)
            if about.is_file() && folders.all(|above| above.is_ok_and(|about| about.is_dir())) =>
        {
            Found::Entry(entry(path.as_os_str().as_bytes().to_vec(), &about))
        }
        Err(error) if gone(&error) => Found::Gone,
        _ => Found::Unclear,
    }
}

/// Whether there is something at a path below a root.
pub fn exists(root: &Path, path: &[u8]) -> bool {
    let path = root.join(OsStr::from_bytes(path));
    std::fs::symlink_metadata(path).is_ok()
}

/// Leaves of files that a listing did not find those that are not there a moment later, either: what is replaced is often
/// taken away first, by git for one.
pub fn retain_gone(options: &Options, missing: &mut HashSet<Vec<u8>>) {
    let Ok(names) = Names::of(options) else {
        return;
    };
    if missing.is_empty() {
        return;
    }
    std::thread::sleep(MOMENT);
    missing.retain(|path| {
        let path = Path::new(OsStr::from_bytes(path));
        !matches!(look(&options.root, &names, path), Found::Entry(_))
    });
}

/// `_index.md` is the page of a section in Hugo and Zola: it lists articles and is none.
fn is_section(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().as_bytes();
    name.starts_with(b"_index.")
}

fn gone(error: &std::io::Error) -> bool {
    error.kind() == std::io::ErrorKind::NotFound
}

fn entry(path: Vec<u8>, about: &std::fs::Metadata) -> Entry {
    let modified = about
        .mtime()
        .saturating_mul(1_000_000_000)
        .saturating_add(about.mtime_nsec());
    Entry {
        path,
        size: about.len(),
        modified,
        inode: about.ino(),
    }
}

/// One folder of a listing. Files are looked at by their names within the open folder: it is found once, not once a file.
struct Walk<'a> {
    /// Below the root.
    folder: &'a Path,
    names: &'a Names,
    /// Those in it.
    folders: Vec<PathBuf>,
    listing: &'a mut Listing,
}

impl Walk<'_> {
    fn all(&mut self, whole: &Path) -> Result<(), Errno> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        // The root may be a link: the operator named it.
        let flags = match self.folder.as_os_str().is_empty() {
            true => flags - OFlags::NOFOLLOW,
            false => flags,
        };
        let open = rustix::fs::open(whole, flags, Mode::empty())?;
        for found in rustix::fs::Dir::read_from(&open)? {
            let found = found?;
            let name = found.file_name();
            if name.to_bytes().starts_with(b".") {
                continue;
            }
            let path = self.folder.join(OsStr::from_bytes(name.to_bytes()));
            match self.one(&open, name, found.file_type(), &path) {
                // Deleted since the folder was listed: the next scan will see it gone.
                Ok(()) | Err(Errno::NOENT) => {}
                Err(error) => self.unreadable(&path, error),
            }
        }
        Ok(())
    }

    fn one(
        &mut self,
        folder: &OwnedFd,
        name: &CStr,
        kind: FileType,
        path: &Path,
    ) -> Result<(), Errno> {
        let about = || rustix::fs::statat(folder, name, AtFlags::SYMLINK_NOFOLLOW);
        let kind = match kind {
            FileType::Unknown => FileType::from_raw_mode(about()?.st_mode),
            kind => kind,
        };
        if kind == FileType::Directory {
            self.folders.push(path.to_owned());
            return Ok(());
        }
        if !self.names.take(path) {
            return Ok(());
        }
        let bytes = path.as_os_str().as_bytes().to_vec();
        let reason = match kind {
            FileType::RegularFile => {
                let about = about()?;
                let modified = about.st_mtime.saturating_mul(1_000_000_000);
                self.listing.entries.push(Entry {
                    path: bytes,
                    size: about.st_size.cast_unsigned(),
                    modified: modified.saturating_add(about.st_mtime_nsec.cast_signed()),
                    inode: about.st_ino,
                });
                return Ok(());
            }
            FileType::Symlink => {
                "is a symbolic link, which is not followed: put the file itself there"
            }
            _ => "is not a regular file (a pipe, a socket or a device): move it out of the folder",
        };
        self.listing.refused.push(Refused {
            path: bytes,
            reason: reason.to_owned(),
        });
        Ok(())
    }

    /// What is excluded with all that is in it is nobody's trouble.
    fn unreadable(&mut self, path: &Path, error: Errno) {
        if !self.names.leave(path) {
            self.listing.passing |= passes(&error.into());
            self.listing.unreadable.push(Refused {
                path: path.as_os_str().as_bytes().to_vec(),
                reason: std::io::Error::from(error).to_string(),
            });
        }
    }
}

/// Reads one file of a listing whole, as it is at one moment: when it changes meanwhile, or was written to just before, it
/// is read again, three times at most (T-44). Who writes piece by piece may be between two of them; and where the times of
/// files go by ticks of the clock, what is written in the same one would not be seen.
///
/// # Errors
/// When it cannot be read, is too large, is no longer a regular file, or does not keep still.
pub fn read(root: &Path, path: &[u8]) -> std::io::Result<(Vec<u8>, Entry)> {
    read_as(root, path, None)
}

/// The same of a file that has just been listed, which takes fewer steps where it is still what was listed.
///
/// # Errors
/// As [`read`].
pub fn read_listed(root: &Path, listed: &Entry) -> std::io::Result<(Vec<u8>, Entry)> {
    read_as(root, &listed.path, Some(listed))
}

fn read_as(root: &Path, path: &[u8], listed: Option<&Entry>) -> std::io::Result<(Vec<u8>, Entry)> {
    let refuse = |reason: String| std::io::Error::other(reason);
    for _ in 0..3 {
        let mut file = match listed.and_then(|listed| open_listed(root, listed)) {
            Some(file) => file,
            None => match open_below(root, path) {
                // The operator named this one: a link is followed.
                Err(Errno::NOTDIR) if root.is_file() => open(CWD, &root.canonicalize()?)?,
                opened => opened?,
            },
        };
        let before = file.metadata()?;
        if !before.is_file() {
            return Err(refuse(
                "is not a regular file: move it out of the folder".into(),
            ));
        }
        let too_large = |size: u64| {
            let (size, cap) = (size >> 20, CAP >> 20);
            refuse(format!(
                "is {size} MiB large, more than the {cap} MiB an article may have: exclude it, or split it"
            ))
        };
        if before.len() > CAP {
            return Err(too_large(before.len()));
        }
        // A time that lies ahead says nothing.
        let age = before.modified()?.elapsed().unwrap_or(Duration::MAX);
        if let Some(left) = MOMENT.checked_sub(age) {
            std::thread::sleep(left);
            continue;
        }
        // What has grown meanwhile is seen by its size below.
        let mut bytes = Vec::with_capacity(usize::try_from(before.len()).unwrap_or_default());
        file.by_ref().take(before.len()).read_to_end(&mut bytes)?;
        let (was, is) = (
            entry(path.to_vec(), &before),
            entry(path.to_vec(), &file.metadata()?),
        );
        if was == is && bytes.len() as u64 == was.size {
            return Ok((bytes, is));
        }
        std::thread::sleep(MOMENT);
    }
    Err(refuse(
        "changed while it was read, three times: it is tried again at the next scan".into(),
    ))
}

/// Opens the very file that was listed: whatever has become of the folders above it, it did not come by a link.
fn open_listed(root: &Path, listed: &Entry) -> Option<File> {
    let file = open(CWD, &root.join(OsStr::from_bytes(&listed.path))).ok()?;
    let found = entry(Vec::new(), &file.metadata().ok()?);
    let same = |of: fn(&Entry) -> (u64, u64, i64)| of(&found) == of(listed);
    same(|entry| (entry.inode, entry.size, entry.modified)).then_some(file)
}

/// Opens a file below the root, one folder after the other: none of them has become a link since it was listed (T-41).
fn open_below(root: &Path, path: &[u8]) -> Result<File, Errno> {
    // Without a folder in between there is nothing to go through.
    if !path.contains(&b'/') {
        return open(CWD, &root.join(OsStr::from_bytes(path)));
    }
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let mut folder = rustix::fs::open(root, flags, Mode::empty())?;
    let (folders, name) = match path.iter().rposition(|byte| *byte == b'/') {
        Some(at) => (path.get(..at), path.get(at + 1..)),
        None => (None, Some(path)),
    };
    for name in folders
        .into_iter()
        .flat_map(|path| path.split(|byte| *byte == b'/'))
    {
        folder = rustix::fs::openat(&folder, name, flags | OFlags::NOFOLLOW, Mode::empty())?;
    }
    open(
        &folder,
        Path::new(OsStr::from_bytes(name.unwrap_or_default())),
    )
}

/// Opens for reading without following a link and without waiting for a pipe's other end (T-42).
fn open(folder: impl AsFd, path: &Path) -> Result<File, Errno> {
    let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    rustix::fs::openat(folder, path, flags, Mode::empty()).map(File::from)
}

#[cfg(test)]
mod tests {
    use super::shown;

    /// T-37, T-47: names are bytes, and what is shown is one line.
    #[test]
    fn names_are_shown_escaped() {
        assert_eq!(shown("Grüße.md".as_bytes()), "Grüße.md");
        assert_eq!(shown(b"a\nb\x1b[2J\xff.md"), "a\\nb\\u{1b}[2J\\xff.md");
    }
}
