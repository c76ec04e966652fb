//! Puts pages on disk: atomically, and only when their bytes change. Shell: the one file of
//! this folder that touches the disk.
//!
//! A page is written beside its place under a temporary name, made durable, and renamed over the old
//! one; so a reader, a kill or a full disk finds the old file or the new one, never a part. Paths
//! come from configured names and from tags: none may lead out of the output folder.
#![expect(clippy::disallowed_methods, reason = "shell: the output folder")]

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Component, Path, PathBuf};

use crate::article::Page;

/// How names of temporary files begin and end; what is between is random.
const TEMPORARY: (&str, &str) = (".feedmill-", ".tmp");

/// How deep [`sweep`] looks; published paths are two folders deep at most.
const DEEPEST: usize = 8;

/// What a write did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The file was made or replaced.
    Written,
    /// The file already had these bytes and was left alone.
    Unchanged,
}

/// Writes one page below `output`, with mode 0644 whatever the umask: a temporary file in the same folder, fsync,
/// rename, fsync of the folder. Folders that are missing are made, `output` too.
///
/// # Errors
/// A path that leaves `output`, or what the system says.
pub fn write(output: &Path, page: &Page) -> io::Result<Outcome> {
    let parts = parts(&page.path)?;
    fs::create_dir_all(output)?;
    let folder = folder(output, &parts, true)?;
    let file = folder.join(parts.last().copied().unwrap_or_default());
    if has_bytes(&file, &page.bytes)? {
        return Ok(Outcome::Unchanged);
    }
    replace(&folder, &file, &page.bytes)?;
    Ok(Outcome::Written)
}

/// Removes a page that is no longer published; false when there was none.
///
/// # Errors
/// A path that leaves `output`, or what the system says.
pub fn remove(output: &Path, path: &str) -> io::Result<bool> {
    (|| {
        let parts = parts(path)?;
        let folder = folder(output, &parts, false)?;
        let file = folder.join(parts.last().copied().unwrap_or_default());
        fs::remove_file(file)?;
        sync_folder(&folder)?;
        Ok(true)
    })()
    .or_else(|error: io::Error| match error.kind() {
        ErrorKind::NotFound => Ok(false),
        _ => Err(error),
    })
}

/// Removes temporary files that a killed process left below `output` (T-50), and says how many. Only
/// for the process that holds the lock: another's write may be under way.
///
/// # Errors
/// When `output` cannot be read; a missing one is empty.
pub fn sweep(output: &Path) -> io::Result<usize> {
    let mut removed = 0;
    let mut folders = vec![(output.to_path_buf(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == ErrorKind::NotFound => continue,
            Err(_) if depth > 0 => continue,
            Err(error) => return Err(error),
        };
        for entry in entries.flatten() {
            // The kind of the entry itself: links are neither followed nor removed.
            let Ok(kind) = entry.file_type() else {
                continue;
            };
            let name = entry.file_name();
            let name = name.to_string_lossy();
            let is_ours = name.starts_with(TEMPORARY.0) && name.ends_with(TEMPORARY.1);
            if kind.is_dir() && depth < DEEPEST {
                folders.push((entry.path(), depth + 1));
            } else if kind.is_file() && is_ours && fs::remove_file(entry.path()).is_ok() {
                removed += 1;
            }
        }
    }
    Ok(removed)
}

/// The parts of a published path: at least one, each a plain name.
fn parts(path: &str) -> io::Result<Vec<&str>> {
    let parts: Vec<&str> = path.split('/').collect();
    let plain = |part: &&str| {
        let mut components = Path::new(part).components();
        matches!(components.next(), Some(Component::Normal(_)))
            && components.next().is_none()
            && !part.contains(['\0', '\\', ':'])
    };
    if parts.iter().all(plain) {
        Ok(parts)
    } else {
        Err(io::Error::new(
            ErrorKind::InvalidInput,
            "the path would leave the output folder",
        ))
    }
}

/// The folder of a file, checked part by part: a link is followed only where it stays below `output`.
fn folder(output: &Path, parts: &[&str], make: bool) -> io::Result<PathBuf> {
    let root = output.canonicalize()?;
    let mut folder = root.clone();
    for part in parts
        .split_last()
        .map(|(_, folders)| folders)
        .unwrap_or_default()
    {
        let parent = folder.clone();
        folder.push(part);
        match fs::symlink_metadata(&folder) {
            Ok(found) if found.is_symlink() => {
                folder = folder.canonicalize()?;
                if !folder.starts_with(&root) {
                    return Err(io::Error::new(
                        ErrorKind::InvalidInput,
                        format!("the folder {part} is a link that leaves the output folder"),
                    ));
                }
            }
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound && make => {
                fs::create_dir(&folder)?;
                sync_folder(&parent)?;
            }
            Err(error) => return Err(error),
        }
    }
    Ok(folder)
}

/// Whether a regular file has these bytes already: the length tells most, the bytes the rest.
fn has_bytes(file: &Path, bytes: &[u8]) -> io::Result<bool> {
    let found = match fs::symlink_metadata(file) {
        Ok(found) => found,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(error),
    };
    if found.is_dir() {
        return Err(io::Error::new(
            ErrorKind::AlreadyExists,
            "there is a folder of that name",
        ));
    }
    if !found.is_file() || found.len() != bytes.len() as u64 {
        return Ok(false);
    }
    let mut old = Vec::with_capacity(bytes.len());
    // A file that cannot be read is replaced.
    let read = File::open(file).and_then(|file| file.take(found.len() + 1).read_to_end(&mut old));
    Ok(read.is_ok() && old == bytes)
}

fn replace(folder: &Path, file: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut temporary = tempfile::Builder::new()
        .prefix(TEMPORARY.0)
        .suffix(TEMPORARY.1)
        .tempfile_in(folder)
        // Its own message names the temporary file, of which nobody has heard.
        .map_err(|error| io::Error::from(error.kind()))?;
    temporary.write_all(bytes)?;
    readable_by_all(temporary.as_file())?;
    temporary.as_file().sync_all()?;
    temporary.persist(file).map_err(|failed| failed.error)?;
    sync_folder(folder)
}

/// Web servers run as another user (T-49).
#[cfg(unix)]
fn readable_by_all(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable_by_all(_file: &File) -> io::Result<()> {
    Ok(())
}

/// Makes a rename in a folder durable.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// What the file system says of a published file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stat {
    /// Bytes.
    pub size: u64,
    /// Nanoseconds since the epoch.
    pub modified: i64,
}

/// Looks at a published file without reading it; None when it is not there.
pub fn stat(output: &Path, path: &str) -> Option<Stat> {
    use std::os::unix::fs::MetadataExt;
    let about = fs::symlink_metadata(output.join(path))
        .ok()
        .filter(fs::Metadata::is_file)?;
    let modified = about
        .mtime()
        .saturating_mul(1_000_000_000)
        .saturating_add(about.mtime_nsec());
    Some(Stat {
        size: about.len(),
        modified,
    })
}

/// Reads a published file.
///
/// # Errors
/// When it is not there or cannot be read.
pub fn read(output: &Path, path: &str) -> io::Result<Vec<u8>> {
    fs::read(output.join(path))
}

/// The files of a feed that lie in the output folder, with that extension: its own, and those below its
/// name, each by its path; sorted.
pub fn list(output: &Path, name: &str, extension: &str) -> Vec<String> {
    let mut paths = Vec::new();
    let own = format!("{name}.{extension}");
    if stat(output, &own).is_some() {
        paths.push(own);
    }
    let below = fs::read_dir(output.join(name)).into_iter().flatten();
    let mut below: Vec<String> = below
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|file| {
            Path::new(file)
                .extension()
                .is_some_and(|found| found == extension)
        })
        .map(|file| format!("{name}/{file}"))
        .filter(|path| stat(output, path).is_some())
        .collect();
    below.sort();
    paths.append(&mut below);
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, bytes: &[u8]) -> Page {
        Page {
            path: path.into(),
            media_type: "text/plain",
            bytes: bytes.to_vec(),
        }
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .expect("a folder")
            .map(|entry| {
                entry
                    .expect("an entry")
                    .file_name()
                    .to_string_lossy()
                    .into_owned()
            })
            .collect();
        names.sort();
        names
    }

    #[test]
    fn unchanged_bytes_are_not_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("made/feeds");
        let file = output.join("tags/rust.rss");
        assert_eq!(
            write(&output, &page("tags/rust.rss", b"one")).expect("Q-05"),
            Outcome::Written
        );
        let before = fs::metadata(&file)
            .expect("the file")
            .modified()
            .expect("a time");
        assert_eq!(
            write(&output, &page("tags/rust.rss", b"one")).expect("Q-05"),
            Outcome::Unchanged
        );
        let after = fs::metadata(&file)
            .expect("the file")
            .modified()
            .expect("a time");
        assert_eq!(before, after);
        assert_eq!(
            write(&output, &page("tags/rust.rss", b"two")).expect("Q-05"),
            Outcome::Written
        );
        assert_eq!(fs::read(&file).expect("the file"), b"two");
        assert_eq!(
            names(&output.join("tags")),
            ["rust.rss"],
            "nothing temporary is left"
        );
    }

    #[cfg(unix)]
    #[test]
    fn files_can_be_read_by_a_web_server() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &page("all.rss", b"x")).expect("written");
        let mode = fs::metadata(folder.path().join("all.rss"))
            .expect("the file")
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o644, "T-49");
    }

    #[test]
    fn paths_that_leave_the_folder_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let output = folder.path().join("feeds");
        for path in [
            "",
            "/",
            "/etc/x",
            "../x",
            "a/../../x",
            "a/..",
            ".",
            "./x",
            "a//b",
            "a/",
            "a\0b",
            "a\\b",
            "c:x",
        ] {
            let error = write(&output, &page(path, b"x")).expect_err("T-40");
            assert_eq!(error.kind(), ErrorKind::InvalidInput, "{path:?}");
            assert!(remove(&output, path).is_err(), "{path:?}");
        }
        assert!(!folder.path().join("x").exists());
    }

    #[cfg(unix)]
    #[test]
    fn linked_folders_may_not_lead_out_and_linked_files_are_replaced() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().expect("a folder");
        let (output, outside) = (folder.path().join("feeds"), folder.path().join("outside"));
        fs::create_dir_all(output.join("inside")).expect("a folder");
        fs::create_dir(&outside).expect("a folder");
        fs::write(outside.join("secret"), "kept").expect("written");
        symlink(&outside, output.join("tags")).expect("a link");
        symlink(output.join("inside"), output.join("alias")).expect("a link");
        symlink(outside.join("secret"), output.join("all.rss")).expect("a link");
        assert!(
            write(&output, &page("tags/rust.rss", b"x")).is_err(),
            "T-40"
        );
        assert!(remove(&output, "tags/secret").is_err());
        assert!(write(&output, &page("alias/rust.rss", b"x")).is_ok());
        assert_eq!(
            write(&output, &page("all.rss", b"kept")).expect("written"),
            Outcome::Written
        );
        assert_eq!(fs::read(outside.join("secret")).expect("the file"), b"kept");
        assert!(
            fs::symlink_metadata(output.join("all.rss"))
                .expect("the file")
                .is_file()
        );
    }

    #[test]
    fn a_page_is_removed_once() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), &page("tags/old.rss", b"x")).expect("written");
        assert!(remove(folder.path(), "tags/old.rss").expect("removed"));
        assert!(!remove(folder.path(), "tags/old.rss").expect("nothing there"));
        assert!(!remove(folder.path(), "never/was.rss").expect("nothing there"));
    }

    #[test]
    fn only_own_temporary_files_are_swept() {
        let folder = tempfile::tempdir().expect("a folder");
        fs::create_dir(folder.path().join("tags")).expect("a folder");
        for name in [
            ".feedmill-a1.tmp",
            "tags/.feedmill-b2.tmp",
            ".other.tmp",
            "all.rss",
            ".feedmill-x",
        ] {
            fs::write(folder.path().join(name), "x").expect("written");
        }
        assert_eq!(sweep(folder.path()).expect("T-50"), 2);
        assert_eq!(
            names(folder.path()),
            [".feedmill-x", ".other.tmp", "all.rss", "tags"]
        );
        assert_eq!(sweep(&folder.path().join("missing")).expect("empty"), 0);
    }
}
