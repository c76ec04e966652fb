//! A state as a file to be kept somewhere else, and back again.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode, OpenFlags};

use super::{Error, beside, damage, lock, network, schema};

const NO_STATE: &str = "it is no state of feedmill";

/// What a copy of a state holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// Articles.
    pub articles: usize,
    /// In bytes.
    pub size: u64,
    /// Where the state lies that was there before.
    pub replaced: Option<PathBuf>,
}

/// Copies a state as it is at one moment, also beside a writer. An older copy is replaced when the new one is whole.
///
/// # Errors
/// When there is no state, it cannot be read, or the file cannot be written, or is there and is something else.
pub fn backup(state: &Path, to: &Path) -> Result<Copied, Error> {
    if !state.exists() {
        return Err(none(state, "there is no state yet"));
    }
    if is_same(state, to) {
        return Err(none(to, "that is the state itself: name another file"));
    }
    if to.exists() {
        examine(to).map_err(|error| {
            none(
                to,
                &format!("it is there, and no copy of a state ({error}): it is left alone"),
            )
        })?;
    }
    copy(&read(state)?, to, examine)
}

/// Copies an open state to a file that nobody else may read. It is there when it is whole and `look` finds no fault in it.
pub(super) fn copy<T>(
    state: &Connection,
    to: &Path,
    look: impl FnOnce(&Path) -> Result<T, Error>,
) -> Result<T, Error> {
    let new = beside(to, ".new");
    // SQLite is told names in UTF-8 alone, and writes into an empty file, which keeps its mode (T-49).
    let name = new.to_str().ok_or_else(|| none(to, "no name in UTF-8"))?;
    empty(&new)?;
    let made = state
        .execute("VACUUM INTO ?1", [name])
        .map_err(Error::from)
        .and_then(|_| look(&new))
        .and_then(|looked| settle(&new, to).map(|()| looked));
    if made.is_err() {
        let _ = std::fs::remove_file(&new);
    }
    made
}

/// Puts a copy in the place of a state; the one that was there is renamed.
///
/// # Errors
/// When the file is no copy of a state, or of a newer feedmill, or another process holds the state.
pub fn restore(state: &Path, from: &Path) -> Result<Copied, Error> {
    if is_same(state, from) {
        return Err(none(from, "that is the state itself: name a copy of it"));
    }
    network::refuse(state)?;
    let _lock = lock::Lock::acquire(state)?;
    let new = beside(state, ".new");
    empty(&new)?;
    let copied = std::fs::copy(from, &new).map_err(|error| none(from, &error.to_string()));
    let made = copied.and_then(|_| {
        examine(&new).map_err(|error| match error {
            Error::NoState { reason, .. } => none(from, &reason),
            Error::Newer { found, known, .. } => Error::Newer {
                path: from.to_owned(),
                found,
                known,
            },
            other => none(from, &format!("{NO_STATE} ({other})")),
        })
    });
    let copied = match made {
        Ok(copied) => copied,
        Err(error) => {
            let _ = std::fs::remove_file(&new);
            return Err(error);
        }
    };
    let replaced = match state.exists() {
        true => Some(damage::rename(state, "replaced")?),
        false => None,
    };
    settle(&new, state)?;
    Ok(Copied { replaced, ..copied })
}

/// What a file holds that is to be a whole state: it is read from end to end, also beside a writer.
///
/// # Errors
/// When it is none, or damaged, or of a newer feedmill.
pub fn examine(path: &Path) -> Result<Copied, Error> {
    looked_through(path).map_err(|error| match &error {
        Error::Sqlite(sqlite) if sqlite.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            none(path, NO_STATE)
        }
        error if error.is_damage() => none(path, &format!("it is damaged ({error})")),
        _ => error,
    })
}

fn looked_through(path: &Path) -> Result<Copied, Error> {
    let state = read(path)?;
    if schema::version(&state, path)? == 0 {
        return Err(none(path, NO_STATE));
    }
    if let Some(reason) = damage::fault(path, "PRAGMA integrity_check(1)")? {
        return Err(none(path, &format!("it is damaged ({})", reason.trim())));
    }
    let articles: i64 = state.query_row("SELECT count(*) FROM article", [], |row| row.get(0))?;
    // With what lies in its journal still.
    let size: i64 = state.query_row(
        "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size",
        [],
        |row| row.get(0),
    )?;
    Ok(Copied {
        articles: usize::try_from(articles).unwrap_or_default(),
        size: size.cast_unsigned(),
        replaced: None,
    })
}

fn read(path: &Path) -> Result<Connection, Error> {
    let state = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    state.busy_timeout(std::time::Duration::from_secs(5))?;
    Ok(state)
}

/// An empty file for nobody else to read.
fn empty(path: &Path) -> Result<(), Error> {
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true).mode(0o600);
    let opened = options.open(path).map(drop);
    opened.map_err(|error| none(path, &error.to_string()))
}

/// Renames a file that is whole, and has the disk keep it.
fn settle(new: &Path, path: &Path) -> Result<(), Error> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(new)
        .and_then(|file| file.sync_all())
        .and_then(|()| std::fs::rename(new, path))
        .and_then(|()| File::open(folder.unwrap_or(Path::new(".")))?.sync_all())
        .map_err(|error| none(path, &error.to_string()))
}

fn is_same(one: &Path, other: &Path) -> bool {
    let whole = |path: &Path| path.canonicalize().ok();
    whole(one).is_some_and(|one| whole(other) == Some(one))
}

fn none(path: &Path, reason: &str) -> Error {
    Error::NoState {
        path: path.to_owned(),
        reason: reason.to_owned(),
    }
}
