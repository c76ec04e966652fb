//! A state that is damaged is set aside, and a new one is made in its place: it takes over the ids and dates of what is
//! published, and the rest from the sources.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, ErrorCode};

use super::{Error, beside};

/// What every file of SQLite begins with.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// How much of it says how large the whole is: the size of a page and their number, at these places.
const HEADER: usize = 100;
const PAGE_SIZE: usize = 16;
const PAGES: usize = 28;

impl Error {
    /// Whether it may come of a damaged state, which [`suspect`] has looked into at the next opening.
    pub fn is_damage(&self) -> bool {
        match self {
            Error::Json(_) => true,
            Error::Sqlite(
                rusqlite::Error::FromSqlConversionFailure(..)
                | rusqlite::Error::IntegralValueOutOfRange(..)
                | rusqlite::Error::InvalidColumnType(..)
                | rusqlite::Error::Utf8Error(..),
            ) => true,
            Error::Sqlite(error) => is_damage(error),
            _ => false,
        }
    }
}

fn is_damage(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase)
    )
}

/// Has a state looked into from end to end when it is opened next.
///
/// # Errors
/// When nothing can be written beside it.
pub fn suspect(path: &Path) -> Result<(), Error> {
    let mark = beside(path, ".suspect");
    File::create(&mark)
        .map(drop)
        .map_err(|source| Error::Io { path: mark, source })
}

/// Looks into a state where there is reason to: it is under suspicion, its last writer was killed, or it is shorter than
/// it says. One that is damaged is set aside. Nobody may have it open.
pub(super) fn examine(path: &Path) -> Result<(), Error> {
    let mark = beside(path, ".suspect");
    let is_suspect = mark.exists();
    let reason = match head(path) {
        Head::Nothing => None,
        Head::Foreign => Some("it is no SQLite database".to_owned()),
        Head::Short => Some("it has been cut off".to_owned()),
        Head::Whole if is_suspect => fault(path, "PRAGMA integrity_check(1)")?,
        Head::Whole if was_left(path) => fault(path, "PRAGMA quick_check(1)")?,
        Head::Whole => None,
    };
    if let Some(reason) = reason {
        set_aside(path, &reason)?;
    }
    if is_suspect {
        let _ = std::fs::remove_file(mark);
    }
    Ok(())
}

enum Head {
    /// There is no state, or an empty one.
    Nothing,
    Foreign,
    Short,
    Whole,
}

fn head(path: &Path) -> Head {
    let mut head = Vec::new();
    let Ok(file) = File::open(path) else {
        return Head::Nothing;
    };
    let size = file.metadata().map_or(0, |about| about.len());
    if size == 0 || file.take(HEADER as u64).read_to_end(&mut head).is_err() {
        return Head::Nothing;
    }
    if !head.starts_with(MAGIC) {
        return Head::Foreign;
    }
    let number = |at: usize, bytes: usize| {
        let bytes = head.get(at..at + bytes).unwrap_or_default();
        bytes
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte))
    };
    let page = match number(PAGE_SIZE, 2) {
        1 => 65_536,
        size => size,
    };
    match size < page * number(PAGES, 4) && !was_left(path) {
        true => Head::Short,
        false => Head::Whole,
    }
}

/// Whether its last writer was killed, or somebody has it open.
fn was_left(path: &Path) -> bool {
    std::fs::metadata(beside(path, "-wal")).is_ok_and(|about| about.len() > 0)
}

/// What is wrong with a state, if anything is.
pub(super) fn fault(path: &Path, check: &str) -> Result<Option<String>, Error> {
    let said = Connection::open(path)
        .and_then(|state| state.query_row(check, [], |row| row.get::<_, String>(0)));
    match said {
        Ok(said) if said == "ok" => Ok(None),
        Ok(said) => Ok(Some(said)),
        Err(error) if is_damage(&error) => Ok(Some(error.to_string())),
        Err(error) => Err(error.into()),
    }
}

/// Renames a state by its name and a number where that is taken; gives the name.
pub(super) fn rename(path: &Path, name: &str) -> Result<PathBuf, Error> {
    let numbers = (2u32..).map(|number| beside(path, &format!(".{name}-{number}")));
    let mut names = std::iter::once(beside(path, &format!(".{name}"))).chain(numbers);
    let Some(aside) = names.find(|name| !name.exists()) else {
        return Ok(path.to_owned());
    };
    for part in ["-wal", "-shm", ""] {
        let (from, to) = (beside(path, part), beside(&aside, part));
        match std::fs::rename(&from, to) {
            Err(source) if source.kind() != ErrorKind::NotFound => {
                return Err(Error::Io { path: from, source });
            }
            _ => {}
        }
    }
    Ok(aside)
}

fn set_aside(path: &Path, reason: &str) -> Result<(), Error> {
    let aside = rename(path, "damaged")?;
    tracing::warn!(
        "{} is damaged ({}): it is set aside as {}, and a new one is made from the sources and what is published",
        path.display(),
        reason.trim(),
        aside.display()
    );
    Ok(())
}
